"""The catalogue: what each indicator, unit, area, topic, publisher and source is called and means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import Field, StringConstraints, model_validator

from dxlib.bounds import LARGEST_POWER, LEAST_POWER, MOST_TILES
from dxlib.data.corrections import Correction
from dxlib.data.project_file import Address, Day, ProjectFile, WholeDay
from dxlib.data.schema import Aggregation, end_of_period, start_of_period
from dxlib.data.spellings import Spellings
from dxlib.data.words import Patterns, StrictModel, Text, Words
from dxlib.errors import DataError, Problem, did_you_mean
from dxlib.paths import Project

MILESTONE: Final = "MILESTONE"  # the code of the unit of what is reached on a day
COUNT: Final = "COUNT"
PER_CENT: Final = "PERCENT"  # a share, of which the whole is 100
GROWTH: Final = "PERCENT_CHANGE"  # a growth or a fall in per cent
COUNTRY: Final = "country"  # the kind of area that every project may name as a group


_Tile = Annotated[int, Field(gt=0, le=MOST_TILES)]


class Direction(StrEnum):
    """Which way is better."""

    LOWER_IS_BETTER = "lower_is_better"
    HIGHER_IS_BETTER = "higher_is_better"
    NEUTRAL = "neutral"


class Break(StrictModel):
    """A day across which values of an indicator may not be compared, and why.

    Parameters
    ----------
    at
        The first day of the new meaning, as ``2025-01-01``.
    why
        What changed, as a sentence.
    """

    # Not a Day: one that is empty would separate nothing, and within a month or a year nobody knows the side.
    at: WholeDay
    why: Words


class Indicator(StrictModel):
    """A thing that is observed.

    Parameters
    ----------
    name
        What is measured, as it stands in tables and sentences.
    label
        A short name, for charts.
    definition
        Who or what is counted, where and when: a sentence or two.
    topic
        The name of the file in which the entry stands.
    unit
        Key of a unit: ``PERCENT``, ``RANK``, ``COUNT`` or one of ``units.yaml``.
    unit_mult
        Power of ten by which the values of ledgers and clean data are multiplied: 6 for millions.
    decimals
        How many decimals a text shows at most.
    direction
        What counts as better; ``neutral`` where nothing does.
    publishers
        Keys of publishers, the preferred first: whose statement is the headline.
    breaks
        Days across which values may not be compared.
    not_to_confuse
        Ids of indicators that are easily taken for this one.
    measured_by
        Id of the indicator whose figures say what became of its targets, where its own do not: the same measure under
        another name; or what there is once a milestone is reached.
    system
        Key of the system or programme that it tells of; needed where the catalogue has a ``systems.yaml``.
    """

    name: Words
    label: Words
    definition: Words
    topic: Text
    unit: Text
    unit_mult: int = Field(0, ge=LEAST_POWER, le=LARGEST_POWER)
    decimals: int = Field(ge=0, le=6)
    direction: Direction
    publishers: tuple[Text, ...] = Field(min_length=1)
    breaks: tuple[Break, ...] = ()
    not_to_confuse: tuple[Text, ...] = ()
    measured_by: str = ""
    system: Text = ""  # required where the catalogue has a systems.yaml


class System(StrictModel):
    """A system or programme of the digital transformation; indicators say what became of it.

    Parameters
    ----------
    name
        What it is called.
    purpose
        What it is for: a sentence without numbers.
    decided_by
        The decision that set it up.
    since
        The day from which it is there, as ``2022-07-18``.
    """

    name: Words
    purpose: Words | None = None
    decided_by: Words | None = None
    since: str = ""


class Unit(StrictModel):
    """What a value is measured in, and what may be done with values of areas that are put together.

    Parameters
    ----------
    name
        In the plural, as it stands beside an axis.
    pattern
        A value with its unit, in each form of the plural that the language has; ``{n}`` is the number.
    aggregation
        How areas are put together.
    """

    name: Words
    pattern: Patterns
    aggregation: Aggregation = Aggregation.NEVER


class Lifetime(StrictModel):
    """The days between which an area exists.

    Parameters
    ----------
    from_
        The first day, or the month or year with which it begins; empty where it is long ago.
    until
        The last day, or the month or year with which it ends; empty where it still exists.
    """

    from_: Day = Field("", alias="from")
    until: Day = ""

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.from_ and self.until and end_of_period(self.until) < start_of_period(self.from_):
            raise ValueError(f"'until' ({self.until}) lies before 'from' ({self.from_})")
        return self

    def covers(self, day: date) -> bool:
        """Say whether a day lies between, the first and the last day included."""
        return (not self.from_ or start_of_period(self.from_) <= day) and not self.is_over(day)

    def is_over(self, day: date) -> bool:
        """Say whether the last day lies before a day; in a month or year that is the last one, it does not."""
        return bool(self.until) and end_of_period(self.until) < day


class Area(StrictModel):
    """A country, or a part of one; where borders move, the key of a part is its code *and* the map it belongs to.

    Parameters
    ----------
    name
        What it is called.
    kind
        ``country``, ``province``, ``region`` or another word; areas of one kind are peers.
    tile
        Row and column in the map of tiles.
    short
        Its name on that map, where the whole one is too long.
    exists
        Between which days there is such an area.
    successor
        Key of the area that it became a part of.
    groups
        Groups that it belongs to, as ``asean``: a group is named by its members.
    members
        The group of the areas that a region is made of.
    """

    name: Words
    kind: Text
    tile: tuple[_Tile, _Tile] | None = None
    short: Words | None = None
    exists: Lifetime = Field(default_factory=lambda: Lifetime.model_validate({}))
    successor: str = ""
    groups: tuple[Text, ...] = ()
    members: str = ""


class Topic(StrictModel):
    """What indicators are grouped by.

    Parameters
    ----------
    name
        What it is called.
    """

    name: Words


class Publisher(StrictModel):
    """A body that states figures.

    Parameters
    ----------
    name
        What it is called.
    url
        Address of its site.
    """

    name: Words
    url: Address = ""


class Source(StrictModel):
    """One publication that states figures; fields are the columns of ``sources.csv``.

    ``url`` is the publisher's own address, of the publication or else of its site, and empty where it is not known;
    ``copied_from`` is where a copy was read that somebody else had put there.
    """

    publisher: Text
    via: str
    title: str
    # The words by which quotations are read (dxlib/data/slips) are listed by codes of ISO 639-1.
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    # Texts, not addresses: find_mistakes() looks at both together, and says which one belongs into the other column.
    url: str
    copied_from: str = ""
    published: str
    read: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    terms: Text
    withdrawn: str = ""  # the day from which its publisher does not stand by it any more


class Catalogue(StrictModel):
    """Everything that gives a number its meaning, by id; and what the project says of itself.

    ``locales`` is the folder of the project's languages.
    """

    project: ProjectFile
    locales: Path | None = None
    indicators: Mapping[str, Indicator]
    units: Mapping[str, Unit]
    areas: Mapping[str, Area]
    topics: Mapping[str, Topic]
    systems: Mapping[str, System]
    publishers: Mapping[str, Publisher]
    sources: Mapping[str, Source]
    corrections: Mapping[str, Correction] = Field(default_factory=dict)
    spellings: Spellings = Spellings()

    def get_indicator(self, name: str) -> Indicator:
        """Give an indicator's entry.

        Raises
        ------
        DataError
            For an id that is not in the catalogue, with the nearest one that is.
        """
        if name in self.indicators:
            return self.indicators[name]
        fix = "correct the name, or add its entry under data/catalogue/indicators/."
        raise _refuse_unknown("indicator", name, self.indicators, fix)

    def get_area(self, key: str) -> Area:
        """Give an area's entry.

        Raises
        ------
        DataError
            For a key that is not in the catalogue; for a province's code without its map, with the keys it may mean.
        """
        if key in self.areas:
            return self.areas[key]
        same_code = [known for known in self.areas if known.rpartition("-")[2] == key.rpartition("-")[2]]
        fix = "name an area by its key in data/catalogue/areas.yaml."
        raise _refuse_unknown("area", key, self.areas, fix, same_code)

    def list_areas(self, kind: str, *, on: date) -> tuple[str, ...]:
        """Give the keys of the areas of a kind that exist on a day, in catalogue order."""
        return tuple(key for key, area in self.areas.items() if area.kind == kind and area.exists.covers(on))

    def list_predecessors(self, key: str) -> tuple[str, ...]:
        """Give the keys of the areas that went, each as a whole, into an area."""
        self.get_area(key)
        return self._predecessors.get(key, ())

    def list_keys(self, key: str) -> tuple[str, ...]:
        """Give the keys under which figures of an area stand: its own, then those it had before, borders unchanged."""
        before = self.list_predecessors(key)
        # What several areas became is another area: it inherits no figures of theirs.
        return (key, *(self.list_keys(before[0]) if len(before) == 1 else ()))

    def drop_former_keys(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Give keys without those that an area among them had before, borders unchanged: each territory once."""
        listed = tuple(dict.fromkeys(keys))
        former = {before for key in listed for before in self.list_keys(key)[1:]}
        return tuple(key for key in listed if key not in former)

    def find_territory(self, key: str) -> str:
        """Give the last key of an area with the same borders; two keys of one territory mean the same area."""
        successor = self.get_area(key).successor
        return self.find_territory(successor) if self._predecessors.get(successor) == (key,) else key

    @cached_property
    def _predecessors(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for key, area in self.areas.items():
            if area.successor:
                found[area.successor] = (*found.get(area.successor, ()), key)
        return found

    @cached_property
    def groups(self) -> Mapping[str, tuple[str, ...]]:
        """The keys of the areas of each named set, in catalogue order; ``countries`` are all countries."""
        found: dict[str, tuple[str, ...]] = {}
        for key, area in self.areas.items():
            for group in (*area.groups, *(["countries"] if area.kind == COUNTRY else [])):
                found[group] = (*found.get(group, ()), key)
        return found

    def get_group(self, group: str) -> tuple[str, ...]:
        """Give the keys of a named set of areas, in catalogue order.

        Raises
        ------
        DataError
            For a set that no area belongs to.
        """
        if group in self.groups:
            return self.groups[group]
        fix = "correct the name, or add the group to areas in data/catalogue/areas.yaml."
        raise _refuse_unknown("group of areas", group, self.groups, fix, sorted(self.groups))


def _refuse_unknown(noun: str, name: str, known: Iterable[str], fix: str, allowed: Iterable[str] = ()) -> DataError:
    return DataError(f"Unknown {noun} '{name}'.{did_you_mean(name, known)}", allowed=allowed, fix=fix)


def show_paths(problems: Iterable[Problem], project: Project) -> list[Problem]:
    """Give the problems with their files named from the project's root, as messages show them."""
    return [replace(problem, file=project.show(problem.file)) for problem in problems]

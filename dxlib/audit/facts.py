"""What the audit holds a page against: the rows of ``data/clean``, and the catalogue."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from dxlib.audit.numerals import has_numeral
from dxlib.data import schema
from dxlib.data.catalogue import Catalogue, show_paths
from dxlib.data.catalogue_files import read_catalogue
from dxlib.data.relations import Relations, inspect_relations
from dxlib.data.schema import Row
from dxlib.data.yaml_files import read_yaml
from dxlib.errors import DataError, raise_problems
from dxlib.paths import Project

if TYPE_CHECKING:
    from dxlib.audit.known import Known

SeriesKey = tuple[str, str, str]  # indicator, area, kind


@dataclass(frozen=True)
class Facts:
    """The clean rows and the catalogue of a project.

    Parameters
    ----------
    project
        Whose ``data/clean`` is read.
    days
        What was known on the days that were asked for: all pages of a day share it.
    """

    project: Project
    days: dict[str, Known] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue."""
        return read_catalogue(self.project)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Proper names that hold a numeral, the longest first: the closed list, and the catalogue's own names."""
        path, catalogue = self.project.catalogue / "names.yaml", self.catalogue
        listed = self._read_listed(path) if path.exists() else ()
        named = (catalogue.indicators, catalogue.publishers, catalogue.areas)
        words = [text for group in named for entry in group.values() for text in entry.name.list_texts()]
        words += [text for entry in catalogue.indicators.values() for text in entry.label.list_texts()]
        words += [source.via for source in catalogue.sources.values()]
        # Names without a numeral need no excuse; leaving them out keeps the search through each text short.
        with_numeral = {word for word in (*listed, *words) if has_numeral(word)}
        # The longest first: a name may hold a shorter one, and would no longer be found without it.
        return tuple(sorted(with_numeral, key=lambda word: (-len(word), word)))

    def _read_listed(self, path: Path) -> list[str]:
        file = read_yaml(path)
        raise_problems(show_paths(file.problems, self.project), kind=DataError)
        listed = file.data.get("names") or []
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            raise DataError(f"'names' of {self.project.show(path)} is no list of texts.", fix="write one name a line.")
        return listed

    @cached_property
    def relations(self) -> Relations:
        """What figures must agree with."""
        return inspect_relations(self.project, self.catalogue)[0]

    @cached_property
    def rows(self) -> Mapping[SeriesKey, Sequence[Row]]:
        """Every clean row, by indicator, area and kind.

        Raises
        ------
        DataError
            When there is no clean data: run ``dxlib clean``.
        """
        rows: dict[SeriesKey, list[Row]] = {}
        for row in self._read_all():
            rows.setdefault((row[schema.INDICATOR], row[schema.REF_AREA], row[schema.KIND]), []).append(row)
        if not rows:
            raise DataError(f"No clean data in {self.project.clean}.", fix="run 'dxlib clean' first.")
        return rows

    @cached_property
    def homes(self) -> Mapping[str, str]:
        """The key that each area has today, or had last, with the borders it had."""
        areas = self.catalogue.areas
        into = Counter(area.successor for area in areas.values())
        homes = {}
        for key in areas:
            home = key
            # An area into which several went has other borders: the chain of equal areas ends before it.
            while (after := areas[home].successor) and into[after] == 1:
                home = after
            homes[key] = home
        return homes

    def list_former(self, key: str) -> list[str]:
        """Give the keys that an area had before, with the same borders, the last first."""
        areas, own = self.catalogue.areas, self.homes.get(key, key)
        start = areas[key].exists.from_ if key in areas else ""
        # Of one home and older: keys that came later are no former names.
        earlier = [one for one, home in self.homes.items() if home == own and areas[one].exists.from_ < start]
        return sorted(earlier, key=lambda one: areas[one].exists.from_, reverse=True)

    @cached_property
    def indicators(self) -> tuple[str, ...]:
        """The ids of all indicators that have a clean CSV, sorted."""
        return tuple(sorted(path.stem for path in self._list_files()))

    @cached_property
    def systems(self) -> Mapping[str, str]:
        """The system that each of them belongs to; empty for those of none."""
        return {name: self.catalogue.get_indicator(name).system for name in self.indicators}

    def known_on(self, day: str) -> Known:
        """Give what was known on a day, an ISO date."""
        from dxlib.audit.known import Known  # noqa: PLC0415  (which needs facts)

        if day not in self.days:
            self.days[day] = Known(self, day)
        return self.days[day]

    def _list_files(self) -> list[Path]:
        return sorted(self.project.clean.glob("*.csv"))

    def _read_all(self) -> Iterator[Row]:
        for path in self._list_files():
            # newline="": line breaks within cells stay as they are; the csv module asks for it.
            with path.open(encoding="utf-8", newline="") as file:
                yield from csv.DictReader(file)

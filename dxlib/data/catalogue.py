"""The catalogue: what each indicator, unit, area, topic, publisher and source is called and means."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Final

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from dxlib.data import schema
from dxlib.errors import DataError, Problem, did_you_mean, raise_problems
from dxlib.paths import Project

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Entry):
    """One text in the three languages of the briefs."""

    en: Text
    vi: Text
    fr: Text

    def __getitem__(self, language: str) -> str:
        return str(getattr(self, language))


class Direction(StrEnum):
    """Which way is better."""

    LOWER_IS_BETTER = "lower_is_better"
    HIGHER_IS_BETTER = "higher_is_better"
    NEUTRAL = "neutral"


class Break(_Entry):
    """A day across which values of an indicator may not be compared, and why."""

    at: Text
    why: Words


class Indicator(_Entry):
    """A thing that is observed."""

    name: Words
    label: Words
    definition: Words
    topic: Text
    unit: Text
    unit_mult: int = 0
    decimals: int = Field(ge=0, le=6)
    direction: Direction
    publishers: tuple[Text, ...] = Field(min_length=1)
    breaks: tuple[Break, ...] = ()
    not_to_confuse: tuple[Text, ...] = ()
    system: Text = ""  # required where the catalogue has a systems.yaml


class System(_Entry):
    """A system or programme of the digital transformation; indicators say what became of it."""

    name: Words
    decided_by: Words | None = None
    since: str = ""


class Pattern(_Entry):
    """How a number and its unit stand together, by CLDR plural category; ``{n}`` is the number."""

    one: Annotated[str, StringConstraints(pattern=r"\{n\}")] | None = None
    many: Annotated[str, StringConstraints(pattern=r"\{n\}")] | None = None
    other: Annotated[str, StringConstraints(pattern=r"\{n\}")]


class Patterns(_Entry):
    """The pattern of a unit in each language."""

    en: Pattern
    vi: Pattern
    fr: Pattern

    def __getitem__(self, language: str) -> Pattern:
        pattern: Pattern = getattr(self, language)
        return pattern


class Unit(_Entry):
    """What a value is measured in."""

    name: Words
    pattern: Patterns


class Lifetime(_Entry):
    """The days between which an area exists."""

    from_: str = Field("", alias="from")
    until: str = ""


class Area(_Entry):
    """A country or a province; a province's key is its code *and* the map it belongs to."""

    name: Words
    kind: Text
    exists: Lifetime = Field(default_factory=lambda: Lifetime.model_validate({}))
    successor: str = ""
    groups: tuple[Text, ...] = ()


class Topic(_Entry):
    """What indicators are grouped by."""

    name: Words


class Publisher(_Entry):
    """A body that states figures."""

    name: Words
    url: str = ""


class Source(_Entry):
    """One publication that states figures; fields are the columns of ``sources.csv``."""

    publisher: Text
    via: str
    title: str
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    url: str
    published: str
    read: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    terms: Text


class Catalogue(_Entry):
    """Everything that gives a number its meaning, by id."""

    indicators: Mapping[str, Indicator]
    units: Mapping[str, Unit]
    areas: Mapping[str, Area]
    topics: Mapping[str, Topic]
    systems: Mapping[str, System]
    publishers: Mapping[str, Publisher]
    sources: Mapping[str, Source]

    def get_indicator(self, name: str) -> Indicator:
        """Give an indicator's entry.

        Raises
        ------
        DataError
            For an id that is not in the catalogue, with the nearest one that is.
        """
        if name in self.indicators:
            return self.indicators[name]
        raise DataError(
            f"Unknown indicator '{name}'.{did_you_mean(name, self.indicators)}",
            fix="correct the name, or add its entry under data/catalogue/indicators/.",
        )

    def get_group(self, group: str) -> tuple[str, ...]:
        """Give the keys of a named set of areas, in catalogue order.

        Raises
        ------
        DataError
            For a set that no area belongs to.
        """
        members = tuple(key for key, area in self.areas.items() if group in area.groups)
        if members:
            return members
        known = sorted({group for area in self.areas.values() for group in area.groups})
        raise DataError(
            f"Unknown group of areas '{group}'.{did_you_mean(group, known)}",
            allowed=known,
            fix="correct the name, or add the group to areas in data/catalogue/areas.yaml.",
        )


Lines = dict[tuple[str, ...], int]
_SYSTEMS: Final = "systems.yaml"  # a catalogue may do without it


def read_catalogue(project: Project) -> Catalogue:
    """Read and validate the catalogue of a project; read once per process.

    Raises
    ------
    SchemaError
        With every problem of every file, each with file, line and key.
    """
    return _read_cached(project.catalogue)


@lru_cache(maxsize=4)
def _read_cached(folder: Path) -> Catalogue:
    catalogue, problems = inspect_catalogue(folder)
    raise_problems(show_paths(problems, Project(folder.parents[1])))
    return catalogue


def show_paths(problems: Iterable[Problem], project: Project) -> list[Problem]:
    """Give the problems with their files named from the project's root, as messages show them."""
    return [replace(problem, file=project.show(problem.file)) for problem in problems]


def inspect_catalogue(folder: Path) -> tuple[Catalogue, list[Problem]]:
    """Read a catalogue and list what is wrong with it.

    Returns
    -------
    Catalogue, list of Problem
        All entries that are valid by themselves, and all problems, also of references between them.
    """
    problems: list[Problem] = []
    places: dict[tuple[str, str], tuple[Path, Lines]] = {}

    def read(kind: str, model: Callable[..., _Entry], *paths: Path) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        for path in paths:
            data, lines = _read_yaml(path, problems)
            for key, value in data.items():
                if key in entries:
                    problems.append(_problem(path, lines, (key,), f"'{key}' is defined twice", "keep one entry"))
                if kind == "indicators" and isinstance(value, dict):
                    value = {"topic": path.stem, **value}  # noqa: PLW2901  (the file name is the topic)
                entries[key] = entry = _validate(model, value, path, lines, key, problems)
                if entry is None:
                    del entries[key]
                places[kind, key] = (path, lines)
        return entries

    catalogue = Catalogue.model_construct(
        indicators=read("indicators", Indicator, *sorted((folder / "indicators").glob("*.yaml"))),
        units=read("units", Unit, folder / "units.yaml"),
        areas=read("areas", Area, folder / "areas.yaml"),
        topics=read("topics", Topic, folder / "topics.yaml"),
        systems=read("systems", System, *folder.glob(_SYSTEMS)),
        publishers=read("publishers", Publisher, folder / "publishers.yaml"),
        sources=_read_sources(folder / "sources.csv", problems),
    )
    problems.extend(_check_references(catalogue, places, folder))
    problems.extend(_check_systems(catalogue, places))
    return catalogue, problems


def _read_yaml(path: Path, problems: list[Problem]) -> tuple[dict[str, Any], Lines]:
    """Read a mapping and the line of each of its keys."""
    try:
        text = path.read_text("utf-8")
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        data = yaml.load(text, Loader=yaml.CSafeLoader)
    except FileNotFoundError:
        problems.append(Problem(path, 0, "", "Missing file", fix="restore it from version control."))
        return {}, {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        problems.append(Problem(path, line, "", f"Not YAML ({error.problem})", fix="correct the line."))
        return {}, {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problems.append(Problem(path, 0, "", f"Not YAML in UTF-8 ({error})", fix="save it as UTF-8."))
        return {}, {}
    if data is not None and not isinstance(data, dict):
        problems.append(Problem(path, 1, "", "No mapping of ids to entries", fix="begin each entry with 'id:'."))
        return {}, {}
    lines: Lines = {}
    for key, line in _walk_lines(node, ()):
        if key in lines:
            what = f"'{key[-1]}' is defined twice (first in line {lines[key]})"
            problems.append(Problem(path, line, ".".join(key), what, fix="keep one of the two."))
        lines.setdefault(key, line)
    return data or {}, lines


def _walk_lines(node: Any, key: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], int]]:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            yield (*key, str(name.value)), name.start_mark.line + 1
            yield from _walk_lines(value, (*key, str(name.value)))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield (*key, str(index)), value.start_mark.line + 1
            yield from _walk_lines(value, (*key, str(index)))


def _validate(
    model: Callable[..., _Entry], value: Any, path: Path, lines: Lines, key: str, problems: list[Problem]
) -> _Entry | None:  # fmt: skip
    try:
        return model(**value) if isinstance(value, dict) else model(value)
    except (ValidationError, TypeError) as error:
        for issue in error.errors() if isinstance(error, ValidationError) else [{"loc": (), "msg": "Not a mapping"}]:
            place = (key, *(str(part) for part in issue["loc"]))
            problems.append(_problem(path, lines, place, str(issue["msg"]), "correct or add the key"))
    return None


def _problem(path: Path, lines: Lines, place: tuple[str, ...], what: str, fix: str, hint: str = "") -> Problem:
    known = place
    while known and known not in lines:
        known = known[:-1]
    return Problem(path, lines.get(known, 0), ".".join(place), what, fix=f"{fix}.", hint=hint)


_SOURCE_COLUMNS = ("SOURCE", *(name.upper() for name in Source.model_fields))


def _read_sources(path: Path, problems: list[Problem]) -> dict[str, Source]:
    sources: dict[str, Source] = {}
    if not path.exists():
        problems.append(Problem(path, 0, "", "Missing file", fix="restore it from version control."))
        return sources
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != _SOURCE_COLUMNS:
            problems.append(Problem(path, 1, "", "Wrong header", _SOURCE_COLUMNS, "use these columns in this order."))
            return sources
        for row in reader:
            name = row.pop("SOURCE")
            lines: Lines = {(name,): reader.line_num}
            if name in sources:
                problems.append(_problem(path, lines, (name,), f"Source '{name}' is defined twice", "keep one row"))
            fields = {key.lower(): value for key, value in row.items() if key is not None}
            source = _validate(Source, fields, path, lines, name, problems)
            problems.extend(_check_dates(path, lines, name, fields))
            if None in row:
                what = "More cells than columns"
                problems.append(_problem(path, lines, (name,), what, "quote cells that hold a comma"))
            if isinstance(source, Source):
                sources[name] = source
    return sources


def _check_dates(path: Path, lines: Lines, name: str, fields: Mapping[str, str | None]) -> Iterator[Problem]:
    for field, fix in (("published", "write 2025-02-06, 2025-02 or 2025"), ("read", "write 2025-02-06")):
        given = fields.get(field) or ""
        if given and not schema.is_publication_date(given):
            yield _problem(path, lines, (name, field.upper()), f"'{given}' is not a date", fix)


def _check_references(
    catalogue: Catalogue, places: dict[tuple[str, str], tuple[Path, Lines]], folder: Path
) -> Iterator[Problem]:
    def refer(kind: str, key: str, field: str, value: str, known: Mapping[str, Any], where: str) -> Iterator[Problem]:
        if value in known:
            return
        path, lines = places[kind, key]
        fix = f"correct it, or add it to {where}"
        yield _problem(path, lines, (key, field), f"Unknown {field} '{value}'", fix, did_you_mean(value, known))

    for key, entry in catalogue.indicators.items():
        yield from refer("indicators", key, "unit", entry.unit, catalogue.units, "data/catalogue/units.yaml")
        yield from refer("indicators", key, "topic", entry.topic, catalogue.topics, "data/catalogue/topics.yaml")
        for name in entry.publishers:
            where = "data/catalogue/publishers.yaml"
            yield from refer("indicators", key, "publishers", name, catalogue.publishers, where)
        for name in entry.not_to_confuse:
            yield from refer("indicators", key, "not_to_confuse", name, catalogue.indicators, "the catalogue")
    for key, area in catalogue.areas.items():
        if area.successor:
            yield from refer("areas", key, "successor", area.successor, catalogue.areas, "data/catalogue/areas.yaml")
    for name, source in catalogue.sources.items():
        if source.publisher not in catalogue.publishers:
            near = did_you_mean(source.publisher, catalogue.publishers)
            what = f"Unknown publisher '{source.publisher}' of source '{name}'"
            fix = "correct it, or add it to data/catalogue/publishers.yaml."
            yield Problem(folder / "sources.csv", 0, "PUBLISHER", what, fix=fix, hint=near)


def _check_systems(catalogue: Catalogue, places: dict[tuple[str, str], tuple[Path, Lines]]) -> Iterator[Problem]:
    for key, system in catalogue.systems.items():
        if system.since and not schema.is_publication_date(system.since):
            fix = "write 2025-02-06, 2025-02 or 2025"
            yield _problem(*places["systems", key], (key, "since"), f"'{system.since}' is not a date", fix)
    for key, entry in catalogue.indicators.items():
        place = (*places["indicators", key], (key, "system"))
        if catalogue.systems and not entry.system:
            yield _problem(*place, "No system", "say which one of data/catalogue/systems.yaml it tells of")
        elif entry.system and entry.system not in catalogue.systems:
            what, near = f"Unknown system '{entry.system}'", did_you_mean(entry.system, catalogue.systems)
            yield _problem(*place, what, "correct it, or add it to data/catalogue/systems.yaml", near)

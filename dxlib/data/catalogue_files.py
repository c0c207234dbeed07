"""Reading the catalogue: every file checked, every problem at once."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, get_args

from pydantic import VERSION
from pydantic_core import PydanticSerializationError

from dxlib.bounds import KEY_CHARS
from dxlib.data import schema
from dxlib.data.catalogue import COUNT, COUNTRY, MILESTONE, Area, Catalogue, Publisher, Source, Unit, show_paths
from dxlib.data.copies import find_mistakes
from dxlib.data.corrections import check_corrections
from dxlib.data.csv_files import read_table
from dxlib.data.language_files import inspect_languages, is_of_language
from dxlib.data.project_file import inspect_project_file
from dxlib.data.pull.feeds import list_sources
from dxlib.data.spellings import Spellings
from dxlib.data.stamp import hash_code, hash_files, list_catalogue_files
from dxlib.data.words import LANGUAGES
from dxlib.data.yaml_files import YamlFile, read_yaml
from dxlib.errors import Problem, did_you_mean, raise_problems
from dxlib.freshness import find_fresh, keep_note, remember
from dxlib.language.available import DEPARTURES
from dxlib.paths import Project

_CODE: Final = Path(__file__).parent
_OWN_UNITS: Final = _CODE / "units.yaml"
_KEY: Final = re.compile(rf"\w[\w.-]{{0,{KEY_CHARS - 1}}}")


class Places(dict[tuple[str, str], YamlFile]):
    """The file of each entry by its kind and key, also of an entry that is broken.

    Attributes
    ----------
    unread
        The kinds of which a file could not be read: nobody knows which entries they have.
    """

    def __init__(self) -> None:
        super().__init__()
        self.unread: set[str] = set()

    def lack(self, kind: str, key: str) -> bool:
        """Say whether there is certainly no such entry: of a broken one the mistake is told where it stands."""
        return kind not in self.unread and (kind, key) not in self

    def refer(
        self, entry: tuple[str, str], field: str, name: str, of: str, catalogue: Catalogue, noun: str = ""
    ) -> Iterator[Problem]:
        """Complain of a field of an entry, by its kind and key, that names what is not in the catalogue."""
        known = getattr(catalogue, of)
        if name not in known and self.lack(of, name):
            fix = f"correct it, or add it to {_WHERE[of]}."
            yield self[entry].complain_unknown((entry[1], field), noun or field, name, known, fix)


@lru_cache(maxsize=4)
def read_catalogue(project: Project) -> Catalogue:
    """Read and validate the catalogue of a project, with the vintages of its feeds as sources; read once per process.

    Raises
    ------
    SchemaError
        With every problem of every file, each with file, line and key.
    """
    files = hash_files(list_catalogue_files(project), project.root)
    # Python and pydantic are among them: another version may read the stored JSON back as something else.
    inputs = {"files": files, "code": hash_code(_CODE), "python": sys.version, "pydantic": VERSION}
    catalogue = remember("catalogue", (project, *inputs.values()), lambda: _read_kept(project, inputs))
    # Vintages lie outside of the catalogue's folder and are added each time: the note outlasts a pull.
    sources = {**catalogue.sources, **list_sources(project, catalogue)}
    return catalogue.model_copy(update={"sources": sources, "locales": project.locales})


def forget_catalogue() -> None:
    """Have the catalogue read again if it has changed: for a process that outlives a change of it, or is forked."""
    read_catalogue.cache_clear()


def _read_kept(project: Project, inputs: Mapping[str, str]) -> Catalogue:
    """Give the catalogue that was read from the same files; a place that cannot be written to costs only time."""
    if kept := find_fresh(project.notes, "catalogue", inputs):
        return Catalogue.model_validate_json(kept)
    catalogue, problems = inspect_catalogue(project)
    raise_problems(show_paths(problems, project))
    with suppress(OSError, PydanticSerializationError):  # of a path that is no UTF-8
        # by_alias: 'from' is the only name under which Lifetime.from_ is read back.
        written = catalogue.model_dump_json(by_alias=True, exclude_defaults=True)
        keep_note(project.notes, "catalogue", inputs, written.encode())
    return catalogue


def inspect_catalogue(project: Project) -> tuple[Catalogue, list[Problem]]:
    """Read a project's file and catalogue, and list what is wrong with them.

    Returns
    -------
    Catalogue, list of Problem
        All entries that are valid by themselves, and all problems, also of references between them.
    """
    own, file, problems = inspect_project_file(project)
    languages = own.languages if _is_sure_of_languages(problems) else ()
    problems.extend(inspect_languages(project, read_yaml(_OWN_UNITS).data.keys()))
    folder, places = project.catalogue, Places()

    def read(kind: str, *paths: Path) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        _, model = get_args(Catalogue.model_fields[kind].annotation)  # Mapping[str, Area]
        for path in paths:
            file = read_yaml(path)
            problems.extend(file.problems)
            if file.problems and not file.data:
                places.unread.add(kind)
            for key, value in _list_entries(file, problems):
                if (kind, key) in places:
                    problems.append(file.complain((key,), f"'{key}' is defined twice", "keep one entry."))
                    continue
                if kind == "indicators" and isinstance(value, dict):
                    value = {"topic": path.stem, **value}  # noqa: PLW2901  (the file name is the topic)
                entry, found = file.check(model, value, (key,), languages=languages)
                problems.extend(found)
                places[kind, key] = file
                if entry is not None:
                    entries[key] = entry
        return entries

    publishers = read("publishers", folder / "publishers.yaml")
    areas = read("areas", folder / "areas.yaml")
    problems.extend(_break_circles(areas, places))
    # Nothing is validated here: each entry was checked where it was read, with its line, and broken ones are left out.
    catalogue = Catalogue.model_construct(
        project=own,
        locales=project.locales,
        indicators=read("indicators", *sorted((folder / "indicators").glob("*.yaml"))),
        # glob() gives no path where there is no such file: units, systems and corrections may be missing.
        units={**_read_own_units(project, languages, problems), **read("units", *folder.glob("units.yaml"))},
        areas=areas,
        topics=read("topics", folder / "topics.yaml"),
        systems=read("systems", *folder.glob("systems.yaml")),
        publishers=publishers,
        sources=_read_sources(folder / "sources.csv", publishers, problems),
        corrections=read("corrections", *folder.glob("corrections.yaml")),
        spellings=Spellings(),
    )
    problems += [*_check_home(catalogue, file, places), *_check_patterns(catalogue, places, languages)]
    spellings = _read_spellings(folder / "spellings.yaml", catalogue.areas, places, problems)
    catalogue = catalogue.model_copy(update={"spellings": spellings})
    problems += _check_references(catalogue, places, folder)
    for check in (_check_regions, _check_measures, _check_systems, _check_tiles):
        problems += check(catalogue, places)
    # A fetched figure is corrected, too, where a mapping had misread it; vintages are never deleted.
    problems += check_corrections(catalogue, places, {**catalogue.sources, **list_sources(project, catalogue)})
    return catalogue, problems


def list_own_units(project: Project) -> frozenset[str]:
    """Give the units that the library computes with, but for those that the project's ``units.yaml`` says otherwise.

    In a language that the library has no messages in, their words stand in the ``language.yaml`` of the language.
    """
    return frozenset(read_yaml(_OWN_UNITS).data.keys() - read_yaml(project.catalogue / "units.yaml").data.keys())


def _is_sure_of_languages(problems: Sequence[Problem]) -> bool:
    """Say whether the project file could be read as far as its languages, so that texts may be asked for in them."""
    return not any(problem.column.partition(".")[0] in ("", LANGUAGES) for problem in problems)


def _list_entries(file: YamlFile, problems: list[Problem]) -> Iterator[tuple[str, Any]]:
    """Give the entries of a file whose keys are texts; what is wrong with keys is added to the problems."""
    written: Mapping[Any, Any] = file.data  # YAML reads 2024 as a number
    for key, value in written.items():
        if isinstance(key, str):
            problems.extend(_check_key(file, key))
            yield key, value
        else:
            fix = f'write it between quotation marks, as "{key}".'
            problems.append(file.complain((key,), f"The key {key} is no text", fix))


def _check_key(file: YamlFile, key: str, *, source: bool = False) -> Iterator[Problem]:
    """Check that a key can be the name of a file, a part of an address and a cell that is searched by its bytes."""
    if not _KEY.fullmatch(key.replace("@", "_") if source else key):  # vintages of feeds are sources: <feed>@<day>
        what = f"'{key}' is no key" if len(key) <= KEY_CHARS else f"A key of more than {KEY_CHARS} characters"
        yield file.complain((key,), what, "write letters, digits, and '_', '-' or '.' between them.")


def _read_own_units(project: Project, languages: Sequence[str], problems: list[Problem]) -> dict[str, Unit]:
    """Read the units that the library computes with; in a further language the project's folder of it has the words."""
    from dxlib.language.languages import read_language  # noqa: PLC0415  (loads Babel)

    # A language whose file cannot be read is named already; that it has no words follows from that.
    units, broken = {}, {problem.file.parent.name for problem in problems if is_of_language(problem)}
    lacking: dict[str, list[str]] = {}
    for code, given in read_yaml(_OWN_UNITS).data.items():
        words: dict[str, dict[str, Any]] = {"name": dict(given["name"]), "pattern": dict(given["pattern"])}
        for language in (one for one in languages if one not in {*given["name"], *broken}):
            said = read_language(language, project.locales).departures.units.get(code)
            if said:
                words["name"][language], words["pattern"][language] = said.name, said.pattern
            else:
                lacking.setdefault(language, []).append(code)
        units[code] = Unit.model_validate({**given, **words})
    for language, codes in lacking.items():
        what = f"No words for the unit{'' if len(codes) == 1 else 's'} {', '.join(codes)}"
        path = project.locales / language / DEPARTURES
        begin = "" if path.exists() else f"run 'dxlib new language {language}', then "
        problems.append(Problem(path, 0, "units", what, fix=f"{begin}write the name and the pattern of each there."))
    return units


def _read_spellings(path: Path, areas: Mapping[str, Area], places: Places, problems: list[Problem]) -> Spellings:
    if not path.exists():
        return Spellings()
    file = read_yaml(path)
    spellings, found = file.check(Spellings, dict(file.data))
    problems.extend([*file.problems, *found])
    for key in spellings.areas if spellings else ():
        if places.lack("areas", key):
            fix = "correct it, or add it to data/catalogue/areas.yaml."
            problems.append(file.complain_unknown(("areas", key), "area", key, areas, fix))
    return spellings or Spellings()


_COPY: Final = "COPIED_FROM"
_SOURCE_COLUMNS: Final = ("SOURCE", *(name.upper() for name in Source.model_fields))
_HEADERS: Final = (_SOURCE_COLUMNS, tuple(name for name in _SOURCE_COLUMNS if name != _COPY))  # where none is a copy


def _read_sources(path: Path, publishers: Mapping[str, Publisher], problems: list[Problem]) -> dict[str, Source]:
    table = read_table(path, *_HEADERS, fix_header="use these columns in this order.")
    problems.extend(table.problems)
    sources: dict[str, Source] = {}
    for line, row in table.lines:
        name = row.pop("SOURCE")
        place = YamlFile(path, {}, {(name,): (line, 0)})  # a row is checked as an entry of YAML is
        problems.extend(_check_key(place, name, source=True))
        if name in sources:
            problems.append(place.complain((name,), f"Source '{name}' is defined twice", "keep one row."))
        fields = {key.lower(): value for key, value in row.items()}
        source, found = place.check(Source, fields, (name,))
        told = {problem.column.casefold() for problem in found}  # the form of READ is the model's, too
        problems += [*found, *(one for one in _check_dates(place, name, fields) if one.column.casefold() not in told)]
        if source is not None:
            sources[name] = source
            publisher = publishers.get(source.publisher)
            addresses = {"URL": source.url, _COPY: source.copied_from}
            for column, what, fix in find_mistakes(addresses, source.publisher, publisher.url if publisher else ""):
                problems.append(place.complain((name, column), what, fix))
    return sources


def _check_dates(place: YamlFile, name: str, fields: Mapping[str, str]) -> Iterator[Problem]:
    days = "write 2025-02-06."
    for field, fix in (("published", "write 2025-02-06, 2025-02 or 2025."), ("read", days), ("withdrawn", days)):
        given = fields.get(field) or ""
        is_good = schema.is_publication_date if field == "published" else schema.is_whole_day
        if given and not is_good(given):
            yield place.complain((name, field.upper()), f"'{given}' is not a date", fix)


def _check_home(catalogue: Catalogue, file: YamlFile, places: Places) -> Iterator[Problem]:
    home = catalogue.project.home
    if home and places.lack("areas", home):
        yield file.complain_unknown(("home",), "area", home, catalogue.areas, "name an area by its key.")


def _check_patterns(catalogue: Catalogue, places: Places, languages: Sequence[str]) -> Iterator[Problem]:
    """Check that a pattern which tells plurals apart tells all apart that its language has."""
    from dxlib.language.languages import parse_locale  # noqa: PLC0415  (loads Babel)

    for code, unit in catalogue.units.items():
        for language in languages if ("units", code) in places else ():
            given = set(unit.pattern[language].model_dump(exclude_none=True)) - {"other"}
            missing = sorted(parse_locale(language).plural_form.tags - given) if given else []
            if missing:
                what = f"No pattern for the plural {', '.join(missing)} of {language}"
                fix = "add it, or leave 'other' alone where all are the same."
                yield places["units", code].complain((code, "pattern", language), what, fix)


_WHERE: Final = {"indicators": "the catalogue"} | {
    kind: f"data/catalogue/{kind}.yaml" for kind in ("units", "topics", "publishers", "areas", "systems")
}
_REFERENCES: Final = {  # by the kind of the entry, its fields, and of which kind the names in them are
    "indicators": {"unit": "units", "topic": "topics", "publishers": "publishers", "not_to_confuse": "indicators"},
    "areas": {"successor": "areas"},
}


def _check_references(catalogue: Catalogue, places: Places, folder: Path) -> Iterator[Problem]:
    for kind, fields in _REFERENCES.items():
        for key, entry in getattr(catalogue, kind).items():
            for field, of in fields.items():
                value = getattr(entry, field)
                for name in filter(None, (value,) if isinstance(value, str) else value):
                    yield from places.refer((kind, key), field, name, of, catalogue)
    for name, source in catalogue.sources.items():
        if places.lack("publishers", source.publisher):
            near = did_you_mean(source.publisher, catalogue.publishers)
            what = f"Unknown publisher '{source.publisher}' of source '{name}'"
            fix = "correct it, or add it to data/catalogue/publishers.yaml."
            yield Problem(folder / "sources.csv", 0, "PUBLISHER", what, fix=fix, hint=near)


def _break_circles(areas: dict[str, Area], places: Places) -> Iterator[Problem]:
    """Check that no area becomes a part of itself; remove such a successor, since following it would not end."""
    for key, area in areas.items():
        way = [key]
        while (after := areas[way[-1]].successor) in areas and after not in way:
            way.append(after)
        if after == key:
            areas[key] = area.model_copy(update={"successor": ""})
            what = f"The successor '{area.successor}' of '{key}' leads back to itself: {', '.join([*way, key])}"
            fix = "name the area that it became a part of, or remove it."
            yield places["areas", key].complain((key, "successor"), what, fix)


def _check_regions(catalogue: Catalogue, places: Places) -> Iterator[Problem]:
    for key, area in catalogue.areas.items():
        if area.members and area.members not in catalogue.groups:
            hint = did_you_mean(area.members, catalogue.groups)
            what, fix = f"No area is in the group '{area.members}'", "correct it, or add it to 'groups' of its members."
            yield places["areas", key].complain((key, "members"), what, fix, hint=hint)


def _check_measures(catalogue: Catalogue, places: Places) -> Iterator[Problem]:
    """Check that figures which decide on the targets of another indicator may be held against them."""
    for key, entry in catalogue.indicators.items():
        if not entry.measured_by:
            continue
        file, place = places["indicators", key], (key, "measured_by")
        other = catalogue.indicators.get(entry.measured_by)
        if other is None:
            own = ("indicators", key)
            yield from places.refer(own, "measured_by", entry.measured_by, "indicators", catalogue, "indicator")
            continue
        if other.measured_by:
            what = f"'{entry.measured_by}' is itself measured by '{other.measured_by}'"
            yield file.complain(place, what, "name the indicator that has the figures.")
        if entry.unit == MILESTONE:
            # The first figure above zero says when a milestone was reached: a database, by the people in it.
            if other.unit != COUNT:
                what = f"A milestone cannot be told from '{entry.measured_by}' in {other.unit}"
                fix = f"name a count ({COUNT}) of what there is once the milestone is reached."
                yield file.complain(place, what, fix)
        elif (entry.unit, entry.unit_mult) != (other.unit, other.unit_mult):
            what = (
                f"'{entry.measured_by}' is in {other.unit} times ten to the power {other.unit_mult}, "
                f"and '{key}' in {entry.unit} times ten to the power {entry.unit_mult}"
            )
            yield file.complain(place, what, "name an indicator of the same unit.")


def _check_systems(catalogue: Catalogue, places: Places) -> Iterator[Problem]:
    for key, system in catalogue.systems.items():
        if system.since and not schema.is_publication_date(system.since):
            fix = "write 2025-02-06, 2025-02 or 2025."
            yield places["systems", key].complain((key, "since"), f"'{system.since}' is not a date", fix)
        for text in system.purpose.list_texts() if system.purpose else ():
            # The purpose stands on pages outside of any figure, so a number in it would have no source.
            if any(map(str.isdigit, text)):
                fix = "say what the system is for without a number; figures stand in ledgers."
                yield places["systems", key].complain((key, "purpose"), f"A number in '{text}'", fix)
    for key, entry in catalogue.indicators.items():
        if entry.system:
            yield from places.refer(("indicators", key), "system", entry.system, "systems", catalogue)
        elif catalogue.systems:
            fix = "say which one of data/catalogue/systems.yaml it tells of."
            yield places["indicators", key].complain((key, "system"), "No system", fix)


def _check_tiles(catalogue: Catalogue, places: Places) -> Iterator[Problem]:
    """Check that no two areas of one map stand on one tile, and that all of a map have one, or none."""
    taken: dict[tuple[str, object], str] = {}
    # What stands before the hyphen names the map: VN63-44 and VN34-44 may stand on the same tile.
    maps = {key: key.rpartition("-")[0] for key, area in catalogue.areas.items() if area.kind != COUNTRY}
    drawn = {maps[key] for key in maps if catalogue.areas[key].tile}
    for key in (key for key in maps if maps[key] in drawn):
        place = maps[key], catalogue.areas[key].tile
        if place[1] is None:
            yield places["areas", key].complain((key,), f"'{key}' has no tile", "give it a free row and column.")
        elif place in taken:
            what = f"'{key}' stands on the tile of '{taken[place]}'"
            yield places["areas", key].complain((key, "tile"), what, "give it a free row and column.")
        taken.setdefault(place, key)

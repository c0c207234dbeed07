"""Of which years and areas each source speaks, written down a second time: ``data/catalogue/scopes.csv``.

A row whose year, kind or area is not one of its source's is a slip in the ledger or in the list, and so is a year or an
area of a source that no row states any more. A project without the list is not checked by it.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from dxlib.data import schema
from dxlib.data.catalogue import Catalogue
from dxlib.data.slips.quotations import Slip
from dxlib.errors import Problem, did_you_mean

FILE: Final = "scopes.csv"
YEARS, TARGETS, AREAS = "YEARS", "TARGETS", "AREAS"
COLUMNS: Final = (schema.SOURCE, YEARS, TARGETS, AREAS)
UNDATED: Final = "undated"
_MANY: Final = 24  # more areas than this are written as their map, "VN63", where they have one
_LISTS: Final = {schema.Kind.ACTUAL.value: YEARS, schema.Kind.TARGET.value: TARGETS}
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Scope:
    """What one source speaks of: the years of its figures and of its targets, and its areas or their maps."""

    line: int
    parts: Mapping[str, frozenset[str]]

    def covers_area(self, area: str) -> bool:
        """Say whether an area, or its map, is listed."""
        return bool(self.parts[AREAS] & {area, area.partition("-")[0]})


@dataclass(slots=True)
class Scopes:
    """What all sources speak of.

    Parameters
    ----------
    path
        The list.
    catalogue
        What sources and indicators are; an indicator names the publishers that state it.
    by_source
        By the id of the source; empty where there is no list.
    problems
        Everything that is wrong with the list itself.
    """

    path: Path
    catalogue: Catalogue
    by_source: dict[str, Scope] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def find_slips(self, row: Row) -> Iterator[Slip]:
        """Give what of a row its source does not speak of."""
        name = row[schema.SOURCE]
        if not self.by_source or "@" in name:  # vintages of feeds are in no ledger
            return
        if name not in self.by_source:
            fix = f"write one into {FILE}: {render_scope(name, [row])}"
            yield schema.SOURCE, f"Source '{name}' has no line in {FILE}", fix
            return
        publisher, indicator = self.catalogue.sources[name].publisher, row[schema.INDICATOR]
        if publisher not in self.catalogue.indicators[indicator].publishers:
            what = f"'{name}' is of {publisher}, which is no publisher of {indicator}"
            yield schema.SOURCE, what, "correct SOURCE, or add it at the end of 'publishers' of the indicator."
        scope, own, year = self.by_source[name], _LISTS[row[schema.KIND]], find_year(row)
        if year not in scope.parts[own]:
            other = TARGETS if own == YEARS else YEARS
            column = schema.KIND if year in scope.parts[other] else schema.TIME_PERIOD
            what = f"'{row[column]}', but source '{name}' has no {row[schema.KIND]} figure of {year} in {FILE}"
            yield column, what, f"correct {column} or SOURCE, or add {year} to {own} of the source in {FILE}."
        if not scope.covers_area(row[schema.REF_AREA]):
            what = f"'{row[schema.REF_AREA]}', but source '{name}' does not speak of it in {FILE}"
            yield (
                schema.REF_AREA,
                what,
                f"correct REF_AREA or SOURCE, or add the area to {AREAS} of the source in {FILE}.",
            )

    def find_unused(self, rows: Iterable[Row]) -> Iterator[Problem]:
        """Give what no row states any more: a row that had it may have lost it."""
        stated: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for row in rows:
            found = stated[row[schema.SOURCE]]
            found[_LISTS[row[schema.KIND]]].add(find_year(row))
            found[AREAS] |= {row[schema.REF_AREA], row[schema.REF_AREA].partition("-")[0]}
        for name, scope in self.by_source.items():
            for column, parts in scope.parts.items():
                if unused := sorted(parts - stated[name][column]):
                    what = f"No row of source '{name}' states {', '.join(unused)}"
                    fix = "correct the row of the source that has another year, kind or area, or delete it here."
                    yield Problem(self.path, scope.line, column, what, fix=fix)


def find_year(row: Row) -> str:
    """Give the year in which the period of a row ends."""
    period = row[schema.TIME_PERIOD]
    return str(schema.end_of_period(period).year) if period else UNDATED


def read_scopes(path: Path, catalogue: Catalogue) -> Scopes:
    """Read the list; none where there is no file."""
    scopes = Scopes(path, catalogue)
    if not path.exists():
        return scopes
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, restval="")
        if tuple(reader.fieldnames or ()) != COLUMNS:
            fix = "use exactly these columns in this order."
            scopes.problems.append(Problem(path, 1, "", "Wrong header", COLUMNS, fix))
            return scopes
        for row in reader:
            name = row[schema.SOURCE]
            if name in scopes.by_source:
                what = f"Source '{name}' stands here twice"
                scopes.problems.append(Problem(path, reader.line_num, schema.SOURCE, what, fix="keep one line."))
            if name not in catalogue.sources:
                what, fix = f"Unknown source '{name}'", "correct it, or delete the line."
                hint = did_you_mean(name, catalogue.sources)
                scopes.problems.append(Problem(path, reader.line_num, schema.SOURCE, what, fix=fix, hint=hint))
            parts = {YEARS: _read_years(row[YEARS]), TARGETS: _read_years(row[TARGETS]), AREAS: row[AREAS].split()}
            frozen = {column: frozenset(found) for column, found in parts.items()}
            scopes.by_source[name] = Scope(reader.line_num, frozen)
    return scopes


def _read_years(text: str) -> Iterator[str]:
    for part in text.split():
        first, is_run, last = part.partition("-")
        if is_run and first.isdigit() and last.isdigit():
            yield from map(str, range(int(first), int(last) + 1))
        else:
            yield part


def render_scope(source: str, rows: Iterable[Row]) -> str:
    """Give the line of a source from its rows."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[_LISTS[row[schema.KIND]]].add(find_year(row))
        found[AREAS].add(row[schema.REF_AREA])
    maps = Counter(area.partition("-")[0] for area in found[AREAS] if "-" in area)
    large = {name for name, count in maps.items() if count > _MANY}
    areas = sorted({name if (name := area.partition("-")[0]) in large else area for area in found[AREAS]})
    return ",".join((source, _show_years(found[YEARS]), _show_years(found[TARGETS]), " ".join(areas)))


def _show_years(years: Iterable[str]) -> str:
    numbers = sorted(int(year) for year in years if year != UNDATED)
    runs: list[list[int]] = []
    for year in numbers:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    shown = [f"{run[0]}-{run[-1]}" if len(run) > 2 else " ".join(map(str, run)) for run in runs]  # noqa: PLR2004
    return " ".join([*shown, *([UNDATED] if UNDATED in years else [])])

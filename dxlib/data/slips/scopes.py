"""What each source speaks of, written down a second time: ``data/catalogue/scopes.csv``.

It has a line for each indicator of each source: the periods of its figures and of its targets, what they are out of,
and its areas. A row beyond is a slip in the ledger or in the list, and so is what no row states any more. A project
without the list is not checked by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from dxlib.data import schema
from dxlib.data.catalogue import Catalogue
from dxlib.data.csv_files import read_table
from dxlib.data.schema import Row
from dxlib.data.slips.quotations import Slip
from dxlib.errors import Problem, did_you_mean

FILE: Final = "scopes.csv"
PERIODS, TARGETS, AREAS = "PERIODS", "TARGETS", "AREAS"
COLUMNS: Final = (schema.SOURCE, schema.INDICATOR, PERIODS, TARGETS, schema.OUT_OF, AREAS)
UNDATED, NO_TOTAL = "undated", "none"
_MANY: Final = 24  # more areas than this are written as their map, "VN63", where they have one
_LISTS: Final = {schema.Kind.ACTUAL.value: PERIODS, schema.Kind.TARGET.value: TARGETS}
_YEAR: Final = len("2024")
_LEAST_RUN: Final = 3  # years in a row that are written as the first and the last
ScopePair = tuple[str, str]  # source, indicator
Parts = Mapping[str, set[str]]


class Scope(NamedTuple):
    """What one source says of one indicator: periods, periods of targets, totals, and areas or their maps."""

    line: int
    parts: Parts


@dataclass(slots=True)
class Scopes:
    """What all sources speak of.

    Parameters
    ----------
    path
        The list.
    catalogue
        What sources and indicators are; an indicator names the publishers that state it.
    stated
        What the ledgers state of each indicator of each source.
    by_pair
        By source and indicator; empty where there is no list.
    problems
        Everything that is wrong with the list itself.
    """

    path: Path
    catalogue: Catalogue
    stated: Mapping[ScopePair, Parts]
    by_pair: dict[ScopePair, Scope] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def find_slips(self, row: Row) -> Iterator[Slip]:
        """Give what of a row its source does not speak of."""
        name, indicator = pair = row[schema.SOURCE], row[schema.INDICATOR]
        if not self.by_pair or "@" in name:  # vintages of feeds are in no ledger
            return
        publisher = self.catalogue.sources[name].publisher
        if publisher not in self.catalogue.indicators[indicator].publishers:
            what = f"'{name}' is of {publisher}, which is no publisher of {indicator}"
            yield schema.SOURCE, what, "correct SOURCE, or add it at the end of 'publishers' of the indicator."
        if pair not in self.by_pair:
            what = f"'{indicator}', but source '{name}' does not speak of it in {FILE}"
            yield schema.INDICATOR, what, self._tell_cure(pair, "INDICATOR or SOURCE")
            return
        scope, own, period = self.by_pair[pair], _LISTS[row[schema.KIND]], row[schema.TIME_PERIOD] or UNDATED
        of_what = f"of {indicator} of source '{name}' in {FILE}"
        if period not in scope.parts[own]:
            is_other = period in scope.parts[TARGETS if own == PERIODS else PERIODS]
            column = schema.KIND if is_other else schema.TIME_PERIOD
            what = f"'{row[column]}', but {own} {of_what} have no {period}"
            yield column, what, self._tell_cure(pair, f"{column}, INDICATOR or SOURCE")
        if (row[schema.OUT_OF] or NO_TOTAL) not in scope.parts[schema.OUT_OF]:
            what = f"'{row[schema.OUT_OF]}', but OUT_OF {of_what} is {' or '.join(sorted(scope.parts[schema.OUT_OF]))}"
            yield schema.OUT_OF, what, self._tell_cure(pair, "OUT_OF")
        area = row[schema.REF_AREA]
        if not scope.parts[AREAS] & {area, area.partition("-")[0]}:
            what = f"'{area}', but AREAS {of_what} do not have it"
            yield schema.REF_AREA, what, self._tell_cure(pair, "REF_AREA, INDICATOR or SOURCE")

    def _tell_cure(self, pair: ScopePair, columns: str) -> str:
        line = render_scope(pair, self.stated[pair])
        return f"correct {columns}; if the row is right, the line of {FILE} is: {line}"

    def find_unused(self) -> Iterator[Problem]:
        """Give what no row states any more: a row that had it may have lost it."""
        for pair, scope in self.by_pair.items():
            name, indicator = pair
            if pair not in self.stated:
                what = f"No row of source '{name}' states {indicator}"
                fix = "correct the row of the source that has another indicator, or delete the line."
                yield Problem(self.path, scope.line, schema.INDICATOR, what, fix=fix)
                continue
            for column, parts in scope.parts.items():
                stated = self.stated[pair][column]
                unused = parts - stated
                if column == AREAS and unused:
                    # A map is used as long as one of its areas has a row.
                    unused -= {area.partition("-")[0] for area in stated}
                if unused:
                    what = f"No row of source '{name}' states {', '.join(sorted(unused))} of {indicator}"
                    line = render_scope(pair, self.stated[pair])
                    fix = f"correct the row that has something else; if all are right, the line is: {line}"
                    yield Problem(self.path, scope.line, column, what, fix=fix)


def read_scopes(path: Path, catalogue: Catalogue, rows: Iterable[Row]) -> Scopes:
    """Read the list; none where there is no file.

    Parameters
    ----------
    path
        The list.
    catalogue
        What its ids mean.
    rows
        Of all ledgers that are held against it.
    """
    scopes = Scopes(path, catalogue, gather_scopes(rows))
    if not path.exists():
        return scopes
    table = read_table(path, COLUMNS)
    scopes.problems.extend(table.problems)
    known = {schema.SOURCE: catalogue.sources, schema.INDICATOR: catalogue.indicators}
    for line, row in table.lines:
        name, indicator = pair = row[schema.SOURCE], row[schema.INDICATOR]
        if pair in scopes.by_pair:
            what = f"{indicator} of source '{name}' stands here twice"
            scopes.problems.append(Problem(path, line, schema.SOURCE, what, fix="keep one line."))
        for column, ids in known.items():
            if row[column] not in ids:
                what, fix = f"Unknown {column} '{row[column]}'", "correct it, or delete the line."
                hint = did_you_mean(row[column], ids)
                scopes.problems.append(Problem(path, line, column, what, fix=fix, hint=hint))
        scopes.by_pair[pair] = Scope(line, _read_parts(row))
    return scopes


def _read_parts(row: Row) -> Parts:
    return {
        PERIODS: set(_read_periods(row[PERIODS])),
        TARGETS: set(_read_periods(row[TARGETS])),
        schema.OUT_OF: set(row[schema.OUT_OF].split() or [NO_TOTAL]),
        AREAS: set(row[AREAS].split()),
    }


def _read_periods(text: str) -> Iterator[str]:
    for part in text.split():
        first, _, last = part.partition("-")
        if len(first) == len(last) == _YEAR and (first + last).isdecimal():  # "2019-2024", not "2019-12"
            yield from map(str, range(int(first), int(last) + 1))
        else:
            yield part


def gather_scopes(rows: Iterable[Row]) -> dict[ScopePair, Parts]:
    """Gather what rows state of each indicator of each source."""
    stated: dict[ScopePair, Parts] = {}
    for row in rows:
        pair = row[schema.SOURCE], row[schema.INDICATOR]
        parts = stated.get(pair)
        if parts is None:
            parts = stated[pair] = {column: set() for column in COLUMNS[2:]}
        parts[_LISTS[row[schema.KIND]]].add(row[schema.TIME_PERIOD] or UNDATED)
        parts[schema.OUT_OF].add(row[schema.OUT_OF] or NO_TOTAL)
        parts[AREAS].add(row[schema.REF_AREA])
    return stated


def render_scope(pair: ScopePair, parts: Parts) -> str:
    """Give the line of an indicator of a source from what its rows state."""
    maps = Counter(area.partition("-")[0] for area in parts[AREAS] if "-" in area)
    large = {name for name, count in maps.items() if count > _MANY}
    areas = sorted({name if (name := area.partition("-")[0]) in large else area for area in parts[AREAS]})
    totals = "" if parts[schema.OUT_OF] == {NO_TOTAL} else " ".join(sorted(parts[schema.OUT_OF]))
    cells = (_show_periods(parts[PERIODS]), _show_periods(parts[TARGETS]), totals, " ".join(areas))
    return ",".join((*pair, *cells))


def _show_periods(periods: Iterable[str]) -> str:
    runs: list[list[str]] = []
    for period in sorted(periods):
        if runs and runs[-1][-1].isdigit() and period.isdigit() and int(period) == int(runs[-1][-1]) + 1:
            runs[-1].append(period)
        else:
            runs.append([period])
    return " ".join(f"{run[0]}-{run[-1]}" if len(run) >= _LEAST_RUN else " ".join(run) for run in runs)

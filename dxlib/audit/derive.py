"""Deriving figures and conclusions again; nothing here is shared with the code that wrote the page."""

from __future__ import annotations

import calendar
import re
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from dxlib.audit.facts import Facts, Row, make_id
from dxlib.brief.evidence import Evidence, FigureRecord, VerdictRecord
from dxlib.data import schema

_DAYS_A_YEAR = Fraction(36525, 100)
_ENDS = {"S1": 6, "S2": 12, "Q1": 3, "Q2": 6, "Q3": 9, "Q4": 12}
_COUNTED = {
    "figures": "", "indicators": schema.INDICATOR, "areas": schema.REF_AREA, "sources": schema.SOURCE,
}  # fmt: skip
_NEEDS_ONE_SERIES = {"change", "growth", "compound_growth", "rank_change"}


class UnderivableError(Exception):
    """A figure that cannot be derived again, and why."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a figure must be shown with."""

    unit: str
    unit_mult: int
    decimals: int
    qualifier: str


class Deriver:
    """Derives the figures of one page.

    Parameters
    ----------
    facts
        Clean rows and catalogue.
    evidence
        What the page says its figures rest on.
    """

    def __init__(self, facts: Facts, evidence: Evidence) -> None:
        self.facts = facts
        self.evidence = evidence
        self._values: dict[str, Fraction] = {}

    def derive(self, key: str) -> Fraction:
        """Give the value of a figure from clean data, in the figure's unit.

        Raises
        ------
        UnderivableError
            Naming the evidence, observation or formula that is missing or may not be used.
        """
        if key not in self._values:
            if key in self.evidence.stated:
                self._values[key] = _read_number(self.find_row(key), schema.OBS_VALUE)
            elif key in self.evidence.totals:
                self._values[key] = _read_number(self.find_row(key), schema.OUT_OF)
            else:
                self._values[key] = self._compute(self._get_record(key))
        return self._values[key]

    def find_row(self, key: str) -> Row:
        """Give the clean row that states a figure, or the one that states its first input.

        Raises
        ------
        UnderivableError
            When the row no longer exists, or the page carries no evidence of that key.
        """
        if key in self.evidence.totals:
            return self.find_row(self.evidence.totals[key])
        if key not in self.evidence.stated:
            return self.find_row(self._get_record(key).inputs[0])
        observation = self.evidence.stated[key]
        if observation not in self.facts.rows:
            raise UnderivableError(f"its observation no longer exists: {observation}")
        return self.facts.rows[observation]

    def describe(self, key: str) -> Meaning:
        """Give unit, decimals and hedge that a figure must be shown with."""
        if key in self.evidence.stated:
            row = self.find_row(key)
            decimals = self.facts.catalogue.get_indicator(row[schema.INDICATOR]).decimals
            return Meaning(row[schema.UNIT_MEASURE], int(row[schema.UNIT_MULT]), decimals, row[schema.QUALIFIER])
        if key in self.evidence.totals:
            return Meaning("COUNT", 0, 0, "")
        record = self._get_record(key)
        return Meaning(record.unit, record.unit_mult, record.decimals, "")

    def _get_record(self, key: str) -> FigureRecord:
        record = self.evidence.computed.get(key)
        if record is None or not record.inputs:
            raise UnderivableError(f"no evidence with the key '{key}'")
        return record

    def _compute(self, record: FigureRecord) -> Fraction:
        if record.formula == "tally":
            return self._tally(record.options)
        if record.formula not in _COMPUTED:
            raise UnderivableError(f"unknown formula '{record.formula}'")
        values = [self.derive(key) for key in record.inputs]
        rows = [self.find_row(key) for key in record.inputs]
        if record.formula in _NEEDS_ONE_SERIES:
            self._refuse_break(rows)
        return _COMPUTED[record.formula](values, rows, record.options)

    def _tally(self, options: Mapping[str, str]) -> Fraction:
        """Count over all clean rows what was known by the page's day."""
        what, system, status = (options.get(name, "") for name in ("what", "system", "status"))
        if what not in _COUNTED or not self.evidence.page:
            raise UnderivableError(f"what it counts is unknown: '{what}'")
        day = self.evidence.page.as_of
        counted = {
            make_id(row) if what == "figures" else row[_COUNTED[what]]
            for row in _list_known(self.facts, day)
            if (not status or row[schema.OBS_STATUS] == status)
            and (not system or self.facts.catalogue.indicators[row[schema.INDICATOR]].system == system)
        }
        return Fraction(len(counted))

    def _refuse_break(self, rows: Sequence[Row]) -> None:
        one, other = rows[:2]
        for column in (schema.INDICATOR, schema.REF_AREA, schema.UNIT_MEASURE, schema.UNIT_MULT):
            if one[column] != other[column]:
                raise UnderivableError(f"it compares {column} {one[column]} with {other[column]}")
        for change in self.facts.catalogue.get_indicator(one[schema.INDICATOR]).breaks:
            sides = {find_end(row[schema.TIME_PERIOD]).isoformat() >= change.at for row in (one, other)}
            if len(sides) > 1:
                raise UnderivableError(f"it compares across the break of {change.at}")

    def derive_status(self, record: VerdictRecord) -> str:
        """Give the status of a target by the rule in docs/decisions/0004-target-status.md."""
        lower = record.direction == "lower"
        target, latest = self.derive(record.target), self.derive(record.latest)
        rows = {name: self.find_row(key) for name, key in _name_keys(record)}
        deadline = rows["target"][schema.TIME_PERIOD]
        now = find_end(rows["latest"][schema.TIME_PERIOD])
        if latest <= target if lower else latest >= target:
            return "reached_since" if deadline and now > find_end(deadline) else "met"
        if not deadline:
            return "undated"
        if now >= find_end(deadline):
            return "missed"
        if find_end(deadline) <= date.fromisoformat(record.as_of):
            return "no_figure_yet"
        if not record.first:
            return "not_assessable"
        first, start = self.derive(record.first), find_end(rows["first"][schema.TIME_PERIOD])
        way = Fraction((now - start).days, (find_end(deadline) - start).days)
        due = first + (target - first) * way
        return "on_track" if (latest <= due if lower else latest >= due) else "behind"


def _list_known(facts: Facts, day: str) -> Sequence[Row]:
    """Give the rows that state an actual value that was known on a day, of periods that had ended."""
    if day not in facts.known:
        facts.known[day] = [
            row
            for row in facts.rows.values()
            if row[schema.KIND] == "actual"
            and row[schema.OBS_VALUE]
            and row[schema.KNOWN_SINCE] <= day
            and (not row[schema.KNOWN_UNTIL] or row[schema.KNOWN_UNTIL] > day)
            and find_end(row[schema.TIME_PERIOD]).isoformat() <= day
        ]
    return facts.known[day]


def _read_number(row: Row, column: str) -> Fraction:
    if not row[column]:
        raise UnderivableError(f"{make_id(row)} states no {column}")
    return Fraction(Decimal(row[column]))


def _name_keys(record: VerdictRecord) -> list[tuple[str, str]]:
    keys = [("target", record.target), ("latest", record.latest)]
    return [*keys, ("first", record.first)] if record.first else keys


def find_end(period: str) -> date:
    """Give the last day of a period."""
    match = re.fullmatch(r"(\d{4})(?:-([SQ]\d)|-(\d\d)(?:-(\d\d))?)?", period.rsplit("/", maxsplit=1)[-1])
    if match is None:
        raise UnderivableError(f"'{period}' is no period")
    year, part, month, day = match.groups()
    last_month = _ENDS[part] if part else int(month or 12)
    return date(int(year), last_month, int(day) if day else calendar.monthrange(int(year), last_month)[1])


def _count_years(rows: Sequence[Row]) -> Fraction:
    """Give the years between two figures: whole months between ends of months, else days."""
    later, earlier = (find_end(row[schema.TIME_PERIOD]) for row in rows[:2])
    if later <= earlier:
        raise UnderivableError("no time lies between its two figures")
    if {(day + timedelta(days=1)).day for day in (later, earlier)} == {1}:
        return Fraction(12 * (later.year - earlier.year) + later.month - earlier.month, 12)
    return Fraction((later - earlier).days) / _DAYS_A_YEAR


def _derive_compound(values: Sequence[Fraction], rows: Sequence[Row], _options: Mapping[str, str]) -> Fraction:
    return Fraction((float(values[0] / values[1]) ** (1 / float(_count_years(rows))) - 1) * 100)


def _derive_place(values: Sequence[Fraction], _rows: Sequence[Row], options: Mapping[str, str]) -> Fraction:
    own, *others = values
    lower = options.get("direction") == "lower"
    return Fraction(1 + sum(1 for other in others if (other < own if lower else other > own)))


def _derive_distance(values: Sequence[Fraction], _rows: Sequence[Row], options: Mapping[str, str]) -> Fraction:
    target, latest = values
    return latest - target if options.get("direction") == "lower" else target - latest


def _derive_rate(values: Sequence[Fraction], rows: Sequence[Row], _options: Mapping[str, str]) -> Fraction:
    return (values[0] - values[1]) / _count_years(rows)


def _derive_weighted(values: Sequence[Fraction], rows: Sequence[Row], _options: Mapping[str, str]) -> Fraction:
    half = len(values) // 2
    areas = [row[schema.REF_AREA] for row in rows]
    if areas[:half] != areas[half:]:
        raise UnderivableError("its weights are not those of its areas")
    parts, weights = values[:half], values[half:]
    return sum((part * weight for part, weight in zip(parts, weights, strict=True)), Fraction()) / sum(weights)


_COMPUTED: Mapping[str, Callable[[Sequence[Fraction], Sequence[Row], Mapping[str, str]], Fraction]] = {
    "change": lambda values, _rows, _options: values[0] - values[1],
    "growth": lambda values, _rows, _options: (values[0] / values[1] - 1) * 100,
    "compound_growth": _derive_compound,
    "rank_change": lambda values, _rows, _options: values[1] - values[0],
    "share": lambda values, _rows, _options: values[0] / values[1] * 100,
    "ratio": lambda values, _rows, _options: values[0] / values[1],
    "mean": lambda values, _rows, _options: sum(values, Fraction()) / len(values),
    "median": lambda values, _rows, _options: Fraction(statistics.median(values)),
    "sum": lambda values, _rows, _options: sum(values, Fraction()),
    "weighted_mean": _derive_weighted,
    "count": lambda values, _rows, _options: Fraction(len(values)),
    "place": _derive_place,
    "distance": _derive_distance,
    "pace": _derive_rate,
    "needed_pace": _derive_rate,
}

"""What was known on a day, by the published rules: docs/decisions/0003 (headlines) and 0004 (targets)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Final

from dxlib.audit import formulas
from dxlib.audit.agreement import confirms, count_decimals, opposes
from dxlib.audit.contradictions import Contradiction
from dxlib.audit.contradictions.spans import read_span
from dxlib.audit.facts import Facts
from dxlib.audit.figure import Fig, Found, Gap, read_figure
from dxlib.audit.periods import find_end, find_start
from dxlib.data import schema
from dxlib.data.catalogue import MILESTONE, Direction, Indicator
from dxlib.data.corrections import Correction
from dxlib.data.ids import name_verdict
from dxlib.data.schema import Row
from dxlib.evidence.claims import write_claim

ACTUAL: Final = "actual"
TARGET: Final = "target"
RANK: Final = "RANK"
# The later a status stands here, the less it is trusted.
# The order of docs/decisions/0003, by the codes of SDMX's OBS_STATUS.
_TRUST: Final = {"A": 0, "B": 0, "P": 1, "E": 2, "F": 3, "U": 4}
_BEYOND_DOUBT: Final = 1
_BREAK: Final = "B"
_FORECAST: Final = "F"
OUTCOMES: Final[Mapping[str, str]] = {
    # Without "not_assessable": whether the deadline has come decides there.
    "met": "met", "reached_since": "met", "missed": "missed", "no_figure_yet": "unknown", "on_track": "ahead",
    "behind": "ahead", "undated": "undated",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class KnownSeries:
    """The figures of one indicator in one area, one a period, in the order of time.

    Parameters
    ----------
    figures
        The headline of each period that has a value.
    doubtful
        Keys of estimates, forecasts and unreliable figures that no second source confirms.
    rivals
        By period, what other sources state otherwise, the most trusted first.
    """

    indicator: str
    area: str
    figures: tuple[Fig, ...]
    doubtful: frozenset[str]
    rivals: Mapping[str, tuple[Fig, ...]]

    @property
    def sure(self) -> tuple[Fig, ...]:
        """The figures that may be a headline."""
        return tuple(one for one in self.figures if one.key not in self.doubtful)

    def keep(self, key: str) -> KnownSeries:
        """Give what stands under one key of the area."""
        rivals = {period: tuple(one for one in some if one.area == key) for period, some in self.rivals.items()}
        return replace(self, figures=tuple(one for one in self.figures if one.area == key), rivals=rivals)

    def find(self, period: str) -> Fig | None:
        """Give the figure of a period."""
        return next((one for one in self.figures if one.period == period), None)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Where a target stands."""

    status: str
    target: Fig
    latest: Fig
    first: Fig | None

    @property
    def key(self) -> str:
        """Its name in evidence."""
        return name_verdict(self.target.key, self.latest.key)

    @property
    def figures(self) -> tuple[Fig, ...]:
        """What it rests on."""
        return (self.target, self.latest, *((self.first,) if self.first else ()))


class Known:
    """What was known on a day.

    Parameters
    ----------
    facts
        All rows.
    day
        An ISO date.
    """

    def __init__(self, facts: Facts, day: str) -> None:
        self.facts = facts
        self.catalogue = facts.catalogue
        self.day = day
        self._lines: dict[tuple[str, str, str], KnownSeries] = {}
        self._outcomes: dict[str, tuple[tuple[Fig, Found, str], ...]] = {}
        self.tallies: dict[tuple[str, str, str, str], Found] = {}
        self.contradictions: tuple[Contradiction, ...] | None = None

    def get_entry(self, indicator: str) -> Indicator:
        """Give an indicator's entry in the catalogue."""
        return self.catalogue.get_indicator(indicator)

    def is_lower_better(self, indicator: str) -> bool:
        """Say which way an indicator is better."""
        return self.get_entry(indicator).direction is Direction.LOWER_IS_BETTER

    def list_breaks(self, indicator: str, areas: Iterable[str]) -> tuple[str, ...]:
        """Give the days across which an indicator does not compare in some areas.

        They are those of the catalogue, and the ends of the periods whose figure is marked as a break, or is the first
        rank that an area has under another key.
        """
        days = {change.at for change in self.get_entry(indicator).breaks}
        for line in (self.read_line(indicator, area) for area in areas):
            # The first figure stands before itself, so that it begins no series by its key.
            before = line.figures[:1]
            for one in line.figures:
                if one.status == _BREAK or (one.unit == RANK and one.area != before[0].area):
                    days.add(find_end(one.period).isoformat())
                before = (one,)
        return tuple(sorted(days))

    def list_breaks_between(self, one: Fig, other: Fig) -> tuple[str, ...]:
        """Give the days across which two figures do not compare: of an area with two keys those under the later one."""
        key = other.area if one.area in self.facts.list_former(other.area) else one.area
        return self.list_breaks(one.indicator, [key])

    def list_corrected(self, stated: Iterable[str]) -> tuple[Correction, ...]:
        """Give the corrections that a page of the day carries, by what it states, in the order of their days.

        It is docs/decisions/0028 read again: what was corrected that day or later, of a series that the page tells of,
        unless the page says nothing of the figure and the source says that it was published after the day.
        """
        figures = frozenset(stated)
        series = {tuple(one.split("/")[:2]) for one in figures}
        found = []
        for one in self.catalogue.corrections.values():
            indicator, area, _ = one.figure.split("/", 2)
            published = self.catalogue.sources[one.figure.partition("@")[2]].published
            # Without a stated day nobody can say that the page could not have known the figure.
            could_know = not published or find_end(published).isoformat() <= self.day
            if one.day >= self.day and (one.figure in figures or (could_know and (indicator, area) in series)):
                found.append(one)
        return tuple(sorted(found, key=lambda one: one.day))

    def find_obstacle(self, later: Fig, earlier: Fig) -> str:
        """Say why two figures may not be compared; empty where they may."""
        return formulas.find_obstacle(later, earlier, self.list_breaks(later.indicator, [later.area]))

    def read(self, row: Row) -> Fig:
        """Give what a row states."""
        return read_figure(
            row, self.get_entry(row[schema.INDICATOR]).decimals, self.facts.homes.get(row[schema.REF_AREA], "")
        )

    # Rows --------------------------------------------------------------------------------------

    def is_known(self, row: Row) -> bool:
        """Say whether a row was known on the day; an actual figure also only once its period had ended."""
        # Days are compared as texts: ISO dates sort as the days do. A source is not known on the day of its withdrawal.
        if row[schema.KNOWN_SINCE] > self.day or (row[schema.KNOWN_UNTIL] and row[schema.KNOWN_UNTIL] <= self.day):
            return False
        return row[schema.KIND] == TARGET or find_end(row[schema.TIME_PERIOD]).isoformat() <= self.day

    @cached_property
    def actual(self) -> tuple[Row, ...]:
        """Every row that states a value for a time until the day, in the order of ids."""
        rows = (row for key, found in self.facts.rows.items() if key[2] == ACTUAL for row in found)
        known = [row for row in rows if row[schema.OBS_VALUE] and self.is_known(row)]
        return tuple(sorted(known, key=_sort_as_stored))

    @cached_property
    def by_system(self) -> Mapping[str, Sequence[Row]]:
        """The same rows by the system that their indicators belong to."""
        found: dict[str, list[Row]] = {}
        for row in self.actual:
            found.setdefault(self.get_entry(row[schema.INDICATOR]).system, []).append(row)
        return found

    @cached_property
    def areas_of(self) -> Mapping[str, Sequence[str]]:
        """The areas that the same rows tell of, by indicator, in the order of the rows."""
        found: dict[str, dict[str, None]] = {}
        for row in self.actual:
            found.setdefault(row[schema.INDICATOR], {})[row[schema.REF_AREA]] = None
        return {name: tuple(areas) for name, areas in found.items()}

    def read_line(self, indicator: str, area: str, kind: str = ACTUAL) -> KnownSeries:
        """Give the figures of an indicator in an area, each period's chosen among all sources."""
        key = (indicator, area, kind)
        if key not in self._lines:
            # Refuses an indicator that does not exist; one without rows gives an empty line.
            self.catalogue.get_indicator(indicator)
            by_period: dict[str, list[Row]] = {}
            for one in (area, *self.facts.list_former(area)):
                stated: dict[str, list[Row]] = {}
                for row in filter(self.is_known, self.facts.rows.get((indicator, one, kind), ())):
                    stated.setdefault(row[schema.TIME_PERIOD], []).append(row)
                for period, rows in stated.items():
                    current = _drop_older_vintages(rows)
                    # A later key goes first, but where it states no value of a period it hides none.
                    if period not in by_period and any(row[schema.OBS_VALUE] for row in current):
                        by_period[period] = current
            self._lines[key] = self._make_line(indicator, area, by_period)
        return self._lines[key]

    def _make_line(self, indicator: str, area: str, by_period: Mapping[str, list[Row]]) -> KnownSeries:
        figures: list[Fig] = []
        doubtful: set[str] = set()
        rivals: dict[str, tuple[Fig, ...]] = {}
        for period in sorted(by_period, key=lambda one: (one and find_end(one).isoformat(), one)):
            head, *others = sorted(by_period[period], key=self._rank_source)
            figures.append(self.read(head))
            is_sure = _TRUST.get(head[schema.OBS_STATUS], len(_TRUST)) <= _BEYOND_DOUBT
            agreeing = (row for row in others if confirms(row, head))
            # A forecast confirms nothing: that somebody expected a value makes no estimate surer.
            if not is_sure and all(row[schema.OBS_STATUS] == _FORECAST for row in agreeing):
                doubtful.add(figures[-1].key)
            opposed = [row for row in others if row[schema.OBS_VALUE] and opposes(row, head)]
            if head[schema.OBS_STATUS] != _FORECAST:  # it turned out otherwise than was expected: nobody disagrees
                opposed = [row for row in opposed if row[schema.OBS_STATUS] != _FORECAST]
            seen = tuple(one for one in map(self.read, opposed) if not formulas.state_alike(one, figures[-1]))
            rivals |= {period: seen} if seen else {}
        return KnownSeries(indicator, area, tuple(figures), frozenset(doubtful), rivals)

    def _rank_source(self, row: Row) -> tuple[object, ...]:
        """Give what puts the figures of one thing into the order in which they are preferred: docs/decisions/0003."""
        source = self.catalogue.sources[row[schema.SOURCE]]
        preferred = list(self.get_entry(row[schema.INDICATOR]).publishers)
        return (
            not row[schema.OBS_VALUE],
            _TRUST.get(row[schema.OBS_STATUS], len(_TRUST)),
            # A publisher that is not preferred stands after all that are.
            (*preferred, source.publisher).index(source.publisher),
            source.via != "",
            -date.fromisoformat(row[schema.KNOWN_SINCE]).toordinal(),
            -count_decimals(row[schema.OBS_VALUE]),
            row[schema.SOURCE],
        )

    def is_doubtful(self, figure: Fig) -> bool:
        """Say whether a figure may be no headline: it is doubtful, or was computed from such a one."""
        match figure.formula:
            case "":
                return figure.key in self.read_line(figure.indicator, figure.area, figure.kind).doubtful
            case "count" | "tally":
                return False
            case "place":
                return self.is_doubtful(figure.inputs[0])
        return any(map(self.is_doubtful, figure.inputs))

    # Figures -----------------------------------------------------------------------------------

    def find_latest(self, indicator: str, area: str, *, as_of: str = "") -> Found:
        """Give the figure of the last period that is beyond doubt, or one that says more than a later bound."""
        sure = self.read_line(indicator, area).sure
        if not sure:
            return Gap(indicator, area)
        found = sure[-1]
        if found.is_bound and found.unit != formulas.GROWTH:
            # "Over 51 %" gives way to an earlier 51.7, "under 10 %" to an earlier 9.
            sign = 1 if found.qualifier.startswith(">") else -1
            stated = [one for one in sure if not one.is_bound and not self.find_obstacle(found, one)]
            if stated and sign * stated[-1].scaled >= sign * found.scaled:
                found = stated[-1]
        return found.claimed(write_claim("latest", indicator, area, as_of=as_of))

    def find_at(self, indicator: str, period: str, area: str) -> Found:
        """Give the figure of one period, estimates included."""
        found = self.read_line(indicator, area).find(period)
        return found.claimed(write_claim("at", indicator, period, area)) if found else Gap(indicator, area)

    def find_earlier(self, figure: Found, name: str) -> Found:
        """Give the last (``before``) or the first (``first``) figure before another that may be compared with it."""
        if isinstance(figure, Gap):
            return figure
        earlier = self.list_before(figure)
        if not earlier:
            return Gap(figure.indicator, figure.area)
        found = earlier[0] if name == "first" else earlier[-1]
        return found.claimed(write_claim(name, figure.claim)) if figure.claim else found

    def list_before(self, figure: Fig) -> list[Fig]:
        """Give the figures before another that may be compared with it; one of a part of its time is not before it."""
        start, end = find_start(figure.period), find_end(figure.period)
        breaks = self.list_breaks(figure.indicator, [figure.area])
        return [
            one
            for one in self.read_line(figure.indicator, figure.area).sure
            if find_start(one.period) < start
            and find_end(one.period) < end
            and not formulas.find_obstacle(figure, one, breaks)
        ]

    def list_rivals(self, figure: Fig) -> tuple[Fig, ...]:
        """Give what other sources state otherwise of the same thing."""
        return self.read_line(figure.indicator, figure.area, figure.kind).rivals.get(figure.period, ())

    def list_shared(self, counts: Mapping[str, int]) -> list[str]:
        """Give the periods for which at least three quarters as many areas have a figure as for the fullest one."""
        fullest = max(counts.values(), default=0)
        # Of the fullest period, not of all areas: some never have a figure.
        return [period for period, count in counts.items() if 4 * count >= 3 * fullest]

    # Targets -----------------------------------------------------------------------------------

    def find_target(self, indicator: str, deadline: str, area: str) -> Found:
        """Give the target for a deadline."""
        found = self.read_line(indicator, area, TARGET).find(deadline)
        return found.claimed(write_claim("target", indicator, deadline, area)) if found else Gap(indicator, area)

    def list_targets(self, indicator: str, area: str) -> tuple[Fig, ...]:
        """Give the targets that are beyond doubt, the next deadline first, undated ones last."""
        sure = self.read_line(indicator, area, TARGET).sure
        return tuple(sorted(sure, key=lambda one: (not one.period, one.period and find_end(one.period), one.period)))

    def find_deciding(self, target: Fig) -> Found:
        """Give the figure that decides on a target, that of its deadline or else the latest; never a doubtful one."""
        measure = self.get_measure(target.indicator)
        line = self.read_line(measure, target.area)
        if measure != target.indicator and target.unit == MILESTONE:
            there = [one.period for one in line.sure if one.value > 0]
            return self.find_at(measure, there[0], target.area) if there else self.find_latest(measure, target.area)
        # Before its deadline a target is judged by the latest figure, whatever is stated for the time of the deadline.
        if not self.is_due(target):
            return self.find_latest(measure, target.area)
        # By the days on which periods end: "2025-12" is of the deadline "2025", too. The same text goes first, then
        # what is no bound, then a bound that does not leave the target open.
        end, lower = find_end(target.period), self.is_lower_better(target.indicator)
        of_deadline = [one for one in line.sure if find_end(one.period) == end]
        ways = (
            [one for one in of_deadline if one.period == target.period],
            [one for one in of_deadline if not one.is_bound],
            [one for one in of_deadline if not _find_side(one, target, lower=lower)[1]],
        )
        at = next((found[-1].period for found in ways if found), None)
        return self.find_at(measure, at, target.area) if at else self.find_latest(measure, target.area)

    def get_measure(self, indicator: str) -> str:
        """Give the indicator whose figures say what became of the targets of one, mostly itself."""
        return self.get_entry(indicator).measured_by or indicator

    def find_unconfirmed(self, target: Fig) -> Fig | None:
        """Give the doubtful figure that is shown beside the one that decides: the last, later than all beyond doubt."""
        measure = self.get_measure(target.indicator)
        line = self.read_line(measure, target.area)
        # Where no figure is beyond doubt, any doubtful one is later than none.
        since = find_end(line.sure[-1].period) if line.sure else date.min
        later = [one for one in line.figures if one.key in line.doubtful and find_end(one.period) > since]
        if target.period:
            later = [one for one in later if one.unit != formulas.GROWTH or not formulas.differ_in_length(one, target)]
        found = self.find_at(measure, later[-1].period, target.area) if later else None
        return found if isinstance(found, Fig) else None

    def judge(self, target: Fig, latest: Fig) -> Judgement:
        """Say where a target stands: docs/decisions/0004."""
        lower = self.is_lower_better(target.indicator)
        end = find_end(latest.period).isoformat()
        # An empty text for no deadline: every day is later than it, so each use below asks for it first.
        deadline = find_end(target.period).isoformat() if target.period else ""
        if target.unit == MILESTONE and latest.indicator != target.indicator:
            is_reached = latest.value > 0  # once there is any of what the milestone brings
        else:
            is_reached, is_open = _find_side(latest, target, lower=lower)
            if is_open:
                return Judgement("not_assessable", target, latest, None)
        if is_reached:
            return Judgement("reached_since" if deadline and end > deadline else "met", target, latest, None)
        if not deadline:
            return Judgement("undated", target, latest, None)
        if end >= deadline or deadline <= self.day:
            return Judgement("missed" if end >= deadline else "no_figure_yet", target, latest, None)
        first = self.find_earlier(latest, "first")
        if isinstance(first, Gap):
            return Judgement("not_assessable", target, latest, None)
        start, due_day = find_end(first.period), find_end(target.period)
        # Fractions, so that a figure exactly on the way is on track.
        passed = Fraction((find_end(latest.period) - start).days, (due_day - start).days)
        ends, starts = _find_ends(latest), _find_ends(first)
        # Not from the first figure on: the end of a bound is infinite, and infinity less infinity is no number.
        due = [start * (1 - passed) + target.scaled * passed for start in starts]
        worst, best = (due[0] - ends[1], due[1] - ends[0]) if lower else (ends[0] - due[1], ends[1] - due[0])
        if worst >= 0:
            return Judgement("on_track", target, latest, first)
        without_end = latest.qualifier == (">" if lower else "<")
        if best > 0 or (best == 0 and not without_end):
            return Judgement("not_assessable", target, latest, None)
        return Judgement("behind", target, latest, first)

    def find_current(self, targets: Iterable[Fig]) -> Fig | None:
        """Give the target that counts: the first whose deadline is not over, or else the last whose deadline is."""
        current: Fig | None = None
        for one in sorted((one for one in targets if one.period), key=lambda one: (find_end(one.period), one.period)):
            current = one
            # On its own day a deadline is still to come here.
            if find_end(one.period).isoformat() >= self.day:
                break
        return current

    def find_next_verdict(self, indicator: str, area: str) -> Judgement | None:
        """Say where the target that counts stands."""
        target = self.find_current(self.list_targets(indicator, area))
        deciding = self.find_deciding(target) if target else None
        return self.judge(target, deciding) if target and isinstance(deciding, Fig) else None

    def list_outcomes(self, area: str) -> tuple[tuple[Fig, Found, str], ...]:
        """Give every target of an area, the figure that decides, and the outcome; by system, then by indicator."""
        if area not in self._outcomes:
            systems = list(self.catalogue.systems)
            names = [name for name in self.catalogue.indicators if name in self.facts.indicators]
            # Stable: within a system the order of the catalogue stays. A project may have no systems.
            names.sort(key=lambda name: systems.index(self.get_entry(name).system) if systems else 0)
            targets = [target for name in names for target in self.list_targets(name, area)]
            self._outcomes[area] = tuple(self._find_outcome(target) for target in targets)
        return self._outcomes[area]

    def _find_outcome(self, target: Fig) -> tuple[Fig, Found, str]:
        deciding = self.find_deciding(target)
        if isinstance(deciding, Fig):
            status = self.judge(target, deciding).status
            if status in OUTCOMES:
                return target, deciding, OUTCOMES[status]
        return target, deciding, "unknown" if self.is_due(target) else "ahead" if target.period else "undated"

    def is_due(self, target: Fig) -> bool:
        """Say whether the deadline of a target has come."""
        return bool(target.period) and find_end(target.period).isoformat() <= self.day


def _find_ends(figure: Fig) -> tuple[Fraction | float, Fraction | float]:
    """Give the least and the greatest number that a figure stands for; of an end that nobody states, infinity."""
    if figure.formula or not (figure.is_bound or figure.row[schema.UPPER_VALUE]):
        return figure.scaled, figure.scaled
    span = read_span(figure.row)
    return span.low, span.high


def _find_side(figure: Fig, target: Fig, *, lower: bool) -> tuple[bool, bool]:
    """Say whether a figure reaches a target, and whether a bound, a range or "about" leaves that open."""
    row, wanted = figure.row, target.scaled
    # A plain number counts as written; half a unit of rounding would leave open whether 50 reaches 50.
    if figure.formula or not (figure.qualifier or row[schema.UPPER_VALUE]):
        return (figure.scaled <= wanted if lower else figure.scaled >= wanted), False
    span = read_span(row)
    ends = (wanted - span.high, wanted - span.low) if lower else (span.low - wanted, span.high - wanted)
    if ends[0] >= 0:  # the worst of what is stated reaches it
        return True, False
    # "Less than 50" and "nearly 50" do not hold 50 itself, so they miss a target of 50.
    without_end = figure.qualifier == ">" if lower else figure.qualifier in ("<", "<~")
    return False, ends[1] > 0 or (ends[1] == 0 and not without_end)


def _sort_as_stored(row: Row) -> tuple[str, str, str, str, str]:
    """Give the order of clean CSVs: indicator, area, end of the period, period, source."""
    period = row[schema.TIME_PERIOD]
    return (
        row[schema.INDICATOR], row[schema.REF_AREA], find_end(period).isoformat(), period, row[schema.SOURCE],
    )  # fmt: skip


def _drop_older_vintages(rows: Sequence[Row]) -> list[Row]:
    """Keep of each feed (``<feed>@<day>``) what became known last; a publisher who restates does not disagree."""
    latest: dict[str, Row] = {}
    for row in sorted(rows, key=lambda one: (one[schema.KNOWN_SINCE], one[schema.SOURCE])):
        feed, at, _ = row[schema.SOURCE].partition("@")
        # " alone" keeps a source without vintages apart from a feed of its name.
        latest[feed if at else f"{feed} alone"] = row
    return list(latest.values())

"""Distance, pace and status of a target, by the rule in docs/decisions/0004-target-status.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from dxlib.analysis.comparability import (
    check_comparable,
    count_years,
    get_difference_unit,
    read_as_shown,
    refuse_bounds,
)
from dxlib.data.catalogue import MILESTONE
from dxlib.data.ids import name_verdict
from dxlib.data.quantities import Formula, Quantity
from dxlib.data.schema import BOUNDS, Qualifier, end_of_period
from dxlib.data.source_agreement import Range, read_range
from dxlib.errors import DataError


class TargetStatus(StrEnum):
    """Where a target stands on a day.

    Attributes
    ----------
    MET
        The latest figure reaches it, by its deadline or without one.
    REACHED_SINCE
        A figure later than its deadline reaches it, and there is none of the deadline.
    MISSED
        Its deadline has passed, and the figure for the deadline or later does not reach it.
    NO_FIGURE_YET
        Its deadline has passed, and the latest figure is older than the deadline.
    ON_TRACK, BEHIND
        Its deadline is to come; the latest figure lies on or beyond, or short of, the straight way from
        the first comparable figure to the target.
    UNDATED
        It has no deadline and is not met.
    NOT_ASSESSABLE
        Its deadline is to come and there is only one comparable figure; or what the figure's source states, a bound or
        a range, leaves open whether it reaches the target, or the straight way to it.
    """

    MET = "met"
    REACHED_SINCE = "reached_since"
    MISSED = "missed"
    NO_FIGURE_YET = "no_figure_yet"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    UNDATED = "undated"
    NOT_ASSESSABLE = "not_assessable"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The status of a target, with the figures it rests on.

    Parameters
    ----------
    status
        The conclusion.
    target, latest
        The target and the latest figure.
    first
        The first comparable figure, where the status rests on it.
    lower_is_better
        Which way the indicator is better.
    as_of
        The day of the conclusion.
    """

    status: TargetStatus
    target: Quantity
    latest: Quantity
    first: Quantity | None
    lower_is_better: bool
    as_of: date

    @property
    def key(self) -> str:
        """Eight letters and digits that stand for the verdict on this target by this figure."""
        return name_verdict(self.target.key, self.latest.key)

    @property
    def inputs(self) -> tuple[Quantity, ...]:
        """Target, latest and, where it counts, first figure."""
        return (self.target, self.latest, *((self.first,) if self.first else ()))


def assess_target(
    target: Quantity,
    latest: Quantity,
    first: Quantity | None,
    *,
    lower_is_better: bool,
    as_of: date,
    measured_by: str = "",
) -> Verdict:
    """Say where a target stands.

    Parameters
    ----------
    target
        Of kind target; its period is the deadline.
    latest
        The latest figure of the same indicator, or of the one that measures it.
    first
        The first figure comparable with the latest; none when there is only one.
    lower_is_better
        As in the catalogue.
    as_of
        The day on which it is asked.
    measured_by
        The indicator whose figures say what became of the target, where it is not the target's own.

    Raises
    ------
    DataError
        When target and figure differ in indicator or unit.

    Notes
    -----
    A milestone that another indicator measures is reached once that one has a figure above zero.
    A target that is only a bound counts as the number that its source states ("more than 50 per cent" is reached at 50
    per cent). A figure reaches it when all that its source states does, and misses it when nothing of that reaches it:
    "more than 62 million" reaches 40 million, "nearly 10" misses 10, and "less than 60 per cent" does not say whether
    it reaches 50.
    """
    if measured_by and target.unit == MILESTONE:
        _check_measure(target, latest, measured_by)
        reached: bool | None = latest.value > 0
    else:
        _check_same(target, latest, measured_by)
        reached = reaches(latest, target, lower_is_better=lower_is_better)
    if reached is None:
        status = TargetStatus.NOT_ASSESSABLE
    elif reached:
        # By the ends of periods: the figure of 2025 is not later than a deadline on 31 December 2025.
        late = bool(target.period) and end_of_period(latest.period) > end_of_period(target.period)
        status = TargetStatus.REACHED_SINCE if late else TargetStatus.MET
    else:
        status = _assess_unmet(target, latest, first, lower_is_better, as_of)
    # Only these two rest on where the series began; evidence lists the figures that a verdict rests on, and no others.
    needs_first = status in (TargetStatus.ON_TRACK, TargetStatus.BEHIND)
    return Verdict(status, target, latest, first if needs_first else None, lower_is_better, as_of)


def reaches(latest: Quantity, target: Quantity, *, lower_is_better: bool) -> bool | None:
    """Say whether a figure reaches a target; nothing where what its source states leaves that open."""
    own, wanted = latest.observation, target.value
    # A plain number counts as it is written. Half a unit of rounding would leave open whether 50 % reaches 50 %.
    is_hedged = own is not None and (own.qualifier is not Qualifier.EXACT or own.upper is not None)
    stated = read_range(own) if own and is_hedged else Range(latest.value, latest.value)
    return _lies_beyond(stated, wanted, wanted, lower_is_better=lower_is_better)


def _lies_beyond(
    stated: Range, low: Decimal | Fraction, high: Decimal | Fraction, *, lower_is_better: bool
) -> bool | None:
    """Say whether a figure is as good as a value between two ends, or better; nothing where that is left open."""
    if lower_is_better:
        if stated.high <= low:
            return True
        # The end of "more than 70" is no value of it, so a rank of more than 70 misses a target of 70.
        return False if stated.low > high or (stated.low == high and stated.open_low) else None
    if stated.low >= high:
        return True
    # Likewise "less than 50" and "nearly 50" miss 50, while "at most 50" leaves it open.
    return False if stated.high < low or (stated.high == low and stated.open_high) else None


def _assess_unmet(
    target: Quantity, latest: Quantity, first: Quantity | None, lower_is_better: bool, as_of: date
) -> TargetStatus:
    if not target.period:
        return TargetStatus.UNDATED
    deadline = end_of_period(target.period)
    # Known figures end by the day that is asked about, so one of the deadline or later means that it has passed.
    if end_of_period(latest.period) >= deadline:
        return TargetStatus.MISSED
    # The last day of a deadline counts as passed, as in the count of targets that are due.
    if deadline <= as_of:
        return TargetStatus.NO_FIGURE_YET
    # One point gives no direction.
    if first is None or first.period == latest.period:
        return TargetStatus.NOT_ASSESSABLE
    start = end_of_period(first.period)
    way = Fraction((end_of_period(latest.period) - start).days, (deadline - start).days)
    is_ahead = _is_ahead(target, latest, first, way, lower_is_better=lower_is_better)
    if is_ahead is None:
        return TargetStatus.NOT_ASSESSABLE
    return TargetStatus.ON_TRACK if is_ahead else TargetStatus.BEHIND


def _is_ahead(
    target: Quantity, latest: Quantity, first: Quantity, way: Fraction, *, lower_is_better: bool
) -> bool | None:
    """Say whether a figure lies on or beyond the straight way; nothing where a bound or a range leaves that open."""
    stated, began = _read_stated(latest), _read_stated(first)
    # Exact, since a figure on the way is on track.
    low, high = (
        Fraction(one) + Fraction(target.value - one) * way if one.is_finite() else one
        for one in (began.low, began.high)
    )
    return _lies_beyond(stated, low, high, lower_is_better=lower_is_better)


def _read_stated(figure: Quantity) -> Range:
    own = figure.observation
    # "About 50" and "nearly 50" count as 50 here: they say where on the way the figure lies.
    is_open = own is not None and (own.qualifier in BOUNDS or own.upper is not None)
    return read_range(own) if own and is_open else Range(figure.value, figure.value)


def compute_distance(target: Quantity, latest: Quantity, *, lower_is_better: bool, measured_by: str = "") -> Quantity:
    """Give what is left to the target, above zero while it is not reached; of both as a reader sees them.

    Raises
    ------
    DataError
        When target and figure differ in indicator or unit.
    """
    _check_same(target, latest, measured_by)
    # Only the figure: a target of "more than 85" counts as 85, and the hedge of the result says the rest.
    refuse_bounds(latest)
    shown, wanted = read_as_shown(latest), read_as_shown(target)
    value = shown - wanted if lower_is_better else wanted - shown
    unit = get_difference_unit(latest.unit)
    options = (("direction", "lower" if lower_is_better else "higher"),)
    decimals = max(target.decimals, latest.decimals)
    return Quantity(
        value, unit, latest.unit_mult, decimals, Formula.DISTANCE, inputs=(target, latest), options=options,
        qualifier=_hedge(target),
    )  # fmt: skip


def compute_pace(latest: Quantity, first: Quantity, *, breaks: Sequence[str]) -> Quantity:
    """Give the change a year between two figures of one series.

    Raises
    ------
    DataError
        When they may not be compared, as for a change (:func:`check_comparable`), or are of the same time.
    """
    check_comparable(latest, first, breaks=breaks)
    return _compute_rate(latest, first, Formula.PACE)


def compute_needed_pace(target: Quantity, latest: Quantity, *, measured_by: str = "") -> Quantity:
    """Give the change a year that reaches the target at its deadline.

    Raises
    ------
    DataError
        When they differ in indicator or unit, or the target has no deadline after the figure.
    """
    _check_same(target, latest, measured_by)
    refuse_bounds(latest)
    return replace(_compute_rate(target, latest, Formula.NEEDED_PACE), qualifier=_hedge(target))


def _hedge(target: Quantity) -> Qualifier:
    """Give how what is left to a target is hedged: to "more than 85" it is more than to 85."""
    # "At least 85" is reached at 85, so what is left to it is exact.
    is_beyond = target.qualifier in (Qualifier.MORE_THAN, Qualifier.LESS_THAN)
    return Qualifier.MORE_THAN if is_beyond else Qualifier.EXACT


def _compute_rate(later: Quantity, earlier: Quantity, formula: Formula) -> Quantity:
    years = count_years(later.period, earlier.period) if later.period and earlier.period else 0
    if years <= 0:
        raise DataError(
            f"No pace from {earlier.first_observation.id} to {later.first_observation.id}: no time lies between.",
            fix="give a later and an earlier figure, or a target with a deadline to come.",
        )
    # A third of a year has no exact decimal. Six decimals are what evidence writes.
    value = Decimal(repr(round(float(later.value - earlier.value) / years, 6)))
    unit = get_difference_unit(later.unit)
    # One decimal at least: 15 places in two years are 7.5 a year, which a whole number would hide.
    return Quantity(value, unit, later.unit_mult, max(1, later.decimals), formula, inputs=(later, earlier))


def _check_measure(target: Quantity, latest: Quantity, measured_by: str) -> None:
    mine, theirs = target.first_observation, latest.first_observation
    if theirs.indicator != measured_by:
        raise DataError(
            f"{mine.id} is measured by '{measured_by}', not by {theirs.id}.",
            fix="use a figure of the indicator that the catalogue names.",
        )


def _check_same(one: Quantity, other: Quantity, measured_by: str = "") -> None:
    mine, theirs = one.first_observation, other.first_observation
    expected = (measured_by or mine.indicator, one.unit, one.unit_mult)
    if expected != (theirs.indicator, other.unit, other.unit_mult):
        raise DataError(
            f"{mine.id} ({one.unit}) and {theirs.id} ({other.unit}) are not one indicator in one unit.",
            fix="use the target and the figure of the same indicator.",
        )

"""The formulas, defined a second time: exact where they can be, refused where figures do not compare."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import wraps
from typing import Any, Final

from dxlib.audit.figure import Fig, Found, Gap
from dxlib.audit.numerals import read_off
from dxlib.audit.periods import count_years, find_end, find_start, is_after_break, overlap
from dxlib.data import schema
from dxlib.evidence.claims import write_claim

_SHARES_AND_RANKS: Final = frozenset({"PERCENT", "POINTS", "RANK", "PLACES"})
_MOST_DAYS_APART: Final = 3  # the same months of two years, and one month and another
_FORECAST: Final = "F"
GROWTH: Final = "PERCENT_CHANGE"
_DIFFERENCES: Final = {"PERCENT": "POINTS", GROWTH: "POINTS", "RANK": "PLACES"}
# Results in per cent, whatever the unit and the power of ten of their inputs.
_IN_SINGLE_FORM: Final = {"growth": GROWTH, "compound_growth": GROWTH, "share": "PERCENT"}


class NotComputableError(ValueError):
    """Figures from which a formula gives nothing: a notebook that asks for it fails."""


def _of_known(compute: Callable[..., Found]) -> Callable[..., Found]:
    """Let a formula give the gap of the first figure that is not known, or is only a bound."""

    @wraps(compute)
    def compute_if_known(*given: Any, **options: Any) -> Found:
        for one in given:
            if isinstance(one, Gap):
                return one
            # A target of "more than 85" counts as the number that its source states.
            if isinstance(one, Fig) and one.is_bound and one.kind == "actual":
                return Gap(one.indicator, one.area)
        return compute(*given, **options)

    return compute_if_known


def find_obstacle(later: Fig, earlier: Fig, breaks: Sequence[str]) -> str:
    """Say why two figures may not be compared; empty where they may."""
    for what in ("unit", "mult", "indicator", "territory"):
        if getattr(later, what) != getattr(earlier, what):
            return f"their {what} differs"
    if _FORECAST in (later.row[schema.OBS_STATUS], earlier.row[schema.OBS_STATUS]):
        return "one is a forecast"
    if not (later.period and earlier.period):
        return "one has no date"
    if differ_in_length(later, earlier):
        return "their periods are of different lengths"
    for day in breaks:
        if is_after_break(later.period, day) != is_after_break(earlier.period, day):
            return f"the meaning changed on {day}"
    return ""


def differ_in_length(later: Fig, earlier: Fig) -> bool:
    """Say whether two figures that have dates are counts, or growth, over more and over less time."""
    # What is counted over an interval grows with it; a period of another form may stand for its last day.
    is_interval = later.unit == GROWTH or "/" in later.period or "/" in earlier.period
    if later.unit in _SHARES_AND_RANKS or not is_interval:
        return False
    lengths = [(find_end(one.period) - find_start(one.period)).days for one in (later, earlier)]
    return max(lengths) - min(lengths) > _MOST_DAYS_APART


def refuse_nesting(later: Fig, earlier: Fig) -> None:
    """Refuse two figures of one kind of which one is of a part of the other's time.

    Only where a notebook asks for the change: a page says how a figure of a month differs from that of its year.

    Raises
    ------
    NotComputableError
        Which names the two periods.
    """
    # Of one period two sources may be compared.
    if later.kind != earlier.kind or later.period == earlier.period:
        return
    starts, ends = ([find(one.period) for one in (later, earlier)] for find in (find_start, find_end))
    if (starts[0] <= starts[1] and ends[0] >= ends[1]) or (starts[0] >= starts[1] and ends[0] <= ends[1]):
        raise NotComputableError(f"of {later.period} and {earlier.period} one holds the other")


def get_difference_unit(unit: str) -> str:
    """Give the unit of a difference: percentage points, places, or the unit itself."""
    return _DIFFERENCES.get(unit, unit)


@_of_known
def compare(name: str, later: Fig, earlier: Fig, breaks: Sequence[str]) -> Found:
    """Give what one of the formulas that compare two figures of one series says of them.

    Parameters
    ----------
    name
        ``change``, ``rank_change``, ``growth``, ``compound_growth`` or ``pace``.
    later, earlier
        The figures.
    breaks
        Days on which the meaning of the indicator changed.

    Raises
    ------
    NotComputableError
        Where they do not compare.
    """
    # A gap before anything is refused: a sentence about growth a year is left out where half a year has passed.
    has_dates = later.period and earlier.period
    if name == "compound_growth" and has_dates and count_years(later.period, earlier.period) < 1:
        return Gap(later.indicator, later.area)
    _refuse_bounds(later, earlier)
    obstacle = find_obstacle(later, earlier, breaks)
    # An error, not a gap: a notebook that compares across a break is wrong, whatever the data of the day.
    if obstacle or (name == "rank_change" and later.unit != "RANK"):
        raise NotComputableError(obstacle or "no rank")
    if name in _IN_SINGLE_FORM and (earlier.value <= 0 or (name == "compound_growth" and later.value <= 0)):
        raise NotComputableError("the base is not above zero")
    return make(name, _COMPARED[name](later, earlier), (later, earlier))


def read_shown(figure: Fig) -> Fraction:
    """Give the number that a page shows of a figure, in its power of ten: differences are those of numbers shown."""
    power = Fraction(10) ** figure.mult
    # Read off in single units, since a page writes 25.3 billion and 800 million of one indicator.
    return read_off(figure.value * power, figure.decimals, figure.unit) / power


def look_alike(one: Fig, other: Fig) -> bool:
    """Say whether a page shows one number for two figures; a hedge is no part of it."""
    return read_in_units(one) == read_in_units(other)


def state_alike(one: Fig, other: Fig) -> bool:
    """Say whether a page shows one number for two figures, hedged in one way."""
    return one.qualifier == other.qualifier and look_alike(one, other)


def read_in_units(figure: Fig) -> Fraction:
    """Give the number that a page shows of a figure, in single units."""
    return read_shown(figure) * Fraction(10) ** figure.mult


def _grow(later: Fig, earlier: Fig) -> Fraction:
    # In floats, rounded as the library does it: a root has no exact value, and both sides must find one.
    years = float(count_years(later.period, earlier.period))
    return Fraction(repr(round((float(later.value / earlier.value) ** (1 / years) - 1) * 100, 6)))


def _compute_rate(later: Fig, earlier: Fig) -> Fraction:
    if not later.period or find_end(later.period) <= find_end(earlier.period):
        raise NotComputableError("no time lies between")
    years = float(count_years(later.period, earlier.period))
    return Fraction(repr(round(float(later.value - earlier.value) / years, 6)))


_COMPARED: Final[Mapping[str, Callable[[Fig, Fig], Fraction]]] = {
    "change": lambda later, earlier: read_shown(later) - read_shown(earlier),
    "rank_change": lambda later, earlier: earlier.value - later.value,
    "growth": lambda later, earlier: (later.value / earlier.value - 1) * 100,
    "compound_growth": _grow,
    "pace": _compute_rate,
}


def _refuse_bounds(*figures: Fig) -> None:
    """Refuse targets that are only bounds ("at least 95"): nothing is computed from them but what is left to them."""
    if any(one.is_bound for one in figures):
        raise NotComputableError("one is only a bound")


def lies_between(figure: Fig, low: float, high: float) -> bool | None:
    """Say whether all that a figure may be lies between two numbers, or nothing of it; None where only a part does."""
    # "More than 75" may be 76 or 90, so it is neither below 80 nor above.
    ends = (
        -math.inf if figure.qualifier in ("<", "<=") else figure.value,
        math.inf if figure.qualifier in (">", ">=") else figure.value,
    )
    if all(low <= end <= high for end in ends):
        return True
    return None if ends[0] <= high and ends[1] >= low else False


def make(name: str, value: Fraction, inputs: tuple[Fig, ...], options: tuple[tuple[str, str], ...] = ()) -> Fig:
    """Give a computed figure with the unit and the decimals that its formula has."""
    first = inputs[0]
    # Of the two that are compared; a count or a place has more inputs, and decimals of its own.
    unit, mult, decimals = first.unit, first.mult, max(one.decimals for one in inputs[:2])
    if name in _IN_SINGLE_FORM or name == "ratio":
        unit, mult, decimals = _IN_SINGLE_FORM.get(name, "TIMES"), 0, 1
    elif name == "rank_change":
        unit, mult, decimals = "PLACES", 0, 0
    elif name == "place":
        unit, mult, decimals = "RANK", 0, 0
    elif name in ("count", "tally"):
        unit, mult, decimals = "COUNT", 0, 0
    elif name in ("pace", "needed_pace"):
        unit, decimals = get_difference_unit(unit), max(1, first.decimals)
    elif name in ("change", "difference", "distance"):
        unit = get_difference_unit(unit)
    else:
        decimals = first.decimals
    claims = [one.claim for one in inputs]
    # These three have a claim only where a call of the notebook says of which group or set they are.
    claim = write_claim(name, *claims) if all(claims) and name not in ("place", "count", "tally") else ""
    return Fig(value, unit, mult, decimals, first.row, formula=name, inputs=inputs, options=options, claim=claim)


@_of_known
def compute_difference(one: Fig, other: Fig) -> Found:
    """Give how far two figures of one indicator lie apart: in one period, or a target and a figure of one area.

    Raises
    ------
    NotComputableError
        Where they speak of different things.
    """
    _refuse_bounds(one, other)
    # A target has another period than the figure it is compared with, so these must share the area.
    what = "period" if one.kind == other.kind else "area"
    for name in ("indicator", "unit", "mult", what):
        if getattr(one, name) != getattr(other, name):
            raise NotComputableError(f"their {name} differs")
    if _FORECAST in (one.row[schema.OBS_STATUS], other.row[schema.OBS_STATUS]):
        raise NotComputableError("one is a forecast")
    return make("difference", read_shown(one) - read_shown(other), (one, other))


@_of_known
def compute_ratio(later: Fig, earlier: Fig, breaks: Sequence[str] = ()) -> Found:
    """Give how many times one figure is another; of one series only where the two compare."""
    _refuse_bounds(later, earlier)
    _refuse_other_units(later, earlier)
    of = [(one.indicator, one.territory, one.kind) for one in (later, earlier)]
    if of[0] == of[1] and later.period != earlier.period:
        if obstacle := find_obstacle(later, earlier, breaks):
            raise NotComputableError(obstacle)
        refuse_nesting(later, earlier)
    if earlier.value <= 0:
        raise NotComputableError("the divisor is not above zero")
    return make("ratio", later.value / earlier.value, (later, earlier))


@_of_known
def compute_share(part: Fig, whole: Fig) -> Found:
    """Give a part in per cent of a whole."""
    _refuse_bounds(part, whole)
    _refuse_other_units(part, whole)
    # Only an overlap: a part of June may be of a total that is stated for the year.
    if not overlap(part.period, whole.period) or not 0 <= part.value <= whole.value or whole.value == 0:
        raise NotComputableError("no part of the whole")
    return make("share", part.value / whole.value * 100, (part, whole))


@_of_known
def compute_distance(target: Fig, latest: Fig, *, lower: bool, measure: str = "") -> Found:
    """Give what is left to a target, above zero while it is not reached; ``measure`` is whose figure may decide."""
    _refuse_bounds(latest)
    _refuse_other_measures(target, latest, measure)
    left = read_shown(target) - read_shown(latest)
    value = -left if lower else left
    left_over = make("distance", value, (target, latest), (("direction", "lower" if lower else "higher"),))
    return replace(left_over, qualifier=_hedge(target))


def _hedge(target: Fig) -> str:
    """Give how what is left is hedged: more than what leads to a bound that is no value of the target itself."""
    return ">" if target.qualifier in (">", "<") else ""


@_of_known
def compute_needed_pace(target: Fig, latest: Fig, *, measure: str = "") -> Found:
    """Give the change a year from a figure to a target; ``measure`` is whose figure may decide on the target."""
    _refuse_bounds(latest)
    _refuse_other_measures(target, latest, measure)
    return replace(make("needed_pace", _compute_rate(target, latest), (target, latest)), qualifier=_hedge(target))


def compute_place(own: Fig, others: Sequence[Fig], *, lower: bool) -> Fig:
    """Give the place of a figure among others; equal ones share the better."""
    ahead = sum(one.value < own.value if lower else one.value > own.value for one in others)
    options = (("direction", "lower" if lower else "higher"),)
    return make("place", Fraction(1 + ahead), (own, *others), options)


def compute_count(figures: Sequence[Fig]) -> Fig:
    """Give how many figures there are."""
    return make("count", Fraction(len(figures)), tuple(figures))


def _refuse_other_measures(target: Fig, latest: Fig, measure: str) -> None:
    _refuse_other_units(target, latest)
    # The catalogue may name another indicator whose figures decide on the target.
    if latest.indicator != (measure or target.indicator):
        raise NotComputableError("the figure does not measure the target")


def _refuse_other_units(one: Fig, other: Fig) -> None:
    if (one.unit, one.mult) != (other.unit, other.mult):
        raise NotComputableError("their units differ")

"""Where areas stand: against their peers, and against their targets."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from dxlib.analysis import compute_distance
from dxlib.ask.dated_tables import name_place, read_publisher, tabulate, write_unit
from dxlib.ask.desk import Desk, open_desk
from dxlib.data.asked_periods import read_period
from dxlib.data.catalogue import MILESTONE
from dxlib.data.quantities import Missing, Quantity
from dxlib.errors import ConfigError
from dxlib.figures.choosing import Named, choose_areas, choose_indicator, is_given
from dxlib.figures.outcomes import TargetOutcome, sort_targets
from dxlib.figures.shelf import Figure, compute_if_known, list_shared_periods

if TYPE_CHECKING:
    import pandas as pd

PEERS: Final = (
    "PLACE", "AREA_NAME", "QUALIFIER", "OBS_VALUE", "UNIT", "GAP", "TIME_PERIOD", "IS_OWN", "IS_DOUBTFUL", "PUBLISHER",
    "SOURCE", "NAME", "INDICATOR", "REF_AREA",
)  # fmt: skip
TARGETS: Final = (
    "NAME", "DEADLINE", "TARGET", "QUALIFIER", "UNIT", "OUTCOME", "STATUS", "VALUE", "VALUE_PERIOD", "LEFT",
    "REASON", "SET_BY", "SOURCE", "MEASURED_BY", "VALUE_SOURCE", "AREA_NAME", "INDICATOR", "REF_AREA",
)  # fmt: skip


def peers(
    indicator: str,
    *,
    area: str = "",
    group: str = "",
    period: str | int | None = None,
    as_of: str | date | None = None,
    language: str = "",
) -> pd.DataFrame:
    """Give an area among its peers, the best first.

    Parameters
    ----------
    indicator
        Its id.
    area
        Its key; left out, that of ``home`` in ``dxlib.yaml``, or the only area that has the indicator.
    group
        The peers, as a group of the catalogue; left out, all areas of the same kind: countries, or provinces of one
        map.
    period
        Of which period; left out, the last in which most of them have a figure.
    as_of
        An ISO date or a date: only what was known then. By default today.
    language
        Of names.

    Returns
    -------
    pandas.DataFrame
        One row an area. PLACE counts from the best, ties share the better one; GAP is the value less that of the area
        asked for; IS_OWN marks it. A QUALIFIER (``>=``) marks a bound, whose place is not sure. An indicator without
        a direction is sorted from the highest.

    Raises
    ------
    ConfigError
        For any name that cannot be used, and where the area has no figure of that period.

    Examples
    --------
    >>> peers("egdi_rank", group="asean_six").query("IS_OWN")[["PLACE", "OBS_VALUE"]].to_numpy().tolist()
    [[5.0, 71.0]]
    """
    desk = open_desk(as_of, language)
    name = choose_indicator(indicator, desk.catalogue)
    having, own = desk.list_areas(name), desk.choose_area(area, name)
    members = _list_peers(desk, own, group)
    found = {one: desk.read_series(name, one) for one in dict.fromkeys((own, *members)) if one in having}
    counts = Counter(figure.period for series in found.values() for figure in series.figures)
    when = read_period("period", period) or _choose_period(desk, name, own, counts)
    figures = {key: one for key, series in found.items() for one in series.figures if one.period == when}
    if own not in figures:
        raise ConfigError(
            f"'{own}' has no figure of '{name}' for {when or 'any period'}.",
            allowed=sorted({one.period for one in found[own].figures}) if own in found else sorted(counts),
            fix="name one of these periods.",
        )
    rows = [_make_peer(desk, name, key, figure, figures[own]) for key, figure in figures.items()]
    table = tabulate(rows, PEERS, desk, numbers=("OBS_VALUE", "GAP"))
    is_lower = desk.lower_is_better(name)
    places = table.OBS_VALUE.rank(method="min", ascending=is_lower).astype(int)
    return table.assign(PLACE=places).sort_values(["PLACE", "AREA_NAME"], ignore_index=True)


def _list_peers(desk: Desk, own: str, group: str) -> tuple[str, ...]:
    """Give the areas of a group, or those of the same kind and map."""
    groups = desk.catalogue.groups
    if is_given(group):
        return choose_areas(group, desk.catalogue)
    alike = [one for one in groups.values() if own in one and _is_whole_map(desk, one)]
    # An area may be in a region and in a whole map: the larger group holds all areas of its kind.
    return max(alike, key=len, default=(own,))


def _is_whole_map(desk: Desk, members: tuple[str, ...]) -> bool:
    """Say whether a group holds areas of one kind that exist at the same time."""
    areas = [desk.catalogue.areas[one] for one in members]
    return len({(one.kind, one.exists.from_, one.exists.until) for one in areas}) == 1


def _choose_period(desk: Desk, name: str, own: str, counts: Counter[str]) -> str:
    mine = [figure.period for figure in desk.read_series(name, own).figures]
    shared = set(list_shared_periods({period: counts[period] for period in mine}))
    # The last period of the area itself, and not of the others: without its own figure there is no gap to give.
    return next((period for period in reversed(mine) if period in shared), "")


def _make_peer(
    desk: Desk, name: str, key: str, figure: Quantity, own: Quantity
) -> dict[str, Any]:  # fmt: skip
    source = figure.first_observation.source
    return {
        **name_place(desk, name, key), "TIME_PERIOD": figure.period, "OBS_VALUE": figure.value,
        "QUALIFIER": figure.qualifier.value,
        "UNIT": write_unit(figure), "GAP": float(figure.value) - float(own.value), "IS_OWN": figure is own,
        "IS_DOUBTFUL": desk.is_doubtful(figure), "SOURCE": source, "PUBLISHER": read_publisher(desk, source),
    }  # fmt: skip


def targets(
    year: str | int | None = None,
    *,
    areas: Named = None,
    as_of: str | date | None = None,
    language: str = "",
) -> pd.DataFrame:
    """Give what became of targets.

    Parameters
    ----------
    year
        Of their deadlines; all targets when left out.
    areas
        A key, a group, or several of both; left out, that of ``home`` in ``dxlib.yaml``, or all that have targets.
    as_of
        An ISO date or a date: only what was known then. By default today.
    language
        Of names.

    Returns
    -------
    pandas.DataFrame
        One row a target. OUTCOME is ``met``, ``missed``, ``unknown`` (its deadline has passed, and no figure that
        decides is known), ``ahead`` (its deadline is still to come, which says nothing of the pace) or ``undated``.
        STATUS is finer (docs/decisions/0004): before the deadline ``met``, ``on_track``, ``behind``, or
        ``not_assessable``, as where there is only one comparable figure; after it ``met``, ``reached_since``,
        ``missed`` or ``no_figure_yet``; empty where nothing is known. VALUE is the figure that decides, of
        MEASURED_BY; LEFT what is still to go, in UNIT, so sort only rows of one unit by it; REASON says why no figure
        is known.

    Raises
    ------
    ConfigError
        For any name or year that cannot be used.

    Examples
    --------
    >>> targets(2025).OUTCOME.isin(["met", "missed", "unknown"]).all()
    np.True_
    >>> left = targets(2030).query("UNIT == 'PERCENT'").sort_values("LEFT", ascending=False, na_position="last")
    >>> left.INDICATOR.iloc[0]
    'digital_signature_adult_share'
    """
    desk, within = open_desk(as_of, language), read_period("year", year)
    keys = choose_areas(areas if is_given(areas) else desk.home or None, desk.catalogue) or tuple(desk.catalogue.areas)
    rows = [
        _make_target(desk, target, figure, outcome)
        for key in keys
        for outcome, pairs in sort_targets(desk, key).items()
        for target, figure in pairs
        if not within or (target.period and _is_within(target.period, within))
    ]
    # The catalogue's order keeps indicators of one topic together, which the alphabet would not.
    order = list(desk.catalogue.indicators)
    rows.sort(key=lambda row: (keys.index(row["REF_AREA"]), order.index(row["INDICATOR"]), row["DEADLINE"]))
    return tabulate(rows, TARGETS, desk, numbers=("TARGET", "VALUE", "LEFT"))


def _is_within(deadline: str, period: str) -> bool:
    """Say whether a deadline lies in a year, or is a period itself."""
    return deadline == period or (len(period) == len("2025") and deadline.startswith(period))


def _make_target(desk: Desk, target: Quantity, figure: Figure, outcome: TargetOutcome) -> dict[str, Any]:
    own = target.first_observation
    row: dict[str, Any] = {
        **name_place(desk, own.indicator, own.area), "DEADLINE": own.period, "TARGET": target.value,
        "QUALIFIER": own.qualifier.value, "UNIT": write_unit(target), "SET_BY": read_publisher(desk, own.source),
        "SOURCE": own.source, "OUTCOME": outcome.value, "MEASURED_BY": desk.find_measure(target),
    }  # fmt: skip
    if isinstance(figure, Missing):
        return {**row, "STATUS": "", "REASON": figure.reason}
    seen = figure.first_observation
    row |= {"STATUS": desk.assess(target, figure).status.value, "VALUE": figure.value,
            "VALUE_PERIOD": figure.period, "VALUE_SOURCE": seen.source}  # fmt: skip
    # A milestone is reached or not; nothing is left of it that could be counted.
    if target.unit != MILESTONE:
        lower, measure = desk.lower_is_better(own.indicator), desk.find_measure(target)
        left = compute_if_known(compute_distance, target, figure, lower_is_better=lower, measured_by=measure)
        if isinstance(left, Missing):
            row["REASON"] = left.reason
        else:  # of the very values of the row, which its own subtraction gives; briefs round both as they show them
            size = figure.value - target.value if lower else target.value - figure.value
            # A target that is exceeded has nothing left; a number below zero would be sorted as the least that is left.
            row["LEFT"] = size if size > 0 else None
    return row

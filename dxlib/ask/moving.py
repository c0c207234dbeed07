"""How figures moved: changes and growth as tables, each row with what was refused and why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise, product
from typing import TYPE_CHECKING, Any, Final

from dxlib.analysis import compute_compound_growth, compute_growth, refuse_nesting
from dxlib.analysis.comparability import count_years
from dxlib.ask.dated_tables import check_option, name_place, read_publisher, tabulate, write_unit
from dxlib.ask.desk import Desk, Window, open_desk
from dxlib.ask.figure_cards import judge_change
from dxlib.ask.frames import SOURCES
from dxlib.data.asked_periods import AskedPeriod, read_period
from dxlib.data.quantities import Quantity
from dxlib.errors import ConfigError, DataError
from dxlib.figures.choosing import Named, choose_areas, choose_indicators
from dxlib.figures.shelf import Series

if TYPE_CHECKING:
    import pandas as pd

CHANGES: Final = (
    "AREA_NAME", "FROM_PERIOD", "FROM_VALUE", "TO_PERIOD", "TO_VALUE", "UNIT", "CHANGE", "CHANGE_UNIT", "VERDICT",
    "REFUSED", "REASON", "NAME", "INDICATOR", "REF_AREA",
)  # fmt: skip
GROWTH: Final = (
    "AREA_NAME", "FROM_PERIOD", "FROM_VALUE", "TO_PERIOD", "TO_VALUE", "UNIT", "GROWTH", "YEARS", "GROWTH_A_YEAR",
    "HOW", "PUBLISHER", "REFUSED", "REASON", "FROM_SOURCE", "TO_SOURCE", "NAME", "INDICATOR", "REF_AREA",
)  # fmt: skip


def changes(
    indicators: Named,
    *,
    areas: Named = None,
    since: str | int | None = None,
    until: str | int | None = None,
    as_of: str | date | None = None,
    language: str = "",
) -> pd.DataFrame:
    """Give how far figures moved from the first to the last period within some years, one row an area.

    Parameters
    ----------
    indicators
        An id or several.
    areas
        A key, a group, or several of both; all that have the indicator when left out.
    since, until
        Between which periods, both included: years, or periods as SDMX writes them.
    as_of
        An ISO date or a date: only what was known then. By default today.
    language
        Of names.

    Returns
    -------
    pandas.DataFrame
        CHANGE is TO_VALUE less FROM_VALUE in CHANGE_UNIT (percentage points for shares; places for ranks, below zero
        when they got better), the smallest first; VERDICT says whether that is better. Figures that are in doubt are
        left out. Where the two may not be compared, REFUSED is true, CHANGE is NaN, and REASON says why.

    Raises
    ------
    ConfigError
        For any name or period that cannot be used.

    Examples
    --------
    >>> changes("egdi_rank", areas="VNM", since=2022).CHANGE.to_list()
    [-15.0]
    """
    desk = open_desk(as_of, language)
    series = _walk_series(desk, indicators, areas, since, until)
    rows = [_make_change(desk, one) for one in series if one.sure]
    table = tabulate(rows, CHANGES, desk, numbers=("FROM_VALUE", "TO_VALUE", "CHANGE"))
    # Refused rows have NaN, which comes last; a stable sort leaves them in the catalogue's order.
    return table.sort_values("CHANGE", kind="stable", ignore_index=True)


def growth(
    indicators: Named,
    *,
    areas: Named = None,
    since: str | int | None = None,
    until: str | int | None = None,
    sources: str = "headline",
    as_of: str | date | None = None,
    language: str = "",
) -> pd.DataFrame:
    """Give growth from each period to the next, in per cent, and who says so.

    Parameters
    ----------
    indicators, areas, since, until
        As for :func:`changes`.
    sources
        ``headline``: from the figures that the published rule chooses; ``all``: also from every other figure that a
        source states for these periods, each with each.
    as_of, language
        As for :func:`changes`.

    Returns
    -------
    pandas.DataFrame
        One row a step. GROWTH is per cent from FROM_PERIOD to TO_PERIOD, which lie YEARS apart; GROWTH_A_YEAR is the
        compound rate where that is a year or more. HOW is ``computed`` from two levels, or ``stated``: the growth rate
        that a source gives itself. Growth over a break in the series, from a bound, from a forecast, of two
        denominators or within one time (2021/2025 and 2024) is REFUSED, with the REASON.

    Raises
    ------
    ConfigError
        For a rank, which does not grow (see :func:`changes`), and for any name that cannot be used.

    Examples
    --------
    >>> growth("ecommerce_retail_revenue", areas="VNM", since=2020, until=2021).GROWTH.round(1).to_list()
    [16.1]
    """
    check_option("sources", sources, SOURCES)
    desk = open_desk(as_of, language)
    names = choose_indicators(indicators, desk.catalogue, with_figures=desk.indicators)
    ranks = [name for name in names if desk.catalogue.indicators[name].unit == "RANK"]
    if ranks:
        raise ConfigError(f"'{ranks[0]}' is a rank, and ranks do not grow.", fix="use dx.changes, which counts places.")
    series = _walk_series(desk, names, areas, since, until)
    rows = [row for one in series for row in _list_growth(desk, one, sources)]
    return tabulate(rows, GROWTH, desk, numbers=("FROM_VALUE", "TO_VALUE", "GROWTH", "YEARS", "GROWTH_A_YEAR"))


def _walk_series(
    desk: Desk, indicators: Named, areas: Named, since: AskedPeriod, until: AskedPeriod
) -> Iterator[Series]:
    """Give the figures between two periods of each series that has any then."""
    window = Window(desk, read_period("since", since), read_period("until", until))
    wanted = choose_areas(areas, desk.catalogue)
    for name in choose_indicators(indicators, desk.catalogue, with_figures=desk.indicators):
        if name not in desk.indicators:
            continue
        # Under today's key an area has its figures of before as well: a row of its former key would repeat them.
        for area in wanted or desk.catalogue.drop_former_keys(desk.list_areas(name)):
            series = window.read_series(name, area)
            if series.figures:
                yield series


def _make_change(desk: Desk, series: Series) -> dict[str, Any]:
    first, last = series.sure[0], series.sure[-1]
    row: dict[str, Any] = {
        **name_place(desk, series.indicator, series.area), "FROM_PERIOD": first.period,
        "FROM_VALUE": first.value, "TO_PERIOD": last.period, "TO_VALUE": last.value, "UNIT": write_unit(last),
        "REFUSED": False,
    }  # fmt: skip
    if first is last:
        return {**row, "REFUSED": True, "REASON": "only one figure lies in these years"}
    try:
        change = desk.subtract(last, first)
    except DataError as refused:
        return {**row, "REFUSED": True, "REASON": refused.what}
    # Of the very cells of the row: a change on a page is the difference of the figures as they are rounded there.
    size = float(last.value) - float(first.value)
    return {**row, "CHANGE": size, "CHANGE_UNIT": write_unit(change), "VERDICT": judge_change(change, desk)}


def _list_growth(desk: Desk, series: Series, sources: str) -> Iterator[dict[str, Any]]:
    place = name_place(desk, series.indicator, series.area)
    # Doubtful figures too: a step that starts from a forecast is refused with the reason, and not passed over.
    for pair in pairwise(series.figures):
        stated = [(one, *(series.list_rivals(one.period) if sources == "all" else ())) for one in pair]
        for before, after in product(*stated):
            yield {**place, **_make_growth(desk, before, after)}
    yield from ({**place, **row} for row in _list_stated(desk, series))


def _make_growth(desk: Desk, earlier: Quantity, later: Quantity) -> dict[str, Any]:
    own, was = later.first_observation, earlier.first_observation
    years = count_years(later.period, earlier.period)
    row: dict[str, Any] = {
        "FROM_PERIOD": earlier.period, "FROM_VALUE": earlier.value, "FROM_SOURCE": was.source,
        "TO_PERIOD": later.period, "TO_VALUE": later.value, "UNIT": write_unit(later), "TO_SOURCE": own.source,
        "PUBLISHER": read_publisher(desk, own.source), "YEARS": years, "HOW": "computed", "REFUSED": False,
    }  # fmt: skip
    breaks = desk.list_breaks_between(later, earlier)
    try:
        refuse_nesting(later, earlier)
        row["GROWTH"] = compute_growth(later, earlier, breaks=breaks).value
        # A rate for a year from a step of some months would extend it beyond what is known.
        if years >= 1:
            row["GROWTH_A_YEAR"] = compute_compound_growth(later, earlier, breaks=breaks).value
    except DataError as refused:
        return {**row, "REFUSED": True, "REASON": refused.what}
    return row


def _list_stated(desk: Desk, levels: Series) -> Iterator[dict[str, Any]]:
    """Give the growth rates of the periods of some levels that sources state themselves."""
    periods = {figure.period for figure in levels.figures}
    for rate in desk.list_growth_rates(levels.indicator):
        series = desk.read_series(rate, levels.area)
        # Sources that differ on a level may still agree on its growth, so the rates of rivals are shown too.
        for figure in (*series.figures, *series.rivals):
            own = figure.first_observation
            if own.period in periods:
                yield {
                    "TO_PERIOD": own.period, "TO_SOURCE": own.source, "PUBLISHER": read_publisher(desk, own.source),
                    "GROWTH": figure.value, "HOW": "stated", "REFUSED": False,
                    "REASON": "in doubt" if figure.key in series.doubtful else "",
                }  # fmt: skip

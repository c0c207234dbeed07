"""Tables of figures: ordinary DataFrames, one row an area and period, or one a statement of a source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from dxlib.ask.dated_tables import check_option
from dxlib.ask.desk import Desk, open_desk
from dxlib.data.asked_periods import lies_between, read_period
from dxlib.data.reconciling import reconcile
from dxlib.data.schema import Kind, end_of_period, is_publication_date, start_of_period
from dxlib.errors import ConfigError
from dxlib.figures.choosing import Named, choose_areas, choose_indicators, complain_of_name, is_given
from dxlib.figures.framing import make_row, make_table

if TYPE_CHECKING:
    import pandas as pd

SOURCES: Final = ("headline", "all")
WIDE: Final = {"area": "REF_AREA", "period": "TIME_PERIOD", "indicator": "INDICATOR"}
_KEYS: Final = ("INDICATOR", "REF_AREA", "TIME_PERIOD")


def frame(  # noqa: PLR0913  (each is a question of its own, by name)
    indicators: Named = None,
    *,
    areas: Named = None,
    since: str | int | None = None,
    until: str | int | None = None,
    period: str | int | None = None,
    kind: str = "actual",
    publisher: str = "",
    published_since: str | int | date | None = None,
    as_of: str | date | None = None,
    sources: str = "headline",
    columns: str = "",
    language: str = "",
) -> pd.DataFrame:
    """Give figures as a table.

    Parameters
    ----------
    indicators
        An id or several; all that have figures when left out.
    areas
        A key, a group (``"asean"``), or several of both; all when left out.
    since, until
        First and last period, both included: years, or periods as SDMX writes them; compared by their last days.
    period
        One period only.
    kind
        ``actual`` or ``target``.
    publisher
        Only what this publisher states.
    published_since
        Only what was published on this day or later: a year, a month or a day. Of a source whose month or day is not
        known, the last day that it may be of counts.
    as_of
        An ISO date or a date: only what was known then. By default today.
    sources
        ``headline``: one row an area and period, chosen by the published rule; ``all``: one a statement of a source.
    columns
        ``area``, ``period`` or ``indicator``: a wide table of values, one column for each. Indicators meet where
        their periods are the same text, never on "the latest".
    language
        Of AREA_NAME.

    Returns
    -------
    pandas.DataFrame
        Sorted by indicator, area and time; columns of SDMX, and DATE (end of the period), AREA_NAME, PUBLISHER,
        IS_HEADLINE, IS_DOUBTFUL (an estimate or a forecast that no second source confirms) and RIVALS (how many other
        sources state otherwise). Values as stated, in UNIT_MEASURE times ten to the power UNIT_MULT; TIME_PERIOD is
        text. ``attrs`` hold ``as_of``. A wide table has the keys that are no column as its index.

    Raises
    ------
    ConfigError
        For any name, period or option that cannot be used, with what is near or allowed.

    Notes
    -----
    The rule is that of docs/decisions/0003: status, preferred publisher, own table, latest known, most exact.

    DATE is a last day, so on an axis of dates the figure of 2015 stands at the tick of 2016. Draw years by
    ``table.DATE.dt.year``, months and quarters by DATE.

    What a publisher stated within 2025: ``publisher="MOH", published_since="2025", as_of="2025-12-31", sources="all"``.

    Examples
    --------
    >>> frame("egdi_rank", areas="asean_six", since=2022, columns="area").VNM.to_dict()
    {'2022': 86.0, '2024': 71.0}
    """
    check_option("sources", sources, SOURCES)
    check_option("kind", kind, tuple(Kind))
    if is_given(columns):
        check_option("columns", columns, tuple(WIDE))
        check_option("sources", sources, SOURCES[:1], why="a wide table has one figure a cell")
    since_, until_, only = read_period("since", since), read_period("until", until), read_period("period", period)
    desk = open_desk(as_of, language)
    _check_publisher(publisher, desk)
    published = _read_published(published_since)
    names = choose_indicators(indicators, desk.catalogue, with_figures=desk.indicators)
    keys = choose_areas(areas, desk.catalogue)
    rows = [
        row
        for name in names
        for row in _list_rows(desk, name, keys, Kind(kind), sources)
        if lies_between(row["TIME_PERIOD"], since_, until_) and only in ("", row["TIME_PERIOD"])
        if not is_given(publisher) or row["PUBLISHER"] == publisher
        if not published or _is_published_since(row, published)
    ]
    table = make_table(rows)
    if is_given(columns):
        # A key with one value in all rows would only lengthen each label; time stays, since it gives the order.
        index = [key for key in _KEYS if key != WIDE[columns] and (key == "TIME_PERIOD" or len(set(table[key])) != 1)]
        # Without any key left there is nothing to unstack from.
        table = _widen(table, WIDE[columns], index or ["INDICATOR"])
    table.attrs["as_of"] = desk.as_of.isoformat()
    return table


def _widen(table: pd.DataFrame, column: str, index: list[str]) -> pd.DataFrame:
    others = [key for key in index if key != "TIME_PERIOD"]
    # Indicators keep the order in which they were asked for, areas that of their rows; pandas would sort both by the
    # alphabet.
    places = {key: {one: place for place, one in enumerate(dict.fromkeys(table[key]))} for key in others}
    in_time = table.drop_duplicates(
        index
    ).sort_values(  # text need not have the order of time, nor one area all periods
        [*others, "DATE", "TIME_PERIOD"],
        key=lambda cells: cells.map(places[cells.name]) if cells.name in places else cells,
    )
    order = in_time.set_index(index).index
    wide = table.set_index([*index, column])["OBS_VALUE"].unstack(column).reindex(order)  # noqa: PD010  (nothing is put together)
    if column == "REF_AREA":
        return wide
    in_order = table.sort_values(["DATE", column]) if column == "TIME_PERIOD" else table
    return wide[list(dict.fromkeys(in_order[column]))]


def _list_rows(desk: Desk, indicator: str, areas: Iterable[str], kind: Kind, sources: str) -> Iterator[dict[str, Any]]:
    for choice in reconcile(desk.read_known(indicator, areas=areas, kind=kind), desk.catalogue):
        head = choice.headline
        if head.value is None and sources == "headline":
            continue
        rest = (*choice.confirming, *choice.rivals, *choice.superseded) if sources == "all" else ()
        for one in (head, *rest):
            cells = make_row(one, desk.catalogue, desk.language)
            is_head = one is head
            cells["IS_HEADLINE"], cells["IS_DOUBTFUL"] = is_head, is_head and choice.is_doubtful
            cells["RIVALS"] = len(choice.rivals) if is_head else 0
            yield cells


def _is_published_since(row: dict[str, Any], day: str) -> bool:
    return bool(row["PUBLISHED"]) and end_of_period(row["PUBLISHED"]) >= start_of_period(day)


def _check_publisher(publisher: str, desk: Desk) -> None:
    known = desk.catalogue.publishers
    names = {text: key for key, one in known.items() for text in one.name.list_texts()}
    if is_given(publisher) and not (isinstance(publisher, str) and publisher in known):
        raise ConfigError(
            complain_of_name("publisher", str(publisher), known, names),
            fix="name it by its id; dx.search(..., kind='publisher') finds it by its name.",
        )


def _read_published(given: str | int | date | None) -> str:
    text = "" if given is None else str(given)
    if text and not is_publication_date(text):
        raise ConfigError(
            f"published_since={given!r} is not a day.", allowed=("2025-07-01", "2025-07", "2025"),
            fix="write as much of the date as you mean.",
        )  # fmt: skip
    return text

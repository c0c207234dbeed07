"""Citations: who stated a figure, where, and when it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dxlib.ask.desk import Desk, open_desk
from dxlib.data.quantities import Missing, Quantity
from dxlib.errors import ConfigError
from dxlib.figures.choosing import complain_of_name

if TYPE_CHECKING:
    import pandas as pd


def cite(x: Quantity | Missing | str | pd.DataFrame | pd.Series[Any]) -> str:
    """Give the citation of a figure, of all figures of a table, or of a source.

    Parameters
    ----------
    x
        A figure, computed ones included; a table with a column SOURCE, as of :func:`dxlib.frame`, or a row of it; or a
        source's id.

    Returns
    -------
    str
        One line a source, so ``print`` it: publisher, title, outlet, place in it (of a single figure), date, address,
        that of the copy which was read, day of reading, terms.

    Raises
    ------
    ConfigError
        For what has no source.
    DataError
        For a figure that is not known, with the reason.

    Examples
    --------
    >>> cite("un-egovkb-2024").partition(",")[0]
    'United Nations'
    """
    desk = open_desk()
    if isinstance(x, Missing):
        raise x.refuse()
    places: dict[str, str] = {}
    if isinstance(x, Quantity):
        for row in x.walk_observations():
            # A source is cited once; of several rows of it the place of the first is given.
            places.setdefault(row.source, row.locator)
    else:
        places = dict.fromkeys([x] if isinstance(x, str) else _list_sources(x), "")
    unknown = [one for one in places if one not in desk.catalogue.sources]
    if unknown:
        message = " ".join(complain_of_name("source", one, desk.catalogue.sources, {}) for one in unknown)
        raise ConfigError(message, fix="dx.search(..., kind='source') finds it by any word.")
    return "\n".join(_cite(source, place, desk) for source, place in places.items())


def _list_sources(table: pd.DataFrame | pd.Series[Any]) -> list[str]:
    is_row = getattr(table, "ndim", 0) == 1  # the columns of its table are its index
    names = getattr(table, "index" if is_row else "columns", ())
    # Tables of two figures a row have a source of each, such as FROM_SOURCE and TO_SOURCE.
    columns = [name for name in names if str(name) == "SOURCE" or str(name).endswith("_SOURCE")]
    if not columns:
        raise ConfigError(
            f"{type(table).__name__} has no column SOURCE.",
            fix="give a figure, a table of dxlib that is not wide, or a source's id.",
        )
    cells = (cell for name in columns for cell in ([table[name]] if is_row else table[name]))
    return list(dict.fromkeys(cell for cell in cells if isinstance(cell, str) and cell))


def _cite(source: str, place: str, desk: Desk) -> str:
    entry = desk.catalogue.sources[source]
    publisher = desk.catalogue.publishers[entry.publisher].name.main
    via = f"as reported by {entry.via}" if entry.via else ""
    terms = "terms not stated" if entry.terms == "not stated" else entry.terms
    copied = f"as copied in {entry.copied_from}" if entry.copied_from else ""
    parts = [publisher, entry.title, via, place, entry.published, entry.url, copied, f"read {entry.read}", terms]
    return ", ".join(filter(None, parts)) + "."

"""Answers as ordinary DataFrames that say which day they are of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dxlib.data.catalogue import Catalogue
from dxlib.data.quantities import Quantity
from dxlib.errors import ConfigError
from dxlib.figures.framing import make_table

if TYPE_CHECKING:
    import pandas as pd

    from dxlib.ask.desk import Desk


def tabulate(
    rows: Iterable[Mapping[str, Any]], columns: Sequence[str], desk: Desk, *, numbers: Iterable[str] = ()
) -> pd.DataFrame:
    """Give rows as a table; a cell that a row lacks is empty.

    Parameters
    ----------
    rows
        Cells by column.
    columns
        In their order.
    desk
        Whose day stands in ``attrs``.
    numbers
        Columns of floats, in which a missing cell is NaN.
    """
    table = make_table(rows, columns, numbers=numbers)
    table.attrs["as_of"] = desk.as_of.isoformat()
    return table


def name_place(desk: Desk, indicator: str, area: str) -> dict[str, str]:
    """Give the cells that say what and where."""
    catalogue = desk.catalogue
    return {
        "INDICATOR": indicator,
        "NAME": catalogue.indicators[indicator].label[desk.language],
        "REF_AREA": area,
        "AREA_NAME": catalogue.areas[area].name[desk.language],
    }


def read_publisher(desk: Desk, source: str) -> str:
    """Give the id of the publisher of a source."""
    return desk.catalogue.sources[source].publisher


def write_unit(figure: Quantity) -> str:
    """Give the unit of a number in a table, with its power of ten: ``USD x 10^9``."""
    return f"{figure.unit} x 10^{figure.unit_mult}" if figure.unit_mult else figure.unit


def choose_language(language: str, catalogue: Catalogue) -> str:
    """Give a language of the project: its first one where none is named.

    Raises
    ------
    ConfigError
        For one that the project does not have, with those that it has.
    """
    known = catalogue.project.languages
    # By its type first: a table compared with a text is a table.
    if isinstance(language, str) and not language:
        return known[0]
    check_option("language", language, known)
    return language


def check_title(title: str) -> None:
    """Refuse a title that is no text.

    Raises
    ------
    ConfigError
        For anything else, before it is drawn.
    """
    if not isinstance(title, str):
        raise ConfigError(f"title={title!r} is no text.", fix="give plain text, or leave it out.")


def check_option(name: str, given: str, allowed: tuple[str, ...], *, why: str = "") -> None:
    """Refuse an option that is none of those allowed.

    Raises
    ------
    ConfigError
        With what is allowed.
    """
    if not isinstance(given, str) or given not in allowed:
        reason = f": {why}" if why else ""
        raise ConfigError(f"{name}={given!r} cannot be used{reason}.", allowed=allowed, fix="use one of these.")

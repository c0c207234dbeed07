"""Single figures with their evidence: the latest, that of a period, a target."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dxlib.ask.desk import Desk, open_desk
from dxlib.data.asked_periods import read_period
from dxlib.data.quantities import Missing
from dxlib.data.schema import Kind
from dxlib.figures.choosing import choose_indicator
from dxlib.figures.shelf import Figure


def latest(indicator: str, *, area: str = "", as_of: str | date | None = None) -> Figure:
    """Give the figure of the last period that is beyond doubt.

    Parameters
    ----------
    indicator
        Its id.
    area
        Its key; left out, that of ``home`` in ``dxlib.yaml``, or the only area that has the indicator.
    as_of
        An ISO date or a date: only what was known then. By default today.

    Returns
    -------
    Quantity or Missing
        With unit, observation and claim; or why there is none.

    Raises
    ------
    ConfigError
        For an indicator or an area that is none, with the nearest one that is.

    Examples
    --------
    >>> latest("egdi_rank", as_of="2025-12-31")
    Quantity(71 RANK: egdi_rank/VNM/2024/actual@un-egovkb-2024)
    """
    desk, name, key = _read(indicator, area, as_of, Kind.ACTUAL)
    return _say_where(desk.find_latest(name, key), desk)


def at(indicator: str, period: str | int, *, area: str = "", as_of: str | date | None = None) -> Figure:
    """Give the figure of one period, estimates included; a year may be a number. See :func:`latest`.

    A year is not its months: ``2025`` does not find ``2025-06``. What is not known shows the periods that are.

    Parameters
    ----------
    indicator
        Its id.
    period
        A year (as number or text), or a period as SDMX writes it: ``2025-06``, ``2022-Q1``.
    area
        Its key; left out, that of ``home`` in ``dxlib.yaml``, or the only area that has the indicator.
    as_of
        An ISO date or a date: only what was known then. By default today.

    Returns
    -------
    Quantity or Missing
        With unit, observation and claim; or why there is none.

    Raises
    ------
    ConfigError
        For an indicator or an area that is none, with the nearest one that is, and for a text that is no period.

    Examples
    --------
    >>> float(at("digital_signature_adult_share", "2025-06"))
    28.42
    """
    desk, name, key = _read(indicator, area, as_of, Kind.ACTUAL)
    return _say_where(desk.find_at(name, key, read_period("period", period, is_needed=True)), desk)


def target(indicator: str, deadline: str | int = "", *, area: str = "", as_of: str | date | None = None) -> Figure:
    """Give the target for a deadline (empty: the one without any). See :func:`latest`; :func:`dxlib.targets` lists all.

    Parameters
    ----------
    indicator
        Its id.
    deadline
        A year (as number or text), or another period as SDMX writes it; empty for the target that has none.
    area
        Its key; left out, that of ``home`` in ``dxlib.yaml``, or the only area that has the indicator.
    as_of
        An ISO date or a date: only what was known then. By default today.

    Returns
    -------
    Quantity or Missing
        With the hedge of the target (``<=`` where at most so much is aimed at); or why there is none.

    Raises
    ------
    ConfigError
        For an indicator or an area that is none, with the nearest one that is, and for a text that is no period.

    Examples
    --------
    >>> float(target("egdi_rank", 2030))
    50.0
    """
    desk, name, key = _read(indicator, area, as_of, Kind.TARGET)
    return _say_where(desk.find_target(name, key, read_period("deadline", deadline)), desk)


def _say_where(found: Figure, desk: Desk) -> Figure:
    """Give a figure that is not known with where it was looked for, so that it can show names and the day."""
    return replace(found, origin=desk) if isinstance(found, Missing) else found


def _read(indicator: str, area: str, as_of: str | date | None, kind: Kind) -> tuple[Desk, str, str]:
    desk = open_desk(as_of)
    name = choose_indicator(indicator, desk.catalogue)
    return desk, name, desk.choose_area(area, name, kind=kind)

"""What is known, contested, odd and revised, as tables."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from dxlib.ask.dated_tables import name_place, read_publisher, tabulate
from dxlib.ask.desk import Desk, open_desk, read_day
from dxlib.brief.pictures.assembly import sort_periods
from dxlib.data.observations import Observation
from dxlib.data.reconciling import Reconciled, reconcile
from dxlib.data.schema import Kind
from dxlib.errors import ConfigError
from dxlib.figures.choosing import Named, choose_areas, choose_indicators
from dxlib.figures.day_changes import DayChange, compare_days
from dxlib.figures.findings import FigureFinding
from dxlib.figures.known_findings import list_findings

if TYPE_CHECKING:
    import pandas as pd

DISAGREEMENTS: Final = (
    "NAME", "AREA_NAME", "TIME_PERIOD", "KIND", "HEADLINE", "RIVAL", "DIFFERENCE", "UNIT_MEASURE", "UNIT_MULT",
    "QUALIFIER", "RIVAL_QUALIFIER", "HEADLINE_PUBLISHER", "RIVAL_PUBLISHER", "HEADLINE_SOURCE", "RIVAL_SOURCE",
    "NOT_TO_CONFUSE", "INDICATOR", "REF_AREA",
)  # fmt: skip
FINDINGS: Final = (
    "WEIGHT", "NAME", "AREA_NAME", "TIME_PERIOD", "MESSAGE", "RULE", "OFF", "OFF_UNIT", "SOURCES", "INDICATOR",
    "REF_AREA",
)  # fmt: skip
COVERAGE: Final = (
    "INDICATOR", "NAME", "SYSTEM", "UNIT_MEASURE", "FIGURES", "AREAS", "PERIODS", "FIRST", "LAST", "TARGETS", "SOURCES",
    "LAST_PUBLISHED",
)  # fmt: skip
REVISIONS: Final = (
    "EVENT", "NAME", "AREA_NAME", "TIME_PERIOD", "KIND", "BEFORE", "BEFORE_PERIOD", "AFTER", "UNIT_MEASURE",
    "UNIT_MULT", "WHAT", "BEFORE_SOURCE", "AFTER_SOURCE", "INDICATOR", "REF_AREA",
)  # fmt: skip


def disagreements(
    indicators: Named = None, *, areas: Named = None, as_of: str | date | None = None, language: str = ""
) -> pd.DataFrame:
    """Give what is contested: where sources state different figures for the same thing.

    Parameters
    ----------
    indicators, areas
        Only these; all when left out.
    as_of
        An ISO date or a date: only what was known then. By default today.
    language
        Of names.

    Returns
    -------
    pandas.DataFrame
        One row a figure that cannot be true beside the HEADLINE that the published rule chooses (docs/decisions/0003);
        DIFFERENCE is RIVAL less HEADLINE. NOT_TO_CONFUSE names indicators that are easily taken for this one.

    Raises
    ------
    ConfigError
        For any name that cannot be used.

    Examples
    --------
    >>> contested = disagreements("internet_users_share", areas="VNM", as_of="2025-12-31")
    >>> contested.INDICATOR.unique().tolist(), bool((contested.DIFFERENCE != 0).all())
    (['internet_users_share'], True)
    """
    desk = open_desk(as_of, language)
    wanted = choose_areas(areas, desk.catalogue)
    names = choose_indicators(indicators, desk.catalogue, with_figures=desk.indicators)
    rows = [
        _make_disagreement(desk, choice, rival)
        for name in names
        if name in desk.indicators
        for kind in Kind
        for choice in reconcile(desk.store.read(name, areas=wanted, kind=kind), desk.catalogue)
        for rival in choice.rivals
    ]
    return tabulate(rows, DISAGREEMENTS, desk, numbers=("HEADLINE", "RIVAL", "DIFFERENCE"))


def _make_disagreement(desk: Desk, choice: Reconciled, rival: Observation) -> dict[str, Any]:
    head = choice.headline
    is_same_power = head.unit_mult == rival.unit_mult
    # 7 x 10^6 and 7,100 x 10^3 differ by little, their bare numbers by 7,093: no difference is better than that one.
    known = head.value is not None and rival.value is not None and is_same_power
    return {
        **name_place(desk, head.indicator, head.area), "TIME_PERIOD": head.period, "KIND": head.kind.value,
        "HEADLINE": head.value, "QUALIFIER": head.qualifier.value, "HEADLINE_SOURCE": head.source,
        "HEADLINE_PUBLISHER": read_publisher(desk, head.source), "RIVAL": rival.value,
        "RIVAL_QUALIFIER": rival.qualifier.value, "RIVAL_SOURCE": rival.source,
        "RIVAL_PUBLISHER": read_publisher(desk, rival.source),
        "DIFFERENCE": float(rival.value or 0) - float(head.value or 0) if known else None,
        "UNIT_MEASURE": head.unit, "UNIT_MULT": head.unit_mult,
        "NOT_TO_CONFUSE": ", ".join(desk.catalogue.indicators[head.indicator].not_to_confuse),
    }  # fmt: skip


def findings(*, as_of: str | date | None = None, language: str = "") -> pd.DataFrame:
    """Give what the figures say against each other: contradictions, suspicions, explanations.

    Parameters
    ----------
    as_of
        An ISO date or a date: only what was known then. By default today.
    language
        Of names.

    Returns
    -------
    pandas.DataFrame
        One row a finding (docs/decisions/0011): the RULE that found it, what it means (WEIGHT), how far OFF it is in
        OFF_UNIT, an English sentence, and the ids of its sources.

    Raises
    ------
    ConfigError
        For a day or a language that cannot be used.

    Examples
    --------
    >>> set(findings(as_of="2025-12-31").WEIGHT) <= {"contradiction", "suspicion", "explanation"}
    True
    """
    desk = open_desk(as_of, language)
    rows = [_make_finding(desk, one) for one in list_findings(desk)]
    return tabulate(rows, FINDINGS, desk, numbers=("OFF",))


def _make_finding(desk: Desk, found: FigureFinding) -> dict[str, Any]:
    subject = found.subject
    return {
        **name_place(desk, subject.indicator, subject.area), "TIME_PERIOD": subject.period,
        "RULE": found.rule, "WEIGHT": found.weight.value, "OFF": found.off, "OFF_UNIT": found.unit,
        "MESSAGE": found.message, "SOURCES": ", ".join(found.sources),
    }  # fmt: skip


def coverage(indicators: Named = None, *, as_of: str | date | None = None, language: str = "") -> pd.DataFrame:
    """Give how much is known of each indicator.

    Parameters
    ----------
    indicators
        Only these; all that have figures or targets when left out.
    as_of
        An ISO date or a date: only what was known then. By default today.
    language
        Of names.

    Returns
    -------
    pandas.DataFrame
        One row an indicator: how many FIGURES (statements of sources), AREAS, PERIODS, TARGETS and SOURCES there are,
        the FIRST and the LAST period, and the last day on which something was published (as much of it as is known).

    Raises
    ------
    ConfigError
        For any name or day that cannot be used.

    Examples
    --------
    >>> coverage("egdi_rank", as_of="2025-12-31")[["FIRST", "LAST"]].to_numpy().tolist()
    [['2003', '2024']]
    """
    desk = open_desk(as_of, language)
    names = choose_indicators(indicators, desk.catalogue, with_figures=desk.indicators)
    rows = [_make_coverage(desk, name) for name in names]
    table = tabulate(rows, COVERAGE, desk)
    # A table without rows has columns of objects, which do not add up with those of another day.
    return table.astype(dict.fromkeys(("FIGURES", "AREAS", "PERIODS", "TARGETS", "SOURCES"), "int64"))


def _make_coverage(desk: Desk, name: str) -> dict[str, Any]:
    entry, wanted = desk.catalogue.indicators[name], desk.read_known(name, kind=Kind.TARGET)
    # Forecasts of periods to come do not count, as dx.frame leaves them out: LAST would lie in the future.
    stated = [row for row in desk.read_known(name) if row.value is not None]
    periods = sort_periods(row.period for row in stated)
    return {
        "INDICATOR": name, "NAME": entry.name[desk.language], "SYSTEM": entry.system, "UNIT_MEASURE": entry.unit,
        "FIGURES": len(stated), "AREAS": len({row.area for row in stated}), "PERIODS": len(periods),
        "FIRST": periods[0] if periods else "", "LAST": periods[-1] if periods else "", "TARGETS": len(wanted),
        "SOURCES": len({row.source for row in (*stated, *wanted)}),
        "LAST_PUBLISHED": max((row.published for row in (*stated, *wanted)), default=""),
    }  # fmt: skip


def revisions(
    since: str | date,
    until: str | date | None = None,
    *,
    indicators: Named = None,
    areas: Named = None,
    language: str = "",
) -> pd.DataFrame:
    """Give what changed between two days: figures new, revised and withdrawn, targets that flipped, ranks that moved.

    Parameters
    ----------
    since, until
        ISO dates or dates; ``until`` is today when left out.
    indicators, areas
        Only these; all when left out.
    language
        Of names.

    Returns
    -------
    pandas.DataFrame
        One row an EVENT: ``new``, ``revised``, ``withdrawn``, ``target`` (WHAT says from which status to which) or
        ``rank`` (the latest rank is another; WHAT says how many places). Of ``revised``, BEFORE and AFTER are of one
        period; of ``rank``, BEFORE is of an earlier period than TIME_PERIOD (BEFORE_SOURCE says of
        whom). A new edition of a rank is a row ``new`` and, where it moved, a row ``rank``.

    Raises
    ------
    ConfigError
        For any name or day that cannot be used, or where ``since`` lies after ``until``.

    Examples
    --------
    >>> moved = revisions("2024-01-01", "2024-12-31", indicators="egdi_rank", areas="VNM").query("EVENT == 'rank'")
    >>> moved[["BEFORE", "AFTER", "WHAT"]].to_numpy().tolist()
    [[86.0, 71.0, '15 places better']]
    """
    desk, before = open_desk(until, language), open_desk(read_day(since), language)
    if before.as_of > desk.as_of:
        raise ConfigError(f"{before.as_of} lies after {desk.as_of}.", fix="give the earlier day first.")
    names = choose_indicators(indicators, desk.catalogue, with_figures=desk.indicators)
    wanted = choose_areas(areas, desk.catalogue)
    found = compare_days(before.store, desk.store, indicators=names, areas=wanted)
    rows = [_make_event(desk, change) for change in found]
    table = tabulate(rows, REVISIONS, desk, numbers=("BEFORE", "AFTER"))
    table.attrs["since"] = before.as_of.isoformat()
    return table


def _make_event(desk: Desk, change: DayChange) -> dict[str, Any]:
    own, before, after = change.observation, change.before, change.after
    return {
        **name_place(desk, own.indicator, own.area), "EVENT": change.event.value, "TIME_PERIOD": own.period,
        "KIND": own.kind.value, "BEFORE": before.value if before else None, "AFTER": after.value if after else None,
        "BEFORE_PERIOD": before.period if before else "", "UNIT_MEASURE": own.unit, "UNIT_MULT": own.unit_mult,
        "BEFORE_SOURCE": before.source if before else "", "AFTER_SOURCE": after.source if after else "",
        "WHAT": change.what,
    }  # fmt: skip

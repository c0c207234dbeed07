"""Explanations: what an id means, and why a figure is the one that is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from dxlib.ask.desk import Desk, open_desk
from dxlib.ask.figure_cards import name_area, show_missing, show_quantity
from dxlib.ask.texts import Answer, ToldLine
from dxlib.brief.pictures.assembly import sort_periods
from dxlib.data.observations import Observation
from dxlib.data.quantities import Missing, Quantity
from dxlib.data.reconciling import Reconciled, reconcile
from dxlib.data.schema import Kind
from dxlib.errors import ConfigError
from dxlib.figures.choosing import complain_of_name
from dxlib.figures.findings import show_value
from dxlib.figures.shelf import Shelf

if TYPE_CHECKING:
    import pandas as pd

_ROW: Final = ("INDICATOR", "REF_AREA", "TIME_PERIOD")
_RULE: Final = (
    "a row with a value before one without; status normal, provisional, estimate, forecast, unreliable; the publisher "
    "that the catalogue prefers; its own table before a report of it; the latest known; the most exact"
)
_MOST: Final = 12  # statements of each role: more would hide the figure's own lines


def explain(x: Quantity | Missing | str | pd.Series[Any]) -> Answer:
    """Say what an id means, or why a figure is the one that is shown.

    Parameters
    ----------
    x
        A figure; a row of :func:`dxlib.frame`; or the id of an indicator, an area, a group, a system, a publisher or a
        source.

    Returns
    -------
    Answer
        Shows itself in a notebook; ``str()`` gives the text. For a figure: everything that sources state of the same
        indicator, area and period, and the rule that chose among them (docs/decisions/0003).

    Raises
    ------
    ConfigError
        For what is none of these, with what is near.

    Examples
    --------
    >>> print(explain("asean_six").head)
    asean_six
    """
    if isinstance(x, Missing):
        return show_missing(x, x.origin if isinstance(x.origin, Shelf) else open_desk())
    if isinstance(x, Quantity):
        return _explain_figure(x)
    if isinstance(x, str):
        return _explain_id(x, open_desk())
    # No isinstance(): pandas is loaded only by calls that make a table.
    if hasattr(x, "attrs") and set(_ROW) <= set(x.index):
        return _explain_row(x)
    raise ConfigError(f"{type(x).__name__} cannot be explained.", fix="give a figure, a row of dx.frame, or an id.")


def _explain_row(row: pd.Series[Any]) -> Answer:
    # A row carries the day of its table: one of a past day is explained by what was known then.
    desk = open_desk(row.attrs.get("as_of"))
    kind = Kind(row.get("KIND", Kind.ACTUAL))
    series = desk.read_series(str(row["INDICATOR"]), str(row["REF_AREA"]), kind=kind)
    found = series.find(row["TIME_PERIOD"])
    if found is None:
        raise ConfigError(
            f"No figure of {row['INDICATOR']} in {row['REF_AREA']} for {row['TIME_PERIOD']} is known.",
            fix="give a row of dx.frame as it is.",
        )
    return _explain_figure(found)


def _explain_figure(figure: Quantity) -> Answer:
    origin = figure.find_origin()
    if not isinstance(origin, Shelf):
        raise ConfigError(f"{figure!r} was computed by hand.", fix="take it by dx.latest, dx.at or dx.target.")
    shown = show_quantity(figure, origin)
    if figure.observation is None:
        return shown
    own = figure.observation
    rows = origin.store.read(own.indicator, areas=[own.area], kind=own.kind)
    same = [row for row in rows if row.period == own.period]
    # All rows are of one indicator, area, period and kind, of which there is one headline.
    (choice,) = reconcile(same, origin.catalogue)
    lines = [*_describe_indicator(own.indicator, origin), *_list_statements(choice), *shown.lines]
    return Answer(shown.head, shown.of, tuple(lines), is_value=True)


def _list_statements(choice: Reconciled) -> Iterator[ToldLine]:
    others = len(choice.rivals) + len(choice.confirming) + len(choice.superseded)
    yield ToldLine(
        "chosen", f"from {others + 1} statements by the rule: {_RULE}" if others else "the only statement of it"
    )
    roles = (("agrees", choice.confirming), ("disagrees", choice.rivals), ("superseded", choice.superseded))
    for role, rows in roles:
        yield from (ToldLine(role, _state(row)) for row in rows[:_MOST])


def _state(row: Observation) -> str:
    status = "" if row.status.value == "A" else f", status {row.status.value}"
    return f"{show_value(row)} [{row.source}], known since {row.known_since}{status}"


def _describe_indicator(name: str, shelf: Shelf) -> Iterator[ToldLine]:
    entry = shelf.get_indicator(name)
    yield ToldLine("measures", entry.definition.main)
    yield ToldLine("unit", f"{shelf.catalogue.units[entry.unit].name.main}; {entry.direction.replace('_', ' ')}")
    yield from (ToldLine("break", f"{one.at}: {one.why.main}") for one in entry.breaks)
    if entry.not_to_confuse:
        yield ToldLine("not to confuse with", ", ".join(entry.not_to_confuse))


def _explain_id(name: str, desk: Desk) -> Answer:
    catalogue = desk.catalogue
    # Ids are unique within a register only: of a text that two of them hold, the first here is meant.
    kinds: tuple[tuple[Any, Callable[[str, Desk], Answer]], ...] = (
        (catalogue.indicators, _explain_indicator),
        (catalogue.areas, _explain_area),
        (catalogue.groups, _explain_group),
        (catalogue.systems, _explain_system),
        (catalogue.publishers, _explain_publisher),
        (catalogue.sources, _explain_source),
    )
    for known, describe in kinds:
        if name in known:
            return describe(name, desk)
    ids = [one for known, _ in kinds for one in known]
    raise ConfigError(complain_of_name("id", name, ids, {}), fix="dx.search(...) finds ids by any word.")


def _explain_indicator(name: str, desk: Desk) -> Answer:
    entry = desk.catalogue.indicators[name]
    # Forecasts of periods to come do not count, as in dx.coverage.
    rows = [row for row in desk.read_known(name) if row.value is not None]
    lines = [*_describe_indicator(name, desk)]
    lines.append(ToldLine("preferred publishers", ", ".join(entry.publishers)))
    periods = sort_periods(row.period for row in rows)
    span = f", {periods[0]} to {periods[-1]}" if periods else ""
    lines.append(
        ToldLine("known", f"{_count(len(rows), 'figure')} of {_count(len({row.area for row in rows}), 'area')}{span}")
    )
    if entry.measured_by:
        lines.append(ToldLine("its targets are measured by", entry.measured_by))
    return Answer(name, entry.name.main, tuple(lines))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _explain_area(name: str, desk: Desk) -> Answer:
    entry = desk.catalogue.areas[name]
    lines = [ToldLine("kind", entry.kind)]
    if entry.exists.from_ or entry.exists.until:
        lines.append(ToldLine("exists", f"{entry.exists.from_ or '...'} to {entry.exists.until or 'today'}"))
    if entry.successor:
        lines.append(ToldLine("went into", f"{name_area(entry.successor, desk.catalogue)} ({entry.successor})"))
    before = [key for key in desk.catalogue.list_predecessors(name) if key != name]
    lines += [ToldLine("made of", f"{name_area(key, desk.catalogue)} ({key})") for key in before]
    lines.append(ToldLine("groups", ", ".join([key for key, some in desk.catalogue.groups.items() if name in some])))
    return Answer(name, entry.name.main, tuple(lines))


def _explain_group(name: str, desk: Desk) -> Answer:
    members = desk.catalogue.groups[name]
    named = ", ".join(f"{name_area(key, desk.catalogue)} ({key})" for key in members)
    return Answer(name, f"{len(members)} areas", (ToldLine("members", named),))


def _explain_system(name: str, desk: Desk) -> Answer:
    entry = desk.catalogue.systems[name]
    own = [key for key, one in desk.catalogue.indicators.items() if one.system == name]
    about = {"is for": entry.purpose.main if entry.purpose else "", "since": entry.since}
    said = [ToldLine(label, text) for label, text in about.items() if text]
    return Answer(name, entry.name.main, (*said, ToldLine("indicators", ", ".join(own))))


def _explain_publisher(name: str, desk: Desk) -> Answer:
    entry = desk.catalogue.publishers[name]
    own = [key for key, one in desk.catalogue.sources.items() if one.publisher == name]
    web = [ToldLine("web", entry.url, entry.url)] if entry.url else []
    return Answer(name, entry.name.main, (*web, ToldLine("sources", ", ".join(own))))


def _explain_source(name: str, desk: Desk) -> Answer:
    entry = desk.catalogue.sources[name]
    publisher = desk.catalogue.publishers[entry.publisher].name.main
    facts = {
        "title": entry.title, "as reported by": entry.via, "published": entry.published, "read": entry.read,
        "terms": entry.terms, "withdrawn": entry.withdrawn,
    }  # fmt: skip
    lines = [ToldLine(label, text) for label, text in facts.items() if text]
    addresses = {"address": entry.url, "as copied in": entry.copied_from}
    return Answer(name, publisher, (*lines, *(ToldLine(label, one, one) for label, one in addresses.items() if one)))

"""A chart of a page as typed parts: composed from what the audit knows, its drawings left open."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from dxlib.audit.charts.drawn import ComposedChart, Drawn
from dxlib.audit.charts.saying import Charting
from dxlib.audit.discovery import list_functions
from dxlib.audit.evaluate import FigureCalls
from dxlib.audit.figure import Fig, Gap
from dxlib.audit.gathering import Collector
from dxlib.data import schema
from dxlib.evidence import blocks
from dxlib.evidence.parts import Part

WIDTHS: Final = ("wide", "narrow")
PICTURE: Final = "picture"  # what an analyst draws is composed apart
# Each ``make_<kind>`` of the modules beside this one that gives a chart.
# The annotation tells a function that gives a chart from helpers that are called "make_" too.
CHARTS: Final[Mapping[str, Callable[..., ComposedChart | Gap]]] = {
    kind: make
    for kind, make in list_functions("dxlib.audit.charts", "make_").items()
    if kind != PICTURE and make.__annotations__["return"] == "ComposedChart | Gap"
}
# By chart the names of its options; all other names in its call fill places of its title.
KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    kind: tuple(name for name, one in inspect.signature(make).parameters.items() if one.kind is one.KEYWORD_ONLY)
    for kind, make in CHARTS.items()
}


def compose_chart(
    kind: str, figures: FigureCalls, collector: Collector, title: Part, title_text: str, args: Sequence[str],
    options: Mapping[str, Any],
) -> tuple[Part, Drawn] | Gap:  # fmt: skip
    """Give a chart as a page must have it, with nothing in its drawings, and what these must show.

    Parameters
    ----------
    kind
        The name of the call in a notebook, one of :data:`CHARTS`.
    figures, collector
        What is known, and what notes down the evidence.
    title
        The finding over the chart, with its places filled.
    title_text
        Its English text, from which the chart has its name on the page.
    args, options
        Of the call, without the values of its title.

    Returns
    -------
    tuple or Gap
        The gap is what is not known where the chart would show nothing.
    """
    read = {name: _read_option(figures, name, given) for name, given in options.items()}
    chart = CHARTS[kind](Charting(figures, collector), *args, **read)
    return chart if isinstance(chart, Gap) else frame_chart(chart, collector, title, title_text, args)


def frame_chart(
    chart: ComposedChart, collector: Collector, title: Part, title_text: str, asked: Sequence[str]
) -> tuple[Part, Drawn]:  # fmt: skip
    """Give a chart as a page must have it; ``asked`` are the ids of the indicators that it was asked to show."""
    stem = blocks.name_chart(chart.drawn.kind, title_text, list(asked))
    if chart.listed:
        collector.sets[stem] = chart.listed
    # Two indicators of one chart may share a break, which is said once.
    notes = list({str(note): note for note in chart.notes}.values())
    part = blocks.chart(
        stem,
        (title, chart.subtitle),
        # Drawings are read, not composed (docs/decisions/0017): their places stay empty here.
        [blocks.frame_drawing(width, "") for width in WIDTHS],
        notes,
        _name_sources(chart.figures, collector),
        chart.words,
        blocks.table(chart.drawn.title, chart.heads, chart.rows, css="twin"),
    )
    return part, chart.drawn.named(stem)


def _read_option(figures: FigureCalls, name: str, given: Any) -> Any:
    """Give an option of a chart: areas as keys, a year as text."""
    if name == "areas":
        return figures.read_areas(given)
    return str(given) if name == "period" else given


def _name_sources(figures: Iterable[Fig], collector: Collector) -> list[Part]:
    """Give a link to each publisher of some figures, in the order of the ids of their sources."""
    by_publisher: dict[str, str] = {}
    # By the ids of sources, the order that the writer has them in.
    for source in sorted({row[schema.SOURCE] for one in figures for row in one.walk_rows()}):
        by_publisher.setdefault(collector.catalogue.sources[source].publisher, source)
    return [blocks.publisher(collector.name_publisher(source), source) for source in by_publisher.values()]

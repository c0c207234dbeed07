"""How good the data are: what is covered, and what does not fit together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dxlib.brief.markup import Period, Writer
from dxlib.data.observations import Observation
from dxlib.data.quantities import Missing, Quantity, read_quantity
from dxlib.data.schema import end_of_period
from dxlib.evidence import blocks, folds
from dxlib.evidence.parts import NOTHING, Part, el, say_plain, separate
from dxlib.figures.findings import FigureFinding
from dxlib.figures.shelf import Shelf
from dxlib.figures.tallies import list_known, tally
from dxlib.language import Sentence, sentence

_MOST_FIGURES = 4  # of a finding, which may hold all parts of a sum


def make_coverage(writer: Writer) -> Part:
    """Give the table of coverage: for each system how many figures, indicators and sources, and of which time."""
    heads = [
        sentence("System"),
        sentence("Figures"),
        sentence("Indicators"),
        sentence("Sources"),
        sentence("Period covered"),
    ]
    by_system: dict[str, list[Observation]] = {}
    for row in list_known(writer.shelf):
        by_system.setdefault(writer.catalogue.get_indicator(row.indicator).system, []).append(row)
    rows = [_make_coverage_row(writer, name, by_system[name]) for name in writer.catalogue.systems if name in by_system]
    day = Period(writer.shelf.as_of.isoformat())
    caption = writer.fill(sentence("What is known of each system on {day}", day=day))
    return blocks.stacking_table(caption, heads, rows, css="coverage")


def _make_coverage_row(writer: Writer, system: str, rows: Sequence[Observation]) -> list[Part]:
    counts = [tally(writer.shelf, rows, what, system=system) for what in ("figures", "indicators", "sources")]
    # Several periods may end on one day; ids then decide which is named as the first or the last.
    in_time = sorted(rows, key=lambda row: (end_of_period(row.period), row.id))
    for row in (in_time[0], in_time[-1]):
        writer.collector.add_figure(_read(writer.shelf, row))
    # Of a range of two periods the beginning counts on one side, the end on the other.
    first, last = in_time[0].period.partition("/")[0], in_time[-1].period.rpartition("/")[2]
    name = writer.catalogue.systems[system].name[writer.speaker.language]
    shown = [writer.figure(count) for count in counts if isinstance(count, Quantity)]
    return [name, *shown, blocks.span(first, last)]


def read_subjects(shelf: Shelf, findings: Iterable[FigureFinding]) -> list[Quantity]:
    """Give the figures that findings speak of."""
    return [_read(shelf, finding.subject) for finding in findings]


def make_findings(writer: Writer, findings: Iterable[FigureFinding]) -> Part:
    """Give the table of findings: of what, where and when, what does not fit, and the figures in question.

    Findings of one rule on one indicator and period share a row; the figures are those of the first area.
    """
    heads = [sentence("Indicator, place and time"), sentence("What does not fit"), sentence("Figures")]
    # A rule finds the same thing in many provinces of one year; a row for each would bury all else.
    alike: dict[tuple[str, str, str], list[FigureFinding]] = {}
    for finding in findings:
        alike.setdefault((finding.rule, finding.subject.indicator, finding.subject.period), []).append(finding)
    rows = [_make_finding_row(writer, found) for found in alike.values()]
    caption = say_plain(sentence("Figures at odds with each other"))
    # One for each finding, as they are counted where they are not put together.
    names = [writer.label(one.subject.indicator) for found in alike.values() for one in found]
    table = blocks.stacking_table(caption, heads, rows, css="findings")
    return folds.fold(folds.count_names(caption, names), table)


def _make_finding_row(writer: Writer, alike: Sequence[FigureFinding]) -> list[Part]:
    first, subject = alike[0], alike[0].subject
    names = dict.fromkeys(writer.name_area(one.subject.area) for one in alike)
    head = blocks.finding(writer.name(subject.indicator), list(names), subject.period)
    figures = _name_figures(writer, first, home=subject.area if len(names) == 1 else "")
    return [head, blocks.judge(first.weight.value, first.rule), separate(el("br"), figures)]


def _name_figures(writer: Writer, finding: FigureFinding, *, home: str) -> Iterator[Part]:
    """Give the figures of a finding; each thing is named once, and its place unless all of the row is of one."""
    named: Part = NOTHING
    for row in finding.figures[:_MOST_FIGURES]:
        name: Part = writer.name(row.indicator)
        if row.area != home:
            name = blocks.of_area(name, writer.name_area(row.area))
        values = {"name": name, "figure": _read(writer.shelf, row), "period": Period(row.period)}
        # Two figures of one thing follow each other where two sources differ; the name once is enough.
        text = sentence("{figure} ({period})") if name == named else sentence("{name}: {figure} ({period})")
        named = name
        yield writer.fill(Sentence(text.text, values))


def _read(shelf: Shelf, row: Observation) -> Quantity:
    figure = read_quantity(row, decimals=shelf.get_indicator(row.indicator).decimals)
    assert not isinstance(figure, Missing)  # what states no value is neither known nor found
    return figure

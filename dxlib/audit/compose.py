"""A whole page, composed again from the notebook and the data: what the page must be, to the byte."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from markupsafe import Markup

from dxlib.audit.charts.composing import KINDS, compose_chart, frame_chart
from dxlib.audit.charts.drawn import Drawn
from dxlib.audit.charts.of_rows import Frame, make_frame, make_picture
from dxlib.audit.charts.saying import Charting
from dxlib.audit.drawing_code import DrawingCode
from dxlib.audit.evaluate import FigureCalls
from dxlib.audit.figure import Gap
from dxlib.audit.gathering import Collector, Value
from dxlib.audit.interpret import Interpreter
from dxlib.audit.known import RANK, Known
from dxlib.audit.notebook import Cell, Notebook
from dxlib.audit.reading_back import ReadingRenderer
from dxlib.audit.sources import Sources
from dxlib.audit.system_pages import SystemCalls
from dxlib.audit.text_blocks import Block
from dxlib.data import keys
from dxlib.errors import DxError
from dxlib.evidence import folds
from dxlib.evidence.format import Evidence, Page
from dxlib.evidence.identity import Identity, locate_index
from dxlib.evidence.naming import name_all
from dxlib.evidence.page import Assets, Heading, name_left_out, render_contents, render_foot, render_head, render_prose
from dxlib.evidence.parts import NOTHING, Part, is_empty
from dxlib.evidence.render import Renderer, flatten
from dxlib.language import Sentence, Speaker
from dxlib.language.extract import split_blocks, split_heading

HOLE: Final = "\x00"  # what stands for a drawing; no page holds it
_SILENT: Final = {"gap", "empty"}
# Public methods of :class:`Calls` that no notebook calls.
# Calls are found by their names, so that a rule that is added needs no list; these few must not be found.
_OF_THE_AUDIT: Final = frozenset((
    "chart", "compare", "find_drawn", "find_gaps_in", "findings_of_day", "list_calls", "name_measure", "read_areas",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Subject:
    """What a page is said to be, by the job that made it or by where it lies.

    Parameters
    ----------
    opened
        The parameters of which its brief has several values, so that its address names them, in their order.
    languages
        Those in which the brief is built.
    parameters
        The values of what its brief adds to area, edition and language.
    labels
        What readers are told that each of these is, in English.
    """

    brief: str
    area: str
    edition: str
    language: str
    as_of: str
    opened: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    parameters: Mapping[str, keys.Value] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def page(self) -> Page:
        """As evidence names it."""
        return Page(
            brief=self.brief, area=self.area, edition=self.edition, language=self.language, as_of=self.as_of,
            parameters=self.parameters,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of a page as it must be: where it comes from, for messages, and its markup."""

    place: str
    html: str


@dataclass(frozen=True, slots=True)
class Composed:
    """A page as it must be.

    Parameters
    ----------
    sections
        Its pieces, in order.
    drawings
        What each of its drawings must show, two of each chart.
    evidence
        What its figures rest on.
    renderer
        Of its language, with the names on the page.
    misread
        Texts that are not read as the figure or period that they stand for, and numerals that are no figure.
    """

    sections: tuple[Section, ...]
    drawings: tuple[tuple[str, Drawn], ...]
    evidence: Evidence
    renderer: Renderer
    misread: tuple[str, ...]


def list_known_calls() -> frozenset[str]:
    """Give the names of the methods of a brief that the audit has a rule for."""
    return frozenset((*_list_methods(), *KINDS))


@cache
def _list_methods() -> tuple[str, ...]:
    names = (name for name, _ in inspect.getmembers(Calls, inspect.isfunction))
    return tuple(name for name in names if not name.startswith("_") and name not in _OF_THE_AUDIT)


@cache
def list_showing_calls() -> frozenset[str]:
    """Give the names of those methods whose results are parts of a page."""
    given = {name: getattr(Calls, name).__annotations__["return"] for name in _list_methods()}
    return frozenset((*(name for name, what in given.items() if what == Block.__name__), *KINDS))


class Calls(SystemCalls):
    """All that a notebook may call."""

    def __init__(self, figures: FigureCalls, page: Page, collector: Collector) -> None:
        super().__init__(figures, page, collector)
        self.drawn: dict[int, Drawn] = {}

    def evidence(self) -> Block:
        return Block("notes", Sources(self.known, self.collector, self.area, self.page.language).compose())

    def chart(self, kind: str, args: tuple[Any, ...], options: dict[str, Any]) -> Block:
        """Compose a chart; or which figure is missing."""
        # What is no option of the chart fills a place of its title.
        own = {name: options.pop(name) for name in KINDS[kind] if name in options}

        def compose(
            collector: Collector, said: Part, title: str, _values: dict[str, Value]
        ) -> tuple[Part, Drawn] | Gap:
            return compose_chart(kind, self, collector, said, title, args, own)

        return self._show(compose, options)

    def history(self, system: str, place: int, *, title: str) -> Block:
        latest = self.find_drawn(system, place)
        if latest is None:
            return Block("empty", NOTHING)
        # The title of such a chart names the same places whichever indicator is drawn.
        options = {"title": title, "measure": self.name_measure(latest), "latest": latest, "first": self.first(latest)}
        if latest.unit == RANK:
            return self.chart("ranking", (latest.indicator,), options)
        return self.chart("trend", (latest.indicator,), {**options, "zero": True})

    def frame(self, indicators: str | Iterable[str], **asked: Any) -> Frame:
        return make_frame(self, indicators, **asked)

    def picture(self, draw: DrawingCode, *, data: Frame, words: str | tuple[str, ...], **options: Any) -> Block:
        told = (words,) if isinstance(words, str) else words

        def compose(collector: Collector, said: Part, title: str, values: dict[str, Value]) -> tuple[Part, Drawn] | Gap:
            chart = make_picture(Charting(self, collector), draw, data, told, values)
            names = dict.fromkeys(one.indicator for one in data.figures)
            return chart if isinstance(chart, Gap) else frame_chart(chart, collector, said, title, [*names])

        return self._show(compose, options)

    def _show(self, compose: Callable[..., tuple[Part, Drawn] | Gap], options: dict[str, Any]) -> Block:
        """Compose what stands under a title; or which figure is missing."""
        title, given = str(options.pop("title")), options.pop("given", None)
        otherwise, folded = str(options.pop("otherwise", "")), options.pop("folded", False) is True
        # Not known counts as not true: words that rest on it are not said.
        if given is not None and given.state is not True:
            title, given = otherwise, None
        if not title:
            return Block("empty", NOTHING)
        values: dict[str, Value] = {**self._list_common(), **options}
        # What a chart notes down counts only if it is shown: a figure of a chart that fails has no note.
        collector = self.collector.fork()
        if given is not None:
            collector.add_given(given.claim, given.figures)
        gaps = self.find_gaps_in(title, values, is_headline=True)
        said = NOTHING if gaps else collector.say(Sentence(title), **values)
        found = compose(collector, said, title, values)
        if gaps or isinstance(found, Gap):
            return self._say_missing([*gaps, *([found] if isinstance(found, Gap) else [])])
        content, drawn = found
        # Folded before it is noted down: the drawing belongs to the part that stands on the page.
        content = folds.fold_chart(content) if folded else content
        self.collector.absorb(collector)
        block = Block("chart", content)
        self.drawn[id(content)] = drawn
        return block

    def list_calls(self) -> dict[str, Any]:
        """Give what each call of a notebook does, by its name."""
        calls: dict[str, Any] = {name: getattr(self, name) for name in _list_methods()}
        for kind in KINDS:
            # The default binds the kind now; without it all calls would make the last chart.
            calls[kind] = lambda *args, _kind=kind, **options: self.chart(_kind, args, options)
        return calls


def _run(
    subject: Subject, calls: Calls, notebook: Notebook
) -> list[tuple[str, list[tuple[Cell, Block | None]]]]:  # fmt: skip
    """Run all cells; give by section what each shows."""
    given = {
        # What the parameters cell and papermill would give: the audit runs no cell with those tags.
        **subject.parameters, "area": subject.area, "edition": int(subject.edition), "language": subject.language,
        "as_of": subject.as_of,
    }  # fmt: skip
    interpreter = Interpreter(calls.list_calls(), given)
    return [(heading, [(cell, _run_cell(interpreter, cell)) for cell in cells]) for heading, cells in notebook.split()]


class NotComposedError(ValueError):
    """A cell of a notebook that the audit has no rule for, and where."""


def _run_cell(interpreter: Interpreter, cell: Cell) -> Block | None:
    if not cell.is_code:
        return None
    try:
        shown = interpreter.run(cell.body)
    except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, DxError) as error:
        raise NotComposedError(f"cell {cell.id}: {error}") from error  # whatever a cell asks for becomes a finding
    # A bare value, such as a figure, would be printed by IPython as text that no rule knows.
    if shown is not None and not isinstance(shown, Block):
        raise NotComposedError(f"cell {cell.id}: it shows what is no part of a page")
    return shown


def compose_page(subject: Subject, notebook: Notebook, known: Known, speaker: Speaker, assets: Assets) -> Composed:
    """Compose a page.

    Parameters
    ----------
    subject
        What the page is.
    notebook
        That of its brief.
    known
        What was known on its day.
    speaker
        Its language.
    assets
        What every page carries.

    Raises
    ------
    NotComposedError
        For a cell that the audit has no rule for.
    """
    # A copied notebook that still opens its model would give a true page of another brief.
    if notebook.opens != subject.brief:
        raise NotComposedError(f"the set-up cell opens '{notebook.opens}', not '{subject.brief}'")
    collector = Collector(known.catalogue, subject.language)
    calls = Calls(FigureCalls(known, subject.area), subject.page, collector)
    sections = _run(subject, calls, notebook)
    evidence = collector.make_evidence(subject.page)
    renderer = ReadingRenderer(
        speaker, evidence.measures, name_all(evidence), lambda _: HOLE, known.facts
    )  # fmt: skip
    renderer.index = locate_index(subject.language, len(subject.opened))
    kept, left_out = _drop_silent(sections)
    return _assemble(_Body(subject, renderer, evidence, calls), kept, left_out, assets, known)


def _drop_silent(
    sections: list[tuple[str, list[tuple[Cell, Block | None]]]],
) -> tuple[list[list[tuple[Cell, Block | None]]], list[str]]:
    """Leave out the sections whose calls all gave nothing but the word that a figure is not known."""
    kept, left_out = [], []
    for heading, cells in sections:
        # A section of prose alone stays, and so does what stands before the first heading.
        kinds = {block.kind for _, block in cells if block}
        if heading and kinds and kinds <= _SILENT:
            left_out.append(heading)
        else:
            kept.append(cells)
    return kept, left_out


@dataclass(slots=True)
class _Body:
    """Writes the body of a page cell by cell."""

    subject: Subject
    renderer: ReadingRenderer
    evidence: Evidence
    calls: Calls
    title: str = ""
    answer: str = ""
    headings: list[Heading] = field(default_factory=list)
    drawings: list[tuple[str, Drawn]] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def write(self, cell: Cell, block: Block | None) -> Iterator[tuple[Heading | None, Section]]:
        """Give the markup of a cell, and the heading that it opens a section with."""
        if block is not None:
            if block.kind == "answer" and not self.answer:
                self.answer = flatten(block.content, self.renderer)
            # By identity: two charts of a page may have equal parts, and each has its own drawings.
            if id(block.content) in self.calls.drawn:
                self.drawings += [(width, self.calls.drawn[id(block.content)]) for width in ("wide", "narrow")]
            if not is_empty(block.content):
                yield None, Section(f"cell {cell.id}", self.renderer.render(block.content))
        elif cell.source:
            # Numbers typed into prose have no evidence; only listed names may hold a numeral.
            for message in self._list_messages(cell.source):
                self.renderer.refuse_numerals(message)
            said = render_prose(cell.source, self.renderer.speaker, self.taken, is_first=not self.title)
            self.title = self.title or said.title
            if said.section:
                self.headings.append(said.section)
            yield said.section, Section(f"cell {cell.id}", said.html)

    def _list_messages(self, source: str) -> list[str]:
        """Give the prose of a cell, and the translation of each of its blocks that has one."""
        texts = [split_heading(block)[1] for block in split_blocks(source)]
        translated = [said for text in texts if (said := self.renderer.speaker.translate(text)) != text]
        return [source, *translated]


def _assemble(
    body: _Body, kept: list[list[tuple[Cell, Block | None]]], left_out: list[str], assets: Assets, known: Known
) -> Composed:
    written = [found for cells in kept for cell, block in cells for found in body.write(cell, block)]
    speaker = body.renderer.speaker
    identity = Identity(
        body.title, body.answer, body.evidence, speaker, known.catalogue, body.subject.languages,
        known.list_corrected(body.evidence.stated.values()), body.subject.opened, body.subject.labels,
    )  # fmt: skip
    # Sections that are left out are named in the last one.
    last = max((index for index, (heading, _) in enumerate(written) if heading), default=-1)
    sections = [Section("head", render_head(identity, assets))]
    for index, (heading, section) in enumerate(written):
        if heading:
            # The table of contents stands before the first section, and ends what stands open until then.
            ended = render_contents(body.headings, speaker) if heading is body.headings[0] else Markup("</section>")
            opened = Markup('<section aria-labelledby="{}">').format(heading.id)
            sections.append(Section("contents", ended + opened))
        sections.append(section)
        if index == last and left_out:
            sections.append(Section("left out", name_left_out(left_out, speaker)))
    sections.append(Section("foot", "</section>" if body.headings else "</div>"))
    sections.append(Section("foot", render_foot(identity, assets, body.renderer.names)))
    renderer = body.renderer
    return Composed(tuple(sections), tuple(body.drawings), body.evidence, renderer, tuple(renderer.misread))

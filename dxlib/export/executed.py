"""Reading an executed notebook as a page: title, sections, fragments, evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup
from nbformat import NotebookNode

from dxlib.brief.fragments import MIME_TYPE, Fragment, read_fragment
from dxlib.errors import NotebookError
from dxlib.evidence.format import Evidence, merge_evidence
from dxlib.evidence.identity import locate_index
from dxlib.evidence.naming import name_all
from dxlib.evidence.page import Heading, list_lost, name_left_out, render_prose
from dxlib.evidence.parts import NOTHING, Part
from dxlib.evidence.render import Renderer, flatten
from dxlib.export.silence import drop_silent_sections
from dxlib.language import Speaker

PLAIN: Final = "text/plain"
# What IPython says of an object that only its richer forms show.
_NAMELESS = re.compile(r"<IPython\.core\.display\.\w+ object>")
# What Figure, Axes, lists of artists, and seaborn's grids say of themselves.
_FIGURE = re.compile(r"(?:array\(|\[|\{'\w+': \[)*<(?:Figure size|Axes|matplotlib\.|seaborn\.)")
_MOST_QUOTED: Final = 200  # characters of what a cell wrote
_INJECTED: Final = "injected-parameters"  # the tag of the cell that papermill adds
_HIDDEN_TAGS = {"parameters", _INJECTED}


@dataclass(frozen=True, slots=True)
class PageContent:
    """What an executed notebook says.

    Parameters
    ----------
    title
        The text of its first heading, in the language of the page.
    answer
        The brief's answer as plain text; empty when it says none.
    key_figures
        Its first strip of key figures; nothing when it has none.
    contents
        Its sections.
    evidence
        All evidence of all fragments.
    renderer
        Of the language of the page, with the names of figures and sources there.
    notebook
        A copy whose cells hold markup only, for the template.
    unshown
        What the notebook shows and the page does not, each in one line, for its author.
    """

    title: str
    answer: str
    key_figures: Part
    contents: tuple[Heading, ...]
    evidence: Evidence
    renderer: Renderer
    notebook: NotebookNode
    unshown: tuple[str, ...]

    @property
    def speaker(self) -> Speaker:
        """The language of the page."""
        return self.renderer.speaker


def read_page(
    notebook: NotebookNode, make_speaker: Callable[[str], Speaker], *, opened: int = 0
) -> PageContent:  # fmt: skip
    """Read an executed notebook; ``opened`` is how many parameters the address of its page names.

    Raises
    ------
    NotebookError
        When a cell failed, or no cell opened a brief (run it first), or there is no ``# title``.
    """
    _refuse_errors(notebook)
    copied = _copy(notebook)
    unshown = tuple(_name_unshown(copied))
    fragments = list(_read_fragments(copied))
    evidence = merge_evidence(fragment.evidence for fragment in fragments)
    if evidence.page is None:
        raise NotebookError(
            "The notebook shows no fragment of a brief.",
            fix="run it first (dxlib build does), and open a brief in its set-up cell.",
        )
    renderer = Renderer(make_speaker(evidence.page.language), evidence.measures, name_all(evidence))
    renderer.index = locate_index(evidence.page.language, opened)
    kept, left_out = drop_silent_sections(copied.cells)
    reader = _Reader(renderer)
    # After silent sections went: a heading that is left out takes no id and is in no table of contents.
    copied.cells = [cell for cell in kept if reader.prepare_cell(cell)]
    places = [cell.metadata.dxlib for cell in copied.cells if cell.metadata.dxlib.opens]
    if left_out and places:
        places[-1].html += name_left_out(left_out, renderer.speaker)
    if not reader.title:
        raise NotebookError("The notebook has no title.", fix="begin its first cell with '# ' and the question.")
    # Index and feed name the first answer and the first strip of key figures; others may follow on the page.
    answer = next((flatten(one.content, renderer) for one in fragments if one.kind == "answer"), "")
    cards = next((one.content for one in fragments if one.kind == "key-figures"), NOTHING)
    return PageContent(reader.title, answer, cards, tuple(reader.headings), evidence, renderer, copied, unshown)


def _copy(notebook: NotebookNode) -> NotebookNode:
    """Copy a notebook as deep as this module changes it; the content of outputs is most of it, and stays the same."""
    copied = NotebookNode(notebook)
    copied.cells = [NotebookNode(cell, metadata=NotebookNode(cell.metadata)) for cell in notebook.cells]
    for cell in copied.cells:
        if "outputs" in cell:
            cell.outputs = [NotebookNode(output) for output in cell.outputs]
    return copied


def _refuse_errors(notebook: NotebookNode) -> None:
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", ()):
            if _is_figure(output):
                raise NotebookError(
                    f"Cell {number} shows a matplotlib figure, which has no evidence:\n{cell.source}",
                    fix="show it with brief.picture(draw, data=brief.frame(...), title=..., words=...).",
                )
            if output.output_type == "error":
                raise NotebookError(
                    f"A cell failed: {output.ename}: {output.evalue}\n{cell.source}",
                    fix="mend the cell; a page is never made from a notebook that failed.",
                )


def _name_unshown(notebook: NotebookNode) -> Iterator[str]:
    """Name what a page cannot show: it holds fragments of a brief, prose and plain text."""
    # Without the cell that papermill adds, so that numbers are those of the notebook that the author sees.
    written = (cell for cell in notebook.cells if _INJECTED not in cell.metadata.get("tags", ()))
    for number, cell in enumerate(written, start=1):
        if cell.cell_type == "raw" and cell.source.strip():
            yield f"Cell {number} is a raw cell, which is not on the page. Fix: make it a Markdown cell."
        if lost := list_lost(cell.source) if cell.cell_type == "markdown" else []:
            fix = "say it in words, or show it by a call of the brief"
            yield f"Cell {number} holds {', '.join(lost)}: the page has no more than its words. Fix: {fix}."
        for output in cell.get("outputs", ()):
            if output.output_type == "stream" and output.name == "stderr":
                said = output.text.strip().partition("\n")[0]
                yield f"Cell {number} writes to stderr, which is not on the page: {said[:_MOST_QUOTED]}"
            data = output.get("data", {})
            # Where IPython gave HTML, LaTeX or a picture besides plain text, the page shows less than its author saw.
            if data and MIME_TYPE not in data and (richer := sorted(data.keys() - {PLAIN})):
                kept = "of which only plain text is on the page" if _is_shown(output) else "which is not on the page"
                yield (
                    f"Cell {number} shows {', '.join(richer)}, {kept}. "
                    "Fix: say it with a call of the brief, or in a Markdown cell."
                )


def _is_shown(output: NotebookNode) -> bool:
    """Say whether an output that is no fragment has a plain text that says something."""
    plain = output.get("data", {}).get(PLAIN, "")
    return bool(plain) and not _NAMELESS.fullmatch(plain)


def _is_figure(output: NotebookNode) -> bool:
    """Say whether an output is what matplotlib or seaborn gives: a figure, Axes, a grid, or a picture of one."""
    data = output.get("data", {})
    # Any image counts, whichever library made it: a picture without a fragment has no evidence.
    is_picture = any(kind.startswith("image/") for kind in data) and MIME_TYPE not in data
    return is_picture or _FIGURE.match(data.get("text/plain", "")) is not None


def _read_fragments(notebook: NotebookNode) -> Iterator[Fragment]:
    """Give the fragments of a notebook, and leave each in its output in place of its text."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            content = output.get("data", {}).get(MIME_TYPE)
            if content:
                # Read once and left in place: sections, evidence and markup all need it.
                fragment = read_fragment(content)
                output.data = {MIME_TYPE: fragment}
                yield fragment


class _Reader:
    """Turns the cells of a notebook into markup, one after the other."""

    def __init__(self, renderer: Renderer) -> None:
        self.renderer = renderer
        self.title = ""
        self.headings: list[Heading] = []
        self._taken: set[str] = set()

    def prepare_cell(self, cell: NotebookNode) -> bool:
        """Turn a cell into markup; say whether anything of it is shown."""
        if _HIDDEN_TAGS & set(cell.metadata.get("tags", ())):
            return False
        cell.metadata.dxlib = NotebookNode(html=Markup(), opens=False)
        if cell.cell_type == "markdown":
            return self._prepare_prose(cell)
        if cell.cell_type != "code":
            return False
        for output in cell.outputs:
            self._prepare_output(output)
        cell.outputs = [output for output in cell.outputs if output.output_type == "stream" or output.get("data")]
        return bool(cell.outputs)

    def _prepare_prose(self, cell: NotebookNode) -> bool:
        said = render_prose(cell.source, self.renderer.speaker, self._taken, is_first=not self.title)
        self.title = self.title or said.title
        cell.metadata.dxlib.html = said.html
        if said.section:
            self.headings.append(said.section)
            cell.metadata.dxlib.opens = True
            cell.metadata.dxlib.id = said.section.id
        return bool(said.html)

    def _prepare_output(self, output: NotebookNode) -> None:
        data = output.get("data")
        if data is None:
            return
        if MIME_TYPE in data:
            output.data = NotebookNode({MIME_TYPE: self.renderer.render(data[MIME_TYPE].content)})
        else:
            # HTML and pictures of a notebook have no evidence behind them, and are dropped.
            output.data = NotebookNode({PLAIN: data[PLAIN]} if _is_shown(output) else {})

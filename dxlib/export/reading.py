"""Reading an executed notebook as a page: title, sections, fragments, evidence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import nh3
from markupsafe import Markup, escape
from nbconvert.filters.markdown_mistune import markdown2html_mistune
from nbformat import NotebookNode

from dxlib.brief.evidence import Evidence, merge_evidence
from dxlib.brief.fragments import MIME_TYPE, read_fragment, read_markup
from dxlib.errors import NotebookError
from dxlib.export.silence import drop_silent_sections
from dxlib.language import Speaker, sentence
from dxlib.language.extract import split_blocks, split_heading
from dxlib.language.sentences import fill

_TAGS = {"p", "a", "em", "strong", "code", "ul", "ol", "li", "blockquote", "br", "sub", "sup"}
_TABLE_TAGS = _TAGS | {"table", "thead", "tbody", "tr", "th", "td", "caption", "h3", "h4", "div", "span", "pre"}
_LEFT_OUT = sentence("Left out, because no figure was known by then: {sections}.")
_HIDDEN_TAGS = {"parameters", "injected-parameters"}


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of the table of contents."""

    id: str
    text: str


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
        The markup of its first strip of key figures; empty when it has none.
    contents
        Its sections.
    evidence
        All evidence of all fragments.
    speaker
        The language of the page.
    notebook
        A copy whose cells hold markup only, for the template.
    """

    title: str
    answer: str
    key_figures: Markup
    contents: tuple[Heading, ...]
    evidence: Evidence
    speaker: Speaker
    notebook: NotebookNode


def read_page(notebook: NotebookNode, make_speaker: Callable[[str], Speaker]) -> PageContent:
    """Read an executed notebook.

    Raises
    ------
    NotebookError
        When a cell failed, or no cell opened a brief (run it first), or there is no ``# title``.
    """
    _refuse_errors(notebook)
    fragments = [read_fragment(content) for content in _list_contents(notebook)]
    evidence = merge_evidence(fragment.evidence for fragment in fragments)
    if evidence.page is None:
        raise NotebookError(
            "The notebook shows no fragment of a brief.",
            fix="run it first (dxlib build does), and open a brief in its set-up cell.",
        )
    speaker = make_speaker(evidence.page.language)
    copied = _copy(notebook)
    headings: list[Heading] = []
    titles: list[str] = []
    kept, left_out = drop_silent_sections(copied.cells)
    copied.cells = [cell for cell in kept if _prepare_cell(cell, speaker, headings, titles)]
    _name_left_out(left_out, copied.cells, speaker)
    if not titles:
        raise NotebookError("The notebook has no title.", fix="begin its first cell with '# ' and the question.")
    answer = next((fragment.html.striptags() for fragment in fragments if fragment.kind == "answer"), "")
    cards = next((fragment.html for fragment in fragments if fragment.kind == "key-figures"), Markup())
    return PageContent(titles[0], answer, cards, tuple(headings), evidence, speaker, copied)


def _copy(notebook: NotebookNode) -> NotebookNode:
    """Copy a notebook as deep as this module changes it; the content of outputs is most of it, and stays the same."""
    copied = NotebookNode(notebook)
    copied.cells = [NotebookNode(cell, metadata=NotebookNode(cell.metadata)) for cell in notebook.cells]
    for cell in copied.cells:
        if "outputs" in cell:
            cell.outputs = [NotebookNode(output) for output in cell.outputs]
    return copied


def _name_left_out(headings: list[str], cells: list[NotebookNode], speaker: Speaker) -> None:
    """Say at the head of the last section what the page does not cover."""
    places = [cell.metadata.dxlib for cell in cells if cell.metadata.get("dxlib", {}).get("opens")]
    if headings and places:
        names = " · ".join(speaker.translate(heading) for heading in headings)
        text = fill(speaker.translate(_LEFT_OUT.text), lambda _name, _form: escape(names))
        places[-1].html += Markup('<p class="gap">{}</p>').format(text)


def _refuse_errors(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if output.output_type == "error":
                raise NotebookError(
                    f"A cell failed: {output.ename}: {output.evalue}\n{cell.source}",
                    fix="mend the cell; a page is never made from a notebook that failed.",
                )


def _list_contents(notebook: NotebookNode) -> Iterator[Mapping[str, Any] | str]:
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            content = output.get("data", {}).get(MIME_TYPE)
            if content:
                yield content


def _prepare_cell(cell: NotebookNode, speaker: Speaker, headings: list[Heading], titles: list[str]) -> bool:
    """Turn a cell into markup; say whether anything of it is shown."""
    if _HIDDEN_TAGS & set(cell.metadata.get("tags", ())):
        return False
    cell.metadata.dxlib = NotebookNode(html=Markup(), opens=False)
    if cell.cell_type == "markdown":
        cell.metadata.dxlib.html = _render_markdown(cell, speaker, headings, titles)
        return bool(cell.metadata.dxlib.html) or cell.metadata.dxlib.opens
    if cell.cell_type != "code":
        return False
    for output in cell.outputs:
        _prepare_output(output)
    return bool(cell.outputs)


def _prepare_output(output: NotebookNode) -> None:
    data = output.get("data")
    if data is None:
        return
    if MIME_TYPE in data:
        output.data = NotebookNode({MIME_TYPE: read_markup(data[MIME_TYPE])})
    elif "text/html" in data:
        allowed = nh3.clean(data["text/html"], tags=_TABLE_TAGS, attributes={"th": {"scope"}, "a": {"href"}})
        output.data = NotebookNode({"text/html": Markup(allowed)})  # noqa: S704  (cleaned the line above)


def _render_markdown(cell: NotebookNode, speaker: Speaker, headings: list[Heading], titles: list[str]) -> Markup:
    parts = []
    for block in split_blocks(cell.source):
        level, source = split_heading(block)
        text = speaker.translate(source)
        if level == 1 and not titles:
            titles.append(text)
        elif level:
            parts.append(_render_heading(level, text, cell, headings))
        else:
            html = nh3.clean(markdown2html_mistune(text), tags=_TAGS, attributes={"a": {"href"}})
            parts.append(Markup(html))  # noqa: S704  (cleaned the line above)
    return Markup("\n").join(parts)


def _render_heading(level: int, text: str, cell: NotebookNode, headings: list[Heading]) -> Markup:
    identifier = _make_id(text, {heading.id for heading in headings})
    if level == 2:  # noqa: PLR2004  (## opens a section)
        headings.append(Heading(identifier, text))
        cell.metadata.dxlib.opens = True
        cell.metadata.dxlib.id = identifier
    return Markup('<h{} id="{}">{}</h{}>').format(level, identifier, escape(text), level)


def _make_id(text: str, taken: set[str]) -> str:
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D")).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "section"
    stem = re.sub(r"^([es])-", r"\1", stem)  # "e-" and "s-" name figures and sources: "egovernment"
    identifier, count = stem, 1
    while identifier in taken:
        count += 1
        identifier = f"{stem}-{count}"
    return identifier

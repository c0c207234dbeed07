"""Sections without anything to say are left out, and named."""

from __future__ import annotations

import nbformat

from dxlib.brief.fragments import MIME_TYPE, Fragment
from dxlib.evidence.format import Evidence
from dxlib.evidence.parts import el
from dxlib.export.silence import drop_silent_sections


def show(kind: str) -> nbformat.NotebookNode:
    """Give a cell as it is when fragments have been read."""
    cell = nbformat.v4.new_code_cell("brief.call()", outputs=[nbformat.v4.new_output("display_data")])
    cell.outputs[0].data = {MIME_TYPE: Fragment(kind, el("p", kind), Evidence())}
    return cell


def head(text: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_markdown_cell(text)


def test_a_section_of_gaps_and_nothing_goes_with_its_heading_and_its_words():
    cells = [show("answer"), head("## Fees\n\nWords."), show("gap"), head("More words."), show("empty"), head("## Use"),
             show("gap"), show("text")]  # fmt: skip
    kept, left_out = drop_silent_sections(cells)
    assert kept == [cells[0], *cells[5:]]
    assert left_out == ["Fees"]


def test_a_section_without_any_call_stays():
    cells = [head("## Method\n\nWords."), head("## Fees"), show("empty")]
    assert drop_silent_sections(cells) == (cells[:1], ["Fees"])


def test_what_stands_before_the_first_section_stays_whatever_it_says():
    cells = [head("# Title"), show("empty"), show("gap")]
    assert drop_silent_sections(cells) == (cells, [])


def test_a_smaller_heading_opens_no_section():
    cells = [head("## Use"), show("text"), head("### Detail"), show("gap")]
    assert drop_silent_sections(cells) == (cells, [])

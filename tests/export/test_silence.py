"""Sections without anything to say are left out, and named."""

from __future__ import annotations

import nbformat
from markupsafe import Markup

from dxlib.brief.evidence import Evidence
from dxlib.brief.fragments import Fragment
from dxlib.export.silence import drop_silent_sections


def show(kind: str) -> nbformat.NotebookNode:
    bundle = Fragment(kind, Markup(f"<p>{kind}</p>"), Evidence())._repr_mimebundle_()
    return nbformat.v4.new_code_cell("brief.call()", outputs=[nbformat.v4.new_output("display_data", data=bundle)])


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

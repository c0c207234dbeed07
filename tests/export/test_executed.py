"""An executed notebook as a page: what it says, what of it is not shown, and which notebooks are refused."""

from __future__ import annotations

from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

import dxlib as dx
from dxlib.brief.fragments import MIME_TYPE, Fragment
from dxlib.data.clean import clean
from dxlib.errors import NotebookError
from dxlib.export.executed import PageContent, read_page
from dxlib.language import Speaker
from tests.conftest import write_toy_project

WAY = "Fix: say it with a call of the brief, or in a Markdown cell."


@pytest.fixture(scope="module")
def brief(tmp_path_factory: pytest.TempPathFactory) -> dx.Brief:
    project = write_toy_project(tmp_path_factory.mktemp("executed")).project
    clean(project)
    return dx.open_brief("01-toy", area="VNM", edition=2024, language="en", as_of="2026-12-31", root=project.root)


def give(data: dict[str, Any]) -> NotebookNode:
    return nbformat.v4.new_output("execute_result", data=data, execution_count=1)


def show(*fragments: Fragment) -> NotebookNode:
    """Give a cell that shows fragments."""
    return run(*(give(dict(one._repr_mimebundle_())) for one in fragments))


def run(*outputs: NotebookNode, tags: tuple[str, ...] = ()) -> NotebookNode:
    """Give a cell with outputs."""
    metadata = {"tags": list(tags)} if tags else {}
    return nbformat.v4.new_code_cell("show()", outputs=list(outputs), metadata=metadata)


def say(text: str) -> NotebookNode:
    return nbformat.v4.new_markdown_cell(text)


def read(*cells: NotebookNode, opened: int = 0) -> PageContent:
    return read_page(nbformat.v4.new_notebook(cells=list(cells)), lambda code: Speaker(code, {}), opened=opened)


def test_title_sections_answer_and_key_figures_are_those_that_come_first(brief: dx.Brief) -> None:
    rank = brief.latest("egdi_rank")
    answers = [brief.answer("It ranks {rank}.", rank=rank), brief.answer("Again {rank}.", rank=rank)]
    cards = [brief.key_figures("egdi_rank"), brief.key_figures("online_share")]
    page = read(say("# Where does it stand?"), show(answers[0]), show(*cards), say("## More"), show(answers[1]))
    assert (page.title, page.answer) == ("Where does it stand?", "It ranks 71.")
    assert page.key_figures == cards[0].content
    assert [one.text for one in page.contents] == ["More"]
    assert rank.key in page.evidence.stated


def test_a_page_without_an_answer_and_key_figures_has_none(brief: dx.Brief) -> None:
    page = read(say("# Title"), show(brief.evidence()))
    assert (page.answer, page.contents, page.unshown) == ("", (), ())
    assert not page.key_figures


def test_the_cells_of_a_page_hold_markup_only_and_the_notebook_stays_as_it_is(brief: dx.Brief) -> None:
    cells = [say("# Title\n\nWords."), show(brief.say("{x} of them", x=brief.latest("egdi_rank"))), run()]
    before = nbformat.writes(nbformat.v4.new_notebook(cells=cells))
    notebook = read(*cells).notebook
    assert nbformat.writes(nbformat.v4.new_notebook(cells=cells)) == before
    assert [cell.cell_type for cell in notebook.cells] == ["markdown", "code"]
    assert "Words." in notebook.cells[0].metadata.dxlib.html
    (output,) = notebook.cells[1].outputs
    assert list(output.data) == [MIME_TYPE]
    assert "of them" in output.data[MIME_TYPE]


def test_parameters_and_raw_cells_are_not_on_the_page(brief: dx.Brief) -> None:
    shown = show(brief.evidence())
    hidden = [run(give({"text/plain": "5"}), tags=(tag,)) for tag in ("parameters", "injected-parameters")]
    page = read(say("# Title"), *hidden, nbformat.v4.new_raw_cell("raw"), shown)
    assert [cell.outputs[0].data.keys() for cell in page.notebook.cells] == [{MIME_TYPE}]
    # Papermill adds a cell, which the author does not see in the notebook.
    assert page.unshown == ("Cell 3 is a raw cell, which is not on the page. Fix: make it a Markdown cell.",)
    assert read(say("# Title"), nbformat.v4.new_raw_cell(" "), shown).unshown == ()


def test_what_markdown_holds_and_a_page_has_not_is_named(brief: dx.Brief) -> None:
    prose = "A [page](https://x.org) and ![a map](map.png)\n\n| a | b |\n|---|---|\n| c | d |\n\n<div>x</div>"
    page = read(say("# Title"), say(prose), show(brief.evidence()))
    assert page.unshown == (
        "Cell 2 holds a picture, a table, <div>: the page has no more than its words. "
        "Fix: say it in words, or show it by a call of the brief.",
    )


def test_plain_text_is_shown_and_what_is_richer_is_named(brief: dx.Brief) -> None:
    outputs = [
        give({"text/plain": "<IPython.core.display.HTML object>", "text/html": "<b>x</b>"}),
        give({"text/plain": "   a\n0  1", "text/html": "<table>", "text/latex": "x"}),
        give({"text/plain": "plain"}),
        nbformat.v4.new_output("stream", name="stderr", text=f"{'a' * 300}\nmore"),
        nbformat.v4.new_output("stream", name="stdout", text="said"),
    ]
    page = read(say("# Title"), run(*outputs), show(brief.evidence()))
    assert page.unshown == (
        f"Cell 2 shows text/html, which is not on the page. {WAY}",
        f"Cell 2 shows text/html, text/latex, of which only plain text is on the page. {WAY}",
        f"Cell 2 writes to stderr, which is not on the page: {'a' * 200}",
    )
    kept = page.notebook.cells[0].outputs
    assert [dict(one.get("data", {})) for one in kept] == [
        {"text/plain": "   a\n0  1"}, {"text/plain": "plain"}, {}, {},
    ]  # fmt: skip


def test_a_fragment_that_comes_with_an_image_is_no_figure_without_evidence(brief: dx.Brief) -> None:
    shown = brief.say("{x} of them", x=brief.latest("egdi_rank"))
    picture = run(give({**shown._repr_mimebundle_(), "image/png": "iVBORw0KGgo="}))
    (cell,) = read(say("# Title"), picture).notebook.cells
    assert "of them" in cell.outputs[0].data[MIME_TYPE]


def test_a_section_without_anything_to_say_is_left_out_and_named_at_the_end(brief: dx.Brief) -> None:
    nothing = show(brief.say("{x} of them", x=brief.at("egdi_rank", "1999")))
    last = show(brief.say("{x} of them", x=brief.latest("egdi_rank")))
    page = read(say("# Title"), show(brief.evidence()), say("## Silent"), nothing, say("## Last"), last)
    assert [one.text for one in page.contents] == ["Last"]
    assert "Silent" in page.notebook.cells[-2].metadata.dxlib.html


def test_a_notebook_that_was_not_run_is_refused() -> None:
    with pytest.raises(NotebookError) as caught:
        read(say("# Title"), run())
    assert str(caught.value) == (
        "The notebook shows no fragment of a brief.\n"
        "Fix: run it first (dxlib build does), and open a brief in its set-up cell."
    )


def test_a_notebook_without_a_title_is_refused(brief: dx.Brief) -> None:
    with pytest.raises(NotebookError, match=r"The notebook has no title\.\nFix: begin its first cell"):
        read(say("Words."), show(brief.evidence()))


def test_a_notebook_that_failed_is_refused() -> None:
    output = nbformat.v4.new_output("error", ename="ZeroDivisionError", evalue="division by zero", traceback=[])
    with pytest.raises(NotebookError, match=r"A cell failed: ZeroDivisionError: division by zero\nshow\(\)"):
        read(run(output))


@pytest.mark.parametrize(
    "data",
    [
        {"text/plain": "<Figure size 640x480 with 1 Axes>"},
        {"text/plain": "<Figure size 640x480 with 1 Axes>", "image/png": "iVBORw0KGgo="},
        {"text/plain": "<Axes: xlabel='TIME_PERIOD', ylabel='OBS_VALUE'>"},
        {"text/plain": "[<matplotlib.lines.Line2D at 0x7f00>]"},
        {"text/plain": "<seaborn.axisgrid.FacetGrid at 0x7f00>"},
        {"text/plain": "array([<Axes: >, <Axes: >], dtype=object)"},
        {"image/svg+xml": "<svg/>"},
    ],
)
def test_a_figure_of_matplotlib_that_a_cell_shows_is_refused(data: dict[str, str]) -> None:
    with pytest.raises(NotebookError) as caught:
        read(say("# Title"), run(give(data)))
    assert str(caught.value) == (
        "Cell 2 shows a matplotlib figure, which has no evidence:\nshow()\n"
        "Fix: show it with brief.picture(draw, data=brief.frame(...), title=..., words=...)."
    )

"""What a page and an index carry inside: style and script, tightened without a change of meaning."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dxlib.bounds import MOST_TILES
from dxlib.brief.style import read_fragment_css
from dxlib.export import assets
from dxlib.export.assets import (
    ICON,
    read_assets,
    read_index_assets,
    read_index_script,
    read_script,
    render_index_css,
    render_page_css,
)

TEMPLATES = Path(assets.__file__).parent / "templates"


def test_a_page_has_the_style_of_fragments_and_its_own() -> None:
    assert render_page_css().startswith(read_fragment_css())
    assert render_page_css().endswith((TEMPLATES / "brief/page.css").read_text("utf-8"))


def test_an_index_has_the_style_of_a_page_and_a_place_for_each_tile() -> None:
    sheet = render_index_css()
    assert sheet.startswith(render_page_css())
    rows = {int(n) for n in re.findall(r"\.r(\d+)\{grid-row:\1\}", sheet)}
    columns = {int(n) for n in re.findall(r"\.c(\d+)\{grid-column:\1\}", sheet)}
    assert rows == columns == set(range(1, MOST_TILES + 1))


@pytest.mark.parametrize("script", [read_script(), read_index_script()], ids=["page", "index"])
def test_a_script_has_no_indents_no_comments_and_no_empty_lines(script: str) -> None:
    lines = script.split("\n")
    assert lines.pop() == ""
    assert [one for one in lines if one != one.strip() or not one or one.startswith("//")] == []
    assert len(lines) > 20


def test_a_script_keeps_its_lines_and_all_signs_but_blanks() -> None:
    written = [(TEMPLATES / f"brief/{name}.js").read_text("utf-8") for name in ("evidence", "tools", "steps")]
    kept = [line.strip() for text in written for line in text.splitlines()]
    kept = [line for line in kept if line and not line.startswith("//")]
    made = read_script().splitlines()
    assert [re.sub(r"\s", "", line) for line in made] == [re.sub(r"\s", "", line) for line in kept]
    # A line that holds a text or a regular expression stays as it is: its blanks may mean something.
    assert [one for one in made if re.search(r"['\"`/]", one)] == [one for one in kept if re.search(r"['\"`/]", one)]


def test_no_letter_joins_another_where_a_blank_was_left_out() -> None:
    def list_words(text: str) -> list[str]:
        return re.findall(r"[\w$]+", text)

    script = (TEMPLATES / "index/index.js").read_text("utf-8")
    lines = [line for line in map(str.strip, script.splitlines()) if line and not line.startswith("//")]
    assert list_words(read_index_script()) == list_words("\n".join(lines))


def test_pages_and_indexes_carry_the_same_icon_and_fonts_and_each_its_own_style_and_script() -> None:
    page, index = read_assets(), read_index_assets()
    assert (page.style, page.script) == (render_page_css(), read_script())
    assert (index.style, index.script) == (render_index_css(), read_index_script())
    assert page.icon == index.icon == ICON
    assert "#" not in re.findall(r'href="([^"]*)"', ICON)[0]

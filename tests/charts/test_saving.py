"""Drawings as files: what they hold, that they stand alone, and that they are the same each time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from dxlib.charts.canvas import Canvas, CanvasText, Fill
from dxlib.charts.paints import Mix
from dxlib.charts.saving import render_document, save_canvas
from dxlib.charts.theme import Color
from dxlib.errors import ConfigError


@pytest.fixture
def canvas() -> Canvas:
    """A text over a mixed colour."""
    canvas = Canvas(330, 290)
    canvas.fills.append(Fill(((10, 10), (100, 50)), Mix(Color.FIRST, 30, Color.PAPER)))
    canvas.texts.append(CanvasText("Đồng bằng", 20, 20, Color.INK))
    return canvas


def test_an_svg_stands_alone_with_its_font_and_both_schemes(canvas: Canvas, tmp_path: Path) -> None:
    save_canvas(canvas, tmp_path / "a.svg", title="R&D")
    tree = etree.parse(tmp_path / "a.svg").getroot()
    assert (tree.get("width"), tree.get("height"), tree.get("viewBox")) == ("330", "290", "0 0 330 290")
    assert tree.findtext("{*}title") == "R&D"
    style = tree.findtext("{*}style") or ""
    assert style.count("@font-face") == 2
    mix = Mix(Color.FIRST, 30, Color.PAPER)
    assert "@media (prefers-color-scheme:dark)" in style
    assert f'.chart-svg [stroke="{mix.light}"]{{stroke:{mix.dark}}}' in style
    assert "color-mix" not in etree.tostring(tree).decode()
    assert re.findall(r"https?://(?!www\.w3\.org/)", etree.tostring(tree).decode()) == []


def test_a_png_has_two_pixels_for_one_and_its_title(canvas: Canvas, tmp_path: Path) -> None:
    save_canvas(canvas, str(tmp_path / "a.PNG"), title="Một hình")
    with Image.open(tmp_path / "a.PNG") as image:
        assert image.size == (660, 580)
        assert image.info["Title"] == "Một hình"


def test_a_pdf_has_its_font_inside_and_no_clock(canvas: Canvas, tmp_path: Path) -> None:
    save_canvas(canvas, tmp_path / "a.pdf", title="a")
    content = (tmp_path / "a.pdf").read_bytes()
    assert b"/FontFile2" in content
    assert b"SourceSansPro-Regular" in content
    assert b"CreationDate" not in content


@pytest.mark.parametrize("suffix", [".svg", ".png", ".pdf"])
def test_the_same_drawing_gives_the_same_file(canvas: Canvas, tmp_path: Path, suffix: str) -> None:
    for name in "ab":
        save_canvas(canvas, tmp_path / f"{name}{suffix}", title="t")
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


def test_another_suffix_is_refused_with_those_that_are_allowed(canvas: Canvas, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        save_canvas(canvas, tmp_path / "chart.jpg", title="t")
    assert str(caught.value) == (
        "A drawing cannot be saved as 'chart.jpg'. Did you mean '.png'?\n"
        "Allowed: '.svg', '.png', '.pdf'.\nFix: give the file one of these suffixes."
    )
    assert list(tmp_path.iterdir()) == []


def test_a_document_declares_its_encoding(canvas: Canvas) -> None:
    assert render_document(canvas, title="t").startswith(
        '<?xml version="1.0" encoding="utf-8"?>\n<svg class="chart-svg"'
    )


def test_an_svg_carries_the_letters_of_its_own_texts(canvas: Canvas) -> None:
    assert "unicode-range:" not in render_document(canvas, title="t")
    canvas.texts.append(CanvasText("Žemaitija", 0, 10, Color.INK))
    assert render_document(canvas, title="t").count("unicode-range:") == 2


def test_an_svg_says_its_language_where_the_reader_s_program_finds_letters(canvas: Canvas, tmp_path: Path) -> None:
    save_canvas(canvas, tmp_path / "a.svg", title="t", language="vi")
    assert "xml:lang" not in (tmp_path / "a.svg").read_text("utf-8")
    canvas.texts.append(CanvasText("\u76f4", 0, 10, Color.INK))
    save_canvas(canvas, tmp_path / "a.svg", title="t", language="zh-Hant")
    tree = etree.parse(tmp_path / "a.svg").getroot()
    assert tree.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-Hant"

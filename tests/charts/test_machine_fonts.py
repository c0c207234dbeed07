"""Letters that the theme's font lacks: a font of the machine has them, or the drawing is refused as PNG and PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from matplotlib import font_manager
from PIL import Image

from dxlib.charts import machine_fonts
from dxlib.charts.as_figures import draw_as_figure
from dxlib.charts.backend.known_font import register_fonts
from dxlib.charts.canvas import Canvas, CanvasText
from dxlib.charts.machine_fonts import find_families, list_lacking
from dxlib.charts.saving import save_canvas
from dxlib.charts.theme import FONT_FAMILY, Color
from dxlib.errors import MissingDependencyError


def write_font(folder: Path, name: str, letters: str, *, weight: int = 400, high: int = 1000) -> str:
    """Write a font whose letters are squares of a height."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, high), (high, high), (high, 0)):
        pen.lineTo(corner)
    pen.closePath()
    square = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    names = [".notdef", *(f"u{ord(letter):X}" for letter in letters)]
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): f"u{ord(letter):X}" for letter in letters})
    builder.setupGlyf(dict.fromkeys(names, square))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 0)))
    builder.setupHorizontalHeader(ascent=1000, descent=0)
    builder.setupNameTable({"familyName": name, "styleName": "Regular", "psName": name.replace(" ", "")})
    builder.setupOS2(usWeightClass=weight)
    builder.setupPost()
    path = folder / f"{name}-{weight}.ttf"
    builder.save(path)
    return str(path)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The files of all fonts that the machine has; none yet."""
    fonts: list[str] = []
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: fonts)
    register_fonts()  # once a process: it must not be undone with the list
    monkeypatch.setattr(font_manager.fontManager, "ttflist", list(font_manager.fontManager.ttflist))
    machine_fonts._register.cache_clear()
    yield fonts
    machine_fonts._register.cache_clear()


def draw(*texts: str, bold: bool = False) -> Canvas:
    canvas = Canvas(120, 40)
    canvas.texts += [CanvasText(text, 10, 10, Color.INK, bold=bold) for text in texts]
    return canvas


def test_a_letter_that_the_theme_s_font_lacks_is_drawn_by_a_font_of_the_machine(
    tmp_path: Path, machine: list[str]
) -> None:
    machine += [write_font(tmp_path, "Han", "\u65e5\u672c")]
    save_canvas(draw("a \u65e5"), tmp_path / "a.png", title="t", language="ja")
    # The square of that font, 13 pixels wide and high, at two pixels of the file for one.
    dark = np.asarray(Image.open(tmp_path / "a.png").convert("L")) < 100
    assert (dark.sum(axis=0) >= 25).sum() >= 25
    save_canvas(draw("a \u65e5"), tmp_path / "a.pdf", title="t")
    assert re.search(rb"/FontName /\w+-Han\b|/BaseFont /\S*Han\b", (tmp_path / "a.pdf").read_bytes())


def test_only_texts_with_such_letters_have_another_font(tmp_path: Path, machine: list[str]) -> None:
    machine += [write_font(tmp_path, "Han", "\u65e5")]
    plain, other = draw_as_figure(draw("2024", "\u65e5"), language="ja").axes[0].texts
    assert plain.get_fontproperties().get_file() is not None
    assert other.get_fontfamily() == [FONT_FAMILY, "Han in Han-400.ttf"]
    assert (plain.get_language(), other.get_language()) == (None, "ja")


def test_a_bold_text_has_the_bold_font_of_the_same_family(tmp_path: Path, machine: list[str]) -> None:
    machine += [
        write_font(tmp_path, "Han", "\u65e5"), write_font(tmp_path, "Han", "\u65e5", weight=700),
        write_font(tmp_path, "Other", "\u65e5", weight=600),
    ]  # fmt: skip
    (family,) = find_families(list_lacking("\u65e5"))[1:]
    found = [
        font_manager.findfont(font_manager.FontProperties(family=family, weight=weight), fallback_to_default=False)
        for weight in ("normal", "semibold")
    ]
    assert [Path(path).name for path in found] == ["Han-400.ttf", "Han-700.ttf"]


def test_as_many_fonts_as_it_takes_and_the_one_that_suits_best_of_equal_ones(
    tmp_path: Path, machine: list[str]
) -> None:
    machine += [
        write_font(tmp_path, name, letters)
        for name, letters in {
            "A Mono": "\u65e5", "A Serif": "\u65e5", "B Sans": "\u65e5", "Noto Sans Han": "\u65e5",
            "Thai": "\u0e01\u0e02",
        }.items()
    ]  # fmt: skip
    assert find_families(list_lacking("\u65e5 \u0e01\u0e02 a")) == (
        FONT_FAMILY, "Thai in Thai-400.ttf", "Noto Sans Han in Noto Sans Han-400.ttf"
    )  # fmt: skip


def test_letters_of_no_font_are_named_and_no_file_is_written(tmp_path: Path, machine: list[str]) -> None:
    machine += [write_font(tmp_path, "Han", "\u65e5")]
    for suffix in (".png", ".pdf"):
        with pytest.raises(MissingDependencyError) as caught:
            save_canvas(draw("\u65e5\u672c", "\u0e01"), tmp_path / f"a{suffix}", title="t")
        assert str(caught.value) == (
            "No font on this machine has the letters '\u0e01', '\u672c' of the drawing: PNG and PDF would show boxes.\n"
            "Fix: install a font that has them, such as one of the Noto fonts, or save the drawing as .svg, which takes"
            " the fonts of whoever opens it."
        )
        assert not (tmp_path / f"a{suffix}").exists()
    save_canvas(draw("\u65e5\u672c", "\u0e01"), tmp_path / "a.svg", title="t")
    machine += [write_font(tmp_path, "More", "\u672c\u0e01")]  # as the message asks for, in the same notebook
    save_canvas(draw("\u65e5\u672c", "\u0e01"), tmp_path / "a.png", title="t")


@pytest.mark.usefixtures("machine")
def test_of_many_letters_the_first_are_named() -> None:
    with pytest.raises(MissingDependencyError, match="'\u4e09' and 90 others of the drawing"):
        find_families(frozenset(map(chr, range(0x4E00, 0x4E64))))


@pytest.mark.usefixtures("machine")
def test_what_nobody_sees_needs_no_font() -> None:
    assert list_lacking("\u200f60% a\u200db") == frozenset()
    assert find_families(list_lacking("60%")) == (FONT_FAMILY,)


def test_letters_of_arabic_are_joined_from_right_to_left(tmp_path: Path) -> None:
    if not any("Arab" in path or "DejaVuSans.ttf" in path for path in font_manager.findSystemFonts()):
        pytest.skip("no font of Arabic is installed")
    beh, forms = "\u0628", "\ufe91\ufe92\ufe90"  # as it is joined to letters on its left, on both sides, on its right
    pictures = []
    for name, text in {"a": 3 * beh, "b": forms}.items():
        save_canvas(draw(text), tmp_path / f"{name}.png", title="t", language="ar")
        pictures.append(np.asarray(Image.open(tmp_path / f"{name}.png").convert("L")))
    assert np.abs(pictures[0].astype(int) - pictures[1]).max() < 60
    save_canvas(draw(" ".join(3 * beh)), tmp_path / "c.png", title="t")
    apart = np.asarray(Image.open(tmp_path / "c.png").convert("L"))
    assert np.abs(pictures[0].astype(int) - apart).max() > 100

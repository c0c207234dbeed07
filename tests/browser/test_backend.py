"""All kinds of figures in a real browser: policy, places of texts, light and dark, and JupyterLab's theme."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from dxlib.charts.backend import render_figure
from dxlib.charts.canvas import Canvas, CanvasText, Stroke
from dxlib.charts.fonts import CHARACTERS, render_font_css
from dxlib.charts.in_lab import render_output
from dxlib.charts.paints import Mix, list_values, read_hex
from dxlib.charts.saving import save_canvas
from dxlib.charts.svg import render_css
from dxlib.charts.theme import DARK, LIGHT, Color, measure_text
from dxlib.evidence.page import make_policy
from tests.charts.backend.kinds import KINDS, draw_kind, house_theme
from tests.rendering import draw_svg

LETTERS = set(CHARACTERS)  # a browser takes others, such as α, from another font
pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
# Where the browser sets each text: the middle of its box in the drawing's own units, before it is turned.
PLACES = """() => [...document.querySelectorAll('svg.chart-svg')].map((svg) =>
    [...svg.querySelectorAll('text')].map((text) => {
        const box = text.getBBox(), outer = text.getBoundingClientRect(), frame = svg.getBoundingClientRect();
        return { words: text.textContent, x: box.x, width: box.width,
            outside: Math.max(frame.left - outer.left, outer.right - frame.right,
                              frame.top - outer.top - 4, outer.bottom - frame.bottom - 4) };
    }))"""
NOTE_VIOLATIONS = """() => document.addEventListener('securitypolicyviolation',
    (event) => console.log(`violation ${event.violatedDirective}`))"""


@pytest.fixture(scope="module")
def drawings() -> dict[str, Canvas]:
    """Each kind as a canvas."""
    with house_theme():
        return {name: render_figure(draw_kind(name)) for name in KINDS}


@pytest.fixture(scope="module")
def sheet(drawings: dict[str, Canvas], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of all kinds under the policy of a brief."""
    own = "body{font-family:'Source Sans Pro'}.chart-svg{display:block;width:680px;margin:9px}"
    style = f"{render_font_css()}\n{render_css()}\n{own}"
    svgs = "".join(draw_svg(canvas, name=f"k{at}", title=name) for at, (name, canvas) in enumerate(drawings.items()))
    policy = make_policy(style, script="")
    path = tmp_path_factory.mktemp("backend") / "sheet.html"
    head = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}"><style>{style}</style>'
    path.write_text(f'<!doctype html><html lang="en"><head>{head}</head><body>{svgs}</body></html>', "utf-8")
    return path


def write_color(value: str) -> str:
    """Give a colour as the browser computes it."""
    red, green, blue = (round(channel * 255) for channel in read_hex(value))
    return f"rgb({red}, {green}, {blue})"


def read_channels(value: str) -> list[float]:
    """Read a computed colour, which the browser gives as rgb() or as color(srgb)."""
    numbers = [float(part) for part in value.replace("(", " ").replace(")", " ").replace(",", " ").split()
               if part[0].isdigit()]  # fmt: skip
    return numbers if value.startswith("rgb") else [255 * number for number in numbers]


def test_nothing_breaks_the_policy_of_a_page_and_nothing_is_asked_for(sheet: Path, open_page: OpenPage) -> None:
    page = open_page(sheet)
    assert page.locator("svg.chart-svg").count() == 32
    assert page.messages == []
    assert [address for address in page.requests if not address.startswith(("file:", "data:"))] == []
    ids = page.evaluate("() => [...document.querySelectorAll('[id]')].map((element) => element.id)")
    assert len(ids) == len(set(ids))


def test_a_style_attribute_would_have_been_reported(sheet: Path, open_page: OpenPage, tmp_path: Path) -> None:
    planted = tmp_path / "planted.html"
    planted.write_text(sheet.read_text("utf-8").replace("<path ", '<path style="opacity:0.9" ', 1), "utf-8")
    assert any("Content Security Policy" in message for message in open_page(planted).messages)


def test_each_text_is_as_wide_as_it_was_taken_to_be_and_stands_in_its_place(
    sheet: Path, drawings: dict[str, Canvas], open_page: OpenPage
) -> None:
    page = open_page(sheet)
    page.evaluate("document.fonts.ready")
    shares = {"left": 0.0, "center": 0.5, "right": 1.0}
    wrong, outside = [], []
    for (name, canvas), found in zip(drawings.items(), page.evaluate(PLACES), strict=True):
        texts = {}
        for text in canvas.texts:
            texts.setdefault(text.text.strip(), []).append(text)
        assert len(found) == len(canvas.texts)
        for place in found:
            words = place["words"]
            width = [measure_text(words, bold=text.bold, size=text.size) for text in texts[words.strip()]]
            starts = [text.x - shares[text.align] * place["width"] for text in texts[words.strip()]]
            near = min(abs(start - place["x"]) for start in starts)
            if not set(words) - LETTERS and (
                near > 0.75 or min(abs(one - place["width"]) for one in width) > 0.03 * max(width) + 0.6
            ):
                wrong.append((name, words, near, place["width"], width))
            if place["outside"] > 1:
                outside.append((name, words, place["outside"]))
    assert wrong == []
    assert outside == []


@pytest.mark.parametrize(("scheme", "values"), [("light", LIGHT), ("dark", DARK)])
def test_every_paint_follows_the_scheme(
    sheet: Path, drawings: dict[str, Canvas], open_page: OpenPage, scheme: str, values: dict[Color, str]
) -> None:
    page = open_page(sheet, color_scheme=scheme)
    line = page.locator("svg.chart-svg").first.locator("path.s-1").first
    assert line.evaluate("node => getComputedStyle(node).stroke") == write_color(values[Color.FIRST])
    at = ("light", "dark").index(scheme)
    mixes = {paint for canvas in drawings.values() for paint in canvas.list_paints() if isinstance(paint, Mix)}
    computed = page.evaluate(
        """values => { const path = document.querySelector('svg.chart-svg path');
            return values.map((value) => { path.setAttribute('fill', value); path.removeAttribute('class');
                                           return getComputedStyle(path).fill; }); }""",
        [mix.css for mix in mixes],
    )
    for mix, value in zip(mixes, computed, strict=True):
        expected = [255 * channel for channel in read_hex(list_values(mix)[at])]
        assert read_channels(value) == pytest.approx(expected, abs=1.1), mix


@pytest.mark.parametrize("reader", ["light", "dark"])
@pytest.mark.parametrize(("theme", "values"), [("true", LIGHT), ("false", DARK), ("", None)])
def test_a_notebook_s_drawing_follows_lab_s_theme_and_not_the_reader_s_system(
    open_page: OpenPage, tmp_path: Path, theme: str, values: dict[Color, str] | None, reader: str
) -> None:
    canvas = Canvas(330, 290, texts=[CanvasText("Việt Nam", 10, 10, Color.FIRST)])
    mark = f' data-jp-theme-light="{theme}"' if theme else ""
    path = tmp_path / "lab.html"
    path.write_text(
        f'<!doctype html><meta charset="utf-8"><style>:root{{--jp-layout-color0:#111}}</style><body{mark}>'
        f"{render_output(canvas)}", "utf-8",
    )  # fmt: skip
    page = open_page(path, color_scheme=reader)
    shown = values or (DARK if reader == "dark" else LIGHT)
    text = page.locator("svg text")
    assert text.evaluate("node => getComputedStyle(node).fill") == write_color(shown[Color.FIRST])
    assert "Source Sans Pro" in text.evaluate("node => getComputedStyle(node).fontFamily")
    paper = page.locator("svg").evaluate("node => getComputedStyle(node).getPropertyValue('--c-paper')")
    assert paper == ("#111" if theme else shown[Color.PAPER])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_saved_drawing_stands_alone(
    drawings: dict[str, Canvas], open_page: OpenPage, tmp_path: Path, scheme: str
) -> None:
    canvas = drawings["filled densities"]
    save_canvas(canvas, tmp_path / "a.svg", title="Densities")
    page = open_page(tmp_path / "a.svg", color_scheme=scheme)
    assert page.messages == []
    values = DARK if scheme == "dark" else LIGHT
    paper = page.locator("path.f-paper").first.evaluate("node => getComputedStyle(node).fill")
    assert paper == write_color(values[Color.PAPER])
    fonts = page.evaluate("async () => { await document.fonts.ready; return [...document.fonts].map(f => f.status) }")
    assert "loaded" in fonts


def test_a_mixture_in_a_saved_drawing_follows_the_scheme(open_page: OpenPage, tmp_path: Path) -> None:
    from dxlib.charts.canvas import Pen

    mix = Mix(Color.FIRST, 30, Color.PAPER)
    save_canvas(Canvas(330, 290, strokes=[Stroke(((0, 9), (90, 9)), Pen(mix))]), tmp_path / "a.svg", title="t")
    for scheme, value in zip(("light", "dark"), list_values(mix), strict=True):
        page = open_page(tmp_path / "a.svg", color_scheme=scheme)
        found = page.locator("path:not(.f-paper)").evaluate("node => getComputedStyle(node).stroke")
        assert found == write_color(value), json.dumps([scheme, found])


@pytest.mark.parametrize("way", ["a file", "a notebook"])
def test_a_text_of_arabic_runs_to_the_left_where_no_page_says_so(open_page: OpenPage, tmp_path: Path, way: str) -> None:
    canvas = Canvas(330, 290, texts=[CanvasText(text, 20, 20, Color.INK) for text in ("5.25 مليون", "5.25 million")])
    path = tmp_path / ("a.svg" if way == "a file" else "a.html")
    if way == "a file":
        save_canvas(canvas, path, title="t")
    else:
        path.write_text(f"<!doctype html><meta charset=utf-8>{render_output(canvas)}", "utf-8")
    first_is_left = "node => node.getStartPositionOfChar(0).x < node.getStartPositionOfChar(5).x"
    arabic, english = open_page(path).locator("text").all()
    assert (arabic.evaluate(first_is_left), english.evaluate(first_is_left)) == (False, True)

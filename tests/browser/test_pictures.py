"""Every kind of chart in a real browser: its texts as they are set there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from dxlib.brief.style import read_fragment_css
from tests.brief.pictures import draw_all
from tests.building import LANGUAGES
from tests.rendering import render

OpenPage = Callable[..., Page]
# Letters reach from a fifth below the baseline to three quarters above it; the box of a text is higher than that. The
# dot of a j reaches out of its box at the left, so texts may share a pixel.
MEASURE = """() => [...document.querySelectorAll('svg.chart-svg')].flatMap((svg) => {
    const frame = svg.getBoundingClientRect(), scale = frame.width / svg.viewBox.baseVal.width;
    const texts = !frame.width ? [] : [...svg.querySelectorAll('text')].map((text) => {
        const box = text.getBoundingClientRect(), size = parseFloat(getComputedStyle(text).fontSize) * scale;
        const y = frame.top + text.getAttribute('y') * scale;
        return { words: text.textContent, x0: box.left, x1: box.right, y0: y - 0.72 * size, y1: y + 0.2 * size };
    });
    const outside = texts.filter((text) => text.x0 < frame.left - 1 || text.x1 > frame.right + 1
        || text.y0 < frame.top - 1 || text.y1 > frame.bottom + 1).map((text) => ['outside', text.words]);
    const covered = texts.flatMap((one, at) => texts.slice(at + 1).filter((other) =>
        Math.min(one.x1, other.x1) - Math.max(one.x0, other.x0) > 1.2
        && Math.min(one.y1, other.y1) - Math.max(one.y0, other.y0) > 1)
        .map((other) => ['covered', one.words, other.words]));
    return [...outside, ...covered];
})"""


@pytest.fixture(scope="module", params=LANGUAGES)
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of one of each chart."""
    charts = "".join(render(fragment) for fragment in draw_all(request.param).values())
    path = tmp_path_factory.mktemp("pictures") / "page.html"
    style = f"<style>body{{margin:12px}}{read_fragment_css()}</style>"
    path.write_text(
        f'<!doctype html><html lang="{request.param}"><meta charset="utf-8">{style}<div class="dxlib">{charts}</div>',
        "utf-8",
    )
    return path


@pytest.mark.parametrize("width", [360, 768])
def test_no_text_of_any_chart_is_clipped_or_covered(page: Path, open_page: OpenPage, width: int) -> None:
    window = open_page(page, width=width)
    window.evaluate("document.fonts.ready")
    assert window.locator("svg.chart-svg:visible").count() == 15
    assert window.evaluate(MEASURE) == []

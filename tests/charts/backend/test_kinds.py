"""Every kind of figure comes through the backend; a browser test looks at how it is set."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from lxml import etree

from dxlib.charts.backend import list_foreign_colors, render_figure
from dxlib.charts.canvas import Canvas
from dxlib.charts.theme import Width
from tests.charts.backend.kinds import KINDS, draw_kind, house_theme
from tests.rendering import draw_svg

WITH_IMAGES = {"image"}
BUDGET = 20_000  # the largest are a density and a mesh of 288 cells


@pytest.fixture(scope="module")
def drawings() -> Iterator[dict[str, Canvas]]:
    """Each kind as a canvas, in its own size."""
    with house_theme():
        yield {name: render_figure(draw_kind(name)) for name in KINDS}


def test_there_are_thirty_two_kinds() -> None:
    assert len(KINDS) == 32


@pytest.mark.parametrize("name", KINDS)
def test_no_kind_has_a_colour_that_the_theme_does_not_know(drawings: dict[str, Canvas], name: str) -> None:
    assert list_foreign_colors(drawings[name]) == (("image",) if name in WITH_IMAGES else ())


def test_no_two_ids_on_a_page_of_all_kinds_are_the_same_and_nothing_breaks_the_policy(
    drawings: dict[str, Canvas],
) -> None:
    page = "".join(draw_svg(canvas, name=f"k{at}") for at, canvas in enumerate(drawings.values()))
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) > 32
    assert {match.strip("#()") for match in re.findall(r"url(\(#[^)]+\))", page)} <= set(ids)
    for element in etree.fromstring(f"<page>{page}</page>").iter():
        assert not {"style", "onclick", "onload"} & set(element.attrib)
        assert etree.QName(element).localname not in {"style", "script", "foreignObject", "use"}


@pytest.mark.parametrize("name", KINDS)
def test_no_kind_is_larger_than_its_budget(drawings: dict[str, Canvas], name: str) -> None:
    assert len(draw_svg(drawings[name]).encode()) < BUDGET


@pytest.mark.parametrize("name", ["swarm", "heat map with numbers", "facets"])
def test_a_kind_is_laid_out_for_the_narrow_width_too(name: str) -> None:
    with house_theme():
        canvas = render_figure(draw_kind(name), width=Width.NARROW)
    assert canvas.width == 330
    assert all(-1 <= text.x <= 331 and -1 <= text.y <= canvas.height + 1 for text in canvas.texts)


def test_a_swarm_has_a_point_for_each_row(drawings: dict[str, Canvas]) -> None:
    assert [marker.role for marker in drawings["swarm"].markers] == ["point"] * 189


def test_the_same_call_gives_the_same_bytes() -> None:
    with house_theme():
        once, again = (draw_svg(render_figure(draw_kind("strip"))) for _ in range(2))
    assert once == again


@pytest.mark.parametrize(("name", "areas"), [("filled densities", 3), ("lines with bands", 4), ("violin", 3)])
def test_bands_and_densities_are_areas(drawings: dict[str, Canvas], name: str, areas: int) -> None:
    assert [fill.role for fill in drawings[name].fills].count("area") == areas

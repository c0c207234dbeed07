"""What every chart on a page has, and that the same one gives the same bytes."""

from __future__ import annotations

import re

import pytest

from dxlib.brief.fragments import Fragment
from dxlib.data.ids import name_total
from tests.brief.pictures import OF_A_PROVINCE, OF_THE_COUNTRY, draw_all, list_texts, open_brief, read
from tests.rendering import render

NAMES = (*OF_THE_COUNTRY, *OF_A_PROVINCE)


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_has_all_that_a_reader_needs(drawn: dict[str, Fragment], name: str) -> None:
    figure = read(drawn[name])
    assert drawn[name].kind == "chart"
    assert list_texts(figure, ".//h3") == ["Area" if name == "parts of areas" else "Indicator"]
    assert figure.xpath("string(.//p[@class='subtitle'])")
    assert [place.get("class") for place in figure.xpath("div[svg]")] == ["wide", "narrow"]
    assert figure.xpath("string(.//p[@class='source-line'])").startswith("Source: ")
    assert len(figure.xpath("string(.//p[contains(@class, 'alternative')])")) > 60
    assert figure.xpath(".//table//caption")
    described = {svg.get("aria-describedby") for svg in figure.iter("svg")}
    assert described == {node.get("id") for node in figure.xpath(".//p[contains(@class, 'alternative')]")}


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_of_a_picture_stands_in_its_table_or_its_words(drawn: dict[str, Fragment], name: str) -> None:
    figure = read(drawn[name])
    pictured = set(figure.xpath(".//svg//text/@data-q"))
    beside = {
        one.get("data-q") or one.get("href").removeprefix("#e-")
        for one in figure.xpath(".//details//a[@href] | .//details//span[@data-q]")
    }
    assert pictured
    assert pictured <= beside


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_of_a_picture_has_evidence(drawn: dict[str, Fragment], name: str) -> None:
    evidence = drawn[name].evidence
    figures = set(read(drawn[name]).xpath(".//svg//text/@data-q"))
    assert figures <= {*evidence.stated, *map(name_total, evidence.totals), *evidence.computed}
    assert set(read(drawn[name]).xpath(".//svg//text/@data-verdict")) <= set(evidence.verdicts)


def test_ids_differ_from_chart_to_chart(drawn: dict[str, Fragment]) -> None:
    ids = [found for fragment in drawn.values() for found in re.findall(r' id="([^"]+)"', render(fragment))]
    assert len(ids) == len(set(ids))


def test_a_picture_is_small(drawn: dict[str, Fragment]) -> None:
    sizes = {
        name: sum(len(svg) for svg in re.findall(r"<svg.*?</svg>", render(one), re.S)) for name, one in drawn.items()
    }
    assert sizes["trend"] < 9_000
    assert sizes["ranking"] < 12_000
    assert max(sizes.values()) < 24_000


def test_the_same_chart_gives_the_same_bytes(drawn: dict[str, Fragment]) -> None:
    assert {name: one.content for name, one in draw_all("en").items()} == {
        name: one.content for name, one in drawn.items()
    }


@pytest.mark.parametrize(("edition", "told"), [(2021, False), (2022, True)])
def test_a_break_is_explained_where_figures_lie_on_both_sides(edition: int, *, told: bool) -> None:
    brief = open_brief("VN63-79", edition=edition)  # of the survey of 2021 the edition of 2022 is the first to know
    said = read(brief.trend("papi_dim5_public_admin_procedures", title="Indicator")).text_content()
    assert ("Break in the series, 1 January 2021" in said) is told

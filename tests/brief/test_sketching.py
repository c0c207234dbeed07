"""What an analyst draws on Axes becomes shapes of the house."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
import seaborn as sns
from lxml import html
from matplotlib.figure import Figure

import dxlib as dx
from dxlib.data.quantities import Missing, Quantity
from tests.brief.analysts import (
    EGOV,
    count_points,
    draw_bars,
    draw_lines,
    draw_points,
    draw_swarm,
    read_chart,
    show,
)
from tests.brief.pictures import open_brief


@pytest.mark.parametrize("draw", [draw_swarm, draw_points])
def test_each_row_has_its_point_at_both_widths(
    brief: dx.Brief, scores: pd.DataFrame, draw: Callable[..., None]
) -> None:
    figure = read_chart(show(brief, draw, scores))
    assert [svg.get("viewbox").split()[2] for svg in figure.iter("svg")] == ["680", "330"]
    assert [count_points(svg) for svg in figure.iter("svg")] == [len(scores)] * 2


def test_the_picture_is_the_same_each_time_and_leaves_no_trace(brief: dx.Brief, scores: pd.DataFrame) -> None:
    def draw(ax: Any, rows: Any) -> None:
        sns.stripplot(rows, x="TIME_PERIOD", y="OBS_VALUE", ax=ax)

    settings, before = {**mpl.rcParams, "backend": ""}, scores.copy()
    np.random.seed(1)  # noqa: NPY002  (what seaborn draws from)
    first = np.random.random()  # noqa: NPY002
    np.random.seed(1)  # noqa: NPY002
    drawn = [show(brief, draw, scores).content for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert np.random.random() == first  # noqa: NPY002
    assert {**mpl.rcParams, "backend": ""} == settings
    pd.testing.assert_frame_equal(scores, before)


def test_a_label_says_area_and_figure_at_its_mark(brief: dx.Brief, scores: pd.DataFrame) -> None:
    own = brief.latest(EGOV)

    def draw(ax: Any, rows: Any) -> None:
        draw_swarm(ax, rows)
        dx.emphasize(ax, rows)
        dx.label(ax, own, Missing("a", "VNM", "nothing known"))

    fragment = show(brief, draw, scores)
    assert isinstance(own, Quantity)
    for svg in read_chart(fragment).iter("svg"):
        (figure,) = svg.xpath(".//text[@data-q]")
        assert (figure.get("data-q"), figure.text) == (own.key, "4.05")
        assert svg.xpath("string(.//text[.='Ha Noi'])") == "Ha Noi"
        (own_points,) = (path.get("d") for path in svg.iter("path") if path.get("class") == "s-1")
        assert own_points.count("h.01") == 4
        places = [tuple(map(float, place.split())) for place in re.findall(r"M([\d. ]+)h", own_points)]
        x, y = max(places)
        assert abs(float(figure.get("x")) - x) < 60
        assert abs(float(figure.get("y")) - y) < 25
    assert own.key in fragment.evidence.stated


def test_where_several_own_areas_stand_out_each_is_named_at_its_latest_mark() -> None:
    brief = open_brief("VN34-48")
    rows = brief.frame(EGOV, areas="provinces_63", since="2022")

    def draw(ax: Any, rows: Any) -> None:
        draw_swarm(ax, rows)
        dx.emphasize(ax, rows)

    def draw_with_label(ax: Any, rows: Any) -> None:
        draw(ax, rows)
        dx.label(ax, brief.latest(EGOV, area="VN63-49"))

    def draw_by_area(ax: Any, rows: Any) -> None:
        draw_bars(ax, rows)
        dx.emphasize(ax, rows)

    def list_names(draw: Callable[..., None], rows: pd.DataFrame = rows, of: dx.Brief = brief) -> list[list[str]]:
        return [list_texts(svg) for svg in read_chart(show(of, draw, rows)).iter("svg")]

    def list_texts(svg: html.HtmlElement) -> list[str]:
        return [text.strip() for text in svg.xpath(".//text/text()") if text.strip() in ("Da Nang", "Quang Nam")]

    for svg in read_chart(show(brief, draw, rows)).iter("svg"):
        assert list_texts(svg) == ["Da Nang", "Quang Nam"]
        heights = [float(svg.xpath(f"string(.//text[.='{name}']/@y)")) for name in list_texts(svg)]
        assert heights[0] < heights[1] - 30  # 3.76 stands above 2.90
    assert list_names(draw_with_label) == [["Quang Nam", "Da Nang"]] * 2
    assert list_names(draw_swarm) == [[], []]
    former = open_brief("VN63-48")  # alone it needs no name: the note below the picture has it
    assert list_names(draw, former.frame(EGOV, areas="provinces_63", since="2022"), former) == [[], []]
    assert list_names(draw_by_area, rows[rows["TIME_PERIOD"] == "2024"]) == [["Da Nang", "Quang Nam"]] * 2


def test_an_own_area_without_the_latest_figure_is_named_at_its_last_one() -> None:
    def draw(ax: Any, rows: Any) -> None:
        draw_swarm(ax, rows)
        dx.emphasize(ax, rows)

    brief = open_brief("VN34-82")  # of its areas Tien Giang has no score of 2024
    rows = brief.frame(EGOV, areas="provinces_63", since="2022")
    for svg in read_chart(show(brief, draw, rows)).iter("svg"):
        places = {name: float(svg.xpath(f"string(.//text[.='{name}']/@x)")) for name in ("Tien Giang", "Dong Thap")}
        assert places["Tien Giang"] < places["Dong Thap"] - 30


def test_bars_and_lines_are_drawn_as_the_house_draws_them(brief: dx.Brief, scores: pd.DataFrame) -> None:
    bars = read_chart(show(brief, draw_bars, scores[scores["TIME_PERIOD"] == "2024"]))
    assert "0" in [text.get("data-tick") for text in next(bars.iter("svg")).iter("text")]
    lines = read_chart(show(brief, draw_lines, scores[scores["REF_AREA"].isin(["VN63-01", "VN63-31"])]))
    periods = [text.get("data-period") for text in next(lines.iter("svg")).iter("text")]
    assert {"2021", "2022", "2023", "2024"} <= set(periods)


@pytest.mark.parametrize("draw", [draw_swarm, draw_points])
def test_periods_stand_in_the_order_of_time_where_the_first_area_lacks_one(
    brief: dx.Brief, scores: pd.DataFrame, draw: Callable[..., None]
) -> None:
    first = scores["REF_AREA"].iloc[0]
    rows = scores[(scores["REF_AREA"] != first) | (scores["TIME_PERIOD"] != "2022")]
    assert list(dict.fromkeys(rows["TIME_PERIOD"])) == ["2021", "2023", "2024", "2022"]
    for svg in read_chart(show(brief, draw, rows)).iter("svg"):
        places = {text.get("data-period"): float(text.get("x")) for text in svg.xpath(".//text[@data-period]")}
        assert sorted(places, key=lambda period: places[period]) == ["2021", "2022", "2023", "2024"]


def test_a_finished_figure_is_laid_out_anew(brief: dx.Brief, scores: pd.DataFrame) -> None:
    dx.set_theme()
    figure = Figure()
    draw_swarm(figure.subplots(), scores)
    dx.reset_theme()
    shown = read_chart(brief.picture(figure, data=scores, title="Indicator", words="Indicator"))
    assert [count_points(svg) for svg in shown.iter("svg")] == [len(scores)] * 2


def test_a_finished_figure_is_given_back_as_it_was(brief: dx.Brief, scores: pd.DataFrame) -> None:
    dx.set_theme()
    figure = Figure()
    ax = figure.subplots()
    draw_points(ax, scores)
    dx.label(ax, brief.latest(EGOV))
    dx.reset_theme()
    first = show(brief, figure, scores)
    assert ax.axison
    assert show(brief, figure, scores).content == first.content

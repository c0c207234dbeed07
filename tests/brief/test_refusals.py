"""What an analyst's picture may not be: each reason has a sentence and a cure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
import seaborn as sns

import dxlib as dx
from dxlib.errors import DataError
from tests.brief.analysts import (
    EGOV,
    draw_bars,
    draw_lines,
    draw_points,
    show,
)
from tests.brief.pictures import open_brief


def forget_rows(ax: Any, rows: Any) -> None:
    draw_points(ax, rows[rows["TIME_PERIOD"] != "2021"])


def add_a_mark(ax: Any, rows: Any) -> None:
    draw_points(ax, rows)
    ax.scatter(["2022"], [3.3333])


def draw_twice(ax: Any, rows: Any) -> None:
    draw_points(ax, rows)
    draw_points(ax, rows[rows["REF_AREA"] == "VN63-01"])


def alter_values(ax: Any, rows: Any) -> None:
    draw_points(ax, rows.assign(OBS_VALUE=rows["OBS_VALUE"] * 1.01))


def draw_means(ax: Any, rows: Any) -> None:
    draw_points(ax, rows.groupby("TIME_PERIOD", as_index=False)["OBS_VALUE"].mean())


def draw_line_of_means(ax: Any, rows: Any) -> None:
    sns.lineplot(rows, x="TIME_PERIOD", y="OBS_VALUE", errorbar=None, ax=ax)


def write_a_numeral(ax: Any, rows: Any) -> None:
    draw_points(ax, rows)
    ax.text(0, 3, "about 3 points")


def write_a_title(ax: Any, rows: Any) -> None:
    draw_points(ax, rows)
    ax.set_title("Better and better")


def call_an_axis_otherwise(ax: Any, rows: Any) -> None:
    draw_points(ax, rows)
    ax.set_ylabel("points of a thousand")


def cross_areas(ax: Any, rows: Any) -> None:
    ax.plot(rows["DATE"], rows["OBS_VALUE"])


def draw_in_red(ax: Any, rows: Any) -> None:
    ax.scatter(rows["TIME_PERIOD"], rows["OBS_VALUE"], color="red")


def draw_in_the_colour_of_the_grid(ax: Any, rows: Any) -> None:
    ax.scatter(rows["TIME_PERIOD"], rows["OBS_VALUE"], color="#d3d9de")


def draw_translucent(ax: Any, rows: Any) -> None:
    ax.scatter(rows["TIME_PERIOD"], rows["OBS_VALUE"], alpha=0.5)


def cut_off(ax: Any, rows: Any) -> None:
    draw_points(ax, rows)
    ax.set_ylim(3, 4)


def draw_on_a_log_scale(ax: Any, rows: Any) -> None:
    draw_points(ax, rows)
    ax.set_yscale("log")


def draw_boxes(ax: Any, rows: Any) -> None:
    ax.boxplot([one["OBS_VALUE"] for _, one in rows.groupby("TIME_PERIOD")])


def draw_a_density(ax: Any, rows: Any) -> None:
    sns.kdeplot(rows, x="OBS_VALUE", fill=True, ax=ax)


def draw_in_many_axes(ax: Any, rows: Any) -> None:
    draw_points(ax, rows)
    ax.figure.add_subplot(2, 2, 4)


def ask_for_scipy(ax: Any, rows: Any) -> None:
    from scipy import stats  # type: ignore[import-not-found]

    draw_points(ax, rows)
    ax.plot(stats.linregress(rows["OBS_VALUE"], rows["OBS_VALUE"]))


def crowd(ax: Any, rows: Any) -> None:
    sns.swarmplot(rows, x="TIME_PERIOD", y="OBS_VALUE", size=25, ax=ax)


def name_a_stranger(ax: Any, rows: Any) -> None:
    draw_points(ax, rows)
    dx.label(ax, open_brief("VNM").latest("egdi_value"))


def fit_names(ax: Any, rows: Any) -> None:
    ax.bar(rows["AREA_NAME"], rows["OBS_VALUE"])


def take_the_table_first(rows: Any, ax: Any) -> None:
    draw_points(ax, rows)


def take_nothing() -> None:
    """Take neither Axes nor a table."""


MISTAKES: dict[str, tuple[Callable[..., None], str]] = {
    "a row without a mark": (forget_rows, "9 rows of the data have no mark (VN63-01 2021"),
    "a mark without a row": (add_a_mark, "1 marks stand for no row of the data, or for one that has its mark (point"),
    "two marks for a row": (draw_twice, "4 marks stand for no row of the data, or for one that has its mark"),
    "values that were altered": (alter_values, "marks stand for no row of the data"),
    "a mean in place of rows": (draw_means, "4 marks stand for no row of the data"),
    "a line of means": (draw_line_of_means, "marks stand for no row of the data"),
    "a numeral": (write_a_numeral, "the text 'about 3 points' holds a numeral that is no figure"),
    "a title": (write_a_title, "the text 'Better and better' is drawn on it"),
    "an axis of another name": (call_an_axis_otherwise, "the text 'points of a thousand' is drawn on it"),
    "a line through several areas": (cross_areas, "a line goes from VN63-01 2024 to VN63-22 2022"),
    "a foreign colour": (draw_in_red, "is none of the theme"),
    "the colour of the grid": (draw_in_the_colour_of_the_grid, "marks have the colour 'grid', which is not for marks"),
    "transparency": (draw_translucent, "something in it is translucent"),
    "an axis that cuts off": (cut_off, "lies outside of the axes"),
    "a logarithmic axis": (draw_on_a_log_scale, "its y axis is log"),
    "boxes": (draw_boxes, "marks stand for no row of the data"),
    "a density": (draw_a_density, "stands for no row of the data"),
    "several Axes": (draw_in_many_axes, "it has 2 Axes"),
    "scipy": (ask_for_scipy, "it needs what is not installed (No module named 'scipy')"),
    "a crowd": (crowd, "seaborn says: "),
    "the table first": (take_the_table_first, "(rows: 'Any', ax: 'Any') -> 'None' takes the table first"),
    "no parameters": (take_nothing, "take_nothing() -> 'None' cannot be called with Axes and a table"),
    "the label of a stranger": (name_a_stranger, "which is no row of the data"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_picture_that_says_something_else_is_refused(brief: dx.Brief, scores: pd.DataFrame, name: str) -> None:
    draw, reason = MISTAKES[name]
    with pytest.raises(DataError) as refused:
        show(brief, draw, scores)
    message = str(refused.value)
    assert message.startswith("The picture cannot be shown: ")
    assert reason in message
    assert "\nFix: " in message


def test_rows_of_several_indicators_on_one_axis_are_refused(countries: tuple[dx.Brief, pd.DataFrame]) -> None:
    brief, wide = countries
    long = brief.frame(["gtmi_value", "egdi_value"], areas="asean", period="2022")
    with pytest.raises(DataError, match=r"its rows are of 2 indicators \(gtmi_value, egdi_value\)"):
        show(brief, draw_points, long)

    def draw(ax: Any, rows: Any) -> None:
        ax.scatter(rows["AREA_NAME"], rows["gtmi_value"])

    with pytest.raises(DataError, match="its rows have 2 figures, and its axes show 1"):
        show(brief, draw, wide)


def test_a_line_over_a_break_is_refused(brief: dx.Brief) -> None:
    def draw(ax: Any, rows: Any) -> None:
        ax.plot(rows["DATE"], rows["OBS_VALUE"])

    with pytest.raises(DataError, match="a line of VN63-01 goes over the break of 2019-01-01"):
        show(brief, draw, brief.frame(EGOV))
    assert show(brief, draw_lines, brief.frame(EGOV)).kind == "chart"


def test_a_line_over_periods_of_different_lengths_is_refused() -> None:
    def draw(ax: Any, rows: Any) -> None:
        ax.plot(rows["TIME_PERIOD"], rows["OBS_VALUE"], marker="o")

    brief = open_brief("VNM", edition=2026)
    rows = brief.frame("cashless_payment_value")
    with pytest.raises(DataError, match="a line of VNM goes over periods of different lengths"):
        show(brief, draw, rows)
    assert show(brief, draw_lines, rows).kind == "chart"


def test_bars_that_do_not_begin_at_zero_are_refused(brief: dx.Brief, scores: pd.DataFrame) -> None:
    def draw(ax: Any, rows: Any) -> None:
        draw_bars(ax, rows)
        ax.set_xlim(1, 5)

    with pytest.raises(DataError, match="its bars do not begin at zero"):
        show(brief, draw, scores[scores["TIME_PERIOD"] == "2024"])


def test_names_without_room_are_refused(brief: dx.Brief, scores: pd.DataFrame) -> None:
    with pytest.raises(DataError, match=r"The names of 10 areas have no room under a picture of 330 pixels\."):
        show(brief, fit_names, scores[scores["TIME_PERIOD"] == "2024"])

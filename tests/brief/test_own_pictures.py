"""An analyst's picture: what it stands for, what is around it, and what is refused."""

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
from dxlib.brief.fragments import Fragment
from dxlib.data.quantities import Missing, Quantity
from dxlib.errors import ConfigError, DataError
from tests.brief.analysts import EGOV, draw_bars, draw_lines, draw_points, draw_relation, draw_swarm, show
from tests.brief.pictures import open_brief
from tests.rendering import render


@pytest.fixture(scope="module")
def brief() -> dx.Brief:
    return open_brief("VN63-01")


@pytest.fixture(scope="module")
def scores(brief: dx.Brief) -> pd.DataFrame:
    """E-governance in the provinces of a region since the last break."""
    return brief.frame(EGOV, areas="gso_red_river_delta", since="2021")


@pytest.fixture(scope="module")
def countries() -> tuple[dx.Brief, pd.DataFrame]:
    brief = open_brief("VNM")
    groups = ("asean", "comparators")
    return brief, brief.frame(["gtmi_value", "egdi_value"], areas=groups, period="2022", columns="indicator")


def read(fragment: Fragment) -> html.HtmlElement:
    assert fragment.kind == "chart"
    return html.fragment_fromstring(render(fragment))


def count_points(svg: html.HtmlElement) -> int:
    return sum(path.get("d").count("h.01") for path in svg.iter("path"))


# Tables ----------------------------------------------------------------------------------------


def test_a_table_holds_the_headline_figures_known_on_the_day(brief: dx.Brief, scores: pd.DataFrame) -> None:
    assert set(scores["TIME_PERIOD"]) == {"2021", "2022", "2023", "2024"}
    hanoi = scores[scores["REF_AREA"] == "VN63-01"].set_index("TIME_PERIOD")["OBS_VALUE"]
    latest = brief.latest(EGOV)
    assert isinstance(latest, Quantity)
    assert hanoi["2024"] == float(latest.value)
    assert set(scores.loc[scores["IS_OWN"], "REF_AREA"]) == {"VN63-01"}
    earlier = open_brief("VN63-01", edition=2023).frame(EGOV, areas="gso_red_river_delta", since="2021")
    assert set(earlier["TIME_PERIOD"]) == {"2021", "2022"}


def test_names_are_in_the_language_of_the_brief() -> None:
    frame = open_brief("VNM", language="vi").frame("egdi_value", areas="asean", period="2022")
    assert "Thái Lan" in set(frame["AREA_NAME"])


def test_a_year_may_be_a_number(brief: dx.Brief) -> None:
    pd.testing.assert_frame_equal(brief.frame(EGOV, since=2022), brief.frame(EGOV, since="2022"))


def test_the_segment_changes_where_meanings_change(brief: dx.Brief) -> None:
    rows = brief.frame(EGOV).set_index("TIME_PERIOD")["SEGMENT"]
    assert rows["2018"] != rows["2019"] != rows["2020"]
    assert rows["2020"] == rows["2024"]


def test_a_table_by_indicators_has_the_rows_in_which_all_are_known(countries: tuple[dx.Brief, pd.DataFrame]) -> None:
    table = countries[1]
    assert list(table.columns[-2:]) == ["gtmi_value", "egdi_value"]
    assert len(table) == 16
    assert not table.isna().any(axis=None)


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        ({"indicators": "egdi"}, "Did you mean"),
        ({"indicators": "egdi_rank", "areas": "provinces_64"}, "provinces_63"),
        ({"indicators": "egdi_rank", "since": "last year"}, "since='last year' is not a period."),
        ({"indicators": "egdi_rank", "columns": "area"}, "columns='area' cannot be used."),
    ],
)
def test_what_no_table_has_is_refused(brief: dx.Brief, asked: dict[str, Any], what: str) -> None:
    with pytest.raises((ConfigError, DataError), match=re.escape(what)):
        brief.frame(**asked)


# Pictures --------------------------------------------------------------------------------------


@pytest.mark.parametrize("draw", [draw_swarm, draw_points])
def test_each_row_has_its_point_at_both_widths(
    brief: dx.Brief, scores: pd.DataFrame, draw: Callable[..., None]
) -> None:
    figure = read(show(brief, draw, scores))
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


def test_the_table_lists_every_figure_under_its_source(brief: dx.Brief, scores: pd.DataFrame) -> None:
    figure = read(show(brief, draw_swarm, scores))
    heads = [" ".join(head.text_content().split()) for head in figure.xpath(".//thead//th")]
    assert heads == ["Area", "2021source", "2022source", "2023source", "2024source"]
    assert figure.xpath(".//thead//a/@href") == ["#s-papi-2021", "#s-papi-2022", "#s-papi-2023", "#s-papi-2024"]
    cells = [cell.text_content() for cell in figure.xpath(".//tbody//td")]
    assert sum(cell != "–" for cell in cells) == len(scores)
    assert figure.xpath("string(.//tbody/tr[th='Ha Noi']/td[last()])") == "4.05"


def test_evidence_names_the_set_once_and_has_no_note_a_row(brief: dx.Brief, scores: pd.DataFrame) -> None:
    evidence = show(brief, draw_swarm, scores).evidence
    (record,) = evidence.sets.values()
    assert (record.indicators, record.areas, record.count) == ((EGOV,), ("gso_red_river_delta",), len(scores))
    assert record.sources == ("papi-2021", "papi-2022", "papi-2023", "papi-2024")
    assert evidence.stated == {}
    shuffled = show(brief, draw_swarm, scores.sample(frac=1, random_state=3)).evidence
    assert shuffled.sets == evidence.sets
    fewer = show(brief, draw_swarm, scores[scores["TIME_PERIOD"] != "2021"]).evidence
    assert fewer.sets != evidence.sets


def test_the_list_of_sources_leads_to_the_picture() -> None:
    brief = open_brief("VN63-01")
    rows = brief.frame(EGOV, areas="gso_red_river_delta", since="2021")
    stem = read(show(brief, draw_swarm, rows)).get("id")
    notes = html.fragment_fromstring(render(brief.evidence()))
    assert notes.xpath(f".//ul[@id='s-papi-2024']//li/a[@href='#{stem}']")


def test_a_filtered_sorted_and_merged_table_is_what_it_was(brief: dx.Brief, scores: pd.DataFrame) -> None:
    other = scores[["REF_AREA", "TIME_PERIOD"]].assign(NOTE="x").drop_duplicates()
    merged = scores[scores["OBS_VALUE"] > 2.5].merge(other, on=["REF_AREA", "TIME_PERIOD"]).sort_values("OBS_VALUE")
    assert count_points(next(read(show(brief, draw_points, merged)).iter("svg"))) == len(merged)


def test_a_label_says_area_and_figure_at_its_mark(brief: dx.Brief, scores: pd.DataFrame) -> None:
    own = brief.latest(EGOV)

    def draw(ax: Any, rows: Any) -> None:
        draw_swarm(ax, rows)
        dx.emphasize(ax, rows)
        dx.label(ax, own, Missing("a", "VNM", "nothing known"))

    fragment = show(brief, draw, scores)
    assert isinstance(own, Quantity)
    for svg in read(fragment).iter("svg"):
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


def test_medians_stand_in_the_table_and_are_explained(brief: dx.Brief, scores: pd.DataFrame) -> None:
    def draw(ax: Any, rows: Any) -> None:
        draw_points(ax, rows)
        dx.median(ax, rows)

    figure = read(show(brief, draw, scores))
    of_2024 = scores.loc[scores["TIME_PERIOD"] == "2024", "OBS_VALUE"].median()
    assert figure.xpath("string(.//tbody/tr[last()]/th)") == "Median"
    assert figure.xpath("string(.//tbody/tr[last()]/td[last()])") == f"{of_2024:.2f}"
    assert figure.xpath("string(.//p[@class='note'])") == "Short lines: the median of each period."


def test_a_relation_has_axes_with_names_and_a_band(countries: tuple[dx.Brief, pd.DataFrame]) -> None:
    figure = read(show(countries[0], draw_relation, countries[1]))
    svg = next(figure.iter("svg"))
    texts = [text.text for text in svg.iter("text")]
    assert "E-Government Development Index (EGDI), index value" in texts
    assert "GovTech Maturity Index (GTMI), index value" in texts
    assert [path.get("class") for path in svg.iter("path")].count("f-k1") == 1
    assert "95% confidence" in figure.xpath("string(.//p[@class='note'])")


def test_bars_and_lines_are_drawn_as_the_house_draws_them(brief: dx.Brief, scores: pd.DataFrame) -> None:
    bars = read(show(brief, draw_bars, scores[scores["TIME_PERIOD"] == "2024"]))
    assert "0" in [text.get("data-tick") for text in next(bars.iter("svg")).iter("text")]
    lines = read(show(brief, draw_lines, scores[scores["REF_AREA"].isin(["VN63-01", "VN63-31"])]))
    periods = [text.get("data-period") for text in next(lines.iter("svg")).iter("text")]
    assert {"2021", "2022", "2023", "2024"} <= set(periods)


def test_a_finished_figure_is_laid_out_anew(brief: dx.Brief, scores: pd.DataFrame) -> None:
    dx.set_theme()
    figure = Figure()
    draw_swarm(figure.subplots(), scores)
    dx.reset_theme()
    shown = read(brief.picture(figure, data=scores, title="Indicator", words="Indicator"))
    assert [count_points(svg) for svg in shown.iter("svg")] == [len(scores)] * 2


def test_numbers_are_written_in_the_language_of_the_page() -> None:
    brief = open_brief("VN63-01", language="vi")
    rows = brief.frame(EGOV, areas="gso_red_river_delta", since="2023")
    own = brief.latest(EGOV)

    def draw(ax: Any, rows: Any) -> None:
        draw_swarm(ax, rows)
        dx.label(ax, own)

    texts = [text.text for text in read(show(brief, draw, rows)).iter("text")]
    assert "4,05" in texts
    assert "Hà Nội" in texts


def test_words_whose_figures_are_not_known_are_left_out(brief: dx.Brief, scores: pd.DataFrame) -> None:
    fragment = brief.picture(
        draw_swarm, data=scores, title="Indicator", words=["Area", "{own} in {own_when}"],
        own=Missing(EGOV, "VN63-01", "nothing known"),
    )  # fmt: skip
    assert read(fragment).xpath("string(.//p[@class='alternative'])") == "Area"


def test_breaks_amid_the_rows_are_explained(brief: dx.Brief) -> None:
    rows = brief.frame(EGOV, areas="gso_red_river_delta", since="2019")
    notes = [note.text_content() for note in read(show(brief, draw_points, rows)).xpath(".//p[@class='note']")]
    assert any(note.startswith("Break in the series, 1 January 2020") for note in notes)


# What is refused -------------------------------------------------------------------------------


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


def test_where_only_a_bound_is_stated_the_picture_says_so(brief: dx.Brief) -> None:
    rows = brief.frame("online_dossier_share_full_process", areas="provinces_63")
    assert rows["QUALIFIER"].isin(["<", ">"]).any()
    (note,) = read(show(brief, draw_points, rows)).xpath(".//p[@class='note']")
    assert note.text_content().startswith("Only a bound is stated for ")


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


def test_a_line_over_a_break_is_refused(brief: dx.Brief) -> None:
    def draw(ax: Any, rows: Any) -> None:
        ax.plot(rows["DATE"], rows["OBS_VALUE"])

    with pytest.raises(DataError, match="a line of VN63-01 goes over the break of 2019-01-01"):
        show(brief, draw, brief.frame(EGOV))
    assert show(brief, draw_lines, brief.frame(EGOV)).kind == "chart"


def test_bars_that_do_not_begin_at_zero_are_refused(brief: dx.Brief, scores: pd.DataFrame) -> None:
    def draw(ax: Any, rows: Any) -> None:
        draw_bars(ax, rows)
        ax.set_xlim(1, 5)

    with pytest.raises(DataError, match="its bars do not begin at zero"):
        show(brief, draw, scores[scores["TIME_PERIOD"] == "2024"])


def test_names_without_room_are_refused(brief: dx.Brief, scores: pd.DataFrame) -> None:
    with pytest.raises(DataError, match=r"The names of 10 areas have no room under a picture of 330 pixels\."):
        show(brief, fit_names, scores[scores["TIME_PERIOD"] == "2024"])


ALTERED: dict[str, tuple[Callable[[pd.DataFrame], pd.DataFrame], str]] = {
    "values": (lambda rows: rows.assign(OBS_VALUE=rows["OBS_VALUE"] * 1.01), "is not the value stated"),
    "areas": (lambda rows: rows.assign(REF_AREA="VN63-99"), "VN63-99, 2021: no area of the catalogue"),
    "periods": (lambda rows: rows.assign(TIME_PERIOD="1999"), "1999: nothing is known for this period"),
    "indicators": (lambda rows: rows.assign(INDICATOR="dim8"), "dim8, VN63-01, 2021: no indicator of the catalogue"),
    "a mean": (lambda rows: rows.groupby("TIME_PERIOD")[["OBS_VALUE"]].mean(), "has no REF_AREA"),
    "a pivot": (lambda rows: rows.pivot_table("OBS_VALUE", "REF_AREA", "TIME_PERIOD"), "has no REF_AREA"),
    "a row twice": (lambda rows: pd.concat([rows, rows.head(2)]), "there more than once: VN63-01, 2021; VN63-01, 2022"),
    "no value": (lambda rows: rows.assign(OBS_VALUE=np.nan), "nan is not the value stated"),
}  # fmt: skip


@pytest.mark.parametrize("name", ALTERED)
def test_rows_that_are_no_observations_are_refused(brief: dx.Brief, scores: pd.DataFrame, name: str) -> None:
    alter, reason = ALTERED[name]
    with pytest.raises(DataError) as refused:
        show(brief, draw_points, alter(scores))
    assert reason in str(refused.value)
    assert refused.value.fix


def test_of_many_wrong_rows_the_first_are_named(brief: dx.Brief, scores: pd.DataFrame) -> None:
    with pytest.raises(DataError, match=rf"; and {len(scores) - 5} more\."):
        show(brief, draw_points, scores.assign(OBS_VALUE=9.99))


def test_an_indicator_that_is_named_twice_is_one_column() -> None:
    brief = open_brief("VNM")
    table = brief.frame(["egdi_value", "egdi_value"], areas="asean_six", period=2024, columns="indicator")
    assert "egdi_value" in table.columns
    assert len(brief.frame(["egdi_value", "egdi_value"], period=2024)) == 1

"""An analyst's picture: what it stands for, and what is around it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from lxml import html

import dxlib as dx
from dxlib.data.quantities import Missing
from tests.brief.analysts import (
    EGOV,
    count_points,
    draw_points,
    draw_relation,
    draw_swarm,
    read_chart,
    show,
)
from tests.brief.pictures import open_brief
from tests.rendering import render


def test_the_table_lists_every_figure_under_its_source(brief: dx.Brief, scores: pd.DataFrame) -> None:
    figure = read_chart(show(brief, draw_swarm, scores))
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
    stem = read_chart(show(brief, draw_swarm, rows)).get("id")
    notes = html.fragment_fromstring(render(brief.evidence()))
    assert notes.xpath(f".//ul[@id='s-papi-2024']//li/a[@href='#{stem}']")


def test_a_filtered_sorted_and_merged_table_is_what_it_was(brief: dx.Brief, scores: pd.DataFrame) -> None:
    other = scores[["REF_AREA", "TIME_PERIOD"]].assign(NOTE="x").drop_duplicates()
    merged = scores[scores["OBS_VALUE"] > 2.5].merge(other, on=["REF_AREA", "TIME_PERIOD"]).sort_values("OBS_VALUE")
    assert count_points(next(read_chart(show(brief, draw_points, merged)).iter("svg"))) == len(merged)


def test_medians_stand_in_the_table_and_are_explained(brief: dx.Brief, scores: pd.DataFrame) -> None:
    def draw(ax: Any, rows: Any) -> None:
        draw_points(ax, rows)
        dx.median(ax, rows)

    figure = read_chart(show(brief, draw, scores))
    of_2024 = scores.loc[scores["TIME_PERIOD"] == "2024", "OBS_VALUE"].median()
    assert figure.xpath("string(.//tbody/tr[last()]/th)") == "Median"
    assert figure.xpath("string(.//tbody/tr[last()]/td[last()])") == f"{of_2024:.2f}"
    assert figure.xpath("string(.//p[@class='note'])") == "Short lines: the median of each period."


@pytest.mark.parametrize(("area", "named"), [("VN63-01", "Ha Noi"), ("VN34-44", "Quang Binh, Quang Tri")])
def test_marks_that_stand_out_are_named(area: str, named: str) -> None:
    brief = open_brief(area)
    rows = brief.frame(EGOV, areas="provinces_63", period="2024")

    def draw(ax: Any, rows: Any) -> None:
        draw_points(ax, rows)
        dx.emphasize(ax, rows)

    assert read_chart(show(brief, draw, rows)).xpath("string(.//p[@class='note'])") == f"Highlighted: {named}."
    assert read_chart(show(brief, draw_points, rows)).xpath(".//p[@class='note']") == []
    others = rows[~rows["IS_OWN"]]
    assert read_chart(show(brief, draw, others)).xpath(".//p[@class='note']") == []


def test_a_relation_has_axes_with_names_and_a_band(countries: tuple[dx.Brief, pd.DataFrame]) -> None:
    figure = read_chart(show(countries[0], draw_relation, countries[1]))
    svg = next(figure.iter("svg"))
    texts = [text.text for text in svg.iter("text")]
    assert "E-Government Development Index (EGDI), index value" in texts
    assert "GovTech Maturity Index (GTMI), index value" in texts
    assert [path.get("class") for path in svg.iter("path")].count("f-k1") == 1
    assert "95% confidence" in figure.xpath("string(.//p[@class='note'][2])")


def test_numbers_are_written_in_the_language_of_the_page() -> None:
    brief = open_brief("VN63-01", language="vi")
    rows = brief.frame(EGOV, areas="gso_red_river_delta", since="2023")
    own = brief.latest(EGOV)

    def draw(ax: Any, rows: Any) -> None:
        draw_swarm(ax, rows)
        dx.label(ax, own)

    texts = [text.text for text in read_chart(show(brief, draw, rows)).iter("text")]
    assert "4,05" in texts
    assert "Hà Nội" in texts


def test_words_whose_figures_are_not_known_are_left_out(brief: dx.Brief, scores: pd.DataFrame) -> None:
    fragment = brief.picture(
        draw_swarm, data=scores, title="Indicator", words=["Area", "{own} in {own_when}"],
        own=Missing(EGOV, "VN63-01", "nothing known"),
    )  # fmt: skip
    assert read_chart(fragment).xpath("string(.//p[@class='alternative'])") == "Area"


def test_breaks_amid_the_rows_are_explained(brief: dx.Brief) -> None:
    rows = brief.frame(EGOV, areas="gso_red_river_delta", since="2019")
    notes = [note.text_content() for note in read_chart(show(brief, draw_points, rows)).xpath(".//p[@class='note']")]
    assert any(note.startswith("Break in the series, 1 January 2020") for note in notes)


def test_a_picture_says_that_periods_differ_in_length() -> None:
    brief = open_brief("VNM", edition=2026)
    rows = brief.frame("cashless_payment_value")
    said = "Periods of different lengths are not compared: over a longer time more is counted."
    for shown, told in ((rows, True), (rows.head(1), False)):
        notes = read_chart(show(brief, draw_points, shown)).xpath(".//p[@class='note']")
        assert (said in [note.text_content() for note in notes]) is told


def test_where_only_a_bound_is_stated_the_picture_says_so(brief: dx.Brief) -> None:
    rows = brief.frame("online_dossier_share_full_process", areas="provinces_63")
    assert rows["QUALIFIER"].isin(["<", ">"]).any()
    (note,) = read_chart(show(brief, draw_points, rows)).xpath(".//p[@class='note']")
    assert note.text_content().startswith("Only a bound is stated for ")

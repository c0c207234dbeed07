"""Charts on a page: what stands around them, what they are drawn of, and what they say when nothing is known."""

from __future__ import annotations

import re

import nbformat
import pytest
import yaml
from lxml import html

from dxlib.brief.fragments import Fragment
from dxlib.data.ids import name_total
from dxlib.errors import ConfigError, DataError
from dxlib.paths import Project
from tests.brief.pictures import OF_A_PROVINCE, OF_THE_COUNTRY, draw_all, open_brief
from tests.building import ROOT, copy_project, run_dxlib
from tests.rendering import render

NAMES = (*OF_THE_COUNTRY, *OF_A_PROVINCE)


@pytest.fixture(scope="module")
def drawn() -> dict[str, Fragment]:
    return draw_all("en")


def read(fragment: Fragment) -> html.HtmlElement:
    return html.fragment_fromstring(render(fragment))


def list_texts(node: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in node.xpath(path)]


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


# Which figures -------------------------------------------------------------------------------------------------------


def test_areas_are_compared_for_the_last_period_that_most_of_them_have() -> None:
    said = read(open_brief("VN63-01").rank_table("dti_provincial_rank", group="provinces_63", title="Indicator"))
    assert said.xpath("string(.//p[@class='subtitle'])").endswith("2022")  # of 2023 and 2024 a few are known


def test_a_period_of_the_brief_s_own_area_goes_before_a_later_one_without_it() -> None:
    own = read(open_brief("VN63-26").rank_table("papi_total", group="provinces_63", title="Indicator"))
    other = read(open_brief("VN63-01").rank_table("papi_total", group="provinces_63", title="Indicator"))
    assert own.xpath("string(.//p[@class='subtitle'])").endswith("2023")  # withheld for 2024
    assert other.xpath("string(.//p[@class='subtitle'])").endswith("2024")


def test_the_brief_s_own_area_joins_those_of_its_kind_only() -> None:
    country = read(open_brief("KOR").rank_table("egdi_value", group="asean", title="Indicator"))
    assert "Republic of Korea" in list_texts(country, ".//tbody/tr/th")
    nation = read(open_brief("VNM").rank_table("papi_total", group="provinces_63", title="Indicator"))
    assert "Viet Nam" not in list_texts(nation, ".//tbody/tr/th")


def test_a_province_of_today_finds_what_went_into_it() -> None:
    tiles = read(open_brief("VN34-48").tiles("papi_total", group="provinces_63", title="Indicator"))
    words = tiles.xpath("string(.//p[contains(@class, 'alternative')])")
    assert "Da Nang has " in words
    assert "Quang Nam has " in words


def test_an_area_without_a_figure_is_named_and_stays_in_the_table(drawn: dict[str, Fragment]) -> None:
    table = read(drawn["rank_table of many"])
    assert "No figure is known for: Vinh Phuc, Tien Giang." in table.xpath(
        "string(.//p[contains(@class, 'alternative')])"
    )
    assert len(table.xpath(".//tbody/tr")) == 63
    assert list_texts(table, ".//tbody/tr[last()]/*") == ["Tien Giang", "–"]


@pytest.mark.parametrize(("edition", "told"), [(2021, False), (2022, True)])
def test_a_break_is_explained_where_figures_lie_on_both_sides(edition: int, *, told: bool) -> None:
    brief = open_brief("VN63-79", edition=edition)  # of the survey of 2021 the edition of 2022 is the first to know
    said = read(brief.trend("papi_dim5_public_admin_procedures", title="Indicator")).text_content()
    assert ("Break in the series, 1 January 2021" in said) is told


def test_targets_of_different_units_say_that_each_row_has_its_scale(drawn: dict[str, Fragment]) -> None:
    notes = {
        name: list_texts(read(drawn[name]), ".//p[@class='note']") for name in ("bullets", "bullets of many units")
    }
    assert notes == {"bullets": [], "bullets of many units": ["Each row has a scale of its own."]}


def test_outlined_bars_are_explained_under_the_picture() -> None:
    figure = read(open_brief("VNM").rank_table("digital_economy_share_grdp", group="provinces_63", title="Indicator"))
    assert [text.split(" ")[0] for text in list_texts(figure, ".//p[@class='note']")] == ["Outlined"]


def test_the_status_in_a_picture_is_that_of_the_table(drawn: dict[str, Fragment]) -> None:
    figure = read(drawn["bullets"])
    shown = set(list_texts(figure, "div[@class='wide']//text[@data-verdict]"))
    assert shown
    assert shown <= set(list_texts(figure, ".//table//*[@data-verdict]"))


def test_a_chart_of_an_earlier_period_than_the_latest_figure_of_its_area_says_so() -> None:
    brief = open_brief("VNM", edition=2025)
    latest, shared = brief.latest("internet_users_share"), brief.shared("internet_users_share", "asean")
    assert (latest.period, shared.period) == ("2024", "2023")
    said = "The latest figure of Viet Nam is 84.2% (2024); the chart shows the areas in 2023, the latest period for"
    for draw in (brief.rank_table, brief.dots):
        (note, *_) = list_texts(
            read(draw("internet_users_share", group="asean", title="Indicator")), ".//p[@class='note']"
        )
        assert note.startswith(said)
    own = brief.dots("internet_users_share", group="asean", period="2023", title="Indicator")
    assert "The latest figure" not in render(own)


def test_an_area_that_stands_alone_has_no_place() -> None:
    brief = open_brief("VNM", edition=2025)
    alone = render(brief.rank_table("population_database_records", areas=["SGP"], title="Indicator"))
    beside = render(brief.rank_table("internet_users_share", areas=["SGP"], title="Indicator"))
    assert (">2nd</a> of " in alone, ">2nd</a> of " in beside) == (False, True)


# What cannot be drawn ------------------------------------------------------------------------------------------------


def test_where_nothing_is_known_a_sentence_says_so() -> None:
    early = open_brief("VNM", edition=2012)
    said = early.rank_table("papi_dim8_e_governance", group="provinces_63", title="Indicator")
    assert (said.kind, "is not enough for a statement here" in render(said)) == ("gap", True)
    quiet = [
        early.tiles("papi_dim8_e_governance", group="provinces_63", title="Indicator"),
        early.dots("papi_dim8_e_governance", group="provinces_63", title="Indicator"),
        early.parts("papi_dim8_e_governance", "papi_total", title="Indicator"),
    ]
    assert {one.kind for one in quiet} == {"empty"}  # it was said once
    assert early.bullets("egdi_rank", title="Indicator").kind == "gap"


def test_parts_of_another_unit_are_refused() -> None:
    with pytest.raises(DataError, match="A chart in INDEX was given figures in RANK"):
        open_brief("VNM").parts("egdi_value", "egdi_rank", title="Indicator")


def test_a_country_has_no_tile() -> None:
    with pytest.raises(DataError, match="'BRN' has no place on a map of tiles"):
        open_brief("BRN").tiles("egdi_value", group="asean", title="Indicator")


def test_a_rank_is_not_drawn_as_a_trend() -> None:
    with pytest.raises(ConfigError, match="'egdi_rank' is a rank"):
        open_brief("VNM").trend("egdi_rank", title="Indicator")


# The map of tiles ----------------------------------------------------------------------------------------------------


def read_places(prefix: str) -> dict[tuple[int, int], str]:
    areas = yaml.safe_load((ROOT / "data/catalogue/areas.yaml").read_text("utf-8"))
    return {tuple(entry["tile"]): key for key, entry in areas.items() if key.startswith(prefix)}


@pytest.mark.parametrize(("prefix", "count"), [("VN63-", 63), ("VN34-", 34)])
def test_every_province_has_a_tile_of_its_own_and_the_map_is_one_piece(prefix: str, count: int) -> None:
    places = read_places(prefix)
    assert len(places) == count
    reached, pending = set(), [next(iter(places))]
    while pending:
        row, column = pending.pop()
        if (row, column) in places and (row, column) not in reached:
            reached.add((row, column))
            steps = [(down, across) for down in (-1, 0, 1) for across in (-1, 0, 1)]
            pending += [(row + down, column + across) for down, across in steps]
    assert reached == places.keys()


def test_tiles_stand_as_provinces_lie() -> None:
    where = {key: place for place, key in read_places("VN63-").items()}
    from_north = [
        "VN63-02",
        "VN63-01",
        "VN63-38",
        "VN63-42",
        "VN63-46",
        "VN63-51",
        "VN63-56",
        "VN63-79",
        "VN63-92",
        "VN63-96",
    ]
    rows = [where[key][0] for key in from_north]
    assert rows == sorted(rows)
    assert where["VN63-12"][1] < where["VN63-22"][1]  # Lai Châu lies west of Quảng Ninh
    assert where["VN63-91"][1] < where["VN63-83"][1]  # Kiên Giang west of Bến Tre
    assert where["VN63-56"][1] == max(column for _, column in where.values())  # Khánh Hòa furthest east


# The audit -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A brief that holds one of each chart, built for a country and a province."""
    project = copy_project(tmp_path_factory.mktemp("pictures"))
    path = project.root / "notebooks" / "01-national-overview.ipynb"
    notebook = nbformat.read(path, as_version=4)
    answer = 'brief.answer("{figure}", figure=brief.latest("egdi_rank", area="VNM"))'
    calls = (answer, *OF_THE_COUNTRY.values(), *OF_A_PROVINCE.values(), "brief.evidence()")
    notebook.cells = [*notebook.cells[:3], *(nbformat.v4.new_code_cell(call) for call in calls)]
    nbformat.write(notebook, path)
    declared = yaml.safe_load(project.briefs.read_text("utf-8"))
    declared["briefs"]["01-national-overview"] |= {"areas": ["VNM", "VN63-01"], "editions": [2025], "languages": ["fr"]}
    project.briefs.write_text(yaml.safe_dump(declared), "utf-8")
    for command in ("clean", "build"):
        done = run_dxlib(project, command)
        assert done.returncode == 0, done.stdout + done.stderr
    return project


def test_the_audit_agrees_with_every_chart(project: Project) -> None:
    done = run_dxlib(project, "audit", str(project.reports / "2025"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(" 0 findings") == 2


def test_an_area_that_stands_alone_is_compared_with_nothing() -> None:
    brief = open_brief("VNM")
    for draw in (brief.rank_table, brief.dots):
        assert "<svg" not in render(draw("digital_signature_adult_share", group="asean", title="Indicator"))
        assert "<svg" in render(draw("egdi_rank", group="asean", title="Indicator"))


# What a chart cannot say ---------------------------------------------------------------------------------------------


def test_only_ranks_are_drawn_as_a_ranking() -> None:
    with pytest.raises(ConfigError, match="'internet_users_share' is no rank"):
        open_brief("VNM").ranking("internet_users_share", title="Indicator")


def test_several_indicators_are_drawn_of_the_brief_s_area_alone() -> None:
    brief = open_brief("VNM")
    with pytest.raises(ConfigError, match="Several indicators are drawn of one area"):
        brief.trend("egdi_value", "egdi_osi", areas="asean_six", title="Indicator")
    assert brief.trend("egdi_value", "egdi_osi", areas=["VNM"], title="Indicator").kind == "chart"


def test_how_many_a_ranking_table_shows_is_a_whole_number() -> None:
    for top in ("5", -3, True):
        with pytest.raises(ConfigError, match=f"top={top!r} cannot be used"):
            open_brief("VNM").rank_table("egdi_rank", group="asean", top=top, title="Indicator")

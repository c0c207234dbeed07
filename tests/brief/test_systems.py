"""A page on one system, and the table of all: in the edition of 2025, which changes no more."""

from __future__ import annotations

import pytest

import dxlib as dx
from dxlib.data.quantities import Missing, Quantity
from dxlib.evidence.parts import INDEXED, walk
from dxlib.evidence.render import strip_tags
from tests.brief.test_quality import read_rows
from tests.building import ROOT
from tests.rendering import render


def open_systems(edition: int = 2025, *, language: str = "en", as_of: str = "") -> dx.Brief:
    return dx.open_brief(
        "11-systems-overview", area="VNM", edition=edition, language=language, as_of=as_of, root=ROOT
    )  # fmt: skip


@pytest.fixture(scope="module")
def brief() -> dx.Brief:
    return open_systems()


def find_row(rows: list[list[str]], name: str) -> list[str]:
    (found,) = (row for row in rows if row[0] == name)
    return found[1:]


def test_a_system_says_what_it_is_for_who_set_it_up_and_since_when(brief: dx.Brief) -> None:
    said = render(brief.purpose("national_programme"))
    assert "The programme sets the course for digital government" in said
    assert "Basis: Prime Minister’s Decision 749/QĐ-TTg." in said
    assert 'Start: <time datetime="2020-06-03">3 June 2020</time>.' in said


def test_at_most_six_figures_lead_and_none_is_a_milestone_or_missing(brief: dx.Brief) -> None:
    for system in brief._shelf.catalogue.systems:
        leading = brief.leading(system)
        assert len(leading) <= 6
        assert set(leading) <= set(brief.indicators_of(system))
        found = [brief.latest(name) for name in leading]
        assert all(isinstance(one, Quantity) and one.unit != "MILESTONE" for one in found)


def test_the_lead_of_a_system_is_what_has_a_target(brief: dx.Brief) -> None:
    lead = brief.lead("online_public_services")
    assert isinstance(lead, Quantity)
    assert lead.first_observation.indicator == "online_dossier_share_full_process"
    assert "2025" in [one.period for one in brief._shelf.list_targets(lead.first_observation.indicator, "VNM")]


def test_the_answer_is_the_lead_with_its_total_and_period(brief: dx.Brief) -> None:
    said = " ".join(strip_tags(render(brief.introduce("national_committee"))).split())
    assert said == "Tasks completed in the National Committee’s yearly plan: 44 of 63 in 2024"
    said = strip_tags(render(brief.introduce("vneid")))
    assert said.endswith("(VNeID): more than 65\u00a0million in October 2025")


def test_a_system_whose_figures_are_of_other_areas_says_so_in_its_answer(brief: dx.Brief) -> None:
    assert isinstance(brief.lead("provincial_competitiveness"), Missing)
    assert brief.leading("provincial_competitiveness") == ()
    said = strip_tags(render(brief.introduce("provincial_competitiveness")))
    assert said.startswith("Provincial competitiveness (PCI): no figure of Viet Nam as a whole is known by 31 December")


def test_of_all_systems_the_weightiest_leads_stand_first(brief: dx.Brief) -> None:
    leading = brief.leading()
    assert len(leading) == 6
    leads = {one.first_observation.indicator for one in brief.leads() if isinstance(one, Quantity)}
    assert set(leading) <= leads
    assert all(brief._shelf.list_targets(name, "VNM") for name in leading)


def test_a_rank_is_drawn_as_a_rank_and_other_figures_as_a_trend(brief: dx.Brief) -> None:
    title = "{measure}: {first} {first_when:in}, {latest} {latest_when:in}"
    rank, trend = (brief.history(system, 1, title=title) for system in ("international_rankings", "vneid"))
    assert "World rank" in render(rank)
    assert "Activated electronic identification accounts (VNeID): " in render(trend)
    assert brief.history("vneid", 9, title=title).kind == "empty"


def test_the_table_of_all_figures_has_the_latest_its_change_and_what_was_stated_before(brief: dx.Brief) -> None:
    rows = read_rows(brief.all_figures("legal_framework"))
    latest, earlier = find_row(rows, "Decrees on digital transformation in the year")
    assert latest.startswith("68 (2025)▲ up 54 on 2024")
    assert latest.endswith("Innovation and Digital Transformation")
    assert earlier == "14 (2024)"
    assert find_row(rows, "Administrative procedures simplified, of those assigned")[0].startswith(
        "898 of 1,084 (2024)"
    )
    assert find_row(rows, "Law on Digital Transformation passed")[0].startswith("done by 11 December 2025")


def test_a_long_table_of_all_figures_is_opened_on_demand_and_its_line_counts_the_rows(brief: dx.Brief) -> None:
    fragment = brief.all_figures("legal_framework")
    rows, said = read_rows(fragment), render(fragment)
    assert len(rows) > 15
    assert said.startswith('<details class="fold"><summary><b>All figures known by ')
    assert f"</b>: {len(rows)} – " in said
    assert not render(brief.all_figures("health_data_coordination")).startswith("<details")


def test_what_nobody_confirms_is_shown_as_such_in_the_table_of_all_figures(brief: dx.Brief) -> None:
    rows = read_rows(brief.all_figures("health_data_coordination"))
    shown, earlier = find_row(rows, "Provinces in the health data coordination pilot (target)")
    assert shown.startswith("not confirmed: 4 estimate")
    assert earlier == "–"
    invoices = read_rows(brief.all_figures("einvoices_and_tax"))
    shown, _ = find_row(invoices, "Growth of electronic invoices processed")
    assert shown.startswith("not confirmed: nearly 40% (2024) estimate")


def test_a_later_bound_that_says_less_is_confirmed_as_it_is_and_a_growth_is_the_latest_though_a_bound() -> None:
    brief = open_systems(2026)
    rows = read_rows(brief.all_figures("online_public_services"))
    shown, _ = find_row(rows, "Administrative dossiers handled online from end to end")
    assert "51.7% (November 2025)" in shown
    assert "> 51% (December 2025)" in shown
    assert "not confirmed" not in shown
    growth, earlier = find_row(
        read_rows(brief.all_figures("ecommerce")), "Growth of e-commerce, association’s estimate"
    )
    assert growth.startswith("> 25% (2023)")
    assert earlier == "25% (2022)"


def test_a_milestone_to_reach_that_nobody_confirms_shows_its_day_and_not_its_value() -> None:
    found = find_row(
        read_rows(open_systems(2026).all_figures("national_data_centre")), "National Data Centre in service (target)"
    )
    assert found[0].startswith("not confirmed: due by June 2026 doubtful")


def test_every_figure_that_the_area_has_of_a_system_is_in_the_table_or_before_six_others(brief: dx.Brief) -> None:
    for system in ("vneid", "health_records", "cashless_payments", "ict_industry"):
        fragment = brief.all_figures(system)
        series = [brief._shelf.read_series(name, "VNM") for name in brief.indicators_of(system)]
        wanted = {one.key for each in series for one in each.figures[-7:]}
        assert wanted <= fragment.evidence.measures.keys()


def test_figures_of_a_year_that_is_long_over_are_named_as_old(brief: dx.Brief) -> None:
    said = render(brief.old_figures("online_public_services"))
    assert 'No figure later than <time datetime="2022">2022</time> is known of: ' in said
    assert 'Public services offered online at the highest level (<time datetime="2010">2010</time>)' in said
    assert "end to end" not in said
    assert "Decree on online public services issued" not in said  # done in 2022, and so for ever
    assert brief.old_figures("resolution_57").kind == "empty"


def test_the_first_and_the_last_of_provinces_are_named_where_enough_of_them_have_a_figure(brief: dx.Brief) -> None:
    when, first, last = find_row(read_rows(brief.elsewhere("papi")), "PAPI dimension on e-governance")
    assert (when, first, last) == ("2024", "Binh Duong: 4.06", "Tra Vinh: 2.74")
    rank = find_row(read_rows(brief.elsewhere("digital_transformation_index")), "Rank in the Viet Nam ICT Index")
    assert rank == ["2023", "Da Nang: 1 of 63", "–"]
    _, shared, _ = find_row(
        read_rows(brief.elsewhere("health_records")), "Health facilities with electronic medical records"
    )
    assert shared == "Lao Cai: 100%Nghe An: 100%Vinh Long: 100%"  # a line each
    assert brief.elsewhere("international_rankings").kind == "empty"  # countries are of the page's own kind


def test_all_systems_have_a_row_with_lead_target_and_what_is_missing(brief: dx.Brief) -> None:
    rows = read_rows(brief.systems(pages="10-systems"))
    assert len(rows) == len(brief._shelf.catalogue.systems)
    lead, target, missing = find_row(rows, "Digital signatures")
    assert lead == "Adults with a digital signature28.4% (June 2025)"
    assert target.startswith("Target for 2025: 50%, no confirmed figure for the deadline")
    assert missing == "4 of 4"
    assert find_row(rows, "Provincial competitiveness (PCI)") == ["none known", "–", "–"]


def test_a_system_leads_to_where_the_index_lists_its_page(brief: dx.Brief) -> None:
    leading = [part[1] for part in walk(brief.systems(pages="10-systems").content) if part[0] == INDEXED]
    assert len(leading) == len(brief._shelf.catalogue.systems)
    assert "brief=10-systems&edition=2025&own-system=vneid" in leading


def test_a_system_that_had_not_begun_has_no_row() -> None:
    names = {row[0] for row in read_rows(open_systems(2024).systems(pages="10-systems"))}
    assert "National Data Centre" not in names
    assert "VNeID and electronic identification accounts" in names


def test_targets_and_figures_of_all_systems_add_up(brief: dx.Brief) -> None:
    systems = brief._shelf.catalogue.systems
    targets = [brief.count_targets(system=system) for system in systems]
    assert sum(int(one.value) for one in targets if isinstance(one, Quantity)) == int(brief.count_targets().value)
    figures = [brief.tally("figures", system=system) for system in systems]
    assert sum(int(one.value) for one in figures if isinstance(one, Quantity)) == int(brief.tally("figures").value)


@pytest.mark.parametrize(("language", "heads"), [
    ("vi", ["Số liệu mới nhất và cơ quan công bố:", "Số liệu trước đó:"]),
    ("fr", ["Dernier chiffre et organisme qui le publie :", "Chiffres antérieurs :"]),
])  # fmt: skip
def test_tables_are_in_the_language_of_the_page(language: str, heads: list[str]) -> None:
    said = render(open_systems(language=language).all_figures("vneid")).replace("\u00a0", " ")
    assert all(f'data-head="{head}"' in said for head in heads)

"""Key figures and tables of targets: small lines, and by which figure a target is judged."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

import dxlib as dx
from dxlib.brief.tables import make_sparkline
from dxlib.data.catalogue_files import forget_catalogue
from dxlib.evidence.render import write_markup
from tests.building import ROOT
from tests.conftest import Toy, list_fillers, make_catalogue_files, make_share
from tests.rendering import render


def draw(indicator: str, area: str = "VNM", edition: int = 2025) -> str:
    day = f"{edition}-12-31"
    brief = dx.open_brief("01-national-overview", area=area, edition=edition, language="en", as_of=day, root=ROOT)
    return str(write_markup(make_sparkline(brief._shelf, brief.latest(indicator))))


def read_points(svg: str) -> list[tuple[int, int]]:
    path = re.search(r'd="M([^"]*)"/><path', svg)[1]
    return [tuple(map(int, point.split())) for point in path.split("L")]


def test_a_rank_that_got_better_ends_higher_up() -> None:
    points = read_points(draw("egdi_rank"))
    assert len(points) == 12
    assert points[-1][1] < points[-2][1]
    assert [x for x, _ in points] == sorted({x for x, _ in points})


def test_a_share_that_grew_ends_higher_up_too() -> None:
    points = read_points(draw("internet_users_share"))
    assert points[0][1] > points[-1][1]


def test_it_stays_within_its_box_and_600_bytes_and_says_nothing() -> None:
    svg = draw("egdi_rank")
    assert all(0 <= x <= 88 and 0 <= y <= 24 for x, y in read_points(svg))
    assert len(svg) <= 600
    assert 'aria-hidden="true"' in svg
    assert re.sub(r"<[^>]+>", "", svg) == ""


def test_figures_before_a_break_are_left_out() -> None:
    brief = dx.open_brief("01-national-overview", area="VN63-01", edition=2024, language="en", root=ROOT)
    latest = brief.latest("papi_dim8_e_governance")
    years = [int(figure.period) for figure in brief._shelf.read_series("papi_dim8_e_governance", "VN63-01").sure]
    breaks = [int(day[:4]) for day in brief._shelf.list_breaks("papi_dim8_e_governance")]
    after = [year for year in years if year >= max(breaks)]
    assert 0 < len(after) < len(years)
    assert len(read_points(str(write_markup(make_sparkline(brief._shelf, latest))))) == len(after)


def test_two_figures_make_no_line() -> None:
    assert draw("egdi_rank", edition=2004) == ""


def open_national(as_of: str = "2025-12-31") -> dx.Brief:
    return dx.open_brief("01-national-overview", area="VNM", edition=2025, language="en", as_of=as_of, root=ROOT)


def read_text(fragment: object) -> str:
    """Give the text of a fragment, what stands in elements of its own apart by blanks."""
    return " ".join(re.sub(r"<[^>]+>", " ", render(fragment)).replace("&gt;", ">").split())


def test_an_estimate_that_nobody_confirms_meets_no_target_and_stands_beside() -> None:
    brief = open_national()
    card, table = read_text(brief.key_figures("ict_industry_revenue")), read_text(brief.targets("ict_industry_revenue"))
    assert card.endswith("Target for 2025 : US$185 billion , no confirmed figure for the deadline")
    decides = "US$152 billion ( 2024 ) not confirmed: US$198 billion ( 2025 ) estimate"
    assert re.findall(r"US\$152.*?estimate", table) == [decides, decides]
    assert table.endswith("US$33 billion no confirmed figure for the deadline")


def test_a_card_names_the_figure_that_decides_where_a_later_one_is_shown() -> None:
    card = read_text(open_national().key_figures("online_dossier_share_full_process_ministries"))
    assert card.endswith("Target for 2024 : 70% , missed with 63.5% ( 2024 )")


def test_a_target_says_which_other_indicator_measures_it() -> None:
    table = read_text(open_national().targets("vneid_users", "national_population_database_in_operation"))
    accounts = "Activated electronic identification accounts (VNeID)"
    assert f"> 65 million ( October 2025 ) measured by: {accounts} – reached since" in table
    assert table.endswith(
        "> 104 million ( April 2025 ) measured by: People in the national population database – reached since"
    )


def read_lines(fragment: object) -> list[str]:
    """Give the line of each fold."""
    return [re.sub(r"<[^>]+>", "", line) for line in re.findall(r"<summary>(.*?)</summary>", render(fragment))]


def test_targets_stand_by_where_they_stand_and_each_line_counts_its_rows() -> None:
    table = open_national().targets("fibre_household_share", "gci_rank", "egdi_rank")
    assert read_lines(table) == [
        "met: 3 – Households with fibre; GCI rank",
        "reached since: 1 – Households with fibre",
        "missed: 1 – Households with fibre",
        "no confirmed figure for the deadline: 1 – EGDI rank",
        "behind: 1 – EGDI rank",
    ]
    assert [group.count("<tr role") - 1 for group in render(table).split("<details")[1:]] == [3, 1, 1, 1, 1]


def test_targets_without_a_figure_are_a_paragraph_for_each_issuer() -> None:
    board = open_national().target_board("unknown")
    last = render(board).split("<details")[-1]
    assert "<table" not in last
    issuers = re.findall(r'<p class="issued"><b>(.*?)</b>', last)
    assert len(issuers) == len(set(issuers)) >= 3
    assert "Prime Minister" in issuers
    assert re.search(r', <a href="#e-\w+">due by <time datetime="2025-06">June 2025</time></a>', last)


def test_what_sources_disagree_on_is_counted_and_named_in_one_line() -> None:
    shown = open_national().disagreements("vneid_accounts_activated", "ecommerce_retail_revenue", "gii_rank")
    (line,) = read_lines(shown)
    rows = render(shown).count("<tr role") - 1
    assert line == f"Where sources disagree: {rows} – Activated VNeID accounts; Retail e-commerce; GII rank"


@pytest.mark.parametrize(("day", "is_told"), [("2022-06-24", True), ("2022-06-23", False)])
def test_a_definition_tells_of_the_breaks_until_the_day_of_the_page(
    open_toy: Callable[..., dx.Brief], day: str, *, is_told: bool
) -> None:
    shown = render(open_toy(as_of=day).definitions("online_share"))
    assert "share definition" in shown
    assert ("Levels three and four became one." in shown) is is_told


def test_a_milestone_is_named_by_its_deadline_alone_and_any_other_target_by_its_value() -> None:
    table = read_text(open_national().targets("national_population_database_in_operation", "gci_rank"))
    assert "due by" in table.partition("104 million")[0]
    assert table.count("due by") == 1


@pytest.mark.parametrize(
    ("direction", "judged"), [("higher_is_better", "better"), ("lower_is_better", "worse"), ("neutral", "same")]
)
def test_a_rise_is_judged_by_the_direction_of_its_indicator(toy: Toy, direction: str, judged: str) -> None:
    services = make_catalogue_files()["indicators/services.yaml"]
    services["online_share"]["direction"] = direction
    toy.write_catalogue("indicators/services.yaml", services)
    forget_catalogue()
    toy.write_ledger([make_share("2023", "40"), make_share("2024", "45"), *list_fillers()])
    toy.open_store()
    brief = dx.open_brief("01-toy", area="VNM", edition=2025, language="en", as_of="2025-12-31", root=toy.project.root)
    assert f'<span class="{judged}" data-direction="rise"' in render(brief.key_figures("online_share"))

"""Figures that a notebook asks for beyond a single observation: shares, paces, places, counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import dxlib as dx
from dxlib.audit.evaluate import FigureCalls
from dxlib.audit.facts import Facts
from dxlib.data.clean import clean
from dxlib.data.quantities import Missing, Quantity
from dxlib.errors import DataError
from dxlib.paths import Project
from tests.building import ROOT
from tests.conftest import Toy, link_indicators, make_row
from tests.rendering import read_text, render

OpenToy = Callable[..., dx.Brief]


def open_brief(area: str = "VNM", *, brief: str = "01-national-overview", as_of: str = "2025-12-31") -> dx.Brief:
    return dx.open_brief(brief, area=area, edition=2025, language="en", as_of=as_of, root=ROOT)


@pytest.fixture(scope="module")
def brief() -> dx.Brief:
    return open_brief()


def test_a_share_is_of_the_total_that_the_source_itself_states(brief: dx.Brief) -> None:
    tasks = brief.latest("project06_tasks_completed")
    assert brief.out_of(tasks).value == 276
    assert float(brief.share(tasks).value) == pytest.approx(244 / 276 * 100)


def test_without_a_total_there_is_no_share(brief: dx.Brief) -> None:
    assert isinstance(brief.share(brief.latest("gii_score")), Missing)


def test_no_annual_growth_is_said_of_less_than_a_year(brief: dx.Brief) -> None:
    retail = brief.at("ecommerce_retail_revenue", "2017")
    growth = brief.compound_growth(retail, retail)
    assert (type(growth), growth.reason) == (Missing, "less than a year apart")


def test_no_annual_growth_leads_to_a_target_without_a_deadline() -> None:
    brief = open_brief(as_of="2026-12-31")  # of 2025 only bounds are known
    target, latest = brief.target("vneid_accounts_activated", ""), brief.latest("vneid_accounts_activated")
    with pytest.raises(DataError, match="one of them has no date"):
        brief.compound_growth(target, latest)


def test_a_pace_is_needed_only_while_there_is_time_and_something_left(brief: dx.Brief) -> None:
    share = brief.latest("digital_signature_adult_share")
    needed = brief.needed_pace(brief.target("digital_signature_adult_share", "2030"), share)
    assert float(needed.value) == pytest.approx((70 - 28.42) / 5.5, abs=1e-4)
    assert brief.needed_pace(brief.target("digital_signature_adult_share", "2025"), share).reason.endswith(
        "no_figure_yet"
    )
    assert isinstance(brief.needed_pace(brief.target("gci_rank", "2030"), brief.latest("gci_rank")), Missing)


def test_what_is_left_is_told_by_what_measures_the_target(toy: Toy) -> None:
    link_indicators(toy)
    common = {"UNIT_MEASURE": "PERSON", "SOURCE": "mic-2024"}
    rows = [
        make_row(INDICATOR="accounts", OBS_VALUE="60", **common),
        make_row(INDICATOR="users", OBS_VALUE="70", TIME_PERIOD="2029", KIND="target", **common),
    ]
    toy.write_ledger(rows, name="more.csv")
    clean(toy.project)
    brief = dx.open_brief("01-toy", area="VNM", edition=2026, language="en", as_of="2026-12-31", root=toy.project.root)
    target, measure = brief.target("users", "2029"), brief.latest("accounts")
    assert (float(brief.distance(target, measure)), float(brief.needed_pace(target, measure))) == (10, 2)
    with pytest.raises(DataError, match="not one indicator in one unit"):
        brief.distance(target, brief.latest("egdi_rank"))


def test_a_province_has_the_neighbours_of_its_region_and_one_without_a_region_none() -> None:
    brief = open_brief("VN63-79", brief="07-province-profile")
    assert brief.own_group("gso_") == "gso_southeast"
    assert brief.neighbours("gso_") == ("VN63-70", "VN63-72", "VN63-74", "VN63-75", "VN63-77")
    merged = open_brief("VN34-79", brief="07-province-profile")
    assert (merged.own_group("gso_"), merged.neighbours("gso_")) == ("", ())
    assert [one.name(one.own_region()) for one in (brief, merged)] == ["South-East", ""]
    known = Facts(Project(ROOT)).known_on("2025-12-31")
    assert [FigureCalls(known, one.area).own_region() for one in (brief, merged)] == ["VNREG_SOUTHEAST", ""]
    assert merged.predecessors() == ("VN63-74", "VN63-77", "VN63-79")
    assert open_brief("VN34-01", brief="07-province-profile").predecessors() == ()  # the same borders


def test_a_change_that_is_only_mentioned_is_silent_where_it_is_not_known(brief: dx.Brief) -> None:
    words = {"rise": "more", "fall": "less", "same": "equal"}
    unknown = brief.change(brief.latest("egdi_value"), Missing("egdi_value", "VNM", "asked for"))
    assert brief.mention_change(unknown, **words).kind == "empty"
    known = brief.change(brief.at("egdi_value", "2024"), brief.at("egdi_value", "2022"))
    assert isinstance(known, Quantity)
    assert ">more</p>" in render(brief.mention_change(known, **words))


def test_a_gap_is_not_named_where_the_page_shows_a_figure_of_the_indicator() -> None:
    brief = open_brief()
    later = Missing("egdi_rank", "VNM", "asked for")
    assert brief.say("{x}", x=later).kind == "gap"
    shown = open_brief()
    shown.say("{x}", x=shown.latest("egdi_rank"))
    assert shown.say("{x}", x=later).kind == "empty"


# What figures are claimed as -----------------------------------------------------------------------------------------


def test_a_figure_says_as_what_it_was_asked_for(open_toy: OpenToy) -> None:
    brief = open_toy()
    rank, share = brief.latest("egdi_rank"), brief.at("online_share", "2024")
    assert [
        getattr(figure, "claim", figure)
        for figure in (
            rank, brief.before(rank), brief.first(share), brief.target("online_share", ""), brief.out_of(rank),
            brief.latest("egdi_rank", area="SGP"), brief.place(rank, "asean"), brief.shared("egdi_rank", "asean"),
            brief.count(brief.place(rank, "asean")), brief.tally("figures"),
        )
    ] == [
        'latest("egdi_rank", "VNM")',
        'before(latest("egdi_rank", "VNM"))',
        'first(at("online_share", "2024", "VNM"))',
        'target("online_share", "", "VNM")',
        'out_of(latest("egdi_rank", "VNM"))',
        'latest("egdi_rank", "SGP")',
        'place(latest("egdi_rank", "VNM"), "asean")',
        'shared("egdi_rank", "asean", "VNM")',
        'count(inputs(place(latest("egdi_rank", "VNM"), "asean")))',
        'tally("figures")',
    ]  # fmt: skip


def test_every_claim_is_a_call_of_the_claims_of_its_inputs(open_toy: OpenToy) -> None:
    brief = open_toy()
    share, before = brief.at("online_share", "2024"), brief.at("online_share", "2023")
    goal = brief.target("online_share", "2025")
    computed = {
        "change": brief.change(share, before),
        "difference": brief.difference(brief.latest("egdi_rank"), brief.latest("egdi_rank", area="SGP")),
        "growth": brief.growth(share, before),
        "ratio": brief.ratio(share, before),
        "distance": brief.distance(goal, share),
        "pace": brief.pace(share, before),
        "rank_change": brief.rank_change(brief.latest("egdi_rank"), brief.at("egdi_rank", "2022")),
    }
    assert {name: figure.claim.partition("(")[0] for name, figure in computed.items()} == {
        name: name for name in computed
    }
    assert computed["change"].claim == f"change({share.claim}, {before.claim})"


def test_a_result_of_figures_that_nobody_asked_for_claims_nothing(open_toy: OpenToy) -> None:
    brief = open_toy()
    share, before = brief.at("online_share", "2024"), brief.at("online_share", "2023").claimed("")
    assert brief.change(share, before).claim == ""


# What words rest on --------------------------------------------------------------------------------------------------


def test_a_sentence_is_said_only_where_what_it_rests_on_holds_and_the_page_keeps_it(open_toy: OpenToy) -> None:
    brief = open_toy()
    rank = brief.latest("egdi_rank")
    words = {"text": "Far behind.", "otherwise": "Rank {rank}.", "rank": rank}
    said = brief.say(**words, given=brief.holds(rank, low=50))
    assert (read_text(said), said.evidence.given) == (
        "Far behind.", ('holds(latest("egdi_rank", "VNM"), low=50)',),
    )  # fmt: skip
    assert said.evidence.stated == {rank.key: "egdi_rank/VNM/2024/actual@un-2024"}
    for held in (brief.holds(rank, high=50), brief.holds(brief.latest("online_share", area="SGP"), low=1)):
        other = brief.say(**words, given=held)
        assert (read_text(other), other.evidence.given) == ("Rank 71.", ())


def test_where_it_does_not_hold_and_nothing_else_can_be_said_nothing_is(open_toy: OpenToy) -> None:
    brief = open_toy()
    said = brief.headline("Far behind.", given=brief.holds(brief.latest("egdi_rank"), high=50))
    assert (said.kind, read_text(said)) == ("empty", "")

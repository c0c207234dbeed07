"""Calls of a notebook, worked out again; what is no call of a brief has no rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dxlib.audit.evaluate import FigureCalls, Held, NotEvaluatedError
from dxlib.audit.facts import Facts
from dxlib.audit.figure import Fig, Gap
from dxlib.audit.known import Known
from dxlib.data.catalogue_files import forget_catalogue
from tests.claiming import evaluate
from tests.conftest import Toy, link_indicators, make_catalogue_files, make_row, make_words

Open = Callable[..., Known]
Share = Callable[..., dict[str, str]]


def get(found: object) -> float:
    assert isinstance(found, Fig)
    return float(found.value)


@pytest.fixture
def figures(open_known: Open, share: Share) -> FigureCalls:
    rows = [
        make_row(OUT_OF="193"),
        make_row(TIME_PERIOD="2022", OBS_VALUE="86", SOURCE="mic-2022"),
        make_row(REF_AREA="SGP", OBS_VALUE="3"),
        share("2023", "17.6"),
        share("2024", "45.2"),
        share("2024", "52", "mic-2022"),
        share("2024", "50", KIND="target"),
    ]
    return FigureCalls(open_known(rows), "VNM")


def test_figures_of_the_brief_and_what_they_are_claimed_as(figures: FigureCalls) -> None:
    rank = figures.latest("egdi_rank")
    assert get(rank) == 71
    assert get(figures.latest("egdi_rank", area="SGP")) == 3
    assert get(figures.at("egdi_rank", "2022")) == 86
    assert get(figures.rank_change(rank, figures.before(rank))) == 15
    assert get(figures.out_of(rank)) == 193
    assert get(figures.place(rank, "asean")) == 2
    assert get(figures.count(figures.place(rank, "asean"))) == 2
    assert get(figures.standing(rank, "asean")) == 2
    assert isinstance(figures.standing(rank, ""), Gap)
    assert get(figures.rival(figures.latest("online_share"))) == 52
    assert isinstance(figures.rival(rank), Gap)
    assert get(figures.shared("egdi_rank", "asean")) == 71
    assert isinstance(rank, Fig)
    assert rank.claim == 'latest("egdi_rank", "VNM")'


def test_sets_and_counts(figures: FigureCalls) -> None:
    assert [one.period for one in figures.contested("online_share", "egdi_rank") if isinstance(one, Fig)] == ["2024"]
    assert get(figures.count_targets("missed", due=True)) == 1
    assert isinstance(figures.count_targets("unknown"), Gap)
    assert get(figures.tally("areas")) == 2
    assert get(figures.tally("sources")) == 4
    assert figures.others("asean") == ("SGP",)
    assert figures.own_group("as") == "asean"
    assert figures.neighbours("x") == ()


def test_what_words_rest_on_holds_does_not_or_is_not_known(figures: FigureCalls) -> None:
    ratio = figures.ratio(figures.at("online_share", "2024"), figures.at("online_share", "2023"))
    assert figures.holds(ratio, low=2).state is True
    assert figures.holds(ratio, high=2).state is False
    assert figures.holds(Gap("x", "VNM"), low=2) == Held('holds("unknown", low=2)', None)


@pytest.mark.parametrize(
    "claim",
    [
        'latest("egdi_rank", "VNM")',
        'at("egdi_rank", "2022", "VNM")',
        'rank_change(latest("egdi_rank", "VNM"), before(latest("egdi_rank", "VNM")))',
        'place(latest("egdi_rank", "VNM"), "asean")',
        'count(inputs(place(latest("egdi_rank", "VNM"), "asean")))',
        'rival(latest("online_share", "VNM"))',
        'tally("areas")',
        'out_of(latest("egdi_rank", "VNM"))',
    ],
)
def test_a_claim_gives_the_figure_that_carries_it(figures: FigureCalls, claim: str) -> None:
    found = evaluate(figures, claim)
    assert isinstance(found, Fig)
    assert found.claim in (claim, "")  # a count of a set does not say of which


def test_a_claim_of_an_earlier_day_is_evaluated_as_of_that_day(figures: FigureCalls) -> None:
    found = evaluate(figures, 'latest("egdi_rank", "VNM", as_of="2023-12-31")')
    assert get(found) == 86


def test_the_rival_is_the_furthest_one(open_known: Open, share: Share) -> None:
    rows = [share("2024", "45.2"), share("2024", "52", "mic-2022"), share("2024", "30", "un-2024")]
    figures = FigureCalls(open_known(rows), "VNM")
    assert get(figures.rival(figures.latest("online_share"))) == 30


def test_a_place_is_among_figures_of_its_own_period_and_by_the_direction_of_its_indicator(
    open_known: Open, share: Share
) -> None:
    rows = [share("2023", "40"), share("2023", "20", REF_AREA="SGP"), share("2024", "60", REF_AREA="SGP")]
    figures = FigureCalls(open_known(rows), "VNM")
    assert get(figures.place(figures.latest("online_share"), "asean")) == 1


def test_an_area_outside_of_a_group_has_no_standing_in_it(
    toy: Toy, open_known: Open, catalogue_files: Callable[[], dict[str, dict[str, Any]]]
) -> None:
    areas = catalogue_files()["areas.yaml"]
    areas["DEU"] = {"name": make_words("Germany"), "kind": "country", "groups": ["other", "alone"]}
    areas["SGP"]["groups"].append("other")
    toy.write_catalogue("areas.yaml", areas)
    figures = FigureCalls(open_known([make_row(REF_AREA="DEU"), make_row(REF_AREA="SGP", OBS_VALUE="3")]), "DEU")
    assert isinstance(figures.standing(figures.latest("egdi_rank"), "asean"), Gap)
    assert get(figures.standing(figures.latest("egdi_rank"), "other")) == 2
    assert isinstance(figures.place(figures.latest("egdi_rank"), "alone"), Gap)  # "place 1 of 1" says nothing


def test_both_bounds_are_included(figures: FigureCalls) -> None:
    rank = figures.latest("egdi_rank")
    assert figures.holds(rank, low=71, high=71).state is True
    figures.check("a rank of 71", rank, low=71, high=71)
    with pytest.raises(NotEvaluatedError, match="does not hold"):
        figures.check("a rank below 71", rank, high=70)


def test_the_last_of_the_shared_periods_is_shown(open_known: Open) -> None:
    rows = [make_row(REF_AREA=area, TIME_PERIOD=period, OBS_VALUE=value)
            for area, period, value in (("VNM", "2022", "86"), ("SGP", "2022", "12"), ("VNM", "2024", "71"),
                                        ("SGP", "2024", "3"), ("VNM", "2025", "70"))]  # fmt: skip
    assert get(FigureCalls(open_known(rows), "VNM").shared("egdi_rank", "asean")) == 71


def test_a_target_that_is_met_needs_no_pace(open_known: Open, share: Share) -> None:
    rows = [share("2023", "17.6"), share("2024", "45.2"), share("2026", "40", KIND="target"),
            share("2030", "80", KIND="target")]  # fmt: skip
    figures = FigureCalls(open_known(rows), "VNM")
    latest = figures.latest("online_share")
    assert isinstance(figures.needed_pace(figures.target("online_share", "2026"), latest), Gap)
    assert get(figures.needed_pace(figures.target("online_share", "2030"), latest)) == 5.8


def test_targets_may_be_counted_whose_deadline_has_come(open_known: Open, share: Share) -> None:
    rows = [share("2024", "85"), share("2024", "50", KIND="target"), share("2030", "80", KIND="target")]
    figures = FigureCalls(open_known(rows), "VNM")
    assert get(figures.count_targets("met")) == 2
    assert get(figures.count_targets("met", due=True)) == 1


def test_a_tally_shows_the_last_of_what_it_counts_and_may_be_of_one_status(open_known: Open, share: Share) -> None:
    rows = [share("2022", "10"), share("2023", "17.6", OBS_STATUS="E"), share("2024", "45.2")]
    figures = FigureCalls(open_known(rows), "VNM")
    estimates = figures.tally("figures", status="E")
    assert get(estimates) == 1
    every = figures.tally("figures")
    assert isinstance(every, Fig)
    assert (every.inputs[0].indicator, every.inputs[0].period) == ("online_share", "2024")


def test_contested_targets_are_among_what_is_contested(open_known: Open, share: Share) -> None:
    rows = [share("2024", "50", KIND="target"), share("2024", "55", "mic-2022", KIND="target")]
    found = FigureCalls(open_known(rows), "VNM").contested("online_share")
    assert [one.kind for one in found if isinstance(one, Fig)] == ["target"]


def test_what_is_left_of_a_rank_to_its_target_counts_downwards(open_known: Open) -> None:
    figures = FigureCalls(open_known([make_row(), make_row(OBS_VALUE="50", TIME_PERIOD="2030", KIND="target")]), "VNM")
    assert get(figures.distance(figures.target("egdi_rank", "2030"), figures.latest("egdi_rank"))) == 21


def test_what_is_left_is_told_by_what_measures_the_target(toy: Toy, open_known: Open) -> None:
    link_indicators(toy)
    common = {"UNIT_MEASURE": "PERSON", "SOURCE": "mic-2024"}
    rows = [
        make_row(INDICATOR="accounts", OBS_VALUE="60", **common),
        make_row(INDICATOR="users", OBS_VALUE="70", TIME_PERIOD="2029", KIND="target", **common),
    ]
    figures = FigureCalls(open_known(rows), "VNM")
    target, measure = figures.target("users", "2029"), figures.latest("accounts")
    assert (get(figures.distance(target, measure)), get(figures.needed_pace(target, measure))) == (10, 2)


def test_indicators_of_a_system_may_be_taken_or_left_out(figures: FigureCalls) -> None:
    entry = figures.known.get_entry("egdi_rank").model_copy(update={"system": "one"})
    named = {**figures.catalogue.indicators, "egdi_rank": entry}
    facts = Facts(figures.known.facts.project)
    vars(facts)["catalogue"] = figures.catalogue.model_copy(update={"indicators": named})
    figures = FigureCalls(facts.known_on("2025-12-31"), "VNM")
    assert "egdi_rank" in figures.indicators()
    assert "egdi_rank" not in figures.indicators(without="one")
    assert figures.indicators(system="one") == ("egdi_rank",)
    assert figures.indicators(system="one", without="one") == ()


def test_an_area_has_predecessors_where_several_went_into_it_and_none_where_it_only_got_another_key(
    toy: Toy, open_known: Open
) -> None:
    areas = make_catalogue_files()["areas.yaml"]
    into = {"VN63-01": "VN34-01", "VN63-02": "VN34-02", "VN63-03": "VN34-02", "VN34-01": "", "VN34-02": ""}
    for key, successor in into.items():
        exists = {"until": "2025-06-30"} if successor else {"from": "2025-07-01"}
        areas[key] = {"name": make_words(key), "kind": "province", "exists": exists, "groups": []}
        areas[key] |= {"successor": successor} if successor else {}
    toy.write_catalogue("areas.yaml", areas)
    forget_catalogue()
    known = open_known([make_row()])
    found = {area: FigureCalls(known, area).predecessors() for area in ("VN34-01", "VN34-02", "VN63-01")}
    assert found == {"VN34-01": (), "VN34-02": ("VN63-02", "VN63-03"), "VN63-01": ()}

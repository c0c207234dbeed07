"""What a notebook counts and ranks: places, tallies, targets, and whether something holds."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import dxlib as dx
from dxlib.audit.evaluate import FigureCalls
from dxlib.audit.facts import Facts
from dxlib.data.catalogue_files import forget_catalogue
from dxlib.data.quantities import Missing, Quantity
from dxlib.errors import ConfigError, DataError
from dxlib.paths import Project
from tests.brief.test_figures import open_brief
from tests.building import ROOT
from tests.conftest import Toy, list_fillers, make_catalogue_files, make_share, make_words

OpenToy = Callable[..., dx.Brief]


@pytest.fixture(scope="module")
def brief() -> dx.Brief:
    return open_brief()


def test_a_country_has_a_standing_only_among_its_own() -> None:
    singapore, estonia = (open_brief(area, brief="08-country-profile") for area in ("SGP", "EST"))
    assert singapore.standing(singapore.latest("egdi_rank"), "asean").value == 1
    rank = estonia.latest("egdi_rank")
    assert isinstance(estonia.standing(rank, "asean"), Missing)
    assert estonia.place(rank, "asean").value == 1


def test_nothing_stands_in_a_place_of_its_own(brief: dx.Brief) -> None:
    records = brief.latest("population_database_records")
    assert brief.place(records, "asean").reason == "no other figure of asean for 2025-04"
    assert isinstance(brief.standing(records, "asean"), Missing)


def test_the_last_figure_is_not_shared_where_few_others_have_one_of_its_year(brief: dx.Brief) -> None:
    shared = brief.shared("internet_users_share", "asean")
    assert (brief.latest("internet_users_share").period, shared.period) == ("2024", "2023")
    assert len(brief.place(shared, "asean").inputs) == 11
    assert isinstance(brief.shared("population_database_records", "asean"), Quantity)  # no other has any
    assert isinstance(brief.shared("npsp_launch", "provinces_63"), Quantity)


def test_a_tally_may_be_of_what_was_known_a_year_before(brief: dx.Brief) -> None:
    now, then = brief.tally("figures"), brief.tally("figures", before=True)
    assert then.value < now.value
    assert then.claim == 'tally("figures", as_of="2024-12-31")'
    earlier = open_brief(as_of="2024-12-31").tally("figures")
    assert (then.value, then.first_observation) == (earlier.value, earlier.first_observation)
    audited = FigureCalls(Facts(Project(ROOT)).known_on("2025-12-31"), "VNM")
    found = audited.tally("figures", before=True)
    assert (found.value, found.claim, found.key) == (then.value, then.claim, then.key)


def test_counts_of_targets_add_up(brief: dx.Brief) -> None:
    whole = brief.count_targets().value
    parts = [brief.count_targets(name).value for name in ("met", "missed", "unknown", "ahead", "undated")]
    assert whole == sum(parts)
    due = [brief.count_targets(name, due=True).value for name in ("met", "missed", "unknown")]
    assert brief.count_targets(due=True).value == sum(due) < whole


def test_of_what_nobody_contradicts_nothing_is_contested(brief: dx.Brief) -> None:
    (contested,) = brief.contested("vneid_accounts_activated")
    assert contested.period == "2024"
    assert brief.contested("population_database_records") == []


def test_the_indicators_of_a_system_can_be_taken_or_left_out(brief: dx.Brief) -> None:
    assert {"population", "egdi_rank"} <= set(brief.indicators())
    left = brief.indicators(without="context")
    assert "egdi_rank" in left
    assert "population" not in left
    taken = brief.indicators(system="context")
    assert "population" in taken
    assert {*taken, *left} == {*brief.indicators()}
    assert not {*taken} & {*left}
    assert brief.indicators(system="context", without="context") == ()


def test_what_words_rest_on_holds_within_both_bounds_included(open_toy: OpenToy) -> None:
    rank = open_toy().latest("egdi_rank")
    holds = {(low, high): open_toy().holds(rank, low=low, high=high).state
             for low, high in ((71, 71), (72, 99), (1, 70))}  # fmt: skip
    assert holds == {(71, 71): True, (72, 99): False, (1, 70): False}
    assert open_toy().holds(rank).state is True


def test_what_words_rest_on_is_a_claim_with_the_bounds_that_are_given(open_toy: OpenToy) -> None:
    brief = open_toy()
    held = brief.holds(brief.latest("egdi_rank"), high=99)
    assert held.claim == 'holds(latest("egdi_rank", "VNM"), high=99)'
    assert held.figures == (brief.latest("egdi_rank"),)
    unknown = brief.holds(brief.latest("online_share", area="SGP"), low=1)
    assert (unknown.claim, unknown.state, unknown.figures) == ('holds("unknown", low=1)', None, ())


def test_known_figures_are_counted_and_those_a_figure_was_computed_from(open_toy: OpenToy) -> None:
    brief = open_toy()
    rank, missing = brief.latest("egdi_rank"), brief.at("egdi_rank", "1999")
    counted = brief.count([rank, missing, brief.latest("online_share")])
    assert (counted.value, counted.claim) == (2, "")
    assert brief.count(brief.place(rank, "asean")).value == 2
    assert brief.count(missing) is missing
    assert brief.count([missing]) == Missing("", "VNM", "nothing to count")


def test_a_place_is_among_others_of_the_same_period_the_better_first(open_toy: OpenToy) -> None:
    own, other = open_toy(), open_toy("SGP")
    assert own.place(own.latest("egdi_rank"), "asean").value == 2
    assert other.place(other.latest("egdi_rank"), "asean").value == 1
    earlier = own.at("egdi_rank", "2022")
    assert own.place(earlier, "asean") == Missing("egdi_rank", "VNM", "no other figure of asean for 2022")
    unknown = other.latest("online_share")
    assert own.place(unknown, "asean") is unknown
    with pytest.raises(DataError, match="nordic"):
        own.place(earlier, "nordic")


def test_without_a_group_nothing_has_a_standing(open_toy: OpenToy) -> None:
    brief = open_toy()
    assert brief.standing(brief.latest("egdi_rank"), "").reason == "no member of any group"
    assert brief.standing(brief.latest("egdi_rank"), "asean").value == 2


def test_of_an_indicator_without_figures_none_is_shared(open_toy: OpenToy) -> None:
    assert open_toy("SGP").shared("online_share", "asean") == Missing("online_share", "SGP", "nothing known by then")


@pytest.mark.parametrize(("others", "shared"), [(("SGP",), "2023"), (("SGP", "LAO"), "2024")])
def test_a_period_is_shared_in_which_three_quarters_as_many_have_a_figure_as_in_the_fullest(
    toy: Toy, others: tuple[str, ...], shared: str
) -> None:
    areas = make_catalogue_files()["areas.yaml"]
    toy.write_catalogue("areas.yaml", {**areas, "LAO": {**areas["SGP"], "name": make_words("Lao PDR")}})
    forget_catalogue()
    known = {"2023": ("VNM", "SGP", "LAO"), "2024": ("VNM", *others)}
    rows = [make_share(period, "40", REF_AREA=area) for period, having in known.items() for area in having]
    toy.write_ledger([*rows, *list_fillers()])
    toy.open_store()
    brief = dx.open_brief("01-toy", area="VNM", edition=2025, language="en", as_of="2025-12-31", root=toy.project.root)
    found = brief.shared("online_share", "asean")
    assert (found.period, found.claim) == (shared, 'shared("online_share", "asean", "VNM")')


def test_a_tally_is_of_a_status_or_of_all_and_what_does_not_exist_is_refused(open_toy: OpenToy) -> None:
    brief = open_toy()
    assert [brief.tally("figures", status=status).value for status in ("", "E")] == [8, 1]
    assert isinstance(brief.tally("figures", status="F"), Missing)
    assert isinstance(open_toy(as_of="2022-12-31").tally("figures", before=True), Missing)
    for wrong in ({"status": "X"}, {"system": "vneid"}):
        with pytest.raises(ConfigError):
            brief.tally("figures", **wrong)


def test_targets_are_counted_by_what_became_of_them_and_those_that_are_due_apart(open_toy: OpenToy) -> None:
    brief = open_toy(as_of="2025-06-30")
    assert (brief.count_targets().value, brief.count_targets("ahead").value) == (2, 1)
    assert isinstance(brief.count_targets(due=True), Missing)
    assert open_toy().count_targets(due=True).value == 1
    with pytest.raises(ConfigError, match="Unknown outcome 'misssed'"):
        brief.count_targets("misssed")

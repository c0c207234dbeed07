"""Calls of a notebook, worked out again; what is no call of a brief has no rule."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dxlib.audit.evaluate import Figures, Holds
from dxlib.audit.figure import Fig, Gap
from dxlib.audit.known import Known
from dxlib.evidence.claims import parse_claim
from tests.conftest import make_row

Open = Callable[..., Known]
Share = Callable[..., dict[str, str]]


def get(found: object) -> float:
    assert isinstance(found, Fig)
    return float(found.value)


@pytest.fixture
def figures(open_known: Open, share: Share) -> Figures:
    rows = [
        make_row(OUT_OF="193"),
        make_row(TIME_PERIOD="2022", OBS_VALUE="86", SOURCE="mic-2022"),
        make_row(REF_AREA="SGP", OBS_VALUE="3"),
        share("2023", "17.6"),
        share("2024", "45.2"),
        share("2024", "52", "mic-2022"),
        share("2024", "50", KIND="target"),
    ]
    return Figures(open_known(rows), "VNM")


def test_figures_of_the_brief_and_what_they_are_claimed_as(figures: Figures) -> None:
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


def test_sets_and_counts(figures: Figures) -> None:
    assert [one.period for one in figures.contested("online_share", "egdi_rank") if isinstance(one, Fig)] == ["2024"]
    assert get(figures.count_targets("missed", due=True)) == 1
    assert isinstance(figures.count_targets("unknown"), Gap)
    assert get(figures.tally("areas")) == 2
    assert get(figures.tally("sources")) == 4
    assert figures.others("asean") == ("SGP",)
    assert figures.own_group("as") == "asean"
    assert figures.neighbours("x") == ()


def test_what_words_rest_on_holds_does_not_or_is_not_known(figures: Figures) -> None:
    ratio = figures.ratio(figures.at("online_share", "2024"), figures.at("online_share", "2023"))
    assert figures.holds(ratio, low=2).state is True
    assert figures.holds(ratio, high=2).state is False
    assert figures.holds(Gap("x", "VNM"), low=2) == Holds('holds("unknown", low=2)', None)


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
def test_a_claim_gives_the_figure_that_carries_it(figures: Figures, claim: str) -> None:
    found = figures.evaluate(parse_claim(claim))
    assert isinstance(found, Fig)
    assert found.claim in (claim, "")  # a count of a set does not say of which


def test_a_claim_of_an_earlier_day_is_evaluated_as_of_that_day(figures: Figures) -> None:
    found = figures.evaluate(parse_claim('latest("egdi_rank", "VNM", as_of="2023-12-31")'))
    assert get(found) == 86

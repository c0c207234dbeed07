"""What a page must show is noted down with all that it stems from."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dxlib.audit import figure
from dxlib.audit.evaluate import FigureCalls
from dxlib.audit.figure import Fig, Gap
from dxlib.audit.gathering import Collector, PeriodValue, SharedKeyError, UnfilledError, find_gaps
from dxlib.audit.known import Known
from dxlib.evidence.format import Page
from dxlib.language import sentence
from tests.conftest import make_row


@pytest.fixture
def known(open_known: Callable[..., Known]) -> Known:
    return open_known([make_row(OUT_OF="193"), make_row(TIME_PERIOD="2022", OBS_VALUE="86")])


def test_a_figure_is_noted_down_with_its_inputs_and_its_claim(known: Known) -> None:
    figures, collector = FigureCalls(known, "VNM"), Collector(known.catalogue, "en")
    rank = figures.latest("egdi_rank")
    change = figures.rank_change(rank, figures.before(rank))
    assert isinstance(rank, Fig)
    assert isinstance(change, Fig)
    collector.add(change)
    evidence = collector.make_evidence(Page(brief="b", area="VNM", edition="2025", language="en", as_of="2025-12-31"))
    assert set(evidence.stated.values()) == {str(rank.id), "egdi_rank/VNM/2022/actual@un-2024"}
    assert evidence.computed[change.key].formula == "rank_change"
    assert evidence.claims[rank.key] == ('latest("egdi_rank", "VNM")',)
    assert change.key not in evidence.claims  # it follows from the formula


def test_places_are_filled_with_figures_and_their_aspects(known: Known) -> None:
    collector = Collector(known.catalogue, "en")
    rank = FigureCalls(known, "VNM").latest("egdi_rank")
    part = collector.say(sentence("{r} of {r_of} in {r_when} by {r_by}, {d}"), r=rank, d=PeriodValue("2024"))
    assert isinstance(rank, Fig)
    assert rank.total is not None
    assert part[2] == {
        "r": ["@figure", rank.key, "plain", True, "link"],
        "r_of": ["@figure", rank.total.key, "plain", True, "link"],
        "r_when": ["@period", "2024", True],
        "r_by": "United Nations",
        "d": ["@period", "2024", True],
    }


def test_a_place_that_nothing_fills_and_a_figure_that_is_not_known_are_refused(known: Known) -> None:
    collector = Collector(known.catalogue, "en")
    with pytest.raises(UnfilledError, match=r"nothing fills '\{x\}'"):
        collector.say(sentence("{x}"))
    with pytest.raises(UnfilledError, match="a figure is not known"):
        collector.say(sentence("{x}"), x=Gap("egdi_rank", "VNM"))
    with pytest.raises(UnfilledError, match="9 is typed in, and no figure"):
        collector.say(sentence("It is {x}."), x=9)


def test_gaps_are_figures_not_known_and_totals_not_stated(known: Known) -> None:
    rank = FigureCalls(known, "VNM").at("egdi_rank", "2022")
    gap = Gap("online_share", "VNM")
    assert find_gaps("{x} {y} {y_of} {y_when}", {"x": gap, "y": rank}) == [gap, Gap("egdi_rank", "VNM")]


def test_a_fork_notes_down_nothing_until_it_is_absorbed(known: Known) -> None:
    collector = Collector(known.catalogue, "en")
    fork = collector.fork()
    rank = FigureCalls(known, "VNM").latest("egdi_rank")
    assert isinstance(rank, Fig)
    fork.show(rank)
    assert not collector.figures
    collector.absorb(fork)
    assert list(collector.figures) == [rank.key]


def test_two_figures_of_one_key_are_refused(known: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    calls, collector = FigureCalls(known, "VNM"), Collector(known.catalogue, "en")
    later = calls.latest("egdi_rank")
    monkeypatch.setattr(figure, "name_computed", lambda *_: "aaaaaaaa")
    change, ratio = calls.change(later, calls.before(later)), calls.ratio(later, calls.before(later))
    assert isinstance(change, Fig)
    assert isinstance(ratio, Fig)
    assert collector.add(change) == collector.add(change) == "aaaaaaaa"
    with pytest.raises(SharedKeyError, match="two figures have the key 'aaaaaaaa'"):
        collector.add(ratio)

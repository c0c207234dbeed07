"""What a page's evidence holds of all that was shown: figures with what they stem from, verdicts, days, claims."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from dxlib.analysis import assess_target, compute_change
from dxlib.brief.collector import EvidenceCollector
from dxlib.data.quantities import Quantity, read_out_of
from dxlib.data.schema import Qualifier
from dxlib.evidence.format import Evidence, FigureRecord, Measure, VerdictRecord

Figure = Callable[..., Quantity]


@pytest.fixture
def collector() -> EvidenceCollector:
    return EvidenceCollector()


def test_nothing_shown_is_no_evidence(collector: EvidenceCollector) -> None:
    assert collector.take() == Evidence()


def test_a_figure_is_noted_with_value_unit_hedge_and_the_observation_that_states_it(
    collector: EvidenceCollector, figure: Figure
) -> None:
    share = figure("45.20", qualifier=">", unit_mult=6)
    assert collector.add_figure(share) == share.key
    assert collector.take() == Evidence(
        measures={share.key: Measure(Decimal("45.2"), "PERCENT", 6, 1, ">")},
        stated={share.key: "online_share/VNM/2024/actual@mic-2024"},
    )


def test_the_hedge_is_plain_text(collector: EvidenceCollector, figure: Figure) -> None:
    (measure,) = _note(collector, figure(1, qualifier=Qualifier.ABOUT)).measures.values()
    assert type(measure.qualifier) is str


def test_a_computed_figure_is_noted_with_all_that_it_stems_from(collector: EvidenceCollector, figure: Figure) -> None:
    change = compute_change(figure("45.2"), figure("17.6", "2023"), breaks=())
    evidence = _note(collector, change)
    assert evidence.computed == {
        change.key: FigureRecord(formula="change", inputs=(figure(1).key, figure(1, "2023").key))
    }
    assert evidence.stated.keys() == {figure(1).key, figure(1, "2023").key}
    assert evidence.measures[change.key] == Measure(Decimal("27.6"), "POINTS", 0, 1)


def test_the_total_of_n_of_n_is_noted_beside_its_figure_and_not_as_computed(
    collector: EvidenceCollector, figure: Figure
) -> None:
    rank = figure(71, unit="RANK", out_of=Decimal(193))
    total = read_out_of(rank)
    assert isinstance(total, Quantity)
    evidence = _note(collector, total)
    assert (evidence.totals, evidence.computed) == ((rank.key,), {})
    assert evidence.measures[total.key] == Measure(Decimal(193), "COUNT")


def test_what_follows_from_a_record_is_no_claim_of_its_own(collector: EvidenceCollector, figure: Figure) -> None:
    share = figure(1)
    for claim in ('at("a", "2024", "VNM")', "", 'latest("a", "VNM")', 'before(latest("a", "VNM"))'):
        collector.add_figure(share.claimed(claim))
    assert collector.take().claims == {share.key: ('before(latest("a", "VNM"))', 'latest("a", "VNM")')}


def test_claims_of_inputs_are_noted_too(collector: EvidenceCollector, figure: Figure) -> None:
    latest, before = figure(2).claimed('latest("a", "VNM")'), figure(1, "2023").claimed('first(latest("a", "VNM"))')
    evidence = _note(collector, compute_change(latest, before, breaks=()).claimed('change(latest("a", "VNM"), x("b"))'))
    assert evidence.claims == {latest.key: ('latest("a", "VNM")',), before.key: ('first(latest("a", "VNM"))',)}


def test_a_verdict_is_noted_with_the_figures_that_it_rests_on(collector: EvidenceCollector, figure: Figure) -> None:
    goal, first = figure(80, "2025", kind="target"), figure(60, "2023")
    day = date(2025, 6, 30)
    behind = assess_target(goal, figure(65), first, lower_is_better=False, as_of=day)
    assert collector.add_verdict(behind) == behind.key
    evidence = collector.take()
    assert evidence.verdicts == {
        behind.key: VerdictRecord(status="behind", target=goal.key, latest=figure(65).key, first=first.key)
    }
    assert evidence.stated.keys() == {goal.key, figure(65).key, first.key}
    met = assess_target(goal, figure(85), first, lower_is_better=False, as_of=day)
    collector.add_verdict(met)
    assert collector.take().verdicts[met.key].first == ""


def test_a_figure_of_an_earlier_day_is_noted_with_it(collector: EvidenceCollector, figure: Figure) -> None:
    key = collector.add_earlier(figure(1), "2023-12-31")
    assert collector.take().earlier == {key: "2023-12-31"}
    assert key in collector.take().stated


def test_what_sentences_rest_on_is_noted_once_and_sorted(collector: EvidenceCollector) -> None:
    for claim in ("holds(2)", "holds(1)", "holds(2)"):
        collector.add_given(claim)
    assert collector.take().given == ("holds(1)", "holds(2)")


def test_one_collector_takes_over_all_that_another_has(collector: EvidenceCollector, figure: Figure) -> None:
    other = EvidenceCollector()
    collector.add_figure(figure(1).claimed('latest("a", "VNM")'))
    other.add_figure(figure(1).claimed('before(latest("b", "VNM"))'))
    other.add_earlier(figure(2, "2023"), "2023-12-31")
    other.add_given("holds(1)")
    goal = figure(80, "2025", kind="target")
    other.add_verdict(assess_target(goal, figure(1), None, lower_is_better=False, as_of=date(2025, 6, 30)))
    before = other.take()
    collector.absorb(other)
    assert collector.take() == replace_claims(before, figure(1).key, 'latest("a", "VNM")')
    assert other.take() == before


def replace_claims(evidence: Evidence, key: str, claim: str) -> Evidence:
    """Give evidence with one claim more."""
    return evidence.model_copy(update={"claims": {key: tuple(sorted((*evidence.claims[key], claim)))}})


def test_figures_are_given_in_the_order_in_which_they_first_appeared(
    collector: EvidenceCollector, figure: Figure
) -> None:
    change = compute_change(figure(2), figure(1, "2023"), breaks=())
    for one in (figure(3, "2022"), change, figure(2)):
        collector.add_figure(one)
    assert [one.key for one in collector.quantities()] == [
        figure(3, "2022").key, figure(2).key, figure(1, "2023").key, change.key,
    ]  # fmt: skip


def _note(collector: EvidenceCollector, quantity: Quantity) -> Evidence:
    collector.add_figure(quantity)
    return collector.take()


def test_the_claims_of_a_figure_are_in_one_order_in_whichever_order_it_was_asked_for(
    collector: EvidenceCollector, figure: Figure
) -> None:
    claims = [f'latest("online_share", "VN63-{n:02}")' for n in range(8)]
    for claim in reversed(claims):
        collector.add_figure(figure(1).claimed(claim))
    assert collector.take().claims == {figure(1).key: tuple(claims)}

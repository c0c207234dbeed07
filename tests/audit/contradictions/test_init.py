"""Figures at odds with each other is found a second time, by rules of the audit's own."""

from __future__ import annotations

import random
from datetime import date

import pytest

from dxlib.audit.contradictions import RULES, find_contradictions, spans, steps
from dxlib.audit.facts import Facts
from dxlib.data.observations import ObservationStore
from dxlib.data.relations import Relations, inspect_relations
from dxlib.figures.findings import list_rules
from dxlib.figures.known_findings import list_findings
from dxlib.figures.shelf import Shelf
from dxlib.paths import Project
from tests.audit.contradictions.stating import GROWTH, find, name_all, state
from tests.conftest import REPOSITORY

DAYS = [*(f"{year}-12-31" for year in range(2012, 2026)), "2026-11-28"]


@pytest.fixture(scope="module")
def facts() -> Facts:
    return Facts(Project(REPOSITORY))


@pytest.fixture(scope="module")
def relations(facts: Facts) -> Relations:
    found, problems = inspect_relations(facts.project, facts.catalogue)
    assert problems == []
    return found


@pytest.fixture(scope="module")
def store(facts: Facts) -> ObservationStore:
    return ObservationStore(facts.project, facts.catalogue, date(2026, 11, 28))


@pytest.mark.parametrize("day", DAYS)
def test_the_audit_finds_what_the_brief_shows_in_the_same_order(
    facts: Facts, relations: Relations, store: ObservationStore, day: str
) -> None:
    shown = list_findings(Shelf(store.known_on(date.fromisoformat(day))))
    found = find_contradictions(facts.known_on(day).actual, facts.catalogue, relations)
    assert name_all(found) == [(one.rule, one.weight.value, tuple(str(row.id) for row in one.figures)) for one in shown]
    assert len({one.rule for one in found}) > 1


def test_every_rule_of_the_library_has_one_here() -> None:
    assert [rule.__name__ for rule in RULES] == [f"find_{name}" for name in list_rules()]


def test_the_order_of_the_rows_does_not_matter(facts: Facts, relations: Relations) -> None:
    rows = facts.known_on("2025-12-31").actual
    mixed = random.Random(1).sample(rows, len(rows))
    assert find_contradictions(mixed, facts.catalogue, relations) == find_contradictions(
        rows, facts.catalogue, relations
    )


@pytest.mark.parametrize(
    "changed",
    [
        {"mean": {"egdi_value": ("egdi_osi", "egdi_tii", "egdi_epi")}},
        {"growth": {"ict_industry_revenue_growth": "software_it_services_revenue"}},
        {"rank": {"egdi_rank": "egdi_osi"}},
        {"cumulative": ("ecommerce_retail_revenue", "internet_users_share")},
        {"change": {"egdi_rank_change": "gii_rank"}},
    ],
)
def test_another_relation_would_be_seen(facts: Facts, relations: Relations, changed: dict[str, object]) -> None:
    rows = facts.known_on("2026-11-28").actual
    other = relations.model_copy(update=changed)
    assert find_contradictions(rows, facts.catalogue, other) != find_contradictions(rows, facts.catalogue, relations)


@pytest.mark.parametrize(
    ("module", "name", "value"),
    [(spans, "PARTS", 4), (steps, "TIMES", 4), (steps, "TIMES", 2), (steps, "STEPS_BEFORE", 5),
     (steps, "STEPS_BEFORE", 3), (steps, "LEAST_PART", 3)],
)  # fmt: skip
def test_another_threshold_would_be_seen(
    facts: Facts, relations: Relations, monkeypatch: pytest.MonkeyPatch, module: object, name: str, value: int
) -> None:
    rows = facts.known_on("2026-11-28").actual
    true = find_contradictions(rows, facts.catalogue, relations)
    spans._read_span.cache_clear()
    monkeypatch.setattr(module, name, value)
    assert find_contradictions(rows, facts.catalogue, relations) != true


def test_nothing_is_found_in_nothing() -> None:
    assert find([], **GROWTH) == []


def test_findings_come_in_the_order_of_rules_by_name() -> None:
    rows = [
        state("share", "2024", 157), state("rank", "2024", 0), state("level", "2023", 5), state("level", "2024", 3),
        state("growth", "2024", 90),
    ]  # fmt: skip
    found = find(rows, cumulative=["level"], **GROWTH)
    assert [rule for rule, _, _ in found] == ["cumulative", "growth", "ranks", "shares"]

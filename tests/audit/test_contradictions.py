"""What the figures say against each other is found a second time, by rules of the audit's own."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import date

import pytest

from dxlib.audit.contradictions import RULES, Contradiction, comparing, find_contradictions, spans, steps, wholes
from dxlib.audit.facts import Facts, Row
from dxlib.brief.quality import list_findings
from dxlib.data.catalogue import Catalogue, Indicator, Words
from dxlib.data.ids import ObservationId
from dxlib.data.observations import ObservationStore
from dxlib.data.relations import Relations, inspect_relations
from dxlib.data.schema import CLEAN_COLUMNS
from dxlib.errors import DataError
from dxlib.figures.findings import list_rules
from dxlib.figures.shelf import Shelf
from dxlib.paths import Project
from tests.conftest import REPOSITORY

DAYS = [*(f"{year}-12-31" for year in range(2012, 2026)), "2026-11-28"]
UNITS = {
    "level": "COUNT", "growth": "PERCENT", "share": "PERCENT", "rank": "RANK", "score": "SCORE", "wait": "SCORE",
    "moved": "PLACES", "whole": "INDEX", "one": "INDEX", "other": "INDEX", "times": "TIMES", "more": "COUNT",
}  # fmt: skip
GROWTH = {"growth": {"growth": "level"}}
MOVED = {"change": {"moved": "rank"}}
Key = tuple[str, str, tuple[str, ...]]


def state(
    indicator: str, period: str, value: object, *, area: str = "VNM", source: str = "mic-2024", **more: object
) -> Row:
    """Give a clean row."""
    stated = {"INDICATOR": indicator, "TIME_PERIOD": period, "OBS_VALUE": value, "REF_AREA": area, "SOURCE": source}
    fixed = {"UNIT_MEASURE": UNITS[indicator], "UNIT_MULT": 0, "OBS_STATUS": "A", "KIND": "actual"}
    return dict.fromkeys(CLEAN_COLUMNS, "") | {name: str(cell) for name, cell in (fixed | stated | more).items()}


def state_years(indicator: str, values: Iterable[object], first: int = 2015) -> list[Row]:
    """Give a row for each year."""
    return [state(indicator, str(first + place), value) for place, value in enumerate(values)]


def find(rows: Sequence[Row], breaks: Sequence[str] = (), **relations: object) -> list[Key]:
    """Give what is found in some rows: rule, weight and what each figure is of, as one text a figure."""
    words = Words(en="x", vi="x", fr="x")
    lower = ("rank", "wait")
    entries = {
        name: Indicator(
            name=words, label=words, definition=words, topic="t", unit=unit, decimals=1, publishers=("MIC",),
            direction="lower_is_better" if name in lower else "higher_is_better",
            breaks=[{"at": day, "why": words} for day in breaks],
        )
        for name, unit in UNITS.items()
    }  # fmt: skip
    catalogue = Catalogue.model_construct(indicators=entries)
    return name_all(find_contradictions(rows, catalogue, Relations.model_validate(relations)))


def name_all(found: Iterable[Contradiction]) -> list[Key]:
    return [(one.rule, one.weight, tuple(make_id(row) for row in one.figures)) for one in found]


def make_id(row: Row) -> str:
    """Give the id of a row as text."""
    return str(ObservationId.of(row))


def name_shortly(found: Iterable[Key]) -> list[str]:
    """Name rule and figures without kind, area and source, which most small tables have but one of."""
    return [f"{rule}: " + ", ".join(name.replace("/VNM/", " ").partition("/")[0] for name in names)
            for rule, _, names in found]  # fmt: skip


@pytest.fixture(autouse=True)
def _forget_spans():
    """Forget what numbers mean: a mutant of that meaning must see, and leave, none of another."""
    spans._read_span.cache_clear()
    yield
    spans._read_span.cache_clear()


# On the repository's own data ------------------------------------------------------------------
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
    assert len(found) > 30


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
        {"unbounded": ()},
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


# Rows ------------------------------------------------------------------------------------------
def test_nothing_is_found_in_nothing() -> None:
    assert find([], **GROWTH) == []


def test_an_indicator_that_the_catalogue_does_not_know_is_named() -> None:
    with pytest.raises(DataError, match=r"Unknown indicator 'levle'\. Did you mean 'level'\?"):
        find([{**state("level", "2024", 1), "INDICATOR": "levle"}])


@pytest.mark.parametrize(("status", "number"), [("A", 1), ("E", 1), ("P", 1), ("B", 1), ("U", 0), ("F", 0)])
def test_forecasts_and_what_is_unreliable_are_not_asked(status: str, number: int) -> None:
    assert len(find([state("share", "2024", 157, OBS_STATUS=status)])) == number


# What a number can mean ------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "more", "low", "high"),
    [
        ("45.2", {}, "45.15", "45.25"),
        ("45.20", {}, "45.15", "45.25"),
        ("45.0", {}, "44.5", "45.5"),
        ("-0.5", {}, "-0.55", "-0.45"),
        ("120", {}, "119.5", "120.5"),
        ("999", {}, "998.5", "999.5"),
        ("1000", {}, "500", "1500"),
        ("510000", {}, "505000", "515000"),
        ("25", {"UNIT_MULT": 9}, "24500000000", "25500000000"),
        ("40", {"QUALIFIER": "~"}, "39", "41"),
        ("8", {"UPPER_VALUE": 10}, "8", "10"),
        ("8", {"UPPER_VALUE": 10, "QUALIFIER": "~"}, "8", "10"),
        ("62", {"QUALIFIER": ">"}, "62", "inf"),
        ("62", {"QUALIFIER": ">="}, "62", "inf"),
        ("10", {"QUALIFIER": "<"}, "-inf", "10"),
        ("10", {"QUALIFIER": "<="}, "-inf", "10"),
    ],
)
def test_a_number_means_all_that_round_to_it(value: str, more: dict[str, object], low: str, high: str) -> None:
    ends = [float(end) if "inf" in end else spans.Fraction(end) for end in (low, high)]
    assert spans.read_span(state("level", "2024", value, **more)) == spans.Span(*ends)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((4, 6), (2, 3), "4/3", "3"),
        ((-6, 6), (2, 3), "-3", "3"),
        ((-6, -4), (2, 3), "-3", "-4/3"),
        ((4, 6), (-1, 2), "2", "inf"),
        ((-6, 6), (0, 2), "-inf", "inf"),
        ((4, 6), (-2, 0), "-inf", "inf"),
        ((4, 6), (2, spans.math.inf), "0", "3"),
        ((-spans.math.inf, 0), (-1, 2), "-inf", "0"),
        ((4, spans.math.inf), (2, 3), "4/3", "inf"),
    ],
)
def test_a_quotient_holds_what_the_members_give_for_divisors_above_zero(
    one: tuple[int, int], other: tuple[int, int], low: str, high: str
) -> None:
    ends = [[spans.Fraction(end) if abs(end) < spans.math.inf else end for end in pair] for pair in (one, other)]
    quotient = spans.Span(*ends[0]) / spans.Span(*ends[1])
    assert [str(quotient.low), str(quotient.high)] == [low, high]


# Changes against levels ------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "more", "found"),
    [
        (26, {}, True),
        (29, {}, True),
        (30, {}, False),
        (31, {}, False),
        (32, {}, True),
        (29, {"QUALIFIER": "~"}, False),
        (20, {"QUALIFIER": ">"}, False),
        (32, {"QUALIFIER": ">"}, True),
        (29, {"QUALIFIER": "<"}, True),
        (20, {"UPPER_VALUE": 29}, True),
        (20, {"UPPER_VALUE": 30}, False),
    ],
)
def test_growth_is_found_unless_it_rounds_to_what_two_levels_give(
    value: int, more: dict[str, object], *, found: bool
) -> None:
    rows = [state("growth", "2025", value, **more), state("level", "2025", 198), state("level", "2024", 152)]
    expected = ["growth: growth 2025, level 2025, level 2024"] if found else []
    assert name_shortly(find(rows, **GROWTH)) == expected


def test_one_pair_of_levels_of_any_sources_is_enough_and_the_nearest_is_shown() -> None:
    rows = [state("growth", "2025", 26), state("level", "2025", 198), state("level", "2024", 140)]
    near, right = (state("level", "2024", value, source="un") for value in (152, 157))
    ((_, _, figures),) = find([*rows, near], **GROWTH)
    assert figures[2] == make_id(near)
    assert find([*rows, right], **GROWTH) == []


@pytest.mark.parametrize(
    ("day", "number"), [("2024-12-31", 1), ("2025-01-01", 0), ("2025-12-31", 0), ("2026-01-01", 1)]
)
def test_growth_is_not_asked_across_a_break(day: str, number: int) -> None:
    rows = [state("growth", "2025", 26), state("level", "2025", 198), state("level", "2024", 10)]
    assert len(find(rows, breaks=[day], **GROWTH)) == number


def test_growth_of_a_part_of_a_year_is_held_against_the_same_part() -> None:
    rows = [
        state("growth", "2024-01/2024-11", 50), state("level", "2024-01/2024-11", 150),
        state("level", "2023-01/2023-11", 50), state("level", "2023", 100),
    ]  # fmt: skip
    assert find(rows[:2] + rows[3:], **GROWTH) == []
    assert [names[2][:21] for _, _, names in find(rows, **GROWTH)] == ["level/VNM/2023-01/202"]


def test_a_multiple_is_held_against_later_over_earlier() -> None:
    rows = [state("times", "2024", "2.5"), state("level", "2024", 45)]
    relation = {"multiple": {"times": "level"}}
    assert find([*rows, state("level", "2023", 18)], **relation) == []
    found = find([*rows, state("level", "2023", 40)], **relation)
    assert name_shortly(found) == ["multiple: times 2024, level 2024, level 2023"]


@pytest.mark.parametrize(("value", "found"), [(2000, False), (3000, False), (9000, True)])
def test_a_change_and_its_levels_are_compared_in_whole_units(value: int, *, found: bool) -> None:
    levels = [state("level", year, number, UNIT_MULT=3) for year, number in (("2024", 5), ("2023", 3))]
    assert bool(find([*levels, state("more", "2024", value)], change={"more": "level"})) is found


def test_places_gained_are_earlier_less_later_and_come_after_other_changes() -> None:
    ranks = [state("rank", "2022", 86), state("rank", "2024", 71)]
    assert find([*ranks, state("moved", "2024", 15)], **MOVED) == []
    assert len(find([*ranks, state("moved", "2024", -15)], **MOVED)) == 1
    levels = [state("level", "2023", 5), state("level", "2024", 9), state("more", "2024", 8)]
    found = find([*ranks, state("moved", "2024", 18), *levels], change={"moved": "rank", "more": "level"})
    assert name_shortly(found) == [
        "change: more 2024, level 2024, level 2023", "change: moved 2024, rank 2024, rank 2022",
    ]  # fmt: skip


# Two sources -----------------------------------------------------------------------------------
def state_twice(growth: object, level: int = 28) -> list[Row]:
    return [
        state("level", "2024", 25, source="a"), state("growth", "2024", 20, source="a"),
        state("level", "2024", level, source="b"), state("growth", "2024", growth, source="b"),
    ]  # fmt: skip


@pytest.mark.parametrize(("growth", "weight"), [(36, "explanation"), (10, "contradiction"), (-100, "contradiction")])
def test_two_levels_are_explained_where_their_growth_leads_to_one_base(growth: int, weight: str) -> None:
    ((rule, found, figures),) = find(state_twice(growth), **GROWTH)
    assert (rule, found) == ("bases", weight)
    assert [figure.partition("/")[0] + figure[-1] for figure in figures] == ["levela", "levelb", "growtha", "growthb"]


def test_growth_that_leaves_nothing_implies_no_base() -> None:
    rows = [*state_twice(36)[:3], state("growth", "2024", -100, source="b", QUALIFIER="<=")]
    assert [weight for _, weight, _ in find(rows, **GROWTH)] == ["explanation"]


def test_levels_that_agree_and_growth_of_another_source_explain_nothing() -> None:
    assert find(state_twice(36, level=25), **GROWTH) == []
    assert find(state_twice(36)[:3], **GROWTH) == []


# Wholes, ranks, shares -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("relation", "value", "found"),
    [("mean", "0.70", False), ("mean", "0.79", False), ("mean", "0.81", True), ("mean", "0.84", True),
     ("total", "1.4", False), ("total", "1.5", False), ("total", "1.6", True), ("total", "0.7", True)],
)  # fmt: skip
def test_an_index_is_held_against_its_parts(relation: str, value: str, *, found: bool) -> None:
    rows = [state("whole", "2024", value), state("one", "2024", "0.8"), state("other", "2024", "0.6")]
    if relation == "mean":
        rows[1:] = [state("one", "2024", "0.8"), state("other", "2024", "0.7")]
    expected = ["parts: whole 2024, one 2024, other 2024"] if found else []
    assert name_shortly(find(rows, **{relation: {"whole": ("one", "other")}})) == expected


def test_parts_of_another_source_or_a_part_that_is_missing_decide_nothing() -> None:
    rows = [state("whole", "2024", "0.9"), state("one", "2024", "0.1"), state("other", "2024", "0.1", source="un")]
    assert find(rows, mean={"whole": ("one", "other")}) == []
    assert find(rows[:2], mean={"whole": ("one", "other")}) == []


@pytest.mark.parametrize(
    ("value", "last", "found"),
    [(0, "", True), (-1, "", True), ("2.5", "", True), (33, 32, True), (32, 32, False), (1, "", False)],
)
def test_a_rank_is_a_whole_number_from_one_to_n(value: object, last: object, *, found: bool) -> None:
    assert name_shortly(find([state("rank", "2024", value, OUT_OF=last)])) == (["ranks: rank 2024"] if found else [])


@pytest.mark.parametrize(
    ("score", "places", "scores", "found"),
    [
        ("score", (3, 4), ("32.6", "63.6"), True),
        ("score", (3, 4), ("63.6", "32.6"), False),
        ("score", (4, 4), ("63.6", "32.6"), True),
        ("score", (4, 4), ("63.6", "63.6"), False),
        ("score", (3, 4), ("63.5", "63.6"), False),
        ("score", (3, 4), ("74.3", "74.4"), False),
        ("score", (3, 4), ("63.4", "63.6"), True),
        ("wait", (3, 4), ("63.6", "32.6"), True),
        ("wait", (3, 4), ("32.6", "63.6"), False),
        ("wait", (3, 4), ("63.6", "63.5"), False),
    ],
)
def test_ranks_are_held_against_the_order_of_the_scores(
    score: str, places: tuple[int, int], scores: tuple[str, str], *, found: bool
) -> None:
    ranks = [state("rank", "2024", place, area=area) for place, area in zip(places, ("CHL", "VNM"), strict=True)]
    scored = [state(score, "2024", value, area=area) for value, area in zip(scores, ("CHL", "VNM"), strict=True)]
    expected = [
        ("ranks", "contradiction", tuple(make_id(row) for row in (*ranks, *scored))),
    ] if found else []  # fmt: skip
    assert find([*ranks, *scored], rank={"rank": score}) == expected


def test_every_pair_of_a_ranking_is_compared_in_order_of_places_and_areas() -> None:
    stated = [("A", 2, 30), ("B", 1, 10), ("C", 3, 20), ("D", 3, 40), ("E", 5, 31)]  # 30 and 31 may both be 30.5
    ranks = [state("rank", "2024", place, area=area) for area, place, _ in stated]
    scores = [state("score", "2024", score, area=area) for area, _, score in stated]
    found = find([*ranks, *scores], rank={"rank": "score"})
    assert [[name.split("/")[1] for name in names[:2]] for _, _, names in found] == [
        ["B", "A"], ["B", "C"], ["B", "D"], ["B", "E"], ["A", "D"], ["C", "D"], ["C", "E"],
    ]  # fmt: skip


def test_a_score_that_may_be_nearly_anything_hides_no_other() -> None:
    ranks = [state("rank", "2024", place, area=area) for place, area in enumerate("ABC", 1)]
    scores = [state("score", "2024", value, area=area) for value, area in ((10, "A"), (8, "B"), (20, "C"))]
    wide = scores[1] | {"UPPER_VALUE": "30"}
    found = find([*ranks, scores[0], wide, scores[2]], rank={"rank": "score"})
    assert [[name.split("/")[1] for name in names] for _, _, names in found] == [["A", "C", "A", "C"]]


def test_a_rank_that_two_areas_share_without_scores_is_suspicious() -> None:
    ranks = [state("rank", "2024", 15, area=area) for area in ("SGP", "VNM")]
    assert [found[:2] for found in find(ranks)] == [("ranks", "suspicion")]
    assert find([ranks[0], state("rank", "2024", 15, source="un")]) == []
    assert find([ranks[0], state("rank", "2024", 16)]) == []


def test_a_share_lies_between_nothing_and_all_unless_it_is_none() -> None:
    rows = [state("share", "2024", value, source=str(value)) for value in ("100.2", "-1", "0", "100")]
    assert [names[0].rpartition("@")[2] for _, _, names in find(rows)] == ["-1", "100.2"]
    assert find(rows, unbounded=["share"]) == []
    assert find([state("growth", "2024", 157)], **GROWTH) == []


def test_a_part_is_not_more_than_its_whole() -> None:
    assert name_shortly(find([state("level", "2024", 64, OUT_OF=63)])) == ["shares: level 2024"]
    assert find([state("level", "2024", 63, OUT_OF=63)]) == []


def test_a_share_is_held_against_x_of_y() -> None:
    count = state("level", "2024", 44, OUT_OF=63)
    relation = {"share": {"share": "level"}}
    assert find([state("share", "2024", "69.8"), count], **relation) == []
    assert name_shortly(find([state("share", "2024", "75.0"), count], **relation)) == ["shares: share 2024, level 2024"]
    assert find([state("share", "2024", "75.0"), state("level", "2024", 44)], **relation) == []


def test_of_several_x_of_y_the_nearest_is_shown_and_one_that_fits_is_enough() -> None:
    counts = [state("level", "2024", value, source=source, OUT_OF=63) for value, source in ((30, "a"), (44, "b"))]
    share = state("share", "2024", "75.0")
    relation = {"share": {"share": "level"}}
    assert find([share, *counts], **relation) == [
        ("shares", "contradiction", (make_id(share), make_id(counts[1]))),
    ]  # fmt: skip
    assert find([share, *counts, state("level", "2024", 47, source="c", OUT_OF=63)], **relation) == []


# Series ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("values", "found"),
    [((70, 60, 80), [("2016", "2015")]), ((70, 69), []), (("65.4", "65.3"), []), ((70, 68), [("2016", "2015")]),
     ((50, 70, 60, 65), [("2017", "2016"), ("2018", "2016")]), ((70, 70), [])],
)  # fmt: skip
def test_a_count_that_can_only_grow_is_not_below_the_highest_before(
    values: tuple[object, ...], found: list[tuple[str, str]]
) -> None:
    rows = state_years("level", values)
    assert name_shortly(find(rows, cumulative=["level"])) == [f"cumulative: level {a}, level {b}" for a, b in found]
    assert find(rows) == []


def test_the_highest_is_the_one_that_is_at_least_the_most() -> None:
    rows = [state("level", "2023", 70, source="b"), state("level", "2024", "69.2")]
    about = state("level", "2023", 70, source="a", QUALIFIER="~")
    ((_, _, figures),) = find([*rows, about], cumulative=["level"])
    assert figures == (make_id(rows[1]), make_id(rows[0]))


def test_periods_follow_each_other_by_their_ends() -> None:
    rows = [state("level", "2020/2024", 60), state("level", "2021", 70)]
    assert name_shortly(find(rows, cumulative=["level"])) == ["cumulative: level 2020, level 2021"]


def test_more_than_a_number_may_well_be_more_than_an_earlier_one() -> None:
    rows = [state("level", "2023", 70), state("level", "2024", 60, QUALIFIER=">")]
    assert find(rows, cumulative=["level"]) == []


def test_values_that_touch_are_not_apart() -> None:
    """In floating point 65.4 - 0.05 is above 65.3 + 0.05, and 349.7 - 116.6 above three times 137.7 - 60."""
    assert 65.4 - 0.05 > 65.3 + 0.05
    assert find(state_years("level", ("65.4", "65.3")), cumulative=["level"]) == []
    assert 349.7 - 116.6 > 3 * (137.7 - 60)
    assert find(state_years("score", ("60", "137.7", "120", "118", "116.6", "349.7"))) == []


JUMP = state_years("level", (40, 50, 55, 65, 70, 101))


def test_a_step_beyond_all_before_is_suspicious() -> None:
    assert find(JUMP) == [("jumps", "suspicion", (make_id(JUMP[5]), make_id(JUMP[4])))]
    assert find([*JUMP[:5], state("level", "2020", 100)]) == []  # no more than three times the longest


@pytest.mark.parametrize(
    ("day", "number"), [("2019-12-31", 0), ("2020-01-01", 0), ("2021-01-01", 1), ("2015-12-31", 1)]
)
def test_a_step_across_a_break_counts_for_nothing(day: str, number: int) -> None:
    assert len(find(JUMP, breaks=[day])) == number


def test_a_step_over_several_years_counts_by_the_year() -> None:
    assert find([*JUMP[:5], state("level", "2021", 130)]) == []
    assert len(find([*JUMP[:5], state("level", "2021", 131)])) == 1


def test_what_is_no_year_or_only_a_bound_is_no_step() -> None:
    assert find([*JUMP[:5], state("level", "2020-06", 101)]) == []
    assert find([*JUMP[:5], state("level", "2020", 101, QUALIFIER=">")]) == []
    assert len(find([*JUMP[:5], state("level", "2020", 101, QUALIFIER="~")])) == 1


@pytest.mark.parametrize(("last", "number"), [("2.2", 0), ("2.4", 0), ("2.5", 1)])
def test_what_spreads_by_a_share_of_itself_does_not_jump(last: str, number: int) -> None:
    """The first step multiplies by four, and so does a last one to 2.4: equal is not more."""
    assert len(find(state_years("share", ("0.1", "0.4", "0.5", "0.55", "0.6", last)))) == number


def test_a_step_from_nothing_is_more_than_any_share_and_none_is_more_than_it() -> None:
    assert len(find(state_years("share", (5, 4, 3, 2, 1, 0, 60)))) == 0  # the step to nothing is such a one too
    assert len(find(state_years("share", (0, 1, 2, 3, 4, 60)))) == 0
    assert len(find(state_years("score", (3, 2, 1, 2, 1, -40)))) == 1


def test_where_sources_disagree_the_value_nearest_to_the_year_before_stands() -> None:
    other = state("level", "2020", 75, source="un")
    assert find([*JUMP, other]) == []
    assert len(find([*JUMP, {**other, "OBS_VALUE": "120"}])) == 1


# Each threshold stands where it stands ---------------------------------------------------------
STEADY = (100, 101, 102, 103, 104)
EVEN = (50, 51, 50, 51, 50)


@pytest.mark.parametrize(
    ("module", "name", "value", "rows", "relation", "number"),
    [
        (steps, "TIMES", 4, JUMP, {}, 1),
        (steps, "TIMES", 2, [*JUMP[:5], state("level", "2020", 100)], {}, 0),
        (steps, "STEPS_BEFORE", 5, JUMP, {}, 1),
        (steps, "STEPS_BEFORE", 3, JUMP[1:], {}, 0),
        (steps, "LEAST_PART", 3, state_years("level", (*STEADY, 131)), {}, 1),
        (steps, "LEAST_PART", 5, state_years("level", (*STEADY, 130)), {}, 0),
        (steps, "LEAST_PLACES", 9, state_years("rank", (*EVEN, 60)), {}, 0),
        (steps, "LEAST_PLACES", 11, state_years("rank", (*EVEN, 61)), {}, 1),
        (comparing, "YEARS_BETWEEN_RANKINGS", 2,
         [state("rank", "2021", 86), state("rank", "2024", 71), state("moved", "2024", 17)], MOVED, 1),
        (comparing, "YEARS_BETWEEN_RANKINGS", 4,
         [state("rank", "2020", 86), state("rank", "2024", 71), state("moved", "2024", 17)], MOVED, 0),
        (spans, "PARTS", 4,
         [state("growth", "2025", 31), state("level", "2025", 198), state("level", "2024", 152)], GROWTH, 0),
        (spans, "PARTS", 1,
         [state("growth", "2025", 29), state("level", "2025", 198), state("level", "2024", 152)], GROWTH, 1),
        (spans, "LEAST_ROUNDED", 1001,
         [state("growth", "2025", 150), state("level", "2025", 1000), state("level", "2024", 500)], GROWTH, 0),
        (spans, "LEAST_ROUNDED", 990,
         [state("growth", "2025", 99), state("level", "2025", 990), state("level", "2024", 500)], GROWTH, 1),
        (wholes, "ALL", 99, [state("share", "2024", 100)], {}, 0),
        (wholes, "ALL", 101, [state("share", "2024", 101)], {}, 1),
    ],
)  # fmt: skip
def test_a_threshold_that_is_off_by_one_would_be_seen(
    monkeypatch: pytest.MonkeyPatch,
    module: object,
    name: str,
    value: int,
    rows: list[Row],
    relation: dict[str, object],
    number: int,
) -> None:
    assert len(find(rows, **relation)) == number
    spans._read_span.cache_clear()
    monkeypatch.setattr(module, name, value)
    assert len(find(rows, **relation)) == 1 - number

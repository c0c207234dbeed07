"""What the rules read, which rules there are, and how a finding shows its figures."""

import math
from dataclasses import replace

import pytest

from dxlib.data import schema
from dxlib.data.relations import Relations
from dxlib.figures.findings import FigureFinding, Statements, Weight, list_rules, show_figure, show_number


def test_every_rule_finds_nothing_in_nothing(find):
    assert list_rules() == (
        "bases", "change", "cumulative", "growth", "jumps", "multiple", "parts", "ranks", "shares",
    )  # fmt: skip
    assert [find(rule, []) for rule in list_rules()] == [()] * 9


@pytest.mark.parametrize(
    ("value", "shown"), [(20.64321, "20.643"), (0.76212, "0.76212"), (28e9, "28000000000"), (0, "0"),
                         (math.inf, "any number")]
)  # fmt: skip
def test_a_number_is_shown_with_the_digits_that_count(value, shown):
    assert show_number(value) == shown


@pytest.fixture
def read(state, toy_shared):
    """What the rules read of some figures."""
    rows = [
        state("level", "2023", 1), state("level", "2024", 2), state("level", "2024", 3, source="un-2024"),
        state("level", "2025", 4, kind=schema.Kind.TARGET), state("level", "", 5),
        state("level", "2024", 6, status=schema.ObsStatus.UNRELIABLE),
        state("level", "2024", 7, status=schema.ObsStatus.FORECAST),
        state("level", "2024", 8, status=schema.ObsStatus.ESTIMATED), state("level", "2024", 9, area="SGP"),
    ]  # fmt: skip
    return Statements({"level": rows, "score": []}, toy_shared.catalogue, Relations())


def test_rules_read_what_is_stated_of_all_sources_by_period_without_targets_forecasts_and_the_unreliable(read):
    found = read.read("level", "VNM")
    assert {period: [int(row.value) for row in rows] for period, rows in found.items()} == {
        "2023": [1],
        "2024": [2, 3, 8],
    }
    assert read.read("level", "SGP")["2024"][0].value == 9


def test_of_what_has_no_figures_nothing_is_read(read):
    assert (read.indicators, [area for _, area, _ in read.walk(["level"])]) == (("level", "score"), ["VNM", "SGP"])
    assert read.read("score", "VNM") == read.read("level", "LAO") == read.read("rank", "VNM") == {}
    assert list(read.walk(["score"])) == list(read.walk_rows(["score"])) == []


def test_rows_are_walked_by_area_and_what_their_sources_state_beside_them_is_found(read, state):
    rows = list(read.walk_rows(["level"]))
    assert [(row.area, int(row.value)) for row in rows] == [("VNM", 1), ("VNM", 2), ("VNM", 3), ("VNM", 8), ("SGP", 9)]
    assert read.find_beside(state("score", "2024", 0, source="un-2024"), "level").value == 3
    assert read.find_beside(state("score", "2023", 0, source="un-2024"), "level") is None
    assert read.find_beside(rows[0], "score") is None


def test_a_walk_passes_over_indicators_of_which_nothing_is_known(read):
    assert [(name, area, list(periods)) for name, area, periods in read.walk(["rank", "score", "level"])] == [
        ("level", "VNM", ["2023", "2024"]), ("level", "SGP", ["2024"]),
    ]  # fmt: skip


def test_a_break_is_where_the_catalogue_or_any_source_says_so(state, toy_shared):
    rows = [
        replace(state("level", period, value, status=schema.ObsStatus(status)), indicator="online_share")
        for period, value, status in (("2021", 1, "A"), ("2023", 2, "A"), ("2024", 3, "B"), ("2025", 4, "A"))
    ]
    told = {entry.at for entry in toy_shared.catalogue.get_indicator("online_share").breaks}
    found = Statements({"online_share": rows}, toy_shared.catalogue, Relations())
    assert found.list_breaks("online_share", "SGP") == tuple(told)
    assert found.list_breaks("online_share", "VNM") == (*told, "2024-12-31")
    assert len(told) == 1


def test_a_finding_speaks_of_its_first_figure_and_names_each_source_once(state):
    rows = (state("level", "2024", 1), state("level", "2023", 2), state("level", "2023", 2, source="un-2024"))
    found = FigureFinding("growth", Weight.CONTRADICTION, rows, 1.0, "COUNT", "")
    assert (found.subject, found.sources) == (rows[0], ("mic-2024", "un-2024"))


def test_a_figure_is_shown_with_its_hedge_its_power_of_ten_and_its_source(state):
    assert show_figure(state("share", "2024", "45.20")) == "45.20 PERCENT in 2024 [mic-2024]"
    row = state("level", "2024", 62, unit_mult=6, qualifier=schema.Qualifier.MORE_THAN)
    assert show_figure(row) == ">62 x 10^6 COUNT in 2024 [mic-2024]"

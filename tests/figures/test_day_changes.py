"""What changed between two days."""

from decimal import Decimal

import pytest

from dxlib.analysis import TargetStatus
from dxlib.errors import DataError
from dxlib.figures.day_changes import Event, compare_days, render_comparison
from tests.conftest import SOURCES, link_indicators, make_row

FIGURES = (Event.NEW, Event.REVISED, Event.WITHDRAWN)


@pytest.fixture
def compare(toy):
    """Adds rows to the small ledger and compares two days."""

    def compare_with(*rows, earlier="2024-12-31", later="2025-12-31", **selection):
        toy.write_ledger(rows, name="more.csv")
        return compare_days(toy.open_store(earlier), toy.open_store(later), **selection)

    return compare_with


def list_figures(comparison, event):
    return [str(change.observation.id) for change in comparison if change.event is event]


def list_changes(comparison, *events):
    return [change for change in comparison if change.event in events]


def test_a_figure_that_became_known_in_between_is_new_and_one_known_before_is_not(compare):
    found = compare(indicators=["online_share"])
    assert list_figures(found, Event.NEW) == [
        "online_share/VNM//target@mic-2024",
        "online_share/VNM/2023/actual@mic-2024",
        "online_share/VNM/2024/actual@mic-2024",
        "online_share/VNM/2025/target@mic-2024",
    ]
    assert {change.before for change in list_changes(found, *FIGURES)} == {None}
    assert list_figures(compare(indicators=["egdi_rank"]), Event.NEW) == []


def test_a_figure_that_is_undated_counts_from_the_day_it_was_read(compare):
    found = compare(later="2030-01-01", indicators=["online_share"])
    assert "online_share/VNM/2022/actual@un-undated" in list_figures(found, Event.NEW)


def test_a_restated_figure_is_revised_with_both_values_and_who_said_so(compare, share):
    found = compare(share("2021", "28.4"), indicators=["online_share"])
    (change,) = list_changes(found, Event.REVISED)
    assert (change.before.value, change.before.source) == (Decimal(30), "mic-2022")
    assert (change.after.value, change.after.source) == (Decimal("28.4"), "mic-2024")
    line = "online_share VNM 2021: 30 PERCENT [mic-2022] -> 28.4 PERCENT [mic-2024]"
    assert f"Revised figures: 1\n  {line}\n" in render_comparison(found)


def test_a_figure_that_is_only_stated_more_exactly_is_not_revised(compare, share):
    assert list_figures(compare(share("2021", "29.8"), indicators=["online_share"]), Event.REVISED) == []


def test_a_figure_that_became_a_bound_is_revised(compare, share):
    found = compare(share("2021", "30", QUALIFIER=">"), indicators=["online_share"])
    assert list_figures(found, Event.REVISED) == ["online_share/VNM/2021/actual@mic-2024"]


def test_a_target_of_an_indicator_that_has_only_targets_flips_too(toy, compare):
    link_indicators(toy)
    rows = [
        make_row(INDICATOR=name, UNIT_MEASURE="PERSON", TIME_PERIOD=period, OBS_VALUE=value, SOURCE=source, KIND=kind)
        for name, period, value, source, kind in (
            ("users", "2023", "50", "mic-2022", "target"), ("accounts", "2022", "40", "mic-2022", "actual"),
            ("accounts", "2023", "60", "mic-2024", "actual"),
        )
    ]  # fmt: skip
    (flip,) = list_changes(compare(*rows, indicators=["users"]), Event.TARGET)
    assert flip.what == f"{TargetStatus.NO_FIGURE_YET} -> {TargetStatus.MET}"
    assert str(flip.latest.id) == "accounts/VNM/2023/actual@mic-2024"


def test_a_target_that_is_met_now_is_a_conclusion_that_flipped(compare, share):
    found = compare(
        share("2024", "40", KIND="target", source="mic-2022"), share("2023", "30", source="mic-2022", PUBLISHED="2024"),
        indicators=["online_share"],
    )  # fmt: skip
    (flip,) = list_changes(found, Event.TARGET)
    assert flip.what == f"{TargetStatus.NO_FIGURE_YET} -> {TargetStatus.MET}"
    assert flip.latest.value == Decimal("45.2")


def test_a_rank_that_moved_says_how_far_and_which_way(compare, row):
    found = compare(
        row(TIME_PERIOD="2025", OBS_VALUE="75", PUBLISHED="2025-09"),
        row(TIME_PERIOD="2025", OBS_VALUE="2", PUBLISHED="2025-09", REF_AREA="SGP"),
    )
    moves = [(move.after.area, move.what) for move in list_changes(found, Event.RANK)]
    assert moves == [("SGP", "1 place better"), ("VNM", "4 places worse")]
    shown = render_comparison(found)
    assert "egdi_rank SGP: 3 in 2024 -> 2 in 2025 (1 place better) [un-2024]" in shown
    assert "egdi_rank VNM: 71 in 2024 -> 75 in 2025 (4 places worse) [un-2024]" in shown


def test_a_figure_whose_source_was_withdrawn_is_withdrawn_or_leaves_it_to_the_next(compare, toy, share):
    given = [list(source) for source in SOURCES]
    for source in given:
        source.append("2025-06-30" if source[0] == "mic-2022" else "")
    toy.write_sources(given)
    found = compare(share("2021", "28"))
    assert list_figures(found, Event.WITHDRAWN) == ["egdi_rank/VNM/2022/actual@mic-2022"]
    assert "egdi_rank VNM 2022: 86 RANK [mic-2022]\n" in render_comparison(found)
    (change,) = list_changes(found, Event.REVISED)
    assert (change.before.source, change.after.source) == ("mic-2022", "mic-2024")


def test_only_the_areas_that_are_asked_for_are_compared(compare, row):
    found = compare(row(TIME_PERIOD="2025", OBS_VALUE="2", PUBLISHED="2025-09", REF_AREA="SGP"), areas=["VNM"])
    assert {change.observation.area for change in list_changes(found, *FIGURES)} == {"VNM"}
    assert list_changes(found, Event.RANK) == []


def test_nothing_differs_between_a_day_and_itself(compare):
    assert compare(earlier="2025-12-31", later="2025-12-31") == ()


def test_an_unknown_indicator_is_answered_with_the_nearest(compare):
    with pytest.raises(DataError, match=r"Unknown indicator 'online_shar'\. Did you mean 'online_share'\?"):
        compare(indicators=["online_shar"])

"""Figures against those of other sources of the same."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dxlib.data.slips.elsewhere import Elsewhere
from tests.data.slips.conftest import Make

Row = dict[str, str]


def tell(rows: Sequence[Row]) -> list[tuple[int, str, str]]:
    elsewhere = Elsewhere(rows)
    return [(place, *slip[:2]) for place, row in enumerate(rows) for slip in elsewhere.find_slips(row)]


def test_two_periods_that_changed_places_are_both_told_by_another_source(make: Make) -> None:
    rows = [
        make(SOURCE="a", TIME_PERIOD="2020", OBS_VALUE="71"), make(SOURCE="a", TIME_PERIOD="2024", OBS_VALUE="86"),
        make(SOURCE="b", TIME_PERIOD="2020", OBS_VALUE="86"), make(SOURCE="c", TIME_PERIOD="2024", OBS_VALUE="71"),
    ]  # fmt: skip
    assert tell(rows) == [
        (0, "TIME_PERIOD", "71 for 2020 and 86 for 2024, but source 'b' says 86 for 2020"),
        (1, "TIME_PERIOD", "86 for 2024 and 71 for 2020, but source 'c' says 71 for 2024"),
    ]


@pytest.mark.parametrize(
    ("column", "one", "other"),
    [("INDICATOR", "egdi_osi", "egdi_tii"), ("REF_AREA", "VNM", "SGP"), ("KIND", "actual", "target")],
)
def test_other_cells_that_changed_places_are_told_where_other_sources_state_both(
    make: Make, column: str, one: str, other: str
) -> None:
    rows = [make(SOURCE="a", OBS_VALUE="0.7", **{column: one}), make(SOURCE="a", OBS_VALUE="0.61", **{column: other})]
    first = make(SOURCE="b", OBS_VALUE="0.61", **{column: one})
    second = make(SOURCE="b", OBS_VALUE="0.702", **{column: other})
    found = [(place, name) for place, name, _ in tell([*rows, first, second])]
    assert found == [(place, column) for place in range(4)]
    assert tell([*rows, first]) == []


def test_a_period_is_told_by_one_figure_that_is_the_same(make: Make) -> None:
    rows = [make(SOURCE="a", TIME_PERIOD="2020", OBS_VALUE="0.73"), make(SOURCE="a", OBS_VALUE="0.79")]
    assert tell([*rows, make(SOURCE="b", OBS_VALUE="0.73")]) == [
        (1, "TIME_PERIOD", "0.79 for 2024 and 0.73 for 2020, but source 'b' says 0.73 for 2024")
    ]
    assert tell([*rows, make(SOURCE="b", OBS_VALUE="0.732")]) == []  # only rounded
    rows[1]["LOCATOR"] = "Viet Nam, 2024: value"
    assert tell([*rows, make(SOURCE="b", OBS_VALUE="0.73")]) == []


@pytest.mark.parametrize(
    "values",
    [
        ("86", "71", "86", "71"),
        ("86", "86", "86", "71"),  # the rank stayed: the sources disagree
        ("86", "70", "88", "71"),
        ("86.2", "71.04", "86", "71"),  # rounded
    ],
)
def test_sources_may_disagree(make: Make, values: Sequence[str]) -> None:
    places = [(source, period) for source in ("a", "b") for period in ("2020", "2024")]
    rows = [make(SOURCE=source, TIME_PERIOD=period, OBS_VALUE=value) for (source, period), value in
            zip(places, values, strict=True)]  # fmt: skip
    assert tell(rows) == []


def test_a_figure_that_any_other_source_gives_stays_where_it_is(make: Make) -> None:
    stated = (("a", "2020", "71"), ("a", "2024", "86"), ("b", "2020", "86"), ("c", "2024", "71"), ("d", "2024", "86"))
    rows = [make(SOURCE=source, TIME_PERIOD=period, OBS_VALUE=value) for source, period, value in stated]
    assert tell(rows) == []


def rank(make: Make, source: str, total: str, **cells: str) -> Row:
    return make(SOURCE=source, OUT_OF=total, UNIT_MEASURE="RANK", **cells)


def test_a_total_other_than_that_of_most_sources_is_a_slip(make: Make) -> None:
    rows = [rank(make, "a", "141"), rank(make, "b", "141"), rank(make, "c", "125")]
    assert tell(rows) == [(2, "OUT_OF", "'125', but 2 sources say 141 of egdi_rank in 2024")]
    rows[2]["COMMENT"] = "CONFLICT: 141 elsewhere."
    assert tell(rows) == []


@pytest.mark.parametrize(
    "third",
    [{"TIME_PERIOD": "2022"}, {"INDICATOR": "gci_rank"}, {"REF_AREA": "VN34-01"}, {"KIND": "target"}, {"OUT_OF": ""}],
)
def test_a_total_of_something_else_is_none_of_its_business(make: Make, third: Row) -> None:
    rows = [rank(make, "a", "63", REF_AREA="VN63-01"), rank(make, "b", "63", REF_AREA="VN63-01")]
    assert tell([*rows, {**rank(make, "c", "34", REF_AREA="VN63-01"), **third}]) == []


def test_areas_of_one_map_have_one_total_however_long_their_keys_are(make: Make) -> None:
    rows = [rank(make, source, total, REF_AREA=area)
            for source, total, area in (("a", "18", "FR-11"), ("b", "18", "FR-24"), ("c", "13", "FR-53"))]  # fmt: skip
    assert tell(rows) == [(2, "OUT_OF", "'13', but 2 sources say 18 of egdi_rank in 2024")]


def test_two_sources_that_disagree_on_a_total_are_left_alone(make: Make) -> None:
    assert tell([rank(make, "a", "157"), rank(make, "b", "175")]) == []
    assert tell([rank(make, source, total) for source, total in (("a", "1"), ("b", "1"), ("c", "2"), ("d", "2"))]) == []

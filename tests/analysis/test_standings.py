"""Places among others, and counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxlib.analysis import compute_count, compute_place
from dxlib.data.quantities import Formula
from dxlib.errors import DataError

VALUES = st.lists(st.integers(0, 20), max_size=9)


def make_others(figure, values):
    return [figure(value, area=f"A{index}") for index, value in enumerate(values)]


def test_a_count_is_the_number_of_figures(figure):
    parts = [figure(5), figure(5), figure(7)]
    result = compute_count(parts)
    assert (result.value, result.unit, result.formula, result.inputs) == (3, "COUNT", Formula.COUNT, tuple(parts))


def test_a_count_of_nothing_is_refused():
    with pytest.raises(DataError) as caught:
        compute_count([])
    assert str(caught.value) == "No figure to count.\nFix: say 'none' in words."


@pytest.mark.parametrize(
    ("lower_is_better", "place"),
    [(True, 2), (False, 3)],
)
def test_the_direction_decides_who_is_ahead(figure, lower_is_better, place):
    result = compute_place(figure(5), make_others(figure, [3, 7, 9]), lower_is_better=lower_is_better)
    assert (result.value, result.unit, result.formula) == (place, "RANK", Formula.PLACE)
    assert result.options == (("direction", "lower" if lower_is_better else "higher"),)


def test_ties_share_the_better_place(figure):
    assert compute_place(figure(5), make_others(figure, [5, 5, 9]), lower_is_better=False).value == 2
    assert compute_place(figure(5), make_others(figure, [5, 5]), lower_is_better=False).value == 1


def test_alone_is_first(figure):
    assert compute_place(figure(5), [], lower_is_better=False).value == 1


@given(st.integers(0, 20), VALUES)
def test_places_of_the_two_directions_and_the_ties_add_up(figure, own, values):
    others = make_others(figure, values)
    from_top = compute_place(figure(own), others, lower_is_better=False).value
    from_bottom = compute_place(figure(own), others, lower_is_better=True).value
    assert from_top + from_bottom + values.count(own) == len(values) + 2


@pytest.mark.parametrize("other", [{"indicator": "cash_share"}, {"period": "2023"}])
def test_figures_of_another_indicator_or_period_cannot_be_ranked(figure, other):
    theirs = figure(3, area="SGP", **other)
    with pytest.raises(DataError) as caught:
        compute_place(figure(5), [theirs], lower_is_better=False)
    assert str(caught.value) == (
        f"{theirs.observation.id} cannot be ranked with online_share/VNM/2024/actual@mic-2024.\n"
        "Fix: use one indicator and one period."
    )

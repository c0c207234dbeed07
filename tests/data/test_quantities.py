"""Quantities, and the keys that stand for them."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxlib.data.ids import name_stated, name_total
from dxlib.data.quantities import Formula, Missing, Quantity, read_out_of, read_quantity

YEARS = st.integers(1950, 2050).map(str)


def make_mean(*inputs):
    """Give a computed quantity."""
    return Quantity(Decimal(1), "PERCENT", 0, 1, Formula.MEDIAN, inputs=inputs)


def test_an_observation_is_read_as_what_it_states(figure):
    observation = figure("45.2", qualifier="~").observation
    quantity = read_quantity(observation, decimals=1)
    assert (quantity.value, quantity.unit, quantity.decimals) == (Decimal("45.2"), "PERCENT", 1)
    assert (quantity.formula, quantity.qualifier) == (Formula.OBSERVED, "~")
    assert quantity.observation is observation


@pytest.mark.parametrize(("qualifier", "read"), [("", ">="), ("~", ">="), (">", ">")])
def test_a_range_is_read_as_at_least_its_lower_end_unless_its_source_bounds_it(figure, qualifier, read):
    observation = replace(figure("57", qualifier=qualifier).observation, upper=Decimal(60))
    assert read_quantity(observation, decimals=0).qualifier == read


def test_an_observation_without_a_number_is_missing_and_says_why(figure):
    observation = replace(figure(1).observation, value=None)
    assert read_quantity(observation, decimals=0) == Missing("online_share", "VNM", "the source states no number")


def test_the_total_of_n_of_n_is_a_count_that_knows_its_figure(figure):
    rank = figure(71, unit="RANK", out_of=Decimal(193))
    total = read_out_of(rank)
    assert (total.value, total.unit, total.formula, total.inputs) == (193, "COUNT", Formula.OUT_OF, (rank,))


def test_a_figure_without_a_total_has_none(figure):
    assert read_out_of(figure(71)) == Missing("online_share", "VNM", "the source states no total")


def test_the_scaled_value_is_in_single_units(figure):
    assert figure(25, unit_mult=9).scaled == 25_000_000_000


@pytest.mark.parametrize("formula", [Formula.CHANGE, Formula.DIFFERENCE])
def test_a_difference_as_a_plain_number_is_exactly_what_the_numbers_of_the_two_give(figure, formula):
    one, other = figure("0.3"), figure("0.1", "2023")
    change = Quantity(Decimal("0.2"), "POINTS", 0, 1, formula, inputs=(one, other))
    assert float(change) == 0.3 - 0.1 != 0.2
    assert float(replace(change, formula=Formula.RANK_CHANGE)) == 0.2


def test_a_computed_quantity_speaks_of_its_first_input_and_knows_all_observations(figure):
    first, second, third = figure(1, "2024"), figure(2, "2023"), figure(3, "2022")
    inner = Quantity(Decimal(5), "PERCENT", 0, 1, Formula.MEDIAN, inputs=(second, third))
    outer = Quantity(Decimal(4), "POINTS", 0, 1, Formula.CHANGE, inputs=(first, inner))
    assert outer.period == "2024"
    assert outer.first_observation is first.observation
    assert [each.period for each in outer.walk_observations()] == ["2024", "2023", "2022"]


def test_keys_are_eight_letters_and_digits(figure):
    assert re.fullmatch("[a-z2-7]{8}", figure(71).key)
    assert re.fullmatch("[a-z2-7]{8}", make_mean(figure(71), figure(86)).key)


def test_the_key_of_what_a_source_states_is_that_of_the_observation(figure):
    assert figure(71).key == name_stated("online_share/VNM/2024/actual@mic-2024")


def test_a_revised_value_keeps_its_key_however_it_is_written(figure):
    """A note keeps its address when its source corrects the figure."""
    assert figure("45.20").key == figure("45.2").key == figure("45.3").key
    assert figure("45.2", unit="POINTS", unit_mult=3, decimals=2, qualifier="~").key == figure("45.2").key


@pytest.mark.parametrize(
    "changed",
    [{"indicator": "x"}, {"area": "SGP"}, {"source": "un-2024"}, {"kind": "target"}, {"period": "2023"}],
    ids=str,
)
def test_the_key_changes_with_what_names_the_observation(figure, changed):
    assert figure("45.2", **changed).key != figure("45.2").key


@pytest.mark.parametrize("changed", [{"formula": Formula.COUNT}, {"options": (("direction", "lower"),)}], ids=str)
def test_the_key_of_a_result_changes_with_formula_and_options(figure, changed):
    mean = make_mean(figure(71), figure(86, "2022"))
    assert replace(mean, **changed).key != mean.key


@pytest.mark.parametrize(
    "changed", [{"value": Decimal(2)}, {"unit": "POINTS"}, {"unit_mult": 3}, {"decimals": 2}], ids=str
)
def test_the_key_of_a_result_does_not_change_with_what_follows_from_its_inputs(figure, changed):
    mean = make_mean(figure(71), figure(86, "2022"))
    assert replace(mean, **changed).key == mean.key


def test_the_key_of_a_total_is_named_after_its_figure(figure):
    rank = figure(71, unit="RANK", out_of=Decimal(193))
    assert read_out_of(rank).key == name_total(rank.key)


def test_what_a_figure_was_asked_for_is_kept_and_makes_no_other_figure_of_it(figure):
    rank = figure(71, unit="RANK", out_of=Decimal(193))
    latest = rank.claimed('latest("egdi_rank", "VNM")')
    assert latest.claim == 'latest("egdi_rank", "VNM")'
    assert (latest, latest.key) == (rank, rank.key)
    assert read_out_of(latest).claim == 'out_of(latest("egdi_rank", "VNM"))'
    assert read_out_of(rank).claim == ""


@given(st.lists(YEARS, min_size=1, max_size=5, unique=True), st.data())
def test_the_key_of_a_result_changes_with_any_of_its_inputs_and_with_their_order(figure, years, data):
    inputs = tuple(figure(number, year) for number, year in enumerate(years))
    result = make_mean(*inputs)
    place = data.draw(st.integers(0, len(inputs) - 1))
    other = data.draw(YEARS.filter(lambda year: year not in years))
    changed = (*inputs[:place], figure(place, other), *inputs[place + 1 :])
    assert replace(result, inputs=changed).key != result.key
    assert replace(result, inputs=tuple(inputs)).key == result.key
    if len(inputs) > 1:
        assert replace(result, inputs=inputs[::-1]).key != result.key

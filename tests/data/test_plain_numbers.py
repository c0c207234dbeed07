"""Figures as plain numbers: what arithmetic, numpy, formats and comparisons make of them."""

import operator
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from dxlib.data.plain_numbers import PlainNumber
from dxlib.errors import DataError


class Length(PlainNumber):
    """The least that a subclass says: its number, its unit and its text."""

    def __init__(self, number: float, unit: str = "METRE") -> None:
        self.number, self.unit = number, unit

    def __float__(self) -> float:
        return self.number

    def __str__(self) -> str:
        return "as it is shown"


SEVEN, TWO = Length(7.0), Length(2.0)
OPERATIONS = (
    operator.add, operator.mul, operator.truediv, operator.floordiv, operator.mod, operator.pow,
)  # fmt: skip


@pytest.mark.parametrize("compute", OPERATIONS)
def test_what_is_computed_is_what_the_numbers_give_from_either_side(compute):
    given = [compute(SEVEN, TWO), compute(SEVEN, 2), compute(SEVEN, Decimal(2)), compute(7, TWO), compute(7.0, TWO)]
    assert given == [compute(7.0, 2.0)] * 5
    assert {type(one) for one in given} == {float}


def test_a_figure_is_taken_from_a_number_and_a_sum_begins_with_zero():
    assert 10 - SEVEN == 3.0
    assert sum([SEVEN, TWO]) == 9.0


@pytest.mark.parametrize("compare", [operator.lt, operator.le, operator.gt, operator.ge])
@pytest.mark.parametrize("other", [6, 7, 8])
def test_a_figure_is_compared_with_numbers_and_with_figures_of_its_unit(compare, other):
    assert compare(SEVEN, other) is compare(SEVEN, Length(float(other))) is compare(7, other)


def test_figures_of_two_units_are_not_compared():
    with pytest.raises(DataError) as caught:
        _ = Length(8.0, "YEAR") > SEVEN
    assert str(caught.value) == (
        "YEAR cannot be compared with METRE.\nFix: compare figures of one unit, or plain numbers: float(a) < float(b)."
    )


@pytest.mark.parametrize("compute", [*OPERATIONS, operator.lt])
def test_what_is_no_number_is_refused_by_python(compute):
    with pytest.raises(TypeError):
        compute(SEVEN, "2")
    with pytest.raises(TypeError):
        compute(None, SEVEN)


def test_signs_rounding_and_whole_numbers_are_those_of_the_number():
    number = Length(-2.57)
    assert (-number, +number, abs(number), int(number)) == (2.57, -2.57, 2.57, -2)
    assert (round(number), round(number, 1)) == (-3, -2.6)


def test_a_format_writes_the_number_and_without_one_the_figure_is_shown_as_it_is():
    assert (f"{SEVEN:.2f}", f"{SEVEN}") == ("7.00", "as it is shown")


def test_numpy_and_pandas_take_the_number():
    assert np.asarray([SEVEN, TWO], dtype=float).tolist() == [7.0, 2.0]
    assert np.float64(1) + SEVEN == 8.0
    assert (pd.Series([1, 2]) * TWO).tolist() == [2.0, 4.0]
    assert np.int64(3) > TWO

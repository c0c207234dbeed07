"""Text that a spreadsheet would compute."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxlib.data.formats.harmless_cells import SIGNS, disarm, may_become_formula

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=3).map(lambda value: format(value, "f"))


@pytest.mark.parametrize(
    "text", ["=1", "=", "+A1", "-A1", "@x", "\t=1", "\rx", "+12+cmd|' /C calc'!A0", "-1-1", "+ 5", "-5 places", "-"]
)
def test_what_begins_like_a_formula_may_become_one(text):
    assert may_become_formula(text)
    assert disarm(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "0", "-3.5", "+12.5%", "-1 234,5", "+55\u00a0250", "a=b", ">=5", "~5", "Đạt -5"])
def test_numbers_and_ordinary_texts_stay_as_they_are(text):
    assert not may_become_formula(text)
    assert disarm(text) == text


@given(NUMBERS)
def test_every_number_stays_a_number(text):
    assert disarm(text) == text


@given(st.text())
def test_nothing_that_was_disarmed_begins_with_a_sign_but_numbers(text):
    shown = disarm(text)
    assert not shown.startswith(SIGNS) or (shown == text and text[1:2].isdigit())
    assert shown.removeprefix("'") == text or shown == text

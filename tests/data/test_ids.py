"""The identity of an observation has one text form, and keys of figures follow from it alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxlib.data.ids import (
    TOTAL_SIGN,
    ObservationId,
    make_key,
    name_computed,
    name_stated,
    name_total,
    name_verdict,
)
from dxlib.data.schema import UNIQUE, Kind
from dxlib.errors import DataError

KEY = re.compile("[a-z2-7]{8}")
IDS = st.from_regex(r"[A-Za-z0-9_-]{1,12}", fullmatch=True)
PERIODS = st.sampled_from(["", "2024", "2022-Q1", "2025-06", "2025-02-06", "2025-01/2025-09", "2024-01-01/2024-06-30"])
SOURCES = st.from_regex(r"[a-z0-9-]{1,12}(@\d{4}-\d{2}-\d{2})?", fullmatch=True)
OBSERVATIONS = st.builds(ObservationId, IDS, IDS, PERIODS, st.sampled_from([kind.value for kind in Kind]), SOURCES)
KEYS = st.from_regex(KEY, fullmatch=True)


@given(OBSERVATIONS)
def test_what_is_written_is_read_back(one: ObservationId) -> None:
    assert ObservationId.parse(str(one)) == one


def test_the_text_names_all_unique_columns() -> None:
    row = dict(zip(UNIQUE, ("egdi_rank", "VNM", "2024", "actual", "un-2024"), strict=True))
    one = ObservationId.of({**row, "OBS_VALUE": "71"})
    assert str(one) == "egdi_rank/VNM/2024/actual@un-2024"
    assert tuple(one) == tuple(row.values())


def test_a_target_without_a_deadline_has_an_empty_period() -> None:
    assert ObservationId.parse("share/VNM//target@mic") == ("share", "VNM", "", "target", "mic")


@pytest.mark.parametrize(
    "text",
    [
        "", "egdi_rank", "egdi_rank/VNM/2024/actual", "egdi_rank/VNM/2024/actual@", "@un-2024",
        "egdi_rank/VNM/actual@un-2024", "egdi_rank/VNM/2024/guess@un-2024", "/VNM/2024/actual@un-2024",
        "egdi_rank//2024/actual@un-2024",
    ],
)  # fmt: skip
def test_a_text_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(DataError) as caught:
        ObservationId.parse(text)
    assert str(caught.value) == f"'{text}' names no observation.\nFix: write indicator/area/period/kind@source."


def test_keys_are_eight_letters_and_digits() -> None:
    assert KEY.fullmatch(make_key({"any": ["thing", 1]}))
    assert KEY.fullmatch(name_stated("egdi_rank/VNM/2024/actual@un-2024"))
    assert TOTAL_SIGN not in "abcdefghijklmnopqrstuvwxyz234567"


def test_a_key_lasts() -> None:
    """Addresses of notes that others have linked to end with keys, or with their beginnings."""
    assert name_stated("egdi_rank/VNM/2024/actual@un-2024") == "os5vsjpi"
    assert name_computed("change", ["aaaaaaaa", "bbbbbbbb"]) == "b7n2c5qk"
    assert name_verdict("aaaaaaaa", "bbbbbbbb") == "3yofvzqg"


def test_the_total_is_named_after_its_figure() -> None:
    assert name_total("abcdefgh") == "abcdefgh0"


@given(OBSERVATIONS, OBSERVATIONS)
def test_two_observations_have_one_key_only_if_they_are_one(one: ObservationId, other: ObservationId) -> None:
    assert (name_stated(str(one)) == name_stated(str(other))) == (one == other)


@given(st.lists(KEYS, min_size=2, max_size=4, unique=True), st.sampled_from(["change", "mean"]))
def test_a_computed_key_changes_with_formula_inputs_order_and_options(inputs: list[str], formula: str) -> None:
    own = name_computed(formula, inputs)
    others = [
        name_computed(f"{formula}s", inputs),
        name_computed(formula, inputs[1:]),
        name_computed(formula, inputs[::-1]),
        name_computed(formula, inputs, (("direction", "lower"),)),
    ]
    assert own == name_computed(formula, tuple(inputs))
    assert own not in others


@given(KEYS, KEYS)
def test_a_verdict_is_on_a_target_by_a_figure(target: str, latest: str) -> None:
    assert name_verdict(target, latest) != name_computed("verdict", [target, latest])
    assert (name_verdict(target, latest) == name_verdict(latest, target)) == (target == latest)

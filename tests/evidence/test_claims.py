"""Claims: calls as text, which read back as what they were written from."""

from __future__ import annotations

import ast
import re

from hypothesis import given
from hypothesis import strategies as st

from dxlib.evidence.claims import IMPLIED, is_implied, write_claim

# No id, period or code begins as a call does: see the module.
TEXTS = st.text(st.characters(codec="utf-8")).filter(lambda text: not re.match(r"[a-z_]+\(", text))
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
VALUES = TEXTS.filter(bool) | NUMBERS
OPTIONS = st.dictionaries(st.sampled_from(("as_of", "low", "high")), VALUES, max_size=2)


@given(st.lists(TEXTS | NUMBERS, max_size=3), OPTIONS)
def test_what_is_written_reads_as_a_call_with_what_was_given(args: list[object], options: dict[str, object]) -> None:
    call = ast.parse(write_claim("before", write_claim("latest", *args, **options)), mode="eval").body
    assert isinstance(call, ast.Call)
    (within,) = call.args
    assert isinstance(within, ast.Call)
    assert (ast.unparse(call.func), ast.unparse(within.func)) == ("before", "latest")
    assert [ast.literal_eval(one) for one in within.args] == args
    assert {one.arg: ast.literal_eval(one.value) for one in within.keywords} == options


def test_a_claim_reads_as_a_call_in_a_notebook() -> None:
    latest = write_claim("latest", "egdi_rank", "VNM")
    assert write_claim("holds", write_claim("ratio", latest, latest), low=1.5, high=-2) == (
        'holds(ratio(latest("egdi_rank", "VNM"), latest("egdi_rank", "VNM")), low=1.5, high=-2)'
    )
    assert write_claim("at", "gdp", "2025-01/2025-09", "Đà Nẵng") == 'at("gdp", "2025-01/2025-09", "Đà Nẵng")'


def test_empty_options_are_left_out_and_zero_is_none() -> None:
    assert write_claim("latest", "a", "VNM", as_of="", weight=None, low=0) == 'latest("a", "VNM", low=0)'


def test_empty_arguments_stay_as_a_target_may_have_no_deadline() -> None:
    assert write_claim("target", "a", "", "VNM") == 'target("a", "", "VNM")'


def test_what_follows_from_a_record_is_implied_and_nothing_else() -> None:
    latest = write_claim("latest", "a", "VNM")
    assert is_implied(write_claim("change", latest, latest))
    assert is_implied(write_claim("at", "a", "2024", "VNM"))
    assert not is_implied(latest)
    assert not is_implied(write_claim("before", write_claim("at", "a", "2024", "VNM")))


def test_the_implied_names_are_those_that_pages_carry() -> None:
    """A page that was published leaves out the claims of these names: none may leave."""
    assert sorted(IMPLIED) == [
        "at", "change", "compound_growth", "difference", "distance", "growth", "needed_pace", "out_of", "pace",
        "rank_change", "ratio", "share", "stated", "tally", "target",
    ]  # fmt: skip

"""Claims: what is written is read back, and nothing but calls of allowed names is read at all."""

from __future__ import annotations

import keyword
import re
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxlib.errors import DataError
from dxlib.evidence.claims import COMPUTED, FIGURES, IMPLIED, NAMES, Claim, is_implied, parse_claim, write_claim
from dxlib.letters import show_hidden

# No id, period or code begins as a call does: see the module.
TEXTS = st.text().filter(lambda text: not re.match(r"[a-z_]+\(", text))
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
WORDS = st.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True).filter(lambda word: not keyword.iskeyword(word))

ALLOWED = (
    "Allowed: 'aggregate', 'at', 'before', 'change', 'compound_growth', 'contested', 'count', 'difference', "
    "'distance', 'findings', 'first', 'growth', 'holds', 'inputs', 'latest', 'members', 'needed_pace', "
    "'out_of', 'pace', 'place' and 10 others."
)


def make_claims(values: st.SearchStrategy[object]) -> st.SearchStrategy[Claim]:
    return st.builds(
        Claim,
        st.sampled_from(sorted(NAMES)),
        st.lists(values, max_size=3).map(tuple),
        st.dictionaries(WORDS, values, max_size=2),
    )


CLAIMS = make_claims(st.recursive(TEXTS | NUMBERS, make_claims, max_leaves=8))


@given(CLAIMS)
def test_what_is_written_is_read_back(claim: Claim) -> None:
    assert parse_claim(str(claim)) == claim


@given(CLAIMS)
def test_a_claim_among_arguments_stands_as_it_is(claim: Claim) -> None:
    assert parse_claim(write_claim("before", str(claim))) == Claim("before", (claim,))


def test_a_claim_reads_as_a_call_in_a_notebook() -> None:
    latest = write_claim("latest", "egdi_rank", "VNM")
    assert write_claim("holds", write_claim("ratio", latest, latest), low=1.5, high=-2) == (
        'holds(ratio(latest("egdi_rank", "VNM"), latest("egdi_rank", "VNM")), low=1.5, high=-2)'
    )
    assert write_claim("at", "gdp", "2025-01/2025-09", "Đà Nẵng") == 'at("gdp", "2025-01/2025-09", "Đà Nẵng")'


def test_empty_options_are_left_out_and_zero_is_none() -> None:
    assert write_claim("latest", "a", "VNM", as_of="", weight=None, low=0) == 'latest("a", "VNM", low=0)'


def test_empty_arguments_stay_as_a_target_may_have_no_deadline() -> None:
    assert parse_claim(write_claim("target", "a", "", "VNM")).args == ("a", "", "VNM")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it is no expression"),
        ("latest(", "it is no expression"),
        ("x = 1", "it is no expression"),
        ('latest("a\0")', "it is no expression"),
        ('latest("a', "it is no expression"),
        ('"latest"', "''latest'' is no call of an allowed name"),
        ("latest", "'latest' is no call of an allowed name"),
        ('open("x")', "'open('x')' is no call of an allowed name"),
        ('__import__("os")', "'__import__('os')' is no call of an allowed name"),
        ('latest.at("a")', "'latest.at('a')' is no call of an allowed name"),
        ('latest("a").value', "'latest('a').value' is no call of an allowed name"),
        ('latest("a")("b")', "'latest('a')('b')' is no call of an allowed name"),
        ("(lambda: 1)()", "'(lambda: 1)()' is no call of an allowed name"),
        ("latest(lambda: 1)", "'lambda: 1' is no call of an allowed name"),
        ('before(os.remove("a"))', "'os.remove('a')' is no call of an allowed name"),
        ("latest(x)", "'x' is no call of an allowed name"),
        ("latest([1])", "'[1]' is no call of an allowed name"),
        ("latest(1 + 1)", "'1 + 1' is no call of an allowed name"),
        ("latest(None)", "'None' is no call of an allowed name"),
        ('latest(b"a")', "'b'a'' is no call of an allowed name"),
        ('latest(-"a")', "'-'a'' is no call of an allowed name"),
        ('latest(f"{1}")', "'f'{1}'' is no call of an allowed name"),
        ("latest(*[1])", "'*[1]' is no call of an allowed name"),
        ("latest(**{})", "arguments are unpacked"),
        ('latest("a", as_of="1", as_of="2")', "an argument is given twice"),
    ],
)
def test_what_is_no_claim_is_refused(text: str, why: str) -> None:
    with pytest.raises(DataError) as caught:
        parse_claim(text)
    shown = show_hidden(text)
    assert str(caught.value) == f"'{shown}' is no claim: {why}.\n{ALLOWED}\nFix: write a call of one of these names."


@pytest.mark.parametrize("depth", [150, 3_000, 100_000])
def test_a_claim_nested_too_deep_is_refused_and_not_a_failure(depth: int) -> None:
    with pytest.raises(DataError, match="is no claim: it is no expression"):
        parse_claim("latest(" * depth + ")" * depth + "(")


def test_a_letter_that_no_encoding_has_is_refused() -> None:
    with pytest.raises(DataError, match="is no claim: it is no expression"):
        parse_claim('latest("\ud800")')


def test_what_follows_from_a_record_is_implied_and_nothing_else() -> None:
    latest = write_claim("latest", "a", "VNM")
    assert is_implied(write_claim("change", latest, latest))
    assert is_implied(write_claim("at", "a", "2024", "VNM"))
    assert not is_implied(latest)
    assert not is_implied(write_claim("before", write_claim("at", "a", "2024", "VNM")))
    assert set(FIGURES) | set(COMPUTED) > IMPLIED


def test_the_names_are_those_that_pages_carry() -> None:
    """A page that was published carries claims by these names: a new one may join them, none may leave."""
    assert sorted(NAMES) == [
        "aggregate", "at", "before", "change", "compound_growth", "contested", "count", "difference", "distance",
        "findings", "first", "growth", "holds", "inputs", "latest", "members", "needed_pace", "out_of", "pace", "place",
        "rank_change", "ratio", "rival", "share", "shared", "stated", "tally", "target", "targets", "verdict",
    ]  # fmt: skip


def test_a_claim_does_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        Claim("latest").name = "at"  # type: ignore[misc]

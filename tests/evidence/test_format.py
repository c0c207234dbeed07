"""The evidence of a page: fragments put together, written once, read back as what it was."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dxlib.data.ids import ObservationId
from dxlib.evidence.format import (
    Evidence,
    FigureRecord,
    Measure,
    Page,
    SetRecord,
    VerdictRecord,
    digest_set,
    does_repeat,
    make_measure,
    merge_evidence,
    write_evidence,
    write_value,
)
from tests.page_evidence import read_evidence

PAGE = Page(brief="01-toy", area="VNM", edition="2024", language="en", as_of="2024-12-31")
STATED = {
    "aaa": "egdi_rank/VNM/2024/actual@un-2024",
    "bbb": "egdi_rank/VNM/2022/actual@mic-2022",
    "ccc": "egdi_rank/SGP/2024/actual@un-2024",
    "ddd": "online_share/VNM//target@mic-2024",
    "eee": "accounts/VNM/2024-01/2024-11/actual@feed@2025-01-02",
}
EVIDENCE = Evidence(
    page=PAGE,
    measures={
        "aaa": Measure(Decimal(71), "RANK"),
        "aaa0": Measure(Decimal(193), "COUNT"),
        "bbb": Measure(Decimal(86), "RANK"),
        "ccc": Measure(Decimal(3), "RANK"),
        "ddd": Measure(Decimal("90.5"), "PERCENT", 0, 1),
        "eee": Measure(Decimal(25), "PERSON", 6, 0, ">"),
        "fff": Measure(Decimal(15), "PLACES"),
    },
    stated=STATED,
    computed={"fff": FigureRecord(formula="rank_change", inputs=("aaa", "bbb"), options=(("direction", "lower"),))},
    verdicts={"hhh": VerdictRecord(status="met", target="ddd", latest="eee")},
    earlier={"bbb": "2023-12-31"},
    claims={"aaa": ('latest("egdi_rank", "VNM")',)},
    given=('holds(latest("egdi_rank", "VNM"), low=1)',),
)
SOURCES = {"un-2024": "uuu", "mic-2022": "mmm", "mic-2024": "nnn", "feed@2025-01-02": "ooo", "never-shown": "ppp"}
UNITS = {"egdi_rank": "RANK", "online_share": "PERCENT", "accounts": "PERSON", "never_stated": "USD"}
NUMBERS = st.decimals(Decimal(-10) ** 9, Decimal(10) ** 9, allow_nan=False, places=15)


def write(evidence: Evidence = EVIDENCE) -> dict[str, object]:
    return json.loads(write_evidence(evidence, SOURCES, UNITS))


# Values --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("4E+3", "4000"), ("0.2500", "0.25"), ("33.33333333333", "33.333333"), ("0.0000005", "0.000001"),
        ("-0.0000005", "-0.000001"), ("0.0000004", "0"), ("-0.0000004", "0"), ("0.000", "0"), ("-12.50", "-12.5"),
    ],
)  # fmt: skip
def test_a_value_is_written_without_exponent_and_with_six_decimals_at_most(value: str, written: str) -> None:
    assert write_value(Decimal(value)) == written


@given(NUMBERS)
def test_a_written_value_is_the_value_to_half_a_millionth(value: Decimal) -> None:
    assert abs(Decimal(write_value(value)) - value) <= Decimal("0.0000005")


def test_a_power_of_ten_is_written_after_the_value() -> None:
    assert make_measure(Decimal("25.0"), "USD", 9, 0).scaled() == "25e9"
    assert make_measure(Decimal(71), "RANK", 0, 0).scaled() == "71"


def test_equal_values_make_equal_measures_however_they_were_computed() -> None:
    third = make_measure(Decimal(1) / Decimal(3), "PERCENT", 0, 1)
    assert third == make_measure(Decimal("0.3333333333333333333333"), "PERCENT", 0, 1)
    assert str(third.value) == "0.333333333333"
    assert str(make_measure(Decimal("45.20"), "PERCENT", 0, 1).value) == "45.2"
    assert str(make_measure(Decimal("-0.0"), "PERCENT", 0, 1).value) == "0"


# Evidence ------------------------------------------------------------------------------------------------------------


def test_the_figures_beside_which_an_n_stands_follow_from_the_measures() -> None:
    assert EVIDENCE.totals == ("aaa",)


def test_sources_are_those_that_state_figures_sorted() -> None:
    assert EVIDENCE.find_sources() == ["feed@2025-01-02", "mic-2022", "mic-2024", "un-2024"]


def test_a_record_takes_no_other_fields_and_does_not_change() -> None:
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        VerdictRecord(status="met", target="a", latest="b", direction="higher")
    with pytest.raises(ValidationError, match="frozen"):
        PAGE.area = "SGP"


def test_the_evidence_of_fragments_is_put_together_sorted_and_each_claim_once() -> None:
    first = Evidence(
        measures={"b": Measure(Decimal(1), "RANK")}, stated={"b": "x"}, claims={"b": ("z()", "a()")}, given=("q()",)
    )
    second = Evidence(
        page=PAGE,
        measures={"a": Measure(Decimal(2), "RANK"), "b": Measure(Decimal(1), "RANK")},
        stated={"a": "y"},
        computed={"c": FigureRecord(formula="median", inputs=("a", "b"))},
        verdicts={"d": VerdictRecord(status="met", target="a", latest="b")},
        earlier={"a": "2023-12-31"},
        claims={"b": ("a()", "m()"), "a": ("k()",)},
        given=("p()", "q()"),
    )
    merged = merge_evidence([first, second, Evidence()])
    assert merged == merge_evidence([second, first])
    assert merged.page == PAGE
    assert list(merged.measures) == list(merged.stated) == ["a", "b"]
    assert (merged.computed, merged.verdicts, merged.earlier) == (second.computed, second.verdicts, second.earlier)
    assert list(merged.claims.items()) == [("a", ("k()",)), ("b", ("a()", "m()", "z()"))]
    assert merged.given == ("p()", "q()")


def test_nothing_put_together_is_no_evidence() -> None:
    assert merge_evidence([]) == Evidence()


def test_evidence_survives_the_notebook() -> None:
    assert Evidence.model_validate(json.loads(json.dumps(EVIDENCE.model_dump(mode="json")))) == EVIDENCE


# On the page ---------------------------------------------------------------------------------------------------------


def test_what_is_written_is_read_back() -> None:
    read = read_evidence(write_evidence(EVIDENCE, SOURCES, UNITS))
    assert read.page == PAGE
    assert {key: str(one) for key, one in read.stated.items()} == STATED
    assert read.values == {"aaa": "71", "bbb": "86", "ccc": "3", "ddd": "90.5", "eee": "25e6"}
    assert (read.computed, read.verdicts) == (EVIDENCE.computed, EVIDENCE.verdicts)
    assert read.claims == EVIDENCE.claims


@given(
    st.dictionaries(
        st.from_regex("[a-z2-7]{3,8}", fullmatch=True),
        st.builds(
            ObservationId,
            st.sampled_from(sorted(UNITS)),
            st.sampled_from(["VNM", "VN63-01", "a"]),
            st.sampled_from(["", "2024", "2025-01/2025-09", "2024-02-29"]),
            st.sampled_from(["actual", "target"]),
            st.sampled_from(sorted(SOURCES)),
        ),
    )
)
def test_any_figures_are_read_back_as_stated(stated: dict[str, ObservationId]) -> None:
    measures = {key: Measure(Decimal(number), "RANK") for number, key in enumerate(stated)}
    evidence = Evidence(page=PAGE, measures=measures, stated={key: str(one) for key, one in stated.items()})
    read = read_evidence(write_evidence(evidence, SOURCES, UNITS))
    assert read.stated == stated
    assert read.values == {key: one.written() for key, one in measures.items()}


def test_what_a_brief_adds_is_written_with_its_type_and_is_not_there_without_any() -> None:
    own = {"system": "vneid", "count": 1, "share": 1.0, "long": True}
    page = Page(**{**PAGE.model_dump(), "parameters": own})
    written = write_evidence(Evidence(page=page), {}, {})
    assert json.loads(written)["page"]["parameters"] == own
    read = read_evidence(written).page.parameters
    assert [type(value) for value in read.values()] == [str, int, float, bool]
    assert "parameters" not in json.loads(write_evidence(Evidence(page=PAGE), {}, {}))["page"]


def test_every_name_is_written_once() -> None:
    written = write()
    assert written["stated"]["uuu"] == {"egdi_rank": "SGP ccc:2024=3 VNM aaa:2024=71"}
    assert written["stated"]["nnn"] == {"online_share": "VNM ddd:!=90.5"}
    assert written["sources"] == {"uuu": "un-2024", "mmm": "mic-2022", "nnn": "mic-2024", "ooo": "feed@2025-01-02"}
    assert written["units"] == {"PERCENT": "online_share", "PERSON": "accounts", "RANK": "egdi_rank"}


def test_all_else_that_a_page_shows_is_written_too() -> None:
    written = write()
    assert written["totals"] == "aaa"
    assert written["computed"] == {"fff": ["rank_change", "15", "PLACES", 0, 0, "aaa bbb", {"direction": "lower"}]}
    assert written["verdicts"] == {"hhh": ["met", "ddd", "eee", ""]}
    assert written["earlier"] == {"2023-12-31": "bbb"}
    assert written["claims"] == {"aaa": ['latest("egdi_rank", "VNM")']}
    assert written["given"] == ['holds(latest("egdi_rank", "VNM"), low=1)']


def test_figures_of_an_earlier_day_stand_together_and_days_are_sorted() -> None:
    evidence = EVIDENCE.model_copy(update={"earlier": {"ccc": "2023-12-31", "aaa": "2022-12-31", "bbb": "2023-12-31"}})
    assert list(write(evidence)["earlier"].items()) == [("2022-12-31", "aaa"), ("2023-12-31", "ccc bbb")]


def test_a_text_is_written_in_its_own_letters_and_without_blanks_between() -> None:
    evidence = EVIDENCE.model_copy(update={"given": ('holds(latest("Đà Nẵng"))',)})
    text = write_evidence(evidence, SOURCES, UNITS)
    assert 'holds(latest(\\"Đà Nẵng\\"))' in text
    assert '"totals":"aaa","computed":{' in text


def test_the_order_in_which_figures_were_shown_does_not_matter() -> None:
    other = EVIDENCE.model_copy(update={"stated": dict(reversed(STATED.items()))})
    assert write_evidence(other, SOURCES, UNITS) == write_evidence(EVIDENCE, SOURCES, UNITS)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"page":{"brief":"x"}}'])
def test_a_text_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="validation error"):
        read_evidence(text)


def test_a_source_without_a_name_is_refused() -> None:
    text = json.dumps({**write(), "sources": {"uuu": "un-2024"}})
    with pytest.raises(ValueError, match=r"^sources without a name: \['mmm', 'nnn', 'ooo'\]$"):
        read_evidence(text)


# Sets ------------------------------------------------------------------------------------------

SET = SetRecord(
    indicators=("egdi_rank",), areas=("asean",), periods=("2022", "2024"), count=22, sources=("mic-2022", "un-2024"),
    formulas=("median",), digest="0123",
)  # fmt: skip


def test_a_set_is_written_under_its_picture_with_the_names_of_its_sources() -> None:
    written = write(EVIDENCE.model_copy(update={"sets": {"cabcdefgh": SET}}))
    assert written["sets"] == {
        "cabcdefgh": ["egdi_rank", "asean", "2022 2024", "mmm uuu", 22, "median", "0123"],
    }
    assert "sets" not in write()


def test_the_sources_of_a_set_are_named_though_no_figure_of_theirs_has_a_note() -> None:
    alone = Evidence(page=PAGE, sets={"c": SET})
    assert alone.find_sources() == ["mic-2022", "un-2024"]
    assert alone.find_indicators() == ["egdi_rank"]
    assert alone.find_periods() == ["2022", "2024"]
    assert json.loads(write_evidence(alone, SOURCES, UNITS))["sources"] == {"mmm": "mic-2022", "uuu": "un-2024"}


def test_sets_of_fragments_are_put_together() -> None:
    parts = [Evidence(page=PAGE, sets={"b": SET}), Evidence(sets={"a": SET})]
    assert list(merge_evidence(parts).sets) == ["a", "b"]


@given(st.lists(st.tuples(st.text(min_size=1), st.text(min_size=1)), min_size=1, unique=True), st.data())
def test_a_digest_knows_every_value_and_no_order(values: list[tuple[str, str]], data: st.DataObject) -> None:
    digest = digest_set(values)
    assert digest_set(data.draw(st.permutations(values))) == digest
    name, value = values[0]
    assert digest_set([(name, value + "1"), *values[1:]]) != digest
    assert digest_set(values[1:]) != digest


@pytest.mark.parametrize(
    ("as_written", "measure", "repeats"),
    [
        ("71", Measure(Decimal(71), "RANK"), True),
        ("0.89040", Measure(Decimal("0.8904"), "INDEX", decimals=4), True),
        ("0.367628", Measure(Decimal("0.367628"), "INDEX", decimals=2), False),  # the page rounds it
        ("72", Measure(Decimal(71), "RANK"), False),
        ("71st", Measure(Decimal(71), "RANK"), False),
        ("1,234", Measure(Decimal(1234), "COUNT"), False),
        ("62", Measure(Decimal(62), "PERSON", 6), False),
        ("62", Measure(Decimal(62), "PERSON", 0, 0, ">"), False),
        ("", Measure(Decimal(0), "COUNT"), False),
    ],
)
def test_a_bare_number_that_the_figure_shows_digit_by_digit_is_repeated(
    as_written: str, measure: Measure, repeats: bool
) -> None:
    assert does_repeat(as_written, measure) is repeats


def test_what_is_only_a_target_was_not_measured() -> None:
    stated = {"a": "egdi_rank/VNM/2024/actual@un-2024", "b": "online_share/VNM/2025/target@mic-2024"}
    assert Evidence(stated=stated).find_indicators() == ["egdi_rank"]

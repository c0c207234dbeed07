"""Texts by language: which are needed, which is given for a language that nobody wrote, and when two agree."""

import pytest
from pydantic import ValidationError

from dxlib.data.words import LANGUAGES, ByLanguage, Patterns, Words
from dxlib.data.wrong_values import MISSING_LANGUAGE


@pytest.mark.parametrize("text", ["{area} Nord", "Nord {", "}"])
def test_a_text_with_the_marks_of_a_place_is_refused_because_the_audit_would_miss_what_fills_it(text):
    with pytest.raises(ValidationError):
        Words({"en": text})


def test_a_text_is_given_in_the_language_asked_for_and_else_in_english():
    words = Words(vi="hạng", en="rank", fr="rang")
    assert (words["fr"], words["et"], words.main) == ("rang", "rank", "rank")
    assert words.list_texts() == ("hạng", "rank", "rang")


def test_without_english_the_first_language_stands_for_those_that_are_not_written():
    assert Words(fr="rang", vi="hạng")["en"] == "rang"


def test_every_language_of_the_project_is_needed_and_further_ones_may_be_there():
    project = {LANGUAGES: ("en", "vi")}
    assert Words.model_validate({"en": "rank", "vi": "hạng", "et": "koht"}, context=project)["et"] == "koht"
    with pytest.raises(ValidationError) as caught:
        Words.model_validate({"en": "rank", "fr": "rang"}, context=project)
    assert [(one["type"], one["loc"]) for one in caught.value.errors()] == [(MISSING_LANGUAGE, ("vi",))]


def test_a_pattern_of_a_unit_is_needed_in_every_language_too():
    with pytest.raises(ValidationError) as caught:
        Patterns.model_validate({"en": {"other": "{n}%"}}, context={LANGUAGES: ("en", "fr")})
    assert [(one["type"], one["loc"]) for one in caught.value.errors()] == [(MISSING_LANGUAGE, ("fr",))]


@pytest.mark.parametrize("given", [{"en": ""}, {"en": " "}, {"en": None}, {"english": "rank"}, {"EN": "rank"}, "rank"])
def test_empty_texts_and_what_is_no_code_of_a_language_are_refused(given):
    with pytest.raises(ValidationError):
        Words.model_validate(given)


def test_blanks_around_a_text_are_no_part_of_it():
    assert Words(en=" x ")["en"] == "x"


@pytest.mark.parametrize(
    ("other", "agree"),
    [({"en": "Ha Noi", "vi": "Hà Nội"}, True), ({"en": "Hanoi", "vi": "Hà Nội"}, True), ({"vi": "Hà Nội"}, True),
     ({"en": "Hanoi", "vi": "Hà Nam"}, False), ({"fr": "Ha Noi"}, False)],
)  # fmt: skip
def test_two_texts_agree_that_are_the_same_in_one_language(other, agree):
    one = Words(en="Ha Noi", vi="Hà Nội")
    assert one.agrees(Words(**other)) is Words(**other).agrees(one) is agree


def test_equal_texts_have_one_hash():
    assert {Words(en="rank"), Words(en="rank"), Words(en="index")} == {Words(en="index"), Words(en="rank")}
    assert len({hash(Words(en="rank")), hash(Words(en="index"))}) == 2


@pytest.mark.parametrize(
    "pattern",
    [
        {"other": "{n} {n} euros"},
        {"other": "{n} euros {m}"},
        {"one": "{n} person"},
        {"other": "people"},
        {"other": "{n}", "some": "{n}"},
    ],
)
def test_a_pattern_has_the_number_in_it_and_a_form_for_all_other_numbers(pattern):
    with pytest.raises(ValidationError):
        Patterns.model_validate({"en": pattern})


def test_what_stands_in_each_language_may_be_anything():
    assert ByLanguage[int](en=1, fr=2)["fr"] == 2

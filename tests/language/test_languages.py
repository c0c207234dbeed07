"""A language by its code: what CLDR says of it, and what its folders say otherwise."""

import pytest
import yaml
from pydantic import ValidationError

from dxlib.errors import ConfigError
from dxlib.language.languages import Dates, Departures, FontPart, Language, find_direction, read_language


def write(folder, text, code="fr"):
    path = folder / code / "language.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("code", "direction", "fonts"),
    [
        ("fr", "ltr", (FontPart.LATIN,)),
        ("uk", "ltr", (FontPart.CYRILLIC,)),
        ("el", "ltr", (FontPart.GREEK,)),
        ("ar", "rtl", ()),
        ("zh-Hant", "ltr", ()),
        ("sr-Latn", "ltr", (FontPart.LATIN,)),  # the script of the code goes before the usual one
        ("sr", "ltr", (FontPart.CYRILLIC,)),
    ],
)
def test_direction_and_letters_of_a_language_are_those_of_its_script(code, direction, fonts):
    language = Language(code, Departures())
    assert (language.direction, language.fonts) == (direction, fonts)
    assert find_direction(code) == direction


def test_a_language_may_name_the_parts_of_the_font_itself_and_need_none():
    both = Departures(fonts=["latin", "greek"])
    assert Language("fr", both).fonts == (FontPart.LATIN, FontPart.GREEK)
    assert Language("fr", Departures(fonts=[])).fonts == ()


@pytest.mark.parametrize("code", ["klingon", "x", "", "fr_FR_x"])
def test_a_code_that_cldr_does_not_know_is_refused(code):
    with pytest.raises(ConfigError) as caught:
        read_language(code)
    assert str(caught.value) == f"Unknown language '{code}'.\nFix: write a code of BCP 47, as 'pt-BR'."


def test_a_language_without_any_file_is_what_cldr_says():
    assert read_language("et").departures == Departures()


def test_the_file_of_a_project_replaces_whole_keys_and_leaves_the_others_to_the_library(tmp_path):
    usual = read_language("fr").departures
    assert usual.ordinals
    assert usual.terms
    write(tmp_path, "ordinals: {other: '{n}ᵉ'}\n")
    own = read_language("fr", tmp_path).departures
    assert own.ordinals == {"other": "{n}ᵉ"}
    assert own.model_copy(update={"ordinals": usual.ordinals}) == usual
    assert read_language("fr").departures == usual


def test_a_language_is_one_object_as_long_as_its_files_stay_the_same(tmp_path):
    write(tmp_path, "compact: {largest: 6}\n")
    first = read_language("fr", tmp_path)
    assert read_language("fr", tmp_path) is first
    write(tmp_path, "compact: {largest: 9}\n")
    assert read_language("fr", tmp_path).departures.compact.largest == 9


@pytest.mark.parametrize(
    "text", ["dates: [\n", "datse: {day: long}\n", "compact: {largest: 16}\n", "compact: {largest: 2}\n"]
)
def test_a_file_that_cannot_be_used_is_named_with_what_to_do(tmp_path, text):
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        read_language("fr", tmp_path)
    assert caught.value.what.startswith(f"{path} cannot be used.\n")
    assert caught.value.fix == "run 'dxlib check' and correct it."


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("(pas", "'(pas' is no regular expression (missing ), unterminated subpattern at position 0)"),
        ("(pas)", "'(pas)' captures a group: write (?:…)"), ("", "'' is no form of a word"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("key", ["terms: {not: %s}", "number_words: %s"])
def test_a_form_of_a_word_that_cannot_be_looked_for_is_refused(key, form, said):
    with pytest.raises(ValidationError) as caught:
        Departures.model_validate(yaml.safe_load(key % f"['{form}']"))
    assert said in str(caught.value)


def test_a_character_that_nobody_sees_is_refused(tmp_path):
    write(tmp_path, "dates: {day: 'lo\u202eng'}\n")
    with pytest.raises(ConfigError, match=r"language\.yaml, line 1"):
        read_language("fr", tmp_path)


@pytest.mark.parametrize(
    ("words", "is_right"),
    [("en {period}", True), ("", True), ("en", False), ("{period} à {period}", False)],
)
def test_the_words_around_a_period_hold_it_once(words, is_right):
    if is_right:
        assert Departures(periods={"in": {"year": words}}).periods["in"].year == words
    else:
        with pytest.raises(ValidationError, match=r"write \{period\} once"):
            Departures(periods={"in": {"year": words}})


def test_the_words_around_a_period_are_those_of_four_forms():
    with pytest.raises(ValidationError):
        Departures(periods={"at": {"year": "{period}"}})
    assert [name for name in ("in", "to", "from", "the") if Departures(periods={name: {}})] == [
        "in",
        "to",
        "from",
        "the",
    ]


@pytest.mark.parametrize("pattern", ["", " ", "QQQQ", "MMMM y", "EEEE, MMMM y", "d MMMM", "day", "lnog", "H:mm", "{d}"])
def test_a_pattern_of_days_says_day_month_and_year(pattern):
    with pytest.raises(ValidationError, match="does not say which day it is"):
        Dates(day=pattern)


@pytest.mark.parametrize("pattern", ["short", "long", "full", "d MMMM y", "dd/MM/yy", "y. 'aasta' d. MMMM", "D/y"])
def test_any_pattern_that_says_them_will_do(pattern):
    assert Dates(day=pattern).day == pattern


def test_the_pattern_of_the_first_of_a_month_may_say_the_day_in_words():
    assert Dates(first_of_month="'le premier' MMMM y").first_of_month
    assert Dates(first_of_month="").first_of_month == ""
    with pytest.raises(ValidationError, match="does not say which day it is"):
        Dates(first_of_month="'le premier' MMMM")

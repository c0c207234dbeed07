"""Words on which the truth of a sentence hangs: what a translation may not lose, and what states a number."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from dxlib.language import terms
from dxlib.language.available import SOURCE_LANGUAGE, list_own_languages
from dxlib.language.languages import read_language

LISTS: dict[str, Any] = yaml.safe_load(Path(terms.__file__).with_suffix(".yaml").read_text("utf-8"))
TRANSLATED = [language for language in list_own_languages() if language != SOURCE_LANGUAGE]


def find_wrong(text: str, translation: str, language: str) -> list[str]:
    """Say what is wrong with a translation of an English text."""
    held = terms.find_terms(text, read_language(SOURCE_LANGUAGE))
    return list(terms.find_wrong_terms(held, translation, read_language(language)))


def test_each_term_has_forms_in_each_language_and_an_opposite_that_is_listed() -> None:
    assert len(LISTS["terms"]) >= 25
    for name, term in LISTS["terms"].items():
        assert all(read_language(language).departures.terms[name] for language in list_own_languages()), name
        assert term.get("opposite", name) in LISTS["terms"]
    assert all(read_language(language).departures.number_words for language in list_own_languages())
    assert all(LISTS["allowed"].values())


@pytest.mark.parametrize(
    ("language", "text", "translation"),
    [
        ("fr", "more than {figure}", "plus de {figure}"),
        ("vi", "more than {figure}", "hơn {figure}"),
        ("fr", "less than {figure}", "moins de {figure}"),
        ("vi", "up {change} on {before}", "tăng {change} so với {before}"),
        ("fr", "met", "atteint"),
        ("vi", "met", "đạt"),
        ("vi", "missed", "không đạt"),
        ("fr", "missed", "non atteint"),
        ("vi", "It has not moved.", "Không thay đổi."),
        ("fr", "Only {figure} is known.", "Seul {figure} est connu."),
        ("fr", "A sentence of other words.", "Une phrase d’autres mots."),
    ],
)
def test_a_translation_that_keeps_its_terms_has_nothing_wrong(language: str, text: str, translation: str) -> None:
    assert find_wrong(text, translation, language) == []


@pytest.mark.parametrize(
    ("language", "text", "translation", "wrong"),
    [
        ("fr", "more than {figure}", "moins de {figure}", "it says 'less than' instead of 'more than'"),
        ("vi", "more than {figure}", "dưới {figure}", "it says 'less than' instead of 'more than'"),
        ("fr", "at least {figure}", "au plus {figure}", "it says 'at most' instead of 'at least'"),
        ("fr", "at most {figure}", "{figure}", "it lacks 'at most'"),
        ("vi", "up {change} on {before}", "giảm {change} so với {before}", "it says 'down' instead of 'up'"),
        ("fr", "down {change} on {before}", "en hausse de {change}", "it says 'up' instead of 'down'"),
        ("fr", "It fell.", "Il augmente.", "it says 'rose' instead of 'fell'"),
        ("fr", "better than before", "plus mal qu’avant", "it says 'worse' instead of 'better'"),
        ("vi", "higher", "thấp hơn", "it says 'lower' instead of 'higher'"),
        ("fr", "the lowest of all", "le plus élevé de tous", "it says 'highest' instead of 'lowest'"),
        ("vi", "met", "không đạt", "it says 'missed' instead of 'met'"),
        ("fr", "met", "manqué", "it says 'missed' instead of 'met'"),
        ("fr", "missed", "atteint", "it lacks 'missed'"),
        ("vi", "on track", "chậm tiến độ", "it says 'behind' instead of 'on track'"),
        ("fr", "Nobody has it.", "Tous l’ont.", "it lacks 'not'"),
        ("vi", "only {figure}", "{figure}", "it lacks 'only'"),
        ("fr", "about {figure}", "{figure}", "it lacks 'about'"),
        ("vi", "before {when}", "sau {when}", "it lacks 'before'"),
    ],
)
def test_a_translation_that_loses_or_turns_a_term_is_told(
    language: str, text: str, translation: str, wrong: str
) -> None:
    assert wrong in find_wrong(text, translation, language)


def test_the_name_of_a_place_is_no_term() -> None:
    assert find_wrong("{only} of {before}", "{only} de {before}", "fr") == []


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "Two thirds of {n} services doubled", ["Two", "thirds", "doubled"]),
        ("en", "Half of it, twice a dozen", ["Half", "twice", "dozen"]),
        ("en", "A tender often weighs a ton in {two}", []),
        ("en", "Halfway, thirdly", []),
        ("vi", "gấp đôi, hai phần tư", ["gấp đôi", "hai", "phần tư"]),
        ("vi", "thứ hai, cả hai", []),
        ("fr", "deux tiers, la moitié, le double", ["deux", "tiers", "moitié", "double"]),
        ("fr", "les deux, un tiersier", []),
        ("ja", "two thirds", []),
    ],
)
def test_words_that_state_a_number_are_found_as_whole_words(language: str, text: str, words: list[str]) -> None:
    assert terms.find_number_words(text, read_language(language)) == words

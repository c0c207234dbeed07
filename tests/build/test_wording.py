"""What ``dxlib check`` says of the words of a project."""

from __future__ import annotations

import pytest

from dxlib.build import wording
from dxlib.language import catalogues
from dxlib.language.catalogues import Translation
from tests.conftest import Toy, dump_yaml

PLACE = "notebooks/01-toy.ipynb:5"
DOUBLED = "It doubled to {figure}."


def inspect(toy: Toy, *texts: str) -> list[str]:
    return [
        str(problem)
        for problem in wording.inspect_words(toy.project, [(text, PLACE) for text in texts], ("en", "vi", "fr"))
    ]


@pytest.fixture
def translated(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, Translation]]:
    """Translations by language, to be filled."""
    found: dict[str, dict[str, Translation]] = {"en": {}, "vi": {}, "fr": {}}
    monkeypatch.setattr(catalogues, "read_translations", lambda language, _own: found[language])
    return found


def test_a_message_of_figures_has_no_problem(toy: Toy) -> None:
    assert inspect(toy, "It grew to {figure}.") == []


def test_a_number_in_words_is_a_problem_with_place_and_cure(toy: Toy) -> None:
    assert inspect(toy, DOUBLED) == [
        f"A number in words (doubled) in '{DOUBLED}' in notebooks/01-toy.ipynb, place 5.\n"
        "  Fix: say it with a figure, or list the sentence under number_words in data/catalogue/names.yaml with the "
        "reason."
    ]


def test_a_number_in_words_of_a_translation_alone_is_one_too(
    toy: Toy, translated: dict[str, dict[str, Translation]]
) -> None:
    translated["fr"]["It grew to {figure}."] = Translation(("Le double : {figure}.",), int)
    problems = inspect(toy, "It grew to {figure}.")
    assert problems[0].startswith("A number in words (double) in 'Le double : {figure}.'")


def test_a_listed_message_may_hold_one(toy: Toy) -> None:
    toy.write_catalogue("names.yaml", {wording._WORDS: {DOUBLED: "the figures say so"}})
    assert inspect(toy, DOUBLED) == []


def test_a_listed_message_that_nothing_says_is_a_problem(toy: Toy) -> None:
    toy.write_catalogue("names.yaml", {wording._WORDS: {DOUBLED: "the figures say so"}})
    assert inspect(toy) == [
        f"No message says '{DOUBLED}' in data/catalogue/names.yaml, number_words.\n  Fix: remove the line."
    ]


def test_a_translation_that_says_the_opposite_is_a_problem_of_its_file(
    toy: Toy, translated: dict[str, dict[str, Translation]]
) -> None:
    translated["fr"]["more than {figure}"] = Translation(("moins de {figure}",), int)
    problems = inspect(toy, "more than {figure}")
    assert len(problems) == 2
    assert problems[1] == (
        "'moins de {figure}' does not say the same as 'more than {figure}': it says 'less than' instead of 'more than' "
        f"in notebooks/locales/fr/messages.po, msgid of {PLACE}.\n"
        "  Fix: correct its msgstr; the forms of each term stand in the language.yaml of the language."
    )


@pytest.mark.parametrize(
    ("text", "translation", "numerals"),
    [
        ("one source", "1 source", "1"),
        ("one source", "une source", ""),
        ("{n1} sources", "{n1} sources", ""),
        ("Networks of the last generation", "Réseaux 5G", ""),
        ("Two of 3", "3 et 2", ""),
        ("first quarter of {year}", "trimestre 1 de {year}", ""),  # the name of a period
    ],
)
def test_a_numeral_of_a_translation_alone_is_a_warning(
    toy: Toy, translated: dict[str, dict[str, Translation]], text: str, translation: str, numerals: str
) -> None:
    translated["fr"][text] = Translation((translation,), int)
    found = [one for one in wording.inspect_words(toy.project, [(text, PLACE)], ("fr",)) if one.is_warning]
    what = (
        f"A numeral ({numerals}) in '{translation}', and none in '{text}' in notebooks/locales/fr/messages.po, msgstr."
    )
    fix = "write it as a word: the audit refuses a page with a numeral that is no figure."
    assert [str(one) for one in found] == [f"{what}\n  Fix: {fix}"] * bool(numerals)


@pytest.mark.parametrize(("code", "warned"), [("sw", ["English words for the unit POINTS"]), ("en-GB", [])])
def test_units_that_are_still_english_are_a_warning_but_in_a_language_that_is_english(
    toy: Toy, code: str, warned: list[str]
) -> None:
    points = {"name": "percentage points", "pattern": {"one": "{n} pointi", "other": "{n} pointi"}}
    path = toy.project.locales / code / "language.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(dump_yaml({"units": {"POINTS": points}}), "utf-8")
    found = list(wording.find_english_units(toy.project, toy.catalogue, [code]))
    assert [problem.what for problem in found] == warned
    assert all(problem.is_warning for problem in found)
    path.write_text(dump_yaml({"units": {"POINTS": {**points, "name": "pointi za asilimia"}}}), "utf-8")
    assert list(wording.find_english_units(toy.project, toy.catalogue, [code])) == []


def test_a_unit_whose_english_words_are_right_in_a_language_is_listed_there(toy: Toy) -> None:
    path = toy.project.locales / "sv" / "language.yaml"
    path.parent.mkdir(parents=True)
    words = {key: {"name": toy.catalogue.units[key].name.main, "pattern": {"one": "{n}", "other": "{n}"}}
             for key in ("RANK", "PLACES")}  # fmt: skip
    path.write_text(dump_yaml({"units": words, "as_in_english": ["RANK"]}), "utf-8")
    (found,) = wording.find_english_units(toy.project, toy.catalogue, ["sv"])
    assert found.what == "English words for the unit PLACES"
    assert "list a unit under as_in_english where they are right as is" in found.fix

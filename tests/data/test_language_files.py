"""Files of a project's languages: what is wrong with each, and that no figure is wrong because of it."""

from dataclasses import replace
from pathlib import Path

from dxlib.data.language_files import inspect_languages, is_of_language
from dxlib.errors import Problem

UNITS = ("PERCENT", "PLACES")


def test_the_file_of_every_language_that_was_begun_is_inspected(toy):
    toy.write("notebooks/locales/et/language.yaml", "datse: {day: long}\ncompact: {largest: 99}\n")
    toy.write("notebooks/locales/ar/language.yaml", "- a\n")
    found = [(one.file.parent.name, one.line, one.what) for one in inspect_languages(toy.project, UNITS)]
    assert found == [
        ("ar", 1, "No mapping"),
        ("et", 2, "The number '99' is not at most 15"),
        ("et", 1, "Unknown key 'datse'"),
    ]


def test_a_file_in_order_and_a_project_without_any_have_no_problem(toy):
    assert list(inspect_languages(toy.project, UNITS)) == []
    toy.write("notebooks/locales/et/language.yaml", "dates: {day: long}\n")
    assert list(inspect_languages(toy.project, UNITS)) == []


def test_a_term_that_no_translation_is_held_to_is_a_problem(toy):
    toy.write("notebooks/locales/et/language.yaml", "terms:\n  not: [ei]\n  more_then: [rohkem kui]\n")
    (problem,) = inspect_languages(toy.project, UNITS)
    assert str(replace(problem, file=problem.file.name)).startswith(
        "Unknown term 'more_then' in language.yaml, line 3, character 3, terms.more_then. Did you mean 'more_than'?\n"
        "  Allowed: 'more_than', 'less_than', "
    )


def test_words_of_a_unit_that_the_library_does_not_have_are_a_problem(toy):
    words = "{name: kohta, pattern: {other: '{n} kohta'}}"
    toy.write("notebooks/locales/et/language.yaml", f"units:\n  PLACES: {words}\n  PLACE: {words}\n")
    (problem,) = inspect_languages(toy.project, UNITS)
    assert str(replace(problem, file=problem.file.name)) == (
        "Unknown unit 'PLACE' in language.yaml, line 3, character 3, units.PLACE. Did you mean 'PLACES'?\n"
        "  Allowed: 'PERCENT', 'PLACES'.\n"
        "  Fix: use one of these; a unit of your own has its words in data/catalogue/units.yaml."
    )


def test_a_unit_said_to_be_as_in_english_has_words_in_the_file(toy):
    words = "{name: kohta, pattern: {other: '{n} kohta'}}"
    toy.write("notebooks/locales/et/language.yaml", f"units:\n  PLACES: {words}\nas_in_english: [PLACES, PERCENT]\n")
    (problem,) = inspect_languages(toy.project, UNITS)
    assert str(replace(problem, file=problem.file.name)) == (
        "'PERCENT' has no words under units in language.yaml, line 3, character 1, as_in_english.\n  Fix: remove it."
    )


def test_a_pattern_that_does_not_say_the_day_is_a_problem(toy):
    toy.write("notebooks/locales/et/language.yaml", "dates:\n  day: QQQQ\n  first_of_month: d y\n")
    assert [(one.what, one.line, one.column) for one in inspect_languages(toy.project, UNITS)] == [
        ("'QQQQ' does not say which day it is: write day, month and year, as \"d MMMM y\"", 2, "dates.day"),
        ("'d y' does not say which day it is: write day, month and year, as \"d'er' MMMM y\"", 3,
         "dates.first_of_month"),
    ]  # fmt: skip


def test_a_problem_of_a_language_is_told_from_one_of_the_data():
    assert is_of_language(Problem(Path("notebooks/locales/et/language.yaml"), 1, "dates", "Not a mapping"))
    assert not is_of_language(Problem(Path("data/catalogue/units.yaml"), 1, "PERCENT", "Not a mapping"))

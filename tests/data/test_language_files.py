"""Files of a project's languages: what is wrong with each, and that no figure is wrong because of it."""

from dataclasses import replace
from pathlib import Path

from dxlib.data.language_files import inspect_languages, is_of_language
from dxlib.errors import Problem


def test_the_file_of_every_language_that_was_begun_is_inspected(toy):
    toy.write("notebooks/locales/et/language.yaml", "datse: {day: long}\ncompact: {largest: 99}\n")
    toy.write("notebooks/locales/ar/language.yaml", "- a\n")
    found = [(one.file.parent.name, one.line, one.what) for one in inspect_languages(toy.project)]
    assert found == [
        ("ar", 1, "No mapping"),
        ("et", 2, "The number '99' is not at most 15"),
        ("et", 1, "Unknown key 'datse'"),
    ]


def test_a_file_in_order_and_a_project_without_any_have_no_problem(toy):
    assert list(inspect_languages(toy.project)) == []
    toy.write("notebooks/locales/et/language.yaml", "dates: {day: long}\n")
    assert list(inspect_languages(toy.project)) == []


def test_a_term_that_no_translation_is_held_to_is_a_problem(toy):
    toy.write("notebooks/locales/et/language.yaml", "terms:\n  not: [ei]\n  more_then: [rohkem kui]\n")
    (problem,) = inspect_languages(toy.project)
    assert str(replace(problem, file=problem.file.name)).startswith(
        "Unknown term 'more_then' in language.yaml, line 3, character 3, terms.more_then. Did you mean 'more_than'?\n"
        "  Allowed: 'more_than', 'less_than', "
    )


def test_a_pattern_that_does_not_say_the_day_is_a_problem(toy):
    toy.write("notebooks/locales/et/language.yaml", "dates:\n  day: QQQQ\n  first_of_month: d y\n")
    assert [(one.what, one.line, one.column) for one in inspect_languages(toy.project)] == [
        ("'QQQQ' does not say which day it is: write day, month and year, as \"d MMMM y\"", 2, "dates.day"),
        ("'d y' does not say which day it is: write day, month and year, as \"d'er' MMMM y\"", 3,
         "dates.first_of_month"),
    ]  # fmt: skip


def test_a_problem_of_a_language_is_told_from_one_of_the_data():
    assert is_of_language(Problem(Path("notebooks/locales/et/language.yaml"), 1, "dates", "Not a mapping"))
    assert not is_of_language(Problem(Path("data/catalogue/units.yaml"), 1, "PERCENT", "Not a mapping"))

"""Files of a project's languages: what is wrong with each, and that no figure is wrong because of it."""

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


def test_a_problem_of_a_language_is_told_from_one_of_the_data():
    assert is_of_language(Problem(Path("notebooks/locales/et/language.yaml"), 1, "dates", "Not a mapping"))
    assert not is_of_language(Problem(Path("data/catalogue/units.yaml"), 1, "PERCENT", "Not a mapping"))

"""Everything that is wrong in a project, all at once."""

import pytest

from dxlib.build import checking
from dxlib.build.checking import check_project
from tests.conftest import make_catalogue_files, make_words

# The small project has them on purpose; a test of their own is about them.
EMPTY = ("No figure of 'egdi_value'", "No figure of 'accounts'")


@pytest.fixture
def check(toy, monkeypatch):
    """Lists the problems of the small project; its untranslated texts only where they are asked for."""

    def find(*, translations=False):
        if not translations:
            monkeypatch.setattr(checking, "find_untranslated", lambda *_: {})
        found = [str(problem) for problem in check_project(toy.project)]
        return [one for one in found if not one.startswith(EMPTY)]

    return find


def test_a_sound_project_has_no_problem(check):
    assert check() == []


def test_ledgers_declarations_and_notebooks_are_checked_together(toy, check, row, cell):
    toy.write_ledger([row(TIME_PERIOD="end 2023")], name="more.csv")
    toy.write_notebook(cell("import os"), name="02-late")
    toy.write("notebooks/03-broken.ipynb", "{")
    toy.write_notebook(cell("x = = 1"), name="04-typo")
    assert [problem.partition("\n")[0] for problem in check()] == [
        "'end 2023' is not a time period in data/raw/ledgers/more.csv, line 2, TIME_PERIOD.",
        "'import os' in line 1 is not in the set-up cell in notebooks/02-late.ipynb, cell 4.",
        "Not a notebook (it is no JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)) "
        "in notebooks/03-broken.ipynb.",
        "Not Python in line 1 (invalid syntax) in notebooks/04-typo.ipynb, cell 4.",
    ]


def test_a_notebook_that_was_copied_opens_the_brief_that_it_was_copied_from(toy, check):
    copied = (toy.project.notebooks / "01-toy.ipynb").read_text("utf-8")
    toy.write("notebooks/02-copy.ipynb", copied)
    assert check() == [
        "The set-up opens '01-toy', not '02-copy' in notebooks/02-copy.ipynb, set-up cell.\n"
        '  Fix: write dx.open_brief("02-copy", ...).'
    ]


def test_declarations_are_checked_when_the_data_are_sound(toy, check):
    toy.write_briefs({"01-toy": {"areas": ["VMN"], "editions": [2024], "languages": ["en"]}})
    (problem,) = check()
    assert (
        "Unknown 'VMN' in notebooks/briefs.yaml, line 8, character 5, briefs.01-toy.areas. Did you mean 'VNM'?"
        in problem
    )


def test_a_text_without_translation_is_a_problem_in_each_language(toy, check, cell):
    toy.write_notebook(cell("brief.say('Nobody has translated this.')"))
    found = [problem for problem in check(translations=True) if "Nobody has translated this." in problem]
    assert found == [
        f"No translation of 'Nobody has translated this.' in {path}, msgid of notebooks/01-toy.ipynb:4.\n"
        "  Fix: run 'dxlib translate' and write its msgstr."
        for path in ("notebooks/locales/vi/messages.po", "notebooks/locales/fr/messages.po")
    ]


@pytest.mark.parametrize(("count", "is_summed_up"), [(2, False), (3, True)])  # and the title
def test_three_texts_without_translation_are_told_one_by_one_and_more_are_summed_up(
    toy, check, cell, count, is_summed_up
):
    toy.write_notebook(*(cell(f"brief.say('Nobody has translated text {number}.')") for number in range(count)))
    here = " in notebooks/locales/fr/messages.po"
    found = [one.partition(here)[0] for one in check(translations=True) if here in one]
    assert len(found) == (1 if is_summed_up else 1 + count)
    assert any("Nobody has translated text 0" in one for one in found)
    assert any(one.startswith("4 texts have no translation: ") for one in found) is is_summed_up


def test_a_translation_with_other_places_is_a_problem(check, monkeypatch):
    monkeypatch.setattr(checking, "find_wrong_slots", lambda *_: [("fr", "Up {n}", "De {m}")])
    (problem,) = check()
    assert problem.startswith("Other places in 'De {m}' in ")
    assert problem.endswith(", Up {n}.\n  Fix: give the translation exactly the places of the text.")


@pytest.mark.parametrize("text", ["dates: [\n", "datse: {day: long}\n"])
def test_a_broken_file_of_a_language_is_one_problem_and_the_other_checks_go_on(toy, check, row, text):
    toy.write("notebooks/locales/fr/language.yaml", text)
    toy.write_briefs({"01-toy": {"areas": ["VMN"], "editions": [2024], "languages": ["en"]}})
    toy.write_ledger([row(UNIT_MEASURE="PRCNT")], name="more.csv")
    found = check(translations=True)
    (problem,) = (one for one in found if "language.yaml" in one)
    assert " in notebooks/locales/fr/language.yaml, line " in problem
    assert any("'PRCNT'" in one for one in found)
    (toy.project.ledgers / "more.csv").unlink()
    assert any(one.startswith("Unknown 'VMN'") for one in check(translations=True))


def test_an_indicator_without_a_figure_is_worth_a_warning_at_its_entry(toy):
    found = [one for one in check_project(toy.project) if one.what.startswith("No figure of")]
    assert [(one.column, one.is_warning, one.line > 0) for one in found] == [
        ("egdi_value", True, True), ("accounts", True, True),
    ]  # fmt: skip
    assert str(found[0]).startswith("No figure of 'egdi_value' in data/catalogue/indicators/rankings.yaml, line ")


@pytest.mark.parametrize(
    ("changed", "is_told"),
    [({}, True), ({"kind": "city"}, False), ({"exists": {"until": "2020"}}, False), ({"name": "Singapore"}, False)],
)
def test_two_areas_of_one_name_are_worth_a_warning_while_both_exist(toy, check, changed, is_told):
    areas = make_catalogue_files()["areas.yaml"]
    copied = {**areas["VNM"], **changed, "name": make_words(changed.get("name", "Viet Nam"))}
    toy.write_catalogue("areas.yaml", {"VNM": areas["VNM"], "SGP": {**copied, "groups": ["asean"]}})
    assert (
        check()
        == [
            "'SGP' and 'VNM' are both called 'Viet Nam' in data/catalogue/areas.yaml, line 10, character 3, SGP.name.\n"
            "  Fix: correct the name; if both are called so, add what tells them apart, as 'Newport (north)'."
        ]
        * is_told
    )


def test_an_area_that_a_brief_has_no_figure_of_is_worth_a_warning(toy, check, cell):
    toy.write_notebook(cell("brief.latest('online_share')"))
    toy.write_briefs({"01-toy": {"areas": ["VNM", "SGP"], "editions": [2024], "languages": ["en"]}})
    (problem,) = check()
    assert problem == (
        "No figure of the area 'SGP' for what the notebook names: its page says nothing in notebooks/briefs.yaml, "
        "line 7, character 3, briefs.01-toy.\n  Fix: add figures to a ledger, or leave the area out."
    )


def test_names_and_indicators_of_notebooks_are_checked_when_the_catalogue_is_sound(toy, check, cell):
    toy.write_notebook(cell("brief.say('{a}', a=brief.latest('egdi_rnak'), b=lost)"))
    found = [problem.partition(" in ")[0] for problem in check()]
    assert found == ["'lost'", "Unknown indicator 'egdi_rnak'"]
    toy.write("data/catalogue/topics.yaml", "rankings: [\n")
    assert [problem.partition(" ")[0] for problem in check()] == ["Not", "'lost'"]


def test_many_texts_without_translation_are_one_problem_for_each_file(toy, check, cell):
    toy.write_notebook(*(cell(f"brief.say('Nobody has translated this {name}.')") for name in "abcde"))
    found = [problem for problem in check(translations=True) if "locales/fr" in problem]
    assert found == [
        "6 texts have no translation: 'Where does it stand?', 'Nobody has translated this a.', "
        "'Nobody has translated this b.' and 3 others in notebooks/locales/fr/messages.po.\n"
        "  Fix: run 'dxlib translate', then fill in each empty msgstr there."
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"nonsense\n", "Not a catalogue of gettext (Unknown or misformatted keyword) in {path}, line 1.\n"
         "  Fix: correct the line."),
        (b'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=n;\\n"\n',
         "A rule of plurals that cannot be used (it chooses a form beyond the 2 there are) in {path}, Plural-Forms.\n"
         "  Fix: write 'Plural-Forms: nplurals=2; plural=(n > 1);'."),
        (b'msgid "x"\nmsgstr "\xe9"\n', "Not UTF-8 (byte 0xE9) in {path}, line 2, character 9.\n"
         "  Fix: save it as UTF-8."),
    ],
    ids=["no catalogue", "rule", "bytes"],
)  # fmt: skip
def test_a_broken_catalogue_of_translations_is_one_problem_and_the_other_checks_go_on(
    toy, check, cell, content, problem
):
    (toy.project.locales / "fr/messages.po").write_bytes(content)
    toy.write_notebook(cell("brief.say('Nobody has translated this.')"))
    found = check(translations=True)
    assert [one for one in found if "locales/fr" in one] == [problem.format(path="notebooks/locales/fr/messages.po")]
    assert any("Nobody has translated this." in one for one in found if "locales/vi" in one)


def test_a_title_whose_translation_is_blank_has_none(toy, check):
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    toy.write("notebooks/locales/fr/messages.po", f'{head}msgid "Where does it stand?"\nmsgstr " "\n')
    found = [one.partition(" in ")[0] for one in check(translations=True) if "locales/fr" in one]
    assert found == ["No translation of 'Where does it stand?'"]


def test_a_list_of_names_that_is_no_yaml_is_one_problem(toy, check):
    toy.write("data/catalogue/names.yaml", "names: [\n")
    (problem,) = check()
    assert problem.startswith("Not YAML (")
    assert " in data/catalogue/names.yaml, line 2, character 1." in problem

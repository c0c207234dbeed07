"""The project file: what may stand in it, and what is wrong with it."""

import pytest

import dxlib as dx
from dxlib.build.checking import check_project
from dxlib.data.catalogue_files import read_catalogue
from dxlib.errors import SchemaError
from tests.conftest import PROJECT_FILE, list_fillers, make_share


def find_first_lines(toy):
    return [str(one).partition("\n")[0] for one in check_project(toy.project)]


def test_it_says_what_holds_for_the_whole_project(toy):
    toy.write("dxlib.yaml", f"{PROJECT_FILE}home: SGP\n")
    own = toy.catalogue.project
    assert (own.title["vi"], own.languages, own.first_language) == ("Báo cáo thử", ("en", "vi", "fr"), "en")
    assert (own.name_publisher("fr"), own.licence.name, own.home) == ("Bureau d’essai", "Free Licence", "SGP")


def test_what_it_need_not_say(toy):
    toy.write("dxlib.yaml", "title: {en: Toy, vi: Thử, fr: Essai}\nlanguages: [en, vi, fr]\n")
    own = toy.catalogue.project
    assert (own.home, own.licence, own.name_publisher("vi")) == ("", None, "Thử")


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ("home: VMN\n", "Unknown area 'VMN' in dxlib.yaml, line 5, character 1, home. Did you mean 'VNM'?"),
        ("\nhous: VNM\n", "Unknown key 'hous' in dxlib.yaml, line 6, character 1, hous."),
        ("home: [VNM]\n", "A list where a text is expected in dxlib.yaml, line 5, character 1, home."),
        (
            "description: {en: Toy, vi: Thử}\n",
            "No text in the language 'fr' in dxlib.yaml, line 5, character 1, description.fr.",
        ),
        (
            "releases: {2027: soon}\n",
            "'soon' is not a year, a month or a day in dxlib.yaml, line 5, character 12, releases.2027.",
        ),
        (
            "address: ftp://x\n",
            "'ftp://x' is not a web address that ends with a slash in dxlib.yaml, line 5, character 1, address.",
        ),
        (
            "address: 'https://[/'\n",
            "'https://[/' is no address in dxlib.yaml, line 5, character 1, address.",
        ),
        (
            "publisher: {name: {en: a, vi: b, fr: c}, url: 'https://me:pw@evil.example'}\n",
            "'https://evil.example' is no address in dxlib.yaml, line 5, character 42, publisher.url.",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_line(toy, more, problem):
    toy.write("dxlib.yaml", PROJECT_FILE + more)
    with pytest.raises(SchemaError) as caught:
        read_catalogue(toy.project)
    assert problem in str(caught.value)
    assert problem in find_first_lines(toy)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- VNM\n", "No mapping in dxlib.yaml, line 1."),
        ("title: {en: Toy}\n", "Missing key 'languages' in dxlib.yaml, line 0, languages."),
        (
            "title: {en: Toy}\nlanguages: []\n",
            "An empty list in dxlib.yaml, line 2, character 1, languages.",
        ),
        (
            "title: {en: Toy, xx: X}\nlanguages: [en, xx]\n",
            "Unknown language 'xx' in dxlib.yaml, line 2, character 17, languages.1.",
        ),
        (
            "title: {en: Toy}\nlanguages: [en, en]\n",
            "A language is named twice in dxlib.yaml, line 2, character 1, languages.",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_told_before_anything_else(toy, text, problem):
    toy.write("dxlib.yaml", text)
    assert any(one.startswith(problem.replace(", line 0", "")) for one in find_first_lines(toy))


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("xx", "Unknown language 'xx' in dxlib.yaml, line 2, character 17, languages.1."),
        ("EN", "'EN' is not a code of a language in dxlib.yaml, line 2, character 17, languages.1."),
    ],
)
def test_no_text_is_asked_for_in_a_language_that_nobody_knows(toy, code, problem):
    toy.write("dxlib.yaml", f"title: {{en: Toy}}\nlanguages: [en, {code}]\n")
    assert [one for one in find_first_lines(toy) if not one.startswith("No figure of")] == [problem]


def test_a_missing_file_is_told_with_what_it_needs(toy):
    (toy.project.root / "dxlib.yaml").unlink()
    assert "Missing file in dxlib.yaml." in find_first_lines(toy)


def test_each_text_of_the_catalogue_is_needed_in_each_language_of_the_project_and_in_no_other(toy):
    toy.write("dxlib.yaml", "title: {en: Toy}\nlanguages: [en]\n")
    assert [one for one in find_first_lines(toy) if "No text in" in one] == []
    toy.write("dxlib.yaml", "title: {en: Toy, et: Proov}\nlanguages: [en, et]\n")
    found = find_first_lines(toy)
    assert "No text in the language 'et' in data/catalogue/areas.yaml, line 2, character 3, VNM.name.et." in found
    assert not [one for one in found if one.endswith((".vi.", ".fr."))]


def test_home_is_the_area_of_questions_that_name_none(toy, monkeypatch):
    monkeypatch.chdir(toy.project.root)
    toy.write_ledger([make_share("2024", "45.2"), make_share("2024", "9", REF_AREA="SGP"), *list_fillers()])
    toy.write("dxlib.yaml", f"{PROJECT_FILE}home: SGP\n")
    toy.open_store()
    assert dx.latest("online_share").first_observation.area == "SGP"
    toy.write("dxlib.yaml", f"{PROJECT_FILE}home: VNM  # moved\n")
    assert dx.latest("online_share").first_observation.area == "VNM"


@pytest.mark.parametrize("given", ["2027", "2027-03", "2027-03-31"])
def test_a_release_is_a_year_a_month_or_a_day_as_yaml_reads_them(toy, given):
    toy.write("dxlib.yaml", f"{PROJECT_FILE}releases: {{2026: {given}, 2025: 2026}}\n")
    own = toy.catalogue.project
    assert [own.find_next_release(year) for year in (2024, 2025, 2026)] == ["2026", given, ""]

"""``dxlib new``: one thing more, after which check still finds nothing."""

import re

import pytest
import yaml

from dxlib.build.checking import check_project
from dxlib.data.catalogue_files import forget_catalogue, read_catalogue
from dxlib.data.clean import clean
from dxlib.errors import ConfigError, DxError, NotebookError
from dxlib.language.languages import read_language
from dxlib.scaffold.adding import add_brief, add_chart, add_indicator, add_language
from dxlib.scaffold.beginning import begin_project
from tests.building import run_dxlib


@pytest.fixture
def project(tmp_path):
    """A project that has just begun."""
    begun = begin_project(tmp_path / "project", title="Briefs")
    clean(begun)
    return begun


def find_problems(project):
    forget_catalogue()
    return [str(problem) for problem in check_project(project) if not problem.is_warning]


def find_warnings(project):
    forget_catalogue()
    return [(problem.what, problem.column) for problem in check_project(project) if problem.is_warning]


def test_a_brief_is_a_notebook_and_its_lines_and_builds(project):
    written = add_brief(project, "digital-identity")
    assert [project.show(path).as_posix() for path in written] == [
        "notebooks/02-digital-identity.ipynb", "notebooks/briefs.yaml",
    ]  # fmt: skip
    assert "# What each notebook is built for." in project.briefs.read_text("utf-8")
    assert find_problems(project) == []
    add_chart(project, "places", brief="")
    assert find_problems(project) == []
    for name in ("clean", "build", "audit"):
        done = run_dxlib(project, name)
        assert done.returncode == 0, done.stdout + done.stderr
    page = (project.reports / "2024/en/02-digital-identity.html").read_text("utf-8")
    assert "Write here the question that the brief answers" in page
    assert "Each dot is the figure of an area in a year." in page
    assert find_warnings(project) == [("A text of the scaffold", f"cell {number}") for number in (1, 7)]


def test_a_brief_takes_the_first_indicator_that_has_figures(project):
    (known,) = read_catalogue(project).indicators
    (own,) = (project.catalogue / "indicators").glob("*.yaml")
    head, _, entry = own.read_text("utf-8").partition(f"{known}:")
    own.write_text(f"{head}aaa_without_figures:{entry}\n{known}:{entry}", "utf-8")
    forget_catalogue()
    assert list(read_catalogue(project).indicators) == ["aaa_without_figures", known]
    notebook, _ = add_brief(project, "digital-identity")
    assert known in notebook.read_text("utf-8")
    assert "aaa_without_figures" not in notebook.read_text("utf-8")


def test_an_indicator_is_an_entry_with_a_placeholder_in_each_language(project):
    add_indicator(project, "online_share", topic="rankings", unit="PERCENT")
    assert find_problems(project) == []
    assert read_catalogue(project).indicators["online_share"].name["en"] == "Write here what is measured (online_share)"
    assert find_warnings(project) == [
        ("No figure of 'online_share'", "online_share"), ("A text of the scaffold", "online_share"),
    ]  # fmt: skip


def test_a_language_counts_once_the_project_names_it_and_then_every_text_lacks_it(project):
    written = add_language(project, "et")
    assert [path.name for path in written] == ["language.yaml", "messages.po"]
    assert find_problems(project) == []
    assert run_dxlib(project, "translate").stdout.startswith("et: ")
    text = project.file.read_text("utf-8").replace("languages: [en]", "languages: [en, et]")
    project.file.write_text(text.replace("title:\n", "title:\n  et: Teated\n"), "utf-8")
    found = find_problems(project)
    assert any(
        "No text in the language 'et' in data/catalogue/areas.yaml, line 4, character 3, FIN.name.et." in one
        for one in found
    )
    assert any(" texts have no translation: " in one for one in found)
    assert not any("No words for the unit" in one for one in found)


def test_a_language_that_the_project_names_already_can_still_be_begun_and_translated(project):
    text = project.file.read_text("utf-8")
    project.file.write_text(text.replace("languages: [en]", "languages: [en, pt]"), "utf-8")
    fix = "Fix: run 'dxlib new language pt', then write the name and the pattern of each there."
    assert any(one.endswith(fix) for one in find_problems(project))
    done = run_dxlib(project, "translate")
    assert (done.returncode, done.stdout.startswith("pt: ")) == (0, True)
    add_language(project, "pt")
    assert not any("No words for the unit" in one for one in find_problems(project))


def test_units_of_a_new_language_have_a_pattern_for_each_of_its_plurals(project):
    add_language(project, "lt")
    units = yaml.safe_load((project.locales / "lt" / "language.yaml").read_text("utf-8"))["units"]
    assert set(units["POINTS"]["pattern"]) == {"one", "few", "many", "other"}


def test_the_file_of_a_new_language_shows_how_words_before_a_period_and_ordinals_are_written(project):
    (path, _) = add_language(project, "es")
    text = path.read_text("utf-8")
    assert not {"periods", "ordinals"} & yaml.safe_load(text).keys()
    shown = [line[2:] for line in text.splitlines() if re.match("# (periods|ordinals|  in|    day):", line)]
    path.write_text("\n".join(shown), "utf-8")
    said = read_language("es", project.locales).departures
    assert (said.periods["in"].part, said.ordinals["other"]) == ("in the {period}", "{n}.")


@pytest.mark.parametrize(("code", "pattern"), [("tr", "%{n}"), ("de", "{n}\u00a0%"), ("pl", "{n}%"), ("ar", "{n}%")])
def test_the_sign_for_per_cent_of_a_new_language_stands_where_cldr_has_it(project, code, pattern):
    (path, _) = add_language(project, code)
    units = yaml.safe_load(path.read_text("utf-8"))["units"]
    assert all(set(units[unit]["pattern"].values()) == {pattern} for unit in ("PERCENT", "PERCENT_CHANGE"))


def test_units_that_are_still_english_are_worth_a_warning_once_the_project_names_the_language(project):
    (path, _) = add_language(project, "sw")
    assert find_warnings(project) == []
    text = project.file.read_text("utf-8")
    project.file.write_text(text.replace("languages: [en]", "languages: [en, sw]"), "utf-8")
    units = "PERCENT, PERCENT_CHANGE, POINTS, RANK, PLACES, COUNT, TIMES, MILESTONE"
    assert find_warnings(project) == [(f"English words for the units {units}", "units")]
    path.write_text(
        path.read_text("utf-8")
        .replace("per cent", "asilimia").replace("percentage points", "pointi za asilimia")
        .replace("name: rank", "name: nafasi").replace("name: places gained", "name: nafasi zilizopatikana")
        .replace("name: number", "name: idadi").replace("name: multiple", "name: mara")
        .replace("'{n} times'", "'mara {n}'").replace("name: milestone", "name: hatua"), "utf-8"
    )  # fmt: skip
    assert find_warnings(project) == [("English words for the unit PLACES", "units")]  # in its pattern
    path.write_text(path.read_text("utf-8").replace("'{n} places'", "'nafasi {n}'"), "utf-8")
    assert find_warnings(project) == []


def test_a_kind_of_english_has_english_units(project):
    assert add_language(project, "en") == [project.locales / "en" / "language.yaml"]  # the only file that is written
    add_language(project, "en-GB")
    text = project.file.read_text("utf-8")
    project.file.write_text(text.replace("languages: [en]", "languages: [en, en-GB]"), "utf-8")
    assert find_warnings(project) == []


def test_a_unit_of_the_project_gets_its_words_where_they_are_read(project):
    percent = 'PERCENT:\n  name: {en: percent}\n  pattern: {en: {other: "{n} percent"}}\n'
    euro = 'EUR:\n  name: {en: euros}\n  pattern: {en: {one: "{n} euro", other: "{n} euros"}}\n'
    (project.catalogue / "units.yaml").write_text(percent + euro, "utf-8")
    (path, _) = add_language(project, "et")
    units = yaml.safe_load(path.read_text("utf-8"))["units"]
    assert ("POINTS" in units, "PERCENT" in units, "EUR" in units) == (True, False, False)


def test_a_language_that_the_library_speaks_has_its_own_units_and_no_words_of_another(project):
    (path, _) = add_language(project, "fr")
    assert yaml.safe_load(path.read_text("utf-8")) == {"units": {}}
    text = project.file.read_text("utf-8")
    project.file.write_text(text.replace("languages: [en]", "languages: [en, fr]"), "utf-8")
    assert not any("language.yaml" in one or "No words for the unit" in one for one in find_problems(project))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda project: add_brief(project, "Ä b"), "'Ä b' is no name that a file may have everywhere."),
        (
            lambda project: add_indicator(project, "con", topic="", unit="RANK"),
            "'con' is no name that a file may have everywhere.",
        ),
        (lambda project: add_brief(project, "01-first-brief"), "notebooks/01-first-brief.ipynb is there already."),
        (lambda project: add_brief(project, "first-brief"), "notebooks/01-first-brief.ipynb is there already."),
        (lambda project: add_brief(project, "07-first-brief"), "notebooks/01-first-brief.ipynb is there already."),
        (
            lambda project: add_indicator(project, "egdi_rank", topic="", unit="RANK"),
            "There is an indicator 'egdi_rank'",
        ),
        (lambda project: add_indicator(project, "x", topic="", unit="PRCENT"), "Did you mean 'PERCENT'?"),
        (lambda project: add_chart(project, "x", brief="01-first-breif"), "Did you mean '01-first-brief'?"),
        (lambda project: add_language(project, "xx"), "Unknown language 'xx'."),
        (lambda project: add_language(project, "PT"), "The language 'PT' is written 'pt'."),
    ],
)
def test_what_cannot_be_added_is_said_with_its_cure(project, make, message):
    with pytest.raises(ConfigError) as caught:
        make(project)
    assert message in str(caught.value)
    assert find_problems(project) == []


def test_a_chart_that_a_brief_has_already_is_refused_and_nothing_is_written(project):
    (path,) = add_chart(project, "by-area", brief="")
    before = path.read_bytes()
    with pytest.raises(ConfigError) as caught:
        add_chart(project, "by_area", brief="")
    assert str(caught.value) == (
        "notebooks/01-first-brief.ipynb has a function draw_by_area already.\nFix: name another one, or edit its cell."
    )
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b'{"cells": 5}'], ids=repr)
def test_a_chart_is_not_added_to_a_notebook_that_is_damaged(project, content):
    (path,) = add_chart(project, "by-area", brief="")
    path.write_bytes(content)
    with pytest.raises(NotebookError):
        add_chart(project, "by-kind", brief="")
    assert path.read_bytes() == content


def test_an_indicator_is_not_added_to_a_file_that_is_damaged(project):
    (path,) = add_indicator(project, "a_new_one", topic="", unit="PERCENT")
    path.write_bytes(content := b"a: C\xf4te\n")
    with pytest.raises(DxError):
        add_indicator(project, "another_one", topic="", unit="PERCENT")
    assert path.read_bytes() == content


def test_a_brief_is_not_added_to_a_declaration_that_cannot_be_read(project):
    project.briefs.write_text("briefs: [\n", "utf-8")
    with pytest.raises(ConfigError, match=r"^1 problem found:\n- Not YAML .* in notebooks/briefs\.yaml, line 2"):
        add_brief(project, "more")
    assert [path.name for path in project.notebooks.glob("*.ipynb")] == ["01-first-brief.ipynb"]


def test_the_example_can_be_deleted_as_the_readme_says(project):
    add_indicator(project, "school_count", topic="rankings", unit="COUNT")
    source = "own-2024,UN,,Schools,en,https://example.org/a,,2024-05-01,2024-06-01,free,\n"
    sources = project.catalogue / "sources.csv"
    sources.write_text(sources.read_text("utf-8").splitlines(keepends=True)[0] + source, "utf-8")
    ledger = project.ledgers / "egdi.csv"
    header, *_ = ledger.read_text("utf-8").splitlines()
    cells = dict.fromkeys(header.split(","), "") | {
        "INDICATOR": "school_count", "REF_AREA": "FIN", "TIME_PERIOD": "2023", "OBS_VALUE": "12",
        "UNIT_MEASURE": "COUNT", "OBS_STATUS": "A", "KIND": "actual", "SOURCE": "own-2024", "LOCATOR": "p. 1",
        "AS_WRITTEN": "12",
    }  # fmt: skip
    ledger.unlink()
    (project.ledgers / "schools.csv").write_text(f"{header}\n{','.join(cells.values())}\n", "utf-8")
    path = project.catalogue / "indicators/rankings.yaml"
    path.write_text("school_count:" + path.read_text("utf-8").partition("school_count:")[2], "utf-8")
    (project.notebooks / "01-first-brief.ipynb").unlink()
    text, _, _ = project.briefs.read_text("utf-8").partition("  01-first-brief:")
    project.briefs.write_text(text.replace("briefs:\n", "briefs: {}\n"), "utf-8")
    assert find_problems(project) == []
    assert run_dxlib(project, "build").stderr == "Nothing to build: no declared job fits the selection.\n"
    project.briefs.write_text(text, "utf-8")
    assert find_problems(project) == []
    project.briefs.write_text(text.replace("briefs:\n", "briefs: {}\n"), "utf-8")
    clean(project)
    add_brief(project, "schools")
    assert find_problems(project) == []
    for name in ("clean", "build", "audit"):
        done = run_dxlib(project, name)
        assert done.returncode == 0, done.stdout + done.stderr

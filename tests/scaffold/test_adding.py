"""``dxlib new``: one thing more, after which check still finds nothing."""

import pytest
import yaml

from dxlib.build.checking import check_project
from dxlib.data.catalogue_files import forget_catalogue, read_catalogue
from dxlib.data.clean import clean
from dxlib.errors import ConfigError
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
    return [str(problem) for problem in check_project(project)]


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
    assert "Each dot is an area." in page


def test_an_indicator_is_an_entry_with_a_placeholder_in_each_language(project):
    add_indicator(project, "online_share", topic="rankings", unit="PERCENT")
    assert find_problems(project) == []
    assert read_catalogue(project).indicators["online_share"].name["en"] == "Write here what is measured (online_share)"


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
    assert any(one.startswith("No translation of 'about {figure}'") for one in found)
    assert not any("No words for the unit" in one for one in found)


def test_units_of_a_new_language_have_a_pattern_for_each_of_its_plurals(project):
    add_language(project, "lt")
    units = yaml.safe_load((project.locales / "lt" / "language.yaml").read_text("utf-8"))["units"]
    assert set(units["POINTS"]["pattern"]) == {"one", "few", "many", "other"}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda project: add_brief(project, "Ä b"), "'Ä b' is no name that a file may have everywhere."),
        (lambda project: add_brief(project, "01-first-brief"), "notebooks/01-first-brief.ipynb is there already."),
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

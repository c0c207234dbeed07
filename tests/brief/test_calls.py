"""The charts that a notebook calls: what is not known, what is refused, and that the audit agrees with each."""

from __future__ import annotations

import nbformat
import pytest
import yaml

from dxlib.errors import ConfigError
from dxlib.paths import Project
from tests.brief.pictures import OF_A_PROVINCE, OF_THE_COUNTRY, open_brief
from tests.building import copy_project, run_dxlib
from tests.rendering import render


def test_where_nothing_is_known_a_sentence_says_so() -> None:
    early = open_brief("VNM", edition=2012)
    said = early.rank_table("papi_dim8_e_governance", group="provinces_63", title="Indicator")
    assert (said.kind, "is not enough for a statement here" in render(said)) == ("gap", True)
    quiet = [
        early.tiles("papi_dim8_e_governance", group="provinces_63", title="Indicator"),
        early.dots("papi_dim8_e_governance", group="provinces_63", title="Indicator"),
        early.parts("papi_dim8_e_governance", "papi_total", title="Indicator"),
    ]
    assert {one.kind for one in quiet} == {"empty"}  # it was said once
    assert early.bullets("egdi_rank", title="Indicator").kind == "gap"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A brief that holds one of each chart, built for a country and a province."""
    project = copy_project(tmp_path_factory.mktemp("pictures"))
    path = project.root / "notebooks" / "01-national-overview.ipynb"
    notebook = nbformat.read(path, as_version=4)
    answer = 'brief.answer("{figure}", figure=brief.latest("egdi_rank", area="VNM"))'
    calls = (answer, *OF_THE_COUNTRY.values(), *OF_A_PROVINCE.values(), "brief.evidence()")
    notebook.cells = [*notebook.cells[:3], *(nbformat.v4.new_code_cell(call) for call in calls)]
    nbformat.write(notebook, path)
    declared = yaml.safe_load(project.briefs.read_text("utf-8"))
    declared["briefs"]["01-national-overview"] |= {"areas": ["VNM", "VN63-01"], "editions": [2025], "languages": ["fr"]}
    project.briefs.write_text(yaml.safe_dump(declared), "utf-8")
    for command in ("clean", "build"):
        done = run_dxlib(project, command)
        assert done.returncode == 0, done.stdout + done.stderr
    return project


def test_the_audit_agrees_with_every_chart(project: Project) -> None:
    done = run_dxlib(project, "audit", str(project.reports / "2025"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(" 0 findings") == 2


def test_how_many_a_ranking_table_shows_is_a_whole_number() -> None:
    for top in ("5", -3, True):
        with pytest.raises(ConfigError, match=f"top={top!r} cannot be used"):
            open_brief("VNM").rank_table("egdi_rank", group="asean", top=top, title="Indicator")

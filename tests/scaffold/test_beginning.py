"""``dxlib init``: a project that builds at once, and replaces nothing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dxlib.build.checking import check_project
from dxlib.data.catalogue_files import read_catalogue
from dxlib.errors import ConfigError
from dxlib.paths import ROOT_VARIABLE, Project
from dxlib.scaffold.beginning import begin_project


@pytest.fixture(scope="module")
def begun(tmp_path_factory, loaded):
    """A project as ``dxlib init`` gives it, cleaned and built."""
    folder = tmp_path_factory.mktemp("begun") / "project"
    command = [sys.executable, "-m", "dxlib", "init", str(folder), "--title", 'Briefs: "a & b"']
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder.parent)
    assert (done.returncode, done.stderr) == (0, "")
    project = Project(folder.resolve())
    for name in ("clean", "build"):
        assert loaded.run(project, name).returncode == 0
    return project


def test_a_project_that_begins_has_no_problem_builds_and_passes_its_audit(begun, loaded):
    assert [str(one) for one in check_project(begun)] == []
    assert read_catalogue(begun).project.title["en"] == 'Briefs: "a & b"'
    assert sorted(path.name for path in begun.reports.iterdir()) == [
        "2024", "README.md", "SHA256SUMS", "feed.xml", "index.en.html", "index.html", "manifest.json",
    ]  # fmt: skip
    audited = loaded.run(begun, "audit")
    assert (audited.returncode, ", 0 findings" in audited.stdout) == (0, True)
    page = (begun.reports / "2024/en/01-first-brief.html").read_text("utf-8")
    assert "Finland has lost" in page
    assert "Briefs: &#34;a &amp; b&#34;" in page


def test_it_holds_ten_figures_each_with_its_source_and_what_stands_around_them(begun):
    rows = (begun.ledgers / "egdi.csv").read_text("utf-8").splitlines()[1:]
    assert len(rows) == 10
    assert all(",un-egovkb-" in row for row in rows)
    for name in ("README.md", "requirements.txt", "Makefile", ".gitignore", ".github/workflows/briefs.yml"):
        assert (begun.root / name).is_file(), name
    assert os.access(begun.root / "hooks/pre-commit", os.X_OK)


def test_nothing_that_is_there_is_replaced(tmp_path):
    (tmp_path / "Makefile").write_text("mine:\n", "utf-8")
    with pytest.raises(ConfigError, match=r"holds files of a project already: Makefile\.\nFix: name another folder"):
        begin_project(tmp_path, title="Briefs")
    assert [path.name for path in tmp_path.iterdir()] == ["Makefile"]


def test_the_hook_strips_results_from_a_notebook_that_is_committed(begun, tmp_path):
    done = subprocess.run(["cp", "-r", f"{begun.root}/.", tmp_path], check=False)
    assert done.returncode == 0
    path = tmp_path / "notebooks/01-first-brief.ipynb"
    text = path.read_text("utf-8")
    path.write_text(text.replace('"execution_count": null', '"execution_count": 7', 1), "utf-8")
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    person = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "core.hooksPath=hooks"]
    for arguments in (["init", "-q"], ["add", "."], [*person, "commit", "-q", "-m", "begin"]):
        subprocess.run(["git", *arguments], cwd=tmp_path, env=environment, check=True, capture_output=True)
    kept = subprocess.run(
        ["git", "show", "HEAD:notebooks/01-first-brief.ipynb"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert '"execution_count": 7' not in kept.stdout
    assert kept.stdout.count('"execution_count": null') == text.count('"execution_count": null')


def test_a_build_right_after_another_shows_what_was_changed_between(tmp_path, loaded):
    """Templates of kernels outlive a build for some seconds; what they read must not."""
    project = begin_project(tmp_path / "project", title="Briefs")
    for name in ("Finland", "Suomi"):
        path = project.catalogue / "areas.yaml"
        path.write_text(path.read_text("utf-8").replace("en: Finland", f"en: {name}"), "utf-8")
        for command in ("clean", "build"):
            done = loaded.run(project, command)
            assert done.returncode == 0, done.stdout + done.stderr
    assert "Suomi has lost" in (project.reports / "2024/en/01-first-brief.html").read_text("utf-8")


@pytest.mark.parametrize("title", ["", "  "])
def test_an_empty_title_is_refused_before_anything_is_written(tmp_path, title):
    with pytest.raises(ConfigError) as caught:
        begin_project(tmp_path / "project", title=title)
    assert str(caught.value) == (
        "The title is empty.\nFix: give one, as --title 'Digital economy', or leave the option out."
    )
    assert list(tmp_path.iterdir()) == []


def test_the_example_of_a_unit_can_be_used_as_it_stands(begun, tmp_path):
    shutil.copytree(begun.root, tmp_path / "project")
    project = Project(tmp_path / "project")
    path = project.catalogue / "units.yaml"
    _, _, example = path.read_text("utf-8").partition("# EUR:")
    path.write_text("EUR:" + example.replace("\n# ", "\n"), "utf-8")
    assert [str(one) for one in check_project(project)] == []
    assert read_catalogue(project).units["EUR"].pattern["en"].one == "{n} euro"


def test_an_audit_finds_the_pages_of_the_project_that_it_is_given(begun, loaded, tmp_path):
    command = [sys.executable, "-m", "dxlib", "audit", "--root", str(begun.root)]
    environment = {name: value for name, value in os.environ.items() if name != ROOT_VARIABLE}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{begun.reports}/2024/en/01-first-brief.html: " in done.stdout
    assert loaded.run(begun, "audit").stdout.startswith("reports/2024/en/01-first-brief.html: ")

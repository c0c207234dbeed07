"""``dxlib init``, ``new`` and ``translate`` as commands: what they take, and what they say that they wrote."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from dxlib.cli import app
from dxlib.data.catalogue_files import forget_catalogue, read_catalogue
from dxlib.errors import ConfigError
from dxlib.paths import Project

Run = Callable[..., list[str]]


@pytest.fixture
def run() -> Run:
    """Runs a command and gives the lines that it prints."""

    def run(*arguments: str) -> list[str]:
        done = CliRunner().invoke(app, arguments, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output.splitlines()

    return run


@pytest.fixture
def project(run: Run, tmp_path: Path) -> Project:
    """A project that the command began."""
    folder = tmp_path / "own"
    first, *_ = run("init", str(folder), "--title", "Own briefs")
    assert first == f"Began {folder}"
    return Project(folder)


def test_a_project_has_the_title_that_is_given_and_is_not_begun_twice(project: Project, run: Run) -> None:
    assert read_catalogue(project).project.title["en"] == "Own briefs"
    with pytest.raises(ConfigError):
        run("init", str(project.root))


@pytest.mark.parametrize(
    ("arguments", "written"),
    [
        (("brief", "digital-identity"), "notebooks/02-digital-identity.ipynb"),
        (("chart", "places"), "notebooks/01-"),
        (("language", "vi"), "notebooks/locales/vi"),
    ],
)
def test_what_is_new_is_written_where_the_command_says(
    project: Project, run: Run, arguments: tuple[str, str], written: str
) -> None:
    lines = run("new", *arguments, "--root", str(project.root))
    assert lines[0].startswith(f"Wrote {written}")
    assert all((project.root / line.removeprefix("Wrote ")).exists() for line in lines)


def test_an_indicator_has_the_topic_and_the_unit_that_are_given(project: Project, run: Run) -> None:
    at = ("--root", str(project.root))
    assert run("new", "indicator", "offices", "--unit", "RANK", *at)[0].startswith("Wrote data/catalogue/indicators/")
    forget_catalogue()
    assert read_catalogue(project).indicators["offices"].unit == "RANK"
    with pytest.raises(ConfigError, match="Unknown topic 'nowhere'"):
        run("new", "indicator", "desks", "--topic", "nowhere", *at)


def test_a_chart_goes_into_the_brief_that_is_named(project: Project, run: Run) -> None:
    at = ("--root", str(project.root))
    run("new", "brief", "second", *at)
    first = next(project.notebooks.glob("01-*.ipynb"))
    assert run("new", "chart", "places", "--brief", first.stem, *at) == [f"Wrote {project.show(first)}"]
    assert "def draw_places" in first.read_text("utf-8")


def test_translations_are_counted_by_language_also_of_one_that_is_only_begun(project: Project, run: Run) -> None:
    at = ("--root", str(project.root))
    run("new", "language", "fr", *at)
    run("new", "brief", "second", *at)
    lines = dict(line.split(": ") for line in run("translate", *at))
    assert set(lines) == {"fr"}  # English is what is translated
    assert lines["fr"].endswith("texts without a translation")

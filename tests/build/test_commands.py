"""``dxlib merge``, ``publish`` and ``verify-release`` as commands: what they take, say, and exit with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from dxlib.build.commands import EditionChoice
from dxlib.build.listed import list_stale
from dxlib.cli import app
from dxlib.errors import BuildError
from tests.build.conftest import LOOSE, SAY, House

ONE = "2024/en/01-toy/VNM.html"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)), catch_exceptions=False)


@pytest.mark.parametrize(("given", "year"), [("2024", 2024), (2024, 2024), ("all", "all")])
def test_an_edition_is_a_year_or_all(given: object, year: object) -> None:
    assert EditionChoice().convert(given, None, None) == year


@pytest.mark.parametrize(
    ("given", "said"),
    [("last", "'last' is neither a year nor 'all'"), ("-1", "neither"), ("9999", "range"), (0, "range")],
)
def test_another_word_and_a_year_of_no_calendar_are_refused(given: object, said: str) -> None:
    with pytest.raises(click.BadParameter, match=said):
        EditionChoice().convert(given, None, None)


def test_a_release_is_published_read_again_and_what_was_altered_there_is_named(house: House, tmp_path: Path) -> None:
    house.be_built()
    www = tmp_path / "www"
    done = run("publish", "--output", www, "--without", ONE, "--root", house.project.root)
    assert done.exit_code == 0
    assert not (www / ONE).exists()
    assert "7 pages" in run("verify-release", www).stdout
    other = www / ONE.replace("VNM", "SGP")
    other.write_bytes(other.read_bytes() + b" ")
    done = run("verify-release", www)
    assert done.exit_code == 4
    assert done.stdout == ""
    assert done.stderr.startswith(f"- {ONE.replace('VNM', 'SGP')}: ")


def test_shards_are_merged_and_what_failed_or_is_stale_is_said(make_house: Callable[[], House]) -> None:
    target, shard, good = make_house(), make_house(), make_house()
    target.be_built()
    shard.write_brief(SAY, LOOSE)
    for one in (shard, good):
        one.build(shard="1/1", areas=["VNM"], languages=["en"], editions=[2024])
    done = run("merge", shard.project.state, "--root", target.project.root)
    assert (done.exit_code, done.stdout) == (3, "1 job: 1 failed.\n")
    assert f"\n- {ONE}: " in done.stderr
    assert set(list_stale(target.project)) == {ONE}
    done = run("merge", good.project.state, "--root", target.project.root)
    assert (done.exit_code, done.stderr) == (0, "")
    with pytest.raises(BuildError):
        run("merge", target.project.notebooks, "--root", target.project.root)


def test_a_folder_that_is_not_there_is_refused_before_anything_begins(house: House) -> None:
    done = run("merge", house.project.root / "nowhere", "--root", house.project.root)
    assert done.exit_code == 2
    assert "does not exist" in done.stderr

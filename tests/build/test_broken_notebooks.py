"""Notebooks that cannot be read: named by every command, without a traceback, and the other briefs are built."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dxlib.build.run import Status
from dxlib.cli import main
from dxlib.data.catalogue_files import forget_catalogue
from dxlib.data.clean import clean
from dxlib.errors import ExitCode
from dxlib.paths import ROOT_VARIABLE
from tests.build.conftest import House

DECLARED = {"areas": ["VNM"], "editions": [2024], "languages": ["en"]}
Break = Callable[[Path, str], object]


def write_json(content: object) -> Break:
    return lambda path, _: path.write_text(json.dumps(content), "utf-8")


def write_conflict(path: Path, good: str) -> None:
    path.write_text(f"{{\n<<<<<<< HEAD\n{good}\n=======\n{good}\n>>>>>>> theirs\n", "utf-8")


FORMAT_3 = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": []}]}
CELLS = "it has no cells as format 4 has them"
BROKEN: dict[str, tuple[Break, str]] = {
    "conflict": (write_conflict, "line 2 is a mark of a merge conflict"),
    "empty": (lambda path, _: path.touch(), "it is no JSON: Expecting value: line 1 column 1 (char 0)"),
    "format 3": (write_json(FORMAT_3), CELLS),
    "a list": (write_json([]), CELLS),
    "no cells": (write_json({"nbformat": 4, "cells": None}), CELLS),
    "a number for a cell": (write_json({"cells": [1]}), CELLS),
    "a number for a source": (write_json({"cells": [{"cell_type": "code", "source": 5, "metadata": {}}]}), CELLS),
    "UTF-16": (lambda path, good: path.write_text(good, "utf-16"), "it is not written in UTF-8"),
    "a folder": (lambda path, _: path.mkdir(), "Is a directory"),
}


@pytest.fixture(params=BROKEN)
def broken(request: pytest.FixtureRequest, house: House) -> tuple[House, str]:
    """A project with one good notebook and one that is broken, and what is wrong with it."""
    breaks, why = BROKEN[request.param]
    good = (house.project.notebooks / "01-toy.ipynb").read_text("utf-8")
    breaks(house.project.notebooks / "02-broken.ipynb", good)
    house.toy.write_briefs({"01-toy": DECLARED, "02-broken": DECLARED})
    return house, why


def test_a_broken_notebook_stops_its_own_jobs_only(broken: tuple[House, str]) -> None:
    house, why = broken
    assert {str(one.action) for one in house.decide()} == {"run"}
    summary = house.build()
    assert summary.counts == {Status.BUILT: 1, Status.FAILED: 1}
    fix = "Fix: restore it from version control, or save it again in JupyterLab."
    assert summary.errors == [f"02-broken.ipynb is not a notebook ({why}).\n{fix}"]


@pytest.mark.parametrize("command", ["check", "plan", "translate"])
def test_commands_name_a_broken_notebook_or_do_without_it(
    broken: tuple[House, str], command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    house, why = broken
    clean(house.project)
    forget_catalogue()
    monkeypatch.setenv(ROOT_VARIABLE, str(house.project.root))
    monkeypatch.setattr("sys.argv", ["dxlib", command])
    with pytest.raises(SystemExit) as ended:
        main()
    code, said = int(ended.value.code or 0), "".join(capsys.readouterr())
    assert code == {"check": ExitCode.CHECK_FAILED, "plan": 0, "translate": ExitCode.SOME_FAILED}[command]
    if command != "plan":
        assert f"02-broken.ipynb is not a notebook ({why})." in said or (
            f"Not a notebook ({why}) in notebooks/02-broken.ipynb." in said
        )

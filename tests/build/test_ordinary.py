"""Notebooks that run in an ordinary kernel, where a warm one cannot be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dxlib.build import work
from dxlib.build.briefs import get_notebook_path
from dxlib.build.work import Limits
from dxlib.errors import NotebookError


@pytest.mark.parametrize("reason", ["", "there is no fork in this Python"])
def test_cells_run_in_a_folder_of_their_own_in_an_ordinary_kernel_too(house, monkeypatch, reason):
    monkeypatch.setattr("dxlib.kernels.client.why_not", lambda: reason)
    house.write_brief("import pathlib; print(pathlib.Path.cwd())")
    job = house.list_jobs()[0]
    executed = work._execute(job, house.project, get_notebook_path(house.project, job.brief), Limits())
    (said,) = [one.text.strip() for cell in executed.cells for one in cell.get("outputs", ()) if one.get("text")]
    assert Path(said).name.startswith("dxlib-" if reason else "n-")
    assert not Path(said).exists()


def test_an_ordinary_kernel_is_ended_without_being_interrupted(house, monkeypatch, tmp_path):
    monkeypatch.setattr("dxlib.kernels.client.why_not", lambda: "no forks here")
    note = tmp_path / "interrupted"
    house.write_brief(
        "import os, pathlib, signal, threading\n"
        f"note = pathlib.Path({str(note)!r})\n"
        "listen = lambda: signal.signal(signal.SIGINT, lambda *_: note.touch())\n"
        "get_ipython().kernel.post_handler_hook = listen  # it is called when a cell has run"
    )
    job = house.list_jobs()[0]
    work._execute(job, house.project, get_notebook_path(house.project, job.brief), Limits())
    assert not note.exists()


def test_an_ordinary_kernel_shows_no_more_than_a_warm_one(house, monkeypatch):
    monkeypatch.setattr("dxlib.kernels.client.why_not", lambda: "no forks here")
    monkeypatch.setattr("dxlib.build.ordinary.SHOWN_BYTES", 1 << 20)
    house.write_brief("while True: print('x' * 1000)")
    job = house.list_jobs()[0]
    with pytest.raises(NotebookError) as caught:
        work._execute(job, house.project, get_notebook_path(house.project, job.brief), Limits(cell_timeout_s=120))
    assert re.fullmatch(
        r".*: Cell \d showed more than 1 MB, with all cells before it, and was ended\.\nwhile True: print\(.*\n"
        r"Fix: let the notebook print or show less\.",
        str(caught.value),
    )

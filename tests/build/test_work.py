"""What one job does: check, execute, export, and tell."""

from __future__ import annotations

import os
import re
from dataclasses import replace

import nbformat
import pytest
from markupsafe import Markup

from dxlib.brief.fragments import BARE_VARIABLE
from dxlib.build import work
from dxlib.build.briefs import read_declarations
from dxlib.build.pages import PageStore
from dxlib.build.plan import make_plan
from dxlib.build.slices import Slice, read_slices
from dxlib.build.work import Limits, run_job
from dxlib.data.catalogue_files import read_catalogue
from dxlib.paths import Project
from tests.building import BRIEF, get_page, run_dxlib

POPOVERS = re.compile(r"<div popover.*?</div>", re.DOTALL)  # evidence on click needs the process that made the figures


def list_shown(notebook: nbformat.NotebookNode) -> list[dict[str, object]]:
    """Give the data of every output."""
    return [output.data for cell in notebook.cells for output in cell.get("outputs", ()) if "data" in output]


def test_a_build_renders_nothing_for_jupyterlab_but_a_notebook_that_is_kept_shows_what_it_would_there(
    altered: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    (job,) = make_plan(read_declarations(altered, read_catalogue(altered)), briefs=[BRIEF], languages=["fr"])
    path = altered.notebooks / f"{BRIEF}.ipynb"
    bare = list_shown(work._execute(job, altered, path, Limits()))
    monkeypatch.setattr(work, "BARE", "")
    whole = list_shown(work._execute(job, altered, path, Limits()))
    assert len(bare) == len(whole) > 20
    assert not any("text/html" in data for data in bare)
    assert all("text/html" in data for data in whole)
    assert BARE_VARIABLE not in os.environ

    monkeypatch.undo()
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell("1 / 0"))
    nbformat.write(notebook, path)
    assert "ZeroDivisionError" in run_job(job, altered, Limits()).error
    kept = nbformat.read(altered.failed / "2025" / "fr" / f"{BRIEF}.ipynb", as_version=4)
    # A notebook on disk has the attributes of elements in another order.
    assert [Markup(data["text/html"]).striptags() for data in list_shown(kept)] == [
        Markup(POPOVERS.sub("", str(data["text/html"]))).striptags() for data in whole
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--language", "vn"), "No language 'vn' is declared. Did you mean 'vi'?"),
        (("--area", "VMN"), "No area 'VMN' is declared. Did you mean 'VNM'?"),
        (("--as-of", "31.12.2024"), "'31.12.2024' is neither an edition nor a day."),
    ],
)
def test_what_is_not_declared_is_refused_before_a_kernel_starts(
    built: Project, arguments: tuple[str, ...], message: str
) -> None:
    done = run_dxlib(built, "build", *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "[1/" not in done.stdout


def test_parameters_are_checked_before_papermill_is_even_loaded(
    built: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = read_catalogue(built)
    (job,) = make_plan(read_declarations(built, catalogue), briefs=[BRIEF], languages=["en"])
    monkeypatch.setitem(__import__("sys").modules, "papermill", None)
    wrong = replace(job, values=(("areas", "VNM"), *job.values[1:]))
    assert re.search(
        r"Unknown parameter 'areas' in notebooks/01-.*, areas\. Did you mean 'area'\?",
        run_job(wrong, built, Limits()).error,
    )


def test_a_good_job_gives_its_page_what_the_index_shows_of_it_and_what_it_read(altered: Project) -> None:
    catalogue = read_catalogue(altered)
    (job,) = make_plan(read_declarations(altered, catalogue), briefs=[BRIEF], languages=["en"])
    result = run_job(job, altered, Limits())
    assert result.error == ""
    assert PageStore(altered.pages).get_path(result.page).read_bytes() == get_page(altered, "en").read_bytes()
    assert result.entry.title.startswith("Where does Viet Nam")
    assert Slice("egdi_rank", "VNM", "actual") in read_slices(result.reads)

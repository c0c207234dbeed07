"""What was touched while pages were made from it counts as unknown, also where it was put back as it had been."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from dxlib.build.briefs import read_declarations
from dxlib.build.building import build_jobs
from dxlib.build.decide import Action, Cause
from dxlib.build.outcome import Outcome
from dxlib.build.report import LineReporter
from dxlib.build.run import Options
from dxlib.build.touched import Watch
from dxlib.data.catalogue_files import read_catalogue
from dxlib.data.clean import clean
from tests.build.conftest import SAY, SAY_ALSO, House

INPUTS = {"notebook": "a", "catalogue": "b", "data": "c", "translation": "d", "library": "e"}
NAMED = "{}. What failed may have failed of that; the next build makes 1 page again."


def touch(path: Path) -> None:
    """Write a file anew as it is."""
    os.utime(path)


@pytest.fixture
def cleaned(house: House) -> House:
    """A small project with another notebook and a language of its own."""
    clean(house.project)
    (house.project.notebooks / "02-other.ipynb").write_text("{}", "utf-8")
    (house.project.locales / "vi").mkdir(parents=True, exist_ok=True)
    (house.project.locales / "vi" / "messages.po").touch()
    return house


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("notebooks/01-toy.ipynb", "notebook"),
        ("notebooks/locales/vi/messages.po", "translation"),
        ("data/catalogue/units.yaml", "catalogue"),
        ("data/clean/egdi_rank.csv", "data"),
    ],
)
def test_what_was_touched_is_unknown_and_named(cleaned: House, path: str, name: str) -> None:
    (job, *_), watch = cleaned.list_jobs(), Watch(cleaned.project)
    assert (watch.doubt(job, INPUTS), watch.told) == (INPUTS, "")
    touch(cleaned.project.root / path)
    assert watch.doubt(job, INPUTS) == {**INPUTS, name: ""}
    assert watch.told == f"Files were changed while pages were built from them: {NAMED.format(path)}"


def test_a_file_that_is_new_or_gone_counts_as_well(cleaned: House) -> None:
    (job, *_), watch = cleaned.list_jobs(), Watch(cleaned.project)
    (cleaned.project.catalogue / "more.yaml").touch()
    assert watch.doubt(job, INPUTS) == {**INPUTS, "catalogue": ""}
    (cleaned.project.notebooks / "01-toy.ipynb").unlink()
    assert watch.doubt(job, INPUTS) == {**INPUTS, "catalogue": "", "notebook": ""}
    assert "data/catalogue/more.yaml, notebooks/01-toy.ipynb. " in watch.told
    assert watch.told.endswith("makes 2 pages again.")


def test_a_folder_that_goes_while_it_is_listed_counts_as_touched(
    cleaned: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    (job, *_), watch = cleaned.list_jobs(), Watch(cleaned.project)

    def fail(folder: Path) -> Iterator[str]:
        raise FileNotFoundError(folder)

    monkeypatch.setattr("dxlib.build.touched.list_files", fail)
    assert watch.doubt(job, INPUTS) == {**INPUTS, "catalogue": "", "data": "", "translation": ""}


def test_of_many_files_three_are_named(cleaned: House) -> None:
    (job, *_), watch = cleaned.list_jobs(), Watch(cleaned.project)
    for number in range(5):
        (cleaned.project.catalogue / f"{number}.yaml").touch()
    watch.doubt(job, INPUTS)
    assert "data/catalogue/0.yaml, data/catalogue/1.yaml, data/catalogue/2.yaml and 2 more. " in watch.told


@pytest.mark.parametrize("path", ["notebooks/02-other.ipynb", "notebooks/briefs.yaml", "data/raw/ledgers/main.csv"])
def test_what_the_page_is_not_made_from_does_not_count(cleaned: House, path: str) -> None:
    (job, *_), watch = cleaned.list_jobs(), Watch(cleaned.project)
    touch(cleaned.project.root / path)
    assert (watch.doubt(job, INPUTS), watch.told) == (INPUTS, "")


class Editor(LineReporter):
    """Edits the notebook of a project as soon as a page is made, and puts it back when the build is over."""

    def __init__(self, house: House) -> None:
        super().__init__(house.said.append, house.said.append)
        self._house, self._path = house, house.project.notebooks / "01-toy.ipynb"
        self._before = self._path.read_bytes()

    def tell(self, outcome: Outcome) -> None:
        super().tell(outcome)
        if self._path.read_bytes() == self._before:
            self._house.write_brief(SAY, SAY_ALSO)

    def put_back(self) -> None:
        """Undo the edit."""
        self._path.write_bytes(self._before)


def test_a_page_of_a_text_that_was_there_for_a_moment_is_made_again(house: House) -> None:
    clean(house.project)
    catalogue, editor = read_catalogue(house.project), Editor(house)
    declarations, jobs = read_declarations(house.project, catalogue), house.list_jobs()
    build_jobs(house.project, catalogue, jobs, declarations, Options(workers=1), editor)
    editor.put_back()
    shown = [name for name, page in house.read_pages().items() if b"The target is a fee" in page]
    assert shown  # they were made from what the notebook said for a moment
    decisions = {one.job.id: one for one in house.decide()}
    assert {decisions[name].action for name in shown} == {Action.RUN}
    assert {decisions[name].causes for name in shown} == {(Cause.NOTEBOOK_CHANGED,)}
    assert "notebooks/01-toy.ipynb. What failed may have failed of that" in house.said[-2]
    assert house.said[-1].startswith("8 jobs: ")  # one that was being made may have failed
    house.build()
    assert not [name for name, page in house.read_pages().items() if b"The target is a fee" in page]

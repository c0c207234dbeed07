"""Notes: what was made of the same inputs is not made again, and nobody else's word is taken for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from dxlib import freshness
from dxlib.data import catalogue_files
from dxlib.data.catalogue import Catalogue
from dxlib.data.catalogue_files import forget_catalogue, inspect_catalogue, read_catalogue
from dxlib.freshness import drop_note, find_fresh, find_note, keep_note, list_notes, refuse_foreign, remember
from dxlib.paths import Project
from tests.conftest import Toy

INPUTS = {"a": "1", "b": "2"}


def test_what_was_noted_down_of_the_same_inputs_is_found_and_of_no_others(tmp_path: Path) -> None:
    keep_note(tmp_path, "jobs/one", INPUTS, {"page": "x\ny"})
    assert find_fresh(tmp_path, "jobs/one", dict(reversed(INPUTS.items()))) == b'{"page": "x\\ny"}'
    for inputs in ({}, {"a": "1"}, {**INPUTS, "a": "2"}, {**INPUTS, "c": "3"}):
        assert find_fresh(tmp_path, "jobs/one", inputs) is None
    assert find_fresh(tmp_path, "jobs/two", INPUTS) is None


def test_a_note_of_another_user_is_refused_and_one_that_is_gone_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_note(tmp_path, "one", INPUTS)
    refuse_foreign(tmp_path, "one")
    monkeypatch.setattr("dxlib.freshness.os.access", lambda *_: False)
    refuse_foreign(tmp_path, "two")
    with pytest.raises(PermissionError, match=r"Permission denied: '.*/one\.note'"):
        refuse_foreign(tmp_path, "one")


def test_a_note_without_content_says_that_something_was_done(tmp_path: Path) -> None:
    keep_note(tmp_path, "proof", INPUTS)
    assert find_fresh(tmp_path, "proof", INPUTS) == b""


def test_notes_are_listed_by_name_and_what_was_left_half_written_is_none(tmp_path: Path) -> None:
    for name in ("jobs/2024/b.html", "jobs/2023/a.html", "other"):
        keep_note(tmp_path, name, {})
    (tmp_path / "jobs" / ".c.note.77").write_bytes(b"half")
    (tmp_path / "jobs" / ".d.note").write_bytes(b"half")
    assert [*list_notes(tmp_path, "jobs")] == ["jobs/2023/a.html", "jobs/2024/b.html"]
    drop_note(tmp_path, "jobs/2023/a.html")
    drop_note(tmp_path, "jobs/2023/a.html")
    assert [*list_notes(tmp_path, "jobs")] == ["jobs/2024/b.html"]
    assert [*list_notes(tmp_path, "nothing")] == []


DAMAGES = {
    "cut": lambda kept: kept[:-1],
    "half": lambda kept: kept[:40],
    "emptied": lambda _: b"",
    "another content": lambda kept: kept.replace(b'"x"', b'"y"'),
    "other inputs": lambda kept: kept.replace(b'"1"', b'"3"'),
    "no seal": lambda kept: kept.replace(kept[8:72], b"0" * 64),
    "bytes": lambda _: b"\xff\xfe\n\xff\n",
    "deep": lambda kept: kept.replace(b'{"a"', b"[" * 100_000 + b'{"a"'),
    "inputs that are none": lambda kept: kept.replace(b'{"a": "1", "b": "2"}', b"5"),
    "an input that is no hash": lambda kept: kept.replace(b'"1"', b"[]"),
    "another form": lambda kept: kept.replace(b"dxlib-1", b"dxlib-0"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_note_that_was_damaged_saves_no_work(tmp_path: Path, damage: str) -> None:
    keep_note(tmp_path, "a", INPUTS, ["x"])
    path = tmp_path / "a.note"
    damaged = DAMAGES[damage](path.read_bytes())
    assert damaged != path.read_bytes()
    path.write_bytes(damaged)
    assert find_fresh(tmp_path, "a", INPUTS) is None
    note = find_note(tmp_path, "a")
    assert note is None or not note.is_own


def test_a_note_does_not_stand_for_another(tmp_path: Path) -> None:
    keep_note(tmp_path, "a", INPUTS, ["x"])
    (tmp_path / "a.note").rename(tmp_path / "b.note")
    assert find_fresh(tmp_path, "b", INPUTS) is None


def test_what_somebody_else_noted_down_can_be_read_and_saves_no_work(
    tmp_path: Path, become: Callable[[str], None]
) -> None:
    become("another")
    keep_note(tmp_path, "a", INPUTS, ["x"])
    become("me")
    note = find_note(tmp_path, "a")
    assert note is not None
    assert (note.inputs, note.content, note.is_own) == (INPUTS, b'["x"]', False)
    assert find_fresh(tmp_path, "a", INPUTS) is None


def test_a_pipe_or_a_folder_is_no_note(tmp_path: Path) -> None:
    (tmp_path / "a.note").mkdir()
    assert find_note(tmp_path, "a") is None


# Of one process ----------------------------------------------------------------------------------
def test_a_process_remembers_what_it_made_last_of_the_same_inputs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freshness, "_remembered", {})
    made: list[object] = []

    def ask(name: str, inputs: str) -> object:
        return remember(name, inputs, lambda: made.append(object()) or made[-1])

    assert ask("a", "1") is ask("a", "1") is not ask("b", "1")
    assert len(made) == 2
    first = ask("a", "1")
    assert ask("a", "2") is not first
    assert ask("a", "1") is not first


def test_what_could_not_be_made_is_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freshness, "_remembered", {})
    remember("a", "1", lambda: "old")
    with pytest.raises(ZeroDivisionError):
        remember("a", "2", lambda: str(1 / 0))
    assert remember("a", "1", lambda: "new") == "new"


# The catalogue -----------------------------------------------------------------------------------
def forget() -> None:
    """Be another process."""
    forget_catalogue()
    freshness._remembered.clear()


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Counts how often the catalogue of a small project is read from its files."""
    times: list[int] = []
    read = catalogue_files.inspect_catalogue
    monkeypatch.setattr(catalogue_files, "inspect_catalogue", lambda project: times.append(1) or read(project))
    forget()
    return times


def test_a_catalogue_that_was_kept_is_the_one_that_was_read(toy: Toy, count: list[int]) -> None:
    first = read_catalogue(toy.project)
    forget()
    assert read_catalogue(toy.project) == first
    assert len(count) == 1


def test_a_project_that_was_moved_is_read_no_more_often(toy: Toy, count: list[int], tmp_path: Path) -> None:
    first = read_catalogue(toy.project)
    moved = Project(toy.project.root.rename(tmp_path.with_name(f"{tmp_path.name}-moved")))
    forget()
    there = read_catalogue(moved)
    assert there == first.model_copy(update={"locales": moved.locales})
    assert len(count) == 1


def test_a_process_and_those_forked_from_it_read_no_file_of_a_catalogue_twice(toy: Toy, count: list[int]) -> None:
    first = read_catalogue(toy.project)
    drop_note(toy.project.notes, "catalogue")
    forget_catalogue()
    assert read_catalogue(toy.project) == first
    assert len(count) == 1


def test_a_changed_file_and_changed_code_read_the_catalogue_again(
    toy: Toy, count: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_catalogue(toy.project)
    sources = toy.project.catalogue / "areas.yaml"
    sources.write_text(sources.read_text("utf-8") + "\n", "utf-8")
    forget()
    read_catalogue(toy.project)
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "x.py").write_text("", "utf-8")
    monkeypatch.setattr(catalogue_files, "_CODE", tmp_path / "code")
    forget()
    read_catalogue(toy.project)
    assert len(count) == 3


def test_where_nothing_can_be_kept_the_catalogue_is_read_each_time(toy: Toy, count: list[int]) -> None:
    toy.project.notes.parent.mkdir(exist_ok=True)
    toy.project.notes.write_text("a file where the folder should be", "utf-8")
    for _ in range(2):
        forget()
        read_catalogue(toy.project)
    assert len(count) == 2


def test_the_whole_catalogue_of_this_repository_can_be_kept(repository: Path) -> None:
    catalogue, _ = inspect_catalogue(Project(repository))
    kind = TypeAdapter(Catalogue)
    assert kind.validate_json(kind.dump_json(catalogue, by_alias=True, exclude_defaults=True)) == catalogue

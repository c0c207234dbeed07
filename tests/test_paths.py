"""Finding the project."""

import os
from pathlib import Path

import pytest

from dxlib.errors import ConfigError
from dxlib.paths import ROOT_VARIABLE, Project, find_project, write_file, write_files


def test_the_project_is_found_from_any_folder_inside_it(toy):
    inside = toy.project.root / "notebooks" / "deeper"
    inside.mkdir()
    assert find_project(inside) == toy.project


def test_the_working_directory_is_where_the_search_begins(toy, monkeypatch):
    monkeypatch.delenv(ROOT_VARIABLE, raising=False)
    monkeypatch.chdir(toy.project.notebooks)
    assert find_project() == toy.project


def test_the_variable_goes_before_the_working_directory(toy, monkeypatch, tmp_path_factory):
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    monkeypatch.setenv(ROOT_VARIABLE, str(toy.project.root))
    assert find_project() == toy.project


def test_outside_a_project_the_message_says_where_was_looked_and_what_to_do(tmp_path):
    with pytest.raises(ConfigError) as caught:
        find_project(tmp_path)
    assert str(caught.value) == (
        f"No dxlib project in {tmp_path} or above it.\nFix: change into the project's folder, or set DXLIB_ROOT to it."
    )


def test_a_working_directory_that_was_deleted_is_an_error_that_says_so(tmp_path, monkeypatch):
    monkeypatch.delenv(ROOT_VARIABLE, raising=False)
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(ConfigError, match=r"The working directory is gone\."):
        find_project()


def test_every_folder_lies_where_the_style_guide_puts_it(tmp_path):
    project = Project(tmp_path)
    folders = ("catalogue", "ledgers", "clean", "notebooks", "briefs", "reports", "drafts")
    assert [project.show(getattr(project, name)).as_posix() for name in folders] == [
        "data/catalogue", "data/raw/ledgers", "data/clean", "notebooks", "notebooks/briefs.yaml", "reports", "drafts",
    ]  # fmt: skip


def test_a_path_outside_the_project_is_shown_whole(tmp_path):
    assert Project(tmp_path / "inside").show(tmp_path / "x.csv") == tmp_path / "x.csv"


def test_files_are_written_all_or_none_with_the_rights_that_they_had(tmp_path: Path) -> None:
    old, new, no = tmp_path / "old", tmp_path / "new", tmp_path / "missing" / "no"
    old.write_text("old", "utf-8")
    old.chmod(0o664)
    with pytest.raises(FileNotFoundError):
        write_files({old: b"changed", new: b"new", no: b"no"})
    assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [("old", "old")]
    write_files({old: b"changed", new: b"new"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"old": b"changed", "new": b"new"}
    assert old.stat().st_mode & 0o777 == 0o664


def test_what_lies_where_a_file_is_first_written_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("of somebody else", "utf-8")
    (tmp_path / f".a.{os.getpid()}").symlink_to(target)
    write_files({tmp_path / "a": b"ours"})
    assert target.read_text("utf-8") == "of somebody else"
    assert (tmp_path / "a").read_bytes() == b"ours"
    assert not (tmp_path / "a").is_symlink()


def test_a_file_holds_what_was_written_and_nothing_is_left_beside_it(tmp_path):
    assert write_file(tmp_path / "a.csv", b"1") == tmp_path / "a.csv"
    write_file(tmp_path / "a.csv", b"2")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.csv": b"2"}


def test_equal_bytes_leave_the_file_untouched(tmp_path):
    path = write_file(tmp_path / "a.csv", b"1")
    before = path.stat()
    write_file(path, b"1")
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ConfigError) as caught:
        write_file(tmp_path / "none" / "a.csv", b"")
    assert str(caught.value) == f"No folder '{tmp_path}/none' to write 'a.csv' to.\nFix: make the folder first."


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(ConfigError) as caught:
        write_file(tmp_path, b"")
    assert str(caught.value) == f"'{tmp_path}' is a folder.\nFix: name the file to write."

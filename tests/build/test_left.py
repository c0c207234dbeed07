"""What a build left: contents count; times only save the reading."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from dxlib.build import left as module
from dxlib.build.left import (
    Difference,
    Left,
    begin_change,
    describe_file,
    is_as_left,
    list_differing,
    list_own,
    read_known,
    read_left,
    write_left,
)  # fmt: skip
from dxlib.build.pages import PageStore, drop_altered
from dxlib.freshness import drop_note, keep_note
from dxlib.paths import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with a release of three files, and a note of how it was left."""
    project = Project(tmp_path)
    (project.releases / "a" / "en").mkdir(parents=True)
    project.reports.mkdir()
    (project.reports / "2024").symlink_to("../.dxlib/releases/a")
    names = ("index.html", "2024/en/x.html", "2024/en/y.html")
    for name in names:
        (project.reports / name).write_text(name, "utf-8")
    write_left(project, "a", {name: module._hash(project.reports / name) for name in names})
    return project


def take(project: Project) -> Left:
    left = read_left(project)
    assert left is not None
    return left


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read."""
    names: list[str] = []
    compute = module._hash

    def spy(path: str | Path) -> str:
        names.append(Path(path).name)
        return compute(path)

    monkeypatch.setattr(module, "_hash", spy)
    return names


def test_a_release_as_it_was_left_is_not_read_and_with_fresh_eyes_it_is(project: Project, read: list[str]) -> None:
    assert is_as_left(project)
    assert read == []
    assert list_differing(project.reports, take(project), fresh=True) == {}
    assert sorted(read) == ["index.html", "x.html", "y.html"]


def test_other_times_are_no_difference_and_are_noted_with_the_next_release(project: Project, read: list[str]) -> None:
    os.utime(project.reports / "index.html", (0, 0))
    assert is_as_left(project)
    assert read == ["index.html"]
    left = take(project)
    write_left(project, "a", left.files)
    read.clear()
    assert is_as_left(project)
    assert read == []


def test_the_same_size_and_time_hide_nothing(project: Project) -> None:
    page = project.reports / "2024" / "en" / "x.html"
    before = page.stat()
    page.write_text(page.read_text("utf-8").swapcase(), "utf-8")
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert list_differing(project.reports, take(project)) == {"2024/en/x.html": Difference.ALTERED}


def test_what_lies_beside_the_release_or_what_a_desktop_leaves_is_no_difference(project: Project) -> None:
    (project.reports / "notes").mkdir()
    for name in ("README.md", "notes/x.html", "2024/.DS_Store", "2024/en/Thumbs.db"):
        (project.reports / name).write_text("x", "utf-8")
    assert list_differing(project.reports, take(project), fresh=True) == {}
    assert is_as_left(project)


def test_a_release_that_is_being_changed_is_not_as_it_was_left_and_its_files_are_still_known_as_our_own(
    project: Project,
) -> None:
    begin_change(project, {"2025/en/x.html": "0"})
    assert read_known(project) is None
    assert not is_as_left(project)
    assert list_own(project) == {"index.html", "2024/en/x.html", "2024/en/y.html", "2025/en/x.html"}


def test_manifest_and_checksums_say_what_is_ours_where_there_is_no_note(project: Project) -> None:
    drop_note(project.notes, "left")
    (project.reports / "SHA256SUMS").write_text(f"{'0' * 64}  2024/en/x.html\n{'1' * 64}  index.html\n", "utf-8")
    assert list_own(project) == set()
    listed = json.dumps({"pages": [{"address": "2024/en/y.html", "sha256": "2" * 64}]})
    (project.reports / "manifest.json").write_text(listed, "utf-8")
    assert list_own(project) == {
        "manifest.json", "SHA256SUMS", "index.html", "2024/en/x.html", "2024/en/y.html",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["../mine.html", "2024/../../mine.html", "/mine.html", "C:/mine.html"])
def test_a_list_or_a_note_that_names_a_file_elsewhere_says_of_nothing_that_it_is_ours(
    project: Project, name: str
) -> None:
    sums, manifest = project.reports / "SHA256SUMS", project.reports / "manifest.json"
    manifest.write_text(json.dumps({"pages": [{"address": name, "sha256": "2" * 64}]}), "utf-8")
    note = project.notes / "left.note"
    note.write_bytes(note.read_bytes().replace(b'"index.html": ', f'"{name}": '.encode(), 1))
    assert read_left(project) is None
    assert list_own(project) == set()
    manifest.write_text(json.dumps({"pages": []}), "utf-8")
    sums.write_text(f"{'0' * 64}  {name}\n", "utf-8")
    assert name not in list_own(project)


def test_each_kind_of_difference_has_its_name(project: Project) -> None:
    folder = project.reports
    (folder / "index.html").unlink()
    (folder / "2024" / "en" / "x.html").unlink()
    (folder / "2024" / "en" / "x.html").symlink_to("y.html")
    (folder / "2024" / "new.txt").write_text("x", "utf-8")
    (folder / "2024" / "aside").symlink_to(folder.parent)
    assert list_differing(folder, take(project)) == {
        "2024/aside": Difference.FOREIGN, "2024/en/x.html": Difference.ALTERED, "2024/new.txt": Difference.FOREIGN,
        "index.html": Difference.MISSING,
    }  # fmt: skip


def test_a_file_that_is_another_one_already_is_never_believed(project: Project) -> None:
    (project.reports / "index.html").write_text("x", "utf-8")
    write_left(project, "a", take(project).files)
    assert list_differing(project.reports, take(project)) == {"index.html": Difference.ALTERED}


@pytest.mark.parametrize("content", [b"", b"dxlib-1 0\n{}\n{}", b"dxlib-1"])
def test_a_note_that_cannot_be_read_is_none(project: Project, content: bytes) -> None:
    (project.notes / "left.note").write_bytes(content)
    assert read_left(project) is None
    assert not is_as_left(project)
    begin_change(project, {})
    assert take(project) == Left("", {}, {})


def test_a_store_drops_what_is_not_what_its_name_says_unless_it_is_believed(project: Project) -> None:
    store = PageStore(project.pages)
    one, other = store.keep(b"one"), store.keep(b"other")
    path = store.get_path(one)
    path.chmod(0o644)
    path.write_bytes(b"two")
    keep_note(project.notes, "left", {"release": "a"}, {"files": {}, "seen": {"x": describe_file(path.lstat())}})
    assert drop_altered(project) == set()
    assert drop_altered(project, fresh=True) == {one}
    assert store.list_digests() == {other}
    store.get_path(other).chmod(0o644)
    store.get_path(other).write_bytes(b"two")
    assert store.keep(b"other") == other
    assert store.get_path(other).read_bytes() == b"other"

"""What was read is kept for as long as the files, and the code that reads them, are the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from dxlib.data import keeping
from dxlib.data.catalogue import Catalogue
from dxlib.data.catalogue_files import forget_catalogue, inspect_catalogue, read_catalogue
from dxlib.data.keeping import hold, keep, read_kept, write_kept
from dxlib.paths import Project
from tests.conftest import Toy

TEXT = TypeAdapter(str)


class Reading:
    """Reads one file, and counts how often."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "a.yaml"
        self.place = folder / "kept" / "a.kept"
        self.file.write_text("one", "utf-8")
        self.times = 0

    def read(self) -> str:
        self.times += 1
        return self.file.read_text("utf-8")

    def keep(self) -> str:
        return keep(self.place, [self.file], self.read, TEXT)


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    return Reading(tmp_path)


def test_what_has_not_changed_is_read_once(reading: Reading) -> None:
    assert [reading.keep() for _ in range(3)] == ["one"] * 3
    assert reading.times == 1


def test_a_changed_file_is_read_again_and_back_again(reading: Reading) -> None:
    reading.keep()
    reading.file.write_text("two", "utf-8")
    assert reading.keep() == "two"
    reading.file.write_text("one", "utf-8")
    assert reading.keep() == "one"
    assert reading.times == 3


def test_another_file_is_another_reading(reading: Reading) -> None:
    reading.keep()
    (new := reading.file.with_name("b.yaml")).write_text("", "utf-8")
    keep(reading.place, [reading.file, new], reading.read, TEXT)
    assert reading.times == 2


def test_changed_code_reads_again(reading: Reading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading.keep()
    (code := tmp_path / "code").mkdir()
    (code / "x.py").write_text("", "utf-8")
    monkeypatch.setattr(keeping, "_CODE", code)
    reading.keep()
    assert reading.times == 2


@pytest.mark.parametrize("damage", [lambda kept: kept[:-1], lambda kept: kept[:40], lambda kept: kept[:-2] + b"xx"])
def test_a_damaged_file_is_replaced(reading: Reading, damage: Callable[[bytes], bytes]) -> None:
    reading.keep()
    reading.place.write_bytes(damage(reading.place.read_bytes()))
    assert reading.keep() == "one"
    assert reading.times == 2
    assert reading.keep() == "one"
    assert reading.times == 2


def test_what_is_held_is_found_in_memory_until_a_file_changes(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "_held", {})
    hold(reading.place, [reading.file], reading.read, TEXT)
    reading.place.unlink()
    assert reading.keep() == "one"
    assert reading.times == 1
    reading.file.write_text("two", "utf-8")
    assert reading.keep() == "two"
    assert reading.times == 2


def test_where_nothing_can_be_kept_it_is_read_each_time(reading: Reading) -> None:
    reading.place.parent.write_text("a file where the folder should be", "utf-8")
    assert [reading.keep(), reading.keep()] == ["one", "one"]
    assert reading.times == 2


def test_what_cannot_be_read_is_told_and_not_kept(reading: Reading) -> None:
    reading.file.unlink()
    reading.file.with_name("other").write_text("", "utf-8")
    with pytest.raises(FileNotFoundError):
        keep(reading.place, [reading.file.with_name("other")], reading.read, TEXT)
    assert not reading.place.exists()


def test_what_is_kept_is_json_and_is_checked_when_it_is_read_back(tmp_path: Path) -> None:
    place = tmp_path / "kept"
    write_kept(place, "stamp", TypeAdapter(list[str]), ["one"])
    assert place.read_text("utf-8").splitlines()[1] == '["one"]'
    assert read_kept(place, "stamp", TypeAdapter(list[str])) == ["one"]
    assert read_kept(place, "other stamp", TypeAdapter(list[str])) is None
    assert read_kept(place, "stamp", TypeAdapter(list[int])) is None  # signed as it must be, and of another kind


def test_what_somebody_else_kept_is_read_anew(reading: Reading, become: Callable[[str], None]) -> None:
    become("another")
    write_kept(reading.place, keeping._make_stamp([reading.file], Path("/")), TEXT, "false")
    assert reading.keep() == "false"
    become("me")
    assert reading.keep() == "one"


def test_a_catalogue_that_was_kept_is_the_one_that_was_read(toy: Toy, monkeypatch: pytest.MonkeyPatch) -> None:
    forget_catalogue()
    first = read_catalogue(toy.project)
    monkeypatch.setattr("dxlib.data.catalogue_files._read_good", lambda _: pytest.fail("read again"))
    forget_catalogue()
    assert read_catalogue(toy.project) == first
    forget_catalogue()


def test_the_whole_catalogue_of_this_repository_can_be_kept(repository: Path, tmp_path: Path) -> None:
    catalogue, _ = inspect_catalogue(Project(repository))
    write_kept(tmp_path / "kept", "stamp", TypeAdapter(Catalogue), catalogue)
    assert read_kept(tmp_path / "kept", "stamp", TypeAdapter(Catalogue)) == catalogue

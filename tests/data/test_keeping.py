"""What was read is kept for as long as the files, and the code that reads them, are the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dxlib.data import keeping
from dxlib.data.keeping import hold, keep

Read = Callable[[], str]


class Reading:
    """Reads one file, and counts how often."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "a.yaml"
        self.place = folder / "kept" / "a.pickle"
        self.file.write_text("one", "utf-8")
        self.times = 0

    def read(self) -> str:
        self.times += 1
        return self.file.read_text("utf-8")

    def keep(self) -> str:
        return keep(self.place, [self.file], self.read)


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
    keep(reading.place, [reading.file, new], reading.read)
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
    hold(reading.place, [reading.file], reading.read)
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
        keep(reading.place, [reading.file.with_name("other")], reading.read)
    assert not reading.place.exists()

"""The state of builds, opened by several at once."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

from dxlib.build.database import is_of_this_version
from dxlib.build.slices import Slice
from dxlib.build.state import Record, State

RECORD = Record({}, {}, "", {}, 0.0)


def open_together(path: Path, count: int = 6) -> list[Exception]:
    barrier, errors = threading.Barrier(count), []

    def use() -> None:
        barrier.wait()
        try:
            with State(path) as state:
                state.write(threading.current_thread().name, RECORD, {})
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=use, name=str(number)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def test_a_plan_and_a_build_may_both_be_the_first_to_open_it(tmp_path: Path) -> None:
    for turn in range(10):
        path = tmp_path / f"{turn}.sqlite"
        assert open_together(path) == []
        with State(path) as state:
            assert len(state.read()) == 6


def test_what_another_version_wrote_is_set_aside_and_begun_anew(tmp_path: Path) -> None:
    path, said = tmp_path / "state.sqlite", []
    with sqlite3.connect(path) as database:
        database.executescript("CREATE TABLE jobs (id TEXT); INSERT INTO jobs VALUES ('old'); PRAGMA user_version = 1;")
    with State(path, said.append) as state:
        assert state.read() == {}
        state.write("new", RECORD, {})
    assert len(said) == 1
    with State(path) as state:
        assert list(state.read()) == ["new"]
    with sqlite3.connect(f"{path}.set-aside") as database:
        assert database.execute("SELECT id FROM jobs").fetchall() == [("old",)]


def test_looking_for_the_version_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    with State(path) as state:
        state.write("new", RECORD, {})
    assert is_of_this_version(path)
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 2")
    assert not is_of_this_version(path)
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT id FROM jobs").fetchall() == [("new",)]


def test_a_page_is_stale_when_its_job_failed_since_and_the_reason_is_one_line() -> None:
    assert RECORD.stale == replace(RECORD, page="p").stale == replace(RECORD, error="no page").stale == ""
    assert replace(RECORD, page="p", error="a cell failed\nFix: mend it").stale == "a cell failed"


def test_rows_of_a_slice_are_noted_down_once_and_anew_when_they_were_forgotten(tmp_path: Path) -> None:
    path, reads = tmp_path / "state.sqlite", {Slice("x", "VNM", "A"): "d1"}
    with State(path) as state:
        assert state.list_lacking(["d1", "d2"]) == {"d1", "d2"}
        state.write("one", replace(RECORD, slices=reads), {"d1": {"row": "hash"}})
        assert state.list_lacking(["d1", "d2"]) == {"d2"}
    with State(path) as state:
        assert state.list_lacking(["d1"]) == set()
        assert state.read_rows("d1") == {"row": "hash"}
        state.forget(["one"])
        assert state.list_lacking(["d1"]) == {"d1"}
        assert state.read_rows("d1") == {}

"""After builds there are as many processes, files, sockets and temporary folders as before."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from dxlib.build.outcome import Status
from dxlib.build.run import Options
from soak.place import EDITIONS, Place
from tests.build.conftest import FAIL_FOR_SINGAPORE, SAY, House


def count_open() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def count_settled(before: list[tuple[int, int, int]]) -> tuple[int, int, int]:
    """Count files, threads and tasks; a thread that is about to end is waited for, also at the first count."""
    wanted = before[0] if before else None
    for _ in range(50):
        now = (count_open(), threading.active_count(), len([*Path("/proc/self/task").iterdir()]))
        if now == wanted:
            break
        wanted = before[0] if before else now
        time.sleep(0.1)
    return now


def test_commands_leave_no_process_file_socket_or_folder(tmp_path: Path) -> None:
    place = Place(tmp_path / "a")
    place.prepare()
    assert place.run("clean").returncode == 0
    for body, code in (((SAY,), 0), ((SAY, FAIL_FOR_SINGAPORE), 1)):
        place.house.write_brief(*body)
        done = place.run("build", *EDITIONS, "--jobs", "2")
        assert done.returncode == code, done.stderr
    assert place.run("audit").returncode == 4  # the notebook is another one than that of the pages
    assert place.list_left() == []
    assert place.list_lost() == []


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="no /proc")
def test_a_process_that_builds_again_and_again_keeps_no_file_and_no_thread(house: House) -> None:
    counts = []
    for number in range(4):
        house.write_brief(SAY, f"brief.check('it is known', brief.latest('egdi_rank'), low={number})")
        assert house.build(Options(workers=2), areas=["VNM"]).counts == {
            Status.UNCHANGED if number else Status.BUILT: 4
        }
        counts.append(count_settled(counts[1:]))
    assert counts[1:] == [counts[1]] * 3, counts

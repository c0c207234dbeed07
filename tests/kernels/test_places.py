"""Folders for sockets: short, private, and nobody's leftovers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from dxlib.errors import ConfigError
from dxlib.kernels import places
from tests.kernels.conftest import wait_until

KILLED = """
import os, signal
from dxlib.kernels import places
for kind in "tk":
    places.PrivateFolder(kind)
kept = places.PrivateFolder("t")
places.publish("key", kept.path)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def base(run_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A base of its own below the tests' folder."""
    monkeypatch.setenv(places.RUN_VARIABLE, str(run_folder / "b"))
    yield places.find_base()
    shutil.rmtree(run_folder / "b")


def test_the_base_is_private_and_found_again(base: Path) -> None:
    assert base.stat().st_mode & 0o777 == 0o700
    assert places.find_base() == base


def test_without_the_variable_the_base_lies_with_temporary_files_unless_their_path_is_long(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv(places.RUN_VARIABLE)
    monkeypatch.setattr("tempfile.tempdir", "/tmp/x")
    assert places._choose_base() == Path(f"/tmp/x/dxlib-{os.geteuid()}")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / ("x" * 90)))
    assert places._choose_base() == Path(f"/tmp/dxlib-{os.geteuid()}")


def test_a_path_that_is_too_long_for_sockets_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    long = "/tmp/" + "é" * 50
    monkeypatch.setenv(places.RUN_VARIABLE, long)
    with pytest.raises(ConfigError) as caught:
        places.find_base()
    assert str(caught.value) == (
        f"The path '{long}' is too long for sockets: 105 bytes.\nAllowed: 'at most 92 bytes'.\n"
        "Fix: set DXLIB_RUN_DIR to a shorter folder."
    )


@pytest.mark.parametrize("wrong", ["mode", "link"])
def test_a_folder_that_others_may_use_is_refused(base: Path, wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if wrong == "mode":
        base.chmod(0o755)
    else:
        (base / "link").symlink_to(base)
        monkeypatch.setenv(places.RUN_VARIABLE, str(base / "link"))
    with pytest.raises(ConfigError) as caught:
        places.find_base()
    assert str(caught.value) == (
        f"The folder '{os.environ[places.RUN_VARIABLE]}' is not private: others may open kernels there.\n"
        "Fix: remove it, or set DXLIB_RUN_DIR to a folder that only you can open (chmod 700)."
    )


@pytest.mark.parametrize(
    ("name", "reason"),
    [("file", "File exists"), ("file/x", "Not a directory"), ("shut", "its rights do not let you write there")],
)
def test_a_folder_that_cannot_be_made_or_written_to_is_refused(
    base: Path, name: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (base / "file").touch()
    (base / "shut").mkdir(mode=0o500)
    monkeypatch.setenv(places.RUN_VARIABLE, str(base / name))
    with pytest.raises(ConfigError) as caught:
        places.find_base()
    assert str(caught.value) == (
        f"The folder '{base / name}', for sockets of kernels, cannot be used: {reason}.\n"
        "Fix: set DXLIB_RUN_DIR to a folder that you can make and write to."
    )


def test_a_folder_goes_with_its_object_and_is_swept_after_its_process(base: Path) -> None:
    with places.PrivateFolder("k") as folder:
        places.sweep()
        assert folder.path.stat().st_mode & 0o777 == 0o700
        assert not places.remove_if_abandoned(folder.path)
    assert not folder.path.exists()
    forgotten = places.PrivateFolder("k").path
    assert not forgotten.exists()
    subprocess.run([sys.executable, "-c", KILLED], check=False)
    assert sorted(path.name[:2] for path in base.iterdir()) == ["ke", "t-"]
    places.sweep()
    assert list(base.iterdir()) == []
    assert places.remove_if_abandoned(base / "k-never")


@pytest.mark.usefixtures("base")
def test_a_key_leads_to_the_folder_that_was_published_last() -> None:
    with places.PrivateFolder("t") as one, places.PrivateFolder("t") as other:
        places.publish("key", one.path)
        places.publish("key", other.path)
        assert places.get_socket("key").resolve() == other.path / "s"
        places.withdraw("key", one.path)
        assert places.get_socket("key").parent.exists()
        places.withdraw("key", other.path)
        places.withdraw("key", other.path)
        assert not places.get_socket("key").parent.exists()


def test_one_starts_at_a_time_and_the_lock_does_not_stay(base: Path) -> None:
    inside: list[int] = []
    most = []

    def start(number: int) -> None:
        with places.starting("key"):
            inside.append(number)
            most.append(len(inside))
            inside.remove(number)

    threads = [threading.Thread(target=start, args=(number,)) for number in range(8)]
    with places.starting("key"):
        for thread in threads:
            thread.start()
        assert most == []
    for thread in threads:
        thread.join()
    assert most == [1] * 8
    wait_until(lambda: list(base.iterdir()) == [])


def test_a_folder_that_is_swept_while_it_is_made_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    made, make = [], places.tempfile.mkdtemp

    def make_and_sweep(**given: object) -> str:
        made.append(make(**given))
        if len(made) == 1:
            Path(made[0]).rmdir()
        return made[-1]

    monkeypatch.setattr(places.tempfile, "mkdtemp", make_and_sweep)
    with places.PrivateFolder("n") as folder:
        assert [str(folder.path)] == made[1:]

"""Another user of the machine: cannot connect to a template, read what is kept, or make us write; may read pages."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dxlib.errors import ConfigError
from dxlib.kernels import places
from dxlib.paths import ROOT_VARIABLE, Project
from tests.build.conftest import House
from tests.conftest import write_toy_project

NOBODY = 65534
pytestmark = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0,
    reason="only root can be another user (a soak counts this as failed)",
)


def act_as_nobody(action: Callable[[], object]) -> str:
    """Do something as another user without rights; give what came of it: ``done``, or the name of the error."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.setgroups([])
            os.setresgid(NOBODY, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, NOBODY)
            action()
            said = "done"
        except BaseException as error:
            said = type(error).__name__
        os.write(write, said.encode())
        os._exit(0)
    os.close(write)
    os.waitpid(pid, 0)
    with os.fdopen(read, encoding="utf-8") as file:
        return file.read()


def connect(path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as link:
        link.connect(str(path))


@pytest.fixture(scope="module")
def shared() -> Iterator[Path]:
    """A folder that everybody may enter, unlike those of pytest."""
    folder = Path(tempfile.mkdtemp(prefix="dxn-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def built(shared: Path) -> Project:
    """A small project that was built there, and whose template still runs."""
    house = House(write_toy_project(shared / "p"), [])
    house.prepare()
    environment = {**os.environ, ROOT_VARIABLE: str(house.project.root), places.RUN_VARIABLE: str(shared / "s")}
    for command in (["clean"], ["build", "--edition", "2024"]):
        program = [sys.executable, "-m", "dxlib", *command]
        done = subprocess.run(program, env=environment, umask=0o022, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    return house.project


def test_another_user_cannot_connect_to_a_template(shared: Path, built: Project) -> None:
    assert built.reports.is_dir()
    sockets = [path for path in (shared / "s").glob("t-*/s") if path.is_socket()]
    assert sockets, "no template runs"
    for path in sockets:
        connect(path)  # we can
        assert act_as_nobody(lambda path=path: connect(path)) == "PermissionError"
    assert {oct(path.stat().st_mode)[-3:] for path in (shared / "s", *(shared / "s").glob("t-*"))} == {"700"}
    assert act_as_nobody(lambda: [*(shared / "s").iterdir()]) == "PermissionError"


def test_another_user_reads_pages_and_nothing_of_what_is_kept(built: Project) -> None:
    pages = [path for path in built.reports.rglob("*") if path.is_file()]
    assert len(pages) > 5
    for path in pages:
        assert act_as_nobody(path.read_bytes) == "done", path
    kept = [path for path in built.state.rglob("*") if path.is_file() and built.releases not in path.parents]
    assert {path.name for path in kept} >= {"left.note"}
    assert [str(path) for path in kept if act_as_nobody(path.read_bytes) == "done"] == []
    assert act_as_nobody(lambda: [*built.state.iterdir()]) == "PermissionError"


def test_another_user_cannot_write_where_dxlib_writes(built: Project) -> None:
    folders = [built.reports, built.state, built.releases, built.clean, *(p for p in built.releases.iterdir())]
    for folder in folders:
        assert act_as_nobody((folder / "planted").touch) == "PermissionError", folder
    for path in built.reports.rglob("*"):
        if path.is_file():
            assert act_as_nobody(lambda path=path: path.open("ab")) == "PermissionError", path


@pytest.mark.parametrize("kind", ["a folder", "a link"])
def test_what_another_user_put_where_sockets_shall_lie_is_refused(
    shared: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    place = shared / "everybody"
    place.mkdir(exist_ok=True)
    place.chmod(0o777)
    planted, target = place / f"dxlib-{kind[-4:]}", place / "target"
    make = planted.mkdir if kind == "a folder" else lambda: (target.mkdir(), planted.symlink_to(target))
    assert act_as_nobody(make) == "done"
    monkeypatch.setenv(places.RUN_VARIABLE, str(planted))
    with pytest.raises(ConfigError, match="is not private: others may open kernels there"):
        places.find_base()
    assert not [*planted.iterdir()]

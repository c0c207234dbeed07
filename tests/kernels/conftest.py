"""Kernels and templates in a folder of sockets that belongs to the tests, and a look at what they leave."""

from __future__ import annotations

import itertools
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import KernelManager

from dxlib.kernels import alone, client, places
from dxlib.kernels.provisioner import WarmProvisioner
from dxlib.kernels.recipe import IDLE_VARIABLE, Recipe, make_recipe
from dxlib.kernels.spec import make_findable

PATIENCE_S = 60.0
PLAIN: dict[str, Any] = {"modules": []}


def wait_until(check: Callable[[], object], patience_s: float = PATIENCE_S) -> None:
    """Wait until something is true, and fail if it never is."""
    until = time.monotonic() + patience_s
    while not check():
        assert time.monotonic() < until, "it never came true"
        time.sleep(0.02)


def is_running(pid: int) -> bool:
    """Say whether there is such a process, and it is not merely waiting to be reaped."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def get_parent(pid: int) -> int:
    """Give the parent of a process."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def list_templates(folder: Path) -> list[int]:
    """Give the templates that use a folder for their sockets, by their open files."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            command = (path / "cmdline").read_bytes().split(b"\0")
            files = [str(file.readlink()) for file in (path / "fd").iterdir()]
        except OSError:
            continue
        if b"dxlib.kernels.template" in command and any(file.startswith(f"{folder}/t-") for file in files):
            found.append(int(path.name))
    return found


@pytest.fixture(scope="session")
def run_folder() -> Iterator[Path]:
    """A folder for sockets; at the end nothing must be left in it, and no template that used it."""
    folder = Path(tempfile.mkdtemp(prefix="dxt-", dir="/tmp"))
    yield folder
    client.release()
    wait_until(lambda: not list(folder.iterdir()))
    wait_until(lambda: not list_templates(folder))
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def sockets() -> Iterator[Path]:
    """A folder for the sockets of ordinary kernels.

    Over TCP, jupyter_client looks for five free ports and lets them go, and the kernel takes them a second later: one
    that another program was given meanwhile ends it.
    """
    with tempfile.TemporaryDirectory(prefix="dxk-", dir="/tmp") as folder:
        yield Path(folder)


@pytest.fixture(scope="module", autouse=True)
def surroundings(run_folder: Path, sockets: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Sockets in the tests' folders, the kernel known by its name, templates that end soon, a history of its own."""
    begin, numbers = KernelManager.__init__, itertools.count()

    def begin_with_sockets(manager: KernelManager, *arguments: Any, **options: Any) -> None:
        ordinary = options.get("kernel_name") == "python3"
        given = {"transport": "ipc", "ip": f"{sockets}/m{next(numbers)}"} if ordinary else {}
        begin(manager, *arguments, **given, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(KernelManager, "__init__", begin_with_sockets)
        patch.setenv(places.RUN_VARIABLE, str(run_folder))
        patch.setenv(IDLE_VARIABLE, "1")
        patch.setenv("JUPYTER_PATH", "")
        patch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
        make_findable(os.environ)  # type: ignore[arg-type]
        yield


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each test hear what is said once."""
    monkeypatch.setattr(WarmProvisioner, "_said", set())
    monkeypatch.setattr(alone, "_said", set())


class Kernel:
    """A kernel and a client, for tests."""

    def __init__(self, name: str = "dxlib", **launch: Any) -> None:
        self.manager = KernelManager(kernel_name=name)
        config = launch.pop("config", None)
        if config is not None:
            self.manager.kernel_spec.metadata["kernel_provisioner"]["config"] = config
        self.manager.start_kernel(**launch)
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    @property
    def pid(self) -> int:
        """The process."""
        return self.manager.provisioner.pid

    def run(self, code: str, timeout_s: float = 30) -> list[dict[str, Any]]:
        """Run code and give the messages that are outputs; what fails aborts no cell that is sent right after it."""
        messages: list[dict[str, Any]] = []
        reply = self.client.execute_interactive(
            code, output_hook=messages.append, timeout=timeout_s, allow_stdin=False, stop_on_error=False
        )
        assert reply["content"]["status"] != "aborted", reply
        return [message for message in messages if message["msg_type"] not in ("status", "execute_input")]

    def ask(self, code: str, timeout_s: float = 30) -> Any:
        """Run code and give what it prints, evaluated."""
        import ast

        messages = self.run(code, timeout_s)
        assert all(message["msg_type"] == "stream" for message in messages), messages
        return ast.literal_eval("".join(message["content"]["text"] for message in messages))

    def close(self) -> None:
        """End it."""
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture
def start() -> Iterator[Callable[..., Kernel]]:
    """Starts kernels and ends them with the test."""
    kernels: list[Kernel] = []

    def start_one(name: str = "dxlib", **launch: Any) -> Kernel:
        kernels.append(Kernel(name, **launch))
        return kernels[-1]

    yield start_one
    for kernel in kernels:
        kernel.close()


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Recipe]:
    """Gives recipes for modules that lie in the test's own folder."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)

    def make(modules: Sequence[str] = (), idle_s: float = 1.0) -> Recipe:
        return make_recipe(modules, python=[sys.executable], env=os.environ, idle_s=idle_s)

    return make

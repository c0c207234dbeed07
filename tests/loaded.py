"""The command line in processes of their own, forked from one that has it loaded: most of what it takes is to load it.

As a program, this file is what they are forked from. What an interpreter reads when it starts, as variables and the
locale, is given to :func:`keep_loaded`. Where the start itself counts, :func:`tests.building.run_dxlib_apart` has one.
"""

from __future__ import annotations

import ctypes
import gc
import importlib.util
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dxlib.paths import ROOT_VARIABLE, Project

# In ``PYTHONPATH`` of processes that load papermill or Jupyter, which takes seconds with what tests have installed.
PLAIN = Path(__file__).with_name("plain")
COMMAND = "from dxlib.cli import main\nmain()"
SAID = ("out", "err")  # files with what a command prints
LONGEST_S = 600.0
# What the commands load late.
_NEEDED = (
    "dxlib.cli", "dxlib.audit.auditing", "dxlib.audit.cleaned", "dxlib.build.building", "dxlib.build.checking",
    "dxlib.build.form", "dxlib.build.merging", "dxlib.build.publish", "dxlib.build.verifying", "dxlib.build.whole",
    "dxlib.data.clean", "dxlib.export.index", "dxlib.language.extract",
)  # fmt: skip
_PATHS = "PYTHONPATH"
_BYTES = 8  # of a number on the way back
_NEW_MOUNTS, _NEW_USERS = 0x00020000, 0x10000000  # of unshare(2), which Python knows since 3.12


def make_plain(environment: Mapping[str, str]) -> dict[str, str]:
    """Give the environment of a process that loads nothing that only tests have installed."""
    paths = [str(PLAIN), environment.get(_PATHS, "")]
    return {**environment, _PATHS: os.pathsep.join(filter(None, paths))}


class Running:
    """A command that runs in a process of its own.

    Parameters
    ----------
    answers
        Where the number of the process is read, and later how it ended.
    arguments
        What it was given.
    """

    def __init__(self, answers: int, arguments: tuple[str, ...], place: tempfile.TemporaryDirectory[str]) -> None:
        self._answers, self._arguments, self._place = answers, arguments, place
        self.pid = _read_number(answers)
        self.returncode: int | None = None

    def wait(self, seconds: float) -> bool:
        """Wait so long for its end; say whether it has ended."""
        if self.returncode is None and select.select([self._answers], [], [], seconds)[0]:
            self.returncode = os.waitstatus_to_exitcode(_read_number(self._answers))
        return self.returncode is not None

    def kill(self) -> None:
        """Kill the process, and nothing else."""
        if not self.wait(0):
            os.kill(self.pid, signal.SIGKILL)

    def finish(self, seconds: float = LONGEST_S) -> subprocess.CompletedProcess[str]:
        """Give what it said, once it has ended; one that does not end in time is killed."""
        if not self.wait(seconds):
            self.kill()
            self.wait(LONGEST_S)
            self._place.cleanup()
            raise TimeoutError(f"{self._arguments} did not end within {seconds:g} s")
        said = [Path(self._place.name, name) for name in SAID]
        texts = [path.read_text("utf-8") if path.exists() else "" for path in said]
        self._place.cleanup()
        return subprocess.CompletedProcess(self._arguments, self.returncode or 0, *texts)


class Loaded:
    """A process that has loaded the command line and forks others, one at a time.

    Parameters
    ----------
    variables
        Of the environment of all these processes, beside those of this one: what an interpreter reads when it starts.
    """

    def __init__(self, variables: Mapping[str, str] | None = None) -> None:
        self._variables = dict(variables or {})
        self._answers, theirs = os.pipe()
        command, environment = [sys.executable, __file__, str(theirs)], {**make_plain(os.environ), **self._variables}
        self._process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, pass_fds=[theirs])
        os.close(theirs)
        self._last: Running | None = None

    def run(self, project: Project, *arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
        """Run a command on a project to its end, as :meth:`start` has it."""
        return self.start(project, *arguments, **more).finish()

    def start(
        self,
        project: Project,
        *arguments: str,
        code: str = COMMAND,
        variables: Mapping[str, str] | None = None,
        before: str = "",
        after: str = "",
        folder: str = "",
        umask: int = 0o022,
    ) -> Running:
        """Start a command on a project; one that still runs is ended.

        Parameters
        ----------
        code
            What the process does with the arguments.
        variables
            Of the environment, beside those of this process.
        before, after
            What a shell does in the project's folder: with either, the process has mounts of its own.
        folder
            Where the command runs then.
        umask
            Which rights its files do not get.
        """
        self._end_last()
        environment = {**os.environ, ROOT_VARIABLE: str(project.root), **self._variables, **(variables or {})}
        place = tempfile.TemporaryDirectory()
        order = {
            "arguments": arguments, "code": code, "environment": environment,
            "files": [os.devnull, *(str(Path(place.name, name)) for name in SAID)],
            "umask": umask, "before": before, "after": after,
            "folders": [str(project.root), folder or str(project.root)],
        }  # fmt: skip
        self._process.stdin.write(os.fsencode(f"{json.dumps(order, ensure_ascii=False)}\n"))
        self._process.stdin.flush()
        self._last = Running(self._answers, arguments, place)
        return self._last

    def _end_last(self) -> None:
        """End what a test that failed has left running."""
        if self._last and self._last.returncode is None:
            self._last.kill()
            self._last.finish()

    def close(self) -> None:
        """End it."""
        self._end_last()
        self._process.stdin.close()
        self._process.wait()
        os.close(self._answers)


def _read_number(answers: int) -> int:
    if not (number := os.read(answers, _BYTES)):
        raise EOFError("the process that has dxlib loaded has ended")
    return int.from_bytes(number)


@contextmanager
def keep_loaded(variables: Mapping[str, str] | None = None) -> Iterator[Loaded]:
    """Have such a process as long as a block runs."""
    loaded = Loaded(variables)
    try:
        yield loaded
    finally:
        loaded.close()


# In the process that has it loaded ---------------------------------------------------------------
def _fork() -> int:
    """Fork, also where ``tests/portable/lacking`` has taken that from :mod:`os`."""
    import posix

    return posix.fork()


def _serve(answers: int) -> dict[str, Any] | None:
    """Fork for each order; give none at the end, and in a forked process what it shall do."""
    sys.stdin.reconfigure(encoding=sys.getfilesystemencoding(), errors="surrogateescape")  # as paths are read
    while line := sys.stdin.readline():
        if (pid := _fork()) == 0:
            os.close(answers)
            return json.loads(line)
        os.write(answers, pid.to_bytes(_BYTES))
        os.write(answers, os.waitpid(pid, 0)[1].to_bytes(_BYTES))
    return None


def _obey(order: dict[str, Any]) -> None:
    for number, name in enumerate(order["files"]):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT, 0o600), number)
    os.environ.clear()
    os.environ.update(order["environment"])
    tempfile.tempdir = None  # found anew, by this environment
    os.umask(order["umask"])
    os.chdir(order["folders"][0])
    if order["before"] or order["after"]:
        _have_own_mounts()
        _run_shell(order["before"])
        os.chdir(order["folders"][1])
        if pid := _fork():
            ended = os.waitpid(pid, 0)[1]
            _run_shell(order["after"])
            os._exit(os.waitstatus_to_exitcode(ended))
    sys.argv = ["dxlib", *order["arguments"]]
    sys.path[0] = str(Path.cwd())  # as of `python -m dxlib`, and what workers take for what was started
    sys.modules["__main__"].__spec__ = importlib.util.find_spec("dxlib.__main__")
    exec(compile(order["code"], "<command>", "exec"), {"__name__": "__main__"})


def _have_own_mounts() -> None:
    user, group = os.geteuid(), os.getegid()
    if ctypes.CDLL(None, use_errno=True).unshare(_NEW_MOUNTS | (_NEW_USERS if user else 0)):
        raise OSError(ctypes.get_errno(), "no mounts of its own")
    if user:
        for name, said in (("setgroups", "deny"), ("uid_map", f"0 {user} 1"), ("gid_map", f"0 {group} 1")):
            Path("/proc/self", name).write_text(said, "ascii")
    _run_shell("mount --make-rprivate /")


def _run_shell(script: str) -> None:
    subprocess.run(["sh", "-ec", script], check=True)


if __name__ == "__main__":
    for _name in _NEEDED:
        importlib.import_module(_name)
    gc.freeze()
    if (_order := _serve(int(sys.argv[1]))) is not None:
        _obey(_order)

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
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dxlib.paths import ROOT_VARIABLE, Project

COMMAND = "from dxlib.cli import main\nmain()"
# What the commands load late.
_NEEDED = (
    "dxlib.cli", "dxlib.audit.auditing", "dxlib.audit.cleaned", "dxlib.build.building", "dxlib.build.checking",
    "dxlib.build.form", "dxlib.build.merging", "dxlib.build.publish", "dxlib.build.verifying", "dxlib.build.whole",
    "dxlib.data.clean", "dxlib.export.index", "dxlib.language.extract",
)  # fmt: skip
_NEW_MOUNTS, _NEW_USERS = 0x00020000, 0x10000000  # of unshare(2), which Python knows since 3.12


class Loaded:
    """A process that has loaded the command line and forks others, one at a time.

    Parameters
    ----------
    variables
        Of the environment of all these processes, beside those of this one: what an interpreter reads when it starts.
    """

    def __init__(self, variables: Mapping[str, str] | None = None) -> None:
        self._variables = dict(variables or {})
        ours, theirs = os.pipe()
        command, environment = [sys.executable, __file__, str(theirs)], {**os.environ, **self._variables}
        self._process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, pass_fds=[theirs])
        os.close(theirs)
        self._answers = os.fdopen(ours)

    def run(
        self,
        project: Project,
        *arguments: str,
        code: str = COMMAND,
        variables: Mapping[str, str] | None = None,
        before: str = "",
        after: str = "",
        folder: str = "",
        umask: int = 0o022,
    ) -> subprocess.CompletedProcess[str]:
        """Run a command on a project.

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
        environment = {**os.environ, ROOT_VARIABLE: str(project.root), **self._variables, **(variables or {})}
        with tempfile.TemporaryDirectory() as place:
            said = [str(Path(place) / name) for name in ("out", "err")]
            order = {
                "arguments": arguments, "code": code, "environment": environment, "files": [os.devnull, *said],
                "umask": umask, "before": before, "after": after,
                "folders": [str(project.root), folder or str(project.root)],
            }  # fmt: skip
            self._process.stdin.write(os.fsencode(f"{json.dumps(order, ensure_ascii=False)}\n"))
            self._process.stdin.flush()
            ended = os.waitstatus_to_exitcode(json.loads(self._answers.readline()))
            return subprocess.CompletedProcess(
                arguments, ended, *(Path(name).read_text("utf-8") if Path(name).exists() else "" for name in said)
            )

    def close(self) -> None:
        """End it."""
        self._process.stdin.close()
        self._process.wait()
        self._answers.close()


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
        os.write(answers, b"%d\n" % os.waitpid(pid, 0)[1])
    return None


def _obey(order: dict[str, Any]) -> None:
    for number, name in enumerate(order["files"]):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT, 0o600), number)
    os.environ.clear()
    os.environ.update(order["environment"])
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

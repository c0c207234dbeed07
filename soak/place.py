"""Where one lane of a soak works: a small project with temporary files, sockets and processes of its own."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from dxlib.kernels.places import RUN_VARIABLE
from dxlib.kernels.recipe import IDLE_VARIABLE
from dxlib.paths import ROOT_VARIABLE, Project
from tests.build.conftest import SAY, SAY_ALSO, House
from tests.conftest import write_toy_project

REPOSITORY: Final = Path(__file__).parents[1]
EDITIONS: Final = ("--edition", "2023", "--edition", "2024")
BUILD: Final = ("build", *EDITIONS)
IDLE_S: Final = 3  # templates that nobody needs go soon, so that what stays is what leaked
PATIENCE_S: Final = 30.0
LONGEST_S: Final = 240.0  # of any command: what takes longer hangs
CONTENTS: Final = {"short": (SAY,), "long": (SAY, SAY_ALSO)}  # two notebooks that make different pages
FIRST: Final = "short"  # what the first build makes


@dataclass(frozen=True)
class Place:
    """A folder with a small project.

    Parameters
    ----------
    folder
        Short, since sockets lie below it.
    sabotage
        What is switched off in the commands that run here; nothing by default.
    """

    folder: Path
    sabotage: str = ""
    own_files: Mapping[str, str] = field(default_factory=lambda: {"reports/mine.txt": "a user's own\n"})

    @property
    def project(self) -> Project:
        """The project's folders."""
        return Project(self.folder / "p")

    @property
    def house(self) -> House:
        """The project, and how it is changed."""
        from tests.conftest import Toy  # noqa: PLC0415

        return House(Toy(self.project), [])

    @property
    def temporary(self) -> Path:
        """Where its commands put temporary files."""
        return self.folder / "t"

    @property
    def sockets(self) -> Path:
        """Where its kernels have their sockets."""
        return self.folder / "s"

    @property
    def environment(self) -> dict[str, str]:
        """What its commands find in their environment."""
        above = os.pathsep.join(filter(None, (str(REPOSITORY), os.environ.get("PYTHONPATH", ""))))
        own = {
            "XDG_STATE_HOME": str(self.home),
            ROOT_VARIABLE: str(self.project.root), "TMPDIR": str(self.temporary), RUN_VARIABLE: str(self.sockets),
            IDLE_VARIABLE: str(IDLE_S), "PYTHONPATH": above,
        }  # fmt: skip
        return {**os.environ, **own}

    @property
    def home(self) -> Path:
        """Where the key of its user lies, with which records are sealed."""
        return self.folder / "h"

    def prepare(self) -> None:
        """Have the project as its first build leaves it, which is made once for all places of this process."""
        first = build_first()
        self.temporary.mkdir(parents=True)
        for made, own in ((first.project.root, self.project.root), (first.home, self.home)):
            own.mkdir(exist_ok=True)
            subprocess.run(["cp", "-a", f"{made}/.", own], check=True)

    def write_project(self) -> None:
        """Write the project: two areas, two editions, one language; and a file of the user's beside the release."""
        self.temporary.mkdir(parents=True)
        house = House(write_toy_project(self.project.root), [])
        house.prepare()
        declared = {"areas": ["VNM", "SGP"], "editions": [2023, 2024], "languages": ["en"]}
        house.toy.write_briefs({"01-toy": declared})
        self.change(FIRST)
        for name, text in self.own_files.items():
            house.toy.write(name, text)

    def change(self, content: str) -> None:
        """Write one of the two notebooks."""
        self.house.write_brief(*CONTENTS[content])

    def start(self, *arguments: str, **more: object) -> subprocess.Popen[str]:
        """Start a command."""
        program = ["soak.sabotage", self.sabotage] if self.sabotage else ["dxlib"]
        return subprocess.Popen(
            [sys.executable, "-m", *program, *arguments], cwd=self.project.root, env=self.environment, text=True,
            **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "start_new_session": True, **more},
        )  # fmt: skip

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end; one that does not end in time is killed, and its return code says so."""
        with self.start(*arguments) as process:
            try:
                said, complained = process.communicate(timeout=LONGEST_S)
            except subprocess.TimeoutExpired:
                process.kill()
                said, complained = process.communicate()
                complained += f"\nIt did not end within {LONGEST_S:g} s."
        return subprocess.CompletedProcess(arguments, process.returncode, said, complained)

    def list_processes(self) -> dict[int, str]:
        """Give the command lines of what still works here, by process; zombies have none."""
        mark = f"{RUN_VARIABLE}={self.sockets}".encode()
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    found[int(folder.name)] = (folder / "cmdline").read_text("utf-8", "replace").replace("\0", " ")
        return found

    def list_left(self) -> list[str]:
        """Give what is left once nothing works here any more: processes, sockets, temporary files and folders."""
        until = time.monotonic() + PATIENCE_S
        while (running := self.list_processes()) and time.monotonic() < until:
            time.sleep(0.2)
        sockets = sorted(self.sockets.iterdir()) if self.sockets.is_dir() else []
        left = [*sorted(self.temporary.iterdir()), *sockets]
        return [f"process {pid}: {command}" for pid, command in running.items()] + [f"left: {path}" for path in left]

    def list_lost(self) -> list[str]:
        """Give which of the user's own files are not what they were."""
        return [
            f"{name} of the user's is not what it was" for name, text in self.own_files.items()
            if not (path := self.project.root / name).is_file() or path.read_text("utf-8") != text
        ]  # fmt: skip


@cache
def build_first() -> Place:
    """Give a place where the project was built once; it goes when this process ends. Threads call it one at a time."""
    folder = Path(tempfile.mkdtemp(prefix="dxlib-first-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    place = Place(folder / "b")
    place.write_project()
    for command in (("clean",), BUILD):
        done = place.run(*command)
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
    return place

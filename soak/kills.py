"""Kills at random moments: readers see whole editions of one build, and the next build gives what it would have."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Final

from soak.counting import Tally
from soak.place import CONTENTS, EDITIONS, LONGEST_S, Place
from soak.seen import list_broken, list_unlike, read_release

GROUP: Final = "kill"
_BUILD: Final = ("build", *EDITIONS)
_LOOK_EVERY_S: Final = 0.02
_IN_A_ROW: Final = 3  # builds that are killed before one is let to its end
_ANEW: Final = 1 / 6  # how often nothing was built before
_WITHIN: Final = 0.9  # of the time that a build takes: a kill shall strike before its end


class Killer:
    """Builds of a small project, each killed once.

    Parameters
    ----------
    place, tally, seed
        Where, what counts, and of which random moments.
    """

    def __init__(self, place: Place, tally: Tally, seed: int) -> None:
        self.place = place
        self.tally = tally
        self._chance = random.Random(seed)
        self._whole: dict[str, Mapping[str, bytes]] = {}
        self._now = ""
        self._seconds = 1.0

    def prepare(self) -> None:
        """Build both contents once, to know what each gives."""
        self.place.prepare()
        for content in ("long", "short", "long"):
            self.place.change(content)
            began = time.monotonic()
            for command in (("clean",), _BUILD):
                done = self.place.run(*command)
                if done.returncode:
                    raise RuntimeError(done.stdout + done.stderr)
            self._seconds = time.monotonic() - began
            self._whole[content], self._now = self._read(), content

    def _read(self) -> dict[str, bytes]:
        own = {name.partition("/")[2] for name in self.place.own_files}
        return read_release(self.place.project.reports, own)

    def run_round(self) -> None:
        """Kill builds of other content in a row, look each time at what readers see, and build to the end."""
        content = next(name for name in CONTENTS if name != self._now)
        if self._chance.random() < _ANEW:
            self._forget()
        before = self._read()
        self.place.change(content)
        for number in range(_IN_A_ROW):
            kind = self._chance.choice([*KINDS])
            struck, problems = self._kill(kind, before)
            problems += list_broken(self._read(), before, self._whole[content])
            if number == _IN_A_ROW - 1 or not struck:
                problems += self._go_on(content, before)
            if struck or problems:
                self.tally.add(GROUP, kind, told=problems[:1] and ["; ".join(problems)])
            if not struck:
                break

    def _forget(self) -> None:
        shutil.rmtree(self.place.project.state, ignore_errors=True)
        for path in self.place.project.reports.iterdir():
            if path.name not in {name.partition("/")[2] for name in self.place.own_files}:
                path.unlink() if path.is_symlink() or path.is_file() else shutil.rmtree(path)
        self.place.run("clean")

    def _kill(self, kind: str, before: Mapping[str, bytes]) -> tuple[bool, list[str]]:
        """Start a build and kill something of it; say whether it was there, and what readers saw meanwhile."""
        with tempfile.TemporaryFile("w+") as said, self.place.start(*_BUILD, stdout=said, stderr=said) as process:
            found = self._watch(process, before, self._chance.uniform(0.05, self._seconds * _WITHIN))
            struck = self._strike(kind, process)
            found += self._watch(process, before, LONGEST_S)
            if process.poll() is None:
                found.append(f"the build did not end after the kill of {kind}")
                process.kill()
            said.seek(0)
            if struck and kind in SURVIVED and process.wait() != 0:
                found.append(f"the build did not survive the kill of {kind}: {said.read().strip()[-300:]}")
        return struck, found[:3]

    def _strike(self, kind: str, process: subprocess.Popen[str]) -> bool:
        """Kill what is there, or wait until it is; say whether it was killed before the build ended."""
        while process.poll() is None:
            if KINDS[kind](self.place, process):
                return True
            time.sleep(_LOOK_EVERY_S)
        return False

    def _watch(self, process: subprocess.Popen[str], before: Mapping[str, bytes], most_s: float) -> list[str]:
        """Look as readers do until a build ends, or for some seconds: every page that was there is there."""
        pages = [self.place.project.reports / name for name in before if "/" in name]
        until, missed = time.monotonic() + most_s, set[str]()
        while process.poll() is None and time.monotonic() < until:
            missed |= {
                str(path) for path in pages if not path.exists() and not path.exists()
            }  # a link between two looks
            time.sleep(_LOOK_EVERY_S)
        return [f"a reader did not find {path}" for path in sorted(missed)]

    def _go_on(self, content: str, before: Mapping[str, bytes]) -> list[str]:
        """Build to the end; say what is not as it would have been without the kill."""
        with tempfile.TemporaryFile("w+") as said, self.place.start(*_BUILD, stdout=said, stderr=said) as process:
            missed = self._watch(process, before, LONGEST_S)
            if process.poll() is None:
                process.kill()
            code = process.wait()
            said.seek(0)
            text = said.read()
        self._now = "" if code else content
        if code or "Traceback" in text:
            return [*missed, f"the next build ended with {code}: {text.strip()[-300:]}"]
        return [*missed, *list_unlike(self._read(), self._whole[content]), *self.place.list_lost()]

    def finish(self) -> None:
        """Count what is left of all these builds, once the last has swept up after those that were killed."""
        self.place.list_left()  # waits until templates have ended: the next one that starts sweeps
        self.place.change(next(name for name in CONTENTS if name != self._now))
        self.place.run(*_BUILD)
        self.tally.add("left after", "kills", told=self.place.list_left(), wrong="leaked")


def kill_build(_place: Place, process: subprocess.Popen[str]) -> bool:
    """Kill the program that was started, and nothing else."""
    process.kill()
    return True


def kill_all(_place: Place, process: subprocess.Popen[str]) -> bool:
    """Kill the program with its workers, as a machine does that has no memory left."""
    os.killpg(process.pid, signal.SIGKILL)
    return True


def kill_worker(place: Place, process: subprocess.Popen[str]) -> bool:
    """Kill one of the processes that run jobs."""
    return _kill_first(_list_children_of_forkserver(place, process))


def kill_forkserver(place: Place, process: subprocess.Popen[str]) -> bool:
    """Kill the process from which workers are forked."""
    return _kill_first(_list_forkservers(place, process))


def kill_template(place: Place, _process: subprocess.Popen[str]) -> bool:
    """Kill the process from which notebooks are forked."""
    found = (pid for pid, command in place.list_processes().items() if "dxlib.kernels.template" in command)
    return _kill_first(found)


KINDS: Final[Mapping[str, Callable[[Place, subprocess.Popen[str]], bool]]] = {
    "the build": kill_build,
    "the build and its workers": kill_all,
    "a worker": kill_worker,
    "the forkserver": kill_forkserver,
    "the template": kill_template,
}
SURVIVED: Final = frozenset({"a worker", "the forkserver", "the template"})


def _list_forkservers(place: Place, process: subprocess.Popen[str]) -> Iterator[int]:
    for pid, command in place.list_processes().items():
        if "forkserver" in command and _read_parent(pid) == process.pid:
            yield pid


def _list_children_of_forkserver(place: Place, process: subprocess.Popen[str]) -> Iterator[int]:
    servers = set(_list_forkservers(place, process))
    for pid in place.list_processes():
        if _read_parent(pid) in servers:
            yield pid


def _read_parent(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:  # noqa: PTH123  (/proc)
            return int(file.read().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _kill_first(found: Iterator[int]) -> bool:
    pid = next(found, 0)
    if pid:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            return True
    return False

"""Kills at random moments: readers see whole editions of one build, and the next build gives what it would have."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from statistics import median
from typing import Final

from soak.counting import Tally
from soak.place import BUILD, CONTENTS, FIRST, LONGEST_S, Place
from soak.seen import list_broken, list_unlike, read_release

GROUP: Final = "kill"
_LOOK_EVERY_S: Final = 0.02
_IN_A_ROW: Final = 5  # builds that are killed before one is let to its end
_ANEW: Final = 1 / 6  # how often nothing was built before
_SOONEST_S: Final = 0.05
_KEPT: Final = 5  # durations of builds: a kill strikes within the usual, also where the machine has become slow


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
        self._seconds = deque[float](maxlen=_KEPT)

    def prepare(self) -> None:
        """Have each content built once, to know what each gives."""
        self.place.prepare()
        self._whole[FIRST] = self._read()
        for content in CONTENTS.keys() - {FIRST}:
            self.place.change(content)
            began = time.monotonic()
            done = self.place.run(*BUILD)
            if done.returncode:
                raise RuntimeError(done.stdout + done.stderr)
            self._seconds.append(time.monotonic() - began)
            self._whole[content], self._now = self._read(), content

    def begin_again(self, tally: Tally, seed: int) -> None:
        """Go on at the same place, with other counters and other random moments."""
        self.tally, self._chance = tally, random.Random(seed)

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
        self._now = ""
        for number in range(1, _IN_A_ROW + 1):
            kind = self._chance.choice([*KINDS])
            struck, problems = self._build(content, before, kind)
            if not self._now and (number == _IN_A_ROW or not struck):
                problems += self._build(content, before)[1]
            if struck or problems:
                self.tally.add(GROUP, kind, told=problems[:1] and ["; ".join(problems)])
            if self._now or not struck:
                break

    def _forget(self) -> None:
        shutil.rmtree(self.place.project.state, ignore_errors=True)
        for path in self.place.project.reports.iterdir():
            if path.name not in {name.partition("/")[2] for name in self.place.own_files}:
                path.unlink() if path.is_symlink() or path.is_file() else shutil.rmtree(path)
        self.place.run("clean")

    def _build(self, content: str, before: Mapping[str, bytes], kind: str = "") -> tuple[bool, list[str]]:
        """Start a build and kill something of it, or nothing; say whether that was there, and what went wrong."""
        began, struck, found = time.monotonic(), False, list[str]()
        with tempfile.TemporaryFile("w+") as file, self.place.start(*BUILD, stdout=file, stderr=file) as process:
            if kind:
                found += self._watch(process, before, self._chance.uniform(_SOONEST_S, median(self._seconds)))
                struck, missed = self._strike(kind, process, before)
                found += missed
            found += self._watch(process, before, LONGEST_S)
            if process.poll() is None:
                found.append("the build did not end")
                process.kill()
            code = process.wait()
            file.seek(0)
            said = file.read()
        if not code:
            self._now = content
            self._seconds.append(time.monotonic() - began)
            found += [*list_unlike(self._read(), self._whole[content]), *self.place.list_lost()]
        elif not struck or kind in SURVIVED:
            found.append(f"the build ended with {code}: {said.strip()[-300:]}")
        if "Traceback" in said:
            found.append(f"a traceback: {said.strip()[-300:]}")
        found += list_broken(self._read(), before, self._whole[content])
        return struck, found[:3]

    def _strike(self, kind: str, process: subprocess.Popen[str], before: Mapping[str, bytes]) -> tuple[bool, list[str]]:
        """Kill what is there, or look until it is; say whether it was killed before the end, and what was missed."""
        missed = list[str]()
        while process.poll() is None:
            if KINDS[kind](self.place, process):
                return True, missed
            missed += self._watch(process, before, _LOOK_EVERY_S)
        return False, missed

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

    def finish(self) -> None:
        """Count what is left of all these builds, once the last has swept up after those that were killed."""
        self.place.list_left()  # waits until templates have ended: the next one that starts sweeps
        self.place.change(next(name for name in CONTENTS if name != self._now))
        self.place.run(*BUILD)
        self.tally.add("left after", "kills", told=self.place.list_left(), wrong="leaked")


def kill_build(_place: Place, process: subprocess.Popen[str]) -> bool:
    """Kill the program that was started, and nothing else."""
    process.kill()
    return True


def kill_all(_place: Place, process: subprocess.Popen[str]) -> bool:
    """Kill the program with its workers, as a machine does that has no memory left."""
    os.killpg(process.pid, signal.SIGKILL)
    return True


def kill_worker(place: Place, _process: subprocess.Popen[str]) -> bool:
    """Kill one of the processes that run jobs."""
    return _kill_first(place, "dxlib.kernels.workers")


def kill_template(place: Place, _process: subprocess.Popen[str]) -> bool:
    """Kill the process from which workers and notebooks are forked."""
    return _kill_first(place, "dxlib.kernels.template")


KINDS: Final[Mapping[str, Callable[[Place, subprocess.Popen[str]], bool]]] = {
    "the build": kill_build,
    "the build and its workers": kill_all,
    "a worker": kill_worker,
    "the template": kill_template,
}
SURVIVED: Final = frozenset({"a worker", "the template"})


def _kill_first(place: Place, program: str) -> bool:
    pid = next((pid for pid, command in place.list_processes().items() if program in command), 0)
    if pid:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            return True
    return False

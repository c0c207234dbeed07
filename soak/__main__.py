"""Run the soak for some minutes, or for some rounds of each kind; print a table and write JSON."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

from dxlib.kernels.recipe import IDLE_VARIABLE
from soak.alterations import Alterer
from soak.attacking import Attacker
from soak.counting import Tally
from soak.kills import Killer
from soak.opened import open_chromium
from soak.place import IDLE_S, PATIENCE_S, Place, build_first
from soak.planted import Planter
from soak.readers import Fuzzer
from soak.rows import Rows
from soak.sabotage import SABOTAGES

REPORT: Final = Path("soak") / "results.json"
# How much of the time each kind takes; kills and the tests of rows go on beside them.
SHARES: Final[Mapping[str, float]] = {
    "attacks": 0.5, "faults": 0.25, "alterations": 0.15, "readers": 0.05, "atheris": 0.05,
}  # fmt: skip
BESIDE: Final = ("kills", "rows")
_OF_BUILT: Final = {"kills", "faults", "alterations"}  # they begin with a project that was built
KILLERS: Final = 3  # at the same time, each at a place of its own: a build waits for half of its time
KINDS: Final = (*BESIDE, *SHARES)
_ATHERIS_S: Final = 10
_APART: Final = 1000  # seeds of two lanes, so that a run with the next seed does not repeat one of them
_SHOWN: Final = 6
_TOLD_EVERY: Final = 100  # rounds, so that people see that something goes on
Step = Callable[[], None]


def main(arguments: list[str]) -> int:
    """Run the soak and say whether anything was lost, run or left."""
    asked = _read(arguments)
    began, tally = time.monotonic(), Tally()
    if _OF_BUILT & {*(asked.only or KINDS)}:
        build_first()  # before there are threads, and where what is left over is looked for
    before = list_own()
    folder = Path(tempfile.mkdtemp(prefix="soak-"))
    folder.chmod(0o711)  # tests of rows are also run as another user of the machine
    with keep_apart(folder / "t"):
        try:
            run(asked, folder, tally)
        finally:
            left = wait_for_none(lambda: [*filter(None, map(describe_left, (folder / "t").glob("soak-*")))])
            left += wait_for_none(lambda: sorted(list_own() - before))
            shutil.rmtree(folder, ignore_errors=True)
    tally.add("left after", "the soak itself", told=left, wrong="leaked")
    print(tally.render())
    about = {"command": " ".join(["python -m soak", *arguments]), "day": datetime.now(UTC).date().isoformat(),
             "seconds": round(time.monotonic() - began), "python": sys.version.split()[0]}  # fmt: skip
    tally.write(asked.report, **about)
    print(f"{about['seconds']} s; all counters: {asked.report}")
    return int(not tally.is_clean)


@contextmanager
def keep_apart(folder: Path) -> Iterator[None]:
    """Let temporary files of this process, and of those that it starts, lie in a folder of their own.

    Templates of kernels that nobody needs end soon, so that what stays is what leaked.
    """
    folder.mkdir()
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    own = {"TMPDIR": str(folder), IDLE_VARIABLE: str(IDLE_S)}
    given = {name: os.environ[name] for name in own if name in os.environ}
    os.environ.update(own)
    try:
        yield
    finally:
        tempfile.tempdir = before
        for name in own:
            os.environ.pop(name)
        os.environ.update(given)


def describe_left(path: Path) -> str:
    """Name a folder that was left, with some of what lies in it.

    Empty folders do not count: a template whose build was killed makes its own again when it ends, wherever that lay.
    """
    inside = sorted(str(one.relative_to(path)) for one in path.rglob("*") if not one.is_dir())
    return f"left: {path}: {', '.join(inside[:_SHOWN])}" if inside else ""


def wait_for_none(find: Callable[[], list[str]]) -> list[str]:
    """Give what is still found after as long as templates and browsers take to end."""
    until = time.monotonic() + PATIENCE_S
    while (found := find()) and time.monotonic() < until:
        time.sleep(0.5)
    return found


def _read(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "soak", description="Kills, attacks and damaged files; nothing may be lost or run."
    )
    parser.add_argument("--minutes", type=float, default=30.0, help="how long it goes on")
    parser.add_argument("--rounds", type=int, default=0, help="so many rounds of each kind instead of minutes")
    parser.add_argument("--only", action="append", choices=KINDS, help="only this kind; may be given several times")
    parser.add_argument("--sabotage", choices=SABOTAGES, default="", help="what is switched off; the soak must notice")
    parser.add_argument("--seed", type=int, default=1, help="of all that is drawn by chance")
    parser.add_argument("--report", type=Path, default=REPORT, help="where the counters are written as JSON")
    return parser.parse_args(arguments)


def run(asked: argparse.Namespace, folder: Path, tally: Tally) -> None:
    """Run the kinds that were asked for: kills and tests of rows in threads of their own, all others in turn."""
    kinds = asked.only or list(KINDS)
    if asked.sabotage == "escaping":
        SABOTAGES["escaping"]()  # pages are made in this process
    until = time.monotonic() + asked.minutes * 60
    lanes = [partial(_kill, asked, folder, tally, until, number) for number in range(1 if asked.rounds else KILLERS)]
    lanes = (lanes if "kills" in kinds else []) + [partial(_run_rows, asked, tally, until)] * ("rows" in kinds)
    with ThreadPoolExecutor(KILLERS + 1) as pool, ExitStack() as stack:
        beside = [pool.submit(lane) for lane in lanes]
        steps, ends = _prepare(asked, folder, tally, [kind for kind in kinds if kind not in BESIDE], stack)
        _take_turns(steps, asked.rounds, until)
        for end in ends:
            end()
        for lane in beside:
            lane.result()


def _take_turns(steps: Mapping[str, Step], most: int, until: float) -> None:
    """Run rounds: so many of each kind, or by their shares until the time is over."""
    spent, rounds = dict.fromkeys(steps, 0.0), dict.fromkeys(steps, 0)
    while steps and (any(number < most for number in rounds.values()) if most else time.monotonic() < until):
        kind = min(steps, key=lambda name: (rounds[name] if most else spent[name] / SHARES[name], name))
        began = time.monotonic()
        steps[kind]()
        spent[kind] += time.monotonic() - began
        rounds[kind] += 1
        if sum(rounds.values()) % _TOLD_EVERY == 0:
            print(", ".join(f"{name} {number}" for name, number in rounds.items()), file=sys.stderr, flush=True)


def _kill(asked: argparse.Namespace, folder: Path, tally: Tally, until: float, number: int) -> None:
    place = Place(folder / f"k{number}", asked.sabotage if asked.sabotage != "escaping" else "")
    killer = Killer(place, tally, asked.seed + number * _APART)
    killer.prepare()
    rounds = 0
    while rounds < asked.rounds if asked.rounds else time.monotonic() < until:
        killer.run_round()
        rounds += 1
    killer.finish()


def _run_rows(asked: argparse.Namespace, tally: Tally, until: float) -> None:
    rows, rounds = Rows(tally, asked.seed), 0
    while rounds < asked.rounds if asked.rounds else time.monotonic() < until:
        rows.run_round(None if asked.rounds else max(1.0, until - time.monotonic()))
        rounds += 1


def _prepare(
    asked: argparse.Namespace, folder: Path, tally: Tally, kinds: list[str], stack: ExitStack
) -> tuple[dict[str, Step], list[Step]]:
    """Give what runs a round of each kind, and what is to be done at the end."""
    steps: dict[str, Step] = {}
    ends: list[Step] = []
    sabotage = asked.sabotage if asked.sabotage != "escaping" else ""
    if "attacks" in kinds:
        steps["attacks"] = Attacker(stack.enter_context(open_chromium()), tally, asked.seed).run_round
    for kind, make, name in (("faults", Planter, "f"), ("alterations", Alterer, "a")):
        if kind in kinds:
            one = make(Place(folder / name, sabotage), tally, asked.seed)
            one.prepare()
            steps[kind] = one.run_round
            ends.append(one.finish)
    fuzzer = Fuzzer(tally, asked.seed)
    steps |= {"readers": fuzzer.run_round} if "readers" in kinds else {}
    steps |= {"atheris": lambda: fuzzer.run_with_atheris(_ATHERIS_S)} if "atheris" in kinds else {}
    return steps, ends


def list_own() -> set[str]:
    """Give the files that this process has open, and its children."""
    opened = {f"open: {path.readlink()}" for path in Path("/proc/self/fd").iterdir() if path.exists()}
    children = {f"child {line}" for line in Path(f"/proc/self/task/{os.getpid()}/children").read_text("ascii").split()}
    return {one for one in opened if "pipe:" not in one and "/proc/" not in one} | children


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Much at once: a plan of 12,000 jobs, and 60,000 rows checked and cleaned, each as a whole program."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring import Figure
from dxlib.paths import ROOT_VARIABLE
from tests.build.conftest import House
from tests.conftest import Toy, make_catalogue_files, make_row, make_words, write_toy_project

AREAS = 200
EDITIONS = range(2005, 2025)
LANGUAGES = ("en", "vi", "fr")
YEARS = range(2000, 2025)
_KB = 1024


@dataclass(frozen=True)
class Spent:
    """What a program took: by the clock, of processors, and the most memory of any of its processes."""

    seconds: float
    cpu_s: float
    memory_mb: float
    output: str


def measure() -> Iterator[Figure]:
    """Plan the jobs of a project in which nothing was built; then check and clean many rows."""
    with tempfile.TemporaryDirectory(prefix="dxb-") as folder:
        toy = write_many_jobs(Path(folder) / "jobs")
        run_dxlib(toy, "clean")
        editions = [part for edition in EDITIONS for part in ("--edition", str(edition))]
        planned = run_dxlib(toy, "plan", *editions)
        jobs = planned.output.count("-> reports/")
        yield Figure("jobs planned", jobs, "jobs", sense=">=", limit=12_000)
        yield Figure("dxlib plan, nothing built, whole process", planned.seconds, "s")
        yield Figure("dxlib plan, processor time", planned.cpu_s, "cpu s", limit=2.5)
        yield Figure("dxlib plan, memory", planned.memory_mb, "MB", limit=300)
        toy = write_many_rows(Path(folder) / "rows")
        spent = [run_dxlib(toy, command) for command in ("clean", "check")]
        yield Figure("rows in a ledger", AREAS * len(YEARS) * 12, "rows", sense=">=", limit=60_000)
        yield Figure("dxlib clean, then dxlib check, whole processes", sum(one.seconds for one in spent), "s")
        yield Figure("dxlib clean, then dxlib check, processor time", sum(one.cpu_s for one in spent), "cpu s", limit=8)
        yield Figure("the most memory of either", max(one.memory_mb for one in spent), "MB", limit=300)


def write_many_areas(root: Path) -> tuple[Toy, list[str]]:
    """Write the small project of the tests with more areas, and give their keys."""
    toy = write_toy_project(root)
    House(toy, []).prepare()
    keys = [f"X{number:03}" for number in range(AREAS)]
    areas = make_catalogue_files()["areas.yaml"]
    areas |= {key: {"name": make_words(key), "kind": "country", "groups": ["many"]} for key in keys}
    toy.write_catalogue("areas.yaml", areas)
    return toy, keys


def write_many_jobs(root: Path) -> Toy:
    """Write a project whose brief is declared for every area, edition and language."""
    toy, _ = write_many_areas(root)
    declared = {"areas": ["many"], "editions": [*EDITIONS], "languages": [*LANGUAGES]}
    toy.write_briefs({"01-toy": declared}, {year: {"as_of": f"{year}-12-31"} for year in EDITIONS})
    return toy


def write_many_rows(root: Path) -> Toy:
    """Write a project with a figure for every area and month."""
    toy, keys = write_many_areas(root)
    months = [f"{year}-{month:02}" for year in YEARS for month in range(1, 13)]
    toy.write_ledger(
        [
            make_row(INDICATOR="accounts", REF_AREA=key, TIME_PERIOD=month, OBS_VALUE="12", UNIT_MEASURE="PERSON",
                     AS_WRITTEN="12")
            for key in keys for month in months
        ],
        name="many.csv",
    )  # fmt: skip
    return toy


def run_dxlib(toy: Toy, *arguments: str) -> Spent:
    """Run a command of dxlib, whatever it says of the project."""
    environment = {**os.environ, ROOT_VARIABLE: str(toy.project.root)}
    with tempfile.TemporaryFile("w+") as said:
        began = time.perf_counter()
        actions = [(os.POSIX_SPAWN_DUP2, said.fileno(), 1), (os.POSIX_SPAWN_DUP2, said.fileno(), 2)]
        pid = os.posix_spawn(
            sys.executable, [sys.executable, "-m", "dxlib", *arguments], environment, file_actions=actions
        )
        _, _, used = os.wait4(pid, 0)
        seconds = time.perf_counter() - began
        said.seek(0)
        return Spent(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / _KB, said.read())

"""Cleaning everything against plain pandas on the same rows, and a clean with nothing changed."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from benchmarks.measuring import Figure, time_side_by_side
from dxlib.data.clean import clean, inspect_raw
from dxlib.data.slips.in_ledgers import list_slips
from dxlib.data.slips.reading_quotations import read_quotation
from dxlib.paths import Project, find_project


def measure() -> Iterator[Figure]:
    """Clean a copy of this project's data."""
    with tempfile.TemporaryDirectory() as folder:
        project = copy_data(find_project(), Path(folder))
        rows = len(pd.concat(read_ledgers(project)))
        seconds = time_side_by_side(
            {
                "clean": lambda: clean(project),
                "checked": lambda: clean_and_find_slips(project),
                "one": lambda: copy_with_pandas(project, Path(folder), by_indicator=False),
                "many": lambda: copy_with_pandas(project, Path(folder), by_indicator=True),
            },
            rounds=7,
        )
        yield Figure("rows in the ledgers", rows, "rows")
        yield Figure("clean everything, checks included", seconds["clean"], "s")
        yield Figure("clean everything, and find slips", seconds["checked"], "s")
        yield Figure("pandas.read_csv + to_csv, one file", seconds["one"], "s")
        yield Figure("pandas.read_csv + to_csv, one file an indicator", seconds["many"], "s")
        yield Figure("clean / pandas, one file", seconds["clean"] / seconds["one"], "times")
        yield Figure("clean / pandas, one file an indicator", seconds["clean"] / seconds["many"], "times", limit=3)
        times = seconds["checked"] / seconds["many"]
        yield Figure("clean and find slips / pandas, one file an indicator", times, "times", limit=3)
        command = [sys.executable, "-m", "dxlib", "clean", "--root", str(project.root)]
        unchanged = time_side_by_side(
            {"unchanged": lambda: subprocess.run(command, check=True, capture_output=True)}, rounds=7
        )
        yield Figure("dxlib clean, nothing changed, whole process", unchanged["unchanged"], "s", limit=0.3)


def clean_and_find_slips(project: Project) -> None:
    """Clean, and hold each row against what says its cells again; nothing that was read stays read."""
    read_quotation.cache_clear()
    clean(project)
    ledgers, catalogue, _ = inspect_raw(project)
    list_slips(project, ledgers, catalogue)


def copy_data(project: Project, folder: Path) -> Project:
    """Copy what cleaning reads into a folder of its own."""
    for path in (project.catalogue, project.raw):
        shutil.copytree(path, folder / path.relative_to(project.root))
    shutil.copy(project.file, folder)
    copy = Project(folder)
    clean(copy)
    return copy


def read_ledgers(project: Project) -> list[pd.DataFrame]:
    """Read the ledgers with plain pandas."""
    return [pd.read_csv(path) for path in sorted(project.ledgers.glob("*.csv"))]


def copy_with_pandas(project: Project, folder: Path, *, by_indicator: bool) -> None:
    """Read the ledgers and write them again, in one file or in one an indicator."""
    frame = pd.concat(read_ledgers(project))
    target = folder / "pandas"
    target.mkdir(exist_ok=True)
    if not by_indicator:
        frame.to_csv(target / "all.csv", index=False)
        return
    for name, rows in frame.groupby("INDICATOR"):
        rows.to_csv(target / f"{name}.csv", index=False)

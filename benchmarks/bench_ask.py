"""What analysts ask: tables of one indicator, of one area and of 190 areas over 12 years, beside plain pandas."""

from __future__ import annotations

import csv
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import yaml

import dxlib as dx
from benchmarks.measuring import Figure, time_side_by_side
from dxlib.data import schema
from dxlib.paths import ROOT_VARIABLE, Project, find_project

AREAS, YEARS = 190, range(2012, 2024)
INDICATOR = "egdi_value"


def measure() -> Iterator[Figure]:
    """Ask the repository for one area, and a project of 190 countries for all of them."""
    repository = find_project()
    path = repository.clean / f"{INDICATOR}.csv"
    with ask_in(repository.root):
        seconds = time_side_by_side(
            {"frame": lambda: dx.frame(INDICATOR, areas="VNM"), "pandas": lambda: read_plain(path, ["VNM"])}, rounds=41
        )
    yield Figure("dx.frame, one indicator and one area", seconds["frame"] * 1000, "ms", limit=20)
    yield Figure("the same by pandas.read_csv, not reconciled", seconds["pandas"] * 1000, "ms")
    with tempfile.TemporaryDirectory() as folder:
        project = write_world(repository, Path(folder))
        own = project.clean / f"{INDICATOR}.csv"
        with ask_in(project.root):
            rows = len(dx.frame(INDICATOR))
            seconds = time_side_by_side(
                {"frame": lambda: dx.frame(INDICATOR), "pandas": lambda: read_plain(own, [])}, rounds=21
            )
    yield Figure("rows of 190 areas and 12 years", rows, "rows")
    yield Figure("dx.frame, 190 areas and 12 years", seconds["frame"] * 1000, "ms", limit=100)
    yield Figure("the same by pandas.read_csv, not reconciled", seconds["pandas"] * 1000, "ms")


@contextmanager
def ask_in(root: Path) -> Iterator[None]:
    """Ask the project of a folder."""
    before = os.environ.get(ROOT_VARIABLE)
    os.environ[ROOT_VARIABLE] = str(root)
    try:
        yield
    finally:
        os.environ.pop(ROOT_VARIABLE)
        if before is not None:
            os.environ[ROOT_VARIABLE] = before


def read_plain(path: Path, areas: list[str]) -> pd.DataFrame:
    """Read a clean CSV as pandas does."""
    frame = pd.read_csv(path, dtype=str)
    frame = frame[frame.KIND == "actual"]
    return (frame[frame.REF_AREA.isin(areas)] if areas else frame).astype({"OBS_VALUE": float})


def write_world(repository: Project, root: Path) -> Project:
    """Write a project with the repository's catalogue, 190 countries more, and a figure for each of them and year."""
    project = Project(root)
    shutil.copytree(repository.catalogue, project.catalogue)
    shutil.copy(repository.file, project.file)
    areas = yaml.safe_load((project.catalogue / "areas.yaml").read_text("utf-8"))
    keys = [f"X{number:03}" for number in range(AREAS)]
    for key in keys:
        areas[key] = {"name": dict.fromkeys(("en", "vi", "fr"), key), "kind": "country"}
    (project.catalogue / "areas.yaml").write_text(yaml.safe_dump(areas, allow_unicode=True), "utf-8")
    with (repository.clean / f"{INDICATOR}.csv").open(encoding="utf-8", newline="") as file:
        like = next(row for row in csv.DictReader(file) if row[schema.KIND] == "actual")
    project.clean.mkdir(parents=True)
    with (project.clean / f"{INDICATOR}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, schema.CLEAN_COLUMNS, lineterminator="\n")
        writer.writeheader()
        for key in sorted(keys):
            writer.writerows({**like, schema.REF_AREA: key, schema.TIME_PERIOD: str(year)} for year in YEARS)
    return project

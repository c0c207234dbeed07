"""Loading one indicator of one area from a store of ten thousand and from one of ten million observations."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from benchmarks.measuring import Figure, time_side_by_side
from dxlib.data import schema
from dxlib.data.catalogue import Catalogue
from dxlib.data.catalogue_files import read_catalogue
from dxlib.data.observations import ObservationStore
from dxlib.paths import Project, find_project

YEARS = range(2010, 2024)
AREA = "A00077"


def measure() -> Iterator[Figure]:
    """Write a small and a large store and load from each, a store object of its own every time."""
    with tempfile.TemporaryDirectory() as folder:
        small = write_store(Path(folder) / "small", indicators=7, areas=102)
        large = write_store(Path(folder) / "large", indicators=70, areas=10_204)
        seconds = time_side_by_side({"small": lambda: load(small), "large": lambda: load(large)}, rounds=41)
        yield Figure("observations in the small store", 7 * 102 * len(YEARS), "rows")
        yield Figure("observations in the large store", 70 * 10_204 * len(YEARS), "rows")
        yield Figure("load one indicator of one area, small store", seconds["small"] * 1000, "ms")
        yield Figure("load one indicator of one area, large store", seconds["large"] * 1000, "ms")
        yield Figure("large / small", seconds["large"] / seconds["small"], "times", limit=2)


def write_store(root: Path, *, indicators: int, areas: int) -> Project:
    """Write clean CSVs with a row for each indicator, area and year, under ids that the catalogue knows."""
    project = Project(root)
    project.clean.mkdir(parents=True)
    names = sorted(read_catalogue(find_project()).indicators)[:indicators]
    for name in names:
        with (project.clean / f"{name}.csv").open("w", encoding="utf-8") as file:
            file.write(",".join(schema.CLEAN_COLUMNS) + "\n")
            for area in range(areas):
                file.write("".join(format_row(name, f"A{area:05}", year) for year in YEARS))
    return project


def format_row(indicator: str, area: str, year: int) -> str:
    """Give one line of a clean CSV."""
    cells = {
        schema.INDICATOR: indicator, schema.REF_AREA: area, schema.TIME_PERIOD: str(year), schema.OBS_VALUE: "45.2",
        schema.UNIT_MEASURE: "PERCENT", schema.UNIT_MULT: "0", schema.OBS_STATUS: "A", schema.KIND: "actual",
        schema.SOURCE: "mic-2024", schema.LOCATOR: "table 3", schema.PUBLISHED: "2025-01-15",
        schema.AS_WRITTEN: "45,2 %", schema.KNOWN_SINCE: "2025-01-15",
    }  # fmt: skip
    return (
        ",".join(
            f'"{cells[name]}"' if "," in cells.get(name, "") else cells.get(name, "") for name in schema.CLEAN_COLUMNS
        )
        + "\n"
    )


@cache
def read_areas() -> Catalogue:
    """Give the catalogue with the one area that is asked for."""
    catalogue = read_catalogue(find_project())
    return catalogue.model_copy(update={"areas": {**catalogue.areas, AREA: next(iter(catalogue.areas.values()))}})


def load(project: Project) -> None:
    """Load what a brief of one area would."""
    store = ObservationStore(project, read_areas(), date(2030, 1, 1))
    rows = store.read(store.indicators[0], areas=[AREA])
    if len(rows) != len(YEARS):
        message = f"{len(rows)} rows"
        raise AssertionError(message)

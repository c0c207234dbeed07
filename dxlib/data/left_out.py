"""Figures that were read in a publication and are in no ledger, each with the reason."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from dxlib.data import schema
from dxlib.errors import Problem
from dxlib.paths import Project

REASON: Final = "REASON"
COLUMNS: Final = (
    schema.INDICATOR, schema.REF_AREA, schema.TIME_PERIOD, schema.OBS_VALUE, schema.SOURCE, schema.LOCATOR,
    schema.AS_WRITTEN, REASON,
)  # fmt: skip
_FILE: Final = "left_out.csv"


@dataclass(slots=True)
class LeftOutList:
    """What the list holds.

    Parameters
    ----------
    rows
        The rows, each a mapping of :data:`COLUMNS`, in file order; ids need not be in the catalogue.
    problems
        Everything that is wrong with the file.
    """

    rows: list[dict[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_left_out(project: Project) -> LeftOutList:
    """Read ``data/raw/left_out.csv``; a project that has none leaves nothing out.

    Returns
    -------
    LeftOutList
        Its rows, and a problem for a wrong header, for a row of another length and for each row without a reason.
    """
    path = project.ledgers.parent / _FILE
    found = LeftOutList()
    if path.exists():
        _read_rows(path, project.show(path), found)
    return found


def _read_rows(path: Path, shown: Path, found: LeftOutList) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        if tuple(next(reader, ())) != COLUMNS:
            problem = Problem(shown, 1, "", "Wrong header", COLUMNS, "use exactly these columns in this order.")
            found.problems.append(problem)
            return
        for cells in reader:
            if len(cells) != len(COLUMNS):
                what = f"{len(cells)} cells where {len(COLUMNS)} are due"
                fix = "quote cells that hold a comma; leave unknown cells empty."
                found.problems.append(Problem(shown, reader.line_num, "", what, fix=fix))
                continue
            row = dict(zip(COLUMNS, cells, strict=True))
            found.rows.append(row)
            if not row[REASON].strip():
                fix = "say why the figure is in no ledger, or write it into one."
                found.problems.append(Problem(shown, reader.line_num, REASON, "No reason", fix=fix))

"""Figures that were read in a publication and are in no ledger, each with the reason."""

from __future__ import annotations

from typing import Final

from dxlib.data import schema
from dxlib.data.catalogue import show_paths
from dxlib.data.csv_files import Table, read_table
from dxlib.errors import Problem
from dxlib.paths import Project

REASON: Final = "REASON"
COLUMNS: Final = (
    schema.INDICATOR, schema.REF_AREA, schema.TIME_PERIOD, schema.OBS_VALUE, schema.SOURCE, schema.LOCATOR,
    schema.AS_WRITTEN, REASON,
)  # fmt: skip
_FILE: Final = "left_out.csv"


def read_left_out(project: Project) -> Table:
    """Read ``data/raw/left_out.csv``; a project that has none leaves nothing out.

    Returns
    -------
    Table
        Its rows, of :data:`COLUMNS`, whose ids need not be in the catalogue, and a problem for a wrong header, for a
        row of another length and for each row without a reason.
    """
    path = project.ledgers.parent / _FILE
    if not path.exists():
        return Table(path)
    table = read_table(path, COLUMNS)
    fix = "say why the figure is in no ledger, or write it into one."
    bare = [Problem(path, line, REASON, "No reason", fix=fix) for line, row in table.lines if not row[REASON].strip()]
    # The reader tells rows of a wrong length first, and a person corrects a file from top to bottom.
    table.problems = show_paths(sorted([*table.problems, *bare], key=lambda problem: problem.line), project)
    return table

"""From ``data/raw`` to ``data/clean``: one long CSV per indicator, the same bytes for the same input."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from operator import itemgetter
from pathlib import Path

from dxlib.data import schema
from dxlib.data.area_rows_of_files import Cells
from dxlib.data.catalogue import Catalogue, show_paths
from dxlib.data.catalogue_files import inspect_catalogue
from dxlib.data.corrections import check_against_rows
from dxlib.data.csv_files import Table, render_csv
from dxlib.data.formats.data_package import write_data_package
from dxlib.data.ingest.ledger import find_duplicates, read_ledger
from dxlib.data.ingest.records import RawRow
from dxlib.data.language_files import is_of_language
from dxlib.data.pull.kept import read_feeds
from dxlib.data.stamp import write_stamp
from dxlib.errors import Problem, SchemaError, raise_problems
from dxlib.paths import Project, write_file

_SOURCE, _UNIT_MULT, _PUBLISHED = map(schema.CLEAN_COLUMNS.index, (schema.SOURCE, schema.UNIT_MULT, schema.PUBLISHED))
_get_stated = itemgetter(*schema.COLUMNS)
_get_unique = itemgetter(*(schema.CLEAN_COLUMNS.index(name) for name in schema.UNIQUE))


def inspect_raw(project: Project) -> tuple[list[Table], Catalogue, list[Problem]]:
    """Read the catalogue, all ledgers and all fetched files of a project and list everything that is wrong.

    Returns
    -------
    list of Table, Catalogue, list of Problem
        What the fetched files state is the last ledger, and their vintages are sources of the catalogue. Problems
        of the catalogue; only when it has none, of each ledger and file by line.
    """
    catalogue, problems = inspect_catalogue(project)
    if not all(map(is_of_language, problems)):
        # A broken entry would make every row that means it look wrong.
        return [], catalogue, show_paths(problems, project)
    fetched = read_feeds(project, catalogue)
    # glob() follows the order of the disk, which would become the order of problems.
    ledgers = [read_ledger(path, catalogue) for path in sorted(project.ledgers.glob("*.csv"))]
    for ledger in ledgers:
        problems.extend(ledger.problems)
    problems.extend(fetched.problems)
    problems.extend(find_duplicates(ledgers))
    # What a row that was not read states would be said to be stated nowhere.
    if all(ledger.is_whole for ledger in ledgers):
        problems.extend(_find_unused(ledgers, catalogue, project.catalogue))
    catalogue = catalogue.model_copy(update={"sources": {**catalogue.sources, **fetched.sources}})
    if fetched.rows:
        # Line 0, since these rows stand in no line of a ledger.
        ledgers.append(Table(project.feeds, [(0, row) for row in fetched.rows]))
    if not problems:
        # Values of a row with a problem may be no numbers.
        stated = [row for ledger in ledgers for row in ledger.rows]
        problems.extend(check_against_rows(stated, catalogue, project.catalogue / "corrections.yaml"))
    return ledgers, catalogue, show_paths(problems, project)


def clean(project: Project) -> list[Path]:
    """Rebuild ``data/clean`` from ``data/raw`` and give its CSVs; ``datapackage.json`` describes them.

    Rows keep what the ledger says; an empty date of publication is taken from the register. The
    column ``KNOWN_SINCE`` is the day from which a figure counts as known: the last day of its date
    of publication, or the day it was read where no date is stated; ``KNOWN_UNTIL`` the day on which its source was
    withdrawn, empty for most. A file is replaced only when its
    bytes change.

    Raises
    ------
    SchemaError
        With all problems of all files; ``data/clean`` is then left as it was.
    """
    ledgers, catalogue, problems = inspect_raw(project)
    raise_problems(problems)
    if not ledgers:
        raise SchemaError(
            f"No ledger in {project.show(project.ledgers)}.", fix="restore data/raw/ledgers/*.csv from version control."
        )
    project.clean.mkdir(parents=True, exist_ok=True)
    tables = make_tables(ledgers, catalogue)
    # By default the csv module would end lines with "\r\n"; area_rows_of_files.py splits at "\n".
    paths = [
        write_file(project.clean / f"{name}.csv", render_csv([schema.CLEAN_COLUMNS, *rows], end="\n").encode())
        for name, rows in tables.items()
    ]
    # An indicator that lost its last row has no table any more, and its old CSV would still be read.
    for stale in set(project.clean.glob("*.csv")) - set(paths):
        stale.unlink()
    sources = {name: {cells[_SOURCE] for cells in rows} for name, rows in tables.items()}
    written = {path.name for path in (*paths, *write_data_package(project.clean, catalogue, sources))}
    # Last of all: a run that is cut off leaves a stamp that does not fit, and the next one writes everything.
    write_stamp(project, written)
    return paths


def make_tables(ledgers: Iterable[Table], catalogue: Catalogue) -> dict[str, list[Cells]]:
    """Give the rows of each clean CSV, by indicator: cells in the order of ``schema.CLEAN_COLUMNS``, sorted."""
    tables: dict[str, list[Cells]] = defaultdict(list)
    for ledger in ledgers:
        for row in ledger.rows:
            tables[row[schema.INDICATOR]].append(_complete(row, catalogue))
    return {name: sorted(tables[name], key=_get_unique) for name in sorted(tables)}


def _complete(row: RawRow, catalogue: Catalogue) -> Cells:
    source = catalogue.sources[row[schema.SOURCE]]
    published = row[schema.PUBLISHED] or source.published
    cells = [*_get_stated(row), schema.last_day_of(published or source.read), source.withdrawn]
    # A ledger may leave the power of ten empty; in the Data Package it is an integer that every row has.
    cells[_UNIT_MULT] = cells[_UNIT_MULT] or "0"
    cells[_PUBLISHED] = published
    return cells


def _find_unused(ledgers: list[Table], catalogue: Catalogue, folder: Path) -> list[Problem]:
    used = {row[schema.SOURCE] for ledger in ledgers for row in ledger.rows}
    return [
        Problem(folder / "sources.csv", 0, schema.SOURCE, f"Source '{name}' states no figure",
                fix="delete the row, or correct SOURCE in the ledger that means it.")
        for name in catalogue.sources
        if name not in used
    ]  # fmt: skip

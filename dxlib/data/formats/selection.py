"""What is exported: the clean rows of some indicators and areas, with the catalogue that names them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dxlib.data import schema
from dxlib.data.area_rows_of_files import read_rows
from dxlib.data.catalogue import Catalogue, Source
from dxlib.data.catalogue_files import read_catalogue
from dxlib.data.schema import Row
from dxlib.errors import DataError, did_you_mean, format_options
from dxlib.paths import Project


@dataclass(frozen=True)
class Selection:
    """Rows of the clean store, and what they mean.

    Parameters
    ----------
    catalogue
        What ids refer to.
    tables
        The rows of each indicator, by its id, cells as text under :data:`dxlib.data.schema.CLEAN_COLUMNS`.
    """

    catalogue: Catalogue
    tables: Mapping[str, Sequence[Row]]

    def walk_rows(self) -> Iterator[Row]:
        """Give every row, indicator by indicator."""
        for rows in self.tables.values():
            yield from rows

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The sources that state a row of the selection, by id."""
        return list_sources(self.catalogue, self.walk_rows())

    @property
    def last_read(self) -> date:
        """The last day on which a source was read: the only date of an export, so that equal data give equal bytes."""
        return date.fromisoformat(max(source.read for source in self.catalogue.sources.values()))


def list_sources(catalogue: Catalogue, rows: Iterable[Row]) -> dict[str, Source]:
    """Give the sources that state one of the rows, by id and sorted by it."""
    return {name: catalogue.sources[name] for name in sorted({row[schema.SOURCE] for row in rows})}


def read_selection(project: Project, *, indicators: Collection[str] = (), areas: Collection[str] = ()) -> Selection:
    """Read clean rows from disk.

    Parameters
    ----------
    indicators, areas
        Ids of the catalogue; all of them when empty.

    Raises
    ------
    DataError
        For ids that the catalogue does not know (all at once), for indicators without a clean CSV or with one
        that is older than the catalogue (run ``dxlib clean``), and when no row fits.
    """
    catalogue = read_catalogue(project)
    _check_ids({"indicator": (indicators, catalogue.indicators), "area": (areas, catalogue.areas)})
    read = {name: _read_rows(project, name, areas) for name in _list_stored(project, indicators)}
    tables = {name: rows for name, rows in read.items() if rows}
    if not tables:
        what = f"No row of the chosen indicators is about {format_options(areas)}."
        raise DataError(what, fix="choose other areas or indicators.")
    selection = Selection(catalogue, tables)
    _check_known(selection)
    return selection


def _list_stored(project: Project, indicators: Collection[str]) -> list[str]:
    """Give the chosen indicators, or all, that have a clean CSV; refuse when a chosen one has none."""
    stored = sorted(path.stem for path in project.clean.glob("*.csv"))
    lacking = [name for name in indicators if name not in stored]
    if lacking or not stored:
        what = f"No clean data for {format_options(lacking) or 'any indicator'}."
        raise DataError(what, fix="run 'dxlib clean', or add rows to a ledger in data/raw/ledgers/.")
    return [name for name in stored if not indicators or name in indicators]


def _check_known(selection: Selection) -> None:
    """Refuse clean rows that are older than the catalogue."""
    catalogue = selection.catalogue
    known = {
        schema.INDICATOR: catalogue.indicators,
        schema.REF_AREA: catalogue.areas,
        schema.UNIT_MEASURE: catalogue.units,
        schema.SOURCE: catalogue.sources,
    }
    stated = {column: {row[column] for row in selection.walk_rows()} for column in known}
    # A renamed key would otherwise end in a KeyError where the export looks for its name.
    stale = sorted(name for column, names in stated.items() for name in names if name not in known[column])
    if stale:
        what = f"data/clean names what the catalogue does not: {format_options(stale)}."
        raise DataError(what, fix="run 'dxlib clean'.")


def _check_ids(given: Mapping[str, tuple[Collection[str], Mapping[str, object]]]) -> None:
    unknown = [
        f"Unknown {what} '{name}'.{did_you_mean(name, known)}"
        for what, (names, known) in given.items()
        for name in names
        if name not in known
    ]
    if unknown:
        raise DataError(" ".join(unknown), fix="correct the name; data/catalogue/ lists all of them.")


def _read_rows(project: Project, indicator: str, areas: Collection[str]) -> list[Row]:
    rows = (
        dict(zip(schema.CLEAN_COLUMNS, cells, strict=True)) for cells in read_rows(project.clean / f"{indicator}.csv")
    )
    return [row for row in rows if not areas or row[schema.REF_AREA] in areas]

"""What the audit holds a page against: the rows of ``data/clean``, and the catalogue's words."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import yaml

from dxlib.data import schema
from dxlib.data.catalogue import Catalogue
from dxlib.data.catalogue_files import read_catalogue
from dxlib.errors import DataError
from dxlib.paths import Project

Row = Mapping[str, str]


@dataclass(frozen=True)
class Facts:
    """The clean rows and the catalogue of a project.

    Parameters
    ----------
    project
        Whose ``data/clean`` is read.
    known
        Of days that were asked for, what was known then: pages of one edition count the same rows.
    """

    project: Project
    known: dict[str, list[Row]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue."""
        return read_catalogue(self.project)

    @cached_property
    def rows(self) -> Mapping[str, Row]:
        """Every clean row by the id that evidence refers to.

        Raises
        ------
        DataError
            When there is no clean data: run ``dxlib clean``.
        """
        rows: dict[str, Row] = {}
        for path in sorted(self.project.clean.glob("*.csv")):
            rows.update(_read_rows(path))
        if not rows:
            raise DataError(f"No clean data in {self.project.clean}.", fix="run 'dxlib clean' first.")
        return rows

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Proper names that hold a numeral, the longest first: the closed list, and the catalogue's own names."""
        listed = yaml.safe_load((self.project.catalogue / "names.yaml").read_text("utf-8"))["names"]
        words = [
            text
            for group in (self.catalogue.indicators, self.catalogue.publishers, self.catalogue.areas)
            for entry in group.values()
            for text in (entry.name.en, entry.name.vi, entry.name.fr)
        ]
        words += [source.via for source in self.catalogue.sources.values()]
        words += [
            text
            for entry in self.catalogue.indicators.values()
            for text in (entry.label.en, entry.label.vi, entry.label.fr)
        ]
        with_numeral = {word for word in (*listed, *words) if any(letter.isdigit() for letter in word)}
        return tuple(sorted(with_numeral, key=lambda word: (-len(word), word)))


def _read_rows(path: Path) -> Mapping[str, Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return {make_id(row): row for row in csv.DictReader(file)}


def make_id(row: Row) -> str:
    """Give the id by which evidence refers to a row."""
    key = f"{row[schema.INDICATOR]}/{row[schema.REF_AREA]}/{row[schema.TIME_PERIOD]}/{row[schema.KIND]}"
    return f"{key}@{row[schema.SOURCE]}"

"""The data that jobs read, by slices: one indicator in one area, as known on a day, with what its rows mean."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from dxlib.build.fingerprint import make_digest
from dxlib.data import schema
from dxlib.data.area_rows_of_files import Cells, read_rows
from dxlib.data.catalogue import Catalogue
from dxlib.data.ids import ObservationId
from dxlib.data.observations import ALL_INDICATORS
from dxlib.data.stamp import hash_files
from dxlib.paths import Project

_AT: Final = {name: place for place, name in enumerate(schema.CLEAN_COLUMNS)}
_ENTRY: Final = ""  # beside the rows of an indicator: what its entry in the catalogue means
_PARTS: Final = "parts"  # beside them, too: each thing of the catalogue that they hang on, so that it can be named
_SHORT: Final = 16

# Of each indicator, by area and kind, the hash of each row by its id, after the day from which it was known.
Rows = Mapping[str, Mapping[str, str]]
Data = Mapping[str, Rows]


class Slice(NamedTuple):
    """One thing that a brief asked the store for.

    Parameters
    ----------
    indicator, area, kind
        What of where; an empty area stands for all, an empty indicator for the list of all indicators.
    """

    indicator: str
    area: str
    kind: str

    def __str__(self) -> str:
        return f"{self.indicator} of {self.area}" if self.area else self.indicator or "the list of indicators"


class SliceReader:
    """Gives what the clean data are now.

    Parameters
    ----------
    project
        Whose ``data/clean`` is read.
    catalogue
        What rows mean: entries of an indicator and of the sources of its rows count with them.
    """

    def __init__(self, project: Project, catalogue: Catalogue) -> None:
        self._project = project
        self._catalogue = catalogue

    @property
    def has_data(self) -> bool:
        """Whether there are clean data."""
        return any(self._project.clean.glob("*.csv"))

    @cached_property
    def whole(self) -> str:
        """The hash of all that any slice is made of: while it is the same, no slice has changed."""
        files = hash_files(self._project.clean.glob("*.csv"), self._project.clean)
        return make_digest([files, sorted(self._sources.items()), sorted(self._entries.values())])

    @cached_property
    def data(self) -> Data:
        """All rows of all indicators, by their hashes; what had been superseded counts too: briefs look back."""
        paths = {path.stem: path for path in sorted(self._project.clean.glob("*.csv"))}
        entries = self._catalogue.indicators
        # With the system: pages that list the indicators of a system change when one is moved to another.
        told = {name: f" {entries[name].system if name in entries else ''}" for name in paths}
        read = {name: self._read(name, paths.get(name)) for name in {**paths, **entries}}
        return {"": {_join("", ALL_INDICATORS[2]): told}, **read}

    def _read(self, indicator: str, path: Path | None) -> Rows:
        parts = self._digest_parts(indicator)
        tables: dict[str, dict[str, str]] = defaultdict(dict)
        tables |= {_ENTRY: {"": self._entries.get(indicator, "")}, _PARTS: parts}
        for cells in read_rows(path) if path else ():
            get = {name: cells[place] for name, place in _AT.items()}
            source = get[schema.SOURCE]
            row = f"{get[schema.KNOWN_SINCE]} {self._hash_row(cells, source)}"
            tables[_join(get[schema.REF_AREA], get[schema.KIND])][str(ObservationId.of(get))] = row
            parts[_name_source(source)] = self._sources.get(source, "")
        return tables

    def _digest_parts(self, indicator: str) -> dict[str, str]:
        """Give what an indicator's rows mean, by the name of each thing in the catalogue that says it."""
        entries = self._catalogue.indicators
        entry = entries.get(indicator)
        if entry is None:
            return {}
        names = {f"name of {other}": entries[other].name.model_dump_json() for other in entry.not_to_confuse}
        corrections = {
            f"correction {key} of {one.id}": one.model_dump_json()
            for key, one in self._catalogue.corrections.items() if one.id.indicator == indicator
        }  # fmt: skip
        told = {f"entry of {indicator}": entry.model_dump_json(), **names, **corrections}
        return {name: make_digest(content) for name, content in told.items()}

    def _hash_row(self, cells: Cells, source: str) -> str:
        # No cell holds a NUL, so two rows with the same characters in other cells differ.
        content = "\0".join((*cells, self._sources.get(source, "")))
        return hashlib.sha256(content.encode()).hexdigest()[:_SHORT]

    @cached_property
    def _entries(self) -> Mapping[str, str]:
        """Give what each indicator's entry means: with the names of those it is confused with, and its corrections."""
        entries, corrections = self._catalogue.indicators, defaultdict(list)
        for one in self._catalogue.corrections.values():
            corrections[one.id.indicator].append(one.model_dump_json())
        return {
            name: make_digest(
                [
                    entry.model_dump_json(),
                    *(entries[other].name.model_dump_json() for other in entry.not_to_confuse),
                    *corrections[name],
                ]
            )
            for name, entry in entries.items()
        }

    @cached_property
    def _sources(self) -> Mapping[str, str]:
        return {name: make_digest(source.model_dump_json()) for name, source in self._catalogue.sources.items()}


class Changes:
    """What is different in the data between two moments.

    Parameters
    ----------
    before, now
        As :attr:`SliceReader.data` gives them; nothing of before where it is not known: then everything has changed.
    """

    def __init__(self, before: Data | None, now: Data) -> None:
        self._before, self._now = before or {}, now
        self._changed = None if before is None else {one for one in {*before, *now} if before.get(one) != now.get(one)}

    def list_changed(self, reads: str, as_of: str) -> dict[Slice, tuple[str, ...]]:
        """Give those of some slices that changed, as known by a day, each with what of the catalogue and its rows did.

        Parameters
        ----------
        reads
            What was read, as :func:`write_slices` gives it.
        as_of
            What became known later does not count.
        """
        found: dict[Slice, tuple[str, ...]] = {}
        for one in read_slices(reads, self._changed):
            before, now = (_select(data.get(one.indicator, {}), one, as_of) for data in (self._before, self._now))
            if before != now or self._changed is None:
                found[one] = self._name_changed(one.indicator, before, now) if self._changed else ()
        return found

    def _name_changed(self, indicator: str, before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
        """Name the rows that changed, and before them what of the catalogue did: they are often many."""
        rows = _describe_changed(before, now)
        parts_before, parts_now = (data.get(indicator, {}).get(_PARTS, {}) for data in (self._before, self._now))
        if not parts_before or not parts_now:  # a new indicator, one that is gone, or data that an earlier version kept
            return tuple(rows.values())
        parts = _describe_changed(parts_before, parts_now)
        # A source is part of an indicator that has a row of it. Of a row that is new or gone, the row alone is named.
        changed = {_name_source(row.rpartition("@")[2]) for row in rows} & parts_before.keys() & parts_now.keys()
        sources = {name for name in parts if name.startswith(_name_source(""))} - changed
        return (*(told for name, told in parts.items() if name not in sources), *rows.values())


def _select(rows: Rows, slice_: Slice, as_of: str) -> dict[str, str]:
    """Give the rows of a slice that were known by a day, by id; and under no id what its indicator means."""
    wanted = _join(slice_.area, slice_.kind)
    # Without an area, `wanted` is a blank and the kind, with which the names of the tables of all areas end.
    tables = [wanted] if slice_.area else [name for name in rows if name.endswith(wanted)]
    # The text of a row begins with the day from which it was known; days of ISO 8601 compare as texts.
    known = {row: found for name in tables for row, found in rows.get(name, {}).items() if found[: len(as_of)] <= as_of}
    return {**rows.get(_ENTRY, {}), **known}


def _describe_changed(before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """Give what is not the same, by its name; no name is that of an entry, which its parts tell apart."""
    names = [name for name in sorted({*before, *now} - {""}) if before.get(name) != now.get(name)]
    words = {name: "new" if name not in before else "gone" if name not in now else "changed" for name in names}
    return {name: f"{name} ({word})" for name, word in words.items()}


def _name_source(source: str) -> str:
    return f"source {source}"


def _join(area: str, kind: str) -> str:
    return f"{area} {kind}"


def write_slices(slices: Iterable[Slice]) -> str:
    """Give slices as one text: a line for each indicator and kind with its areas, since most pages compare areas."""
    areas: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for one in slices:
        areas[one.indicator, one.kind][one.area] = None
    return "\n".join("\t".join((*what, " ".join(where))) for what, where in areas.items())


def read_slices(text: str, indicators: Collection[str] | None = None) -> list[Slice]:
    """Give slices as they were written.

    Parameters
    ----------
    indicators
        Only slices of these: a page reads a thousand, and of few indicators a figure changes.

    Raises
    ------
    ValueError
        For a line that is none.
    """
    lines = [(indicator, kind, areas) for indicator, kind, areas in (line.split("\t") for line in text.splitlines())]
    return [
        Slice(indicator, area, kind)
        for indicator, kind, areas in lines if indicators is None or indicator in indicators
        for area in areas.split(" ")
    ]  # fmt: skip

"""The slices of data that jobs read: one indicator in one area, as known on a day, with what its rows mean."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
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
_SHORT: Final = 16


class Slice(NamedTuple):
    """One thing that a brief asked the store for; hundreds of thousands are compared when one figure changes.

    Parameters
    ----------
    indicator, area, kind
        What of where; an empty area stands for all, an empty indicator for the list of all indicators.
    """

    indicator: str
    area: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Row:
    id: str
    digest: bytes
    known_since: str


class SliceReader:
    """Hashes slices of the clean data.

    Parameters
    ----------
    project
        Whose ``data/clean`` is read.
    catalogue
        Entries of an indicator and of the sources of its rows are part of the hash.
    """

    def __init__(self, project: Project, catalogue: Catalogue) -> None:
        self._project = project
        self._catalogue = catalogue
        self._rows: dict[str, Mapping[tuple[str, str], Sequence[_Row]]] = {}
        self._digests: dict[tuple[Slice, str], str] = {}

    @property
    def has_data(self) -> bool:
        """Whether there are clean data."""
        return any(self._project.clean.glob("*.csv"))

    @cached_property
    def whole(self) -> str:
        """The hash of all that any slice is made of: while it is the same, no slice has changed."""
        files = hash_files(self._project.clean.glob("*.csv"), self._project.clean)
        return make_digest([files, sorted(self._sources.items()), sorted(map(bytes.decode, self._entries.values()))])

    def compute_digest(self, slice_: Slice, as_of: str) -> str:
        """Give the hash of what was known of a slice by a day; the order of rows does not count.

        What had been superseded by then counts too: a brief also says what was known earlier.
        """
        key = (slice_, as_of)
        if key not in self._digests:
            known = sorted(row.digest for row in self._list_rows(slice_) if row.known_since <= as_of)
            entry = self._entries.get(slice_.indicator, b"")
            self._digests[key] = hashlib.sha256(b"".join((entry, *known))).hexdigest()[:_SHORT]
        return self._digests[key]

    def list_rows(self, slice_: Slice, as_of: str) -> dict[str, str]:
        """Give the rows known of a slice by a day, by the id that evidence uses, with the hash of each."""
        return {row.id: row.digest.hex() for row in self._list_rows(slice_) if row.known_since <= as_of}

    def _list_rows(self, slice_: Slice) -> Sequence[_Row]:
        tables = self._read(slice_.indicator)
        if slice_.area:
            return tables.get((slice_.area, slice_.kind), ())
        return [row for (_, kind), rows in tables.items() if kind == slice_.kind for row in rows]

    def _read(self, indicator: str) -> Mapping[tuple[str, str], Sequence[_Row]]:
        if not indicator:  # which indicators there are, and of which systems they tell
            entries = self._catalogue.indicators
            names = sorted(path.stem for path in self._project.clean.glob("*.csv"))
            told = [[name, entries[name].system if name in entries else ""] for name in names]
            return {("", ALL_INDICATORS[2]): [_Row(one[0], make_digest(one).encode(), "") for one in told]}
        if indicator not in self._rows:
            path = self._project.clean / f"{indicator}.csv"
            tables: dict[tuple[str, str], list[_Row]] = defaultdict(list)
            for cells in read_rows(path) if path.exists() else ():
                tables[cells[_AT[schema.REF_AREA]], cells[_AT[schema.KIND]]].append(self._make_row(cells))
            self._rows[indicator] = tables
        return self._rows[indicator]

    def _make_row(self, cells: Cells) -> _Row:
        get = {name: cells[place] for name, place in _AT.items()}
        content = "\0".join((*cells, self._sources.get(get[schema.SOURCE], "")))
        digest = hashlib.sha256(content.encode()).digest()[:_SHORT]
        return _Row(str(ObservationId.of(get)), digest, get[schema.KNOWN_SINCE])

    @cached_property
    def _entries(self) -> Mapping[str, bytes]:
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
            ).encode()
            for name, entry in entries.items()
        }

    @cached_property
    def _sources(self) -> Mapping[str, str]:
        return {name: make_digest(source.model_dump_json()) for name, source in self._catalogue.sources.items()}

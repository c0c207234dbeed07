"""Observations: loaded from ``data/clean`` as they were known on a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from dxlib.data import schema
from dxlib.data.area_rows_of_files import Cells, group_by_area, read_area, read_rows
from dxlib.data.catalogue import Catalogue
from dxlib.data.ids import ObservationId
from dxlib.errors import DataError, did_you_mean
from dxlib.paths import Project

_AT: Final = {name: place for place, name in enumerate(schema.CLEAN_COLUMNS)}


@dataclass(frozen=True, slots=True)
class Observation:
    """One row: what was measured, where, when, how much, says who, known since when.

    Parameters
    ----------
    value
        In ``unit`` times ten to the power ``unit_mult``; none where the source states no number.
    out_of
        N of "rank n of N" or "x of y"; none where not stated.
    known_since
        The day from which the figure counts as known.
    territory
        The last key of the area with the same borders; where it is empty, the area's own key.
    """

    indicator: str
    area: str
    period: str
    kind: schema.Kind
    value: Decimal | None
    unit: str
    unit_mult: int
    status: schema.ObsStatus
    qualifier: schema.Qualifier
    upper: Decimal | None
    out_of: Decimal | None
    source: str
    locator: str
    published: str
    known_since: str
    as_written: str
    territory: str = ""

    @property
    def id(self) -> ObservationId:
        """The unique columns, readable: what evidence refers to."""
        return ObservationId(self.indicator, self.area, self.period, self.kind.value, self.source)


_FEW: Final = 3  # areas of an indicator that are read each by itself
_LARGE: Final = 4_000_000  # bytes of a file that is never read as a whole for the sake of some areas
ALL_INDICATORS: Final = ("", "", "indicators")  # among what was asked for: which indicators there are


class ObservationStore:
    """The clean CSVs of a project as they were known on a day.

    Parameters
    ----------
    project
        Whose ``data/clean`` is read.
    catalogue
        Its catalogue.
    as_of
        Rows that became known later, or were withdrawn by then, are not there.
    """

    def __init__(self, project: Project, catalogue: Catalogue, as_of: date) -> None:
        self.project = project
        self.catalogue = catalogue
        self.as_of = as_of
        self.reads: dict[tuple[str, str, str], None] = {}  # what was asked for: indicator, area, kind; in order
        self._rows: dict[tuple[str, str], list[Cells]] = {}
        self._counts: Counter[str] = Counter()  # of each indicator, how many areas were read by themselves

    def known_on(self, day: date) -> ObservationStore:
        """Give the same observations as they were known on another day; both note down what is read in one place."""
        # One cache serves both: rows that the day hides are left out after reading, in _select().
        other = ObservationStore(self.project, self.catalogue, day)
        other.reads, other._rows, other._counts = self.reads, self._rows, self._counts
        return other

    @property
    def indicators(self) -> tuple[str, ...]:
        """The ids of all indicators that have a clean CSV."""
        self.reads[ALL_INDICATORS] = None
        return self._indicators

    @cached_property
    def _indicators(self) -> tuple[str, ...]:
        return tuple(sorted(path.stem for path in self.project.clean.glob("*.csv")))

    def read(
        self, indicator: str, *, areas: Iterable[str] = (), kind: schema.Kind = schema.Kind.ACTUAL
    ) -> tuple[Observation, ...]:
        """Read what was known of an indicator; only the rows of the areas that are asked for are touched.

        Parameters
        ----------
        indicator
            Its id.
        areas
            Keys of areas; all of them when empty.
        kind
            Actual values or targets.

        Returns
        -------
        tuple of Observation
            One per row and source, sorted by area, end of period, period and source. Units: the indicator's.

        Raises
        ------
        DataError
            For an unknown indicator, or one without a clean CSV (run ``dxlib clean``).
        """
        find = self.catalogue.find_territory
        return tuple(
            make_observation(cells, find(cells[_AT[schema.REF_AREA]])) for cells in self._select(indicator, areas, kind)
        )

    def _select(self, indicator: str, areas: Iterable[str], kind: schema.Kind) -> list[Cells]:
        wanted = sorted(set(areas)) or [""]
        # What has no row yet is noted down, too: a figure that comes later must build the page again.
        self.reads.update(dict.fromkeys((indicator, area, kind.value) for area in wanted))
        # Days written by ISO 8601 sort as texts in the order of time.
        known, is_kind = self.as_of.isoformat(), kind.value
        rows = [
            cells
            for area in wanted
            for cells in self._read(indicator, area)
            if cells[_AT[schema.KIND]] == is_kind and cells[_AT[schema.KNOWN_SINCE]] <= known
            if not cells[_AT[schema.KNOWN_UNTIL]] or known < cells[_AT[schema.KNOWN_UNTIL]]
        ]
        return sorted(rows, key=_order)

    def _read(self, indicator: str, area: str) -> list[Cells]:
        """Read the rows of one area, or of all of them when it is empty; read once per store."""
        key = (indicator, area)
        if key not in self._rows:
            path = self._find(indicator)
            if not area:
                self._rows[key] = read_rows(path)
            elif self._counts[indicator] < _FEW or path.stat().st_size > _LARGE:
                self._counts[indicator] += 1
                self._rows[key] = read_area(path, area)
            else:  # each area by itself would take longer
                # An area without rows gets an empty list, or each question about it would group all rows again.
                every = {area: [], **group_by_area(self._read(indicator, ""))}
                self._rows.update({(indicator, one): rows for one, rows in every.items()})
        return self._rows[key]

    def _find(self, indicator: str) -> Path:
        self.catalogue.get_indicator(indicator)
        path = self.project.clean / f"{indicator}.csv"
        if not path.exists():
            raise DataError(
                f"No clean data for indicator '{indicator}'.{did_you_mean(indicator, self.indicators)}",
                fix="run 'dxlib clean', or add rows for it to a ledger in data/raw/ledgers/.",
            )
        return path


def _order(cells: Cells) -> tuple[str, str, str, str]:
    period = cells[_AT[schema.TIME_PERIOD]]
    return cells[_AT[schema.REF_AREA]], schema.last_day_of(period), period, cells[_AT[schema.SOURCE]]


def make_observation(cells: Sequence[str], territory: str = "") -> Observation:
    """Give the observation that a row of a clean CSV states; cells in the order of ``schema.CLEAN_COLUMNS``."""
    row = dict(zip(schema.CLEAN_COLUMNS, cells, strict=True))
    return Observation(
        indicator=row[schema.INDICATOR],
        area=row[schema.REF_AREA],
        period=row[schema.TIME_PERIOD],
        kind=schema.read_kind(row[schema.KIND]),
        value=_to_decimal(row[schema.OBS_VALUE]),
        unit=row[schema.UNIT_MEASURE],
        unit_mult=int(row[schema.UNIT_MULT]),
        status=schema.read_status(row[schema.OBS_STATUS]),
        qualifier=schema.read_qualifier(row[schema.QUALIFIER]),
        upper=_to_decimal(row[schema.UPPER_VALUE]),
        out_of=_to_decimal(row[schema.OUT_OF]),
        source=row[schema.SOURCE],
        locator=row[schema.LOCATOR],
        published=row[schema.PUBLISHED],
        known_since=row[schema.KNOWN_SINCE],
        as_written=row[schema.AS_WRITTEN],
        territory=territory,
    )


@lru_cache(maxsize=4096)
def _to_decimal(text: str) -> Decimal | None:
    """Give the number that was written, without the zeros that end its decimals."""
    if not text:
        return None
    number = Decimal(text)
    # normalize() alone turns 510000 into 5.1E+5.
    return number.to_integral_value() if number == number.to_integral_value() else number.normalize()

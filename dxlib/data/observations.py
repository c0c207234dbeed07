"""Observations: loaded from ``data/clean``, as of a day, and reconciled where sources disagree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

import pandas as pd

from dxlib.data import schema
from dxlib.data.catalogue import Catalogue, Indicator
from dxlib.errors import DataError, did_you_mean
from dxlib.paths import Project

DOUBTFUL = "DOUBTFUL"
_TRUST = {
    schema.ObsStatus.NORMAL: 0,
    schema.ObsStatus.BREAK: 0,
    schema.ObsStatus.PROVISIONAL: 1,
    schema.ObsStatus.ESTIMATED: 2,
    schema.ObsStatus.FORECAST: 3,
    schema.ObsStatus.UNRELIABLE: 4,
}
_SURE = {schema.ObsStatus.NORMAL, schema.ObsStatus.BREAK, schema.ObsStatus.PROVISIONAL}


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

    @property
    def id(self) -> str:
        """The unique columns, readable: what evidence refers to."""
        return f"{self.indicator}/{self.area}/{self.period}/{self.kind}@{self.source}"


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What the rule chose where sources state the same figure, and what it did not choose.

    Parameters
    ----------
    headline
        One row per key, with a column ``DOUBTFUL`` that is true for an estimate, a forecast or an
        unreliable figure that no second source confirms.
    rivals
        The losing rows whose value disagrees with the headline's.
    confirming
        The losing rows whose value agrees with it.
    """

    headline: pd.DataFrame
    rivals: pd.DataFrame
    confirming: pd.DataFrame


class ObservationStore:
    """The clean CSVs of a project as they were known on a day.

    Parameters
    ----------
    project
        Whose ``data/clean`` is read.
    catalogue
        Its catalogue.
    as_of
        Rows that became known later are not there.
    """

    def __init__(self, project: Project, catalogue: Catalogue, as_of: date) -> None:
        self.project = project
        self.catalogue = catalogue
        self.as_of = as_of
        self._frames: dict[str, pd.DataFrame] = {}

    @cached_property
    def _available(self) -> tuple[str, ...]:
        return tuple(sorted(path.stem for path in self.project.clean.glob("*.csv")))

    def load(
        self,
        indicator: str,
        *,
        areas: Iterable[str] = (),
        kind: schema.Kind = schema.Kind.ACTUAL,
        periods: tuple[str, str] | None = None,
    ) -> pd.DataFrame:
        """Load what was known of an indicator.

        Parameters
        ----------
        indicator
            Its id.
        areas
            Keys of areas; all of them when empty.
        kind
            Actual values or targets.
        periods
            First and last period wanted, both included, compared by their last days; what is undated is in none.

        Returns
        -------
        pandas.DataFrame
            One row per observation and source, columns of :data:`dxlib.data.schema.CLEAN_COLUMNS`,
            numbers as float64, sorted by area, end of period and source. Units: the indicator's.

        Raises
        ------
        DataError
            For an unknown indicator, or one without a clean CSV (run ``dxlib clean``).
        """
        frame = self._read(indicator)
        frame = frame[(frame[schema.KIND] == kind) & (frame[schema.KNOWN_SINCE] <= self.as_of.isoformat())]
        wanted = tuple(areas)
        if wanted:
            frame = frame[frame[schema.REF_AREA].isin(wanted)]
        if periods:
            first, last = (schema.end_of_period(period) for period in periods)
            ends = [schema.end_of_period(period) if period else None for period in frame[schema.TIME_PERIOD]]
            inside = [end is not None and first <= end <= last for end in ends]
            frame = frame[inside]
        order = frame[schema.TIME_PERIOD].map(lambda period: period and schema.end_of_period(period).isoformat())
        keyed = frame.assign(_END=order)
        keyed = keyed.sort_values([schema.REF_AREA, "_END", schema.TIME_PERIOD, schema.SOURCE])
        return keyed.drop(columns="_END").reset_index(drop=True)

    def _read(self, indicator: str) -> pd.DataFrame:
        if indicator not in self._frames:
            self.catalogue.get_indicator(indicator)
            if indicator not in self._available:
                raise DataError(
                    f"No clean data for indicator '{indicator}'.{did_you_mean(indicator, self._available)}",
                    fix="run 'dxlib clean', or add rows for it to a ledger in data/raw/ledgers/.",
                )
            text = pd.read_csv(self.project.clean / f"{indicator}.csv", dtype=str, keep_default_na=False)
            numbers = {name: pd.to_numeric(text[name]).astype("float64") for name in schema.NUMBERS}
            self._frames[indicator] = text.assign(**numbers)
        return self._frames[indicator]

    def reconcile(self, frame: pd.DataFrame) -> Reconciled:
        """Choose one row per key by the published rule; see :func:`reconcile`."""
        return reconcile(frame, self.catalogue)


def reconcile(frame: pd.DataFrame, catalogue: Catalogue) -> Reconciled:
    """Choose one row where several sources state the same figure; lose none of the others.

    Parameters
    ----------
    frame
        Rows of one indicator as :meth:`ObservationStore.load` gives them.
    catalogue
        Says which publisher is preferred.

    Returns
    -------
    Reconciled
        Headline, rivals (another value) and confirming rows (the same value, or its rounding).

    Notes
    -----
    The rule, in this order (docs/decisions/0003-reconciling-sources.md): a row with a value before one
    without; status normal, then provisional, estimate, forecast, unreliable; the publisher that the
    catalogue prefers; the publisher's own table before a report of it; the latest known; the most
    exact; the name of the source.
    """
    if frame.empty:
        empty = frame.assign(**{DOUBTFUL: pd.Series(dtype=bool)})
        return Reconciled(empty, frame, frame)
    indicator = catalogue.get_indicator(frame[schema.INDICATOR].iloc[0])
    order = sorted(frame.index, key=lambda index: _preference(frame.loc[index], indicator, catalogue))
    heads: dict[tuple[str, ...], int] = {}
    rivals, confirming = [], []
    for index in order:
        row = frame.loc[index]
        key = tuple(row[name] for name in schema.KEY)
        if key not in heads:
            heads[key] = index
        elif values_agree(row[schema.OBS_VALUE], frame.loc[heads[key], schema.OBS_VALUE]):
            confirming.append(index)
        else:
            rivals.append(index)
    chosen = frame.loc[sorted(heads.values())]
    confirmed = {tuple(frame.loc[index, list(schema.KEY)]) for index in confirming}
    doubtful = [
        row[schema.OBS_STATUS] not in _SURE and tuple(row[name] for name in schema.KEY) not in confirmed
        for _, row in chosen.iterrows()
    ]
    return Reconciled(chosen.assign(**{DOUBTFUL: doubtful}), frame.loc[sorted(rivals)], frame.loc[sorted(confirming)])


def _preference(row: pd.Series, indicator: Indicator, catalogue: Catalogue) -> tuple[object, ...]:
    source = catalogue.sources[row[schema.SOURCE]]
    preferred = indicator.publishers
    rank = preferred.index(source.publisher) if source.publisher in preferred else len(preferred)
    since = date.fromisoformat(row[schema.KNOWN_SINCE]).toordinal()
    return (
        pd.isna(row[schema.OBS_VALUE]),
        _TRUST.get(row[schema.OBS_STATUS], len(_TRUST)),
        rank,
        bool(source.via),
        -since,
        -_count_decimals(row[schema.OBS_VALUE]),
        row[schema.SOURCE],
    )


def values_agree(one: float, other: float) -> bool:
    """Say whether two values agree: equal, or one is the other's rounding.

    Examples
    --------
    >>> values_agree(0.77092, 0.7709), values_agree(25, 28)
    (True, False)
    """
    if pd.isna(one) or pd.isna(other):
        return bool(pd.isna(one) and pd.isna(other))
    places = min(_count_decimals(one), _count_decimals(other))
    step = Decimal(1).scaleb(-places)
    rounded = [Decimal(repr(float(value))).quantize(step, ROUND_HALF_UP) for value in (one, other)]
    return rounded[0] == rounded[1]


def _count_decimals(value: float) -> int:
    exponent = Decimal(repr(float(value))).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def make_observation(row: pd.Series) -> Observation:
    """Give the observation that a row of :meth:`ObservationStore.load` states."""
    return Observation(
        indicator=row[schema.INDICATOR],
        area=row[schema.REF_AREA],
        period=row[schema.TIME_PERIOD],
        kind=schema.Kind(row[schema.KIND]),
        value=_to_decimal(row[schema.OBS_VALUE]),
        unit=row[schema.UNIT_MEASURE],
        unit_mult=int(row[schema.UNIT_MULT] or 0),
        status=schema.ObsStatus(row[schema.OBS_STATUS]),
        qualifier=schema.Qualifier(row[schema.QUALIFIER]),
        upper=_to_decimal(row[schema.UPPER_VALUE]),
        out_of=_to_decimal(row[schema.OUT_OF]),
        source=row[schema.SOURCE],
        locator=row[schema.LOCATOR],
        published=row[schema.PUBLISHED],
        known_since=row[schema.KNOWN_SINCE],
        as_written=row[schema.AS_WRITTEN],
    )


def _to_decimal(value: float) -> Decimal | None:
    """Give the decimal that was written; a float64 keeps fifteen digits, more than any ledger has."""
    if pd.isna(value):
        return None
    number = Decimal(repr(float(value)))
    return number.to_integral_value() if number == number.to_integral_value() else number

"""The published rule for sources that disagree: one figure is chosen, none is lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from dxlib.data.catalogue import Catalogue, Indicator
from dxlib.data.observations import Observation
from dxlib.data.schema import ObsStatus, last_day_of
from dxlib.data.source_agreement import count_decimals, numbers_agree, values_agree

_TRUST = {
    ObsStatus.NORMAL: 0,
    # A break says nothing against the figure itself, only against comparing it with those before.
    ObsStatus.BREAK: 0,
    ObsStatus.PROVISIONAL: 1,
    ObsStatus.ESTIMATED: 2,
    ObsStatus.FORECAST: 3,
    ObsStatus.UNRELIABLE: 4,
}
_SURE = {ObsStatus.NORMAL, ObsStatus.BREAK, ObsStatus.PROVISIONAL}


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What the rule chose for one key (indicator, area, period, kind), and what it did not choose.

    Parameters
    ----------
    headline
        The figure to show.
    rivals
        The others that cannot be true beside the headline, the most trusted first.
    confirming
        The others that agree with it, the most trusted first.
    superseded
        What earlier vintages of a feed said: its publisher restated it, which is no disagreement; and forecasts of what
        is known by now.
    """

    headline: Observation
    rivals: tuple[Observation, ...]
    confirming: tuple[Observation, ...]
    superseded: tuple[Observation, ...] = ()

    @property
    def is_doubtful(self) -> bool:
        """Whether it is an estimate, a forecast or an unreliable figure that no second source confirms.

        A forecast confirms nothing. A bound of another number does not contradict the figure, but says too little to
        confirm it.
        """
        own = self.headline.value
        confirming = [row for row in self.confirming if numbers_agree(row.value, own)]
        return self.headline.status not in _SURE and all(row.status is ObsStatus.FORECAST for row in confirming)


def reconcile(observations: Iterable[Observation], catalogue: Catalogue) -> tuple[Reconciled, ...]:
    """Choose one observation where several sources state the same figure; lose none of the others.

    Parameters
    ----------
    observations
        Of one indicator, in any order.
    catalogue
        Says which publisher is preferred.

    Returns
    -------
    tuple of Reconciled
        One per key, in the order in which :meth:`dxlib.data.observations.ObservationStore.read` sorts
        headlines; every observation is in exactly one of them.

    Notes
    -----
    Of the vintages of one feed (``<feed>@<day>``) the latest known stands for all. The rule for the others, in this
    order (docs/decisions/0003-reconciling-sources.md): a row with a value before one
    without; status normal, then provisional, estimate, forecast, unreliable; the publisher that the
    catalogue prefers; the publisher's own table before a report of it; the latest known; the most
    exact; the name of the source.
    """
    rows = sorted(observations, key=order_by_time)
    if not rows:
        return ()
    indicator = catalogue.get_indicator(rows[0].indicator)
    chosen = []
    for _, group in groupby(rows, order_by_time):
        first, *more = group
        if not more:  # nothing to choose from, as for most figures
            chosen.append(Reconciled(first, (), ()))
            continue
        current, superseded = _split_vintages([first, *more])
        head, *others = sorted(current, key=lambda row: _preference(row, indicator, catalogue))
        confirming = tuple(row for row in others if values_agree(row, head))
        opposed = tuple(row for row in others if row not in confirming)
        is_known = head.status is not ObsStatus.FORECAST  # then what was expected of it contradicts nobody
        outdated = tuple(row for row in opposed if is_known and row.status is ObsStatus.FORECAST)
        rivals = tuple(row for row in opposed if row not in outdated)
        chosen.append(Reconciled(head, rivals, confirming, (*superseded, *outdated)))
    return tuple(chosen)


def order_by_time(row: Observation) -> tuple[str, str, str, str]:
    """Give what sorts observations by area, end of period, period and kind; what is undated comes first."""
    return row.area, last_day_of(row.period), row.period, row.kind


def _split_vintages(rows: Iterable[Observation]) -> tuple[list[Observation], tuple[Observation, ...]]:
    """Give the latest vintage of each feed with all other sources, and the earlier vintages."""
    latest: dict[str, Observation] = {}
    superseded = []
    for row in sorted(rows, key=lambda row: (row.known_since, row.source)):
        feed, is_vintage, _ = row.source.partition("@")
        # The "@" keeps a source apart that has the name of a feed.
        name = feed if is_vintage else f"{row.source}@"
        if name in latest:
            superseded.append(latest[name])
        latest[name] = row
    return list(latest.values()), tuple(superseded)


def _preference(row: Observation, indicator: Indicator, catalogue: Catalogue) -> tuple[object, ...]:
    source = catalogue.sources[row.source]
    preferred = indicator.publishers
    rank = preferred.index(source.publisher) if source.publisher in preferred else len(preferred)
    return (
        row.value is None,
        # M is not listed: a row without a value stands last already, by the part before this one.
        _TRUST.get(row.status, len(_TRUST)),
        rank,
        bool(source.via),
        -date.fromisoformat(row.known_since).toordinal(),
        -count_decimals(row.value),
        row.source,
    )

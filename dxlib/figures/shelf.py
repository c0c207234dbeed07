"""The figures of a day: latest, first, at a period, targets, series, rivals, where a target stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dxlib.analysis import (
    Verdict,
    are_comparable,
    assess_target,
    compute_change,
    compute_difference,
    is_bound,
    reaches,
    refuse_nesting,
    says_less,
)  # fmt: skip
from dxlib.analysis.comparability import differ_in_length, state_the_same
from dxlib.data.catalogue import GROWTH, MILESTONE, Catalogue, Direction, Indicator
from dxlib.data.observations import Observation, ObservationStore
from dxlib.data.quantities import Formula, Missing, Quantity, read_quantity
from dxlib.data.reconciling import Reconciled, order_by_time, reconcile
from dxlib.data.schema import Kind, ObsStatus, end_of_period, is_before, last_day_of
from dxlib.errors import DataError
from dxlib.evidence.claims import write_claim

Figure = Quantity | Missing


@dataclass(frozen=True, slots=True)
class Series:
    """The reconciled figures of one indicator in one area, oldest first.

    Parameters
    ----------
    figures
        One per period.
    doubtful
        Keys of estimates, forecasts and unreliable figures that no second source confirms.
    rivals
        Figures of other sources that disagree, as far as a reader can see it: not 99.03% beside 98.97% where both are
        shown as 99.0%.
    """

    indicator: str
    area: str
    figures: tuple[Quantity, ...]
    doubtful: frozenset[str]
    rivals: tuple[Quantity, ...]

    @property
    def sure(self) -> tuple[Quantity, ...]:
        """The figures that may be a headline."""
        return tuple(figure for figure in self.figures if figure.key not in self.doubtful)

    def find(self, period: str) -> Quantity | None:
        """Give the figure of a period."""
        return next((figure for figure in self.figures if figure.period == period), None)

    def list_rivals(self, period: str) -> tuple[Quantity, ...]:
        """Give the disagreeing figures of other sources for a period."""
        return tuple(rival for rival in self.rivals if rival.period == period)

    def keep(self, area: str) -> Series:
        """Give the series without what stands under an earlier key of its area."""
        return self.select(lambda figure: figure.first_observation.area == area)

    def select(self, is_wanted: Callable[[Quantity], bool]) -> Series:
        """Give the series with some of its figures and rivals only."""
        return replace(
            self, figures=tuple(filter(is_wanted, self.figures)), rivals=tuple(filter(is_wanted, self.rivals))
        )


class Shelf:
    """Figures as they were known on a day.

    Parameters
    ----------
    store
        The observations.
    is_earlier
        Whether its day is another one than that of the page.
    """

    def __init__(self, store: ObservationStore, *, is_earlier: bool = False) -> None:
        self.store = store
        self.is_earlier = is_earlier
        self.catalogue: Catalogue = store.catalogue
        self.as_of: date = store.as_of
        self._series: dict[tuple[str, str, Kind], Series] = {}

    def recall(self, day: date) -> Shelf:
        """Give what was known on an earlier day."""
        return Shelf(self.store.known_on(day), is_earlier=True)

    def get_indicator(self, name: str) -> Indicator:
        """Give an indicator's entry."""
        return self.catalogue.get_indicator(name)

    def lower_is_better(self, name: str) -> bool:
        """Say which way an indicator is better."""
        return self.get_indicator(name).direction is Direction.LOWER_IS_BETTER

    def list_breaks(self, indicator: str, *areas: str) -> tuple[str, ...]:
        """Give the days across which figures of an indicator do not compare: for everybody, and in some areas.

        Notes
        -----
        In an area a series breaks at a figure that its source marks so (status B), and at the first rank among other
        areas than before, where the area has got another key.
        """
        days = [entry.at for entry in self.get_indicator(indicator).breaks]
        for figures in (self.read_series(indicator, area).figures for area in areas):
            for before, after in zip((None, *figures), figures, strict=False):
                # A rank depends on how many are ranked: the first one on another map is compared with none before.
                is_moved = before is not None and before.first_observation.area != after.first_observation.area
                if after.first_observation.status is ObsStatus.BREAK or (is_moved and after.unit == "RANK"):
                    days.append(last_day_of(after.period))
        return tuple(sorted(set(days)))

    def list_breaks_between(self, one: Quantity, other: Quantity) -> tuple[str, ...]:
        """Give the days across which two figures of one indicator do not compare, in whichever order they stand."""
        own, theirs = one.first_observation, other.first_observation
        # Of two keys of an area the later one has the figures of both in its series, and so the break between them.
        is_former = own.area in self.catalogue.list_keys(theirs.area)
        return self.list_breaks(own.indicator, theirs.area if is_former else own.area)

    def read_stated(
        self, indicator: str, *, areas: Iterable[str] = (), kind: Kind = Kind.ACTUAL
    ) -> tuple[Observation, ...]:
        """Read what sources state of an indicator, in some areas or in all; actual figures end by the shelf's day."""
        rows = self.store.read(indicator, areas=areas, kind=kind)
        # Targets are of times to come; an actual figure of a period that has not ended is none yet, but a forecast.
        return rows if kind is Kind.TARGET else tuple(row for row in rows if end_of_period(row.period) <= self.as_of)

    def read_series(self, indicator: str, area: str, *, kind: Kind = Kind.ACTUAL) -> Series:
        """Read the reconciled figures of an indicator in an area; actual ones end by its day."""
        key = (indicator, area, kind)
        if key not in self._series:
            reconciled: dict[str, Reconciled] = {}
            for one in self.catalogue.list_keys(area):  # what stands under the key of today goes before
                for choice in reconcile(self.read_stated(indicator, areas=[one], kind=kind), self.catalogue):
                    # "No figure" under the key of today hides no figure of the same period under an earlier one.
                    if choice.headline.value is not None:
                        reconciled.setdefault(choice.headline.period, choice)
            # Without the area, which order_by_time puts first: a series may stand under several keys of one area.
            in_time = sorted(reconciled.values(), key=lambda choice: order_by_time(choice.headline)[1:])
            self._series[key] = self._make_series(indicator, area, in_time)
        return self._series[key]

    def _make_series(self, indicator: str, area: str, stated: Sequence[Reconciled]) -> Series:
        decimals = self.get_indicator(indicator).decimals
        figures = self._read_figures([choice.headline for choice in stated], decimals)
        doubtful = {figure.key for figure, choice in zip(figures, stated, strict=True) if choice.is_doubtful}
        heads = {figure.period: figure for figure in figures}
        opposed = self._read_figures([rival for choice in stated for rival in choice.rivals], decimals)
        rivals = tuple(one for one in opposed if not state_the_same(heads[one.period], one))
        return Series(indicator, area, figures, frozenset(doubtful), rivals)

    def _read_figures(self, rows: Iterable[Observation], decimals: int) -> tuple[Quantity, ...]:
        read = (read_quantity(row, decimals=decimals, origin=self) for row in rows)
        return tuple(figure for figure in read if isinstance(figure, Quantity))

    def subtract(self, one: Quantity, other: Quantity) -> Quantity:
        """Give ``one - other``: a change over time, or a difference within one period; see :mod:`dxlib.analysis`."""
        for figure in (one, other):
            if figure.observation is None:
                raise DataError(
                    f"{figure!r} was computed, and a difference of it has no name.",
                    fix="subtract figures that sources state, or plain numbers: float(a) - float(b).",
                )
        own, theirs = one.first_observation, other.first_observation
        # A target and a figure are no two moments of one series, so what lies between them is no change over time.
        if own.period == theirs.period or own.kind is not theirs.kind:
            return compute_difference(one, other)
        change = compute_change(one, other, breaks=self.list_breaks_between(one, other))
        refuse_nesting(one, other)
        return change

    def is_doubtful(self, figure: Quantity) -> bool:
        """Say whether a figure rests on one that may be no headline; a count or a place rests on none but its own."""
        own = figure.observation
        if own:
            return figure.key in self.read_series(own.indicator, own.area, kind=own.kind).doubtful
        if figure.formula in (Formula.COUNT, Formula.TALLY):
            return False
        of = figure.inputs[:1] if figure.formula is Formula.PLACE else figure.inputs
        return any(self.is_doubtful(one) for one in of)

    def find_latest(self, indicator: str, area: str) -> Figure:
        """Give the figure of the last period that is beyond doubt; a bound gives way where :func:`says_less` holds."""
        figures = self.read_series(indicator, area).sure
        if not figures:
            return Missing(indicator, area, "nothing known by then")
        latest = figures[-1]
        # "Over 51 %" in December must not displace the 51.7 % of November.
        if is_bound(latest):
            breaks = self.list_breaks(indicator, area)
            exact = [one for one in figures if not is_bound(one) and are_comparable(latest, one, breaks=breaks)]
            latest = exact[-1] if exact and says_less(latest, exact[-1]) else latest
        return latest.claimed(write_claim("latest", indicator, area, as_of=self.day))

    @property
    def day(self) -> str:
        """The day of claims that are of another day than the page's; empty for the page's own."""
        return self.as_of.isoformat() if self.is_earlier else ""

    def find_at(self, indicator: str, area: str, period: str) -> Figure:
        """Give the figure of one period, estimates included."""
        if figure := self.read_series(indicator, area).find(period):
            return figure.claimed(write_claim("at", indicator, period, area))
        return Missing(indicator, area, f"nothing known by then for {period}")

    def find_before(self, figure: Figure, *, first: bool = False) -> Figure:
        """Give the figure before another one, or the first of all, that may be compared with it."""
        if isinstance(figure, Missing):
            return figure
        earlier = self.list_before(figure)
        if not earlier:
            return Missing.beside(figure, "no earlier figure that may be compared")
        found = earlier[0] if first else earlier[-1]
        # A claim is written around that of the figure asked about; without one there is nothing to write it around.
        return found.claimed(write_claim("first" if first else "before", figure.claim)) if figure.claim else found

    def list_before(self, figure: Quantity) -> Sequence[Quantity]:
        """Give the figures before another one that may be compared with it, in the order of time.

        A figure of a part of the other's time ("October 2024" beside "2024") is not of a time before it.
        """
        own = figure.first_observation
        breaks = self.list_breaks(own.indicator, own.area)
        return [
            other
            for other in self.read_series(own.indicator, own.area).sure
            if is_before(other.period, figure.period) and are_comparable(figure, other, breaks=breaks)
        ]

    def find_target(self, indicator: str, area: str, deadline: str) -> Figure:
        """Give the target for a deadline."""
        if figure := self.read_series(indicator, area, kind=Kind.TARGET).find(deadline):
            return figure.claimed(write_claim("target", indicator, deadline, area))
        which = f"for {deadline}" if deadline else "without a deadline"
        return Missing(indicator, area, f"no target known by then {which}")

    def list_targets(self, indicator: str, area: str) -> tuple[Quantity, ...]:
        """Give all targets that are beyond doubt, the next deadline first, undated ones last."""
        targets = self.read_series(indicator, area, kind=Kind.TARGET).sure
        return tuple(
            # date.max puts targets without a deadline last.
            sorted(targets, key=lambda one: (end_of_period(one.period) if one.period else date.max, one.period))
        )

    def find_figure_for(self, target: Quantity) -> Figure:
        """Give the figure that decides on a target: of a deadline that has passed if there is one, else the latest.

        Only figures beyond doubt decide: an estimate that nobody confirms meets no target and misses none. They are
        those of the indicator that measures the target's own, if the catalogue names one; a milestone that a count
        measures is decided by the first figure of that count above zero.
        """
        area, measure = target.first_observation.area, self.find_measure(target)
        sure = self.read_series(measure, area).sure
        if self._is_told_by_count(target):
            # A milestone is reached when there is any of what it brings, and its period says since when.
            at = next((figure for figure in sure if figure.value > 0), None)
        else:
            # Figures end by the shelf's day: where one ends with the deadline, that has passed.
            at = self._find_at_deadline(sure, target) if target.period else None
        return at.claimed(write_claim("at", measure, at.period, area)) if at else self.find_latest(measure, area)

    def _find_at_deadline(self, figures: Sequence[Quantity], target: Quantity) -> Quantity | None:
        """Give the figure of a deadline: of its very period, or else the last whose period ends on the same day."""
        # One end has several spellings: a figure of December 2025 is one of the deadline 2025. Of bounds only one that
        # decides: "more than 51" leaves open what became of a target of 80, and the latest figure tells more.
        end, lower = end_of_period(target.period), self.lower_is_better(target.first_observation.indicator)
        ends_then = [figure for figure in figures if end_of_period(figure.period) == end]
        same = [figure for figure in ends_then if figure.period == target.period]
        exact = [figure for figure in ends_then if not is_bound(figure)]
        deciding = [figure for figure in ends_then if reaches(figure, target, lower_is_better=lower) is not None]
        return next((found[-1] for found in (same, exact, deciding) if found), None)

    def find_measure(self, target: Quantity) -> str:
        """Give the indicator whose figures say what became of a target: mostly the target's own."""
        own = target.first_observation.indicator
        return self.get_indicator(own).measured_by or own

    def _is_told_by_count(self, target: Quantity) -> bool:
        """Say whether a target is a milestone that another indicator measures."""
        return target.unit == MILESTONE and self.find_measure(target) != target.first_observation.indicator

    def find_doubtful_for(self, target: Quantity) -> Quantity | None:
        """Give the last doubtful figure of a target's indicator that is later than all beyond doubt, if any."""
        area, measure = target.first_observation.area, self.find_measure(target)
        series = self.read_series(measure, area)
        doubtful = [one for one in series.figures if one.key in series.doubtful and _tells_of(one, target)]
        sure = series.sure
        # An older doubtful figure adds nothing to what is known beyond doubt.
        if not doubtful or (sure and end_of_period(doubtful[-1].period) <= end_of_period(sure[-1].period)):
            return None
        return doubtful[-1].claimed(write_claim("at", measure, doubtful[-1].period, area))

    def assess(self, target: Quantity, latest: Quantity) -> Verdict:
        """Say where a target stands on the shelf's day; see :func:`dxlib.analysis.assess_target`."""
        first = self.find_before(latest, first=True)
        lower = self.lower_is_better(latest.first_observation.indicator)
        known = first if isinstance(first, Quantity) else None
        measured_by = self.get_indicator(target.first_observation.indicator).measured_by
        return assess_target(
            target, latest, known, lower_is_better=lower, as_of=self.as_of, measured_by=measured_by
        )  # fmt: skip

    def choose_target(self, targets: Iterable[Quantity]) -> Quantity | None:
        """Give the target that counts on the day: with the next deadline, or else the last one that has passed."""
        dated = sorted((one for one in targets if one.period), key=lambda one: (end_of_period(one.period), one.period))
        # On its own day a deadline is still the next one here, though it is due (is_due of outcomes.py).
        return next((one for one in dated if end_of_period(one.period) >= self.as_of), dated[-1] if dated else None)

    def find_next_verdict(self, indicator: str, area: str) -> Verdict | None:
        """Say where the target stands that counts on the day; see :meth:`choose_target`."""
        target = self.choose_target(self.list_targets(indicator, area))
        figure = self.find_figure_for(target) if target else None
        return self.assess(target, figure) if target and isinstance(figure, Quantity) else None

    def list_rivals(self, figure: Quantity) -> tuple[Quantity, ...]:
        """Give the disagreeing figures of other sources for the same key."""
        own = figure.first_observation
        return self.read_series(own.indicator, own.area, kind=own.kind).list_rivals(own.period)


def _tells_of(figure: Quantity, target: Quantity) -> bool:
    # Growth of a quarter says nothing of the growth that a year shall have.
    return figure.unit != GROWTH or not target.period or not differ_in_length(figure, target)


def list_shared_periods(counts: Mapping[str, int]) -> list[str]:
    """Give the periods in which areas may be compared, from how many have a figure in each.

    Those with at least three quarters as many as the fullest one.
    """
    fullest = max(counts.values(), default=0)
    # Of the fullest period, not of the group: areas that never have a figure would rule out every period.
    return [period for period, count in counts.items() if 4 * count >= 3 * fullest]


def compute_if_known(compute: Callable[..., Quantity], *figures: Figure, **options: object) -> Figure:
    """Compute from figures, or give the first one that is missing or only a bound."""
    for figure in figures:
        if isinstance(figure, Missing):
            return figure
        # A target that is a bound counts as the number that its source states, so it is computed with.
        if is_bound(figure) and figure.first_observation.kind is Kind.ACTUAL:
            return Missing.beside(figure, "the source gives only a bound")
    return compute(*figures, **options)

"""What changed between two days: figures new, revised and withdrawn, and conclusions that flipped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dxlib.analysis import Verdict, are_comparable, compute_rank_change, is_bound
from dxlib.data.observations import Observation, ObservationStore
from dxlib.data.quantities import Missing, Quantity
from dxlib.data.reconciling import reconcile
from dxlib.data.schema import Kind, Qualifier
from dxlib.data.source_agreement import numbers_agree
from dxlib.figures.findings import show_figure, show_value
from dxlib.figures.shelf import Shelf

Key = tuple[str, str, str, Kind]


class Event(StrEnum):
    """What became of something between two days.

    Attributes
    ----------
    NEW, REVISED, WITHDRAWN
        A figure; of a new one nothing stood before, of one that was withdrawn nothing stands after.
    TARGET
        A target has another status.
    RANK
        The latest rank is of a later period and another place.
    """

    NEW = "new"
    REVISED = "revised"
    WITHDRAWN = "withdrawn"
    TARGET = "target"
    RANK = "rank"


_TITLES: Final[Mapping[Event, str]] = {
    **{event: f"{event.capitalize()} figures" for event in (Event.NEW, Event.REVISED, Event.WITHDRAWN)},
    Event.TARGET: "Targets whose status changed",
    Event.RANK: "Ranks that moved",
}


@dataclass(frozen=True, slots=True)
class DayChange:
    """Something that is not what it was.

    Parameters
    ----------
    event
        What became of it.
    before, after
        What stood on the earlier and on the later day, a target itself on both.
    what
        Of a target from which status to which; of a rank how many places it moved.
    latest
        Of a target the figure that decides on it now.
    """

    event: Event
    before: Observation | None
    after: Observation | None
    what: str = ""
    latest: Observation | None = None

    @property
    def observation(self) -> Observation:
        """The observation that stands now, or the last that stood."""
        found = self.after or self.before
        assert found is not None
        return found


def compare_days(
    earlier: ObservationStore, later: ObservationStore, *, indicators: Iterable[str] = (), areas: Iterable[str] = ()
) -> tuple[DayChange, ...]:
    """Compare what was known on two days.

    Parameters
    ----------
    earlier, later
        The same project's observations as of two days.
    indicators, areas
        Only these; all when empty.

    Returns
    -------
    tuple of DayChange
        Figures, then targets, then ranks, each in the order of indicator, area, period and kind. A figure is *new*
        when its key had no value, *revised* when the headline value is another one (not only more or less rounded, or
        hedged otherwise), *withdrawn* when the key has no value any more.

    Raises
    ------
    DataError
        For an unknown indicator.
    """
    # Both stores read one project, so that each of them has all indicators, also those without a figure on its day.
    names = tuple(indicators) or later.indicators
    wanted = tuple(areas)
    shelves = Shelf(earlier), Shelf(later)
    figures: list[DayChange] = []
    targets: list[DayChange] = []
    ranks: list[DayChange] = []
    for name in names:
        figures.extend(_compare_figures(earlier, later, name, wanted))
        for area in wanted or _list_areas(later, name):
            targets.extend(_compare_targets(*shelves, name, area))
            ranks.extend(_compare_ranks(*shelves, name, area))
    return (*figures, *targets, *ranks)


def _list_areas(store: ObservationStore, indicator: str) -> list[str]:
    # Of every kind: targets may be of areas, or of an indicator that another one measures, without an actual row.
    return sorted({row.area for kind in Kind for row in store.read(indicator, kind=kind)})


def _compare_figures(
    earlier: ObservationStore, later: ObservationStore, indicator: str, areas: tuple[str, ...]
) -> Iterator[DayChange]:
    before, after = (_read_headlines(store, indicator, areas) for store in (earlier, later))
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        event = _judge(old, new)
        if event:
            yield DayChange(event, old, new)


def _judge(old: Observation | None, new: Observation | None) -> Event | None:
    if old is None:
        return Event.NEW
    if new is None:
        return Event.WITHDRAWN
    return None if _state_the_same(old, new) else Event.REVISED


def _state_the_same(old: Observation, new: Observation) -> bool:
    # "About 25" that became 25.3 is only stated more exactly; "more than 25" says something else.
    bounds = {Qualifier.EXACT, Qualifier.ABOUT}
    same_hedge = old.qualifier == new.qualifier or {old.qualifier, new.qualifier} <= bounds
    return same_hedge and numbers_agree(old.value, new.value)


def _read_headlines(store: ObservationStore, indicator: str, areas: tuple[str, ...]) -> Mapping[Key, Observation]:
    rows = (row for kind in Kind for row in store.read(indicator, areas=areas, kind=kind))
    heads = (choice.headline for choice in reconcile(rows, store.catalogue))
    return {(row.indicator, row.area, row.period, row.kind): row for row in heads if row.value is not None}


def _compare_targets(earlier: Shelf, later: Shelf, indicator: str, area: str) -> Iterator[DayChange]:
    before = dict(_list_verdicts(earlier, indicator, area))
    for period, verdict in _list_verdicts(later, indicator, area):
        # A target that was set in between has no earlier status; it is among the new figures.
        if period in before and before[period].status is not verdict.status:
            own, what = verdict.target.first_observation, f"{before[period].status} -> {verdict.status}"
            yield DayChange(Event.TARGET, own, own, what, verdict.latest.first_observation)


def _list_verdicts(shelf: Shelf, indicator: str, area: str) -> Iterator[tuple[str, Verdict]]:
    for target in shelf.list_targets(indicator, area):
        figure = shelf.find_figure_for(target)
        if isinstance(figure, Quantity):
            yield target.period, shelf.assess(target, figure)


def _compare_ranks(earlier: Shelf, later: Shelf, indicator: str, area: str) -> Iterator[DayChange]:
    if later.get_indicator(indicator).unit != "RANK":
        return
    before, after = (shelf.find_latest(indicator, area) for shelf in (earlier, later))
    # Another value of the same period is a revision, which the comparison of figures names.
    if isinstance(before, Missing) or isinstance(after, Missing) or before.period == after.period:
        return
    # Of the later day: a source may have marked a break since.
    breaks = later.list_breaks(indicator, area)
    if is_bound(before) or is_bound(after) or not are_comparable(after, before, breaks=breaks):
        return
    places = compute_rank_change(after, before, breaks=breaks).value
    if places:
        what = f"{abs(places)} {'place' if abs(places) == 1 else 'places'} {'better' if places > 0 else 'worse'}"
        yield DayChange(Event.RANK, before.first_observation, after.first_observation, what)


def render_comparison(changes: Iterable[DayChange]) -> str:
    """Give a comparison as lines of English text, one an entry, under a heading for each kind."""
    lines: dict[Event, list[str]] = {event: [] for event in Event}
    for change in changes:
        lines[change.event].append(f"  {_describe(change)}\n")
    return "\n".join(f"{_TITLES[event]}: {len(some)}\n{''.join(some)}" for event, some in lines.items())


def _describe(change: DayChange) -> str:
    row, before, latest = change.observation, change.before, change.latest
    if latest:
        aim = f"target {show_value(row)} by {row.period or 'no date'}"
        return f"{row.indicator} {row.area} {aim}: {change.what}, with {show_figure(latest)}"
    if before and change.what:
        moved = f"{before.value} in {before.period} -> {row.value} in {row.period} ({change.what})"
        return f"{row.indicator} {row.area}: {moved} [{row.source}]"
    kind = " (target)" if row.kind is Kind.TARGET else ""
    sides = [f"{show_value(side)} [{side.source}]" for side in (before, change.after) if side]
    return f"{row.indicator} {row.area} {row.period or 'undated'}{kind}: {' -> '.join(sides)}"

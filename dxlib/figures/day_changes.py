"""What changed between two days: figures new, revised and withdrawn, and conclusions that flipped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from dxlib.analysis import TargetStatus, Verdict, are_comparable, compute_rank_change, is_bound
from dxlib.data.observations import Observation, ObservationStore
from dxlib.data.quantities import Missing, Quantity
from dxlib.data.reconciling import reconcile
from dxlib.data.schema import Kind, Qualifier
from dxlib.data.source_agreement import numbers_agree
from dxlib.figures.shelf import Shelf

Key = tuple[str, str, str, Kind]


class Event(StrEnum):
    """What became of a figure between two days."""

    NEW = "new"
    REVISED = "revised"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that is not what it was: one of ``before`` and ``after`` is none where there was or is no figure."""

    event: Event
    before: Observation | None
    after: Observation | None

    @property
    def observation(self) -> Observation:
        """The observation that stands now, or the last that stood."""
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class TargetFlip:
    """A target whose status is not what it was."""

    target: Quantity
    before: TargetStatus
    after: TargetStatus
    latest: Quantity


@dataclass(frozen=True, slots=True)
class RankMove:
    """A rank whose latest figure is of a later period and another place; ``change`` is above zero when it is better."""

    before: Quantity
    after: Quantity
    change: Quantity


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs between two days, in the order of indicator, area, period and kind."""

    figures: tuple[FigureChange, ...]
    targets: tuple[TargetFlip, ...]
    ranks: tuple[RankMove, ...]


def compare_days(
    earlier: ObservationStore, later: ObservationStore, *, indicators: Iterable[str] = (), areas: Iterable[str] = ()
) -> Comparison:
    """Compare what was known on two days.

    Parameters
    ----------
    earlier, later
        The same project's observations as of two days.
    indicators, areas
        Only these; all when empty.

    Returns
    -------
    Comparison
        A figure is *new* when its key had no value, *revised* when the headline value is another one (not
        only more or less rounded, or hedged otherwise), *withdrawn* when the key has no value any more.

    Raises
    ------
    DataError
        For an unknown indicator.
    """
    # Both stores read one project, so that each of them has all indicators, also those without a figure on its day.
    names = tuple(indicators) or later.indicators
    wanted = tuple(areas)
    shelves = Shelf(earlier), Shelf(later)
    figures: list[FigureChange] = []
    targets: list[TargetFlip] = []
    ranks: list[RankMove] = []
    for name in names:
        figures.extend(_compare_figures(earlier, later, name, wanted))
        for area in wanted or _list_areas(later, name):
            targets.extend(_compare_targets(*shelves, name, area))
            ranks.extend(_compare_ranks(*shelves, name, area))
    return Comparison(tuple(figures), tuple(targets), tuple(ranks))


def _list_areas(store: ObservationStore, indicator: str) -> list[str]:
    # Of every kind: targets may be of areas, or of an indicator that another one measures, without an actual row.
    return sorted({row.area for kind in Kind for row in store.read(indicator, kind=kind)})


def _compare_figures(
    earlier: ObservationStore, later: ObservationStore, indicator: str, areas: tuple[str, ...]
) -> Iterator[FigureChange]:
    before, after = (_read_headlines(store, indicator, areas) for store in (earlier, later))
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        event = _judge(old, new)
        if event:
            yield FigureChange(event, old, new)


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


def _compare_targets(earlier: Shelf, later: Shelf, indicator: str, area: str) -> Iterator[TargetFlip]:
    before = dict(_list_verdicts(earlier, indicator, area))
    for period, verdict in _list_verdicts(later, indicator, area):
        # A target that was set in between has no earlier status; it is among the new figures.
        if period in before and before[period].status is not verdict.status:
            yield TargetFlip(verdict.target, before[period].status, verdict.status, verdict.latest)


def _list_verdicts(shelf: Shelf, indicator: str, area: str) -> Iterator[tuple[str, Verdict]]:
    for target in shelf.list_targets(indicator, area):
        figure = shelf.find_figure_for(target)
        if isinstance(figure, Quantity):
            yield target.period, shelf.assess(target, figure)


def _compare_ranks(earlier: Shelf, later: Shelf, indicator: str, area: str) -> Iterator[RankMove]:
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
    change = compute_rank_change(after, before, breaks=breaks)
    if change.value:
        yield RankMove(before, after, change)


def render_comparison(comparison: Comparison) -> str:
    """Give a comparison as lines of English text, one an entry, under a heading for each kind."""
    parts = [
        (
            f"{event.capitalize()} figures",
            [_describe_figure(change) for change in comparison.figures if change.event is event],
        )
        for event in Event
    ]
    parts.append(("Targets whose status changed", [_describe_flip(flip) for flip in comparison.targets]))
    parts.append(("Ranks that moved", [_describe_move(move) for move in comparison.ranks]))
    shown = [f"{title}: {len(lines)}\n" + "".join(f"  {line}\n" for line in lines) for title, lines in parts]
    return "\n".join(shown)


def _describe_figure(change: FigureChange) -> str:
    row = change.observation
    kind = " (target)" if row.kind is Kind.TARGET else ""
    sides = [f"{_state(side)} [{side.source}]" for side in (change.before, change.after) if side]
    return f"{row.indicator} {row.area} {row.period or 'undated'}{kind}: {' -> '.join(sides)}"


def _state(row: Observation) -> str:
    power = f" x 10^{row.unit_mult}" if row.unit_mult else ""
    return f"{row.qualifier}{row.value}{power} {row.unit}"


def _describe_flip(flip: TargetFlip) -> str:
    own, latest = flip.target.first_observation, flip.latest.first_observation
    return (
        f"{own.indicator} {own.area} target {_state(own)} by {own.period or 'no date'}: {flip.before} -> {flip.after}, "
        f"with {_state(latest)} in {latest.period} [{latest.source}]"
    )


def _describe_move(move: RankMove) -> str:
    one, other = move.before.first_observation, move.after.first_observation
    word = "better" if move.change.value > 0 else "worse"
    places = abs(move.change.value)
    return (
        f"{other.indicator} {other.area}: {one.value} in {one.period} -> {other.value} in {other.period} "
        f"({places} {'place' if places == 1 else 'places'} {word}) [{other.source}]"
    )

"""The figures that a notebook takes: of this area or another, of one period or compared with another."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from dxlib import analysis
from dxlib.analysis import TargetStatus
from dxlib.analysis.comparability import count_years
from dxlib.data.quantities import Missing, Quantity, read_out_of
from dxlib.data.schema import Kind
from dxlib.evidence.claims import write_claim
from dxlib.figures.choosing import choose_area
from dxlib.figures.outcomes import TargetOutcome, is_due, sort_targets
from dxlib.figures.shelf import Figure, Shelf, compute_if_known, list_shared_periods
from dxlib.figures.tallies import list_known, tally


@dataclass(frozen=True, slots=True)
class Holds:
    """Whether something that words rest on is true.

    Parameters
    ----------
    claim
        What is claimed.
    state
        Whether it holds; none where a figure of it is not known.
    figures
        What it rests on.
    """

    claim: str
    state: bool | None
    figures: tuple[Quantity, ...] = ()


class Figures:
    """What a brief for one area knows; each method gives a quantity, or what is missing."""

    def __init__(self, shelf: Shelf, area: str) -> None:
        self.area = area
        self._shelf = shelf
        self._year_before: Shelf | None = None

    def latest(self, indicator: str, *, area: str = "") -> Figure:
        """Give the latest figure of an indicator that is beyond doubt.

        Parameters
        ----------
        indicator
            Id in the catalogue.
        area
            Another area than the brief's.

        Returns
        -------
        Quantity or Missing
            In the indicator's unit.
        """
        return self._shelf.find_latest(indicator, self._read_area(area))

    def at(self, indicator: str, period: str | int, *, area: str = "") -> Figure:
        """Give the figure of an indicator for one period, estimates included; a year may be a number."""
        return self._shelf.find_at(indicator, self._read_area(area), str(period))

    def before(self, figure: Figure) -> Figure:
        """Give the last figure before another one that may be compared with it."""
        return self._shelf.find_before(figure)

    def first(self, figure: Figure) -> Figure:
        """Give the first figure of a series that may be compared with another one of it."""
        return self._shelf.find_before(figure, first=True)

    def target(self, indicator: str, deadline: str | int) -> Figure:
        """Give the target of an indicator for a deadline (empty: the undated one)."""
        return self._shelf.find_target(indicator, self.area, str(deadline))

    def rival(self, figure: Figure) -> Figure:
        """Give the furthest disagreeing figure of another source for the same period."""
        if isinstance(figure, Missing):
            return figure
        rivals = self._shelf.list_rivals(figure)
        if not rivals:
            own = figure.first_observation
            return Missing(own.indicator, own.area, "no source disagrees")
        furthest = max(rivals, key=lambda other: (abs(other.value - figure.value), other.first_observation.source))
        return _claim(furthest, "rival", figure)

    def change(self, later: Figure, earlier: Figure) -> Figure:
        """Give the change between two figures; see :func:`dxlib.analysis.compute_change`."""
        return self._compare("change", analysis.compute_change, later, earlier)

    def difference(self, one: Figure, other: Figure) -> Figure:
        """Give how far two areas or sources lie apart; see :func:`dxlib.analysis.compute_difference`."""
        return _claim(compute_if_known(analysis.compute_difference, one, other), "difference", one, other)

    def rank_change(self, later: Figure, earlier: Figure) -> Figure:
        """Give the places gained; see :func:`dxlib.analysis.compute_rank_change`."""
        return self._compare("rank_change", analysis.compute_rank_change, later, earlier)

    def growth(self, later: Figure, earlier: Figure) -> Figure:
        """Give the growth in per cent; see :func:`dxlib.analysis.compute_growth`."""
        return self._compare("growth", analysis.compute_growth, later, earlier)

    def compound_growth(self, later: Figure, earlier: Figure) -> Figure:
        """Give the compound annual growth; missing for less than a year; see :mod:`dxlib.analysis`."""
        if isinstance(later, Quantity) and isinstance(earlier, Quantity) and _are_close(later, earlier):
            return Missing(later.first_observation.indicator, later.first_observation.area, "less than a year apart")
        return self._compare("compound_growth", analysis.compute_compound_growth, later, earlier)

    def ratio(self, later: Figure, earlier: Figure) -> Figure:
        """Give how many times one figure is another; see :func:`dxlib.analysis.compute_ratio`."""
        return _claim(compute_if_known(analysis.compute_ratio, later, earlier), "ratio", later, earlier)

    def distance(self, target: Figure, latest: Figure) -> Figure:
        """Give what is left to a target; see :func:`dxlib.analysis.compute_distance`."""
        lower = isinstance(target, Quantity) and self._shelf.lower_is_better(target.first_observation.indicator)
        found = compute_if_known(analysis.compute_distance, target, latest, lower_is_better=lower)
        return _claim(found, "distance", target, latest)

    def pace(self, latest: Figure, first: Figure) -> Figure:
        """Give the change a year between two figures; see :func:`dxlib.analysis.compute_pace`."""
        return _claim(compute_if_known(analysis.compute_pace, latest, first), "pace", latest, first)

    def needed_pace(self, target: Figure, latest: Figure) -> Figure:
        """Give the change a year that reaches a target in time; missing where no time is left or nothing is."""
        if isinstance(target, Quantity) and isinstance(latest, Quantity):
            own = latest.first_observation
            status = self._shelf.assess(target, latest).status
            if status not in (TargetStatus.ON_TRACK, TargetStatus.BEHIND, TargetStatus.NOT_ASSESSABLE):
                return Missing(own.indicator, own.area, f"the target is {status}")
        return _claim(compute_if_known(analysis.compute_needed_pace, target, latest), "needed_pace", target, latest)

    def place(self, figure: Figure, group: str) -> Figure:
        """Give the place of a figure among those of a group of areas, for the same period; missing if alone."""
        if isinstance(figure, Missing):
            return figure
        own = figure.first_observation
        others = self._list_others(figure, group)
        if not others:
            return Missing(own.indicator, own.area, f"no other figure of {group} for {figure.period}")
        lower = self._shelf.lower_is_better(own.indicator)
        return _claim(analysis.compute_place(figure, others, lower_is_better=lower), "place", figure, group)

    def count(self, figures: Iterable[Figure] | Figure) -> Figure:
        """Give how many of some figures are known; of one that was computed, from how many it was."""
        if isinstance(figures, Missing):
            return figures
        among = figures.inputs if isinstance(figures, Quantity) else figures
        known = [figure for figure in among if isinstance(figure, Quantity)]
        if not known:
            return Missing("", self.area, "nothing to count")
        counted = analysis.compute_count(known)
        of = figures.claim if isinstance(figures, Quantity) else ""
        return counted.claimed(write_claim("count", write_claim("inputs", of))) if of else counted

    def share(self, part: Figure, whole: Figure | None = None) -> Figure:
        """Give a part in per cent of a whole; without one, of the N that the source of "n of N" states."""
        if whole is None:
            whole = self.out_of(part)
        return _claim(compute_if_known(analysis.compute_share, part, whole), "share", part, whole)

    def out_of(self, figure: Figure) -> Figure:
        """Give the N of the "n of N" that a figure's source states."""
        return figure if isinstance(figure, Missing) else read_out_of(figure)

    def shared(self, indicator: str, group: str) -> Figure:
        """Give the area's last figure of a period in which most of a group have one."""
        own = {figure.period: figure for figure in self._shelf.read_series(indicator, self.area).sure}
        counts = {period: 1 + len(self._list_others(figure, group)) for period, figure in own.items()}
        shared = list_shared_periods(counts)
        if not shared:
            return Missing(indicator, self.area, "nothing known by then")
        return own[shared[-1]].claimed(write_claim("shared", indicator, group, self.area))

    def standing(self, figure: Figure, group: str) -> Figure:
        """Give the place of a figure among those of a group that its area belongs to; see :meth:`place`."""
        if isinstance(figure, Quantity) and (not group or figure.first_observation.area not in self.areas(group)):
            own = figure.first_observation
            return Missing(own.indicator, own.area, f"no member of {group or 'any group'}")
        return self.place(figure, group)

    def tally(self, what: str, *, status: str = "", system: str = "", before: bool = False) -> Figure:
        """Give how many figures, indicators, areas or sources are known; see :mod:`dxlib.figures.tallies`.

        Parameters
        ----------
        what
            ``figures``, ``indicators``, ``areas`` or ``sources``.
        status, system
            Only of figures of this status, or on this system.
        before
            As they were known on the last day of the year before.
        """
        shelf = self._recall_year() if before else self._shelf
        found = tally(shelf, list_known(shelf, system), what, status=status, system=system)
        claim = write_claim("tally", what, status=status, system=system, as_of=shelf.day)
        return found.claimed(claim) if isinstance(found, Quantity) else found

    def _recall_year(self) -> Shelf:
        """Give what was known on the last day of the year before."""
        if self._year_before is None:
            self._year_before = self._shelf.recall(date(self._shelf.as_of.year - 1, 12, 31))
        return self._year_before

    def holds(self, figure: Figure, *, low: float = -math.inf, high: float = math.inf) -> Holds:
        """Say whether a figure lies between two bounds: what a sentence rests on whose words say so ("far apart").

        Parameters
        ----------
        figure
            Any figure, mostly a ratio or a change.
        low, high
            The bounds, in the figure's unit; both included.

        Returns
        -------
        Holds
            For the parameter ``given`` of what says sentences. Where the figure is not known, nothing is said.
        """
        bounds = {name: value for name, value in (("low", low), ("high", high)) if not math.isinf(value)}
        if isinstance(figure, Missing):
            return Holds(write_claim("holds", "unknown", **bounds), None)
        holds = low <= figure.value <= high
        return Holds(write_claim("holds", figure.claim, **bounds), holds, (figure,))

    def indicators(self, *, system: str = "", without: str = "") -> tuple[str, ...]:
        """Give the ids of all indicators with figures or targets, whenever they became known; of one system, or not.

        Parameters
        ----------
        system, without
            Only those of this system; not those of this one.
        """
        of = {name: self._shelf.get_indicator(name).system for name in self._shelf.store.indicators}
        names = (name for name in of if not system or of[name] == system)
        return tuple(name for name in names if not without or of[name] != without)

    def contested(self, *indicators: str) -> list[Figure]:
        """Give the area's figures and targets of some indicators that another source states otherwise."""
        series = (self._shelf.read_series(name, self.area, kind=kind) for name in indicators for kind in Kind)
        return [figure for one in series for figure in one.figures
                if any(rival.period == figure.period for rival in one.rivals)]  # fmt: skip

    def count_targets(self, *outcomes: str, due: bool = False, system: str = "") -> Figure:
        """Give how many targets of the area fared in certain ways; see :class:`dxlib.figures.outcomes.TargetOutcome`.

        Parameters
        ----------
        *outcomes
            Names of outcomes; all when empty.
        due
            Only targets whose deadline has come.
        system
            Only targets of this system.
        """
        fates = sort_targets(self._shelf, self.area, system)
        pairs = [pair for name in outcomes or tuple(TargetOutcome) for pair in fates[TargetOutcome(name)]]
        return self.count([target for target, _ in pairs if not due or is_due(target, self._shelf)])

    # Areas -------------------------------------------------------------------------------------

    def areas(self, group: str) -> tuple[str, ...]:
        """Give the keys of a named set of areas."""
        return self._shelf.catalogue.get_group(group)

    def others(self, group: str) -> tuple[str, ...]:
        """Give the keys of a named set of areas without the brief's own."""
        own = self._shelf.catalogue.list_keys(self.area)
        return tuple(area for area in self.areas(group) if area not in own)

    def own_group(self, prefix: str) -> str:
        """Give the first group of some kind (``gso_``) that the brief's own area belongs to; of none, no name.

        An area that kept its borders belongs to the groups of what it was before, too.
        """
        return next((group for group in self._list_own_groups() if group.startswith(prefix)), "")

    def own_region(self) -> str:
        """Give the key of the region that the brief's own area is a member of; of none, an empty key."""
        groups = self._list_own_groups()
        return next((key for key, area in self._shelf.catalogue.areas.items() if area.members in groups), "")

    def _list_own_groups(self) -> list[str]:
        catalogue = self._shelf.catalogue
        return [group for key in catalogue.list_keys(self.area) for group in catalogue.areas[key].groups]

    def neighbours(self, prefix: str) -> tuple[str, ...]:
        """Give the keys of the areas that share a group of some kind with the brief's own."""
        group = self.own_group(prefix)
        return self.others(group) if group else ()

    def predecessors(self) -> tuple[str, ...]:
        """Give the keys of the areas that were put together into the brief's own; of one that was not, none."""
        merged = self._shelf.catalogue.list_predecessors(self.area)
        return merged if len(merged) > 1 else ()

    def _read_area(self, area: str) -> str:
        """Give the area that a call names, or the brief's own; one that does not exist is an error, never a gap."""
        return choose_area(area, "", self._shelf.catalogue, having=()) if area else self.area

    def _list_others(self, figure: Quantity, group: str) -> list[Quantity]:
        """List what is known of the other areas of a group for the indicator and period of a figure."""
        own = figure.first_observation
        members = (area for area in self.areas(group) if area != own.area)
        found = (self._shelf.find_at(own.indicator, area, own.period) for area in members)
        return [other for other in found if isinstance(other, Quantity)]

    def _compare(self, name: str, compute: Callable[..., Quantity], later: Figure, earlier: Figure) -> Figure:
        own = later.first_observation if isinstance(later, Quantity) else None
        breaks = self._shelf.list_breaks(own.indicator, own.area) if own else ()
        return _claim(compute_if_known(compute, later, earlier, breaks=breaks), name, later, earlier)


def _claim(found: Figure, name: str, *of: Figure | str) -> Figure:
    """Give a figure with what it was asked for, where all figures that it is of have that too."""
    args = [one if isinstance(one, str) else one.claim if isinstance(one, Quantity) else "" for one in of]
    return found.claimed(write_claim(name, *args)) if isinstance(found, Quantity) and all(args) else found


def _are_close(later: Quantity, earlier: Quantity) -> bool:
    return count_years(later.period, earlier.period) < 1

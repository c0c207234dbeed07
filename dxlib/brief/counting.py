"""What a notebook counts and ranks: places among areas, how much is known, what holds."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dxlib import analysis
from dxlib.brief.taking import Taking, claim_as
from dxlib.data.quantities import Missing, Quantity
from dxlib.data.schema import Kind, ObsStatus
from dxlib.evidence.claims import write_claim
from dxlib.figures.choosing import choose_one
from dxlib.figures.outcomes import TargetOutcome, is_due, sort_targets
from dxlib.figures.shelf import Figure, Shelf, list_shared_periods
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


class Counting(Taking):
    """What a brief for one area counts and ranks."""

    def place(self, figure: Figure, group: str) -> Figure:
        """Give the place of a figure among those of a group of areas, for the same period; missing if alone.

        Parameters
        ----------
        figure
            A figure, from :meth:`latest`, :meth:`at` or another call of the brief.
        group
            A group of areas of the catalogue, as ``asean``.

        Returns
        -------
        Quantity or Missing
            A rank, 1 for the best; those that are alike share the better place.

        Raises
        ------
        DataError
            For a group that the catalogue lacks; all groups are listed.

        Examples
        --------
        >>> float(brief.place(brief.latest("egdi_rank"), "asean_six"))
        5.0
        """
        if isinstance(figure, Missing):
            return figure
        others = self._list_others(figure, group)
        if not others:
            return Missing.beside(figure, f"no other figure of {group} for {figure.period}")
        lower = self._shelf.lower_is_better(figure.first_observation.indicator)
        return claim_as(analysis.compute_place(figure, others, lower_is_better=lower), "place", figure, group)

    def count(self, figures: Iterable[Figure] | Figure) -> Figure:
        """Give how many of some figures are known; of one that was computed, from how many it was.

        Parameters
        ----------
        figures
            Figures, those that are not known among them; or one figure that was computed from others.

        Returns
        -------
        Quantity or Missing
            A number; missing where none is known.

        Examples
        --------
        >>> float(brief.count([brief.latest("egdi_rank"), brief.at("egdi_rank", 1999)]))
        1.0
        """
        if isinstance(figures, Missing):
            return figures
        among = figures.inputs if isinstance(figures, Quantity) else figures
        known = [figure for figure in among if isinstance(figure, Quantity)]
        if not known:
            return Missing("", self.area, "nothing to count")
        counted = analysis.compute_count(known)
        # Of a list there is no call that the audit could repeat; the count then claims nothing.
        of = figures.claim if isinstance(figures, Quantity) else ""
        return counted.claimed(write_claim("count", write_claim("inputs", of))) if of else counted

    def shared(self, indicator: str, group: str) -> Figure:
        """Give the area's last figure of a period in which most of a group have one.

        Parameters
        ----------
        indicator
            Id in the catalogue, as ``egdi_rank``.
        group
            A group of areas of the catalogue, as ``asean``.

        Returns
        -------
        Quantity or Missing
            In the indicator's unit; or why there is none.

        Raises
        ------
        DataError
            For an indicator or a group that the catalogue lacks.

        Examples
        --------
        >>> brief.shared("egdi_rank", "asean").period
        '2024'
        """
        own = {figure.period: figure for figure in self._shelf.read_series(indicator, self.area).sure}
        # One is the area itself, which the list of others leaves out.
        counts = {period: 1 + len(self._list_others(figure, group)) for period, figure in own.items()}
        shared = list_shared_periods(counts)
        if not shared:
            return Missing(indicator, self.area, "nothing known by then")
        return own[shared[-1]].claimed(write_claim("shared", indicator, group, self.area))

    def standing(self, figure: Figure, group: str) -> Figure:
        """Give the place of a figure among those of a group that its area belongs to; see :meth:`place`.

        Parameters
        ----------
        figure
            A figure, from :meth:`latest`, :meth:`at` or another call of the brief.
        group
            A group of areas of the catalogue, as ``asean``.

        Returns
        -------
        Quantity or Missing
            A rank; missing where the area is no member.

        Raises
        ------
        DataError
            For a group that the catalogue lacks; all groups are listed.

        Examples
        --------
        >>> float(brief.standing(brief.latest("egdi_rank"), "asean_six"))
        5.0
        """
        if isinstance(figure, Quantity) and (not group or figure.first_observation.area not in self.areas(group)):
            return Missing.beside(figure, f"no member of {group or 'any group'}")
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

        Returns
        -------
        Quantity or Missing
            A number; missing where there is nothing to count.

        Raises
        ------
        ConfigError
            For anything else to be counted, and an unknown status or system.

        Examples
        --------
        >>> brief.tally("sources") > brief.tally("sources", before=True)
        True
        """
        self._read_system(system)
        if status:
            choose_one("status", status, list(ObsStatus))
        shelf = self._recall_year() if before else self._shelf
        found = tally(shelf, list_known(shelf, system), what, status=status, system=system)
        claim = write_claim("tally", what, status=status, system=system, as_of=shelf.day)
        return found.claimed(claim) if isinstance(found, Quantity) else found

    def _recall_year(self) -> Shelf:
        """Give what was known on the last day of the year before."""
        # Kept, because a notebook counts several things a year back and each recall reads all figures.
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
            For the parameter ``given`` of what says sentences. Where the figure is not known, or a bound that leaves it
            open ("more than 75" below 80), nothing is said.

        Examples
        --------
        >>> brief.holds(brief.latest("egdi_rank"), high=100).state
        True
        """
        # An infinite bound is none; the evidence of a page is JSON, which has no number for it.
        bounds = {name: value for name, value in (("low", low), ("high", high)) if not math.isinf(value)}
        if isinstance(figure, Missing):
            return Holds(write_claim("holds", "unknown", **bounds), None)
        return Holds(write_claim("holds", figure.claim, **bounds), analysis.lies_between(figure, low, high), (figure,))

    def indicators(self, *, system: str = "", without: str = "") -> tuple[str, ...]:
        """Give the ids of all indicators with figures or targets, whenever they became known; of one system, or not.

        Parameters
        ----------
        system, without
            Only those of this system; not those of this one.

        Returns
        -------
        tuple of str
            Ids, in the order of the catalogue.

        Raises
        ------
        ConfigError
            For a system that the catalogue lacks, with the nearest one that is.

        Examples
        --------
        >>> "vneid_users" in brief.indicators(system="vneid")
        True
        """
        system, without = self._read_system(system), self._read_system(without)
        of = {name: self._shelf.get_indicator(name).system for name in self._shelf.store.indicators}
        names = (name for name in of if not system or of[name] == system)
        return tuple(name for name in names if not without or of[name] != without)

    def contested(self, *indicators: str) -> list[Figure]:
        """Give the area's figures and targets of some indicators that another source states otherwise.

        Parameters
        ----------
        *indicators
            Ids in the catalogue, as ``egdi_rank``.

        Returns
        -------
        list of Quantity
            With the headline that the published rule chooses.

        Raises
        ------
        DataError
            For an indicator that the catalogue lacks, with the nearest one that is.

        Examples
        --------
        >>> [str(figure.first_observation.kind) for figure in brief.contested("egdi_rank")]
        ['target']
        """
        series = (self._shelf.read_series(name, self.area, kind=kind) for name in indicators for kind in Kind)
        return [figure for one in series for figure in one.figures if one.list_rivals(figure.period)]

    def count_targets(self, *outcomes: str, due: bool = False, system: str = "") -> Figure:
        """Give how many targets of the area fared in certain ways; see :class:`dxlib.figures.outcomes.TargetOutcome`.

        Parameters
        ----------
        *outcomes
            ``met``, ``missed``, ``unknown``, ``ahead`` or ``undated``; all when empty.
        due
            Only targets whose deadline has come.
        system
            Only targets of this system.

        Returns
        -------
        Quantity or Missing
            A number; missing where there is none.

        Raises
        ------
        ConfigError
            For an outcome or a system that does not exist.

        Examples
        --------
        >>> brief.count_targets("met", due=True) <= brief.count_targets("met")
        True
        """
        fates = sort_targets(self._shelf, self.area, self.indicators(system=system) if system else None)
        names = [choose_one("outcome", name, list(TargetOutcome)) for name in outcomes or tuple(TargetOutcome)]
        pairs = [pair for name in names for pair in fates[TargetOutcome(name)]]
        return self.count([target for target, _ in pairs if not due or is_due(target, self._shelf)])

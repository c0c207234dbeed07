"""The figures that a notebook computes: changes, growth, ratios, distances; what does not compare is refused."""

from __future__ import annotations

from collections.abc import Callable

from dxlib import analysis
from dxlib.analysis import TargetStatus
from dxlib.analysis.comparability import count_years
from dxlib.brief.counting import Counting
from dxlib.brief.taking import claim_as
from dxlib.data.quantities import Missing, Quantity, read_out_of
from dxlib.figures.shelf import Figure, compute_if_known


class Figures(Counting):
    """What a brief for one area knows; each method gives a quantity, or what is missing."""

    def change(self, later: Figure, earlier: Figure) -> Figure:
        """Give the change between two figures; see :func:`dxlib.analysis.compute_change`.

        Parameters
        ----------
        later
            The later figure.
        earlier
            The earlier figure, of the same indicator and area.

        Returns
        -------
        Quantity or Missing
            The later less the earlier: of shares in percentage points, of ranks in places, else in the figures' unit.

        Raises
        ------
        DataError
            Where the two may not be compared (another unit, a break in the series, the period of one within that of
            the other), with the reason.

        Examples
        --------
        >>> change = brief.change(brief.at("internet_users_share", 2023), brief.at("internet_users_share", 2020))
        >>> round(float(change), 1), change.unit
        (7.8, 'POINTS')
        """
        return self._compare("change", analysis.compute_change, later, earlier)

    def difference(self, one: Figure, other: Figure) -> Figure:
        """Give how far two areas or sources lie apart; see :func:`dxlib.analysis.compute_difference`.

        Parameters
        ----------
        one
            A figure.
        other
            The figure that is taken from it.

        Returns
        -------
        Quantity or Missing
            The one less the other, of the same indicator and period: of shares in percentage points, of ranks in
            places.

        Raises
        ------
        DataError
            Where the two are not of the same indicator, unit and period.

        Examples
        --------
        >>> float(brief.difference(brief.latest("egdi_rank"), brief.latest("egdi_rank", area="SGP")))
        68.0
        """
        return claim_as(compute_if_known(analysis.compute_difference, one, other), "difference", one, other)

    def rank_change(self, later: Figure, earlier: Figure) -> Figure:
        """Give the places gained; see :func:`dxlib.analysis.compute_rank_change`.

        Parameters
        ----------
        later
            The later figure.
        earlier
            The earlier figure, of the same indicator and area.

        Returns
        -------
        Quantity or Missing
            In places; above zero where the rank got better.

        Raises
        ------
        DataError
            Where the two may not be compared (another unit, a break in the series, the period of one within that of
            the other), with the reason.

        Examples
        --------
        >>> float(brief.rank_change(brief.at("egdi_rank", 2024), brief.at("egdi_rank", 2022)))
        15.0
        """
        return self._compare("rank_change", analysis.compute_rank_change, later, earlier)

    def growth(self, later: Figure, earlier: Figure) -> Figure:
        """Give the growth in per cent; see :func:`dxlib.analysis.compute_growth`.

        Parameters
        ----------
        later
            The later figure.
        earlier
            The earlier figure, of the same indicator and area.

        Returns
        -------
        Quantity or Missing
            In per cent of the earlier figure.

        Raises
        ------
        DataError
            Where the two may not be compared (another unit, a break in the series, the period of one within that of
            the other), with the reason.

        Examples
        --------
        >>> later, earlier = brief.at("ecommerce_retail_revenue", 2021), brief.at("ecommerce_retail_revenue", 2020)
        >>> round(float(brief.growth(later, earlier)), 1)
        16.1
        """
        return self._compare("growth", analysis.compute_growth, later, earlier)

    def compound_growth(self, later: Figure, earlier: Figure) -> Figure:
        """Give the compound annual growth; missing for less than a year; see :mod:`dxlib.analysis`.

        Parameters
        ----------
        later
            The later figure.
        earlier
            The earlier figure, of the same indicator and area.

        Returns
        -------
        Quantity or Missing
            In per cent a year; missing where the two lie less than a year apart.

        Raises
        ------
        DataError
            Where the two may not be compared (another unit, a break in the series, the period of one within that of
            the other), with the reason.

        Examples
        --------
        >>> later, earlier = brief.at("ecommerce_retail_revenue", 2024), brief.at("ecommerce_retail_revenue", 2020)
        >>> round(float(brief.compound_growth(later, earlier)), 1)
        20.6
        """
        # A yearly rate from a few months would multiply what may be a season.
        if isinstance(later, Quantity) and isinstance(earlier, Quantity) and _are_close(later, earlier):
            return Missing.beside(later, "less than a year apart")
        return self._compare("compound_growth", analysis.compute_compound_growth, later, earlier)

    def ratio(self, later: Figure, earlier: Figure) -> Figure:
        """Give how many times one figure is another; see :func:`dxlib.analysis.compute_ratio`.

        Parameters
        ----------
        later
            The later figure, or the one that is compared.
        earlier
            The figure that it is a multiple of, in the same unit.

        Returns
        -------
        Quantity or Missing
            The first divided by the second.

        Raises
        ------
        DataError
            Where the two may not be compared (another unit, a bound, a divisor of zero or less; of one series also a
            break, a forecast, or a period that holds the other), with the reason.

        Examples
        --------
        >>> later, earlier = brief.at("ecommerce_retail_revenue", 2024), brief.at("ecommerce_retail_revenue", 2020)
        >>> round(float(brief.ratio(later, earlier)), 1)
        2.1
        """
        breaks: tuple[str, ...] = ()
        if isinstance(later, Quantity) and isinstance(earlier, Quantity):
            breaks = self._shelf.list_breaks_between(later, earlier)
        found = compute_if_known(analysis.compute_ratio, later, earlier, breaks=breaks)
        return claim_as(found, "ratio", later, earlier)

    def distance(self, target: Figure, latest: Figure) -> Figure:
        """Give what is left to a target; see :func:`dxlib.analysis.compute_distance`.

        Parameters
        ----------
        target
            A target, from :meth:`target`.
        latest
            The latest figure.

        Returns
        -------
        Quantity or Missing
            In the unit of the two (places for ranks, percentage points for shares); zero or less once the target is
            reached.

        Raises
        ------
        DataError
            Where figure and target may not be compared.

        Examples
        --------
        >>> float(brief.distance(brief.target("egdi_rank", 2030), brief.latest("egdi_rank")))
        21.0
        """
        lower = isinstance(target, Quantity) and self._shelf.lower_is_better(target.first_observation.indicator)
        found = compute_if_known(
            analysis.compute_distance, target, latest, lower_is_better=lower, measured_by=self._find_measure(target)
        )
        return claim_as(found, "distance", target, latest)

    def _find_measure(self, target: Figure) -> str:
        """Give the indicator whose figures decide on a target: mostly its own, or the one that the catalogue names."""
        return self._shelf.find_measure(target) if isinstance(target, Quantity) else ""

    def pace(self, latest: Figure, first: Figure) -> Figure:
        """Give the change a year between two figures; see :func:`dxlib.analysis.compute_pace`.

        Parameters
        ----------
        latest
            The latest figure.
        first
            The earlier figure.

        Returns
        -------
        Quantity or Missing
            In the figures' unit a year.

        Raises
        ------
        DataError
            Where the two may not be compared, or lie at the same time.

        Examples
        --------
        >>> float(brief.pace(brief.latest("egdi_rank"), brief.at("egdi_rank", 2020)))
        -3.75
        """
        return self._compare("pace", analysis.compute_pace, latest, first)

    def needed_pace(self, target: Figure, latest: Figure) -> Figure:
        """Give the change a year that reaches a target in time; missing where no time is left or nothing is.

        Parameters
        ----------
        target
            A target, from :meth:`target`.
        latest
            The latest figure.

        Returns
        -------
        Quantity or Missing
            In the figures' unit a year.

        Raises
        ------
        DataError
            Where figure and target may not be compared.

        Examples
        --------
        >>> target = brief.target("digital_signature_adult_share", 2030)
        >>> brief.needed_pace(target, brief.latest("digital_signature_adult_share")).qualifier.value
        '>'
        """
        if isinstance(target, Quantity) and isinstance(latest, Quantity):
            status = self._shelf.assess(target, latest).status
            # Before the deadline, and short of it: after it no pace helps, and of a target that is met none is needed.
            if status not in (TargetStatus.ON_TRACK, TargetStatus.BEHIND, TargetStatus.NOT_ASSESSABLE):
                return Missing.beside(latest, f"the target is {status}")
        measure = self._find_measure(target)
        found = compute_if_known(analysis.compute_needed_pace, target, latest, measured_by=measure)
        return claim_as(found, "needed_pace", target, latest)

    def share(self, part: Figure, whole: Figure | None = None) -> Figure:
        """Give a part in per cent of a whole; without one, of the N that the source of "n of N" states.

        Parameters
        ----------
        part
            A figure.
        whole
            Another in the same unit.

        Returns
        -------
        Quantity or Missing
            In per cent.

        Raises
        ------
        DataError
            Where the two have different units or times.

        Examples
        --------
        >>> share = brief.share(brief.latest("egdi_osi"), brief.latest("egdi_osi", area="SGP"))
        >>> round(float(share)), share.unit
        (72, 'PERCENT')
        """
        if whole is None:
            whole = self.out_of(part)
        return claim_as(compute_if_known(analysis.compute_share, part, whole), "share", part, whole)

    def out_of(self, figure: Figure) -> Figure:
        """Give the N of the "n of N" that a figure's source states.

        Parameters
        ----------
        figure
            A figure, from :meth:`latest`, :meth:`at` or another call of the brief.

        Returns
        -------
        Quantity or Missing
            A number; missing where the source states none.

        Examples
        --------
        >>> float(brief.out_of(brief.latest("egdi_rank")))
        193.0
        """
        return figure if isinstance(figure, Missing) else read_out_of(figure)

    def _compare(self, name: str, compute: Callable[..., Quantity], later: Figure, earlier: Figure) -> Figure:
        if not (isinstance(later, Quantity) and isinstance(earlier, Quantity)):
            return compute_if_known(compute, later, earlier)
        found = compute_if_known(compute, later, earlier, breaks=self._shelf.list_breaks_between(later, earlier))
        # Of what is no figure there is nothing to refuse: the sentence that asks for it is left out.
        if isinstance(found, Quantity):
            analysis.refuse_nesting(later, earlier)
        return claim_as(found, name, later, earlier)


def _are_close(later: Quantity, earlier: Quantity) -> bool:
    # Of an undated target nobody knows; that it compares with nothing is said with the reason.
    return bool(later.period and earlier.period) and count_years(later.period, earlier.period) < 1

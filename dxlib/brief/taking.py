"""The figures that a notebook takes as they are stated: of this area or another, of one period, a target; and areas."""

from __future__ import annotations

from dxlib.data.asked_periods import read_period
from dxlib.data.quantities import Missing, Quantity
from dxlib.evidence.claims import write_claim
from dxlib.figures.choosing import choose_area, choose_one
from dxlib.figures.shelf import Figure, Shelf


class Taking:
    """What a brief for one area takes as it is stated, and the areas that it may ask of."""

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
            In the indicator's unit; or why there is none.

        Raises
        ------
        ConfigError
            For an area that is unknown, with the nearest one that is.
        DataError
            For an indicator that the catalogue lacks, with the nearest one that is.

        Examples
        --------
        >>> brief.latest("egdi_rank")
        Quantity(71 RANK: egdi_rank/VNM/2024/actual@un-egovkb-2024)
        """
        return self._shelf.find_latest(indicator, self._read_area(area))

    def at(self, indicator: str, period: str | int, *, area: str = "") -> Figure:
        """Give the figure of an indicator for one period, estimates included; a year may be a number.

        Parameters
        ----------
        indicator
            Id in the catalogue, as ``egdi_rank``.
        period
            A year (as number or text), or a period as SDMX writes it: ``2025-06``, ``2022-Q1``.
        area
            Key of another area than the brief's.

        Returns
        -------
        Quantity or Missing
            In the indicator's unit; or why there is none.

        Raises
        ------
        ConfigError
            For an area that is unknown, with the nearest one that is, and for a text that is no period.
        DataError
            For an indicator that the catalogue lacks, with the nearest one that is.

        Examples
        --------
        >>> float(brief.at("egdi_rank", 2022))
        86.0
        """
        return self._shelf.find_at(indicator, self._read_area(area), read_period("period", period, is_needed=True))

    def before(self, figure: Figure) -> Figure:
        """Give the last figure before another one that may be compared with it.

        Parameters
        ----------
        figure
            A figure, from :meth:`latest`, :meth:`at` or another call of the brief.

        Returns
        -------
        Quantity or Missing
            Of an earlier period, with nothing between the two that breaks the series; or why there is none.

        Examples
        --------
        >>> brief.before(brief.latest("egdi_rank")).period
        '2022'
        """
        return self._shelf.find_before(figure)

    def first(self, figure: Figure) -> Figure:
        """Give the first figure of a series that may be compared with another one of it.

        Parameters
        ----------
        figure
            A figure, from :meth:`latest`, :meth:`at` or another call of the brief.

        Returns
        -------
        Quantity or Missing
            The earliest one; or why there is none.

        Examples
        --------
        >>> brief.first(brief.latest("egdi_rank")).period
        '2003'
        """
        return self._shelf.find_before(figure, first=True)

    def target(self, indicator: str, deadline: str | int) -> Figure:
        """Give the target of an indicator for a deadline (empty: the undated one).

        Parameters
        ----------
        indicator
            Id in the catalogue, as ``egdi_rank``.
        deadline
            A year, or another period; empty for the target that has none.

        Returns
        -------
        Quantity or Missing
            With the hedge of the target (``<=`` where at most so much is aimed at); or why there is none.

        Raises
        ------
        ConfigError
            For a text that is no period.
        DataError
            For an indicator that the catalogue lacks, with the nearest one that is.

        Examples
        --------
        >>> brief.target("egdi_rank", 2030)
        Quantity(<=50 RANK: egdi_rank/VNM/2030/target@pm-decision-749-vietnamlawmagazine-2020-06)
        """
        return self._shelf.find_target(indicator, self.area, read_period("deadline", deadline))

    def rival(self, figure: Figure) -> Figure:
        """Give the furthest disagreeing figure of another source for the same period.

        Parameters
        ----------
        figure
            A figure, from :meth:`latest`, :meth:`at` or another call of the brief.

        Returns
        -------
        Quantity or Missing
            Missing where no source disagrees.

        Examples
        --------
        >>> brief.rival(brief.latest("egdi_rank")).reason
        'no source disagrees'
        """
        if isinstance(figure, Missing):
            return figure
        rivals = self._shelf.list_rivals(figure)
        if not rivals:
            return Missing.beside(figure, "no source disagrees")
        # The source decides between two that are equally far, so that the same page names the same one.
        furthest = max(rivals, key=lambda other: (abs(other.value - figure.value), other.first_observation.source))
        return claim_as(furthest, "rival", figure)

    # Areas -------------------------------------------------------------------------------------

    def areas(self, group: str) -> tuple[str, ...]:
        """Give the keys of a named set of areas.

        Parameters
        ----------
        group
            A group of areas of the catalogue, as ``asean``.

        Returns
        -------
        tuple of str
            Keys, in the order of the catalogue.

        Raises
        ------
        DataError
            For a group that the catalogue lacks; all groups are listed.

        Examples
        --------
        >>> brief.areas("asean_six")
        ('VNM', 'IDN', 'MYS', 'PHL', 'SGP', 'THA')
        """
        return self._shelf.catalogue.get_group(group)

    def others(self, group: str) -> tuple[str, ...]:
        """Give the keys of a named set of areas without the brief's own.

        Parameters
        ----------
        group
            A group of areas of the catalogue, as ``asean``.

        Returns
        -------
        tuple of str
            Keys.

        Raises
        ------
        DataError
            For a group that the catalogue lacks; all groups are listed.

        Examples
        --------
        >>> brief.others("asean_six")
        ('IDN', 'MYS', 'PHL', 'SGP', 'THA')
        """
        # An area that kept its borders has a key on each map, and neither is another area.
        own = self._shelf.catalogue.list_keys(self.area)
        return tuple(area for area in self.areas(group) if area not in own)

    def own_group(self, prefix: str) -> str:
        """Give the first group of some kind (``gso_``) that the brief's own area belongs to; of none, no name.

        An area that kept its borders belongs to the groups of what it was before, too.

        Parameters
        ----------
        prefix
            How the group's name begins.

        Returns
        -------
        str
            The group, or an empty text.

        Examples
        --------
        >>> brief.own_group("asean")
        'asean'
        """
        return next((group for group in self._list_own_groups() if group.startswith(prefix)), "")

    def own_region(self) -> str:
        """Give the key of the region that the brief's own area is a member of; of none, an empty key.

        Returns
        -------
        str
            The key, or an empty text.

        Examples
        --------
        >>> brief.own_region()
        ''
        """
        groups = self._list_own_groups()
        return next((key for key, area in self._shelf.catalogue.areas.items() if area.members in groups), "")

    def _list_own_groups(self) -> list[str]:
        catalogue = self._shelf.catalogue
        return [group for key in catalogue.list_keys(self.area) for group in catalogue.areas[key].groups]

    def neighbours(self, prefix: str) -> tuple[str, ...]:
        """Give the keys of the areas that share a group of some kind with the brief's own.

        Parameters
        ----------
        prefix
            How the group's name begins.

        Returns
        -------
        tuple of str
            Keys; none for an area without such a group.

        Examples
        --------
        >>> brief.neighbours("asean_")
        ('IDN', 'MYS', 'PHL', 'SGP', 'THA')
        """
        group = self.own_group(prefix)
        return self.others(group) if group else ()

    def predecessors(self) -> tuple[str, ...]:
        """Give the keys of the areas that were put together into the brief's own; of one that was not, none.

        Returns
        -------
        tuple of str
            Keys.

        Examples
        --------
        >>> brief.predecessors()
        ()
        """
        # A single predecessor is the area itself under its earlier key.
        merged = self._shelf.catalogue.list_predecessors(self.area)
        return merged if len(merged) > 1 else ()

    def _read_system(self, system: str) -> str:
        """Give the system that a call names, or none; one that does not exist is an error, never a gap."""
        return choose_one("system", system, self._shelf.catalogue.systems) if system else ""

    def _read_area(self, area: str) -> str:
        """Give the area that a call names, or the brief's own; one that does not exist is an error, never a gap."""
        return choose_area(area, "", self._shelf.catalogue, having=()) if area else self.area

    def _list_others(self, figure: Quantity, group: str) -> list[Quantity]:
        """List what is known of the other areas of a group for the indicator and period of a figure."""
        own = figure.first_observation
        members = (area for area in self.areas(group) if area != own.area)
        found = (self._shelf.find_at(own.indicator, area, own.period) for area in members)
        return [other for other in found if isinstance(other, Quantity)]


def claim_as(found: Figure, name: str, *of: Figure | str) -> Figure:
    """Give a figure with what it was asked for, where all figures that it is of have that too."""
    args = [one if isinstance(one, str) else one.claim if isinstance(one, Quantity) else "" for one in of]
    return found.claimed(write_claim(name, *args)) if isinstance(found, Quantity) and all(args) else found

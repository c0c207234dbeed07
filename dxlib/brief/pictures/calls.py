"""The charts that a notebook calls; each gives a figure of the page, or says which figure is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from dxlib.brief.counting import Holds
from dxlib.brief.fragments import Fragment
from dxlib.brief.markup import Writer, find_missing
from dxlib.brief.pictures.assembly import Picture, assemble
from dxlib.brief.pictures.index_parts import make_parts
from dxlib.brief.pictures.lines import make_ranking, make_trend
from dxlib.brief.pictures.standing import make_dot_plot, make_rank_table
from dxlib.brief.pictures.target_bullets import make_bullets
from dxlib.brief.pictures.tile_maps import make_tile_map
from dxlib.brief.sayings import Sayings
from dxlib.data.quantities import Missing
from dxlib.errors import ConfigError
from dxlib.evidence import blocks, folds
from dxlib.evidence.parts import NOTHING
from dxlib.figures.choosing import Named, choose_areas


class Pictures(Sayings):
    """What a brief draws.

    Every chart takes ``title``, the finding as a sentence with places, and ``values``, which fill them. Of the values
    ``given`` says what the words of the title rest on (see :meth:`holds`), and ``otherwise`` is the title where
    that does not hold or is not known; without one nothing is shown then. A title is a headline: a figure that nobody
    confirms counts as not known in it. With ``folded=True`` only the title is seen, and opens the chart: for those that
    say less than others of their page. ``areas`` takes a key of the catalogue, a group, or several of both; a period
    that is a year may be a number. Where nothing is known of what a chart would show, a sentence says so instead.
    """

    def trend(
        self,
        *indicators: str,
        title: str,
        areas: Named = (),
        targets: bool = True,
        zero: bool = False,
        **values: object,
    ) -> Fragment:
        """Show a multi-year trend: one line per indicator, or per area of one indicator.

        Parameters
        ----------
        *indicators
            Ids of one unit; the first is emphasised.
        title
            The finding, as a sentence with places.
        areas
            Areas besides the brief's, of one indicator.
        targets
            Mark the targets of the first indicator.
        zero
            Start the axis at zero.
        **values
            What fills the places of the title; also ``given``, ``otherwise`` and ``folded``.

        Returns
        -------
        Fragment
            A chart; or a sentence that says which figure is not known.

        Raises
        ------
        ConfigError
            For a rank (show it with :meth:`ranking`), an unknown area, and several indicators of several areas.
        DataError
            For an indicator that the catalogue lacks, with the nearest one that is.

        Examples
        --------
        >>> brief.trend("internet_users_share", areas="asean_six", title="Internet users in {area}").kind
        'chart'
        """
        for indicator in indicators:
            # On the axis of a trend larger values lie higher, and a rank that got better would fall.
            if self._shelf.get_indicator(indicator).unit == "RANK":
                raise ConfigError(f"'{indicator}' is a rank.", fix="show it with ranking, the best at the top.")
        others = self._read_others(areas)
        if others and len(indicators) > 1:
            fix = "name one indicator, or leave out areas=."
            raise ConfigError("Several indicators are drawn of one area.", fix=fix)
        make = partial(make_trend, indicators=indicators, others=others, targets=targets, zero=zero)
        return self._show("trend", make, indicators, title, values)

    def ranking(self, indicator: str, *, title: str, areas: Named = (), **values: object) -> Fragment:
        """Show how ranks changed over the editions of an index, the best at the top.

        Parameters
        ----------
        indicator
            Id in the catalogue, as ``egdi_rank``.
        title
            The finding, as a sentence with places.
        areas
            Areas besides the brief's: keys, groups, or both.
        **values
            What fills the places of the title; also ``given``, ``otherwise`` and ``folded``.

        Returns
        -------
        Fragment
            A chart; or a sentence that says which figure is not known.

        Raises
        ------
        ConfigError
            For what is no rank (show it with :meth:`trend`), and for an area that is unknown, with the nearest one
            that is.
        DataError
            For an indicator that the catalogue lacks, with the nearest one that is.

        Examples
        --------
        >>> brief.ranking("egdi_rank", areas="asean_six", title="The rank of {area}").kind
        'chart'
        """
        others = self._read_others(areas)
        # The words of a ranking take the lower figure for the better one: a share that rose would have "moved down".
        if self._shelf.get_indicator(indicator).unit != "RANK":
            raise ConfigError(f"'{indicator}' is no rank.", fix="show it with trend.")
        make = partial(make_ranking, indicator=indicator, others=others)
        return self._show("ranking", make, [indicator], title, values)

    def rank_table(
        self,
        indicator: str,
        *,
        title: str,
        areas: Named = (),
        group: str = "",
        top: int = 0,
        **values: object,
    ) -> Fragment:
        """Show areas from the best to the last, for the last period that they have in common.

        Parameters
        ----------
        indicator
            Its id; ranks stand as dots, other figures as bars.
        title
            The finding, as a sentence with places.
        areas, group
            Areas besides the brief's.
        top
            How many of the first and of the last are shown where not all are, besides the brief's own and its
            neighbours; 0 shows all of up to twenty areas, and else five.
        **values
            What fills the places of the title; also ``given``, ``otherwise`` and ``folded``.

        Returns
        -------
        Fragment
            A chart; or a sentence that says which figure is not known.

        Raises
        ------
        ConfigError
            For an area that is unknown, with the nearest one that is, and for a ``top`` that is no whole number.
        DataError
            For an indicator or a group that the catalogue lacks.

        Examples
        --------
        >>> brief.rank_table("egdi_rank", group="asean", title="{area} among its neighbours").kind
        'chart'
        """
        # True is 1 to Python, and would show the first and the last alone.
        if isinstance(top, bool) or not isinstance(top, int) or top < 0:
            raise ConfigError(f"top={top!r} cannot be used.", allowed=("0", "5"), fix="give a whole number, 0 or more.")
        make = partial(make_rank_table, indicator=indicator, areas=self._read_areas(areas), group=group, top=top)
        return self._show("rank_table", make, [indicator], title, values)

    def bullets(self, *indicators: str, title: str, **values: object) -> Fragment:
        """Show latest figures against targets that have a deadline, with the status of the next one.

        Parameters
        ----------
        *indicators
            Ids; where all are of one unit they share a scale, else each has its own.
        title
            The finding, as a sentence with places.
        **values
            What fills the places of the title; also ``given``, ``otherwise`` and ``folded``.

        Returns
        -------
        Fragment
            A chart; or a sentence that says which figure is not known.

        Raises
        ------
        DataError
            For an indicator that the catalogue lacks, with the nearest one that is.

        Examples
        --------
        >>> brief.bullets("digital_signature_adult_share", title="Signatures and their targets").kind
        'chart'
        """
        return self._show("bullets", partial(make_bullets, indicators=indicators), indicators, title, values)

    def tiles(self, indicator: str, *, title: str, group: str, period: str | int = "", **values: object) -> Fragment:
        """Show a map of areas, a tile of the same size for each.

        Parameters
        ----------
        indicator
            Its id.
        title
            The finding, as a sentence with places.
        group
            A group of the catalogue whose areas have tiles: one map.
        period
            Of which period; by default the last that most of them have.
        **values
            What fills the places of the title; also ``given``, ``otherwise`` and ``folded``.

        Returns
        -------
        Fragment
            A map; or a sentence that says which figure is not known.

        Raises
        ------
        DataError
            For an indicator or a group that the catalogue lacks.

        Examples
        --------
        >>> brief.tiles("papi_dim8_e_governance", group="provinces_63", title="Province by province").kind
        'chart'
        """
        make = partial(make_tile_map, indicator=indicator, group=group, period=str(period))
        return self._show("tiles", make, [indicator], title, values)

    def parts(self, whole: str, *parts: str, title: str, areas: Named = (), **values: object) -> Fragment:
        """Show an index and its parts: of the brief's area over the years, or beside other areas for one period.

        Parameters
        ----------
        whole, *parts
            Ids of one unit.
        title
            The finding, as a sentence with places.
        areas
            Areas besides the brief's; none for the years.
        **values
            What fills the places of the title; also ``given``, ``otherwise`` and ``folded``.

        Returns
        -------
        Fragment
            A chart; or a sentence that says which figure is not known.

        Raises
        ------
        ConfigError
            For an area that is unknown, with the nearest one that is.
        DataError
            For an indicator that the catalogue lacks, with the nearest one that is.

        Examples
        --------
        >>> brief.parts("egdi_value", "egdi_osi", "egdi_hci", title="The index and two of its parts").kind
        'chart'
        """
        make = partial(make_parts, indicators=(whole, *parts), areas=self._read_areas(areas))
        return self._show("parts", make, [whole, *parts], title, values)

    def dots(
        self,
        indicator: str,
        *,
        title: str,
        areas: Named = (),
        group: str = "",
        period: str | int = "",
        **values: object,
    ) -> Fragment:
        """Show a dot for each area on one scale, with ranges, bounds as arrows, and other sources' figures hollow.

        Parameters
        ----------
        indicator
            Its id.
        title
            The finding, as a sentence with places.
        areas, group
            Areas besides the brief's.
        period
            Of which period; by default the last that most of them have.
        **values
            What fills the places of the title; also ``given``, ``otherwise`` and ``folded``.

        Returns
        -------
        Fragment
            A chart; or a sentence that says which figure is not known.

        Raises
        ------
        ConfigError
            For an area that is unknown, with the nearest one that is.
        DataError
            For an indicator or a group that the catalogue lacks.

        Examples
        --------
        >>> brief.dots("egdi_rank", group="asean", title="{area} among its neighbours").kind
        'chart'
        """
        chosen = self._read_areas(areas)
        make = partial(make_dot_plot, indicator=indicator, areas=chosen, group=group, period=str(period))
        return self._show("dots", make, [indicator], title, values)

    def _read_areas(self, areas: Named) -> tuple[str, ...]:
        return choose_areas(areas, self._shelf.catalogue) if areas else ()

    def _read_others(self, areas: Named) -> tuple[str, ...]:
        # A group may hold the brief's own area, whose line comes first and once.
        return tuple(area for area in self._read_areas(areas) if area != self.area)

    def _show(
        self, kind: str, make: Callable[[Writer], Picture | Missing], indicators: Iterable[str], title: str,
        values: dict[str, object],
    ) -> Fragment:  # fmt: skip
        """Show what ``make`` makes, or say which figure is not known."""
        # They fill no place, and would be taken for values of the title.
        given, otherwise = values.pop("given", None), str(values.pop("otherwise", ""))
        folded = values.pop("folded", False) is True
        is_given = not isinstance(given, Holds) or given.state is True
        title = title if is_given else otherwise
        writer = self._writer.fork()
        if not title:
            return self._keep("empty", NOTHING, writer)
        if is_given and isinstance(given, Holds):
            writer.add_given(given)
        picture, message = make(writer), self._make(title, values)
        # A title is a headline, so it refuses figures that nobody confirms.
        missing = find_missing(message, is_doubtful=self._shelf.is_doubtful)
        if missing or isinstance(picture, Missing):
            return self._say_missing([*missing, *([picture] if isinstance(picture, Missing) else [])])
        # The name comes of what was asked, not of a counter: a chart that is added changes no other one's links.
        stem = blocks.name_chart(kind, title, list(indicators))
        chart = assemble(picture, writer, message, stem=stem)
        return self._keep("chart", folds.fold_chart(chart) if folded else chart, writer)

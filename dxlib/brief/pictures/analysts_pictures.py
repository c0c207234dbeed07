"""An analyst's own picture in a brief, with everything around it that the charts of the house have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from dxlib.analysis import compute_median, is_bound
from dxlib.brief.collector import FigureSet, measure_quantity
from dxlib.brief.fragments import Fragment
from dxlib.brief.markup import Writer, find_missing
from dxlib.brief.pictures import refusals
from dxlib.brief.pictures.assembly import Picture, Twin, explain_breaks, name_measure, sort_periods
from dxlib.brief.pictures.calls import Pictures
from dxlib.brief.pictures.rows import (
    BY_INDICATOR,
    TableRow,
    have_other_length,
    make_frame,
    match_rows,
    number_runs,
)
from dxlib.brief.pictures.sketching import Sketch, draw_sketch
from dxlib.charts.settling import AxisMeasure
from dxlib.charts.theme import Width
from dxlib.data.asked_periods import lies_between, read_period
from dxlib.data.quantities import Missing, Quantity
from dxlib.data.schema import end_of_period
from dxlib.errors import ConfigError
from dxlib.evidence import blocks, listing
from dxlib.evidence.format import SetRecord, digest_set
from dxlib.evidence.parts import Part, period, value
from dxlib.evidence.render import Renderer, strip_tags
from dxlib.language import Sentence

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = ("", BY_INDICATOR)


class OwnPictures(Pictures):
    """What a brief draws with matplotlib and seaborn."""

    def frame(
        self,
        indicators: str | Iterable[str],
        *,
        areas: str | Iterable[str] = (),
        since: str | int = "",
        until: str | int = "",
        period: str | int = "",
        columns: str = "",
    ) -> pd.DataFrame:
        """Give figures as a table, as known on the brief's day.

        Parameters
        ----------
        indicators
            An id, or several.
        areas
            A key, a group of the catalogue, or several of both; the brief's own area when left out.
        since, until
            First and last period, both included.
        period
            One period only.
        columns
            ``indicator`` for a column of values for each of two indicators, and a row for each area and period in which
            both are known: what a relation is drawn of.

        Returns
        -------
        pandas.DataFrame
            A row an area and period, chosen among sources by the published rule: the columns of :func:`dxlib.frame`,
            and IS_OWN (whether it is of the brief's area) and SEGMENT (which changes where a line ends: meanings
            change, or counts are over periods of another length). Names are in the language of the brief.

        Raises
        ------
        ConfigError
            For a text that is no period, other columns, and an area or a group that is unknown, with the nearest one.
        DataError
            For an indicator that the catalogue lacks, with the nearest one that is.

        Examples
        --------
        >>> table = brief.frame("egdi_rank", areas="asean_six", period=2024)
        >>> table.query("IS_OWN").OBS_VALUE.to_list()
        [71.0]
        """
        # Each once: of one that is named twice, a wide table would have two columns under other names.
        names = (indicators,) if isinstance(indicators, str) else tuple(dict.fromkeys(indicators))
        for name in names:
            self._shelf.get_indicator(name)
        if columns not in _COLUMNS:
            raise ConfigError(f"columns={columns!r} cannot be used.", allowed=_COLUMNS, fix="use one of these.")
        first, last, only = read_period("since", since), read_period("until", until), read_period("period", period)

        def is_asked(when: str) -> bool:
            return lies_between(when, first, last) and only in ("", when)

        return make_frame(self._writer, names, self._read_areas(areas) or (self.area,), is_asked, columns=columns)

    def picture(
        self,
        draw: Callable[[Any, Any], object] | Any,
        *,
        data: pd.DataFrame,
        title: str,
        words: str | Sequence[str],
        **values: object,
    ) -> Fragment:
        """Show a picture that a function draws, each mark of which stands for a row of a table.

        Parameters
        ----------
        draw
            A function of matplotlib Axes and the table, in this order, called for each width; or a finished figure
            with one Axes. It draws on these Axes (``ax=ax``), and opens no figure of its own.
        data
            A table of :meth:`frame`, also filtered, sorted or merged; rows are found again in the data of the project.
        title
            The finding, as a sentence with places.
        words
            The picture in words, one sentence or several; one whose figures are not known is left out.
        **values
            What fills the places of the title and the words.

        Returns
        -------
        Fragment
            With a table of all figures, their sources, and notes on breaks; or a sentence that says which figure is
            not known.

        Raises
        ------
        DataError
            For rows that are no observations, and for a picture that says something else than the rows: marks without
            a row, rows without a mark, numerals without evidence, lines over breaks, bars not from zero, colours that
            do not follow dark pages (:mod:`dxlib.brief.pictures.refusals`). Also for a function with other parameters.

        Notes
        -----
        Axes, ticks and labels are drawn as in every chart of the house, in the language of the page. What jitters is
        drawn from a fixed seed. See docs/decisions/0022.

        Examples
        --------
        >>> import dxlib as dx
        >>> brief = dx.open_brief("05-international-rankings", area="VNM", edition=2025, language="en")
        >>> def draw_users(ax, rows):
        ...     ax.scatter(rows["TIME_PERIOD"], rows["OBS_VALUE"])
        ...     dx.emphasize(ax, rows)
        >>> users = brief.frame("internet_users_share", areas="asean", since=2020)
        >>> shown = brief.picture(draw_users, data=users, title="{area} among others", words="A dot is a country.")
        >>> shown.kind
        'chart'
        """
        rows = match_rows(data, self._writer)
        told = [self._make(text, values) for text in ([words] if isinstance(words, str) else words)]
        make = partial(_make_picture, draw=draw, data=data, rows=rows, words=told)
        return self._show("picture", make, list_indicators(rows), title, values)


def list_indicators(rows: Iterable[TableRow]) -> tuple[str, ...]:
    """Give the ids of the indicators of some rows, each once."""
    return tuple(dict.fromkeys(one.first_observation.indicator for row in rows for one in row.figures))


def _make_picture(
    writer: Writer, *, draw: Callable[[Any, Any], object] | Any, data: pd.DataFrame, rows: tuple[TableRow, ...],
    words: Sequence[Sentence],
) -> Picture | Missing:  # fmt: skip
    if not rows:
        return Missing("", writer.home, "no row is known")
    refusals.check_rows(list_indicators(rows), len(rows[0].figures))
    grid = _make_grid(writer, rows)
    measures = [name_measure(writer, name) for name in grid.indicators]
    breaks = {row.area: writer.shelf.list_breaks(grid.indicators[0], row.area) for row in rows}
    runs = number_runs(rows, breaks)
    sketch = Sketch(draw, data, rows, _list_measures(writer, rows, measures), breaks, writer.speaker, runs)
    # Drawn at once, at both widths: what is refused must stop the cell, not the page that is made later.
    drawn = {width: draw_sketch(sketch, width) for width in Width}
    # The same function drew both widths, so one of them tells what was drawn.
    formulas = drawn[Width.WIDE].formulas
    for figure in drawn[Width.WIDE].labelled:
        writer.collector.add_figure(figure)
    name, explained = listing.name_picture(measures), map(listing.explain_formula, formulas)
    lengths = [blocks.other_length()] if have_other_length(rows, breaks) else []
    own = {row.area for row in rows if row.is_own}
    standing_out = [writer.name_area(area) for area in grid.areas if area in own]
    emphasis = [listing.explain_emphasis(standing_out)] if standing_out and drawn[Width.WIDE].is_emphasized else []
    heads, cells = listing.list_set(
        list(map(writer.name_area, grid.areas)),
        [grid.make_column(*key) for key in grid.keys],
        grid.list_medians() if listing.MEDIAN in formulas else (),
        writer.name_publisher,
    )
    return Picture(
        name=name,
        subtitle=listing.subtitle(measures, grid.periods[0], grid.periods[-1]),
        draw=lambda width: drawn[width].canvas,
        words=[one for one in words if not find_missing(one)],
        figures=list(grid.figures.values()),
        twin=Twin(heads, cells),
        notes=[*emphasis, *explained, *grid.explain(), *explain_breaks(writer, grid.figures.values()), *lengths],
        listed=FigureSet(grid.make_record(formulas), name, grid.list_stated()),
    )


def _list_measures(writer: Writer, rows: Sequence[TableRow], measures: Sequence[Part]) -> tuple[AxisMeasure, ...]:
    """Give what the axes of values show; two of them need titles."""
    entries = [writer.catalogue.get_indicator(name) for name in list_indicators(rows[:1])]
    # One axis of values is named by the subtitle.
    if len(entries) == 1:
        return tuple(AxisMeasure(entry.unit, entry.unit_mult) for entry in entries)
    renderer = Renderer(writer.speaker, {})
    # Titles of axes are texts of a drawing, which hold no markup.
    titles = [strip_tags(renderer.render(one)) for one in measures]
    return tuple(AxisMeasure(one.unit, one.unit_mult, title) for one, title in zip(entries, titles, strict=True))


@dataclass(frozen=True, slots=True)
class _Grid:
    """Figures by area, indicator and period: areas in the order of the catalogue, columns by indicator and time."""

    writer: Writer
    figures: Mapping[tuple[str, str, str], Quantity]
    indicators: tuple[str, ...]
    areas: tuple[str, ...]
    keys: tuple[tuple[str, str], ...]

    @property
    def periods(self) -> list[str]:
        """The periods, each once, in the order of time."""
        return sort_periods(when for _, when in self.keys)

    def make_column(self, indicator: str, when: str) -> listing.Column:
        """Give a column of the table."""
        found = (self.figures.get((area, indicator, when)) for area in self.areas)
        cells = tuple(_list_figure(one) if one else None for one in found)
        if len(self.indicators) == 1:
            return listing.Column(period(when), cells)
        return listing.Column(listing.head_of(self.writer.label(indicator), when), cells)

    def explain(self) -> Iterator[Part]:
        """Say where a source gives only a bound, and where other sources state other figures."""
        name = self.writer.name_area
        # A mark stands at a bound as if it were exact, so a note names the areas of which only a bound is stated.
        if bounds := [(name(area), one.period) for (area, _, _), one in sorted(self.figures.items()) if is_bound(one)]:
            yield listing.explain_bounds(bounds)
        places = [(area, key) for area in self.areas for key in self.keys if (area, *key) in self.figures]
        list_rivals = self.writer.shelf.list_rivals
        if rivalled := [(name(area), key[1]) for area, key in places if list_rivals(self.figures[area, *key])]:
            yield listing.explain_rivals(rivalled)

    def list_medians(self) -> list[Part]:
        """Give the row of medians."""
        cells: list[Part] = [listing.name_median()]
        for indicator, when in self.keys:
            # Computed of the figures, not read off the drawing: the audit computes it of the same ones.
            found = (self.figures.get((area, indicator, when)) for area in self.areas)
            median = compute_median([one for one in found if one])
            cells.append(value(measure_quantity(median)))
        return cells

    def list_stated(self) -> Mapping[tuple[str, str], Sequence[str]]:
        """Give by source and indicator the periods of the figures that it states."""
        stated: dict[tuple[str, str], set[str]] = {}
        for one in self.figures.values():
            own = one.first_observation
            stated.setdefault((own.source, own.indicator), set()).add(own.period)
        return {key: [when for when in self.periods if when in stated[key]] for key in sorted(stated)}

    def make_record(self, formulas: tuple[str, ...]) -> SetRecord:
        """Give what the page's evidence says of the set."""
        # Ids and values together: a row that changes its value changes the digest as one that is left out does.
        ids = {str(one.first_observation.id): measure_quantity(one).scaled() for one in self.figures.values()}
        return SetRecord(
            indicators=self.indicators,
            areas=listing.name_areas(self.areas, self.writer.catalogue),
            periods=tuple(self.periods),
            count=len(self.figures),
            sources=tuple(sorted({one.first_observation.source for one in self.figures.values()})),
            formulas=formulas,
            digest=digest_set(ids.items()),
        )


def _make_grid(writer: Writer, rows: Iterable[TableRow]) -> _Grid:
    figures = {(row.area, one.first_observation.indicator, row.period): one for row in rows for one in row.figures}
    indicators = tuple(dict.fromkeys(name for _, name, _ in figures))
    # The catalogue's order, so that the table does not depend on how an analyst sorted the rows.
    shown = {area for area, _, _ in figures}
    areas = tuple(area for area in writer.catalogue.areas if area in shown)
    keys = sorted({(name, when) for _, name, when in figures},
                  key=lambda key: (indicators.index(key[0]), end_of_period(key[1]), key[1]))  # fmt: skip
    return _Grid(writer, figures, indicators, areas, tuple(keys))


def _list_figure(one: Quantity) -> listing.Listed:
    own = one.first_observation
    return listing.Listed(measure_quantity(one), own.status.value, own.source)

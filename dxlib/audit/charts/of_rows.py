"""An analyst's own picture: a set of figures with everything around it, and what its drawing must show."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dxlib.audit.charts.drawn import Added, ComposedChart, Drawn, DrawnLine, DrawnRow
from dxlib.audit.charts.saying import Charting, sort_periods
from dxlib.audit.drawing_code import DrawingCode
from dxlib.audit.evaluate import FigureCalls, NotEvaluatedError
from dxlib.audit.figure import Fig, Gap
from dxlib.audit.fitted import find_median
from dxlib.audit.gathering import FigSet, Value, find_gaps
from dxlib.audit.periods import find_end
from dxlib.evidence import blocks, listing
from dxlib.evidence.format import SetRecord, digest_set, make_measure
from dxlib.evidence.parts import Part, period, value
from dxlib.language import Sentence

RANK = "RANK"
_MOST = 2  # axes


@dataclass(frozen=True, slots=True)
class Frame:
    """A table that a notebook asks for: its indicators, and its rows, each with a figure an indicator.

    Parameters
    ----------
    indicators
        As they were asked for.
    rows
        In a table by indicators a figure of each; else one figure.
    """

    indicators: tuple[str, ...]
    rows: tuple[tuple[Fig, ...], ...]

    @property
    def figures(self) -> tuple[Fig, ...]:
        """All figures, row by row."""
        return tuple(one for row in self.rows for one in row)


def make_frame(
    figures: FigureCalls, indicators: str | Iterable[str], *, areas: str | Iterable[str] = (),
    since: str | int = "", until: str | int = "", period: str | int = "", columns: str = "",
) -> Frame:  # fmt: skip
    """Give the figures that a notebook asks for as a table."""
    if columns not in ("", "indicator"):
        raise NotEvaluatedError(f"no table has the columns '{columns}'")
    # A name that comes twice asks for nothing more.
    names = (indicators,) if isinstance(indicators, str) else tuple(dict.fromkeys(indicators))
    keys = tuple(_list_keys(figures, areas))
    found = {
        (name, one.area, one.period): one
        for name in names
        for area in keys
        # Under its own key only: rows are told apart by area, and another key is another area in a table.
        for one in figures.known.read_line(name, area).keep(area).figures
        if _is_asked(one.period, *map(str, (since, until, period)))
    }
    if not columns:
        return Frame(names, tuple((one,) for one in found.values()))
    places = dict.fromkeys((area, when) for _, area, when in found)
    rows = [tuple(found[name, *place] for name in names if (name, *place) in found) for place in places]
    # A point needs a value on both axes.
    return Frame(names, tuple(row for row in rows if len(row) == len(names)))


def _list_keys(figures: FigureCalls, areas: str | Iterable[str]) -> Iterator[str]:
    names = [areas] if isinstance(areas, str) and areas else list(areas) or [figures.area]
    for name in dict.fromkeys(names):
        yield from [name] if name in figures.catalogue.areas else figures.catalogue.get_group(name)


def _is_asked(when: str, since: str, until: str, only: str) -> bool:
    end = find_end(when)
    return (
        only in ("", when) and (not since or end >= find_end(since)) and (not until or end <= find_end(until))
    )  # fmt: skip


def make_picture(
    on: Charting, code: DrawingCode, frame: Frame, words: Sequence[str], values: Mapping[str, Value]
) -> ComposedChart | Gap:
    """Compose a picture.

    Parameters
    ----------
    on
        What is known, and what notes down the evidence.
    code
        The function that draws.
    frame
        Its rows.
    words
        What describes it, and is said where its figures are known.
    values
        What fills the places of the words.
    """
    if not frame.rows:
        return Gap("", on.figures.area)
    # In a long table of two indicators both would stand on one axis.
    if len({one.indicator for one in frame.figures}) != len(frame.rows[0]) or len(frame.rows[0]) > _MOST:
        raise NotEvaluatedError("a picture shows one indicator, or two against each other")
    grid = _Grid(on, frame.figures)
    measures = [on.name_measure(name) for name in grid.indicators]
    name, entry = listing.name_picture(measures), on.get_entry(grid.indicators[0])
    own = _list_own(on)
    added = _read_additions(code, frame, tuple(measures), own)
    for figure, is_stated in added.labels:
        if is_stated:
            on.collector.add(figure)
    named = [on.name_area(area) for area in grid.areas if area in own] if added.is_emphasized else []
    notes = [*([listing.explain_emphasis(named)] if named else []), *map(listing.explain_formula, added.formulas)]
    heads, rows = listing.list_set(
        list(map(on.name_area, grid.areas)),
        [grid.make_column(*key) for key in grid.keys],
        grid.list_medians() if listing.MEDIAN in added.formulas else (),
        on.collector.name_publisher,
    )
    return ComposedChart(
        subtitle=listing.subtitle(measures, grid.periods[0], grid.periods[-1]),
        words=tuple(on.collector.say(Sentence(text), **values) for text in words if not find_gaps(text, dict(values))),
        figures=frame.figures,
        heads=tuple(heads),
        rows=tuple(map(tuple, rows)),
        notes=(*notes, *grid.explain(), *on.explain_breaks(frame.figures), *_explain_lengths(on, frame)),
        drawn=Drawn("picture", name, entry.unit, entry.unit_mult, rows=tuple(_list_rows(on, frame, own)), added=added),
        listed=FigSet(grid.make_record(added.formulas), name, grid.list_stated()),
    )


def _read_additions(code: DrawingCode, frame: Frame, titles: tuple[Part, ...], own: Collection[str]) -> Added:
    """Give what is drawn besides the rows; ``own`` are the keys whose marks are the area's own."""
    fitted = code.fitted
    if fitted and not set(fitted) <= set(frame.indicators):
        raise NotEvaluatedError(f"no column of the rows is called '{fitted[0]}' or '{fitted[1]}'")
    formulas = [listing.FIT] if fitted else []
    formulas += [listing.MEDIAN] if code.has_median else []
    known = {one.key for one in frame.figures}
    labels = tuple((one.figure, not one.name_only) for one in code.labels if isinstance(one.figure, Fig))
    # A label at no mark would put a number into the picture that stands for no row.
    if strange := [one for one, _ in labels if one.key not in known]:
        raise NotEvaluatedError(f"a label names {strange[0].id}, which is no row of the picture")
    columns = (frame.indicators.index(fitted[0]), frame.indicators.index(fitted[1])) if fitted else (0, 1)
    latest = tuple(_list_latest(frame, own, {one.area for one, _ in labels})) if code.is_emphasized else ()
    return Added(tuple(sorted(formulas)), labels, latest, columns, titles, is_emphasized=code.is_emphasized)


def _list_latest(frame: Frame, own: Collection[str], named: Collection[str]) -> Iterator[Fig]:
    """Give the latest figure of each own area without a label: where several stand out, all have one colour."""
    latest: dict[str, Fig] = {}
    for figure, *_ in frame.rows:
        before = latest.get(figure.area)
        if figure.area in own and (before is None or find_end(before.period) < find_end(figure.period)):
            latest[figure.area] = figure
    if len(latest) > 1:
        yield from (figure for area, figure in latest.items() if area not in named)


def _list_rows(on: Charting, frame: Frame, own: Collection[str]) -> Iterator[DrawnRow]:
    """Give the rows that the drawing shows; ``own`` are the keys whose marks are the area's own."""
    for row in frame.rows:
        area, breaks = row[0].area, on.figures.known.list_breaks(row[0].indicator, [row[0].area])
        yield DrawnRow(on.name_area(area), row, area in own, period=row[0].period, breaks=breaks)


def _explain_lengths(on: Charting, frame: Frame) -> Iterator[Part]:
    """Say that periods of different lengths are not compared, where a line would have a gap for them."""
    series: dict[tuple[str, str], list[Fig]] = {}
    for one in sorted(frame.figures, key=lambda one: find_end(one.period)):
        series.setdefault((one.area, one.indicator), []).append(one)
    for (area, _), figures in series.items():
        # The breaks of the rows are those of their first indicator, as _list_rows has it.
        breaks = on.figures.known.list_breaks(frame.rows[0][0].indicator, [area])
        if DrawnLine("", tuple(figures), is_own=False, doubtful=frozenset(), breaks=breaks).has_other_length:
            yield blocks.other_length()
            return


def _list_own(on: Charting) -> frozenset[str]:
    """Give the keys whose marks are the area's own: also those of the area under its earlier keys."""
    return on.list_own().union(on.figures.known.facts.list_former(on.figures.area))


class _Grid:
    """Figures by area, indicator and period; areas stand as in the catalogue, columns by indicator and time."""

    def __init__(self, on: Charting, among: Sequence[Fig]) -> None:
        self._on = on
        self.found = {(one.area, one.indicator, one.period): one for one in among}
        self.indicators = tuple(dict.fromkeys(one.indicator for one in among))
        order = list(on.figures.catalogue.areas)
        self.areas = sorted({one.area for one in among}, key=order.index)
        self.periods = sort_periods(one.period for one in among)
        pairs = {(one.indicator, one.period) for one in among}
        self.keys = [(name, when) for name in self.indicators for when in self.periods if (name, when) in pairs]

    def make_column(self, indicator: str, when: str) -> listing.Column:
        """Give a column of the table."""
        cells = [self.found.get((area, indicator, when)) for area in self.areas]
        listed = tuple(listing.Listed(one.measure, one.status, one.source) if one else None for one in cells)
        is_single = len(self.indicators) == 1
        return listing.Column(period(when) if is_single else listing.head_of(self._on.label(indicator), when), listed)

    def list_medians(self) -> list[Part]:
        """Give the row of medians."""
        cells: list[Part] = [listing.name_median()]
        for indicator, when in self.keys:
            among = [one for key, one in self.found.items() if key[1:] == (indicator, when)]
            # Places are no quantities, and of a bound nobody knows on which side of the middle it lies.
            if any(one.unit == RANK or one.is_bound for one in among):
                raise NotEvaluatedError("ranks and bounds have no median")
            first, middle = among[0], find_median(among)
            exact = Decimal(middle.numerator) / Decimal(middle.denominator)
            cells.append(value(make_measure(exact, first.unit, first.mult, first.decimals)))
        return cells

    def explain(self) -> Iterator[Part]:
        """Say where a source gives only a bound, and where other sources state other figures."""
        name, list_rivals = self._on.name_area, self._on.figures.known.list_rivals
        if bounds := [(name(key[0]), one.period) for key, one in sorted(self.found.items()) if one.is_bound]:
            yield listing.explain_bounds(bounds)
        places = [(area, key) for area in self.areas for key in self.keys if (area, *key) in self.found]
        if rivalled := [(name(area), key[1]) for area, key in places if list_rivals(self.found[area, *key])]:
            yield listing.explain_rivals(rivalled)

    def list_stated(self) -> Mapping[tuple[str, str], Sequence[str]]:
        """Give by source and indicator the periods of the figures that it states."""
        stated: dict[tuple[str, str], set[str]] = {}
        for one in self.found.values():
            stated.setdefault((one.source, one.indicator), set()).add(one.period)
        return {key: sort_periods(stated[key]) for key in sorted(stated)}

    def make_record(self, formulas: tuple[str, ...]) -> SetRecord:
        """Give what evidence says of the set."""
        return SetRecord(
            indicators=self.indicators, areas=listing.name_areas(self.areas, self._on.figures.catalogue),
            periods=tuple(self.periods), count=len(self.found),
            sources=tuple(sorted({one.source for one in self.found.values()})), formulas=formulas,
            digest=digest_set((str(one.id), one.measure.scaled()) for one in self.found.values()),
        )  # fmt: skip

"""The ranking table: areas from the best to the last, with their places, names, bars and values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dxlib.charts import marks
from dxlib.charts.canvas import Canvas, Marker, Pen, Stroke
from dxlib.charts.entries import (
    AreasCompared,
    ComparedArea,
    break_names,
    compute_places,
    describe_ends,
    draw_name,
    explain_doubts,
    keep_sure,
    name_absent,
    name_ends,
    show_entry,
    validate_entries,
)
from dxlib.charts.labels import Box, LabelBlock, Piece, PieceRow
from dxlib.charts.pieces import show_out_of
from dxlib.charts.scene import Scale, draw_piece, draw_row
from dxlib.charts.series import scale_value
from dxlib.charts.theme import BASELINE, ROW_HEIGHT, Color, Width, measure_text
from dxlib.data.quantities import Quantity, read_out_of
from dxlib.evidence.parts import name_few
from dxlib.language import Sentence, sentence

_MANY: Final = 20  # areas: of more only the ends and the neighbours are drawn
_SHOWN: Final = 5
_NEIGHBOURS: Final = 2
_LEADING: Final = 6.0
_BAR: Final = 12.0
_GAP: Final = 8.0
_GAP_HEIGHT: Final = 16.0
_DOT: Final = 4.5


@dataclass(frozen=True, slots=True)
class RankTable(AreasCompared):
    """What a ranking table shows; the best stands first.

    Parameters
    ----------
    place
        Of the emphasised area among the others, and how many there are; none where it is not there.
    top
        How many of the first and of the last are shown where not all are; 0 shows all up to twenty areas, else five.
    """

    place: tuple[Quantity, Quantity] | None = None
    top: int = 0

    @property
    def shows_ranks(self) -> bool:
        """Whether the figures themselves are ranks."""
        return self.unit == "RANK"


def choose_rows(entries: Sequence[ComparedArea], top: int) -> list[int]:
    """Choose which of the sorted areas are shown: the first, the last, the emphasised ones and their neighbours.

    Examples
    --------
    >>> choose_rows([ComparedArea(str(n), None, n == 11) for n in range(30)], 2)  # type: ignore[arg-type]
    [0, 1, 9, 10, 11, 12, 13, 28, 29]
    """
    count = len(entries)
    ends = top or (_SHOWN if count > _MANY else count)
    near = {
        index + step
        for index, entry in enumerate(entries)
        if entry.emphasis
        for step in range(-_NEIGHBOURS, _NEIGHBOURS + 1)
    }
    chosen = {index for index in range(count) if index < ends or index >= count - ends or index in near}
    # A single area between two that are shown takes no more room than the sign of a gap.
    chosen |= {index for index in range(count) if index - 1 in chosen and index + 1 in chosen}
    return sorted(chosen)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the columns of a table stand."""

    names: float
    heights: tuple[float, ...]
    scale: Scale


def draw_rank_table(table: RankTable, width: Width) -> Canvas:
    """Draw a ranking table.

    Raises
    ------
    DataError
        When there is no figure, one in another unit, or of another period.
    """
    validate_entries(table.entries, table.unit)
    entries = table.sorted
    rows = choose_rows(entries, table.top)
    names, column = break_names([(entries[row].name, entries[row].emphasis) for row in rows], width)
    values = [_show_value(table, entries[row]) for row in rows]
    layout = _lay_out(table, entries, rows, names, column, values, width)
    gaps = [row - before for before, row in zip([-1, *rows], rows, strict=False)]
    canvas = Canvas(width, round(sum(layout.heights) + _GAP_HEIGHT * sum(gap > 1 for gap in gaps) + BASELINE))
    y = float(canvas.height)
    places = compute_places(entries)
    if not table.shows_ranks and layout.scale.low < 0:
        base = layout.scale.locate(0)
        canvas.strokes.append(Stroke(((base, 0), (base, canvas.height)), Pen(Color.MUTED), 1.2, "base"))
    for row, gap, name, value, height in zip(rows, gaps, names, values, layout.heights, strict=True):
        if gap > 1:
            y -= _GAP_HEIGHT
            _draw_gap(canvas, y + _GAP_HEIGHT / 2)
        middle = y - height / 2
        _draw_name(canvas, table, entries[row], name, layout, middle, places[row])
        _draw_value(canvas, table, entries[row], value, layout, middle)
        y -= height
    return canvas


def _show_value(table: RankTable, entry: ComparedArea) -> PieceRow:
    if table.shows_ranks and entry.emphasis:
        return show_out_of(table.speaker, entry.figure, Color.FIRST)
    return (show_entry(table.speaker, entry),)


def _lay_out(
    table: RankTable, entries: Sequence[ComparedArea], rows: Sequence[int], names: Sequence[Sequence[str]],
    column: float, values: Sequence[PieceRow], width: Width,
) -> _Layout:  # fmt: skip
    # Ranks are their own places; a column of places would show each number twice.
    left = 0.0 if table.shows_ranks else measure_text(str(len(entries)), bold=True) + _GAP
    bars = left + column + _GAP + (_DOT if table.shows_ranks else 0)
    end = width - LabelBlock(tuple(values)).width - _GAP - (_DOT if table.shows_ranks else 0)
    shown = [scale_value(entries[row].figure, table.unit_mult) for row in rows]
    # Bars begin at zero, on either side; ranks begin at the first.
    low, high = (1.0, _find_last(table, shown)) if table.shows_ranks else (min(0.0, *shown), max(0.0, *shown))
    scale = Scale(low, high if high > low else low + 1, bars, end)
    return _Layout(left, tuple(ROW_HEIGHT * len(name) + _LEADING for name in names), scale)


def _find_last(table: RankTable, ranks: Sequence[float]) -> float:
    """Give the last rank there is, or the last that is known where no source states how many there are."""
    totals = (read_out_of(entry.figure) for entry in table.entries)
    # At least 2, since a scale from 1 to 1 has no length.
    return max(*ranks, *(float(total.value) for total in totals if isinstance(total, Quantity)), 2.0)


def _draw_gap(canvas: Canvas, y: float) -> None:
    canvas.strokes.append(Stroke(((0, y), (canvas.width, y)), Pen(Color.FAINT, dash=(1.5, 4)), 1, "gap"))


def _draw_name(
    canvas: Canvas, table: RankTable, entry: ComparedArea, rows: Sequence[str], layout: _Layout, middle: float,
    place: int,
) -> None:  # fmt: skip
    draw_name(canvas, rows, middle, emphasis=entry.emphasis, x=layout.names)
    if table.shows_ranks:
        return
    y = middle - ROW_HEIGHT / 2 + BASELINE
    own = table.place[0] if table.place and entry.emphasis else None
    # The place of the brief's own area is a figure with evidence; the places of others are ticks of the axis.
    mark = marks.for_figure(own) if own and own.value == place else marks.for_tick(place)
    color = Color.FIRST if entry.emphasis else Color.MUTED
    piece = Piece(table.speaker.format_tick(place, "", 0), color, entry.emphasis, mark)
    draw_piece(canvas, piece, layout.names - _GAP, y, align="right")


def _draw_value(
    canvas: Canvas, table: RankTable, entry: ComparedArea, value: PieceRow, layout: _Layout, middle: float
) -> None:  # fmt: skip
    color = Color.FIRST if entry.emphasis else Color.FAINT if table.shows_ranks else Color.PALE
    x = layout.scale.locate(scale_value(entry.figure, table.unit_mult))
    if table.shows_ranks:
        ends = (layout.scale.start, middle), (layout.scale.end, middle)
        canvas.strokes.append(Stroke(ends, Pen(Color.GRID), 1))
        canvas.markers.append(Marker(x, middle, "o", _DOT, color, hollow=entry.doubtful, name=entry.name))
        x = x + _DOT
    else:
        left, right = sorted((layout.scale.locate(0), x))
        right = max(right, left + 1)
        _draw_bar(canvas, Box(left, middle - _BAR / 2, right, middle + _BAR / 2), color, entry)
        x = right
    x += _GAP - 2
    # With a halo beside a dot, since the line of its scale runs on under the text.
    draw_row(canvas, value, x, middle - ROW_HEIGHT / 2 + BASELINE, halo=table.shows_ranks)


def _draw_bar(canvas: Canvas, bar: Box, color: Color, entry: ComparedArea) -> None:
    """Draw a bar; a doubtful one as an outline."""
    if entry.doubtful:
        canvas.add_frame(bar.inset(0.7), Pen(color, 1.4), layer=2, role="bar", name=entry.name)
    else:
        canvas.add_box(bar, color, layer=2, role="bar", name=entry.name)


def describe_rank_table(table: RankTable, *, name: str, absent: Sequence[str] = ()) -> tuple[Sentence, ...]:
    """Give the table's alternative in words.

    Parameters
    ----------
    table
        What is drawn.
    name
        Of what is shown, in the language of the page.
    absent
        Names of areas of which nothing is known.
    """
    entries = table.sorted
    describe = _describe_ranks if table.shows_ranks else _describe_values
    sentences = [*describe(table, entries, name), *_describe_own(table, keep_sure(entries))]
    if len(choose_rows(entries, table.top)) < len(entries):
        sentences.append(sentence("Dotted lines stand for areas that are left out; the table has them all."))
    return (*sentences, *explain_doubts(entries), *name_absent(absent))


def _describe_values(table: RankTable, entries: Sequence[ComparedArea], name: str) -> Iterator[Sentence]:
    values = {"name": name, "best": entries[0].figure}
    if table.lower_is_better:
        yield sentence("The chart compares areas ({best_when}), the lowest at the top: {name}.", **values)
    else:
        yield sentence("The chart compares areas ({best_when}), the highest at the top: {name}.", **values)
    yield from describe_ends(entries)


def _describe_ranks(_table: RankTable, entries: Sequence[ComparedArea], name: str) -> Iterator[Sentence]:
    told = keep_sure(entries)
    best, worst, (firsts, lasts) = told[0], told[-1], name_ends(told)
    yield sentence("The chart compares ranks ({best_when}), the best at the top: {name}.", name=name, best=best.figure)
    values = {"best": best.figure, "worst": worst.figure}
    if len(told) > 1 and len(firsts) == len(lasts) == 1:
        yield sentence(
            "{best_name} is placed best, at rank {best}; {worst_name} is last, at rank {worst}.",
            best_name=best.name, worst_name=worst.name, **values,
        )  # fmt: skip
    elif len(told) > 1 and firsts and lasts:
        yield sentence(
            "Best rank: {best} ({best_names}); last rank: {worst} ({worst_names}).",
            best_names=name_few(firsts), worst_names=name_few(lasts), **values,
        )  # fmt: skip


def _describe_own(table: RankTable, entries: Sequence[ComparedArea]) -> Iterator[Sentence]:
    for entry in entries:
        if entry.emphasis and table.shows_ranks:
            yield _describe_own_rank(entry)
        elif entry.emphasis and table.place:
            place, count = table.place
            values = {"name": entry.name, "own": entry.figure, "place": place, "count": count}
            yield sentence("{name} has {own}: {place:ordinal} of {count}.", **values)
        elif entry.emphasis:
            yield sentence("{name} has {own}.", name=entry.name, own=entry.figure)


def _describe_own_rank(entry: ComparedArea) -> Sentence:
    if isinstance(read_out_of(entry.figure), Quantity):
        return sentence("{name} stands at rank {own} of {own_of}.", name=entry.name, own=entry.figure)
    return sentence("{name} stands at rank {own}.", name=entry.name, own=entry.figure)

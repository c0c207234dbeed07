"""Target bullets: for each indicator its latest figure as a bar, its targets as marks across, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dxlib.analysis import Verdict
from dxlib.charts import marks
from dxlib.charts.axes import compute_value_ticks
from dxlib.charts.canvas import Canvas, Marker, Pen, Stroke
from dxlib.charts.labels import Box, LabelBlock, Piece, PieceRow, PlacedLabel, compose, spread, wrap
from dxlib.charts.pieces import show_figure, show_out_of
from dxlib.charts.scene import Scale, draw_block, draw_piece
from dxlib.charts.theme import BASELINE, ROW_HEIGHT, Color, Width, measure_text
from dxlib.data.quantities import Quantity, read_out_of
from dxlib.data.schema import LOWER_BOUNDS, UPPER_BOUNDS
from dxlib.errors import DataError
from dxlib.language import Sentence, Speaker, sentence

LATEST_WORDS: Final[Sentence] = sentence("{latest} ({period})")
TARGET_WORDS: Final[Sentence] = sentence("{target} by {deadline}")
_TRACK: Final = 12.0
_OVER: Final = 5.0
_UNDER: Final = 3.0
_BETWEEN: Final = 18.0
_EDGE: Final = 2.0
_AIR: Final = 10.0
_CARET: Final = 4.0
_WHOLE: Final = 100.0


@dataclass(frozen=True, slots=True)
class Bullet:
    """One row.

    Parameters
    ----------
    name
        Of the indicator, in the language of the page.
    latest
        The figure that decides on the target that counts.
    targets
        With a deadline, the next or else the last of them first; all in the unit of the figure.
    verdict
        On the first of them.
    status
        The verdict in words.
    """

    name: str
    latest: Quantity
    targets: tuple[Quantity, ...]
    verdict: Verdict
    status: str


@dataclass(frozen=True, slots=True)
class BulletChart:
    """What a chart of target bullets shows."""

    bullets: tuple[Bullet, ...]
    speaker: Speaker

    @property
    def shares_scale(self) -> bool:
        """Whether all rows are in one unit and so on one scale."""
        return len({bullet.latest.unit for bullet in self.bullets}) == 1


def draw_bullets(chart: BulletChart, width: Width) -> Canvas:
    """Draw target bullets.

    Raises
    ------
    DataError
        For no row, a row without a target, or one whose target has another unit than its figure.
    """
    _validate(chart)
    together = _find_limits(chart.bullets) if chart.shares_scale else None
    rows = [_lay_out(chart, bullet, together or _find_limits([bullet]), width) for bullet in chart.bullets]
    canvas = Canvas(width, round(sum(row.height for row in rows) + _BETWEEN * (len(rows) - 1) + 2))
    top = float(canvas.height)
    for row in rows:
        _draw_row(canvas, chart, row, top)
        top -= row.height + _BETWEEN
    return canvas


def _validate(chart: BulletChart) -> None:
    if not chart.bullets:
        raise DataError("A chart has no figure to draw.", fix="give at least one indicator with a target.")
    for bullet in chart.bullets:
        strangers = sorted({target.unit for target in bullet.targets} - {bullet.latest.unit})
        if strangers or not bullet.targets:
            raise DataError(
                f"'{bullet.name}' in {bullet.latest.unit} was given targets in {', '.join(strangers) or 'no unit'}.",
                allowed=(bullet.latest.unit,),
                fix="compare a figure with targets of its own unit.",
            )


def _find_limits(bullets: Sequence[Bullet]) -> tuple[float, float]:
    """Give the values at the left and at the right end; ranks run from the last to the first."""
    values = [float(figure.scaled) for bullet in bullets for figure in (bullet.latest, *bullet.targets)]
    unit = bullets[0].latest.unit
    if unit == "RANK":
        totals = [read_out_of(bullet.latest) for bullet in bullets]
        return max(*values, *(float(total.value) for total in totals if isinstance(total, Quantity)), 2.0), 1.0
    # The whole of shares is known: a bar of 40 % must not fill its row.
    if unit == "PERCENT" and min(values) >= 0 and max(values) <= _WHOLE:
        return 0.0, _WHOLE
    ticks = compute_value_ticks(min(values), max(values), zero=True)
    return ticks[0], ticks[-1]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row laid out: its name broken, its scale, and the labels of its targets in one row or two."""

    bullet: Bullet
    name: tuple[str, ...]
    scale: Scale
    labels: tuple[tuple[tuple[float, LabelBlock], ...], ...]

    @property
    def height(self) -> float:
        return ROW_HEIGHT * (len(self.name) + len(self.labels) + 1) + _TRACK + 2 * _OVER + _UNDER


def _lay_out(chart: BulletChart, bullet: Bullet, limits: tuple[float, float], width: Width) -> _Row:
    room = width - measure_text(bullet.status, bold=True) - 4 * _AIR
    name = wrap(bullet.name, room, bold=True)
    scale = Scale(*limits, _EDGE, width - _EDGE)
    wanted = [(scale.locate(float(target.scaled)), _show_target(chart, target)) for target in bullet.targets]
    wanted.sort(key=lambda label: label[0])
    for count in range(1, len(wanted) + 1):
        # Neighbours go into different rows, where each finds room near its target.
        rows = [wanted[index::count] for index in range(count)]
        if all(sum(block.width + _AIR for _, block in row) - _AIR <= width for row in rows):
            break
    return _Row(bullet, name, scale, tuple(_spread(row, width) for row in rows))


def _spread(labels: Sequence[tuple[float, LabelBlock]], width: Width) -> tuple[tuple[float, LabelBlock], ...]:
    """Move labels of one row apart."""
    sizes = [block.width + _AIR for _, block in labels]
    middles = spread([place for place, _ in labels], sizes, low=-_AIR / 2, high=width + _AIR / 2)
    return tuple((middle, block) for middle, (_, block) in zip(middles, labels, strict=True))


def _show_target(chart: BulletChart, target: Quantity) -> LabelBlock:
    deadline = Piece(chart.speaker.format_period(target.period), Color.TARGET, mark=marks.for_period(target.period))
    pieces = {"target": show_figure(chart.speaker, target, Color.TARGET), "deadline": deadline}
    # Its translation may want words around the deadline: "thời hạn: năm 2025".
    words = chart.speaker.frame_places(chart.speaker.translate(TARGET_WORDS.text), {"deadline": target.period})
    return LabelBlock((compose(words, pieces, like=Piece("", Color.TARGET), direction=chart.speaker.direction),))


def _draw_row(canvas: Canvas, chart: BulletChart, row: _Row, top: float) -> None:
    bullet = row.bullet
    for index, text in enumerate(row.name):
        draw_piece(canvas, Piece(text, bold=True), 0, top - ROW_HEIGHT * (index + 1) + BASELINE)
    status = Piece(bullet.status, mark=marks.Mark(marks.VERDICT, bullet.verdict.key))
    draw_piece(canvas, status, canvas.width, top - ROW_HEIGHT + BASELINE, align="right")
    y = top - ROW_HEIGHT * len(row.name) - _UNDER
    for labels in row.labels:
        for middle, block in labels:
            box = Box(middle - block.width / 2, y - ROW_HEIGHT, middle + block.width / 2, y)
            draw_block(canvas, PlacedLabel(block, box))
        y -= ROW_HEIGHT
    track = y - _OVER - _TRACK
    _draw_track(canvas, row, track)
    _draw_latest(canvas, chart, row, track)


def _draw_track(canvas: Canvas, row: _Row, bottom: float) -> None:
    """Draw the scale's whole length, the figure on it, and the targets across."""
    middle, top = bottom + _TRACK / 2, bottom + _TRACK
    latest = row.scale.locate(float(row.bullet.latest.scaled))
    if row.bullet.latest.unit == "RANK":
        canvas.strokes.append(Stroke(((row.scale.start, middle), (row.scale.end, middle)), Pen(Color.PALE, 2), 1))
        canvas.markers.append(Marker(latest, middle, "o", _TRACK / 2, Color.FIRST, layer=6, name=row.bullet.name))
    else:
        # The track shows how long the scale is, which a bar alone does not.
        canvas.add_box(Box(row.scale.start, bottom, row.scale.end, top), Color.GRID, role="track")
        base = row.scale.locate(0)
        left, right = sorted((base, latest))
        bar = Box(left, bottom + 2, max(right, left + 1), top - 2)
        canvas.add_box(bar, Color.FIRST, layer=2, role="bar", name=row.bullet.name)
        _draw_caret(canvas, row.bullet.latest, latest, middle)
    for target in row.bullet.targets:
        x = row.scale.locate(float(target.scaled))
        line = ((x, bottom - _OVER), (x, top + _OVER))
        # A rim of paper parts the mark of the target from the bar under it.
        canvas.strokes.append(Stroke(line, Pen(Color.PAPER, 5), 4, "rim"))
        canvas.strokes.append(Stroke(line, Pen(Color.TARGET, 2.6), 5, "target", row.bullet.name))


def _draw_caret(canvas: Canvas, latest: Quantity, x: float, y: float) -> None:
    """Draw the side to which a bound is open."""
    side = (latest.qualifier in LOWER_BOUNDS) - (latest.qualifier in UPPER_BOUNDS)
    if side:
        start, tip, color = x + 3 * side, x + (3 + _CARET) * side, Color.FIRST
        if not 0 <= tip <= canvas.width:
            # At the end of the scale there is no room beyond the bar: the sign stands in it.
            start, tip, color = x - (3 + _CARET) * side, x - 3 * side, Color.PAPER
        arrow = ((start, y + _CARET), (tip, y), (start, y - _CARET))
        canvas.strokes.append(Stroke(arrow, Pen(color, 1.6), 3, "bound"))


def _draw_latest(canvas: Canvas, chart: BulletChart, row: _Row, bottom: float) -> None:
    latest = row.bullet.latest
    period = Piece(chart.speaker.format_period(latest.period), Color.FIRST, mark=marks.for_period(latest.period))
    words = chart.speaker.frame_places(chart.speaker.translate(LATEST_WORDS.text), {"period": latest.period})
    places: dict[str, Piece | PieceRow] = {"latest": show_out_of(chart.speaker, latest, Color.FIRST), "period": period}
    shown = compose(words, places, like=Piece("", Color.FIRST), direction=chart.speaker.direction)
    label = LabelBlock((shown,))
    half = label.width / 2
    middle = min(max(row.scale.locate(float(latest.scaled)), half), canvas.width - half)
    box = Box(middle - half, bottom - _OVER - ROW_HEIGHT, middle + half, bottom - _OVER)
    draw_block(canvas, PlacedLabel(label, box))


def describe_bullets(chart: BulletChart) -> tuple[Sentence, ...]:
    """Give the chart's alternative in words: each row's figure, target and status."""
    return (sentence("The chart compares latest figures with targets."), *_describe_rows(chart))


def _describe_rows(chart: BulletChart) -> Iterator[Sentence]:
    for bullet in chart.bullets:
        yield sentence(
            "{name}: {latest} ({latest_when}); target {target} by {target_when}: {status}.",
            name=bullet.name, latest=bullet.latest, target=bullet.targets[0], status=bullet.verdict,
        )  # fmt: skip

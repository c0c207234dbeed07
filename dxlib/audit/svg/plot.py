"""A plot of lines over time: what it must hold, and where time and values stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from dxlib.audit.figure import Fig
from dxlib.audit.svg.line_labels import PointLabel, ReadEndLabel
from dxlib.audit.svg.matching import Word, pick
from dxlib.audit.svg.parsing import look_of_line, look_of_text
from dxlib.audit.svg.time_scale import ReadTimeAxis, lay_out_time
from dxlib.audit.svg.view import ReadScale, View, fit_scale
from dxlib.language import sentence

BREAK: Final = sentence("definition changed")
TOP: Final = 22.0
BOTTOM: Final = 26.0
END_GAP: Final = 13.0
RADIUS: Final = 3.3


@dataclass(slots=True)
class Plot:
    """What a drawing of lines must hold, and where time and values stand in it."""

    view: View
    axis: ReadTimeAxis
    ticks: tuple[float, ...]
    up: ReadScale
    ends: list[ReadEndLabel]
    labels: list[PointLabel]
    tick_word: Word
    periods: list[Word]
    breaks: list[Word]
    across: ReadScale | None = None
    places: dict[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def foot(self) -> float:
        """Where the plot ends."""
        return self.view.drawing.height - BOTTOM

    @property
    def words(self) -> Iterator[Word]:
        """All texts in the order in which they are drawn."""
        yield self.tick_word
        yield from self.periods
        for end in self.ends:
            yield from end.words
        yield from self.breaks
        for label in self.labels:
            yield from label.words

    def locate(self, figure: Fig) -> tuple[float, float]:
        """Give where a figure stands."""
        if figure.key not in self.places:
            x = self.locate_time(self.axis.locate(figure.period))
            self.places[figure.key] = x, self.up.locate(self.view.drawn.scale(figure))
        return self.places[figure.key]

    def locate_time(self, day: float) -> float:
        """Give where a day stands; of a single period where its figure does."""
        return self.across.locate(day) if self.across else self.view.drawing.spots[0][1]


def make_plot(
    view: View, shown: Iterable[Fig], ticks: tuple[float, ...], up: ReadScale, ends: list[ReadEndLabel],
    labels: list[PointLabel],
) -> Plot:  # fmt: skip
    """Give a plot of some figures."""
    axis = lay_out_time(one.period for one in shown)
    look = look_of_text("muted", anchor="middle")
    last = len(axis.labels) - 1
    periods = [view.period(code, look, is_optional=at not in (0, last)) for at, (_, code) in enumerate(axis.labels)]
    periods[0].is_optional = last > 0  # the last one goes before it where both have no room
    breaks = [
        Word(view.say(BREAK), look_of_text("muted", anchor="middle", halo=True), is_optional=True)
        for _ in axis.list_breaks(view.drawn.lines)
    ]
    tick_word = Word("ticks", look_of_text("muted"), is_ticks=True)
    return Plot(view, axis, ticks, up, ends, labels, tick_word, periods, breaks)


def read_time(plot: Plot) -> ReadScale | None:
    """Give the scale through the marks of the axis of time and the places of figures."""
    strokes = pick(plot.view.drawing.shapes, look_of_line("muted"))
    xs = [one.points[0][0] for one in strokes if one.points[0][0] == one.points[-1][0]]
    pairs = list(zip(plot.axis.marks, xs, strict=False)) if len(xs) == len(plot.axis.marks) else []
    figures = [one for line_ in plot.view.drawn.lines for one in line_.figures]
    spots = plot.view.drawing.spots
    if len(figures) == len(spots) and len({day for day, _ in pairs}) < 2:  # noqa: PLR2004  (too few for a scale)
        pairs += [(plot.axis.locate(one.period), x) for one, (_, x, _) in zip(figures, spots, strict=True)]
    return fit_scale(pairs)

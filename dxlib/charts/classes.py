"""Classes of values: round bounds, a colour each, and the legend that says so."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from dxlib.charts import marks
from dxlib.charts.axes import compute_value_ticks, write_ticks
from dxlib.charts.canvas import Canvas, CanvasText
from dxlib.charts.labels import Box
from dxlib.charts.theme import ROW_HEIGHT, STEPS, Color, measure_text
from dxlib.language import Sentence, Speaker, sentence

NO_FIGURE: Final[Sentence] = sentence("no figure")
LEGEND_HEIGHT: Final = 32.0
_MOST_BOUNDS: Final = 4  # five classes are as many as can be told apart in grey
_TAIL: Final = 0.05  # of the values at each end, which do not stretch the classes
# Which of the five steps are taken: of few classes those that lie far apart.
_PICKED: Final = {1: (2,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
_DARK_FROM: Final = 3  # from this step on paper reads better than ink, in both schemes
_BOX: Final = (30.0, 11.0)
_TEXT_GAP: Final = 8.0
_BASELINE: Final = 14.0
_KEY_GAP: Final = 16.0
_WORD_GAP: Final = 6.0


@dataclass(frozen=True, slots=True)
class Classes:
    """Classes of values.

    Parameters
    ----------
    bounds
        Round values between the classes, ascending; a value on one belongs above it.
    colors
        One a class, so one more than bounds.
    """

    bounds: tuple[float, ...]
    colors: tuple[Color, ...]

    def choose(self, value: float) -> Color:
        """Give the colour of a value's class."""
        return self.colors[bisect_right(self.bounds, value)]


def compute_classes(values: Sequence[float], *, lower_is_better: bool) -> Classes:
    """Give one to five classes with round bounds between them; the stronger the colour, the better.

    Notes
    -----
    The classes divide the middle nine tenths of the values, so that a few that lie far off do not make all others look
    alike; the first and the last class are open.

    Examples
    --------
    >>> compute_classes([31, 38, 41, 47], lower_is_better=False).bounds
    (35.0, 40.0, 45.0)
    """
    ordered = sorted(values)
    aside = int(len(ordered) * _TAIL)
    low, high = ordered[aside], ordered[-1 - aside]
    # The first and the last tick enclose the values and part nothing, so that there are two more ticks than bounds.
    for limit in range(_MOST_BOUNDS + 2, 1, -1):
        ticks = compute_value_ticks(low, high, zero=False, limit=limit)
        # A bound at the least value would have an empty class below it.
        bounds = tuple(tick for tick in ticks if ordered[0] < tick <= ordered[-1])
        if len(bounds) <= _MOST_BOUNDS:
            break
    colors = tuple(STEPS[place] for place in _PICKED[len(bounds) + 1])
    return Classes(bounds, colors[::-1] if lower_is_better else colors)


def choose_text_color(color: Color) -> Color:
    """Give the colour in which a text is legible on the colour of a class, in light and in dark."""
    return Color.PAPER if STEPS.index(color) >= _DARK_FROM else Color.INK


@dataclass(frozen=True, slots=True)
class Legend:
    """What colours stand for, laid out.

    Parameters
    ----------
    classes
        The classes.
    texts
        Of the bounds; none where all values are of one class.
    step
        How wide a class's box is, in CSS pixels.
    staggered
        Whether every second text stands lower, for want of room.
    words
        For what is not known; empty where all is known.
    wraps
        Whether these stand in a row of their own.
    """

    classes: Classes
    texts: tuple[str, ...]
    step: float
    staggered: bool
    words: str
    wraps: bool

    @property
    def height(self) -> float:
        """How high it is."""
        return LEGEND_HEIGHT + ROW_HEIGHT * (self.staggered + self.wraps)

    def draw(self, canvas: Canvas) -> None:
        """Draw it at the head of a canvas."""
        height, top = _BOX[1], canvas.height
        for index, color in enumerate(self.classes.colors if self.texts else ()):
            canvas.add_box(Box(index * self.step, top - height, (index + 1) * self.step, top), color, role="key")
        for index, (bound, text) in enumerate(zip(self.classes.bounds, self.texts, strict=True)):
            y = top - height - _BASELINE - ROW_HEIGHT * (self.staggered and index % 2)
            place = min((index + 1) * self.step, canvas.width - measure_text(text) / 2)
            mark = marks.for_tick(bound)
            canvas.texts.append(CanvasText(text, place, y, Color.MUTED, align="center", mark=mark))
        if self.words:
            key = 0 if self.wraps or not self.texts else self.step * len(self.classes.colors) + _KEY_GAP
            head = top - (self.height - ROW_HEIGHT if self.wraps else 0)
            canvas.add_hatching(Box(key, head - height, key + _BOX[0], head))
            canvas.texts.append(CanvasText(self.words, key + _BOX[0] + _WORD_GAP, head - height + 1, Color.MUTED))


def make_legend(
    classes: Classes, speaker: Speaker, unit: tuple[str, int], room: float, *, has_gaps: bool
) -> Legend:  # fmt: skip
    """Lay out the legend of classes within a width; ``has_gaps`` names the sign of what is not known."""
    texts = write_ticks(speaker, classes.bounds, *unit) if classes.bounds else ()
    widths = [measure_text(text) for text in texts]
    apart = [(one + other) / 2 + _TEXT_GAP for one, other in pairwise(widths)]
    step = max([_BOX[0], *apart, *(width / 2 for width in widths)])
    count = len(classes.colors)
    words = speaker.translate(NO_FIGURE.text) if has_gaps else ""
    fitting = min(step, room / count)
    key = fitting * count * bool(texts) + _KEY_GAP + _BOX[0] + _WORD_GAP + measure_text(words)
    is_short = bool(widths) and fitting * len(widths) + widths[-1] / 2 > room  # the last text moves to the left
    staggered = step > fitting or (is_short and len(widths) > 1)
    return Legend(classes, texts, fitting, staggered, words, bool(words) and bool(texts) and key > room)

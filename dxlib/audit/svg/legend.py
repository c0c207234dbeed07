"""The legend of colours over a map or a heat map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from dxlib.audit.svg.matching import NEAR, ReadMark, Word, pick
from dxlib.audit.svg.parsing import look_of_line, look_of_text
from dxlib.audit.svg.rounding import choose_classes
from dxlib.audit.svg.view import ROW, View, bar, check_at, check_ticks, hatching, measure_text, read_tick
from dxlib.language import sentence

NO_FIGURE: Final = sentence("no figure")
_BOX: Final = (30.0, 11.0)
_TEXT: Final = 25.0
_HEIGHT: Final = 32.0
_KEY_GAP: Final = 16.0
_WORD_GAP: Final = 6.0
_DARK: Final = ("k4", "k5")


@dataclass(slots=True)
class ReadLegend:
    """Bounds between classes, their colours, and the words that say so."""

    bounds: tuple[float, ...]
    colors: tuple[str, ...]
    ticks: Word
    unknown: Word | None
    step: float = field(default=0)

    @property
    def words(self) -> list[Word]:
        """What it says."""
        return [*([self.ticks] if self.bounds else []), *([self.unknown] if self.unknown else [])]

    @property
    def height(self) -> float:
        """How high it is; known once its words are found."""
        return _HEIGHT + ROW * (self._is_staggered + self._wraps)

    @property
    def _is_staggered(self) -> bool:
        return bool(self.bounds) and any(abs(one.y - _TEXT - ROW) <= NEAR for one in self.ticks.found)

    @property
    def _wraps(self) -> bool:
        return self.unknown is not None and bool(self.bounds) and self.unknown.only.y > _TEXT

    def choose(self, value: float) -> str:
        """Give the colour of a value's class; a value on a bound belongs above it."""
        return self.colors[sum(bound <= value for bound in self.bounds)]

    def list_marks(self) -> Iterator[ReadMark]:
        """Give the boxes of its classes, and the sign of what is not known."""
        for at, color in enumerate(self.colors if self.bounds else ()):
            yield bar(color, (at * self.step, 0, (at + 1) * self.step, _BOX[1]), 1)
        if self.unknown:
            x, y = self._find_key()
            yield from hatching((x, y, x + _BOX[0], y + _BOX[1]))

    def _find_key(self) -> tuple[float, float]:
        y = self.height - ROW if self._wraps else 0.0
        return (0.0 if self._wraps or not self.bounds else self.step * len(self.colors) + _KEY_GAP), y

    def check(self, view: View) -> Iterator[str]:
        """See that each bound stands between its classes, and the words beside their sign."""
        if self.bounds:
            yield from check_ticks(view, self.ticks)
            if tuple(map(read_tick, self.ticks.found)) != tuple(round(bound, 9) for bound in self.bounds):
                yield "the bounds of its classes are others"
        for at, one in enumerate(self.ticks.found):
            x = min((at + 1) * self.step, view.width - measure_text(one) / 2)
            y = _TEXT + ROW * (self._is_staggered and at % 2)
            if abs(one.x - x) > NEAR or abs(one.y - y) > NEAR:
                yield f"'{one.text}' does not stand between its classes"
        if self.unknown:
            x, y = self._find_key()
            yield from check_at(self.unknown, x=x + _BOX[0] + _WORD_GAP, y=y + _BOX[1] - 1)


def choose_ink(color: str) -> str:
    """Give the color of a text on a class's color: light on the dark ones."""
    return "paper" if color in _DARK else "ink"


def make_legend(view: View, values: Sequence[float], *, has_gaps: bool) -> ReadLegend:
    """Give the legend of some values; ``has_gaps`` names the sign of what is not known."""
    bounds, colors = choose_classes(values, is_lower_better=view.drawn.is_lower_better)
    first = next(iter(pick(view.drawing.shapes, look_of_line(colors[0], _BOX[1]))), None)
    step = first.points[-1][0] - first.points[0][0] if first else 0.0
    muted = look_of_text("muted")
    unknown = Word(view.say(NO_FIGURE), muted) if has_gaps else None
    return ReadLegend(
        bounds, colors, Word("ticks", look_of_text("muted", anchor="middle"), is_ticks=True), unknown, step
    )

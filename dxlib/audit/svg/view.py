"""A drawing beside what it must show: the words and marks that its charts share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from math import isnan
from typing import Final

from dxlib.audit.charts.drawn import Drawn
from dxlib.audit.figure import Fig
from dxlib.audit.numerals import read_number
from dxlib.audit.svg.matching import NEAR, ReadMark, Word
from dxlib.audit.svg.parsing import SIZE, Drawing, ReadText, look_of_area, look_of_line, look_of_text
from dxlib.audit.svg.text_widths import measure
from dxlib.language import Sentence, Speaker, sentence
from dxlib.language.sentences import list_from_left

ROW: Final = 16.0
BASELINE: Final = 4.0  # how far the letters of a row stand over its lower edge
OUT_OF: Final = sentence("{rank} of {total}")
_RIM: Final = 0.8
_HATCH: Final = 5.0
_AIR: Final = 7.0
_CAPS: Final = {"o": ("round", 2.0), "s": ("square", 1.8)}
_OUTLINES: Final[Mapping[str, tuple[tuple[float, float], ...]]] = {
    "^": ((-1, 0.8), (0, -1), (1, 0.8)),
    "v": ((-1, -0.8), (0, 1), (1, -0.8)),
    "D": ((0, 1), (1, 0), (0, -1), (-1, 0)),
}


@dataclass(frozen=True, slots=True)
class View:
    """A drawing, what it must show, and the language and the names of its page."""

    drawing: Drawing
    drawn: Drawn
    speaker: Speaker
    names: Mapping[str, str]
    shown: dict[str, str] = field(default_factory=dict)  # texts of figures, each asked for more than once

    @property
    def width(self) -> int:
        """How wide the drawing is."""
        return self.drawing.width

    @property
    def is_wide(self) -> bool:
        """Whether it is the one for wide screens."""
        return self.width > 500  # noqa: PLR2004  (they are 680 and 330 pixels wide)

    def say(self, message: Sentence) -> str:
        """Give words of the library in the language of the page."""
        return self.speaker.translate(message.text)

    def name_key(self, key: str) -> str:
        """Give what a figure or a verdict is called on the page."""
        return self.names.get(key, key)

    def show(self, figure: Fig) -> str:
        """Give the text of a figure."""
        if figure.key not in self.shown:
            self.shown[figure.key] = self.speaker.format_quantity(figure.measure)
        return self.shown[figure.key]

    def figure(
        self, figure: Fig, color: str = "ink", *, bold: bool = True, size: int = SIZE, anchor: str = "",
        halo: bool = False, is_optional: bool = False,
    ) -> Word:  # fmt: skip
        """Give a figure as a text with its mark."""
        look = look_of_text(color, bold=bold, size=size, anchor=anchor, halo=halo)
        return Word(self.show(figure), look, "data-q", self.name_key(figure.key), is_optional=is_optional)

    def period(self, code: str, look: str, *, is_optional: bool = False) -> Word:
        """Give a period as a text with its mark."""
        return Word(self.speaker.format_period(code), look, "data-period", code, is_optional=is_optional)

    def out_of(self, rank: Fig, color: str, *, anchor: str = "", halo: bool = False) -> list[Word]:
        """Give "n of N" as texts; only the rank where its source states no N."""
        if not rank.total:
            return [self.figure(rank, color, anchor=anchor, halo=halo)]
        pieces = {
            "rank": self.figure(rank, color, halo=halo),
            "total": self.figure(rank.total, color, bold=False, halo=halo),
        }
        return self.compose(OUT_OF, pieces, look_of_text(color, halo=halo))

    def compose(self, message: Sentence, pieces: Mapping[str, Word], look: str) -> list[Word]:
        """Give the words of a sentence whose places are filled by texts of their own, from left to right."""
        words = []
        for part, is_place in list_from_left(self.say(message), self.speaker.direction):
            if is_place:
                words.append(pieces[part])
            elif part.strip():
                words.append(Word(part.strip(), look))
        return words


def measure_text(one: ReadText) -> float:
    """Give how wide a text of a drawing is."""
    _, weight, size, *_ = one.look.split(" ")
    return measure(one.text, bold=weight == "600", size=int(size))


def check_follow(words: Sequence[Word]) -> Iterator[str]:
    """See that texts stand beside each other, each where the one before it ends."""
    for before, after in pairwise(words):
        gap = after.only.x - before.only.x - measure_text(before.only)
        if abs(after.only.y - before.only.y) > NEAR or not -NEAR <= gap <= _AIR:
            yield f"'{after.only.text}' does not stand beside '{before.only.text}'"


def check_at(word: Word, *, x: float | None = None, y: float | None = None) -> Iterator[str]:
    """See that a text stands at a place."""
    one = word.only
    if (x is not None and abs(one.x - x) > NEAR) or (y is not None and abs(one.y - y) > NEAR):
        yield f"'{one.text}' stands at {one.x:g}, {one.y:g}, not where what it says stands"


def check_name(word: Word, middle: float, *, x: float | None = None) -> Iterator[str]:
    """See that the rows of a name stand under each other, their middle at a height."""
    count = len(word.found)
    for index, one in enumerate(word.found):
        wanted = middle + BASELINE + ROW * (index + 0.5 - count / 2)
        if abs(one.y - wanted) > NEAR or abs(one.x - (word.only.x if x is None else x)) > NEAR:
            yield f"'{one.text}' stands at {one.x:g}, {one.y:g}, not where '{word.text}' stands"


def check_ticks(view: View, word: Word, *, without_unit: bool = False) -> Iterator[str]:
    """See that each tick says its value: with the unit, or all but the last without."""
    unit, mult = view.drawn.unit if view.drawn.unit != "RANK" else "", view.drawn.mult
    texts = [(one.text, read_tick(one)) for one in word.found]
    if any(isnan(value) for _, value in texts):
        yield f"the ticks {[one.mark for one in word.found]} are no numbers"
        return
    for allowed in ((unit, mult), ("", mult)) if without_unit else ((unit, mult),):
        full = [view.speaker.format_tick(value, *allowed) for _, value in texts]
        bare = [view.speaker.format_tick(value, "", 0) for _, value in texts]
        is_read = all(_is_read_back(one, view.speaker.language, mult) for one in word.found)
        if is_read and [text for text, _ in texts] in (full, [*bare[:-1], *full[-1:]]):
            return
    yield f"the ticks {[text for text, _ in texts]} do not say their values"


def _is_read_back(one: ReadText, language: str, mult: int) -> bool:
    """Say whether the text of a tick is read as its value, which may stand there in single units."""
    number, value = read_number(one.text, language), Decimal(one.mark)
    return number is not None and number.mantissa.scaleb(number.scale) in (value, value.scaleb(mult))


def read_tick(one: ReadText) -> float:
    """Give the value of a tick, NaN for what is no number."""
    try:
        value = Decimal(one.mark)
    except InvalidOperation:
        return float("nan")
    is_written_so = value.is_finite() and format(value.normalize(), "f") == one.mark
    return float(value) if is_written_so else float("nan")


@dataclass(frozen=True, slots=True)
class ReadScale:
    """Where values stand, from two of them and their places."""

    low: float
    high: float
    start: float
    end: float

    def locate(self, value: float) -> float:
        """Give the place of a value in pixels."""
        if self.high == self.low:
            return self.start
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def fit_scale(pairs: Iterable[tuple[float, float]]) -> ReadScale | None:
    """Give the scale through the lowest and the highest of some values with their places; none for fewer than two."""
    ordered = sorted(pairs)
    if not ordered or ordered[0][0] == ordered[-1][0] or any(isnan(value) for value, _ in ordered):
        return None
    return ReadScale(ordered[0][0], ordered[-1][0], ordered[0][1], ordered[-1][1])


def check_spots(view: View, wanted: Iterable[tuple[Fig, float, float]]) -> Iterator[str]:
    """See that ``data-at`` names these figures in this order, each at its place."""
    named = {view.name_key(figure.key): (x, y) for figure, x, y in wanted}
    listed = [(key, x, y) for key, (x, y) in named.items()]
    if [key for key, _, _ in listed] != [key for key, _, _ in view.drawing.spots]:
        yield "data-at does not name the figures of the chart"
        return
    for (key, x, y), (_, own_x, own_y) in zip(listed, view.drawing.spots, strict=True):
        if abs(x - own_x) > NEAR or abs(y - own_y) > NEAR:
            yield f"data-at has '{key}' at {own_x:g}, {own_y:g}, where its value does not stand"


def line(
    color: str, *points: tuple[float | None, float | None], width: float = 1, dash: str = "", cap: str = "",
    layer: float = 1, is_optional: bool = False,
) -> ReadMark:  # fmt: skip
    """Give a line that must be drawn."""
    return ReadMark(look_of_line(color, width, dash, cap), points, layer, is_optional)


def frame(color: str, box: tuple[float, float, float, float], width: float, layer: float) -> ReadMark:
    """Give the outline of a rectangle, from its lower left corner to the right and round."""
    x0, y0, x1, y1 = box
    return line(color, (x0, y1), (x1, y1), (x1, y0), (x0, y0), (x0, y1), width=width, layer=layer)


def bar(color: str, box: tuple[float, float, float, float], layer: float) -> ReadMark:
    """Give a filled rectangle, which is drawn as a thick line."""
    x0, y0, x1, y1 = box
    middle = (y0 + y1) / 2
    return line(color, (x0, middle), (x1, middle), width=y1 - y0, layer=layer)


def sign(
    x: float, y: float, color: str, radius: float, *, shape: str = "o", is_hollow: bool = False, layer: float = 5
) -> Iterator[ReadMark]:  # fmt: skip
    """Give a sign at a point; a hollow one is a larger one with a smaller one in the page's colour on it."""
    parts = ((radius + _RIM, color, 0.0), (radius - _RIM, "paper", 0.01)) if is_hollow else ((radius, color, 0.0),)
    for size, paint, over in parts:
        if shape in _CAPS:
            cap, factor = _CAPS[shape]
            yield ReadMark(look_of_line(paint, factor * size, "", cap, "."), ((x, y),), layer + over)
        else:
            outline = tuple((x + size * dx, y + size * dy) for dx, dy in _OUTLINES[shape])
            yield ReadMark(look_of_area(paint), outline, layer + over)


def hatching(box: tuple[float, float, float, float]) -> Iterator[ReadMark]:
    """Give the sign of what is not known: an outline with slanting lines."""
    x0, y0, x1, y1 = box
    yield ReadMark(look_of_line("faint", 0.8), frame("faint", (x0 + 0.5, y0 + 0.5, x1 - 0.5, y1 - 0.5), 1, 1).points)
    height = y1 - y0
    start = x0 - height + _HATCH
    while start < x1:
        left, right = max(start, x0), min(start + height, x1)
        yield ReadMark(look_of_line("faint", 0.8), ((left, y1 - left + start), (right, y1 - right + start)))
        start += _HATCH

"""A drawing while it is read: a chart takes its texts one by one and names its shapes; the rest stands for nothing."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import chain
from math import isnan
from types import MappingProxyType
from typing import Final, Self

from dxlib.audit.charts.drawn import Drawn
from dxlib.audit.figure import Fig
from dxlib.audit.numerals import list_numbered_words, read_number
from dxlib.audit.svg.matching import NEAR, Marks, ReadBox, match_shapes
from dxlib.audit.svg.parsing import SIZE, Drawing, ReadText, Shape, look_of_text
from dxlib.audit.svg.text_widths import measure
from dxlib.language import Sentence, Speaker, sentence
from dxlib.language.sentences import list_from_left

# Height of a row of text, and the distances that all charts share, in CSS pixels.
ROW: Final = 16.0
BASELINE: Final = 4.0  # how far the letters of a row stand over its lower edge
OUT_OF: Final = sentence("{rank} of {total}")


class UnreadableError(ValueError):
    """A drawing whose texts are not those of its chart, so that nothing more can be read of it."""


@dataclass(frozen=True, slots=True)
class Word:
    """A text that a drawing must hold.

    Parameters
    ----------
    text
        What it says.
    look
        From :func:`dxlib.audit.svg.parsing.look_of_text`.
    attribute, mark
        What it is marked as; empty for words and names.
    """

    text: str
    look: str
    attribute: str = ""
    mark: str = ""

    @property
    def width(self) -> float:
        """How wide it is."""
        return _measure(self.text, self.look)

    @property
    def words(self) -> tuple[tuple[Word, float], ...]:
        """The word itself, so that it may stand for a phrase."""
        return ((self, 0.0),)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words beside each other, each with how far from the first one's left end it begins, and how wide they all are."""

    words: tuple[tuple[Word, float], ...]
    width: float


@dataclass(frozen=True, slots=True)
class View:
    """A drawing, what it must show, and the language and the names of its page; then what was read of it.

    Parameters
    ----------
    drawing, drawn, speaker, names
        Of the page.
    marks
        The shapes that the chart must have.
    shapes
        The shapes of the drawing that the chart does not take for itself.
    wrong
        What was found.
    """

    drawing: Drawing
    drawn: Drawn
    speaker: Speaker
    names: Mapping[str, str]
    marks: Marks = field(default_factory=Marks, init=False)
    shapes: list[Shape] = field(default_factory=list, init=False)
    wrong: list[str] = field(default_factory=list, init=False)
    _shown: dict[str, str] = field(default_factory=dict, init=False)  # texts of figures, asked for more than once
    _rest: dict[str, deque[ReadText]] = field(default_factory=dict, init=False)  # texts that nothing took, by look

    def __post_init__(self) -> None:
        self.shapes.extend(self.drawing.shapes)
        for one in self.drawing.texts:
            # By look: the writer groups texts so, and within a look their order is that in which the chart says them.
            self._rest.setdefault(one.look, deque()).append(one)

    @property
    def width(self) -> int:
        """How wide the drawing is."""
        return self.drawing.width

    # What a text must be ------------------------------------------------------------------------

    def say(self, message: Sentence) -> str:
        """Give words of the library in the language of the page."""
        return self.speaker.translate(message.text)

    def name_key(self, key: str) -> str:
        """Give what a figure or a verdict is called on the page."""
        return self.names.get(key, key)

    def show(self, figure: Fig) -> str:
        """Give the text of a figure."""
        if figure.key not in self._shown:
            self._shown[figure.key] = self.speaker.format_quantity(figure.measure)
        return self._shown[figure.key]

    def figure(
        self, figure: Fig, color: str = "ink", *, bold: bool = True, size: int = SIZE, anchor: str = "",
        halo: bool = False,
    ) -> Word:  # fmt: skip
        """Give a figure as a text with its mark."""
        look = look_of_text(color, bold=bold, size=size, anchor=anchor, halo=halo)
        return Word(self.show(figure), look, "data-q", self.name_key(figure.key))

    def period(self, code: str, look: str) -> Word:
        """Give a period as a text with its mark."""
        return Word(self.speaker.format_period(code), look, "data-period", code)

    def out_of(self, rank: Fig, color: str, *, anchor: str = "", halo: bool = False) -> Word | Phrase:
        """Give "n of N" as texts; only the rank where its source states no N."""
        if not rank.total:
            return self.figure(rank, color, anchor=anchor, halo=halo)
        total = self.figure(rank.total, color, bold=False, halo=halo)
        pieces = {"rank": self.figure(rank, color, halo=halo), "total": total}
        return self.compose(OUT_OF, pieces, look_of_text(color, halo=halo))

    def compose(
        self, message: Sentence, pieces: Mapping[str, Word | Phrase], look: str,
        periods: Mapping[str, str] = MappingProxyType({}),
    ) -> Phrase:  # fmt: skip
        """Give the words of a sentence whose places are filled by texts of their own, from left to right.

        ``periods`` are those of places whose translation may want words around them.
        """
        words, x = list[tuple[Word, float]](), 0.0
        said = self.speaker.frame_places(self.say(message), periods)
        for part, is_place in list_from_left(said, self.speaker.direction):
            if is_place:
                words += [(word, x + beside) for word, beside in pieces[part].words]
                x += pieces[part].width
                continue
            if part.strip():
                words.append((Word(part.strip(), look), x + _measure(part[: len(part) - len(part.lstrip())], look)))
            x += _measure(part, look)
        return Phrase(tuple(words), x)

    # What a drawing holds -----------------------------------------------------------------------

    def find(self, word: Word) -> ReadText | None:
        """Take a text where it is the next one of its look."""
        queue = self._rest.get(word.look)
        # Only the next one counts: two figures that changed places would both be found otherwise.
        is_next = queue and (queue[0].text, queue[0].attribute, queue[0].mark) == (word.text, word.attribute, word.mark)
        return queue.popleft() if queue and is_next else None

    def take(self, word: Word, x: float | None = None, y: float | None = None) -> ReadText:
        """Take a text, and see that it stands at its place as far as this is known already."""
        found = self.find(word)
        if not found:
            raise self._miss(word)
        self.see(found, x, y)
        return found

    def take_phrase(self, phrase: Word | Phrase, x: float | None = None, y: float | None = None) -> list[ReadText]:
        """Take words that stand beside each other, the first one's left end at a place."""
        (first, beside), *others = phrase.words
        found = [self.take(first, None if x is None else x + beside, y)]
        for word, indent in others:
            found.append(self.take(word, found[0].x + indent - beside, found[0].y))
        return found

    def take_name(self, word: Word, x: float | None = None, y: float | None = None) -> list[ReadText]:
        """Take the rows into which a name is broken, one under the other."""
        rest, rows = word.text, list[ReadText]()
        while rest:
            queue = self._rest.get(word.look)
            one = queue.popleft() if queue else None
            if not one or (one.attribute, one.mark) != (word.attribute, word.mark) or not _begins(rest, one.text):
                raise self._miss(word, one)
            rows.append(one)
            # Names are broken at blanks, and the blank is not drawn.
            rest = rest[len(one.text) + 1 :]
        if x is not None:
            self.see_rows(rows, x, rows[0].y if y is None else y)
        return rows

    def take_row(self, word: Word, top: float, leading: float, x: float) -> tuple[float, float, float]:
        """Take a name that makes a row from a height on; give the row's middle and end, and how wide the name is."""
        rows = self.take_name(word)
        height = ROW * len(rows) + leading
        self.see_rows(rows, x, top + height / 2 + BASELINE - ROW * (len(rows) - 1) / 2)
        return top + height / 2, top + height, max(map(measure_text, rows))

    def take_ticks(
        self, look: str, values: Sequence[float] = (), *, is_thinned: bool = False,
        units: Sequence[tuple[str, int]] = (),
    ) -> list[tuple[float, ReadText]]:  # fmt: skip
        """Take the ticks of an axis: each says its value with the unit, or all but the last without.

        Parameters
        ----------
        look
            Of the ticks.
        values
            What the ticks must say; where none are given they say what they say.
        is_thinned
            Whether ticks before the last one may be missing.
        units
            The units, each with its power of ten, one of which they may have; as a rule that of the chart.
        """
        queue, found = self._rest.get(look, deque()), list[ReadText]()
        while queue and queue[0].attribute == "data-tick":
            found.append(queue.popleft())
        said = [_read_tick(one) for one in found]
        # NaN equals nothing, so it must not reach the comparison with what is wanted.
        if any(map(isnan, said)):
            raise UnreadableError(f"the ticks {[one.mark for one in found]} are no numbers")
        if not any(self._is_said(found, said, *unit) for unit in units or [(self.drawn.unit, self.drawn.mult)]):
            raise UnreadableError(f"the ticks {[one.text for one in found]} do not say their values")
        # Ticks are computed as floats; nine decimals leave out what such a number has too much.
        wanted = [round(value, 9) for value in values]
        # The last tick is chosen first (thin_labels of dxlib/charts/axes.py), so it is always there.
        if is_thinned and said[-1:] == wanted[-1:]:
            wanted = [value for value in wanted if value in said]
        if wanted and said != wanted:
            raise UnreadableError(f"the ticks of its axis are {said}, not {wanted}")
        return list(zip(said, found, strict=True))

    def _is_said(self, ticks: Sequence[ReadText], values: Sequence[float], unit: str, mult: int) -> bool:
        full = [self.speaker.format_tick(value, unit if unit != "RANK" else "", mult) for value in values]
        bare = [self.speaker.format_tick(value, "", 0) for value in values]
        # Ticks of ranks and of shares that a chart computes have no unit.
        numbered_words = list_numbered_words(tuple(self.speaker.patterns.get(unit, {}).values()))
        is_read = all(_is_read_back(one, self.speaker.language, mult, numbered_words) for one in ticks)
        # The unit stands at each tick where it is short, else at the last only.
        return is_read and [one.text for one in ticks] in (full, [*bare[:-1], *full[-1:]])

    def list_texts(self) -> Iterator[ReadText]:
        """Give the texts that are not taken."""
        return chain.from_iterable(self._rest.values())

    def take_texts(self, is_wanted: Callable[[ReadText], bool]) -> list[ReadText]:
        """Take the texts that are wanted, wherever they stand."""
        taken = list(filter(is_wanted, self.list_texts()))
        for look, queue in self._rest.items():
            self._rest[look] = deque(one for one in queue if not is_wanted(one))
        return taken

    def take_shapes(self, is_wanted: Callable[[Shape], bool]) -> list[Shape]:
        """Take the shapes that are wanted."""
        taken = [one for one in self.shapes if is_wanted(one)]
        self.shapes[:] = [one for one in self.shapes if not is_wanted(one)]
        return taken

    def _miss(self, word: Word, instead: ReadText | None = None) -> UnreadableError:
        one = instead or next(iter(self._rest.get(word.look, ())), None)
        stands = f"'{one.text}' {one.mark}".strip() if one else "nothing"
        return UnreadableError(f"{stands} stands where '{word.text}' {word.mark} must stand ({word.look})")

    # Where it stands ----------------------------------------------------------------------------

    def see(self, one: ReadText, x: float | None = None, y: float | None = None) -> None:
        """See that a text stands at a place."""
        x, y = one.x if x is None else x, one.y if y is None else y
        if abs(one.x - x) > NEAR or abs(one.y - y) > NEAR:
            self.wrong.append(f"'{one.text}' stands at {one.x:g}, {one.y:g}, not at {x:.4g}, {y:.4g}")

    def see_rows(self, rows: Iterable[ReadText], x: float, y: float, step: float = ROW) -> None:
        """See that the rows of a name stand under each other, the first one's baseline at a height."""
        for at, one in enumerate(rows):
            self.see(one, x, y + step * at)

    def see_middle(self, one: ReadText, x: float, y: float) -> None:
        """See that a text has its middle at a place, or as near to it as the drawing has room."""
        half = measure_text(one) / 2
        self.see(one, min(max(x, half), self.width - half), y)

    def see_height(self, height: float) -> None:
        """See that the drawing is as high as what stands in it."""
        if abs(self.drawing.height - height) > NEAR:
            self.wrong.append(f"its height is {self.drawing.height}, not {height:.4g}")

    def see_spots(self, wanted: Iterable[tuple[Fig, float, float]]) -> None:
        """See that ``data-at`` names these figures in this order, each at its place."""
        listed = {self.name_key(figure.key): (x, y) for figure, x, y in wanted}
        if list(listed) != [key for key, _, _ in self.drawing.spots]:
            self.wrong.append("data-at does not name the figures of the chart")
            return
        for (key, own_x, own_y), (x, y) in zip(self.drawing.spots, listed.values(), strict=True):
            if abs(x - own_x) > NEAR or abs(y - own_y) > NEAR:
                self.wrong.append(f"data-at has '{key}' at {own_x:g}, {own_y:g}, not at {x:.4g}, {y:.4g}")

    def list_rest(self) -> Iterator[str]:
        """Give what stands in the drawing, and the chart did not take."""
        for one in self.list_texts():
            yield f"'{one.text}' {one.mark} stands there, which the chart does not say ({one.look})"
        yield from match_shapes(self.marks, self.shapes)


def _begins(text: str, row: str) -> bool:
    return f"{text} ".startswith(f"{row} ")


def _measure(text: str, look: str) -> float:
    _, weight, size, *_ = look.split(" ")
    return measure(text, bold=weight == "600", size=int(size))


def measure_text(one: ReadText) -> float:
    """Give how wide a text of a drawing is."""
    return _measure(one.text, one.look)


def make_box(texts: Iterable[ReadText]) -> ReadBox:
    """Give the box around texts."""
    boxes = []
    for one in texts:
        width, anchor = measure_text(one), one.look.split(" ")[3]
        # The text-anchor of SVG: a text begins at its point, has its middle there, or ends there.
        left = one.x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        boxes.append((left, one.y - ROW + BASELINE, left + width, one.y + BASELINE))
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _is_read_back(one: ReadText, language: str, mult: int, numbered_words: tuple[str, ...]) -> bool:
    """Say whether the text of a tick is read as its value, which may stand there in single units."""
    number, value = read_number(one.text, language, numbered_words), Decimal(one.mark)
    return number is not None and number.mantissa.scaleb(number.scale) in (value, value.scaleb(mult))


def _read_tick(one: ReadText) -> float:
    """Give the value of a tick, NaN for what is no number."""
    try:
        value = Decimal(one.mark)
    except InvalidOperation:
        return float("nan")
    # One way to write each number: "1e2" or "100.0" would be another text with the same value.
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

    @classmethod
    def fit(cls, pairs: Iterable[tuple[float, float]]) -> Self | None:
        """Give the scale through the lowest and the highest of some values, with their places; none for one value."""
        ordered = sorted(pairs)
        if not ordered or ordered[0][0] == ordered[-1][0]:
            return None
        return cls(ordered[0][0], ordered[-1][0], ordered[0][1], ordered[-1][1])

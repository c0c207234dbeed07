"""What a drawing must hold, and what it holds: texts in their order, shapes in their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Protocol, TypeVar

from dxlib.audit.svg.parsing import ReadText, Shape

NEAR: Final = 1.5
Point = tuple[float | None, float | None]


class _Looking(Protocol):
    @property
    def look(self) -> str: ...


_Item = TypeVar("_Item", bound=_Looking)


@dataclass(slots=True)
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
    is_name
        Whether it may be broken into rows, which together say it.
    is_optional
        Whether it may be missing for want of room.
    is_ticks
        Whether it stands for all ticks of an axis.
    found
        The texts of the drawing that are it.
    """

    text: str
    look: str
    attribute: str = ""
    mark: str = ""
    is_name: bool = False
    is_optional: bool = False
    is_ticks: bool = False
    found: list[ReadText] = field(default_factory=list)

    @property
    def only(self) -> ReadText:
        """The text of the drawing; for a name its first row."""
        return self.found[0]

    @property
    def middle(self) -> float:
        """The mean of the baselines of its rows."""
        return sum(one.y for one in self.found) / len(self.found)

    def take(self, texts: Sequence[ReadText], at: int) -> int:
        """Take what is its from the texts of its look; give where the next begins, -1 where it does not stand there."""
        if self.is_ticks:
            end = at
            while end < len(texts) and texts[end].attribute == "data-tick":
                end += 1
        elif self.is_name:
            end = self._take_rows(texts, at)
        else:
            end = at + 1 if at < len(texts) and self._is(texts[at], self.text) else -1
        if end < 0 or (end == at):
            return -1
        self.found = list(texts[at:end])
        return end

    def _is(self, one: ReadText, text: str) -> bool:
        return (one.text, one.attribute, one.mark) == (text, self.attribute, self.mark)

    def _take_rows(self, texts: Sequence[ReadText], at: int) -> int:
        rest = self.text
        while at < len(texts):
            one = texts[at]
            if not self._is(one, one.text) or not (rest == one.text or rest.startswith(f"{one.text} ")):
                return -1
            at, rest = at + 1, rest[len(one.text) + 1 :]
            if not rest:
                return at
        return -1


def match_texts(words: Iterable[Word], texts: Iterable[ReadText]) -> Iterator[str]:
    """Give what stands in a drawing and must not, and what does not and must; fill :attr:`Word.found`."""
    wanted = _group(words)
    given = _group(texts)
    for look in dict.fromkeys((*wanted, *given)):
        yield from _match_look(wanted.get(look, []), given.get(look, []), look)


def _group(items: Iterable[_Item]) -> dict[str, list[_Item]]:
    groups: dict[str, list[_Item]] = {}
    for one in items:
        groups.setdefault(one.look, []).append(one)
    return groups


def _match_look(words: Sequence[Word], texts: Sequence[ReadText], look: str) -> Iterator[str]:
    at = 0
    for word in words:
        end = word.take(texts, at)
        if end >= 0:
            at = end
        elif not word.is_optional:
            stands = f"'{texts[at].text}' {texts[at].mark}".strip() if at < len(texts) else "nothing"
            yield f"{stands} stands where '{word.text}' {word.mark} must stand ({look})"
            return
    if at < len(texts):
        yield f"'{texts[at].text}' {texts[at].mark} stands there, which the chart does not say ({look})"


@dataclass(frozen=True, slots=True)
class ReadMark:
    """A shape that a drawing must hold; a coordinate that is not known is None.

    Parameters
    ----------
    look, points
        As :class:`dxlib.audit.svg.parsing.Shape` has them.
    layer
        Shapes of one look stand in the order of their layers.
    is_optional
        Whether it may be missing.
    """

    look: str
    points: tuple[Point, ...]
    layer: float = 1
    is_optional: bool = False

    def fits(self, shape: Shape) -> bool:
        """Say whether a shape is this one."""
        return len(shape.points) == len(self.points) and all(
            (x is None or abs(x - own_x) <= NEAR) and (y is None or abs(y - own_y) <= NEAR)
            for (x, y), (own_x, own_y) in zip(self.points, shape.points, strict=True)
        )


def match_shapes(marks: Iterable[ReadMark], shapes: Sequence[Shape]) -> Iterator[str]:
    """Give what is drawn and must not be, what is not and must, and what lies over what it must lie under."""
    wanted = _group(sorted(marks, key=lambda one: one.layer))
    given: dict[str, list[int]] = {}
    for at, shape in enumerate(shapes):
        given.setdefault(shape.look, []).append(at)
    layers = [0.0] * len(shapes)
    for look in dict.fromkeys((*wanted, *given)):
        places = given.get(look, [])
        found = _find_marks(wanted.get(look, []), [shapes[at] for at in places])
        for at, mark in zip(places, found, strict=False):
            if mark is None:
                yield f"a line or an area ({look}) stands at {shapes[at].points[0]}, where the chart has none"
            else:
                layers[at] = mark.layer
        for mark in found[len(places) :]:
            if mark and not mark.is_optional:
                yield f"a line or an area ({look}) does not stand at {mark.points[0]}"
    if any(before > after > 0 for before, after in pairwise(layers)):
        yield "lines and areas lie over others that they must lie under"


def _find_marks(marks: Sequence[ReadMark], shapes: Sequence[Shape]) -> list[ReadMark | None]:
    """Give for each shape what it is, none for what must not be there; then what is not there."""
    if len(marks) == len(shapes) and all(map(ReadMark.fits, marks, shapes)):
        return list(marks)
    rest, found = list(marks), list[ReadMark | None]()
    for shape in shapes:
        fitting = next((one for one in rest if one.fits(shape)), None)
        found.append(fitting)
        if fitting:
            rest.remove(fitting)
    return [*found, *rest]


def pick(shapes: Iterable[Shape], look: str) -> list[Shape]:
    """Give the shapes of a look."""
    return [one for one in shapes if one.look == look]

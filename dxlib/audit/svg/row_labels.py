"""The labels of an analyst's picture: the name of an area, and its figure, at its own mark."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Final

from dxlib.audit.figure import Fig
from dxlib.audit.svg.matching import NEAR
from dxlib.audit.svg.parsing import SIZE, ReadText, Shape, look_of_line, look_of_text
from dxlib.audit.svg.row_axes import Rest
from dxlib.audit.svg.text_widths import measure
from dxlib.audit.svg.view import View

MarkPlace = tuple[float, float]
_FAR: Final = 22.0  # from a mark to its label without a line between them
_AIR: Final = 7.0
_TIED: Final = 8.0
_RISE: Final = 12.0  # from the baseline to the top of a label
_DROP: Final = 4.0


def check_labels(
    view: View,
    rest: Rest,
    labels: Iterable[tuple[Fig, bool]],
    marks: Mapping[str, MarkPlace],
    names: Mapping[str, str],
    own: Container[str],
) -> Iterator[str]:
    """See that each label is there, says its area and its figure, and stands at its mark.

    Parameters
    ----------
    view, rest
        The drawing, and what of it is not accounted for.
    labels
        Figures, and whether each stands beside the name of its area.
    marks
        Where the mark of each figure is, by its key.
    names
        Of the area of each figure, by its key.
    own
        The keys of the figures of the brief's own area, whose labels stand out.
    """
    leaders = rest.take_shapes(lambda one: one.look == look_of_line("muted", 0.8))
    for figure, with_value in labels:
        name = names[figure.key]
        texts = _take(view, rest, figure, name, with_value=with_value, is_own=figure.key in own)
        if not texts:
            yield f"no label says {name}{' ' + view.show(figure) if with_value else ''}"
        elif figure.key in marks and not _is_at(texts, marks[figure.key], leaders):
            yield f"the label '{name}' does not stand at its mark"
    for one in leaders:
        yield f"a line at {one.points[0]} ties nothing"


def _take(view: View, rest: Rest, figure: Fig, name: str, *, with_value: bool, is_own: bool) -> list[ReadText]:
    """Take the texts of a label; none where they are not there."""
    look = look_of_text("1" if is_own else "ink", bold=is_own, halo=True)
    for one in rest.texts:
        if one.text == name and not one.attribute and one.look == look:
            beside = next((other for other in rest.texts if _is_value(view, figure, other)
                           and _follows(one, other)), None) if with_value else None  # fmt: skip
            if with_value and beside is None:
                continue
            taken = [one, *([beside] if beside else [])]
            rest.take_texts(lambda text: any(text is part for part in taken))  # noqa: B023  (used at once)
            return taken
    return []


def _is_value(view: View, figure: Fig, one: ReadText) -> bool:
    wanted = (view.show(figure), "data-q", view.name_key(figure.key))
    return (one.text, one.attribute, one.mark) == wanted


def _follows(name: ReadText, figure: ReadText) -> bool:
    gap = figure.x - name.x - _measure(name)
    return abs(figure.y - name.y) <= NEAR and -NEAR <= gap <= _AIR


def _measure(one: ReadText) -> float:
    return measure(one.text, bold=" 600 " in one.look, size=SIZE)


def _is_at(texts: list[ReadText], mark: MarkPlace, leaders: list[Shape]) -> bool:
    """Say whether a label stands at its mark, or is tied to it by a line, which is then taken."""
    first, last = texts[0], texts[-1]
    width = last.x + _measure(last) - first.x
    start = first.x - (width / 2 if " middle" in first.look else 0.0)
    box = (start, first.y - _RISE, start + width, first.y + _DROP)
    if _measure_gap(box, mark) <= _FAR:
        for one in leaders:
            if _ties(one, box, mark):
                leaders.remove(one)
                break
        return True
    tied = next((one for one in leaders if _ties(one, box, mark)), None)
    if tied:
        leaders.remove(tied)
    return tied is not None


def _ties(leader: Shape, box: tuple[float, float, float, float], mark: MarkPlace) -> bool:
    start, end = leader.points[0], leader.points[-1]
    return abs(start[0] - mark[0]) <= _TIED and abs(start[1] - mark[1]) <= _TIED and _measure_gap(box, end) <= _TIED


def _measure_gap(box: tuple[float, float, float, float], place: MarkPlace) -> float:
    """Give how far a place lies outside of a box."""
    x0, y0, x1, y1 = box
    across = max(x0 - place[0], 0.0, place[0] - x1)
    upwards = max(y0 - place[1], 0.0, place[1] - y1)
    return max(across, upwards)

"""The labels of an analyst's picture: the name of an area, and its figure, at its own mark."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dxlib.audit.svg.matching import ReadBox
from dxlib.audit.svg.parsing import Shape, look_of_line, look_of_text
from dxlib.audit.svg.text_widths import measure
from dxlib.audit.svg.view import View, Word, make_box, measure_text

MarkPlace = tuple[float, float]
_FAR: Final = 22.0  # from a mark to its label without a line between them
_TIED: Final = 8.0


def check_labels(view: View, marks: Mapping[str, MarkPlace]) -> None:
    """See that each label is there, says its area and its figure, and stands at its mark, or is tied to it by a line.

    Parameters
    ----------
    view
        The drawing.
    marks
        Where the mark of each figure is, by its key.
    """
    assert view.drawn.added is not None  # pictures have it
    # All lines of this look are taken first, so that one that ties nothing is left over.
    leaders = view.take_shapes(lambda one: one.look == look_of_line("muted", 0.8))
    rows = {figure.key: row for row in view.drawn.rows for figure in row.known}
    for figure, with_value in view.drawn.added.labels:
        row = rows[figure.key]
        color = "1" if row.is_own else "ink"
        texts = [view.take(Word(row.name, look_of_text(color, bold=row.is_own, halo=True)))]
        if with_value:
            x = texts[0].x + measure_text(texts[0]) + measure(" ")
            texts.append(view.take(view.figure(figure, color, bold=row.is_own, halo=True), x, texts[0].y))
        if figure.key in marks:
            box, mark = make_box(texts), marks[figure.key]
            tie = next((one for one in leaders if _ties(one, box, mark)), None)
            if tie:
                leaders.remove(tie)
            elif _measure_gap(box, mark) > _FAR:
                view.wrong.append(f"the label '{row.name}' does not stand at its mark")
    for one in leaders:
        view.wrong.append(f"a line at {one.points[0]} ties nothing")


def _ties(leader: Shape, box: ReadBox, mark: MarkPlace) -> bool:
    start, end = leader.points[0], leader.points[-1]
    return abs(start[0] - mark[0]) <= _TIED and abs(start[1] - mark[1]) <= _TIED and _measure_gap(box, end) <= _TIED


def _measure_gap(box: ReadBox, place: MarkPlace) -> float:
    """Give how far a place lies outside of a box."""
    x0, y0, x1, y1 = box
    return max(x0 - place[0], place[0] - x1, y0 - place[1], place[1] - y1, 0.0)

"""The labels of an analyst's picture: the name of an area, and its figure, at its own mark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dxlib.audit.figure import Fig
from dxlib.audit.svg.matching import ReadBox
from dxlib.audit.svg.parsing import ReadText, Shape, look_of_line, look_of_text
from dxlib.audit.svg.text_widths import measure
from dxlib.audit.svg.view import View, Word, make_box, measure_text

MarkPlace = tuple[float, float]
_FAR: Final = 22.0  # from a mark to its label without a line between them
_TIED: Final = 8.0
_BESIDE: Final = 1.5  # a line begins straight beside its mark, or straight above or below it
_ROUNDED: Final = 1.0  # places are rounded, and widths of texts differ a little


def check_labels(
    view: View, labels: Sequence[tuple[Fig, bool]], marks: Mapping[str, Sequence[MarkPlace]]
) -> None:  # fmt: skip
    """See that each label is there, says its area and its figure, and stands at its mark, or is tied to it by a line.

    Parameters
    ----------
    view
        The drawing.
    labels
        Figures whose area is named, and whether the figure stands beside the name.
    marks
        Where the mark of each figure may be, by its key.
    """
    # All lines of this look are taken first, so that one that ties nothing is left over.
    leaders = view.take_shapes(lambda one: one.look == look_of_line("muted", 0.8))
    rows = {figure.key: row for row in view.drawn.rows for figure in row.known}
    among = _Marks([place for one, _ in labels for place in marks.get(one.key, ())], leaders)
    for figure, with_value in labels:
        row = rows[figure.key]
        color = "1" if row.is_own else "ink"
        texts = [view.take(Word(row.name, look_of_text(color, bold=row.is_own, halo=True)))]
        if with_value:
            x = texts[0].x + measure_text(texts[0]) + measure(" ")
            texts.append(view.take(view.figure(figure, color, bold=row.is_own, halo=True), x, texts[0].y))
        among.check(view, texts, marks.get(figure.key, ()))
    for one in leaders:
        view.wrong.append(f"a line at {one.points[0]} ties nothing")


@dataclass(slots=True)
class _Marks:
    """Where the marks of labels are, and the lines that tie labels to marks and were not used yet."""

    places: list[MarkPlace]
    leaders: list[Shape]

    def check(self, view: View, texts: Sequence[ReadText], marks: Sequence[MarkPlace]) -> None:
        """See that a label stands at its mark and at no other one, or that a line leads to it."""
        if not marks:
            return  # what is wrong with the mark is found where marks are checked
        box = make_box(texts)
        tie = next((one for one in self.leaders if any(_ties(one, box, mark) for mark in marks)), None)
        if tie:
            self.leaders.remove(tie)
            return
        mark = min(marks, key=lambda one: sum(_measure_ways(box, one)))
        nearest = min(sum(_measure_ways(box, place)) for place in self.places)
        if max(_measure_ways(box, mark)) > _FAR or nearest < sum(_measure_ways(box, mark)) - _ROUNDED:
            view.wrong.append(f"the label '{texts[0].text}' does not stand at its mark")


def _ties(leader: Shape, box: ReadBox, mark: MarkPlace) -> bool:
    """Say whether a line begins right beside a mark, above or below it, and ends at a label."""
    start, end = leader.points[0], leader.points[-1]
    near, far = sorted((abs(start[0] - mark[0]), abs(start[1] - mark[1])))
    return near <= _BESIDE and far <= _TIED and max(_measure_ways(box, end)) <= _TIED


def _measure_ways(box: ReadBox, place: MarkPlace) -> tuple[float, float]:
    """Give how far a place lies outside of a box, across and upwards."""
    x0, y0, x1, y1 = box
    return max(x0 - place[0], place[0] - x1, 0.0), max(y0 - place[1], place[1] - y1, 0.0)

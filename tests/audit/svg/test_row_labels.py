"""The labels of an analyst's picture: each says its area and its figure, at its mark or tied to it by a line."""

from __future__ import annotations

import pytest

from dxlib.audit.charts.drawn import Added, Drawn, DrawnRow
from dxlib.audit.svg.parsing import ReadText, Shape, look_of_line, look_of_text
from dxlib.audit.svg.row_labels import check_labels
from dxlib.audit.svg.text_widths import measure
from dxlib.audit.svg.view import UnreadableError, View
from tests.audit.small import make_fig, make_view

OWN = DrawnRow("Viet Nam", (make_fig(45),), is_own=True)
OTHER = DrawnRow("Lao PDR", (make_fig(30, area="LAO"),))
MARK = (100.0, 50.0)
LEADER = look_of_line("muted", 0.8)


def label(row: DrawnRow, x: float, y: float, *, value: str = "") -> list[ReadText]:
    """Give the name of a row as its label shows it, and perhaps a figure beside it."""
    color, bold = ("1", True) if row.is_own else ("ink", False)
    look = look_of_text(color, bold=bold, halo=True)
    texts = [ReadText(row.name, x, y, look)]
    if value:
        beside = x + measure(row.name, bold=bold) + measure(" ")
        texts.append(ReadText(value, beside, y, look, "data-q", row.figure.key))
    return texts


def check(
    texts: list[ReadText], shapes: tuple[Shape, ...] = (), *, row: DrawnRow = OTHER, value: bool = False,
    marks: tuple[float, float] | None = MARK,
) -> View:  # fmt: skip
    added = Added((), ((row.figure, value),), (0, 1), (), is_emphasized=True)
    view = make_view(Drawn("picture", "x", "PERCENT", 0, rows=(OWN, OTHER), added=added), texts=texts, shapes=shapes)
    check_labels(view, {row.figure.key: marks} if marks else {})
    return view


@pytest.mark.parametrize("row", [OWN, OTHER], ids=["own", "other"])
def test_a_label_at_its_mark_is_right_with_its_figure_and_without(row: DrawnRow) -> None:
    for value in ("", f"{float(row.figure.value):g}%"):
        view = check(label(row, 104, 54, value=value), row=row, value=bool(value))
        assert (view.wrong, list(view.list_texts())) == ([], [])


def test_the_own_area_is_named_in_its_own_look() -> None:
    texts = [ReadText(OWN.name, 104, 54, look_of_text("ink", halo=True))]
    with pytest.raises(UnreadableError, match="must stand"):
        check(texts, row=OWN)


@pytest.mark.parametrize(("name", "value"), [("Thailand", "30%"), ("Lao PDR", "31%")])
def test_another_name_or_another_figure_is_refused(name: str, value: str) -> None:
    first, second = label(OTHER, 104, 54, value=value)
    texts = [ReadText(name, first.x, first.y, first.look), second]
    with pytest.raises(UnreadableError, match=f"'{name if name != OTHER.name else value}' .*stands where"):
        check(texts, value=True)


def test_a_figure_that_does_not_stand_beside_its_name_is_found() -> None:
    name, value = label(OTHER, 104, 54, value="30%")
    view = check([name, ReadText(value.text, value.x + 5, value.y, value.look, "data-q", value.mark)], value=True)
    assert len(view.wrong) == 1


@pytest.mark.parametrize(("x", "is_right"), [(122, True), (123, False), (78 - measure("Lao PDR"), True)])
def test_a_label_stands_near_its_mark_on_either_side(x: float, is_right: bool) -> None:
    assert check(label(OTHER, x, 54)).wrong == ([] if is_right else ["the label 'Lao PDR' does not stand at its mark"])


@pytest.mark.parametrize(("y", "is_right"), [(84, True), (85, False), (24, True), (23, False)])
def test_a_label_stands_near_its_mark_above_and_below(y: float, is_right: bool) -> None:
    assert (check(label(OTHER, 90, y)).wrong == []) is is_right


def test_a_label_further_away_is_tied_to_its_mark_by_a_line() -> None:
    for points in (((105, 50), (195, 50)), ((108, 58), (192, 50))):
        assert check(label(OTHER, 200, 54), (Shape(LEADER, points),)).wrong == []
    for points in (((109, 50), (195, 50)), ((100, 59), (195, 50)), ((105, 50), (191, 50)), ((105, 50), (200, 75))):
        view = check(label(OTHER, 200, 54), (Shape(LEADER, points),))
        assert view.wrong == [
            "the label 'Lao PDR' does not stand at its mark",
            f"a line at {points[0]} ties nothing",
        ]


def test_a_line_ties_one_label_and_others_of_its_look_tie_nothing() -> None:
    line = Shape(LEADER, ((105, 50), (195, 50)))
    view = check(label(OTHER, 200, 54), (line, line, Shape("grid", line.points)))
    assert view.wrong == ["a line at (105, 50) ties nothing"]
    assert view.shapes == [Shape("grid", line.points)]


def test_of_a_figure_without_a_mark_only_the_words_are_held() -> None:
    assert check(label(OTHER, 600, 90), marks=None).wrong == []

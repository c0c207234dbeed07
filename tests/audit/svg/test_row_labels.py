"""The labels of an analyst's picture: each says its area and its figure, at its mark or tied to it by a line."""

from __future__ import annotations

import pytest

from dxlib.audit.charts.drawn import Drawn, DrawnRow
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


def make(texts: list[ReadText], shapes: tuple[Shape, ...] = ()) -> View:
    return make_view(Drawn("picture", "x", "PERCENT", 0, rows=(OWN, OTHER)), texts=texts, shapes=shapes)


def check(
    texts: list[ReadText], shapes: tuple[Shape, ...] = (), *, row: DrawnRow = OTHER, value: bool = False,
    marks: tuple[tuple[float, float], ...] = (MARK,),
) -> View:  # fmt: skip
    view = make(texts, shapes)
    check_labels(view, [(row.figure, value)], {row.figure.key: marks})
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
    for points in (((105, 50), (195, 50)), ((108, 51.5), (192, 50)), ((98.5, 42), (192, 50))):
        assert check(label(OTHER, 200, 54), (Shape(LEADER, points),)).wrong == []
    for points in (
        ((109, 50), (195, 50)),
        ((100, 59), (195, 50)),
        ((102, 52), (195, 50)),
        ((105, 50), (191, 50)),
        ((105, 50), (200, 75)),
    ):
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
    assert check(label(OTHER, 600, 90), marks=()).wrong == []


def test_names_that_changed_places_are_found_though_their_marks_are_close() -> None:
    wanted = [(OWN.figure, False), (OTHER.figure, False)]
    marks = {OWN.figure.key: [(100, 50)], OTHER.figure.key: [(106, 50)]}

    def look(own: float, other: float) -> list[str]:
        view = make(label(OWN, own, 54) + label(OTHER, other, 54))
        check_labels(view, wanted, marks)
        return view.wrong

    left, right = [93 - measure(row.name, bold=row.is_own) for row in (OWN, OTHER)], 113
    assert look(left[0], right) == []
    assert look(right, left[1]) == [f"the label '{row.name}' does not stand at its mark" for row in (OWN, OTHER)]


def test_marks_that_may_stand_for_a_row_each_do() -> None:
    texts = label(OTHER, 204, 54)
    assert check(texts, marks=(MARK, (200, 50))).wrong == []
    assert check(texts, marks=(MARK, (200, 90))).wrong == ["the label 'Lao PDR' does not stand at its mark"]
    assert check(label(OTHER, 300, 54), (Shape(LEADER, ((205, 50), (295, 50))),), marks=(MARK, (200, 50))).wrong == []

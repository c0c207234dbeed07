"""Lines are told apart by more than colour, and what stands over an area can be read."""

from __future__ import annotations

import pytest

from dxlib.charts.backend.legibility import (
    DASHES,
    choose_labels_to_leave_out,
    choose_text_paint,
    keep_lines_legible,
    keep_texts_legible,
    list_unreadable_texts,
    tell_lines_apart,
)
from dxlib.charts.canvas import Canvas, CanvasText, Fill, Pen, Stroke
from dxlib.charts.paints import Mix, list_values, measure_contrast
from dxlib.charts.theme import SERIES, STEPS, Color, measure_text

PATH = ((0.0, 0.0), (10.0, 5.0), (20.0, 3.0))


def make_line(color: Color, *, role: str = "line", dash: tuple[float, ...] = (), points: int = 3) -> Stroke:
    return Stroke(PATH[:points], Pen(color, 2.4, dash), role=role)


def draw(*strokes: Stroke) -> list[tuple[float, ...]]:
    canvas = Canvas(100, 100, strokes=list(strokes))
    tell_lines_apart(canvas)
    return [stroke.pen.dash for stroke in canvas.strokes]


def test_lines_of_several_colours_have_the_dashes_of_the_house() -> None:
    assert draw(*map(make_line, SERIES)) == list(DASHES)


def test_keys_have_the_dashes_of_their_lines() -> None:
    lines = [make_line(color) for color in SERIES[:2]]
    assert draw(*lines, make_line(Color.SECOND, role="key", points=2))[-1] == DASHES[1]


def test_lines_of_one_colour_stay_solid() -> None:
    assert draw(make_line(Color.SECOND), make_line(Color.SECOND)) == [(), ()]


def test_what_is_no_line_of_data_and_what_has_a_dash_of_its_own_stays() -> None:
    strokes = (
        make_line(Color.SECOND, role="rule"),
        make_line(Color.SECOND, points=2),
        make_line(Color.THIRD, dash=(1, 1)),
    )
    assert draw(make_line(Color.FIRST), make_line(Color.SECOND), *strokes)[2:] == [(), (), (1, 1)]


def test_a_thin_line_has_short_dashes() -> None:
    canvas = Canvas(100, 100, strokes=[make_line(Color.FIRST), Stroke(PATH, Pen(Color.SECOND, 1.2), role="line")])
    tell_lines_apart(canvas)
    assert canvas.strokes[1].pen.dash == tuple(round(length * 0.6, 1) for length in DASHES[1])


@pytest.mark.parametrize("ground", [*STEPS, *SERIES])
def test_a_text_over_a_colour_reads_on_light_and_on_dark_pages(ground: Color) -> None:
    paint = choose_text_paint(ground)
    pairs = zip(list_values(paint), list_values(ground), strict=True)
    assert min(measure_contrast(*pair) for pair in pairs) >= 4.4


def write(color: Color, *areas: Fill) -> object:
    canvas = Canvas(100, 100, fills=list(areas), texts=[CanvasText("a", 10, 10, color)])
    keep_texts_legible(canvas)
    return canvas.texts[0].color


def test_a_text_is_changed_only_where_it_would_not_be_read() -> None:
    dark, pale = (Fill(((0, 0), (50, 50)), color) for color in (Color.STEP_5, Color.STEP_1))
    assert write(Color.INK, dark) is Color.PAPER
    assert write(Color.INK, pale) is Color.INK
    assert write(Color.FIRST, pale) is Color.FIRST


def test_the_area_drawn_last_counts() -> None:
    dark, legend = Fill(((0, 0), (50, 50)), Color.STEP_5), Fill(((5, 5), (40, 40)), Color.PAPER, opacity=0.85)
    assert write(Color.INK, dark, legend) is Color.INK


def test_an_area_that_is_seen_through_or_lies_elsewhere_does_not_count() -> None:
    pale = Fill(((0, 0), (50, 50)), Color.STEP_5, opacity=0.3)
    triangle = Fill(((0, 50), (50, 50), (50, 0)), Color.STEP_5)
    assert write(Color.INK, pale, triangle) is Color.INK


def test_a_grey_line_within_a_box_is_seen_and_one_that_leaves_it_stays() -> None:
    grey = Mix(Color.INK, 80, Color.PAPER)
    box = Fill(((0, 0), (50, 50)), Color.FIRST)
    strokes = [Stroke(((0, 20), (end, 20)), Pen(grey), role="line") for end in (50, 90)]
    canvas = Canvas(100, 100, strokes=strokes, fills=[box])
    keep_lines_legible(canvas)
    assert [stroke.pen.color for stroke in canvas.strokes] == [Color.PAPER, grey]


@pytest.mark.parametrize(("distance", "kept"), [(40, [0, 1, 2, 3, 4]), (20, [0, 2, 4]), (10, [0, 3]), (1, [0])])
def test_labels_that_stand_in_each_other_s_way_are_thinned(distance: float, kept: list[int]) -> None:
    texts = [CanvasText(str(2020 + at), distance * at, 10, Color.MUTED, align="center") for at in range(5)]
    left_out = choose_labels_to_leave_out(Canvas(330, 290, texts=texts), list(range(5)))
    assert [at for at in range(5) if at not in left_out] == kept


def test_labels_over_each_other_or_turned_all_stay() -> None:
    upright = [CanvasText(str(at), 10, 20 * at, Color.MUTED, align="right") for at in range(5)]
    turned = [CanvasText(str(2020 + at), 5 * at, 10, Color.MUTED, angle=90) for at in range(5)]
    for texts in (upright, turned):
        assert choose_labels_to_leave_out(Canvas(330, 290, texts=texts), list(range(5))) == set()


def test_texts_that_reach_out_or_lie_on_each_other_are_listed() -> None:
    texts = [
        CanvasText("left", 2, 10, Color.INK, align="right"),
        CanvasText("top", 50, 285, Color.INK),
        CanvasText("alone", 50, 100, Color.INK),
        CanvasText("one", 100, 50, Color.INK),
        CanvasText("other", 105, 53, Color.INK),
        CanvasText("over", 100, 65, Color.INK),
        CanvasText("turned", 100, 50, Color.INK, angle=90),
    ]
    assert list_unreadable_texts(Canvas(330, 290, texts=texts)) == ("left", "top", "one", "other")


def test_a_key_of_a_colour_that_no_line_has_stays_solid_and_the_first_line_keeps_its_ends() -> None:
    first = Stroke(PATH, Pen(Color.FIRST, 2.4, cap="round"), role="line")
    key = make_line(Color.THIRD, role="key", points=2)
    canvas = Canvas(100, 100, strokes=[first, make_line(Color.SECOND), key])
    tell_lines_apart(canvas)
    assert [canvas.strokes[0], canvas.strokes[2]] == [first, key]
    assert canvas.strokes[1].pen.dash


@pytest.mark.parametrize("color", SERIES)
def test_dashes_and_gaps_are_seen_as_such_and_no_two_lines_have_the_same(color: Color) -> None:
    other = Color.SECOND if color is Color.FIRST else Color.FIRST
    dash, _ = draw(make_line(color), make_line(other))
    gaps, lines = dash[1::2], dash[::2]
    assert all(gap >= 2 * 2.4 for gap in gaps)
    assert all(length > 2.4 for length in lines)
    assert len(set(DASHES)) == len(SERIES)


def test_a_label_in_the_way_by_less_than_a_gap_is_left_out() -> None:
    width = measure_text("2020")
    for gap, kept in ((3.01, 2), (2.9, 1)):
        texts = [CanvasText(str(2020 + at), at * (width + gap), 10, Color.MUTED) for at in range(2)]
        assert 2 - len(choose_labels_to_leave_out(Canvas(330, 290, texts=texts), [0, 1])) == kept


def test_a_point_within_an_outline_is_told_from_one_in_its_notch() -> None:
    # An outline like a U, whose notch is not part of it.
    notched = Fill(((0, 0), (90, 0), (90, 90), (60, 90), (60, 30), (30, 30), (30, 90), (0, 90)), Color.STEP_5)

    def write_at(x: float, y: float) -> object:
        canvas = Canvas(100, 100, fills=[notched], texts=[CanvasText("a", x, y, Color.INK)])
        keep_texts_legible(canvas)
        return canvas.texts[0].color

    assert [write_at(x, 60) for x in (15, 45, 75, 95)] == [Color.PAPER, Color.INK, Color.PAPER, Color.INK]
    assert write_at(45, 10) is Color.PAPER


def test_a_line_that_reads_over_its_area_or_is_no_grey_stays() -> None:
    dark, pale = Fill(((0, 0), (50, 50)), Color.FIRST), Fill(((0, 0), (50, 50)), Color.STEP_1)
    for area, color, role in (
        (pale, Color.INK, "line"), (dark, Color.SECOND, "line"), (dark, Color.INK, "tick"),
        (Fill(dark.points, Color.FIRST, opacity=0.5), Color.INK, "line"),
        (Fill(dark.points, Color.FIRST, role="cell"), Color.INK, "line"),
    ):  # fmt: skip
        stroke = Stroke(((5, 20), (45, 20)), Pen(color), role=role)
        canvas = Canvas(100, 100, strokes=[stroke], fills=[area])
        keep_lines_legible(canvas)
        assert canvas.strokes == [stroke]
    bent = Stroke(((5, 20), (20, 30), (45, 20)), Pen(Color.INK), role="line")
    canvas = Canvas(100, 100, strokes=[bent], fills=[dark])
    keep_lines_legible(canvas)
    assert canvas.strokes == [bent]


def test_a_text_with_a_halo_keeps_its_colour_over_an_area() -> None:
    canvas = Canvas(100, 100, fills=[Fill(((0, 0), (50, 50)), Color.STEP_5)])
    canvas.texts.append(CanvasText("a", 10, 10, Color.INK, halo=True))
    keep_texts_legible(canvas)
    assert canvas.texts[0].color is Color.INK

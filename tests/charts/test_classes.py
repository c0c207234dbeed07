from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxlib.charts import marks
from dxlib.charts.canvas import Canvas
from dxlib.charts.classes import choose_text_color, compute_classes, make_legend
from dxlib.charts.theme import DARK, LIGHT, STEPS, Color, measure_text
from dxlib.language import Speaker
from tests.charts.conftest import PATTERNS, Read
from tests.charts.test_theme import read_contrast, read_luminance


def test_classes_have_round_bounds_and_hold_every_value() -> None:
    classes = compute_classes([31, 38, 41, 47], lower_is_better=False)
    assert classes.bounds == (35, 40, 45)
    assert [classes.choose(value) for value in (31, 35, 41, 47)] == [STEPS[0], STEPS[1], STEPS[3], STEPS[4]]


def test_a_value_far_off_does_not_make_all_others_alike() -> None:
    values = [*range(1, 40), 5000]
    assert len(set(map(compute_classes(values, lower_is_better=False).choose, values))) >= 4


def test_the_strongest_colour_stands_for_the_lowest_rank() -> None:
    classes = compute_classes([1, 20, 40, 63], lower_is_better=True)
    assert classes.choose(1) is Color.STEP_5
    assert classes.choose(63) is Color.STEP_1


@pytest.mark.parametrize("values", [[5], [5, 5, 5], [0], [1, 2], list(range(63)), [-3, 0, 4], [0.0001, 0.0002]])
def test_there_are_one_to_five_classes(values: list[float]) -> None:
    classes = compute_classes(values, lower_is_better=False)
    assert 1 <= len(classes.colors) <= 5
    assert len(classes.bounds) == len(classes.colors) - 1
    assert all(classes.choose(value) in classes.colors for value in values)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_text_is_legible_on_every_class(scheme: dict[Color, str]) -> None:
    for step in STEPS:
        assert read_contrast(scheme[step], scheme[choose_text_color(step)]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_classes_differ_in_grey_as_well(scheme: dict[Color, str]) -> None:
    grey = [read_luminance(scheme[step]) for step in STEPS]
    assert grey == sorted(grey, reverse=scheme is LIGHT)
    pairs = itertools.pairwise(STEPS)
    assert all(read_contrast(scheme[one], scheme[other]) >= 1.25 for one, other in pairs)


def draw_legend(values: list[float], speaker: Speaker, unit: tuple[str, int], *, has_gaps: bool) -> Canvas:
    """Draw the legend of some values on a narrow canvas."""
    canvas = Canvas(330, 90)
    make_legend(compute_classes(values, lower_is_better=False), speaker, unit, 330, has_gaps=has_gaps).draw(canvas)
    return canvas


def test_the_legend_says_the_bounds_between_its_boxes(english: Speaker, read: Any) -> None:
    canvas = draw_legend([31, 38, 41, 47], english, ("PERCENT", 0), has_gaps=True)
    assert [text.text for text in canvas.texts] == ["35%", "40%", "45%", "no figure"]
    edges = [fill.points[1][0] for fill in canvas.fills]
    assert [text.x for text in canvas.texts[:3]] == edges[:3]
    read.check_legible(canvas)


def test_a_legend_of_long_texts_is_staggered_and_its_last_sign_wraps(english: Speaker, read: Any) -> None:
    values = [300, 600, 900, 1200, 1500, 1800, 2100]
    canvas = draw_legend(values, english, ("USD", 6), has_gaps=True)
    bounds = [text for text in canvas.texts if text.mark]
    assert [text.text.replace("\xa0", " ") for text in bounds] == [
        "500 million USD", "1 billion USD", "1.5 billion USD", "2 billion USD",
    ]  # fmt: skip
    assert bounds[0].y == bounds[2].y > bounds[1].y
    assert canvas.texts[-1].x < bounds[0].x
    read.check_legible(canvas)


UNITS = st.sampled_from([("PERCENT", 0), ("USD", 6), ("PERSON", 3), ("PER_100", 0)])


@given(st.lists(st.integers(0, 10**9), min_size=2, max_size=63), UNITS, st.booleans(), st.sampled_from([330, 680]))
def test_each_bound_stands_at_the_edge_of_its_boxes_and_nothing_leaves_the_legend(
    values: list[int], unit: tuple[str, int], has_gaps: bool, width: int
) -> None:
    classes = compute_classes(values, lower_is_better=False)
    legend = make_legend(classes, Speaker("vi", PATTERNS), unit, width, has_gaps=has_gaps)
    canvas = Canvas(width, 90)
    legend.draw(canvas)
    Read.check_legible(canvas)
    ticks = [text for text in canvas.texts if text.mark]
    assert [text.mark.value for text in ticks if text.mark] == [marks.for_tick(one).value for one in classes.bounds]
    boxes = [fill.points for fill in canvas.fills]
    assert len(boxes) == (len(classes.colors) if ticks else 0)
    for index, text in enumerate(ticks):
        edge = boxes[index][1][0]
        assert edge == boxes[index + 1][0][0]
        assert text.x == pytest.approx(min(edge, width - measure_text(text.text) / 2))
    foot = canvas.height - legend.height
    assert all(low >= foot for (_, low), _ in boxes)
    assert all(box.y0 >= foot for _, box in Read.measure_texts(canvas))
    assert {high for _, (_, high) in boxes} <= {canvas.height}
    # The sign of what is not known is as large as a box at least, and its words stand beside it.
    signs = [stroke.points for stroke in canvas.strokes if stroke.role == "hatching"]
    words = [text for text in canvas.texts if not text.mark]
    assert len(signs) == len(words) == has_gaps
    for sign, text in zip(signs, words, strict=True):
        (left, low), (right, high) = min(sign), max(sign)
        assert 0 <= left < right < text.x < right + 10
        assert low <= text.y < high


def test_a_single_class_needs_no_legend(english: Speaker) -> None:
    canvas = draw_legend([5], english, ("PERCENT", 0), has_gaps=False)
    assert (canvas.fills, canvas.texts) == ([], [])

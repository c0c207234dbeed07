from __future__ import annotations

import itertools
from typing import Any

import pytest

from dxlib.charts.canvas import Canvas
from dxlib.charts.classes import choose_text_color, compute_classes, make_legend
from dxlib.charts.theme import DARK, LIGHT, STEPS, Color
from dxlib.language import Speaker
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


def test_a_single_class_needs_no_legend(english: Speaker) -> None:
    canvas = draw_legend([5], english, ("PERCENT", 0), has_gaps=False)
    assert (canvas.fills, canvas.texts) == ([], [])

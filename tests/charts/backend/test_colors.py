"""Colours of matplotlib and seaborn as paints of the theme."""

from __future__ import annotations

import pytest
import seaborn as sns
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_rgb

from dxlib.charts.backend.colors import find_paint
from dxlib.charts.paints import Channels, Foreign, Mix, read_hex
from dxlib.charts.theme import LIGHT, SERIES, Color

CHANNEL = st.floats(0, 1)


def measure_distance(one: Channels, other: Channels) -> float:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("color", Color)
def test_a_colour_of_the_theme_is_itself(color: Color) -> None:
    assert find_paint(read_hex(color.light)) is color


@pytest.mark.parametrize("color", SERIES)
@pytest.mark.parametrize("share", [0.75, 0.9])
def test_what_seaborn_has_dulled_is_the_colour_that_it_was(color: Color, share: float) -> None:
    assert find_paint(sns.desaturate(color.light, share)) is color


@pytest.mark.parametrize(("given", "share_pct"), [("0.2", 93), ("0.5", 58), ("0.8", 23), ("lightgray", 20)])
def test_a_grey_is_a_mixture_of_ink_and_paper(given: str, share_pct: int) -> None:
    assert find_paint(to_rgb(given)) == Mix(Color.INK, share_pct, Color.PAPER)


def test_black_is_ink_and_white_is_paper() -> None:
    assert (find_paint((0, 0, 0)), find_paint((1, 1, 1))) == (Color.INK, Color.PAPER)


@pytest.mark.parametrize("color", SERIES)
def test_tints_that_seaborn_makes_follow_dark_pages(color: Color) -> None:
    for share in (0.3, 0.5, 0.7):
        tint = tuple(share * one + (1 - share) for one in read_hex(color.light))
        paint = find_paint((tint[0], tint[1], tint[2]))
        assert isinstance(paint, Mix)
        assert measure_distance(read_hex(paint.light), (tint[0], tint[1], tint[2])) < 0.03


def test_a_place_between_two_classes_is_a_mixture_of_them() -> None:
    middle = tuple(
        (a + b) / 2 for a, b in zip(read_hex(LIGHT[Color.STEP_2]), read_hex(LIGHT[Color.STEP_3]), strict=True)
    )
    assert find_paint((middle[0], middle[1], middle[2])) == Mix(Color.STEP_3, 50, Color.STEP_2)


@pytest.mark.parametrize("name", ["tab:blue", "tab:orange", "tab:green", "tab:red", "tomato", "gold", "lime"])
def test_another_colour_is_foreign(name: str) -> None:
    assert isinstance(find_paint(to_rgb(name)), Foreign)


@given(CHANNEL, CHANNEL, CHANNEL)
def test_no_paint_is_far_from_its_colour_on_light_pages(red: float, green: float, blue: float) -> None:
    paint = find_paint((red, green, blue))
    dulled = isinstance(paint, Color)  # seaborn's dulling is taken back
    ink = read_hex(Color.INK.light)
    limit = 0.35 if dulled else 0.08 if max(red, green, blue) > max(ink) else 0.2
    assert measure_distance(read_hex(paint.light), (red, green, blue)) < limit

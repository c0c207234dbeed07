"""Mixtures follow the theme on dark pages; foreign colours stay."""

from __future__ import annotations

import pytest

from dxlib.charts.paints import Foreign, Mix, list_values, measure_contrast, measure_luminance, read_hex, write_hex
from dxlib.charts.theme import DARK, LIGHT, Color


@pytest.mark.parametrize("color", Color)
def test_a_mixture_of_all_of_a_colour_is_that_colour(color: Color) -> None:
    assert list_values(Mix(color, 100, Color.PAPER)) == (LIGHT[color], DARK[color])
    assert list_values(Mix(color, 0, Color.INK)) == (LIGHT[Color.INK], DARK[Color.INK])


def test_a_mixture_is_given_to_the_browser_with_the_light_values_where_no_style_sets_them() -> None:
    css = Mix(Color.FIRST, 30, Color.PAPER).css
    assert css == "color-mix(in srgb,var(--c-1,#0f5499) 30%,var(--c-paper,#ffffff))"


def test_a_foreign_colour_is_the_same_on_dark_pages() -> None:
    assert list_values(Foreign("#ff6347")) == ("#ff6347", "#ff6347")


@pytest.mark.parametrize("value", ["#000000", "#ffffff", "#0f5499"])
def test_a_colour_survives_being_read_and_written(value: str) -> None:
    assert write_hex(read_hex(value)) == value


def test_what_lies_outside_of_the_range_is_cut() -> None:
    assert write_hex((1.2, -0.1, 0.5)) == "#ff0080"


def test_contrast_does_not_depend_on_the_order() -> None:
    assert (
        measure_contrast("#0f5499", "#ffffff") == measure_contrast("#ffffff", "#0f5499") == pytest.approx(7.5, abs=0.2)
    )


def test_luminance_is_that_of_wcag_for_dark_and_for_light_colours() -> None:
    # Below 0.04045 a channel counts in proportion, above by a power.
    assert measure_luminance("#0a0a0a") == pytest.approx(10 / 255 / 12.92)
    assert measure_luminance("#808080") == pytest.approx(0.2158605)
    assert measure_contrast("#767676", "#ffffff") == pytest.approx(
        4.54, abs=0.005
    )  # the lightest grey that WCAG admits

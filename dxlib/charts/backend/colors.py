"""Colours of matplotlib and seaborn as paints of the theme, so that they follow dark pages."""

from __future__ import annotations

import colorsys
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

from dxlib.charts.paints import Channels, Foreign, Mix, Paint, read_hex, write_hex
from dxlib.charts.theme import LIGHT, SERIES, STEPS, Color

# Colours that fill or draw: INK and PAPER are found as greys, the classes before any of these.
_HUES: Final = (*SERIES, Color.TARGET)
_FLAT: Final = (*_HUES, Color.PALE, Color.FAINT, Color.MUTED)
_LEAST_SHARE: Final = 4  # per cent of a colour: less is not seen
_GREY: Final = 4 / 255  # between channels: a grey that was rounded on its way is hardly ever quite grey
_NEAR: Final = 7 / 255
_SAME_HUE: Final = 0.012


def find_paint(rgb: Channels) -> Paint:
    """Give the paint that has a colour on a light page.

    Parameters
    ----------
    rgb
        Red, green and blue, each from 0 to 1.

    Notes
    -----
    In this order: a colour of the theme; a place between two classes of values (:data:`dxlib.charts.theme.STEPS`);
    a grey, which becomes a mixture of ink and paper; a colour of the theme that seaborn has made duller, which is
    that colour; a tint or a shade of a colour of the theme. What is none of these is foreign.

    Examples
    --------
    >>> find_paint((15 / 255, 84 / 255, 153 / 255)), find_paint((1.0, 1.0, 1.0))
    (<Color.FIRST: '1'>, <Color.PAPER: 'paper'>)
    >>> find_paint((0.5, 0.5, 0.5)).css
    'color-mix(in srgb,var(--c-ink,#1d252c) 58%,var(--c-paper,#ffffff))'
    >>> find_paint((1.0, 0.0, 0.0))
    Foreign(light='#ff0000')
    """
    red, green, blue = rgb
    # Rounded for the cache: the same colour comes with other last bits from each computation.
    return _find(round(float(red), 4), round(float(green), 4), round(float(blue), 4))


@lru_cache(maxsize=4096)
def _find(red: float, green: float, blue: float) -> Paint:
    rgb = (red, green, blue)
    named = _NAMED.get(write_hex(rgb))
    if named is not None:
        return named
    for search in (_find_between_steps, _find_grey, _find_duller, _find_tint):
        found = search(rgb)
        if found is not None:
            return found
    return Foreign(write_hex(rgb))


_NAMED: Final = {value: color for color, value in LIGHT.items()}
_CHANNELS: Final = {color: read_hex(value) for color, value in LIGHT.items()}


def _measure_distance(one: Channels, other: Channels) -> float:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def _mix(color: Color, share: float, other: Color) -> Paint | None:
    """Give a mixture in whole per cents, or the colour that it comes to."""
    share_pct = round(100 * share)
    if share_pct >= 100 - _LEAST_SHARE // 2:
        return color
    return Mix(color, share_pct, other) if share_pct >= _LEAST_SHARE // 2 else other


def _find_between_steps(rgb: Channels) -> Paint | None:
    """Give the place between two neighbouring classes of values, where a colour lies on the line between them."""
    for low, high in pairwise(STEPS):
        share, distance = _project(rgb, _CHANNELS[high], _CHANNELS[low])
        # A colour map is rounded to 255 steps for each channel: twice that rounding is still on the line.
        if 0 <= share <= 1 and distance < 2 / 255:
            return _mix(high, share, low)
    return None


def _find_grey(rgb: Channels) -> Paint | None:
    """Give a grey as a mixture of ink and paper of the same lightness."""
    if max(rgb) - min(rgb) > _GREY:
        return None
    ink = sum(_CHANNELS[Color.INK]) / 3
    # Black is darker than ink, which is the darkest that a page has.
    return _mix(Color.INK, min((1 - sum(rgb) / 3) / (1 - ink), 1.0), Color.PAPER)


def _find_duller(rgb: Channels) -> Paint | None:
    """Give the colour of the theme of the same hue and lightness that is less grey: seaborn dulls what it fills."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*rgb)
    for color in _HUES:
        other_hue, other_lightness, other_saturation = colorsys.rgb_to_hls(*_CHANNELS[color])
        # seaborn takes a quarter off the saturation of what it fills unless told otherwise.
        near = abs(hue - other_hue) < _SAME_HUE and abs(lightness - other_lightness) < _SAME_HUE
        if near and other_saturation / 2 <= saturation <= other_saturation:
            return color
    return None


def _find_tint(rgb: Channels) -> Paint | None:
    """Give the tint or shade of a colour of the theme that comes nearest, if it comes near."""
    found = sorted(_list_tints(rgb), key=lambda entry: entry[0])
    if not found or found[0][0] > _NEAR:
        return None
    _, color, share, other = found[0]
    return _mix(color, share, other)


def _list_tints(rgb: Channels) -> Iterator[tuple[float, Color, float, Color]]:
    """Give each mixture with paper or ink: how far it is from a colour, and what it is made of."""
    for color in _FLAT:
        for other in (Color.PAPER, Color.INK):
            share, distance = _project(rgb, _CHANNELS[color], _CHANNELS[other])
            if _LEAST_SHARE / 100 <= share <= 1:
                yield distance, color, share, other


def _project(rgb: Channels, color: Channels, other: Channels) -> tuple[float, float]:
    """Give how much of one colour the nearest mixture with another one holds, and how far that mixture is."""
    line = [a - b for a, b in zip(color, other, strict=True)]
    offset = [a - b for a, b in zip(rgb, other, strict=True)]
    share = sum(a * b for a, b in zip(line, offset, strict=True)) / sum(a * a for a in line)
    nearest = tuple(b + share * a for a, b in zip(line, other, strict=True))
    return share, _measure_distance(rgb, (nearest[0], nearest[1], nearest[2]))

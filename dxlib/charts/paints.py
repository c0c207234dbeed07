"""What shapes are painted with: a colour of the theme, a mixture of two, or a colour that the theme does not know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dxlib.charts.theme import DARK, LIGHT, Color

Channels = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Mix:
    """A colour of the theme mixed with another one; it follows both on dark pages.

    Parameters
    ----------
    color, other
        Of the theme.
    share_pct
        How much of ``color`` it holds; the rest is ``other``.

    Examples
    --------
    >>> Mix(Color.INK, 50, Color.PAPER).light, Mix(Color.INK, 50, Color.PAPER).dark
    ('#8e9296', '#7e8387')
    """

    color: Color
    share_pct: int
    other: Color

    @property
    def light(self) -> str:
        """The value on a light page."""
        return self._blend(LIGHT)

    @property
    def dark(self) -> str:
        """The value on a dark page."""
        return self._blend(DARK)

    @property
    def css(self) -> str:
        """The value for a style sheet: mixed by the browser from the theme's custom properties."""
        return f"color-mix(in srgb,{_refer(self.color)} {self.share_pct}%,{_refer(self.other)})"

    def _blend(self, values: Mapping[Color, str]) -> str:
        # In sRGB, channel by channel, as color-mix() does: a saved file and a page must look the same.
        pairs = zip(read_hex(values[self.color]), read_hex(values[self.other]), strict=True)
        red, green, blue = (one * self.share_pct / 100 + two * (1 - self.share_pct / 100) for one, two in pairs)
        return write_hex((red, green, blue))


@dataclass(frozen=True, slots=True)
class Foreign:
    """A colour that the theme does not know: the same on light and on dark pages."""

    light: str

    @property
    def dark(self) -> str:
        """The value on a dark page."""
        return self.light

    @property
    def css(self) -> str:
        """The value for a style sheet."""
        return self.light


Paint = Color | Mix | Foreign


def list_values(paint: Paint) -> tuple[str, str]:
    """Give the value of a paint on a light and on a dark page.

    Examples
    --------
    >>> list_values(Color.FIRST)
    ('#0f5499', '#73b4f5')
    """
    return (LIGHT[paint], DARK[paint]) if isinstance(paint, Color) else (paint.light, paint.dark)


def read_hex(value: str) -> Channels:
    """Give red, green and blue of a colour, each from 0 to 1.

    Examples
    --------
    >>> read_hex("#ff0033")
    (1.0, 0.0, 0.2)
    """
    red, green, blue = (int(value[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def write_hex(channels: Channels) -> str:
    """Give a colour as six hexadecimal digits; what lies outside of 0 to 1 is cut.

    Examples
    --------
    >>> write_hex((1.0, 0.0, 0.2))
    '#ff0033'
    """
    return "#" + "".join(f"{round(255 * min(max(channel, 0.0), 1.0)):02x}" for channel in channels)


def measure_luminance(value: str) -> float:
    """Give the relative luminance of a colour (WCAG 2), from 0 for black to 1 for white.

    Examples
    --------
    >>> measure_luminance("#ffffff"), round(measure_luminance("#7baedd"), 2)
    (1.0, 0.4)
    """
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004  (WCAG's formula)
        for channel in read_hex(value)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def measure_contrast(one: str, other: str) -> float:
    """Give the contrast of two colours (WCAG 2), from 1 for none to 21.

    Examples
    --------
    >>> measure_contrast("#000000", "#ffffff")
    21.0
    """
    low, high = sorted((measure_luminance(one), measure_luminance(other)))
    # WCAG adds 0.05 for the light that a screen reflects.
    return (high + 0.05) / (low + 0.05)


def _refer(color: Color) -> str:
    """Name the custom property of a colour, with the value where no style sheet sets it."""
    return f"var(--c-{color},{color.light})"

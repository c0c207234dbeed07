"""The one theme of all charts: widths, colours, fonts, and the settings in force while drawing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import IntEnum, StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

FONT_FAMILY: Final = "Source Sans Pro"
FONT_SIZE: Final = 13
ROW_HEIGHT: Final = 16
_FONT_FILES: Final = {False: "SourceSansPro-Regular.ttf", True: "SourceSansPro-Semibold.ttf"}
SEMIBOLD: Final = 600
POINTS_PER_INCH: Final = 72


class Width(IntEnum):
    """How wide a chart is drawn, in CSS pixels; a page holds both and shows the one that fits."""

    WIDE = 680
    NARROW = 330

    @property
    def height(self) -> int:
        """How high a chart of this width is, in CSS pixels."""
        return 340 if self is Width.WIDE else 290


class Color(StrEnum):
    """The parts that colours play; each has a value for light and for dark pages.

    Attributes
    ----------
    PAPER, INK, MUTED, FAINT, GRID
        The page behind the chart, its text, text that stands back, lines that stand back, and the few lines
        that help reading.
    FIRST, SECOND, THIRD, FOURTH
        Emphasised lines in their order.
    TARGET
        What shall be reached.
    """

    PAPER = "paper"
    INK = "ink"
    MUTED = "muted"
    FAINT = "faint"
    GRID = "grid"
    FIRST = "1"
    SECOND = "2"
    THIRD = "3"
    FOURTH = "4"
    TARGET = "target"

    @property
    def light(self) -> str:
        """The value on a light page, on paper, and wherever no style sheet says otherwise."""
        return LIGHT[self]


LIGHT: Final[Mapping[Color, str]] = {
    Color.PAPER: "#ffffff",
    Color.INK: "#1d252c",
    Color.MUTED: "#59646e",
    Color.FAINT: "#88939c",
    Color.GRID: "#d3d9de",
    Color.FIRST: "#0f5499",
    Color.SECOND: "#a85100",
    Color.THIRD: "#00695f",
    Color.FOURTH: "#75388c",
    Color.TARGET: "#990f3d",
}
DARK: Final[Mapping[Color, str]] = {
    Color.PAPER: "#14191e",
    Color.INK: "#e9edf0",
    Color.MUTED: "#a6b1bb",
    Color.FAINT: "#75818c",
    Color.GRID: "#3b454e",
    Color.FIRST: "#73b4f5",
    Color.SECOND: "#f3a95c",
    Color.THIRD: "#52c9bc",
    Color.FOURTH: "#d0a3e6",
    Color.TARGET: "#ff8db0",
}
SERIES: Final = (Color.FIRST, Color.SECOND, Color.THIRD, Color.FOURTH)
_SETTINGS: Final = (
    "agg.", "axes.", "axes3d.", "boxplot.", "figure.", "font.", "grid.", "hatch.", "hist.", "image.", "legend.",
    "lines.", "markers.", "mathtext.", "patch.", "path.", "scatter.", "text.", "xaxis.", "xtick.", "yaxis.", "ytick.",
)  # fmt: skip


@contextmanager
def theme_in_force() -> Iterator[None]:
    """Draw with matplotlib's own defaults and the theme's font, whatever the analyst has set.

    Nothing of it remains afterwards.
    """
    from matplotlib import rc_context, rcParamsDefault  # noqa: PLC0415  (a second that not every command needs)

    _register_fonts()
    settings = {name: value for name, value in rcParamsDefault.items() if name.startswith(_SETTINGS)}
    settings |= {"font.family": [FONT_FAMILY], "font.size": FONT_SIZE, "figure.facecolor": "none"}
    settings |= {"path.simplify": False, "axes.facecolor": "none", "svg.fonttype": "none"}
    with rc_context(settings):
        yield


@lru_cache(maxsize=1)
def _register_fonts() -> None:
    from matplotlib.font_manager import fontManager  # noqa: PLC0415

    for bold in _FONT_FILES:
        fontManager.addfont(get_font_path(bold=bold))


def get_font_path(*, bold: bool) -> Path:
    """Give the file of the regular or the semibold font."""
    import font_source_sans_pro  # noqa: PLC0415

    return Path(font_source_sans_pro.__file__).parent / "files" / _FONT_FILES[bold]


def get_font(*, bold: bool = False) -> FontProperties:
    """Give the theme's font as matplotlib's text artists take it."""
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415

    _register_fonts()
    return FontProperties(family=FONT_FAMILY, weight=SEMIBOLD if bold else "normal", size=FONT_SIZE)


@lru_cache(maxsize=4096)
def measure_text(text: str, *, bold: bool = False) -> float:
    """Give how wide a text is, in CSS pixels, with the spaces at its ends.

    Examples
    --------
    >>> round(measure_text("2024")), round(measure_text("2024", bold=True))
    (26, 27)
    """
    from matplotlib import font_manager  # noqa: PLC0415
    from matplotlib.ft2font import LoadFlags  # noqa: PLC0415

    font = font_manager.get_font(get_font_path(bold=bold))
    font.set_size(FONT_SIZE, POINTS_PER_INCH)
    font.set_text(text, 0, flags=LoadFlags.NO_HINTING)
    return float(font.get_width_height()[0] / 64)


def make_figure(width: int, height: int) -> Figure:
    """Give an empty figure in which one point is one CSS pixel."""
    from matplotlib.figure import Figure  # noqa: PLC0415

    size = (width / POINTS_PER_INCH, height / POINTS_PER_INCH)
    return Figure(figsize=size, dpi=POINTS_PER_INCH, facecolor="none")

"""What a text in a chart says, noted on its artist so that the page's audit can read it.

The note stands in the artist's ``gid`` as ``dx|name=value|...``; :func:`dxlib.charts.svg.render_svg` turns it into
attributes of the ``<text>`` element. A text says one thing only: a figure, a period or the value of a tick.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from matplotlib.text import Text

FIGURE: Final = "data-q"
PERIOD: Final = "data-period"
TICK: Final = "data-tick"
_PREFIX: Final = "dx|"
_HALO: Final = "halo"


class Keyed(Protocol):
    """What a mark needs to know of a quantity."""

    @property
    def key(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Mark:
    """What a text says.

    Parameters
    ----------
    attribute
        The attribute of the page's element: ``data-q``, ``data-period`` or ``data-tick``.
    value
        Key of a quantity, SDMX code of a period, or the value of a tick.
    """

    attribute: str
    value: str


def for_figure(quantity: Keyed) -> Mark:
    """Give the mark of a text that shows a quantity."""
    return Mark(FIGURE, quantity.key)


def for_period(period: str) -> Mark:
    """Give the mark of a text that shows a period."""
    return Mark(PERIOD, period)


def for_tick(value: float) -> Mark:
    """Give the mark of a text that shows the value of an axis tick.

    Examples
    --------
    >>> for_tick(40.0).value, for_tick(0.30000000000000004).value
    ('40', '0.3')
    """
    return Mark(TICK, format(Decimal(repr(round(float(value), 9))).normalize(), "f"))


def mark_figure(text: Text, quantity: Keyed) -> None:
    """Note that a text shows a quantity."""
    note(text, for_figure(quantity))


def mark_period(text: Text, period: str) -> None:
    """Note that a text shows a period, given in SDMX's code."""
    note(text, for_period(period))


def mark_tick(text: Text, value: float) -> None:
    """Note that a text shows the value of an axis tick."""
    note(text, for_tick(value))


def note(text: Text, mark: Mark | None, *, halo: bool = False) -> None:
    """Note on a text what it says, and whether the page's colour is kept clear around its letters."""
    parts = [f"{mark.attribute}={mark.value}"] if mark else []
    text.set_gid(_PREFIX + "|".join([*parts, *([_HALO] if halo else [])]))


def read_mark(gid: str | None) -> tuple[Mark | None, bool]:
    """Give what was noted on an artist: its mark, and whether it has a halo."""
    if not gid or not gid.startswith(_PREFIX):
        return None, False
    parts = gid.removeprefix(_PREFIX).split("|")
    marks = [Mark(*part.split("=", 1)) for part in parts if "=" in part]
    return (marks[0] if marks else None), _HALO in parts

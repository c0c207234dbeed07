"""What a text in a chart says, so that the page's audit can read it.

:func:`dxlib.charts.svg.make_svg` turns a mark into an attribute of the ``<text>`` element. A text says one thing
only: a figure, a period, the value of a tick or the status of a target.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dxlib.data.quantities import Quantity

FIGURE: Final = "data-q"
PERIOD: Final = "data-period"
TICK: Final = "data-tick"
VERDICT: Final = "data-verdict"


@dataclass(frozen=True, slots=True)
class Mark:
    """What a text says.

    Parameters
    ----------
    attribute
        The attribute of the page's element: ``data-q``, ``data-period``, ``data-tick`` or ``data-verdict``.
    value
        Key of a quantity or a conclusion, SDMX code of a period, or the value of a tick.
    """

    attribute: str
    value: str


def for_figure(quantity: Quantity) -> Mark:
    """Give the mark of a text that shows a quantity."""
    return Mark(FIGURE, quantity.key)


def for_period(period: str) -> Mark:
    """Give the mark of a text that shows a period, given in SDMX's code."""
    return Mark(PERIOD, period)


def for_tick(value: float) -> Mark:
    """Give the mark of a text that shows the value of an axis tick.

    Examples
    --------
    >>> for_tick(40.0).value, for_tick(0.30000000000000004).value
    ('40', '0.3')
    """
    # No exponent: the audit compares this text with the one that it writes itself.
    return Mark(TICK, format(Decimal(repr(round(float(value), 9))).normalize(), "f"))

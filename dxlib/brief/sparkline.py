"""Sparklines: the way a key figure came, without words, axes or numbers of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from dxlib.analysis import are_comparable
from dxlib.brief.html import element
from dxlib.data.quantities import Quantity
from dxlib.data.schema import end_of_period
from dxlib.figures.shelf import Shelf

_WIDTH: Final = 88
_HEIGHT: Final = 24
_EDGE: Final = 3
_FEWEST: Final = 3


def render_sparkline(shelf: Shelf, latest: Quantity) -> Markup:
    """Give the comparable figures up to the latest as a small line, the better end up for ranks; empty for too few.

    It repeats what words beside it say, so assistive devices pass it over.
    """
    own = latest.first_observation
    breaks = shelf.breaks(own.indicator)
    series = shelf.read_series(own.indicator, own.area).sure
    known = [
        figure
        for figure in series
        if figure.key == latest.key
        or (
            end_of_period(figure.period) < end_of_period(latest.period)
            and are_comparable(latest, figure, breaks=breaks)
        )
    ]
    if len(known) < _FEWEST:
        return Markup()
    places = _place(known, downwards=latest.unit == "RANK")
    line = "L".join(f"{x} {y}" for x, y in places)
    parts = Markup('<path d="M{}"/><path d="M{} {}h.01"/>').format(line, *places[-1])
    return element("svg", parts, class_="spark", viewBox=f"0 0 {_WIDTH} {_HEIGHT}", aria_hidden="true")


def _place(figures: Sequence[Quantity], *, downwards: bool) -> list[tuple[int, int]]:
    """Give where each figure stands, in whole pixels from the upper left corner."""
    days = [end_of_period(figure.period).toordinal() for figure in figures]
    values = [float(figure.scaled) for figure in figures]
    low, high = min(values), max(values)
    across, up = _WIDTH - 2 * _EDGE, _HEIGHT - 2 * _EDGE
    shares = [(value - low) / (high - low) if high > low else 0.5 for value in values]
    return [
        (
            round(_EDGE + across * (day - days[0]) / (days[-1] - days[0])),
            round(_EDGE + up * (share if downwards else 1 - share)),
        )
        for day, share in zip(days, shares, strict=True)
    ]

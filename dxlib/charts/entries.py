"""Areas side by side: each with one figure of the same period, sorted, named at the left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from dxlib.charts.labels import wrap
from dxlib.charts.theme import Width, measure_text
from dxlib.data.quantities import Quantity
from dxlib.errors import DataError
from dxlib.language import Sentence, sentence

DOUBTFUL: Final[Sentence] = sentence("Outlined signs stand for estimates or forecasts that no second source confirms.")
_NAME_WIDTHS: Final = {Width.WIDE: 190, Width.NARROW: 112}


@dataclass(frozen=True, slots=True)
class Entry:
    """An area with its figure.

    Parameters
    ----------
    name
        In the language of the page.
    figure
        Of the chart's period.
    emphasis
        Whether the chart is about this area.
    doubtful
        Whether the figure is an estimate, a forecast or unreliable, and nobody confirms it.
    rivals
        What other sources state.
    """

    name: str
    figure: Quantity
    emphasis: bool = False
    doubtful: bool = False
    rivals: tuple[Quantity, ...] = ()


def validate_entries(entries: Sequence[Entry], unit: str) -> None:
    """Check that there is something to draw, and that all of it is in one unit and of one period.

    Raises
    ------
    DataError
        For no figure at all, another unit, or several periods: compare figures of one period only.
    """
    if not entries:
        raise DataError("A chart has no figure to draw.", fix="give at least one area with a figure.")
    strangers = sorted({entry.figure.unit for entry in entries} - {unit})
    if strangers:
        raise DataError(
            f"A chart in {unit} was given figures in {', '.join(strangers)}.",
            allowed=(unit,),
            fix="draw figures of different units in different charts.",
        )
    periods = sorted({entry.figure.period for entry in entries})
    if len(periods) > 1:
        raise DataError(
            f"A comparison of areas was given figures of {', '.join(periods)}.", fix="compare figures of one period."
        )


def explain_doubts(entries: Iterable[Entry]) -> tuple[Sentence, ...]:
    """Say what outlined signs are, where there are any."""
    return (DOUBTFUL,) if any(entry.doubtful for entry in entries) else ()


def sort_entries(entries: Iterable[Entry], *, lower_is_better: bool) -> tuple[Entry, ...]:
    """Put the best first, equal ones in the order of their names."""
    sign = 1 if lower_is_better else -1
    return tuple(sorted(entries, key=lambda entry: (sign * entry.figure.scaled, entry.name)))


def compute_places(entries: Sequence[Entry]) -> tuple[int, ...]:
    """Give the places of sorted entries, the first one's being 1; equal ones share the better."""
    places: list[int] = []
    for index, entry in enumerate(entries):
        is_equal = index > 0 and entries[index - 1].figure.scaled == entry.figure.scaled
        places.append(places[-1] if is_equal else index + 1)
    return tuple(places)


def break_names(names: Sequence[tuple[str, bool]], width: Width) -> tuple[list[tuple[str, ...]], float]:
    """Break names (with whether they are bold) into rows of a column, and give the column's width."""
    rows = [wrap(name, _NAME_WIDTHS[width], bold=bold) for name, bold in names]
    widest = max(measure_text(row, bold=bold) for broken, (_, bold) in zip(rows, names, strict=True) for row in broken)
    return rows, widest

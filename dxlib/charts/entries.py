"""Areas side by side: each with one figure of the same period, sorted, named at the left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dxlib.analysis.comparability import is_bound, look_alike
from dxlib.charts.canvas import Canvas
from dxlib.charts.labels import Piece, wrap
from dxlib.charts.marks import Mark
from dxlib.charts.pieces import show_figure
from dxlib.charts.scene import draw_piece
from dxlib.charts.series import refuse_nothing, refuse_other_units
from dxlib.charts.theme import BASELINE, ROW_HEIGHT, Color, Width, measure_text
from dxlib.data.quantities import Quantity
from dxlib.errors import DataError
from dxlib.evidence.parts import list_all, name_few
from dxlib.language import Sentence, Speaker, sentence

DOUBTFUL: Final[Sentence] = sentence(
    "Outlined signs stand for estimates, forecasts or doubtful figures that no second source confirms."
)
# CSS pixels: about a third of the chart, since the marks need the rest; longer names are broken into rows.
_NAME_WIDTHS: Final = {Width.WIDE: 190, Width.NARROW: 112}


@dataclass(frozen=True, slots=True)
class ComparedArea:
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


@dataclass(frozen=True, slots=True)
class AreasCompared:
    """Areas that a chart compares.

    Parameters
    ----------
    entries
        Areas with their figures of one period, in any order.
    speaker
        The language of the page.
    unit, unit_mult
        Of the figures.
    lower_is_better
        Which figure stands first; true for ranks.
    """

    entries: tuple[ComparedArea, ...]
    speaker: Speaker
    unit: str
    unit_mult: int = 0
    lower_is_better: bool = False

    @property
    def sorted(self) -> tuple[ComparedArea, ...]:
        """The areas, the best first."""
        return sort_entries(self.entries, lower_is_better=self.lower_is_better)


def validate_entries(entries: Sequence[ComparedArea], unit: str) -> None:
    """Check that there is something to draw, and that all of it is in one unit and of one period.

    Raises
    ------
    DataError
        For no figure at all, another unit, or several periods: compare figures of one period only.
    """
    refuse_nothing(entries, fix="give at least one area with a figure.")
    figures = [entry.figure for entry in entries]
    refuse_other_units(figures, unit, fix="draw figures of different units in different charts.")
    periods = sorted({figure.period for figure in figures})
    if len(periods) > 1:
        raise DataError(
            f"A comparison of areas was given figures of {', '.join(periods)}.", fix="compare figures of one period."
        )


def explain_doubts(entries: Iterable[ComparedArea]) -> tuple[Sentence, ...]:
    """Say what outlined signs are, where there are any."""
    return (DOUBTFUL,) if any(entry.doubtful for entry in entries) else ()


def keep_sure(entries: Sequence[ComparedArea]) -> Sequence[ComparedArea]:
    """Keep the areas whose figures are beyond doubt, which words rest on; all of them where each is in doubt."""
    return [entry for entry in entries if not entry.doubtful] or entries


def list_alike(named: Iterable[tuple[Quantity, str]], figure: Quantity) -> list[str]:
    """Name all whose figures a reader cannot tell from one; none where one of them is hedged and another is not.

    Places are of exact values, so that figures that look alike are named together and not called equal.
    """
    alike = [(one, name) for one, name in named if look_alike(one, figure)]
    # Beside "50" stands "more than 50", which is higher by nobody knows how much.
    return [name for _, name in alike] if len({one.qualifier for one, _ in alike}) == 1 else []


def name_ends(entries: Sequence[ComparedArea]) -> tuple[list[str], list[str]]:
    """Name the areas that share the first figure of sorted ones, and those that share the last."""
    named = [(entry.figure, entry.name) for entry in entries]
    return list_alike(named, entries[0].figure), list_alike(named, entries[-1].figure)


def describe_ends(entries: Sequence[ComparedArea]) -> Iterator[Sentence]:
    """Say of several sorted areas which is the first, or which share the first figure, and which is the last."""
    told = keep_sure(entries)
    if len(told) < 2:  # noqa: PLR2004
        return
    best, worst, (firsts, lasts) = told[0], told[-1], name_ends(told)
    values = {"best": best.figure, "best_name": best.name, "best_names": name_few(firsts)}
    values |= {"worst": worst.figure, "worst_name": worst.name}
    # A tie has no single last area, and a bound may lie higher than it seems.
    has_last = len(lasts) == 1 and not is_bound(worst.figure)
    if len(firsts) == 1 and has_last:
        yield sentence("First is {best_name} with {best}, last is {worst_name} with {worst}.", **values)
    elif len(firsts) == 1:
        yield sentence("First is {best_name} with {best}.", **values)
    elif firsts and has_last:
        yield sentence("First: {best} ({best_names}); last: {worst} ({worst_name}).", **values)
    elif firsts:
        yield sentence("First: {best} ({best_names}).", **values)


def name_absent(names: Sequence[str]) -> Iterator[Sentence]:
    """Name the areas of which nothing is known, if there are any."""
    if names:
        yield sentence("No figure is known for: {names}.", names=list_all(names))


def rank_entry(entry: ComparedArea, *, lower_is_better: bool) -> tuple[Decimal, str]:
    """Give by what areas are sorted: the best first, equal ones in the order of their names."""
    return (1 if lower_is_better else -1) * entry.figure.scaled, entry.name


def sort_entries(entries: Iterable[ComparedArea], *, lower_is_better: bool) -> tuple[ComparedArea, ...]:
    """Put the best first, equal ones in the order of their names."""
    return tuple(sorted(entries, key=lambda entry: rank_entry(entry, lower_is_better=lower_is_better)))


def compute_places(entries: Sequence[ComparedArea]) -> tuple[int, ...]:
    """Give the places of sorted entries, the first one's being 1; equal ones share the better."""
    places: list[int] = []
    for index, entry in enumerate(entries):
        is_equal = index > 0 and entries[index - 1].figure.scaled == entry.figure.scaled
        places.append(places[-1] if is_equal else index + 1)
    return tuple(places)


def show_entry(speaker: Speaker, entry: ComparedArea) -> Piece:
    """Give the figure of an area, in colour and bold where the chart is about it."""
    color = Color.FIRST if entry.emphasis else Color.INK
    return show_figure(speaker, entry.figure, color, bold=entry.emphasis)


def break_names(names: Sequence[tuple[str, bool]], width: Width) -> tuple[list[tuple[str, ...]], float]:
    """Break names (with whether they are bold) into rows of a column, and give the column's width."""
    rows = [wrap(name, _NAME_WIDTHS[width], bold=bold) for name, bold in names]
    widest = max(measure_text(row, bold=bold) for broken, (_, bold) in zip(rows, names, strict=True) for row in broken)
    return rows, widest


def draw_name(
    canvas: Canvas, rows: Sequence[str], middle: float, *, emphasis: bool, x: float = 0.0, mark: Mark | None = None
) -> None:
    """Write a name in its rows, with their middle at a height."""
    color = Color.FIRST if emphasis else Color.INK
    for index, text in enumerate(rows):
        y = middle + ROW_HEIGHT * (len(rows) / 2 - index - 1) + BASELINE
        draw_piece(canvas, Piece(text, color, emphasis, mark), x, y)

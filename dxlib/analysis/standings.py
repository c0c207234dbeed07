"""Places among others, and counts of figures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from dxlib.data.quantities import Formula, Quantity
from dxlib.errors import DataError


def compute_count(figures: Sequence[Quantity]) -> Quantity:
    """Give how many figures there are.

    Raises
    ------
    DataError
        For none: a count without evidence is not a figure; say it in words.
    """
    if not figures:
        raise DataError("No figure to count.", fix="say 'none' in words.")
    return Quantity(Decimal(len(figures)), "COUNT", 0, 0, Formula.COUNT, inputs=tuple(figures))


def compute_tally(example: Quantity, number: int, **options: str) -> Quantity:
    """Give a count over the whole data; the audit counts again.

    Parameters
    ----------
    example
        One of the figures counted.
    number
        How many there are.
    **options
        What was counted, of which system, with which status and on which day; see :mod:`dxlib.figures.tallies`.
    """
    # The key of a figure is made from its options. The audit leaves out empty ones too, and so finds the same key.
    given = tuple((name, text) for name, text in options.items() if text)
    # One example stands for all: a note cannot list thousands of inputs.
    return Quantity(Decimal(number), "COUNT", 0, 0, Formula.TALLY, inputs=(example,), options=given)


def compute_place(own: Quantity, others: Sequence[Quantity], *, lower_is_better: bool) -> Quantity:
    """Give the place of one figure among others of the same indicator and period; ties share the better.

    Parameters
    ----------
    own
        The figure of the area in question.
    others
        Those it is compared with, without it.
    lower_is_better
        As in the catalogue: true for ranks.

    Raises
    ------
    DataError
        When indicators or periods differ.
    """
    mine = own.first_observation
    for other in others:
        theirs = other.first_observation
        # Of another year other areas are known, and not as many, so that a place across years means nothing.
        if (theirs.indicator, theirs.period) != (mine.indicator, mine.period):
            raise DataError(f"{theirs.id} cannot be ranked with {mine.id}.", fix="use one indicator and one period.")
    # Counting those ahead, instead of sorting, gives areas with equal figures the same place.
    ahead = sum(other.value < own.value if lower_is_better else other.value > own.value for other in others)
    options = (("direction", "lower" if lower_is_better else "higher"),)
    return Quantity(
        Decimal(ahead + 1), "RANK", 0, 0, Formula.PLACE, inputs=(own, *others), options=options
    )  # fmt: skip

"""Figures in labels: unit and hedge are part of them, and each is marked with what it says."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from dxlib.charts import marks
from dxlib.charts.pieces import show_figure, show_out_of
from dxlib.charts.theme import Color
from dxlib.data.quantities import Quantity, read_out_of
from dxlib.data.schema import Qualifier
from dxlib.language import Speaker


def test_a_figure_has_its_unit_its_hedge_and_its_mark(english: Speaker, make_quantity: Callable[..., Quantity]) -> None:
    figure = make_quantity("2024", "51.7", qualifier=Qualifier.MORE_THAN)
    piece = show_figure(english, figure, Color.FIRST, bold=False)
    assert (piece.text, piece.color, piece.bold) == ("> 51.7%", Color.FIRST, False)
    assert piece.mark == marks.for_figure(figure)


def test_of_n_of_n_both_numbers_are_figures_and_the_rank_alone_is_bold(
    english: Speaker, make_quantity: Callable[..., Quantity]
) -> None:
    rank = make_quantity("2024", 71, "RANK", out_of=Decimal(193))
    row = show_out_of(english, rank, Color.INK)
    assert "".join(piece.text for piece in row) == "71 of 193"
    assert [(piece.text, piece.bold) for piece in row if piece.mark] == [("71", True), ("193", False)]
    total = read_out_of(rank)
    assert isinstance(total, Quantity)
    assert [piece.mark for piece in row if piece.mark] == [marks.for_figure(rank), marks.for_figure(total)]


def test_without_a_total_the_rank_stands_alone(english: Speaker, make_quantity: Callable[..., Quantity]) -> None:
    rank = make_quantity("2024", 71, "RANK")
    assert show_out_of(english, rank, Color.INK) == (show_figure(english, rank),)

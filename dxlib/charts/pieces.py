"""Figures as pieces of labels, each marked with what it says."""

from __future__ import annotations

from typing import Final

from dxlib.charts import marks
from dxlib.charts.labels import Piece, PieceRow, compose
from dxlib.charts.theme import FONT_SIZE, Color
from dxlib.data.quantities import Quantity, read_out_of
from dxlib.language import Sentence, Speaker, sentence

OUT_OF_WORDS: Final[Sentence] = sentence("{rank} of {total}")


def show_figure(
    speaker: Speaker, figure: Quantity, color: Color = Color.INK, *, bold: bool = True, size: int = FONT_SIZE
) -> Piece:
    """Give a figure with unit and hedge."""
    return Piece(speaker.format_quantity(figure), color, bold, marks.for_figure(figure), size)


def show_out_of(speaker: Speaker, rank: Quantity, color: Color) -> PieceRow:
    """Give "n of N" as pieces, or only the rank where its source states no N."""
    piece, total = show_figure(speaker, rank, color), read_out_of(rank)
    if not isinstance(total, Quantity):
        return (piece,)
    words = speaker.translate(OUT_OF_WORDS.text)
    # The rank is what the chart is about, so that it alone is bold.
    shown = show_figure(speaker, total, color, bold=False)
    return compose(words, {"rank": piece, "total": shown}, like=Piece("", color), direction=speaker.direction)

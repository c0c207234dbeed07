"""What charts of lines say in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dxlib.audit.charts.drawn import Drawn, DrawnLine
from dxlib.audit.charts.line_words import describe_ranking, describe_trend
from dxlib.audit.figure import Fig
from tests.audit.small import Small, make_fig

Describe = Callable[..., Iterator[Any]]


def years(*values: object, unit: str = "PERCENT", **cells: str) -> tuple[Fig, ...]:
    return tuple(make_fig(value, str(2020 + at), unit=unit, **cells) for at, value in enumerate(values))


def follow(*figures: Fig, own: bool = True, doubtful: tuple[Fig, ...] = (), **more: Any) -> DrawnLine:
    return DrawnLine("Viet Nam", figures, is_own=own, doubtful=frozenset(one.key for one in doubtful), **more)


def tell(small: Small, describe: Describe, *lines: DrawnLine, **more: Any) -> list[str]:
    """Give what is said after the first sentence."""
    collector = small.collector()
    said = list(describe(collector, Drawn("trend", "x", "PERCENT", 0, lines=lines, **more), "the measure"))
    return small.say(said, collector)[1:]


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        (years(10, 20), "the measure rose from 10% (2020) to 20% (2021)."),
        (years(20, 10), "the measure fell from 20% (2020) to 10% (2021)."),
        (years(20, 20), "the measure: 20% (2021), the same as at the start (2020)."),
        (years(20), "Only one figure is known of the measure: 20% (2020)."),
        ((make_fig(10, "2020", QUALIFIER=">"), make_fig(20, "2021")),
         "the measure: more than 10% (2020), then 20% (2021); the sources give a bound only, so the size of the change is unknown."),  # noqa: E501
    ],
)  # fmt: skip
def test_a_trend_says_how_a_line_moved(small: Small, figures: tuple[Fig, ...], sentence: str) -> None:
    assert tell(small, describe_trend, follow(*figures)) == [sentence]


def test_several_lines_are_told_by_their_names(small: Small) -> None:
    lines = follow(*years(10, 20)), follow(*years(5, 3, area="SGP"), own=False)
    assert [text.split(" ")[0] for text in tell(small, describe_trend, *lines)] == ["Viet", "Viet"]


def test_extremes_are_told_of_the_own_line_only(small: Small) -> None:
    figures = years(10, 40, 5, 20)
    assert tell(small, describe_trend, follow(*figures))[1:] == [
        "the measure: highest at 40% (2021).", "the measure: lowest at 5% (2022).",
    ]  # fmt: skip
    assert len(tell(small, describe_trend, follow(*figures, own=False))) == 1


@pytest.mark.parametrize(
    ("describe", "unit", "sentence"),
    [(describe_trend, "PERCENT", "the measure rose from 10% (2021) to 20% (2022)."),
     (describe_ranking, "RANK", "Viet Nam moved down from rank 10 (2021) to rank 20 (2022).")],
)  # fmt: skip
def test_words_tell_of_figures_beyond_doubt(small: Small, describe: Describe, unit: str, sentence: str) -> None:
    figures = years(99, 10, 20, 5, unit=unit)
    line = follow(*figures, doubtful=(figures[0], figures[3]))
    assert tell(small, describe, line)[0] == sentence
    every = follow(*figures[1:3], doubtful=figures[1:3])
    assert tell(small, describe, every)[0] == sentence


def test_each_run_between_breaks_is_told_by_itself(small: Small) -> None:
    assert tell(small, describe_trend, follow(*years(10, 20, 5), breaks=("2022-01-01",))) == [
        "the measure rose from 10% (2020) to 20% (2021).",
        "What is measured changed between 2021 and 2022: the line has a gap there, and figures on its two sides cannot "
        "be compared.",
        "the measure: 5% (2022).",
    ]


def test_disagreements_doubts_and_targets_follow(small: Small) -> None:
    figures = years(10, 20)
    rivals = (make_fig(12, "2021", SOURCE="mic-2024"), make_fig(9, "2019", SOURCE="mic-2024"))
    line = follow(*figures, doubtful=figures[:1], rivals=rivals)
    assert tell(small, describe_trend, line, marked=(make_fig(80, "2030", KIND="target"),))[1:] == [
        "Sources disagree (2021): the line shows 20%, another source states 12%.",
        "A hollow marker stands for 10% (2020): an estimate, a forecast or a doubtful figure that no second source confirms.",  # noqa: E501
        "Target: 80% (2030).",
    ]


@pytest.mark.parametrize(
    ("values", "cells", "sentence"),
    [
        ((88, 71), {"OUT_OF": "193"}, "moved up from rank 88 of 193 (2020) to rank 71 of 193 (2021)."),
        ((88, 71), {}, "moved up from rank 88 (2020) to rank 71 (2021)."),
        ((71, 88), {"OUT_OF": "193"}, "moved down from rank 71 of 193 (2020) to rank 88 of 193 (2021)."),
        ((71, 88), {}, "moved down from rank 71 (2020) to rank 88 (2021)."),
        ((71, 71), {}, "stood at rank 71 (2021), as at the start (2020)."),
        ((71,), {}, "Viet Nam: rank 71 (2020)."),
    ],
)
def test_a_ranking_says_up_where_the_number_falls(
    small: Small, values: tuple[int, ...], cells: dict[str, str], sentence: str
) -> None:
    assert tell(small, describe_ranking, follow(*years(*values, unit="RANK", **cells)))[0].endswith(sentence)


def test_totals_are_told_where_both_ranks_have_one(small: Small) -> None:
    first, last = make_fig(88, "2020", unit="RANK", OUT_OF="193"), make_fig(71, "2021", unit="RANK")
    told = ["Viet Nam moved up from rank 88 (2020) to rank 71 (2021)."]
    assert tell(small, describe_ranking, follow(first, last)) == told


@pytest.mark.parametrize(
    ("describe", "unit", "start"),
    [(describe_trend, "PERCENT", "What is measured is not the same in both periods (November 2024, 2024): the line"),
     (describe_ranking, "RANK", "The method is not the same in both periods (November 2024, 2024): the line")],
)  # fmt: skip
def test_a_change_within_a_period_is_not_between_it_and_its_own_part(
    small: Small, describe: Describe, unit: str, start: str
) -> None:
    figures = make_fig(82, "2024-11", unit=unit), make_fig(60, "2024", unit=unit)
    assert tell(small, describe, follow(*figures, breaks=("2024-12-15",)))[1].startswith(start)


def test_a_gap_of_periods_of_different_lengths_says_so(small: Small) -> None:
    counts = {"2023": 9, "2024": 14, "2026-01/2026-02": 12}
    line = follow(*(make_fig(value, period, unit="COUNT") for period, value in counts.items()))
    assert tell(small, describe_trend, line) == [
        "the measure rose from 9 (2023) to 14 (2024).",
        "The periods differ in length (2024, first two months of 2026): the line has a gap there, and figures on its "
        "two sides cannot be compared.",
        "the measure: 12 (first two months of 2026).",
    ]
    months = {"2024": 9, "2025-06": 14, "2025-07-01/2025-07-31": 12}
    parted = follow(*(make_fig(value, period, unit="COUNT") for period, value in months.items()))
    assert tell(small, describe_trend, parted)[-2].startswith(
        "The periods differ in length (2024, 1 July 2025 to 31 July 2025)"
    )


def test_best_is_the_lowest_rank_and_a_break_is_one_of_method(small: Small) -> None:
    assert tell(small, describe_ranking, follow(*years(70, 90, 60, 80, unit="RANK")))[1:] == [
        "Viet Nam: best rank 60 (2022).", "Viet Nam: worst rank 90 (2021).",
    ]  # fmt: skip
    broken = tell(small, describe_ranking, follow(*years(70, 90, unit="RANK"), breaks=("2021-05-05",)))
    assert broken[1].startswith("The method changed between 2020 and 2021: the line has a gap there, and ranks")

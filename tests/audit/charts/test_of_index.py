"""An index and its parts."""

from __future__ import annotations

import pytest

from dxlib.audit.charts.drawn import Drawn, DrawnRow
from dxlib.audit.charts.of_index import describe_extremes, find_most, has_own_scale, make_parts
from dxlib.audit.figure import Gap
from tests.audit.small import Small, make_fig

ARGS = ("whole", "one", "two")


def test_the_parts_of_one_area_are_followed_over_time(small: Small) -> None:
    made = small.make(make_parts, *ARGS)
    assert made.table == [
        "Period | whole label | one label | two label", "2022 | 0.6 | 0.5 | 0.7", "2024 | 0.7 | 0.8 | 0.6",
    ]  # fmt: skip
    assert made.subtitle == "whole name, Viet Nam, index, 2022 to 2024"
    assert [row.is_own for row in made.chart.drawn.rows] == [False, True]
    assert made.words == [
        "The chart shows whole label and its parts: one label, two label.",
        "whole label: 0.7 (2024).",
        "The highest part is one label with 0.8, the lowest two label with 0.6.",
    ]


def test_the_parts_of_several_areas_are_compared_the_best_first(small: Small) -> None:
    made = small.make(make_parts, *ARGS, areas=("SGP",))
    assert made.table == [
        "Area | whole label | one label | two label", "Singapore | 0.9 | 0.85 | 0.95", "Viet Nam | 0.7 | 0.8 | 0.6",
    ]  # fmt: skip
    assert made.subtitle == "whole name, index, 2024"
    assert [row.is_own for row in made.chart.drawn.rows] == [False, True]
    assert made.words[1] == "Viet Nam: 0.7 (2024)."
    first = small.make(make_parts, "waste", "users", areas=("SGP",)).table[1]
    assert first.startswith("Viet Nam | 7%")  # lower is better


def test_what_is_not_known_is_hatched_or_a_gap(small: Small) -> None:
    assert small.make(make_parts, *ARGS, area="SGP").words[-1] == "Hatched cells stand for figures that are not known."
    assert small.make(make_parts, *ARGS, area="LAO").chart == Gap("whole", "LAO")
    assert small.make(make_parts, *ARGS, area="LAO", areas=("THA",)).chart == Gap("whole", "LAO")


def test_notes_tell_of_another_scale_and_of_breaks_over_time(small: Small) -> None:
    assert small.make(make_parts, "users", "waste").notes == ["The whole has another scale than its parts."]
    assert small.make(make_parts, *ARGS).notes == []
    assert len(small.make(make_parts, "online_share", "users").notes) == 1
    assert small.make(make_parts, "online_share", "users", areas=("SGP",)).notes == []


def make(*rows: tuple[int | None, ...]) -> Drawn:
    cells = [tuple(None if one is None else make_fig(one) for one in row) for row in rows]
    return Drawn("parts", "x", "PERCENT", 0, rows=tuple(DrawnRow("x", row) for row in cells), columns=("w", "a", "b"))


@pytest.mark.parametrize(
    ("rows", "own"),
    [([(16, 10, 5)], True), ([(15, 10, 5)], False), ([(9, 0, 0)], False), ([(1, 1, None), (18, 9, 12)], False)],
)
def test_a_whole_has_its_own_scale_where_it_is_far_above_its_parts(
    rows: list[tuple[int | None, ...]], *, own: bool
) -> None:
    assert has_own_scale(make(*rows)) is own


def test_the_highest_figure_of_some_columns_is_found() -> None:
    assert [find_most(make((1, None, -3), (7, 4, None)), range(at, 3)) for at in range(3)] == [7, 4, -3]
    assert find_most(make((None, None, None)), range(3)) == 0


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ((80, 80, 30), ["The highest figure of a part is 80% (a, b), the lowest 30% (c)."]),
        ((80, 30, 30), ["The highest figure of a part is 80% (a), the lowest 30% (b, c)."]),
        ((80.04, 80, 30), ["The highest figure of a part is 80.0% (a, b), the lowest 30% (c)."]),
        ((80.1, 80, 30), ["The highest part is a with 80.1%, the lowest c with 30%."]),
        ((80, 80, None), []),
    ],
)
def test_parts_that_share_an_extreme_are_named_together(
    small: Small, parts: tuple[float | None, ...], said: list[str]
) -> None:
    cells = [None if one is None else make_fig(one, area=f"A{at}") for at, one in enumerate(parts)]
    collector, known = small.collector(), [(one, name) for one, name in zip(cells, "abc", strict=True) if one]
    assert small.say(describe_extremes(collector, known), collector) == said

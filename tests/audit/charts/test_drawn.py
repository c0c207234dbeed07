"""What a drawing must show."""

from __future__ import annotations

import pytest

from dxlib.audit.charts.drawn import Drawn, DrawnLine, DrawnRow, find_break, number_runs
from tests.audit.small import make_fig


def follow(*breaks: str) -> list[list[str]]:
    figures = tuple(make_fig(1, str(year)) for year in range(2020, 2025))
    line = DrawnLine("x", figures, is_own=True, doubtful=frozenset(), breaks=breaks)
    return [[one.period[2:] for one in run] for run in line.segments]


def test_a_line_is_parted_where_the_meaning_changed() -> None:
    assert follow() == [["20", "21", "22", "23", "24"]]
    assert follow("2021-06-30", "2024-01-01") == [["20"], ["21", "22", "23"], ["24"]]
    assert follow("2019-01-01", "2020-12-31", "2025-01-01") == [["20", "21", "22", "23", "24"]]


def count(*periods: str, unit: str = "COUNT", breaks: tuple[str, ...] = ()) -> DrawnLine:
    figures = tuple(make_fig(1, period, unit=unit) for period in periods)
    return DrawnLine("x", figures, is_own=True, doubtful=frozenset(), breaks=breaks)


def test_counts_over_more_and_over_less_time_are_parted() -> None:
    periods = ("2023", "2024", "2026-01/2026-02", "2026-03/2026-04")
    line = count(*periods)
    assert [[one.period for one in run] for run in line.segments] == [list(periods[:2]), list(periods[2:])]
    assert line.has_other_length
    assert not count(*periods, breaks=("2026-01-15",)).has_other_length
    shares = count(*periods, unit="PERCENT")
    assert (len(shares.segments), shares.has_other_length) == (1, False)


def test_a_figure_is_parted_from_a_run_if_from_any_of_it() -> None:
    # A month as a moment compares with a year, and with an interval of a month; these two do not.
    assert [len(run) for run in count("2024", "2025-06", "2025-07-01/2025-07-31", "2025-08").segments] == [2, 2]


def test_rows_are_numbered_by_what_parts_any_of_their_figures() -> None:
    rows = [(make_fig(1, period), make_fig(1, period, unit="COUNT")) for period in ("2024", "2025-01/2025-09", "2025")]
    assert number_runs(rows, ()) == [0, 1, 2]
    assert number_runs([row[:1] for row in rows], ("2025-10-01",)) == [0, 0, 1]


@pytest.mark.parametrize(
    ("days", "found"),
    [(["2022-12-31"], ""), (["2023-01-01"], "2023-01-01"), (["2024-12-31"], "2024-12-31"), (["2025-01-01"], ""),
     (["2020-01-01", "2023-05-05", "2024-01-01"], "2023-05-05")],
)  # fmt: skip
def test_a_break_lies_after_the_end_of_one_period_and_by_that_of_the_next(days: list[str], found: str) -> None:
    assert find_break(days, make_fig(1, "2022"), make_fig(1, "2024")) == found


def test_a_row_of_one_figure_gives_it_and_others_do_not() -> None:
    figure = make_fig()
    assert DrawnRow("x", (figure,)).figure is figure
    with pytest.raises(ValueError, match="too many values"):
        _ = DrawnRow("x", (figure, figure)).figure
    with pytest.raises(ValueError, match="not enough values"):
        _ = DrawnRow("x", (None,)).figure


@pytest.mark.parametrize(
    ("mult", "of_chart", "value"), [("0", 0, 45.2), ("3", 0, 45200), ("3", 6, 0.0452), ("6", 6, 45.2)]
)
def test_a_figure_is_scaled_to_the_unit_of_the_chart(mult: str, of_chart: int, value: float) -> None:
    assert Drawn("dots", "x", "PERSON", of_chart).scale(make_fig("45.2", UNIT_MULT=mult)) == value


def test_a_chart_has_its_name_on_the_page() -> None:
    drawn = Drawn("dots", "x", "PERSON", 0)
    assert (drawn.stem, drawn.named("c-1").stem, drawn.named("c-1").kind) == ("", "c-1", "dots")

"""What a plot of lines must hold, and where time and values stand in it."""

from __future__ import annotations

import pytest

from dxlib.audit.charts.drawn import Drawn, DrawnLine
from dxlib.audit.svg.parsing import Shape
from dxlib.audit.svg.plot import Plot, make_plot, read_time
from dxlib.audit.svg.view import ReadScale
from tests.audit.small import make_fig, make_view


def make(
    *periods: str, breaks: tuple[str, ...] = (), marks: tuple[float, ...] = (), spots: tuple[float, ...] = ()
) -> Plot:
    """Give a plot of a figure of 50 in each period, with strokes and spots at some places."""
    figures = [make_fig(50, period) for period in periods]
    line = DrawnLine("x", tuple(figures), is_own=True, doubtful=frozenset(), breaks=breaks)
    shapes = [Shape("muted 1.0 - - ", ((x, 314), (x, 319))) for x in marks]
    view = make_view(
        Drawn("trend", "x", "PERCENT", 0, lines=(line,)), height=340, spots=[("q", x, 50) for x in spots],
        shapes=[Shape("muted 1.0 - - ", ((0, 314), (680, 314))), *shapes],
    )  # fmt: skip
    return make_plot(view, figures, (0.0, 100.0), ReadScale(0, 100, 314, 22), [], [])


def test_the_ends_of_the_axis_are_written_and_what_is_between_may_be_missing() -> None:
    plot = make("2020", "2021", "2022")
    assert [(word.text, word.is_optional) for word in plot.periods] == [
        ("2020", True), ("2021", True), ("2022", False),
    ]  # fmt: skip
    assert [word.is_optional for word in make("2020").periods] == [False]


def test_texts_come_in_the_order_in_which_they_are_drawn() -> None:
    plot = make("2020", "2022", breaks=("2021-06-30",))
    assert [word.text for word in plot.words] == ["ticks", "2020", "2022", "definition changed"]
    assert plot.breaks[0].is_optional
    assert plot.foot == 314


def test_a_figure_stands_at_its_period_and_its_value() -> None:
    plot = make("2020", "2022")
    plot.across = ReadScale(plot.axis.start, plot.axis.end, 100, 500)
    low, high = plot.view.drawn.lines[0].figures
    assert (plot.locate(low), plot.locate(high)) == ((100, 168), (500, 168))
    assert plot.locate_time((plot.axis.start + plot.axis.end) / 2) == 300


def test_a_single_period_stands_where_its_figure_does() -> None:
    assert make("2020", spots=(321,)).locate_time(7) == 321


@pytest.mark.parametrize(
    ("periods", "marks", "spots", "ends"),
    [
        (("2020", "2022"), (100, 500), (), (100, 500)),
        (("2020", "2022"), (), (110, 490), (110, 490)),
        (("2020", "2022"), (100,), (110, 490), (110, 490)),
        (("2020", "2022"), (100, 500), (110, 490), (100, 500)),
        (("2020",), (100,), (), None),
    ],
)
def test_time_is_read_off_the_marks_of_the_axis_or_else_off_the_spots(
    periods: tuple[str, ...], marks: tuple[float, ...], spots: tuple[float, ...], ends: tuple[float, float] | None
) -> None:
    scale = read_time(make(*periods, marks=marks, spots=spots))
    assert (scale and (scale.start, scale.end)) == ends

"""The lines, signs and thin lines to labels of a plot."""

from __future__ import annotations

import pytest

from dxlib.audit.charts.drawn import Drawn, DrawnLine
from dxlib.audit.figure import Fig
from dxlib.audit.svg.line_labels import list_trend_ends
from dxlib.audit.svg.line_marks import find_column, list_marks, list_signed
from dxlib.audit.svg.matching import ReadMark
from dxlib.audit.svg.parsing import ReadText
from dxlib.audit.svg.plot import Plot, make_plot
from dxlib.audit.svg.view import ReadScale
from tests.audit.small import make_fig, make_view


def follow(*figures: Fig, own: bool = True, doubtful: tuple[Fig, ...] = (), **more: object) -> DrawnLine:
    return DrawnLine("x", figures, is_own=own, doubtful=frozenset(one.key for one in doubtful), **more)


def years(*values: int, **cells: str) -> list[Fig]:
    return [make_fig(value, str(2020 + at), **cells) for at, value in enumerate(values)]


def plot(*lines: DrawnLine, kind: str = "trend", **more: object) -> Plot:
    """Give a plot from 0 to 100 at 314 to 22 pixels, in which years stand 100 pixels apart from 50 on."""
    view = make_view(Drawn(kind, "x", "PERCENT", 0, lines=lines, **more), height=340)
    shown = [one for line in lines for one in (*line.figures, *line.rivals)]
    made = make_plot(view, shown, (0.0, 100.0), ReadScale(0, 100, 314, 22), list(list_trend_ends(view)), [])
    made.across = ReadScale(made.axis.start, made.axis.end, 50, 50 + 100 * (len(made.axis.marks) - 1))
    return made


def pick(marks: list[ReadMark], look: str) -> list[tuple[tuple[float, float], ...]]:
    return [
        tuple((round(x or 0), round(y or 0)) for x, y in mark.points) for mark in marks if mark.look.startswith(look)
    ]


def test_axes_reach_to_the_last_figure_and_the_line_of_zero_stands_out() -> None:
    marks = list(list_marks(plot(follow(*years(0, 50, 100)))))
    assert pick(marks, "grid") == [((0, 22), (254, 22))]
    assert pick(marks, "muted")[0][0] == (0, 314)
    assert pick(marks, "muted")[1:] == [((50, 314), (50, 319)), ((150, 314), (150, 319)), ((250, 314), (250, 319))]
    ranks = list(list_marks(plot(follow(*years(0, 50, 100)), kind="ranking")))
    assert len(pick(ranks, "grid")) == 2


def test_the_own_line_is_strong_with_a_sign_at_each_figure_and_others_stand_back() -> None:
    marks = list(list_marks(plot(follow(*years(0, 100)))))
    assert pick(marks, "1 2.4 - round ") == [((50, 314), (150, 22))]
    assert pick(marks, "1 6.6 - round .") == [((50, 314),), ((150, 22),)]
    other = list(list_marks(plot(follow(*years(0, 100), own=False))))
    assert pick(other, "faint 1.3 - round ") == [((50, 314), (150, 22))]
    assert pick(other, "faint 4.6") == []


def test_a_break_parts_the_line_with_a_dashed_one_between() -> None:
    marks = list(list_marks(plot(follow(*years(0, 100, 50), breaks=("2021-06-30",)))))
    assert len(pick(marks, "1 2.4")) == 2
    assert pick(marks, "muted 1.0 2 2.5") == [((149, 314), (149, 19))]


def test_signs_are_of_all_own_figures_unless_many_else_of_those_alone_or_doubtful() -> None:
    figures = years(*range(25))
    assert list(list_signed(follow(*figures[:24]))) == figures[:24]
    assert list(list_signed(follow(*figures))) == []
    assert list(list_signed(follow(*figures, doubtful=(figures[3],)))) == [figures[3]]
    assert list(list_signed(follow(*figures[:2], own=False))) == []
    assert list(list_signed(follow(*figures[:3], own=False, breaks=("2021-01-01",)))) == figures[:1]


def test_a_doubtful_figure_is_hollow() -> None:
    figures = years(0, 100)
    marks = list(list_marks(plot(follow(*figures, doubtful=(figures[1],)))))
    assert pick(marks, "1 8.2 - round .") == pick(marks, "paper 5.0 - round .") == [((150, 22),)]


@pytest.mark.parametrize(("qualifier", "tip"), [(">", 168 - 10.5), ("<=", 168 + 10.5), ("~", None)])
def test_a_bound_has_a_caret_on_its_open_side(qualifier: str, tip: float | None) -> None:
    marks = list(list_marks(plot(follow(*years(0, 100), make_fig(50, "2022", QUALIFIER=qualifier)))))
    carets = [mark.points for mark in marks if mark.look.startswith("1 1.6")]
    assert [points[0][1] for points in carets[1:]] == ([] if tip is None else [tip])
    assert len(carets) == (0 if tip is None else 2)


def test_a_rival_is_a_short_line_joined_with_the_figure_of_its_period() -> None:
    rival = make_fig(50, "2021", SOURCE="mic-2024")
    marks = list(list_marks(plot(follow(*years(0, 100), rivals=(rival,)))))
    assert pick(marks, "ink 1.0") == [((150, 22), (150, 168))]
    assert pick(marks, "ink 2.0") == [((146, 168), (154, 168))]


def test_a_target_is_a_diamond() -> None:
    target = make_fig(50, "2021", KIND="target")
    assert pick(list(list_marks(plot(follow(*years(0, 100)), marked=(target,)))), "target filled")[0][0] == (150, 173)


@pytest.mark.parametrize(("lower", "lines"), [(0, 0), (2, 0), (2.9, 1), (3.3, 1), (9, 1)])
def test_a_label_that_moved_away_from_its_line_has_a_thin_line(lower: float, lines: int) -> None:
    made = plot(follow(*years(0, 50)), follow(*years(0, 50, area="SGP"), own=False))
    for end in made.ends:
        y = 168 + lower - 4 if end.line.is_own else 168 - 4
        end.name.found = [ReadText("x", 163, y, end.name.look)]
        end.values[0].found = [ReadText("50%", 163, y + 16, end.name.look)]
    assert find_column(made) == 163
    leaders = [mark for mark in list_marks(made) if mark.look.startswith("1 0.8")]
    assert len(leaders) == lines
    assert all(mark.is_optional is (lower == 2.9) for mark in leaders)

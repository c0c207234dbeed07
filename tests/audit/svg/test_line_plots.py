"""Lines over time: each through its figures, its labels at theirs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import pytest

from dxlib.audit.charts.drawn import Drawn, DrawnLine
from dxlib.audit.figure import Fig
from dxlib.audit.svg.line_plots import Plot, list_signed, read_time
from dxlib.audit.svg.matching import ReadMark
from dxlib.audit.svg.parsing import ReadText, Shape
from dxlib.audit.svg.time_scale import lay_out_time
from dxlib.audit.svg.view import UnreadableError, View
from dxlib.language import Speaker
from tests.audit.small import (
    NARROW,
    PATTERNS,
    WIDE,
    Small,
    alter,
    change_text,
    check,
    drop_text,
    make_fig,
    make_view,
    move_shape,
    move_spot,
    stretch,
)

OTHERS = {"areas": ("SGP", "THA", "LAO")}


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize(
    ("args", "options"),
    [(("users",), {}), (("users",), OTHERS), (("users", "waste"), {"zero": True}), (("online_share",), {}),
     (("users",), {"targets": False}), (("accounts",), {"area": "P-03"}), (("decrees",), {})],
)  # fmt: skip
def test_a_true_trend_passes(small: Small, args: tuple[str, ...], options: dict[str, Any], width: int) -> None:
    assert check(small.draw("trend", *args, width=width, **options)) == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("areas", [(), ("SGP", "LAO")])
@pytest.mark.parametrize("indicator", ["egdi_rank", "gci_rank"])
def test_a_true_ranking_passes(small: Small, indicator: str, areas: tuple[str, ...], width: int) -> None:
    assert check(small.draw("ranking", indicator, areas=areas, width=width)) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (stretch, "its height is 344, not 340"),
        (lambda view: change_text(view, "25%", by=(0, 3)), "'25%' stands at 0, 2"),
        (lambda view: change_text(view, "25%", text="30%"), "the ticks ['0%', '30%', '50%', '75%', '100%'] do not say"),
        (lambda view: change_text(view, "25%", text="30%", mark="30"), "the ticks of its axis are [0.0, 30.0"),
        (lambda view: change_text(view, "2021", by=(3, 0)), "'2021' stands at 196, 333, not at 193"),
        (
            lambda view: change_text(view, "Viet Nam", by=(3, 0)),
            "'Viet Nam' stands at",
        ),
        (lambda view: change_text(view, "66.5%", by=(0, 3)), "'66.5%' stands at"),
        (lambda view: change_text(view, "52%", by=(8, 0)), "'52%' stands away from its point"),
        (lambda view: change_text(view, "80%", by=(9, 0)), "'80%' stands at"),
        (lambda view: drop_text(view, "52%"), "'61.5%'"),
        (lambda view: alter(view, spots=()), "data-at does not name the figures of the chart"),
        (lambda view: alter(view, spots=view.drawing.spots[1:]), "data-at does not name the figures of the chart"),
        (lambda view: move_spot(view, nth=3), "data-at has 'db2kxy2w' at 198, 153, not at"),
        (lambda view: move_shape(view, "1 2.4", by=(0, 4)), "a line or an area (1 2.4 - round ) stands at"),
        (lambda view: move_shape(view, "target"), "a line or an area (target filled) stands at"),
    ],
)
def test_what_stands_elsewhere_or_is_missing_is_named(
    small: Small, change: Callable[[View], View], message: str
) -> None:
    found = check(change(small.draw("trend", "users", **OTHERS)))
    assert any(one.startswith(message) for one in found), found


def test_labels_at_ends_do_not_cover_each_other(small: Small) -> None:
    view = small.draw("trend", "users", **OTHERS)
    for text in ("Thailand", "\u2248 71.5%"):
        view = change_text(view, text, by=(0, 20))
    assert "labels at the ends of lines cover each other" in check(view)


def test_a_label_that_has_room_is_not_left_out(small: Small) -> None:
    view = drop_text(small.draw("ranking", "egdi_rank", areas=("SGP", "LAO")), "86")
    assert check(view) == ["'86' is missing, and there is room for it"]


@pytest.mark.parametrize(("indicator", "text", "by"), [("users", "52%", 28), ("online_share", "17.6%", -28)])
def test_a_label_does_not_lie_on_a_line_where_there_is_room_beside_it(
    small: Small, indicator: str, text: str, by: float
) -> None:
    view = change_text(small.draw("trend", indicator), text, by=(0, by))
    assert check(view) == [f"'{text}' lies on a line, and there is room beside it"]


def test_words_over_a_break_stand_over_it(small: Small) -> None:
    view = small.draw("trend", "online_share")
    words = "definition changed"
    assert check(change_text(view, words, by=(0, 3)))[0].startswith(f"'{words}' stands at 346.7, 18")
    assert check(change_text(view, words, by=(90, 0))) == [f"'{words}' stands over no break"]
    assert check(drop_text(view, words)) == []


def test_a_line_does_not_join_counts_over_periods_of_different_lengths(small: Small) -> None:
    view = small.draw("trend", "decrees")
    runs = [one for one in view.drawing.shapes if one.look.startswith("1 2.4")]
    assert [len(one.points) for one in runs] == [2, 2]
    joined = Shape(runs[0].look, (*runs[0].points, *runs[1].points))
    shapes = [one for one in view.drawing.shapes if one not in runs]
    assert any(one.startswith("a line or an area (1 2.4") for one in check(alter(view, shapes=(*shapes, joined))))
    words = "other length of period"
    other = "'definition changed'  stands there, which the chart does not say (muted 400 13 middle halo)"
    assert check(change_text(view, words, text="definition changed")) == [other]
    assert check(change_text(view, words, by=(90, 0))) == [f"'{words}' stands over no break"]
    assert check(drop_text(view, words)) == []
    dashed = [one for one in view.drawing.shapes if "2 2.5" in one.look]
    assert len(dashed) == 1
    assert check(alter(view, shapes=tuple(one for one in view.drawing.shapes if one not in dashed)))


def test_ranks_stand_beside_names_and_upside_down(small: Small) -> None:
    view = small.draw("ranking", "egdi_rank", areas=("SGP", "LAO"))
    assert check(change_text(view, "152", by=(9, 0)))[0].startswith("'152' stands at")
    ys = [y for _, _, y in view.drawing.spots]
    assert ys[8] > ys[0] > ys[4]  # Lao PDR below Viet Nam below Singapore


# What is drawn ---------------------------------------------------------------------------------


def follow(*figures: Fig, own: bool = True, doubtful: tuple[Fig, ...] = (), **more: Any) -> DrawnLine:
    return DrawnLine("x", figures, is_own=own, doubtful=frozenset(one.key for one in doubtful), **more)


def years(*values: int, **cells: str) -> list[Fig]:
    return [make_fig(value, str(2020 + at), **cells) for at, value in enumerate(values)]


def plot(*lines: DrawnLine, unit: str = "PERCENT", texts: Sequence[ReadText] = (), **more: Any) -> Plot:
    """Give a plot from 0 to 100 at 314 to 22 pixels, in which years stand 100 pixels apart from 50 on."""
    shown = [one for line in lines for one in (*line.figures, *line.rivals)]
    spots = [(one.key, 50 + 100 * (int(one.period) - 2020), 0) for line in lines for one in line.figures]
    hundred, look = "100%" if unit == "PERCENT" else "100", "muted 400 13 start"
    ticks = [ReadText("0", 0, 310, look, "data-tick", "0"), ReadText(hundred, 0, 18, look, "data-tick", "100")]
    periods = [ReadText(one, 0, 0, "muted 400 13 middle", "data-period", one)
               for one in dict.fromkeys(one.period for one in shown)]  # fmt: skip
    drawn = Drawn("trend", "x", unit, 0, lines=lines, **more)
    view = make_view(drawn, height=340, spots=spots, texts=[*ticks, *periods, *texts])
    return Plot(view, shown, (0, 100))


def draw(*lines: DrawnLine, **more: Any) -> list[ReadMark]:
    made = plot(*lines, **more)
    with suppress(UnreadableError):  # no label is there
        made.check((0.0, 100.0))
    return list(made.view.marks)


def pick(marks: list[ReadMark], look: str) -> list[tuple[tuple[float, float], ...]]:
    return [
        tuple((round(x or 0), round(y or 0)) for x, y in mark.points) for mark in marks if mark.look.startswith(look)
    ]


def test_axes_reach_to_the_last_figure_and_the_line_of_zero_stands_out() -> None:
    marks = draw(follow(*years(0, 50, 100)))
    assert pick(marks, "grid") == [((0, 22), (254, 22))]
    assert pick(marks, "muted")[0][0] == (0, 314)
    assert pick(marks, "muted")[1:] == [((50, 314), (50, 319)), ((150, 314), (150, 319)), ((250, 314), (250, 319))]
    ranks = draw(follow(*years(0, 50, 100)), unit="RANK")
    assert len(pick(ranks, "grid")) == 2


def test_the_own_line_is_strong_with_a_sign_at_each_figure_and_others_stand_back() -> None:
    marks = draw(follow(*years(0, 100)))
    assert pick(marks, "1 2.4 - round ") == [((50, 314), (150, 22))]
    assert pick(marks, "1 6.6 - round .") == [((50, 314),), ((150, 22),)]
    other = draw(follow(*years(0, 100), own=False))
    assert pick(other, "faint 1.3 - round ") == [((50, 314), (150, 22))]
    assert pick(other, "faint 4.6") == []


def test_a_break_parts_the_line_with_a_dashed_one_between() -> None:
    marks = draw(follow(*years(0, 100, 50), breaks=("2021-06-30",)))
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
    marks = draw(follow(*figures, doubtful=(figures[1],)))
    assert pick(marks, "1 8.2 - round .") == pick(marks, "paper 5.0 - round .") == [((150, 22),)]


@pytest.mark.parametrize(("qualifier", "tip"), [(">", 168 - 10.5), ("<=", 168 + 10.5), ("~", None)])
def test_a_bound_has_a_caret_on_its_open_side(qualifier: str, tip: float | None) -> None:
    marks = draw(follow(*years(0, 100), make_fig(50, "2022", QUALIFIER=qualifier)))
    carets = [mark.points for mark in marks if mark.look.startswith("1 1.6")]
    assert [points[0][1] for points in carets[1:]] == ([] if tip is None else [tip])
    assert len(carets) == (0 if tip is None else 2)


def test_a_rival_is_a_short_line_joined_with_the_figure_of_its_period() -> None:
    marks = draw(follow(*years(0, 100), rivals=(make_fig(50, "2021", SOURCE="mic-2024"),)))
    assert pick(marks, "ink 1.0") == [((150, 22), (150, 168))]
    assert pick(marks, "ink 2.0") == [((146, 168), (154, 168))]


def test_a_target_is_a_diamond() -> None:
    target = make_fig(50, "2021", KIND="target")
    assert pick(draw(follow(*years(0, 100)), marked=(target,)), "target filled")[0][0] == (150, 173)


@pytest.mark.parametrize(("lower", "lines"), [(0, 0), (2, 0), (2.9, 1), (3.3, 1), (9, 1)])
def test_a_label_that_moved_away_from_its_line_has_a_thin_line(lower: float, lines: int) -> None:
    texts = []
    for color, weight, y in (("1", 600, 168 + lower - 4), ("muted", 400, 168 - 4)):
        key = make_fig(50, "2021", area="VNM" if color == "1" else "SGP").key
        look = f"{color} {weight} 13 start halo"
        value = Speaker("en", PATTERNS).format_quantity(make_fig(50).measure)
        texts += [ReadText("x", 163, y, look), ReadText(value, 163, y + 16, look, "data-q", key)]
    marks = draw(follow(*years(0, 50)), follow(*years(0, 50, area="SGP"), own=False), texts=texts)
    leaders = [mark for mark in marks if mark.look.startswith("1 0.8")]
    assert len(leaders) == lines
    assert all(mark.is_optional is (lower == 2.9) for mark in leaders)


# Where time stands -----------------------------------------------------------------------------


def read_time_of(periods: Sequence[str], marks: Sequence[float], spots: Sequence[float]) -> tuple[float, float] | None:
    """Give where the axis of a line begins and ends, which is read off strokes and spots."""
    line = follow(*(make_fig(50, period) for period in periods))
    shapes = [Shape("muted 1.0 - - ", ((x, 314), (x, 319))) for x in marks]
    view = make_view(
        Drawn("trend", "x", "PERCENT", 0, lines=(line,)), spots=[("q", x, 50) for x in spots],
        shapes=[Shape("muted 1.0 - - ", ((0, 314), (680, 314))), *shapes],
    )  # fmt: skip
    scale = read_time(view, lay_out_time(periods))
    return scale and (scale.start, scale.end)


@pytest.mark.parametrize(
    ("periods", "marks", "spots", "ends"),
    [
        (("2020", "2022"), (), (110, 490), (110, 490)),
        (("2020", "2022"), (100,), (110, 490), (110, 490)),
        (("2020", "2022"), (100, 500), (110, 490), (100, 500)),
        (("2020",), (100,), (100,), None),
    ],
)
def test_time_is_read_off_the_marks_of_the_axis_or_else_off_the_spots(
    periods: tuple[str, ...], marks: tuple[float, ...], spots: tuple[float, ...], ends: tuple[float, float] | None
) -> None:
    assert read_time_of(periods, marks, spots) == ends


def test_other_spots_than_figures_are_named() -> None:
    with pytest.raises(UnreadableError, match="data-at does not name the figures of the chart"):
        read_time_of(("2020", "2022"), (100, 500), (110,))


def test_a_single_period_stands_where_its_figure_does() -> None:
    assert plot(follow(*years(50))).locate_time(7) == 50


def test_the_last_period_is_written_and_others_may_be_missing(small: Small) -> None:
    view = small.draw("trend", "users")
    for period in ("2018", "2021"):
        view = drop_text(view, period)
    assert check(view) == []
    assert check(drop_text(view, "2030"))

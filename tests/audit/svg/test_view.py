"""The words, marks and scales that charts share."""

from __future__ import annotations

from dataclasses import replace
from math import isnan
from pathlib import Path

import pytest

from dxlib.audit.charts.drawn import Drawn
from dxlib.audit.svg.matching import Word
from dxlib.audit.svg.parsing import ReadText
from dxlib.audit.svg.text_widths import measure
from dxlib.audit.svg.view import (
    ReadScale,
    bar,
    check_at,
    check_follow,
    check_name,
    check_spots,
    check_ticks,
    fit_scale,
    frame,
    hatching,
    line,
    measure_text,
    read_tick,
    sign,
)
from dxlib.language import Speaker
from tests.audit.small import NARROW, make_fig, make_view

LOOK = "ink 400 13 start"


def put(text: str, x: float = 0, y: float = 12, look: str = LOOK, tick: str = "") -> Word:
    return Word(text, look, found=[ReadText(text, x, y, look, "data-tick" if tick else "", tick)])


# Words -----------------------------------------------------------------------------------------
def test_a_figure_is_a_text_with_the_name_that_it_has_on_the_page() -> None:
    figure = make_fig(66.5)
    word = make_view(names={figure.key: "q1"}).figure(figure, "1")
    assert (word.text.replace("\u00a0", " "), word.look, word.attribute, word.mark) == (
        "66.5%", "1 600 13 start", "data-q", "q1",
    )  # fmt: skip
    assert make_view().figure(figure).mark == figure.key


def test_a_rank_is_shown_with_its_n_where_its_source_states_one() -> None:
    view = make_view()
    words = view.out_of(make_fig(71, unit="RANK", OUT_OF="193"), "1")
    assert [(word.text, word.look) for word in words] == [
        ("71", "1 600 13 start"), ("of", "1 400 13 start"), ("193", "1 400 13 start"),
    ]  # fmt: skip
    assert [word.text for word in view.out_of(make_fig(71, unit="RANK"), "1", anchor="end")] == ["71"]


def test_a_rank_in_a_language_from_right_to_left_has_its_n_at_the_left() -> None:
    own = Path(__file__).parents[2] / "scaffold/languages"
    view = replace(make_view(), speaker=Speaker("ar", {"RANK": {"other": "{n}"}}, own))
    words = view.out_of(make_fig(71, unit="RANK", OUT_OF="193"), "1")
    assert [word.text for word in words] == ["193", "من", "71"]


def test_a_period_is_marked_with_its_code() -> None:
    word = make_view().period("2024-03", LOOK)
    assert (word.text, word.attribute, word.mark) == ("March 2024", "data-period", "2024-03")


def test_a_drawing_is_wide_or_narrow() -> None:
    assert make_view().is_wide
    assert not make_view(width=NARROW).is_wide


# Places ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("gap", "lower", "stands"), [(3, 0, True), (7, 0, True), (8, 0, False), (-2, 0, False), (3, 2, False)]
)
def test_a_text_stands_where_the_one_before_it_ends(gap: float, lower: float, *, stands: bool) -> None:
    words = [put("71"), put("of", measure("71") + gap, 12 + lower)]
    assert list(check_follow(words)) == ([] if stands else ["'of' does not stand beside '71'"])


def test_a_bold_text_is_measured_as_such() -> None:
    assert measure_text(ReadText("71", 0, 0, "ink 600 11 end")) == measure("71", bold=True, size=11)


@pytest.mark.parametrize(
    ("x", "y", "stands"), [(10, 20, True), (None, None, True), (11.5, None, True), (11.6, 20, False), (10, 18.4, False)]
)
def test_a_text_stands_at_its_place(x: float | None, y: float | None, *, stands: bool) -> None:
    message = "'71' stands at 10, 20, not where what it says stands"
    assert list(check_at(put("71", 10, 20), x=x, y=y)) == ([] if stands else [message])


def test_the_rows_of_a_name_stand_around_its_middle() -> None:
    rows = [ReadText("Brunei", 5, 26, LOOK), ReadText("Darussalam", 5, 42, LOOK)]
    name = Word("Brunei Darussalam", LOOK, found=rows)
    assert list(check_name(name, 30)) == []
    message = "'Brunei' stands at 5, 26, not where 'Brunei Darussalam' stands"
    assert next(check_name(name, 30, x=0)) == message
    assert list(check_name(name, 33)) == [
        message,
        message.replace("Brunei' stands at 5, 26", "Darussalam' stands at 5, 42"),
    ]


# Ticks and scales ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("texts", "bare", "message"),
    [
        (("0%", "50%"), False, ""),
        (("0", "50%"), False, ""),
        (("0", "50"), False, "the ticks ['0', '50'] do not say their values"),
        (("0", "50"), True, ""),
        (("0%", "5%"), False, "the ticks ['0%', '5%'] do not say their values"),
    ],
)
def test_ticks_say_their_values_and_at_least_the_last_its_unit(
    texts: tuple[str, ...], message: str, *, bare: bool
) -> None:
    found = [put(text, tick=tick).only for text, tick in zip(texts, ("0", "50"), strict=True)]
    word = Word("ticks", LOOK, is_ticks=True, found=found)
    assert list(check_ticks(make_view(), word, without_unit=bare)) == ([message] if message else [])


def test_a_tick_that_is_no_number_is_named() -> None:
    word = Word("ticks", LOOK, found=[put("5%", tick="05").only])
    assert list(check_ticks(make_view(), word)) == ["the ticks ['05'] are no numbers"]


@pytest.mark.parametrize(
    ("written", "value"),
    [("50", 50), ("-2.5", -2.5), ("05", None), ("5e1", None), ("inf", None), ("x", None), ("5.0", None)],
)
def test_a_tick_is_written_in_one_way(written: str, value: float | None) -> None:
    read = read_tick(put("x", tick=written).only)
    assert isnan(read) if value is None else read == value


def test_a_scale_goes_through_two_values() -> None:
    scale = ReadScale(0, 100, 300, 20)
    assert [scale.locate(value) for value in (0, 50, 100, 110)] == [300, 160, 20, -8]
    assert ReadScale(5, 5, 300, 20).locate(9) == 300


def test_a_scale_is_fitted_to_the_lowest_and_the_highest_value() -> None:
    assert fit_scale([(10, 100), (0, 50), (5, 70)]) == ReadScale(0, 10, 50, 100)
    for pairs in ([], [(1, 5)], [(1, 5), (1, 9)], [(1, 5), (float("nan"), 9)]):
        assert fit_scale(pairs) is None


# Spots -----------------------------------------------------------------------------------------
def test_each_figure_is_named_in_order_where_it_stands() -> None:
    one, two = make_fig(1, "2023"), make_fig(2, "2024")
    names = {one.key: "q1", two.key: "q2"}
    view = make_view(names=names, spots=[("q1", 10, 20), ("q2", 30, 41)])
    assert list(check_spots(view, [(one, 10, 20), (two, 31, 40)])) == []
    assert list(check_spots(view, [(two, 30, 40), (one, 10, 20)])) == ["data-at does not name the figures of the chart"]
    message = "data-at has 'q1' at 10, 20, where its value does not stand"
    assert list(check_spots(view, [(one, 12, 20), (two, 30, 40)])) == [message]
    assert list(check_spots(view, [(one, 10, 18), (two, 30, 40)])) == [message]


# Marks -----------------------------------------------------------------------------------------
def test_rectangles_are_drawn_as_outlines_or_thick_lines() -> None:
    assert frame("ink", (0, 10, 50, 30), 2.4, 4).points == ((0, 30), (50, 30), (50, 10), (0, 10), (0, 30))
    mark = bar("k1", (0, 10, 50, 30), 1)
    assert (mark.look, mark.points) == ("k1 20.0 - - ", ((0, 20), (50, 20)))


def test_a_line_has_its_look_and_its_layer() -> None:
    mark = line("grid", (0, 1), (None, 2), width=2, dash="2 2", cap="round", layer=3, is_optional=True)
    assert (mark.look, mark.points, mark.layer, mark.is_optional) == (
        "grid 2.0 2 2 round ",
        ((0, 1), (None, 2)),
        3,
        True,
    )


@pytest.mark.parametrize(
    ("shape", "is_hollow", "drawn"),
    [
        ("o", False, [("1 6.0 - round .", ((5, 7),), 5)]),
        ("s", False, [("1 5.4 - square .", ((5, 7),), 5)]),
        ("o", True, [("1 7.6 - round .", ((5, 7),), 5), ("paper 4.4 - round .", ((5, 7),), 5.01)]),
        ("^", False, [("1 filled", ((2, 9.4), (5, 4), (8, 9.4)), 5)]),
        ("v", False, [("1 filled", ((2, 4.6), (5, 10), (8, 4.6)), 5)]),
        ("D", False, [("1 filled", ((5, 10), (8, 7), (5, 4), (2, 7)), 5)]),
    ],
)
def test_a_sign_has_its_shape_and_a_hollow_one_is_two(shape: str, drawn: list[object], *, is_hollow: bool) -> None:
    marks = list(sign(5, 7, "1", 3, shape=shape, is_hollow=is_hollow))
    assert [(mark.look, mark.points, mark.layer) for mark in marks] == drawn


def test_hatching_is_an_outline_with_slanting_lines_within_it() -> None:
    outline, *lines = hatching((0, 0, 12, 10))
    assert (outline.look, outline.points[0]) == ("faint 0.8 - - ", (0.5, 9.5))
    assert [one.points for one in lines] == [
        ((0, 5), (5, 0)), ((0, 10), (10, 0)), ((5, 10), (12, 3)), ((10, 10), (12, 8)),
    ]  # fmt: skip


def test_a_value_is_scaled_to_the_unit_of_the_chart() -> None:
    thousands = replace(make_fig(5), mult=3)
    assert Drawn("dots", "x", "PERCENT", 6).scale(thousands) == 0.005

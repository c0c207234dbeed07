"""The axes of an analyst's picture: where their ticks say that periods, areas and values stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest

from dxlib.audit.charts.drawn import Added, Drawn, DrawnRow
from dxlib.audit.svg.parsing import ReadText, Shape, look_of_line, look_of_text
from dxlib.audit.svg.row_axes import RowAxis, read_axes
from dxlib.audit.svg.view import UnreadableError, View, measure_text
from dxlib.language import Speaker
from tests.audit.small import PATTERNS, WIDE, make_fig, make_view

HEIGHT = 200
FOOT = 150.0  # where the lines of the grid end below
SPEAKER = Speaker("en", PATTERNS)
Parts = tuple[list[ReadText], list[Shape]]


def draw(rows: Iterable[DrawnRow], *parts: Parts, titles: Sequence[str] = ()) -> View:
    """Give a picture of rows with the ticks and lines of its axes."""
    added = Added((), (), (), (0, 1), tuple(titles), is_emphasized=False)
    drawn = Drawn("picture", "x", "PERCENT", 0, rows=tuple(rows), added=added)
    texts = [one for some, _ in parts for one in some]
    return make_view(drawn, texts=texts, shapes=[one for _, some in parts for one in some], height=HEIGHT)


def rise(places: dict[float, float], unit: str = "PERCENT") -> Parts:
    """Give ticks of values upwards, each at a height, and the lines on which they stand."""
    texts = [
        ReadText(SPEAKER.format_tick(value, unit, 0), 0, y - 4, look_of_text("muted"), "data-tick", f"{value:g}")
        for value, y in places.items()
    ]
    colors = {value: "muted" if value == 0 else "grid" for value in places}
    return texts, [Shape(look_of_line(colors[value]), ((0, y), (WIDE, y))) for value, y in places.items()]


def run(places: dict[float, float]) -> Parts:
    """Give ticks of values across."""
    look = look_of_text("muted", anchor="middle")
    texts = [
        ReadText(SPEAKER.format_tick(value, "PERCENT", 0), x, FOOT + 14, look, "data-tick", f"{value:g}")
        for value, x in places.items()
    ]
    return texts, [Shape(look_of_line("grid"), ((x, FOOT), (x, 20))) for x in places.values()]


def date(places: dict[str, float], written: Iterable[str] | None = None) -> Parts:
    """Give the marks of periods across, and the texts of some."""
    look = look_of_text("muted", anchor="middle")
    texts = []
    for period in places if written is None else written:
        one = ReadText(SPEAKER.format_period(period), places[period], FOOT + 14, look, "data-period", period)
        half = measure_text(one) / 2
        texts.append(replace(one, x=min(max(one.x, half), WIDE - half)))
    return texts, [Shape(look_of_line("muted"), ((x, FOOT), (x, FOOT - 5))) for x in places.values()]


def years(*periods: str) -> list[DrawnRow]:
    return [DrawnRow("Viet Nam", (make_fig(50, period),), period=period) for period in periods]


def areas(*names: str) -> list[DrawnRow]:
    return [DrawnRow(name, (make_fig(50),)) for name in names]


UP = rise({0: 140, 50: 90, 100: 40})


def test_values_stand_on_the_lines_of_their_ticks_and_periods_over_their_marks() -> None:
    rows = years("2022", "2023", "2024")
    view = draw(rows, UP, date({"2022": 100, "2023": 300, "2024": 500}))
    x, y = read_axes(view)
    assert [x.locate(row) for row in rows] == [100, 300, 500]
    assert (x.has_periods, x.step) == (True, 200)
    assert y.locate(DrawnRow("x", (make_fig(75),))) == 65
    assert (view.shapes, list(view.list_texts())) == ([], [])


def test_ticks_are_read_with_a_unit_that_holds_a_numeral() -> None:
    unit = replace(make_fig(75), unit="PER_100")
    row = DrawnRow("Viet Nam", (unit,), period="2024")
    view = draw([row], rise({0: 140, 50: 90, 100: 40}, "PER_100"), date({"2024": 372}))
    assert read_axes(view)[1].locate(row) == 65


def test_periods_that_do_not_stand_in_steps_stand_by_their_days() -> None:
    rows = years("2020", "2022", "2023")
    by_days = {"2020": 100.0, "2022": 100 + 400 * 730 / 1095, "2023": 500.0}
    assert read_axes(draw(rows, UP, date(by_days)))[0].step == 0
    with pytest.raises(UnreadableError, match="neither in equal steps nor by their days"):
        read_axes(draw(rows, UP, date({**by_days, "2022": 340})))


@pytest.mark.parametrize(("x", "is_step"), [(300.0, True), (300.5, True), (300.7, False)])
def test_steps_are_equal_but_for_the_rounding_of_their_places(x: float, is_step: bool) -> None:
    view = draw(years("2022", "2023", "2024"), UP, date({"2022": 100.0, "2023": x, "2024": 500.0}))
    if is_step:
        assert read_axes(view)[0].step == pytest.approx(x - 100)
    else:
        with pytest.raises(UnreadableError, match="neither in equal steps nor by their days"):
            read_axes(view)


def test_a_single_period_has_the_whole_plot() -> None:
    assert read_axes(draw(years("2024"), UP, date({"2024": 372})))[0].step == 2 * (WIDE - 8 - 372)


def test_texts_of_periods_may_be_missing_but_not_the_last_and_those_at_the_edge_move_in() -> None:
    rows, places = years("2022", "2023", "2024"), {"2022": 2.0, "2023": 340.0, "2024": 678.0}
    assert read_axes(draw(rows, UP, date(places, ["2022", "2024"])))[0].places == places
    for written in (["2022", "2023"], ["2024", "2022"]):
        with pytest.raises(UnreadableError, match="are not those of the rows in their order, with the last"):
            read_axes(draw(rows, UP, date(places, written)))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"x": 306}, "the period '2023' does not stand where it is"),
        ({"text": "2022"}, "'2022' is not how 2023 is written"),
        ({"mark": "2021"}, "the period '2023' does not stand where it is"),
    ],
)
def test_a_period_that_is_another_or_stands_elsewhere_is_refused(changes: dict[str, object], message: str) -> None:
    texts, shapes = date({"2023": 300, "2024": 500})
    with pytest.raises(UnreadableError, match=message):
        read_axes(draw(years("2023", "2024"), UP, ([replace(texts[0], **changes), texts[1]], shapes)))


def test_as_many_marks_as_periods_are_needed() -> None:
    with pytest.raises(UnreadableError, match="2 marks stand for 1 periods"):
        read_axes(draw(years("2024"), UP, date({"2023": 300, "2024": 500})))


@pytest.mark.parametrize(
    ("places", "message"),
    [
        ({50: 90}, "an axis of values has fewer than two ticks"),
        ({50: 90, 0: 140}, r"the ticks \[50.0, 0.0\] do not rise"),
        ({0: 140, 50: 92, 100: 40}, "the tick of 50 does not stand where its value does"),
        ({0: 40, 50: 90}, "an axis of values runs backwards"),
    ],
)
def test_ticks_that_do_not_stand_where_their_values_do_are_refused(places: dict[float, float], message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        read_axes(draw(years("2024"), rise(places), date({"2024": 300})))


def test_only_ranks_run_backwards() -> None:
    rank = [DrawnRow("Viet Nam", (make_fig(50, unit="RANK"),), period="2024")]
    _, y = read_axes(draw(rank, rise({1: 40, 101: 140}, unit=""), date({"2024": 300})))
    assert y.locate(rank[0]) == 89


@pytest.mark.parametrize("end", [(0, 138.0), (1, 140.0)])
def test_a_tick_stands_on_one_line_of_the_grid_from_edge_to_edge(end: tuple[float, float]) -> None:
    texts, shapes = UP
    for other in ([Shape(shapes[0].look, (end, (WIDE, end[1])))], [], [shapes[0], shapes[0]]):
        with pytest.raises(UnreadableError, match=rf"the tick '0%' has {2 * (len(other) == 2)} lines of the grid"):
            read_axes(draw(years("2024"), (texts, [*other, *shapes[1:]]), date({"2024": 300})))


TWO = [DrawnRow("Viet Nam", (make_fig(20), make_fig(80)))]
ACROSS = run({0: 100, 100: 600})


def title(lower: str, upper: str, *, y: float = 12) -> Parts:
    """Give the titles of two axes of values: at the lower right end, and at the upper left one."""
    across = ReadText(lower, WIDE, HEIGHT - 4, look_of_text("muted", anchor="end"))
    return [across, ReadText(upper, 0, y, look_of_text("muted"))], []


@pytest.mark.parametrize(("lower", "upper", "place"), [("users", "fees", (200, 60)), ("fees", "users", (500, 120))])
def test_of_two_axes_of_values_the_titles_say_which_figure_stands_where(
    lower: str, upper: str, place: tuple[float, float]
) -> None:
    x, y = read_axes(draw(TWO, UP, ACROSS, title(lower, upper), titles=("users", "fees")))
    assert (x.locate(TWO[0]), y.locate(TWO[0])) == place


@pytest.mark.parametrize(
    ("titles", "message"),
    [
        (title("users", "users"), "its axes are called 'users' and 'users', not 'users' and 'fees'"),
        (title("users", "fees", y=13), "the title of an axis does not stand at its end"),
    ],
)
def test_titles_that_are_others_or_stand_elsewhere_are_refused(titles: Parts, message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        read_axes(draw(TWO, UP, ACROSS, titles, titles=("users", "fees")))


def test_a_tick_across_stands_under_its_line() -> None:
    texts, shapes = ACROSS
    for moved in ({"x": 101}, {"y": FOOT + 15}):
        with pytest.raises(UnreadableError, match="the tick '0%' has 0 lines of the grid"):
            read_axes(draw(areas("A"), ([replace(texts[0], **moved), texts[1]], shapes), name_up(("A", 60))))


def name_up(*rows: tuple[str, float]) -> Parts:
    return [ReadText(text, 0, y, look_of_text("ink")) for text, y in rows], []


def test_names_stand_beside_their_rows_and_may_be_broken() -> None:
    rows = areas("Central", "Central Highlands", "North")
    texts = name_up(("North", 54), ("Central", 94), ("Highlands", 110), ("Central", 154))
    _, y = read_axes(draw(rows, ACROSS, texts))
    assert [y.locate(row) for row in rows] == [150, 98, 50]
    assert y.step == 48


def test_names_stand_under_their_columns_at_the_lower_edge() -> None:
    look = look_of_text("muted", anchor="middle")
    names = [ReadText("A", 100, HEIGHT - 3, look), ReadText("B", 250, HEIGHT - 3, look)], list[Shape]()
    x, _ = read_axes(draw(areas("A", "B"), UP, names))
    assert (x.places, x.step, x.has_periods) == ({"A": 100, "B": 250}, 150, False)


@pytest.mark.parametrize("names", [(("A", 54),), (("A", 54), ("C", 94)), (("A", 54), ("B", 94), ("C", 134))])
def test_names_of_other_areas_are_refused(names: tuple[tuple[str, float], ...]) -> None:
    with pytest.raises(UnreadableError, match=r"the names of areas on an axis are not those of the rows: [BC]"):
        read_axes(draw(areas("A", "B"), ACROSS, name_up(*names)))


def test_an_axis_of_names_locates_a_row_by_its_name() -> None:
    assert RowAxis(places={"A": 10.0}).locate(areas("A")[0]) == 10

"""The axes of an analyst's picture: round ticks in the page's language, room for names, nothing of matplotlib's own."""

from __future__ import annotations

import pytest
from matplotlib.figure import Figure

from dxlib.charts import marks
from dxlib.charts.canvas import Canvas, CanvasText
from dxlib.charts.labels import Box
from dxlib.charts.on_axes import AxesReading, Datum, list_marks, read_axes
from dxlib.charts.scene import Scale
from dxlib.charts.settling import AxisMeasure, Layout, draw_axes, settle
from dxlib.charts.theme import BASELINE, ROW_HEIGHT, Color, Width, measure_text
from dxlib.errors import DataError
from dxlib.language import Speaker
from tests.charts.conftest import Read

SPEAKERS = {language: Speaker(language, {"INDEX": {"other": "{n}"}}) for language in ("en", "vi")}
INDEX = AxisMeasure("INDEX", 0)
DATA = (
    Datum("a", "Aba", "2022", (0.21,)), Datum("b", "Baba", "2022", (0.64,)),
    Datum("a", "Aba", "2024", (0.35,)), Datum("b", "Baba", "2024", (0.83,)),
)  # fmt: skip


def lay_out(x: list[object], y: list[object], data: tuple[Datum, ...] = DATA, **options: object) -> Layout:
    ax = Figure().subplots()
    ax.scatter(x, y)
    reading = read_axes(ax, data, list(list_marks(ax)))
    assert isinstance(reading, AxesReading)
    given = {"measures": (INDEX,), "speaker": SPEAKERS["en"], "width": Width.WIDE, "bars": False, **options}
    layout = settle(ax, reading, **given)  # type: ignore[arg-type]
    assert not ax.axison
    return layout


def list_texts(layout: Layout) -> list[tuple[str, str]]:
    canvas = Canvas(layout.width, layout.height)
    draw_axes(canvas, layout)
    return [(text.text, text.mark.value if text.mark else "") for text in canvas.texts]


PERIODS, VALUES = [datum.period for datum in DATA], [datum.figures[0] for datum in DATA]


def test_ticks_are_round_and_marked_and_enclose_the_values() -> None:
    layout = lay_out([*PERIODS], [*VALUES])
    assert [(tick.place, tick.mark) for tick in layout.y.ticks] == [
        (tick, marks.for_tick(tick)) for tick in (0.2, 0.4, 0.6, 0.8, 1.0)
    ]
    assert layout.y.limits == (0.2, 1.0)
    assert layout.x.limits == (-0.5, 1.5)
    assert list_texts(layout)[-2:] == [("2022", "2022"), ("2024", "2024")]


def test_ticks_are_written_in_the_language_of_the_page() -> None:
    texts = list_texts(lay_out([*PERIODS], [*VALUES], speaker=SPEAKERS["vi"]))
    assert ("0,2", "0.2") in texts


def test_values_of_bars_begin_at_zero() -> None:
    assert lay_out([*PERIODS], [*VALUES], bars=True).y.limits == (0.0, 1.0)


def test_names_of_areas_have_room_at_the_left_and_make_the_picture_higher() -> None:
    many = tuple(Datum(f"a{at}", f"Area number {'x' * at}", "2024", (at / 20,)) for at in range(20))
    layout = lay_out([one.figures[0] for one in many], [one.name for one in many], many)
    assert layout.height > Width.WIDE.height
    assert layout.plot.x0 > 100


def test_names_that_have_no_room_below_are_refused() -> None:
    many = tuple(Datum(f"a{at}", f"A rather long name of an area {at}", "2024", (at / 20,)) for at in range(12))
    layout = lay_out([one.name for one in many], [one.figures[0] for one in many], many)
    with pytest.raises(DataError, match="The names of 12 areas have no room under a picture of 680 pixels"):
        list_texts(layout)


def test_two_axes_of_values_have_titles_of_as_many_rows_as_they_need() -> None:
    pairs = tuple(
        Datum(datum.area, datum.name, datum.period, (datum.figures[0], at / 7)) for at, datum in enumerate(DATA)
    )
    measures = (
        AxisMeasure("INDEX", 0, "Some index"),
        AxisMeasure("INDEX", 0, "Another index with a long name, " * 3 + "points"),
    )
    layout = lay_out(
        [one.figures[0] for one in pairs],
        [one.figures[1] for one in pairs],
        pairs,
        measures=measures,
        width=Width.NARROW,
    )
    assert layout.titles[0] == ("Some index",)
    assert len(layout.titles[1]) > 1
    assert layout.height == Width.NARROW.height + 16 * (1 + len(layout.titles[1]))


def draw(layout: Layout) -> tuple[Canvas, list[Box]]:
    """Draw axes, of which nothing may leave the picture or lie on another."""
    canvas = Canvas(layout.width, layout.height)
    taken = draw_axes(canvas, layout)
    Read.check_legible(canvas)
    return canvas, taken


def find_text(canvas: Canvas, words: str) -> CanvasText:
    (found,) = (text for text in canvas.texts if text.text == words)
    return found


@pytest.mark.parametrize("width", list(Width))
@pytest.mark.parametrize("bars", [True, False])
def test_each_value_stands_on_its_line_and_no_label_may_cover_it(width: Width, bars: bool) -> None:
    layout = lay_out([*PERIODS], [*VALUES], width=width, bars=bars)
    canvas, taken = draw(layout)
    scale = Scale(*layout.y.limits, layout.plot.y0, layout.plot.y1)
    lines = {stroke.points[0][1]: stroke for stroke in canvas.strokes if stroke.role == "grid"}
    assert list(lines) == [scale.locate(tick.place) for tick in layout.y.ticks]
    for tick, (y, line) in zip(layout.y.ticks, lines.items(), strict=True):
        text = find_text(canvas, tick.text)
        assert line.points == ((0, y), (width, y))
        assert (text.x, text.y - BASELINE) == (0, y)
        assert line.pen.color is (Color.MUTED if tick.place == 0 else Color.GRID)
        assert any(box.x1 > text.ends[1] and (box.x0, box.y0, box.y1) == (0, y, y + ROW_HEIGHT) for box in taken)
    assert len(taken) == len(lines)
    assert 0 < layout.plot.x0 < layout.plot.x1 < width
    assert max(measure_text(tick.text) for tick in layout.y.ticks) < layout.plot.x0
    assert layout.height - layout.plot.y1 >= ROW_HEIGHT  # for the text of the highest value


@pytest.mark.parametrize("width", list(Width))
def test_each_period_stands_under_its_mark(width: Width) -> None:
    layout = lay_out([*PERIODS], [*VALUES], width=width)
    canvas, _ = draw(layout)
    scale = Scale(*layout.x.limits, layout.plot.x0, layout.plot.x1)
    marks_of = [stroke for stroke in canvas.strokes if stroke.role == "tick"]
    for tick, stroke in zip(layout.x.ticks, marks_of, strict=True):
        x, text = scale.locate(tick.place), find_text(canvas, tick.text)
        low, high = sorted(y for _, y in stroke.points)
        assert {place for place, _ in stroke.points} == {x}
        assert (high, stroke.pen.color) == (layout.plot.y0, Color.MUTED)
        assert (text.x, text.align) == (x, "center")
        assert 0 < text.y < text.y + 0.6 * 13 < low < high


def test_values_across_have_lines_through_the_plot_and_periods_between_the_ends_are_thinned() -> None:
    pairs = tuple(
        Datum(datum.area, datum.name, datum.period, (100 * datum.figures[0], at / 7)) for at, datum in enumerate(DATA)
    )
    layout = lay_out(
        [one.figures[0] for one in pairs], [one.figures[1] for one in pairs], pairs, measures=(INDEX, INDEX)
    )
    canvas, _ = draw(layout)
    lines = [stroke for stroke in canvas.strokes if stroke.role == "tick"]
    assert len(lines) == len(layout.x.ticks)
    assert {max(y for _, y in line.points) for line in lines} == {layout.plot.y1}
    assert {line.pen.color for line in lines} == {Color.GRID}
    many = tuple(Datum("a", "Aba", str(year), (0.1 + (year - 1990) / 50,)) for year in range(1990, 2025))
    canvas, _ = draw(lay_out([one.period for one in many], [one.figures[0] for one in many], many, width=Width.NARROW))
    years = [text.text for text in canvas.texts if text.mark and text.mark.attribute == "data-period"]
    assert (years[0], years[-1], 3 < len(years) < 20) == ("1990", "2024", True)
    assert len([stroke for stroke in canvas.strokes if stroke.role == "tick"]) == len(many)


@pytest.mark.parametrize("width", list(Width))
def test_names_of_areas_stand_in_the_middle_of_their_rows_beside_the_plot(width: Width) -> None:
    names = ("Aba", "A name that is broken into several rows of text on each width of a page", "Cece")
    data = tuple(Datum(f"a{at}", name, "2024", (0.2 + at / 10,)) for at, name in enumerate(names))
    layout = lay_out([one.figures[0] for one in data], [one.name for one in data], data, width=width)
    canvas, taken = draw(layout)
    scale = Scale(*layout.y.limits, layout.plot.y0, layout.plot.y1)
    for tick in layout.y.ticks:
        rows = [
            text
            for text in canvas.texts
            if text.x == 0 and not text.mark and set(text.text.split()) <= set(tick.text.split())
        ]
        assert " ".join(text.text for text in rows) == tick.text
        assert Read.find_text_middle(rows) == pytest.approx(scale.locate(tick.place))
        assert max(text.ends[1] for text in rows) < layout.plot.x0
    assert taken == []
    assert [stroke for stroke in canvas.strokes if stroke.role == "grid"] == []
    assert layout.plot.x0 < width / 2


def test_areas_have_names_without_marks_under_them() -> None:
    two = DATA[:2]
    layout = lay_out([one.name for one in two], [one.figures[0] for one in two], two)
    canvas, _ = draw(layout)
    assert [stroke.role for stroke in canvas.strokes if stroke.role != "grid"] == []
    scale = Scale(*layout.x.limits, layout.plot.x0, layout.plot.x1)
    assert [(text.text, text.x) for text in canvas.texts if not text.mark] == [
        (tick.text, scale.locate(tick.place)) for tick in layout.x.ticks
    ]


def test_titles_stand_over_the_plot_at_the_left_and_under_it_at_the_right() -> None:
    pairs = tuple(
        Datum(datum.area, datum.name, datum.period, (datum.figures[0], at / 7)) for at, datum in enumerate(DATA)
    )
    across, up = "A title of what is shown across, " * 2 + "long", "A title of what is shown upwards, " * 2 + "long"
    measures = (AxisMeasure("INDEX", 0, across), AxisMeasure("INDEX", 0, up))
    values = [[one.figures[at] for one in pairs] for at in (0, 1)]
    layout = lay_out(*values, pairs, measures=measures, width=Width.NARROW)
    canvas, taken = draw(layout)
    heads = [text for text in canvas.texts if not text.mark and text.x == 0]
    feet = [text for text in canvas.texts if not text.mark and text.align == "right"]
    assert " ".join(text.text for text in heads) == up
    assert " ".join(text.text for text in feet) == across
    assert len(heads) > 1 < len(feet)
    assert {text.x for text in feet} == {layout.width}
    for rows, top in ((heads, layout.height), (feet, ROW_HEIGHT * len(feet))):
        assert [text.y - BASELINE for text in rows] == [top - ROW_HEIGHT * (at + 1) for at in range(len(rows))]
    for text in heads:
        line = Box(0, text.y - BASELINE, text.ends[1], text.y - BASELINE + ROW_HEIGHT)
        assert any(box.contains(line) for box in taken)
    ticks = [text for text in canvas.texts if text.mark]
    assert (
        max(text.y for text in feet)
        < min(text.y for text in ticks)
        <= max(text.y for text in ticks)
        < min(text.y for text in heads)
    )


def test_the_best_rank_stands_at_the_top_and_none_at_the_edge() -> None:
    ranks = tuple(
        Datum(datum.area, datum.name, datum.period, (float(rank),))
        for datum, rank in zip(DATA, (97, 71, 86, 3), strict=True)
    )
    for direction in (1, -1):
        ax = Figure().subplots()
        ax.scatter(PERIODS, [one.figures[0] for one in ranks])
        if direction < 0:
            ax.invert_yaxis()
        reading = read_axes(ax, ranks, list(list_marks(ax)))
        assert reading is not None
        layout = settle(ax, reading, (AxisMeasure("RANK", 0),), SPEAKERS["en"], Width.WIDE, bars=False)
        bottom, top = layout.y.limits
        assert (bottom > 97, top < 3) == (True, True)
        canvas, _ = draw(layout)
        ticks = [
            (float(text.mark.value), text.y)
            for text in canvas.texts
            if text.mark and text.mark.attribute == "data-tick"
        ]
        assert ticks[0][0] == 1
        assert [y for _, y in ticks] == sorted((y for _, y in ticks), reverse=True)
        assert ax.get_ylim() == pytest.approx(layout.y.limits)


def test_marks_of_matplotlib_stand_where_the_axes_of_the_page_have_their_values() -> None:
    ax = Figure().subplots()
    points = ax.scatter(PERIODS, VALUES)
    reading = read_axes(ax, DATA, list(list_marks(ax)))
    assert reading is not None
    for width in Width:
        layout = settle(ax, reading, (INDEX,), SPEAKERS["en"], width, bars=False)
        figure = ax.figure
        assert tuple(figure.get_size_inches() * 96) == pytest.approx((width, layout.height))
        box = ax.get_position()
        found = (box.x0 * width, box.y0 * layout.height, box.x1 * width, box.y1 * layout.height)
        plot = layout.plot
        assert found == pytest.approx((plot.x0, plot.y0, plot.x1, plot.y1))
        assert (ax.get_xlim(), ax.get_ylim()) == (layout.x.limits, layout.y.limits)
    assert points.get_visible()


def test_an_axis_of_steps_that_runs_backwards_stays_so() -> None:
    ax = Figure().subplots()
    ax.scatter([one.figures[0] for one in DATA[:2]], [one.name for one in DATA[:2]])
    ax.invert_yaxis()
    reading = read_axes(ax, DATA[:2], list(list_marks(ax)))
    assert reading is not None
    assert settle(ax, reading, (INDEX,), SPEAKERS["en"], Width.WIDE, bars=False).y.limits == (1.5, -0.5)

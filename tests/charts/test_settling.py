"""The axes of an analyst's picture: round ticks in the page's language, room for names, nothing of matplotlib's own."""

from __future__ import annotations

import pytest
from matplotlib.figure import Figure

from dxlib.charts import marks
from dxlib.charts.canvas import Canvas
from dxlib.charts.on_axes import AxesReading, Datum, list_marks, read_axes
from dxlib.charts.settling import AxisMeasure, Layout, draw_axes, settle
from dxlib.charts.theme import Width
from dxlib.errors import DataError
from dxlib.language import Speaker

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

"""The legend of colours."""

from __future__ import annotations

import pytest

from dxlib.audit.charts.drawn import Drawn
from dxlib.audit.svg.legend import ReadLegend, make_legend
from dxlib.audit.svg.matching import Word
from dxlib.audit.svg.parsing import ReadText, Shape
from tests.audit.small import make_view

TICK, MUTED = "muted 400 13 middle", "muted 400 13 start"
VALUES = [17.6, 20, 30, 45.2, 60]


def make(*places: tuple[float, float], key: tuple[float, float] = (176, 10)) -> ReadLegend:
    """Give a legend with bounds at 20, 40 and 60, whose words are found at some places."""
    legend = make_legend(make_view(shapes=[Shape("k1 11.0 - - ", ((0, 5.5), (31, 5.5)))]), VALUES, has_gaps=True)
    marks = zip(places, ("20", "40", "60"), strict=True)
    legend.ticks.found = [ReadText(f"{mark}%", x, y, TICK, "data-tick", mark) for (x, y), mark in marks]
    assert legend.unknown
    legend.unknown.found = [ReadText("no figure", *key, MUTED)]
    return legend


PLACES = ((31, 25), (62, 25), (93, 25))
LOWER = ((31, 25), (62, 41), (93, 25))


def test_a_value_on_a_bound_has_the_colour_above_it() -> None:
    legend = make(*PLACES)
    assert [legend.choose(value) for value in (17.6, 20, 39.9, 40, 60)] == ["k1", "k2", "k2", "k4", "k5"]


def test_a_legend_of_lower_values_turns_its_colours() -> None:
    legend = make_legend(make_view(Drawn("tiles", "x", "PERCENT", 0, is_lower_better=True)), VALUES, has_gaps=False)
    assert legend.choose(17.6) == "k5"
    assert legend.unknown is None


def test_words_stand_between_classes_and_beside_the_sign() -> None:
    legend = make(*PLACES)
    assert legend.height == 32
    assert list(legend.check(make_view())) == []
    assert [word.text for word in legend.words] == ["ticks", "no figure"]
    assert ReadLegend((), ("k3",), legend.ticks, None).words == []


@pytest.mark.parametrize(
    ("places", "key", "message"),
    [
        (((33, 25), (62, 25), (93, 25)), (176, 10), "'20%' does not stand between its classes"),
        (((31, 25), (62, 23), (93, 25)), (176, 10), "'40%' does not stand between its classes"),
        (PLACES, (178, 10), "'no figure' stands at 178, 10, not where what it says stands"),
    ],
)
def test_words_that_stand_elsewhere_are_named(
    places: tuple[tuple[float, float], ...], key: tuple[float, float], message: str
) -> None:
    assert message in list(make(*places, key=key).check(make_view()))


def test_every_second_bound_may_stand_lower_and_the_sign_may_begin_a_row() -> None:
    legend = make(*LOWER)
    assert (legend.height, list(legend.check(make_view()))) == (48, [])
    legend = make(*PLACES, key=(36, 42))
    assert (legend.height, list(legend.check(make_view()))) == (48, [])


def test_other_bounds_are_named() -> None:
    legend = make(*PLACES)
    legend.bounds = (20, 40, 50)
    assert list(legend.check(make_view())) == ["the bounds of its classes are others"]


def test_boxes_stand_beside_each_other_and_the_sign_after_them() -> None:
    marks = list(make(*PLACES).list_marks())
    boxes, outline = [(one.look, one.points) for one in marks[:4]], marks[4]
    assert boxes[1] == ("k2 11.0 - - ", ((31, 5.5), (62, 5.5)))
    assert [look[:2] for look, _ in boxes] == ["k1", "k2", "k4", "k5"]
    assert outline.points[0] == (140.5, 10.5)


def test_one_class_has_no_box_and_its_sign_stands_first() -> None:
    legend = ReadLegend(
        (), ("k3",), Word("ticks", TICK), Word("no figure", MUTED, found=[ReadText("no figure", 36, 10, MUTED)])
    )
    assert next(legend.list_marks()).points[0] == (0.5, 10.5)
    assert list(legend.check(make_view())) == []

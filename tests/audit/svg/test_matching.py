"""Texts in their order, shapes in their places."""

from __future__ import annotations

import pytest

from dxlib.audit.svg.matching import ReadMark, Word, match_shapes, match_texts, pick
from dxlib.audit.svg.parsing import ReadText, Shape

LOOK = "ink 400 13 start"


def write(*texts: str, attribute: str = "", look: str = LOOK) -> list[ReadText]:
    return [ReadText(text, 0, 16 * at, look, attribute, text if attribute else "") for at, text in enumerate(texts)]


def find(words: list[Word], texts: list[ReadText]) -> list[str]:
    return list(match_texts(words, texts))


# Texts -----------------------------------------------------------------------------------------
def test_words_are_found_in_their_order_and_keep_what_they_are() -> None:
    words, texts = [Word("one", LOOK), Word("two", LOOK)], write("one", "two")
    assert find(words, texts) == []
    assert [word.only for word in words] == texts
    assert find([Word("two", LOOK), Word("one", LOOK)], texts) == [
        f"'one' stands where 'two'  must stand ({LOOK})",
    ]


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ([], f"nothing stands where 'one'  must stand ({LOOK})"),
        (write("won"), f"'won' stands where 'one'  must stand ({LOOK})"),
        (write("one", "more"), f"'more'  stands there, which the chart does not say ({LOOK})"),
        (write("one", attribute="data-q"), f"'one' one stands where 'one'  must stand ({LOOK})"),
        ([*write("one"), *write("one", look="1 600 13 end")],
         "'one'  stands there, which the chart does not say (1 600 13 end)"),
    ],
)  # fmt: skip
def test_what_is_missing_another_or_too_much_is_named(texts: list[ReadText], message: str) -> None:
    assert find([Word("one", LOOK)], texts) == [message]


def test_a_mark_must_be_the_same() -> None:
    word = Word("7", LOOK, "data-q", "q7")
    assert find([word], [ReadText("7", 0, 0, LOOK, "data-q", "q7")]) == []
    assert find([word], [ReadText("7", 0, 0, LOOK, "data-q", "q8")]) == [
        f"'7' q8 stands where '7' q7 must stand ({LOOK})"
    ]


def test_only_an_optional_word_may_be_missing() -> None:
    words = [Word("one", LOOK, is_optional=True), Word("two", LOOK)]
    assert find(words, write("two")) == []
    assert words[0].found == []
    assert find(words, write("one")) != []


def test_the_rows_of_a_name_together_say_it() -> None:
    name = Word("Brunei Darussalam", LOOK, is_name=True)
    assert find([name], write("Brunei", "Darussalam")) == []
    assert (name.only.text, name.middle) == ("Brunei", 8)
    for wrong in (write("Brunei"), write("Brun", "ei Darussalam"), write("Darussalam", "Brunei")):
        assert find([name], wrong) != []


def test_ticks_are_all_texts_with_a_tick() -> None:
    ticks = Word("ticks", LOOK, is_ticks=True)
    assert find([ticks, Word("end", LOOK)], [*write("0", "10", attribute="data-tick"), *write("end")]) == []
    assert [one.text for one in ticks.found] == ["0", "10"]
    assert find([ticks], write("0")) == [f"'0' stands where 'ticks'  must stand ({LOOK})"]


# Shapes ----------------------------------------------------------------------------------------
MARK = ReadMark("grid", ((0, 10), (100, 10)))
SHAPE = Shape("grid", ((0, 10), (100, 10)))


@pytest.mark.parametrize(
    ("points", "fits"),
    [
        (((0, 10), (100, 10)), True),
        (((1.5, 10), (100, 8.5)), True),
        (((1.6, 10), (100, 10)), False),
        (((0, 10), (100, 11.6)), False),
        (((0, 10),), False),
    ],
)
def test_a_shape_fits_where_each_corner_is_near(points: tuple[tuple[float, float], ...], *, fits: bool) -> None:
    assert MARK.fits(Shape("grid", points)) is fits


def test_a_coordinate_that_is_not_known_fits_any() -> None:
    assert ReadMark("grid", ((None, 10), (100, None))).fits(Shape("grid", ((50, 10), (100, 99))))
    assert not ReadMark("grid", ((None, 10),)).fits(Shape("grid", ((50, 13),)))


@pytest.mark.parametrize(
    ("marks", "shapes", "messages"),
    [
        ([MARK], [SHAPE], []),
        ([MARK], [], ["a line or an area (grid) does not stand at (0, 10)"]),
        ([], [SHAPE], ["a line or an area (grid) stands at (0, 10), where the chart has none"]),
        ([MARK], [SHAPE, SHAPE], ["a line or an area (grid) stands at (0, 10), where the chart has none"]),
        ([ReadMark("grid", MARK.points, is_optional=True)], [], []),
        ([MARK, ReadMark("grid", ((0, 50),))], [Shape("grid", ((0, 50),)), SHAPE], []),
    ],
)
def test_shapes_that_are_too_much_or_missing_are_named(
    marks: list[ReadMark], shapes: list[Shape], messages: list[str]
) -> None:
    assert list(match_shapes(marks, shapes)) == messages


def test_what_lies_under_others_does_not_lie_over_them() -> None:
    marks, bar = [MARK, ReadMark("1", ((0, 10),), layer=2)], Shape("1", ((0, 10),))
    assert list(match_shapes(marks, [SHAPE, bar])) == []
    assert list(match_shapes(marks, [bar, SHAPE])) == ["lines and areas lie over others that they must lie under"]


def test_shapes_are_picked_by_their_look() -> None:
    assert pick([SHAPE, Shape("1", ((0, 0),))], "grid") == [SHAPE]

"""The texts of a drawing, taken one by one, and the scales that charts share."""

from __future__ import annotations

from dataclasses import replace
from math import isnan
from pathlib import Path
from typing import Any

import pytest

from dxlib.audit.charts.drawn import Drawn, DrawnRow
from dxlib.audit.svg.parsing import ReadText, Shape, look_of_text
from dxlib.audit.svg.text_widths import measure
from dxlib.audit.svg.view import (
    BASELINE,
    Phrase,
    ReadScale,
    UnreadableError,
    View,
    Word,
    _read_tick,
    make_box,
    measure_text,
)
from dxlib.language import Speaker, sentence
from tests.audit.small import PATTERNS, make_fig, make_view
from tests.building import ROOT

LOOK = "ink 400 13 start"
PERIOD = sentence("{value} ({period})")


def put(text: str, x: float = 0, y: float = 12, look: str = LOOK, tick: str = "") -> ReadText:
    return ReadText(text, x, y, look, "data-tick" if tick else "", tick)


def write(*texts: str, attribute: str = "", look: str = LOOK) -> list[ReadText]:
    return [ReadText(text, 0, 16 * at, look, attribute, text if attribute else "") for at, text in enumerate(texts)]


def read(phrase: Word | Phrase) -> list[tuple[str, str]]:
    return [(word.text, word.look) for word, _ in phrase.words]


# What a text must be ---------------------------------------------------------------------------
def test_a_figure_is_a_text_with_the_name_that_it_has_on_the_page() -> None:
    figure = make_fig(66.5)
    word = make_view(names={figure.key: "q1"}).figure(figure, "1")
    assert (word.text.replace("\u00a0", " "), word.look, word.attribute, word.mark) == (
        "66.5%", "1 600 13 start", "data-q", "q1",
    )  # fmt: skip
    assert make_view().figure(figure).mark == figure.key


def test_a_rank_is_shown_with_its_n_where_its_source_states_one() -> None:
    view = make_view()
    assert read(view.out_of(make_fig(71, unit="RANK", OUT_OF="193"), "1")) == [
        ("71", "1 600 13 start"), ("of", "1 400 13 start"), ("193", "1 400 13 start"),
    ]  # fmt: skip
    assert read(view.out_of(make_fig(71, unit="RANK"), "1", anchor="end")) == [("71", "1 600 13 end")]


def test_a_rank_in_a_language_from_right_to_left_has_its_n_at_the_left() -> None:
    own = Path(__file__).parents[2] / "scaffold/languages"
    view = replace(make_view(), speaker=Speaker("ar", {"RANK": {"other": "{n}"}}, own))
    words = view.out_of(make_fig(71, unit="RANK", OUT_OF="193"), "1")
    assert [text for text, _ in read(words)] == ["193", "من", "71"]


def test_a_period_is_marked_with_its_code() -> None:
    word = make_view().period("2024-03", LOOK)
    assert (word.text, word.attribute, word.mark) == ("March 2024", "data-period", "2024-03")


def test_the_words_of_a_phrase_stand_where_the_spaces_between_them_end() -> None:
    view = make_view()
    rank = view.out_of(make_fig(71, unit="RANK", OUT_OF="193"), "1")
    phrase = view.compose(PERIOD, {"value": rank, "period": view.period("2024", LOOK)}, LOOK)
    assert [word.text for word, _ in phrase.words] == ["71", "of", "193", "(", "2024", ")"]
    seventy_one = measure("71", bold=True)
    places = [0, seventy_one + measure(" "), seventy_one + measure(" of "), seventy_one + measure(" of 193 ")]
    assert [x for _, x in phrase.words][:4] == [pytest.approx(place) for place in places]
    assert phrase.width == pytest.approx(seventy_one + measure(" of 193 (2024)"))


# What a drawing holds --------------------------------------------------------------------------
def test_words_are_taken_in_the_order_of_their_look() -> None:
    view = make_view(texts=[*write("one", "two"), *write("other", look="1 600 13 end")])
    assert view.take(Word("other", "1 600 13 end")).text == "other"
    assert view.find(Word("two", LOOK)) is None
    assert [view.take(Word(text, LOOK)).y for text in ("one", "two")] == [0, 16]
    assert list(view.list_rest()) == []


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ([], f"nothing stands where 'one'  must stand ({LOOK})"),
        (write("won"), f"'won' stands where 'one'  must stand ({LOOK})"),
        (write("one", attribute="data-q"), f"'one' one stands where 'one'  must stand ({LOOK})"),
        (write("one", look="1 600 13 end"), f"nothing stands where 'one'  must stand ({LOOK})"),
    ],
)
def test_what_is_missing_or_another_is_named(texts: list[ReadText], message: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        make_view(texts=texts).take(Word("one", LOOK))
    assert str(caught.value) == message


def test_a_mark_must_be_the_same() -> None:
    texts = [ReadText("7", 0, 0, LOOK, "data-q", "q8")]
    assert make_view(texts=texts).find(Word("7", LOOK, "data-q", "q8")) == texts[0]
    assert make_view(texts=texts).find(Word("7", LOOK, "data-q", "q7")) is None


def test_what_nothing_took_is_named() -> None:
    view = make_view(texts=write("one", "two"), shapes=[Shape("grid", ((0, 10),))])
    view.take(Word("one", LOOK))
    assert list(view.list_rest()) == [
        f"'two'  stands there, which the chart does not say ({LOOK})",
        "a line or an area (grid) stands at (0, 10), where the chart has none",
    ]
    assert [one.text for one in view.take_texts(lambda one: one.y > 0)] == ["two"]
    assert view.take_shapes(lambda one: one.look == "grid") == [Shape("grid", ((0, 10),))]
    assert list(view.list_rest()) == []


def test_the_rows_of_a_name_together_say_it() -> None:
    name = Word("Brunei Darussalam", LOOK)
    assert [one.text for one in make_view(texts=write("Brunei", "Darussalam")).take_name(name)] == name.text.split()
    for wrong in (write("Brunei"), write("Brun", "ei Darussalam"), write("Darussalam", "Brunei"), []):
        with pytest.raises(UnreadableError, match="stands where 'Brunei Darussalam'"):
            make_view(texts=wrong).take_name(name)


# Where it stands -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("gap", "lower", "stands"), [(1.4, 0, True), (-1.4, 1.4, True), (1.6, 0, False), (0, 2, False)]
)
def test_a_text_stands_where_the_one_before_it_ends(gap: float, lower: float, *, stands: bool) -> None:
    phrase = make_view().compose(sentence("{rank} of"), {"rank": Word("71", "1 600 13 start")}, LOOK)
    x = 5 + measure("71", bold=True) + measure(" ") + gap
    view = make_view(texts=[put("71", 5, look="1 600 13 start"), put("of", x, 12 + lower)])
    view.take_phrase(phrase, 5, 12)
    assert (view.wrong == []) is stands, view.wrong


def test_a_bold_text_is_measured_as_such() -> None:
    assert measure_text(put("71", look="ink 600 11 end")) == measure("71", bold=True, size=11)


@pytest.mark.parametrize(
    ("x", "y", "place"),
    [(10, 20, ""), (None, None, ""), (11.5, None, ""), (11.6, 20, "11.6, 20"), (10, 18.4, "10, 18.4")],
)
def test_a_text_stands_at_its_place(x: float | None, y: float | None, place: str) -> None:
    view = make_view(texts=[put("71", 10, 20)])
    view.take(Word("71", LOOK), x, y)
    assert view.wrong == ([f"'71' stands at 10, 20, not at {place}"] if place else [])


@pytest.mark.parametrize(("place", "x"), [(300, 300), (1, measure("71") / 2), (679, 680 - measure("71") / 2)])
def test_a_text_has_its_middle_at_its_place_as_far_as_there_is_room(place: float, x: float) -> None:
    view = make_view()
    view.see_middle(put("71", x, 12), place, 12)
    assert view.wrong == []
    view.see_middle(put("71", x + 2, 12), place, 12)
    assert len(view.wrong) == 1


def test_the_rows_of_a_name_stand_around_the_middle_of_their_row() -> None:
    name, rows = Word("Brunei Darussalam", LOOK), [put("Brunei", 5, 26), put("Darussalam", 5, 42)]
    view = make_view(texts=rows)
    assert view.take_row(name, 11, 6, 5) == (30, 49, measure("Darussalam"))
    assert view.wrong == []
    view = make_view(texts=rows)
    view.take_row(name, 14, 6, 5)
    assert view.wrong == ["'Brunei' stands at 5, 26, not at 5, 29", "'Darussalam' stands at 5, 42, not at 5, 45"]


def test_a_box_goes_around_texts() -> None:
    assert make_box([put("a", 10, 30), put("b", 10, 46)]) == (10, 18, 10 + measure("b"), 50)
    half = measure("66%", bold=True) / 2
    assert make_box([put("66%", 100, 40, "1 600 13 middle halo")]) == pytest.approx((100 - half, 28, 100 + half, 44))
    assert make_box([put("66%", 100, 40, "1 600 13 end")])[2] == 100


# Ticks and scales ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("texts", "units", "message"),
    [
        (("0%", "50%"), [], ""),
        (("0", "50%"), [], ""),
        (("0", "50"), [], "the ticks ['0', '50'] do not say their values"),
        (("0", "50"), [("PERCENT", 0), ("", 0)], ""),
        (("0%", "5%"), [], "the ticks ['0%', '5%'] do not say their values"),
    ],
)
def test_ticks_say_their_values_and_at_least_the_last_its_unit(
    texts: tuple[str, ...], units: list[tuple[str, int]], message: str
) -> None:
    ticks = [put(text, tick=tick) for text, tick in zip(texts, ("0", "50"), strict=True)]
    view = make_view(texts=[*ticks, put("end")])
    if not message:
        assert view.take_ticks(LOOK, units=units) == [(0, ticks[0]), (50, ticks[1])]
        assert [one.text for one in view.list_texts()] == ["end"]
        return
    with pytest.raises(UnreadableError) as caught:
        view.take_ticks(LOOK, units=units)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("values", "is_thinned", "is_right"),
    [
        ((0, 50), False, True), ((0, 25, 50), True, True), ((0, 25, 50), False, False), ((0, 50, 75), True, False),
        ((50,), True, False), ((0, 50), True, True),
    ],
)  # fmt: skip
def test_ticks_have_their_values_of_which_some_may_have_no_room(
    values: tuple[float, ...], *, is_thinned: bool, is_right: bool
) -> None:
    view = make_view(texts=[put("0%", tick="0"), put("50%", tick="50")])
    if is_right:
        assert len(view.take_ticks(LOOK, values, is_thinned=is_thinned)) == 2
        return
    with pytest.raises(UnreadableError, match="the ticks of its axis are"):
        view.take_ticks(LOOK, values, is_thinned=is_thinned)


def test_a_tick_that_is_no_number_is_named() -> None:
    with pytest.raises(UnreadableError, match=r"the ticks \['05'\] are no numbers"):
        make_view(texts=[put("5%", tick="05")]).take_ticks(LOOK)


@pytest.mark.parametrize(
    ("written", "value"),
    [("50", 50), ("-2.5", -2.5), ("05", None), ("5e1", None), ("inf", None), ("x", None), ("5.0", None)],
)
def test_a_tick_is_written_in_one_way(written: str, value: float | None) -> None:
    read_value = _read_tick(put("x", tick=written))
    assert isnan(read_value) if value is None else read_value == value


def test_a_scale_goes_through_two_values() -> None:
    scale = ReadScale(0, 100, 300, 20)
    assert [scale.locate(value) for value in (0, 50, 100, 110)] == [300, 160, 20, -8]
    assert ReadScale(5, 5, 300, 20).locate(9) == 300


def test_a_scale_is_fitted_to_the_lowest_and_the_highest_value() -> None:
    assert ReadScale.fit([(10, 100), (0, 50), (5, 70)]) == ReadScale(0, 10, 50, 100)
    for pairs in ([], [(1, 5)], [(1, 5), (1, 9)]):
        assert ReadScale.fit(pairs) is None


# Spots and height ------------------------------------------------------------------------------
def test_each_figure_is_named_in_order_where_it_stands() -> None:
    one, two = make_fig(1, "2023"), make_fig(2, "2024")
    names = {one.key: "q1", two.key: "q2"}

    def find(*wanted: tuple[object, float, float]) -> list[str]:
        view = make_view(names=names, spots=[("q1", 10, 20), ("q2", 30, 41)])
        view.see_spots(wanted)  # type: ignore[arg-type]
        return view.wrong

    assert find((one, 10, 20), (two, 31, 40)) == []
    assert find((two, 30, 40), (one, 10, 20)) == ["data-at does not name the figures of the chart"]
    assert find((one, 12, 20), (two, 30, 40)) == ["data-at has 'q1' at 10, 20, not at 12, 20"]
    assert find((one, 10, 18), (two, 30, 40)) == ["data-at has 'q1' at 10, 20, not at 10, 18"]


@pytest.mark.parametrize(("height", "wrong"), [(101.5, []), (98, ["its height is 100, not 98"])])
def test_a_drawing_is_as_high_as_what_stands_in_it(height: float, wrong: list[str]) -> None:
    view = make_view()
    view.see_height(height)
    assert view.wrong == wrong


def test_a_value_is_scaled_to_the_unit_of_the_chart() -> None:
    thousands = replace(make_fig(5), mult=3)
    assert Drawn("dots", "x", "PERCENT", 6).scale(thousands) == 0.005


def test_the_chart_that_the_decision_shows_is_read() -> None:
    text = (ROOT / "docs/decisions/0017-the-audit-composes-the-page-again.md").read_text("utf-8")
    names: dict[str, Any] = {"View": View, "Word": Word, "look_of_text": look_of_text, "BASELINE": BASELINE}
    names |= {"LEADING": 6.0, "LEFT": 120.0, "GAP": 8.0}
    exec(text.partition("```python\n")[2].partition("```")[0], names)
    figure = make_fig(50)
    shown = Speaker("en", PATTERNS).format_quantity(figure.measure)
    drawn = Drawn("shares", "x", "PERCENT", 0, rows=(DrawnRow("Viet Nam", (figure,)),))

    def read(x: float, end: float) -> list[str]:
        value = ReadText(shown, x, 15, "ink 600 13 start", "data-q", "q1")
        shapes = [Shape("1 12.0 - - ", ((120, 11), (end, 11)))]
        view = make_view(
            drawn, texts=[put("Viet Nam", 0, 15), value], shapes=shapes, height=22, names={figure.key: "q1"}
        )
        names["check_shares"](view)
        return [*view.wrong, *view.list_rest()]

    assert read(178, 170) == []
    assert read(181, 170) == [f"'{shown}' stands at 181, 15, not at 178, 15"]
    assert len(read(178, 175)) == 2

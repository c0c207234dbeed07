"""Sentences and the places in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from dxlib.errors import DxError
from dxlib.language.numbers import Form
from dxlib.language.sentences import Sentence, begin_with_capital, fill, list_from_left, list_slots, sentence


def show(name, form):
    return Markup(f"<b>{name}/{form}</b>")


def test_a_sentence_keeps_its_text_and_what_fills_it():
    made = sentence("{n} areas", n=3)
    assert made == Sentence("{n} areas", {"n": 3})
    assert (made.plural, made.count) == ("", 0)


def test_places_are_listed_in_order_each_once():
    assert list_slots("{rank} of {n}, up {change:size} on {n}") == ["rank", "n", "change"]


@pytest.mark.parametrize("text", ["none", "{}", "{Name}", "{1st}", "{a b}", "{{", "%(name)s"])
def test_what_is_no_place_is_text(text):
    assert list_slots(text) == []
    assert fill(text, show) == escape(text)


def test_places_are_filled_with_markup_and_the_form_they_ask_for():
    assert fill("Up {change:size} to {rank}.", show) == "Up <b>change/size</b> to <b>rank/plain</b>."


def test_a_place_may_stand_twice():
    assert fill("{n} and {n:signed}", show) == "<b>n/plain</b> and <b>n/signed</b>"


def test_the_text_around_the_places_is_escaped():
    assert fill("R&D <i>{n}</i>", show) == "R&amp;D &lt;i&gt;<b>n/plain</b>&lt;/i&gt;"


def test_what_fills_a_place_is_not_filled_again():
    assert fill("{a}", lambda name, _form: Markup("{b}") if name == "a" else Markup("wrong")) == "{b}"


@pytest.mark.parametrize(
    ("filled", "said"),
    [
        ("<b>6.</b>", "Am <b>6.</b>"),
        ("<a><i>2025 r.</i></a>", "Am <a><i>2025 r.</i></a>"),
        ("Washington D.C.", "Am Washington D.C."),
        ("<b>6</b>", "Am <b>6</b>."),
        ("and so on...", "Am and so on...."),
    ],
)
def test_what_ends_with_a_full_stop_ends_a_sentence_by_itself(filled, said):
    assert fill("Am {day}.", lambda _name, _form: Markup(filled)) == said
    assert fill("Am {day}...", lambda _name, _form: Markup("6.")) == "Am 6...."


def test_a_capital_of_i_has_a_dot_in_turkish():
    begun = [begin_with_capital(text, language) for text in ("ilk", "en") for language in ("tr", "az", "en")]
    assert begun == ["İlk", "İlk", "Ilk", "En", "En", "En"]


@given(st.text(st.characters(exclude_characters="{", codec="utf-8")))
def test_any_text_without_places_is_only_escaped(text):
    assert fill(text, show) == escape(text)


def test_an_unknown_form_lists_those_that_exist():
    with pytest.raises(DxError) as caught:
        fill("Up {change:sized}.", show)
    assert str(caught.value) == (
        "Unknown form 'sized' in 'Up {change:sized}.'.\nAllowed: 'plain', 'size', 'signed', 'ordinal', "
        "'in', 'to', 'from', 'the'.\n"
        "Fix: correct what follows the colon."
    )


def test_every_form_may_be_asked_for():
    assert fill("".join(f"{{x:{form}}}" for form in Form), lambda _name, form: Markup(form[0])) == "pssoitft"


@pytest.mark.parametrize(
    ("text", "direction", "parts"),
    [
        ("target {value}", "ltr", ["target ", "value"]),
        ("المستهدف {value}", "rtl", ["value", " المستهدف"]),
        ("{target} بحلول {deadline}", "rtl", ["deadline", " بحلول ", "target"]),
        ("{latest} ({period})", "rtl", ["(", "period", ") ", "latest"]),
        ("{figure}", "rtl", ["figure"]),
    ],
)
def test_a_drawing_puts_the_last_part_first_where_the_language_runs_from_right_to_left(text, direction, parts):
    assert [part for part, _ in list_from_left(text, direction)] == parts

"""Typed parts: lists that JSON can write, each named by its first entry."""

from __future__ import annotations

import json

import pytest

from dxlib.evidence import parts
from dxlib.evidence.parts import (
    NOTHING,
    Part,
    drawing,
    el,
    figure,
    flag,
    foreign,
    is_empty,
    join,
    list_all,
    list_names,
    name_few,
    period,
    say,
    say_plain,
    separate,
    show_few,
    verdict,
    walk,
)
from dxlib.language import Form, Sentence, sentence

SAID = say(Sentence("{n} target", {}, "{n} targets", 2), {"n": figure("aaaaaaaa", form=Form.SIZE, words=True)})
EVERY_KIND: dict[str, Part] = {
    "text": "R&D <b>",
    "element": el("p", "a", el("b", "c"), class_="x"),
    "figure": figure("aaaaaaaa", shown="own"),
    "period": period("2024-Q1", marked=False),
    "say": SAID,
    "verdict": verdict("bbbbbbbb", "met"),
    "flag": flag("E", "aaaaaaaa"),
    "foreign": foreign("q", "mười", "vi", class_="x"),
    "joined": join("a", "b"),
    "drawing": drawing(["svg", {}, ["path", {"d": "M0 0"}]]),
}


@pytest.mark.parametrize("part", EVERY_KIND.values(), ids=EVERY_KIND)
def test_a_part_survives_the_notebook(part: Part) -> None:
    assert json.loads(json.dumps(part, ensure_ascii=False)) == part


def test_kinds_have_the_names_that_notebooks_keep() -> None:
    names = {name: part[0] for name, part in EVERY_KIND.items() if not isinstance(part, str)}
    assert names == {
        "element": "p", "figure": "@figure", "period": "@period", "say": "@say", "verdict": "@verdict",
        "flag": "@flag", "foreign": "@foreign", "joined": "@joined", "drawing": "@drawing",
    }  # fmt: skip


def test_what_has_no_content_of_its_own_says_only_what_it_is_of() -> None:
    assert verdict("bbbbbbbb", "met") == [parts.VERDICT, "bbbbbbbb", "met"]
    assert flag("E", "aaaaaaaa") == [parts.FLAG, "E", "aaaaaaaa"]
    assert flag("E") == [parts.FLAG, "E", ""]
    assert period("2024") == [parts.PERIOD, "2024", True]
    assert period("2024", marked=False) == [parts.PERIOD, "2024", False]


def test_a_text_of_another_language_keeps_its_language_and_takes_python_names() -> None:
    assert foreign("span", "/x", "", class_="url", data_q=None) == [parts.FOREIGN, "span", "/x", "", {"class": "url"}]


def test_an_element_takes_python_names_and_leaves_out_what_has_no_value() -> None:
    assert el("p", class_="x", data_q="k", aria_hidden="", lang=None) == [
        "p", {"class": "x", "data-q": "k", "aria-hidden": ""},
    ]  # fmt: skip


def test_a_figure_says_key_form_hedge_and_how_it_is_shown() -> None:
    assert figure("k") == [parts.FIGURE, "k", "plain", False, "link"]
    assert figure("k", form=Form.SIGNED, words=True, shown="mark") == [parts.FIGURE, "k", "signed", True, "mark"]


def test_a_sentence_keeps_its_english_text_its_plural_and_its_places() -> None:
    assert SAID == [parts.SAY, "{n} target", {"n": [parts.FIGURE, "aaaaaaaa", "size", True, "link"]}, "{n} targets", 2]
    assert say_plain(sentence("met")) == [parts.SAY, "met", {}, "", 0]


def test_a_separator_stands_between_parts_only() -> None:
    assert [separate("; ", listed) for listed in ([], ["a"], ["a", "b", "c"])] == [
        join(), join("a"), join("a", "; ", "b", "; ", "c"),
    ]  # fmt: skip


def test_only_what_shows_nothing_at_all_is_empty() -> None:
    assert all(map(is_empty, (NOTHING, join(), join("", join("", NOTHING)), separate(", ", []))))
    assert not any(map(is_empty, (" ", join("", "a"), el("br"), period("2024"), join(join(el("p"))))))


def test_all_parts_are_walked_each_before_what_it_contains() -> None:
    inner = figure("aaaaaaaa")
    whole = el("p", "text", join(inner), say(sentence("{a} {b}"), {"a": el("b", period("2024")), "b": "c"}))
    found = [one[0] for one in walk(whole)]
    assert found == ["p", parts.JOINED, parts.FIGURE, parts.SAY, "b", parts.PERIOD]
    assert list(walk("text")) == []


def test_what_attributes_hold_is_not_walked() -> None:
    assert [one[0] for one in walk(el("td", "a", data_head=say_plain(sentence("Status"))))] == ["td"]


def test_names_are_listed_with_a_comma_that_languages_translate() -> None:
    comma = say_plain(sentence(", "))
    assert list_all(["a", "b", "c"]) == join("a", comma, "b", comma, "c")
    assert list_all(["a"]) == join("a")
    assert name_few("abcdef") == join("a", comma, "b", comma, "c", comma, "d", comma, "…")
    assert list_names(["a", "b", "c"])[2] == {"names": join("a", comma, "b"), "last": "c"}


def test_what_is_not_shown_is_not_made() -> None:
    made: list[int] = []
    show_few(range(9), lambda one: made.append(one) or str(one))
    assert made == [0, 1, 2, 3]

"""Texts of figures and periods are read back, and numerals in messages are seen."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from dxlib.audit.facts import Facts
from dxlib.audit.known import Known
from dxlib.audit.numerals import read_number, read_off
from dxlib.audit.reading_back import ReadingRenderer, read_period
from dxlib.evidence import parts, render
from dxlib.evidence.evidence_words import FLAG_WORDS, STATUS_WORDS
from dxlib.evidence.format import Measure
from dxlib.evidence.render import NO_NAMES, Renderer, make_speaker
from dxlib.language import Form, Sentence, Speaker, sentence
from dxlib.language.languages import read_language
from dxlib.language.numbers import PERIOD_FORMS, format_compact
from dxlib.language.sentences import fill
from tests.conftest import Toy, make_catalogue_files

MEASURES = {
    "a": Measure(Decimal("45.25"), "PERCENT", 0, 1, ">"),
    "b": Measure(Decimal("-1500000"), "PERSON"),
    "c": Measure(Decimal("70"), "RANK", 0, 0, "<="),
}


@pytest.fixture
def make(open_known: Callable[..., Known]) -> Callable[..., ReadingRenderer]:
    known = open_known([])

    def make_renderer(language: str = "en") -> ReadingRenderer:
        speaker = make_speaker(language, known.catalogue)
        return ReadingRenderer(speaker, MEASURES, NO_NAMES, lambda _: "", known.facts)

    return make_renderer


@pytest.mark.parametrize("language", ["en", "vi", "fr"])
def test_what_the_writer_of_numbers_writes_is_read_as_what_it_stands_for(
    make: Callable[..., ReadingRenderer], language: str
) -> None:
    renderer = make(language)
    for key in MEASURES:
        for form in Form:
            renderer.format_figure(key, form=form, words=True)
            renderer.format_figure(key, form=form)
    for code in ("2024", "2024-S1", "2024-05", "2024-05-06", "2024-01/2024-09", "2023/2024", "2023-S1/2024-05-06"):
        renderer.render(parts.period(code))
        for form in PERIOD_FORMS:
            renderer.render(parts.say(sentence(f"x {{x:{form}}}"), {"x": parts.period(code)}))
    assert renderer.misread == []


def test_the_unit_of_a_figure_may_hold_a_numeral(toy: Toy) -> None:
    units = make_catalogue_files()["units.yaml"]
    pattern = {language: {"other": "{n} per 100 people"} for language in ("en", "vi", "fr")}
    toy.write_catalogue("units.yaml", {**units, "PERSON": {**units["PERSON"], "pattern": pattern}})
    speaker = make_speaker("en", Facts(toy.project).catalogue)
    renderer = ReadingRenderer(speaker, MEASURES, NO_NAMES, lambda _: "", Facts(toy.project))
    for form in (Form.PLAIN, Form.SIZE, Form.SIGNED):
        assert renderer.format_figure("b", form=form, words=True).endswith("1.5\u00a0million per 100 people")
    assert renderer.misread == []


@pytest.mark.parametrize("wrong", ["45.2%", "> 45.2%", "< 45.3%", "> 45.3 points", "> 45.3% 2", "none"])
def test_a_text_that_is_another_value_unit_or_hedge_is_reported(
    make: Callable[..., ReadingRenderer], monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    renderer = make()
    monkeypatch.setattr(Speaker, "format_quantity", lambda *_args, **_options: wrong)
    renderer.format_figure("a")
    assert len(renderer.misread) == 1
    assert wrong in renderer.misread[0]


@pytest.mark.parametrize("wrong", ["2023", "May", "5 June 2024", "31 May 2024"])
def test_a_period_with_another_number_is_reported(
    make: Callable[..., ReadingRenderer], monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    renderer = make()
    monkeypatch.setattr(Speaker, "format_period", lambda *_args: wrong)
    renderer.render(parts.period("2024-05"))
    assert len(renderer.misread) == 1


def test_a_numeral_in_a_message_is_reported_once(make: Callable[..., ReadingRenderer]) -> None:
    renderer = make()
    part = parts.say_plain(sentence("About 38 ministries"))
    renderer.render(part)
    renderer.render(part)
    assert renderer.misread == ["a numeral in 'About 38 ministries' is neither a figure nor a listed name"]


OTHERS = ("et", "ar", "he", "ru", "pl", "ja", "hi", "de", "lt", "sl", "zh-Hant", "pt-BR", "cy", "fa", "ko", "hu", "th")
CODES = ("2024", "2024-S1", "2024-S2", "2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4", "2024-03", "2024-05-06",
         "2022-03-01", "2024-01/2024-09", "2022/2024", "2011/2024-08", "2020-Q2/2021-03-01")  # fmt: skip


@pytest.mark.parametrize("language", ["en", "vi", "fr"])
@pytest.mark.parametrize("code", CODES)
def test_what_the_writer_of_periods_writes_is_read_back(code: str, language: str) -> None:
    assert read_period(Speaker(language, {}).format_period(code), Speaker(language, {})) == code


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("code", ["2024", "2024-03", "2024-11", "2024-05-06", "2022-03-01", "2025-12-31"])
def test_days_and_months_of_any_language_are_read_back(code: str, language: str) -> None:
    assert read_period(Speaker(language, {}).format_period(code), Speaker(language, {})) == code


@pytest.mark.parametrize("language", OTHERS)
@given(st.integers(10**6, 10**14), st.sampled_from([1, -1]))
def test_large_numbers_of_any_language_are_read_back_as_what_others_read(language: str, size: int, sign: int) -> None:
    number = read_number(format_compact(Decimal(size * sign), read_language(language)), language)
    assert number is not None
    assert number.frame == "{n}"
    assert number.mantissa.scaleb(number.scale) == read_off(Fraction(size * sign), 0, "COUNT")


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("5 tháng 6 năm 2024", "vi", "2024-06-05"), ("6 tháng 5 năm 2024", "vi", "2024-05-06"),
        ("second half of 2024", "en", "2024-S2"), ("quý III năm 2024", "vi", "2024-Q3"),
        ("1er mars 2022", "fr", "2022-03-01"), ("2024 to 2022", "en", "2024/2022"),
        ("31 May", "en", ""), ("half of 2024 5", "en", ""), ("", "fr", ""),
        ("1 2 3 2024", "vi", ""), ("first half", "en", ""), ("2024 first half", "en", ""),
    ],
)  # fmt: skip
def test_a_period_is_read_as_a_reader_reads_it(text: str, language: str, code: str) -> None:
    assert read_period(text, Speaker(language, {})) == code


@pytest.mark.parametrize(
    ("code", "wrong"),
    [("2024-S1", "second half of 2024"), ("2024-Q1", "first half of 2024"), ("2022/2024", "2024 to 2022"),
     ("2024-05-06", "5 June 2024"), ("2022/2024", "2024")],
)  # fmt: skip
def test_another_part_of_the_year_or_another_order_is_reported(
    make: Callable[..., ReadingRenderer], monkeypatch: pytest.MonkeyPatch, code: str, wrong: str
) -> None:
    renderer = make()
    monkeypatch.setattr(Speaker, "format_period", lambda *_args: wrong)
    renderer.render(parts.period(code))
    assert len(renderer.misread) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        '<a href="#e-a">&gt; 45.4%</a>', '<a href="#e-b">&gt; 45.3%</a>', '<a href="#e-a">45.3%</a>',
        '<a href="#e-a" data-q="b">&gt; 45.3%</a>', "<b>&gt; 45.3%</b>",
    ],
)  # fmt: skip
def test_markup_that_shows_another_figure_or_leads_to_its_note_is_reported(
    make: Callable[..., ReadingRenderer], monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    renderer = make()
    monkeypatch.setattr(Renderer, "_render_figure", lambda *_args, **_options: wrong)
    renderer.render(parts.figure("a"))
    assert renderer.misread == [f"'{wrong}' is not the figure {MEASURES['a']}"]


@pytest.mark.parametrize(
    "wrong", ['<time datetime="2023-05">May 2024</time>', '<time datetime="2024-05">May 2023</time>']
)
def test_markup_of_another_period_is_reported(
    make: Callable[..., ReadingRenderer], monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    renderer = make()
    monkeypatch.setattr(Renderer, "_render_period", lambda *_args: wrong)
    renderer.render(parts.period("2024-05"))
    assert len(renderer.misread) == 1


def swap(text: str, show: Callable[[str, Form], Markup]) -> Markup:
    return fill(text, lambda name, form: show({"one": "other", "other": "one"}[name], form))


@pytest.mark.parametrize("broken", [swap, lambda text, show: fill(text, show).upper(), lambda *_: Markup("nothing")])
def test_a_sentence_that_is_filled_otherwise_is_reported(
    make: Callable[..., ReadingRenderer], monkeypatch: pytest.MonkeyPatch, broken: Callable[..., Markup]
) -> None:
    part = parts.say(sentence("from {one} to {other}"), {"one": "a", "other": parts.figure("a")})
    renderer = make()
    renderer.render(part)
    assert renderer.misread == []
    monkeypatch.setattr(render, "fill", broken)
    renderer.render(part)
    assert renderer.misread == ["'from {one} to {other}' is not filled with what belongs into its places"]


def test_one_full_stop_ends_a_sentence_whose_last_place_has_its_own(make: Callable[..., ReadingRenderer]) -> None:
    renderer = make()
    said = sentence("Where {one}, {other}.")
    assert renderer.render(parts.say(said, {"one": "a.", "other": "Washington D.C."})) == "Where a., Washington D.C."
    assert renderer.render(parts.say(said, {"one": "a", "other": parts.el("b", "6.")})) == "Where a, <b>6.</b>"
    within = parts.say(sentence("{one} & {other}"), {"one": "a", "other": parts.el("i", "r.")})
    assert renderer.render(parts.say(said, {"one": within, "other": within})) == (
        "Where a &amp; <i>r.</i>, a &amp; <i>r.</i>"
    )
    assert renderer.misread == []


def test_what_begins_a_sentence_in_turkish_is_read_with_its_dot(
    make: Callable[..., ReadingRenderer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Speaker, "translate", lambda _self, text: text.replace("among the first", "ilk"))
    renderer = make()
    monkeypatch.setattr(renderer.speaker, "language", "tr")
    said = renderer.render(parts.say(sentence("{rank}."), {"rank": parts.figure("c", words=True)}))
    assert "İlk 70" in said
    assert renderer.misread == []


def test_a_numeral_in_a_plural_is_reported_and_one_in_the_name_of_a_place_is_none(
    make: Callable[..., ReadingRenderer],
) -> None:
    renderer = make()
    said = Sentence("{part1} ministry", {}, "all 38 ministries", 1)
    renderer.render(parts.say(said, {"part1": "one"}))
    assert renderer.misread == ["a numeral in 'all 38 ministries' is neither a figure nor a listed name"]


@pytest.mark.parametrize("count", [1, 2])
def test_a_numeral_in_any_form_of_a_translation_is_reported(
    make: Callable[..., ReadingRenderer], monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    forms = {1: "un ministère", 2: "38 ministères"}
    monkeypatch.setattr(Speaker, "translate_sentence", lambda _self, message: forms[message.count])
    renderer = make("fr")
    renderer.render(parts.say(Sentence("one ministry", {}, "all ministries", count), {}))
    assert bool(renderer.misread) is (count > 1)


def test_a_figure_in_another_form_than_its_sentence_asks_for_is_reported(
    make: Callable[..., ReadingRenderer], monkeypatch: pytest.MonkeyPatch
) -> None:
    part = parts.say(sentence("down {change:size}"), {"change": parts.figure("b")})
    renderer = make()
    renderer.render(part)
    assert renderer.misread == []
    written = '<a href="#e-b">-1.5 million</a>'
    monkeypatch.setattr(Renderer, "_render_place", lambda *_args, **_options: written)
    renderer.render(part)
    assert renderer.misread == [f"'{written}' has not the form 'size'"]


def test_a_form_that_is_lost_is_reported(make: Callable[..., ReadingRenderer], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "fill", lambda text, show: fill(text, lambda name, _form: show(name, Form.PLAIN)))
    renderer = make()
    renderer.render(parts.say(sentence("down {change:size}"), {"change": parts.figure("b")}))
    assert renderer.misread == ["'down {change:size}' is not filled with what belongs into its places"]


@pytest.mark.parametrize("language", ["en", "vi", "fr"])
def test_each_status_and_each_flag_says_its_own_word(make: Callable[..., ReadingRenderer], language: str) -> None:
    renderer = make(language)
    for status in STATUS_WORDS:
        renderer.render(parts.verdict("v", status))
    for flag in FLAG_WORDS:
        renderer.render(parts.flag(flag, "a"))
    assert renderer.misread == []


@pytest.mark.parametrize(
    ("words", "one", "other", "part"),
    [(STATUS_WORDS, "met", "missed", parts.verdict("v", "met")), (FLAG_WORDS, "E", "F", parts.flag("E", "a"))],
)
def test_the_word_of_another_status_or_flag_is_reported(
    make: Callable[..., ReadingRenderer], words: dict[str, Sentence], one: str, other: str, part: list[object]
) -> None:
    renderer = make()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(words, one, words[other])
        renderer.render(part)
    assert len(renderer.misread) == 1
    assert f"does not say '{words[one].text}'" in renderer.misread[0]

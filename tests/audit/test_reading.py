"""Texts of figures and periods are read back, and numerals in messages are seen."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from dxlib.audit.known import Known
from dxlib.audit.reading import ReadingRenderer
from dxlib.evidence import parts
from dxlib.evidence.format import Measure
from dxlib.evidence.render import NO_NAMES, make_speaker
from dxlib.language import Form, Speaker, sentence

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
    for code in ("2024", "2024-S1", "2024-05", "2024-05-06", "2024-01/2024-09"):
        renderer.render(parts.period(code))
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

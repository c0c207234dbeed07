"""What a reader opens on demand, and the line that says what is found inside."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from lxml import html

from dxlib.data.catalogue import Source
from dxlib.evidence import blocks, folds
from dxlib.evidence.evidence_words import STATUS_WORDS
from dxlib.evidence.format import Measure
from dxlib.evidence.parts import Part, el, figure, say
from dxlib.evidence.render import Renderer
from dxlib.language import Speaker, sentence

KEY = "aaaaaaaa"
UNITS = {"COUNT": {"other": "{n}"}, "PERCENT": {"other": "{n}%"}}
MEASURES = {KEY: Measure(Decimal(50), "PERCENT")}


def render(part: Part, language: str = "en") -> str:
    return str(Renderer(Speaker(language, UNITS), MEASURES).render(part))


def read(part: Part, language: str = "en") -> str:
    return html.fragment_fromstring(render(part, language), create_parent=True).text_content()


def test_the_line_is_seen_and_the_content_is_inside() -> None:
    shown = render(folds.fold("Line", el("p", "a"), el("p", "b")))
    assert shown == '<details class="fold"><summary>Line</summary><p>a</p><p>b</p></details>'


def test_names_stand_once_each() -> None:
    assert read(folds.name_some(["Full-process, ministries", "5G", "5G"])) == "Full-process, ministries; 5G"


@pytest.mark.parametrize(
    ("many", "said"),
    [(9, "1; 2; 3; 4; 5; 6; 7; 8; 9"), (10, "1; 2; 3; 4; 5; 6; 7; 8 and 2 more"),
     (30, "1; 2; 3; 4; 5; 6; 7; 8 and 22 more")],
)  # fmt: skip
def test_of_many_names_the_first_are_given_and_the_others_counted(many: int, said: str) -> None:
    assert read(folds.name_some([str(number) for number in range(1, many + 1)])) == said


COUNTED = {
    "sources": lambda count: folds.sources([el("p")] * count, []),
    "names": lambda count: folds.name_some([f"n{number}" for number in range(count + 8)]),
    "met": lambda count: blocks.verdict("Targets", [("met", count, folds.count(count))]),
}


@pytest.mark.parametrize(
    ("language", "name", "said"),
    [
        ("lt", "sources", ["2 šaltiniai", "10 šaltinių", "21 šaltinis"]),
        ("ar", "sources", ["2 مصدران", "10 مصادر", "21 مصدرًا"]),
        ("et", "sources", ["2 allikat", "10 allikat", "21 allikat"]),
        ("ar", "names", ["و2 آخران", "و10 أخرى", "و21 آخر"]),
        ("lt", "met", ["2 pasiekti", "10 pasiektų", "21 pasiektas"]),
        ("en", "met", ["2 met", "10 met", "21 met"]),
    ],
)
def test_what_is_counted_has_the_plural_of_the_language(language: str, name: str, said: list[str]) -> None:
    speaker = Speaker(language, UNITS, Path(__file__).parents[1] / "scaffold/languages")
    for count, words in zip((2, 10, 21), said, strict=True):
        shown = str(Renderer(speaker, MEASURES).render(COUNTED[name](count)))
        assert words in html.fragment_fromstring(shown, create_parent=True).text_content()


def test_a_line_counts_every_time_and_names_each_thing_once() -> None:
    assert read(folds.count_names("missed", ["5G", "Fibre", "5G"])) == "missed: 3 – 5G; Fibre"
    assert read(folds.count_names("manqués", ["5G"]), "fr") == "manqués\u00a0: 1 – 5G"


@pytest.mark.parametrize("status", folds.TARGET_GROUPS)
def test_targets_stand_under_the_word_of_their_status(status: str) -> None:
    shown = render(folds.targets(status, ["5G"], ["x"]))
    word = "no figure known" if status == folds.NO_FIGURE else STATUS_WORDS[status].text
    assert f'<b><span class="status {status.replace("_", "-")}">{word}</span></b>: 1 – 5G</summary>x</details>' in shown


def test_an_issuer_heads_the_targets_of_which_no_figure_is_known() -> None:
    shown = folds.issued("Prime Minister", ["5G, 50% by 2025", "Fibre, 80% by 2025"])
    assert render(shown).startswith('<p class="issued"><b>Prime Minister</b>: ')
    assert read(shown) == "Prime Minister: 5G, 50% by 2025; Fibre, 80% by 2025"


def test_a_folded_chart_opens_by_its_title_and_keeps_its_name_and_all_else() -> None:
    title = say(sentence("Coverage is {share}"), {"share": figure(KEY)})
    chart = blocks.chart("c1", (title, "Sub"), ["Drawing"], ["Note"], ["UN"], ["Words."], "Twin")
    folded = render(folds.fold_chart(chart))
    opened = f'<h3>Coverage is <span data-q="{KEY}">50%</span></h3>'
    assert folded.startswith(
        f'<figure class="chart" id="c1"><details class="fold"><summary>{opened}</summary><p class='
    )
    assert read(folds.fold_chart(chart)) == read(chart)


def test_what_opens_a_fold_holds_no_link() -> None:
    inner = say(sentence("{a} of {b}"), {"a": figure(KEY), "b": el("b", figure(KEY, words=True), " x")})
    assert "href" in render(inner)
    assert "href" not in render(folds.unlink(inner))
    assert read(folds.unlink(inner)) == read(inner)


def test_unlinking_changes_no_part_that_was_given() -> None:
    inner = el("b", figure(KEY))
    folds.unlink(inner)
    assert "href" in render(inner)


def test_the_line_of_a_source_counts_the_figures_of_its_notes_and_no_other_names() -> None:
    about = Source.model_validate(
        {
            "publisher": "UN",
            "via": "",
            "title": "",
            "language": "en",
            "url": "",
            "published": "2024-09",
            "read": "2026-11-22",
            "terms": "CC BY",
        }
    )
    notes = [blocks.note(KEY, el("span", "x", id="other")), el("li", "A picture"), blocks.note("bbbbbbbb", "y")]
    assert read(folds.source("un-2024", "UN", about, notes)).startswith("UN · September 2024 · 2 figures")

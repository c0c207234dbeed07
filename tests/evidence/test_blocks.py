"""The blocks of a page: each has one form, whoever fills it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from lxml import html

from dxlib.data.catalogue import Source
from dxlib.data.observations import Observation
from dxlib.data.schema import Kind, ObsStatus, Qualifier
from dxlib.evidence import blocks, folds
from dxlib.evidence.evidence_words import FORMULA_WORDS, RULE_WORDS, WEIGHED_RULE_WORDS, WEIGHT_WORDS
from dxlib.evidence.format import Measure
from dxlib.evidence.parts import NOTHING, Part, el, figure, join, say_plain
from dxlib.evidence.render import Renderer
from dxlib.language import Speaker, sentence
from dxlib.language.available import list_own_languages

A, B = "aaaaaaaa", "bbbbbbbb"
MEASURES = {
    A: Measure(Decimal(71), "RANK"),
    f"{A}0": Measure(Decimal(193), "COUNT"),
    B: Measure(Decimal(62), "PERSON", 6, 0, ">"),
}
NBSP, NARROW = "\u00a0", "\u202f"


def make_source(**given: str) -> Source:
    usual = {
        "publisher": "UN", "via": "", "title": "Survey", "language": "en", "url": "https://www.example.org/a?b=1&c",
        "published": "2024-09", "read": "2026-11-22", "terms": "CC BY",
    }  # fmt: skip
    return Source.model_validate({**usual, **given})


def make_row(**given: object) -> Observation:
    usual = {
        "indicator": "egdi_rank", "area": "VNM", "period": "2024", "kind": Kind.ACTUAL, "value": Decimal(71),
        "unit": "RANK", "unit_mult": 0, "status": ObsStatus.NORMAL, "qualifier": Qualifier.EXACT, "upper": None,
        "out_of": None, "source": "un-2024", "locator": "", "published": "2024-09", "known_since": "2024-09-30",
        "as_written": "",
    }  # fmt: skip
    return Observation(**{**usual, **given})  # type: ignore[arg-type]


def render(part: Part, language: str = "en") -> str:
    return str(Renderer(Speaker(language, {}), MEASURES).render(part))


def read(part: Part, language: str = "en") -> str:
    """Give the words of a part with every space as it is."""
    return html.fragment_fromstring(render(part, language), create_parent=True).text_content()


def test_a_paragraph_says_what_it_is_by_its_class() -> None:
    assert render(blocks.paragraph("x", css="gap")) == '<p class="gap">x</p>'
    assert render(blocks.paragraph("x")) == "<p>x</p>"


# Tables --------------------------------------------------------------------------------------------------------------


def test_a_table_has_caption_and_scopes_and_scrolls_by_itself() -> None:
    assert render(blocks.table("C", ["H", "I"], [["a", "b"], ["c", "d"]], css="twin")) == (
        '<div class="scroll"><table class="twin"><caption>C</caption>'
        '<thead><tr><th scope="col">H<th scope="col">I'
        '<tbody><tr><th scope="row">a<td>b<tr><th scope="row">c<td>d</table></div>'
    )


def test_a_stacking_table_keeps_its_meaning_by_roles_and_heads() -> None:
    heads = [sentence("Indicator"), sentence("Status")]
    assert render(blocks.stacking_table("C", heads, [["a", "b"]], css="targets")) == (
        '<div class="scroll"><table class="targets stacking" role="table"><caption>C</caption>'
        '<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Indicator'
        '<th scope="col" role="columnheader">Status'
        '<tbody role="rowgroup"><tr role="row"><th scope="row" role="rowheader">a'
        '<td role="cell" data-head="Status:">b</table></div>'
    )


def test_the_heads_of_cells_are_in_the_language_of_the_page() -> None:
    table = blocks.stacking_table("C", [sentence("Indicator"), sentence("Status")], [["a", "b"]], css="x")
    assert 'data-head="Statut\N{NO-BREAK SPACE}:"' in render(table, "fr")


def test_a_row_with_another_number_of_cells_than_heads_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="zip"):
        blocks.stacking_table("C", [sentence("Indicator")], [["a", "b"]], css="x")


# Pieces of cells -----------------------------------------------------------------------------------------------------


def test_a_rank_is_n_of_n() -> None:
    assert render(blocks.of_total(figure(A), figure(f"{A}0"))) == (
        '<a href="#e-aaaaaaaa">71</a> of <a href="#e-aaaaaaaa" data-q="aaaaaaaa0">193</a>'
    )


def test_a_figure_stands_with_its_period_and_its_flag() -> None:
    assert read(blocks.at_period(figure(A), "2024-Q1")) == "71 (first quarter of 2024)"
    assert render(blocks.at_period("x", "2024", "E", A)) == (
        'x (<time datetime="2024">2024</time>) <i data-flag="aaaaaaaa">estimate</i>'
    )


@pytest.mark.parametrize(("direction", "arrow"), [("rise", "▲"), ("fall", "▼"), ("same", "=")])
def test_a_change_has_its_arrow_its_judgement_and_its_key(direction: str, arrow: str) -> None:
    assert render(blocks.moved(direction, "better", A, "up")) == (
        f'<span class="better" data-direction="{direction}" data-of="aaaaaaaa">'
        f'<span aria-hidden="true">{arrow}</span> up</span>'
    )


def test_a_publisher_leads_into_the_list_of_sources() -> None:
    assert render(blocks.publisher("R&D", "un-2024")) == '<a href="#s-un-2024">R&amp;D</a>'


def test_an_outlet_is_named_in_its_own_language() -> None:
    assert render(blocks.outlet("Ministry", "", "vi")) == "Ministry"
    assert render(blocks.outlet("Ministry", "Báo Mới", "vi")) == 'Ministry, in <span lang="vi">Báo Mới</span>'
    assert render(blocks.outlet("Bộ", "Báo Mới", "vi"), "vi") == "Bộ, theo <span>Báo Mới</span>"


def test_a_figure_names_everyone_who_states_it_and_an_article_in_two_languages_once() -> None:
    news, same = make_source(via="Báo Mới", language="vi"), make_source(via="Báo Mới", language="en")
    stated = blocks.state(figure(A), [("one", "UN", make_source()), ("two", "UN", news), ("three", "UN", same)])
    assert read(stated) == "71 – UN; UN, in Báo Mới"
    assert re.findall('href="#s-([a-z]+)"', render(stated)) == ["one", "two"]
    assert read(stated, "fr") == f"71 – UN{NARROW}; UN, dans Báo Mới"


def test_a_span_of_one_period_is_that_period() -> None:
    assert read(blocks.span("2024", "2024")) == "2024"
    assert read(blocks.span("2012", "2024")) == "2012 to 2024"


def test_a_finding_names_indicator_places_and_period() -> None:
    assert render(blocks.finding("R&D", ["Laos", "Peru"], "2010")) == (
        'R&amp;D<br><small>Laos and Peru (<time datetime="2010">2010</time>)</small>'
    )


def test_what_is_of_another_area_says_so() -> None:
    assert render(blocks.of_area("EGDI", "Laos")) == "EGDI, Laos"


@pytest.mark.parametrize("rule", RULE_WORDS)
def test_a_finding_is_judged_by_weight_and_rule(rule: str) -> None:
    own = WEIGHED_RULE_WORDS.get((rule, "contradiction"), RULE_WORDS[rule])
    assert render(blocks.judge("contradiction", rule)) == f"contradiction: {own.text}"
    assert read(blocks.judge("suspicion", rule), "fr").startswith(f"anomalie à vérifier{NBSP}: ")
    assert "contradiction" in WEIGHT_WORDS


@pytest.mark.parametrize(
    ("rule", "weight", "said"),
    [
        ("bases", "explanation", "their growth rates agree on the year before"),
        ("bases", "contradiction", "their growth rates disagree on the year before, too"),
        ("ranks", "contradiction", "a rank does not fit the order of the scores, or its total"),
        ("ranks", "suspicion", "no scores show whether it is a tie"),
    ],
)
def test_what_a_rule_finds_is_said_by_its_weight(rule: str, weight: str, said: str) -> None:
    assert render(blocks.judge(weight, rule)).endswith(said)


# Key figures ---------------------------------------------------------------------------------------------------------


def test_a_card_has_name_value_period_trend_change_and_target() -> None:
    card = blocks.card("Rank", blocks.big("71"), "2024", el("svg"), "up", "target")
    assert render(card) == (
        '<div class="card"><dt>Rank<dd class="value"><b class="big">71</b> (<time datetime="2024">2024</time>)'
        '<svg></svg><dd class="change">up<dd class="target">target</div>'
    )


def test_a_card_leaves_out_what_is_not_known() -> None:
    assert render(blocks.card("Rank", "71", "2024", NOTHING, NOTHING, NOTHING)) == (
        '<div class="card"><dt>Rank<dd class="value">71 (<time datetime="2024">2024</time>)</div>'
    )


def test_cards_stand_in_a_list() -> None:
    assert render(blocks.key_figures([el("div", "a"), el("div", "b")])) == (
        '<dl class="key-figures"><div>a</div><div>b</div></dl>'
    )


DAYS = [date(2020, 12, 31), date(2022, 12, 31), date(2024, 12, 31)]


def test_a_small_line_goes_through_its_figures_in_time_and_ends_with_a_point() -> None:
    assert render(blocks.spark([Decimal(1), Decimal(3), Decimal(2)], DAYS, downwards=False)) == (
        '<svg class="spark" viewBox="0 0 88 24" aria-hidden="true">'
        '<path d="M3 21L44 3L85 12"/><path d="M85 12h.01"/></svg>'
    )


def test_of_ranks_the_lowest_stands_at_the_top_and_a_line_of_equals_in_the_middle() -> None:
    ranks = render(blocks.spark([Decimal(90), Decimal(80), Decimal(70)], DAYS, downwards=True))
    assert 'd="M3 21L44 12L85 3"' in ranks
    assert 'd="M3 12L44 12L85 12"' in render(blocks.spark([Decimal(5)] * 3, DAYS, downwards=True))


# Definitions ---------------------------------------------------------------------------------------------------------


def test_each_definition_opens_by_its_name_and_says_what_changed() -> None:
    shown = blocks.definitions(
        [("A", "means a.", [blocks.not_comparable("2022-06-24", "It changed.")]), ("B", "b.", [])]
    )
    assert render(shown) == (
        '<div class="definitions"><details class="fold"><summary>A</summary><p>means a. Break in the series, '
        '<time datetime="2022-06-24">24 June 2022</time>: It changed.</p></details>'
        '<details class="fold"><summary>B</summary><p>b.</p></details></div>'
    )
    assert "24 juin 2022. It changed." in read(shown, "fr")


def test_many_definitions_stand_under_one_line_that_names_the_first() -> None:
    few, many = ([(f"N{number}", "m", []) for number in range(size)] for size in (10, 11))
    assert render(blocks.definitions(few)).startswith('<div class="definitions"><details')
    shown = render(blocks.definitions(many))
    assert shown.startswith('<details class="fold"><summary>N0; N1; N2; N3; N4; N5; N6; N7 and 3 more</summary><div')
    assert shown.count("<details") == 12


# Charts --------------------------------------------------------------------------------------------------------------


def test_the_name_of_a_chart_follows_from_kind_title_and_what_it_was_asked_for() -> None:
    own = blocks.name_chart("trend", "{area}", ["a", "b"])
    assert re.fullmatch("c[a-z2-7]{8}", own)
    assert own == blocks.name_chart("trend", "{area}", ("a", "b"))
    others = ("ranking", "{area}", ["a", "b"]), ("trend", "x", ["a", "b"]), ("trend", "{area}", ["b", "a"])
    assert own not in {blocks.name_chart(*other) for other in others}


def test_a_measure_is_named_with_its_unit() -> None:
    assert render(blocks.in_unit("Share of R&D", "per cent")) == "Share of R&amp;D, per cent"


def test_a_chart_stands_with_all_that_a_reader_needs() -> None:
    drawings = [blocks.frame_drawing(width, ["svg", {}]) for width in ("wide", "narrow")]
    chart = blocks.chart(
        "c1", ("Title", "Sub"), drawings, ["A note."], [blocks.publisher("UN", "un"), "Ministry"], ["One.", "Two."], "T"
    )  # fmt: skip
    assert render(chart) == (
        '<figure class="chart" id="c1"><figcaption><h3>Title</h3><p class="subtitle">Sub</p></figcaption>'
        '<div class="wide"><svg></svg></div><div class="narrow"><svg></svg></div><p class="note">A note.</p>'
        '<p class="source-line">Source: <a href="#s-un">UN</a>; Ministry</p>'
        '<details class="words"><summary>The chart in words and figures</summary>'
        '<p class="alternative" id="c1-d">One. Two.</p>T</details></figure>'
    )
    assert f"Source{NBSP}: UN{NARROW}; Ministry" in read(chart, "fr")


# Sources and notes ---------------------------------------------------------------------------------------------------


def test_a_note_is_where_a_figure_leads_to() -> None:
    assert render(el("ul", blocks.note(A, "x"))) == '<ul><li id="e-aaaaaaaa">x</ul>'


def test_a_note_by_itself_begins_with_its_subject() -> None:
    note = blocks.note_on(A, "Rank", "71")
    assert read(note) == "Rank: 71"
    assert read(note, "fr") == f"Rank{NBSP}: 71"
    assert 'id="e-aaaaaaaa"' in render(note)


def test_notes_on_one_thing_stand_under_its_name_and_a_period_that_they_share() -> None:
    notes = [blocks.note(A, "x"), blocks.note(B, "y")]
    assert render(el("ul", blocks.group("Rank", "", notes))) == (
        '<ul><li>Rank<ul><li id="e-aaaaaaaa">x<li id="e-bbbbbbbb">y</ul></ul>'
    )
    assert render(blocks.group("Rank", "2024", [])).startswith('<li>Rank, <time datetime="2024">2024</time><ul>')


def state_row(about: Source | None = None, *, area: str = "", with_period: bool = True, **row: object) -> Part:
    rivals = row.pop("rivals", [])
    return blocks.stated(
        area, el("b", "71"), make_row(**row), about or make_source(), with_period=with_period, rivals=rivals
    )  # fmt: skip


def test_a_plain_statement_is_figure_and_period() -> None:
    assert render(state_row()) == "<b>71</b>, <time>2024</time>"
    assert render(state_row(with_period=False)) == "<b>71</b>"
    assert render(state_row(period="")) == "<b>71</b>"


def test_an_area_that_is_not_the_pages_own_is_named_first() -> None:
    assert render(state_row(area="Laos")) == "Laos, <b>71</b>, <time>2024</time>"


def test_a_day_of_publication_is_said_where_it_is_not_that_of_the_source() -> None:
    assert read(state_row(published="2025-01-15")) == "71, 2024, 15 January 2025"
    assert read(state_row(published="2024-09")) == "71, 2024"


def test_what_the_source_wrote_is_quoted_in_its_language_and_its_place_named() -> None:
    vietnamese = make_source(language="vi")
    assert render(state_row(vietnamese, as_written="thứ 71", locator="Table 3")) == (
        '<b>71</b>, <time>2024</time>, <q lang="vi">thứ 71</q>, <small>Table 3</small>'
    )


@pytest.mark.parametrize(
    ("locator", "written"),
    [
        ("p3", "<small>¶ 3</small>"), ("excerpt", "trích đoạn"), ("p3a", '<small lang="en">p3a</small>'),
        ("page 4", '<small lang="en">page 4</small>'), ("order of a list", "suy ra từ thứ tự trong một danh sách"),
    ],
)  # fmt: skip
def test_a_place_in_a_source_is_as_written_unless_it_is_a_paragraph_or_a_word_of_ours(
    locator: str, written: str
) -> None:
    shown = render(state_row(locator=locator), "vi").rpartition(", ")[2]
    assert shown == written


def test_rivals_and_the_flag_come_last() -> None:
    rivals = [blocks.rival("Ministry", figure(B, words=True))]
    assert read(state_row(rivals=rivals, status=ObsStatus.ESTIMATED)) == (
        f"71, 2024, Ministry states more than 62{NBSP}million estimate"
    )
    assert render(state_row(status=ObsStatus.PROVISIONAL)).endswith(' <i data-flag="">provisional</i>')


@pytest.mark.parametrize("status", ["A", "M"])
def test_a_plain_statement_has_no_flag(status: str) -> None:
    assert "data-flag" not in render(state_row(status=ObsStatus(status)))


def test_a_computed_figure_says_of_what_how_and_from_which() -> None:
    note = blocks.computed(A, "15 places", "rank_change", [figure(A), figure(B)])
    assert read(note) == f"15 places: places gained: rank > 62{NBSP}million before, rank 71 now"
    assert f"15 places{NBSP}: " in read(note, "fr")
    assert render(note).startswith('<li id="e-aaaaaaaa">15 places: ')


def test_a_list_of_inputs_that_stands_elsewhere_is_referred_to() -> None:
    whole = blocks.computed(A, "x", "median", ["1", "2", "3"])
    assert read(whole) == "x: median of 1, 2, 3"
    same = blocks.computed(A, "x", "median", ["1", "2", "3"], same=figure(B, words=True))
    assert read(same) == f"x: median of the same figures as more than 62{NBSP}million"


@pytest.mark.parametrize("language", list_own_languages())
@pytest.mark.parametrize("formula", FORMULA_WORDS)
def test_every_formula_fills_its_words(formula: str, language: str) -> None:
    name = formula.removesuffix("_then")
    day = "2024-12-31" if name != formula else ""
    said = read(blocks.computed(A, "x", name, ["first", "second"], day=day), language)
    assert "{" not in said
    assert "first" in said


@pytest.mark.parametrize(
    ("area", "of", "when", "said"),
    [
        ("", NOTHING, "", "71"),
        ("Laos", NOTHING, "", "Laos, 71"),
        ("", "accounts", "", "71 accounts"),
        ("", NOTHING, "2024", "71, 2024"),
        ("Laos", "accounts", "2025-06", "Laos, 71 accounts, June 2025"),
    ],
)
def test_a_computed_figure_is_named_by_what_its_inputs_share(area: str, of: Part, when: str, said: str) -> None:
    assert read(blocks.name_computed(area, figure(A, shown="own"), of, when)) == said


def test_a_year_in_the_name_of_a_computed_figure_needs_no_code() -> None:
    assert render(blocks.name_computed("", "x", "y", "2024")) == "x y, <time>2024</time>"


def test_the_line_of_a_source_says_who_what_when_and_how_much_and_opens_where() -> None:
    assert render(folds.source("un-2024", "UN", make_source(), [blocks.note(A, "x")]), "fr") == (
        '<details><summary><b>UN</b> · <cite lang="en">Survey</cite> · <time datetime="2024-09">septembre 2024</time>'
        ' · un chiffre</summary><p><a class="url" href="https://www.example.org/a?b=1&amp;c">example.org</a></p>'
        '<ul id="s-un-2024"><li id="e-aaaaaaaa">x</ul></details>'
    )


def test_a_source_counts_the_figures_of_groups_and_no_line_that_leads_to_a_picture() -> None:
    notes = [blocks.group("Rank", "", [blocks.note(A, "x"), blocks.note(B, "y")]), el("li", "A picture")]
    assert read(folds.source("x", "UN", make_source(), notes)).startswith("UN · Survey · September 2024 · 2 figures")
    assert "figure" not in read(folds.source("x", "UN", make_source(), notes[1:]))


def test_a_source_without_a_date_says_when_it_was_read() -> None:
    shown = render(folds.source("x", "UN", make_source(published="", title="", url=""), []))
    assert shown == (
        "<details><summary><b>UN</b> · no date stated, read on "
        '<time datetime="2026-11-22">22 November 2026</time></summary><ul id="s-x"></ul></details>'
    )


@pytest.mark.parametrize(
    ("language", "before"),
    [("en", "as copied in "), ("vi", "theo bản sao trên "), ("fr", "d’après une copie déposée sur ")],
)
def test_a_source_that_was_read_in_a_copy_says_where_beside_the_publishers_address(language: str, before: str) -> None:
    copy = "https://github.com/somebody/copies/blob/1b2f/a.csv?b=1&c"
    link = f'<a class="url" href="{copy.replace("&", "&amp;")}">github.com/somebody/copies</a>'
    shown = render(folds.source("x", "UN", make_source(copied_from=copy), []), language)
    assert f'<p><a class="url" href="https://www.example.org/a?b=1&amp;c">example.org</a> · {before}{link}</p>' in shown
    alone = render(folds.source("x", "UN", make_source(url="", copied_from=copy), []), language)
    assert f"<p>{before}{link}</p>" in alone


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ISBN 978-92", "ftp://example.org"])
def test_an_address_that_is_none_of_the_web_is_a_text_and_leads_nowhere(url: str) -> None:
    shown = render(folds.source("x", "UN", make_source(url=url), []))
    assert f'<span class="url">{url}</span>' in shown
    assert "href" not in shown


def test_what_was_computed_stands_after_all_sources_and_one_line_counts_both() -> None:
    told = [el("details", el("ul", blocks.note(A, "x"))), el("details", "a")]
    assert render(folds.sources(told, [blocks.note(B, "b")])) == (
        '<details class="fold"><summary>2 sources, 2 figures</summary><div class="sources">'
        '<details><ul><li id="e-aaaaaaaa">x</ul></details><details>a</details>'
        "<details><summary><b>Computed from these figures</b> · one figure</summary>"
        '<ul><li id="e-bbbbbbbb">b</ul></details></div></details>'
    )
    assert read(folds.sources(told[:1], [])) == "one source, one figurex"
    assert render(folds.sources([], [])) == '<div class="sources"></div>'


def test_a_target_is_named_as_one() -> None:
    assert read(blocks.subject("Adults who sign", is_target=True)) == "Adults who sign, target"
    assert read(blocks.subject("Adults who sign", is_target=True), "fr") == "Adults who sign, objectif"
    assert blocks.subject("Adults who sign", is_target=False) == "Adults who sign"


def test_a_cell_may_hold_a_sentence_of_its_own() -> None:
    row: list[Part] = [join("a", el("br")), say_plain(sentence("none stated"))]
    assert "<td>non indiquée" in render(blocks.table("C", ["H", "I"], [row], css="x"), "fr")


def test_a_quotation_that_only_repeats_the_figure_is_left_out() -> None:
    row = make_row(as_written="71")
    shown = blocks.stated("", el("b", "71"), row, make_source(), with_period=True, rivals=[], repeats=True)
    assert render(shown) == "<b>71</b>, <time>2024</time>"


def test_a_point_without_a_change_names_none() -> None:
    assert render(blocks.point("x", NOTHING, "new", "", "")) == "<li>x. <small>(new)</small></li>"
    assert render(blocks.point("x", "y", "new", "rise", A)) == (
        '<li data-direction="rise" data-of="aaaaaaaa">x; y. <small>(new)</small></li>'
    )

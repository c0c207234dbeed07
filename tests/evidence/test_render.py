"""Markup of parts: every kind in one form, all text escaped, nothing on a page that it cannot hold."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markupsafe import Markup

from dxlib.data.catalogue import Catalogue
from dxlib.errors import ConfigError, DxError
from dxlib.evidence import parts
from dxlib.evidence.blocks import finding
from dxlib.evidence.evidence_words import FLAG_WORDS, STATUS_WORDS
from dxlib.evidence.format import Measure
from dxlib.evidence.parts import (
    Part,
    drawing,
    el,
    figure,
    flag,
    foreign,
    join,
    period,
    say,
    say_plain,
    verdict,
)
from dxlib.evidence.render import TAGS, Names, Renderer, find_all, flatten, make_speaker, write_markup
from dxlib.language import Form, Sentence, Speaker, sentence
from tests.rendering import PLAIN

KEY, OTHER = "aaaaaaaa", "bbbbbbbb"
MEASURES = {
    KEY: Measure(Decimal(-15), "PLACES"),
    f"{KEY}0": Measure(Decimal(193), "COUNT"),
    OTHER: Measure(Decimal(62), "PERSON", 6, 0, ">"),
}
NAMES = Names({KEY: "aaa", f"{KEY}0": "aaa0", OTHER: "bbb"}, {"un-2024": "uuu"})
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zs", "Zl", "Zp"]), min_size=1)


@pytest.fixture
def english() -> Renderer:
    return Renderer(Speaker("en", {}), MEASURES)


@pytest.fixture
def named() -> Renderer:
    return Renderer(Speaker("en", {}), MEASURES, NAMES)


@pytest.fixture
def french() -> Renderer:
    return Renderer(Speaker("fr", {}), MEASURES)


# Texts and elements --------------------------------------------------------------------------------------------------


def test_an_element_is_written_with_its_attributes_in_their_order() -> None:
    assert write_markup(el("p", "a", el("b", "c"), class_="x", id="y")) == '<p class="x" id="y">a<b>c</b></p>'


def test_what_holds_nothing_is_written_as_html_and_svg_have_it() -> None:
    assert write_markup(join("a", el("br"), "b")) == "a<br>b"
    assert write_markup(el("svg", el("path", d="M0 0"))) == '<svg><path d="M0 0"/></svg>'
    assert write_markup(el("td")) == "<td></td>"


@given(TEXT, TEXT)
def test_every_text_and_every_attribute_is_escaped(text: str, value: str) -> None:
    written = write_markup(el("p", text, title=value))
    (read,) = html.fragments_fromstring(str(written))
    assert (read.tag, read.text_content(), dict(read.attrib)) == ("p", text, {"title": value})
    assert len(read) == 0


HOSTILE = '<i onclick="x()">&\''
HOSTILE_WRITTEN = "&lt;i onclick=&#34;x()&#34;&gt;&amp;&#39;"


@pytest.mark.parametrize(
    "part",
    [
        HOSTILE,
        join(HOSTILE),
        el("p", HOSTILE),
        el("p", data_head=HOSTILE),
        el("td", data_head=join(HOSTILE)),
        foreign("q", HOSTILE, "vi"),
        foreign("q", "x", HOSTILE),
        foreign("q", "x", "vi", title=HOSTILE),
        say(sentence("{a}"), {"a": HOSTILE}),
        say_plain(sentence(HOSTILE)),
        say(Sentence("one", {}, HOSTILE, 2), {}),
        flag("E", HOSTILE),
        verdict(HOSTILE, "met"),
        drawing(["svg", {}, ["text", {"x": HOSTILE}, HOSTILE]]),
        el("a", "x", href=f"#e-{HOSTILE}"),
    ],
    ids=str,
)
def test_no_kind_of_part_lets_markup_through(english: Renderer, part: Part) -> None:
    written = english.render(part)
    assert "<i onclick" not in written
    assert HOSTILE_WRITTEN in written


def test_the_key_and_the_form_of_a_figure_are_escaped() -> None:
    renderer = Renderer(Speaker("en", {"X": {"other": "<b>{n}</b>"}}), {HOSTILE: Measure(Decimal(1), "X")})
    written = renderer.render(figure(HOSTILE))
    assert written == f'<a href="#e-{HOSTILE_WRITTEN}">&lt;b&gt;1&lt;/b&gt;</a>'


def test_a_name_on_the_page_is_escaped() -> None:
    renderer = Renderer(Speaker("en", {}), MEASURES, Names({KEY: HOSTILE}, {}))
    assert renderer.render(figure(KEY)) == f'<a href="#e-{HOSTILE_WRITTEN}">-15</a>'


def test_markup_that_was_written_before_lets_no_equal_text_through() -> None:
    text = "<b>a text that no other test says</b>"
    assert write_markup(["p", {"title": Markup(text)}, Markup(text)]) == f'<p title="{text}">{text}</p>'
    written = "&lt;b&gt;a text that no other test says&lt;/b&gt;"
    assert write_markup(["p", {"title": text}, text]) == f'<p title="{written}">{written}</p>'


@pytest.mark.parametrize("tag", ["script", "style", "iframe", "img", "object", "form", "P", "", "a onclick", "h5"])
def test_an_element_that_no_page_holds_is_refused(tag: str) -> None:
    with pytest.raises(ConfigError) as caught:
        write_markup(el("p", [tag, {}, "x"]))
    assert str(caught.value) == (
        f"A fragment holds '<{tag}>'.\nAllowed: 'a', 'b', 'br', 'caption', 'circle', 'cite', 'clipPath', "
        "'dd', 'defs', 'details', 'div', 'dl', 'dt', 'figcaption', 'figure', 'g', 'h1', 'h3', 'i', 'image' "
        "and 20 others.\n"
        "Fix: use one of these elements."
    )
    assert tag not in TAGS


@pytest.mark.parametrize("kind", ["@html", "@figures", "@", "@raw"])
def test_a_kind_of_part_that_does_not_exist_is_refused(kind: str) -> None:
    with pytest.raises(ConfigError, match=f"^A fragment holds '<{kind}>'"):
        write_markup([kind, "<b>x</b>"])


@pytest.mark.parametrize("name", ["onclick", "onerror", "style", 'x="y" onclick', "", "1", "data-x/", "a>"])
def test_an_attribute_that_could_run_a_script_or_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(ConfigError) as caught:
        write_markup(["p", {name: "x"}])
    assert str(caught.value) == (
        f"A fragment holds the attribute '{name}'.\n"
        "Fix: use letters and hyphens, and neither 'style' nor a name that begins with 'on'."
    )


def test_a_sentence_in_an_attribute_becomes_its_words(french: Renderer) -> None:
    head = say_plain(sentence("Indicator"))
    assert french.render(el("td", "x", data_head=head)) == '<td data-head="Indicateur">x</td>'
    marked = el("td", "x", data_head=join(el("b", "R&D"), "  ", figure(KEY)))
    assert french.render(marked) == '<td data-head="R&amp;D -15">x</td>'


# Figures -------------------------------------------------------------------------------------------------------------


def test_a_figure_leads_to_its_note(english: Renderer) -> None:
    assert english.render(figure(KEY)) == '<a href="#e-aaaaaaaa">-15</a>'


def test_within_its_own_note_a_figure_leads_nowhere_and_elsewhere_a_mark_names_it(english: Renderer) -> None:
    assert english.render(figure(KEY, shown="own")) == "<b>-15</b>"
    assert english.render(figure(KEY, shown="mark")) == '<span data-q="aaaaaaaa">-15</span>'


def test_a_total_leads_to_the_note_of_its_figure_and_is_told_apart(english: Renderer) -> None:
    assert english.render(figure(f"{KEY}0")) == '<a href="#e-aaaaaaaa" data-q="aaaaaaaa0">193</a>'
    assert english.render(figure(f"{KEY}0", shown="mark")) == '<span data-q="aaaaaaaa0">193</span>'


def test_the_form_of_a_figure_is_written_where_it_is_not_the_plain_one(english: Renderer) -> None:
    assert english.render(figure(KEY, form=Form.SIZE)) == '<a href="#e-aaaaaaaa" data-form="size">15</a>'
    assert english.render(figure(KEY, form=Form.SIZE, shown="mark")) == (
        '<span data-q="aaaaaaaa" data-form="size">15</span>'
    )
    assert english.render(figure(KEY, form=Form.SIZE, shown="own")) == "<b>15</b>"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Places in e-government", 'Places in <span class="whole">e-government</span>'),
        ("E-commerce & R&D-led", '<span class="whole">E-commerce</span> &amp; R&amp;D-led'),
        ("end-to-end, 2024-25, a - b", "end-to-end, 2024-25, a - b"),
    ],
)
def test_the_title_of_a_page_keeps_a_word_whole_that_begins_with_a_letter_and_a_hyphen(said: str, kept: str) -> None:
    date = el("time", "July", datetime="2025-7-1")
    assert write_markup(el("h1", said, " ", date)) == f'<h1>{kept} <time datetime="2025-7-1">July</time></h1>'
    assert "whole" not in write_markup(el("p", said))


def test_a_hedge_is_a_sign_or_words(english: Renderer) -> None:
    assert english.format_figure(OTHER) == "> 62\u00a0million"
    assert english.format_figure(OTHER, words=True) == "more than 62\u00a0million"
    assert english.render(figure(OTHER)) == '<a href="#e-bbbbbbbb">&gt; 62\u00a0million</a>'


# Sentences -----------------------------------------------------------------------------------------------------------


def test_the_form_that_a_place_asks_for_wins_over_the_figures_own(english: Renderer) -> None:
    sized = {"n": figure(KEY, form=Form.SIZE)}
    assert english.render(say(sentence("by {n:signed}"), sized)).endswith('data-form="signed">-15</a>')
    assert english.render(say(sentence("by {n}"), sized)).endswith('data-form="size">15</a>')
    assert english.render(say(sentence("by {n}"), {"n": figure(KEY)})).endswith('"#e-aaaaaaaa">-15</a>')


def test_a_form_that_does_not_exist_is_refused(english: Renderer) -> None:
    with pytest.raises(DxError, match=r"^Unknown form 'sized' in 'by \{n:sized\}'\."):
        english.render(say(sentence("by {n:sized}"), {"n": figure(KEY)}))


def test_a_translation_with_a_place_of_its_own_is_refused(tmp_path: Path) -> None:
    words = tmp_path / "fr" / "messages.po"
    words.parent.mkdir()
    words.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
                     'msgid "The fee is {fee}."\nmsgstr "{{config}} {fee}"\n', "utf-8")  # fmt: skip
    renderer = Renderer(Speaker("fr", {}, tmp_path), MEASURES)
    with pytest.raises(ConfigError, match=r"a place \{config\} that 'The fee is \{fee\}\.' does not have"):
        renderer.render(say(sentence("The fee is {fee}."), {"fee": "8"}))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{n} people", "More than 62\u00a0million people"),
        ("{n:size} people", "More than 62\u00a0million people"),
        ("About {n} people", "About more than 62\u00a0million people"),
        (" {n} people", " more than 62\u00a0million people"),
    ],
)
def test_a_hedge_in_words_has_a_capital_only_where_it_begins_a_sentence(
    english: Renderer, text: str, shown: str
) -> None:
    said = english.render(say(sentence(text), {"n": figure(OTHER, words=True)}))
    assert html.fromstring(f"<p>{said}</p>").text_content() == shown


@pytest.mark.parametrize(
    ("language", "unit", "is_long"),
    [("ja", "{n}ズウォティ", True), ("ja", "{n}人", False), ("en", "{n} zlotys", True), ("en", "{n} PLN", False)],
)
def test_a_figure_of_a_card_is_small_where_its_letters_are_many_or_wide(
    language: str, unit: str, is_long: bool
) -> None:
    renderer = Renderer(Speaker(language, {"PLN": {"other": unit}}), {KEY: Measure(Decimal("13.7"), "PLN", 0, 1)})
    assert ('class="long"' in renderer.render(figure(KEY, shown="big"))) is is_long


def test_the_capital_follows_the_translation_and_not_the_english_text() -> None:
    renderer = Renderer(Speaker("fr", {}), MEASURES)
    said = renderer.render(
        say(sentence("{source} states {figure}"), {"source": "A", "figure": figure(OTHER, words=True)})
    )
    assert "plus de 62" in said
    assert "Plus de 62" in renderer.render(say(sentence("{figure} ({period})"), {
        "figure": figure(OTHER, words=True), "period": period("2024"),
    }))  # fmt: skip


def test_a_sign_at_the_start_stays_as_it_is(english: Renderer) -> None:
    assert ">&gt; 62" in english.render(say(sentence("{n} people"), {"n": figure(OTHER)}))


def test_the_plural_follows_the_count_in_the_language_of_the_page(english: Renderer) -> None:
    def make(count: int) -> Part:
        return say(Sentence("{n} target", {}, "{n} targets", count), {"n": str(count)})

    assert [english.render(make(count)) for count in (0, 1, 2)] == ["0 targets", "1 target", "2 targets"]


def test_a_place_holds_any_part_and_a_sentence_within_a_sentence_is_translated(french: Renderer) -> None:
    places = {"weight": say_plain(sentence("contradiction")), "rule": el("b", say_plain(sentence("met")))}
    assert french.render(say(sentence("{weight}: {rule}"), places)) == "contradiction\u00a0: <b>atteint</b>"


def test_what_fills_a_place_is_not_filled_again(english: Renderer) -> None:
    assert english.render(say(sentence("{a}"), {"a": "{b}"})) == "{b}"


# Periods, verdicts, flags, other languages ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("2024", '<time datetime="2024">2024</time>'),
        ("2025-06", '<time datetime="2025-06">June 2025</time>'),
        ("2025-02-06", '<time datetime="2025-02-06">6 February 2025</time>'),
        ("2024-Q1", '<span data-period="2024-Q1">first quarter of 2024</span>'),
        ("2025-01/2025-09", '<span data-period="2025-01/2025-09">first nine months of 2025</span>'),
    ],
)
def test_a_period_carries_its_code_in_the_element_that_html_has_for_it(
    english: Renderer, code: str, written: str
) -> None:
    assert english.render(period(code)) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("{when:in} it fell.", "In 2024 it fell."),
        ("It fell {when:in}.", "It fell in 2024."),
        ("{when:in} and after", "in 2024 and after"),
    ],
)
def test_the_words_of_a_period_have_a_capital_only_where_they_begin_a_sentence(
    english: Renderer, text: str, written: str
) -> None:
    assert english.render(say(sentence(text), {"when": period("2024", marked=False)})) == written.replace(
        "2024", "<time>2024</time>"
    )


def test_a_year_that_a_note_says_of_itself_needs_no_code(english: Renderer) -> None:
    assert english.render(period("2024", marked=False)) == "<time>2024</time>"
    assert english.render(period("2025-06", marked=False)) == '<time datetime="2025-06">June 2025</time>'


@pytest.mark.parametrize("status", STATUS_WORDS)
def test_a_verdict_is_a_word_with_a_class_and_names_what_it_rests_on(named: Renderer, status: str) -> None:
    css = status.replace("_", "-")
    assert named.render(verdict(OTHER, status)) == (
        f'<span class="status {css}" data-verdict="bbb">{STATUS_WORDS[status].text}</span>'
    )


@pytest.mark.parametrize("status", FLAG_WORDS)
def test_a_flag_is_a_word_and_within_a_note_needs_no_name(named: Renderer, status: str) -> None:
    word = FLAG_WORDS[status].text
    assert named.render(flag(status, KEY)) == f' <i data-flag="aaa">{word}</i>'
    assert named.render(flag(status)) == f' <i data-flag="">{word}</i>'


def test_a_text_in_another_language_names_it_and_one_in_the_pages_own_does_not(french: Renderer) -> None:
    assert french.render(foreign("q", "mười", "vi")) == '<q lang="vi">mười</q>'
    assert french.render(foreign("q", "dix", "fr")) == "<q>dix</q>"
    assert french.render(foreign("span", "/x", "", class_="url")) == '<span class="url">/x</span>'


# Names on the page ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "written"),
    [
        (figure(KEY), '<a href="#e-aaa">-15</a>'),
        (figure(f"{KEY}0"), '<a href="#e-aaa" data-q="aaa0">193</a>'),
        (figure(KEY, shown="mark"), '<span data-q="aaa">-15</span>'),
        (el("p", "x", data_of=KEY), '<p data-of="aaa">x</p>'),
        (el("li", "x", id=f"e-{KEY}"), '<li id="e-aaa">x'),
        (el("section", "x", id="s-un-2024"), '<section id="s-uuu">x</section>'),
        (el("a", "x", href="#s-un-2024"), '<a href="#s-uuu">x</a>'),
        (["svg", {"data-at": f"{KEY},1,2 {OTHER},3,4 {KEY}0,5,6"}], '<svg data-at="aaa,1,2 bbb,3,4 aaa0,5,6"></svg>'),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_figures_and_sources_have_their_names_of_the_page(named: Renderer, part: Part, written: str) -> None:
    assert named.render(el("ul", part)).removeprefix("<ul>").removesuffix("</ul>") == written


@pytest.mark.parametrize(
    "part",
    [
        KEY,
        el("p", "x", class_=KEY),
        el("p", "x", id=KEY),
        el("a", "x", href=f"https://example.org/#e-{KEY}"),
        el("a", "x", href="#s-other"),
        ["svg", {"data-at": "zzzzzzzz,1,2"}],
        el("p", "x", id="e-commerce"),
    ],
    ids=str,
)
def test_what_is_no_name_or_not_known_stays_as_it_is(named: Renderer, part: Part) -> None:
    assert named.render(part) == write_markup(part)


# Whole markup --------------------------------------------------------------------------------------------------------


def test_only_end_tags_that_html_does_without_are_left_out() -> None:
    rows = el("tr", el("th", "a"), el("th", "b")), el("tr", el("th", "c"), el("td", "d"))
    table = el("table", el("thead", rows[0]), el("tbody", rows[1]))
    assert write_markup(table) == "<table><thead><tr><th>a<th>b<tbody><tr><th>c<td>d</table>"
    assert write_markup(el("ul", el("li", "a"), " b")) == "<ul><li>a</li> b</ul>"
    assert write_markup(el("ul", el("li", "a"), el("li", "b"))) == "<ul><li>a<li>b</ul>"
    assert write_markup(el("dl", el("dt", "a"), el("dd", "b"))) == "<dl><dt>a<dd>b</dl>"
    assert write_markup(el("dl", el("div", el("dt", "a"), el("dd", "b")))) == "<dl><div><dt>a<dd>b</div></dl>"
    assert write_markup(el("p", "a")) == "<p>a</p>"


CELLS = st.lists(st.sampled_from(["a", "<", "</td>", "&"]), min_size=1, max_size=3)


@given(st.lists(CELLS, min_size=1, max_size=3))
def test_a_browser_reads_the_same_tree_without_them(cells: list[list[str]]) -> None:
    table = el("table", el("tbody", *(el("tr", *(el("td", text) for text in row)) for row in cells)))
    read = html.fragment_fromstring(str(write_markup(table)))
    assert [[cell.text_content() for cell in row] for row in read.iter("tr")] == cells


def test_a_drawing_can_be_replaced_by_what_stands_for_it() -> None:
    svg = drawing(["svg", {}, ["path", {"d": "M0 0"}]])
    whole = el("div", svg, "a", svg)
    seen: list[str] = []

    def draw(drawn: str) -> str:
        seen.append(drawn)
        return "*"

    assert Renderer(Speaker("en", {}), {}, draw=draw).render(whole) == "<div>*a*</div>"
    assert seen == ['<svg><path d="M0 0"/></svg>'] * 2
    assert write_markup(whole) == f"<div>{seen[0]}a{seen[0]}</div>"


def test_the_text_of_a_part_is_what_a_reader_sees(english: Renderer) -> None:
    part = el("p", say(sentence("{n} & more"), {"n": figure(KEY)}), el("br"), " <x>")
    assert flatten(part, english) == "-15 & more <x>"


def test_parts_of_a_kind_are_found_in_their_order() -> None:
    part = el("p", figure(KEY), say(sentence("{n}"), {"n": join(figure(OTHER))}), "x")
    assert find_all(part, parts.FIGURE) == [figure(KEY), figure(OTHER)]
    assert find_all(part, parts.VERDICT) == []


def test_a_speaker_knows_the_units_of_the_catalogue_in_its_language() -> None:
    names = {"en": "per cent", "vi": "phần trăm", "fr": "pour cent"}
    pattern = {"en": {"other": "{n}%"}, "vi": {"other": "{n}%"}, "fr": {"one": "{n} %", "other": "{n} %"}}
    empty = {part: {} for part in ("indicators", "topics", "systems", "publishers", "sources", "areas")}
    catalogue = Catalogue.model_validate(
        {**empty, "project": PLAIN, "units": {"PERCENT": {"name": names, "pattern": pattern}}},
    )
    share = Measure(Decimal("45.2"), "PERCENT", 0, 1)
    written = [make_speaker(language, catalogue).format_quantity(share) for language in ("en", "vi", "fr")]
    assert written == ["45.2%", "45,2%", "45,2 %"]


def test_what_stands_between_parts_of_a_note_is_that_of_the_language() -> None:
    own = Path(__file__).parents[1] / "scaffold/languages"
    part = finding("R&D", ["Chile", "Laos", "Peru"], "2010")
    said = {code: Renderer(Speaker(code, {}, own), MEASURES).render(part) for code in ("en", "ar")}
    assert "Chile, Laos and Peru (" in said["en"]
    assert "Chile، Laos وPeru (" in said["ar"]
    listed = {code: Renderer(Speaker(code, {}, own), {}).render(parts.name_few("abcdef")) for code in ("en", "ar")}
    assert listed == {"en": "a, b, c, d, …", "ar": "a، b، c، d، …"}


def test_what_the_index_lists_is_led_to_from_a_page_and_is_plain_where_there_is_no_index() -> None:
    renderer = Renderer(Speaker("en", {}), {})
    part = parts.indexed("R&D", brief="10-systems", own_system="a b")
    assert renderer.render(part) == "R&amp;D"
    renderer.index = "../../index.en.html"
    assert renderer.render(part) == '<a href="../../index.en.html#brief=10-systems&amp;own-system=a+b">R&amp;D</a>'

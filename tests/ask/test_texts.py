"""Answers in words: as plain text, and as markup that nothing of another's text can leave."""

from __future__ import annotations

import pytest
from IPython.core.interactiveshell import InteractiveShell
from lxml import html

from dxlib.ask.texts import Answer, ToldLine
from tests.ask.conftest import show

ANSWER = Answer("71", "rank", (ToldLine("source", "UN", "https://example.org/un"), ToldLine("age", "5 months")))


def read(answer: Answer) -> html.HtmlElement:
    return html.fragment_fromstring(answer._repr_html_())


def test_as_plain_text_each_line_stands_under_the_head() -> None:
    assert str(ANSWER) == repr(ANSWER) == "71  rank\n  source: UN\n  age: 5 months"
    assert str(Answer("asean", "", ())) == "asean"


def test_as_markup_it_says_the_same_and_a_source_is_a_link() -> None:
    tree = read(ANSWER)
    assert [" ".join(line.text_content().split()) for line in tree] == ["71 rank", "source: UN", "age: 5 months"]
    (link,) = tree.iter("a")
    assert dict(link.attrib) == {
        "href": "https://example.org/un", "target": "_blank", "rel": "noopener noreferrer",
    }  # fmt: skip


def test_a_value_is_written_larger_than_a_name() -> None:
    def measure(answer: Answer) -> float:
        (style,) = read(answer).xpath(".//span[1]/@style")[:1]
        return float(style.partition("font-size:")[2].partition("em")[0])

    assert measure(Answer("71", "", (), is_value=True)) > measure(Answer("asean", "", ())) > 1


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//evil.example", "https://me:pw@evil.example", ""])
def test_what_is_no_address_of_the_web_is_no_link(address: str) -> None:
    tree = read(Answer("x", "", (ToldLine("source", "UN", address),)))
    assert list(tree.iter("a")) == []
    assert "source: UN" in " ".join(tree.text_content().split())


def test_words_of_another_are_text_and_not_markup() -> None:
    tree = read(Answer("<b>x</b>", "<i>", (ToldLine("<s>", "<u>", 'https://example.org/"><script>'),)))
    assert {one.tag for one in tree.iter()} == {"div", "span"}
    assert all(mark in tree.text_content() for mark in ("<b>x</b>", "<i>", "<s>", "<u>"))


@pytest.mark.usefixtures("here")
def test_names_of_another_source_are_text_and_not_markup(shell: InteractiveShell) -> None:
    shell.run_cell("from dataclasses import replace")
    shell.run_cell("odd = replace(rank.observation, locator='<b>x</b>')")
    shell.run_cell("odd = replace(rank, observation=odd)")
    assert "<b>x</b>" not in show(shell, "odd")["text/html"]

"""What a page says of itself is read off its markup, and a page that does not say it is told apart."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from dxlib.audit.compose import Subject
from dxlib.audit.edition.told import KeyFigure, Told, UnreadablePageError, read_evidence_of, read_told
from dxlib.data.catalogue import Catalogue
from dxlib.evidence.own_parameters import Own
from tests.conftest import Toy

ADDRESS = "2024/en/01-toy/VNM.html"
SUBJECT = Subject("01-toy", "VNM", "2024", "en", "2024-12-31", opened=("area",), languages=("en",))
STATED = '{"a":{"egdi_rank":"VNM abc:2024=71 abd:2022=86 SGP abe:2024=3","online_share":"VNM xyz:2025!=80"}}'
PAGE = (
    '<html><head><title>T</title></head><body><p class="topic">Where? &amp; how\u202f?</p>'
    '<h1 class="answer" data-of="abc">It ranks <a href="#e-abc">71</a>,\n R&amp;D.</h1>'
    '<dl class="key-figures"><div><dd><a href="#e-abc">71</a> of <a href="#e-abc" data-q="abc0">193</a></div></dl>'
    '<script type="application/json" id="dxlib-evidence">{"page":{"brief":"01-toy","area":"VNM","edition":"2024",'
    f'"language":"en","as_of":"2024-12-31"}},"sources":{{"a":"un-2024"}},"stated":{STATED}}}</script></body></html>'
)


def read(page: str, catalogue: Catalogue, subject: Subject = SUBJECT) -> Told:
    return read_told(page, read_evidence_of(page), ADDRESS, subject, catalogue)


def test_title_answer_names_topics_and_first_key_figure_are_read(toy_shared: Toy) -> None:
    figure = KeyFigure("abc", "71", "rank name", "2024", Decimal(-71))
    assert read(PAGE, toy_shared.catalogue) == Told(
        ADDRESS, "2024", "en", "01-toy", "VNM", "2024-12-31", "Where? & how\u202f?", "It ranks 71, R&D.", "Viet Nam",
        ("Rankings",), figure,
    )  # fmt: skip


def test_a_total_that_stands_before_its_rank_is_not_the_key_figure(toy_shared: Toy) -> None:
    rank_first = '<a href="#e-abc">71</a> of <a href="#e-abc" data-q="abc0">193</a>'
    assert rank_first in PAGE
    page = PAGE.replace(rank_first, '<a href="#e-abc" data-q="abc0">193</a> countries, <a href="#e-abc">71</a>')
    assert read(page, toy_shared.catalogue).figure == KeyFigure("abc", "71", "rank name", "2024", Decimal(-71))


def test_names_are_those_of_the_language_that_is_declared(toy_shared: Toy) -> None:
    told = read(PAGE, toy_shared.catalogue, replace(SUBJECT, language="vi"))
    assert (told.area_name, told.topics) == ("Viet Nam (tiếng Việt)", ("Rankings (tiếng Việt)",))
    assert told.figure
    assert told.figure.of == "rank name (tiếng Việt)"


def test_three_figures_make_a_topic_and_two_do_not(toy_shared: Toy) -> None:
    assert read(PAGE.replace(" SGP abe:2024=3", ""), toy_shared.catalogue).topics == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<dl class="key-figures">', '<dl class="other">'),  # no strip
        (
            '"key-figures"><div><dd><a href="#e-abc">71</a>',
            '"key-figures"><div><dd><a href="#e-qqq">15</a>',
        ),  # computed
    ],
)
def test_a_page_without_an_observed_first_key_figure_has_none(toy_shared: Toy, old: str, new: str) -> None:
    assert old in PAGE
    assert read(PAGE.replace(old, new), toy_shared.catalogue).figure is None


def test_a_higher_figure_is_better_unless_the_catalogue_says_otherwise(toy_shared: Toy) -> None:
    page = PAGE.replace('<dd><a href="#e-abc">71</a>', '<dd><a href="#e-xyz">80%</a>')
    assert read(page, toy_shared.catalogue).figure == KeyFigure("xyz", "80%", "share name", "2025", Decimal(80))


OWN = (
    '<span data-own="topic" data-label="R&amp;D" data-text="Rankings">Rankings</span> · '
    '<span data-own="count" data-label="Count" data-text="5">Count: 5</span>'
)


def test_values_of_added_parameters_are_read_with_their_labels_and_names(toy_shared: Toy) -> None:
    page = PAGE.replace("<h1", f'<p class="kicker">Viet Nam · {OWN} · Edition</p><h1')
    page = page.replace('"as_of":"2024-12-31"}', '"as_of":"2024-12-31","parameters":{"topic":"rankings","count":5}}')
    told = read(page, toy_shared.catalogue, replace(SUBJECT, opened=("area", "topic")))
    assert told.own == (
        Own("topic", "R&D", "rankings", "Rankings", "Rankings"), Own("count", "Count", 5, "5", "Count: 5"),
    )  # fmt: skip
    assert told.name == told.told_by == "Viet Nam · Rankings"
    with pytest.raises(UnreadablePageError, match=r"^its evidence cannot be read: KeyError 'count'"):
        read(page.replace('data-own="count"', 'data-own="other"'), toy_shared.catalogue)


def test_only_the_address_of_a_brief_of_one_area_does_not_name_it(toy_shared: Toy) -> None:
    told = read(PAGE, toy_shared.catalogue)
    assert not told.stands_alone
    assert replace(told, address="2024/en/01-toy.html").stands_alone


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id="dxlib-evidence"', 'id="other"', "it carries no evidence"),
        ('{"page":', '{"page"', "its evidence is no JSON: "),
        ('{"page":{', '{"side":{', "its evidence does not say which page it is"),
        ('"stated"', '"page"', "its evidence has two entries of one name"),
        ('p class="topic"', "p", "it has no title"),
        ("egdi_rank", "unknown", "its evidence cannot be read: DataError"),
        ('"as_of"', '"day"', "its evidence cannot be read: KeyError 'as_of'"),
        ("=71", "=x", "its evidence cannot be read: InvalidOperation"),
        ('"stated"', '"said"', "its evidence cannot be read: KeyError 'stated'"),
    ],
)
def test_a_page_that_does_not_say_what_it_is_cannot_be_read(toy_shared: Toy, old: str, new: str, said: str) -> None:
    assert old in PAGE
    with pytest.raises(UnreadablePageError) as caught:
        read(PAGE.replace(old, new, 1), toy_shared.catalogue)
    assert said in str(caught.value)

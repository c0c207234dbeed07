"""Evidence on click in a notebook: a figure is a button, its evidence a popover."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import html

import dxlib as dx
from dxlib.data.clean import clean
from dxlib.language import Speaker
from tests.conftest import SOURCES, Toy

Open = Callable[..., dx.Brief]


def show(fragment: dx.Missing) -> html.HtmlElement:
    return html.fragment_fromstring(fragment._repr_mimebundle_()["text/html"])  # type: ignore[attr-defined]


def test_each_figure_opens_what_the_source_states(open_toy: Open) -> None:
    brief = open_toy()
    tree = show(brief.say("{a} and {b}.", a=brief.latest("egdi_rank"), b=brief.latest("online_share")))
    buttons = {one.text: one.get("popovertarget") for one in tree.iter("button")}
    popovers = {one.get("id"): one.text_content() for one in tree.iter("div") if one.get("popover") is not None}
    assert set(buttons.values()) == popovers.keys()
    assert "“45,2%”" in popovers[buttons["45.2%"]]
    assert tree.xpath("//a[starts-with(@href, '#')]") == []


def test_a_rank_and_its_total_are_not_parted_by_the_end_of_a_line(open_toy: Open) -> None:
    brief = open_toy()
    text, rank = "{rank}/{rank_of} and {rank} of {rank_of}.", brief.latest("egdi_rank")
    joined = show(brief.say(text, rank=rank)).xpath("//span[@class='whole']")
    assert [one.text_content() for one in joined] == ["71/193"]
    assert len(joined[0].xpath("./button")) == 2


def test_what_was_computed_says_from_what(open_toy: Open) -> None:
    brief = open_toy()
    change = brief.change(brief.latest("egdi_rank"), brief.at("egdi_rank", 2022))
    tree = show(brief.say("{a}", a=change))
    (popover,) = [one.text_content() for one in tree.iter("div") if one.get("popover") is not None]
    assert "change: 71 (" in popover
    assert "2024) minus 86 (" in popover


def test_names_of_sources_are_text_and_only_web_addresses_are_links(open_toy: Open) -> None:
    brief = open_toy()
    tree = show(brief.say("{a}", a=brief.latest("egdi_rank")))
    addresses = [one.get("href") for one in tree.iter("a")]
    assert all(one.startswith("https://") for one in addresses)
    assert tree.xpath("//script | //img") == []


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "as copied in "), ("vi", "theo bản sao trên "), ("fr", "d’après une copie déposée sur ")],
)
def test_a_source_that_was_read_in_a_copy_leads_to_publisher_and_copy(toy: Toy, language: str, said: str) -> None:
    copy = "https://github.com/somebody/copies/blob/1b2f/a.csv"
    toy.write_sources(SOURCES, copies={"un-2024": copy})
    clean(toy.project)
    brief = dx.open_brief("01-toy", area="VNM", edition=2024, language=language, root=toy.project.root)
    (popover,) = show(brief.say("{a}", a=brief.latest("egdi_rank"))).xpath("//div[@popover]")
    links = {one.text: one.get("href") for one in popover.iter("a")}
    assert links.pop("github.com/somebody/copies") == copy
    assert list(links.values()) == ["https://example.org/un"]
    assert f" · {said}github.com/somebody/copies" in popover.text_content()


def test_what_a_popover_lists_has_the_comma_of_the_language(open_toy: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    translate = Speaker.translate
    monkeypatch.setattr(Speaker, "translate", lambda self, text: "、" if text == ", " else translate(self, text))
    brief = open_toy()
    counted = brief.count([brief.latest("egdi_rank"), brief.latest("online_share")])
    tree = show(brief.say("{a} {b}", a=counted, b=brief.latest("egdi_rank")))
    popovers = [one.text_content() for one in tree.iter("div") if one.get("popover") is not None]
    assert any("71 (Viet Nam、2024)、45.2% (Viet Nam、2024)" in one for one in popovers)
    assert any("United Nations、" in one for one in popovers)

"""The library is broken on purpose, a page is made with it, and the audit must say what is false on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from dxlib.analysis import changes
from dxlib.audit.finding import Finding, Rule
from dxlib.brief import tables
from dxlib.data.quantities import Missing, Quantity
from dxlib.data.reconciling import reconcile
from dxlib.data.schema import end_of_period
from dxlib.evidence import blocks
from dxlib.figures import outcomes, shelf
from dxlib.figures.shelf import Shelf
from dxlib.language import Speaker

ADDRESS = "2025/en/01-national-overview.html"
Make = Callable[[str], str]
Audit = Callable[[str, str], list[Finding]]


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    """Nothing that the broken library worked out is there for others."""
    yield
    outcomes._sort_targets.cache_clear()


def find(audit: Audit, page: str) -> list[str]:
    """Give where a page is wrong: cell, what it says, what it should say."""
    return [f"{one.place} | {one.said} | {one.wanted}" for one in audit(ADDRESS, page)]


def test_the_page_of_the_library_as_it_is_has_no_finding(make: Make, audit: Audit) -> None:
    assert find(audit, make(ADDRESS)) == []


def test_an_inverted_direction_is_found(make: Make, audit: Audit, monkeypatch: pytest.MonkeyPatch) -> None:
    right = Shelf.lower_is_better
    monkeypatch.setattr(Shelf, "lower_is_better", lambda self, name: not right(self, name))
    found = find(audit, make(ADDRESS))
    assert any(text.startswith("cell c43 |") and "met" in text for text in found), found
    assert any(text.startswith("cell c04 |") for text in found), found


def test_percentages_instead_of_percentage_points_are_found(
    make: Make, audit: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "get_difference_unit", lambda unit: unit)
    found = find(audit, make(ADDRESS))
    assert "cell c04 | 5.9% | 5.9 percentage points" in found


def test_names_that_moved_to_the_next_card_are_found(make: Make, audit: Audit, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["World rank in the E-Government Development Index (EGDI)", "Adults with a digital signature"]

    def card(name: str, *rest: Any) -> Any:
        swapped = dict(zip(names, reversed(names), strict=True)).get(name, name)
        return blocks.card(swapped, *rest)

    broken = SimpleNamespace(**{name: getattr(blocks, name) for name in dir(blocks)})
    broken.card = card
    monkeypatch.setattr(tables, "blocks", broken)
    found = find(audit, make(ADDRESS))
    assert f"cell c04 | {names[1]} | {names[0]}" in found
    assert f"cell c04 | {names[0]} | {names[1]}" in found


def test_a_figure_that_is_taken_for_the_one_before_itself_is_found(
    make: Make, audit: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = Shelf.find_before

    def find_before(self: Shelf, figure: Quantity | Missing, *, first: bool = False) -> Quantity | Missing:
        if isinstance(figure, Missing) or first:
            return right(self, figure, first=first)
        own = figure.first_observation
        series = self.read_series(own.indicator, own.area).sure
        return [one for one in series if end_of_period(one.period) <= end_of_period(figure.period)][-1]

    monkeypatch.setattr(Shelf, "find_before", find_before)
    found = find(audit, make(ADDRESS))
    assert any(text.startswith("cell c03 |") and "keeps rank" in text and "has climbed" in text for text in found), (
        found
    )


def test_the_oldest_figure_as_the_latest_is_found(make: Make, audit: Audit, monkeypatch: pytest.MonkeyPatch) -> None:
    right = Shelf.find_latest

    def find_latest(self: Shelf, indicator: str, area: str) -> Quantity | Missing:
        figure = right(self, indicator, area)
        if isinstance(figure, Missing):
            return figure
        return self.read_series(indicator, area).sure[0].claimed(figure.claim)

    monkeypatch.setattr(Shelf, "find_latest", find_latest)
    # The word between the two ranks is the same, so each stands in a finding of its own.
    of_answer = [text for text in find(audit, make(ADDRESS)) if text.startswith("cell c03 |")]
    assert any("ranks 97 of 173" in text for text in of_answer), of_answer
    assert any("rank 71 of 193" in text for text in of_answer), of_answer


def test_the_least_preferred_source_as_the_headline_is_found(
    make: Make, audit: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def invert(rows: Any, catalogue: Any) -> Any:
        for choice in reconcile(rows, catalogue):
            last = choice.rivals[-1] if choice.rivals else choice.headline
            others = tuple(row for row in (choice.headline, *choice.rivals) if row is not last)
            yield replace(choice, headline=last, rivals=others)

    monkeypatch.setattr(shelf, "reconcile", invert)
    found = find(audit, make(ADDRESS))
    assert "cell c06 | 45% | 45.8%" in found
    assert any(text.startswith("cell c47 |") for text in found), found


def test_hidden_rivals_are_found(make: Make, audit: Audit, monkeypatch: pytest.MonkeyPatch) -> None:
    def hide(rows: Any, catalogue: Any) -> Any:
        return [replace(choice, rivals=()) for choice in reconcile(rows, catalogue)]

    monkeypatch.setattr(shelf, "reconcile", hide)
    found = find(audit, make(ADDRESS))
    assert any("No two sources disagree on these figures." in text for text in found), found


def test_a_block_that_is_dropped_is_found(make: Make, audit: Audit) -> None:
    page = make(ADDRESS)
    start = page.index('<dl class="key-figures">')
    end = page.index("</dl>", start) + len("</dl>")
    (finding,) = audit(ADDRESS, page[:start] + page[end:])
    assert (finding.rule, finding.place) == (Rule.TEXT, "cell c04")


def test_a_page_of_another_edition_is_found(make: Make, audit: Audit) -> None:
    assert audit(ADDRESS, make("2024/en/01-national-overview.html"))


def test_ticks_that_say_twice_their_values_are_found_though_both_sides_write_them_so(
    make: Make, audit: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = Speaker.format_tick
    monkeypatch.setattr(Speaker, "format_tick", lambda self, value, *unit: right(self, 2 * value, *unit))
    found = audit(ADDRESS, make(ADDRESS))
    assert found
    assert {one.rule for one in found} == {Rule.DRAWING}
    assert all("do not say their values" in one.said for one in found), found


def test_a_quarter_that_is_taken_for_another_is_found_though_both_sides_write_it_so(
    make: Make, audit: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = Speaker.format_period
    others = str.maketrans("12", "21")

    def format_period(self: Speaker, period: str) -> str:
        year, is_part, part = period.rpartition("-Q")
        return right(self, f"{year}-Q{part.translate(others)}" if is_part else period)

    monkeypatch.setattr(Speaker, "format_period", format_period)
    found = audit("2025/en/09-data-quality.html", make("2025/en/09-data-quality.html"))
    assert any(one.rule is Rule.READING and "second quarter of 2025" in one.said for one in found), found

"""The first screen answers: where do we stand, is the target met, what changed, against whom, what is due next."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Page

OpenPage = Callable[..., Page]
# By width what the first screen is: one of 800 px, or two of a phone.
SCREENS = {1280: 800, 360: 1600}
ANSWERS = {
    "where": "h1.answer",
    "target": ".verdict",
    "next": ".kicker",
}
# What a brief on the data itself, which has no peers, says instead: how much was known a year before.
_CHANGED = {"09-data-quality": ".opening .finding"}


@pytest.mark.parametrize("width", SCREENS)
def test_the_questions_of_a_reader_are_answered_at_once(
    every_kind: Mapping[tuple[str, str], Path], open_page: OpenPage, width: int
) -> None:
    missing = []
    for (brief, language), path in every_kind.items():
        page = open_page(path, width=width, height=800)
        for question, selector in {**ANSWERS, "changed": _CHANGED.get(brief, ".points li")}.items():
            places = page.locator(selector)
            last = places.last.bounding_box() if places.count() else None
            if last is None or last["y"] + last["height"] > SCREENS[width]:
                missing.append((brief, language, question, last))
        page.context.close()
    assert missing == []


def test_points_are_short_say_a_period_and_recur_below(kinds: Mapping[str, Path], open_page: OpenPage) -> None:
    for brief, path in kinds.items():
        page = open_page(path)
        for point in page.locator(".points li").all():
            said = point.evaluate("one => { const copy = one.cloneNode(true); copy.querySelector('small').remove(); "
                                  "return copy.textContent }")  # fmt: skip
            most = 50 if "/vi/" in str(path) else 35  # Vietnamese writes syllables apart
            assert len(said.split()) <= most, said
            assert point.locator("time").count() >= 1
            figure = point.locator("a").first.get_attribute("href")
            everywhere, among = (page.locator(f"{place} a[href='{figure}']").count() for place in ("main", ".points"))
            assert everywhere > among, (brief, said)


def test_half_of_the_points_say_beside_what_a_figure_stands(kinds: Mapping[str, Path], open_page: OpenPage) -> None:
    said = [text for path in kinds.values() for text in open_page(path).locator(".points li").all_text_contents()]
    beside = [text for text in said if re.search(r" ?;\s", text)]
    assert len(said) >= 20
    assert len(beside) >= len(said) / 2

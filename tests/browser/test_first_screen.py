"""The first screen answers: where do we stand, is the target met, what changed, against whom, what is due next."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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


# The lower edge of the last part that answers a question, by width of the window.
LOWER_EDGE = """selectors => Object.fromEntries(Object.entries(selectors).map(([question, selector]) => {
  const box = [...document.querySelectorAll(selector)].at(-1)?.getBoundingClientRect();
  return [question, box && box.width + box.height ? box.bottom + scrollY : null];
}))"""
# Of each point: its text but for what it stands on, and as it is shown; how many periods it says; how often its first
# figure stands in the page, and among the points.
POINTS = """() => [...document.querySelectorAll('.points li')].map(one => {
  const copy = one.cloneNode(true), figure = one.querySelector('a').getAttribute('href');
  copy.querySelector('small').remove();
  const count = place => document.querySelectorAll(`${place} a[href='${figure}']`).length;
  return { said: copy.textContent, whole: one.textContent, periods: one.querySelectorAll('time').length,
    everywhere: count('main'), among: count('.points') };
})"""
Key = tuple[str, str]


@dataclass(frozen=True)
class FirstScreen:
    """What stands on the first screen: by width the lower edge of the answer to each question; and the points."""

    edges: Mapping[int, Mapping[str, float | None]]
    points: Sequence[Mapping[str, Any]]


@pytest.fixture(scope="module")
def first_screens(every_kind: Mapping[Key, Path], open_page: OpenPage) -> dict[Key, FirstScreen]:
    """The first screen of every kind of page in every language, each page opened once."""
    return {key: _read(open_page(path, height=800), key[0]) for key, path in every_kind.items()}


@pytest.fixture(scope="module")
def chosen(
    first_screens: Mapping[Key, FirstScreen], every_kind: Mapping[Key, Path], kinds: Mapping[str, Path]
) -> dict[Key, FirstScreen]:
    """The first screen of every kind of page in one language."""
    return {key: screen for key, screen in first_screens.items() if every_kind[key] == kinds[key[0]]}


def _read(page: Page, brief: str) -> FirstScreen:
    selectors = {**ANSWERS, "changed": _CHANGED.get(brief, ".points li")}
    edges = {}
    for width in SCREENS:
        page.set_viewport_size({"width": width, "height": 800})
        edges[width] = page.evaluate(LOWER_EDGE, selectors)
    return FirstScreen(edges, page.evaluate(POINTS))


@pytest.mark.parametrize("width", SCREENS)
def test_the_questions_of_a_reader_are_answered_at_once(first_screens: Mapping[Key, FirstScreen], width: int) -> None:
    missing = [
        (key, question, edge)
        for key, screen in first_screens.items()
        for question, edge in screen.edges[width].items()
        if edge is None or edge > SCREENS[width]
    ]
    assert missing == []


def test_points_are_short_say_a_period_and_recur_below(chosen: Mapping[Key, FirstScreen]) -> None:
    for key, screen in chosen.items():
        for point in screen.points:
            most = 50 if key[1] == "vi" else 35  # Vietnamese writes syllables apart
            assert len(point["said"].split()) <= most, (key, point)
            assert point["periods"] >= 1, (key, point)
            assert point["everywhere"] > point["among"], (key, point)


def test_half_of_the_points_say_beside_what_a_figure_stands(chosen: Mapping[Key, FirstScreen]) -> None:
    said = [point["whole"] for screen in chosen.values() for point in screen.points]
    beside = [text for text in said if re.search(r" ?;\s", text)]
    assert len(said) >= 20
    assert len(beside) >= len(said) / 2

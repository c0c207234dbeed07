"""A page held against what it must be: where the two differ, and what stands there instead."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape
from typing import Final

from dxlib.audit.compose import HOLE, Section

# Only drawings of charts: small lines in cards are composed with their card, and are compared like all markup.
_DRAWING: Final = re.compile(r'<svg (?:aria-describedby="[^"]*" )?class="chart-svg".*?</svg>', re.DOTALL)
_BETWEEN: Final = re.compile(r">\s*\n\s*<")
_TOKENS: Final = re.compile(r"<[^>]*>|[^<]+")
_LONG: Final = 40  # what is shorter may stand on a page more than once
# Letters of a text in a message; more would hide where two texts differ.
_MOST: Final = 160
_MOST_COMPARED: Final = 40_000_000  # pairs of tokens; comparing more takes seconds
_AT_MOST: Final = 3  # differences named of one block


@dataclass(frozen=True, slots=True)
class PageDifference:
    """One place where a page is not what it must be.

    Parameters
    ----------
    place
        The cell of the notebook that the place comes from, or ``head``, ``contents`` or ``foot``.
    said, wanted
        What stands there, and what must stand there; either may be empty.
    in_markup
        Whether they differ in elements or attributes rather than in text.
    """

    place: str
    said: str
    wanted: str
    in_markup: bool


def take_drawings(page: str) -> tuple[str, list[str]]:
    """Give a page with a sign in place of each drawing, and the drawings."""
    drawings = _DRAWING.findall(page)
    return _DRAWING.sub(HOLE, page), drawings


def squeeze(text: str) -> str:
    """Leave out line breaks between elements, which nobody sees."""
    return _BETWEEN.sub("><", text)


def list_differences(page: str, sections: Sequence[Section]) -> Iterator[PageDifference]:
    """Give every place where a page without its drawings is not what it must be.

    Parameters
    ----------
    page
        From :func:`take_drawings`.
    sections
        What it must be.
    """
    said = squeeze(page)
    wanted = [(section.place, squeeze(section.html.strip())) for section in sections]
    # Nearly always a page is right, and nothing has to be split.
    if said.rstrip() == squeeze("\n".join(text for _, text in wanted)):
        return
    at = 0
    index = 0
    while index < len(wanted):
        _, text = wanted[index]
        # Blanks between pieces are those of the template, which nobody sees.
        here = _skip(said, at)
        if said.startswith(text, here):
            at, index = here + len(text), index + 1
            continue
        # The page goes on where the next piece stands as it must; all before it is one difference.
        following, end = _find_next(said, wanted, index, here)
        yield from _explain(said[here:end], wanted[index:following])
        at, index = end, following
    if said[at:].strip():
        yield from _explain(said[at:], [("after the end", "")])


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _find_next(said: str, wanted: Sequence[tuple[str, str]], index: int, at: int) -> tuple[int, int]:
    """Give the next piece that stands on the page as it must, and where it begins; the end where none does."""
    for following in range(index + 1, len(wanted)):
        text = wanted[following][1]
        found = said.find(text, at) if len(text) >= _LONG else -1
        if found >= 0:
            return following, found
    return len(wanted), len(said)


def _explain(said: str, wanted: Sequence[tuple[str, str]]) -> Iterator[PageDifference]:
    """Give the first differences between markup and the pieces that must stand there, as texts and tags.

    Parameters
    ----------
    said
        What stands there.
    wanted
        Each piece with its place.
    """
    placed = [(place, token) for place, text in wanted for token in _TOKENS.findall(text)]
    theirs = _TOKENS.findall(said)
    # A SequenceMatcher takes time by the product of both lengths, and most differences are one token.
    placed, theirs = _trim(placed, theirs)
    ours = [token for _, token in placed]
    if len(ours) * len(theirs) > _MOST_COMPARED:
        yield PageDifference(wanted[0][0], *_shorten(said, "".join(ours)), in_markup=False)
        return
    named: Counter[str] = Counter()
    # autojunk would take tokens that occur often, such as <td>, for noise and pair the wrong cells.
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        # What stands after the last piece is told with the place of that piece.
        place = placed[min(i1, len(placed) - 1)][0] if placed else wanted[0][0]
        if kind != "equal" and named[place] < _AT_MOST:
            named[place] += 1
            yield _describe(place, "".join(theirs[j1:j2]), "".join(ours[i1:i2]), _find_text(theirs, j1))


def _trim(placed: list[tuple[str, str]], said: list[str]) -> tuple[list[tuple[str, str]], list[str]]:
    """Leave out what two lists of tokens have in common at their beginnings and at their ends."""
    shorter = min(len(placed), len(said))
    start = next((at for at in range(shorter) if placed[at][1] != said[at]), shorter)
    rest = shorter - start
    end = next((at for at in range(rest) if placed[-1 - at][1] != said[-1 - at]), rest)
    return placed[start : len(placed) - end], said[start : len(said) - end]


def _describe(place: str, said: str, wanted: str, around: str) -> PageDifference:
    """Say what differs: texts where they do, else tags; ``around`` is the text before it."""
    texts = _strip(said), _strip(wanted)
    if texts[0] == texts[1]:
        return PageDifference(place, *_shorten(said, wanted), in_markup=True)
    return PageDifference(place, *_shorten(texts[0] or around, texts[1]), in_markup=False)


def _find_text(tokens: Sequence[str], at: int) -> str:
    """Give the text that stands before a token."""
    return next((unescape(token) for token in reversed(tokens[:at]) if token[0] != "<"), "")


def _strip(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def _shorten(said: str, wanted: str) -> tuple[str, str]:
    """Cut what is long in two texts, but not where they begin to differ."""
    shorter = min(len(said), len(wanted))
    differs = next((at for at in range(shorter) if said[at] != wanted[at]), shorter)
    return _cut(said, differs), _cut(wanted, differs)


def _cut(text: str, at: int) -> str:
    if len(text) <= _MOST:
        return text
    # Around the difference: two long texts may begin and end alike.
    start = min(max(0, at - _MOST // 2), len(text) - _MOST)
    end = start + _MOST
    return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"

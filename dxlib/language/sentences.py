"""Sentences with named places for figures, periods and names: whole sentences, never glued pieces."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from markupsafe import Markup, escape

from dxlib.errors import DxError
from dxlib.language.numbers import Form

_SLOT = re.compile(r"\{([a-z][a-z0-9_]*)(?::([a-z]+))?\}")
_NAME = re.compile(r"\{([a-z_]+)\}")
_STOPPED = re.compile(r"(?<!\.)\.(?:</\w+>)*$")  # what a full stop ends, within the elements that it stands in
_DOTTED = frozenset(("az", "tr"))  # languages whose capital of "i" has a dot
# What Unicode mirrors in text from right to left: a drawing puts each part down by itself, and no browser turns it.
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")


@dataclass(frozen=True, slots=True)
class Sentence:
    """An English sentence, which is the key of its translations, and what fills its places.

    Parameters
    ----------
    text
        With places such as ``{rank}`` or ``{change:size}``; the part after the colon is a
        :class:`~dxlib.language.numbers.Form`.
    values
        What fills them, by name.
    plural, count
        The sentence for other counts than one, and the count that decides.
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    plural: str = ""
    count: int = 0


def sentence(text: str, /, **values: object) -> Sentence:
    """Make a sentence; translators find its text by the name of this function.

    Examples
    --------
    >>> sentence("{n} areas", n=3).text
    '{n} areas'
    """
    return Sentence(text, values)


def counted(text: str, count: int, /, **values: object) -> Sentence:
    """Make a sentence around a count; translators find its text by the name of this function, in each plural form.

    The English text is the same for all counts: where "1 figures" could stand, another sentence stands instead.

    Examples
    --------
    >>> counted("{n} areas", 3, n=3).plural
    '{n} areas'
    """
    return Sentence(text, values, text, count)


def begin_with_capital(text: str, language: str) -> str:
    """Give a text with a capital at its beginning.

    Examples
    --------
    >>> begin_with_capital("ilk", "tr"), begin_with_capital("in 2025", "en")
    ('İlk', 'In 2025')
    """
    has_dot = text.startswith("i") and language.partition("-")[0] in _DOTTED
    return f"İ{text[1:]}" if has_dot else text[:1].upper() + text[1:]


def list_slots(text: str) -> list[str]:
    """Give the names of the places in a text, in order, each once.

    Raises
    ------
    DxError
        For a form that does not exist: write one of the allowed ones after the colon.

    Examples
    --------
    >>> list_slots("{rank} of {n}, up {change:size} on {n}")
    ['rank', 'n', 'change']
    """
    return list({match[1]: _parse_form(match, text) for match in _SLOT.finditer(text)})


def list_from_left(text: str, direction: str) -> list[tuple[str, bool]]:
    """Give the parts of a text, and whether each is the name of a place, as a drawing puts them from left to right.

    Parameters
    ----------
    text
        In the language of the page.
    direction
        Which way the language is written. For ``rtl`` the last part comes first, and the spaces at the ends of a part
        change sides. Signs without a letter have no direction of their own: they are mirrored.

    Examples
    --------
    >>> list_from_left("{rank} of {total}", "ltr")
    [('rank', True), (' of ', False), ('total', True)]
    >>> list_from_left("{value} ({period}), {name}", "rtl")
    [('name', True), (' ,(', False), ('period', True), (') ', False), ('value', True)]
    """
    # re.split gives text and names in turns, because the pattern has one group.
    split = [(part, index % 2 == 1) for index, part in enumerate(_NAME.split(text)) if part]
    if direction == "ltr":
        return split
    return [(part if is_place else _turn(part), is_place) for part, is_place in reversed(split)]


def _turn(words: str) -> str:
    """Give words with what stands at their left end at the right; letters are turned by whoever draws them."""
    if not any(map(str.isalnum, words)):
        return words[::-1].translate(_MIRRORED)
    stripped = words.strip()
    before, _, after = words.partition(stripped)
    return f"{after}{stripped}{before}"


def fill(text: str, show: Callable[[str, Form], Markup]) -> Markup:
    """Fill the places of a text; all else in it is escaped.

    Parameters
    ----------
    text
        A sentence in the language of the page.
    show
        Gives the markup of the place of a name in a form.

    Raises
    ------
    DxError
        For a form that does not exist: write one of the allowed ones after the colon.
    """
    places, last = _split(text)
    parts: list[Markup] = []
    for before, name, form in places:
        parts += (_follow(parts, before), show(name, form))
    return Markup("").join((*parts, _follow(parts, last)))


def _follow(parts: Sequence[Markup], words: Markup) -> Markup:
    """Give words as they stand behind what fills a place: "6." and "2025 r." end a sentence without a further stop."""
    ends_twice = parts and words.startswith(".") and not words.startswith("..") and _STOPPED.search(parts[-1])
    return words[1:] if ends_twice else words


@lru_cache(maxsize=2048)
def _split(text: str) -> tuple[tuple[tuple[Markup, str, Form], ...], Markup]:
    """Give each place with the markup before it, and what stands after the last; notes say a text hundreds of times."""
    places, end = [], 0
    for match in _SLOT.finditer(text):
        places.append((escape(text[end : match.start()]), match[1], _parse_form(match, text)))
        end = match.end()
    return tuple(places), escape(text[end:])


def _parse_form(match: re.Match[str], text: str) -> Form:
    name = match[2] or Form.PLAIN
    # Before Python 3.12 "in" refuses a plain text beside an enumeration itself with a TypeError.
    if name not in tuple(Form):
        raise DxError(f"Unknown form '{name}' in '{text}'.", allowed=Form, fix="correct what follows the colon.")
    return Form(name)

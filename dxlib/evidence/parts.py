"""Typed parts: what a fragment of a page is made of, before it becomes markup.

A part is a text, or a list that JSON can write: its first entry names what it is. Names that begin with ``@`` stand for
what is said (a figure, a period, a sentence with places ...), all others are elements of HTML or SVG.
:mod:`dxlib.evidence.render` makes markup of both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

from dxlib.evidence.format import Measure
from dxlib.language import Form, Sentence, sentence

Part = str | list[Any]
Thing = TypeVar("Thing")

# Notebooks keep these names in their outputs. No element of HTML begins with "@".
FIGURE: Final = "@figure"
PERIOD: Final = "@period"
SAY: Final = "@say"
VERDICT: Final = "@verdict"
FLAG: Final = "@flag"
FOREIGN: Final = "@foreign"
JOINED: Final = "@joined"
DRAWING: Final = "@drawing"
VALUE: Final = "@value"
INDEXED: Final = "@index"
NOTHING: Final[Part] = ""
_FEW: Final = 5


def el(tag: str, *content: Part, **attributes: Part | None) -> Part:
    """Give an element; an underscore in an attribute's name stands for a hyphen, one without a value is left out.

    Examples
    --------
    >>> el("a", "R&D", href="#e-x", data_q="", lang=None)
    ['a', {'href': '#e-x', 'data-q': ''}, 'R&D']
    """
    return [tag, _name_attributes(attributes), *content]


def _name_attributes(given: Mapping[str, Part | None]) -> dict[str, Part]:
    """Give attributes by their names in HTML, from names that Python allows."""
    return {name.rstrip("_").replace("_", "-"): value for name, value in given.items() if value is not None}


def join(*content: Part) -> Part:
    """Give parts that stand beside each other."""
    return [JOINED, *content]


def separate(separator: Part, parts: Iterable[Part]) -> Part:
    """Give parts with a separator between them.

    Examples
    --------
    >>> separate(", ", ["a", "b"])
    ['@joined', 'a', ', ', 'b']
    """
    pieces = [piece for part in parts for piece in (separator, part)]
    return [JOINED, *pieces[1:]]


def list_all(parts: Iterable[Part]) -> Part:
    """Give parts one after the other; the comma between them is a text, since not every language writes the same."""
    return separate(say_plain(sentence(", ")), parts)


def list_phrases(parts: Iterable[Part]) -> Part:
    """Give parts that may hold commas one after the other; the semicolon is a text, as languages space it otherwise."""
    return separate(say_plain(sentence("; ")), parts)


def list_names(names: Sequence[Part]) -> Part:
    """Give names one after the other, the last one after "and"."""
    *first, last = names or [""]
    if not first:
        return last
    return say(sentence("{names} and {last}"), {"names": list_all(first), "last": last})


def show_few(things: Sequence[Thing], show: Callable[[Thing], Part]) -> list[Part]:
    """Give parts of up to five things; of more than five of the first four, and a sign that there are others.

    Examples
    --------
    >>> show_few("abcde", str), show_few("abcdef", str)
    (['a', 'b', 'c', 'd', 'e'], ['a', 'b', 'c', 'd', '…'])
    """
    # Only of those that are shown: what a part is made of is noted down as evidence.
    if len(things) <= _FEW:
        return [*map(show, things)]
    return [*map(show, things[: _FEW - 1]), "…"]


def name_few(names: Sequence[str]) -> Part:
    """Give names one after the other, or the first of many."""
    return list_all(show_few(names, str))


def figure(key: str, *, form: Form = Form.PLAIN, words: bool = False, shown: str = "link") -> Part:
    """Give a figure, which leads to its note.

    Parameters
    ----------
    key
        Its name in the evidence.
    form
        How the number is written.
    words
        Whether a hedge is said in words ("more than") rather than as a sign.
    shown
        ``link`` to its note, ``big`` for one of a card, ``mark`` for one that only says which
        figure it is, ``own`` within its own note.
    """
    return [FIGURE, key, form.value, words, shown]


def value(measure: Measure) -> Part:
    """Give a figure of a set, which has no note of its own: its table says of what it is, and who states it.

    Examples
    --------
    >>> from decimal import Decimal
    >>> value(Measure(Decimal("3.41"), "SCORE", decimals=2))
    ['@value', '3.41', 'SCORE', 0, 2, '']
    """
    # As text: a number of JSON is read back as a float.
    return [VALUE, str(measure.value), measure.unit, measure.unit_mult, measure.decimals, measure.qualifier]


def period(code: str, *, marked: bool = True) -> Part:
    """Give a period in SDMX's code; one that a note or source says of itself needs no mark where it is a year."""
    return [PERIOD, code, marked]


def say(message: Sentence, places: Mapping[str, Part]) -> Part:
    """Give a sentence: its English text, which is the key of its translations, and what fills its places."""
    return [SAY, message.text, dict(places), message.plural, message.count]


def say_plain(message: Sentence) -> Part:
    """Give a sentence without places."""
    return say(message, {})


def verdict(key: str, status: str) -> Part:
    """Give where a target stands."""
    return [VERDICT, key, status]


def flag(status: str, key: str = "") -> Part:
    """Give the status of a figure as its source marks it; without a key within the figure's own note."""
    return [FLAG, status, key]


def foreign(tag: str, text: str, language: str, **attributes: str) -> Part:
    """Give an element whose text is in a language of its own, which is named where it is not that of the page."""
    return [FOREIGN, tag, text, language, _name_attributes(attributes)]


def drawing(content: Part) -> Part:
    """Give a chart's drawing, an ``svg`` element: what the audit reads apart from all else."""
    return [DRAWING, content]


def indexed(content: Part, **asked: str) -> Part:
    """Give content that leads to the index in the language of the page, where it lists what is asked for.

    Examples
    --------
    >>> indexed("VNeID", brief="10-systems", own_system="vneid")
    ['@index', 'brief=10-systems&own-system=vneid', 'VNeID']
    """
    return [INDEXED, urlencode({name.replace("_", "-"): value for name, value in asked.items()}), content]


def is_empty(part: Part) -> bool:
    """Say whether a part shows nothing at all."""
    if isinstance(part, str):
        return not part
    return part[0] == JOINED and all(is_empty(one) for one in part[1:])


def walk(part: Part) -> Iterable[Sequence[Any]]:
    """Give every part that is no text, each before what it contains."""
    if isinstance(part, str):
        return
    yield part
    for one in part[1:]:
        if isinstance(one, list):
            yield from walk(one)
        # Of dicts only those with places of a sentence hold parts that are shown; attributes become plain text.
        elif isinstance(one, dict) and part[0] == SAY:
            for place in one.values():
                yield from walk(place)

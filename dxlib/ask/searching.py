"""Search: what the catalogue has by any word of it, in any of its languages."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from dxlib.ask.desk import Desk, open_desk
from dxlib.data.catalogue import Catalogue
from dxlib.errors import ConfigError
from dxlib.figures.choosing import is_given
from dxlib.figures.folding import fold

if TYPE_CHECKING:
    import pandas as pd

KINDS: Final = ("indicator", "area", "group", "system", "publisher", "source")
_WHOLE, _WORD, _BEGINNING, _NEAR, _IN_DEFINITION = 1.0, 0.9, 0.8, 0.6, 0.4
_TYPING_ERROR: Final = 0.75  # of the letters of a word, how many must be in place
_JOINED: Final = 4  # words: names of so many may be written as one word
_SHORT: Final = 3  # letters: shorter words are not forgiven


@dataclass(frozen=True, slots=True)
class _Entry:
    """A thing that can be found: what it is called, and what else is said of it."""

    kind: str
    key: str
    name: str
    names: tuple[str, ...]
    words: frozenset[str]
    others: frozenset[str]


def search(text: str, *, kind: str = "", language: str = "") -> pd.DataFrame:
    """Find indicators, areas, groups, systems, publishers and sources by any word of their names and definitions.

    Parameters
    ----------
    text
        One word or several, in any language of the catalogue, with marks or without; errors in typing are forgiven.
    kind
        Only one kind: ``indicator``, ``area``, ``group``, ``system``, ``publisher`` or ``source``.
    language
        In which the names are given.

    Returns
    -------
    pandas.DataFrame
        The best first; columns KIND, ID (what other calls take), NAME and SCORE from 1 (the very name) downwards.
        Where nothing has all the words, what has most of them; empty where nothing has any.

    Raises
    ------
    ConfigError
        For a kind that there is none of, or a text without a letter or digit.

    Examples
    --------
    >>> search("egdi rnk", kind="indicator").ID.iloc[0]
    'egdi_rank'
    """
    import pandas as pd  # noqa: PLC0415  (only where a table is made)

    desk, kind = open_desk(language=language), kind if is_given(kind) else ""
    if not isinstance(kind, str) or kind not in ("", *KINDS):
        raise ConfigError(f"'{kind}' is no kind of thing.", allowed=KINDS, fix="leave it out, or name one of these.")
    if not isinstance(text, str) or not fold(text):
        raise ConfigError(f"Nothing to search for in '{text}'.", fix="give a word or a part of one.")
    found = find_entries(text, desk, kind=kind)
    rows = [(one.kind, one.key, one.name, round(one.score, 2)) for one in found]
    return pd.DataFrame(rows, columns=["KIND", "ID", "NAME", "SCORE"])


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A thing that was found, and how well it fits."""

    kind: str
    key: str
    name: str
    score: float


def find_entries(text: str, desk: Desk, *, kind: str = "") -> list[SearchHit]:
    """Find what :func:`search` finds, the best first; nothing for a text without a letter or digit."""
    wanted = fold(text).split()
    entries = [one for one in _list_entries(desk) if kind in ("", one.kind)] if wanted else []
    meant = [_read_word(word, frozenset(one for entry in entries for one in entry.words)) for word in wanted]
    scored = [(*_score(entry, " ".join(wanted), meant), entry) for entry in entries]
    most = max((number for number, _, _ in scored), default=0)
    best = [
        SearchHit(entry.kind, entry.key, entry.name, score) for number, score, entry in scored if number == most > 0
    ]
    # Of equal scores indicators come first, then ids by the alphabet, so that the same question has the same answer.
    return sorted(best, key=lambda hit: (-hit.score, KINDS.index(hit.kind), hit.key))


def _read_word(word: str, known: frozenset[str]) -> dict[str, float]:
    """Give each known word that a word may mean, and how surely."""
    # Errors are forgiven only where no known word begins like this one: else "rank" would also find "bank".
    meant = {one: _WORD if one == word else _BEGINNING for one in known if one.startswith(word)}
    if not meant and len(word) >= _SHORT:
        near = difflib.get_close_matches(word, known, n=5, cutoff=_TYPING_ERROR)
        meant = {one: _NEAR * difflib.SequenceMatcher(None, word, one).ratio() for one in near}
    return meant


def _score(entry: _Entry, whole: str, meant: Collection[dict[str, float]]) -> tuple[int, float]:
    """Give how many of the words an entry has, and how well it fits: 1 for its very name."""
    if whole in entry.names:
        return len(meant), _WHOLE
    found = []
    for words in meant:
        own = [score for word, score in words.items() if word in entry.words]
        beside = [score * _IN_DEFINITION for word, score in words.items() if word in entry.others]
        found.append(max((*own, *beside), default=0.0))
    shorter = 1 / (10 + len(entry.names[0].split()))  # of two that fit alike, the one whose id says less else
    # At most 0.9 + 1/11, so that a score of 1 is left to the very name.
    return len(found) - found.count(0.0), sum(found) / len(found) * (0.9 + shorter)


@lru_cache(maxsize=8)
def _list_entries(desk: Desk) -> tuple[_Entry, ...]:
    return tuple(_walk(desk.catalogue, desk.language))


def _walk(catalogue: Catalogue, language: str) -> Iterator[_Entry]:
    for key, one in catalogue.indicators.items():
        names = (*one.name.list_texts(), *one.label.list_texts())
        yield _make("indicator", key, one.name[language], names, one.definition.list_texts())
    for key, area in catalogue.areas.items():
        yield _make("area", key, area.name[language], area.name.list_texts(), (area.kind,))
    for key, members in catalogue.groups.items():
        named = ", ".join(catalogue.areas[member].name[language] for member in members[:3])
        yield _make("group", key, f"{len(members)} areas: {named} ...", (), ())
    for key, system in catalogue.systems.items():
        yield _make("system", key, system.name[language], system.name.list_texts(), ())
    for key, publisher in catalogue.publishers.items():
        yield _make("publisher", key, publisher.name[language], publisher.name.list_texts(), ())
    for key, source in catalogue.sources.items():
        yield _make("source", key, source.title, (source.title,), (source.via, source.url, source.copied_from))


def _make(kind: str, key: str, name: str, names: Iterable[str], others: Iterable[str]) -> _Entry:
    folded = tuple(fold(one) for one in (key, *names))
    joined = (one.replace(" ", "") for one in folded if len(one.split()) <= _JOINED)  # "Vietnam" finds Viet Nam
    own = frozenset((*joined, *(word for one in folded for word in one.split())))
    return _Entry(kind, key, name, folded, own, frozenset(word for one in others for word in fold(one).split()) - own)

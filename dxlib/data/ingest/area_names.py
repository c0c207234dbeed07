"""Areas by the names and codes that publishers give them."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from dxlib.data.catalogue import COUNTRY, Area, Catalogue
from dxlib.data.spellings import Spellings, list_words
from dxlib.errors import DataError, format_options

ADD_SPELLING: Final = (
    "add the name to 'areas' in data/catalogue/spellings.yaml, under the key of its area, or to 'others' there."
)
# The ratio of difflib: one wrong letter in a name of seven or more.
_TYPING_ERROR: Final = 0.85
_LANGUAGE: Final = "en"  # in which international publishers name countries
# Single letters are what an apostrophe leaves: Côte d'Ivoire, People's Republic.
_LINKING: Final = frozenset(("a", "and", "d", "de", "des", "du", "et", "l", "la", "le", "les", "of", "s", "the"))
# UN bodies and the World Bank shorten: "Korea, Dem. People's Rep.", "Lao PDR", "St. Lucia".
_WHOLE: Final = {"rep": "republic", "dem": "democratic", "pdr": "people democratic republic", "st": "saint"}
_FORMS: Final = frozenset((  # what a state is; two states may differ in the others, as in "democratic"
    "administrative", "bolivarian", "federal", "federated", "federation", "independent", "islamic", "kingdom",
    "plurinational", "region", "republic", "sar", "socialist", "special", "state", "states", "union", "united",
))  # fmt: skip
_COMMON: Final = frozenset((  # words that many names share
    "africa", "african", "america", "american", "arab", "asia", "caribbean", "central", "democratic", "east", "eastern",
    "europe", "european", "french", "island", "islands", "new", "north", "northern", "people", "saint", "south",
    "southern", "territory", "territories", "west", "western",
))  # fmt: skip
# Eurostat, like all of the EU, writes two countries by other codes than ISO 3166; in ISO these two mean nothing else.
_OF_THE_EU: Final = {"EL": "GR", "UK": "GB"}
_STEM: Final = 5
_SHORT: Final = 3
_HALF: Final = 0.5
NameWords = frozenset[str]
Name = TypeVar("Name", str, NameWords)


@dataclass(frozen=True, slots=True)
class AreaNames:
    """The names of some areas; :func:`list_names` makes it.

    Parameters
    ----------
    by_fold
        The keys of the areas with a name, written as :meth:`dxlib.data.spellings.Spellings.fold` does.
    by_words
        The keys of the countries with a name, by its words in any order.
    others
        The names, by their words, of the countries and territories that are not in the catalogue.
    codes
        Their ISO codes, of two letters and of three.
    """

    spellings: Spellings
    by_fold: Mapping[str, Collection[str]]
    by_words: Mapping[NameWords, Collection[str]]
    others: Collection[NameWords]
    codes: Collection[str]

    def find(self, name: str) -> str | None:
        """Give the key of the area that a name means, or None."""
        words = _reduce(name)
        # Names of states outside of the catalogue go before words: else figures of one state would stand under another.
        found = self.by_fold.get(self.spellings.fold(name), ()) or (
            () if words in self.others else self.by_words.get(words, ())
        )
        # A name of two areas means none of them; explain() says which ones it may be.
        return next(iter(found)) if len(found) == 1 else None

    def explain(self, name: str) -> str:
        """Say what a name that is not found may mean, as the end of a sentence; nothing where it means no area here."""
        if self.find(name) or _reduce(name) in self.others or name.strip().upper() in self.codes:
            return ""
        if len(both := self.by_fold.get(self.spellings.fold(name), ())) > 1:
            return f"may be {format_options(both)}"
        if near := difflib.get_close_matches(self.spellings.fold(name), self.by_fold, n=1, cutoff=_TYPING_ERROR):
            return f"is nearly a name of {format_options(self.by_fold[near[0]])}"
        likely = self._find_likely(_list_stems(_list_whole(name)))
        return f"looks like a name of {format_options(likely)}" if likely else ""

    def _find_likely(self, stems: NameWords) -> Collection[str]:
        """Give the keys of the country that shares most stems with a name, unless another one explains it better."""
        others = [found for other in self.others if (found := _share(stems, other))[0]]
        likely = [(_share(stems, known), keys) for known, keys in self.by_words.items()]
        for (shared, part), keys in sorted(likely, key=lambda found: (len(found[0][0]), found[0][1]), reverse=True):
            better = (other for other, whole in others if len(other) >= len(shared) and whole >= part)
            if shared and not any(other - shared for other in better):
                return keys
        return ()


def list_names(catalogue: Catalogue, *, map_: str = "") -> AreaNames:
    """Give the names of the countries of a catalogue, and of the areas of one map where it is given.

    Parameters
    ----------
    catalogue
        Its names in all languages and its spellings count; for countries, those of CLDR, which Babel carries, too.
    map_
        What stands before the hyphen in the keys of the areas of one map. Their codes are no names: publishers number
        areas in their own ways, and the wrong area would not be noticed.

    Raises
    ------
    DataError
        For a map that the catalogue does not have.
    """
    on_map = {key: area for key, area in catalogue.areas.items() if map_ and key.startswith(f"{map_}-")}
    if map_ and not on_map:
        maps = sorted({key.rpartition("-")[0] for key in catalogue.areas if "-" in key})
        raise DataError(f"No area of the map '{map_}' in the catalogue.", allowed=maps, fix="correct 'map'.")
    countries = {key: area for key, area in catalogue.areas.items() if area.kind == COUNTRY}
    given = {key: {key, *_list_own(key, area, catalogue.spellings)} for key, area in (countries | on_map).items()}
    theirs, others = _list_cldr(countries)
    for key, name in theirs.items():
        # CLDR adds a second name in parentheses: "Myanmar (Burma)".
        given[key] |= {name, name.partition(" (")[0]}
    return AreaNames(
        catalogue.spellings,
        _index((catalogue.spellings.fold(name), key) for key, names in given.items() for name in names),
        _index((_reduce(name), key) for key in countries for name in given[key] if name != key),
        frozenset(map(_reduce, (*others.values(), *catalogue.spellings.others))),
        frozenset((*others, *(code for code, two in _list_aliases().items() if code.isalpha() and two in others))),
    )


def _list_own(key: str, area: Area, spellings: Spellings) -> list[str]:
    short = area.short.list_texts() if area.short else ()
    return [*area.name.list_texts(), *short, *spellings.areas.get(key, ())]


def _list_cldr(keys: Collection[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Give CLDR's name of each of the given countries, and those of all others by their codes of two letters."""
    from babel import Locale  # noqa: PLC0415  (only where names are asked for)

    by_two = _list_by_two(keys)
    # CLDR lists regions of the world, too, by codes of digits: 419 is Latin America.
    names = {code: str(name) for code, name in Locale(_LANGUAGE).territories.items() if code.isalpha()}
    others = {code: name for code, name in names.items() if code not in by_two}
    return {key: names[code] for code, key in by_two.items() if code in names}, others


def _index(pairs: Iterable[tuple[Name, str]]) -> dict[Name, list[str]]:
    found: dict[Name, list[str]] = {}
    for name, key in pairs:
        if key not in found.setdefault(name, []):
            found[name].append(key)
    return found


def _reduce(name: str) -> NameWords:
    """Give the words of a name that tell states apart; all of them where they say nothing but what a state is."""
    words = _list_whole(name)
    return words - _FORMS or words


def _list_whole(name: str) -> NameWords:
    """Give the words of a name without those that only link them, and with abbreviations written out."""
    return frozenset(" ".join(_WHOLE.get(word, word) for word in list_words(name)).split()) - _LINKING


def _list_stems(words: NameWords) -> NameWords:
    """Give how the words of a name begin that tell countries from others: Russian and Russia begin alike."""
    telling = words - _COMMON or words
    return frozenset(word.removesuffix("s")[:_STEM] if len(word) > _SHORT else word for word in telling)


def _share(stems: NameWords, name: NameWords) -> tuple[NameWords, float]:
    """Give the stems that a name shares, and the part they are of its own: none below half (below all, if common)."""
    own = _list_stems(name)
    part = len(stems & own) / len(own) if own else 0
    needed = _HALF if name - _COMMON - _FORMS else 1
    return (stems & own, part) if part >= needed else (frozenset(), 0)


def _list_aliases() -> dict[str, str]:
    """Give the code of two letters for each that CLDR, which Babel carries, knows of three letters or digits."""
    from babel.core import get_global  # noqa: PLC0415  (only where codes are asked for)

    return {code: two[0] for code, two in get_global("territory_aliases").items()}


def _list_by_two(keys: Collection[str]) -> dict[str, str]:
    """Give the keys of countries by their codes of two letters."""
    aliases = _list_aliases()
    return {aliases[key]: key for key in keys if key in aliases}


def list_codes(catalogue: Catalogue) -> dict[str, str]:
    """Give the key of each area of the catalogue by itself, and of each country by its other codes."""
    by_two = _list_by_two([key for key, area in catalogue.areas.items() if area.kind == COUNTRY])
    longer = {code: by_two[two] for code, two in _list_aliases().items() if code.isdigit() and two in by_two}
    others = {code: by_two[two] for code, two in _OF_THE_EU.items() if two in by_two}
    return {**by_two, **longer, **others, **{key: key for key in catalogue.areas}}

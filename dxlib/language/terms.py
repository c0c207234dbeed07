"""Words on which the truth of a sentence hangs: terms that a translation must keep, and words that state a number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

from dxlib.language.languages import Language

_FILE: Final = Path(__file__).with_suffix(".yaml")
_PLACE: Final = re.compile(r"\{[^}]*\}")


@lru_cache(maxsize=1)
def _read() -> Mapping[str, Any]:
    content: Mapping[str, Any] = yaml.safe_load(_FILE.read_text("utf-8"))
    return content


@lru_cache(maxsize=512)
def _compile(forms: tuple[str, ...]) -> re.Pattern[str]:
    # A form that ends in an apostrophe ("plus d’") stands directly before a
    # letter; only others must end as a word does.
    ends = (rf"{form}(?!\w)" if form[-1].isalnum() or form[-1] in "*?)" else form for form in forms)
    # Where no word begins no form can: looked at once for all of them, that takes a tenth of the time.
    return re.compile(rf"(?<!\w)(?:{'|'.join(f'(?:{form})' for form in ends)})", re.IGNORECASE)


def list_terms() -> tuple[str, ...]:
    """Give the names of the terms that a translation must keep."""
    return tuple(_read()["terms"])


def list_allowed() -> Mapping[str, str]:
    """Give the messages of the library that may hold a word for a number, each with the reason."""
    found: Mapping[str, str] = _read()["allowed"]
    return found


def find_number_words(text: str, language: Language) -> list[str]:
    """Give the words of a text that state a number ("two thirds", "doubled"), in their order.

    Parameters
    ----------
    text
        A message; its places do not count.
    language
        Where its ``language.yaml`` lists no such words, none are found.

    Examples
    --------
    >>> from dxlib.language.languages import read_language
    >>> find_number_words("Two thirds of {n} services doubled", read_language("en"))
    ['Two', 'thirds', 'doubled']
    """
    forms = language.departures.number_words
    return _compile(forms).findall(_PLACE.sub(" ", text)) if forms else []


def find_terms(text: str, language: Language) -> list[str]:
    """Give the names of the terms that a text holds.

    Examples
    --------
    >>> from dxlib.language.languages import read_language
    >>> find_terms("more than {figure}", read_language("en"))
    ['more_than']
    """
    # The name in a place is code: "{before}" does not say the term "before".
    said, forms = _PLACE.sub("{}", text), language.departures.terms
    return [name for name in _read()["terms"] if name in forms and _compile(forms[name]).search(said)]


def find_wrong_terms(held: Iterable[str], translation: str, language: Language) -> Iterator[str]:
    """Say which terms of a text a translation lacks, or turns into their opposite.

    Parameters
    ----------
    held
        The names of the terms of the text.
    translation, language
        Its translation; only terms whose forms ``language.yaml`` lists are looked for.

    Examples
    --------
    >>> from dxlib.language.languages import read_language
    >>> list(find_wrong_terms(["more_than"], "moins de {figure}", read_language("fr")))
    ["it lacks 'more than'", "it says 'less than' instead of 'more than'"]
    """
    forms, translated = language.departures.terms, _PLACE.sub("{}", translation)
    known = [name for name in held if name in forms]
    for name in known:
        if not _compile(forms[name]).search(translated):
            yield f"it lacks '{_show(name)}'"
        other = _read()["terms"][name].get("opposite", "")
        # A sentence may say both ("up from less than 5 to more than 10"), and so may its translation.
        if other and other not in known and _says_only(forms.get(other, ()), forms[name], translated):
            yield f"it says '{_show(other)}' instead of '{_show(name)}'"


def _says_only(forms: tuple[str, ...], others: tuple[str, ...], text: str) -> bool:
    """Say whether a text holds a form of a term that is not one of its opposite's."""
    # French "passé" is a form of "rose" and of "fell", so that it proves neither.
    only = tuple(form for form in forms if form not in others)
    return bool(only) and _compile(only).search(text) is not None


def _show(term: str) -> str:
    return term.replace("_", " ")

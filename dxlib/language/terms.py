"""Words on which the truth of a sentence hangs: terms that a translation must keep, and words that state a number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

from dxlib.language.available import SOURCE_LANGUAGE
from dxlib.language.languages import read_language

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
    return re.compile("|".join(rf"(?<!\w)(?:{form})" for form in ends), re.IGNORECASE)


def list_allowed() -> Mapping[str, str]:
    """Give the messages of the library that may hold a word for a number, each with the reason."""
    found: Mapping[str, str] = _read()["allowed"]
    return found


def find_number_words(text: str, language: str, own: Path | None = None) -> list[str]:
    """Give the words of a text that state a number ("two thirds", "doubled"), in their order.

    Parameters
    ----------
    text
        A message; its places do not count.
    language
        One whose ``language.yaml`` lists such words; for another none are found.
    own
        The folder of a project's languages.

    Examples
    --------
    >>> find_number_words("Two thirds of {n} services doubled", "en")
    ['Two', 'thirds', 'doubled']
    """
    forms = read_language(language, own).departures.number_words
    return _compile(forms).findall(_PLACE.sub(" ", text)) if forms else []


def find_wrong_terms(text: str, translation: str, language: str, own: Path | None = None) -> Iterator[str]:
    """Say which terms of an English text a translation lacks, or turns into their opposite.

    Parameters
    ----------
    text
        The English message.
    translation, language
        Its translation; only terms whose forms ``language.yaml`` lists are looked for.
    own
        The folder of a project's languages.

    Examples
    --------
    >>> list(find_wrong_terms("more than {figure}", "moins de {figure}", "fr"))
    ["it lacks 'more than'", "it says 'less than' instead of 'more than'"]
    """
    terms, english = _read()["terms"], _read_forms(SOURCE_LANGUAGE, own)
    forms = _read_forms(language, own)
    # The name in a place is code: "{before}" does not say the term "before".
    said, translated = (_PLACE.sub("{}", one) for one in (text, translation))
    held = [name for name in terms if name in forms and _compile(english[name]).search(said)]
    for name in held:
        if not _compile(forms[name]).search(translated):
            yield f"it lacks '{_show(name)}'"
        other = terms[name].get("opposite", "")
        # A sentence may say both ("up from less than 5 to more than 10"), and so may its translation.
        if other and other not in held and _says_only(forms.get(other, ()), forms[name], translated):
            yield f"it says '{_show(other)}' instead of '{_show(name)}'"


def _read_forms(language: str, own: Path | None) -> Mapping[str, tuple[str, ...]]:
    return read_language(language, own).departures.terms


def _says_only(forms: tuple[str, ...], others: tuple[str, ...], text: str) -> bool:
    """Say whether a text holds a form of a term that is not one of its opposite's."""
    # French "passé" is a form of "rose" and of "fell", so that it proves neither.
    only = tuple(form for form in forms if form not in others)
    return bool(only) and _compile(only).search(text) is not None


def _show(term: str) -> str:
    return term.replace("_", " ")

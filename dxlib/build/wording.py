"""What ``dxlib check`` looks for in the words of a project: numbers in words, terms that translations must keep."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from dxlib.data.catalogue import Catalogue, Unit, show_paths
from dxlib.data.catalogue_files import list_own_units
from dxlib.data.yaml_files import read_yaml
from dxlib.errors import Problem
from dxlib.language.available import DEPARTURES, MESSAGES, SOURCE_LANGUAGE
from dxlib.paths import Project

NAMES: Final = "names.yaml"
_WORDS: Final = "number_words"

_PLACE: Final = re.compile(r"\{[^}]*\}")
_NUMERAL: Final = re.compile(r"(?<![A-Za-z\d])\d+(?![A-Za-z\d])")

Texts = Iterable[tuple[str, str]]  # English text, and its place as file:line


def inspect_words(project: Project, texts: Texts, languages: Sequence[str]) -> Iterator[Problem]:
    """Give every message that states a number in words, and every translation that changes a term or adds a numeral.

    Parameters
    ----------
    project
        Its ``data/catalogue/names.yaml`` lists the messages that may hold such a word, each with the reason.
    texts
        All messages of notebooks and library.
    languages
        Of the project.
    """
    path = project.catalogue / NAMES
    if path.exists() and (problems := read_yaml(path).problems):
        yield from show_paths(problems, project)
        return  # nobody knows what it lists
    listed, said = read_listed(project), dict(texts)
    yield from inspect_texts(project, said.items(), languages, listed)
    for key in listed.keys() - said.keys():
        what = f"No message says '{key}'"
        yield Problem(project.show(project.catalogue / NAMES), 0, _WORDS, what, fix="remove the line.")


def read_listed(project: Project) -> Mapping[str, str]:
    """Give the messages of a project that may hold a number in words, each with the reason."""
    path = project.catalogue / NAMES
    content: Mapping[str, Any] = read_yaml(path).data if path.exists() else {}
    return content.get(_WORDS) or {}


def inspect_texts(
    project: Project, texts: Texts, languages: Sequence[str], listed: Mapping[str, str]
) -> Iterator[Problem]:  # fmt: skip
    """Give what is wrong with some messages in some languages.

    Parameters
    ----------
    listed
        The messages that may hold a number in words.
    """
    from dxlib.language.catalogues import read_translations  # noqa: PLC0415  (loads Babel)
    from dxlib.language.languages import read_language  # noqa: PLC0415
    from dxlib.language.terms import find_number_words, find_terms, find_wrong_terms, list_allowed  # noqa: PLC0415

    allowed = listed.keys() | list_allowed().keys()
    # Both look into the files of the language, to see whether they changed: not once for each text.
    known = [(read_language(code, project.locales), read_translations(code, project.locales)) for code in languages]
    english = read_language(SOURCE_LANGUAGE, project.locales)
    for key, place in texts:
        held = find_terms(key, english)
        for language, ready in known:
            translated = ready[key].forms if key in ready else ()
            # The English text is its own translation; in another language a text without one is told elsewhere.
            said = translated or ((key,) if language.code == SOURCE_LANGUAGE else ())
            words = [word for text in said for word in find_number_words(text, language)]
            if words and key not in allowed:
                yield _describe_number(project, words, said[0], place)
            for text in translated:
                if key not in allowed and (numerals := _find_added_numerals(key, text)):
                    yield _describe_numerals(project, numerals, text, key, language.code)
                for wrong in find_wrong_terms(held, text, language):
                    what = f"'{text}' does not say the same as '{key}': {wrong}"
                    fix = "correct its msgstr; the forms of each term stand in the language.yaml of the language."
                    path = project.show(project.locales / language.code / MESSAGES)
                    yield Problem(path, 0, f"msgid of {place}", what, fix=fix)


def find_english_units(project: Project, catalogue: Catalogue, languages: Iterable[str]) -> Iterator[Problem]:
    """Warn of the units whose words are still those that ``dxlib new language`` wrote, which are English.

    Parameters
    ----------
    languages
        Of the project, without those whose ``language.yaml`` cannot be used.
    """
    from dxlib.language.languages import parse_locale, read_language  # noqa: PLC0415  (loads Babel)

    own = list_own_units(project)
    for code in languages:
        if parse_locale(code).language == SOURCE_LANGUAGE:
            continue
        departures = read_language(code, project.locales).departures
        found = [
            key
            for key, words in departures.units.items()
            if key in own and key not in departures.as_in_english
            and _is_english(words.name, words.pattern, catalogue.units[key])
        ]  # fmt: skip
        if found:
            file = read_yaml(project.locales / code / DEPARTURES)
            what = f"English words for the unit{'' if len(found) == 1 else 's'} {', '.join(found)}"
            fix = (
                "translate name and pattern of each there; list a unit under as_in_english where they are right as is."
            )
            problem = file.complain(("units",), what, fix)
            yield replace(problem, file=project.show(file.path), is_warning=True)


def _is_english(name: str, pattern: Mapping[str, str], unit: Unit) -> bool:
    english = unit.pattern.main.model_dump(exclude_none=True).values()
    # A pattern without a word, as "{n}%", is the same in many languages.
    worded = [form for form in pattern.values() if any(map(str.isalpha, form.replace("{n}", "")))]
    return name == unit.name.main or any(form in english for form in worded)


def _find_added_numerals(key: str, text: str) -> list[str]:
    """Give the numerals that a translation has and its English text has not; those of "5G" belong to a name."""
    return [] if _NUMERAL.search(_PLACE.sub(" ", key)) else _NUMERAL.findall(_PLACE.sub(" ", text))


def _describe_numerals(project: Project, numerals: Sequence[str], text: str, key: str, language: str) -> Problem:
    what = f"A numeral ({', '.join(numerals)}) in '{text}', and none in '{key}'"
    fix = "write it as a word: the audit refuses a page with a numeral that is no figure."
    # No problem: not every message stands on a page of the project.
    path = project.show(project.locales / language / MESSAGES)
    return Problem(path, 0, "msgstr", what, fix=fix, is_warning=True)


def _describe_number(project: Project, words: Sequence[str], text: str, place: str) -> Problem:
    file, _, line = place.partition(":")
    what = f"A number in words ({', '.join(words)}) in '{text}'"
    fix = f"say it with a figure, or list the sentence under {_WORDS} in data/catalogue/{NAMES} with the reason."
    return Problem(project.show(project.root / file), 0, f"place {line}" if line else "", what, fix=fix)

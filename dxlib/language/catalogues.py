"""Translations: gettext catalogues, the library's and the project's own, which goes before.

What was read is kept by the content of the files: a process that lives long, or that was forked from one, never speaks
as the files did before.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from gettext import c2py
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

from dxlib.bounds import MOST_PLURALS, WRITTEN_BYTES
from dxlib.errors import ConfigError, raise_problems
from dxlib.intake import decode, find_hidden, read_bytes
from dxlib.language.available import MESSAGES, list_files
from dxlib.language.languages import parse_locale

_REFERENCE: Final = re.compile(r"^#:.*$", re.MULTILINE)  # gettext isolates names of files in it that hold a blank
_CHARSET: Final = re.compile(rb"charset=([\w-]+)")
_COUNT: Final = re.compile(rb"nplurals\s*=\s*(\d+)")
# Rules of plurals look at the last two digits, at small numbers, and in French and Spanish at whole millions.
_TRIED: Final = (*range(201), 1_000, 100_000, 1_000_000)


@dataclass(frozen=True, slots=True)
class Translation:
    """A text in a language.

    Parameters
    ----------
    forms
        One for each plural form; one where it has no plural.
    choose
        Gives the index of the form of a whole number, as the catalogue of the text defines it.
    """

    forms: tuple[str, ...]
    choose: Callable[[int], int]


def read_translations(language: str, own: Path | None = None) -> Mapping[str, Translation]:
    """Read the finished translations of a language by their English texts.

    A text that is missing, empty or marked fuzzy is not there.

    Parameters
    ----------
    own
        The folder of a project's languages.

    Raises
    ------
    ConfigError
        For a file that is no catalogue of gettext.
    """
    paths = list_files(MESSAGES, language, own)
    return _merge(tuple(_File(read_bytes(path, WRITTEN_BYTES), path) for path in paths if path.exists()), language)


def read_po_file(path: Path, language: str) -> Catalog:
    """Read a catalogue as Babel represents it; empty where the file is missing.

    Raises
    ------
    ConfigError
        For a file that is no catalogue of gettext.
    """
    content = read_bytes(path, WRITTEN_BYTES) if path.exists() else b""
    return _parse(content, path, language)


@dataclass(frozen=True, slots=True)
class _File:
    """A file that is the same as every other with its content: what was read of one is what is read of another."""

    content: bytes
    path: Path = field(compare=False)


@lru_cache(maxsize=32)
def _merge(files: tuple[_File, ...], language: str) -> Mapping[str, Translation]:
    return {key: translation for file in files for key, translation in _read_file(file, language).items()}


@lru_cache(maxsize=32)
def _read_file(file: _File, language: str) -> Mapping[str, Translation]:
    catalogue = _parse(file.content, file.path, language)
    choose = _read_choice(file.path, catalogue)
    # A plural that lacks one of its forms counts as missing: the page would be empty for some numbers only.
    return {key: Translation(forms, choose) for key, forms in _list_forms(catalogue) if all(forms)}


def _read_choice(path: Path, catalogue: Catalog) -> Callable[[int], int]:
    """Give the function that the head of a catalogue states, after trying it: it chooses among the forms there are."""
    expression = catalogue.plural_expr
    try:
        # gettext's own compiler of such expressions: eval() would run whatever a file of somebody else holds.
        choose = c2py(expression)
        if all(0 <= choose(count) < catalogue.num_plurals for count in _TRIED):
            return choose
        said = f"it chooses a form beyond the {catalogue.num_plurals} there are"
    except (ValueError, ArithmeticError) as error:
        said = str(error)
    fix = f"write 'Plural-Forms: {Catalog(locale=catalogue.locale).plural_forms}'."
    raise ConfigError(f"Plural-Forms of {path} cannot be used: {said}.", fix=fix)


def _parse(content: bytes, path: Path, language: str) -> Catalog:
    locale = parse_locale(language)
    text = _REFERENCE.sub("", decode(path, content))
    raise_problems(list(find_hidden(path, text)), kind=ConfigError)
    charset = _CHARSET.search(content)
    if charset and charset[1].lower() != b"utf-8":  # UTF-7 can write any character in ASCII
        raise ConfigError(f"{path} declares the charset '{charset[1].decode()}'.", allowed=["UTF-8"], fix="correct it.")
    count = _COUNT.search(content)
    # Babel makes a list of that many texts for each message. The length comes first: int() refuses thousands of digits.
    if count and (len(count[1]) > 1 or int(count[1]) > MOST_PLURALS):
        what = f"Plural-Forms of {path} speaks of {count[1][:20].decode()} forms."
        raise ConfigError(what, fix=f"write at most {MOST_PLURALS}.")
    try:
        return read_po(io.BytesIO(content), locale=locale, abort_invalid=True)
    except (PoFileError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise ConfigError(f"{path} is no catalogue of gettext: {error}", fix="correct the line it names.") from error


def _list_forms(catalogue: Catalog) -> list[tuple[str, tuple[str, ...]]]:
    listed = []
    for message in catalogue:
        # The message without an id is the head of the file; a fuzzy one is a guess that nobody has looked at.
        if not message.id or message.fuzzy:
            continue
        key = message.id[0] if message.pluralizable else message.id
        forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        listed.append((str(key), tuple(str(form or "") for form in forms)))
    return listed

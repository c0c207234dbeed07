"""Translations: gettext catalogues, the library's and the project's own, which goes before.

What was read is kept by the content of the files: a process that lives long, or that was forked from one, never speaks
as the files did before.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from gettext import c2py
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

from dxlib.errors import ConfigError
from dxlib.language.available import MESSAGES, list_files
from dxlib.language.languages import parse_locale


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
    return _merge(tuple((path, path.read_bytes()) for path in paths if path.exists()), language)


def read_po_file(path: Path, language: str) -> Catalog:
    """Read a catalogue as Babel represents it; empty where the file is missing.

    Raises
    ------
    ConfigError
        For a file that is no catalogue of gettext.
    """
    content = path.read_bytes() if path.exists() else b""
    return _parse(content, path, language)


@lru_cache(maxsize=32)
def _merge(files: tuple[tuple[Path, bytes], ...], language: str) -> Mapping[str, Translation]:
    found: dict[str, Translation] = {}
    for path, content in files:
        catalogue = _parse(content, path, language)
        expression = catalogue.plural_expr
        choose = c2py(expression.strip("()") if expression == "0" else expression)
        found |= {key: Translation(forms, choose) for key, forms in _list_forms(catalogue) if all(forms)}
    return found


def _parse(content: bytes, path: Path, language: str) -> Catalog:
    locale = parse_locale(language)
    try:
        return read_po(io.BytesIO(content), locale=locale, abort_invalid=True)
    except (PoFileError, ValueError) as error:
        raise ConfigError(f"{path} is no catalogue of gettext: {error}", fix="correct the line it names.") from error


def _list_forms(catalogue: Catalog) -> list[tuple[str, tuple[str, ...]]]:
    listed = []
    for message in catalogue:
        if not message.id or message.fuzzy:
            continue
        key = message.id[0] if message.pluralizable else message.id
        forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        listed.append((str(key), tuple(str(form or "") for form in forms)))
    return listed

"""Translations: one gettext catalogue per language under ``locales/<code>/``.

What was read is kept by the content of the file: a process that lives long, or that was forked from one, never speaks
as the file did before.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from functools import lru_cache
from gettext import c2py

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from dxlib.language.available import get_po_path

Forms = Mapping[str, tuple[str, ...]]


def read_translations(language: str) -> Forms:
    """Read the finished translations of a language.

    Returns
    -------
    dict
        English text to its translations, one per plural form (one where it has no plural). A text that
        is missing, empty or marked fuzzy is not there.
    """
    return _parse(_read(language), language)[0]


def read_plural_rule(language: str) -> Callable[[int], int]:
    """Give the function from a whole number to the index of its plural form, as gettext defines it."""
    return _parse(_read(language), language)[1]


def read_catalogue(language: str) -> Catalog:
    """Read a language's catalogue as Babel represents it."""
    return read_po(io.BytesIO(_read(language)), locale=language)


def _read(language: str) -> bytes:
    path = get_po_path(language)
    return path.read_bytes() if path.exists() else b""


@lru_cache(maxsize=8)
def _parse(content: bytes, language: str) -> tuple[Forms, Callable[[int], int]]:
    if not content:
        return {}, c2py("(n != 1)")
    catalogue = read_po(io.BytesIO(content), locale=language)
    expression = catalogue.plural_expr
    rule = c2py(expression.strip("()") if expression == "0" else expression)
    return {key: forms for key, forms in _list_forms(catalogue) if all(forms)}, rule


def _list_forms(catalogue: Catalog) -> list[tuple[str, tuple[str, ...]]]:
    listed = []
    for message in catalogue:
        if not message.id or message.fuzzy:
            continue
        key = message.id[0] if message.pluralizable else message.id
        forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        listed.append((str(key), tuple(str(form or "") for form in forms)))
    return listed

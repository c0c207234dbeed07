"""Translations: one gettext catalogue per language under ``locales/<code>/``."""

from __future__ import annotations

from functools import lru_cache

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from dxlib.language.available import get_po_path


@lru_cache(maxsize=8)
def read_translations(language: str) -> dict[str, tuple[str, ...]]:
    """Read the finished translations of a language.

    Returns
    -------
    dict
        English text to its translations, one per plural form (one where it has no plural). A text that
        is missing, empty or marked fuzzy is not there.
    """
    path = get_po_path(language)
    if not path.exists():
        return {}
    return {key: forms for key, forms in _list_forms(read_catalogue(language)) if all(forms)}


def read_catalogue(language: str) -> Catalog:
    """Read a language's catalogue as Babel represents it."""
    with get_po_path(language).open("rb") as file:
        return read_po(file, locale=language)


def _list_forms(catalogue: Catalog) -> list[tuple[str, tuple[str, ...]]]:
    listed = []
    for message in catalogue:
        if not message.id or message.fuzzy:
            continue
        key = message.id[0] if message.pluralizable else message.id
        forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        listed.append((str(key), tuple(str(form or "") for form in forms)))
    return listed


@lru_cache(maxsize=8)
def read_plural_rule(language: str) -> object:
    """Give the function from a whole number to the index of its plural form, as gettext defines it."""
    from gettext import c2py  # noqa: PLC0415  (loads a parser that only plurals need)

    path = get_po_path(language)
    expression = read_catalogue(language).plural_expr if path.exists() else "(n != 1)"
    return c2py(expression.strip("()") if expression == "0" else expression)

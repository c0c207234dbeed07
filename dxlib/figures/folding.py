"""Words as they are compared in a search: without capitals, marks and punctuation."""

from __future__ import annotations

from functools import lru_cache

from dxlib.data.spellings import list_words


# A search compares with every name of the catalogue in each of its languages.
@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Write a text in small letters without the marks that people leave out, its words apart by one blank.

    Examples
    --------
    >>> fold("Chữ ký số"), fold("egdi_rank"), fold("Hô Chi Minh-Ville")
    ('chu ky so', 'egdi rank', 'ho chi minh ville')
    """
    return " ".join(list_words(text))

"""Words as they are compared in a search: without capitals, marks and punctuation."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_NO_WORD: Final = re.compile(r"[\W_]+")


# A search compares with every name of the catalogue in each of its languages.
@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Write a text in small letters without marks, its words apart by one blank.

    Examples
    --------
    >>> fold("Chữ ký số"), fold("egdi_rank"), fold("Hô Chi Minh-Ville")
    ('chu ky so', 'egdi rank', 'ho chi minh ville')
    """
    # NFD parts "ữ" into a letter and marks, but leaves "đ" whole: its stroke is no mark.
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return _NO_WORD.sub(" ", "".join(one for one in plain if not unicodedata.combining(one))).strip()

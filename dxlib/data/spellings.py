"""How publishers spell the names of areas: a list that a project may keep beside its areas."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from pydantic import Field

from dxlib.data.words import StrictModel, Text

# Accents of Latin, Greek and Cyrillic letters, points of Hebrew, vowels of Arabic; and what only chooses a form.
_LEFT_OUT: Final = re.compile(
    r"[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670\ufe00-\ufe0f]"
)
# Letters that no rule of Unicode takes apart, as people write them who lack them on their keys.
_PLAIN_LETTERS: Final = str.maketrans(
    {"đ": "d", "ð": "d", "ł": "l", "ø": "o", "ı": "i", "ħ": "h", "ŧ": "t", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)


class Spellings(StrictModel):
    """What ``data/catalogue/spellings.yaml`` says.

    Attributes
    ----------
    areas
        Further spellings of an area, by its key.
    others
        Names that look like one of an area of the catalogue, and are another's.
    kinds
        Words that may stand before or after a name and say what kind of area it is: "county", "province of".
    """

    areas: Mapping[str, tuple[Text, ...]] = Field(default_factory=dict)
    others: tuple[Text, ...] = ()
    kinds: tuple[Text, ...] = ()

    def fold(self, name: str) -> str:
        """Write a name without blanks, capitals, marks and the words for its kind.

        Examples
        --------
        >>> spellings = Spellings(kinds=("thành phố", "TP"))
        >>> {spellings.fold(name) for name in ("Ha Noi", "Hà Nội", "TP. Hà Nội", "Thành phố Hà Nội")}
        {'hanoi'}
        """
        joined = " ".join(list_words(name))
        for kind in (" ".join(list_words(kind)) for kind in self.kinds):
            # With the blank: a word for a kind of area is not the beginning of a longer word.
            joined = joined.removeprefix(f"{kind} ").removesuffix(f" {kind}")
        return joined.replace(" ", "")


def list_words(name: str) -> list[str]:
    """Give the words of a name in small letters, without the marks that people leave out.

    Examples
    --------
    >>> list_words("Đắk Lắk"), list_words("Korea (Dem. People's Rep.)")
    (['dak', 'lak'], ['korea', 'dem', 'people', 's', 'rep'])

    Notes
    -----
    In Indic scripts, Khmer or Thai a vowel is a mark, too: without it, Tonga would be written as Togo is.
    """
    plain = leave_out_marks(name.casefold())
    return "".join(letter if _is_of_word(letter) else " " for letter in plain).split()


def leave_out_marks(text: str) -> str:
    """Take off the marks that people leave out who type a text in small letters, and keep what tells words apart.

    Examples
    --------
    >>> leave_out_marks("đà nẵng"), leave_out_marks("łódź")
    ('da nang', 'lodz')
    """
    # NFD takes marks off letters, but the stroke of "đ" is no mark: it is a letter of its own.
    return _LEFT_OUT.sub("", unicodedata.normalize("NFD", text.translate(_PLAIN_LETTERS)))


def _is_of_word(letter: str) -> bool:
    return letter.isalnum() or unicodedata.category(letter).startswith("M")

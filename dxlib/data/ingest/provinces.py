"""Provinces by the names that publishers give them, on the map that a file is of."""

from __future__ import annotations

import unicodedata
from typing import Final

from dxlib.data.catalogue import Catalogue
from dxlib.errors import DataError

_KINDS: Final = ("thanh pho", "thu do", "tinh", "tp")


def list_provinces(catalogue: Catalogue, vintage: str) -> dict[str, str]:
    """Give the key of each province of one map by its English and Vietnamese names, folded as :func:`fold` does.

    Codes are not among them: publishers number provinces in their own ways (on the state's map site of 2025, 14 is
    Lai Châu, whose official code is 12), and the wrong province would not be noticed.

    Raises
    ------
    DataError
        For a map that the catalogue does not have.
    """
    areas = {key: area for key, area in catalogue.areas.items() if key.startswith(f"{vintage}-")}
    if not areas:
        maps = sorted({key.partition("-")[0] for key in catalogue.areas if "-" in key})
        raise DataError(f"No province of the map '{vintage}' in the catalogue.", allowed=maps, fix="correct vintage.")
    return {fold(name): key for key, area in areas.items() for name in area.name.list_texts()}


def fold(name: str) -> str:
    """Write a name without blanks, capitals, marks and the word for its kind.

    Examples
    --------
    >>> {fold(name) for name in ("Hanoi", "Ha Noi", "Hà Nội", "TP. Hà Nội", "Thành phố Hà Nội")}
    {'hanoi'}
    """
    plain = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    words = "".join(letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter))
    joined = " ".join(words.split())
    for kind in _KINDS:
        joined = joined.removeprefix(f"{kind} ")
    return joined.replace(" ", "")

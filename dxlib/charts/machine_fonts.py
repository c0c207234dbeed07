"""Fonts of the machine for letters that the theme's font lacks; matplotlib asks for them when it writes PNG and PDF."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

from dxlib.charts.backend.known_font import register_fonts
from dxlib.charts.theme import FONT_FAMILY, SEMIBOLD, has_letter
from dxlib.errors import MissingDependencyError

_NORMAL: Final = 400
_MOST_NAMED: Final = 10
# The best first: made for one script each, and to look alike; upright letters without serifs; all others.
_LIKED: Final = ("Noto Sans", "Sans")
# Fonts whose letters are boxes or blanks, and those that suit no label.
_UNFIT: Final = ("Last Resort", "LastResort", "Adobe Blank", "Mono", "Nastaliq")


@dataclass(frozen=True, slots=True)
class _Face:
    """A font of the machine: its entry in matplotlib's list, and which of the wanted letters it has."""

    entry: font_manager.FontEntry
    letters: frozenset[str]

    @property
    def rank(self) -> tuple[int, int, str]:
        """What is least for the font that suits best, of those with the same letters."""
        liked = next((at for at, name in enumerate(_LIKED) if name in self.entry.name), len(_LIKED))
        return liked, self.measure_distance(_NORMAL), self.entry.name

    def measure_distance(self, weight: int) -> int:
        """Give how far its weight is from another one."""
        return abs(int(self.entry.weight) - weight)


def list_lacking(text: str) -> frozenset[str]:
    """Give the letters of a text that the theme's font lacks, but for those that nobody sees.

    Examples
    --------
    >>> sorted(list_lacking("Việt Nam, 日本"))
    ['日', '本']
    """
    return frozenset(letter for letter in text if not has_letter(letter) and unicodedata.category(letter) != "Cf")


def find_families(letters: frozenset[str]) -> tuple[str, ...]:
    """Give font families in which matplotlib finds letters that the theme's font lacks.

    Parameters
    ----------
    letters
        As :func:`list_lacking` gives them.

    Returns
    -------
    tuple of str
        The theme's font first. Each family is known to matplotlib in the theme's two weights.

    Raises
    ------
    MissingDependencyError
        Where no font of the machine has one of the letters.

    Notes
    -----
    The machine's fonts are read when a drawing first has such letters, which takes a tenth of a second. matplotlib's
    own list is not asked: it is kept in a file, and does not know what was installed since.
    """
    families, left = _register(letters)
    if left:
        _register.cache_clear()  # so that a font that is installed now is found
        raise _refuse(left)
    return families


def list_families(letters: frozenset[str]) -> tuple[str, ...]:
    """Give the same families, also where some letters are in none: of these matplotlib warns when it draws them."""
    return _register(letters)[0]


@lru_cache(maxsize=32)
def _register(letters: frozenset[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Make families known to matplotlib, and give them and the letters that none of them has."""
    register_fonts()
    faces = list(_list_faces(letters)) if letters else []
    families = [FONT_FAMILY]
    left = letters
    while left:
        best = min(faces, key=lambda face: (-len(face.letters & left), face.rank), default=None)
        if best is None or not best.letters & left:
            break
        name = best.entry.name
        # A name of our own: under the font's own name matplotlib may know another file, which lacks the letters.
        family = f"{name} in {Path(best.entry.fname).name}"
        bold = min(faces, key=lambda face: (face.entry.name != name, face.measure_distance(SEMIBOLD)))
        for weight, face in ((_NORMAL, best), (SEMIBOLD, bold if bold.letters >= best.letters else best)):
            entry = replace(face.entry, name=family, weight=weight)
            if entry not in font_manager.fontManager.ttflist:
                font_manager.fontManager.ttflist.append(entry)
        families.append(family)
        left -= best.letters
    return tuple(families), left


def _list_faces(letters: frozenset[str]) -> Iterator[_Face]:
    """Give the upright fonts of the machine that have any of the letters."""
    for path in sorted(font_manager.findSystemFonts()):
        try:
            font = FT2Font(path)
            entry = font_manager.ttfFontProperty(font)
        except (OSError, RuntimeError, NotImplementedError, ValueError):
            continue  # what matplotlib cannot read, such as a font of pixels
        has = frozenset(letter for letter in letters if font.get_char_index(ord(letter)))
        is_plain = (entry.style, entry.stretch) == ("normal", "normal")
        if has and is_plain and not any(name in entry.name for name in _UNFIT):
            yield _Face(entry, has)


def _refuse(letters: frozenset[str]) -> MissingDependencyError:
    named = "', '".join(sorted(letters)[:_MOST_NAMED])
    more = f" and {len(letters) - _MOST_NAMED} others" if len(letters) > _MOST_NAMED else ""
    return MissingDependencyError(
        f"No font on this machine has the letters '{named}'{more} of the drawing: PNG and PDF would show boxes.",
        fix="install a font that has them, such as one of the Noto fonts, or save the drawing as .svg, which takes the"
        " fonts of whoever opens it.",
    )

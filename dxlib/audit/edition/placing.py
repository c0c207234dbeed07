"""Which areas an index must rank: by the first key figures of their pages, where enough are alike."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from dxlib.audit.edition.told import KeyFigure, Told
from dxlib.data.catalogue import Area

_FEWEST: Final = 12  # one of fewer areas would mislead
_THIRDS: Final = 3
# Where accents of Latin, Greek and Cyrillic letters, points of Hebrew, vowels of Arabic, choices of a form stand. In
# Devanagari, Khmer or Thai a vowel is a mark, too, but a name is another one without it.
_ACCENTS: Final = (
    range(0x300, 0x370),
    range(0x591, 0x5C8),
    range(0x64B, 0x660),
    range(0x670, 0x671),
    range(0xFE00, 0xFE10),
)
# Which letters stand for those that Unicode does not take apart into a letter and an accent.
_OTHER_LETTERS: Final = dict(zip("đðłøıħŧ", "ddloiht", strict=True)) | {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}


@dataclass(frozen=True, slots=True)
class PlacedArea:
    """An area in a ranking.

    Parameters
    ----------
    page, figure
        Its page, and the figure there that ranks it.
    place
        One more than there are areas with a better figure.
    third
        1 for the best third of all places, 3 for the last.
    tile
        Its row and column on the map; none where it has no tile.
    short
        Its name on the map.
    """

    page: Told
    figure: KeyFigure
    place: int
    third: int
    tile: tuple[int, int] | None
    short: str


@dataclass(frozen=True, slots=True)
class PlacedAreas:
    """A ranking: what it is by, of which period, and its areas, the best one first."""

    name: str
    period: str
    areas: tuple[PlacedArea, ...]

    @property
    def is_mapped(self) -> bool:
        """Whether each area has a tile of its own."""
        tiles = {one.tile for one in self.areas}
        return None not in tiles and len(tiles) == len(self.areas)


def sort_key(page: Told) -> tuple[str, str, str]:
    """Give by what the pages of a brief are sorted: their names without accents, then the codes of their areas."""
    return write_plainly(page.name), page.area, page.address


def write_plainly(text: str) -> str:
    """Give a text in small letters without accents.

    Examples
    --------
    >>> write_plainly("Đắk Lắk")
    'dak lak'
    """
    plain = "".join(_OTHER_LETTERS.get(letter, letter) for letter in text.lower())
    marked = unicodedata.normalize("NFD", plain)
    return "".join(sign for sign in marked if not _is_accent(sign))


def _is_accent(sign: str) -> bool:
    return unicodedata.category(sign) == "Mn" and any(ord(sign) in block for block in _ACCENTS)


def place_areas(pages: Sequence[Told], areas: Mapping[str, Area]) -> Iterator[PlacedAreas]:
    """Give the rankings of the pages of one brief: one for each kind of areas of which enough have a like figure.

    Pages that differ in what else they are of are ranked apart.

    Parameters
    ----------
    pages
        Of one brief, edition and language.
    areas
        Of the catalogue.
    """
    by_map: dict[tuple[str, tuple[str, ...]], list[tuple[Told, KeyFigure, Decimal]]] = {}
    for page in sorted(pages, key=sort_key):
        of = tuple(one.shown for one in page.own)
        # What stands before the last hyphen names the map: areas before and after a reform are ranked apart.
        own = by_map.setdefault((page.area[: max(page.area.rfind("-"), 0)], of), [])
        if page.figure and page.figure.rank_by is not None:
            own.append((page, page.figure, page.figure.rank_by))
    for name, of in sorted(by_map):
        yield from _rank(by_map[name, of], areas, of)


def _rank(
    found: Sequence[tuple[Told, KeyFigure, Decimal]], areas: Mapping[str, Area], of: tuple[str, ...]
) -> Iterator[PlacedAreas]:
    alike: dict[tuple[str, str], list[tuple[Told, KeyFigure, Decimal]]] = {}
    for one in found:
        alike.setdefault((one[1].of, one[1].period), []).append(one)
    most = max(map(len, alike.values()), default=0)
    if most < _FEWEST:
        return
    # On a tie the figure of the first page by name, as a counter in the library gives it.
    name, period = next(key for key, group in alike.items() if len(group) == most)
    group = sorted(alike[name, period], key=lambda one: -one[2])  # areas with one figure stay in the order of names
    placed = tuple(_place(one, group, areas[one[0].area]) for one in group)
    yield PlacedAreas(" · ".join((name, *of)), period, placed)


def _place(
    one: tuple[Told, KeyFigure, Decimal], group: Sequence[tuple[Told, KeyFigure, Decimal]], area: Area
) -> PlacedArea:  # fmt: skip
    page, figure, value = one
    # Counted, so that areas with one figure share a place.
    better = sum(other > value for *_, other in group)
    third = 1 + int(Fraction(better * _THIRDS, len(group)))
    short = area.short[page.language] if area.short else page.area_name
    return PlacedArea(page, figure, 1 + better, third, area.tile, short)

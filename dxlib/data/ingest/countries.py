"""Countries by the names that publishers give them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Final

from dxlib.data.catalogue import Catalogue

ALIASES: Final = {  # where a publisher's name is not the catalogue's
    "Brunei": "BRN",
    "East Timor": "TLS",
    "Korea, Rep.": "KOR",
    "Lao People's Democratic Republic": "LAO",
    "Lao People's Democratic Republic (the)": "LAO",
    "Laos": "LAO",
    "Philippines (the)": "PHL",
    "Republic of Korea (the)": "KOR",
    "South Korea": "KOR",
    "Vietnam": "VNM",
}
_TYPING_ERROR: Final = 0.85


def list_names(catalogue: Catalogue) -> dict[str, str]:
    """Give the key of each country of the catalogue by its English name and by :data:`ALIASES`."""
    names = {area.name.main: key for key, area in catalogue.areas.items() if area.kind == "country"}
    return names | {name: key for name, key in ALIASES.items() if key in catalogue.areas}


def find_intended(name: str, names: Iterable[str]) -> str:
    """Give the known name of which another is most likely a typing error, or nothing."""
    known = tuple(names)
    near = difflib.get_close_matches(name, known, n=1, cutoff=_TYPING_ERROR)
    return near[0] if near and name not in known else ""


def list_codes(catalogue: Catalogue) -> dict[str, str]:
    """Give the key of each country of the catalogue by its ISO codes: of three letters, of two, of three digits.

    Notes
    -----
    CLDR, which Babel carries, knows the codes of three letters or digits as aliases of those of two.
    """
    from babel.core import get_global  # noqa: PLC0415  (only where codes are asked for)

    aliases = get_global("territory_aliases")
    keys = {key for key, area in catalogue.areas.items() if area.kind == "country"}
    by_two = {aliases[key][0]: key for key in keys if key in aliases}
    longer = {code: by_two[two[0]] for code, two in aliases.items() if code.isdigit() and two[0] in by_two}
    return {**by_two, **longer, **{key: key for key in keys}}

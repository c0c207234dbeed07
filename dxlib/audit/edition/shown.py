"""Figures as pages write them, read back: number, unit and hedge."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from html import unescape
from typing import Final

from dxlib.audit.numerals import list_frames, list_numbered_words, make_plain, read_number
from dxlib.data.catalogue import Catalogue
from dxlib.evidence.format import NOTE_PREFIX
from dxlib.language import Speaker

# Expressions instead of a parser: a release has thousands of pages, and the audit of each page holds its markup.
_LINK: Final = re.compile(rf'<a href="#{NOTE_PREFIX}(\w+)"([^<>]*)>([^<]*)</a>')
_MARK: Final = re.compile(r' data-q="(\w+)"([^<>]*)>([^<]*)</')
_NAMED: Final = re.compile(r' data-q="(\w+)"')
_SIZE: Final = 'data-form="size"'
_EXACT: Final = Decimal("0.000001")  # to this evidence writes values


Shown = tuple[str, str, bool]  # the key of a figure, its text, and whether its sign is left out


def list_shown(page: str) -> Iterator[Shown]:
    """Give every figure that a page shows, in prose, tables, charts and notes, as links and as marks, each once."""
    links = set()
    for note, attributes, text in dict.fromkeys(_LINK.findall(page)):
        named = _NAMED.search(attributes) if attributes else None
        key = named[1] if named else note
        # A link may carry its own mark; the same text would otherwise be heard twice.
        links.add((key, text))
        yield key, unescape(text) if "&" in text else text, _SIZE in attributes
    for key, attributes, text in dict.fromkeys(_MARK.findall(page)):
        if (key, text) not in links:
            yield key, unescape(text) if "&" in text else text, _SIZE in attributes


class Reader:
    """Reads figures in one language.

    Parameters
    ----------
    language
        Of the pages.
    catalogue
        How units are written.
    """

    def __init__(self, language: str, catalogue: Catalogue) -> None:
        self._speaker, self._units = Speaker(language, {}, catalogue.locales), catalogue.units
        self._frames: dict[str, dict[str, str]] = {}
        # Kept by the reader: pages of an edition show the same figures over and over.
        self.read_hedge = lru_cache(maxsize=1 << 15)(self._read_hedge)

    def _read_hedge(self, text: str, value: str, unit: str, is_size: bool) -> str | None:
        """Give the hedge of a text, as the sign of a qualifier; none for what is not the value in the unit.

        Parameters
        ----------
        text
            As it stands on a page.
        value
            In single units, as evidence writes it; empty for a number of which only the text is known.
        unit
            Its code.
        is_size
            Whether the text leaves out the sign.
        """
        number = read_number(text, self._speaker.language, list_numbered_words(self._list_patterns(unit)))
        hedge = self._list_frames(unit).get(make_plain(number.frame)) if number else None
        if number is None or hedge is None:
            return None
        shown = number.mantissa.scaleb(number.scale)
        exact = abs(Decimal(value)) if is_size else Decimal(value)
        # Half of the last digit that is written: a true text is at most so far from its value.
        half = Decimal(5).scaleb(int(number.mantissa.as_tuple().exponent) + number.scale - 1)
        return hedge if abs(shown - exact) <= half + _EXACT.scaleb(int(value.partition("e")[2] or 0)) else None

    def _list_frames(self, unit: str) -> Mapping[str, str]:
        if unit not in self._frames:
            ordinals = self._speaker.ordinals if unit == "RANK" else ()
            self._frames[unit] = list_frames((*self._list_patterns(unit), *ordinals), unit, self._speaker.translate)
        return self._frames[unit]

    def _list_patterns(self, unit: str) -> tuple[str, ...]:
        return tuple(self._units[unit].pattern[self._speaker.language].model_dump(exclude_none=True).values())

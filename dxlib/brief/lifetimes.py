"""What became of areas when the map changed: the sentence that says it."""

from __future__ import annotations

from datetime import date

from dxlib.data.catalogue import Catalogue
from dxlib.language import sentence


def find_ending(catalogue: Catalogue, key: str, day: date) -> str:
    """Give the sentence that says what became of an area by a day; empty for one that was always as it is.

    Parameters
    ----------
    catalogue
        Whose areas are meant.
    key
        The area.
    day
        An area that ended earlier is told of, and one that goes on under another key with the same borders.

    Returns
    -------
    str
        With places for ``area``, and ``successor``, ``former`` or ``since`` where it has them.

    Notes
    -----
    Names are compared in Vietnamese: romanised ones are written in more than one way (Hai Phong, Haiphong).
    """
    area = catalogue.areas[key]
    # On the last day of an area it still exists.
    if not area.exists.is_over(day):
        # One predecessor is the same land under another key; only of several an area is put together.
        if len(catalogue.list_predecessors(key)) > 1 and area.exists.from_:
            return sentence("{area} was formed from {former} {since:in}.").text
        if len(catalogue.list_keys(key)) == 1:
            return ""
        return sentence(
            "{area} kept its borders when areas were merged: figures from before are of it as it is today."
        ).text
    if not area.successor:
        return sentence("{area} no longer exists.").text
    same_name = area.name.agrees(catalogue.areas[area.successor].name)
    if len(catalogue.list_predecessors(area.successor)) > 1:
        if same_name:
            return sentence("The figures are of {area} before areas were merged; today’s {area} is larger.").text
        return sentence("{area} no longer exists by itself: it has become part of {successor}.").text
    if same_name:
        return sentence("{area} kept its borders when areas were merged.").text
    return sentence("{area}, today {successor}, kept its borders when areas were merged.").text

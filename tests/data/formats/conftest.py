"""Selections of the small project, with cells that are hard to carry."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from dxlib.data import schema
from dxlib.data.clean import clean
from dxlib.data.formats.selection import Selection, read_selection

HARD = (
    'said "about 45", then\nmore; a,b',
    '=HYPERLINK("http://x","y")',
    "@SUM(A1:A2)",
    "-5 places, not a number",
    "\tđến 45 %\r",
    "[18](note) $$x$$",
    "…",
    " Thủ tướng: «đạt 45,2 %» ",
)


@pytest.fixture
def store(toy) -> Selection:
    """All clean rows of the small project."""
    clean(toy.project)
    return read_selection(toy.project)


COPY = "https://github.com/somebody/copies/blob/1b2f/số[1].csv"


@pytest.fixture
def copied(store) -> Selection:
    """The same, where one source was read in a copy."""
    sources = {**store.catalogue.sources}
    sources["un-2024"] = sources["un-2024"].model_copy(update={"copied_from": COPY})
    return Selection(store.catalogue.model_copy(update={"sources": sources}), store.tables)


@pytest.fixture
def hard(toy, share) -> Selection:
    """Clean rows whose texts hold everything that formats stumble over; the ledger would refuse some of them."""
    rows = [
        share(
            str(2010 + number), f"-{number}.50", LOCATOR=text, AS_WRITTEN=text, COMMENT=text,
            UNIT_MULT="0", KNOWN_SINCE="2025-01-15", KNOWN_UNTIL="", PUBLISHED="2025-01-15",
        )
        for number, text in enumerate(HARD)
    ]  # fmt: skip
    missing = {**rows[0], schema.TIME_PERIOD: "2009", schema.OBS_VALUE: "", schema.OBS_STATUS: "M"}
    ranges = {**rows[0], schema.TIME_PERIOD: "2024-01/2024-11"}
    undated = {**rows[0], schema.TIME_PERIOD: "", schema.KIND: "target", schema.QUALIFIER: ">="}
    table = [
        {name: row[name] for name in schema.CLEAN_COLUMNS} for row in (*rows, missing, ranges, undated)
    ]  # fmt: skip
    return Selection(toy.catalogue, {"online_share": table})


@pytest.fixture
def without(monkeypatch) -> Callable[[str], Any]:
    """Hides a library, as if it were not installed."""
    return lambda name: monkeypatch.setitem(sys.modules, name, None)

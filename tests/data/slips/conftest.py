"""A row of a ledger, and what is found in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from dxlib.data import schema
from dxlib.data.slips import quotations

Make = Callable[..., dict[str, str]]
Find = Callable[..., dict[str, str]]
_USUAL: Mapping[str, str] = {
    "INDICATOR": "egdi_rank", "REF_AREA": "VNM", "TIME_PERIOD": "2024", "OBS_VALUE": "71", "UNIT_MEASURE": "COUNT",
    "OBS_STATUS": "A", "KIND": "actual", "SOURCE": "un-2024", "LOCATOR": "excerpt",
}  # fmt: skip


@pytest.fixture
def make() -> Make:
    """Makes a row of a ledger."""
    return lambda **cells: {**dict.fromkeys(schema.COLUMNS, ""), **_USUAL, **cells}


@pytest.fixture
def find(make: Make) -> Find:
    """Gives what is wrong with a row, by column, for a quotation in a language."""

    def find_in(text: str, value: str, *, language: str = "en", **cells: str) -> dict[str, str]:
        row = make(AS_WRITTEN=text, OBS_VALUE=value, **cells)
        return {column: what for column, what, _ in quotations.find_slips(row, language)}

    return find_in

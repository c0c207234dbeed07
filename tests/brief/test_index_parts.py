"""The parts of an index on a page."""

from __future__ import annotations

import pytest

from dxlib.errors import DataError
from tests.brief.pictures import open_brief


def test_parts_of_another_unit_are_refused() -> None:
    with pytest.raises(DataError, match="A chart in INDEX was given figures in RANK"):
        open_brief("VNM").parts("egdi_value", "egdi_rank", title="Indicator")

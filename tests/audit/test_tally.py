"""Counts over the whole data are counted again, apart from the code that wrote the page."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from dxlib.audit.derive import Deriver, UnderivableError
from dxlib.audit.facts import Facts
from dxlib.brief.evidence import Evidence, FigureRecord, Page
from tests.conftest import Toy


def count(toy: Toy, options: Mapping[str, str], *, as_of: str = "2029-12-31") -> int:
    """Derive a tally of the small project's data."""
    toy.open_store()
    record = FigureRecord(value="0", unit="COUNT", formula="tally", inputs=("any",), options=options)
    page = Page(brief="01-toy", area="VNM", edition="2029", language="en", as_of=as_of)
    return int(Deriver(Facts(toy.project), Evidence(page=page, computed={"k": record})).derive("k"))


@pytest.mark.parametrize(("what", "number"), [("figures", 8), ("indicators", 2), ("areas", 2), ("sources", 5)])
def test_each_thing_is_counted_once_and_targets_are_not(toy: Toy, what: str, number: int) -> None:
    assert count(toy, {"what": what}) == number


def test_what_became_known_later_is_not_counted(toy: Toy) -> None:
    assert count(toy, {"what": "figures"}, as_of="2024-12-31") == 4


def test_only_the_status_asked_for_is_counted(toy: Toy) -> None:
    assert count(toy, {"what": "figures", "status": "E"}) == 1


def test_what_is_not_known_cannot_be_counted(toy: Toy) -> None:
    with pytest.raises(UnderivableError, match="what it counts is unknown: 'pages'"):
        count(toy, {"what": "pages"})

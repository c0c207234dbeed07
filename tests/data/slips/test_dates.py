"""Days of publication."""

from __future__ import annotations

import pytest

from dxlib.data.catalogue import Source
from dxlib.data.slips import dates
from tests.data.slips.conftest import Make

_REGISTER = "data/catalogue/sources.csv"


def tell(make: Make, published: str, **cells: str) -> list[tuple[str, str]]:
    texts = {"via": "", "title": "", "url": "", "terms": "CC BY", "language": "en", "read": "2026-11-22"}
    source = Source(publisher="UN", published=published, **texts)
    return [(column, what) for column, what, _ in dates.find_slips(make(**cells), source)]


@pytest.mark.parametrize(
    ("published", "cells"),
    [
        ("2024-09", {}),  # a figure of a part of the year
        ("2025-01-15", {}),
        ("", {}),
        ("", {"PUBLISHED": "2024"}),
        ("", {"PUBLISHED": "2024", "TIME_PERIOD": "2024-06"}),
        ("", {"PUBLISHED": "2025-03-01", "COMMENT": "The file is of 2025-03-01."}),
        ("2023", {"OBS_STATUS": "F"}),
        ("2023", {"KIND": "target"}),
        ("2023", {"UNIT_MEASURE": "MILESTONE"}),
        ("2023", {"KIND": "target", "TIME_PERIOD": ""}),
        ("2026", {}),  # read within the year
    ],
)
def test_a_day_of_publication_that_can_be_is_right(make: Make, published: str, cells: dict[str, str]) -> None:
    assert tell(make, published, **cells) == []


@pytest.mark.parametrize("own", ["2024-09", "2024-09-17", "2023-09"])
def test_a_row_states_no_day_where_the_register_does(make: Make, own: str) -> None:
    (column, what), *_ = tell(make, "2024-09", PUBLISHED=own)
    assert (column, what) == ("PUBLISHED", f"'{own}', but {_REGISTER} says that 'un-2024' was published 2024-09")


@pytest.mark.parametrize("own", ["2025", "2024-03-01"])
def test_a_day_that_only_a_row_states_is_said_in_its_comment(make: Make, own: str) -> None:
    assert tell(make, "", PUBLISHED=own, COMMENT="Published 2025-04-01.") == [
        ("PUBLISHED", f"'{own}' is not the year of the period, and COMMENT does not say so")
    ]


@pytest.mark.parametrize("published", ["2027", "2026-12", "2026-11-23"])
def test_nothing_is_published_after_it_was_read(make: Make, published: str) -> None:
    assert tell(make, published) == [("PUBLISHED", f"'{published}', but 'un-2024' was read on 2026-11-22")]


@pytest.mark.parametrize(("period", "published"), [("2024", "2023-12-31"), ("2024-Q4", "2024-09"), ("2025-01", "2024")])
def test_a_figure_is_not_published_before_its_period_begins(make: Make, period: str, published: str) -> None:
    assert tell(make, published, TIME_PERIOD=period) == [
        ("TIME_PERIOD", f"'{period}' begins after 'un-2024' was published ({published})")
    ]

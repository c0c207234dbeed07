"""What became of areas when the map changed: merged, enlarged, unchanged, renamed, or gone."""

from __future__ import annotations

from datetime import date

import pytest

from dxlib.brief.lifetimes import find_ending
from dxlib.data.catalogue import Area, Catalogue
from tests.rendering import PLAIN

LAST, NEXT = date(2025, 6, 30), date(2025, 7, 1)


def make_area(name: str, *, successor: str = "", until: str = "2025-06-30") -> Area:
    romanised = name if until else f"{name}, spelt differently"
    words = {"en": romanised, "vi": name, "fr": name}
    given = {"name": words, "kind": "province", "exists": {"until": until}, "successor": successor}
    return Area.model_validate(given)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    areas = {
        "old-merged": make_area("Merged", successor="new-large"),
        "old-large": make_area("Large", successor="new-large"),
        "old-same": make_area("Same", successor="new-same"),
        "old-renamed": make_area("Renamed", successor="new-name"),
        "old-gone": make_area("Gone"),
        "new-large": make_area("Large", until=""),
        "new-same": make_area("Same", until=""),
        "new-name": make_area("Name", until=""),
    }
    parts = ("indicators", "units", "topics", "systems", "publishers", "sources")
    return Catalogue.model_validate({**{part: {} for part in parts}, "project": PLAIN, "areas": areas})


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("old-merged", "{area} no longer exists by itself: it has become part of {successor}."),
        ("old-large", "The figures are of {area} before areas were merged; today’s {area} is larger."),
        ("old-same", "{area} kept its borders when areas were merged."),
        ("old-renamed", "{area}, today {successor}, kept its borders when areas were merged."),
        ("old-gone", "{area} no longer exists."),
    ],
)
def test_what_became_of_an_area_is_said_from_the_day_after_its_last(catalogue, key, said):
    assert find_ending(catalogue, key, NEXT) == said
    assert find_ending(catalogue, key, LAST) == ""


@pytest.mark.parametrize("until", ["2025-06", "2025-06-30"])
def test_an_area_exists_through_the_month_that_is_its_last(catalogue, until):
    gone = {"old-gone": make_area("Gone", until=until)}
    catalogue = catalogue.model_copy(update={"areas": {**catalogue.areas, **gone}})
    assert find_ending(catalogue, "old-gone", LAST) == ""
    assert find_ending(catalogue, "old-gone", NEXT) == "{area} no longer exists."


def test_of_an_area_that_still_exists_only_borders_that_stayed_are_told(catalogue):
    assert find_ending(catalogue, "new-large", date(2100, 1, 1)) == ""
    assert find_ending(catalogue, "new-same", date(2100, 1, 1)) == (
        "{area} kept its borders when areas were merged: figures from before are of it as it is today."
    )

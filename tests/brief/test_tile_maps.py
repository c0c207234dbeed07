"""The map of tiles on a page, and where provinces lie on it."""

from __future__ import annotations

import pytest
import yaml

from dxlib.errors import DataError
from tests.brief.pictures import open_brief, read
from tests.building import ROOT


def test_a_province_of_today_finds_what_went_into_it() -> None:
    tiles = read(open_brief("VN34-48").tiles("papi_total", group="provinces_63", title="Indicator"))
    words = tiles.xpath("string(.//p[contains(@class, 'alternative')])")
    assert "Da Nang has " in words
    assert "Quang Nam has " in words


def test_a_country_has_no_tile() -> None:
    with pytest.raises(DataError, match="'BRN' has no place on a map of tiles"):
        open_brief("BRN").tiles("egdi_value", group="asean", title="Indicator")


def read_places(prefix: str) -> dict[tuple[int, int], str]:
    areas = yaml.safe_load((ROOT / "data/catalogue/areas.yaml").read_text("utf-8"))
    return {tuple(entry["tile"]): key for key, entry in areas.items() if key.startswith(prefix)}


@pytest.mark.parametrize(("prefix", "count"), [("VN63-", 63), ("VN34-", 34)])
def test_every_province_has_a_tile_of_its_own_and_the_map_is_one_piece(prefix: str, count: int) -> None:
    places = read_places(prefix)
    assert len(places) == count
    reached, pending = set(), [next(iter(places))]
    while pending:
        row, column = pending.pop()
        if (row, column) in places and (row, column) not in reached:
            reached.add((row, column))
            steps = [(down, across) for down in (-1, 0, 1) for across in (-1, 0, 1)]
            pending += [(row + down, column + across) for down, across in steps]
    assert reached == places.keys()


def test_tiles_stand_as_provinces_lie() -> None:
    where = {key: place for place, key in read_places("VN63-").items()}
    from_north = [
        "VN63-02",
        "VN63-01",
        "VN63-38",
        "VN63-42",
        "VN63-46",
        "VN63-51",
        "VN63-56",
        "VN63-79",
        "VN63-92",
        "VN63-96",
    ]
    rows = [where[key][0] for key in from_north]
    assert rows == sorted(rows)
    assert where["VN63-12"][1] < where["VN63-22"][1]  # Lai Châu lies west of Quảng Ninh
    assert where["VN63-91"][1] < where["VN63-83"][1]  # Kiên Giang west of Bến Tre
    assert where["VN63-56"][1] == max(column for _, column in where.values())  # Khánh Hòa furthest east

"""The hashes of what jobs read."""

from __future__ import annotations

import yaml

from dxlib.build.slices import Slice, SliceReader
from dxlib.data.catalogue_files import read_catalogue
from dxlib.data.clean import clean
from dxlib.data.observations import ALL_INDICATORS
from tests.conftest import make_row, make_words


def digest_list(toy):
    clean(toy.project)
    read_catalogue.__globals__["_read_cached"].cache_clear()
    reader = SliceReader(toy.project, read_catalogue(toy.project))
    return reader.compute_digest(Slice(*ALL_INDICATORS), "2030-01-01")


def write_system(toy, indicator, system):
    files = (toy.project.catalogue / "indicators").iterdir()
    path = next(one for one in files if f"{indicator}:" in one.read_text("utf-8"))
    entries = yaml.safe_load(path.read_text("utf-8"))
    entries[indicator]["system"] = system
    toy.write_catalogue(f"indicators/{path.name}", entries)


def test_the_list_of_indicators_changes_with_a_new_one_and_not_with_another_figure(toy):
    before = digest_list(toy)
    toy.write_ledger([make_row(TIME_PERIOD="2020", OBS_VALUE="80")], name="more.csv")
    assert digest_list(toy) == before
    toy.write_ledger([make_row(INDICATOR="accounts", UNIT_MEASURE="PERSON")], name="more.csv")
    assert digest_list(toy) != before


def test_the_list_of_indicators_changes_where_one_tells_of_another_system(toy, catalogue_files):
    toy.write_catalogue("systems.yaml", {key: {"name": make_words(key)} for key in ("portal", "card")})
    for path, content in catalogue_files().items():
        for indicator in content if path.startswith("indicators/") else ():
            write_system(toy, indicator, "portal")
    before = digest_list(toy)
    write_system(toy, "egdi_rank", "card")
    assert digest_list(toy) != before

"""The hashes of what jobs read."""

from __future__ import annotations

import json

import yaml

from dxlib.build.slices import Changes, Slice, SliceReader, write_slices
from dxlib.data.catalogue_files import forget_catalogue, read_catalogue
from dxlib.data.clean import clean
from dxlib.data.observations import ALL_INDICATORS
from tests.conftest import make_row, make_words

LIST = Slice(*ALL_INDICATORS)


def read_data(toy):
    clean(toy.project)
    forget_catalogue()
    return SliceReader(toy.project, read_catalogue(toy.project)).data


def list_changed(before, now, *slices, as_of="2030-01-01"):
    """Give what changed, when what was known before was kept as JSON."""
    return Changes(json.loads(json.dumps(before)), now).list_changed(write_slices(slices), as_of)


def write_entry(toy, indicator, **changed):
    files = (toy.project.catalogue / "indicators").iterdir()
    path = next(one for one in files if f"{indicator}:" in one.read_text("utf-8"))
    entries = yaml.safe_load(path.read_text("utf-8"))
    entries[indicator].update(changed)
    toy.write_catalogue(f"indicators/{path.name}", entries)


def test_the_list_of_indicators_changes_with_a_new_one_and_not_with_another_figure(toy):
    before = read_data(toy)
    toy.write_ledger([make_row(TIME_PERIOD="2020", OBS_VALUE="80")], name="more.csv")
    assert list_changed(before, read_data(toy), LIST) == {}
    toy.write_ledger([make_row(INDICATOR="accounts", UNIT_MEASURE="PERSON")], name="more.csv")
    assert list_changed(before, read_data(toy), LIST) == {LIST: ("accounts (new)",)}


def test_the_list_of_indicators_changes_where_one_tells_of_another_system(toy, catalogue_files):
    toy.write_catalogue("systems.yaml", {key: {"name": make_words(key)} for key in ("portal", "card")})
    for path, content in catalogue_files().items():
        for indicator in content if path.startswith("indicators/") else ():
            write_entry(toy, indicator, system="portal")
    before = read_data(toy)
    write_entry(toy, "egdi_rank", system="card")
    assert list_changed(before, read_data(toy), LIST) == {LIST: ("egdi_rank (changed)",)}


def test_rows_of_another_area_or_kind_and_rows_known_later_do_not_count(toy):
    before = read_data(toy)
    toy.write_ledger([make_row(TIME_PERIOD="2020", OBS_VALUE="80", PUBLISHED="2021-05")], name="more.csv")
    now, mine = read_data(toy), Slice("egdi_rank", "VNM", "actual")
    row = ("egdi_rank/VNM/2020/actual@un-2024 (new)",)
    assert list_changed(before, now, mine) == {mine: row}
    assert list_changed(now, before, mine) == {mine: (row[0].replace("new", "gone"),)}
    everywhere, others = Slice("egdi_rank", "", "actual"), [("SGP", "actual"), ("VNM", "target"), ("", "target")]
    assert list_changed(before, now, everywhere) == {everywhere: row}
    assert list_changed(before, now, *(Slice("egdi_rank", *one) for one in others)) == {}
    assert list_changed(before, now, mine, as_of="2021-05-30") == {}
    assert list_changed(before, now, mine, as_of="2021-05-31") == {mine: row}


def test_a_correction_is_named_with_its_figure(toy):
    before, mine = read_data(toy), Slice("egdi_rank", "SGP", "actual")
    figure = "egdi_rank/SGP/2024/actual@un-2024"
    correction = {"figure": figure, "was": "70", "day": "2025-02-03", "why": make_words("a slip"),
                  "was_at": "https://example.org/before/"}  # fmt: skip
    toy.write_catalogue("corrections.yaml", {"rank-of-2024": correction})
    corrected = read_data(toy)
    assert list_changed(before, corrected, mine, Slice("online_share", "SGP", "actual")) == {
        mine: (f"correction rank-of-2024 of {figure} (new)",)
    }
    toy.write_catalogue("corrections.yaml", {"rank-of-2024": {**correction, "was": "69"}})
    assert list_changed(corrected, read_data(toy), mine) == {mine: (f"correction rank-of-2024 of {figure} (changed)",)}


def test_the_name_of_what_an_indicator_is_not_to_be_confused_with_is_named(toy):
    write_entry(toy, "egdi_rank", not_to_confuse=["online_share"])
    before, mine = read_data(toy), Slice("egdi_rank", "VNM", "actual")
    write_entry(toy, "online_share", name=make_words("another name"))
    assert list_changed(before, read_data(toy), mine) == {mine: ("name of online_share (changed)",)}


def test_a_source_is_named_before_its_rows(toy):
    before, mine = read_data(toy), Slice("egdi_rank", "SGP", "actual")
    path = toy.project.catalogue / "sources.csv"
    content = path.read_text("utf-8")
    path.write_text(content.replace('"Survey"', '"Another title"'), "utf-8")
    assert content != path.read_text("utf-8")
    now = read_data(toy)
    assert list_changed(before, now, mine) == {
        mine: ("source un-2024 (changed)", "egdi_rank/SGP/2024/actual@un-2024 (changed)")
    }
    # An earlier version kept no parts of the catalogue: nothing is said of them then.
    older = {name: {table: rows for table, rows in one.items() if table != "parts"} for name, one in before.items()}
    assert list_changed(older, now, mine) == {mine: ("egdi_rank/SGP/2024/actual@un-2024 (changed)",)}
    assert list_changed(older, before, mine) == {}


def test_what_an_indicator_means_counts_also_where_no_row_changed(toy):
    before = read_data(toy)
    path = toy.project.catalogue / "indicators" / "rankings.yaml"
    path.write_text(path.read_text("utf-8").replace("rank definition", "another"), "utf-8")
    mine = Slice("egdi_rank", "VNM", "actual")
    assert list_changed(before, read_data(toy), mine, Slice("online_share", "VNM", "actual")) == {
        mine: ("entry of egdi_rank (changed)",)
    }

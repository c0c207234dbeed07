"""The Data Package of the clean CSVs, judged by a validator that is not ours."""

import csv
import hashlib
import json
import re
import shutil

import pytest
from frictionless import validate

from dxlib.data import schema
from dxlib.data.formats.data_package import (
    PACKAGE,
    SCHEMA,
    render_data_package,
    render_table_schema,
    write_data_package,
)
from dxlib.data.formats.selection import read_selection
from dxlib.paths import Project
from tests.data.formats.conftest import COPY

CHANGES = [
    ("OBS_VALUE", "45,2", "type-error"),
    ("OUT_OF", "many", "type-error"),
    ("KNOWN_SINCE", "2025-02-31", "type-error"),
    ("UNIT_MULT", "1.5", "type-error"),
    ("OBS_STATUS", "X", "constraint-error"),
    ("KIND", "wish", "constraint-error"),
    ("QUALIFIER", "≈", "constraint-error"),
    ("TIME_PERIOD", "end 2024", "constraint-error"),
    ("PUBLISHED", "2025-1", "constraint-error"),
    ("REF_AREA", "", "constraint-error"),
    ("SOURCE", "", "constraint-error"),
    ("REF_AREA", "XXX", "foreign-key"),
    ("SOURCE", "hearsay", "foreign-key"),
    ("UNIT_MEASURE", "PRCNT", "foreign-key"),
    ("INDICATOR", "online_shar", "foreign-key"),
]


def list_errors(folder):
    """Validate a package; give type, column and row of every error."""
    report = validate(str(folder / PACKAGE))
    assert report.errors == []
    return report.flatten(["type", "fieldName", "rowNumber"])


def name_sources(store):
    """Give the sources of each indicator's figures."""
    return {name: {row["SOURCE"] for row in rows} for name, rows in store.tables.items()}


def describe(store, folder):
    """Write the package of the clean files of a folder as they now are."""
    return write_data_package(folder, store.catalogue, name_sources(store))


def change_cell(folder, indicator, column, value, line=1):
    """Change one cell of a clean file."""
    path = folder / f"{indicator}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows[line][rows[0].index(column)] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


@pytest.fixture
def clean_folder(toy, store):
    describe(store, toy.project.clean)
    return toy.project.clean


def test_the_package_of_clean_data_is_valid_with_its_keys_hashes_and_references(clean_folder):
    assert list_errors(clean_folder) == []


def test_clean_data_of_this_repository_make_a_valid_package(repository, tmp_path):
    project, names = Project(repository), ("vneid_accounts_activated", "digital_economy_share_gdp_gso", "egdi_value")
    for name in names:
        shutil.copy(project.clean / f"{name}.csv", tmp_path)
    describe(read_selection(project, indicators=names), tmp_path)
    assert list_errors(tmp_path) == []


@pytest.mark.parametrize(("column", "value", "error"), CHANGES)
def test_a_broken_cell_is_found_even_when_the_hash_fits(clean_folder, store, column, value, error):
    change_cell(clean_folder, "online_share", column, value)
    describe(store, clean_folder)
    found = list_errors(clean_folder)
    assert error in {kind for kind, _, _ in found}
    assert {row for _, _, row in found} == {2}


def test_a_row_that_stands_twice_is_found(clean_folder, store):
    path = clean_folder / "egdi_rank.csv"
    path.write_text(path.read_text("utf-8") + path.read_text("utf-8").splitlines()[1] + "\n", "utf-8")
    describe(store, clean_folder)
    assert [kind for kind, _, _ in list_errors(clean_folder)] == ["primary-key"]


def test_any_change_without_a_new_package_is_found_by_hash_and_size(clean_folder):
    change_cell(clean_folder, "egdi_rank", "AS_WRITTEN", "other words")
    assert {kind for kind, _, _ in list_errors(clean_folder)} == {"hash-count", "byte-count"}


def test_each_csv_is_described_by_its_bytes_its_words_and_its_sources_with_their_terms(clean_folder):
    package = json.loads((clean_folder / PACKAGE).read_text("utf-8"))
    entry = next(resource for resource in package["resources"] if resource["name"] == "egdi_rank")
    content = (clean_folder / "egdi_rank.csv").read_bytes()
    assert entry == {
        "name": "egdi_rank", "type": "table", "title": "rank name", "description": "rank definition",
        "path": "egdi_rank.csv", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
        "bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}", "schema": SCHEMA,
        "sources": [
            {"title": "Ministry, 2022-12-31", "terms": "not stated"},
            {"title": "United Nations, Survey, 2024-09", "path": "https://example.org/un", "terms": "CC BY"},
        ],
    }  # fmt: skip
    assert [licence["title"] for licence in package["licenses"]] == [
        "Free Licence, for the arrangement; each figure keeps the terms of its source"
    ]


def test_the_catalogue_goes_along_as_tables(clean_folder):
    package = json.loads((clean_folder / PACKAGE).read_text("utf-8"))
    tables = {resource["name"]: resource["data"] for resource in package["resources"] if "data" in resource}
    assert {name: len(rows) - 1 for name, rows in tables.items()} == {
        "catalogue-indicators": 4, "catalogue-areas": 2, "catalogue-units": 10, "catalogue-sources": 5,
    }  # fmt: skip
    head, first = tables["catalogue-indicators"][:2]
    cells = dict(zip(head, first, strict=True))
    assert (cells["NAME_VI"], cells["UNIT_MEASURE"]) == ("rank name (tiếng Việt)", "RANK")


def test_the_same_data_give_the_same_bytes_and_no_date_of_writing(store, toy):
    contents = {name: (toy.project.clean / f"{name}.csv").read_bytes() for name in store.tables}
    one = render_data_package(store.catalogue, contents, name_sources(store))
    backwards = dict(reversed(contents.items()))
    listed = {name: sorted(names, reverse=True) for name, names in name_sources(store).items()}
    assert render_data_package(store.catalogue, backwards, listed) == one
    assert b"created" not in one


def test_the_patterns_of_periods_and_dates_are_those_of_the_schema():
    fields = {field["name"]: field for field in json.loads(render_table_schema())["fields"]}
    texts = ("2024", "2024-S1", "2022-Q4", "2025-06", "2025-02-06", "2025-01/2025-09", "2021/2025", "2024-13",
             "2022-Q5", "2024/", "end 2024", "24", "2024-1")  # fmt: skip
    for column, rule in (("TIME_PERIOD", schema.is_period), ("PUBLISHED", schema.is_publication_date)):
        pattern = fields[column]["constraints"]["pattern"]
        assert [bool(re.fullmatch(pattern, text)) for text in texts] == [rule(text) for text in texts]
    assert re.fullmatch(fields["TIME_PERIOD"]["constraints"]["pattern"], "")


def test_the_empty_period_of_an_undated_target_is_a_value_because_a_key_has_no_missing_part():
    fields = json.loads(render_table_schema())["fields"]
    assert [field["name"] for field in fields if field.get("missingValues") == []] == ["TIME_PERIOD"]


def test_a_source_that_was_read_in_a_copy_has_both_addresses(copied):
    contents = dict.fromkeys(copied.tables, b"")
    package = json.loads(render_data_package(copied.catalogue, contents, name_sources(copied)))
    entries = {entry["name"]: entry for entry in package["resources"]}
    assert entries["egdi_rank"]["sources"][-1] == {
        "title": "United Nations, Survey, 2024-09; as copied in github.com/somebody/copies",
        "path": "https://example.org/un", "copied_from": COPY, "terms": "CC BY",
    }  # fmt: skip
    head, *rows = entries["catalogue-sources"]["data"]
    assert {row[0]: row[head.index("COPIED_FROM")] for row in rows if row[head.index("COPIED_FROM")]} == {
        "un-2024": COPY
    }

"""The rows of one area, found in a clean CSV without reading the rest."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxlib.data import area_rows_of_files, schema
from dxlib.data.area_rows_of_files import read_area, read_rows
from dxlib.errors import SchemaError

KEYS = st.sampled_from(["AAA", "B", "VN34-44", "VN63-44", "VNM", "VNM2", "Z"])


def write_store(folder: Path, areas: list[str]) -> Path:
    """Write a clean CSV with a row for each area, in order; comments hold what has to be quoted."""
    path = folder / "x.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(schema.CLEAN_COLUMNS)
        for number, area in enumerate(sorted(areas)):
            row = dict.fromkeys(schema.CLEAN_COLUMNS, "")
            comment = f'dòng {number}, "trích",\u2028' + "…" * (number * 7 % 50)
            writer.writerow({**row, "INDICATOR": "x", "REF_AREA": area, "COMMENT": comment}.values())
    return path


@given(areas=st.lists(KEYS, max_size=40), wanted=KEYS)
def test_the_rows_of_an_area_are_those_of_the_whole_file_with_its_key(tmp_path_factory, areas, wanted):
    path = write_store(tmp_path_factory.mktemp("store"), areas)
    assert read_area(path, wanted) == [cells for cells in read_rows(path) if cells[1] == wanted]
    assert len(read_rows(path)) == len(areas)


def test_an_area_is_found_by_its_whole_key(tmp_path):
    path = write_store(tmp_path, ["VN34-44", "VN63-44", "VN63-44", "VN63-440"])
    assert len(read_area(path, "VN63-44")) == 2
    assert read_area(path, "44") == []


def test_of_a_large_file_few_lines_are_looked_at(tmp_path, monkeypatch):
    path = write_store(tmp_path, [f"A{number:05}" for number in range(20_000)])
    looked_at = []
    get_area = area_rows_of_files._get_area
    monkeypatch.setattr(area_rows_of_files, "_get_area", lambda line: looked_at.append(line) or get_area(line))
    assert [cells[1] for cells in read_area(path, "A12345")] == ["A12345"]
    assert 10 < len(looked_at) < 50


@pytest.mark.parametrize("read", [read_rows, lambda path: read_area(path, "VNM")])
def test_another_header_is_refused(tmp_path, read):
    path = tmp_path / "x.csv"
    path.write_text("INDICATOR,REF_AREA\n", "utf-8")
    with pytest.raises(SchemaError) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path} has not the columns of a clean CSV.\nAllowed: 'INDICATOR', 'REF_AREA'")
    assert str(caught.value).endswith("Fix: run 'dxlib clean'.")


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (lambda content: content[:-30], "its last line is cut short"),
        (lambda content: content.replace(b"x,VNM,", b"x;VNM;", 1), "a line has "),
        (lambda content: content + b"x,VNM\n", "a line has "),
        (lambda content: content + b"\xff" + content[content.index(b"\n") + 1 :], "it is not UTF-8"),
    ],
    ids=["cut", "other delimiter", "short line", "other encoding"],
)
def test_a_damaged_file_is_refused_and_never_read_in_part(tmp_path, damage, why):
    path = write_store(tmp_path, ["VNM", "VNM"])
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(SchemaError, match="is damaged: ") as caught:
        read_rows(path)
    assert why in str(caught.value)


def test_a_file_that_ends_within_a_line_or_at_once_is_refused_for_one_area_too(tmp_path):
    path = write_store(tmp_path, ["VNM", "VNM"])
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(SchemaError, match="its last line is cut short"):
        read_area(path, "VNM")
    path.write_bytes(b"")
    with pytest.raises(SchemaError, match="it is empty"):
        read_area(path, "VNM")

"""Cyber security as passed on: 0 is no value, the year is not in the file."""

import pytest

from dxlib.data.ingest.itu_gci import HEADER, INDEXES, read_itu_gci
from dxlib.errors import DataError, SchemaError

CEI, GCI = INDEXES[:2]
LINES = (
    "Vietnam,Asia-Pasific,0,94.59,36.36,47.69",
    "Singapore,Asia-Pasific,0.231,98.52,71.43,79.93",
    "Chile,X,0,0,0,0",
)


@pytest.fixture
def read(toy, monkeypatch):
    monkeypatch.chdir(toy.project.root)

    def write_and_read(*lines, header=HEADER, indicators=None, period="2020"):
        path = toy.write("gci.csv", "\n".join([",".join(header), *lines]) + "\n").relative_to(toy.project.root)
        given = {GCI: "egdi_value", CEI: "online_share"} if indicators is None else indicators
        reading = read_itu_gci(path, catalogue=toy.catalogue, source="un-2024", indicators=given, period=period)
        assert reading.adds_up
        return reading

    return write_and_read


def test_zero_stands_for_no_value_and_vietnam_for_viet_nam(read):
    reading = read(*LINES)
    kept = ("INDICATOR", "REF_AREA", "TIME_PERIOD", "OBS_VALUE", "LOCATOR")
    assert [tuple(row[name] for name in kept) for row in reading.rows] == [
        ("egdi_value", "VNM", "2020", "94.59", f"Vietnam: {GCI}, 2020"),
        ("online_share", "SGP", "2020", "0.231", f"Singapore: {CEI}, 2020"),
        ("egdi_value", "SGP", "2020", "98.52", f"Singapore: {GCI}, 2020"),
    ]
    assert (reading.cells_in, reading.reasons["written as '0', which means missing"]) == (12, 1)


def test_a_cell_that_is_no_number_and_a_line_too_short_are_problems(read):
    assert [str(problem) for problem in read(LINES[1].replace("98.52", "high"), "Vietnam").problems] == [
        f"'high' is not a number in gci.csv, line 2, {GCI}.\n  Fix: write digits with a point as decimal mark.",
        "1 cells where 6 are due in gci.csv, line 3.\n  Fix: compare the line with the file as the publisher has it.",
    ]


def test_the_year_must_be_given(read):
    with pytest.raises(DataError) as caught:
        read(*LINES, period="")
    assert str(caught.value) == (
        "'' is not a time period.\nAllowed: '2024'.\nFix: give the year of gci.csv: it has none."
    )


def test_another_header_is_refused(read):
    with pytest.raises(SchemaError, match=r"is not of the layout 'itu_gci': line 1 is 'Country', 'Score'\."):
        read(header=("Country", "Score"))

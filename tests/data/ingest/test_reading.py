"""What readers share: no cell is lost or counted twice, and what the caller asks for exists."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from dxlib.data.catalogue import Catalogue
from dxlib.data.ingest.reading import Kept, LeftOut, prepare
from dxlib.errors import DataError, Problem, SourceError


def test_the_law_of_a_reading_can_fail(toy_shared, tmp_path, row):
    maker = prepare(tmp_path, toy_shared.catalogue, "un-2024", [])
    found = (Kept(2, "x", row()), LeftOut(3, "a", "why"), LeftOut(4, "b", "why"), Problem(tmp_path, 5, "", "Wrong"))
    assert maker.collect(4, found).adds_up
    assert not maker.collect(5, found).adds_up
    assert maker.collect(4, found).reasons == {"why": 2}


def test_problems_stand_in_the_order_of_their_lines(toy_shared, tmp_path):
    maker = prepare(tmp_path, toy_shared.catalogue, "un-2024", [])
    found = [Problem(tmp_path, line, "", "Wrong") for line in (7, 2, 5)]
    assert [problem.line for problem in maker.collect(3, found).problems] == [2, 5, 7]


def test_a_source_and_an_indicator_must_be_in_the_catalogue(toy_shared, tmp_path):
    catalogue: Catalogue = toy_shared.catalogue
    with pytest.raises(SourceError, match=r"Unknown source 'un2024'\. Did you mean 'un-2024'\?"):
        prepare(tmp_path, catalogue, "un2024", [])
    with pytest.raises(DataError, match="Unknown indicator 'egdi'"):
        prepare(tmp_path, catalogue, "un-2024", ["egdi"])


@pytest.mark.parametrize(
    ("power", "factor", "value", "mult"),
    [(6, "1", "0.031549", "6"), (6, "1000", "31.549", "6"), (0, "1000", "31549000", ""), (0, "1", "31549", "")],
)
def test_an_indicator_in_a_power_of_ten_is_read_from_ones_and_from_thousands(toy_shared, power, factor, value, mult):
    catalogue: Catalogue = toy_shared.catalogue
    accounts = catalogue.indicators["accounts"].model_copy(update={"unit_mult": power})
    changed = catalogue.model_copy(update={"indicators": {"accounts": accounts}})
    maker = replace(prepare(Path("a.csv"), changed, "un-2024", ["accounts"]), factor=Decimal(factor))
    row = maker.keep(2, "x", "31549", ("accounts", "VNM", "2024"), LOCATOR="x").row
    assert (row["OBS_VALUE"], row["UNIT_MULT"], row["AS_WRITTEN"]) == (value, mult, "31549")


@pytest.mark.parametrize(
    ("decimal", "fix"),
    [(",", "write digits with a comma as decimal mark."), (".", "write digits with a point as decimal mark.")],
)
def test_a_cell_that_is_no_number_is_refused_with_the_mark_that_its_file_has(toy_shared, decimal, fix):
    maker = replace(prepare(Path("a.csv"), toy_shared.catalogue, "un-2024", ["accounts"]), decimal=decimal)
    problem = maker.keep(2, "x", "3 %", ("accounts", "VNM", "2024"), LOCATOR="x")
    assert (problem.line, problem.column, problem.what, problem.fix) == (2, "x", "'3 %' is not a number", fix)

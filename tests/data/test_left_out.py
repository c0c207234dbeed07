"""The list of figures that are in no ledger: what it holds, and what is wrong with it."""

import csv
import io

import pytest

from dxlib.data.left_out import COLUMNS, read_left_out

PLACE = "in data/raw/left_out.csv, line "


@pytest.fixture
def list_problems(toy):
    """Writes a list of what is left out, and gives its problems as they are printed."""

    def write(*lines, header=COLUMNS):
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([header, *lines])
        toy.write("data/raw/left_out.csv", text.getvalue())
        return [str(problem) for problem in read_left_out(toy.project).problems]

    return write


def make_line(**cells):
    usual = {"INDICATOR": "vneid_accounts", "OBS_VALUE": "67000000", "REASON": "undated"}
    return [{**dict.fromkeys(COLUMNS, ""), **usual, **cells}[name] for name in COLUMNS]


def test_a_project_without_the_list_leaves_nothing_out(toy):
    assert read_left_out(toy.project).rows == []


def test_a_list_in_order_has_no_problem(list_problems, toy):
    assert list_problems(make_line()) == []
    assert read_left_out(toy.project).rows[0]["OBS_VALUE"] == "67000000"


def test_a_row_without_a_reason_and_a_row_of_another_length_are_both_named(list_problems):
    assert list_problems(make_line(REASON=" "), ["vneid_accounts"], make_line()) == [
        f"No reason {PLACE}2, REASON.\n  Fix: say why the figure is in no ledger, or write it into one.",
        f"1 cells where 8 are due {PLACE}3.\n  Fix: quote cells that hold a comma; leave unknown cells empty.",
    ]


def test_another_header_is_named_with_the_right_one(list_problems):
    assert list_problems(header=("INDICATOR", "REASON")) == [
        f"Wrong header (missing: REF_AREA, TIME_PERIOD, OBS_VALUE, SOURCE, LOCATOR, AS_WRITTEN) {PLACE}1.\n"
        "  Allowed: 'INDICATOR', 'REF_AREA', 'TIME_PERIOD', 'OBS_VALUE', 'SOURCE', 'LOCATOR', 'AS_WRITTEN', 'REASON'.\n"
        "  Fix: use exactly these columns in this order."
    ]

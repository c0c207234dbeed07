"""What each source speaks of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from dxlib.data.slips.scopes import Scopes, gather_scopes, read_scopes, render_scope
from tests.conftest import Toy
from tests.data.slips.conftest import Make

Row = dict[str, str]
Write = Callable[..., Scopes]
HEADER = "SOURCE,INDICATOR,PERIODS,TARGETS,OUT_OF,AREAS\n"
LINE = "un-2024,egdi_rank,2020-2024 2024-Q1,2030 undated,193 none,VNM VN63"


@pytest.fixture
def write(toy: Toy) -> Write:
    """Writes a list of scopes and reads it."""

    def read(*lines: str, header: str = HEADER, rows: Sequence[Row] = ()) -> Scopes:
        path = toy.project.catalogue / "scopes.csv"
        path.write_text(header + "".join(f"{line}\n" for line in lines), "utf-8")
        return read_scopes(path, toy.catalogue, rows)

    return read


def tell(scopes: Scopes, row: Row) -> list[tuple[str, str]]:
    return [(column, what) for column, what, _ in scopes.find_slips(row)]


def tell_one(write: Write, line: str, row: Row) -> list[tuple[str, str]]:
    return tell(write(line, rows=[row]), row)


@pytest.mark.parametrize(
    "cells",
    [{}, {"TIME_PERIOD": "2022"}, {"TIME_PERIOD": "2024-Q1"}, {"REF_AREA": "VN63-44"}, {"OUT_OF": "193"},
     {"KIND": "target", "TIME_PERIOD": "2030"}, {"KIND": "target", "TIME_PERIOD": ""}],
)  # fmt: skip
def test_a_row_within_the_scope_of_its_source_is_right(write: Write, make: Make, cells: Row) -> None:
    assert tell_one(write, LINE, make(**cells)) == []


@pytest.mark.parametrize(
    ("cells", "column", "what"),
    [
        ({"TIME_PERIOD": "2019"}, "TIME_PERIOD",
         "'2019', but PERIODS of egdi_rank of source 'un-2024' in scopes.csv have no 2019"),
        ({"TIME_PERIOD": "2024-12"}, "TIME_PERIOD",
         "'2024-12', but PERIODS of egdi_rank of source 'un-2024' in scopes.csv have no 2024-12"),
        ({"TIME_PERIOD": "2024-Q2"}, "TIME_PERIOD",
         "'2024-Q2', but PERIODS of egdi_rank of source 'un-2024' in scopes.csv have no 2024-Q2"),
        ({"KIND": "target"}, "KIND",
         "'target', but TARGETS of egdi_rank of source 'un-2024' in scopes.csv have no 2024"),
        ({"TIME_PERIOD": "2030"}, "KIND",
         "'actual', but PERIODS of egdi_rank of source 'un-2024' in scopes.csv have no 2030"),
        ({"OUT_OF": "139"}, "OUT_OF",
         "'139', but OUT_OF of egdi_rank of source 'un-2024' in scopes.csv is 193 or none"),
        ({"REF_AREA": "SGP"}, "REF_AREA",
         "'SGP', but AREAS of egdi_rank of source 'un-2024' in scopes.csv do not have it"),
        ({"SOURCE": "mic-2024"}, "INDICATOR",
         "'egdi_rank', but source 'mic-2024' does not speak of it in scopes.csv"),
        ({"INDICATOR": "egdi_value"}, "INDICATOR",
         "'egdi_value', but source 'un-2024' does not speak of it in scopes.csv"),
    ],
)  # fmt: skip
def test_a_row_beyond_the_scope_of_its_source_is_a_slip(
    write: Write, make: Make, cells: Row, column: str, what: str
) -> None:
    assert tell_one(write, LINE, make(**cells)) == [(column, what)]


def test_a_total_where_the_list_has_none_is_a_slip_and_a_lost_one_too(write: Write, make: Make) -> None:
    of = "OUT_OF of egdi_rank of source 'un-2024' in scopes.csv"
    assert tell_one(write, "un-2024,egdi_rank,2024,,,VNM", make(OUT_OF="193")) == [
        ("OUT_OF", f"'193', but {of} is none")
    ]
    assert tell_one(write, "un-2024,egdi_rank,2024,,193,VNM", make()) == [("OUT_OF", f"'', but {of} is 193")]


def test_the_cure_holds_the_line_that_all_rows_together_make(write: Write, make: Make) -> None:
    rows = [make(), make(TIME_PERIOD="2022", REF_AREA="SGP", OUT_OF="193")]
    scopes = write("un-2024,egdi_rank,2024,,,VNM SGP", rows=rows)
    (period, total) = [fix for _, _, fix in scopes.find_slips(rows[1])]
    line = "the line of scopes.csv is: un-2024,egdi_rank,2022 2024,,193 none,SGP VNM"
    assert period == f"correct TIME_PERIOD, INDICATOR or SOURCE; if the row is right, {line}"
    assert total == f"correct OUT_OF; if the row is right, {line}"


def test_a_source_of_a_publisher_that_does_not_state_the_indicator_is_a_slip(write: Write, make: Make) -> None:
    row = make(SOURCE="mic-2024", INDICATOR="egdi_value")
    assert tell_one(write, "mic-2024,egdi_value,2024,,,VNM", row) == [
        ("SOURCE", "'mic-2024' is of MIC, which is no publisher of egdi_value")
    ]


def test_what_no_row_states_any_more_is_a_problem(write: Write, make: Make) -> None:
    lines = ("un-2024,egdi_rank,2022 2024,2030,193 none,VNM SGP", "un-2024,egdi_value,2024,,,VNM")
    found = [(problem.line, problem.column, problem.what) for problem in write(*lines, rows=[make()]).find_unused()]
    assert found == [
        (2, "PERIODS", "No row of source 'un-2024' states 2022 of egdi_rank"),
        (2, "TARGETS", "No row of source 'un-2024' states 2030 of egdi_rank"),
        (2, "OUT_OF", "No row of source 'un-2024' states 193 of egdi_rank"),
        (2, "AREAS", "No row of source 'un-2024' states SGP of egdi_rank"),
        (3, "INDICATOR", "No row of source 'un-2024' states egdi_value"),
    ]


def test_a_map_is_stated_by_any_of_its_areas(write: Write, make: Make) -> None:
    rows = [make(REF_AREA="VN63-44")]
    assert not list(write("un-2024,egdi_rank,2024,,,VN63", rows=rows).find_unused())


def test_a_project_without_the_list_and_vintages_of_feeds_are_not_checked(toy: Toy, write: Write, make: Make) -> None:
    assert tell(read_scopes(Path("nowhere"), toy.catalogue, []), make(TIME_PERIOD="1999")) == []
    assert tell(write("un-2024,egdi_rank,2024,,,VNM"), make(SOURCE="wdi@2025-01-01")) == []


def test_every_problem_of_the_list_is_named(write: Write) -> None:
    (header,) = write(header="SOURCE,YEARS\n").problems
    assert (header.line, header.what) == (1, "Wrong header (missing: INDICATOR, PERIODS, TARGETS, OUT_OF, AREAS)")
    lines = ("un-2024,egdi_rank,2024,,,VNM", "un-2024,egdi_rank,,,,", "un-2042,egdi_rank,,,,", "un-2024,egdi_rang,,,,")
    assert [(problem.line, problem.what) for problem in write(*lines).problems] == [
        (3, "egdi_rank of source 'un-2024' stands here twice"),
        (4, "Unknown SOURCE 'un-2042'"),
        (5, "Unknown INDICATOR 'egdi_rang'"),
    ]


def test_a_line_is_written_as_it_is_read(write: Write, make: Make) -> None:
    rows = [make(TIME_PERIOD=period) for period in ("2019", "2020", "2021", "2024", "2024-Q1")]
    rows += [make(KIND="target", TIME_PERIOD=""), make(KIND="target", TIME_PERIOD="2030", REF_AREA="SGP", OUT_OF="193")]
    pair = ("un-2024", "egdi_rank")
    line = render_scope(pair, gather_scopes(rows)[pair])
    assert line == "un-2024,egdi_rank,2019-2021 2024 2024-Q1,2030 undated,193 none,SGP VNM"
    scopes = write(line, rows=rows)
    assert not list(scopes.find_unused())
    assert not [slip for row in rows for slip in scopes.find_slips(row)]


def test_many_areas_are_written_as_their_map(make: Make) -> None:
    rows = [make(REF_AREA=f"VN63-{number}") for number in range(30)]
    ((pair, parts),) = gather_scopes(rows).items()
    assert render_scope(pair, parts) == "un-2024,egdi_rank,2024,,,VN63"

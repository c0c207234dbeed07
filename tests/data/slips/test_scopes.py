"""Of which years and areas each source speaks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dxlib.data.slips.scopes import Scopes, read_scopes, render_scope
from tests.conftest import Toy
from tests.data.slips.conftest import Make

Write = Callable[..., Scopes]
HEADER = "SOURCE,YEARS,TARGETS,AREAS\n"


@pytest.fixture
def write(toy: Toy) -> Write:
    """Writes a list of scopes and reads it."""

    def read(*lines: str, header: str = HEADER) -> Scopes:
        path = toy.project.catalogue / "scopes.csv"
        path.write_text(header + "".join(f"{line}\n" for line in lines), "utf-8")
        return read_scopes(path, toy.catalogue)

    return read


def tell(scopes: Scopes, row: dict[str, str]) -> list[tuple[str, str]]:
    return [(column, what) for column, what, _ in scopes.find_slips(row)]


@pytest.mark.parametrize(
    "cells",
    [{}, {"TIME_PERIOD": "2022-03"}, {"TIME_PERIOD": "2021/2023"}, {"REF_AREA": "VN63-44"},
     {"KIND": "target", "TIME_PERIOD": "2030"}, {"KIND": "target", "TIME_PERIOD": ""}],
)  # fmt: skip
def test_a_row_within_the_scope_of_its_source_is_right(write: Write, make: Make, cells: dict[str, str]) -> None:
    assert tell(write("un-2024,2020-2024,2030 undated,VNM VN63"), make(**cells)) == []


@pytest.mark.parametrize(
    ("cells", "column", "what"),
    [
        ({"TIME_PERIOD": "2019"}, "TIME_PERIOD",
         "'2019', but source 'un-2024' has no actual figure of 2019 in scopes.csv"),
        ({"KIND": "target"}, "KIND", "'target', but source 'un-2024' has no target figure of 2024 in scopes.csv"),
        ({"TIME_PERIOD": "2030"}, "KIND", "'actual', but source 'un-2024' has no actual figure of 2030 in scopes.csv"),
        ({"REF_AREA": "SGP"}, "REF_AREA", "'SGP', but source 'un-2024' does not speak of it in scopes.csv"),
        ({"SOURCE": "mic-2024"}, "SOURCE", "Source 'mic-2024' has no line in scopes.csv"),
    ],
)  # fmt: skip
def test_a_row_beyond_the_scope_of_its_source_is_a_slip(
    write: Write, make: Make, cells: dict[str, str], column: str, what: str
) -> None:
    assert tell(write("un-2024,2020-2024,2030,VNM VN63"), make(**cells)) == [(column, what)]


def test_a_source_of_a_publisher_that_does_not_state_the_indicator_is_a_slip(write: Write, make: Make) -> None:
    row = make(SOURCE="mic-2024", INDICATOR="egdi_value")
    assert tell(write("mic-2024,2024,,VNM"), row) == [
        ("SOURCE", "'mic-2024' is of MIC, which is no publisher of egdi_value")
    ]


def test_what_no_row_states_any_more_is_a_problem(write: Write, make: Make) -> None:
    scopes = write("un-2024,2022 2024,2030,VNM SGP")
    found = [(problem.line, problem.column, problem.what) for problem in scopes.find_unused([make()])]
    assert found == [
        (2, "YEARS", "No row of source 'un-2024' states 2022"),
        (2, "TARGETS", "No row of source 'un-2024' states 2030"),
        (2, "AREAS", "No row of source 'un-2024' states SGP"),
    ]


def test_a_project_without_the_list_and_vintages_of_feeds_are_not_checked(toy: Toy, write: Write, make: Make) -> None:
    assert tell(read_scopes(Path("nowhere"), toy.catalogue), make(TIME_PERIOD="1999")) == []
    assert tell(write("un-2024,2024,,VNM"), make(SOURCE="wdi@2025-01-01")) == []


def test_every_problem_of_the_list_is_named(write: Write) -> None:
    (header,) = write(header="SOURCE,YEARS\n").problems
    assert (header.line, header.what) == (1, "Wrong header")
    found = [
        (problem.line, problem.what) for problem in write("un-2024,2024,,VNM", "un-2024,,,", "un-2042,,,").problems
    ]
    assert found == [(3, "Source 'un-2024' stands here twice"), (4, "Unknown source 'un-2042'")]


def test_a_line_is_written_as_it_is_read(make: Make) -> None:
    rows = [make(TIME_PERIOD=year) for year in ("2019", "2020", "2021", "2024")]
    rows += [make(KIND="target", TIME_PERIOD=""), make(KIND="target", TIME_PERIOD="2030", REF_AREA="SGP")]
    assert render_scope("un-2024", rows) == "un-2024,2019-2021 2024,2030 undated,SGP VNM"
    assert render_scope("x", [make(REF_AREA=f"VN63-{number}") for number in range(30)]) == "x,2024,,VN63"

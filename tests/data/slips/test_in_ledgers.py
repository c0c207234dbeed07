"""All slips of a project, each with its place and its cure."""

from __future__ import annotations

from dxlib.data.clean import inspect_raw
from dxlib.data.slips.in_ledgers import list_slips
from tests.conftest import Toy, make_row


def list_of(toy: Toy, *rows: dict[str, str]) -> list[str]:
    usual = {"REF_AREA": "SGP", "TIME_PERIOD": "2022", "AS_WRITTEN": ""}
    toy.write_ledger([*rows, *(make_row(SOURCE=name, **usual) for name in toy.catalogue.sources)])
    ledgers, catalogue, problems = inspect_raw(toy.project)
    assert not problems
    return [str(problem) for problem in list_slips(toy.project, ledgers, catalogue)]


def test_a_slip_is_told_with_file_line_column_and_cure(toy: Toy) -> None:
    assert list_of(toy, make_row(OBS_VALUE="17", AS_WRITTEN="71st", OUT_OF="")) == [
        "17, but AS_WRITTEN says '71st' in data/raw/ledgers/main.csv, line 2, OBS_VALUE.\n"
        "  Fix: correct it, or AS_WRITTEN, by the source; where the source does not write the figure itself, say why "
        "in COMMENT, after 'Derived:' (status E) or 'Not as written:'."
    ]


def test_all_rules_look_at_each_row_and_all_problems_are_told_at_once(toy: Toy) -> None:
    row = make_row(OBS_VALUE="17", AS_WRITTEN="71st", OUT_OF="", OBS_STATUS="E", LOCATOR="Singapore: rank")
    assert [said.partition(" in data")[0] for said in list_of(toy, row)] == [
        "17, but AS_WRITTEN says '71st'",
        "Status E, but COMMENT does not begin with 'Estimate:' or 'Derived:'",
        "'VNM', but LOCATOR 'Singapore: rank' means SGP",
    ]


def test_a_leap_names_the_row_that_came_second(toy: Toy) -> None:
    rows = [make_row(OBS_VALUE=value, AS_WRITTEN="", SOURCE=source) for value, source in
            (("71", "un-2024"), ("7100", "mic-2024"))]  # fmt: skip
    (said,) = list_of(toy, *rows)
    assert said.startswith("7100 is 100 times the 71 of un-2024 in data/raw/ledgers/main.csv, line 3, OBS_VALUE.")

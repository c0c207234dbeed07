"""``data/clean`` against ``data/raw``, by the audit's own rules."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from dxlib.audit.cleaned import compose_tables, list_faults, render_table
from dxlib.data import schema
from dxlib.data.clean import clean
from dxlib.errors import DataError
from dxlib.paths import Project
from tests.building import ROOT
from tests.conftest import SOURCES, Toy, list_rows, make_row

Fault = tuple[str, int, str, str, str]
Tamper = Callable[..., list[Fault]]


def compose(toy: Toy) -> dict[str, bytes]:
    tables = compose_tables(toy.project, toy.catalogue.sources, ())
    return {f"{name}.csv": render_table(rows) for name, rows in tables.items()}


@pytest.fixture
def hold(toy: Toy) -> Tamper:
    """Cleans, changes files of ``data/clean``, and gives what is found."""
    clean(toy.project)

    def change(old: str = "", new: str = "", name: str = "egdi_rank.csv") -> list[Fault]:
        path = toy.project.clean / name
        if old:
            content = path.read_text("utf-8")
            assert old in content
            path.write_text(content.replace(old, new, 1), "utf-8")
        kept = {file.name: file.read_bytes() for file in toy.project.clean.glob("*.json")}
        faults = list_faults(toy.project, {**compose(toy), **kept})
        return [(fault.file.name, fault.line, fault.column, fault.said, fault.wanted) for fault in faults]

    return change


def test_the_clean_data_of_the_repository_are_what_its_ledgers_give() -> None:
    project = Project(ROOT)
    with (project.catalogue / "sources.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) > 200
    from dxlib.build.gate import find_faults

    assert find_faults(project) == []


def test_what_cleaning_writes_is_what_the_audit_composes(hold: Tamper) -> None:
    assert hold() == []


def test_days_and_powers_of_ten_are_filled_in_as_cleaning_does(toy: Toy) -> None:
    toy.write_sources([(*source, "2026-01-31" if source[0] == "mic-2022" else "") for source in SOURCES])
    rows = [
        make_row(SOURCE="mic-2022"),
        make_row(SOURCE="un-undated"),
        make_row(SOURCE="mic-2024", PUBLISHED="2025-02"),
    ]
    toy.write_ledger([*list_rows(), *rows], name="more.csv")
    (toy.project.ledgers / "main.csv").unlink()
    clean(toy.project)
    assert {name: (toy.project.clean / name).read_bytes() for name in compose(toy)} == compose(toy)
    days = {row[11]: row[-2:] for row in compose_tables(toy.project, toy.catalogue.sources, ())["egdi_rank"]}
    assert days["mic-2022"] == ["2022-12-31", "2026-01-31"]
    assert (days["un-undated"], days["mic-2024"]) == (["2026-11-22", ""], ["2025-02-28", ""])


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (",71,", ",61,", (4, "OBS_VALUE", "61", "71")),
        (",A,actual,,,193,", ",E,actual,,,193,", (4, "OBS_STATUS", "E", "A")),
        (",2024-09-30,", ",2023-09-30,", (2, "KNOWN_SINCE", "2023-09-30", "2024-09-30")),
        ("thứ 86", "thứ 68", (3, "AS_WRITTEN", "thứ 68", "thứ 86")),
        (",RANK,0,", ",RANK,3,", (2, "UNIT_MULT", "3", "0")),
    ],
)
def test_another_cell_is_named_by_line_and_column(
    hold: Tamper, old: str, new: str, fault: tuple[int, str, str, str]
) -> None:
    assert hold(old, new) == [("egdi_rank.csv", *fault)]


def test_a_row_too_many_and_a_row_too_few_are_named(hold: Tamper) -> None:
    assert hold("egdi_rank,VNM,2024,", "egdi_rank,VNM,2025,") == [
        ("egdi_rank.csv", 4, "", "egdi_rank,VNM,2025,actual,un-2024", "no such row"),
        ("egdi_rank.csv", 0, "", "no such row", "egdi_rank,VNM,2024,actual,un-2024"),
    ]


def test_a_row_written_twice_and_another_order_are_differences(toy: Toy, hold: Tamper) -> None:
    path = toy.project.clean / "egdi_rank.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[-1]]), "utf-8")
    assert [fault[:2] for fault in hold()] == [("egdi_rank.csv", 5)]
    path.write_text("".join([lines[0], *reversed(lines[1:])]), "utf-8")
    assert hold()[0][:2] == ("egdi_rank.csv", 2)


def test_a_file_too_many_and_a_file_too_few_are_named(toy: Toy, hold: Tamper) -> None:
    (toy.project.clean / "egdi_rank.csv").rename(toy.project.clean / "other.csv")
    assert hold() == [("egdi_rank.csv", 0, "", "no file", "a file"), ("other.csv", 0, "", "a file", "no file")]


def test_what_lies_below_a_subfolder_or_is_a_link_is_found(toy: Toy, hold: Tamper, tmp_path: Path) -> None:
    hold()
    for name in ("sub/deep/x.csv", "sub/egdi_rank.csv", ".hidden"):
        toy.write(f"data/clean/{name}", "x")
    (toy.project.clean / "aside").symlink_to(tmp_path)
    (toy.project.clean / "nowhere").symlink_to("nothing")
    kept = {file.name: file.read_bytes() for file in toy.project.clean.glob("*.json")}
    assert [(str(fault.file), fault.said) for fault in list_faults(toy.project, {**compose(toy), **kept})] == [
        (f"data/clean/{name}", "a file")
        for name in (".hidden", "aside", "nowhere", "sub/deep/x.csv", "sub/egdi_rank.csv")
    ]


def test_a_folder_in_the_place_of_a_file_is_no_file(toy: Toy, hold: Tamper) -> None:
    (toy.project.clean / "egdi_rank.csv").unlink()
    toy.write("data/clean/egdi_rank.csv/x.csv", "x")
    assert hold() == [("egdi_rank.csv", 0, "", "no file", "a file"), ("x.csv", 0, "", "a file", "no file")]


def test_fetched_rows_are_rows_like_others(toy: Toy) -> None:
    toy.write_sources([*SOURCES, ("wdi@2025-01-02", "UN", "", "", "en", "", "", "2025-01-02", "x")])
    fetched = [make_row(REF_AREA="SGP", TIME_PERIOD="2020", SOURCE="wdi@2025-01-02")]
    rows = compose_tables(toy.project, toy.catalogue.sources, fetched)["egdi_rank"]
    assert [row[-2:] for row in rows if "wdi@2025-01-02" in row] == [["2025-01-02", ""]]


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("A,B\n", "data/raw/ledgers/main.csv, line 1, is no row of a ledger."),
        (",".join(schema.COLUMNS) + "\na,b\n", "data/raw/ledgers/main.csv, line 2, is no row of a ledger."),
    ],
)
def test_a_ledger_that_is_none_is_refused(toy: Toy, broken: str, said: str) -> None:
    (toy.project.ledgers / "main.csv").write_text(broken, "utf-8")
    with pytest.raises(DataError, match=said):
        compose(toy)


def test_a_row_of_an_unknown_source_is_refused(toy: Toy) -> None:
    toy.write_ledger([*list_rows(), make_row(SOURCE="nobody")])
    with pytest.raises(DataError, match="Unknown source 'nobody'"):
        compose(toy)


def test_a_fault_is_told_with_its_place(toy: Toy, hold: Tamper) -> None:
    hold(",71,", ",61,")
    kept = {file.name: file.read_bytes() for file in toy.project.clean.glob("*.json")}
    (fault,) = list_faults(toy.project, {**compose(toy), **kept})
    assert str(fault) == ("data/clean/egdi_rank.csv, line 4, OBS_VALUE: '61' stands there, but data/raw gives '71'")
    assert fault.file == Path("data/clean/egdi_rank.csv")

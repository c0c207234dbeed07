"""Which rows are exported."""

import pytest

from dxlib.data.clean import clean
from dxlib.data.formats.selection import list_sources, read_selection
from dxlib.errors import DataError, SchemaError


@pytest.fixture
def project(toy):
    clean(toy.project)
    return toy.project


def test_without_a_choice_every_clean_row_is_there(project):
    selection = read_selection(project)
    lines = {path.stem: len(path.read_text("utf-8").splitlines()) - 1 for path in project.clean.glob("*.csv")}
    assert {name: len(rows) for name, rows in selection.tables.items()} == lines
    assert len(list(selection.walk_rows())) == 10
    assert set(selection.sources) == set(selection.catalogue.sources)
    assert selection.last_read.isoformat() == "2026-11-22"


def test_indicators_and_areas_are_chosen_and_empty_tables_left_out(project):
    selection = read_selection(project, areas=["SGP"])
    assert [(row["INDICATOR"], row["REF_AREA"]) for row in selection.walk_rows()] == [("egdi_rank", "SGP")]
    assert list(selection.sources) == ["un-2024"]
    assert list(read_selection(project, indicators=["online_share"]).tables) == ["online_share"]


def test_sources_are_those_of_the_rows_sorted(project):
    selection = read_selection(project, indicators=["online_share"])
    names = list(list_sources(selection.catalogue, selection.walk_rows()))
    assert names == sorted({row["SOURCE"] for row in selection.walk_rows()})


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        (
            {"indicators": ["egdi_rnk", "online_share", "zzz"], "areas": ["VNN"]},
            "Unknown indicator 'egdi_rnk'. Did you mean 'egdi_rank'? Unknown indicator 'zzz'. Unknown area 'VNN'. "
            "Did you mean 'VNM'?\n"
            "Fix: correct the name; data/catalogue/ lists all of them.",
        ),
        (
            {"areas": ["VMN"]},
            "Unknown area 'VMN'. Did you mean 'VNM'?\nFix: correct the name; data/catalogue/ lists all of them.",
        ),
        (
            {"indicators": ["accounts"]},
            "No clean data for 'accounts'.\nFix: run 'dxlib clean', or add rows to a ledger in data/raw/ledgers/.",
        ),
        (
            {"indicators": ["online_share"], "areas": ["SGP"]},
            "No row of the chosen indicators is about 'SGP'.\nFix: choose other areas or indicators.",
        ),
    ],
)
def test_what_is_not_there_is_said(project, choice, message):
    with pytest.raises(DataError) as caught:
        read_selection(project, **choice)
    assert str(caught.value) == message


def test_a_project_that_was_never_cleaned_is_told_so(toy):
    with pytest.raises(DataError) as caught:
        read_selection(toy.project)
    assert str(caught.value) == (
        "No clean data for any indicator.\nFix: run 'dxlib clean', or add rows to a ledger in data/raw/ledgers/."
    )


def test_a_clean_file_of_another_layout_is_refused(project):
    (project.clean / "egdi_rank.csv").write_text("INDICATOR\negdi_rank\n", "utf-8")
    with pytest.raises(SchemaError, match=r"egdi_rank\.csv has not the columns of a clean CSV\."):
        read_selection(project)


def test_clean_rows_that_the_catalogue_no_longer_knows_are_refused(project):
    path = project.clean / "egdi_rank.csv"
    path.write_text(path.read_text("utf-8").replace("SGP", "XXX").replace("un-2024", "un-2023"), "utf-8")
    with pytest.raises(DataError) as caught:
        read_selection(project)
    assert str(caught.value) == (
        "data/clean names what the catalogue does not: 'XXX', 'un-2023'.\nFix: run 'dxlib clean'."
    )

"""From ledgers to clean CSVs: the same bytes, or nothing at all."""

import csv
from datetime import date
from decimal import Decimal
from operator import itemgetter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dxlib.data import schema
from dxlib.data.clean import clean, inspect_raw
from dxlib.data.schema import Kind
from dxlib.errors import SchemaError
from dxlib.letters import has_hidden, list_misread
from tests.conftest import list_rows

TEXT = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cs"], exclude_characters=[chr(code) for code in (*range(32), 127)]
    ).filter(lambda character: not has_hidden(character)),
    max_size=20,
).filter(lambda text: not any(list_misread(text)))
NUMBER = st.decimals(Decimal("-1e9"), Decimal("1e9"), places=4, allow_nan=False).map(lambda value: format(value, "f"))


def read_files(project):
    return {path.name: path.read_bytes() for path in sorted(project.clean.glob("*"))}


def read_rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_cleaning_twice_gives_the_same_bytes_and_touches_no_file(toy):
    paths = clean(toy.project)
    before = read_files(toy.project)
    times = [path.stat().st_mtime_ns for path in paths]
    assert clean(toy.project) == paths
    assert read_files(toy.project) == before
    assert [path.stat().st_mtime_ns for path in paths] == times


@settings(max_examples=25)
@given(data=st.data())
def test_any_order_of_rows_in_any_files_gives_the_same_bytes(toy_shared, data):
    rows = list_rows()
    for path in toy_shared.project.ledgers.glob("*.csv"):
        path.unlink()
    toy_shared.write_ledger(rows)
    clean(toy_shared.project)
    before = read_files(toy_shared.project)
    shuffled = data.draw(st.permutations(rows))
    cut = data.draw(st.integers(0, len(rows)))
    toy_shared.write_ledger(shuffled[:cut])
    toy_shared.write_ledger(shuffled[cut:], name="a.csv")
    clean(toy_shared.project)
    assert read_files(toy_shared.project) == before
    (toy_shared.project.ledgers / "a.csv").unlink()
    toy_shared.write_ledger(rows)


@settings(max_examples=25)
@given(day=st.dates(date(2022, 6, 1), date(2027, 1, 1)))
def test_as_of_a_day_nothing_is_shown_that_became_known_later_and_nothing_else_lacks(toy_shared, day):
    store = toy_shared.open_store(day.isoformat())
    for name in store.indicators:
        shown = {str(row.id) for kind in Kind for row in store.read(name, kind=kind)}
        every = read_rows(toy_shared.project.clean / f"{name}.csv")
        known = [row for row in every if date.fromisoformat(row["KNOWN_SINCE"]) <= day]
        assert shown == {
            f"{row['INDICATOR']}/{row['REF_AREA']}/{row['TIME_PERIOD']}/{row['KIND']}@{row['SOURCE']}" for row in known
        }


def test_there_is_one_file_per_indicator_with_every_row_and_the_clean_columns(toy):
    paths = clean(toy.project)
    assert [path.name for path in paths] == ["egdi_rank.csv", "online_share.csv"]
    rows = [row for path in paths for row in read_rows(path)]
    assert len(rows) == len(read_rows(toy.project.ledgers / "main.csv"))
    assert tuple(rows[0]) == schema.CLEAN_COLUMNS
    unique = [tuple(row[name] for name in schema.UNIQUE) for row in rows]
    assert unique == sorted(unique)


def test_files_of_indicators_that_are_gone_are_removed(toy):
    stale = toy.write("data/clean/gone.csv", "x\n")
    other = toy.write("data/clean/README.md", "not a table\n")
    clean(toy.project)
    assert not stale.exists()
    assert other.exists()


def test_nothing_is_written_when_there_is_a_problem(toy, row):
    clean(toy.project)
    before = read_files(toy.project)
    toy.write_ledger([row(REF_AREA="XXX"), row(REF_AREA="SGP", OBS_VALUE="4")], name="more.csv")
    with pytest.raises(SchemaError) as caught:
        clean(toy.project)
    assert str(caught.value).splitlines()[0] == "2 problems found:"
    assert "- Unknown REF_AREA 'XXX' in data/raw/ledgers/more.csv, line 2, REF_AREA." in str(caught.value)
    assert "egdi_rank SGP 2024 actual un-2024 stands already in main.csv, line 4" in str(caught.value)
    assert read_files(toy.project) == before


def test_nothing_is_written_when_the_catalogue_has_a_problem(toy):
    (toy.project.catalogue / "topics.yaml").unlink()
    with pytest.raises(SchemaError, match=r"Missing file in data/catalogue/topics\.yaml\."):
        clean(toy.project)
    assert not toy.project.clean.exists()


def test_a_source_that_states_no_figure_is_a_problem(toy, row):
    toy.write_ledger([row()])
    _, _, problems = inspect_raw(toy.project)
    assert str(problems[0]) == (
        "Source 'mic-2024' states no figure in data/catalogue/sources.csv, SOURCE.\n"
        "  Fix: delete the row, or correct SOURCE in the ledger that means it."
    )
    assert len(problems) == 4


@pytest.mark.parametrize(
    "text", ["INDICATOR;REF_AREA\n", "INDICATOR,AREA\n", "", f"{','.join(schema.COLUMNS)}\negdi_rank,VNM\n"]
)
def test_of_no_source_is_said_that_it_states_no_figure_where_a_ledger_was_not_read(toy, row, text):
    toy.write_ledger([row()])
    toy.write("data/raw/ledgers/more.csv", text)
    _, _, problems = inspect_raw(toy.project)
    assert len(problems) == 1
    assert "states no figure" not in problems[0].what


def test_a_project_without_a_ledger_is_refused(toy):
    (toy.project.ledgers / "main.csv").unlink()
    toy.write_sources([])
    with pytest.raises(SchemaError) as caught:
        clean(toy.project)
    assert str(caught.value) == (
        "No ledger in data/raw/ledgers.\nFix: restore data/raw/ledgers/*.csv from version control."
    )


@pytest.mark.parametrize(
    ("source", "published", "shown", "known_since"),
    [
        ("mic-2024", "", "2025-01-15", "2025-01-15"),  # the register's full date
        ("un-2024", "", "2024-09", "2024-09-30"),  # a month: its last day
        ("mic-news-2025", "", "2025", "2025-12-31"),  # a year: its last day
        ("un-undated", "", "", "2026-11-22"),  # no date: the day it was read
        ("un-undated", "2024-02", "2024-02", "2024-02-29"),  # the ledger's own date goes first
        ("mic-2024", "2023", "2023", "2023-12-31"),
    ],
)
def test_a_figure_is_known_since_the_last_day_of_its_publication_date(toy, row, source, published, shown, known_since):
    toy.write_ledger([row(TIME_PERIOD="2020", SOURCE=source, PUBLISHED=published)], name="more.csv")
    clean(toy.project)
    found = next(each for each in read_rows(toy.project.clean / "egdi_rank.csv") if each["TIME_PERIOD"] == "2020")
    assert (found["PUBLISHED"], found["KNOWN_SINCE"]) == (shown, known_since)


def test_an_empty_power_of_ten_becomes_zero_and_all_else_stays_as_written(toy):
    clean(toy.project)
    raw = {tuple(row[name] for name in schema.UNIQUE): row for row in read_rows(toy.project.ledgers / "main.csv")}
    for path in toy.project.clean.glob("*.csv"):
        for row in read_rows(path):
            before = raw[tuple(row[name] for name in schema.UNIQUE)]
            kept = [name for name in schema.COLUMNS if name not in ("UNIT_MULT", "PUBLISHED")]
            assert [row[name] for name in kept] == [before[name] for name in kept]
            assert row["UNIT_MULT"] == "0"


@settings(max_examples=30)
@given(st.lists(st.tuples(NUMBER, TEXT, TEXT, TEXT), min_size=1, max_size=4))
def test_whatever_a_ledger_says_comes_out_of_the_clean_data_unchanged(toy_shared, row, cells):
    rows = [
        row(
            INDICATOR="egdi_value",
            UNIT_MEASURE="INDEX",
            TIME_PERIOD=str(2000 + year),
            OBS_VALUE=value,
            LOCATOR=locator,
            AS_WRITTEN=written,
            COMMENT=comment,
        )
        for year, (value, locator, written, comment) in enumerate(cells)
    ]
    others = [row(REF_AREA="SGP", SOURCE=source) for source in toy_shared.catalogue.sources]
    toy_shared.write_ledger([*rows, *others])
    toy_shared.open_store()
    found = [one for one in read_rows(toy_shared.project.clean / "egdi_value.csv") if one["REF_AREA"] == "VNM"]
    kept = itemgetter("LOCATOR", "AS_WRITTEN", "COMMENT")
    assert [kept(one) for one in found] == [kept(given_row) for given_row in rows]
    assert [Decimal(one["OBS_VALUE"]) for one in found] == [Decimal(value) for value, *_ in cells]

"""The World Bank's API: one JSON page; errors and web pages are refused with what they say."""

import json

import pytest

from dxlib.data.ingest.world_bank_api import read_world_bank_api, recognises
from dxlib.errors import DataError, SchemaError

HEAD = {"page": 1, "pages": 1, "per_page": 50, "total": 2, "sourceid": "2", "lastupdated": "2024-12-16"}


def make_record(code="VNM", name="Viet Nam", value=68.7, date="2021", theirs="IT.X", **more):
    return {
        "indicator": {"id": theirs, "value": "Share"}, "country": {"id": code[:2], "value": name},
        "countryiso3code": code, "date": date, "value": value, "unit": "", "obs_status": "", "decimal": 0, **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        '[{"page":0,"pages":0,"per_page":0,"total":0,"sourceid":null,"lastupdated":null},null]',
        '[{"page":1,"pages":0,"per_page":50,"total":0,"sourceid":"2","lastupdated":"2024-12-16"},[]]',
    ],
)
def test_an_empty_answer_says_which_query_has_no_data(toy, monkeypatch, content):
    monkeypatch.chdir(toy.project.root)
    path = toy.write("page.json", content).relative_to(toy.project.root)
    with pytest.raises(DataError) as caught:
        read_world_bank_api(path, catalogue=toy.catalogue, source="un-2024", indicators={"IT.X": "online_share"})
    assert str(caught.value) == (
        "page.json is an empty answer: the World Bank has no data for this query of 'IT.X'.\nFix: correct the code, "
        "the countries or the years that are asked for: data.worldbank.org finds indicators."
    )


@pytest.fixture
def read(toy, monkeypatch):
    monkeypatch.chdir(toy.project.root)

    def write_and_read(*records, text=None, **head):
        content = json.dumps([{**HEAD, **head}, records]).replace("68.7,", "68.70,") if text is None else text
        path = toy.write("answer.json", content).relative_to(toy.project.root)
        assert recognises(path) == (text is None)
        reading = read_world_bank_api(
            path, catalogue=toy.catalogue, source="un-2024", indicators={"IT.X": "online_share"}
        )
        assert reading.adds_up
        return reading

    return write_and_read


def test_a_record_is_a_row_and_digits_stay_as_written(read):
    reading = read(make_record(value=68.7), make_record(date="2020", value=55250000, obs_status="E"))
    kept = ("REF_AREA", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "PUBLISHED", "LOCATOR")
    assert [tuple(row[name] for name in kept) for row in reading.rows] == [
        ("VNM", "2021", "68.70", "A", "2024-12-16", "Viet Nam: IT.X, 2021"),
        ("VNM", "2020", "55250000", "E", "2024-12-16", "Viet Nam: IT.X, 2020"),
    ]


@pytest.mark.parametrize(
    ("date", "period"), [("2021Q3", "2021-Q3"), ("2021M04", "2021-04"), ("YR2021", "2021"), ("2021", "2021")]
)
def test_periods_are_written_as_sdmx_does(read, date, period):
    assert [row["TIME_PERIOD"] for row in read(make_record(date=date)).rows] == [period]


def test_null_aggregates_and_other_indicators_are_left_out(read):
    reading = read(
        make_record(), make_record(date="2020", value=None), make_record("", "World"), make_record(theirs="Y")
    )
    assert [(entry.what, entry.reason) for entry in reading.left_out] == [
        ("Viet Nam: IT.X, 2020", "null: no value"),
        ("World: IT.X, 2021", "no area of the catalogue: an aggregate, or a country it does not hold"),
        ("Viet Nam: Y, 2021", "no indicator is given for 'Y'"),
    ]


def test_every_problem_is_found_at_once_with_its_record(read):
    reading = read(make_record(value="high"), {"page": 1}, make_record(obs_status="X"), make_record(date="2021M13"))
    statuses = "'A', 'B', 'E', 'F', 'M', 'P', 'U'"
    fields = "'indicator', 'country', 'countryiso3code', 'date', 'value', 'unit', 'obs_status', 'decimal'"
    assert [str(problem) for problem in reading.problems] == [
        "'high' is not a number in answer.json, record 1: value.\n  Fix: write digits with a point as decimal mark.",
        "A record without indicator, country, date or value in answer.json, record 2.\n"
        f"  Allowed: {fields}.\n  Fix: ask the API again.",
        "Unknown obs_status 'X' of a value in answer.json, record 3: obs_status.\n"
        f"  Allowed: {statuses}.\n  Fix: ask what it means.",
        "'2021M13' is not a time period in answer.json, record 4: date.\n"
        "  Allowed: '2024', '2024Q1', '2024M01'.\n  Fix: ask the API again.",
    ]


WEB_PAGE = "answer.json is a web page, no data: '502 Bad & Gateway'.\nFix: ask the API again, with format=json."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[{"message":[{"id":"120","key":"Invalid value","value":"The provided parameter value is not valid"}]}]',
            "answer.json is an error of the API (120), no data: 'The provided parameter value is not valid'.\n"
            "Fix: correct the request and ask again.",
        ),
        ("<html><head><title>502 Bad &amp; Gateway</title></head></html>", WEB_PAGE),
        ("<p>502 Bad &amp; Gateway</p>".replace("&amp;", "&"), WEB_PAGE),
        (
            '[\n{"message": ',
            "answer.json is not JSON: Expecting value in line 2, column 13.\n"
            "Fix: the answer was cut off or edited: ask again.",
        ),
        (
            "a;b",
            "answer.json is not of the layout 'world_bank_api': line 1 is 'a;b'.\n"
            "Allowed: '[{page, pages, lastupdated}, [{indicator, country, countryiso3code, date, value, unit, "
            "obs_status, decimal}, …]]'.\n"
            "Fix: if it is a table, say in a mapping what its columns mean (header, area, period, values; see "
            "dxlib/data/ingest/mapping.py), and read it as layout 'spreadsheet'.",
        ),
    ],
)
def test_what_is_no_answer_is_refused_with_what_it_says(read, text, said):
    with pytest.raises(SchemaError) as caught:
        read(text=text)
    assert str(caught.value) == said


def test_one_page_of_several_is_refused_because_the_others_are_missing(read):
    with pytest.raises(SchemaError) as caught:
        read(make_record(), pages=3)
    assert str(caught.value) == (
        "answer.json is page '1' of '3': the other pages are not in it.\n"
        "Fix: ask with per_page=20000 for all in one page."
    )

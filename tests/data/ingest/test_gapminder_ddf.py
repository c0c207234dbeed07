"""DDF: the header says what is measured; a country without a value has no line, so 0 is a figure."""

import pytest

from dxlib.data.ingest.gapminder_ddf import read_gapminder_ddf, recognises
from dxlib.errors import SchemaError


@pytest.fixture
def read(toy, monkeypatch):
    monkeypatch.chdir(toy.project.root)

    def write_and_read(*lines, header="geo,time,internet_users"):
        path = toy.write("ddf.csv", "\n".join([header, *lines]) + "\n").relative_to(toy.project.root)
        indicators = {"internet_users": "online_share"}
        reading = read_gapminder_ddf(path, catalogue=toy.catalogue, source="un-2024", indicators=indicators)
        assert reading.adds_up
        return reading

    return write_and_read


def test_zero_is_a_figure_and_other_entities_are_left_out(read):
    reading = read("vnm,1990,0", "vnm,1996,0.00014", "nld_curacao,2000,5", "vnm,1997,")
    kept = ("INDICATOR", "REF_AREA", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "LOCATOR")
    assert [tuple(row[name] for name in kept) for row in reading.rows] == [
        ("online_share", "VNM", "1990", "0", "A", "vnm: internet_users, 1990"),
        ("online_share", "VNM", "1996", "0.00014", "A", "vnm: internet_users, 1996"),
    ]
    assert dict(reading.reasons) == {
        "empty cell": 1, "no area of the catalogue: an aggregate, or a country it does not hold": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("time", "period"), [("2024", "2024"), ("2024q1", "2024-Q1"), ("202404", "2024-04"), ("20240401", "2024-04-01")]
)
def test_times_of_ddf_become_periods(read, time, period):
    assert [row["TIME_PERIOD"] for row in read(f"vnm,{time},1").rows] == [period]


def test_every_problem_is_found_at_once_with_its_line(read):
    assert [str(problem) for problem in read("vnm,2024w05,1", "vnm,2023,many", "vnm,2022").problems] == [
        "'2024w05' is not a time period, so 'internet_users' is not kept, in ddf.csv, line 2.\n"
        "  Allowed: '2024'.\n  Fix: compare the line with the publisher's.",
        "'many' is not a number in ddf.csv, line 3, internet_users.\n  Fix: write digits with a point as decimal mark.",
        "2 cells where 3 are due in ddf.csv, line 4.\n  Fix: compare the line with the file as the publisher has it.",
    ]


@pytest.mark.parametrize(
    ("header", "known"),
    [("country,year,a,b", True), ("geo,time", False), ("geo,time,Internet users", False), ("time,geo,a", False)],
)
def test_the_header_names_entity_time_and_concepts(tmp_path, header, known):
    path = tmp_path / "a.csv"
    path.write_text(header)
    assert recognises(path) is known


def test_another_header_is_refused_with_the_one_expected(read):
    with pytest.raises(SchemaError) as caught:
        read(header="geo,time")
    assert str(caught.value) == (
        "ddf.csv is not of the layout 'gapminder_ddf': line 1 is 'geo', 'time'.\n"
        "Allowed: 'geo', 'time', 'name_of_the_measure'.\n"
        "Fix: no reader in dxlib/data/ingest/ knows this layout: check the file."
    )

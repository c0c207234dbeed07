"""The Global Innovation Index: blocks side by side, ranks in brackets, -1 for missing, one rank read twice."""

import pytest

from dxlib.data.ingest.wipo_gii import read_wipo_gii, recognises
from dxlib.errors import DataError, SchemaError

BLOCKS = ("Rank Indicators", "Score", "Value", "Income Group(Strength/Weakness)", "Strength / Weakness")
HEADER = " , ," + ",".join(f"{block},Singapore,Viet Nam,Chile" for block in BLOCKS)
GII = '" Global Innovation Index", , ,8,42,51, ,58.4,38.8,36.6, ,n/a,n/a,n/a, ,Strength, , , , , , '
ICT = '3.1.,"ICTs", ,1,[2],n/a, ,90,70.5,[n/a], ,-1,2,3, , , ,Weakness, , , , '
TABLE = ("SGP\t2024\t4\t61.2", "CHL\t2024\t51\t32.6", "VNM\t2024\t44\t36.2", "VNM\t2011\t-1\t-1.0")
MEASURES = {
    "Rank: Global Innovation Index": "egdi_rank", "Score: Global Innovation Index": "egdi_value",
    "Rank: 3.1. ICTs": "accounts", "Value: 3.1. ICTs": "online_share",
}  # fmt: skip


@pytest.fixture
def read(toy, monkeypatch):
    monkeypatch.chdir(toy.project.root)

    def write_and_read(*lines, header=HEADER, indicators=None, period="2019"):
        path = toy.write("gii.csv", "\n".join([header, *lines]) + "\n").relative_to(toy.project.root)
        given = MEASURES if indicators is None else indicators
        reading = read_wipo_gii(path, catalogue=toy.catalogue, source="un-2024", indicators=given, period=period)
        assert recognises(path)
        assert reading.adds_up
        return reading

    return write_and_read


@pytest.fixture
def read_table(read):
    def write_and_read(*lines, header="Country\tYear\tRank\tScore"):
        return read(*lines, header=header, indicators={"Rank": "egdi_rank", "Score": "egdi_value"}, period="")

    return write_and_read


def list_cells(reading, *names):
    return [tuple(row[name] for name in names) for row in reading.rows]


def test_the_blocks_of_an_export_give_ranks_scores_and_values(read):
    reading = read(",,,,,", "Indicator" + "," * 21, GII, ICT)
    kept = ("INDICATOR", "REF_AREA", "OBS_VALUE", "OBS_STATUS", "OUT_OF", "AS_WRITTEN", "LOCATOR")
    assert list_cells(reading, *kept) == [
        ("egdi_rank", "SGP", "8", "A", "3", "8", "Singapore: Rank: Global Innovation Index, 2019"),
        ("egdi_rank", "VNM", "42", "A", "3", "42", "Viet Nam: Rank: Global Innovation Index, 2019"),
        ("egdi_value", "SGP", "58.4", "A", "", "58.4", "Singapore: Score: Global Innovation Index, 2019"),
        ("egdi_value", "VNM", "38.8", "A", "", "38.8", "Viet Nam: Score: Global Innovation Index, 2019"),
        ("accounts", "SGP", "1", "A", "2", "1", "Singapore: Rank: 3.1. ICTs, 2019"),
        ("accounts", "VNM", "2", "U", "2", "[2]", "Viet Nam: Rank: 3.1. ICTs, 2019"),
        ("online_share", "SGP", "-1", "A", "", "-1", "Singapore: Value: 3.1. ICTs, 2019"),
        ("online_share", "VNM", "2", "A", "", "2", "Viet Nam: Value: 3.1. ICTs, 2019"),
    ]
    assert (reading.cells_in, reading.reasons["a word, no figure"], reading.reasons["a heading, no figures"]) == (
        31, 12, 1,
    )  # fmt: skip


def test_what_brackets_and_a_computed_total_mean_is_said(read):
    comments = [row["COMMENT"] for row in read(GII, ICT).rows if row["INDICATOR"] == "accounts"]
    computed = "OUT_OF computed: countries with a rank in the same file; not printed in it."
    assert comments == [computed, f"In brackets: the publisher had too few data of this part. {computed}"]


def test_a_missing_value_in_brackets_is_left_out(read):
    reading = read(GII, ICT, indicators={"Score: 3.1. ICTs": "egdi_value"})
    assert list_cells(reading, "REF_AREA") == [("SGP",), ("VNM",)]
    changed = read(GII, ICT.replace("[2]", "[n/a]"))
    assert changed.reasons["written as 'n/a', which means missing"] == 1
    assert changed.problems == ()


def test_decimal_commas_are_read_where_the_file_uses_no_points(read):
    commas = GII.replace("58.4,38.8,36.6", '"58,4","38,8","36,6"')
    reading = read(commas, indicators={"Score: Global Innovation Index": "egdi_value"})
    assert list_cells(reading, "OBS_VALUE", "AS_WRITTEN") == [("58.4", "58,4"), ("38.8", "38,8")]
    mixed = read(commas, ICT, indicators={"Score: Global Innovation Index": "egdi_value"})
    assert [problem.what for problem in mixed.problems] == ["'58,4' is not a number", "'38,8' is not a number"]


def test_a_table_of_many_editions_has_minus_one_for_missing(read_table):
    reading = read_table(*TABLE)
    assert list_cells(reading, "INDICATOR", "REF_AREA", "TIME_PERIOD", "OBS_VALUE", "OUT_OF") == [
        ("egdi_rank", "SGP", "2024", "4", "3"), ("egdi_value", "SGP", "2024", "61.2", ""),
        ("egdi_rank", "VNM", "2024", "44", "3"), ("egdi_value", "VNM", "2024", "36.2", ""),
    ]  # fmt: skip
    missing = {f"written as '{sign}', which means missing": 1 for sign in ("-1", "-1.0")}
    assert {reason: count for reason, count in reading.reasons.items() if "missing" in reason} == missing


def test_a_table_with_a_line_a_country_gives_the_same(read_table):
    wide = read_table(
        "SGP\t61.2\t4\t-1.0\t-1", "CHL\t32.6\t51\t-1.0\t-1", "VNM\t36.2\t44\t-1.0\t-1",
        header="Country\tScore 2024\tRank 2024\tScore 2011\tRank 2011",
    )  # fmt: skip
    same = ("INDICATOR", "REF_AREA", "TIME_PERIOD", "OBS_VALUE", "OUT_OF", "LOCATOR")
    assert sorted(list_cells(wide, *same)) == sorted(list_cells(read_table(*TABLE), *same))


@pytest.mark.parametrize(("wrong", "rank", "line"), [("CHL", "51", 3), ("VNM", "2", 4)])
def test_of_two_countries_with_one_rank_the_one_out_of_place_is_a_problem_also_outside_the_catalogue(
    read_table, wrong, rank, line
):
    right = ["SGP\t2024\t1\t61.2", "CHL\t2024\t51\t32.6", "VNM\t2024\t2\t36.2"]
    reading = read_table(*(text.replace(f"\t{rank}\t", "\t1\t") if wrong in text else text for text in right))
    place, score = {"CHL": (3, "32.6"), "VNM": (2, "36.2")}[wrong]
    assert [str(problem) for problem in reading.problems] == [
        f"Rank 1 is also SGP's, and by its score of {score} {wrong} is in place {place} of 3, so it is not kept, "
        f"in gii.csv, line {line}, Rank.\n"
        "  Fix: look it up in the publisher's report, and ask who passed the file on to correct it."
    ]


@pytest.mark.parametrize(
    ("header", "line", "period", "said"),
    [
        (HEADER, GII, "", "'' is not a time period.\nAllowed: '2024'.\nFix: give the year of gii.csv: it has none."),
        ("Country\tYear\tRank\tScore", TABLE[0], "2024", "gii.csv holds its years.\nFix: give no period."),
    ],
)
def test_the_year_is_given_where_and_only_where_the_file_has_none(read, header, line, period, said):
    with pytest.raises(DataError) as caught:
        read(line, header=header, period=period, indicators={})
    assert str(caught.value) == said


def test_a_measure_that_the_file_does_not_hold_is_refused(read):
    with pytest.raises(DataError, match=r"does not hold 'Rank: ICTs'\. Did you mean 'Rank: 3\.1\. ICTs'\?"):
        read(GII, ICT, indicators={"Rank: ICTs": "accounts"})


def test_another_header_is_refused_with_those_expected(toy, monkeypatch):
    monkeypatch.chdir(toy.project.root)
    path = toy.write("gii.csv", "Country,Rank\n").relative_to(toy.project.root)
    assert not recognises(path)
    with pytest.raises(SchemaError) as caught:
        read_wipo_gii(path, catalogue=toy.catalogue, source="un-2024", indicators={})
    assert str(caught.value) == (
        "gii.csv is not of the layout 'wipo_gii': line 1 is 'Country', 'Rank'.\n"
        "Allowed: 'two columns of labels, then Rank Indicators, Score, Value, Income Group(Strength/Weakness), "
        "Strength / Weakness, each with the countries after it', 'tabs between: Country,Year,Rank,Score', "
        "'tabs between: Country,Score 2011,Rank 2011,…'.\n"
        "Fix: if it is a table, say in a mapping what its columns mean (header, area, period, values; see "
        "dxlib/data/ingest/mapping.py), and read it as layout 'spreadsheet'."
    )

"""The data of this repository: no problem, what the five documents say, and what is known elsewhere."""

import csv
import re
import subprocess
from collections import Counter, defaultdict

import pytest

from dxlib.data.catalogue_files import read_catalogue
from dxlib.data.clean import clean, inspect_raw
from dxlib.paths import Project

EGDI_COLUMNS = {
    "egdi_rank": "E-Government Rank",
    "egdi_value": "E-Government Index",
    "egdi_epi": "E-Participation Index",
    "egdi_osi": "Online Service Index",
    "egdi_hci": "Human Capital Index",
    "egdi_tii": "Telecommunication Infrastructure Index",
}
UN_NAMES = {"LAO": "Lao People's Democratic Republic"}
COUNTS = {
    "quangbinh-2025-02-06-fr": 18,
    "baotainguyenmoitruong-2025-02": 86,
    "quangbinh-2025-02-06-en": 18,
    "baogiaothong-2024-08-31": 5,
    "vna-2022-05": 18,
}


@pytest.fixture(scope="module")
def project(repository):
    return Project(repository)


@pytest.fixture(scope="module")
def seeds(project):
    return read_rows(project.ledgers / "seeds.csv")


def read_rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_ledgers_and_the_catalogue_have_no_problem(project):
    _, _, problems = inspect_raw(project)
    assert [str(problem) for problem in problems] == []


def test_every_document_has_as_many_figures_as_were_counted_by_hand(seeds):
    assert Counter(row["SOURCE"] for row in seeds) == COUNTS


@pytest.mark.parametrize("year", ["2003", "2004", "2005", "2008", "2010", "2012", "2014", "2016", "2020", "2022"])
def test_the_index_of_every_country_is_what_the_publisher_s_own_file_says(project, repository, year):
    path = repository.parent / "shared" / "raw" / "un_egovkb" / f"EGOV_DATA_{year}.csv"
    if not path.is_file():
        pytest.skip(f"the publisher's file {path} is not there")
    with path.open(encoding="utf-8-sig", newline="") as file:
        published = {row["Country Name"].strip(): row for row in csv.DictReader(file)}
    names = read_catalogue(project).areas
    ours = [row for row in read_rows(project.ledgers / "egdi.csv") if row["SOURCE"] == f"un-egovkb-{year}"]
    assert len(ours) == 16 * len(EGDI_COLUMNS)
    for row in ours:
        country = UN_NAMES.get(row["REF_AREA"], names[row["REF_AREA"]].name["en"])
        stated = published[country][EGDI_COLUMNS[row["INDICATOR"]]]
        assert float(row["OBS_VALUE"]) == float(stated), (country, row["INDICATOR"])


def test_the_english_and_the_french_text_of_one_meeting_state_the_same_figures(seeds):
    def list_figures(source):
        columns = ("INDICATOR", "TIME_PERIOD", "OBS_VALUE", "KIND", "LOCATOR", "QUALIFIER")
        return [[row[name] for name in columns] for row in seeds if row["SOURCE"] == source]

    assert list_figures("quangbinh-2025-02-06-fr") == list_figures("quangbinh-2025-02-06-en")


@pytest.mark.parametrize(("year", "rank"), [("2012", "83"), ("2014", "99"), ("2022", "86"), ("2024", "71")])
def test_the_rank_of_viet_nam_in_e_government_is_the_one_that_is_known(project, year, rank):
    rows = read_rows(project.clean / "egdi_rank.csv")
    ranks = {row["OBS_VALUE"] for row in rows if (row["REF_AREA"], row["TIME_PERIOD"]) == ("VNM", year)}
    assert ranks == {rank}


def test_the_rank_of_2024_is_one_of_193(project):
    rows = read_rows(project.clean / "egdi_rank.csv")
    totals = {row["OUT_OF"] for row in rows if (row["REF_AREA"], row["TIME_PERIOD"]) == ("VNM", "2024")}
    assert totals - {""} == {"193"}


def test_the_index_is_the_mean_of_its_three_parts_in_every_row(project):
    rows = read_rows(project.ledgers / "egdi.csv")
    by_survey = defaultdict(dict)
    for row in rows:
        by_survey[row["REF_AREA"], row["TIME_PERIOD"], row["SOURCE"]][row["INDICATOR"]] = row["OBS_VALUE"]
    parts = ("egdi_osi", "egdi_tii", "egdi_hci")
    surveys = {place: found for place, found in by_survey.items() if {"egdi_value", *parts} <= set(found)}
    wrong = {
        place: found
        for place, found in surveys.items()
        if abs(float(found["egdi_value"]) - sum(float(found[part]) for part in parts) / 3) > 0.005
    }
    assert wrong == {}
    assert len(surveys) > 150


def test_what_is_counted_in_a_year_is_counted_in_whole_years(project):
    """Two months of 2026 below the year before read as a fall, and a term of five years as a record."""
    yearly = {
        name for name, one in read_catalogue(project).indicators.items() if one.name["en"].endswith("in the year")
    }
    rows = [row for path in sorted(project.ledgers.glob("*.csv")) for row in read_rows(path)]
    counted = [row for row in rows if row["INDICATOR"] in yearly and row["KIND"] == "actual"]
    assert len(yearly) > 3
    assert [row for row in counted if not row["TIME_PERIOD"].isdecimal()] == []


def test_the_stored_clean_data_are_what_cleaning_gives(project, tmp_path):
    (tmp_path / "data").mkdir()
    for name in ("catalogue", "raw"):
        (tmp_path / "data" / name).symlink_to(project.root / "data" / name)
    (tmp_path / "dxlib.yaml").symlink_to(project.file)
    clean(Project(tmp_path))
    fresh = {path.name: path.read_bytes() for path in (tmp_path / "data" / "clean").iterdir()}
    stored = {path.name: path.read_bytes() for path in project.clean.iterdir()}
    assert sorted(fresh) == sorted(stored)
    assert [name for name in fresh if fresh[name] != stored[name]] == []


def test_the_clean_data_are_kept_under_version_control(project):
    if not (project.root / ".git").exists():
        pytest.skip("not a checkout")
    listing = subprocess.run(
        ["git", "ls-files", "data/clean"], cwd=project.root, capture_output=True, text=True, check=True
    )
    kept = {path.rpartition("/")[2] for path in listing.stdout.splitlines()}
    assert kept == {path.name for path in project.clean.iterdir()}


def test_a_mean_of_several_years_stands_in_no_series_of_years(project):
    forms = defaultdict(set)
    for path in sorted(project.clean.glob("*.csv")):
        for row in read_rows(path):
            # A rate of growth over some years to come is a forecast of each of them, and no headline.
            if row["UNIT_MEASURE"] == "PERCENT" and row["KIND"] == "actual" and row["OBS_STATUS"] != "F":
                first, _, last = row["TIME_PERIOD"].partition("/")
                forms[row["INDICATOR"], row["REF_AREA"]].add("years" if len(last) == len(first) == 4 else "other")
    mixed = {indicator for (indicator, _), found in forms.items() if len(found) > 1}
    # Of the mean growth of e-commerce a source gives a range for 2025 alone, too.
    assert mixed <= {"ecommerce_growth_mean"}


def test_databases_that_are_connected_are_not_compared_with_those_whose_data_were_brought_together(project):
    """A month after sixteen had been brought together, eight were connected: no fall."""
    (found,) = read_catalogue(project).indicators["national_data_centre_databases"].breaks
    assert found.at == "2026-01-01"


def test_french_punctuation_of_two_parts_stays_with_the_word_before_it(repository):
    """An ordinary space would let a line begin with a colon."""
    said = [repository / folder / "fr/messages.po" for folder in ("dxlib/language/locales", "notebooks/locales")]
    lines = [line for path in said for line in path.read_text(encoding="utf-8").splitlines() if line[:6] == "msgstr"]
    for path in sorted((repository / "data/catalogue").rglob("*.yaml")):
        lines += re.findall(r"^ +fr: .*", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(lines) > 2000
    assert [line for line in lines if re.search(r"[\w)}] [:;?!»](?=[\s\"]|$)|« ", line)] == []

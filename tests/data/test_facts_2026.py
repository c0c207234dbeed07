"""Every figure gathered for edition 2026 is in a ledger, or on the list of what was left out, with its reason."""

import csv
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from dxlib.data.clean import inspect_raw
from dxlib.data.left_out import REASON, read_left_out
from dxlib.paths import Project

GATHERED = Path(__file__).parents[3] / "shared" / "facts"
FILES = {"intl_facts_2026.csv": 121, "vn_facts_2026.csv": 310, "vn_province_facts_2026.csv": 267}
REASONS = {"undated", "a definition, not a figure", "no area", "stated once", "derivable", "unclear", "outside"}
EARLIER_MAP = {"VN63-22": "VN34-22"}  # a figure of before the reorganisation that was gathered under the later key
OTHER_UNITS = {"1.075": "1075", "800": "0.8"}  # in quadrillions of dong; points of 1,000 of an index out of one


@pytest.fixture(scope="module")
def project(repository):
    return Project(repository)


@pytest.fixture(scope="module")
def taken(project):
    """How often an address states a figure of an area and a year: in ledgers and on the list of what was left out."""
    ledgers, catalogue, _ = inspect_raw(project)
    rows = [(catalogue.sources[row["SOURCE"]].url, row) for ledger in ledgers for row in ledger.rows]
    rows += [(row["SOURCE"], row) for row in read_left_out(project).rows]
    return Counter(describe_row(address, row) for address, row in rows if row["OBS_VALUE"] and row["TIME_PERIOD"])


def describe_row(address, row):
    area = EARLIER_MAP.get(row["REF_AREA"], row["REF_AREA"])
    number = "day" if row.get("UNIT_MEASURE") == "MILESTONE" else read_digits(row["OBS_VALUE"])
    return address, area, row["TIME_PERIOD"][:4], number


def describe_gathered(row):
    area = f"VN{row['area_vintage']}-{row['area_code']}" if "area_code" in row else row["ref_area"]
    address = row["source"] if "source" in row else row["source_url_or_repo_path"]
    year = re.search(r"\d{4}", row["time_period"])[0]
    return address, {"VN": "VNM"}.get(area, area), year, read_gathered_number(row)


def read_gathered_number(row):
    """Give the digits of a figure, of a range those of its lower end; a date is no number."""
    if row["unit"] in {"date", "month", "year"}:
        return "day"
    text = row["obs_value"]
    return read_digits(OTHER_UNITS.get(text, re.sub(r"(?<=\d)-.*", "", text)))


def read_digits(text):
    """Give the digits of a number, whatever its power of ten."""
    return "".join(map(str, Decimal(text).normalize().as_tuple().digits))


@pytest.mark.skipif(not GATHERED.is_dir(), reason="the gathered figures are not beside the project")
@pytest.mark.parametrize("name", FILES)
def test_every_gathered_figure_is_in_a_ledger_or_left_out_for_a_reason(name, taken):
    with (GATHERED / name).open(encoding="utf-8") as file:
        gathered = [describe_gathered(row) for row in csv.DictReader(file)]
    assert len(gathered) == FILES[name]
    assert Counter(gathered) - taken == Counter()


def test_a_reason_for_leaving_out_is_of_a_known_kind(project):
    assert {row[REASON].partition(":")[0] for row in read_left_out(project).rows} <= REASONS

"""Every figure of the five founding documents stands on a page of the edition in which all of them were known."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from dxlib.audit.auditing import compose_subject
from dxlib.audit.facts import Facts
from dxlib.build.briefs import read_declarations
from dxlib.build.plan import make_plan
from dxlib.build.subjects import make_subject
from dxlib.data import schema
from dxlib.data.ids import ObservationId
from dxlib.export.assets import read_assets
from dxlib.paths import Project

DOCUMENTS = 5
COUNT = 145
MOST_ON_NO_PAGE = 10
EDITION = 2025  # the first one by whose day all five documents were published
REASONS = {
    "no value",  # the document names the thing and no figure
    "garbled",  # the document contradicts itself, and another one has the figure
    "within a bound",  # the figure that is shown is a bound of another document, which this one meets
    "of a province",  # no page tells of this indicator in a province
}

Rows = Mapping[str, Mapping[str, str]]


@pytest.fixture(scope="module")
def facts(repository: Path) -> Facts:
    return Facts(Project(repository))


@pytest.fixture(scope="module")
def listed() -> dict[str, str]:
    """The figures by their ids, each with the reason why it stands on no page; mostly none."""
    with Path(__file__).with_name("founding_figures.csv").open(encoding="utf-8", newline="") as file:
        return {row["ID"]: row["ON_NO_PAGE"] for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def rows(facts: Facts) -> Rows:
    """Every clean row by its id."""
    return {str(ObservationId.of(row)): row for series in facts.rows.values() for row in series}


@pytest.fixture(scope="module")
def shown(facts: Facts, rows: Rows) -> Rows:
    """What the national pages of the edition show: all of each that the audit composes, to which pages are held."""
    declarations = read_declarations(facts.project, facts.catalogue)
    jobs = make_plan(declarations, editions=[EDITION], languages=["en"])
    national = [job for job in jobs if "area" not in job.opened]
    assert len({job.own["system"] for job in national if job.own}) == len(facts.catalogue.systems)
    pages = [compose_subject(make_subject(job), facts, read_assets()).evidence for job in national]
    return {name: rows[name] for page in pages for name in page.stated.values()}


def stands(row: Mapping[str, str], shown: Rows) -> bool:
    """Say whether a page shows a figure: its own row, or one of another source that states the same of the same."""
    same = [one for one in shown.values() if all(one[column] == row[column] for column in schema.KEY)]
    return bool(row[schema.OBS_VALUE]) and any(scale(one) == scale(row) for one in same)


def scale(row: Mapping[str, str]) -> Decimal:
    return Decimal(row[schema.OBS_VALUE]).scaleb(int(row[schema.UNIT_MULT]))


def test_the_list_holds_every_figure_of_the_documents(facts: Facts, rows: Rows, listed: Mapping[str, str]) -> None:
    with (facts.project.ledgers / "seeds.csv").open(encoding="utf-8", newline="") as file:
        documents = {row["SOURCE"] for row in csv.DictReader(file)}
    assert len(documents) == DOCUMENTS
    assert len(listed) == COUNT
    assert listed.keys() == {name for name in rows if ObservationId.parse(name).source in documents}


def test_every_figure_stands_on_a_page_or_has_a_reason_not_to(
    rows: Rows, listed: Mapping[str, str], shown: Rows
) -> None:
    lacking = {name: reason for name, reason in listed.items() if not stands(rows[name], shown)}
    assert lacking == {name: reason for name, reason in listed.items() if reason}
    assert set(lacking.values()) <= REASONS
    assert len(lacking) <= MOST_ON_NO_PAGE


def test_a_figure_that_is_shown_with_another_value_does_not_stand(rows: Rows, shown: Rows) -> None:
    row = rows["egdi_rank/VNM/2024/actual@quangbinh-2025-02-06-fr"]
    assert stands(row, shown)
    assert not stands({**row, schema.OBS_VALUE: "72"}, shown)
    assert not stands({**row, schema.TIME_PERIOD: "2023"}, shown)

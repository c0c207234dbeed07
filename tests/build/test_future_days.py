"""Days that have not come: of editions and corrections, told by the check, and by a build of such pages."""

from datetime import date

import pytest

from dxlib.build.briefs import inspect_declarations
from dxlib.build.future_days import describe_future_jobs, find_future_days
from dxlib.build.plan import make_plan
from dxlib.data.catalogue_files import forget_catalogue, read_catalogue
from tests.building import run_dxlib

TODAY = date(2024, 12, 30)
BRIEFS = {"01-toy": {"areas": ["VNM"], "editions": [2023, 2024], "languages": ["en"]}}
CORRECTION = """\
rank-of-2024:
  figure: egdi_rank/SGP/2024/actual@un-2024
  was: "4"
  day: "{}"
  why: {{vi: Chép nhầm., en: It was copied from another line., fr: Copié d’une autre ligne.}}
  was_at: https://example.org/before/
"""


@pytest.fixture
def find(toy):
    toy.write_briefs(BRIEFS)

    def find_in(today=TODAY, *, readings=False):
        forget_catalogue()
        catalogue = read_catalogue(toy.project)
        declarations, problems = inspect_declarations(toy.project, catalogue)
        assert problems == []
        found = list(find_future_days(toy.project, catalogue, declarations, today))
        assert all(problem.is_warning for problem in found)
        # The sources of the toy were read later than the days of its editions.
        return [str(problem) for problem in found if (problem.column == "READ") is readings]

    return find_in


def test_an_edition_of_a_day_that_has_not_come_is_named_with_its_line(find):
    assert find() == [
        "The day 2024-12-31 of the edition has not come in notebooks/briefs.yaml, line 5, character 5, "
        "editions.2024.as_of.\n"
        "  Fix: write a day up to which figures are known: those that come until then would alter published pages."
    ]
    assert find(date(2024, 12, 31)) == []


def test_a_correction_of_a_day_that_has_not_come_is_named_with_its_line(find, toy):
    toy.write("data/catalogue/corrections.yaml", CORRECTION.format("2025-01-01"))
    assert find(date(2024, 12, 31)) == [
        "The day '2025-01-01' of the correction has not come in data/catalogue/corrections.yaml, line 4, character 3, "
        "rank-of-2024.day.\n"
        "  Fix: write the day on which the figure was corrected: pages say it."
    ]
    toy.write("data/catalogue/corrections.yaml", CORRECTION.format("2024-12-31"))
    assert find(date(2024, 12, 31)) == []


def test_a_source_that_was_read_on_a_day_that_has_not_come_is_named(find):
    assert find(date(2026, 11, 21), readings=True)[0] == (
        "The day 2026-11-22, on which 'un-2024' was read, has not come in data/catalogue/sources.csv, READ.\n"
        "  Fix: write the day on which somebody read the source: pages say it."
    )
    assert find(date(2026, 11, 22), readings=True) == []


def test_of_jobs_the_days_that_have_not_come_are_told_each_once(toy):
    toy.write_briefs(BRIEFS)
    declarations, _ = inspect_declarations(toy.project, toy.catalogue)
    jobs = make_plan(declarations, editions=[2023, 2024])
    assert describe_future_jobs(jobs, date(2024, 12, 31)) == ""
    assert describe_future_jobs([*jobs, *jobs], TODAY) == (
        "Pages as of a day that has not come: 2024-12-31. They show what is known on 2024-12-30, and figures that come "
        "until then will alter them."
    )


@pytest.mark.parametrize("command", ["plan", "build"])
def test_plan_and_build_warn_of_a_day_that_has_not_come(house, command):
    house.prepare()
    house.toy.write_briefs(
        {"01-toy": {"areas": ["VNM"], "editions": [2190], "languages": ["en"]}}, {2190: {"as_of": date(2190, 1, 1)}}
    )
    done = run_dxlib(house.project, command)
    assert done.stderr.startswith("Warning: Pages as of a day that has not come: 2190-01-01. They show ")


def test_the_check_warns_of_a_day_that_has_not_come(house):
    house.prepare()
    house.toy.write_briefs(
        {"01-toy": {"areas": ["VNM"], "editions": [2190], "languages": ["en"]}}, {2190: {"as_of": date(2190, 1, 1)}}
    )
    assert "- Warning: The day 2190-01-01 of the edition has not come in " in run_dxlib(house.project, "check").stderr

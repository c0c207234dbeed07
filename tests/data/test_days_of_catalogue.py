"""Days of the catalogue: where a whole one is meant, and where a month or a year will do."""

import pytest

from dxlib.data.catalogue_files import inspect_catalogue
from tests.conftest import SOURCES


def list_problems(toy):
    return [str(problem).replace(f"{toy.project.catalogue}/", "") for problem in inspect_catalogue(toy.project)[1]]


@pytest.mark.parametrize("given", ["2022", "2022-06", "2022-02-30", "soon"])
def test_a_break_is_on_a_whole_day(toy, catalogue_files, given):
    content = catalogue_files()["indicators/services.yaml"]
    content["online_share"]["breaks"][0]["at"] = given
    toy.write_catalogue("indicators/services.yaml", content)
    (problem,) = list_problems(toy)
    assert problem.startswith(f"'{given}' is no day of the calendar in indicators/services.yaml, line ")
    assert problem.endswith("online_share.breaks.0.at.\n  Fix: write a whole day, as 2025-02-06.")


@pytest.mark.parametrize("given", ["2025", "2025-06"])
def test_a_source_is_withdrawn_on_a_whole_day(toy, given):
    toy.write_sources([(*source, given if source[0] == "un-2024" else "") for source in SOURCES])
    (problem,) = list_problems(toy)
    assert problem.startswith(f"'{given}' is not a date in sources.csv, line ")
    assert problem.endswith("un-2024.WITHDRAWN.\n  Fix: write 2025-02-06.")


def test_a_day_of_reading_of_another_form_is_one_mistake(toy):
    toy.write_sources([(*source[:7], "2025", *source[8:]) if source[0] == "un-2024" else source for source in SOURCES])
    (problem,) = list_problems(toy)
    assert problem.startswith("'2025' is not a day in sources.csv, line ")
    assert problem.endswith("un-2024.read.\n  Fix: write it as '2024-12-31'.")

"""The plan: which jobs, in which order, and where their pages lie."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxlib.build.briefs import BriefEntry, Declarations, Edition
from dxlib.build.plan import make_plan
from dxlib.errors import ConfigError


def make_entry(areas, editions, languages, **own):
    return BriefEntry(values={"area": areas, "edition": editions, "language": languages, **own})


DECLARED = Declarations(
    editions={2025: Edition(as_of=date(2025, 12, 31)), 2024: Edition(as_of=date(2024, 12, 31))},
    briefs={
        "02-ranks": make_entry(("VNM", "SGP"), (2024, 2025), ("vi", "en")),
        "01-overview": make_entry(("VNM",), (2024, 2025), ("en", "fr")),
        "03-old": make_entry(("VNM",), (2024,), ("en",)),
    },
)


def list_jobs(**selection):
    return [str(job) for job in make_plan(DECLARED, **selection)]


def test_without_a_selection_the_latest_edition_is_planned_in_the_order_of_declaration():
    assert list_jobs() == [
        "02-ranks VNM 2025 vi", "02-ranks VNM 2025 en", "02-ranks SGP 2025 vi", "02-ranks SGP 2025 en",
        "01-overview VNM 2025 en", "01-overview VNM 2025 fr",
    ]  # fmt: skip


def test_every_declared_edition_is_planned_where_all_are_asked_for():
    assert list_jobs(editions=["all"], languages=["en"]) == [
        "02-ranks VNM 2024 en", "02-ranks SGP 2024 en", "02-ranks VNM 2025 en", "02-ranks SGP 2025 en",
        "01-overview VNM 2024 en", "01-overview VNM 2025 en", "03-old VNM 2024 en",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("selection", "jobs"),
    [
        ({"briefs": ["01-overview"]}, ["01-overview VNM 2025 en", "01-overview VNM 2025 fr"]),
        ({"areas": ["SGP"]}, ["02-ranks SGP 2025 vi", "02-ranks SGP 2025 en"]),
        ({"languages": ["fr"]}, ["01-overview VNM 2025 fr"]),
        ({"briefs": ["03-old"]}, []),
        ({"briefs": ["03-old"], "editions": [2024]}, ["03-old VNM 2024 en"]),
        ({"briefs": ["01-overview"], "editions": [2025, 2024], "languages": ["en"]},
         ["01-overview VNM 2024 en", "01-overview VNM 2025 en"]),
        ({"areas": ["SGP"], "languages": ["fr"]}, []),
    ],
)  # fmt: skip
def test_a_selection_leaves_only_what_fits_it(selection, jobs):
    assert list_jobs(**selection) == jobs


NAMES = ("02-ranks", "01-overview", "03-old")
SELECTIONS = st.fixed_dictionaries(
    {
        "briefs": st.lists(st.sampled_from(NAMES), unique=True),
        "areas": st.lists(st.sampled_from(["VNM", "SGP"]), unique=True),
        "editions": st.lists(st.sampled_from([2024, 2025]), min_size=1, unique=True),
        "languages": st.lists(st.sampled_from(["vi", "en", "fr"]), unique=True),
    }
)


@given(SELECTIONS)
def test_every_selection_is_a_part_of_the_whole_in_its_order_without_repeats(selection):
    whole = make_plan(DECLARED, editions=[2024, 2025])
    chosen = make_plan(DECLARED, **selection)
    assert chosen == [job for job in whole if job in chosen]
    assert all(not selection["areas"] or job.area in selection["areas"] for job in chosen)
    assert len({job.id for job in chosen}) == len(chosen)


def test_a_page_names_its_area_only_where_there_are_several():
    pages = [job.id for job in make_plan(DECLARED)]
    assert pages[0] == "2025/vi/02-ranks/VNM.html"
    assert pages[-1] == "2025/fr/01-overview.html"


def test_choosing_one_of_several_areas_leaves_its_page_where_it_is():
    assert [job.id for job in make_plan(DECLARED, areas=["SGP"])] == [
        "2025/vi/02-ranks/SGP.html", "2025/en/02-ranks/SGP.html",
    ]  # fmt: skip


def test_the_notebook_runs_with_area_edition_language_and_day():
    job = make_plan(DECLARED, briefs=["03-old"], editions=[2024])[0]
    assert job.parameters == {"area": "VNM", "edition": 2024, "language": "en", "as_of": "2024-12-31"}


def test_another_day_replaces_that_of_the_edition():
    assert {job.as_of for job in make_plan(DECLARED, as_of="2025-03-01")} == {"2025-03-01"}


@pytest.mark.parametrize(
    ("selection", "message"),
    [
        ({"briefs": ["01-overveiw"]},
         "No brief '01-overveiw' is declared. Did you mean '01-overview'?\n"
         "Allowed: '02-ranks', '01-overview', '03-old'.\n"
         "Fix: choose one of these, or declare the brief in notebooks/briefs.yaml."),
        ({"areas": ["VMN"]},
         "No area 'VMN' is declared. Did you mean 'VNM'?\nAllowed: 'VNM', 'SGP'.\n"
         "Fix: choose one of these, or declare the area in notebooks/briefs.yaml."),
        ({"editions": [2014]},
         "No edition '2014' is declared. Did you mean '2024'?\nAllowed: '2025', '2024'.\n"
         "Fix: choose one of these, or declare the edition in notebooks/briefs.yaml."),
        ({"languages": ["vie"]},
         "No language 'vie' is declared. Did you mean 'vi'?\nAllowed: 'vi', 'en', 'fr'.\n"
         "Fix: choose one of these, or declare the language in notebooks/briefs.yaml."),
    ],
)  # fmt: skip
def test_a_selection_of_what_is_not_declared_is_refused(selection, message):
    with pytest.raises(ConfigError) as caught:
        make_plan(DECLARED, **selection)
    assert str(caught.value) == message

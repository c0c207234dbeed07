"""Reading the catalogue, and every problem of it at once."""

from datetime import date

import pytest
from pydantic import ValidationError

from dxlib.data.catalogue import Direction, Lifetime
from dxlib.data.catalogue_files import inspect_catalogue
from dxlib.errors import DataError
from tests.conftest import make_indicator, make_words
from tests.data.altered_catalogues import change, find_line, list_problems, write_systems


def test_a_sound_catalogue_has_no_problems_and_holds_everything(toy_shared):
    catalogue, problems = inspect_catalogue(toy_shared.project)
    assert problems == []
    assert list(catalogue.indicators) == ["egdi_rank", "egdi_value", "online_share", "accounts"]
    assert catalogue.indicators["egdi_rank"].direction is Direction.LOWER_IS_BETTER
    assert catalogue.indicators["online_share"].topic == "services"
    assert catalogue.areas["VNM"].name["vi"] == "Viet Nam (tiếng Việt)"
    assert catalogue.units["PERCENT"].pattern["fr"].other == "{n} %"
    assert catalogue.sources["mic-news-2025"].via == "Newspaper"


def test_indicators_tell_of_systems(toy, catalogue_files):
    decided = dict.fromkeys(("en", "vi", "fr"), "Decision")
    write_systems(toy, catalogue_files, portal={"decided_by": decided, "since": "2019-12-09"})
    catalogue, problems = inspect_catalogue(toy.project)
    assert problems == []
    assert catalogue.systems["portal"].decided_by["fr"] == "Decision"
    assert {entry.system for entry in catalogue.indicators.values()} == {"portal"}


def test_an_unknown_indicator_is_answered_with_the_nearest(toy_shared):
    with pytest.raises(DataError) as caught:
        toy_shared.catalogue.get_indicator("egdi_rnak")
    assert str(caught.value) == (
        "Unknown indicator 'egdi_rnak'. Did you mean 'egdi_rank'?\n"
        "Fix: correct the name, or add its entry under data/catalogue/indicators/."
    )


def test_a_group_gives_its_areas_in_the_order_of_the_catalogue(toy_shared):
    assert toy_shared.catalogue.get_group("asean") == ("VNM", "SGP")


def test_an_unknown_group_is_answered_with_the_known_ones(toy_shared):
    with pytest.raises(DataError) as caught:
        toy_shared.catalogue.get_group("aseen")
    assert str(caught.value) == (
        "Unknown group of areas 'aseen'. Did you mean 'asean'?\nAllowed: 'asean', 'countries'.\n"
        "Fix: correct the name, or add the group to areas in data/catalogue/areas.yaml."
    )


@pytest.mark.parametrize(
    ("exists", "day", "is_there"),
    [
        ({"until": "2025"}, date(2025, 3, 1), True),
        ({"until": "2025"}, date(2025, 12, 31), True),
        ({"until": "2025"}, date(2026, 1, 1), False),
        ({"until": "2025-06"}, date(2025, 6, 15), True),
        ({"until": "2025-06"}, date(2025, 7, 1), False),
        ({"until": "2025-06-30"}, date(2025, 6, 30), True),
        ({"from": "2025"}, date(2025, 1, 1), True),
        ({"from": "2025-07"}, date(2025, 6, 30), False),
        ({"from": "2025-07"}, date(2025, 7, 1), True),
        ({"from": "2025", "until": "2026"}, date(2024, 12, 31), False),
        ({"from": "2025", "until": "2026"}, date(2027, 1, 1), False),
        ({}, date(2025, 7, 1), True),
    ],
)
def test_an_area_exists_for_the_whole_of_its_first_and_last_month_or_year(exists, day, is_there):
    assert Lifetime.model_validate(exists).covers(day) is is_there


@pytest.mark.parametrize(
    ("first", "last"), [("2024-01-01", "2020-01-01"), ("2024", "2023-12"), ("2024-05", "2024-04-30")]
)
def test_an_area_does_not_end_before_it_begins(first, last):
    with pytest.raises(ValidationError, match=rf"'until' \({last}\) lies before 'from' \({first}\)"):
        Lifetime.model_validate({"from": first, "until": last})
    assert Lifetime.model_validate({"from": first, "until": first}).until == first


@pytest.mark.parametrize(
    ("exists", "is_over"),
    [({"until": "2025-06-30"}, True), ({"until": "2025-06"}, True), ({"until": "2025"}, False),
     ({"until": "2025-07-01"}, False), ({"from": "2026"}, False), ({}, False)],
)  # fmt: skip
def test_an_area_is_over_once_its_last_day_has_passed_and_not_before_it_begins(exists, is_over):
    assert Lifetime.model_validate(exists).is_over(date(2025, 7, 1)) is is_over


def test_areas_are_listed_by_their_kind_among_those_that_exist_on_the_day(toy, catalogue_files):
    parts = {
        name: {"name": make_words(name), "kind": kind, "exists": exists}
        for name, kind, exists in (
            ("VN63-01", "province", {"until": "2025-06-30"}), ("VN34-01", "province", {"from": "2025-07-01"}),
            ("RRD", "region", {}),
        )
    }  # fmt: skip
    change(toy, catalogue_files, "areas.yaml", lambda content: content.update(parts))
    catalogue = inspect_catalogue(toy.project)[0]
    assert catalogue.list_areas("province", on=date(2025, 6, 30)) == ("VN63-01",)
    assert catalogue.list_areas("province", on=date(2025, 7, 1)) == ("VN34-01",)
    assert catalogue.list_areas("region", on=date(2025, 7, 1)) == ("RRD",)
    assert catalogue.list_areas("country", on=date(2025, 7, 1)) == ("VNM", "SGP")


def test_an_indicator_is_measured_by_one_of_its_unit_that_has_figures_of_its_own(toy, catalogue_files):
    def edit(content):
        content["accounts"]["measured_by"] = "online_share"
        content["online_share"]["measured_by"] = "acounts"
        content["more"] = make_indicator("more", "PERSON", measured_by="accounts")
        content["opened"] = make_indicator("opened", "MILESTONE", measured_by="online_share")

    change(toy, catalogue_files, "units.yaml", lambda units: units.update(MILESTONE=units["PERSON"]))
    path = change(toy, catalogue_files, "indicators/services.yaml", edit)
    found = [problem for problem in list_problems(toy) if "measured_by" in problem]
    assert find_line(path, "measured_by") > 0
    assert [problem.partition(" in indicators")[0] for problem in found] == [
        "Unknown indicator 'acounts'",
        "'online_share' is itself measured by 'acounts'",
        "'online_share' is in PERCENT times ten to the power 0, and 'accounts' in PERSON times ten to the power 0",
        "'accounts' is itself measured by 'online_share'",
        "'online_share' is itself measured by 'acounts'",
        "A milestone cannot be told from 'online_share' in PERCENT",
    ]
    assert found[0].endswith("Did you mean 'accounts'?\n  Fix: correct it, or add it to the catalogue.")
    assert found[-1].endswith("Fix: name a count (COUNT) of what there is once the milestone is reached.")

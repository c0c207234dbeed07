"""What the value of a parameter means in the catalogue."""

from __future__ import annotations

import pytest

from dxlib.data.catalogue import Lifetime, System, Words
from dxlib.data.keys import Value, find_lifetime, list_registers, list_sets, name_key, name_texts
from tests.conftest import Toy, make_words


def test_each_register_is_a_set_too_and_so_is_each_group_of_areas(toy_shared: Toy) -> None:
    sets = list_sets(toy_shared.catalogue)
    assert {f"{name}s" for name in list_registers(toy_shared.catalogue)} <= sets.keys()
    assert (sets["topics"], sets["asean"], sets["groups"]) == (
        ("rankings", "services"), ("VNM", "SGP"), ("asean", "countries"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("parameter", "value", "name"),
    [
        ("area", "SGP", "Singapore"),
        ("topic", "services", "Services"),
        ("indicator", "accounts", "accounts name"),
        ("publisher", "UN", "United Nations"),
        ("home", "SGP", "Singapore"),
        ("topic", "SGP", ""),  # the register of the parameter is asked, and no other
        ("group", "asean", ""),  # a group has no name
        ("home", "nowhere", ""),
        ("count", 1, ""),
        ("long", True, ""),
    ],
)
def test_a_key_has_the_name_of_its_register(toy_shared: Toy, parameter: str, value: Value, name: str) -> None:
    assert name_key(parameter, value, toy_shared.catalogue, "en") == name


def test_sentences_may_name_texts_but_no_numbers(toy_shared: Toy) -> None:
    given: dict[str, Value] = {"topic": "services", "kind": "new", "count": 5, "long": True}
    assert name_texts(given, toy_shared.catalogue, "fr") == {"topic": "Services (français)", "kind": "new"}


def test_areas_and_systems_begin_on_a_day(toy_shared: Toy) -> None:
    systems = {"portal": System(name=Words(**make_words("Portal")), since="2024-03-01")}
    catalogue = toy_shared.catalogue.model_copy(update={"systems": systems})
    assert find_lifetime("system", "portal", catalogue) == ("2024-03-01", "")
    assert [find_lifetime(name, value, catalogue) for name, value in
            (("system", "vneid"), ("area", "VNM"), ("topic", "portal"), ("count", 1))] == [("", "")] * 4  # fmt: skip


def test_an_area_that_is_no_more_ends_on_a_day_and_a_page_that_only_names_it_does_not(toy_shared: Toy) -> None:
    ended = Lifetime.model_validate({"from": "2000-01-01", "until": "2025-06-30"})
    areas = {"SGP": toy_shared.catalogue.areas["SGP"].model_copy(update={"exists": ended})}
    catalogue = toy_shared.catalogue.model_copy(update={"areas": areas})
    assert find_lifetime("area", "SGP", catalogue) == ("2000-01-01", "2025-06-30")
    assert find_lifetime("home", "SGP", catalogue) == ("", "")

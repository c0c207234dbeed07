"""The parameters that a brief adds, as pages and lists name them."""

from __future__ import annotations

import json

import pytest

from dxlib.data.keys import Value
from dxlib.evidence.dimensions import describe_own, list_choices, name_page, write_choices
from dxlib.evidence.own_parameters import Own
from dxlib.evidence.render import make_speaker
from tests.conftest import Toy

LABELS = {"topic": "Topic", "system": "System"}


def describe(toy: Toy, language: str = "en", **parameters: Value) -> tuple[Own, ...]:
    return describe_own(parameters, LABELS, toy.catalogue, make_speaker(language, toy.catalogue))


def test_a_key_of_the_catalogue_has_its_name_there_and_needs_no_label(toy_shared: Toy) -> None:
    assert describe(toy_shared, "vi", topic="rankings") == (
        Own("topic", "Chủ đề", "rankings", "Rankings (tiếng Việt)", "Rankings (tiếng Việt)"),
    )


@pytest.mark.parametrize(
    ("language", "value", "text", "shown"),
    [
        ("en", "mainframe", "mainframe", "System: mainframe"),
        ("en", 5, "5", "System: 5"),
        ("en", 0.5, "0.5", "System: 0.5"),
        ("en", True, "yes", "System: yes"),
        ("fr", False, "non", "Système\u00a0: non"),
        ("vi", True, "có", "Hệ thống: có"),
    ],
)
def test_any_other_value_is_shown_with_its_label(
    toy_shared: Toy, language: str, value: Value, text: str, shown: str
) -> None:  # fmt: skip
    (one,) = describe(toy_shared, language, system=value)
    assert (one.value, one.text, one.shown) == (value, text, shown)


def test_without_a_label_the_name_of_the_parameter_stands(toy_shared: Toy) -> None:
    (one,) = describe(toy_shared, count=2)
    assert (one.label, one.shown) == ("count", "count: 2")


@pytest.mark.parametrize(
    ("opened", "name"),
    [
        ((), "Viet Nam"),
        (("area",), "Viet Nam"),
        (("topic",), "Rankings"),
        (("area", "topic"), "Viet Nam · Rankings"),
        (("area", "topic", "system"), "Viet Nam · Rankings · System: 5"),
    ],
)
def test_a_page_is_told_by_what_its_address_names(toy_shared: Toy, opened: tuple[str, ...], name: str) -> None:
    own = describe(toy_shared, topic="rankings", system=5)
    assert name_page("Viet Nam", own, opened) == name


def test_an_index_offers_what_has_several_values_under_the_first_label(toy_shared: Toy) -> None:
    pages = [describe(toy_shared, topic=topic, system=5) for topic in ("rankings", "services", "rankings")]
    assert list_choices(pages) == {"topic": "Topic"}
    assert list_choices([*pages, describe(toy_shared, system=True)]) == {"topic": "Topic", "system": "System"}
    assert list_choices([(), ()]) == {}


def test_values_are_found_by_their_text_in_addresses(toy_shared: Toy) -> None:
    own = describe(toy_shared, topic="rankings", system=True)
    assert json.loads(write_choices(own)) == {"topic": ["rankings", "Rankings"], "system": ["true", "yes"]}

"""A parameter that a brief adds, as lists of pages keep it."""

from dataclasses import FrozenInstanceError, astuple

import pytest

from dxlib.evidence.own_parameters import Own

TOPIC = Own("topic", "Topic", "rankings", "Rankings", "Rankings")


def test_it_is_told_by_its_name_its_label_its_value_and_two_texts_for_readers():
    assert astuple(Own("count", "Count", 5, "5", "Count: 5")) == ("count", "Count", 5, "5", "Count: 5")


def test_parameters_are_equal_by_what_they_say_and_do_not_change():
    assert {TOPIC, Own("topic", "Topic", "rankings", "Rankings", "Rankings")} == {TOPIC}
    with pytest.raises(FrozenInstanceError):
        TOPIC.text = "Other"

"""Lines of SDMX-CSV that add, replace or delete observations: which of them state no figure in the end."""

import pytest

from dxlib.data.ingest.sdmx_actions import (
    ATTRIBUTES_ONLY,
    DELETED,
    DELETED_LATER,
    REPLACED,
    find_withdrawn,
)

DIMENSIONS, REST = ("AREA", "PERIOD"), ("STATUS",)


def ask(*lines):
    """Give the lines that state nothing, counted from 1: each is action, area, period, value and perhaps a status."""
    names = ("ACTION", "AREA", "PERIOD", "OBS_VALUE", "STATUS")
    rows = [dict(zip(names, [*line.split(","), ""][:5], strict=True)) for line in lines]
    return find_withdrawn(enumerate(rows, start=1), DIMENSIONS, REST)


def test_observations_that_are_added_all_stand():
    assert ask("I,VNM,2023,1", "I,VNM,2024,2", ",SGP,2024,3") == {}


@pytest.mark.parametrize("deletes", ["D,VNM,2024,", "D,VNM,2024,1,A", "D,VNM,,", "D,,2024,", "D,,,"])
def test_a_line_that_deletes_states_nothing_and_takes_the_observation_with_it(deletes):
    assert ask("I,VNM,2024,1", deletes) == {1: DELETED_LATER, 2: DELETED}


@pytest.mark.parametrize("deletes", ["D,SGP,2024,", "D,VNM,2023,", "D,,2023,", "D,SGP,,"])
def test_other_observations_stay(deletes):
    assert ask("I,VNM,2024,1", deletes) == {2: DELETED}


def test_an_empty_dimension_deletes_all_that_stand_before_it_and_nothing_after():
    assert ask("I,VNM,2023,1", "I,VNM,2024,1", "I,SGP,2024,1", "D,VNM,,", "I,VNM,2024,2") == {
        1: DELETED_LATER, 2: DELETED_LATER, 4: DELETED,
    }  # fmt: skip


def test_a_line_that_deletes_attributes_alone_leaves_the_figure():
    assert ask("I,VNM,2024,1,E", "D,VNM,2024,,E") == {2: ATTRIBUTES_ONLY}


@pytest.mark.parametrize("action", ["A", "M", "R"])
def test_a_line_that_replaces_makes_the_line_before_void_and_can_be_replaced_itself(action):
    assert ask("I,VNM,2024,1", f"{action},VNM,2024,2", f"{action},VNM,2024,3") == {1: REPLACED, 2: REPLACED}


@pytest.mark.parametrize("action", ["A", "M"])
def test_an_update_without_a_value_changes_attributes_and_a_replacement_everything(action):
    assert ask("I,VNM,2024,1", f"{action},VNM,2024,,E") == {}
    assert ask("I,VNM,2024,1", "R,VNM,2024,,E") == {1: REPLACED}


def test_a_second_line_that_replaces_nothing_leaves_the_first_to_be_replaced():
    assert ask("I,VNM,2024,1", "I,VNM,2024,2", "R,VNM,2024,3") == {1: REPLACED}

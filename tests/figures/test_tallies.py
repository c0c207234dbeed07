"""Counts over the whole data, as it was known on a day."""

from __future__ import annotations

import pytest

from dxlib.data.quantities import Formula, Missing
from dxlib.errors import ConfigError
from dxlib.figures.shelf import Shelf
from dxlib.figures.tallies import list_known, tally
from tests.conftest import make_catalogue_files, make_words


@pytest.fixture
def count(toy):
    """Counts in the small project's data on a day."""

    def count_on(what, *, as_of="2030-01-01", status="", system=""):
        shelf = Shelf(toy.open_store(as_of))
        return tally(shelf, list_known(shelf, system), what, status=status, system=system)

    return count_on


def test_figures_indicators_areas_and_sources_are_counted_and_targets_are_not(count):
    assert [int(count(what).value) for what in ("figures", "indicators", "areas", "sources")] == [8, 2, 2, 5]


def test_only_what_was_known_by_the_day_is_counted(count):
    assert [int(count("figures", as_of=day).value) for day in ("2022-12-31", "2024-12-31")] == [2, 4]


def test_one_status_is_counted_by_itself(count):
    assert int(count("figures", status="E").value) == 1
    assert isinstance(count("figures", status="F"), Missing)


def test_a_count_names_what_was_counted_so_that_the_audit_can_count_again(count):
    found = count("sources", status="A")
    assert (found.formula, found.unit, len(found.inputs)) == (Formula.TALLY, "COUNT", 1)
    assert found.options == (("what", "sources"), ("status", "A"))


def test_the_figures_of_a_system_are_counted_by_themselves(toy, count):
    files, systems = make_catalogue_files(), {"rankings": "portal", "services": "card"}
    for topic, system in systems.items():
        path = f"indicators/{topic}.yaml"
        toy.write_catalogue(path, {key: {**one, "system": system} for key, one in files[path].items()})
    toy.write_catalogue("systems.yaml", {key: {"name": make_words(key)} for key in systems.values()})
    assert [int(count(what, system="portal").value) for what in ("figures", "indicators")] == [3, 1]
    assert [int(count(what).value) for what in ("figures", "indicators")] == [8, 2]


def test_something_else_cannot_be_counted(count):
    with pytest.raises(ConfigError, match="'pages' cannot be counted"):
        count("pages")

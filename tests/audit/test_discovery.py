"""Functions of the audit that are found by their names."""

from __future__ import annotations

import pytest

from dxlib.audit.contradictions.of_levels import find_growth
from dxlib.audit.discovery import list_functions


def test_functions_are_found_by_their_prefix_in_all_modules_of_a_package_sorted() -> None:
    found = list_functions("dxlib.audit.contradictions", "find_")
    assert list(found) == sorted(found)
    assert {"growth", "ranks", "jumps"} <= found.keys()
    assert found["growth"] is find_growth


def test_what_a_module_imports_is_not_its_own() -> None:
    homes = {one.__module__ for one in list_functions("dxlib.audit.contradictions", "").values()}
    assert "dxlib.audit.contradictions.of_levels" in homes
    assert all(home.startswith("dxlib.audit.contradictions.") for home in homes)


def test_of_a_prefix_that_nothing_has_nothing_is_found_and_a_package_must_be_there() -> None:
    assert list_functions("dxlib.audit.contradictions", "paint_") == {}
    with pytest.raises(ModuleNotFoundError):
        list_functions("dxlib.audit.no_such_package", "find_")

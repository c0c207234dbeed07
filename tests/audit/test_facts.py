"""Facts: every row by series and by id, names that hold a numeral, one view of each day."""

from __future__ import annotations

from dxlib.audit.facts import Facts
from tests.conftest import Toy


def test_rows_are_found_by_series_and_by_id_and_a_day_is_worked_out_once(toy: Toy) -> None:
    toy.open_store()
    facts = Facts(toy.project)
    assert [row["SOURCE"] for row in facts.rows["egdi_rank", "VNM", "actual"]] == ["mic-2022", "un-2024"]

    assert facts.indicators == ("egdi_rank", "online_share")
    assert facts.known_on("2024-12-31") is facts.known_on("2024-12-31")
    assert facts.known_on("2025-12-31") is not facts.known_on("2024-12-31")


def test_names_that_hold_a_numeral_are_those_listed_and_those_of_the_catalogue_longest_first(toy: Toy) -> None:
    toy.write("data/catalogue/names.yaml", "names: [5G, Project 06, Plain]\n")
    assert Facts(toy.project).names == ("Project 06", "5G")


def test_a_project_without_a_list_of_names_has_only_those_of_its_catalogue(toy: Toy) -> None:
    assert Facts(toy.project).names == ()

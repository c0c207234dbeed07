"""Facts: every row by series and by id, names that hold a numeral, one view of each day."""

from __future__ import annotations

from dxlib.audit.facts import Facts
from dxlib.data.catalogue_files import forget_catalogue
from tests.conftest import Toy, make_catalogue_files, make_words


def test_rows_are_found_by_series_and_by_id_and_a_day_is_worked_out_once(toy: Toy) -> None:
    toy.open_store()
    facts = Facts(toy.project)
    assert [row["SOURCE"] for row in facts.rows["egdi_rank", "VNM", "actual"]] == ["mic-2022", "un-2024"]

    assert facts.indicators == ("egdi_rank", "online_share")
    assert facts.known_on("2024-12-31") is facts.known_on("2024-12-31")
    assert facts.known_on("2025-12-31") is not facts.known_on("2024-12-31")


def test_names_that_hold_a_numeral_are_those_listed_and_those_of_the_catalogue_longest_first(toy: Toy) -> None:
    toy.write("data/catalogue/names.yaml", "names: [5G, Project 06, 3G, Plain, Web 2.0, 4G]\n")
    assert Facts(toy.project).names == ("Project 06", "Web 2.0", "3G", "4G", "5G")


def test_a_project_without_a_list_of_names_has_only_those_of_its_catalogue(toy: Toy) -> None:
    assert Facts(toy.project).names == ()


def test_former_keys_are_of_one_home_and_older_the_last_first(toy: Toy) -> None:
    lives = {
        "OLD": ({"until": "1999-12-31"}, "MID"),
        "MID": ({"from": "2000-01-01", "until": "2009-12-31"}, "NEW"),
        "NEW": ({"from": "2010-01-01"}, ""),
    }
    entries = {
        key: {"name": make_words(key), "kind": "country", "exists": life, **({"successor": after} if after else {})}
        for key, (life, after) in lives.items()
    }
    toy.write_catalogue("areas.yaml", {**make_catalogue_files()["areas.yaml"], **entries})
    forget_catalogue()
    facts = Facts(toy.project)
    assert facts.list_former("NEW") == ["MID", "OLD"]
    assert facts.list_former("MID") == ["OLD"]
    assert facts.list_former("OLD") == facts.list_former("VNM") == facts.list_former("asean") == []

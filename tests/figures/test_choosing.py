"""What a name in a question means, and the answer where it means nothing."""

import pytest

from dxlib.errors import ConfigError
from dxlib.figures.choosing import (
    choose_area,
    choose_areas,
    choose_indicator,
    choose_indicators,
    choose_one,
    complain_of_name,
    is_given,
    list_names,
)


@pytest.fixture
def catalogue(toy_shared):
    return toy_shared.catalogue


def test_indicators_are_given_once_each_as_they_were_named_and_all_with_figures_where_none_is(catalogue):
    named = ["online_share", "egdi_rank", "online_share"]
    assert choose_indicators(named, catalogue, with_figures=()) == ("online_share", "egdi_rank")
    assert choose_indicators(None, catalogue, with_figures=["accounts"]) == ("accounts",)
    assert choose_indicator("egdi_rank", catalogue) == "egdi_rank"


def test_every_name_of_no_indicator_is_answered_with_the_one_that_bears_it_or_is_near(catalogue):
    with pytest.raises(ConfigError) as caught:
        choose_indicators(["egdi_rnk", "Rank name", "accounts", "xyz"], catalogue, with_figures=())
    assert str(caught.value) == (
        "Unknown indicator 'egdi_rnk'. Did you mean 'egdi_rank'? "
        "Unknown indicator 'Rank name'. Did you mean 'egdi_rank'? Unknown indicator 'xyz'.\n"
        "Fix: name indicators by their ids; dx.search(...) finds them by any word."
    )


@pytest.mark.parametrize(
    ("given", "areas"),
    [("VNM", ("VNM",)), ("asean", ("VNM", "SGP")), (["SGP", "asean"], ("SGP", "VNM")), (None, ())],
)
def test_a_group_stands_for_its_areas_and_none_for_all(catalogue, given, areas):
    assert choose_areas(given, catalogue) == areas


def test_a_name_of_an_area_is_answered_with_its_key_and_the_groups_are_named(catalogue):
    with pytest.raises(ConfigError) as caught:
        choose_areas(["viet nam", "asaen"], catalogue)
    assert caught.value.what == (
        "Unknown area 'viet nam'. Did you mean 'VNM'? Unknown area 'asaen'. Did you mean 'asean'?"
    )
    assert "(asean" in caught.value.fix


def test_a_code_that_two_areas_have_had_is_answered_with_both(toy, catalogue_files):
    province = {"kind": "province", "name": {code: f"Part {code}" for code in ("en", "vi", "fr")}}
    parts = {"VN63-01": {**province, "exists": {"until": "2025-06-30"}}, "VN34-01": province}
    toy.write_catalogue("areas.yaml", {**catalogue_files()["areas.yaml"], **parts})
    for code in ("01", "VN-01"):
        with pytest.raises(ConfigError) as caught:
            choose_areas(code, toy.catalogue)
        assert caught.value.what == f"Unknown area '{code}'. Did you mean 'VN63-01' or 'VN34-01'?"


@pytest.mark.parametrize("none", [None, ""])
def test_where_no_area_is_named_that_of_the_project_is_meant_or_the_only_one(catalogue, none):
    def choose(*having, home=""):
        return choose_area(none, "egdi_rank", catalogue, having=having, home=home)

    assert (choose("SGP"), choose("SGP", "VNM", home="VNM"), choose(home="VNM")) == ("SGP", "VNM", "VNM")
    assert choose("SGP", home="VNM") == "SGP"
    with pytest.raises(ConfigError) as caught:
        choose("SGP", "VNM")
    assert (caught.value.what, caught.value.allowed) == ("'egdi_rank' is known of 2 areas.", ("SGP", "VNM"))
    with pytest.raises(ConfigError, match="is known of 0 areas"):
        choose()


def test_one_area_is_named_by_its_key_and_not_by_a_group_or_a_list(catalogue):
    assert choose_area("SGP", "egdi_rank", catalogue, having=["VNM"]) == "SGP"
    with pytest.raises(ConfigError, match="'asean' is a group of 2 areas"):
        choose_area("asean", "egdi_rank", catalogue, having=["VNM"])
    for wrong in ([], ["VNM"], 0, False):
        with pytest.raises(ConfigError, match="cannot name an area"):
            choose_area(wrong, "egdi_rank", catalogue, having=["VNM"])


def test_one_of_a_few_words_is_chosen_and_any_other_is_answered_with_all_of_them():
    assert choose_one("status", "E", iter(["A", "E"])) == "E"
    with pytest.raises(ConfigError) as caught:
        choose_one("outcome", "misssed", ["met", "missed"])
    assert str(caught.value) == (
        "Unknown outcome 'misssed'. Did you mean 'missed'?\nAllowed: 'met', 'missed'.\nFix: name one."
    )


def test_names_are_listed_once_each_and_an_empty_list_names_nothing():
    assert list_names("area", ("b", "a", "b")) == ("b", "a")
    assert list_names("area", "asean") == ("asean",)
    with pytest.raises(ConfigError, match=r"^The list names no area\.\nFix: .* leave the argument out for all\.$"):
        list_names("area", [])
    with pytest.raises(ConfigError, match=r"^1, b'x' cannot name an area\.\nFix: give a text or several\.$"):
        list_names("area", ["VNM", 1, b"x"])


def test_of_two_keys_with_one_name_the_last_is_meant_however_it_is_written():
    by_name = {"Hà Nội": "VN34-01", "Ha Noi": "VN63-01"}
    assert complain_of_name("area", "HA NOI", (), by_name) == "Unknown area 'HA NOI'. Did you mean 'VN63-01'?"


@pytest.mark.parametrize(
    ("option", "given"), [(None, False), ("", False), ("a", True), (0, True), (False, True), ((), True)]
)
def test_an_option_is_given_unless_it_is_none_or_an_empty_text(option: object, given: bool) -> None:
    assert is_given(option) is given

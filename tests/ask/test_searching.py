"""Search: any word, any language, marks or none, errors in typing forgiven."""

from __future__ import annotations

import pytest

import dxlib as dx
from dxlib.errors import ConfigError

pytestmark = pytest.mark.usefixtures("here")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("chữ ký số", "digital_signature_adult_share"), ("chu ky so", "digital_signature_adult_share"),
        ("signature numérique", "digital_signature_adult_share"), ("digital signatur", "digital_signature_adult_share"),
        ("dgital signature", "digital_signature_adult_share"), ("egdi rank", "egdi_rank"), ("EGDI_RANK", "egdi_rank"),
        ("Hanoï", "VN34-01"), ("ha noi", "VN63-01"), ("asean", "asean"), ("Bộ Y tế", "MOH"),
        ("ministère de la santé", "MOH"), ("PAPI 2019", "papi-2019"),
    ],
)  # fmt: skip
def test_a_thing_is_found_by_any_of_its_names(text: str, found: str) -> None:
    assert found in list(dx.search(text).ID.head(12))


def test_the_very_name_stands_first_and_kinds_can_be_asked_for() -> None:
    assert list(dx.search("Viet Nam").iloc[0][["KIND", "ID", "SCORE"]]) == ["area", "VNM", 1.0]
    only = dx.search("digital", kind="system")
    assert set(only.KIND) == {"system"}
    assert dx.search("Singapore", language="vi").NAME.iloc[0] == "Singapore"


def test_of_several_words_things_have_all_of_them_or_where_nothing_has_most_of_them() -> None:
    both, one = dx.search("e-governance provinces"), dx.search("e-governance")
    assert len(both) < len(one)
    most, whole = dx.search("digital signature zzzzzz"), dx.search("digital signature")
    assert set(most.ID) == set(whole.ID)
    assert most.SCORE.max() < whole.SCORE.max()
    assert len(dx.search("zzzzzz yyyyyy")) == 0


def test_an_error_is_forgiven_only_in_a_word_of_three_letters_or_more_that_begins_no_known_word() -> None:
    assert "WB" in set(dx.search("bamk", kind="publisher").ID)
    assert "WB" not in set(dx.search("rank").ID)  # the World Bank
    assert len(dx.search("nk")) == 0  # and not what "DNK" names


def test_what_cannot_be_searched_for_is_an_error() -> None:
    with pytest.raises(ConfigError, match="'thing' is no kind of thing"):
        dx.search("x", kind="thing")
    with pytest.raises(ConfigError, match="Nothing to search for in '!'"):
        dx.search("!")
    with pytest.raises(ConfigError, match="Nothing to search for in 'None'"):
        dx.search(None)
    with pytest.raises(ConfigError, match="language='json' cannot be used"):
        dx.search("rank", language="json")
    assert len(dx.search("rank", kind=None)) == len(dx.search("rank"))

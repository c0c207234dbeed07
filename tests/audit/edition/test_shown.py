"""Figures as pages write them are read as number, unit and hedge, in three languages."""

from __future__ import annotations

import pytest

from dxlib.audit.edition.shown import Reader, list_shown
from dxlib.data.catalogue_files import read_catalogue
from tests.conftest import Toy, make_catalogue_files

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("language", "text", "value", "unit", "hedge"),
    [
        ("en", "71", "71", "RANK", ""),
        ("en", "72", "71", "RANK", None),
        ("en", "45.2%", "45.2", "PERCENT", ""),
        ("en", "45%", "45.2", "PERCENT", ""),
        ("en", "46%", "45.2", "PERCENT", None),
        ("en", "45.2", "45.2", "PERCENT", None),  # the unit is missing
        ("en", "≈ 45%", "45", "PERCENT", "~"),
        ("en", "About 45%", "45", "PERCENT", "~"),
        ("en", "more than 1,234", "1234", "PERSON", ">"),
        ("en", "> 1,234", "1234", "PERSON", ">"),
        ("en", "at least 5", "5", "PERSON", ">="),
        ("en", "at most 5", "5", "PERSON", "<="),
        ("en", "≤ 5", "5", "RANK", "<="),
        ("en", "among the first 5", "5", "RANK", "<="),
            ("fr", "5e", "5", "RANK", ""),
            ("fr", "5e", "5", "PERSON", None),
        ("en", "less than 5", "5", "PERSON", "<"),
        ("en", "nearly 5", "5", "PERSON", "<~"),
        ("fr", "près de 5", "5", "PERSON", "<~"),
        ("en", f"25.35{NBSP}billion", "25350000000", "PERSON", ""),
        ("en", f"25.35{NBSP}billion", "25.35e9", "PERSON", ""),
        ("en", f"25.36{NBSP}billion", "25.35e9", "PERSON", None),
        ("en", f"25.35{NBSP}million", "25.35e9", "PERSON", None),
        ("vi", "khoảng 45,2%", "45.2", "PERCENT", "~"),
        ("vi", "45.2%", "45.2", "PERCENT", None),
        ("fr", "45,2\u202f%", "45.2", "PERCENT", ""),
        ("en", "-3", "-3", "PERSON", ""),
        ("en", "3", "-3", "PERSON", None),
        ("en", "+3", "3", "PERSON", ""),
        ("en", "3 of 5", "3", "PERSON", None),
        ("en", "", "3", "PERSON", None),
    ],
)  # fmt: skip
def test_a_text_is_read_as_the_hedge_of_the_value_or_is_not_that_value(
    toy_shared: Toy, language: str, text: str, value: str, unit: str, hedge: str | None
) -> None:
    assert Reader(language, toy_shared.catalogue).read_hedge(text, value, unit, False) == hedge


def test_a_unit_may_hold_a_numeral(toy: Toy) -> None:
    units = make_catalogue_files()["units.yaml"]
    pattern = {language: {"other": "{n} per 100 people"} for language in ("en", "vi", "fr")}
    toy.write_catalogue("units.yaml", {**units, "PERSON": {**units["PERSON"], "pattern": pattern}})
    reader = Reader("en", read_catalogue(toy.project))
    assert reader.read_hedge("more than 120.6 per 100 people", "120.6", "PERSON", False) == ">"
    assert reader.read_hedge("120.6 per 1000 people", "120.6", "PERSON", False) is None


def test_a_size_is_read_without_its_sign(toy_shared: Toy) -> None:
    assert Reader("en", toy_shared.catalogue).read_hedge("3", "-3", "PERSON", True) == ""


def test_links_and_marks_are_listed_once_each_with_what_they_name() -> None:
    page = (
        '<a href="#e-abc">71</a> of <a href="#e-abc" data-q="abc0">193</a>'
        '<a href="#e-xyz" data-form="size">9 places</a><a href="#e-uvw">&lt; 5</a>'
        '<span data-q="abc">71</span><text x="1" y="2" data-q="def">R&amp;D 5</text><a href="#e-abc">71</a>'
        '<text fill="red" data-q="qrs" data-form="size">4</text><a href="#s-un">UN</a>'
    )
    assert list(list_shown(page)) == [
        ("abc", "71", False), ("abc0", "193", False), ("xyz", "9 places", True), ("uvw", "< 5", False),
        ("def", "R&D 5", False), ("qrs", "4", True),
    ]  # fmt: skip

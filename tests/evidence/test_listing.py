"""The table of a set: who states its figures is said once where it is the same."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from dxlib.data.catalogue_files import read_catalogue
from dxlib.evidence.format import Measure
from dxlib.evidence.listing import (
    Column,
    Listed,
    explain_formula,
    explain_rivals,
    list_set,
    name_areas,
    name_picture,
    subtitle,
)
from dxlib.evidence.parts import Part, join
from dxlib.evidence.render import Renderer, strip_tags
from dxlib.language import Speaker
from dxlib.paths import find_project
from tests.rendering import ARABIC

PUBLISHERS = {"un-2022": "UN", "un-2024": "UN", "wb-2024": "World Bank"}


def make_cell(value: str, source: str = "un-2024", status: str = "A") -> Listed:
    return Listed(Measure(Decimal(value), "INDEX", decimals=2), status, source)


def show(part: Part) -> str:
    return str(Renderer(Speaker("en", {"INDEX": {"other": "{n}"}, "PERCENT": {"other": "{n}%"}}), {}).render(part))


def show_table(*columns: Column, last: Sequence[Part] = ()) -> tuple[list[str], list[list[str]]]:
    heads, rows = list_set(["Laos", "Viet Nam"], columns, last, PUBLISHERS.__getitem__)
    return [show(head) for head in heads], [[show(cell) for cell in row] for row in rows]


def test_a_publisher_that_states_all_is_not_named_in_each_head() -> None:
    first = Column("2022", (make_cell("0.4", "un-2022"), make_cell("0.7", "un-2022")))
    second = Column("2024", (make_cell("0.5"), None))
    heads, rows = show_table(first, second)
    assert heads == [
        "Area", '2022<br><small><a href="#s-un-2022">source</a></small>',
        '2024<br><small><a href="#s-un-2024">source</a></small>',
    ]  # fmt: skip
    assert rows == [["Laos", "0.4", "0.5"], ["Viet Nam", "0.7", "–"]]


def test_several_publishers_are_named_each_over_its_column() -> None:
    first = Column("2022", (make_cell("0.4", "un-2022"), make_cell("0.7", "un-2022")))
    second = Column("2024", (make_cell("0.5", "wb-2024"), make_cell("0.8", "wb-2024")))
    assert [head.count("World Bank") for head in show_table(first, second)[0]] == [0, 0, 1]


def test_a_figure_of_another_source_or_status_than_its_column_says_so() -> None:
    cells = (make_cell("0.5"), make_cell("0.6", "wb-2024", "E"))
    _, rows = show_table(Column("2024", (*cells, make_cell("0.7"))))
    assert rows[0][1] == "0.5"
    assert rows[1][1] == '0.6<br><i>estimate</i><br><small><a href="#s-wb-2024">World Bank</a></small>'


def test_a_status_that_all_share_stands_in_the_head() -> None:
    heads, rows = show_table(Column("2024", (make_cell("0.5", status="E"), make_cell("0.6", status="E"))))
    assert heads[1].startswith("2024<br><i>estimate</i>")
    assert rows[0][1] == "0.5"


def test_a_further_row_stands_last() -> None:
    rows = show_table(Column("2024", (make_cell("0.5"), make_cell("0.6"))), last=("Median", "0.55"))[1]
    assert rows[-1] == ["Median", "0.55"]


def test_a_subtitle_says_measure_and_time() -> None:
    assert "".join(show(subtitle(["EGDI, index"], "2022", "2024"))).startswith("EGDI, index, <")
    assert show(subtitle(["GTMI", "EGDI"], "2022", "2022")) == 'EGDI, against GTMI, <time datetime="2022">2022</time>'
    assert show(name_picture(["GTMI", "EGDI"])) == "GTMI; EGDI"
    assert "95% confidence" in show(join(explain_formula("fit")))


def test_areas_are_named_by_the_smallest_group_that_holds_them() -> None:
    catalogue = read_catalogue(find_project())
    assert name_areas(["VNM", "LAO"], catalogue) == ("asean",)
    assert name_areas(["VNM", "SGP"], catalogue) == ("asean_six",)
    assert name_areas(["VN63-01", "VN63-31"], catalogue) == ("gso_red_river_delta",)
    assert name_areas(["VNM", "VN63-31"], catalogue) == ("VNM", "VN63-31")


def test_places_are_listed_with_the_comma_of_the_language() -> None:
    part = explain_rivals([("Chile", "2010"), ("Peru", "2012")])
    assert strip_tags(show(part)) == "Other sources state other figures for Chile (2010), Peru (2012)."
    arabic = Renderer(Speaker("ar", {}, ARABIC), {}).render(part)
    assert "Chile (2010)، Peru (2012)" in strip_tags(arabic)

"""What the index and the feed say of a page: read off the page, kept as JSON and read back."""

from __future__ import annotations

from typing import Any

import pytest

from dxlib.build.briefs import read_declarations
from dxlib.build.plan import make_plan
from dxlib.data.catalogue_files import forget_catalogue
from dxlib.evidence.own_parameters import Own
from dxlib.export.entry import IndexEntry, read_entry, write_entry
from tests.conftest import Toy, make_catalogue_files, make_cell, make_share
from tests.making import make_page_and_entry

CELLS = (
    "brief.answer('It ranks {rank}.', rank=brief.latest('egdi_rank'))",
    "brief.key_figures('egdi_rank', 'online_share')",
)


def make(toy: Toy, *cells: str, language: str = "en") -> IndexEntry:
    """Give the entry of the page of some cells, in the edition of 2024."""
    toy.write_notebook(*map(make_cell, cells))
    toy.open_store()
    declarations = read_declarations(toy.project, toy.catalogue)
    jobs = make_plan(declarations, editions=list(declarations.editions))
    (job,) = (one for one in jobs if (one.edition, one.language) == (2024, language))
    return make_page_and_entry(toy.project, job)[1]


def change_area(toy: Toy, **more: Any) -> None:
    areas = make_catalogue_files()["areas.yaml"]
    toy.write_catalogue("areas.yaml", {**areas, "VNM": {**areas["VNM"], **more}})
    forget_catalogue()


def test_an_entry_says_what_its_page_is_of_and_what_it_answers(toy: Toy) -> None:
    entry = make(toy, *CELLS)
    assert (entry.address, entry.edition, entry.language, entry.brief) == (
        "2024/en/01-toy.html", "2024", "en", "01-toy",
    )  # fmt: skip
    assert (entry.title, entry.answer) == ("Where does it stand?", "It ranks 71.")
    assert (entry.area, entry.area_name, entry.name) == ("VNM", "Viet Nam", "Viet Nam")
    assert (entry.as_of, entry.alone, entry.until, entry.tile, entry.own) == ("2024-12-31", "yes", "", "", ())
    assert entry.told_by == ""  # nothing but its area, which has a field of its own


def test_an_entry_is_in_the_language_of_its_page(toy: Toy) -> None:
    entry = make(toy, *CELLS, language="vi")
    assert (entry.area_name, entry.figure_of) == ("Viet Nam (tiếng Việt)", "rank name (tiếng Việt)")


@pytest.mark.parametrize(
    ("first", "figure", "value", "period"),
    [("egdi_rank", "71", "-71", "2024"), ("online_share", "17.6%", "17.6", "2023")],
)
def test_the_first_key_figure_is_given_as_it_is_written_and_as_a_number_that_is_higher_where_it_is_better(
    toy: Toy, first: str, figure: str, value: str, period: str
) -> None:
    toy.write_ledger([make_share("2023", "17.6", source="mic-2022")], "more.csv")
    entry = make(toy, f"brief.key_figures({first!r}, 'egdi_rank')", CELLS[0])
    assert (entry.figure, entry.value, entry.figure_of) == (figure, value, f"{first.partition('_')[2]} name")
    assert (entry.figure_period, entry.figure_key != "") == (period, True)


def test_what_is_neither_good_nor_bad_has_no_number(toy: Toy) -> None:
    rankings = make_catalogue_files()["indicators/rankings.yaml"]
    rankings["egdi_rank"]["direction"] = "neutral"
    toy.write_catalogue("indicators/rankings.yaml", rankings)
    forget_catalogue()
    entry = make(toy, *CELLS)
    assert (entry.figure, entry.value) == ("71", "")


def test_a_page_without_key_figures_has_no_figure(toy: Toy) -> None:
    entry = make(toy, CELLS[0])
    assert (entry.figure, entry.figure_key, entry.figure_of, entry.figure_period, entry.value) == ("",) * 5


def test_a_topic_is_named_of_which_the_page_has_three_figures(toy: Toy) -> None:
    assert make(toy, CELLS[0], "brief.say('{a}', a=brief.at('egdi_rank', '2022'))").topics == ""
    more = "brief.say('{a}, {b}', a=brief.at('egdi_rank', '2022'), b=brief.latest('egdi_rank', area='SGP'))"
    assert make(toy, CELLS[0], more).topics == "Rankings"


def test_the_place_of_an_area_on_the_map_and_its_last_day_are_given(toy: Toy) -> None:
    short = {"en": "VN", "vi": "VN", "fr": "VN"}
    change_area(toy, short=short, tile=[3, 1], exists={"until": "2025-06-30"})
    entry = make(toy, *CELLS)
    assert (entry.short, entry.tile, entry.until) == ("VN", "3 1", "2025-06-30")


def test_a_page_is_named_by_what_tells_it_from_the_others_of_its_brief() -> None:
    entry = IndexEntry("a", "2025", "en", "07-x", area="VNM")
    assert entry.name == "VNM"
    assert IndexEntry("a", "2025", "en", "07-x", area="VNM", area_name="Viet Nam").name == "Viet Nam"
    assert IndexEntry("a", "2025", "en", "07-x", area_name="Viet Nam", told_by="VNeID").name == "VNeID"


def test_an_entry_is_kept_as_json_and_read_back_also_with_fields_of_another_version() -> None:
    own = (Own("top", "Number", 5, "5", "5"), Own("wide", "Wide", True, "yes", "yes"), Own("x", "X", "a", "A", "A"))
    entry = IndexEntry("2024/fr/01-x.html", "2024", "fr", "01-x", "", title="T", own=own)
    kept = write_entry(entry)
    assert read_entry(kept) == entry
    assert read_entry(kept.replace('"title"', '"kicker": "an older field", "title"')) == entry
    assert write_entry(None) == "{}"


@pytest.mark.parametrize("kept", ["{}", "[]", "", '{"title": "T"}', "[" * 100_000])
def test_what_is_no_entry_of_a_page_is_refused(kept: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_entry(kept)

"""Sources and notes: a note a figure, in an order of their own, whatever a page shows first."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from lxml import html

import dxlib as dx
from dxlib.brief.fragments import Fragment
from dxlib.data.catalogue_files import forget_catalogue
from dxlib.data.clean import clean
from tests.brief.pictures import open_brief
from tests.conftest import Toy, list_fillers, make_catalogue_files, make_row, make_words
from tests.rendering import render

OpenToy = Callable[..., dx.Brief]


def show_all(brief: dx.Brief, *, backwards: bool = False) -> Fragment:
    """Give the notes of a brief that showed some figures."""
    rank = brief.latest("egdi_rank")
    shown = [
        rank,
        brief.before(rank),
        brief.rank_change(rank, brief.before(rank)),
        brief.latest("egdi_rank", area="SGP"),
        brief.latest("online_share"),
        brief.at("online_share", "2022"),
        brief.target("online_share", "2025"),
        brief.target("online_share", ""),
    ]
    for figure in reversed(shown) if backwards else shown:
        brief.say("{figure}", figure=figure)
    return brief.evidence()


def read_sections(fragment: Fragment) -> dict[str, list[str]]:
    """Give the words of each note by the name and the publisher of its source; a bar before each note of a group."""
    tree = html.fragment_fromstring(render(fragment))
    for note in tree.xpath("//li//li"):
        note.text = f" | {note.text or ''}"
    return {
        f"{source.find('ul').get('id', '')} {source.find('summary/b').text_content()}".strip(): [
            " ".join(note.text_content().split()) for note in source.xpath("ul/li")
        ]
        for source in tree.xpath(".//div[@class='sources']/details")
    }


@pytest.fixture(scope="module")
def notes(open_toy: OpenToy) -> Fragment:
    return show_all(open_toy())


def test_every_figure_has_its_note_under_its_source(notes: Fragment) -> None:
    assert read_sections(notes) == {
        "s-mic-2022 Ministry": ["rank label: 86, 2022, thứ 86, ¶ 3"],
        "s-mic-2024 Ministry": [
            "share label: 45.2%, 2024, 45,2%, ¶ 3",
            "share label, target | 90%, 90%, ¶ 3 | 80%, 2025, 80%, ¶ 3",
        ],
        "s-un-undated United Nations": ["share label: 40%, 2022, 40%, ¶ 3 estimate"],
        "s-un-2024 United Nations": ["rank label, 2024 | Singapore, 3, 3rd, ¶ 3 | 71 of 193, 71st, ¶ 3"],
        "Computed from these figures": ["15 places rank label, 2024: places gained: rank 86 before, rank 71 now"],
    }


def test_sources_stand_by_publisher_then_by_day(notes: Fragment) -> None:
    assert list(read_sections(notes)) == [
        "s-mic-2022 Ministry",
        "s-mic-2024 Ministry",
        "s-un-undated United Nations",
        "s-un-2024 United Nations",
        "Computed from these figures",
    ]


def test_what_a_page_shows_first_changes_no_note(open_toy: OpenToy, notes: Fragment) -> None:
    assert show_all(open_toy(), backwards=True).content == notes.content


def test_every_link_of_a_note_leads_to_a_note_or_a_source(notes: Fragment) -> None:
    written = render(notes)
    ids = set(re.findall(r'\bid="([es]-[^"]+)"', written))
    assert len(ids) == len(re.findall(r'\bid="', written)) == 12
    assert set(re.findall(r'href="#([^"]+)"', written)) <= ids


def test_every_figure_of_the_evidence_has_a_note(notes: Fragment) -> None:
    evidence = notes.evidence
    noted = set(re.findall(r'id="e-([^"]+)"', render(notes)))
    assert noted == {*evidence.stated, *evidence.computed}


def test_the_pages_own_area_is_not_named_and_another_one_is(open_toy: OpenToy) -> None:
    own = open_toy("SGP")
    own.say("{figure}", figure=own.latest("egdi_rank"))
    assert read_sections(own.evidence())["s-un-2024 United Nations"] == ["rank label: 3, 2024, 3rd, ¶ 3"]
    other = open_toy("SGP")
    other.say("{figure}", figure=other.latest("egdi_rank", area="VNM"))
    assert read_sections(other.evidence())["s-un-2024 United Nations"] == [
        "rank label: Viet Nam, 71 of 193, 2024, 71st, ¶ 3"
    ]


def test_a_result_of_several_areas_is_named_by_what_they_share(open_toy: OpenToy) -> None:
    brief = open_toy()
    place = brief.place(brief.latest("egdi_rank"), "asean")
    brief.say("{place} {count}", place=place, count=brief.count(place))
    assert read_sections(brief.evidence())["Computed from these figures"] == [
        "2 rank label, 2024: place of 71 among 71, 3", "2 rank label, 2024: count of 71, 3",
    ]  # fmt: skip


def test_a_note_names_who_states_another_figure_and_that_figure_has_its_note_too() -> None:
    brief = open_brief("VNM")
    brief.say("{accounts}", accounts=brief.at("vneid_accounts_activated", "2024"))
    headline, rival = (note for listed in read_sections(brief.evidence()).values() for note in listed)
    assert headline.startswith("Activated VNeID accounts: 55.25 million, 2024, ")
    assert headline.endswith(", in Báo Tài nguyên & Môi trường states more than 60 million")
    assert rival.startswith("Activated VNeID accounts: > 60 million, 2024, ")


def test_a_long_list_of_inputs_stands_once_and_is_referred_to_after_that() -> None:
    brief = open_brief("VNM")
    place = brief.place(brief.latest("egdi_value"), "asean")
    brief.say("{place} {count}", place=place, count=brief.count(place))
    first, second = read_sections(brief.evidence())["Computed from these figures"]
    assert first.count(", ") > 8
    assert second.endswith(": count of the same figures as 5")


@pytest.mark.parametrize(
    ("members", "listed"), [(8, "count of 1, 2, 3, 4, 5, 6, 7, 8"), (9, "count of the same figures as 1")]
)
def test_a_list_of_eight_inputs_is_repeated_and_one_of_nine_is_not(toy: Toy, members: int, listed: str) -> None:
    areas = make_catalogue_files()["areas.yaml"]
    codes = ["VNM", *(f"A{number:02}" for number in range(2, members + 1))]
    toy.write_catalogue("areas.yaml", {code: {**areas["VNM"], "name": make_words(code)} for code in [*codes, "SGP"]})
    forget_catalogue()
    rows = [make_row(REF_AREA=code, OBS_VALUE=str(place)) for place, code in enumerate(codes, 1)]
    toy.write_ledger([*rows, *list_fillers()])
    clean(toy.project)
    brief = dx.open_brief("01-toy", area="VNM", edition=2026, language="en", as_of="2026-12-31", root=toy.project.root)
    place = brief.place(brief.latest("egdi_rank"), "asean")
    brief.say("{place} {count}", place=place, count=brief.count(place))
    assert read_sections(brief.evidence())["Computed from these figures"][1].endswith(listed)


def test_a_french_note_has_a_space_before_its_colon(open_toy: OpenToy) -> None:
    written = render(show_all(open_toy(language="fr")))
    assert "rank label (français)\u00a0: <b>86</b>" in written
    assert not re.search(r"[^\u00a0]: <", written)


def test_a_page_without_figures_has_no_sources(open_toy: OpenToy) -> None:
    assert render(open_toy().evidence()) == '<div class="sources"></div>'

"""What changed since the edition before: only what did, each figure as it was known on its day."""

from __future__ import annotations

import pytest
from lxml import html

import dxlib as dx
from dxlib.brief.fragments import Fragment
from dxlib.errors import ConfigError
from tests.building import ROOT
from tests.conftest import SOURCES, Toy, list_fillers, make_row
from tests.rendering import read_text, render

INDICATORS = (
    "egdi_rank", "gii_rank", "digital_economy_share_gdp_gso", "vneid_accounts_activated", "fibre_household_share",
)  # fmt: skip


def open_overview(edition: int = 2025) -> dx.Brief:
    return dx.open_brief("01-national-overview", area="VNM", edition=edition, language="en", root=ROOT)


def list_rows(fragment: Fragment) -> list[list[str]]:
    rows = html.fragment_fromstring(render(fragment)).xpath(".//tbody/tr[@role='row']")
    return [[cell.text_content().strip() for cell in row] for row in rows]


def test_what_is_the_same_is_not_listed_and_the_rest_says_what_became_of_it() -> None:
    assert list_rows(open_overview().changes_since(*INDICATORS)) == [
        ["World rank in the Global Innovation Index (GII)", "44 (2024)", "44 (2025)", "= unchanged"],
        ["Digital economy’s share of GDP, statistics office", "12.33% (2023)", "12.87% (2023)", "revised"],
        ["Activated electronic identification accounts (VNeID)", "> 1.4\u00a0million (November 2022)",
         "> 65\u00a0million (October 2025)", "newer figure"],
        ["Households with fibre broadband", "82.3% (October 2024)", "82.4% (2024)", "▲ up 0.1 percentage points"],
    ]  # fmt: skip


def test_the_figures_of_then_are_marked_with_their_day() -> None:
    fragment = open_overview().changes_since("digital_economy_share_gdp_gso")
    (key,) = fragment.evidence.earlier
    assert fragment.evidence.earlier == {key: "2024-12-31"}
    assert f'<span data-then="2024-12-31"><a href="#e-{key}">12.33%</a>' in render(fragment)
    assert len(fragment.evidence.stated) == 2


def test_what_was_first_known_since_is_named_so() -> None:
    brief = open_overview(2024)
    changes = brief.changes_since("egdi_rank", "online_dossier_share_full_process", day="2019-12-31")
    assert [row[1:2] + row[3:] for row in list_rows(changes)] == [
        ["88 (2018)", "▲ up 17 places"],
        ["–", "first figure"],
    ]
    assert brief.changes_since("online_dossier_share_full_process", day="2019-12-31").kind == "empty"


def test_where_nothing_changed_it_says_so_and_counts_as_read() -> None:
    brief = open_overview()
    fragment = brief.changes_since("egdi_rank")
    assert read_text(fragment) == "None of these figures has changed since 31 December 2024."
    assert ("egdi_rank", "VNM", "actual") in brief.evidence().reads


def test_from_a_figure_that_was_withdrawn_nothing_has_moved(toy: Toy) -> None:
    toy.write_sources([(*row, "2025-03-01") if row[0] == "un-2024" else row for row in SOURCES])
    rows = [make_row(TIME_PERIOD="2021", SOURCE="mic-2022", OBS_VALUE="80"), make_row(OBS_VALUE="71")]
    newer = make_row(TIME_PERIOD="2025", SOURCE="mic-news-2025", OBS_VALUE="65")

    def open_with(*more: dict[str, str]) -> dx.Brief:
        toy.write_ledger([*rows, *more, *list_fillers()])
        toy.open_store()
        return dx.open_brief("01-toy", area="VNM", edition=2025, language="en", as_of="2025-12-31",
                             root=toy.project.root)  # fmt: skip

    brief = open_with()
    assert list_rows(brief.changes_since("egdi_rank", day="2025-02-01"))[0][1:] == [
        "71 (2024)",
        "80 (2021)",
        "withdrawn",
    ]
    assert "no new figure since the last edition" in read_text(brief.main_points("egdi_rank"))
    changes = open_with(newer).changes_since("egdi_rank", day="2025-02-01")
    assert list_rows(changes)[0][1:] == ["71 (2024)", "65 (2025)", "newer figure"]


def test_a_milestone_is_reached_on_a_day_and_no_number() -> None:
    rows = list_rows(open_overview().changes_since("gii_rank", "law_on_digital_transformation_enacted"))
    assert rows[1] == ["Law on Digital Transformation passed", "–", "done by 11 December 2025", "first figure"]


def test_a_day_after_the_brief_s_own_is_refused_and_by_default_gives_nothing() -> None:
    early = dx.open_brief("01-national-overview", area="VNM", edition=2025, language="en", as_of="2020-06-30",
                          root=ROOT)  # fmt: skip
    assert early.changes_since("egdi_rank").kind == "empty"
    assert early.changes_since("egdi_rank", day="2020-06-30").kind == "table"
    with pytest.raises(ConfigError, match="day='2020-07-01' lies after the brief's own day") as refused:
        early.changes_since("egdi_rank", day="2020-07-01")
    assert refused.value.allowed == ("2020-06-30",)
    assert "no new figure since the last edition" in read_text(early.main_points("egdi_rank"))

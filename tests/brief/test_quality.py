"""Tables on the data themselves: what is covered, what does not fit together."""

from __future__ import annotations

import pytest
from lxml import html

import dxlib as dx
from dxlib.brief.fragments import Fragment
from tests.building import ROOT
from tests.rendering import render


def open_quality(edition: int = 2025) -> dx.Brief:
    return dx.open_brief("09-data-quality", area="VNM", edition=edition, language="en", root=ROOT)


def read_rows(fragment: Fragment) -> list[list[str]]:
    rows = html.fragment_fromstring(render(fragment), create_parent=True).xpath(".//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


@pytest.fixture(scope="module")
def brief() -> dx.Brief:
    return open_quality()


def test_coverage_counts_each_system_and_the_systems_add_up(brief: dx.Brief) -> None:
    rows = {row[0]: row[1:] for row in read_rows(brief.coverage())}
    assert rows["National data integration and sharing platform"] == ["1", "1", "1", "July 2025"]
    figures = sum(int(row[0].replace(",", "")) for row in rows.values())
    assert figures == int(brief.tally("figures").value)


def test_coverage_of_an_early_edition_holds_no_system_of_which_nothing_was_known() -> None:
    names = [row[0] for row in read_rows(open_quality(2012).coverage())]
    assert "International rankings" in names
    assert "VNeID and electronic identification accounts" not in names


def test_findings_of_one_kind_and_period_share_a_row_with_all_their_places(brief: dx.Brief) -> None:
    rows = read_rows(brief.findings())
    (index,) = (row for row in rows if row[0].startswith("E-Government Development Index"))
    assert index[0] == "E-Government Development Index (EGDI)Cambodia (2008)"
    assert index[1] == "contradiction: an index is not the mean or sum of its parts"
    assert index[2].startswith(
        "E-Government Development Index (EGDI): 0.2989 (2008)Online Service Index of the EGDI: 0.1973 (2008)"
    )
    (steps,) = (row for row in rows if row[0].startswith("Telecommunication Infrastructure Index"))
    assert steps[0].endswith("Brunei Darussalam, China, Cambodia and Lao PDR (2012)")
    assert steps[2].startswith("Telecommunication Infrastructure Index of the EGDI, Brunei Darussalam: 0.4550 (2012)")
    number = int(brief.count_findings().value)
    assert len(rows) < number
    assert f"Figures at odds with each other</b>: {number} – " in render(brief.findings())


def test_a_thing_is_named_once_where_a_finding_holds_two_figures_of_it(brief: dx.Brief) -> None:
    steps = [row[2] for row in read_rows(brief.findings()) if row[1].startswith("oddity to check: a change")]
    assert "Online Service Index of the EGDI, Brunei Darussalam: 0.5948 (2012)0.2825 (2010)" in steps


def test_a_target_board_holds_the_targets_that_are_counted(brief: dx.Brief) -> None:
    for outcome in ("met", "missed", "unknown", "ahead", "undated"):
        board = brief.target_board(outcome)
        paragraphs = html.fragment_fromstring(render(board), create_parent=True).find_class("issued")
        in_paragraphs = sum(one.text_content().count("; ") + 1 for one in paragraphs)
        assert len(read_rows(board)) + in_paragraphs == int(brief.count_targets(outcome).value)


def test_a_milestone_is_due_and_done_and_has_no_number(brief: dx.Brief) -> None:
    (centre,) = (row for row in read_rows(brief.target_board("met")) if row[0] == "National Data Centre in service")
    assert centre[1:3] == ["due by 2025 National Committee on Digital Transformation", "done by 18 August 2025"]


def test_where_no_target_is_met_there_is_no_board() -> None:
    assert open_quality(2020).target_board("met").kind == "empty"

"""Cards and tables composed again: rows, cells, and what is better."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import dxlib as dx
from dxlib.audit.compose import Calls
from dxlib.audit.evaluate import FigureCalls, NotEvaluatedError
from dxlib.audit.gathering import Collector
from dxlib.audit.known import Known
from dxlib.evidence.format import Page
from dxlib.language import Speaker
from tests.conftest import SOURCES, Toy, link_indicators, make_row
from tests.rendering import read_text

Compose = Callable[..., list[str]]
Share = Callable[..., dict[str, str]]


def strip(markup: str) -> str:
    import re

    return " ".join(re.sub(r"<[^>]*>", " ", markup).split())


def test_a_card_says_rank_total_period_change_and_next_target(compose: Compose) -> None:
    rows = [
        make_row(OUT_OF="193"), make_row(TIME_PERIOD="2022", OBS_VALUE="86"),
        make_row(TIME_PERIOD="2025", OBS_VALUE="70", KIND="target"),
    ]  # fmt: skip
    (card,) = compose(rows, "brief.key_figures('egdi_rank')")
    said = strip(card)
    assert said == (
        "rank name 71 of 193 ( 2024 ) ▲ up 15 places on 2022 "
        "Target for 2025 : 70 , no confirmed figure for the deadline"
    )
    assert 'class="better" data-direction="rise"' in card


def test_a_card_says_by_which_figure_a_target_is_judged_where_it_is_not_the_one_shown(
    compose: Compose, share: Share
) -> None:
    rows = [share("2023", "40"), share("2024", "60"), share("2023", "50", KIND="target")]
    (card,) = compose(rows, "brief.key_figures('online_share')")
    assert strip(card).endswith("Target for 2023 : 50% , missed with 40% ( 2023 )")


@pytest.mark.parametrize(("before", "judged"), [("40", "better"), ("50", "worse"), ("45.2", "same")])
def test_a_change_of_a_share_is_for_the_better_when_it_rises(
    compose: Compose, share: Share, before: str, judged: str
) -> None:
    (card,) = compose([share("2023", before), share("2024", "45.2")], "brief.key_figures('online_share')")
    assert f'class="{judged}"' in card


def test_a_row_for_each_target_with_what_is_left_by_where_it_stands(compose: Compose, share: Share) -> None:
    rows = [share("2024", "45.2"), share("2024", "50", KIND="target"), share("", "90", KIND="target")]
    (table,) = compose(rows, "brief.targets('online_share')")
    missed, undated = strip(table).split("no deadline : 1 – share label ")
    assert missed.startswith("missed : 1 – share label Targets and where each stood on ")
    assert missed.endswith("share name 50% by 2024 Ministry 45.2% ( 2024 ) 4.8 percentage points missed ")
    assert undated.endswith(
        "share name 90% , no deadline stated Ministry 45.2% ( 2024 ) 44.8 percentage points no deadline"
    )
    assert compose(rows, "brief.targets('egdi_rank')") == [""]
    assert strip(compose(rows, "brief.target_board('missed')")[0]).count("by 2024") == 1


def test_a_doubtful_figure_stands_beside_the_one_that_decides_and_is_called_so(
    toy: Toy, compose: Compose, share: Share, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [share("2024", "45"), share("2025", "60", OBS_STATUS="E"), share("2025", "50", KIND="target")]
    (table,) = compose(rows, "brief.targets('online_share')", day="2026-06-30")
    said = "45% ( 2024 ) not confirmed: 60% ( 2025 ) estimate 5 percentage points no confirmed figure for the deadline"
    assert strip(table).endswith(said)
    (alone,) = compose(rows[1:], "brief.targets('online_share')", day="2026-06-30")
    assert strip(alone) == (
        "no figure known : 1 – share label Ministry : share name, 50% by 2025 , not confirmed: 60% ( 2025 ) estimate"
    )
    translate = Speaker.translate
    monkeypatch.setattr(Speaker, "translate", lambda self, text: "、" if text == ", " else translate(self, text))
    (listed,) = compose(rows[1:], "brief.targets('online_share')", day="2026-06-30")
    assert "50% by 2025 、not confirmed: 60%" in strip(listed)
    brief = dx.open_brief("01-toy", area="VNM", edition=2026, language="en", as_of="2026-06-30", root=toy.project.root)
    assert "50% by 2025、not confirmed: 60%" in read_text(brief.targets("online_share"))


def test_a_target_says_which_other_indicator_measures_it(toy: Toy, compose: Compose) -> None:
    link_indicators(toy)
    common = {"UNIT_MEASURE": "PERSON", "SOURCE": "mic-2024"}
    rows = [
        make_row(INDICATOR="accounts", OBS_VALUE="40", **common),
        make_row(INDICATOR="users", TIME_PERIOD="2024", OBS_VALUE="50", KIND="target", **common),
        make_row(INDICATOR="records", OBS_VALUE="5", UNIT_MEASURE="COUNT"),
        make_row(INDICATOR="register", TIME_PERIOD="2024", OBS_VALUE="1", UNIT_MEASURE="MILESTONE", KIND="target"),
    ]
    (table,) = compose(rows, "brief.targets('users', 'register')")
    assert "50 by 2024 Ministry 40 ( 2024 ) measured by: accounts name 10 missed" in strip(table)
    assert "due by 2024 United Nations 5 ( 2024 ) measured by: records name – met" in strip(table)
    assert '<a href="#e-' in table.partition("due by")[0][-40:]


def test_what_changed_since_a_day_is_new_revised_or_newer(compose: Compose, share: Share) -> None:
    rows = [share("2021", "30", "mic-2022"), share("2024", "45.2"), make_row(TIME_PERIOD="2022", SOURCE="mic-2022")]
    (table,) = compose(rows, "brief.changes_since('online_share', 'egdi_rank', day='2024-06-30')")
    assert strip(table).endswith("share name 30% ( 2021 ) 45.2% ( 2024 ) newer figure")  # a break lies between
    (text,) = compose(rows, "brief.changes_since('egdi_rank', day='2024-06-30')")
    assert strip(text) == "None of these figures has changed since 30 June 2024 ."


def test_from_a_figure_that_was_withdrawn_nothing_has_moved(toy: Toy, compose: Compose) -> None:
    toy.write_sources([(*row, "2025-03-01") if row[0] == "un-2024" else row for row in SOURCES])
    rows = [make_row(TIME_PERIOD="2021", SOURCE="mic-2022", OBS_VALUE="80"), make_row(OBS_VALUE="71")]
    call = "brief.changes_since('egdi_rank', day='2025-02-01')"
    assert strip(compose(rows, call)[0]).endswith("71 ( 2024 ) 80 ( 2021 ) withdrawn")
    newer = make_row(TIME_PERIOD="2025", SOURCE="mic-news-2025", OBS_VALUE="65")
    assert strip(compose([*rows, newer], call)[0]).endswith("71 ( 2024 ) 65 ( 2025 ) newer figure")
    (points,) = compose(rows, "brief.main_points('egdi_rank')")
    assert "no new figure since the last edition" in strip(points)


def test_disagreements_name_everyone_who_states_a_value(compose: Compose, share: Share) -> None:
    rows = [share("2024", "45.2"), share("2024", "52", "mic-2022"), share("2024", "52", "un-2024")]
    (table,) = compose(rows, "brief.disagreements('online_share', 'egdi_rank')")
    assert strip(table).endswith("share name 2024 45.2% – Ministry 52% – Ministry ; United Nations")
    (none,) = compose(rows, "brief.disagreements('egdi_rank')")
    assert strip(none) == "No two sources disagree on these figures."


def test_definitions_name_the_breaks_until_the_day(compose: Compose, share: Share) -> None:
    cell = "brief.definitions('online_share')"
    assert "Break in the series, 24 June 2022" in strip(compose([share("2024", "1")], cell)[0])
    assert "Not comparable" not in strip(compose([share("2021", "1", "mic-2022")], cell, day="2022-06-23")[0])


def test_what_changed_is_counted_from_a_day_before_the_page_s_own(open_known: Callable[..., Known]) -> None:
    rows = [make_row(TIME_PERIOD="2022", SOURCE="mic-2022"), make_row()]
    known = open_known(rows, "2023-06-30")
    page = Page(brief="01-toy", area="VNM", edition="2025", language="en", as_of="2023-06-30")
    calls = Calls(FigureCalls(known, "VNM"), page, Collector(known.catalogue, "en"))
    assert calls.changes_since("egdi_rank").kind == "empty"
    assert calls.changes_since("egdi_rank", day="2022-12-31").kind == "table"
    with pytest.raises(NotEvaluatedError, match="from a day before the page's own"):
        calls.changes_since("egdi_rank", day="2023-07-01")
    said = str(calls.main_points("egdi_rank").content)
    assert "no new figure since the last edition" in said

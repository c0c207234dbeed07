"""What a running notebook gets: rich figures, tables with their day, short errors, completion in quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

import dxlib as dx
from dxlib.ask.completing import read_asked
from dxlib.errors import ConfigError

pytestmark = pytest.mark.usefixtures("here")


@pytest.fixture
def shell() -> Iterator[InteractiveShell]:
    """An IPython shell in which dxlib is imported."""
    InteractiveShell.clear_instance()
    running = InteractiveShell.instance()
    running.run_cell("import dxlib as dx\nrank = dx.latest('egdi_rank')")
    yield running
    InteractiveShell.clear_instance()


def show(shell: InteractiveShell, code: str) -> dict[str, Any]:
    bundle, _ = shell.display_formatter.format(shell.ev(code))  # type: ignore[union-attr]
    return dict(bundle)


def complete(shell: InteractiveShell, code: str) -> list[str]:
    with provisionalcompleter():
        return [code[: one.start] + one.text for one in shell.Completer.completions(code, len(code))]


def test_a_figure_shows_value_change_target_source_and_age(shell: InteractiveShell) -> None:
    shown = show(shell, "rank")
    for said in ("71 of 193", "Viet Nam", "15 places gained", "behind", "United Nations", "ended", "as of"):
        assert said in shown["text/plain"]
        assert said in shown["text/html"]
    assert 'href="https://publicadministration.un.org/egovkb"' in shown["text/html"]
    assert "as copied in: github.com/MaryliaCruzS/Estadistica1CienciaPolitica\n" in shown["text/plain"]
    assert 'href="https://github.com/MaryliaCruzS/Estadistica1CienciaPolitica/blob/' in shown["text/html"]


def test_a_figure_that_is_not_known_or_in_doubt_says_so(shell: InteractiveShell) -> None:
    assert "why: nothing known by then for 2023" in show(shell, "dx.at('egdi_rank', 2023)")["text/plain"]
    year = show(shell, "dx.at('digital_signature_adult_share', 2025, as_of='2025-12-31')")["text/plain"]
    assert "known: 2022, 2024-07, 2024-11, 2024, 2025-06\n" in year
    assert "targets: 2024, 2025, 2030\n" in year
    undated = show(shell, "dx.target('egdi_rank')")["text/plain"]
    assert "why: no target known by then without a deadline\n" in undated
    assert "targets: " in undated
    forecast = show(shell, "dx.at('ecommerce_retail_revenue', 2023)")["text/plain"]
    assert "flag: forecast, which no second source confirms" in forecast
    assert "change: none. " in forecast
    contested = show(shell, "dx.at('vneid_accounts_activated', 2024)")["text/plain"]
    assert "another source: more than 60\xa0million" in contested


def test_a_difference_shows_its_verdict_and_its_two_figures(shell: InteractiveShell) -> None:
    shown = show(shell, "rank - dx.at('egdi_rank', 2024, area='SGP')")["text/plain"]
    assert "verdict: 68 places behind" in shown
    assert shown.count("  from: ") == 2


def test_a_table_says_its_day_and_a_table_of_somebody_else_does_not(shell: InteractiveShell) -> None:
    assert "as of " in show(shell, "dx.frame('egdi_rank', areas='VNM')")["text/html"]
    assert "as of " not in show(shell, "__import__('pandas').DataFrame({'a': [1]})")["text/html"]


def test_a_table_writes_plain_numbers_and_leaves_other_tables_and_choices_alone(shell: InteractiveShell) -> None:
    code = "dx.frame(['gdp_current_usd', 'egdi_value'], areas='VNM')"
    shown = show(shell, code)["text/html"]
    largest = shell.ev(f"{code}.OBS_VALUE.max()")
    assert f"<td>{largest:,.15g}</td>" in shown
    assert not re.search(r"\de[+-]\d", shown)
    foreign = "__import__('pandas').DataFrame({'a': [1e20, 0.5]})"
    assert "1.000000e+20" in show(shell, foreign)["text/html"]
    with pd.option_context("display.float_format", "<{:.0f}>".format):
        assert f"&lt;{largest:.0f}&gt;" in show(shell, code)["text/html"]


def test_names_of_another_source_are_text_and_not_markup(shell: InteractiveShell) -> None:
    shell.run_cell("from dataclasses import replace")
    shell.run_cell("odd = replace(rank.observation, locator='<b>x</b>')")
    shell.run_cell("odd = replace(rank, observation=odd)")
    assert "<b>x</b>" not in show(shell, "odd")["text/html"]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('dx.frame("egdi_r', 'dx.frame("egdi_rank'),
        ('dx.frame(["egdi_rank", "gii_', 'dx.frame(["egdi_rank", "gii_rank'),
        ('dx.frame("egdi_rank", areas="as', 'dx.frame("egdi_rank", areas="asean'),
        ('dx.frame("egdi_rank", areas=["VNM", "as', 'dx.frame("egdi_rank", areas=["VNM", "asean'),
        ('dx.latest("egdi_rank", area="VN63-0', 'dx.latest("egdi_rank", area="VN63-01'),
        ('dx.at("egdi_rank", "20', 'dx.at("egdi_rank", "2024'),
        ("dx.frame(\n    'egdi_rank',\n    publisher='MO", "dx.frame(\n    'egdi_rank',\n    publisher='MOH"),
        ('dx.search("x", kind="', 'dx.search("x", kind="group'),
        ('dx.latest("chữ ký', 'dx.latest("digital_signature_adult_share'),
        ('dx.trend("egdi_v', 'dx.trend("egdi_value'),
        ('dx.cite("un-egovkb-202', 'dx.cite("un-egovkb-2024'),
        ('dx.explain("asean_s', 'dx.explain("asean_six'),
        ('dx.target("digital_signature_adult_share", "203', 'dx.target("digital_signature_adult_share", "2030'),
        ('dx.peers("egdi_rank", area="Vietn', 'dx.peers("egdi_rank", area="VNM'),
    ],
)
def test_tab_completes_inside_the_quotes(shell: InteractiveShell, code: str, found: str) -> None:
    assert found in complete(shell, code)


def test_other_calls_and_other_quotes_are_completed_as_ever(shell: InteractiveShell) -> None:
    shell.run_cell("def frame(x): pass")
    assert not [one for one in complete(shell, 'frame("egdi_r') if "egdi_rank" in one]
    assert read_asked('x = "egdi_r') is None
    assert read_asked('dx.frame("a")') is None


def test_an_error_is_what_is_wrong_what_is_allowed_and_how_to_mend_it(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.run_cell("dx.latest('egdi_rnk')")
    told = capsys.readouterr().out
    assert [line for line in told.splitlines() if line] == [
        "ConfigError: Unknown indicator 'egdi_rnk'. Did you mean 'egdi_rank'?",
        "Fix: name indicators by their ids; dx.search(...) finds them by any word.",
    ]
    shell.run_cell("dx.traceback()")
    whole = capsys.readouterr().out
    assert "Traceback (most recent call last)" in whole
    assert "choose_indicators" in whole


def test_without_an_error_there_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.delattr(sys, "last_value", raising=False)
    with pytest.raises(ConfigError, match="Nothing has failed so far"):
        dx.traceback()

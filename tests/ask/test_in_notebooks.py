"""What a running notebook gets: tables with their day, short errors."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

import dxlib as dx
from dxlib.errors import ConfigError
from tests.ask.conftest import show

pytestmark = pytest.mark.usefixtures("here")


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


def test_a_name_that_does_not_exist_is_answered_in_one_line(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.run_cell("dx.trends('egdi_rank')")
    told = "AttributeError: module 'dxlib' has no attribute 'trends'. Did you mean 'trend'?"
    assert capsys.readouterr().out.strip() == told


def test_without_an_error_there_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.delattr(sys, "last_value", raising=False)
    with pytest.raises(ConfigError, match="Nothing has failed so far"):
        dx.traceback()

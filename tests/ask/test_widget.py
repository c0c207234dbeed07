"""The widget of the explorer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import dxlib as dx
from dxlib.ask.exploring import show
from dxlib.errors import ConfigError


def choose(**more: Any) -> dict[str, Any]:
    usual = {"chart": "ranking", "indicators": ["egdi_rank"], "areas": ["asean_six"], "since": "", "until": "",
             "language": "en", "as_of": ""}  # fmt: skip
    return {**usual, **more}


def test_the_widget_begins_with_what_was_asked_and_answers_each_choice() -> None:
    explorer = dx.explore("egdi_rank", areas="asean_six")
    assert explorer.code == show(choose())["code"]
    explorer.choice = choose(areas=["VNM", "EST"])
    assert 'areas=["VNM", "EST"]' in explorer.code
    before = explorer.shown
    explorer.choice = choose(indicators=[])
    refused = explorer.shown
    explorer.choice = choose(indicators=[], chart="dots")
    # The browser waits for each answer, and hears of none that is equal to the one before.
    assert before != refused != explorer.shown
    assert explorer.shown["error"] == refused["error"]
    assert dx.explore().choice["chart"] == "ranking"
    assert dx.explore("egdi_rank", areas=iter(("VNM", "EST"))).choice["areas"] == ["VNM", "EST"]
    assert dx.explore("egdi_rank", as_of=date(2025, 6, 30)).choice["as_of"] == "2025-06-30"
    with pytest.raises(ConfigError, match="Did you mean 'egdi_rank'"):
        dx.explore("egdi_rnk")
    with pytest.raises(ConfigError, match="Unknown area"):
        dx.explore("egdi_rank", areas="Mars")

"""The project that questions are asked of: found from the working directory, read once, and anew when it changed."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

import dxlib as dx
from dxlib.ask.desk import Window, open_desk, read_day
from dxlib.data.quantities import Missing, Quantity
from dxlib.data.schema import Kind, get_today
from dxlib.errors import ConfigError
from dxlib.language.available import DEPARTURES
from tests.conftest import Toy, make_row

DAYS = ("2024-12-31", date(2024, 12, 31), datetime(2024, 12, 31, 23, 59, tzinfo=UTC), pd.Timestamp("2024-12-31 08:00"))


@pytest.mark.parametrize("given", DAYS)
def test_a_day_may_be_a_text_or_a_date(given: str | date) -> None:
    day = read_day(given)
    assert (type(day), day) == (date, date(2024, 12, 31))


@pytest.mark.parametrize("given", ["2024", "yesterday", "", pd.NaT, 2024])
def test_what_is_no_day_is_refused(given: object) -> None:
    with pytest.raises(ConfigError, match="is not a day"):
        read_day(given)  # type: ignore[arg-type]


def test_without_a_day_it_is_today() -> None:
    assert read_day(None) == get_today()


def test_a_desk_is_read_once_and_shows_what_was_known_on_its_day(ask_toy: Callable[..., Toy]) -> None:
    ask_toy([make_row(TIME_PERIOD="2024", SOURCE="un-2024")])
    desk = open_desk("2026-11-28")
    assert open_desk("2026-11-28") is open_desk("2026-11-28", "en") is desk
    assert (open_desk("2026-11-28", "vi").language, desk.language) == ("vi", "en")
    latest = desk.find_latest("egdi_rank", "VNM")
    assert isinstance(latest, Quantity)
    assert latest.period == "2024"
    assert isinstance(open_desk("2001-01-01").find_latest("egdi_rank", "VNM"), Missing)


@pytest.mark.parametrize("name", ["data/clean/egdi_rank.csv", "data/catalogue/areas.yaml", "dxlib.yaml"])
def test_a_desk_is_opened_anew_when_a_file_of_the_project_changed(ask_toy: Callable[..., Toy], name: str) -> None:
    toy = ask_toy([make_row(TIME_PERIOD="2024", SOURCE="un-2024")])
    desk = open_desk("2026-11-28")
    os.utime(toy.project.root / name, (1, 1))
    assert open_desk("2026-11-28") is not desk


def test_a_desk_is_opened_anew_when_a_language_of_the_project_writes_otherwise(ask_toy: Callable[..., Toy]) -> None:
    toy = ask_toy([make_row(TIME_PERIOD="2024", SOURCE="un-2024")])
    desk = open_desk("2026-11-28")
    path = toy.project.locales / "vi" / DEPARTURES
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("ordinals: {one: '{n}er', other: '{n}e'}\n", "utf-8")
    assert open_desk("2026-11-28") is not desk


def test_a_changed_catalogue_counts_for_every_day(ask_toy: Callable[..., Toy]) -> None:
    toy = ask_toy([make_row(TIME_PERIOD="2024", SOURCE="un-2024")])
    assert open_desk("2026-11-28").catalogue.areas["SGP"].name["en"] == "Singapore"
    path = toy.project.catalogue / "areas.yaml"
    path.write_text(path.read_text("utf-8").replace("Singapore", "Singapura"), "utf-8")
    assert open_desk("2026-11-27").catalogue.areas["SGP"].name["en"] == "Singapura"


def test_a_desk_reads_nothing_where_there_are_no_data_and_no_forecasts(ask_toy: Callable[..., Toy]) -> None:
    ask_toy([make_row(TIME_PERIOD="2024"), make_row(TIME_PERIOD="2030", REF_AREA="SGP", OBS_STATUS="F")])
    desk = open_desk("2026-11-28")
    assert [row.period for row in desk.read_known("egdi_rank")] == ["2024"]
    assert desk.list_areas("egdi_rank") == ("SGP", "VNM")
    assert (desk.read_known("nothing"), desk.list_areas("nothing")) == ((), ())


def test_a_window_shows_the_figures_between_two_periods_and_all_targets(ask_toy: Callable[..., Toy]) -> None:
    years = ("2020", "2022", "2024")
    ask_toy([*(make_row(TIME_PERIOD=year) for year in years), make_row(TIME_PERIOD="2030", KIND="target")])
    desk = open_desk("2026-11-28")
    window = Window(desk, "2021", "2023")
    assert [one.period for one in window.read_series("egdi_rank", "VNM").figures] == ["2022"]
    assert window.read_series("egdi_rank", "VNM", kind=Kind.TARGET).find("2030")
    assert [one.period for one in Window(desk, "", "").read_series("egdi_rank", "VNM").figures] == [*years]


def test_a_language_that_the_project_gave_up_is_refused_at_once(ask_toy: Callable[..., Toy]) -> None:
    toy = ask_toy([make_row(TIME_PERIOD="2024", SOURCE="un-2024")])
    assert dx.search("rank", language="fr").ID.iloc[0] == "egdi_rank"
    text = toy.project.file.read_text("utf-8")
    toy.project.file.write_text(text.replace("[en, vi, fr]", "[en, vi]"), "utf-8")
    assert toy.project.file.read_text("utf-8") != text
    with pytest.raises(ConfigError, match=r"^language='fr' cannot be used\.\nAllowed: 'en', 'vi'\."):
        dx.search("rank", language="fr")


@pytest.mark.usefixtures("here")
def test_a_desk_knows_its_home_and_what_states_the_growth_of_a_level() -> None:
    desk = open_desk()
    assert desk.home == "VNM"
    assert desk.list_growth_rates("ecommerce_retail_revenue") == ("ecommerce_retail_growth",)
    assert desk.list_growth_rates("egdi_rank") == ()


def test_outside_a_project_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError, match="No dxlib project in"):
        open_desk()

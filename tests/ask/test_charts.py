"""The charts of briefs without a brief."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

import dxlib as dx
from dxlib.charts.theme import Width
from dxlib.errors import ConfigError, DataError

pytestmark = pytest.mark.usefixtures("here")
CALLS = {
    "trend": lambda: dx.trend("egdi_value", areas="asean_six"),
    "ranking": lambda: dx.ranking("egdi_rank", areas=["SGP", "asean_six"]),
    "rank_table": lambda: dx.rank_table("egdi_rank", group="asean"),
    "dots": lambda: dx.dots("egdi_value", areas="asean", period=2022),
    "parts": lambda: dx.parts("egdi_value", "egdi_osi", "egdi_tii", "egdi_hci"),
    "bullets": lambda: dx.bullets("online_dossier_share_full_process"),
    "tiles": lambda: dx.tiles("papi_dim8_e_governance", group="provinces_63"),
}


@pytest.mark.parametrize("name", CALLS)
def test_every_chart_of_the_grammar_shows_itself_with_sources_and_evidence(name: str) -> None:
    chart = CALLS[name]()
    shown = chart._repr_html_()
    assert shown.startswith("<style>")
    assert shown.count("<svg") >= 2
    assert "Sources and evidence" in shown
    assert 'id="e-' in shown
    assert chart.draw(Width.NARROW).texts
    assert {"title", "area", "since", "until", "as_of", "language"} <= set(
        inspect.signature(getattr(dx, name)).parameters
    )
    assert "Returns" in (getattr(dx, name).__doc__ or "")


def test_a_group_stands_for_its_members_and_home_is_the_chart_s_own_area() -> None:
    texts = {text.text for text in dx.ranking("egdi_rank", areas="asean_six").draw().texts}
    assert {"Viet Nam", "Singapore", "Thailand"} <= {re.sub(r"\W*\d+$", "", text) for text in texts}
    other = {text.text for text in dx.ranking("egdi_rank", areas=["SGP", "THA"]).draw().texts}
    assert "Viet Nam" not in other


def test_areas_may_come_from_a_generator() -> None:
    texts = {text.text for text in dx.ranking("egdi_rank", areas=iter(("SGP", "THA"))).draw().texts}
    assert any("Singapore" in text for text in texts)
    assert any("Thailand" in text for text in texts)


def test_the_title_is_plain_text_and_the_language_that_of_all_words() -> None:
    shown = dx.trend("egdi_value", title="Ours & theirs {x}", language="vi")._repr_html_()
    assert "Ours &amp; theirs {x}" in shown
    assert "Việt Nam" in shown
    assert '<div class="dxlib" lang="vi" dir="ltr">' in shown


def test_a_wrong_name_option_or_language_is_an_error_never_a_chart_of_less() -> None:
    with pytest.raises(ConfigError, match="Did you mean 'SGP'"):
        dx.trend("egdi_value", areas="Singapore")
    with pytest.raises(ConfigError, match="Nothing is known of 'aeras'"):
        dx.trend("egdi_value", aeras="asean")
    with pytest.raises(ConfigError, match="Nothing is known of 'period'") as refused:
        dx.ranking("egdi_rank", areas="asean", period=2024)
    assert refused.value.allowed == ("area", "areas", "as_of", "language", "since", "title", "until")
    assert "since= and until= choose the years" in refused.value.fix
    with pytest.raises(ConfigError, match="language='de' cannot be used"):
        dx.trend("egdi_value", language="de")
    with pytest.raises(ConfigError, match="period='20x' is not a period"):
        dx.dots("egdi_rank", areas="asean_six", period="20x")
    with pytest.raises(ConfigError, match="title=2024 is no text"):
        dx.trend("egdi_value", title=2024)
    with pytest.raises(ConfigError, match=r"dx\.tiles needs group="):
        dx.tiles("egdi_rank")
    for kind in (dx.dots, dx.rank_table):
        with pytest.raises(ConfigError, match=r"needs areas= or group="):
            kind("egdi_rank")
    with pytest.raises(ConfigError, match=r"group=5 is no text\.") as caught:
        dx.tiles("papi_dim8_e_governance", group=5)
    assert "provinces_63" in caught.value.allowed
    with pytest.raises(ConfigError, match="draws nothing without an indicator"):
        dx.trend()
    with pytest.raises(DataError, match="egdi_value of VN63-01 is not known: nothing to draw"):
        dx.trend("egdi_value", area="VN63-01")
    # What is known of an area is not said to be unknown.
    for kind in (dx.dots, dx.rank_table):
        with pytest.raises(DataError) as refused:
            kind("digital_signature_adult_share", areas="asean")
        assert str(refused.value) == (
            f"dx.{kind.__name__} draws nothing of digital_signature_adult_share in VNM: fewer than two areas have a "
            "figure.\nFix: ask dx.frame(...) which periods and areas are known."
        )


def test_a_chart_is_also_a_figure_and_a_file(tmp_path: Path) -> None:
    chart = dx.ranking("egdi_rank", areas="asean_six", title="Ours")
    assert repr(dx.trend("egdi_value")).startswith("Chart(trend: E-Government Development Index (EGDI)")
    figure = chart.to_matplotlib()
    texts = {text.get_text() for axes in figure.axes for text in axes.texts}
    assert any("Viet Nam" in text for text in texts)
    for suffix, start in ((".svg", b"<?xml"), (".png", b"\x89PNG"), (".pdf", b"%PDF")):
        chart.save(tmp_path / f"x{suffix}", width=Width.NARROW)
        assert (tmp_path / f"x{suffix}").read_bytes().startswith(start)
    assert "Ours" in (tmp_path / "x.svg").read_text("utf-8")
    with pytest.raises(ConfigError, match=r"cannot be saved as 'x\.gif'"):
        chart.save(tmp_path / "x.gif")


def test_a_chart_of_one_indicator_takes_one_also_by_the_name_of_its_signature() -> None:
    for call in (dx.ranking, dx.rank_table, dx.dots):
        with pytest.raises(ConfigError, match=rf"dx\.{call.__name__} takes one indicator\."):
            call("egdi_rank", "gii_rank", areas="asean_six")
    with pytest.raises(ConfigError, match=r"dx\.ranking takes one indicator\."):
        dx.ranking("gii_rank", indicator="egdi_rank")
    assert repr(dx.ranking(indicator="egdi_rank")) == repr(dx.ranking("egdi_rank"))
    assert repr(dx.parts(whole="egdi_value")) == repr(dx.parts("egdi_value"))
    with pytest.raises(ConfigError, match="Nothing is known of 'indicator'"):
        dx.trend("egdi_value", indicator="egdi_value")


def test_an_option_that_is_none_counts_as_left_out() -> None:
    shown = dx.rank_table("egdi_rank", areas="asean_six", group=None, top=None)
    assert len(shown.picture.figures) == len(dx.rank_table("egdi_rank", areas="asean_six").picture.figures)
    assert repr(dx.trend("egdi_value", areas=None)) == repr(dx.trend("egdi_value"))
    with pytest.raises(ConfigError, match=r"dx\.tiles needs group="):
        dx.tiles("papi_dim8_e_governance", group=None)


@pytest.mark.parametrize("top", ["5", -3, True, 2.5])
def test_how_many_are_shown_is_a_whole_number(top: object) -> None:
    with pytest.raises(ConfigError, match=f"top={top!r} cannot be used"):
        dx.rank_table("egdi_rank", group="asean", top=top)


def test_what_a_chart_cannot_say_truly_is_refused() -> None:
    with pytest.raises(ConfigError, match="'internet_users_share' is no rank") as refused:
        dx.ranking("internet_users_share")
    assert refused.value.fix == "show it with trend."
    with pytest.raises(ConfigError, match="Several indicators are drawn of one area") as refused:
        dx.trend("egdi_value", "egdi_osi", areas=["SGP", "THA"])
    assert refused.value.fix == "name one indicator, or leave out areas=."
    assert dx.trend("egdi_value", "egdi_osi", areas="SGP").writer.home == "SGP"

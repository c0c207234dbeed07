"""Explanations."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import dxlib as dx
from dxlib.errors import ConfigError
from tests.conftest import Toy, make_share


def test_a_figure_is_explained_by_every_statement_and_the_rule_that_chose(ask_toy: Callable[..., Toy]) -> None:
    ask_toy([
        make_share("2024", "45.2"), make_share("2024", "17", source="mic-news-2025"),
        make_share("2024", "45.2", source="mic-2022"),
    ])  # fmt: skip
    text = str(dx.explain(dx.at("online_share", 2024)))
    assert "chosen: from 3 statements by the rule: a row with a value" in text
    assert "disagrees: 17 PERCENT [mic-news-2025], known since " in text
    assert "agrees: 45.2 PERCENT [" in text
    row = dx.frame("online_share", areas="VNM").iloc[-1]
    assert str(dx.explain(row)) == text
    assert "nothing known by then for 1999" in str(dx.explain(dx.at("online_share", 1999, area="VNM")))


def test_how_much_is_known_is_counted_in_words(ask_toy: Callable[..., Toy]) -> None:
    ask_toy([make_share("2023", "40"), make_share("2024", "45.2")])
    assert "known: 2 figures of 1 area, 2023 to 2024" in str(dx.explain("online_share"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("egdi_rank", "lower is better"), ("VN34-44", "made of: Quang Binh (VN63-44)"), ("asean", "members: Viet Nam"),
        ("VN63-44", "went into: Quang Tri (VN34-44)"), ("VN63-44", "exists: ... to 2025-06-30"),
        ("VN34-44", "exists: 2025-07-01 to today"), ("vneid", "indicators: "), ("MOH", "sources: "),
        ("un-egovkb-2024", "published: 2024-09-17"), ("countries", "Estonia (EST)"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("here")
def test_every_kind_of_id_is_explained(name: str, said: str) -> None:
    assert said in str(dx.explain(name))
    assert name in dx.explain(name)._repr_html_()


@pytest.mark.usefixtures("here")
def test_what_cannot_be_explained_is_an_error_with_what_is_near() -> None:
    with pytest.raises(ConfigError, match=r"Unknown id 'egdi_rnk'\. Did you mean 'egdi_rank'"):
        dx.explain("egdi_rnk")
    with pytest.raises(ConfigError, match="int cannot be explained"):
        dx.explain(25)  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match="list cannot be explained"):
        dx.explain(["egdi_rank"])


@pytest.mark.usefixtures("here")
def test_a_change_counted_backwards_says_what_happened_in_time() -> None:
    later, earlier = dx.at("egdi_rank", 2024), dx.at("egdi_rank", 2022)
    for change in (later - earlier, earlier - later):
        assert "verdict: 15 places gained" in str(dx.explain(change))
    index = dx.at("egdi_value", 2022) - dx.at("egdi_value", 2024)
    assert float(index) < 0
    assert "verdict: better" in str(dx.explain(index))


@pytest.mark.usefixtures("here")
def test_a_source_that_was_read_in_a_copy_is_explained_with_both_addresses() -> None:
    own = "https://publicadministration.un.org/egovkb"
    place = "github.com/MaryliaCruzS/Estadistica1CienciaPolitica"
    copy = f"https://{place}/blob/a1f17e3a3090/EGOV_DATA_2024.csv"
    explained = str(dx.explain("un-egovkb-2024"))
    assert f"address: {own}\n" in f"{explained}\n"
    assert f"as copied in: {copy}\n" in f"{explained}\n"


def test_the_span_of_what_is_known_runs_in_time_and_ends_by_the_day(ask_toy: Callable[..., Toy]) -> None:
    ask_toy([make_share("2023", "40"), make_share("2023-S1", "39"), make_share("2035", "99", OBS_STATUS="F")])
    assert "known: 2 figures of 1 area, 2023-S1 to 2023\n" in f"{dx.explain('online_share')}\n"

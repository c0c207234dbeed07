"""The explorer: what is chosen becomes a chart, a table, and the code that makes the same."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

import pytest

import dxlib as dx
from dxlib.ask.desk import open_desk
from dxlib.ask.exploring import CHARTS, list_choices, show
from dxlib.errors import ConfigError
from tests.conftest import Toy, make_row

pytestmark = pytest.mark.usefixtures("here")


def choose(**more: Any) -> dict[str, Any]:
    usual = {"chart": "ranking", "indicators": ["egdi_rank"], "areas": ["asean_six"], "since": "", "until": "",
             "language": "en", "as_of": ""}  # fmt: skip
    return {**usual, **more}


def run(code: str) -> list[Any]:
    """Run a cell; give what it displays and its last value."""
    shown: list[Any] = []
    *body, last = ast.parse(code).body
    assert isinstance(last, ast.Expr)
    names = {"display": shown.append}
    exec(compile(ast.Module(body, []), "cell", "exec"), names)
    return [*shown, eval(compile(ast.Expression(last.value), "cell", "eval"), names)]


def test_the_code_makes_the_same_chart_and_the_same_table() -> None:
    shown = show(choose(since="2015", language="vi", as_of="2025-06-30"))
    assert shown["error"] == ""
    assert 'areas="asean_six", since=2015, as_of="2025-06-30", language="vi"' in shown["code"].replace("\n    ", " ")
    chart, table = run(shown["code"])
    assert chart._repr_html_() == shown["chart"]
    assert shown["table"].startswith(table.iloc[:, :1].to_html(index=False, border=0)[:20])
    assert f"<p>{len(table)} rows, as of 2025-06-30" in shown["table"]
    assert set(table.REF_AREA) == {"IDN", "MYS", "PHL", "SGP", "THA", "VNM"}


@pytest.mark.parametrize(
    ("chosen", "call"),
    [
        ({"areas": []}, 'dx.ranking("egdi_rank")'),
        ({"chart": "trend", "indicators": ["egdi_value", "egdi_osi"], "areas": ["SGP"]},
         'dx.trend("egdi_value", "egdi_osi", areas="SGP")'),
        ({"chart": "tiles", "indicators": ["papi_dim8_e_governance"], "areas": ["provinces_63"]},
         'dx.tiles("papi_dim8_e_governance", group="provinces_63")'),
        ({"chart": "bullets", "indicators": ["online_dossier_share_full_process"], "areas": ["VNM"]},
         'dx.bullets("online_dossier_share_full_process", area="VNM")'),
        ({"chart": "dots", "indicators": ["egdi_value"], "areas": ["asean", "KOR"], "until": "2022"},
         'dx.dots("egdi_value", areas=["asean", "KOR"], until=2022)'),
    ],
)  # fmt: skip
def test_each_chart_is_called_as_it_can_be(chosen: dict[str, Any], call: str) -> None:
    shown = show(choose(**chosen))
    assert shown["error"] == ""
    assert call in shown["code"]
    assert len(run(shown["code"])) == 2


def test_what_is_wrong_is_said_and_the_rest_stays() -> None:
    shown = show(choose(chart="trend"))
    assert shown["error"].startswith("'egdi_rank' is a rank.")
    assert "dx.trend" in shown["code"]
    assert "<table" in shown["table"]
    assert show(choose(since="20x"))["error"].startswith("since='20x' is not a period.")
    assert show(choose(indicators=[]))["error"] == "Choose an indicator."
    assert show(choose(chart="pie"))["error"].startswith("chart='pie' cannot be used.")
    assert show(choose(chart="tiles", areas=["VN63-01"]))["error"].startswith("dx.tiles needs group=.")
    assert show(choose(areas=["Mars"]))["error"].startswith("Unknown area 'Mars'.")


def test_everything_can_be_chosen() -> None:
    choices = list_choices(open_desk())
    assert ["asean_six", "6 areas"] in choices["areas"]
    assert ["VNM", "Viet Nam"] in choices["areas"]
    assert len(choices["indicators"]) > 300
    assert set(choices["charts"]) == set(CHARTS) <= set(dir(dx))
    # As dx.search does, the explorer finds names in each language of the project.
    assert "chữ ký số" in choices["further"]["digital_signature_adult_share"]
    assert "Hà Nội" in choices["further"]["VN63-01"]


def test_the_explorer_opens_in_a_project_without_a_home_and_says_when_there_are_no_data(
    ask_toy: Callable[..., Toy],
) -> None:
    toy = ask_toy([make_row()])
    assert dx.explore().choice["indicators"] == ["egdi_rank"]
    for path in toy.project.clean.glob("*.csv"):
        path.unlink()
    with pytest.raises(ConfigError, match="No clean data in"):
        dx.explore()

"""Answers as ordinary tables that say which day they are of, and what is asked for in them."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal

import pandas as pd
import pytest

from dxlib.ask.dated_tables import (
    check_option,
    check_title,
    choose_language,
    name_place,
    read_publisher,
    tabulate,
    write_unit,
)
from dxlib.ask.desk import Desk, open_desk
from dxlib.errors import ConfigError
from tests.conftest import Toy, make_row


@pytest.fixture
def desk(ask_toy: Callable[..., Toy]) -> Desk:
    ask_toy([make_row()])
    return open_desk("2025-06-30")


def test_a_table_has_its_columns_in_order_and_knows_its_day(desk: Desk) -> None:
    rows = [{"B": Decimal("1.5"), "A": "x", "C": "not asked for"}, {"A": "y"}]
    table = tabulate(iter(rows), ["A", "B", "N"], desk, numbers=["B"])
    assert list(table.columns) == ["A", "B", "N"]
    assert table["A"].tolist() == ["x", "y"]
    assert table["N"].tolist() == ["", ""]
    assert (table["B"].dtype, table["B"][0]) == ("float64", 1.5)
    assert math.isnan(table["B"][1])
    assert table.attrs == {"as_of": "2025-06-30"}


def test_a_table_without_rows_has_the_columns_and_types_of_one_with_rows(desk: Desk) -> None:
    table = tabulate([], ["A", "B"], desk, numbers=["B"])
    assert (list(table.columns), len(table), table["B"].dtype) == (["A", "B"], 0, "float64")


def test_what_and_where_are_named_in_a_language(desk: Desk) -> None:
    assert name_place(open_desk("2025-06-30", "vi"), "egdi_rank", "VNM") == {
        "INDICATOR": "egdi_rank", "NAME": "rank label (tiếng Việt)", "REF_AREA": "VNM",
        "AREA_NAME": "Viet Nam (tiếng Việt)",
    }  # fmt: skip
    assert read_publisher(desk, "mic-news-2025") == "MIC"


def test_a_unit_is_written_with_its_power_of_ten(figure: Callable) -> None:
    assert (write_unit(figure(1)), write_unit(figure(1, unit="USD", unit_mult=9))) == ("PERCENT", "USD x 10^9")


def test_a_language_is_one_of_the_project_and_its_first_where_none_is_named(desk: Desk) -> None:
    assert (choose_language("", desk.catalogue), choose_language("fr", desk.catalogue)) == ("en", "fr")
    for wrong in ("et", None, ["fr"]):
        with pytest.raises(ConfigError) as caught:
            choose_language(wrong, desk.catalogue)  # type: ignore[arg-type]
        assert str(caught.value) == (
            f"language={wrong!r} cannot be used.\nAllowed: 'en', 'vi', 'fr'.\nFix: use one of these."
        )
    with pytest.raises(ConfigError, match="cannot be used"):
        choose_language(pd.DataFrame({"a": [1, 2]}), desk.catalogue)  # type: ignore[arg-type]


def test_an_option_is_one_of_those_allowed_and_the_reason_may_be_said() -> None:
    check_option("columns", "area", ("area", "period"))
    with pytest.raises(ConfigError, match=r"^columns='x' cannot be used: nothing to compare\.\nAllowed: 'area'\."):
        check_option("columns", "x", ("area",), why="nothing to compare")


def test_a_title_is_text() -> None:
    check_title("")
    with pytest.raises(ConfigError, match=r"^title=5 is no text\.\nFix: give plain text, or leave it out\.$"):
        check_title(5)  # type: ignore[arg-type]

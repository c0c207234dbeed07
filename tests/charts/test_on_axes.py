"""Marks read off Axes: which figure each stands for, whoever drew it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dxlib.charts.on_axes import list_marks, match_marks, read_axes, read_data
from dxlib.charts.seaborn_drawing import drawing_with_seaborn

ROWS = pd.DataFrame(
    {
        "REF_AREA": ["a", "b", "c"] * 3,
        "AREA_NAME": ["Aba", "Baba", "Cece"] * 3,
        "TIME_PERIOD": ["2018"] * 3 + ["2019"] * 3 + ["2020"] * 3,
        "DATE": pd.to_datetime(["2018-12-31"] * 3 + ["2019-12-31"] * 3 + ["2020-12-31"] * 3),
        "OBS_VALUE": [1.0, 2.0, 3.0, 2.0, 2.0, 5.0, 4.0, 5.0, 6.5],
        "IS_OWN": [True, False, False] * 3,
    }
)
LAST = ROWS.tail(3)
OVER_TIME = {"x": "TIME_PERIOD", "y": "OBS_VALUE"}
Draw = Callable[..., Any]
DRAWN: dict[str, tuple[Draw, pd.DataFrame, dict[str, object], tuple[str, str]]] = {
    "swarm": (sns.swarmplot, ROWS, OVER_TIME, ("period", "value")),
    "strip": (sns.stripplot, ROWS, OVER_TIME, ("period", "value")),
    "strip lying": (sns.stripplot, ROWS, {"y": "TIME_PERIOD", "x": "OBS_VALUE"}, ("value", "period")),
    "points by hue": (sns.scatterplot, ROWS, {"x": "DATE", "y": "OBS_VALUE", "hue": "REF_AREA"}, ("period", "value")),
    "lines": (sns.lineplot, ROWS, {**OVER_TIME, "units": "REF_AREA", "estimator": None}, ("period", "value")),
    "bars": (sns.barplot, LAST, {"x": "AREA_NAME", "y": "OBS_VALUE", "errorbar": None}, ("area", "value")),
    "bars lying": (sns.barplot, LAST, {"y": "REF_AREA", "x": "OBS_VALUE", "errorbar": None}, ("value", "area")),
}  # fmt: skip


def draw(name: str) -> tuple[Axes, pd.DataFrame]:
    function, rows, options, _ = DRAWN[name]
    ax = Figure().subplots()
    with drawing_with_seaborn():
        function(rows, ax=ax, **options)
    return ax, rows


@pytest.mark.parametrize("name", DRAWN)
def test_each_mark_of_seaborn_stands_for_its_row(name: str) -> None:
    ax, rows = draw(name)
    data, marks = read_data(rows), list(list_marks(ax))
    reading = read_axes(ax, data, marks)
    assert reading is not None
    assert (reading.x.kind, reading.y.kind) == DRAWN[name][3]
    matched, strangers = match_marks(reading, data, marks)
    assert strangers == []
    assert sorted(datum.area + datum.period for _, datum in matched) == sorted(rows["REF_AREA"] + rows["TIME_PERIOD"])


def test_a_mean_is_the_mark_of_no_row() -> None:
    ax = Figure().subplots()
    sns.lineplot(ROWS, **OVER_TIME, errorbar=None, ax=ax)
    data, marks = read_data(ROWS), list(list_marks(ax))
    reading = read_axes(ax, data, marks)
    assert reading is not None
    assert [mark.y for mark in match_marks(reading, data, marks)[1]] == [3.0, pytest.approx(15.5 / 3)]


def test_two_rows_in_one_place_have_two_marks() -> None:
    ax, rows = draw("swarm")
    data, marks = read_data(rows), list(list_marks(ax))
    reading = read_axes(ax, data, marks)
    assert reading is not None
    twins = [datum.area for mark, datum in match_marks(reading, data, marks)[0] if (mark.x, mark.y) == (1.0, 2.0)]
    assert twins == ["a", "b"]
    assert len(match_marks(reading, data, [*marks, marks[3]])[1]) == 1


def test_a_table_by_indicators_gives_data_with_several_values() -> None:
    wide = LAST.drop(columns=["OBS_VALUE"]).assign(egdi=[0.1, 0.2, 0.3], gtmi=[0.9, 0.8, 0.7])
    data = read_data(wide)
    assert [(datum.figures, datum.is_own) for datum in data] == [
        ((0.1, 0.9), True), ((0.2, 0.8), False), ((0.3, 0.7), False),
    ]  # fmt: skip
    ax = Figure().subplots()
    ax.scatter(wide["gtmi"], wide["egdi"])
    reading = read_axes(ax, data, list(list_marks(ax)))
    assert reading is not None
    assert (reading.x.index, reading.y.index) == (1, 0)

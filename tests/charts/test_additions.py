"""What analysts add to Axes: medians, fitted lines, labels, emphasis."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.figure import Figure

from dxlib.charts.additions import BAND, FIT, MEDIAN, emphasize, fit, label, list_labels, median
from dxlib.charts.on_axes import list_marks
from dxlib.charts.theme import Color
from dxlib.data.quantities import Missing
from dxlib.errors import ConfigError, DataError
from tests.brief.pictures import open_brief
from tests.charts.test_on_axes import LAST, ROWS, draw


def test_medians_are_short_lines_at_their_periods() -> None:
    ax, _ = draw("swarm")
    median(ax, ROWS)
    lines = [line for line in ax.lines if line.get_gid() == MEDIAN]
    assert [(*line.get_xdata(), line.get_ydata()[0]) for line in lines] == [
        (-0.4, 0.4, 2.0), (0.6, 1.4, 2.0), (1.6, 2.4, 5.0),
    ]  # fmt: skip


def test_medians_want_periods_across() -> None:
    ax, _ = draw("bars")
    with pytest.raises(DataError, match="The horizontal axis does not show the periods 2018, 2019, 2020"):
        median(ax, ROWS)


def test_a_fit_leaves_out_rows_without_both_values() -> None:
    ax = Figure().subplots()
    rows = pd.DataFrame({"a": [1.0, 2.0, 3.0, 4.0, None], "b": [2.0, 4.0, 5.0, 8.0, 99.0]})
    fit(ax, rows, x="a", y="b")
    (line,) = (line for line in ax.lines if line.get_gid() == FIT)
    assert list(line.get_xdata()) == [1.0, 4.0]
    (band,) = (band for band in ax.collections if band.get_gid() == BAND)
    corners = band.get_paths()[0].vertices
    assert corners[:, 0].min() == 1.0
    assert corners[:, 1].max() > 7.6


def test_what_is_added_is_no_mark() -> None:
    ax, _ = draw("swarm")
    before = len(list(list_marks(ax)))
    median(ax, ROWS)
    assert len(list(list_marks(ax))) == before


def test_emphasis_paints_the_own_points_and_makes_them_larger() -> None:
    ax = Figure().subplots()
    points = ax.scatter(ROWS["TIME_PERIOD"], ROWS["OBS_VALUE"])
    emphasize(ax, ROWS)
    colors = [tuple(round(255 * part) for part in color[:3]) for color in points.get_facecolors()]
    own, other = (tuple(int(color.light[at : at + 2], 16) for at in (1, 3, 5)) for color in (Color.FIRST, Color.PALE))
    assert colors == [own, other, other] * 3
    sizes = points.get_sizes()
    assert sizes[0] > sizes[1]


def test_an_emphasised_line_stays_a_mark_and_stands_out() -> None:
    ax = Figure().subplots()
    for _, rows in ROWS.groupby("REF_AREA"):
        ax.plot(rows["TIME_PERIOD"], rows["OBS_VALUE"])
    before = [(mark.x, mark.y) for mark in list_marks(ax)]
    emphasize(ax, ROWS)
    assert [(mark.x, mark.y) for mark in list_marks(ax)] == before
    assert sorted(line.get_color() for line in ax.lines) == sorted([Color.FIRST.light, *[Color.PALE.light] * 2])


def test_emphasis_wants_marks_of_rows() -> None:
    ax = Figure().subplots()
    ax.scatter(LAST["AREA_NAME"], LAST["OBS_VALUE"] * 2)
    with pytest.raises(DataError, match="3 marks stand for no row"):
        emphasize(ax, LAST)


def test_a_label_knows_its_figure_and_what_is_none_is_refused() -> None:
    ax = Figure().subplots()
    figure = open_brief("VNM").latest("egdi_value")
    label(ax, figure, Missing("a", "VNM", "nothing known"), value=False)
    assert [(one, value) for one, value, _ in list_labels(ax)] == [(figure, False)]
    with pytest.raises(ConfigError, match=r"dx.label was given 0.71, which is no figure."):
        label(ax, 0.71)  # type: ignore[arg-type]

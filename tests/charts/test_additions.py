"""What analysts add to Axes: medians, fitted lines, labels, emphasis."""

from __future__ import annotations

from itertools import pairwise

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


def test_medians_and_fits_are_lines_of_two_pixels_over_and_under_the_rows() -> None:
    ax, _ = draw("swarm")
    median(ax, ROWS)
    fit(ax, pd.DataFrame({"a": [1.0, 2.0, 3.0, 4.0], "b": [2.0, 4.0, 5.0, 8.0]}), x="a", y="b")
    points = max(one.get_zorder() for one in ax.collections if one.get_gid() != BAND)
    lines = {str(line.get_gid()): line for line in ax.lines if line.get_gid()}
    (band,) = (one for one in ax.collections if one.get_gid() == BAND)
    # A point of print is four thirds of a CSS pixel.
    assert {line.get_linewidth() * 4 / 3 for line in lines.values()} == {2}
    assert lines[MEDIAN].get_zorder() > points > band.get_zorder()
    assert lines[FIT].get_zorder() > band.get_zorder()
    assert (lines[MEDIAN].get_color(), lines[FIT].get_color()) == (Color.INK.light, Color.MUTED.light)
    assert band.get_linewidth() == 0


def test_the_band_is_wider_at_its_ends_and_has_the_line_in_its_middle() -> None:
    ax = Figure().subplots()
    fit(ax, pd.DataFrame({"a": [1.0, 2.0, 3.0, 4.0], "b": [2.0, 4.0, 5.0, 8.0]}), x="a", y="b")
    (band,), (line,) = ax.collections, ax.lines
    edges: dict[float, list[float]] = {}
    for x, y in band.get_paths()[0].vertices.tolist():
        edges.setdefault(round(x, 9), []).append(y)
    places = sorted(edges)
    assert (places[0], places[-1]) == (1, 4)
    assert len({round(other - one, 6) for one, other in pairwise(places)}) == 1
    (x0, x1), (y0, y1) = line.get_xdata(), line.get_ydata()
    middles = [y0 + (x - x0) / (x1 - x0) * (y1 - y0) for x in places]
    assert [(min(edges[x]) + max(edges[x])) / 2 for x in places] == pytest.approx(middles)
    widths = [max(edges[x]) - min(edges[x]) for x in places]
    assert widths[0] == pytest.approx(widths[-1])
    assert min(widths) == pytest.approx(widths[len(widths) // 2])
    assert widths[0] > min(widths) > 0


def test_a_label_stands_at_the_mark_of_its_figure() -> None:
    figure = open_brief("VNM").latest("egdi_value")
    value = float(figure.value)
    for across, up in (([1.0, 2.0], [0.1, value]), ([0.1, value], [1.0, 2.0])):
        ax = Figure().subplots()
        ax.scatter(across, up)
        label(ax, figure)
        ((found, is_written, text),) = list_labels(ax)
        assert (found, is_written, text.xy) == (figure, True, (across[1], up[1]))
        assert text.get_text() == f"VNM {figure.value}"
    alone = Figure().subplots()
    label(alone, figure, value=False)
    ((_, _, text),) = list_labels(alone)
    assert (text.xy, text.get_text()) == ((0, value), "VNM")


def test_emphasised_lines_and_points_lie_over_the_others() -> None:
    ax = Figure().subplots()
    for _, rows in ROWS.groupby("REF_AREA"):
        ax.plot(rows["TIME_PERIOD"], rows["OBS_VALUE"])
    emphasize(ax, ROWS)
    own, *others = sorted(ax.lines, key=lambda line: line.get_color() != Color.FIRST.light)
    assert all(own.get_zorder() > other.get_zorder() for other in others)
    points = Figure().subplots().scatter(ROWS["TIME_PERIOD"], ROWS["OBS_VALUE"], s=20)
    emphasize(points.axes, ROWS)
    assert points.get_sizes().tolist()[:2] == [36, 20]
    assert points.get_linewidths().tolist() == [0]

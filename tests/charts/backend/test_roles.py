"""Artists are known by names of groups while they are drawn, and have their own again afterwards."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.figure import Figure

from dxlib.charts.backend.roles import Role, cast_roles, list_tick_marks
from dxlib.charts.marks import for_period, for_tick


def test_each_artist_has_a_role_and_its_name() -> None:
    figure = Figure()
    axes = figure.add_subplot()
    (line,) = axes.plot([1, 2], label="line")
    (points,) = axes.plot([1, 2], "o", label="points")
    scatter, bars = axes.scatter([1], [1]), axes.bar([1], [2])
    band, mesh = axes.fill_between([1, 2], [1, 2]), axes.pcolormesh(np.eye(2))
    with cast_roles(figure) as cast:
        found = [
            cast.roles[str(artist.get_gid())] for artist in (line, points, scatter, bars[0], band, mesh, axes.patch)
        ]
    assert found == [
        Role("line", "line"), Role("point", "points"), Role("point"), Role("bar"), Role("area"),
        Role("cell", "", is_mesh=True), Role("background"),
    ]  # fmt: skip


def test_what_stands_in_a_colour_bar_is_a_key() -> None:
    figure = Figure()
    axes = figure.add_subplot()
    bar = figure.colorbar(axes.pcolormesh(np.eye(2)))
    with cast_roles(figure) as cast:
        assert cast.roles[str(bar.solids.get_gid())] == Role("key", "", is_mesh=True)


def test_groups_have_their_own_names_afterwards_also_after_an_error() -> None:
    figure = Figure()
    (line,) = figure.add_subplot().plot([1, 2], gid="own")

    def fail() -> None:
        assert line.get_gid() != "own"
        raise KeyError

    with pytest.raises(KeyError), cast_roles(figure):
        fail()
    assert line.get_gid() == "own"


@pytest.mark.parametrize(
    ("values", "expected"),
    [([2020, 2022], ["2020", "2022"]), ([1000, 2000], None), ([0, 2000], None), ([2020, 2020.5], None)],
)
def test_only_an_axis_of_years_alone_holds_periods(values: list[float], expected: list[str] | None) -> None:
    figure = Figure()
    axes = figure.add_subplot()
    axes.plot(values, [0, 0])
    axes.set_xticks(values)
    axes.set_yticks([])
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    figure.draw_without_rendering()
    marks = [mark for found in list_tick_marks(figure) for mark in found.values()]
    assert marks == ([for_period(text) for text in expected] if expected else [for_tick(value) for value in values])


def test_an_artist_that_is_listed_twice_has_its_own_name_afterwards() -> None:
    figure = Figure()
    bar = figure.colorbar(figure.add_subplot().pcolormesh(np.eye(2)))
    bar.ax.patch.set_gid("own")  # the ground of the Axes, and one of the parts of the colour bar
    with cast_roles(figure) as cast:
        assert cast.roles[str(bar.ax.patch.get_gid())].role == "key"
    assert bar.ax.patch.get_gid() == "own"

"""The look of the house for matplotlib and seaborn: what it sets, and that all of it can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import matplotlib as mpl
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from seaborn.objects import Plot

import dxlib as dx
from dxlib.charts.backend import list_foreign_colors, render_figure
from dxlib.charts.backend.colors import find_paint
from dxlib.charts.matplotlib_theme import COLORMAP, list_settings
from dxlib.charts.paints import Foreign
from dxlib.charts.theme import SERIES, STEPS, Width


@pytest.fixture
def before() -> Iterator[dict[Any, Any]]:
    """The settings before the theme was set; they are those after the test too."""
    mpl.get_backend()  # which matplotlib would else choose meanwhile, as soon as something asks for it
    before = dict(mpl.rcParams.copy())
    dx.set_theme()
    yield before
    dx.reset_theme()


def test_all_settings_are_given_back(before: dict[Any, Any]) -> None:
    assert dict(mpl.rcParams) != before
    own = Plot.config.theme.copy()
    dx.set_theme()
    dx.reset_theme()
    assert dict(mpl.rcParams) == before
    assert COLORMAP not in mpl.colormaps
    assert Plot.config.theme != own


@pytest.mark.usefixtures("before")
def test_what_was_set_otherwise_in_between_stays() -> None:
    assert "keymap.save" not in list_settings()
    kept = mpl.rcParams["keymap.save"]
    mpl.rcParams["keymap.save"] = ["x"]
    dx.reset_theme()
    try:
        assert mpl.rcParams["keymap.save"] == ["x"]
    finally:
        mpl.rcParams["keymap.save"] = kept


@pytest.mark.usefixtures("before")
def test_a_figure_has_the_size_and_the_font_of_the_house() -> None:
    figure = Figure()
    figure.add_subplot().set_title("Việt Nam")
    canvas = render_figure(figure)
    assert (canvas.width, canvas.height) == (Width.WIDE, Width.WIDE.height)
    assert figure.axes[0].title.get_fontname() == "Source Sans Pro"
    assert [(text.bold, text.size) for text in canvas.texts if text.text == "Việt Nam"] == [(True, 15)]
    assert {text.size for text in canvas.texts if text.text != "Việt Nam"} == {13}


@pytest.mark.usefixtures("before")
def test_lines_have_the_colours_of_the_house_in_their_order() -> None:
    axes = Figure().add_subplot()
    colors = [to_hex(axes.plot([1, 2])[0].get_color()) for _ in SERIES]
    assert colors == [color.light for color in SERIES]


@pytest.mark.usefixtures("before")
@pytest.mark.parametrize("name", [COLORMAP, f"{COLORMAP}_r"])
def test_every_colour_of_the_map_follows_dark_pages(name: str) -> None:
    map_ = mpl.colormaps[name]
    paints = [find_paint(map_(at)[:3]) for at in range(map_.N)]
    assert not [paint for paint in paints if isinstance(paint, Foreign)]
    assert [paints.index(step) for step in STEPS] == sorted(
        (paints.index(step) for step in STEPS), reverse=name.endswith("_r")
    )


@pytest.mark.usefixtures("before")
def test_seaborn_objects_follow_the_theme() -> None:
    assert Plot.config.theme["font.family"] == ["Source Sans Pro"]
    figure = Figure()
    Plot(x=["a", "b"], y=[1, 2]).on(figure).plot()
    assert list_foreign_colors(render_figure(figure)) == ()


def test_resetting_what_was_not_set_changes_nothing() -> None:
    before = dict(mpl.rcParams.copy())
    dx.reset_theme()
    assert dict(mpl.rcParams) == before


def test_every_setting_is_one_that_matplotlib_knows() -> None:
    assert set(list_settings()) <= set(mpl.rcParams)

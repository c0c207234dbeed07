"""The backend, chosen by its name: pyplot's figures are saved by it and shown in notebooks."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree
from matplotlib.figure import Figure

from dxlib.charts.backend import FigureCanvas
from dxlib.charts.theme import Color

SCRIPT = """
import json, sys
import matplotlib
matplotlib.use("module://dxlib.charts.backend")
from matplotlib import pyplot as plt
figure, axes = plt.subplots()
axes.plot([1, 2], [2, 1], color="#0f5499")
axes.set_title("Đồng bằng")
for suffix in ("svg", "png", "pdf"):
    figure.savefig(f"{sys.argv[1]}/a.{suffix}")
plt.show()
found = {"backend": matplotlib.get_backend(), "open": plt.get_fignums(), "canvas": type(figure.canvas).__name__}
print(json.dumps(found))
"""


@pytest.fixture
def figure() -> Figure:
    """A figure whose canvas is that of the backend."""
    figure = Figure()
    figure.add_subplot().plot([1, 2], [2, 1], color=Color.FIRST.light)
    FigureCanvas(figure)
    return figure


def test_pyplot_draws_with_the_backend_and_saves_each_format(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", "-c", SCRIPT, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == {
        "backend": "module://dxlib.charts.backend",
        "open": [1],
        "canvas": "FigureCanvas",
    }
    svg = (tmp_path / "a.svg").read_text("utf-8")
    assert ">Đồng bằng</text>" in svg
    assert "@font-face" in svg
    assert (tmp_path / "a.png").read_bytes()[:4] == b"\x89PNG"
    assert (tmp_path / "a.pdf").read_bytes()[:4] == b"%PDF"


@pytest.mark.parametrize("target", [io.StringIO, io.BytesIO])
def test_a_figure_is_saved_into_what_is_open(figure: Figure, target: type[io.StringIO] | type[io.BytesIO]) -> None:
    with target() as file:
        figure.savefig(file, format="svg")
        content = file.getvalue()
    text = content if isinstance(content, bytes) else content.encode()
    assert etree.fromstring(text).get("viewBox") == "0 0 614 461"


def test_svg_is_what_a_figure_is_saved_as_unless_told_otherwise(figure: Figure, tmp_path: Path) -> None:
    figure.savefig(tmp_path / "a")
    assert [path.name for path in tmp_path.iterdir()] == ["a.svg"]


def test_layout_measures_texts_in_the_font_of_the_page(figure: Figure) -> None:
    label = figure.axes[0].set_title("MMMM", fontsize=9.75)
    figure.canvas.draw()
    from dxlib.charts.theme import measure_text

    assert label.get_window_extent().width == pytest.approx(measure_text("MMMM"), abs=0.1)


def test_a_notebook_is_shown_every_figure_once_and_they_are_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    import matplotlib as mpl
    from matplotlib import pyplot as plt

    from dxlib.charts import in_lab

    shown: list[Figure] = []
    monkeypatch.setattr(in_lab, "is_notebook", lambda: True)
    monkeypatch.setattr(in_lab, "show_figure", shown.append)
    before = mpl.get_backend()
    plt.switch_backend("module://dxlib.charts.backend")
    try:
        figures = [plt.figure() for _ in range(2)]
        plt.show()
        assert (shown, plt.get_fignums()) == (figures, [])
    finally:
        plt.switch_backend(before)

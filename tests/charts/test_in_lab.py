"""What JupyterLab gets of drawings and figures; a browser test sees that it follows Lab's theme."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from matplotlib.figure import Figure

from dxlib.charts import in_lab
from dxlib.charts.canvas import Canvas, CanvasText
from dxlib.charts.in_lab import render_output, show_figure, show_figures_as_images, show_figures_in_house_style
from dxlib.charts.theme import DARK, LIGHT, Color


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch) -> Iterator[InteractiveShell]:
    """A shell of IPython, without the history that it would write."""
    from traitlets.config import Config

    shell = InteractiveShell(config=Config({"HistoryManager": {"enabled": False}}))
    monkeypatch.setattr(in_lab, "_find_shell", lambda: shell)
    yield shell
    show_figures_as_images()


@pytest.fixture
def figure() -> Figure:
    """A figure with one line."""
    figure = Figure()
    figure.add_subplot().plot([1, 2], [2, 1], color=Color.FIRST.light)
    return figure


def format_output(shell: InteractiveShell, what: object) -> dict[str, Any]:
    formatter = shell.display_formatter
    assert formatter
    data, _ = formatter.format(what)
    return data


def test_lab_decides_between_light_and_dark_before_the_reader_s_system_does() -> None:
    rules = in_lab.render_lab_css()
    light, dark = re.findall(r'\[data-jp-theme-light="(?:true|false)"\] \.chart-svg\{(--c-paper:#[^}]+)\}', rules)
    assert all(f"--c-{color}:{value}" in light for color, value in LIGHT.items())
    assert all(f"--c-{color}:{value}" in dark for color, value in DARK.items())


def test_the_paper_of_a_drawing_is_lab_s_own_background() -> None:
    rules = in_lab.render_lab_css()
    assert rules.rindex("{--c-paper:var(--jp-layout-color0)}") > rules.rindex(f"--c-paper:{DARK[Color.PAPER]}")


def test_two_drawings_in_one_notebook_share_no_id() -> None:
    outputs = []
    for text in ("a", "b"):
        canvas = Canvas(330, 290)
        canvas.texts.append(CanvasText(text, 10, 10, Color.INK))
        outputs.append(render_output(canvas))
    ids = [re.findall(r' id="([^"]+)"', output) for output in outputs]
    assert [len(found) for found in ids] == [1, 1]
    assert ids[0] != ids[1]
    assert 'width="330" height="290"' in outputs[0]


def test_a_canvas_shows_itself_as_html_and_as_svg(shell: InteractiveShell) -> None:
    data = format_output(shell, Canvas(330, 290))
    assert {"text/html", "image/svg+xml"} <= set(data)


def test_figures_are_shown_in_house_style_until_that_is_taken_back(shell: InteractiveShell, figure: Figure) -> None:
    formatters = shell.display_formatter.formatters
    formatters["image/png"].for_type(Figure, lambda _: b"png")
    before = set(format_output(shell, figure))
    show_figures_in_house_style()
    show_figures_in_house_style()
    shown = format_output(shell, figure)
    assert "image/png" not in shown
    assert 'class="s-1"' in shown["text/html"]
    show_figures_as_images()
    assert set(format_output(shell, figure)) == before == {"image/png", "text/plain"}


@pytest.mark.usefixtures("shell")
def test_a_figure_is_shown_at_once_in_a_notebook(figure: Figure, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Any] = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    show_figure(figure)
    assert [type(one).__name__ for one in shown] == ["HTML"]


def test_outside_of_a_notebook_nothing_is_shown_or_changed(figure: Figure, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Any] = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    show_figure(figure)
    show_figures_in_house_style()
    assert shown == []
    assert not in_lab.is_notebook()
    assert in_lab._KEPT == {}


KERNEL = """
import json, sys, tempfile, nbformat
from nbclient import NotebookClient
from traitlets.config import Config
cells = [nbformat.v4.new_code_cell(source) for source in json.loads(sys.argv[1])]
notebook = nbformat.v4.new_notebook(cells=cells)
with tempfile.TemporaryDirectory(dir="/tmp") as sockets:
    # A free TCP port may be another's by the time the kernel takes it.
    config = Config({"KernelManager": {"transport": "ipc", "ip": f"{sockets}/k"}})
    NotebookClient(notebook, timeout=60, kernel_name="python3", config=config).execute()
print(json.dumps([[sorted(output.get("data", {})) for output in cell.outputs] for cell in notebook.cells]))
"""


def test_a_real_kernel_shows_figures_in_house_style_though_its_backend_attaches_itself_late(tmp_path: Path) -> None:
    cells = [
        "import dxlib as dx; from matplotlib import pyplot as plt; dx.set_theme(); _ = plt.plot([1, 2])",
        "dx.reset_theme(); _ = plt.plot([1, 2])",
    ]
    environment = {**os.environ, "JUPYTER_DATA_DIR": str(tmp_path), "JUPYTER_CONFIG_DIR": str(tmp_path)}
    environment.pop("MPLBACKEND", None)
    command = [sys.executable, "-c", KERNEL, json.dumps(cells)]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [[["text/html", "text/plain"]], [["image/png", "text/plain"]]]

"""What pyplot needs of a backend: a canvas of a figure that writes SVG, and a manager that shows it in a notebook."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

from matplotlib.backend_bases import FigureManagerBase

from dxlib.charts.backend.layout import MeasuringCanvas
from dxlib.charts.backend.rendering import render_figure


class FigureManager(FigureManagerBase):
    """Holds a figure of pyplot; ``plt.show()`` shows each in a notebook and closes it."""

    @classmethod
    def pyplot_show(cls, *, block: bool | None = None) -> None:  # noqa: ARG003  (nothing waits)
        """Show all figures of pyplot in a notebook; outside of one nothing is shown, as with every backend of files."""
        from matplotlib import pyplot as plt  # noqa: PLC0415
        from matplotlib._pylab_helpers import Gcf  # noqa: PLC0415

        from dxlib.charts.in_lab import is_notebook, show_figure  # noqa: PLC0415  (which needs this package)

        if is_notebook():
            for manager in Gcf.get_all_fig_managers():
                show_figure(manager.canvas.figure)
            # As matplotlib's inline backend does: the next cell would show the same figures again.
            plt.close("all")


class FigureCanvas(MeasuringCanvas):
    """The canvas of a figure: writes SVG itself; PNG and PDF are written by matplotlib."""

    manager_class = FigureManager
    filetypes = MeasuringCanvas.filetypes | {"svg": "Scalable Vector Graphics"}

    def draw(self, *args: Any, **more: Any) -> None:
        """Draw the figure, so that its limits and ticks are settled."""
        render_figure(self.figure)
        super().draw(*args, **more)

    def print_svg(self, filename: str | os.PathLike[str] | io.IOBase, **_: Any) -> None:
        """Write a stand-alone SVG; :meth:`matplotlib.figure.Figure.savefig` calls it."""
        from dxlib.charts.saving import render_document  # noqa: PLC0415  (which needs this package)

        text = render_document(render_figure(self.figure), title=self.get_default_filename().rpartition(".")[0])
        if isinstance(filename, str | os.PathLike):
            Path(filename).write_text(text, "utf-8", newline="\n")
        elif isinstance(filename, io.TextIOBase):
            filename.write(text)
        else:
            filename.write(text.encode())

    @classmethod
    def get_default_filetype(cls) -> str:
        """Say that figures are saved as SVG unless told otherwise."""
        return "svg"

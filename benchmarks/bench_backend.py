"""Drawing ready figures through our backend and through matplotlib's own for SVG, in turns: time and bytes."""

from __future__ import annotations

import gzip
import io
import logging
from collections.abc import Callable, Iterator
from functools import partial

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from benchmarks.measuring import Figure as Measured
from benchmarks.measuring import time_side_by_side
from dxlib.charts.backend import render_figure
from dxlib.charts.svg import make_svg
from dxlib.evidence.render import write_markup
from tests.charts.backend.kinds import KINDS, draw_kind, house_theme

ROUNDS = 7


def measure() -> Iterator[Measured]:
    """Draw each kind of figure with both; a ready figure is drawn, seaborn's own work is not counted."""
    mpl.use("agg")
    logging.getLogger("matplotlib.mathtext").setLevel(logging.ERROR)  # theirs reports each root
    ours_s = theirs_s = 0.0
    pages: dict[str, list[bytes]] = {"ours": [], "matplotlib": []}
    with house_theme():
        for name in KINDS:
            figure = draw_kind(name)
            actions = {"ours": partial(draw_ours, figure), "matplotlib": partial(draw_theirs, figure)}
            seconds = time_side_by_side(actions, rounds=ROUNDS)
            sizes = {who: collect(pages[who], action) for who, action in actions.items()}
            ours_s, theirs_s = ours_s + seconds["ours"], theirs_s + seconds["matplotlib"]
            for who in actions:
                yield Measured(f"{name}: {who}", seconds[who] * 1000, "ms")
                yield Measured(f"{name}: {who}", sizes[who] / 1000, "kB")
    yield Measured("all kinds: ours", ours_s * 1000, "ms")
    yield Measured("all kinds: matplotlib", theirs_s * 1000, "ms")
    yield Measured(
        "time, ours of matplotlib's", ours_s / theirs_s, "times", limit=1.1
    )  # most of it is matplotlib's layout
    for who, drawn in pages.items():
        yield Measured(f"all kinds: {who}", len(b"".join(drawn)) / 1000, "kB")
        yield Measured(f"all kinds, gzip: {who}", len(gzip.compress(b"".join(drawn))) / 1000, "kB")
    yield Measured("bytes, ours of matplotlib's", *compare_sizes(pages), limit=0.25)


def compare_sizes(pages: dict[str, list[bytes]]) -> tuple[float, str]:
    """Give how many of the bytes of matplotlib's drawings ours take."""
    return len(b"".join(pages["ours"])) / len(b"".join(pages["matplotlib"])), "times"


def collect(drawn: list[bytes], action: Callable[[], bytes]) -> int:
    """Keep what is drawn, and give how many bytes it has."""
    drawn.append(action())
    return len(drawn[-1])


def draw_ours(figure: Figure) -> bytes:
    """Give the SVG that stands on a page."""
    return write_markup(make_svg(render_figure(figure), name="a", title="a")).encode()


def draw_theirs(figure: Figure) -> bytes:
    """Give matplotlib's SVG, with text as text."""
    file, canvas = io.BytesIO(), figure.canvas
    FigureCanvasSVG(figure).print_svg(file, metadata={"Date": None})
    figure.set_canvas(canvas)
    return file.getvalue()

"""What the parts of a matplotlib figure stand for, told to the renderer by the names of groups."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.category import StrCategoryFormatter
from matplotlib.collections import Collection, LineCollection, PathCollection, QuadMesh
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.patheffects import AbstractPathEffect
from matplotlib.text import Text as Label
from matplotlib.ticker import FixedFormatter, Formatter, FuncFormatter

from dxlib.charts import marks
from dxlib.charts.marks import Mark
from dxlib.data.schema import is_period

BACKGROUND: Final = "background"
POINT: Final = "point"
CELL: Final = "cell"
KEY: Final = "key"
_DIGIT: Final = re.compile(r"\d")
_NUMBER: Final = re.compile(r"[^\d-]*(-?\d+(?:\.\d+)?)\D*")
_PREFIX: Final = "dxlib-"


@dataclass(frozen=True, slots=True)
class Role:
    """What an artist stands for, the name that its author gave it, and whether its parts lie beside each other."""

    role: str
    name: str = ""
    is_mesh: bool = False


@dataclass(slots=True)
class Cast:
    """The artists of a figure that mean something.

    Parameters
    ----------
    roles
        By the name of the group that an artist opens when it is drawn.
    halos
        Texts, by identity, around which the page's colour is kept clear.
    """

    roles: dict[str, Role] = field(default_factory=dict)
    halos: set[int] = field(default_factory=set)


@contextmanager
def cast_roles(figure: Figure) -> Iterator[Cast]:
    """Give the artists of a figure names by which the renderer knows them; they have their own again afterwards.

    Path effects of texts are taken off meanwhile: matplotlib would draw outlines instead of text.
    """
    cast = Cast()
    names: list[tuple[Artist, str | None]] = []
    effects: list[tuple[Label, list[AbstractPathEffect]]] = []
    try:
        for number, (artist, role) in enumerate(_list_roles(figure)):
            names.append((artist, artist.get_gid()))
            artist.set_gid(f"{_PREFIX}{number}")
            cast.roles[f"{_PREFIX}{number}"] = role
        for label in figure.findobj(Label):
            if isinstance(label, Label) and label.get_path_effects():
                effects.append((label, list(label.get_path_effects())))
                label.set_path_effects([])
                cast.halos.add(id(label))
        yield cast
    finally:
        # Backwards, so that an artist that was listed twice has its first name in the end.
        for artist, name in reversed(names):
            artist.set_gid(name)
        for label, own in effects:
            label.set_path_effects(own)


def _list_roles(figure: Figure) -> Iterator[tuple[Artist, Role]]:
    yield figure.patch, Role(BACKGROUND)
    for axes in figure.findobj(Axes):
        if isinstance(axes, Axes):
            yield axes.patch, Role(BACKGROUND)
            # matplotlib marks the Axes of a colour bar in no public way.
            is_key = getattr(axes, "_colorbar", None) is not None
            yield from _list_key_roles(axes) if is_key else _list_data_roles(axes)


def _list_key_roles(axes: Axes) -> Iterator[tuple[Artist, Role]]:
    """Give what stands in a colour bar, but for its axis."""
    for artist in axes.get_children():
        if not isinstance(artist, Axis | Label):
            yield artist, Role(KEY, is_mesh=isinstance(artist, QuadMesh))


def _list_data_roles(axes: Axes) -> Iterator[tuple[Artist, Role]]:
    """Give what stands in an Axes, but for its frame, its texts and its legend."""
    # bar() and hist() put bars into a container; other rectangles are areas.
    bars = {id(bar) for container in axes.containers if isinstance(container, BarContainer) for bar in container}
    for line in axes.lines:
        is_line = line.get_linestyle() not in ("None", "none", "", " ")
        yield line, Role("line" if is_line else POINT, _read_name(line))
    for collection in axes.collections:
        is_mesh = isinstance(collection, QuadMesh)
        yield collection, Role(_name_collection(collection), _read_name(collection), is_mesh)
    for patch in axes.patches:
        yield patch, Role("bar" if id(patch) in bars else "area", _read_name(patch))
    for image in axes.images:
        yield image, Role("picture", _read_name(image))


def _name_collection(collection: Collection) -> str:
    if isinstance(collection, PathCollection):
        return POINT
    if isinstance(collection, QuadMesh):
        return CELL
    # Error bars and whiskers are collections of lines: they state no figure.
    return "rule" if isinstance(collection, LineCollection) else "area"


def _read_name(artist: Artist) -> str:
    """Give the label of an artist, unless matplotlib made it up."""
    label = str(artist.get_label() or "")
    return "" if label.startswith("_") else label


def list_tick_marks(figure: Figure) -> list[dict[int, Mark]]:
    """Give the marks of tick labels after a figure has been drawn: for each axis, by the identity of the text.

    Where all labels of an axis are periods, they are periods; where its values are numbers, they are the values of
    ticks. Names of categories are neither, whatever digits they hold.
    """
    found = [axes for axes in figure.findobj(Axes) if isinstance(axes, Axes)]
    return [_list_marks_of(axis) for axes in found for axis in (axes.xaxis, axes.yaxis)]


def _list_marks_of(axis: Axis) -> dict[int, Mark]:
    ticks = [(label, tick.get_loc()) for tick in axis.majorTicks for label in (tick.label1, tick.label2)]
    shown = [(label, value) for label, value in ticks if label.get_visible() and label.get_text().strip()]
    # One label that is no period makes all of them values: 2024 may be a number of dossiers.
    if shown and all(_is_recent(label.get_text()) for label, _ in shown):
        return {id(label): marks.for_period(label.get_text()) for label, _ in shown}
    named = _has_names(axis.get_major_formatter())
    return {
        id(label): marks.for_tick(value)
        for label, value in shown
        if _DIGIT.search(label.get_text()) and (not named or _read_number(label.get_text()) == value)
    }


def _has_names(formatter: Formatter) -> bool:
    """Say whether labels were given one by one; matplotlib looks those of set_ticks up with a partial function."""
    looked_up = isinstance(formatter, FuncFormatter) and isinstance(formatter.func, partial)
    return looked_up or isinstance(formatter, StrCategoryFormatter | FixedFormatter)


def _is_recent(text: str) -> bool:
    """Say whether a text is a period; a value of a few thousand is none."""
    return is_period(text) and text[:2] in ("19", "20")


def _read_number(text: str) -> float | None:
    """Give the number that a text shows, without its unit; none where it is in doubt."""
    found = _NUMBER.fullmatch(text.replace("\u2212", "-"))
    return float(found[1]) if found else None

"""The drawings of a page: everything in them that does not say what the chart must show."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from typing import Final

from dxlib.audit.charts.drawn import Drawn
from dxlib.audit.discovery import list_functions
from dxlib.audit.svg.parsing import Drawing, DrawingError, parse_drawing
from dxlib.audit.svg.view import UnreadableError, View
from dxlib.evidence.render import Names, Renderer
from dxlib.language import Speaker

WIDTHS: Final[Mapping[str, int]] = {"wide": 680, "narrow": 330}
_TAG: Final = re.compile(r"<[^>]*>")
# A chart without a check has no key here, so that its drawing ends in an error instead of passing unseen.
_CHECKS: Final[Mapping[str, Callable[[View], None]]] = list_functions("dxlib.audit.svg", "check_")


def check_drawing(
    svg: str, drawn: Drawn, speaker: Speaker, names: Mapping[str, str], *, width: str
) -> Iterator[str]:  # fmt: skip
    """Give a message for everything in a drawing that is not what its chart must show.

    Parameters
    ----------
    svg
        The element, as it stands on the page.
    drawn
        What it must show, from :func:`dxlib.audit.charts.composing.compose_chart`.
    speaker
        The language of the page.
    names
        The name on the page of each figure and verdict, by its key.
    width
        ``wide`` or ``narrow``.
    """
    try:
        drawing = parse_drawing(svg)
    except DrawingError as error:
        yield f"{error}"
        return
    wrong = [*_check_head(drawing, drawn, speaker, names, width), *_check_edges(drawing)]
    # Of a drawing with another head the places of everything else mean nothing.
    if wrong:
        yield from wrong
        return
    yield from check_view(View(drawing, drawn, speaker, names))


def check_view(view: View) -> list[str]:
    """Give a message for all that the chart of a drawing misses in it, finds elsewhere, or leaves over."""
    try:
        _CHECKS[view.drawn.kind](view)
    except UnreadableError as error:
        return [*view.wrong, str(error)]
    return [*view.wrong, *view.list_rest()]


def _check_head(
    drawing: Drawing, drawn: Drawn, speaker: Speaker, names: Mapping[str, str], width: str
) -> Iterator[str]:
    label = f"{drawn.stem}{width[0]}-t"
    if drawing.ids != (f"{drawn.stem}-d", label, label):
        yield f"its ids {drawing.ids} are not those of the chart"
    if drawing.width != WIDTHS[width]:
        yield f"it is {drawing.width} pixels wide"
    title = drawn.title
    if not isinstance(title, str):
        # A title may hold figures, which are called by their names on the page.
        rendered = Renderer(speaker, {}, Names(names, {})).render(title)
        title = unescape(_TAG.sub("", rendered))  # with its spaces as they are
    if drawing.title != title:
        yield f"its title is '{drawing.title}', not '{title}'"


def _check_edges(drawing: Drawing) -> Iterator[str]:
    """See that no text stands outside, where nobody sees it."""
    for one in drawing.texts:
        # One pixel beyond the side is rounding; a text further out could be read by programs and by nobody else.
        if not (-1 <= one.x <= drawing.width + 1 and 0 < one.y <= drawing.height):
            yield f"'{one.text}' stands outside of the drawing"

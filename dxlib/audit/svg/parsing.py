"""A drawing as its shapes and texts: only the few elements and attributes that a page's drawings have.

What a text or a shape looks like is a short text, so that two of the same look compare equal: see :func:`look_of_text`
and :func:`look_of_line`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import Final

from markupsafe import escape

# Written down here as well: a class with another colour would show something else where no style applies.
COLORS: Final = {
    "paper": "#ffffff", "ink": "#1d252c", "muted": "#59646e", "faint": "#88939c", "grid": "#d3d9de", "1": "#0f5499",
    "2": "#a85100", "3": "#00695f", "4": "#75388c", "target": "#990f3d", "pale": "#b0bac3", "k1": "#e2edf8",
    "k2": "#b3d1ee", "k3": "#7baedd", "k4": "#3274b2", "k5": "#0a3f78",
}  # fmt: skip
MARKS: Final = ("data-q", "data-period", "data-tick", "data-verdict")
SIZE: Final = 13
# What numbers are written with: spaces that do not break, and in Arabic and Hebrew what says which way their signs run.
_UNSEEN: Final = {0xA0: " ", 0x202F: " ", 0x200E: "", 0x200F: "", 0x61C: ""}
# Coordinates have at most one decimal, and no exponent.
_N: Final = r"-?\d{1,4}(?:\.\d)?"
# Attributes in one order, with one way to write each: whatever else stands there has no place in a drawing.
_HEAD: Final = re.compile(
    r'<svg aria-describedby="(?P<about>[\w-]+)" class="chart-svg" xmlns="http://www\.w3\.org/2000/svg" '
    r'viewBox="0 0 (?P<width>\d{3}) (?P<height>\d{2,4})" role="img" aria-labelledby="(?P<labelled>[\w-]+)" '
    r'font-family="Source Sans Pro, sans-serif" font-size="13" fill="none" stroke-linejoin="round"'
    r'(?: data-at="(?P<spots>[a-z0-9]+,-?\d+,-?\d+(?: [a-z0-9]+,-?\d+,-?\d+)*)")?>'
    r'<title id="(?P<id>[\w-]+)">(?P<title>[^<>]*)</title>'
)
_PATH: Final = re.compile(
    r'<path class="(?P<use>[sf])-(?P<color>\w+)" (?P<paint>stroke|fill)="(?P<hex>#[0-9a-f]{6})"'
    r'(?: stroke-width="(?P<width>\d+(?:\.\d)?)")?(?: stroke-dasharray="(?P<dash>[\d. ]+)")?'
    r'(?: stroke-linecap="(?P<cap>round|square)")? d="(?P<d>[^"]*)"/>'
)
_OUTLINE: Final = re.compile(rf"(?:M{_N} {_N}(?:L{_N} {_N}|[HV]{_N})*(?:h\.01|z)?)+")
_RUN: Final = re.compile(r"M([^Mhz]*)(h\.01|z)?")
_STEP: Final = re.compile(r"([LHV]?)(-?[\d.]+)(?: (-?[\d.]+))?")
_LOOK: Final = (
    r'class="f-(?P<color>\w+)" fill="(?P<hex>#[0-9a-f]{6})"(?P<bold> font-weight="600")?'
    r'(?: font-size="(?P<size>\d\d)")?(?: text-anchor="(?P<anchor>middle|end)")?'
)
_OWN: Final = rf'x="(?P<x>{_N})" y="(?P<y>{_N})"(?: (?P<attribute>{"|".join(MARKS)})="(?P<mark>[\w./-]+)")?'
_ALONE: Final = re.compile(rf"<text {_LOOK} {_OWN}>(?P<text>[^<>]+)</text>")
_GROUP: Final = re.compile(rf"<g {_LOOK}>(?P<texts>(?:<text {_OWN.replace('?P<', '?P<_')}>[^<>]+</text>){{2,}})</g>")
_TEXT: Final = re.compile(rf"<text {_OWN}>(?P<text>[^<>]+)</text>")
_HALO: Final = '<g class="s-paper" stroke="#ffffff" stroke-width="3" paint-order="stroke">'


class DrawingError(ValueError):
    """Markup that no drawing of a page has."""


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text of a drawing: baseline at ``x`` and ``y``; its mark is an attribute with its value."""

    text: str
    x: float
    y: float
    look: str
    attribute: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """A line through points, an area within them, or a single point drawn with a thick pen."""

    look: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What stands in a drawing; ``ids`` are those of its description, its label and its title."""

    width: int
    height: int
    ids: tuple[str, str, str]
    title: str
    spots: tuple[tuple[str, float, float], ...]
    shapes: tuple[Shape, ...]
    texts: tuple[ReadText, ...]


@lru_cache(maxsize=256)
def look_of_text(
    color: str, *, bold: bool = False, size: int = SIZE, anchor: str = "", halo: bool = False
) -> str:  # fmt: skip
    """Give what a text looks like: colour, weight, size, what of it stands at its point, and its halo."""
    return f"{color} {600 if bold else 400} {size} {anchor or 'start'}{' halo' if halo else ''}"


@lru_cache(maxsize=256)
def look_of_line(color: str, width: float = 1, dash: str = "", cap: str = "", form: str = "") -> str:
    """Give what a shape looks like; ``form`` is a dot for a point, ``z`` for an outline, else empty."""
    return f"{color} {width:.1f} {dash or '-'} {cap or '-'} {form}"


def look_of_area(color: str) -> str:
    """Give what a filled area looks like."""
    return f"{color} filled"


def parse_drawing(svg: str) -> Drawing:
    """Read a drawing.

    Raises
    ------
    DrawingError
        For any element, attribute or value that is none of those that drawings have, in another place or order.
    """
    head = _HEAD.match(svg)
    if not head:
        raise DrawingError("its head is none of a drawing")
    if not svg.endswith("</svg>"):
        raise DrawingError("it does not end")
    end = len(svg) - len("</svg>")
    shapes, at = _parse_paths(svg, head.end())
    texts, at = _parse_texts(svg, at, halo=False)
    if svg.startswith(_HALO, at):
        haloed, at = _parse_texts(svg, at + len(_HALO), halo=True)
        at = at + len("</g>") if haloed and svg.startswith("</g>", at) else -1
        texts += haloed
    if at != end:
        raise DrawingError(f"it holds '{svg[at : at + 80] if at >= 0 else 'a group that does not end'}'")
    return Drawing(
        int(head["width"]), int(head["height"]), (head["about"], head["labelled"], head["id"]), _read(head["title"]),
        tuple(_parse_spots(head["spots"] or "")), tuple(shapes), tuple(texts),
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _read(escaped: str) -> str:
    """Give a text without its escapes; only the one way to write it is allowed."""
    text = unescape(escaped)
    # Two ways to write one text would let an alteration through that reads the same to this parser only.
    if str(escape(text)) != escaped or text != text.strip() or not text.translate(_UNSEEN).isprintable():
        raise DrawingError(f"a text is written as '{escaped}'")
    return text


def _parse_spots(written: str) -> Iterator[tuple[str, float, float]]:
    for spot in written.split(" ") if written else ():
        key, x, y = spot.split(",")
        yield key, float(x), float(y)


def _check_color(color: str, value: str) -> str:
    if COLORS.get(color) != value:
        raise DrawingError(f"the class of '{color}' has the colour {value}")
    return color


def _parse_paths(svg: str, at: int) -> tuple[list[Shape], int]:
    shapes: list[Shape] = []
    while match := _PATH.match(svg, at):
        at = match.end()
        color = _check_color(match["color"], match["hex"])
        is_fill = match["use"] == "f"
        if is_fill != (match["paint"] == "fill") or (is_fill and (match["width"] or match["dash"] or match["cap"])):
            raise DrawingError(f"'{match[0][:80]}' mixes lines and areas")
        if not _OUTLINE.fullmatch(match["d"]):
            raise DrawingError(f"'{match['d'][:80]}' is no outline")
        pen = (color, float(match["width"] or 1), match["dash"] or "", match["cap"] or "")
        for run in _RUN.finditer(match["d"]):
            form = {"h.01": ".", "z": "z", None: ""}[run[2]]
            points = tuple(_walk(run[1]))
            if is_fill != (form == "z") or (form == "." and len(points) != 1):
                raise DrawingError(f"'{run[0][:80]}' is no outline")
            shapes.append(Shape(look_of_area(color) if is_fill else look_of_line(*pen, form), points))
    return shapes, at


def _walk(steps: str) -> Iterator[tuple[float, float]]:
    # H and V change one coordinate, and leave the other as it was.
    x = y = 0.0
    for step in _STEP.finditer(steps):
        if step[1] == "H":
            x = float(step[2])
        elif step[1] == "V":
            y = float(step[2])
        else:
            x, y = float(step[2]), float(step[3])
        yield x, y


def _parse_texts(svg: str, at: int, *, halo: bool) -> tuple[list[ReadText], int]:
    texts: list[ReadText] = []
    seen: set[str] = set()
    while match := _ALONE.match(svg, at) or _GROUP.match(svg, at):
        at = match.end()
        look = look_of_text(
            _check_color(match["color"], match["hex"]), bold=bool(match["bold"]), size=int(match["size"] or SIZE),
            anchor=match["anchor"] or "", halo=halo,
        )  # fmt: skip
        # The writer puts all texts of a look into one group; a second place would change their order.
        if look in seen:
            raise DrawingError("texts of one look stand in two places")
        seen.add(look)
        members = [match] if match.re is _ALONE else list(_TEXT.finditer(match["texts"]))
        texts += [_make_text(one, look) for one in members]
    return texts, at


def _make_text(match: re.Match[str], look: str) -> ReadText:
    x, y, attribute, mark, text = match.group("x", "y", "attribute", "mark", "text")
    return ReadText(_read(text), float(x), float(y), look, attribute or "", mark or "")

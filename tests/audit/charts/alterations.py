"""Ways to alter a drawing so that it says something else; each gives false where a drawing has nothing to alter."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from typing import Any

Tree = list[Any]
COLORS = {"ink": "#1d252c", "muted": "#59646e", "1": "#0f5499", "faint": "#88939c", "grid": "#d3d9de", "2": "#a85100",
          "pale": "#b0bac3", "target": "#990f3d", "k2": "#b3d1ee", "k5": "#0a3f78"}  # fmt: skip
POINT = re.compile(r"([ML])(-?[\d.]+) (-?[\d.]+)")


def walk(tree: Tree) -> Iterator[Tree]:
    """Give the paths, texts and groups of a drawing."""
    for one in tree[2:]:
        if isinstance(one, list) and one[0] in ("path", "g", "text"):
            yield one
            yield from walk(one)


def list_texts(svg: Tree, mark: str | None = "") -> list[Tree]:
    """Give the texts that have a mark; with None those without any."""
    texts = [one for one in walk(svg) if one[0] == "text"]
    if mark is None:
        return [one for one in texts if not any(name.startswith("data-") for name in one[1])]
    return [one for one in texts if not mark or mark in one[1]]


def list_paths(svg: Tree) -> list[Tree]:
    return [one for one in walk(svg) if one[0] == "path"]


def swap_texts(svg: Tree, chance: random.Random) -> bool:
    return _swap(list_texts(svg), chance, lambda one: one[2], _put_text)


def swap_names(svg: Tree, chance: random.Random) -> bool:
    return _swap(list_texts(svg, None), chance, lambda one: one[2], _put_text)


def swap_marks(svg: Tree, chance: random.Random) -> bool:
    def put(one: Tree, value: str) -> None:
        one[1]["data-q"] = value

    return _swap(list_texts(svg, "data-q"), chance, lambda one: one[1]["data-q"], put)


def swap_places(svg: Tree, chance: random.Random) -> bool:
    def put(one: Tree, value: tuple[str, str]) -> None:
        one[1]["x"], one[1]["y"] = value

    texts = list_texts(svg)
    pairs = [(one, other) for one in texts for other in texts if one[2] != other[2] and _are_apart(one, other)]
    if not pairs:
        return False
    one, other = chance.choice(pairs)
    return _swap([one, other], chance, lambda text: (text[1]["x"], text[1]["y"]), put)


def _are_apart(one: Tree, other: Tree) -> bool:
    return max(abs(float(one[1][name]) - float(other[1][name])) for name in ("x", "y")) > 6


def _swap(
    texts: list[Tree], chance: random.Random, read: Callable[[Tree], Any], put: Callable[[Tree, Any], None]
) -> bool:
    pairs = [(one, other) for one in texts for other in texts if read(one) != read(other)]
    if not pairs:
        return False
    one, other = chance.choice(pairs)
    first, second = read(one), read(other)
    put(one, second)
    put(other, first)
    return True


def _put_text(one: Tree, text: str) -> None:
    one[2] = text


def change_tick(svg: Tree, chance: random.Random) -> bool:
    """Change what a tick says, what it is marked as, or both."""
    ticks = list_texts(svg, "data-tick")
    if not ticks:
        return False
    one = chance.choice(ticks)
    others = [other for other in ticks if other[1]["data-tick"] != one[1]["data-tick"]]
    way = chance.choice(["text", "mark", "both"])
    if way in ("text", "both"):
        one[2] = re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), one[2], count=1)
    if way in ("mark", "both"):
        value = one[1]["data-tick"]
        one[1]["data-tick"] = (
            chance.choice(others)[1]["data-tick"]
            if way == "mark" and others
            else re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), value, count=1)
        )
    return True


def move_text(svg: Tree, chance: random.Random) -> bool:
    """Move a text to the row of another one, farther off than the other side of its own point, where it may stand."""
    texts = list_texts(svg)
    one = chance.choice(texts)
    others = [other for other in texts if abs(float(other[1]["y"]) - float(one[1]["y"])) > 30]
    if not others:
        return False
    one[1]["y"] = chance.choice(others)[1]["y"]
    return True


def flip_line(svg: Tree, chance: random.Random) -> bool:
    """Turn a line upside down."""
    runs = [
        (path, run)
        for path in list_paths(svg)
        for run in re.findall(r"M[^Mzh]*L[^Mzh]*", path[1]["d"])
        if len({y for _, _, y in POINT.findall(run)}) > 1 and path[1].get("stroke-width") in ("2.4", "1.3", "2.2")
    ]
    if not runs:
        return False
    path, run = chance.choice(runs)
    ys = [float(y) for _, _, y in POINT.findall(run)]
    top, bottom = min(ys), max(ys)
    if bottom - top < 4:
        return False
    flipped = POINT.sub(lambda point: f"{point[1]}{point[2]} {top + bottom - float(point[3]):.1f}", run)
    path[1]["d"] = path[1]["d"].replace(run, flipped)
    return True


def move_corner(svg: Tree, chance: random.Random) -> bool:
    """Move a corner of a line or the place of a sign by 3 to 40 pixels."""
    points = [(path, match) for path in list_paths(svg) for match in POINT.finditer(path[1]["d"])]
    path, match = chance.choice(points)
    by = chance.choice([-1, 1]) * chance.uniform(3, 40)
    x, y = float(match[2]), float(match[3])
    x, y = chance.choice([(x + by, y), (x, y + by)])
    written = f"{match[1]}{x:.1f} {y:.1f}"
    path[1]["d"] = path[1]["d"][: match.start()] + written + path[1]["d"][match.end() :]
    return True


def change_color(svg: Tree, chance: random.Random) -> bool:
    """Give a path or a text another colour; by its class alone, or by both class and value."""
    one = chance.choice([one for one in walk(svg) if "class" in one[1]])
    use, _, color = one[1]["class"].partition("-")
    new = chance.choice([name for name in COLORS if name != color])
    one[1]["class"] = f"{use}-{new}"
    if chance.random() < 0.5:
        one[1]["fill" if use == "f" else "stroke"] = COLORS[new]
    return True


def hide_text(svg: Tree, chance: random.Random) -> bool:
    """Make a text invisible."""
    one = chance.choice(list_texts(svg))
    change: dict[str, str] = chance.choice([
        {"opacity": "0"}, {"display": "none"}, {"visibility": "hidden"}, {"font-size": "1"}, {"x": "-900"},
        {"y": "9999"}, {"class": "f-paper", "fill": "#ffffff"}, {"text-decoration": "line-through"},
        {"style": "display:none"}, {"transform": "scale(0)"}, {"y": "-5"},
    ])  # fmt: skip
    _ungroup(svg, one)
    one[1].update(change)
    return True


def drop_figure(svg: Tree, chance: random.Random) -> bool:
    """Leave out the text of a figure."""
    texts = list_texts(svg, "data-q")
    if not texts:
        return False
    one = chance.choice(texts)
    parent = _find_parent(svg, one)
    parent.remove(one)
    _tidy(svg)
    return True


def add_text(svg: Tree, chance: random.Random) -> bool:
    """Add a text that the chart has already, or one of its own."""
    texts = list_texts(svg)
    one = chance.choice(texts)
    text = chance.choice([chance.choice(texts)[2], "42%", "of", "2024", "not", "–"])
    mark = {name: value for name, value in one[1].items() if name.startswith("data-") and chance.random() < 0.5}
    look = {} if _find_parent(svg, one)[0] == "g" and "class" not in one[1] else dict(one[1])
    new = ["text", {**{k: v for k, v in look.items() if not k.startswith("data-")}, "x": "60", "y": "60", **mark}, text]
    parent = _find_parent(svg, one)
    parent.insert(parent.index(one) + chance.choice([0, 1]), new)
    _tidy(svg)
    return True


def move_spot(svg: Tree, chance: random.Random) -> bool:
    """Say that a figure stands elsewhere, or that another one stands there."""
    spots = svg[1].get("data-at", "").split(" ")
    if len(spots) < 2:
        return False
    at = chance.randrange(len(spots))
    key, x, y = spots[at].split(",")
    other = spots[at - 1].split(",")[0]
    spots[at] = chance.choice([f"{key},{int(x) + 5},{y}", f"{key},{x},{int(y) - 5}", f"{other},{x},{y}"])
    if chance.random() < 0.2:
        del spots[at]
    svg[1]["data-at"] = " ".join(spots)
    return True


def drop_shape(svg: Tree, chance: random.Random) -> bool:
    """Leave out a line, an area or a sign."""
    path = chance.choice(list_paths(svg))
    runs = re.findall(r"M[^M]*", path[1]["d"])
    del runs[chance.randrange(len(runs))]
    path[1]["d"] = "".join(runs)
    if not runs:
        svg.remove(path)
    return True


def add_shape(svg: Tree, chance: random.Random) -> bool:
    """Draw a line once more, elsewhere."""
    path = chance.choice(list_paths(svg))
    run = chance.choice(re.findall(r"M[^M]*", path[1]["d"]))
    moved = POINT.sub(lambda point: f"{point[1]}{float(point[2]) + 9:.1f} {float(point[3]) + 9:.1f}", run)
    path[1]["d"] += moved
    return True


def _find_parent(svg: Tree, one: Tree) -> Tree:
    return next(parent for parent in (svg, *walk(svg)) if any(child is one for child in parent[2:]))


def _ungroup(svg: Tree, one: Tree) -> None:
    """Give a text of a group its look by itself, as the only one of its look has it."""
    parent = _find_parent(svg, one)
    if parent[0] == "g" and "class" not in one[1] and len(parent) > 3:
        parent.remove(one)
        grand = _find_parent(svg, parent)
        one[1] = {**parent[1], **one[1]}
        grand.insert(grand.index(parent) + 1, one)
        _tidy(svg)


def _tidy(svg: Tree) -> None:
    """Put texts into the form in which drawings have them: groups of two and more, texts of one look in one group."""
    for parent in [svg, *[one for one in walk(svg) if "paint-order" in one[1]]]:
        _regroup(parent)
    svg[2:] = [one for one in svg[2:] if not (one[0] == "g" and len(one) == 2)]


def _regroup(parent: Tree) -> None:
    groups: dict[str, tuple[dict[str, str], list[Tree]]] = {}
    rest, after = [], []
    for one in parent[2:]:
        if not isinstance(one, list) or one[0] not in ("g", "text") or "paint-order" in one[1]:
            (after if groups else rest).append(one)
            continue
        own = {name: value for name, value in one[1].items() if name not in ("x", "y") and not name.startswith("data-")}
        members = one[2:] if one[0] == "g" else [["text", {k: v for k, v in one[1].items() if k not in own}, one[2]]]
        groups.setdefault(str(own), (own, []))[1].extend(members)
    built = []
    for own, members in groups.values():
        if len(members) == 1:
            built.append(["text", {**own, **members[0][1]}, members[0][2]])
        elif members:
            built.append(["g", own, *members])
    parent[2:] = [*rest, *built, *after]


ALTERATIONS: tuple[Callable[[Tree, random.Random], bool], ...] = (
    swap_texts, swap_names, swap_marks, swap_places, change_tick, move_text, flip_line, move_corner, change_color,
    hide_text, drop_figure, add_text, move_spot, drop_shape, add_shape,
)  # fmt: skip

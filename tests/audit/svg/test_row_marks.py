"""The drawing of an analyst's picture: true ones pass; a mark moved, removed or added is found, and all else."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import pytest

from dxlib.audit.facts import Facts
from dxlib.audit.svg.parsing import DrawingError, parse_drawing
from dxlib.errors import ConfigError
from dxlib.paths import find_project
from tests.audit.charts.alterations import ALTERATIONS, move_corner, swap_names
from tests.audit.charts.analysts import CELLS, SMALL_SWARM, Sample, make

TIMES = 40
# Points of a swarm may stand anywhere beside their period; seven areas have one bound.
UNHELD = ((move_corner, "swarm"), (move_corner, "merged"), (swap_names, "bounds"))
_POINT = re.compile(r"M(-?[\d.]+) (-?[\d.]+)h\.01")


@lru_cache(maxsize=1)
def list_samples() -> tuple[Sample, ...]:
    facts = Facts(find_project())
    return tuple(sample for name in CELLS for sample in make(facts, name).samples)


def find(name: str) -> Sample:
    return next(one for one in list_samples() if one.name == name)


def list_points(svg: str) -> list[re.Match[str]]:
    return list(_POINT.finditer(svg))


def replace(svg: str, match: re.Match[str], text: str) -> str:
    return svg[: match.start()] + text + svg[match.end() :]


def says_the_same(svg: str, other: str) -> bool:
    """Say whether two drawings hold the same, in whatever order their texts stand."""
    try:
        parsed = [parse_drawing(one) for one in (svg, other)]
    except DrawingError:
        return False
    return parsed[0].shapes == parsed[1].shapes and Counter(parsed[0].texts) == Counter(parsed[1].texts)


def test_true_drawings_pass() -> None:
    assert len(list_samples()) == 2 * len(CELLS)
    assert {one.name: found for one in list_samples() if (found := one.check(one.render()))} == {}


@pytest.mark.parametrize("alter", ALTERATIONS, ids=lambda alter: alter.__name__)
def test_altered_drawings_do_not_pass(alter: Callable[[Any, random.Random], bool]) -> None:
    chance = random.Random(20261128)
    missed, done, tried = [], 0, 0
    while done < TIMES and tried < 20 * TIMES:
        tried += 1
        one = chance.choice(list_samples())
        if (alter, one.name.partition(" ")[0]) in UNHELD:
            continue
        tree, before = one.parse(), one.render()
        try:
            if not alter(tree, chance) or says_the_same(after := one.render(tree), before):
                continue
        except ConfigError:  # what no page can hold: its writer refuses it
            done += 1
            continue
        done += 1
        if not one.check(after):
            missed.append(f"{one.name}: {after}")
    assert missed == []


@pytest.mark.parametrize("name", ["swarm wide", "swarm narrow", "relation wide"])
@pytest.mark.parametrize("seed", range(25))
def test_a_mark_that_was_moved_removed_or_doubled_is_found(name: str, seed: int) -> None:
    one, chance = find(name), random.Random(seed)
    svg = one.render()
    point = chance.choice(list_points(svg))
    x, y = float(point[1]), float(point[2])
    moved = f"M{x:g} {y + chance.choice((-1, 1)) * chance.uniform(3.5, 60):.1f}h.01"
    assert any("stands for no row" in message for message in one.check(replace(svg, point, moved)))
    gone = replace(svg, point, "").replace(' d=""', ' d="M1 1h.01"')  # the only one of its look
    assert any("has no mark" in message for message in one.check(gone))
    assert any("stands for no row" in message for message in one.check(replace(svg, point, point[0] * 2)))


def test_in_a_small_swarm_points_stand_aside_where_they_would_lie_on_another() -> None:
    samples = make(Facts(find_project()), "small swarm", source=SMALL_SWARM).samples
    assert [one.check(one.render()) for one in samples] == [[], []]
    wide = samples[0].render()
    points = [(match, float(match[1]), float(match[2])) for match in list_points(wide)]

    def is_alone(x: float, y: float) -> bool:
        return sum(abs(x - other) < 20 and abs(y - height) < 20 for _, other, height in points) == 1

    alone, x, y = next(one for one in points if is_alone(*one[1:]))
    (message, *_) = samples[0].check(replace(wide, alone, f"M{x + 8:g} {y:g}h.01"))
    assert message == f"a point at ({x + 8:g}, {y:g}) stands for no row"


@pytest.mark.parametrize("name", ["swarm wide", "relation wide", "relation narrow"])
def test_a_drawing_turned_upside_down_is_found(name: str) -> None:
    one = find(name)
    svg = one.render()
    ys = [float(point[2]) for point in list_points(svg)]
    turned = _POINT.sub(lambda point: f"M{point[1]} {min(ys) + max(ys) - float(point[2]):g}h.01", svg)
    assert one.check(turned)


@pytest.mark.parametrize("name", [f"{cell} {width}" for cell in CELLS for width in ("wide", "narrow")])
def test_a_tick_of_another_value_is_found(name: str) -> None:
    one = find(name)
    svg = one.render()
    for tick in re.finditer(r'data-tick="([\d.]+)">([^<]+)<', svg):
        other = float(tick[1]) * 2 or 1.0
        text = one.speaker.format_tick(other, "", 0)
        found = one.check(replace(svg, tick, f'data-tick="{other:g}">{text}<'))
        assert found, tick[0]


def test_the_colour_of_the_brief_s_own_marks_is_held() -> None:
    one = find("swarm wide")
    svg = one.render()
    (own,) = re.findall(r'<path class="s-1"[^>]* d="(M[\d. ]+h\.01)', svg)
    other = list_points(re.findall(r'<path class="s-pale".*?/>', svg)[0])[5][0]
    swapped = svg.replace(own, "@").replace(other, own).replace("@", other)
    assert len(one.check(swapped)) >= 2


@pytest.mark.parametrize(
    ("name", "pattern", "text", "message"),
    [
        ("relation wide", r'<path class="f-k1".*?/>', "", "the band is not that of the fitted line"),
        ("relation wide", r'<path class="s-muted"[^>]*-width="2".*?/>', "", "the fitted line is not that of the rows"),
        ("swarm wide", r'<path class="s-ink".*?/>', "", "the median (ink 2.0 - - ) does not stand at"),
        ("swarm narrow", r">4,05<", ">4,06<", "stands where '4,05'"),
        ("swarm narrow", r">Hà Nội<", ">Hà Nam<", "'Hà Nam' stands where 'Hà Nội'"),
        ("relation narrow", r">China<", ">Lao PDR<", "'Lao PDR' stands where 'China'"),
        ("bars wide", r'd="M[\d.]+ ([\d.]+)H', 'd="M200 99H', "stands for no row"),
        ("lines wide", r'(class="s-1"[^>]*)-width="[\d.]+"', r'\1-width="7"', "stands for no row, or does not"),
        ("lines wide", r"L([\d.]+) ([\d.]+)", "L333 99", "joins no figures that follow each other"),
    ],
)  # fmt: skip
def test_what_follows_from_rows_and_what_names_them_is_held(name: str, pattern: str, text: str, message: str) -> None:
    one = find(name)
    svg = one.render()
    altered = re.sub(pattern, text, svg, count=1)
    assert altered != svg
    assert any(message in found for found in one.check(altered))


def test_what_turns_digits_around_is_found_in_every_text() -> None:
    for one in list_samples():
        svg = one.render()
        for text in re.finditer(r">[^<>]([^<>]+)</text>", svg):
            turned = f"{svg[: text.start(1)]}\u200f{svg[text.start(1) :]}"
            assert one.check(turned), text[0]


def test_a_band_that_is_too_narrow_is_found() -> None:
    one = find("relation wide")
    svg = one.render()
    band = re.findall(r'class="f-k1"[^>]* d="([^"]*)"', svg)[0]
    points = [tuple(map(float, point.split())) for point in re.findall(r"[\d.]+ [\d.]+", band)]
    middle = sum(y for _, y in points) / len(points)
    narrow = "M" + "L".join(f"{x:g} {middle + (y - middle) * 0.9:.1f}" for x, y in points) + "z"
    assert "the band is not that of the fitted line" in one.check(svg.replace(band, narrow))

"""What a drawing says is held against what its chart must show: true drawings pass, altered ones do not."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import pytest

import dxlib as dx
from dxlib.audit.charts.composing import KINDS, WIDTHS, compose_chart
from dxlib.audit.charts.drawn import Drawn
from dxlib.audit.drawings import check_drawing
from dxlib.audit.facts import Facts
from dxlib.audit.figure import Gap
from dxlib.audit.gathering import Collector
from dxlib.errors import ConfigError
from dxlib.evidence.render import Names, Renderer
from dxlib.paths import find_project
from tests.audit.charts.alterations import ALTERATIONS, Tree, list_texts, walk
from tests.audit.charts.notebooks import Recording, know, run
from tests.audit.charts.test_composing import OTHERS, PAGES

TIMES = 40


@dataclass(frozen=True)
class Sample:
    """A drawing of a page, and what it must show."""

    name: str
    drawn: Drawn
    width: str
    renderer: Renderer
    drawing: str

    def parse(self) -> Tree:
        return list(json.loads(self.drawing))

    def render(self, tree: Tree | None = None) -> str:
        return str(self.renderer.render(tree or self.parse()))

    def check(self, svg: str) -> list[str]:
        names = self.renderer.names.figures
        return list(check_drawing(svg, self.drawn, self.renderer.speaker, names, width=self.width))


def sample(facts: Facts, recording: Recording) -> list[Sample]:
    figures, page = know(facts, recording), recording.brief.page
    samples = []
    for call in recording.calls:
        if call.fragment.kind != "chart":
            continue
        collector = Collector(facts.catalogue, page.language)
        found = compose_chart(call.kind, figures, collector, "", call.title, call.args, call.options)
        assert not isinstance(found, Gap)
        renderer = Renderer(recording.brief._writer.speaker, call.fragment.evidence.measures)
        for width, drawing in zip(WIDTHS, call.drawings, strict=True):
            name = f"{page.brief} {page.area} {page.edition} {page.language} {call.kind} {call.args[0]} {width}"
            samples.append(Sample(name, found[1], width, renderer, json.dumps(drawing)))
    return samples


@lru_cache(maxsize=1)
def list_samples() -> tuple[Sample, ...]:
    """Give the drawings of some pages, and of charts that no notebook calls."""
    facts = Facts(find_project())
    samples = [one for page in PAGES for one in sample(facts, run(*page))]
    for area, edition, language in (("VNM", 2025, "en"), ("SGP", 2018, "vi"), ("VN63-01", 2024, "fr")):
        recording = Recording(dx.open_brief("01-national-overview", area=area, edition=edition, language=language))
        for kind, args, options in OTHERS:
            getattr(recording, kind)(*args, title="Any", **options)
        samples += sample(facts, recording)
    return tuple(samples)


def find_sample(kind: str, text: str = "") -> Sample:
    return next(one for one in list_samples() if one.drawn.kind == kind and text in one.render())


def test_there_are_samples_of_every_chart_in_both_widths() -> None:
    assert {(one.drawn.kind, one.width) for one in list_samples()} == {
        (kind, width) for kind in KINDS for width in WIDTHS
    }


def test_true_drawings_pass() -> None:
    assert {one.name: found for one in list_samples() if (found := one.check(one.render()))} == {}


def test_figures_are_known_by_their_names_on_the_page() -> None:
    one = find_sample("trend")
    keys = {text[1]["data-q"] for text in list_texts(one.parse(), "data-q")}
    keys |= {spot.split(",")[0] for spot in one.parse()[1]["data-at"].split(" ")}
    names = {key: f"q{index}" for index, key in enumerate(sorted(keys))}
    renderer = Renderer(one.renderer.speaker, one.renderer.measures, Names(names, {}))
    renamed = Sample(one.name, one.drawn, one.width, renderer, one.drawing)
    assert renamed.check(renamed.render()) == []
    assert renamed.check(one.render()) != []


@pytest.mark.parametrize("alter", ALTERATIONS, ids=lambda alter: alter.__name__)
def test_altered_drawings_do_not_pass(alter: Callable[[Tree, random.Random], bool]) -> None:
    chance = random.Random(20250701)
    missed, done = [], 0
    while done < TIMES:
        one = chance.choice(list_samples())
        tree, before = one.parse(), one.render()
        try:
            if not alter(tree, chance) or (after := one.render(tree)) == before:
                continue
        except ConfigError:  # what no page can hold: its writer refuses it
            done += 1
            continue
        done += 1
        if not one.check(after):
            missed.append(f"{one.name}: {after}")
    assert missed == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<title", '<a href="#x"/><title'),
        ('fill="none"', 'fill="none" style="opacity:0"'),
        ('class="chart-svg"', 'class="chart-svg" onload="x()"'),
        ('viewBox="0 0 680', 'viewBox="0 0 681'),
        ('font-size="13"', 'font-size="1"'),
        ("</svg>", "<script>1</script></svg>"),
        ("</svg>", "<text>3</text></svg>"),
        ("</svg>", "<!-- 3 --></svg>"),
        ("</title>", " 2024</title>"),
        (' d="M', ' d="m'),
        (' d="M', ' opacity="0" d="M'),
        ("-t", "-u"),
        ("-d", "-e"),
        ("<text ", "<tspan "),
        ("&gt; 20%", "> 20%"),
        ("</text>", " </text>"),
        ("</text>", "\N{ZERO WIDTH SPACE}</text>"),
    ],
)
def test_no_other_markup_stands_in_a_drawing(old: str, new: str) -> None:
    one = find_sample("trend", "&gt; 20%")
    svg = one.render()
    assert old in svg
    assert one.check(svg.replace(old, new, 1)) != []


def test_a_label_that_has_room_is_not_left_out() -> None:
    one = find_sample("ranking", "2025")
    tree = one.parse()
    groups = [group for group in walk(tree) if group[0] == "g" and "paint-order" not in group[1]]
    group = next(group for group in groups if group[1].get("text-anchor") == "middle" and "data-q" in group[-1][1])
    text = group.pop()
    assert one.check(one.render(tree)) == [f"'{text[2]}' is missing, and there is room for it"]


@pytest.mark.parametrize(("kind", "color"), [("bullets", "s-paper"), ("tiles", "s-k1"), ("trend", "s-grid")])
def test_what_lies_under_others_does_not_lie_over_them(kind: str, color: str) -> None:
    one = find_sample(kind)
    tree = one.parse()
    path = next(path for path in walk(tree) if path[1].get("class") == color)
    last = max(at for at, part in enumerate(tree[2:], 2) if part[0] == "path")
    tree.remove(path)
    tree.insert(last, path)
    assert one.check(one.render(tree)) == ["lines and areas lie over others that they must lie under"]


def test_a_drawing_of_another_chart_does_not_pass() -> None:
    trends = [one for one in list_samples() if one.drawn.kind == "trend" and one.width == "wide"]
    assert trends[0].check(trends[1].render()) != []


def test_the_narrow_drawing_does_not_stand_for_the_wide_one() -> None:
    wide, narrow = (one for one in list_samples()[:2])
    assert wide.check(narrow.render()) != []

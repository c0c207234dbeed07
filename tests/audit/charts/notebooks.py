"""The charts that notebooks call: each with what the writing side made of it."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import seaborn as sns

import dxlib as dx
from dxlib.audit.charts.composing import KINDS
from dxlib.audit.evaluate import FigureCalls
from dxlib.audit.facts import Facts
from dxlib.audit.figure import Fig
from dxlib.audit.gathering import Collector
from dxlib.brief.fragments import Fragment
from dxlib.data.quantities import Missing, Quantity
from dxlib.evidence.parts import DRAWING, Part
from dxlib.language import Sentence
from dxlib.paths import find_project
from tests.claiming import evaluate


@dataclass(frozen=True)
class Call:
    """A chart that a notebook called."""

    kind: str
    args: tuple[str, ...]
    options: dict[str, Any]
    title: str
    values: dict[str, Any]
    fragment: Fragment

    @property
    def content(self) -> Part:
        """What the writing side made, with nothing in its drawings."""
        return empty_drawings(json.loads(json.dumps(self.fragment.content)))

    @property
    def drawings(self) -> list[Part]:
        """What the writing side drew."""
        return [one[1] for one in find_drawings(self.fragment.content)]


class Recording:
    """A brief that notes down the charts that are called."""

    def __init__(self, brief: Any) -> None:
        self.brief = brief
        self.calls: list[Call] = []

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.brief, name)
        return (lambda *args, **words: self._call(name, args, words)) if name in KINDS else method

    def _call(self, kind: str, args: tuple[str, ...], words: dict[str, Any]) -> Fragment:
        fragment: Fragment = getattr(self.brief, kind)(*args, **words)
        title = words.pop("title")
        options = {name: words.pop(name) for name in KINDS[kind] if name in words}
        self.calls.append(Call(kind, args, options, title, words, fragment))
        return fragment


def run(brief: str, area: str, edition: int, language: str) -> Recording:
    """Run a notebook of the project; give the charts that it called."""
    recording = Recording(dx.open_brief(brief, area=area, edition=edition, language=language))
    names: dict[str, Any] = {"brief": recording, "dx": dx, "sns": sns}
    for source in _list_cells(brief):
        exec(compile(ast.parse(source), brief, "exec"), names)
    return recording


def _list_cells(brief: str) -> Iterator[str]:
    notebook = json.loads((find_project().notebooks / f"{brief}.ipynb").read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and not {"parameters", "setup"} & set(cell["metadata"].get("tags", ())):
            yield "".join(cell["source"])


def say_title(call: Call, figures: FigureCalls, collector: Collector, edition: int) -> Part:
    """Give the title of a chart as the audit must say it."""
    values = {name: _convert(value, figures) for name, value in call.values.items()}
    area = figures.catalogue.areas[figures.area].name[collector.language]
    return collector.say(Sentence(call.title), **{"area": area, "edition": ["@period", str(edition), True], **values})


def _convert(value: Any, figures: FigureCalls) -> Any:
    if isinstance(value, Quantity):
        assert value.claim
        found = evaluate(figures, value.claim)
        return found.claimed(value.claim) if isinstance(found, Fig) else found
    assert not isinstance(value, Missing)
    return value


def know(facts: Facts, brief: Recording) -> FigureCalls:
    """Give what the audit knows on the day of a brief."""
    page = brief.brief.page
    return FigureCalls(facts.known_on(page.as_of), page.area)


def find_drawings(part: Part) -> Iterator[list[Any]]:
    """Give the drawings within a part."""
    if isinstance(part, list):
        if part[0] == DRAWING:
            yield part
        for one in part[1:]:
            yield from find_drawings(one)


def empty_drawings(part: Part) -> Part:
    """Give a part with nothing in its drawings."""
    if not isinstance(part, list):
        return part
    return [DRAWING, ""] if part[0] == DRAWING else [empty_drawings(one) for one in part]

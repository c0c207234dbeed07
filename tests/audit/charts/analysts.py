"""Pictures of analysts as cells of a notebook: run by the writing side, and composed again by the audit."""

from __future__ import annotations

import ast
import json
from dataclasses import dataclass
from typing import Any

import seaborn as sns

import dxlib as dx
from dxlib.audit.charts.drawn import Drawn
from dxlib.audit.compose import Calls
from dxlib.audit.drawings import check_drawing
from dxlib.audit.evaluate import FigureCalls
from dxlib.audit.facts import Facts
from dxlib.audit.gathering import Collector
from dxlib.audit.interpret import Interpreter
from dxlib.audit.text_blocks import Block
from dxlib.brief.fragments import Fragment
from dxlib.evidence.format import Evidence
from dxlib.evidence.parts import Part
from dxlib.evidence.render import Renderer
from dxlib.language import Speaker
from tests.audit.charts.notebooks import find_drawings

CELLS = {
    "swarm": """
own = brief.latest("papi_dim8_e_governance")
rows = brief.frame("papi_dim8_e_governance", areas="provinces_63", since="2021")


def draw(ax, rows):
    sns.swarmplot(rows, x="TIME_PERIOD", y="OBS_VALUE", size=3, ax=ax)
    dx.emphasize(ax, rows)
    dx.median(ax, rows)
    dx.label(ax, own)


brief.picture(draw, data=rows, title="Indicator", words="{own}", own=own)
""",
    "relation": """
named = [brief.at("egdi_value", "2022", area="CHN"), brief.at("egdi_value", "2022", area="LAO")]
rows = brief.frame(["gtmi_value", "egdi_value"], areas=("asean", "comparators"), period="2022", columns="indicator")


def draw(ax, rows):
    ax.scatter(rows["gtmi_value"], rows["egdi_value"])
    dx.emphasize(ax, rows)
    dx.fit(ax, rows, x="gtmi_value", y="egdi_value")
    dx.label(ax, *named, value=False)


brief.picture(draw, data=rows, title="Indicator", words=["Area"])
""",
    "bars": """
rows = brief.frame("egdi_value", areas="asean", period="2024")


def draw(ax, rows):
    ax.barh(rows["AREA_NAME"], rows["OBS_VALUE"])
    dx.emphasize(ax, rows)


brief.picture(draw, data=rows, title="Indicator", words="Area")
""",
    "lines": """
rows = brief.frame("papi_dim8_e_governance", areas=["VN63-01", "VN63-31", "VN63-33"])


def draw(ax, rows):
    for _, one in rows.groupby("SEGMENT"):
        ax.plot(one["DATE"], one["OBS_VALUE"], marker="o")


brief.picture(draw, data=rows, title="Indicator", words="Area")
""",
    "ranks": """
rows = brief.frame("egdi_rank", areas="asean_six", since="2016")


def draw(ax, rows):
    for _, one in rows.groupby("SEGMENT"):
        ax.plot(one["TIME_PERIOD"], one["OBS_VALUE"], color="#0f5499")


brief.picture(draw, data=rows, title="Indicator", words="Area")
""",
}
CELLS["bounds"] = """
rows = brief.frame("online_dossier_share_full_process", areas="provinces_63")


def draw(ax, rows):
    ax.scatter(rows["OBS_VALUE"], rows["AREA_NAME"])


brief.picture(draw, data=rows, title="Indicator", words="Area")
"""
# Of an area that three were merged into.
CELLS["merged"] = """
rows = brief.frame("papi_dim8_e_governance", areas="provinces_63", since="2022")


def draw(ax, rows):
    sns.swarmplot(rows, x="TIME_PERIOD", y="OBS_VALUE", size=3, ax=ax)
    dx.emphasize(ax, rows)


brief.picture(draw, data=rows, title="Indicator", words="Area")
"""
# A swarm of which fewer than a tenth of the points is moved aside.
SMALL_SWARM = """
rows = brief.frame("internet_users_share", areas="asean_six", since="2005")


def draw(ax, rows):
    sns.swarmplot(rows, x="TIME_PERIOD", y="OBS_VALUE", size=4, ax=ax)
    dx.emphasize(ax, rows)


brief.picture(draw, data=rows, title="Indicator", words="Area")
"""
AREAS = {
    "swarm": ("VN63-01", "vi"), "relation": ("VNM", "en"), "bars": ("VNM", "fr"), "lines": ("VN63-01", "en"),
    "ranks": ("VNM", "en"), "bounds": ("VNM", "vi"), "merged": ("VN34-79", "vi"), "small swarm": ("VNM", "en"),
}  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """A drawing, and what it must show."""

    name: str
    drawn: Drawn
    width: str
    speaker: Speaker
    drawing: str

    def parse(self) -> Any:
        return json.loads(self.drawing)

    def render(self, tree: Any = None) -> str:
        return str(Renderer(self.speaker, {}).render(tree or self.parse()))

    def check(self, svg: str) -> list[str]:
        return list(check_drawing(svg, self.drawn, self.speaker, {}, width=self.width))


@dataclass(frozen=True)
class Made:
    """What both sides make of a cell."""

    fragment: Fragment
    block: Block
    evidence: Evidence
    samples: tuple[Sample, ...]
    renderer: Renderer

    def render(self, content: Part) -> str:
        """Give markup with nothing in the drawings."""
        return str(Renderer(self.renderer.speaker, self.renderer.measures, draw=lambda _: "").render(content))


def make(facts: Facts, name: str, *, source: str = "", edition: int = 2025, area: str = "") -> Made:
    """Run a cell, and compose it again; of its own area, or of another one."""
    usual, language = AREAS[name]
    area = area or usual
    brief = dx.open_brief("01-national-overview", area=area, edition=edition, language=language)
    tree = ast.parse(source or CELLS[name])
    last = tree.body[-1]
    assert isinstance(last, ast.Expr)
    names: dict[str, Any] = {"brief": brief, "dx": dx, "sns": sns}
    exec(compile(ast.Module(tree.body[:-1], []), name, "exec"), names)
    fragment = eval(compile(ast.Expression(last.value), name, "eval"), names)
    collector = Collector(facts.catalogue, language)
    calls = Calls(FigureCalls(facts.known_on(brief.page.as_of), area), brief.page, collector)
    block = Interpreter(calls.list_calls(), {}).run(tree.body)
    assert isinstance(block, Block)
    speaker = brief._writer.speaker
    drawn = calls.drawn.get(id(block.content))
    drawings = list(find_drawings(fragment.content))
    assert len(drawings) == (2 if drawn else 0)
    samples = [
        Sample(f"{name} {width}", drawn, width, speaker, json.dumps(drawing[1]))
        for width, drawing in zip(("wide", "narrow"), drawings, strict=False)
        if drawn
    ]
    renderer = Renderer(speaker, fragment.evidence.measures)
    return Made(fragment, block, collector.make_evidence(brief.page), tuple(samples), renderer)

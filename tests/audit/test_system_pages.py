"""What a page says of systems, composed again: the first and the last of areas elsewhere."""

from __future__ import annotations

import dxlib as dx
from dxlib.audit.compose import Calls
from dxlib.audit.evaluate import FigureCalls
from dxlib.audit.facts import Facts
from dxlib.audit.gathering import Collector
from dxlib.evidence.format import Page
from dxlib.evidence.parts import Part
from dxlib.evidence.render import Renderer, make_speaker
from tests.building import ROOT

DAY = "2025-12-31"


def test_all_that_share_the_first_or_the_last_figure_elsewhere_are_named_as_in_the_brief(facts: Facts) -> None:
    page = Page(brief="11-systems-overview", area="VNM", edition="2025", language="en", as_of=DAY)
    collector = Collector(facts.catalogue, "en")
    calls = Calls(FigureCalls(facts.known_on(DAY), "VNM"), page, collector)
    brief = dx.open_brief(page.brief, area="VNM", edition=2025, language="en", as_of=DAY, root=ROOT)
    made = {system: brief.elsewhere(system) for system in facts.catalogue.systems}
    composed = {system: calls.elsewhere(system) for system in facts.catalogue.systems}
    measures = {key: one.measure for key, one in collector.figures.items()}
    speaker = make_speaker("en", facts.catalogue)

    def show(part: Part) -> str:
        return str(Renderer(speaker, measures).render(part))

    texts = {system: show(block.content) for system, block in composed.items()}
    assert texts == {system: show(fragment.content) for system, fragment in made.items()}
    shared = [text for text in texts.values() if "<br>" in text]
    assert any(text.count("100%") > 1 for text in shared)


def test_a_milestone_to_reach_that_nobody_confirms_shows_its_day_and_not_its_value(facts: Facts) -> None:
    day = "2026-11-30"
    page = Page(brief="11-systems-overview", area="VNM", edition="2026", language="en", as_of=day)
    collector = Collector(facts.catalogue, "en")
    block = Calls(FigureCalls(facts.known_on(day), "VNM"), page, collector).all_figures("national_data_centre")
    measures = {key: one.measure for key, one in collector.figures.items()}
    said = str(Renderer(make_speaker("en", facts.catalogue), measures).render(block.content))
    assert "not confirmed: " in said
    assert ">due by " in said
    assert ">1</a>" not in said

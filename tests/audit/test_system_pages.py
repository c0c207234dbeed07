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

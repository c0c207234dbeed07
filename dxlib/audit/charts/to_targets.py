"""Latest figures beside targets that have a deadline."""

from __future__ import annotations

from collections.abc import Iterator

from dxlib.audit.charts.drawn import ComposedChart, Drawn, DrawnTarget
from dxlib.audit.charts.saying import name_area, show_rank
from dxlib.audit.evaluate import FigureCalls
from dxlib.audit.figure import Fig, Gap
from dxlib.audit.gathering import Collector, PeriodValue
from dxlib.evidence.parts import Part, join, say_plain
from dxlib.language import sentence

_WITHOUT_NUMBER = "MILESTONE"


def make_bullets(figures: FigureCalls, collector: Collector, *indicators: str) -> ComposedChart | Gap:
    """Compose latest figures against targets."""
    found = (_find(figures, collector, name) for name in indicators)
    targets = tuple(one for one in found if one)
    if not targets:
        return Gap(indicators[0], figures.area)
    for one in targets:
        collector.judge(one.verdict)
    area, day = name_area(figures, collector, figures.area), PeriodValue(figures.known.day)
    name = collector.say(sentence("Latest figures and targets, {area}"), area=area)
    shares_scale = len({one.latest.unit for one in targets}) == 1
    heads = (sentence("Indicator"), sentence("Latest figure"), sentence("Target"), sentence("Status"))
    return ComposedChart(
        name=name,
        subtitle=collector.say(sentence("Latest figures and targets, {area}, as known on {day}"), area=area, day=day),
        words=tuple(_describe(collector, targets)),
        figures=tuple(figure for one in targets for figure in (one.latest, *one.targets)),
        heads=tuple(map(say_plain, heads)),
        rows=tuple(row for one in targets for row in _list_rows(figures, collector, one)),
        notes=() if shares_scale else (say_plain(sentence("Each row has a scale of its own.")),),
        drawn=Drawn("bullets", name, targets[0].latest.unit if shares_scale else "", 0, targets=targets),
    )


def _find(figures: FigureCalls, collector: Collector, indicator: str) -> DrawnTarget | None:
    """Give an indicator's targets with the figure that decides on the one that counts: the next, or else the last."""
    known = figures.known
    latest = known.find_latest(indicator, figures.area)
    listed = known.list_targets(indicator, figures.area)
    targets = [one for one in listed if one.period and one.unit != _WITHOUT_NUMBER]
    if not targets or isinstance(latest, Gap):
        return None
    judged = known.find_current(targets)
    assert judged is not None  # all of them have a deadline
    deciding = _decide(figures, judged, latest)
    name = known.get_entry(indicator).label[collector.language]
    ordered = (judged, *(one for one in targets if one is not judged))
    return DrawnTarget(name, deciding, ordered, known.judge(judged, deciding))


def _decide(figures: FigureCalls, target: Fig, otherwise: Fig) -> Fig:
    deciding = figures.known.find_deciding(target)
    return deciding if isinstance(deciding, Fig) else otherwise


def _describe(collector: Collector, targets: tuple[DrawnTarget, ...]) -> Iterator[Part]:
    yield say_plain(sentence("The chart compares latest figures with targets."))
    text = sentence("{name}: {latest} ({latest_when}); target {target} by {target_when}: {status}.")
    for one in targets:
        yield collector.say(text, name=one.name, latest=one.latest, target=one.targets[0], status=one.verdict)


def _list_rows(figures: FigureCalls, collector: Collector, drawn: DrawnTarget) -> Iterator[tuple[Part, ...]]:
    for target in sorted(drawn.targets, key=lambda one: one.period):
        latest = _decide(figures, target, drawn.latest)
        shown = collector.say(
            sentence("{latest} ({period})"),
            latest=_as_list(show_rank(latest, collector)),
            period=PeriodValue(latest.period),
        )
        aim = sentence("{target} by {deadline}")
        yield (
            drawn.name,
            join(shown, collector.flag(latest)),
            collector.say(aim, target=_as_list(collector.show(target)), deadline=PeriodValue(target.period)),
            collector.judge(figures.known.judge(target, latest)),
        )


def _as_list(part: Part) -> list[object]:
    assert isinstance(part, list)  # figures are no plain texts
    return part

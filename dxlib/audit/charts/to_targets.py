"""Latest figures beside targets that have a deadline."""

from __future__ import annotations

from collections.abc import Iterator

from dxlib.audit.charts.drawn import ComposedChart, Drawn, DrawnTarget
from dxlib.audit.charts.saying import Charting
from dxlib.audit.figure import Fig, Gap
from dxlib.audit.gathering import PeriodValue
from dxlib.evidence.parts import Part, join, say_plain
from dxlib.language import sentence

_WITHOUT_NUMBER = "MILESTONE"


def make_bullets(on: Charting, *indicators: str) -> ComposedChart | Gap:
    """Compose latest figures against targets."""
    targets = tuple(one for name in indicators if (one := _find(on, name)))
    if not targets:
        return Gap(indicators[0], on.figures.area)
    for one in targets:
        on.collector.judge(one.verdict)
    area, day = on.name_area(), PeriodValue(on.figures.known.day)
    name = on.collector.say(sentence("Latest figures and targets, {area}"), area=area)
    subtitle = sentence("Latest figures and targets, {area}, as known on {day}")
    shares_scale = len({one.latest.unit for one in targets}) == 1
    heads = (sentence("Indicator"), sentence("Latest figure"), sentence("Target"), sentence("Status"))
    return ComposedChart(
        subtitle=on.collector.say(subtitle, area=area, day=day),
        words=tuple(_describe(on, targets)),
        figures=tuple(figure for one in targets for figure in (one.latest, *one.targets)),
        heads=tuple(map(say_plain, heads)),
        rows=tuple(row for one in targets for row in _list_rows(on, one)),
        notes=() if shares_scale else (say_plain(sentence("Each row has a scale of its own.")),),
        drawn=Drawn("bullets", name, targets[0].latest.unit if shares_scale else "", 0, targets=targets),
    )


def _find(on: Charting, indicator: str) -> DrawnTarget | None:
    """Give an indicator's targets with the figure that decides on the one that counts: the next, or else the last."""
    known, area = on.figures.known, on.figures.area
    latest = known.find_latest(indicator, area)
    # A milestone has no number to draw, and a target without a deadline none to stand over it.
    targets = [one for one in known.list_targets(indicator, area) if one.period and one.unit != _WITHOUT_NUMBER]
    if not targets or isinstance(latest, Gap):
        return None
    judged = known.find_current(targets)
    assert judged is not None  # all of them have a deadline
    deciding = _decide(on, judged, latest)
    # The judged one first: the words and the status are about it.
    ordered = (judged, *(one for one in targets if one is not judged))
    return DrawnTarget(on.label(indicator), deciding, ordered, known.judge(judged, deciding))


def _decide(on: Charting, target: Fig, otherwise: Fig) -> Fig:
    deciding = on.figures.known.find_deciding(target)
    return deciding if isinstance(deciding, Fig) else otherwise


def _describe(on: Charting, targets: tuple[DrawnTarget, ...]) -> Iterator[Part]:
    yield say_plain(sentence("The chart compares latest figures with targets."))
    text = sentence("{name}: {latest} ({latest_when}); target {target} by {target_when}: {status}.")
    for one in targets:
        yield on.collector.say(text, name=one.name, latest=one.latest, target=one.targets[0], status=one.verdict)


def _list_rows(on: Charting, drawn: DrawnTarget) -> Iterator[tuple[Part, ...]]:
    say, latest_at, target_by = on.collector.say, sentence("{latest} ({period})"), sentence("{target} by {deadline}")
    # In the table by time; the drawing has them by place.
    for target in sorted(drawn.targets, key=lambda one: one.period):
        latest = _decide(on, target, drawn.latest)
        shown = say(latest_at, latest=_as_list(on.show_rank(latest)), period=PeriodValue(latest.period))
        yield (
            drawn.name,
            join(shown, on.collector.flag(latest)),
            say(target_by, target=_as_list(on.collector.show(target)), deadline=PeriodValue(target.period)),
            on.collector.judge(on.figures.known.judge(target, latest)),
        )


def _as_list(part: Part) -> list[object]:
    assert isinstance(part, list)  # figures are no plain texts
    return part

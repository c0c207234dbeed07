"""What charts of lines say in words."""

from __future__ import annotations

from collections.abc import Iterator

from dxlib.audit.charts.drawn import Drawn, DrawnLine, choose_told
from dxlib.audit.charts.saying import find_extremes, tell_direction
from dxlib.audit.figure import Fig
from dxlib.audit.gathering import Collector
from dxlib.evidence.parts import Part
from dxlib.language import sentence

# By whether both ranks are stated as "n of N".
_UP = {
    True: sentence(
        "{name} moved up from rank {first} of {first_of} ({first_when}) to rank {last} of {last_of} ({last_when})."
    ),
    False: sentence("{name} moved up from rank {first} ({first_when}) to rank {last} ({last_when})."),
}
_DOWN = {
    True: sentence(
        "{name} moved down from rank {first} of {first_of} ({first_when}) to rank {last} of {last_of} ({last_when})."
    ),
    False: sentence("{name} moved down from rank {first} ({first_when}) to rank {last} ({last_when})."),
}
_CHANGED = {
    "up": sentence("{name} rose from {first} ({first_when}) to {last} ({last_when})."),
    "down": sentence("{name} fell from {first} ({first_when}) to {last} ({last_when})."),
    "same": sentence("{name}: {last} ({last_when}), the same as at the start ({first_when})."),
}
_ONLY = sentence("{name}: {only} ({only_when}).")
_OPEN = sentence(
    "{name}: {first} ({first_when}), then {last} ({last_when}); "
    "the sources give a bound only, so the size of the change is unknown."
)


def describe_trend(collector: Collector, drawn: Drawn, name: str) -> Iterator[Part]:
    """Say what a trend shows: each line, then disagreements, doubts and targets."""
    yield collector.say(sentence("The chart shows over time: {name}."), name=name)
    for line in drawn.lines:
        yield from _describe_line(collector, line, line.name if len(drawn.lines) > 1 else name)
    for line in drawn.lines:
        yield from _describe_rivals(collector, line)
    for line in drawn.lines:
        yield from _describe_doubts(collector, line)
    for target in drawn.marked:
        yield collector.say(sentence("Target: {target} ({target_when})."), target=target)


def _describe_line(collector: Collector, line: DrawnLine, name: str) -> Iterator[Part]:
    if len(line.figures) == 1:
        text = sentence("Only one figure is known of {name}: {only} ({only_when}).")
        yield collector.say(text, name=name, only=line.figures[0])
        return
    changed = sentence(
        "What is measured changed between {before_when} and {after_when}: the line has a gap there, "
        "and figures on its two sides cannot be compared."
    )
    segments = line.segments
    for at, segment in enumerate(segments):
        if at:
            yield collector.say(changed, before=segments[at - 1][-1], after=segment[0])
        told = choose_told(line, segment)
        yield _describe_segment(collector, name, told)
        high, low = find_extremes(told) if line.is_own else (None, None)
        if high:
            yield collector.say(sentence("{name}: highest at {high} ({high_when})."), name=name, high=high)
        if low:
            yield collector.say(sentence("{name}: lowest at {low} ({low_when})."), name=name, low=low)


def _describe_segment(collector: Collector, name: str, segment: tuple[Fig, ...]) -> Part:
    if len(segment) == 1:
        return collector.say(_ONLY, name=name, only=segment[0])
    text = _CHANGED.get(tell_direction(segment[0], segment[-1]), _OPEN)
    return collector.say(text, name=name, first=segment[0], last=segment[-1])


def _describe_rivals(collector: Collector, line: DrawnLine) -> Iterator[Part]:
    headlines = {one.period: one for one in line.figures}
    text = sentence("Sources disagree ({headline_when}): the line shows {headline}, another source states {rival}.")
    for rival in line.rivals:
        if rival.period in headlines:
            yield collector.say(text, headline=headlines[rival.period], rival=rival)


def _describe_doubts(collector: Collector, line: DrawnLine) -> Iterator[Part]:
    text = sentence(
        "A hollow marker stands for {value} ({value_when}): "
        "an estimate, a forecast or a doubtful figure that no second source confirms."
    )
    for one in line.figures:
        if one.key in line.doubtful:
            yield collector.say(text, value=one)


def describe_ranking(collector: Collector, drawn: Drawn, name: str) -> Iterator[Part]:
    """Say what a change of ranks shows: each line, segment by segment."""
    text = sentence("The chart shows ranks from edition to edition, the best at the top: {name}.")
    yield collector.say(text, name=name)
    for line in drawn.lines:
        yield from _describe_ranks(collector, line)
    for line in drawn.lines:
        yield from _describe_doubts(collector, line)


def _describe_ranks(collector: Collector, line: DrawnLine) -> Iterator[Part]:
    changed = sentence(
        "The method changed between {before_when} and {after_when}: the line has a gap there, and ranks on its "
        "two sides cannot be compared."
    )
    segments = line.segments
    for at, segment in enumerate(segments):
        if at:
            yield collector.say(changed, before=segments[at - 1][-1], after=segment[0])
        told = choose_told(line, segment)
        yield _describe_move(collector, line.name, told)
        worst, best = find_extremes(told) if line.is_own else (None, None)
        if best:
            yield collector.say(sentence("{name}: best rank {best} ({best_when})."), name=line.name, best=best)
        if worst:
            text = sentence("{name}: worst rank {worst} ({worst_when}).")
            yield collector.say(text, name=line.name, worst=worst)


def _describe_move(collector: Collector, name: str, segment: tuple[Fig, ...]) -> Part:
    first, last = segment[0], segment[-1]
    if len(segment) == 1:
        return collector.say(sentence("{name}: rank {only} ({only_when})."), name=name, only=first)
    if first.scaled == last.scaled:
        text = sentence("{name} stood at rank {last} ({last_when}), as at the start ({first_when}).")
    else:
        with_totals = bool(first.total and last.total)
        text = (_UP if last.scaled < first.scaled else _DOWN)[with_totals]
    return collector.say(text, name=name, first=first, last=last)

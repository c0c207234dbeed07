"""What charts of lines say in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dxlib.audit.charts.drawn import Drawn, DrawnLine, are_parted, choose_told, find_break
from dxlib.audit.charts.saying import find_extremes, tell_direction
from dxlib.audit.figure import Fig
from dxlib.audit.gathering import Collector
from dxlib.audit.periods import overlap
from dxlib.evidence.parts import Part
from dxlib.language import sentence

# By which way a line went; for ranks also by whether both are stated as "n of N".
_MOVED = {
    "up": sentence("{name} rose from {first} ({first_when}) to {last} ({last_when})."),
    "down": sentence("{name} fell from {first} ({first_when}) to {last} ({last_when})."),
    "same": sentence("{name}: {last} ({last_when}), the same as at the start ({first_when})."),
    "open": sentence(
        "{name}: {first} ({first_when}), then {last} ({last_when}); "
        "the sources give a bound only, so the size of the change is unknown."
    ),
    "only": sentence("{name}: {only} ({only_when})."),
    "changed": sentence(
        "What is measured changed between {before_when} and {after_when}: the line has a gap there, "
        "and figures on its two sides cannot be compared."
    ),
    "changed amid": sentence(
        "What is measured is not the same in both periods ({before_when}, {after_when}): the line has a gap there, and "
        "figures on its two sides cannot be compared."
    ),
    "length": sentence(
        "The periods differ in length ({before_when}, {after_when}): the line has a gap there, and figures on its two "
        "sides cannot be compared."
    ),
    "high": sentence("{name}: highest at {high} ({high_when})."),
    "low": sentence("{name}: lowest at {low} ({low_when})."),
}
_CLIMBED = {
    "up": sentence("{name} moved up from rank {first} ({first_when}) to rank {last} ({last_when})."),
    "up of": sentence(
        "{name} moved up from rank {first} of {first_of} ({first_when}) to rank {last} of {last_of} ({last_when})."
    ),
    "down": sentence("{name} moved down from rank {first} ({first_when}) to rank {last} ({last_when})."),
    "down of": sentence(
        "{name} moved down from rank {first} of {first_of} ({first_when}) to rank {last} of {last_of} ({last_when})."
    ),
    "same": sentence("{name} stood at rank {last} ({last_when}), as at the start ({first_when})."),
    "only": sentence("{name}: rank {only} ({only_when})."),
    "changed": sentence(
        "The method changed between {before_when} and {after_when}: the line has a gap there, and ranks on its "
        "two sides cannot be compared."
    ),
    "changed amid": sentence(
        "The method is not the same in both periods ({before_when}, {after_when}): the line has a gap there, and ranks "
        "on its two sides cannot be compared."
    ),
    "best": sentence("{name}: best rank {best} ({best_when})."),
    "worst": sentence("{name}: worst rank {worst} ({worst_when})."),
}


def describe_trend(collector: Collector, drawn: Drawn, name: Part) -> Iterator[Part]:
    """Say what a trend shows: each line, then disagreements, doubts and targets."""
    yield collector.say(sentence("The chart shows over time: {name}."), name=name)
    for line in drawn.lines:
        yield from _describe_line(collector, line, line.name if len(drawn.lines) > 1 else name)
    for line in drawn.lines:
        yield from _describe_rivals(collector, line)
    yield from _describe_doubts(collector, drawn)
    for target in drawn.marked:
        yield collector.say(sentence("Target: {target} ({target_when})."), target=target)


def describe_ranking(collector: Collector, drawn: Drawn, name: Part) -> Iterator[Part]:
    """Say what a change of ranks shows: each line, segment by segment."""
    text = sentence("The chart shows ranks from edition to edition, the best at the top: {name}.")
    yield collector.say(text, name=name)
    for line in drawn.lines:
        yield from _describe_line(collector, line, line.name)
    yield from _describe_doubts(collector, drawn)


def _describe_line(collector: Collector, line: DrawnLine, name: Part) -> Iterator[Part]:
    """Say how a line moved between breaks; of the own one, where it stood highest and lowest."""
    is_ranks, segments = line.figures[0].unit == "RANK", line.segments
    if len(line.figures) == 1 and not is_ranks:
        text = sentence("Only one figure is known of {name}: {only} ({only_when}).")
        yield collector.say(text, name=name, only=line.figures[0])
        return
    words = _CLIMBED if is_ranks else _MOVED
    for at, segment in enumerate(segments):
        if at:
            after = segment[0]
            # The nearest one with which it does not compare: of two lengths that need not be the last.
            before = [one for one in segments[at - 1] if are_parted(line.breaks, one, after)][-1]
            yield collector.say(words[_find_reason(line.breaks, before, after)], before=before, after=after)
        # Words rest on figures beyond doubt, although the line goes through all.
        told = choose_told(line, segment)
        first, last = told[0], told[-1]
        yield collector.say(words[_find_way(told)], name=name, only=first, first=first, last=last)
        # Extremes of every line would hide what the chart is about.
        high, low = find_extremes(told) if line.is_own else (None, None)
        # The best rank is the lowest number.
        for which, figure in ({"best": low, "worst": high} if is_ranks else {"high": high, "low": low}).items():
            if figure:
                yield collector.say(words[which], name=name, **{which: figure})


def _find_reason(breaks: Sequence[str], before: Fig, after: Fig) -> str:
    """Give the key of the sentence on why a line has a gap."""
    if not find_break(breaks, before, after):
        return "length"
    # No time lies between November 2024 and 2024.
    return "changed amid" if overlap(before.period, after.period) else "changed"


def _find_way(told: Sequence[Fig]) -> str:
    """Give the key of the sentence on how figures moved; a rank moves up where its number falls."""
    first, last = told[0], told[-1]
    if len(told) == 1:
        return "only"
    if first.unit != "RANK":
        return tell_direction(first, last)
    if first.scaled == last.scaled:
        return "same"
    return ("up" if last.scaled < first.scaled else "down") + (" of" if first.total and last.total else "")


def _describe_rivals(collector: Collector, line: DrawnLine) -> Iterator[Part]:
    headlines = {one.period: one for one in line.figures}
    text = sentence("Sources disagree ({headline_when}): the line shows {headline}, another source states {rival}.")
    for rival in line.rivals:
        if rival.period in headlines:
            yield collector.say(text, headline=headlines[rival.period], rival=rival)


def _describe_doubts(collector: Collector, drawn: Drawn) -> Iterator[Part]:
    text = sentence(
        "A hollow marker stands for {value} ({value_when}): "
        "an estimate, a forecast or a doubtful figure that no second source confirms."
    )
    for one in (one for line in drawn.lines for one in line.figures if one.key in line.doubtful):
        yield collector.say(text, value=one)

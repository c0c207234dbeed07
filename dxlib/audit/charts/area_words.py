"""What charts of areas say in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from dxlib.audit.charts.drawn import Drawn, DrawnRow, open_side
from dxlib.audit.charts.saying import list_sharers, name_absent
from dxlib.audit.formulas import look_alike
from dxlib.audit.gathering import Collector
from dxlib.evidence.parts import Part, name_few, say_plain
from dxlib.language import Sentence, sentence

_MANY: Final = 20
_ENDS: Final = 5
_NEIGHBOURS: Final = 2
_HAS: Final = sentence("{name} has {own}.")


def choose_rows(rows: Sequence[DrawnRow], top: int) -> list[int]:
    """Choose which areas a ranking table draws: the first and the last, its own, and what stands near these.

    Where only one between two that are drawn would be left out, it is drawn too.
    """
    # Up to twenty areas all rows are drawn; of more, the ends and what stands around the own one.
    ends = top or (_ENDS if len(rows) > _MANY else len(rows))
    own = [at for at, row in enumerate(rows) if row.is_own]
    chosen = {
        at
        for at in range(len(rows))
        if at < ends or at >= len(rows) - ends or any(abs(at - one) <= _NEIGHBOURS for one in own)
    }
    # A single row between two that are drawn takes no more room than the sign of a gap.
    return [at for at in range(len(rows)) if at in chosen or {at - 1, at + 1} <= chosen]


def explain_doubts(drawn: Drawn) -> Iterator[Part]:
    """Say what outlined signs are, where there are any."""
    if any(row.is_doubtful for row in drawn.rows):
        yield say_plain(
            sentence(
                "Outlined signs stand for estimates, forecasts or doubtful figures that no second source confirms."
            )
        )


def explain_signs(drawn: Drawn) -> Iterator[Part]:
    """Say what the signs of a dot plot are, as far as it has them."""
    if any(row.rivals for row in drawn.rows):
        yield say_plain(sentence("Hollow dots on a thin line: what another source states."))
    if any(open_side(row.figure) for row in drawn.rows):
        yield say_plain(sentence("Arrows: the source says only that the figure is higher or lower."))
    yield from explain_doubts(drawn)


def describe_rank_table(collector: Collector, drawn: Drawn, name: str, absent: Iterable[str]) -> Iterator[Part]:
    """Say what a ranking table shows: its ends, its own area, what is left out and what is not known."""
    told, best = _choose_told(drawn.rows), drawn.rows[0].figure
    if drawn.unit == "RANK":
        text = sentence("The chart compares ranks ({best_when}), the best at the top: {name}.")
        yield collector.say(text, name=name, best=best)
        yield from _describe_ends(collector, told, is_ranks=True)
    else:
        lowest = sentence("The chart compares areas ({best_when}), the lowest at the top: {name}.")
        highest = sentence("The chart compares areas ({best_when}), the highest at the top: {name}.")
        yield collector.say(lowest if drawn.is_lower_better else highest, name=name, best=best)
        yield from _describe_ends(collector, told)
    for row in told:
        if row.is_own:
            yield _describe_own(collector, drawn, row)
    if len(choose_rows(drawn.rows, drawn.top)) < len(drawn.rows):
        yield say_plain(sentence("Dotted lines stand for areas that are left out; the table has them all."))
    yield from explain_doubts(drawn)
    yield from name_absent(collector, absent)


def _describe_ends(collector: Collector, told: Sequence[DrawnRow], *, is_ranks: bool = False) -> Iterator[Part]:
    """Say which areas a reader sees first and last; nothing where nobody knows which these are."""
    if len(told) <= 1:
        return
    named = [(row.figure, row.name) for row in told]
    (best, best_name), (worst, worst_name) = named[0], named[-1]
    firsts, lasts = list_sharers(named, best), list_sharers(named, worst)
    # A bound may stand anywhere beyond its number, also that of a range.
    has_last = len(lasts) == 1 and not worst.is_bound
    text = _choose_of_ranks(len(firsts), len(lasts)) if is_ranks else _choose_of_values(len(firsts), has_last=has_last)
    if text:
        yield collector.say(
            text, best=best, best_name=best_name, best_names=name_few(firsts),
            worst=worst, worst_name=worst_name, worst_names=name_few(lasts),
        )  # fmt: skip


def _choose_of_values(firsts: int, *, has_last: bool) -> Sentence | None:
    if not firsts:
        return None
    # A last figure that areas share is passed over: "First is A" is true without it.
    if has_last:
        one = sentence("First is {best_name} with {best}, last is {worst_name} with {worst}.")
        return one if firsts == 1 else sentence("First: {best} ({best_names}); last: {worst} ({worst_name}).")
    one = sentence("First is {best_name} with {best}.")
    return one if firsts == 1 else sentence("First: {best} ({best_names}).")


def _choose_of_ranks(firsts: int, lasts: int) -> Sentence | None:
    if firsts == lasts == 1:
        return sentence("{best_name} is placed best, at rank {best}; {worst_name} is last, at rank {worst}.")
    shared = sentence("Best rank: {best} ({best_names}); last rank: {worst} ({worst_names}).")
    return shared if firsts and lasts else None


def _choose_told(rows: Sequence[DrawnRow]) -> Sequence[DrawnRow]:
    """Choose the areas that words tell of: those whose figure is beyond doubt if there are any."""
    return [row for row in rows if not row.is_doubtful] or rows


def _describe_own(collector: Collector, drawn: Drawn, row: DrawnRow) -> Part:
    if drawn.unit == "RANK":
        of_total = sentence("{name} stands at rank {own} of {own_of}.")
        text = of_total if row.figure.total else sentence("{name} stands at rank {own}.")
        return collector.say(text, name=row.name, own=row.figure)
    if not drawn.place:
        return collector.say(_HAS, name=row.name, own=row.figure)
    place, count = drawn.place
    text = sentence("{name} has {own}: {place:ordinal} of {count}.")
    return collector.say(text, name=row.name, own=row.figure, place=place, count=count)


def describe_dots(collector: Collector, drawn: Drawn, name: str, absent: Iterable[str]) -> Iterator[Part]:
    """Say what a dot plot shows: its ends, its own area, disagreements and bounds, what is not known."""
    told = _choose_told(drawn.rows)
    text = sentence("The chart shows a dot for each area ({best_when}): {name}.")
    yield collector.say(text, name=name, best=drawn.rows[0].figure)
    yield from _describe_ends(collector, told)
    for row in drawn.rows:
        if row.is_own and row in told:
            yield collector.say(_HAS, name=row.name, own=row.figure)
        text = sentence("For {name}, a hollow dot stands for {rival}, which another source states.")
        for rival in row.rivals:
            yield collector.say(text, name=row.name, rival=rival)
        if open_side(row.figure):
            text = sentence("For {name}, an arrow shows that the source gives only a bound: {bound}.")
            yield collector.say(text, name=row.name, bound=row.figure)
    yield from explain_doubts(drawn)
    yield from name_absent(collector, absent)


def describe_tiles(collector: Collector, drawn: Drawn, name: str) -> Iterator[Part]:
    """Say what a map of tiles shows: its range, its own areas, and whether there are gaps."""
    # By name first, since the sort by value keeps the order of equals.
    known = sorted((row for row in drawn.rows if row.known), key=lambda row: row.full)
    known.sort(key=lambda row: row.figure.scaled, reverse=True)
    high, low = known[0].figure, known[-1].figure
    lower = sentence(
        "The map shows a tile for each area ({when_when}); the stronger the colour, the lower the figure: {name}."
    )
    higher = sentence(
        "The map shows a tile for each area ({when_when}); the stronger the colour, the higher the figure: {name}."
    )
    yield collector.say(lower if drawn.is_lower_better else higher, name=name, when=high)
    named = [(row.figure, row.full) for row in known]
    highest, lowest = list_sharers(named, high), list_sharers(named, low)
    if highest and lowest and not look_alike(high, low):
        text = sentence("The highest figure is {high} ({high_name}), the lowest {low} ({low_name}).")
        names = {"high_name": name_few(highest), "low_name": name_few(lowest)}
        yield collector.say(text, high=high, low=low, **names)
    for row in known:
        if row.is_own:
            yield collector.say(_HAS, name=row.full, own=row.figure)
    if len(known) < len(drawn.rows):
        yield say_plain(sentence("Hatched tiles stand for areas without a figure."))

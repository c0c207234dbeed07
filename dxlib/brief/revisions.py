"""What changed since the edition before: the figures known then, those known now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dxlib.brief.markup import Period, Writer
from dxlib.brief.tables import describe_move
from dxlib.data.catalogue import MILESTONE
from dxlib.data.quantities import Missing, Quantity
from dxlib.data.schema import end_of_period
from dxlib.evidence import blocks, folds
from dxlib.evidence.blocks import DASH
from dxlib.evidence.parts import Part, el, say_plain
from dxlib.figures.shelf import Figure, Shelf
from dxlib.language import sentence


def make_changes(then: Shelf, writer: Writer, indicators: Iterable[str]) -> Part:
    """Give the table of the latest figures that are not what they were on an earlier day, or say that none is.

    Parameters
    ----------
    then
        What was known on the earlier day.
    writer, indicators
        Of the brief.
    """
    changed = [(name, row) for name in indicators for row in _list_rows(then, writer, name)]
    day = Period(then.as_of.isoformat())
    if not changed:
        return el("p", writer.fill(sentence("None of these figures has changed since {day}.", day=day)))
    heads = [sentence("Indicator"), sentence("Known then"), sentence("Known now"), sentence("Change")]
    caption = writer.fill(sentence("What has changed since {day}", day=day))
    table = blocks.stacking_table(caption, heads, [row for _, row in changed], css="changes")
    return folds.fold(folds.count_names(caption, [writer.label(name) for name, _ in changed]), table)


def _list_rows(then: Shelf, writer: Writer, indicator: str) -> Iterator[list[Part]]:
    """Give the row of an indicator; none where nothing was known or nothing changed."""
    before, after = (shelf.find_latest(indicator, writer.home) for shelf in (then, writer.shelf))
    same = isinstance(before, Quantity) and isinstance(after, Quantity) and _are_alike(before, after)
    if same or (isinstance(before, Missing) and isinstance(after, Missing)):
        return
    day = then.as_of.isoformat()
    if isinstance(before, Quantity):
        writer.collector.add_earlier(before, day)
    # The day is kept on the page, so that the audit holds the figure to the rows that were known then.
    known = el("span", _show(before, writer), data_then=day)
    yield [writer.name(indicator), known, _show(after, writer), _judge(before, after, writer)]


def _are_alike(before: Quantity, after: Quantity) -> bool:
    """Say whether two figures say the same of the same time, whoever states them."""
    # Scaled, since 55 million and 55,000 thousand are one number; the source
    # is left out, since it may repeat the figure.
    return (before.period, before.scaled, before.qualifier) == (after.period, after.scaled, after.qualifier)


def _show(figure: Figure, writer: Writer) -> Part:
    if isinstance(figure, Missing):
        return DASH
    # A milestone has no value that could be compared, only the day on which it was reached.
    if figure.unit == MILESTONE:
        return writer.done(figure)
    return blocks.at_period(writer.figure(figure), figure.period)


def _judge(before: Figure, after: Figure, writer: Writer) -> Part:
    """Say what became of a figure: new, withdrawn, revised, or how the newer one moved."""
    if isinstance(before, Missing):
        return say_plain(sentence("first figure"))
    if isinstance(after, Missing):
        return say_plain(sentence("withdrawn"))
    if before.period == after.period:
        # Revised is only what its own publisher restates: another source that is preferred now has revised nothing.
        by = [writer.catalogue.sources[one.first_observation.source].publisher for one in (before, after)]
        is_other = by[0] != by[1]
        return say_plain(sentence("another source") if is_other else sentence("revised"))
    own = before.first_observation
    # A change would be counted on the restated figure, which is not the one that the reader sees under "Known then".
    restated = writer.shelf.find_at(own.indicator, own.area, before.period)
    if isinstance(restated, Missing):
        # What is known now may be of an earlier time: from a figure that was withdrawn nothing has moved.
        is_newer = end_of_period(after.period) > end_of_period(before.period)
        return say_plain(sentence("newer figure") if is_newer else sentence("withdrawn"))
    if not _are_alike(before, restated):
        return say_plain(sentence("newer figure; the earlier figure was revised"))
    texts = sentence("up {change:size}"), sentence("down {change:size}"), sentence("unchanged")
    # Across a break, or from a bound, no direction can be said.
    return describe_move(writer, after, before, texts) or say_plain(sentence("newer figure"))

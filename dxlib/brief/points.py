"""The first screen of a brief: what became of its targets, and its main points, each of one figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from dxlib.analysis import are_comparable
from dxlib.analysis.comparability import state_the_same
from dxlib.brief.figures import Figures
from dxlib.brief.markup import Period, Writer, find_direction
from dxlib.data.catalogue import Direction
from dxlib.data.quantities import Quantity
from dxlib.data.schema import Aggregation, end_of_period
from dxlib.evidence import blocks
from dxlib.evidence.evidence_words import name_targets
from dxlib.evidence.parts import NOTHING, Part, join, say_plain
from dxlib.figures.outcomes import TargetOutcome, sort_targets
from dxlib.figures.shelf import Figure, Shelf
from dxlib.language import Sentence, sentence

_MOST: Final = 6  # more would push the first screen beyond 800 pixels
_FEWEST: Final = 3  # recent figures, or peers with one: fewer are no list and no field
_RECENT_YEARS: Final = 3  # an older figure is a main point only where hardly any is newer
_FEWEST_OF_RECORD: Final = 4  # comparable figures, so that the best of them is worth a word
_MOVED: Final = {
    "rise": sentence("{indicator}: {figure} ({when}), up {change:size} on {earlier:the}"),
    "fall": sentence("{indicator}: {figure} ({when}), down {change:size} on {earlier:the}"),
    "same": sentence("{indicator}: {figure} ({when}), as in {earlier}"),
    "": sentence("{indicator}: {figure} ({when})"),
}
_FOLLOWED: Final = {
    "new": sentence("new since the last edition"),
    "none": sentence("no new figure since the last edition"),
    "on": sentence("same direction as in the last edition"),
    "reversed": sentence("direction reversed since the last edition"),
    "": sentence("newer figure than in the last edition"),
}


def make_verdict(writer: Writer, figures: Figures, indicators: Sequence[str]) -> Part:
    """Give how many targets of the area were met, missed and so on; of some indicators, or of all."""
    fates, counted = sort_targets(writer.shelf, writer.home, indicators or None), []
    for outcome in TargetOutcome:
        count = figures.count([target for target, _ in fates[outcome]])
        counted += [(outcome.value, int(count.value), writer.figure(count))] if isinstance(count, Quantity) else []
    values = {"area": writer.name_area(writer.home), "as_of": Period(writer.shelf.as_of.isoformat())}
    text = name_targets(is_any=bool(counted), is_all=not indicators)
    return blocks.verdict(writer.fill(Sentence(text.text, values)), counted)


class Points:
    """The main points of a brief: the latest figure, how it moved, and beside what it stands.

    Parameters
    ----------
    writer, figures
        Of the brief.
    group
        Of the catalogue: the areas that figures are set beside; empty for none.
    among
        What its members are called, in English: "members of ASEAN".
    """

    def __init__(self, writer: Writer, figures: Figures, group: str, among: str) -> None:
        self._shelf, self._writer, self._figures = writer.shelf, writer, figures
        self._group, self._among = group, among

    def make(self, then: Shelf, indicators: Iterable[str]) -> Part:
        """Give at most six points, of the first indicators of which something recent is known.

        Parameters
        ----------
        then
            What was known on the day of the edition before.
        indicators
            The most important first.
        """
        known = [one for one in map(self._figures.latest, dict.fromkeys(indicators)) if isinstance(one, Quantity)]
        first_year = self._shelf.as_of.year - _RECENT_YEARS
        recent = [one for one in known if end_of_period(one.period).year >= first_year]
        chosen = (recent if len(recent) >= _FEWEST else known)[:_MOST]
        return blocks.points(self._make_point(then, one) for one in chosen) if chosen else NOTHING

    def _make_point(self, then: Shelf, latest: Quantity) -> Part:
        name = self._writer.name(latest.first_observation.indicator)
        figure = self._writer.out_of(latest, self._writer.figure(latest, words=True))
        figure = join(figure, self._writer.flag(latest))
        values: dict[str, object] = {"indicator": name, "figure": figure, "when": Period(latest.period)}
        change, direction, key = self._find_change(latest, self._figures.before(latest)), "", ""
        if change:
            direction, key = find_direction(change), self._writer.collector.add_figure(change)
            # The second input of a change is the figure that is subtracted.
            values |= {"change": change, "earlier": Period(change.inputs[1].period)}
        said = self._writer.fill(Sentence(_MOVED[direction].text, values))
        return blocks.point(said, self.compare(latest), self._follow_up(then, latest, direction), direction, key)

    def _find_change(self, later: Quantity, earlier: Figure) -> Quantity | None:
        """Give the change on the figure before, of a rank the places gained; none where the two do not compare."""
        compute = self._figures.rank_change if later.unit == "RANK" else self._figures.change
        change = compute(later, earlier)
        return change if isinstance(change, Quantity) else None

    def compare(self, latest: Quantity) -> Part:
        """Say beside what a figure stands: its target, its peers or its own past; a rank beside its peers first."""
        ways = [self._compare_with_target, self._compare_with_peers]
        if latest.unit == "RANK":
            ways.reverse()
        return next((said for way in (*ways, self._compare_with_past) if (said := way(latest))), NOTHING)

    def _compare_with_target(self, latest: Quantity) -> Part:
        own = latest.first_observation
        verdict = self._shelf.find_next_verdict(own.indicator, own.area)
        # Beside a figure that does not decide, the status of the target would seem to be its own.
        if verdict is None or verdict.latest.key != latest.key:
            return NOTHING
        values = {"deadline": Period(verdict.target.period), "target": verdict.target, "status": verdict}
        return self._writer.fill(sentence("target for {deadline}: {target}, {status}", **values))

    def _compare_with_peers(self, latest: Quantity) -> Part:
        """Give the place among peers; nothing where few have a figure, or a rank is among just them already."""
        place = self._figures.standing(latest, self._group)
        count, total = self._figures.count(place), self._figures.out_of(latest)
        if not isinstance(count, Quantity):
            return NOTHING
        size = len(self._figures.areas(self._group))
        is_ranked = isinstance(total, Quantity) and total.value <= size
        # Among less than half of the peers a place would say more of who publishes than of who is ahead.
        if is_ranked or count.value < max(_FEWEST, size / 2):
            return NOTHING
        values = {"place": place, "count": count, "among": Sentence(self._among)}
        return self._writer.fill(sentence("{place:ordinal} of {count} {among} with a figure", **values))

    def _compare_with_past(self, latest: Quantity) -> Part:
        """Say that a figure is the best so far: better than every one that ended before, also within its own time."""
        own = latest.first_observation
        entry, breaks = self._shelf.get_indicator(own.indicator), self._shelf.list_breaks(own.indicator, own.area)
        end = end_of_period(latest.period)
        earlier = [one for one in self._shelf.read_series(own.indicator, own.area).sure
                   if end_of_period(one.period) < end and are_comparable(latest, one, breaks=breaks)]  # fmt: skip
        sign = {Direction.HIGHER_IS_BETTER: 1, Direction.LOWER_IS_BETTER: -1}.get(entry.direction, 0)
        if self._shelf.catalogue.units[entry.unit].aggregation is Aggregation.SUM:
            return NOTHING  # what is counted grows anyway
        if not sign or len(earlier) < _FEWEST_OF_RECORD - 1:
            return NOTHING
        # A tie is no record.
        if any(sign * one.scaled >= sign * latest.scaled for one in earlier):
            return NOTHING
        return self._writer.fill(sentence("the best since the first figure ({first})", first=Period(earlier[0].period)))

    def _follow_up(self, then: Shelf, latest: Quantity, direction: str) -> Part:
        """Say what became of the point since the edition before; nothing where there was no edition before."""
        own = latest.first_observation
        before = then.find_latest(own.indicator, own.area)
        if not isinstance(before, Quantity):
            return say_plain(_FOLLOWED["new"])
        # Another source may say the same by now; and where the figure of then was withdrawn, the latest may be an
        # earlier one.
        is_same = before.period == latest.period and state_the_same(before, latest)
        if before.key == latest.key or is_same or end_of_period(latest.period) < end_of_period(before.period):
            return say_plain(_FOLLOWED["none"])
        change = self._find_change(before, then.find_before(before))
        earlier = find_direction(change) if change else ""
        # Both must have a direction: of a first figure, or of one that stayed, nothing can be reversed.
        if not {earlier, direction} <= {"rise", "fall"}:
            return say_plain(_FOLLOWED[""])
        return say_plain(_FOLLOWED["on" if earlier == direction else "reversed"])

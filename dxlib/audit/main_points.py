"""The first screen of a page, composed again: what became of targets, the main points, what figures stand beside."""

from __future__ import annotations

from dxlib.audit import formulas
from dxlib.audit.figure import Fig, Gap
from dxlib.audit.gathering import PeriodValue, Value
from dxlib.audit.known import RANK, Known
from dxlib.audit.periods import find_end
from dxlib.audit.text_blocks import Block, Sentences
from dxlib.data.catalogue import Direction
from dxlib.evidence import blocks
from dxlib.evidence.evidence_words import name_targets
from dxlib.evidence.parts import NOTHING, Part, join, say_plain
from dxlib.language import Sentence, sentence

# Where fewer than three figures are recent, older ones are listed too.
_MOST_POINTS, _FEWEST_POINTS = 6, 3
_FEWEST_PEERS, _FEWEST_EARLIER = 3, 3
_YEARS = 3
_OUTCOMES = ("met", "missed", "unknown", "ahead", "undated")
_MOVED = {
    "rise": sentence("{indicator}: {figure} ({when}), up {change:size} on {earlier:the}"),
    "fall": sentence("{indicator}: {figure} ({when}), down {change:size} on {earlier:the}"),
    "same": sentence("{indicator}: {figure} ({when}), as in {earlier}"),
    "": sentence("{indicator}: {figure} ({when})"),
}


class PointCalls(Sentences):
    """Composes the first screen."""

    def verdict(self, *indicators: str) -> Block:
        found = [
            (target, fate) for target, _, fate in self.known.list_outcomes(self.area)
            if not indicators or target.indicator in indicators
        ]  # fmt: skip
        counted = []
        for outcome in _OUTCOMES:
            count = self.count([target for target, fate in found if fate == outcome])
            counted += [(outcome, int(count.value), self.collector.show(count))] if isinstance(count, Fig) else []
        text = name_targets(is_any=bool(counted), is_all=not indicators)
        said = self.collector.say(text, area=self.name(self.area), as_of=PeriodValue(self.known.day))
        return Block("verdict", blocks.verdict(said, counted))

    def main_points(self, *indicators: str, peers: str = "", among: str = "") -> Block:
        # What became known after the page's own day is nothing that an edition before could have said.
        then = self.known.facts.known_on(min(self._end_edition_before(), self.known.day))
        latest = [self.known.find_latest(name, self.area) for name in dict.fromkeys(indicators)]
        known = [one for one in latest if isinstance(one, Fig)]
        since = int(self.known.day[:4]) - _YEARS
        # In the order in which the notebook names them: its author ranks them.
        recent = [one for one in known if find_end(one.period).year >= since]
        chosen = recent if len(recent) >= _FEWEST_POINTS else known
        listed = [self._make_point(then, one, peers, among) for one in chosen[:_MOST_POINTS]]
        return Block("points", blocks.points(listed)) if listed else Block("empty", NOTHING)

    def _end_edition_before(self) -> str:
        return f"{int(self.page.edition) - 1}-12-31"

    def _make_point(self, then: Known, latest: Fig, peers: str, among: str) -> Part:
        values: dict[str, Value] = {"when": PeriodValue(latest.period)}
        values["indicator"] = self.known.get_entry(latest.indicator).name[self.page.language]
        shown = self.collector.out_of(latest, self.collector.show(latest, words=True))
        shown = join(shown, self.collector.flag(latest))
        values["figure"] = shown
        change, direction, key = _find_change(self.known, latest), "", ""
        if change:
            direction, key = _tell_direction(change), self.collector.add(change)
            values |= {"change": change, "earlier": PeriodValue(change.inputs[1].period)}
        said = self.collector.say(_MOVED[direction], **values)
        beside = self.compare(latest, peers, among)
        return blocks.point(said, beside, say_plain(self._follow_up(then, latest, direction)), direction, key)

    def compare(self, latest: Fig, peers: str, among: str) -> Part:
        """Say what a figure stands beside: target, peers, past, and of a rank peers before the target."""
        target, place = self._find_target(latest), self.standing(latest, peers)
        count = self.count(place)
        size = len(self.areas(peers)) if peers else 0
        # A rank of 9 among 11 members stands beside its total already; its place among them would say it twice.
        is_among_peers = latest.total is not None and latest.total.value <= size
        has_place = not is_among_peers and isinstance(count, Fig) and count.value >= max(_FEWEST_PEERS, size / 2)
        if target is not None and not (has_place and latest.unit == RANK):
            return target
        if has_place:
            called = self.collector.say(Sentence(among))
            text = sentence("{place:ordinal} of {count} {among} with a figure")
            return self.collector.say(text, place=place, count=count, among=called)
        earlier = self._list_ended(latest)
        if len(earlier) < _FEWEST_EARLIER or not self._is_best(latest, earlier):
            return NOTHING
        text = sentence("the best since the first figure ({first})")
        return self.collector.say(text, first=PeriodValue(earlier[0].period))

    def _find_target(self, latest: Fig) -> Part | None:
        """Say where the target stands that counts, if this figure decides on it."""
        verdict = self.known.find_next_verdict(latest.indicator, latest.area)
        # A target that another figure decides on would be judged beside the wrong number.
        if verdict is None or verdict.latest.key != latest.key:
            return None
        text, deadline = sentence("target for {deadline}: {target}, {status}"), PeriodValue(verdict.target.period)
        return self.collector.say(text, deadline=deadline, target=verdict.target, status=verdict)

    def _list_ended(self, latest: Fig) -> list[Fig]:
        """Give what compares and ended before, also within the time of the figure: the best so far beats it too."""
        line, end = self.known.read_line(latest.indicator, latest.area).sure, find_end(latest.period)
        return [one for one in line if find_end(one.period) < end and not self.known.find_obstacle(latest, one)]

    def _is_best(self, latest: Fig, earlier: list[Fig]) -> bool:
        if self.catalogue.units[self.known.get_entry(latest.indicator).unit].aggregation == "sum":
            return False  # what is counted grows anyway
        match self.known.get_entry(latest.indicator).direction:
            case Direction.HIGHER_IS_BETTER:
                return all(one.scaled < latest.scaled for one in earlier)
            case Direction.LOWER_IS_BETTER:
                return all(one.scaled > latest.scaled for one in earlier)
        return False

    def _follow_up(self, then: Known, latest: Fig, direction: str) -> Sentence:
        before = then.find_latest(latest.indicator, latest.area)
        if isinstance(before, Gap):
            return sentence("new since the last edition")
        # What another source repeats is not new; after a withdrawal the latest figure may be older than that of then.
        is_repeated = before.period == latest.period and formulas.state_alike(before, latest)
        if before.key == latest.key or is_repeated or find_end(latest.period) < find_end(before.period):
            return sentence("no new figure since the last edition")
        change = _find_change(then, before)
        # "Same direction" needs two movements; without one there is only a newer figure.
        if not change or direction not in ("rise", "fall") or change.value == 0:
            return sentence("newer figure than in the last edition")
        if _tell_direction(change) == direction:
            return sentence("same direction as in the last edition")
        return sentence("direction reversed since the last edition")


def _find_change(known: Known, later: Fig) -> Fig | None:
    """Give how a figure moved since the one before; none where the two do not compare."""
    earlier = known.find_earlier(later, "before")
    breaks = known.list_breaks(later.indicator, [later.area])
    change = formulas.compare("rank_change" if later.unit == RANK else "change", later, earlier, breaks)
    return change if isinstance(change, Fig) else None


def _tell_direction(change: Fig) -> str:
    return "rise" if change.value > 0 else "fall" if change.value < 0 else "same"

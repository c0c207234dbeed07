"""The sentences that a notebook says, composed again: which variant, which figures, or which figure is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dxlib.audit.evaluate import FigureCalls, Held
from dxlib.audit.figure import Fig, Found, Gap
from dxlib.audit.gathering import Collector, PeriodValue, Value, find_gaps
from dxlib.audit.periods import find_end
from dxlib.data.keys import name_texts
from dxlib.data.schema import REF_AREA
from dxlib.evidence import blocks
from dxlib.evidence.format import Page
from dxlib.evidence.parts import NOTHING, Part, join, list_names
from dxlib.language import Sentence, sentence

INDICATOR = "INDICATOR"
_GAP = sentence("What was known by {as_of} of “{indicator}” for {area} is not enough for a statement here.")
_AS_BEFORE = "{area} kept its borders when areas were merged: figures from before are of it as it is today."


@dataclass(frozen=True, slots=True)
class Block:
    """What a call of a notebook shows: its kind (see :class:`dxlib.brief.fragments.Fragment`) and its parts."""

    kind: str
    content: Part


class Sentences(FigureCalls):
    """Composes what a brief says of its figures.

    Parameters
    ----------
    figures
        What the brief knows.
    page
        What the page is.
    collector
        Where what is shown is noted down.
    """

    def __init__(self, figures: FigureCalls, page: Page, collector: Collector) -> None:
        super().__init__(figures.known, figures.area)
        self.page = page
        self.collector = collector
        self._named: set[tuple[str, str]] = set()

    def name(self, area: str) -> str:
        return self.catalogue.areas[area].name[self.page.language] if area else ""

    def answer(self, text: str, *, otherwise: str = "", given: Held | None = None, **values: Value) -> Block:
        return self._say("answer", "answer", [text, otherwise], values, given=given)

    def headline(self, text: str, *, otherwise: str = "", given: Held | None = None, **values: Value) -> Block:
        return self._say("text", "finding", [text, otherwise], values, given=given)

    def say(
        self, text: str, *, plural: str = "", count: Found | None = None, otherwise: str = "",
        given: Held | None = None, **values: Value,
    ) -> Block:  # fmt: skip
        counted = {"count": count} if count is not None else {}
        return self._say("text", "", [text, otherwise], {**values, **counted}, plural=plural, given=given)

    def mention(self, text: str, *, given: Held | None = None, **values: Value) -> Block:
        # A mention is what only some areas have, and is left out in silence.
        if find_gaps(text, values):
            return Block("empty", NOTHING)
        return self._say("text", "", [text], values, given=given)

    def lifetime(self) -> Block:
        text = self._find_ending()
        if not text:
            return Block("empty", NOTHING)
        own = self.catalogue.areas[self.area]
        before = [key for key, one in self.catalogue.areas.items() if one.successor == self.area]
        former = list_names([self.name(key) for key in before])
        places: dict[str, Value] = {"former": former, "since": PeriodValue(own.exists.from_)}
        places["successor"] = self.name(own.successor) if own.successor else ""
        return self._say("text", "", [text], places)

    def _find_ending(self) -> str:
        """Give the sentence that says what became of an area when the map changed; else none."""
        area = self.catalogue.areas[self.area]
        # On its last day, which may be that of a month or a year, an area still exists.
        if not area.exists.until or self.page.as_of <= find_end(area.exists.until).isoformat():
            if len(self.catalogue.list_predecessors(self.area)) > 1 and area.exists.from_:
                return sentence("{area} was formed from {former} {since:in}.").text
            is_as_before = bool(self.known.facts.list_former(self.area))
            return _AS_BEFORE if is_as_before else ""
        if not area.successor:
            return sentence("{area} no longer exists.").text
        keeps_name = area.name.agrees(self.catalogue.areas[area.successor].name)
        if len(self.catalogue.list_predecessors(area.successor)) > 1:
            if keeps_name:
                return "The figures are of {area} before areas were merged; today’s {area} is larger."
            return "{area} no longer exists by itself: it has become part of {successor}."
        if keeps_name:
            return "{area} kept its borders when areas were merged."
        return "{area}, today {successor}, kept its borders when areas were merged."

    def say_change(self, change: Found, **texts: Value) -> Block:
        return self._say_change("text", "", change, texts)

    def mention_change(self, change: Found, **texts: Value) -> Block:
        return Block("empty", NOTHING) if isinstance(change, Gap) else self._say_change("text", "", change, texts)

    def headline_change(self, change: Found, **texts: Value) -> Block:
        return self._say_change("text", "finding", change, texts)

    def answer_change(self, change: Found, **texts: Value) -> Block:
        return self._say_change("answer", "answer", change, texts)

    def _say_change(self, kind: str, css: str, change: Found, texts: dict[str, Value]) -> Block:
        variants = {name: str(texts.pop(name, "")) for name in ("rise", "fall", "same", "otherwise")}
        if isinstance(change, Gap):
            return self._say(kind, css, ["{change}", variants["otherwise"]], {"change": change, **texts})
        direction = "rise" if change.value > 0 else "fall" if change.value < 0 else "same"
        said = [variants[direction], variants["otherwise"]]
        return self._say(kind, css, said, {"change": change, **texts}, of=(direction, change))

    def _say(
        self, kind: str, css: str, texts: Sequence[str], values: dict[str, Value], *, plural: str = "",
        of: tuple[str, Fig] | None = None, given: Held | None = None,
    ) -> Block:  # fmt: skip
        """Compose the first text whose figures are all known and whose condition holds."""
        missing: list[Gap] = []
        everything = {**self._list_common(), **values}
        for index, text in enumerate(texts):
            # Only the first text rests on the condition: the second is what is said otherwise.
            if not text or (index == 0 and given is not None and given.state is not True):
                continue
            # The plural belongs to the first text alone.
            several = plural if index == 0 else ""
            gaps = self.find_gaps_in(text, everything, is_headline=bool(css), plural=several)
            # The gaps of the first text that could not be said: it is what the author wanted to say.
            missing = missing or gaps
            if not gaps:
                said = Sentence(text, {}, several, _count(values.get("count")))
                return Block(kind, self._compose(css, said, everything, of, given if index == 0 else None))
        return self._say_missing(missing)

    def find_gaps_in(
        self, text: str, values: dict[str, Value], *, is_headline: bool, plural: str = ""
    ) -> list[Gap]:  # fmt: skip
        """List the figures that a sentence names and that are not known, or not sure enough for a headline."""
        if is_headline:
            doubtful = {name: Gap(one.indicator, one.area) for name, one in values.items()
                        if isinstance(one, Fig) and self.known.is_doubtful(one)}  # fmt: skip
            # A headline takes a doubtful figure for one that is not known; other sentences may show it, flagged.
            values = {**values, **doubtful}
        return find_gaps(text, values, plural=plural)

    def _list_common(self) -> dict[str, Value]:
        page = self.page
        own = name_texts(page.parameters, self.known.catalogue, page.language)
        return {
            **own,
            "area": self.name(page.area),
            "edition": PeriodValue(page.edition),
            "as_of": PeriodValue(page.as_of),
        }

    def _compose(
        self, css: str, said: Sentence, values: dict[str, Value], of: tuple[str, Fig] | None, given: Held | None
    ) -> Part:  # fmt: skip
        marks = {"data_direction": of[0], "data_of": self.collector.add(of[1])} if of else {}
        if given:
            self.collector.add_given(given.claim, given.figures)
        return blocks.said(self.collector.say(said, **values), css, **marks)

    def _say_missing(self, missing: Sequence[Gap]) -> Block:
        """Name the first indicator that is missing and that the page has said nothing of, once a page."""
        # A page that shows another figure of the indicator must not say that not enough is known of it.
        shown = {(row[INDICATOR], row[REF_AREA]) for one in self.collector.figures.values() for row in one.walk_rows()}
        gaps = dict.fromkeys((gap.indicator, gap.area) for gap in missing if gap.indicator)
        new = [gap for gap in gaps if gap not in self._named and gap not in shown]
        self._named.update(new)
        if not new:
            return Block("empty", join())
        ((indicator, area), *_) = new
        said = self.collector.say(
            _GAP,
            area=self.name(area),
            indicator=self.known.get_entry(indicator).name[self.page.language],
            as_of=PeriodValue(self.page.as_of),
        )
        return Block("gap", join(blocks.paragraph(said, css="gap")))


def _count(value: Value | None) -> int:
    # Plural forms are of sizes: "down 1 place" is singular, though the change is -1.
    return abs(int(value.value)) if isinstance(value, Fig) else 0

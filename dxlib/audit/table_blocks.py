"""Key figures and tables, composed again: which rows there are, and what stands in each cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any, Final

from dxlib.audit import formulas
from dxlib.audit.evaluate import FigureCalls, NotEvaluatedError
from dxlib.audit.figure import Fig, Found, Gap
from dxlib.audit.gathering import PeriodValue
from dxlib.audit.known import ACTUAL, RANK, TARGET, Known
from dxlib.audit.main_points import PointCalls
from dxlib.audit.periods import find_end
from dxlib.audit.text_blocks import Block
from dxlib.data import schema
from dxlib.data.catalogue import Direction
from dxlib.data.ids import ObservationId
from dxlib.evidence import blocks, folds
from dxlib.evidence.blocks import DASH
from dxlib.evidence.parts import NOTHING, Part, el, join, list_all, period, say_plain, separate
from dxlib.language import Sentence, sentence

_WHICH_IS_SHOWN: Final = sentence(
    "Every stated figure stays in the data. Which one is shown follows a published rule: a certain figure before an "
    "estimate, the preferred publisher before others, the publisher’s own table before a report of it, and then the "
    "latest known."
)
# Two points make a line that says no more than the change beside it.
_FEWEST = 3
_MOST = 4
MILESTONE = "MILESTONE"
MOVES = {
    "rise": sentence("up {change:size} on {earlier_when:the}"),
    "fall": sentence("down {change:size} on {earlier_when:the}"),
    "same": sentence("unchanged on {earlier_when:the}"),
}
_REVISED = {
    "rise": sentence("up {change:size}"), "fall": sentence("down {change:size}"), "same": sentence("unchanged"),
}  # fmt: skip


class Tables(PointCalls):
    """Composes cards and tables."""

    def key_figures(self, *indicators: str, peers: str = "", among: str = "") -> Block:
        latest = (self.known.find_latest(name, self.area) for name in indicators)
        cards = [self._make_card(one, peers, among) for one in latest if isinstance(one, Fig)]
        return Block("key-figures", blocks.key_figures(cards))

    def _make_card(self, latest: Fig, peers: str, among: str) -> Part:
        name = self.known.get_entry(latest.indicator).name[self.page.language]
        value = join(
            self.collector.out_of(latest, blocks.big(self.collector.show(latest, shown="big"))),
            self.collector.flag(latest),
        )
        before = self.known.find_earlier(latest, "before")
        change = self._describe_move(latest, before, MOVES) if isinstance(before, Fig) else NOTHING
        verdict = self.known.find_next_verdict(latest.indicator, latest.area)
        target: Part = NOTHING
        if verdict:
            own = verdict.latest
            text = sentence("Target for {deadline}: {target}, {status}")
            # A deadline that has passed is judged by its own figure, which the card then names.
            if own.key != latest.key:
                text = sentence("Target for {deadline}: {target}, {status} with {figure} ({figure_when})")
            deadline = PeriodValue(verdict.target.period)
            target = self.collector.say(text, deadline=deadline, target=verdict.target, status=verdict, figure=own)
        else:
            target = self.compare(latest, peers, among)
        return blocks.card(name, value, latest.period, self._draw_spark(latest), change, target)

    def _draw_spark(self, latest: Fig) -> Part:
        known = [*self.known.list_before(latest), latest]
        if len(known) < _FEWEST:
            return NOTHING
        # In single units: a series may go from millions to billions.
        values = [one.measure.value.scaleb(one.mult) for one in known]
        return blocks.spark(values, [find_end(one.period) for one in known], downwards=latest.unit == RANK)

    def _describe_move(self, later: Fig, earlier: Fig, texts: dict[str, Sentence]) -> Part:
        """Say how a figure moved; nothing where the two do not compare, or one is only a bound."""
        breaks = self.known.list_breaks(later.indicator, [later.area])
        # Asked first: formulas.compare takes what does not compare for a mistake of the notebook.
        if formulas.find_obstacle(later, earlier, breaks):
            return NOTHING
        change = formulas.compare("rank_change" if later.unit == RANK else "change", later, earlier, breaks)
        if isinstance(change, Gap):
            return NOTHING
        direction = "rise" if change.value > 0 else "fall" if change.value < 0 else "same"
        said = self.collector.say(texts[direction], change=change, earlier=earlier)
        return blocks.moved(direction, self._judge_change(later, change), self.collector.add(change), said)

    def _judge_change(self, later: Fig, change: Fig) -> str:
        """Say whether a change is for the better, by the direction in the catalogue; places gained always are."""
        wanted = self.known.get_entry(later.indicator).direction
        if change.value == 0 or wanted is Direction.NEUTRAL:
            return "same"
        # A change of rank is counted in places gained, which are better although a lower rank is.
        upwards = later.unit == RANK or wanted is Direction.HIGHER_IS_BETTER
        return "better" if (change.value > 0) == upwards else "worse"

    # Targets -----------------------------------------------------------------------------------

    def targets(self, *indicators: str) -> Block:
        targets = [target for name in indicators for target in self.known.list_targets(name, self.area)]
        return self._make_targets([(target, self.known.find_deciding(target)) for target in targets])

    def target_board(self, outcome: str) -> Block:
        found = self.known.list_outcomes(self.area)
        return self._make_targets([(target, figure) for target, figure, fate in found if fate == outcome])

    def _make_targets(self, pairs: Sequence[tuple[Fig, Found]]) -> Block:
        if not pairs:
            return Block("empty", NOTHING)
        standing: dict[str, list[tuple[Fig, Found]]] = {}
        for target, latest in pairs:
            status = folds.NO_FIGURE if isinstance(latest, Gap) else self.known.judge(target, latest).status
            standing.setdefault(status, []).append((target, latest))
        found = [self._fold_targets(status, standing.get(status, ())) for status in folds.TARGET_GROUPS]
        return Block("table", join(*(one for one in found if one)))

    def _fold_targets(self, status: str, pairs: Sequence[tuple[Fig, Found]]) -> Part:
        """Give the targets that stand where a status says; of none, nothing."""
        if not pairs:
            return NOTHING
        names = self._label(target.indicator for target, _ in pairs)
        if status == folds.NO_FIGURE:
            return folds.targets(status, names, self._list_issued([target for target, _ in pairs]))
        heads = [
            sentence("Indicator"), sentence("Target, set or reported by"), sentence("Latest figure"),
            sentence("Still to go"), sentence("Status"),
        ]  # fmt: skip
        day = PeriodValue(self.known.day)
        caption = self.collector.say(sentence("Targets and where each stood on {day}"), day=day)
        rows = [self._make_target_row(target, latest) for target, latest in pairs if isinstance(latest, Fig)]
        return folds.targets(status, names, [blocks.stacking_table(caption, heads, rows, css="targets")])

    def _label(self, indicators: Iterable[str]) -> list[str]:
        """Give the short names of indicators."""
        return [self.known.get_entry(name).label[self.page.language] for name in indicators]

    def _list_issued(self, targets: Iterable[Fig]) -> list[Part]:
        """Give what each issuer set without a figure being known of it."""
        by_issuer: dict[str, list[Part]] = {}
        for target in targets:
            name = self.known.get_entry(target.indicator).name[self.page.language]
            wanted: Any = self._state_target(target)
            said = [self.collector.say(sentence("{indicator}, {target}"), indicator=name, target=wanted)]
            said += self._state_unconfirmed(target)
            by_issuer.setdefault(self.collector.name_publisher(target.source), []).append(list_all(said))
        return [folds.issued(issuer, stated) for issuer, stated in by_issuer.items()]

    def _state_unconfirmed(self, target: Fig) -> list[Part]:
        """Give the later figure that nobody confirms; of none, nothing."""
        unconfirmed = self.known.find_unconfirmed(target)
        if not unconfirmed:
            return []
        shown: Any = self.collector.at_period(unconfirmed)
        return [self.collector.say(sentence("not confirmed: {figure}"), figure=shown)]

    def _make_target_row(self, target: Fig, latest: Fig) -> list[Part]:
        collector = self.collector
        name = self.known.get_entry(target.indicator).name[self.page.language]
        by = el("small", collector.name_publisher(target.source), class_="by")
        row: list[Part] = [name, join(self._state_target(target), " ", by)]
        beside = join(*(join(el("br"), one) for one in self._state_unconfirmed(target)))
        lower = self.known.is_lower_better(target.indicator)
        measure = self.known.get_measure(target.indicator)
        to_go: Part = DASH
        if target.unit != MILESTONE:
            left = formulas.compute_distance(target, latest, lower=lower, measure=measure)
            # Of a target that is reached nothing is left, and how far it was passed is no part of this table.
            to_go = collector.show(left) if isinstance(left, Fig) and left.value > 0 else DASH
        # The value of a milestone, 1, says nothing to a reader: when it was reached does.
        if latest.unit == MILESTONE:
            collector.add(latest)
            reached = collector.say(sentence("done by {day}"), day=PeriodValue(latest.period))
        else:
            reached = collector.at_period(latest)
        if measure != target.indicator:
            other = self.known.get_entry(measure).name[self.page.language]
            reached = join(reached, el("br"), collector.say(sentence("measured by: {indicator}"), indicator=other))
        return [*row, join(reached, beside), to_go, collector.judge(self.known.judge(target, latest))]

    def _state_target(self, target: Fig) -> Part:
        shown: Any = self.collector.show(target)
        deadline = PeriodValue(target.period)
        if target.unit == MILESTONE:
            return blocks.to_note(target.key, self.collector.say(sentence("due by {deadline:the}"), deadline=deadline))
        if target.period:
            return self.collector.say(sentence("{target} by {deadline}"), target=shown, deadline=deadline)
        return self.collector.say(sentence("{target}, no deadline stated"), target=shown)

    # What changed, what disagrees, what is meant -----------------------------------------------

    def changes_since(self, *indicators: str, day: str = "") -> Block:
        before = day or self._end_edition_before()
        if before > self.known.day:
            if day:
                raise NotEvaluatedError("what changed is counted from a day before the page's own")
            return Block("empty", NOTHING)
        then = self.known.facts.known_on(before)
        # Where nothing was known then, everything would be listed as new.
        if all(isinstance(then.find_latest(name, self.area), Gap) for name in indicators):
            return Block("empty", NOTHING)
        rows = [(name, row) for name in indicators for row in self._list_revised(then, name)]
        since = PeriodValue(before)
        if not rows:
            text = sentence("None of these figures has changed since {day}.")
            return Block("table", el("p", self.collector.say(text, day=since)))
        heads = [sentence("Indicator"), sentence("Known then"), sentence("Known now"), sentence("Change")]
        caption = self.collector.say(sentence("What has changed since {day}"), day=since)
        table = blocks.stacking_table(caption, heads, [row for _, row in rows], css="changes")
        names = self._label(name for name, _ in rows)
        return Block("table", folds.fold(folds.count_names(caption, names), table))

    def _list_revised(self, then: Known, indicator: str) -> Iterator[list[Part]]:
        old, new = then.find_latest(indicator, self.area, as_of=then.day), self.known.find_latest(indicator, self.area)
        if isinstance(old, Gap) and isinstance(new, Gap):
            return
        if isinstance(old, Fig) and isinstance(new, Fig) and _are_alike(old, new):
            return
        if isinstance(old, Fig):
            # A page states figures as of its day; one of an earlier day is marked in the evidence.
            self.collector.earlier[old.key] = then.day
        name = self.known.get_entry(indicator).name[self.page.language]
        known_then = el("span", self._show_found(old), data_then=then.day)
        yield [name, known_then, self._show_found(new), self._describe_revision(old, new)]

    def _show_found(self, figure: Found) -> Part:
        if isinstance(figure, Gap):
            return DASH
        if figure.unit == MILESTONE:
            self.collector.add(figure)
            return self.collector.say(sentence("done by {day}"), day=PeriodValue(figure.period))
        return blocks.at_period(self.collector.show(figure), figure.period)

    def _describe_revision(self, old: Found, new: Found) -> Part:
        if isinstance(old, Gap):
            return say_plain(sentence("first figure"))
        if isinstance(new, Gap):
            return say_plain(sentence("withdrawn"))
        if old.period == new.period:
            publishers = {self.catalogue.sources[one.source].publisher for one in (old, new)}
            return say_plain(sentence("revised") if len(publishers) == 1 else sentence("another source"))
        # A newer figure may hide that the one before it was restated; a change on it would be no change over time.
        today = self.known.find_at(old.indicator, old.period, old.area)
        if isinstance(today, Gap):
            # Withdrawn: no change is counted from it, and the latest figure may be one of before.
            return say_plain(sentence("newer figure") if find_end(new.period) > find_end(old.period)
                             else sentence("withdrawn"))  # fmt: skip
        if not _are_alike(old, today):
            return say_plain(sentence("newer figure; the earlier figure was revised"))
        return self._describe_move(new, old, _REVISED) or say_plain(sentence("newer figure"))

    def disagreements(self, *indicators: str) -> Block:
        if not indicators:
            return Block("empty", NOTHING)
        lines = [self.known.read_line(name, self.area, kind) for name in indicators for kind in (ACTUAL, TARGET)]
        told = [(line, figure) for line in lines for figure in line.figures if figure.period in line.rivals]
        rows = [self._make_disagreement(figure, line.rivals[figure.period]) for line, figure in told]
        if not rows:
            return Block("table", el("p", say_plain(sentence("No two sources disagree on these figures."))))
        heads = [sentence("Indicator"), sentence("Period"), sentence("Figure shown"), sentence("Also stated")]
        caption = say_plain(sentence("Where sources disagree"))
        table = blocks.stacking_table(caption, heads, rows, css="disagreements")
        names = self._label(figure.indicator for _, figure in told)
        content = join(el("p", say_plain(_WHICH_IS_SHOWN)), folds.fold(folds.count_names(caption, names), table))
        return Block("table", content)

    def _make_disagreement(self, figure: Fig, rivals: Iterable[Fig]) -> list[Part]:
        name: Any = self.known.get_entry(figure.indicator).name[self.page.language]
        if figure.kind == TARGET:
            name = self.collector.say(sentence("{indicator} (target)"), indicator=name)
        when = period(figure.period) if figure.period else say_plain(sentence("none stated"))
        by_value: dict[tuple[Fraction, str], list[Fig]] = {}
        for one in rivals:
            by_value.setdefault((one.value, one.qualifier), []).append(one)
        stated = [self._state(group) for group in by_value.values()]
        return [name, when, self._state([figure]), separate(el("br"), stated)]

    def _state(self, figures: Sequence[Fig]) -> Part:
        # Several sources state one value: one figure is shown, and each of them has its note.
        for one in figures[1:]:
            self.collector.add(one)
        shown = join(self.collector.show(figures[0]), self.collector.flag(figures[0]))
        known = self.catalogue.sources
        by = [(one.source, self.collector.name_publisher(one.source), known[one.source]) for one in figures]
        return blocks.state(shown, by)

    def definitions(self, *indicators: str) -> Block:
        if not indicators:
            return Block("empty", NOTHING)
        language, day = self.page.language, self.known.day
        entries = [self.known.get_entry(name) for name in indicators]
        return Block(
            "table",
            blocks.definitions(
                (
                    entry.name[language],
                    entry.definition[language],
                    [blocks.not_comparable(one.at, one.why[language]) for one in entry.breaks if one.at <= day],
                )
                for entry in entries
            ),
        )

    # The data themselves -----------------------------------------------------------------------

    def coverage(self) -> Block:
        heads = [
            sentence("System"),
            sentence("Figures"),
            sentence("Indicators"),
            sentence("Sources"),
            sentence("Period covered"),
        ]
        rows = [self._make_coverage(name) for name in self.catalogue.systems if name in self.known.by_system]
        caption = self.collector.say(sentence("What is known of each system on {day}"), day=PeriodValue(self.known.day))
        return Block("table", blocks.stacking_table(caption, heads, rows, css="coverage"))

    def _make_coverage(self, system: str) -> list[Part]:
        own = sorted(
            self.known.by_system[system], key=lambda row: (find_end(row[schema.TIME_PERIOD]), ObservationId.of(row))
        )
        # The periods of a span rest on the first and the last figure, so both have notes.
        for row in (own[0], own[-1]):
            self.collector.add(self.known.read(row))
        counts = [FigureCalls.tally(self, what, system=system) for what in ("figures", "indicators", "sources")]
        shown = [self.collector.show(one) for one in counts if isinstance(one, Fig)]
        first = own[0][schema.TIME_PERIOD].partition("/")[0]
        last = own[-1][schema.TIME_PERIOD].rpartition("/")[2]
        return [self.catalogue.systems[system].name[self.page.language], *shown, blocks.span(first, last)]

    def findings(self) -> Block:
        alike: dict[tuple[str, str, str], list[Any]] = {}
        for one in self.findings_of_day():
            row = one.figures[0]
            alike.setdefault((one.rule, row[schema.INDICATOR], row[schema.TIME_PERIOD]), []).append(one)
        if not alike:
            return Block("empty", NOTHING)
        heads = [sentence("Indicator, place and time"), sentence("What does not fit"), sentence("Figures")]
        rows = [self._make_finding(found) for found in alike.values()]
        caption = say_plain(sentence("Figures at odds with each other"))
        table = blocks.stacking_table(caption, heads, rows, css="findings")
        names = self._label(name for (_, name, _), found in alike.items() for _ in found)
        return Block("table", folds.fold(folds.count_names(caption, names), table))

    def _make_finding(self, alike: Sequence[Any]) -> list[Part]:
        first, row = alike[0], alike[0].figures[0]
        names = dict.fromkeys(self.name(one.figures[0][schema.REF_AREA]) for one in alike)
        name = self.known.get_entry(row[schema.INDICATOR]).name[self.page.language]
        head = blocks.finding(name, list(names), row[schema.TIME_PERIOD])
        home = row[schema.REF_AREA] if len(names) == 1 else ""
        figures = self._name_figures(first.figures, home)
        return [head, blocks.judge(first.weight, first.rule), separate(el("br"), figures)]

    def _name_figures(self, rows: Sequence[Any], home: str) -> Iterator[Part]:
        named: Part = NOTHING
        # A sum of many parts would fill the table; the rule names what the finding is about first.
        for row in rows[:_MOST]:
            name: Any = self.known.get_entry(row[schema.INDICATOR]).name[self.page.language]
            if row[schema.REF_AREA] != home:
                name = blocks.of_area(name, self.name(row[schema.REF_AREA]))
            text = sentence("{figure} ({period})") if name == named else sentence("{name}: {figure} ({period})")
            named = name
            figure = self.known.read(row)
            yield self.collector.say(text, name=name, figure=figure, period=PeriodValue(row[schema.TIME_PERIOD]))


def _are_alike(old: Fig, new: Fig) -> bool:
    """Say whether the same is stated of the same time."""
    return old.period == new.period and old.scaled == new.scaled and old.qualifier == new.qualifier

"""A page on one system, and the table of all systems, composed again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from dxlib.audit.figure import Fig, Found, Gap
from dxlib.audit.formulas import look_alike
from dxlib.audit.gathering import PeriodValue
from dxlib.audit.known import TARGET, KnownSeries
from dxlib.audit.periods import find_end
from dxlib.audit.table_blocks import MILESTONE, MOVES, Tables
from dxlib.audit.text_blocks import Block
from dxlib.data.catalogue import Direction
from dxlib.evidence import blocks, folds
from dxlib.evidence.parts import NOTHING, Part, el, indexed, join, list_phrases, period, say_plain, separate, show_few
from dxlib.language import sentence

NONE: Final[Part] = blocks.DASH
_SIX = 6
_THREE = 3
_EIGHT = 8
_FIFTEEN = 15


class SystemCalls(Tables):
    """Composes what a brief says of systems."""

    # Which indicators --------------------------------------------------------------------------

    def indicators_of(self, system: str) -> tuple[str, ...]:
        weighed = []
        for name in self.indicators(system=system):
            figures = self.known.read_line(name, self.area).figures
            if figures or self.known.read_line(name, self.area, TARGET).figures:
                weighed.append((*self._weigh(name), name))
        weighed.sort()
        return tuple(str(name) for *_, name in weighed)

    def _weigh(self, name: str) -> tuple[object, ...]:
        """Give what orders indicators: recent figures, old ones, none; with targets; n of N; years; length; days."""
        line, without = self.known.read_line(name, self.area), not self.known.list_targets(name, self.area)
        if not line.sure:
            # Letters sort as the writer's numbers do: recent, old, none.
            return "c", without
        latest = line.sure[-1]
        end, age = find_end(latest.period), "b" if self._is_old(latest) else "a"
        whole = latest.total.value if latest.total else 0
        return age, without, latest.total is None, -end.year, -len(line.sure), -end.toordinal(), -whole

    @property
    def _last_old_year(self) -> int:
        # Figures of the two years before the day's own are recent.
        return int(self.known.day[:4]) - _THREE

    def _is_old(self, figure: Fig) -> bool:
        return find_end(figure.period).year <= self._last_old_year

    def _list_numbers(self, system: str) -> list[Fig]:
        """Give the latest figure of each indicator that has one beyond doubt, and is no milestone."""
        found = (self.known.find_latest(name, self.area) for name in self.indicators_of(system))
        return [one for one in found if isinstance(one, Fig) and one.unit != MILESTONE]

    def leading(self, system: str = "") -> tuple[str, ...]:
        if system:
            return tuple(one.indicator for one in self._list_numbers(system)[:_SIX])
        leads = [one.indicator for one in self.leads() if isinstance(one, Fig)]
        return tuple(sorted(leads, key=lambda name: (*self._weigh(name), name))[:_SIX])

    def lead(self, system: str) -> Found:
        return next(iter(self._list_numbers(system)), Gap("", self.area))

    def leads(self) -> tuple[Found, ...]:
        return tuple(self.lead(system) for system in self._list_begun())

    def introduce(self, system: str) -> Block:
        lead, name = self.lead(system), self.catalogue.systems[system].name[self.page.language]
        said = [
            sentence("{measure}: {lead} of {lead_of} {lead_when:in}").text,
            sentence("{measure}: {lead} {lead_when:in}").text,
            sentence("{system}: no figure of {area} as a whole is known by {as_of}").text,
        ]
        return self._say("answer", "answer", said, {"measure": self.name_measure(lead), "lead": lead, "system": name})

    def name_measure(self, figure: Found) -> str:
        """Give the name of a figure's indicator; of none, no name."""
        return "" if isinstance(figure, Gap) else self.known.get_entry(figure.indicator).name[self.page.language]

    def _list_begun(self) -> list[str]:
        systems = self.catalogue.systems
        return [key for key in systems if not systems[key].since or systems[key].since <= self.page.as_of]

    # What is shown of one ----------------------------------------------------------------------

    def purpose(self, system: str) -> Block:
        entry, language = self.catalogue.systems[system], self.page.language
        said: list[Part] = []
        if entry.purpose:
            said.append(entry.purpose[language])
        if entry.decided_by:
            said.append(self.collector.say(sentence("Basis: {decision}."), decision=entry.decided_by[language]))
        if entry.since:
            said.append(self.collector.say(sentence("Start: {day}."), day=PeriodValue(entry.since)))
        if not said:
            return Block("empty", NOTHING)
        return Block("text", blocks.paragraph(separate(" ", said), css="purpose"))

    def find_drawn(self, system: str, place: int) -> Fig | None:
        """Give the latest figure of the indicator that is drawn at a place, from 1; none where there are fewer."""
        drawn = [
            one
            for one in self._list_numbers(system)
            if len(self.known.list_before(one)) >= _THREE - 1
            and len(self.known.read_line(one.indicator, self.area).rivals) <= _EIGHT
        ]
        return drawn[place - 1] if 1 <= place <= len(drawn) else None

    def all_figures(self, system: str) -> Block:
        rows = [(name, row) for name in self.indicators_of(system) for row in self._list_rows(name)]
        if not rows:
            return Block("empty", NOTHING)
        heads = [sentence("Indicator"), sentence("Latest figure, stated by"), sentence("Earlier figures")]
        caption = self.collector.say(sentence("All figures known by {day}"), day=PeriodValue(self.page.as_of))
        table = blocks.stacking_table(caption, heads, [row for _, row in rows], css="figures")
        if len(rows) > _FIFTEEN:
            names = [self.known.get_entry(name).label[self.page.language] for name, _ in rows]
            table = folds.fold(folds.count_names(caption, names), table)
        return Block("table", table)

    def _list_rows(self, name: str) -> Iterator[list[Part]]:
        title = self.known.get_entry(name).name[self.page.language]
        line, targets = self.known.read_line(name, self.area), self.known.read_line(name, self.area, TARGET)
        if line.figures:
            yield [title, *self._make_actual(line, self.known.find_latest(name, self.area))]
        for target in (one for one in targets.figures if one.key in targets.doubtful):
            head = self.collector.say(sentence("{indicator} (target)"), indicator=title)
            yield [head, self._doubt(target, join(self._show_due(target), self.collector.flag(target))), NONE]

    def _show_due(self, target: Fig) -> Part:
        shown: Part = self.collector.show(target)
        if not target.period:
            return shown
        if target.unit != MILESTONE:
            return blocks.at_period(shown, target.period)
        said = self.collector.say(sentence("due by {deadline:the}"), deadline=PeriodValue(target.period))
        return blocks.to_note(target.key, said)

    def _make_actual(self, line: KnownSeries, latest: Found) -> list[Part]:
        shown: list[Part]
        figures, doubtful = line.figures, line.doubtful
        at = len(figures) - 1
        if isinstance(latest, Gap):
            shown = [self._doubt(figures[at], self._show_dated(figures[at]))]
        else:
            # The latest is not always the last: what nobody confirms stands after it, and a bound that says less.
            at = [one.key for one in figures].index(latest.key)
            shown = [join(self._show_dated(latest), self._state_change(latest), " ", self._name_source(latest))]
            for one in figures[at + 1 :]:
                named = join(self._show_dated(one), " ", self._name_source(one))
                shown.append(self._doubt(one, self._show_dated(one)) if one.key in doubtful else named)
        earlier = [self._show_dated(one) for one in figures[:at][-_SIX:][::-1]]
        return [join(*shown), separate(el("br"), earlier) if earlier else NONE]

    def _state_change(self, latest: Fig) -> Part:
        moves = (self._describe_move(latest, one, MOVES) for one in self.known.list_before(latest))
        moved: Part = next((one for one in moves if one), NOTHING)
        return join(el("br"), moved, self._draw_spark(latest)) if moved else NOTHING

    def _show_dated(self, figure: Fig) -> Part:
        if figure.unit != MILESTONE:
            shown = self.collector.out_of(figure, self.collector.show(figure))
            return join(blocks.at_period(shown, figure.period), self.collector.flag(figure))
        self.collector.add(figure)
        return self.collector.say(sentence("done by {day}"), day=PeriodValue(figure.period))

    def _doubt(self, figure: Fig, shown: Any) -> Part:
        return join(
            self.collector.say(sentence("not confirmed: {figure}"), figure=shown), " ", self._name_source(figure)
        )

    def _name_source(self, figure: Fig) -> Part:
        by = blocks.publisher(self.collector.name_publisher(figure.source), figure.source)
        return el("small", by, class_="by")

    def old_figures(self, system: str) -> Block:
        latest = [self.known.find_latest(name, self.area) for name in self.indicators_of(system)]
        old = [one for one in latest if isinstance(one, Fig) and one.unit != MILESTONE and self._is_old(one)]
        if not old:
            return Block("empty", NOTHING)
        named: Any = list_phrases([self._name_old(one) for one in old])
        text, year = (
            sentence("No figure later than {year} is known of: {indicators}."),
            PeriodValue(str(self._last_old_year)),
        )
        return Block("text", blocks.paragraph(self.collector.say(text, year=year, indicators=named)))

    def _name_old(self, figure: Fig) -> Part:
        self.collector.add(figure)
        when = PeriodValue(figure.period)
        return self.collector.say(sentence("{indicator} ({period})"), indicator=self.name_measure(figure), period=when)

    def elsewhere(self, system: str) -> Block:
        rows: list[list[Part]] = []
        for name in self.indicators(system=system):
            ends = self._find_ends(name)
            if ends:
                title = self.known.get_entry(name).name[self.page.language]
                rows.append([title, period(ends[0][0].period), *map(self._name_places, ends)])
        if not rows:
            return Block("empty", NOTHING)
        heads = [
            sentence("Indicator"), sentence("Period"), sentence("First of those known"),
            sentence("Last of those known"),
        ]  # fmt: skip
        caption = self.collector.say(
            sentence("The first and the last, as known on {day}"), day=PeriodValue(self.page.as_of)
        )  # fmt: skip
        return Block("table", blocks.stacking_table(caption, heads, rows, css="elsewhere"))

    def _find_ends(self, name: str) -> list[list[Fig]]:
        """Give the best figures among areas of one other kind and time, and the worst where enough have one.

        Of figures that a page shows as the same number, none is the best by itself.
        """
        direction = self.known.get_entry(name).direction
        kinds = [self._describe(key) for key in self.catalogue.areas]
        wide, few = list[list[Fig]](), list[list[Fig]]()
        for alike, by_period in self._sort_others(name).items():
            for some in by_period.values():
                # Where less than a third have a figure, the last of them is not the last of all.
                (wide if len(some) * _THREE >= kinds.count(alike) else few).append(some)
        wide, few = ([some for some in sets if len(some) >= _THREE] for sets in (wide, few))
        if direction is Direction.NEUTRAL or not (wide or few):
            return []
        chosen = max(wide or few, key=lambda some: (find_end(some[0].period), some[0].period, len(some)))
        sign = 1 if direction is Direction.LOWER_IS_BETTER else -1
        ranked = sorted(chosen, key=lambda one: (sign * one.scaled, one.area))
        ends = [[one for one in ranked if look_alike(one, end)] for end in (ranked[0], ranked[-1])]
        return ends if wide else [ends[0], []]

    def _describe(self, key: str) -> tuple[str, str, str]:
        area = self.catalogue.areas[key]
        return area.kind, area.exists.from_, area.exists.until

    def _sort_others(self, name: str) -> dict[tuple[str, str, str], dict[str, list[Fig]]]:
        """Give the figures of areas of other kinds, those of areas alike together, by period."""
        found = dict[tuple[str, str, str], dict[str, list[Fig]]]()
        for key in self.known.areas_of.get(name, ()):
            if self._describe(key)[0] == self._describe(self.area)[0]:
                continue
            alike = found.setdefault(self._describe(key), {})
            # What an area has under its earlier key would be ranked a second time.
            for one in self.known.read_line(name, key).keep(key).sure:
                if not one.is_bound:
                    alike.setdefault(one.period, []).append(one)
        return found

    def _name_places(self, figures: Sequence[Fig]) -> Part:
        return separate(el("br"), show_few(figures, self._name_place)) if figures else NONE

    def _name_place(self, figure: Fig) -> Part:
        shown = self.collector.out_of(figure, self.collector.show(figure))
        said: Any = join(shown, self.collector.flag(figure))
        return self.collector.say(sentence("{area}: {figure}"), area=self.name(figure.area), figure=said)

    # All systems -------------------------------------------------------------------------------

    def systems(self, *, pages: str) -> Block:
        heads = [
            sentence("System"), sentence("Leading figure"), sentence("Target, set or reported by"),
            sentence("Targets due without a figure"),
        ]  # fmt: skip
        rows = [self._make_system(key, pages) for key in self._list_begun()]
        caption = self.collector.say(sentence("All systems, as known on {day}"), day=PeriodValue(self.page.as_of))
        return Block("table", blocks.stacking_table(caption, heads, rows, css="systems"))

    def _make_system(self, key: str, pages: str) -> list[Part]:
        title, lead = self.catalogue.systems[key].name[self.page.language], self.lead(key)
        name = indexed(title, brief=pages, edition=self.page.edition, own_system=key)
        unknown = self.count_targets("unknown", due=True, system=key)
        due = self.count_targets(due=True, system=key)
        missing = NONE
        if isinstance(unknown, Fig) and isinstance(due, Fig):
            missing = blocks.of_total(self.collector.show(unknown), self.collector.show(due, shown="mark"))
        if isinstance(lead, Gap):
            return [name, say_plain(sentence("none known")), NONE, missing]
        shown = join(self.name_measure(lead), el("br"), self._show_dated(lead))
        verdict = self.known.find_next_verdict(lead.indicator, self.area)
        return [name, shown, self._state_verdict(verdict) if verdict else NONE, missing]

    def _state_verdict(self, verdict: Any) -> Part:
        target = verdict.target
        said = self.collector.say(
            sentence("Target for {deadline}: {target}, {status}"), deadline=PeriodValue(target.period), target=target,
            status=verdict,
        )  # fmt: skip
        return join(said, " ", self._name_source(target))

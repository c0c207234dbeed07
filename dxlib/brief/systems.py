"""A page on one system: what it is for, its figures over time, all of them; and a table of all systems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, Final

from dxlib.brief.fragments import Fragment
from dxlib.brief.markup import Period, Writer
from dxlib.brief.pictures.analysts_pictures import OwnPictures
from dxlib.brief.tables import MOVES, describe_move, make_sparkline
from dxlib.data.catalogue import MILESTONE
from dxlib.data.quantities import Missing, Quantity
from dxlib.data.schema import Kind
from dxlib.evidence import blocks, folds
from dxlib.evidence.blocks import DASH
from dxlib.evidence.parts import NOTHING, Part, el, indexed, join, list_phrases, period, say_plain, separate, show_few
from dxlib.figures import weights
from dxlib.figures.other_areas import find_ends
from dxlib.figures.outcomes import TargetOutcome
from dxlib.figures.shelf import Figure, Series
from dxlib.language import Sentence, sentence

_MOST_LEADING: Final = 6
_MOST_EARLIER: Final = 6  # figures of a row before its latest; longer series are charts of other briefs
_MOST_OPEN: Final = 15  # rows; a longer table is opened on demand


class Systems(OwnPictures):
    """What a brief says of a system of the catalogue, and of all systems."""

    def indicators_of(self, system: str) -> tuple[str, ...]:
        """Give the indicators of a system of which the area has figures or targets, the weightiest first.

        See :func:`dxlib.figures.weights.order_by_weight`.

        Parameters
        ----------
        system
            Key of a system of the catalogue, as ``vneid``.

        Returns
        -------
        tuple of str
            Ids.

        Raises
        ------
        ConfigError
            For a system that the catalogue lacks, with the nearest one that is.

        Examples
        --------
        >>> brief.indicators_of("vneid")[0]
        'vneid_accounts_activated'
        """
        return weights.order_by_weight(self._shelf, self.area, self.indicators(system=system))

    def leading(self, system: str = "") -> tuple[str, ...]:
        """Give the indicators that stand for a system: the first six with a figure beyond doubt.

        Without a system those that stand first for each of all systems, the weightiest six.

        Parameters
        ----------
        system
            Key of a system of the catalogue; all systems when left out.

        Returns
        -------
        tuple of str
            Ids, six at most.

        Raises
        ------
        ConfigError
            For a system that the catalogue lacks, with the nearest one that is.

        Examples
        --------
        >>> len(brief.leading("vneid")) <= 6
        True
        """
        if system:
            return self._list_leading(system)[:_MOST_LEADING]
        first = tuple(name for one in self._list_systems() for name in self._list_leading(one)[:1])
        return weights.order_by_weight(self._shelf, self.area, first)[:_MOST_LEADING]

    def _list_leading(self, system: str) -> tuple[str, ...]:
        return weights.choose_leading(self._shelf, self.area, self.indicators_of(system))

    def lead(self, system: str) -> Figure:
        """Give the figure that stands first for a system: the latest of the first indicator of :meth:`leading`.

        Parameters
        ----------
        system
            Key of a system of the catalogue, as ``vneid``.

        Returns
        -------
        Quantity or Missing
            In its indicator's unit; missing where none is known.

        Raises
        ------
        ConfigError
            For a system that the catalogue lacks, with the nearest one that is.

        Examples
        --------
        >>> brief.lead("vneid").first_observation.indicator
        'vneid_accounts_activated'
        """
        leading = self.leading(system)
        return self.latest(leading[0]) if leading else Missing("", self.area, "nothing known by then")

    def leads(self) -> tuple[Figure, ...]:
        """Give the figure that stands first for each system.

        Returns
        -------
        tuple of Quantity or Missing
            One a system that had begun by the brief's day.

        Examples
        --------
        >>> len(brief.leads()) > 20
        True
        """
        return tuple(map(self.lead, self._list_systems()))

    def introduce(self, system: str) -> Fragment:
        """Say the answer of a page on a system: the figure that stands first, or that none of the area is known.

        Parameters
        ----------
        system
            Key of a system of the catalogue, as ``vneid``.

        Returns
        -------
        Fragment
            The sentence.

        Raises
        ------
        ConfigError
            For a system that the catalogue lacks, with the nearest one that is.

        Examples
        --------
        >>> str(brief.introduce("vneid")).startswith("Activated electronic identification accounts (VNeID): ")
        True
        """
        lead = self.lead(system)
        name = self._name_system(system)
        values: dict[str, object] = {"measure": self._name_measure(lead), "lead": lead, "system": name}
        # The first whose figures are all known is said: without an N the second, without a figure the third.
        texts = [one.text for one in (
            sentence("{measure}: {lead} of {lead_of} {lead_when:in}"),
            sentence("{measure}: {lead} {lead_when:in}"),
            sentence("{system}: no figure of {area} as a whole is known by {as_of}"),
        )]  # fmt: skip
        return self._say("answer", "answer", texts, values)

    def _name_measure(self, figure: Figure) -> str:
        return "" if isinstance(figure, Missing) else self._writer.name(figure.first_observation.indicator)

    def _name_system(self, system: str) -> str:
        return self._shelf.catalogue.systems[self._read_system(system)].name[self.page.language]

    def purpose(self, system: str) -> Fragment:
        """Say what a system is for, who set it up and since when, as far as the catalogue knows.

        Parameters
        ----------
        system
            Key of a system of the catalogue, as ``vneid``.

        Returns
        -------
        Fragment
            Sentences, or nothing.

        Raises
        ------
        ConfigError
            For a system that the catalogue lacks, with the nearest one that is.

        Examples
        --------
        >>> "Start: 18 July 2022." in str(brief.purpose("vneid"))
        True
        """
        writer, entry = self._writer.fork(), self._shelf.catalogue.systems[self._read_system(system)]
        said: list[Part] = [entry.purpose[self.page.language]] if entry.purpose else []
        if entry.decided_by:
            decision = entry.decided_by[self.page.language]
            said.append(writer.fill(sentence("Basis: {decision}.", decision=decision)))
        if entry.since:
            said.append(writer.fill(sentence("Start: {day}.", day=Period(entry.since))))
        spoken = blocks.paragraph(separate(" ", said), css="purpose") if said else NOTHING
        return self._keep("text" if said else "empty", spoken, writer)

    def history(self, system: str, place: int, *, title: str) -> Fragment:
        """Draw one of the indicators of a system over time: a trend, or the change of a rank.

        Parameters
        ----------
        system
            Its key.
        place
            From 1: which one of those that have three comparable figures, in the order of :meth:`indicators_of`.
        title
            The finding; its places are ``measure``, ``first`` and ``latest``.

        Returns
        -------
        Fragment
            A chart, or nothing where there is no such indicator.

        Raises
        ------
        ConfigError
            For a system that the catalogue lacks, with the nearest one that is.

        Examples
        --------
        >>> brief.history("vneid", 1, title="{measure}: {latest}").kind
        'chart'
        """
        # A slice, which is empty beyond the end: the notebook asks for four charts of systems that may have one.
        drawn = weights.choose_drawn(self._shelf, self.area, self.indicators_of(system))[place - 1 : place]
        if not drawn:
            return self._keep("empty", NOTHING, self._writer.fork())
        latest = self.latest(drawn[0])
        values: dict[str, Any] = {"measure": self._name_measure(latest), "latest": latest, "first": self.first(latest)}
        if self._shelf.get_indicator(drawn[0]).unit == "RANK":
            return self.ranking(drawn[0], title=title, **values)
        return self.trend(drawn[0], zero=True, title=title, **values)

    def all_figures(self, system: str) -> Fragment:
        """Show every figure of a system: the latest of each indicator, how it moved, what was stated before.

        What its source marks as doubtful, or what is an estimate that nobody confirms, is shown as not confirmed.

        Parameters
        ----------
        system
            Key of a system of the catalogue, as ``vneid``.

        Returns
        -------
        Fragment
            A table, or nothing.

        Raises
        ------
        ConfigError
            For a system that the catalogue lacks, with the nearest one that is.

        Examples
        --------
        >>> brief.all_figures("vneid").kind
        'table'
        """
        writer = self._writer.fork()
        of = [(name, row) for name in self.indicators_of(system) for row in _list_figures(writer, name)]
        if not of:
            return self._keep("empty", NOTHING, writer)
        heads = [sentence("Indicator"), sentence("Latest figure, stated by"), sentence("Earlier figures")]
        caption = writer.fill(sentence("All figures known by {day}", day=Period(self.page.as_of)))
        table = blocks.stacking_table(caption, heads, [row for _, row in of], css="figures")
        if len(of) > _MOST_OPEN:
            table = folds.fold(folds.count_names(caption, [writer.label(name) for name, _ in of]), table)
        return self._keep("table", table, writer)

    def old_figures(self, system: str) -> Fragment:
        """Name the indicators of a system whose latest figure is of a year that is long over.

        Parameters
        ----------
        system
            Key of a system of the catalogue, as ``vneid``.

        Returns
        -------
        Fragment
            A sentence, or nothing.

        Raises
        ------
        ConfigError
            For a system that the catalogue lacks, with the nearest one that is.

        Examples
        --------
        >>> brief.old_figures("vneid").kind
        'text'
        """
        writer = self._writer.fork()
        known = [one for one in map(self.latest, self.indicators_of(system)) if isinstance(one, Quantity)]
        # What is done stays done: nobody states a milestone again.
        old = [one for one in known if one.unit != MILESTONE and weights.is_old(one, self._shelf)]
        if not old:
            return self._keep("empty", NOTHING, writer)
        named = [_name_old(writer, one) for one in old]
        # One sentence and no table: old figures are what to ask for, not what to read.
        said = sentence("No figure later than {year} is known of: {indicators}.",
                        year=Period(str(weights.find_last_old_year(self._shelf))),
                        indicators=list_phrases(named))  # fmt: skip
        return self._keep("text", blocks.paragraph(writer.fill(said)), writer)

    def elsewhere(self, system: str) -> Fragment:
        """Show the first and the last of areas of another kind, such as provinces, in each indicator of a system.

        Parameters
        ----------
        system
            Key of a system of the catalogue, as ``vneid``.

        Returns
        -------
        Fragment
            A table, or nothing.

        Raises
        ------
        ConfigError
            For a system that the catalogue lacks, with the nearest one that is.

        Examples
        --------
        >>> brief.elsewhere("vneid").kind
        'empty'
        """
        writer = self._writer.fork()
        ends = [(name, find_ends(self._shelf, self.area, name)) for name in self.indicators(system=system)]
        rows = [
            [writer.name(name), period(found[0][0].period), *(_name_places(writer, ones) for ones in found)]
            for name, found in ends if found
        ]  # fmt: skip
        if not rows:
            return self._keep("empty", NOTHING, writer)
        heads = [sentence("Indicator"), sentence("Period"), sentence("First of those known"),
                 sentence("Last of those known")]  # fmt: skip
        caption = writer.fill(sentence("The first and the last, as known on {day}", day=Period(self.page.as_of)))
        return self._keep("table", blocks.stacking_table(caption, heads, rows, css="elsewhere"), writer)

    def systems(self, *, pages: str) -> Fragment:
        """Show all systems: the figure that stands first, its next target with its status, what is missing.

        Parameters
        ----------
        pages
            The brief whose pages each tell of a system, by its parameter ``system``: the index leads there.

        Returns
        -------
        Fragment
            A table with a row a system.

        Examples
        --------
        >>> brief.systems(pages="10-systems").kind
        'table'
        """
        writer = self._writer.fork()
        rows = [[self._name_page(system, pages), *self._make_system(system, writer)] for system in self._list_systems()]
        heads = [sentence("System"), sentence("Leading figure"), sentence("Target, set or reported by"),
                 sentence("Targets due without a figure")]  # fmt: skip
        caption = writer.fill(sentence("All systems, as known on {day}", day=Period(self.page.as_of)))
        return self._keep("table", blocks.stacking_table(caption, heads, rows, css="systems"), writer)

    def _list_systems(self) -> Sequence[str]:
        """Give the systems that had begun by the brief's day."""
        known = self._shelf.catalogue.systems
        # A system without a stated day has an empty text, which comes before every day.
        return [key for key, one in known.items() if one.since <= self.page.as_of]

    def _name_page(self, system: str, pages: str) -> Part:
        # Not an address: under which one the page lies is known when the index is made.
        return indexed(self._name_system(system), brief=pages, edition=self.page.edition, own_system=system)

    def _make_system(self, system: str, writer: Writer) -> list[Part]:
        lead = self.lead(system)
        missing = self._count_missing(system, writer)
        if isinstance(lead, Missing):
            return [say_plain(sentence("none known")), DASH, missing]
        shown = join(self._name_measure(lead), el("br"), _show(writer, lead))
        verdict = self._shelf.find_next_verdict(lead.first_observation.indicator, self.area)
        if not verdict:
            return [shown, DASH, missing]
        text = sentence("Target for {deadline}: {target}, {status}")
        values = {"deadline": Period(verdict.target.period), "target": verdict.target, "status": verdict}
        said = writer.fill(Sentence(text.text, values))
        return [shown, join(said, " ", _name_source(writer, verdict.target)), missing]

    def _count_missing(self, system: str, writer: Writer) -> Part:
        """Say of how many targets of a system whose deadline has come no figure tells, out of all of these."""
        unknown = self.count_targets(TargetOutcome.UNKNOWN, due=True, system=system)
        total = self.count_targets(due=True, system=system)
        if isinstance(unknown, Missing) or isinstance(total, Missing):
            return DASH
        return blocks.of_total(writer.figure(unknown), writer.figure(total, shown="mark"))


def _name_old(writer: Writer, figure: Quantity) -> Part:
    writer.collector.add_figure(figure)
    name = writer.name(figure.first_observation.indicator)
    return writer.fill(sentence("{indicator} ({period})", indicator=name, period=Period(figure.period)))


def _name_places(writer: Writer, figures: Sequence[Quantity]) -> Part:
    return separate(el("br"), show_few(figures, partial(_name_place, writer))) if figures else DASH


def _name_place(writer: Writer, figure: Quantity) -> Part:
    shown = join(writer.out_of(figure, writer.figure(figure)), writer.flag(figure))
    place = writer.name_area(figure.first_observation.area)
    return writer.fill(sentence("{area}: {figure}", area=place, figure=shown))


def _list_figures(writer: Writer, name: str) -> Iterator[list[Part]]:
    """Give the row of an indicator's figures, and those of its targets that nobody confirms."""
    series, label = writer.shelf.read_series(name, writer.home), writer.name(name)
    if series.figures:
        yield [label, *_make_actual(writer, series, writer.shelf.find_latest(name, writer.home))]
    targets = writer.shelf.read_series(name, writer.home, kind=Kind.TARGET)
    for target in targets.figures:
        # Targets beyond doubt have a table of their own on the page.
        if target.key in targets.doubtful:
            head = writer.fill(sentence("{indicator} (target)", indicator=label))
            yield [head, _doubt(writer, target, join(_date_target(writer, target), writer.flag(target))), DASH]


def _date_target(writer: Writer, target: Quantity) -> Part:
    """Give a target with its deadline; of a milestone the deadline alone: its value, 1, says nothing to a reader."""
    shown = writer.figure(target)
    if target.period and target.unit == MILESTONE:
        said = writer.fill(sentence("due by {deadline:the}", deadline=Period(target.period)))
        return blocks.to_note(target.key, said)
    return blocks.at_period(shown, target.period) if target.period else shown


def _make_actual(writer: Writer, series: Series, latest: Figure) -> list[Part]:
    """Give the cells of the latest figure, with later ones that are not confirmed or say less, and of earlier ones."""
    figures, keys = series.figures, [one.key for one in series.figures]
    if isinstance(latest, Quantity):
        place = keys.index(latest.key)
        lines = [join(_show(writer, latest), _describe_change(writer, latest), " ", _name_source(writer, latest))]
        later = figures[place + 1 :]
    else:  # nobody confirms any: the last one stands for all
        place, lines, later = len(figures) - 1, [], figures[-1:]
    for one in later:
        named = join(_show(writer, one), " ", _name_source(writer, one))
        lines.append(_doubt(writer, one, _show(writer, one)) if one.key in series.doubtful else named)
    earlier = [_show(writer, one) for one in reversed(figures[max(place - _MOST_EARLIER, 0) : place])]
    return [join(*lines), separate(el("br"), earlier) if earlier else DASH]


def _doubt(writer: Writer, figure: Quantity, shown: Part) -> Part:
    said = writer.fill(sentence("not confirmed: {figure}", figure=shown))
    return join(said, " ", _name_source(writer, figure))


def _describe_change(writer: Writer, latest: Quantity) -> Part:
    """Say how a figure moved since the first one that may be compared with it, and draw how."""
    # The series may begin with bounds, of which no change is computed.
    for first in writer.shelf.list_before(latest):
        if moved := describe_move(writer, latest, first, MOVES):
            return join(el("br"), moved, make_sparkline(writer.shelf, latest))
    return NOTHING


def _name_source(writer: Writer, figure: Quantity) -> Part:
    return el("small", writer.publisher(figure.first_observation.source), class_="by")


def _show(writer: Writer, figure: Quantity) -> Part:
    """Give a figure with its N, its period and its flag; of a milestone, when it was reached."""
    if figure.unit == MILESTONE:
        return writer.done(figure)
    shown = writer.out_of(figure, writer.figure(figure))
    return join(blocks.at_period(shown, figure.period), writer.flag(figure))

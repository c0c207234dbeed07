"""What a notebook calls: open a brief, take figures, say sentences, show charts and tables."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from dxlib import analysis
from dxlib.brief import charts, notes, tables
from dxlib.brief.evidence import Evidence, Page
from dxlib.brief.fragments import Fragment
from dxlib.brief.lifetimes import find_ending
from dxlib.brief.markup import Choice, Period, Writer, find_direction, find_missing
from dxlib.brief.style import read_fragment_css
from dxlib.data.quantities import Missing, Quantity
from dxlib.errors import ConfigError, DataError
from dxlib.figures.shelf import Figure, Shelf, compute_if_known
from dxlib.language import Sentence, sentence


class Brief:
    """One brief for one area, edition and language, as of a day.

    Made by :func:`dxlib.open_brief`. Its methods give figures (quantities, or what is missing) and
    fragments (what the page shows).
    """

    def __init__(self, page: Page, shelf: Shelf, writer: Writer) -> None:
        self.page = page
        self.area = page.area
        self._shelf = shelf
        self._writer = writer
        self._named_missing: set[tuple[str, str]] = set()

    def _repr_mimebundle_(self, **_options: object) -> Mapping[str, Any]:
        """Show in JupyterLab what was opened, with the style of all that follows; on a page, nothing."""
        opening = Fragment("opening", Markup(), Evidence(page=self.page))
        shown = Markup("<style>{}</style><p>{} · {} · {} · {}</p>").format(
            Markup(read_fragment_css()),  # noqa: S704  (our own file)
            self.page.brief,
            self.name(self.area),
            self.page.edition,
            self.page.as_of,
        )
        return {**opening._repr_mimebundle_(), "text/html": str(shown)}

    # Figures -----------------------------------------------------------------------------------

    def latest(self, indicator: str, *, area: str = "") -> Figure:
        """Give the latest figure of an indicator that is beyond doubt.

        Parameters
        ----------
        indicator
            Id in the catalogue.
        area
            Another area than the brief's.

        Returns
        -------
        Quantity or Missing
            In the indicator's unit.
        """
        return self._shelf.find_latest(indicator, area or self.area)

    def at(self, indicator: str, period: str, *, area: str = "") -> Figure:
        """Give the figure of an indicator for one period, estimates included."""
        return self._shelf.find_at(indicator, area or self.area, period)

    def aggregate(self, indicator: str, period: str, *, weight: str = "", area: str = "") -> Figure:
        """Give the figure of a province of today from those of the provinces that went into it.

        Counts are summed; rates need the indicator that weighs them; ranks are refused. See
        :func:`dxlib.analysis.compute_aggregate`.
        """
        return self._shelf.find_aggregate(indicator, area or self.area, period, weight=weight)

    def before(self, figure: Figure) -> Figure:
        """Give the last figure before another one that may be compared with it."""
        return self._shelf.find_before(figure)

    def first(self, figure: Figure) -> Figure:
        """Give the first figure of a series that may be compared with another one of it."""
        return self._shelf.find_before(figure, first=True)

    def target(self, indicator: str, deadline: str) -> Figure:
        """Give the target of an indicator for a deadline (empty: the undated one)."""
        return self._shelf.find_target(indicator, self.area, deadline)

    def rival(self, figure: Figure) -> Figure:
        """Give the furthest disagreeing figure of another source for the same period."""
        if isinstance(figure, Missing):
            return figure
        rivals = self._shelf.list_rivals(figure)
        if not rivals:
            own = figure.first_observation
            return Missing(own.indicator, own.area, "no source disagrees")
        return max(rivals, key=lambda other: (abs(other.value - figure.value), other.first_observation.source))

    def change(self, later: Figure, earlier: Figure) -> Figure:
        """Give the change between two figures; see :func:`dxlib.analysis.compute_change`."""
        return self._compare(analysis.compute_change, later, earlier)

    def rank_change(self, later: Figure, earlier: Figure) -> Figure:
        """Give the places gained; see :func:`dxlib.analysis.compute_rank_change`."""
        return self._compare(analysis.compute_rank_change, later, earlier)

    def growth(self, later: Figure, earlier: Figure) -> Figure:
        """Give the growth in per cent; see :func:`dxlib.analysis.compute_growth`."""
        return self._compare(analysis.compute_growth, later, earlier)

    def compound_growth(self, later: Figure, earlier: Figure) -> Figure:
        """Give the compound annual growth; see :func:`dxlib.analysis.compute_compound_growth`."""
        return self._compare(analysis.compute_compound_growth, later, earlier)

    def ratio(self, later: Figure, earlier: Figure) -> Figure:
        """Give how many times one figure is another; see :func:`dxlib.analysis.compute_ratio`."""
        return compute_if_known(analysis.compute_ratio, later, earlier)

    def distance(self, target: Figure, latest: Figure) -> Figure:
        """Give what is left to a target; see :func:`dxlib.analysis.compute_distance`."""
        lower = isinstance(target, Quantity) and self._shelf.lower_is_better(target.first_observation.indicator)
        return compute_if_known(analysis.compute_distance, target, latest, lower_is_better=lower)

    def place(self, figure: Figure, group: str) -> Figure:
        """Give the place of a figure among those of a group of areas, for the same period."""
        if isinstance(figure, Missing):
            return figure
        own = figure.first_observation
        members = [area for area in self._shelf.catalogue.get_group(group) if area != own.area]
        found = [self._shelf.find_at(own.indicator, area, own.period) for area in members]
        others = [other for other in found if isinstance(other, Quantity)]
        lower = self._shelf.lower_is_better(own.indicator)
        return analysis.compute_place(figure, others, lower_is_better=lower)

    def count(self, figures: Iterable[Figure] | Figure) -> Figure:
        """Give how many of some figures are known; of one that was computed, from how many it was."""
        if isinstance(figures, Missing):
            return figures
        among = figures.inputs if isinstance(figures, Quantity) else figures
        known = [figure for figure in among if isinstance(figure, Quantity)]
        return analysis.compute_count(known) if known else Missing("", self.area, "nothing to count")

    def areas(self, group: str) -> tuple[str, ...]:
        """Give the keys of a named set of areas."""
        return self._shelf.catalogue.get_group(group)

    def _compare(self, compute: Callable[..., Quantity], later: Figure, earlier: Figure) -> Figure:
        breaks = self._shelf.breaks(later.first_observation.indicator) if isinstance(later, Quantity) else ()
        return compute_if_known(compute, later, earlier, breaks=breaks)

    # Words -------------------------------------------------------------------------------------

    def answer(self, text: str, *, otherwise: str = "", **values: object) -> Fragment:
        """Say the brief's answer in one sentence, at the head of the page; see :meth:`say`."""
        return self._say("answer", 'p class="answer"', [text, otherwise], values)

    def headline(self, text: str, *, otherwise: str = "", **values: object) -> Fragment:
        """Say the finding of a section in one sentence; see :meth:`say`."""
        return self._say("text", 'p class="finding"', [text, otherwise], values)

    def say(
        self, text: str, *, plural: str = "", count: Figure | None = None, otherwise: str = "", **values: object
    ) -> Fragment:
        """Say a sentence.

        Parameters
        ----------
        text
            English, with places such as ``{rank}``; figures are quantities, never typed in.
        plural, count
            The sentence for other counts than one, and the figure that decides.
        otherwise
            What to say when a figure of ``text`` is not known.
        **values
            What fills the places: quantities, periods, names.

        Returns
        -------
        Fragment
            The sentence; or, when a figure is not known, a sentence that says so.
        """
        extra = {"count": count} if count is not None else {}
        return self._say("text", "p", [text, otherwise], {**values, **extra}, plural=plural)

    def mention(self, text: str, **values: object) -> Fragment:
        """Say a sentence whose figures only some areas have; where one is not known, nothing, not even that."""
        if find_missing(self._make(text, values)):
            return self._keep("empty", Markup(), self._writer.fork())
        return self._say("text", "p", [text], values)

    def lifetime(self) -> Fragment:
        """Say what became of an area that ended before the brief's day; of one that still exists, nothing."""
        catalogue = self._shelf.catalogue
        text = find_ending(catalogue, self.area, self._shelf.as_of)
        if not text:
            return self._keep("empty", Markup(), self._writer.fork())
        successor = catalogue.areas[self.area].successor
        return self._say("text", "p", [text], {"successor": self.name(successor) if successor else ""})

    def say_change(
        self, change: Figure, *, rise: str, fall: str, same: str, otherwise: str = "", **values: object
    ) -> Fragment:
        """Say one of three whole sentences, by the sign of a change (of a rank: by places gained).

        The page keeps the direction, and the audit derives it again. Where the change is not known,
        ``otherwise`` is said.
        """
        return self._say_change("text", "p", change, Choice(rise, fall, same, otherwise), values)

    def headline_change(
        self, change: Figure, *, rise: str, fall: str, same: str, otherwise: str = "", **values: object
    ) -> Fragment:
        """Say the finding of a section as one of three sentences; see :meth:`say_change`."""
        return self._say_change("text", 'p class="finding"', change, Choice(rise, fall, same, otherwise), values)

    def answer_change(
        self, change: Figure, *, rise: str, fall: str, same: str, otherwise: str = "", **values: object
    ) -> Fragment:
        """Say the brief's answer as one of three sentences; see :meth:`say_change`."""
        return self._say_change("answer", 'p class="answer"', change, Choice(rise, fall, same, otherwise), values)

    def _say_change(self, kind: str, tag: str, change: Figure, choice: Choice, values: dict[str, object]) -> Fragment:
        if isinstance(change, Missing):
            # Without a change no direction can be said: a sentence that names it is never complete.
            return self._say(kind, tag, ["{change}", choice.otherwise], {"change": change, **values})
        direction = find_direction(change)
        writer = self._writer.fork()
        key = writer.collector.add_figure(change)
        tag = f'{tag} data-direction="{direction}" data-of="{key}"'
        texts = [choice.pick(direction), choice.otherwise]
        return self._say(kind, tag, texts, {"change": change, **values}, writer=writer)

    def _make(self, text: str, values: dict[str, object], *, plural: str = "") -> Sentence:
        common: dict[str, object] = {
            "area": self.name(self.area),
            "edition": Period(self.page.edition),
            "as_of": Period(self.page.as_of),
        }
        count = values.get("count")
        number = abs(int(count.value)) if isinstance(count, Quantity) else 0
        return Sentence(text, {**common, **values}, plural, number)

    def _say(
        self,
        kind: str,
        tag: str,
        texts: list[str],
        values: dict[str, object],
        *,
        plural: str = "",
        writer: Writer | None = None,
    ) -> Fragment:
        """Say the first text whose figures are all known, or which figures are not."""
        missing: list[Missing] = []
        for text in filter(None, texts):
            message = self._make(text, values, plural=plural)
            gaps = find_missing(message)
            missing = missing or gaps
            if not gaps:
                writer = writer or self._writer.fork()
                html = Markup("<{}>{}</p>").format(Markup(tag), writer.fill(message))  # noqa: S704  (our own tags)
                return self._keep(kind, html, writer)
        return self._say_missing(missing)

    def _say_missing(self, missing: list[Missing]) -> Fragment:
        """Say once for each indicator that no figure was known; further gaps show nothing."""
        new = [gap for gap in missing if gap.indicator and (gap.indicator, gap.area) not in self._named_missing]
        self._named_missing.update((gap.indicator, gap.area) for gap in new)
        writer = self._writer.fork()
        html = Markup("").join(self._name_gap(gap, writer) for gap in dict.fromkeys(new))
        return self._keep("text" if new else "empty", html, writer)

    def _name_gap(self, gap: Missing, writer: Writer) -> Markup:
        text = sentence(
            "For {area}, no figure on “{indicator}” that would support this statement was known by {as_of}.",
            area=self.name(gap.area),
            indicator=self._shelf.get_indicator(gap.indicator).name[self.page.language],
            as_of=Period(self.page.as_of),
        )
        return Markup('<p class="gap">{}</p>').format(writer.fill(text))

    def _keep(self, kind: str, html: Markup, writer: Writer) -> Fragment:
        evidence = writer.collector.take().model_copy(update={"page": self.page})
        self._merge(writer)
        return Fragment(kind, html, evidence)

    def _merge(self, writer: Writer) -> None:
        self._writer.collector.absorb(writer.collector)

    def name(self, area: str) -> str:
        """Give the name of an area in the language of the page."""
        return self._shelf.catalogue.areas[area].name[self.page.language]

    # Blocks ------------------------------------------------------------------------------------

    def key_figures(self, *indicators: str) -> Fragment:
        """Show the latest figures of some indicators with change, n of N and status of their target."""
        writer = self._writer.fork()
        return self._keep("key-figures", tables.render_key_figures(self._shelf, writer, self.area, indicators), writer)

    def trend(
        self,
        *indicators: str,
        title: str,
        areas: Iterable[str] = (),
        targets: bool = True,
        zero: bool = False,
        **values: object,
    ) -> Fragment:
        """Show a multi-year trend: one line per indicator, or per area of one indicator.

        Parameters
        ----------
        *indicators
            Ids of one unit; the first is emphasised.
        title
            The finding, as a sentence with places.
        areas
            Areas besides the brief's.
        targets
            Mark the targets of the first indicator.
        zero
            Start the axis at zero.
        **values
            What fills the places of the title.
        """
        for indicator in indicators:
            if self._shelf.get_indicator(indicator).unit == "RANK":
                raise ConfigError(f"'{indicator}' is a rank.", fix="show it with brief.ranking, the best at the top.")
        writer = self._writer.fork()
        message = self._make(title, dict(values))
        request = charts.Request(indicators, (self.area, *areas), targets=targets, zero=zero)
        return self._show_chart(charts.render_trend, request, message, writer)

    def ranking(self, indicator: str, *, title: str, areas: Iterable[str] = (), **values: object) -> Fragment:
        """Show how ranks changed over the editions of an index, the best at the top."""
        writer = self._writer.fork()
        others = [area for area in areas if area != self.area]
        request = charts.Request((indicator,), (self.area, *others))
        return self._show_chart(charts.render_ranking, request, self._make(title, dict(values)), writer)

    def _show_chart(
        self, render: Callable[..., Markup], request: charts.Request, title: Sentence, writer: Writer
    ) -> Fragment:
        missing = find_missing(title)
        known = self._shelf.read_series(request.indicators[0], self.area).figures
        if not known:
            missing.append(Missing(request.indicators[0], self.area, "nothing to draw"))
        if missing:
            return self._say_missing(missing)
        return self._keep("chart", render(self._shelf, writer, request, title), writer)

    def targets(self, *indicators: str) -> Fragment:
        """Show the targets of some indicators: value, deadline, latest figure, distance, status."""
        writer = self._writer.fork()
        return self._keep("table", tables.render_targets(self._shelf, writer, self.area, indicators), writer)

    def disagreements(self, *indicators: str) -> Fragment:
        """Show where sources state different figures for the same thing."""
        writer = self._writer.fork()
        return self._keep("table", tables.render_disagreements(self._shelf, writer, self.area, indicators), writer)

    def definitions(self, *indicators: str) -> Fragment:
        """Say what indicators measure, and what changed in them."""
        writer = self._writer.fork()
        return self._keep("table", tables.render_definitions(self._shelf, writer, indicators), writer)

    def evidence(self) -> Fragment:
        """List every source with the figures it states, and how the others were computed; a brief's last cell."""
        writer = self._writer.fork()
        shown = self._writer.collector.quantities()
        fragment = self._keep("notes", notes.render_evidence(shown, self._shelf, writer, home=self.area), writer)
        return replace(fragment, reads=tuple(self._shelf.store.reads))

    # Checks ------------------------------------------------------------------------------------

    def check(self, claim: str, figure: Figure, *, low: float = -math.inf, high: float = math.inf) -> None:
        """Assert that a figure that prose relies on lies where the prose says; unknown figures pass.

        Raises
        ------
        DataError
            With the claim, the figure and the bounds.
        """
        if isinstance(figure, Quantity) and not low <= figure.value <= high:
            raise DataError(
                f"The claim '{claim}' does not hold: {figure.first_observation.id} gives {figure.value}, "
                f"which is not between {low} and {high}.",
                fix="rewrite the sentence that relies on it, or correct the figure in its ledger.",
            )

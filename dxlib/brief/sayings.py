"""The sentences of a brief: whole ones, chosen by direction and by what is known, each figure with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from markupsafe import Markup

from dxlib.brief.counting import Holds
from dxlib.brief.figures import Figures
from dxlib.brief.fragments import Fragment
from dxlib.brief.lifetimes import find_ending
from dxlib.brief.markup import Period, Writer, find_direction, find_missing
from dxlib.brief.popovers import add_popovers
from dxlib.data.keys import name_texts
from dxlib.data.quantities import Missing, Quantity
from dxlib.evidence import blocks
from dxlib.evidence.format import Page
from dxlib.evidence.parts import NOTHING, Part, join, list_names
from dxlib.evidence.render import Renderer
from dxlib.figures.shelf import Figure
from dxlib.language import Sentence, sentence


class Sayings(Figures):
    """What a brief says of its figures; each method gives a fragment of the page."""

    def __init__(self, page: Page, writer: Writer) -> None:
        super().__init__(writer.shelf, page.area)
        self.page = page
        self._writer = writer
        self._named_missing: set[tuple[str, str]] = set()

    def answer(
        self, text: str, *, otherwise: str = "", given: Holds | None = None, **values: object
    ) -> Fragment:  # fmt: skip
        """Say the brief's answer in one sentence, at the head of the page; see :meth:`headline`.

        Parameters
        ----------
        text
            English, with places such as ``{rank}``; figures are quantities, never typed in.
        otherwise
            What to say when a figure of the text is not known, or what it rests on does not hold.
        given
            What the words rest on beside the figures in them ("far apart"); see :meth:`holds`.
        **values
            What fills the places: figures, periods, names.

        Returns
        -------
        Fragment
            The sentence; or one that says which figure is not known.

        Raises
        ------
        ConfigError
            For a place of a text that nothing fills.

        Examples
        --------
        >>> print(brief.answer("{area} ranks {rank} of {rank_of}.", rank=brief.latest("egdi_rank")))
        Viet Nam ranks 71 of 193.
        """
        return self._say("answer", "answer", [text, otherwise], values, given=given)

    def headline(
        self, text: str, *, otherwise: str = "", given: Holds | None = None, **values: object
    ) -> Fragment:  # fmt: skip
        """Say the finding of a section in one sentence; see :meth:`say`.

        A figure that is an estimate, a forecast or unreliable and that nobody confirms counts as not known here.

        Parameters
        ----------
        text
            English, with places such as ``{rank}``; figures are quantities, never typed in.
        otherwise
            What to say when a figure of the text is not known, or what it rests on does not hold.
        given
            What the words rest on beside the figures in them ("far apart"); see :meth:`holds`.
        **values
            What fills the places: figures, periods, names.

        Returns
        -------
        Fragment
            The sentence; or one that says which figure is not known.

        Raises
        ------
        ConfigError
            For a place of a text that nothing fills.

        Examples
        --------
        >>> print(brief.headline("{area} ranks {rank} in {rank_when}.", rank=brief.latest("egdi_rank")))
        Viet Nam ranks 71 in 2024.
        """
        return self._say("text", "finding", [text, otherwise], values, given=given)

    def say(
        self,
        text: str,
        *,
        plural: str = "",
        count: Figure | None = None,
        otherwise: str = "",
        given: Holds | None = None,
        **values: object,
    ) -> Fragment:
        """Say a sentence.

        Parameters
        ----------
        text
            English, with places such as ``{rank}``; figures are quantities, never typed in.
        plural, count
            The sentence for other counts than one, and the figure that decides.
        otherwise
            What to say when a figure of ``text`` is not known, or what it rests on does not hold.
        given
            What the words rest on beside the figures in them ("far apart"); see :meth:`holds`.
        **values
            What fills the places: quantities, periods, names.

        Returns
        -------
        Fragment
            The sentence; or, when a figure is not known, a sentence that says so.

        Raises
        ------
        ConfigError
            For a place of a text that nothing fills.

        Examples
        --------
        >>> print(brief.say("{area} ranks {rank} of {rank_of}.", rank=brief.latest("egdi_rank")))
        Viet Nam ranks 71 of 193.
        """
        extra = {"count": count} if count is not None else {}
        return self._say("text", "", [text, otherwise], {**values, **extra}, plural=plural, given=given)

    def mention(self, text: str, *, given: Holds | None = None, **values: object) -> Fragment:
        """Say a sentence whose figures only some areas have; where one is not known, nothing, not even that.

        Parameters
        ----------
        text
            English, with places such as ``{rank}``; figures are quantities, never typed in.
        given
            What the words rest on beside the figures in them ("far apart"); see :meth:`holds`.
        **values
            What fills the places: figures, periods, names.

        Returns
        -------
        Fragment
            The sentence, or nothing.

        Raises
        ------
        ConfigError
            For a place of a text that nothing fills.

        Examples
        --------
        >>> brief.mention("{area} had rank {rank}.", rank=brief.at("egdi_rank", 1999)).kind
        'empty'
        """
        if find_missing(self._make(text, values)):
            return self._keep("empty", NOTHING, self._writer.fork())
        return self._say("text", "", [text], values, given=given)

    def lifetime(self) -> Fragment:
        """Say what became of an area that ended before the brief's day; of one that still exists, nothing.

        Returns
        -------
        Fragment
            A sentence, or nothing.

        Examples
        --------
        >>> brief.lifetime().kind
        'empty'
        """
        catalogue = self._shelf.catalogue
        text = find_ending(catalogue, self.area, self._shelf.as_of)
        if not text:
            return self._keep("empty", NOTHING, self._writer.fork())
        own = catalogue.areas[self.area]
        former = list_names([self.name(key) for key in catalogue.list_predecessors(self.area)])
        values = {"successor": self.name(own.successor) if own.successor else "", "former": former}
        return self._say("text", "", [text], {**values, "since": Period(own.exists.from_)})

    def say_change(
        self, change: Figure, *, rise: str, fall: str, same: str, otherwise: str = "", **values: object
    ) -> Fragment:
        """Say one of three whole sentences, by the sign of a change (of a rank: by places gained).

        The page keeps the direction, and the audit derives it again. Where the change is not known,
        ``otherwise`` is said.

        Parameters
        ----------
        change
            A change of :meth:`change`, :meth:`rank_change` or :meth:`growth`.
        rise
            What to say where it is above zero (of a rank: better).
        fall
            Where it is below zero.
        same
            Where it is zero.
        otherwise
            What to say when a figure of the text is not known, or what it rests on does not hold.
        **values
            What fills the places: figures, periods, names.

        Returns
        -------
        Fragment
            The sentence; or one that says which figure is not known.

        Raises
        ------
        ConfigError
            For a place of a text that nothing fills.

        Examples
        --------
        >>> later, before = brief.at("egdi_rank", 2024), brief.at("egdi_rank", 2022)
        >>> change = brief.rank_change(later, before)
        >>> print(brief.say_change(change, rise="Up {change:size}.", fall="Down {change:size}.", same="As before."))
        Up 15 places.
        """
        texts = {"rise": rise, "fall": fall, "same": same, "otherwise": otherwise}
        return self._say_change("text", "", change, texts, values)

    def mention_change(self, change: Figure, *, rise: str, fall: str, same: str, **values: object) -> Fragment:
        """Say one of three whole sentences, by the sign of a change; where it is not known, nothing.

        Parameters
        ----------
        change
            A change of :meth:`change`, :meth:`rank_change` or :meth:`growth`.
        rise
            What to say where it is above zero (of a rank: better).
        fall
            Where it is below zero.
        same
            Where it is zero.
        **values
            What fills the places: figures, periods, names.

        Returns
        -------
        Fragment
            The sentence, or nothing.

        Raises
        ------
        ConfigError
            For a place of a text that nothing fills.

        Examples
        --------
        >>> later, before = brief.at("egdi_rank", 2024), brief.at("egdi_rank", 2022)
        >>> change = brief.rank_change(later, before)
        >>> print(brief.mention_change(change, rise="Up {change:size}.", fall="Down {change:size}.", same="As before."))
        Up 15 places.
        """
        if isinstance(change, Missing):
            return self._keep("empty", NOTHING, self._writer.fork())
        return self._say_change("text", "", change, {"rise": rise, "fall": fall, "same": same, "otherwise": ""}, values)

    def headline_change(
        self, change: Figure, *, rise: str, fall: str, same: str, otherwise: str = "", **values: object
    ) -> Fragment:
        """Say the finding of a section as one of three sentences; see :meth:`say_change`.

        Parameters
        ----------
        change
            A change of :meth:`change`, :meth:`rank_change` or :meth:`growth`.
        rise
            What to say where it is above zero (of a rank: better).
        fall
            Where it is below zero.
        same
            Where it is zero.
        otherwise
            What to say when a figure of the text is not known, or what it rests on does not hold.
        **values
            What fills the places: figures, periods, names.

        Returns
        -------
        Fragment
            The sentence; or one that says which figure is not known.

        Raises
        ------
        ConfigError
            For a place of a text that nothing fills.

        Examples
        --------
        >>> later, before = brief.at("egdi_rank", 2024), brief.at("egdi_rank", 2022)
        >>> change = brief.rank_change(later, before)
        >>> print(brief.headline_change(change, rise="Up {change:size}.", fall="Down {change:size}.", same="Even."))
        Up 15 places.
        """
        texts = {"rise": rise, "fall": fall, "same": same, "otherwise": otherwise}
        return self._say_change("text", "finding", change, texts, values)

    def answer_change(
        self, change: Figure, *, rise: str, fall: str, same: str, otherwise: str = "", **values: object
    ) -> Fragment:
        """Say the brief's answer as one of three sentences; see :meth:`say_change`.

        Parameters
        ----------
        change
            A change of :meth:`change`, :meth:`rank_change` or :meth:`growth`.
        rise
            What to say where it is above zero (of a rank: better).
        fall
            Where it is below zero.
        same
            Where it is zero.
        otherwise
            What to say when a figure of the text is not known, or what it rests on does not hold.
        **values
            What fills the places: figures, periods, names.

        Returns
        -------
        Fragment
            The sentence; or one that says which figure is not known.

        Raises
        ------
        ConfigError
            For a place of a text that nothing fills.

        Examples
        --------
        >>> later, before = brief.at("egdi_rank", 2024), brief.at("egdi_rank", 2022)
        >>> change = brief.rank_change(later, before)
        >>> print(brief.answer_change(change, rise="Up {change:size}.", fall="Down {change:size}.", same="As before."))
        Up 15 places.
        """
        texts = {"rise": rise, "fall": fall, "same": same, "otherwise": otherwise}
        return self._say_change("answer", "answer", change, texts, values)

    def _say_change(
        self, kind: str, css: str, change: Figure, texts: Mapping[str, str], values: dict[str, object]
    ) -> Fragment:
        known = {"change": change, **values}
        if isinstance(change, Missing):
            # Without a change no direction can be said: a sentence that names it is never complete.
            return self._say(kind, css, ["{change}", texts["otherwise"]], known)
        direction = find_direction(change)
        # Not one sentence with a place for the verb: languages word a rise and a fall differently.
        return self._say(kind, css, [texts[direction], texts["otherwise"]], known, of=(direction, change))

    def _make(self, text: str, values: dict[str, object], *, plural: str = "") -> Sentence:
        # What the call gives goes before: a notebook may fill {area} with another one.
        common: dict[str, object] = {
            **name_texts(self.page.parameters, self._shelf.catalogue, self.page.language),
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
        css: str,
        texts: list[str],
        values: dict[str, object],
        *,
        plural: str = "",
        of: tuple[str, Quantity] | None = None,
        given: Holds | None = None,
    ) -> Fragment:
        """Say the first text whose figures are all known, or which figures are not.

        Parameters
        ----------
        of
            The direction that the first text says, and the change that it is of.
        given
            What the first text rests on; where it does not hold or is not known, the first text is not said.
        """
        missing: list[Missing] = []
        # None is not known: then the words have nothing to rest on either.
        is_given = given is None or given.state is True
        for index, text in enumerate(texts):
            if not text or (index == 0 and not is_given):
                continue
            # What is said otherwise has no plural: that of the first text would say the first text after all.
            message = self._make(text, values, plural=plural if index == 0 else "")
            # Answers and findings have a class of their own, and only these refuse a figure that nobody confirms.
            gaps = find_missing(message, is_doubtful=self._shelf.is_doubtful if css else None)
            # The gaps of the first text are those to name: it is what the author wanted to say.
            missing = missing or gaps
            if not gaps:
                return self._keep(kind, *self._make_said(css, message, of, given if index == 0 else None))
        return self._say_missing(missing)

    def _make_said(
        self, css: str, message: Sentence, of: tuple[str, Quantity] | None, given: Holds | None
    ) -> tuple[Part, Writer]:
        writer = self._writer.fork()
        marks = {}
        if of:
            direction, change = of
            marks = {"data_direction": direction, "data_of": writer.collector.add_figure(change)}
        if given:
            writer.add_given(given)
        return blocks.said(writer.fill(message), css, **marks), writer

    def _say_missing(self, missing: list[Missing]) -> Fragment:
        """Say of the first indicator of which the page shows nothing, once a page, that no figure was known."""
        gaps = {(gap.indicator, gap.area): gap for gap in missing if gap.indicator}
        # A page that shows a figure of an indicator elsewhere would contradict itself by calling it not known.
        shown = {(one.indicator, one.area) for figure in self._writer.collector.quantities()
                 for one in figure.walk_observations()}  # fmt: skip
        new = {key: gap for key, gap in gaps.items() if key not in self._named_missing and key not in shown}
        # All of them count as named, though one is: a second sentence of the same gap would repeat the first.
        self._named_missing.update(new)
        writer = self._writer.fork()
        said = join(*(self._name_gap(gap, writer) for gap in [*new.values()][:1]))
        return self._keep("gap" if new else "empty", said, writer)

    def _name_gap(self, gap: Missing, writer: Writer) -> Part:
        text = sentence(
            "What was known by {as_of} of “{indicator}” for {area} is not enough for a statement here.",
            area=self.name(gap.area),
            indicator=writer.name(gap.indicator),
            as_of=Period(self.page.as_of),
        )
        return blocks.paragraph(writer.fill(text), css="gap")

    def _write(self, kind: str, make: Callable[[Writer], Part], *, when: object = True) -> Fragment:
        """Give what is made with a writer of its own; an empty fragment where that is nothing, or not wanted."""
        writer = self._writer.fork()
        content = make(writer) if when else NOTHING
        return self._keep(kind if content else "empty", content, writer)

    def _keep(self, kind: str, content: Part, writer: Writer) -> Fragment:
        # Each output carries its own evidence, because cells may be run and
        # looked at one by one; the brief keeps the sum.
        evidence = writer.collector.take().model_copy(update={"page": self.page})
        self._writer.collector.absorb(writer.collector)
        return Fragment(kind, content, evidence, show=self._render, link=self._link)

    def _render(self, fragment: Fragment) -> Markup:
        """Give what JupyterLab shows of a fragment."""
        return Renderer(self._writer.speaker, fragment.evidence.measures).render(fragment.content)

    def _link(self, markup: Markup) -> Markup:
        """Let each figure open its evidence."""
        return add_popovers(markup, self._writer.collector.quantities(), self._writer)

    def name(self, area: str) -> str:
        """Give the name of an area in the language of the page; of an empty key, an empty text.

        Parameters
        ----------
        area
            Its key.

        Returns
        -------
        str
            The name.

        Raises
        ------
        ConfigError
            For an area that is unknown, with the nearest one that is.

        Examples
        --------
        >>> brief.name("SGP")
        'Singapore'
        """
        known = self._shelf.catalogue.areas
        key = area if area in known else self._read_area(area)  # which names the nearest one
        return known[key].name[self.page.language] if area else ""

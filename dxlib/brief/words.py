"""The sentences of a brief: whole ones, chosen by direction and by what is known, each figure with its evidence."""

from __future__ import annotations

from markupsafe import Markup

from dxlib.brief.evidence import Page
from dxlib.brief.figures import Figures
from dxlib.brief.fragments import Fragment
from dxlib.brief.lifetimes import find_ending
from dxlib.brief.markup import Choice, Period, Writer, find_direction, find_missing
from dxlib.data.quantities import Missing, Quantity
from dxlib.figures.shelf import Figure, Shelf
from dxlib.language import Sentence, sentence


class Words(Figures):
    """What a brief says of its figures; each method gives a fragment of the page."""

    def __init__(self, page: Page, shelf: Shelf, writer: Writer) -> None:
        super().__init__(shelf, page.area)
        self.page = page
        self._writer = writer
        self._named_missing: set[tuple[str, str]] = set()

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

    def mention_change(self, change: Figure, *, rise: str, fall: str, same: str, **values: object) -> Fragment:
        """Say one of three whole sentences, by the sign of a change; where it is not known, nothing."""
        if isinstance(change, Missing):
            return self._keep("empty", Markup(), self._writer.fork())
        return self._say_change("text", "p", change, Choice(rise, fall, same), values)

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
        """Say of the first indicator of which the page shows nothing, once a page, that no figure was known."""
        gaps = {(gap.indicator, gap.area): gap for gap in missing if gap.indicator}
        shown = {(one.indicator, one.area) for figure in self._writer.collector.quantities()
                 for one in figure.walk_observations()}  # fmt: skip
        new = {key: gap for key, gap in gaps.items() if key not in self._named_missing and key not in shown}
        self._named_missing.update(new)
        writer = self._writer.fork()
        html = Markup("").join(self._name_gap(gap, writer) for gap in [*new.values()][:1])
        return self._keep("gap" if new else "empty", html, writer)

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

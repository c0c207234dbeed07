"""The charts of briefs in one call, for whoever explores: no brief, no title, any area."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import update_wrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from dxlib.ask.dated_tables import check_title
from dxlib.ask.desk import Desk, Window, open_desk
from dxlib.brief.fragments import wrap
from dxlib.brief.markup import Writer
from dxlib.brief.notes import make_evidence
from dxlib.brief.pictures.assembly import Picture, assemble
from dxlib.brief.pictures.calls import Pictures
from dxlib.brief.popovers import add_popovers
from dxlib.brief.style import render_notebook_css
from dxlib.charts.canvas import Canvas
from dxlib.charts.theme import Width
from dxlib.data.asked_periods import read_period
from dxlib.data.quantities import Missing
from dxlib.errors import ConfigError, DataError
from dxlib.evidence import blocks
from dxlib.evidence.format import Page
from dxlib.evidence.parts import Part, el, join
from dxlib.evidence.render import Renderer, make_speaker
from dxlib.figures.choosing import choose_areas, choose_indicators, is_given
from dxlib.language import Sentence, sentence

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, eq=False)
class Chart:
    """A chart that shows itself in a notebook with its table, its words and the evidence of its figures.

    Parameters
    ----------
    picture
        What is drawn.
    title
        Above it.
    writer
        Of its language, its figures, and its own area, which notes need not name.
    kind
        ``trend``, ``ranking`` and so on.
    """

    picture: Picture
    title: str
    writer: Writer
    kind: str

    def draw(self, width: Width = Width.WIDE) -> Canvas:
        """Give the drawing at one of the two widths of pages."""
        return self.picture.draw(width)

    @property
    def name(self) -> str:
        """What it shows, as plain text."""
        return _render(self.picture.name, self.writer).striptags()

    def to_matplotlib(self, width: Width = Width.WIDE) -> Figure:
        """Give it as an ordinary matplotlib Figure in CSS pixels, to edit and to save."""
        from dxlib.charts.as_figures import draw_as_figure  # noqa: PLC0415  (needs matplotlib)

        return draw_as_figure(self.draw(width), language=self.writer.speaker.language)

    def save(self, path: str | Path, *, width: Width = Width.WIDE) -> None:
        """Save the drawing as ``.svg`` (stands alone, with its font), ``.png`` (two pixels for one) or ``.pdf``.

        Raises
        ------
        ConfigError
            For another suffix.
        MissingDependencyError
            For ``.png`` and ``.pdf`` in a script of which no font is on this machine.
        """
        from dxlib.charts.saving import save_canvas  # noqa: PLC0415  (needs matplotlib)

        save_canvas(self.draw(width), path, title=self.title or self.name, language=self.writer.speaker.language)

    def _repr_html_(self) -> str:
        # A chart may be shown twice: the second time must not find what the first noted down.
        writer = self.writer.fork()
        writer.collector.absorb(self.writer.collector)
        stem = blocks.name_chart(self.kind, self.title, [])
        title = Sentence("{title}", {"title": self.title or self.picture.name})
        chart = assemble(self.picture, writer, title, stem=stem)
        notes = make_evidence(writer.collector.quantities(), writer)
        folded = el("details", el("summary", writer.fill(sentence("Sources and evidence"))), notes)
        shown = add_popovers(_render(join(chart, folded), writer), writer.collector.quantities(), writer)
        style = Markup("<style>{}</style>").format(Markup(render_notebook_css()))  # noqa: S704  (our own file)
        return str(style) + wrap(shown, writer.speaker.language)

    def __repr__(self) -> str:
        return f"Chart({self.kind}: {self.title or self.name}, as of {self.writer.shelf.as_of})"


def _render(part: Part, writer: Writer) -> Markup:
    return Renderer(writer.speaker, writer.collector.take().measures).render(part)


class _Sketch(Pictures):
    """The calls of a brief's charts, each of which gives a chart by itself."""

    def __init__(self, desk: Desk, area: str, window: Window) -> None:
        page = Page(brief="sketch", area=area, edition=str(desk.as_of.year), language=desk.language,
                    as_of=desk.as_of.isoformat())  # fmt: skip
        super().__init__(page, Writer(make_speaker(desk.language, desk.catalogue), window, area))
        self._desk = desk

    def _show(  # type: ignore[override]  # a chart instead of a piece of a page
        self,
        kind: str,
        make: Callable[[Writer], Picture | Missing],
        indicators: Iterable[str],  # noqa: ARG002  (a page names its charts by them)
        title: str,
        values: dict[str, object],
    ) -> Chart:
        if values:
            raise ConfigError(
                f"Nothing is known of {', '.join(map(repr, values))}.",
                allowed=sorted(set(inspect.signature(_offer(kind)).parameters) - {"indicator", "indicators"}),
                fix="leave it out; since= and until= choose the years, and title= is plain text.",
            )
        picture = make(self._writer)
        if isinstance(picture, Missing):
            raise self._refuse(kind, picture)
        return Chart(picture, title, self._writer, kind)

    def _refuse(self, kind: str, missing: Missing) -> DataError:
        """Give the error for a chart that shows nothing; figures of its area may be known all the same."""
        error = missing.refuse()
        if missing.area not in self._desk.list_areas(missing.indicator):
            return error
        of = f" of {missing.indicator} in {missing.area}"
        return DataError(f"dx.{kind} draws nothing{of}: {missing.reason}.", fix=error.fix)


def _offer(name: str) -> Callable[..., Chart]:
    """Give a chart of briefs as a function: the same options, and ``area``, ``as_of`` and ``language``."""
    method = getattr(Pictures, name)
    parameters = inspect.signature(method).parameters
    own = [one for one in parameters.values() if one.name not in ("self", "values", "title")]
    # Python itself does not complain of one that is missing, since all options pass through **options.
    needed = [one.name for one in own if one.kind is one.KEYWORD_ONLY and one.default is one.empty]
    first = next((one.name for one in own if one.kind is one.POSITIONAL_OR_KEYWORD), "")
    takes_many = any(one.kind is one.VAR_POSITIONAL for one in own)

    def call(
        *indicators: str, title: str = "", area: str = "", since: str | int | None = None,
        until: str | int | None = None, as_of: str | date | None = None, language: str = "", **options: Any,
    ) -> Chart:  # fmt: skip
        """Draw it.

        Parameters
        ----------
        title
            Plain text above the chart; what it shows when left out.
        area
            The area that it is about; left out, the first of ``areas``, ``home`` of ``dxlib.yaml``, or the only one.
        since, until
            First and last period, both included: years, or periods as SDMX writes them.
        as_of
            An ISO date or a date: only what was known then. By default today.
        language
            Of all words.

        Returns
        -------
        Chart
            Shows itself in a notebook; ``chart.to_matplotlib()`` gives a Figure, ``chart.save("x.svg")`` a file.

        Raises
        ------
        ConfigError
            For any name or option that cannot be used.
        DataError
            Where nothing is known of what it would show.
        """
        check_title(title)
        desk = open_desk(as_of, language)
        # The signature shows a name for the first one, by which Python would take it too.
        named = (options.pop(first), *indicators) if first in options else indicators
        if not named:
            raise ConfigError(f"dx.{name} draws nothing without an indicator.", fix="name one; dx.search finds it.")
        if len(named) > 1 and not takes_many:
            raise ConfigError(f"dx.{name} takes one indicator.", fix="call it once for each.")
        options = {key: value for key, value in options.items() if value is not None}  # None says: left out
        lacking = [one for one in needed if one not in options]
        if lacking:
            raise ConfigError(f"dx.{name} needs {lacking[0]}=.", fix="name keys, or a group of the catalogue.")
        names = choose_indicators(named, desk.catalogue, with_figures=())
        options = _read_options(desk, options)
        chosen = _choose_area(desk, names[0], area, options.get("areas"), has_group="group" in parameters)
        # Without either only one area is left, and a brief would say that there is nothing to compare.
        if "group" in parameters and not any(is_given(options.get(one)) for one in ("areas", "group")):
            raise ConfigError(f"dx.{name} needs areas= or group=.", fix="name keys, or a group of the catalogue.")
        window = Window(desk, read_period("since", since), read_period("until", until))
        if "areas" in options:
            # The calls of briefs draw the brief's own area anyway; named twice it would be drawn twice.
            options["areas"] = tuple(one for one in options["areas"] if one != chosen)
        chart: Chart = getattr(_Sketch(desk, chosen, window), name)(*names, title=title, **options)
        return chart

    added = [one for one in inspect.signature(call).parameters.values() if one.kind is one.KEYWORD_ONLY]
    described = _describe(name, inspect.getdoc(method) or "", inspect.getdoc(call) or "")
    update_wrapper(call, method)
    # help() and Shift+Tab show the signature, and "**options" would tell nothing of what a chart takes.
    call.__signature__ = inspect.Signature([*own, *added], return_annotation="Chart")  # type: ignore[attr-defined]
    call.__doc__, call.__module__ = described, __name__
    return call


def _describe(name: str, text: str, added: str) -> str:
    """Give the docstring of a chart: what the call of a brief says of its options, and what is said of those added."""
    head, _, rest = text.partition(_PARAMETERS)
    entries = _ENTRY.split(rest.partition("\n\n")[0])
    options = "\n".join(one for one in entries if not one.startswith(("title", "**values")))
    own, further = _OWN.sub("its own", f"{head}{_PARAMETERS}{options}"), added.partition(_PARAMETERS)[2]
    example = text.partition(_EXAMPLES)[2].replace("brief.", "dx.").replace("'chart'", f"'{name}'")
    return f"{own}\n{further}\n{_EXAMPLES}>>> import dxlib as dx\n{example}\n"


_PARAMETERS: Final = "\n\nParameters\n----------\n"
_EXAMPLES: Final = "\nExamples\n--------\n"
_ENTRY: Final = re.compile(r"\n(?=\S)")
_OWN: Final = re.compile(r"the brief's( own)?")


def _choose_area(desk: Desk, indicator: str, area: str, areas: Iterable[str] | None, *, has_group: bool) -> str:
    """Give the area that a chart is about; a map or a table of a group may be about an area outside it."""
    listed = tuple(areas or ())
    # Areas that were named without home are what the reader asks about; home would be one line too many.
    if not is_given(area) and listed and desk.home not in listed:
        having = desk.list_areas(indicator)
        return next((one for one in listed if one in having), listed[0])
    if not is_given(area) and has_group and desk.home:
        return desk.home
    return desk.choose_area(area, indicator)


def _read_options(desk: Desk, options: dict[str, Any]) -> dict[str, Any]:
    """Give options as the calls of a brief take them: areas as keys, periods as text."""
    read = dict(options)
    if "areas" in read:  # an empty tuple is how the calls of a brief say none
        is_none = isinstance(read["areas"], tuple) and not read["areas"]
        read["areas"] = () if is_none else choose_areas(read["areas"], desk.catalogue)
    if not isinstance(read.get("group", ""), str):
        raise ConfigError(f"group={read['group']!r} is no text.", allowed=desk.catalogue.groups, fix="name one group.")
    if "period" in read:
        read["period"] = read_period("period", read["period"])
    return read


# Taken from the calls of briefs: a chart that they gain is offered here without another line.
CHARTS: Final = tuple(name for name in vars(Pictures) if not name.startswith("_"))
globals().update({name: _offer(name) for name in CHARTS})

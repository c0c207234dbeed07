"""Evidence on click in a notebook: what a page's notes say of a figure opens beside it, without any script.

JupyterLab follows no link within an output, so that a figure becomes a button that opens a popover (HTML's own).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from markupsafe import Markup

from dxlib.addresses import is_web_address
from dxlib.brief.markup import Period, Writer
from dxlib.data.copies import AS_COPIED, name_copy
from dxlib.data.quantities import Formula, Quantity
from dxlib.evidence.evidence_words import FLAG_WORDS, FORMULA_WORDS
from dxlib.evidence.parts import list_all
from dxlib.evidence.render import Renderer
from dxlib.language import Sentence

# A button looks like the text around it only without all that browsers give to buttons.
CSS: Final = """\
.dxlib .dx-figure{all:unset;cursor:pointer;text-decoration:underline dotted;text-underline-offset:.2em}
.dxlib .dx-figure:hover{text-decoration-style:solid}
.dxlib .dx-figure:focus-visible{outline:2px solid currentColor;outline-offset:2px}
.dxlib .dx-evidence{max-width:34em;padding:.8em 1em;border:1px solid var(--line);border-left:3px solid var(--accent);\
background:var(--paper);color:var(--ink);font-size:.95em;line-height:1.45}
.dxlib .dx-evidence p{margin:0 0 .3em}
"""
# A figure holds no other link, so its own ends at the first closing tag.
_LINK: Final = re.compile(r'<a href="#e-([^"]+)"[^>]*>(.*?)</a>', re.DOTALL)
# Two figures with a sign between them and no space: "71/193", whose N is a link or a mark alone.
_LINKED: Final = r'<a href="#e-(?:(?!</a>).)*</a>'
_JOINED: Final = re.compile(
    rf'(?:<b[^>]*>)?{_LINKED}(?:</b>)?[^\s<]{{1,2}}(?:{_LINKED}|<span data-q="[^<]*</span>)', re.DOTALL
)
_FIGURE: Final = '<button type="button" class="dx-figure" popovertarget="dx-e-{0}">{1}</button>'
_POPOVER: Final = Markup('<div popover class="dx-evidence" id="dx-e-{}">{}</div>')
_LINK_OUT: Final = Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>')
_MOST_INPUTS: Final = 6  # a place among provinces has 63


def add_popovers(markup: Markup, figures: Iterable[Quantity], writer: Writer) -> Markup:
    """Let each figure of a piece of a page open its evidence.

    Parameters
    ----------
    markup
        As the renderer makes it: figures are links to notes.
    figures
        With all that they stem from.
    writer
        Of the language of the markup.

    Returns
    -------
    Markup
        Buttons instead of links, and after the markup a popover for each figure that has one.
    """
    linked = set(_LINK.findall(str(markup)))
    # One popover for each figure, however often it stands in the markup: an id must be unique.
    wanted = {key for key, _ in linked}
    popovers = {
        one.key: _POPOVER.format(one.key, _describe(one, writer)) for one in figures if one.key in wanted
    }  # fmt: skip

    def replace(found: re.Match[str]) -> str:
        # Without a popover the words stay and the link goes: Lab follows no link to a note.
        return _FIGURE.format(*found.groups()) if found.group(1) in popovers else found.group(2)

    # A line may break beside a button, where it breaks within no number: "71/" would end one, "193" begin the next.
    joined = _JOINED.sub(r'<span class="whole">\g<0></span>', str(markup))
    return Markup(_LINK.sub(replace, joined)) + Markup().join(popovers.values())  # noqa: S704  (rendered before)


def _describe(figure: Quantity, writer: Writer) -> Markup:
    lines = _describe_stated(figure, writer) if figure.observation else _describe_computed(figure, writer)
    return Markup().join(Markup("<p>{}</p>").format(line) for line in lines if line)


def _describe_stated(figure: Quantity, writer: Writer) -> list[Markup | str]:
    own, speaker = figure.first_observation, writer.speaker
    source = writer.catalogue.sources[own.source]
    flag = FLAG_WORDS.get(own.status.value)
    value = Markup("<b>{}</b>").format(speaker.format_quantity(figure, words=True))
    of = [writer.name(own.indicator), writer.name_area(own.area)]
    of += [speaker.format_period(own.period)] if own.period else []
    of += [speaker.translate_sentence(flag)] if flag else []
    about = [writer.name_publisher(own.source), source.title, source.via, own.published]
    named = speaker.list_texts(filter(None, about))
    links: list[Markup | str] = [_LINK_OUT.format(source.url, named) if is_web_address(source.url) else named]
    if source.copied_from:
        place = _LINK_OUT.format(source.copied_from, name_copy(source.copied_from))
        links.append(Markup(speaker.translate(AS_COPIED)).format(place=place))  # noqa: S704  (the library's own)
    quoted = " · ".join(filter(None, [f"“{own.as_written}”" if own.as_written else "", own.locator]))
    return [value, " · ".join(of), Markup(" · ").join(links), quoted]


def _describe_computed(figure: Quantity, writer: Writer) -> list[Markup | str]:
    """Give the value and how it follows from its inputs."""
    value = Markup("<b>{}</b>").format(writer.speaker.format_quantity(figure))
    # The N of "71 of 193" is stated by the source of the rank, and computed by nobody.
    if figure.formula is Formula.OUT_OF or figure.formula.value not in FORMULA_WORDS:
        return [value, *_describe_stated(figure.inputs[0], writer)[1:]] if figure.inputs else [value]
    shown = [_show_input(one, writer) for one in figure.inputs[:_MOST_INPUTS]]
    rest = ["…"] if len(figure.inputs) > _MOST_INPUTS else []
    places: dict[str, object] = {**dict(zip("ab", shown, strict=False)), "all": list_all([*shown, *rest])}
    formula, day = figure.formula.value, dict(figure.options).get("as_of")
    if day:
        # What is counted as of an earlier day has a sentence of its own, which names the day.
        formula, places["day"] = f"{formula}_then", Period(day)
    text = Sentence(FORMULA_WORDS[formula].text, places)
    # By a fork: what only a popover shows is no evidence of the page.
    filled = writer.fork().fill(text)
    return [value, Renderer(writer.speaker, {}).render(filled)]


def _show_input(figure: Quantity, writer: Writer) -> str:
    speaker, where = writer.speaker, writer.name_area(figure.first_observation.area)
    when = [speaker.format_period(Period(figure.period))] if figure.period else []
    return f"{speaker.format_quantity(figure)} ({speaker.list_texts([where, *when])})"

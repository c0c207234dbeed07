"""What a reader opens on demand, each under a line that says what is found inside.

A number in such a line counts what stands inside, and needs no note of its own: the audit counts what it composes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, Final, cast
from urllib.parse import urlsplit

from dxlib.addresses import is_web_address
from dxlib.data.catalogue import Source
from dxlib.data.copies import name_copy
from dxlib.evidence.evidence_words import STATUS_WORDS
from dxlib.evidence.format import SOURCE_PREFIX, Measure
from dxlib.evidence.parts import (
    FIGURE,
    NOTHING,
    SAY,
    Part,
    el,
    foreign,
    is_empty,
    list_all,
    list_phrases,
    period,
    say,
    say_plain,
    separate,
    value,
    walk,
)  # fmt: skip
from dxlib.language import counted, sentence

NO_FIGURE: Final = "no_figure"
# In the order in which the groups stand on a page.
TARGET_GROUPS: Final = (*STATUS_WORDS, NO_FIGURE)
_MOST_NAMED: Final = 8


def fold(line: Part, *content: Part) -> Part:
    """Give content that a reader opens on demand.

    Parameters
    ----------
    line
        What is seen of it before; it holds no link, since it is a button itself.
    content
        What it opens.
    """
    return el("details", el("summary", line), *content, class_="fold")


def count(number: int) -> Part:
    """Give how many things stand inside a fold."""
    return value(Measure(Decimal(number), "COUNT"))


def name_some(names: Iterable[str]) -> Part:
    """Give names, each once; of many only the first, and how many more there are."""
    known = list(dict.fromkeys(names))
    # Nine are all named: "and 1 more" would take as much room as the ninth name.
    if len(known) <= _MOST_NAMED + 1:
        return list_phrases(known)
    more = len(known) - _MOST_NAMED
    places = {"names": list_phrases(known[:_MOST_NAMED]), "count": count(more)}
    return say(counted("{names} and {count} more", more), places)


def count_names(what: Part, names: Sequence[str]) -> Part:
    """Give the line of a fold: what is found inside, how often, and of which indicators.

    Parameters
    ----------
    what
        What is found.
    names
        The short name of an indicator for each time.
    """
    places = {"what": el("b", what), "count": count(len(names)), "names": name_some(names)}
    return say(sentence("{what}: {count} – {names}"), places)


def targets(status: str, names: Sequence[str], content: Sequence[Part]) -> Part:
    """Give the targets that stand where a status says.

    Parameters
    ----------
    status
        One of ``TARGET_GROUPS``.
    names
        The short name of the indicator of each target.
    content
        A table, or a paragraph for each issuer.
    """
    word = sentence("no figure known") if status == NO_FIGURE else STATUS_WORDS[status]
    said = el("span", say_plain(word), class_=f"status {status.replace('_', '-')}")
    return fold(count_names(said, names), *content)


def issued(issuer: str, stated: Iterable[Part]) -> Part:
    """Give in one paragraph the targets of an issuer of which no figure is known."""
    places = {"issuer": el("b", issuer), "targets": list_phrases(stated)}
    return el("p", say(sentence("{issuer}: {targets}"), places), class_="issued")


def fold_chart(chart: Part) -> Part:
    """Give a chart that a reader opens by its title, which stays in sight as the finding that it is."""
    tag, attributes, caption, *rest = cast("list[Any]", chart)
    # A caption is its tag, its attributes, title and subtitle (chart of dxlib/evidence/blocks.py).
    title, subtitle = caption[2:]
    return [tag, attributes, fold(unlink(title), subtitle, *rest)]


def unlink(part: Part) -> Part:
    """Give a part in which figures lead nowhere: what a reader clicks to open a fold holds no second thing to click."""
    if isinstance(part, str):
        return part
    if part[0] == FIGURE:
        # The last entry of a figure says how it is shown.
        return [*part[:-1], "mark"]
    if part[0] == SAY:
        return [SAY, part[1], {name: unlink(place) for name, place in part[2].items()}, *part[3:]]
    return [unlink(one) if isinstance(one, list) else one for one in part]


# Sources -----------------------------------------------------------------------------------------


def source(name: str, head: Part, about: Source, notes: Sequence[Part]) -> Part:
    """Give a source: in one line who published it, title, date, how many figures; inside addresses and notes.

    What is inside has the name, so that links to it open the source.
    """
    line: list[Part] = [el("b", head)]
    if about.title:
        line.append(foreign("cite", about.title, about.language))
    if about.published:
        line.append(period(about.published, marked=False))
    else:
        line.append(say(sentence("no date stated, read on {day}"), {"day": period(about.read)}))
    if number := len(_list_keys(notes)):
        line.append(_count_figures(number))
    lead = separate(" · ", _list_addresses(about))
    inside = el("p", lead) if not is_empty(lead) else NOTHING
    return el("details", el("summary", separate(" · ", line)), inside, el("ul", *notes, id=f"{SOURCE_PREFIX}{name}"))


def _list_addresses(about: Source) -> Iterator[Part]:
    """Give where a source is published, and where its copy was read."""
    if is_web_address(about.url):
        domain = urlsplit(about.url).netloc.removeprefix("www.")
        yield el("a", domain, class_="url", href=about.url)
    # What is no address of the web is said and leads nowhere: a page holds no link to a file of this machine.
    elif about.url:
        yield foreign("span", about.url, "", class_="url")
    if about.copied_from:
        place = foreign("a", name_copy(about.copied_from), "", class_="url", href=about.copied_from)
        yield say(sentence("as copied in {place}"), {"place": place})


def _list_keys(notes: Iterable[Part]) -> list[str]:
    """Give the names of the notes among parts, one for each figure."""
    return [one[1]["id"] for note in notes for one in walk(note) if one[0] == "li" and "id" in one[1]]


def _count_figures(number: int) -> Part:
    if number == 1:
        return say_plain(sentence("one figure"))
    return say(counted("{count} figures", number), {"count": count(number)})


def sources(sections: Sequence[Part], computed: Sequence[Part]) -> Part:
    """Give all sources, and at the end what was computed from their figures, under a line that counts both."""
    if not sections and not computed:
        return el("div", class_="sources")
    last = []
    if computed:
        heading = el("b", say_plain(sentence("Computed from these figures")))
        line = separate(" · ", [heading, _count_figures(len(computed))])
        last.append(el("details", el("summary", line), el("ul", *computed)))
    many = say(counted("{count} sources", len(sections)), {"count": count(len(sections))})
    said = say_plain(sentence("one source")) if len(sections) == 1 else many
    listed = list_all([said, _count_figures(len(_list_keys([*sections, *computed])))])
    return fold(listed, el("div", *sections, *last, class_="sources"))

"""What a reader opens on demand, each under a line that says what is found inside.

A number in such a line counts what stands inside, and needs no note of its own: the audit counts what it composes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final, cast

from dxlib.evidence.format import Measure
from dxlib.evidence.parts import FIGURE, SAY, Part, el, say, say_plain, separate, value
from dxlib.evidence.words import STATUS_WORDS
from dxlib.language import sentence

NO_FIGURE: Final = "no_figure"
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
    listed = say_plain(sentence("; "))
    if len(known) <= _MOST_NAMED + 1:
        return separate(listed, known)
    places = {"names": separate(listed, known[:_MOST_NAMED]), "count": count(len(known) - _MOST_NAMED)}
    return say(sentence("{names} and {count} more"), places)


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
    places = {"issuer": el("b", issuer), "targets": separate(say_plain(sentence("; ")), stated)}
    return el("p", say(sentence("{issuer}: {targets}"), places), class_="issued")


def fold_chart(chart: Part) -> Part:
    """Give a chart that a reader opens by its title, which stays in sight as the finding that it is."""
    tag, attributes, caption, *rest = cast("list[Any]", chart)
    title, subtitle = caption[2:]
    return [tag, attributes, fold(unlink(title), subtitle, *rest)]


def unlink(part: Part) -> Part:
    """Give a part in which figures lead nowhere: what a reader clicks to open a fold holds no second thing to click."""
    if isinstance(part, str):
        return part
    if part[0] == FIGURE:
        return [*part[:-1], "mark"]
    if part[0] == SAY:
        return [SAY, part[1], {name: unlink(place) for name, place in part[2].items()}, *part[3:]]
    return [unlink(one) if isinstance(one, list) else one for one in part]

"""The blocks of a page: one form for each kind, filled by the code that writes and by the audit, each from its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, Protocol

from dxlib.data.catalogue import Source
from dxlib.data.ids import make_key
from dxlib.evidence.evidence_words import (
    FLAG_WORDS,
    FORMULA_WORDS,
    RULE_WORDS,
    WEIGHED_RULE_WORDS,
    WEIGHT_WORDS,
    tell_outcome,
)
from dxlib.evidence.folds import fold, name_some
from dxlib.evidence.format import NOTE_PREFIX, SOURCE_PREFIX
from dxlib.evidence.parts import (
    Part,
    drawing,
    el,
    flag,
    foreign,
    is_empty,
    join,
    list_all,
    list_names,
    list_phrases,
    period,
    say,
    say_plain,
    separate,
)  # fmt: skip
from dxlib.language import Sentence, sentence

DASH: Final = "–"
_HEAD: Final = sentence("{head}:")
# More definitions stand under one more line: a national brief may be 8,000 px high (docs/decisions/0025).
_MOST_DEFINED: Final = 10
_SPARK_WIDTH: Final = 88
_SPARK_HEIGHT: Final = 24
# The line ends in a thick point, which the edge of the picture would cut off.
_SPARK_EDGE: Final = 3

PartRow = Sequence[Part]


def paragraph(said: Part, *, css: str = "") -> Part:
    """Give a paragraph; ``finding`` heads a section, ``gap`` says what is not known."""
    return el("p", said, class_=css or None)


def said(sentence: Part, css: str, **marks: Part) -> Part:
    """Give a sentence of a notebook with marks of its direction; ``answer`` is the heading of the page."""
    return el("h1" if css == "answer" else "p", sentence, class_=css or None, **marks)


# Tables ----------------------------------------------------------------------------------------


def table(caption: Part, heads: PartRow, rows: Iterable[PartRow], *, css: str) -> Part:
    """Give a table with caption and scopes, in a region that scrolls by itself on a narrow screen."""
    head = el("tr", *(el("th", cell, scope="col") for cell in heads))
    body = (el("tr", el("th", row[0], scope="row"), *(el("td", cell) for cell in row[1:])) for row in rows)
    parts = el("caption", caption), el("thead", head), el("tbody", *body)
    return el("div", el("table", *parts, class_=css), class_="scroll")


def stacking_table(caption: Part, heads: Sequence[Sentence], rows: Iterable[PartRow], *, css: str) -> Part:
    """Give a table whose cells stand below each other on a narrow screen.

    Stacking takes the meaning of a table from assistive devices; roles and ``data-head`` keep it.
    """
    said = [say_plain(head) for head in heads]
    head = el("tr", *(el("th", cell, scope="col", role="columnheader") for cell in said), role="row")
    named = [say(_HEAD, {"head": one}) for one in said[1:]]
    body = (_make_stacking_row(named, row) for row in rows)
    parts = el("caption", caption), el("thead", head, role="rowgroup"), el("tbody", *body, role="rowgroup")
    return el("div", el("table", *parts, class_=f"{css} stacking", role="table"), class_="scroll")


def _make_stacking_row(heads: Sequence[Part], row: PartRow) -> Part:
    cells = (el("td", cell, role="cell", data_head=head) for head, cell in zip(heads, row[1:], strict=True))
    return el("tr", el("th", row[0], scope="row", role="rowheader"), *cells, role="row")


# Pieces of cells -------------------------------------------------------------------------------


def of_total(figure: Part, total: Part) -> Part:
    """Give a rank or a part as "n of N"."""
    return say(sentence("{rank} of {total}"), {"rank": figure, "total": total})


def at_period(figure: Part, when: str, status: str = "", key: str = "") -> Part:
    """Give a figure with its period, and its flag where its source marks it."""
    shown = say(sentence("{figure} ({period})"), {"figure": figure, "period": period(when)})
    return join(shown, flag(status, key)) if status else shown


def moved(direction: str, judged: str, key: str, said: Part) -> Part:
    """Give a change with its arrow.

    Parameters
    ----------
    direction
        ``rise``, ``fall`` or ``same``.
    judged
        ``better``, ``worse`` or ``same``.
    key
        Of the change.
    said
        The change in words.
    """
    # A screen reader would read the name of the sign; the words beside it say which way the figure went.
    arrow = el("span", {"rise": "▲", "fall": "▼", "same": "="}[direction], aria_hidden="true")
    return el("span", arrow, " ", said, class_=judged, data_direction=direction, data_of=key)


def publisher(name: str, source: str) -> Part:
    """Give who published a source, as a link into the list of sources."""
    return el("a", name, href=f"#{SOURCE_PREFIX}{source}")


def to_note(key: str, said: Part) -> Part:
    """Give words that lead to the note of a figure which they say without its value."""
    return el("a", said, href=f"#{NOTE_PREFIX}{key}")


def outlet(name: str, via: str, language: str) -> Part:
    """Give the publisher of a source and the outlet in which it was read."""
    if not via:
        return name
    return say(sentence("{publisher}, in {outlet}"), {"publisher": name, "outlet": foreign("span", via, language)})


def state(shown: Part, stated_by: Iterable[tuple[str, str, Source]]) -> Part:
    """Give a figure and everyone who states it; one article in two languages is named once.

    Parameters
    ----------
    shown
        The figure.
    stated_by
        Of each source its id, the name of its publisher, and its entry in the register.
    """
    named: dict[tuple[str, str], Part] = {}
    for name, by, about in stated_by:
        head = outlet(by, about.via, about.language)
        named.setdefault((by, about.via), el("a", head, href=f"#{SOURCE_PREFIX}{name}"))
    return say(sentence("{figure} – {sources}"), {"figure": shown, "sources": list_phrases(named.values())})


def span(first: str, last: str) -> Part:
    """Give two periods as what lies from one to the other; of two that are the same only one."""
    if first == last:
        return period(last)
    return say(sentence("{first} to {last}"), {"first": period(first), "last": period(last)})


def finding(name: str, places: Sequence[str], when: str) -> Part:
    """Say of which indicator, in which areas and of which period figures do not fit together."""
    areas = list_names(places)
    shown = say(sentence("{figure} ({period})"), {"figure": areas, "period": period(when)})
    return join(name, el("br"), el("small", shown))


def of_area(name: Part, area: str) -> Part:
    """Give the name of an indicator with that of another area than the finding's own."""
    return say(sentence("{name}, {area}"), {"name": name, "area": area})


def judge(weight: str, rule: str) -> Part:
    """Say what does not fit, and what that means."""
    found = WEIGHED_RULE_WORDS.get((rule, weight), RULE_WORDS[rule])
    places = {"weight": say_plain(WEIGHT_WORDS[weight]), "rule": say_plain(found)}
    return say(sentence("{weight}: {rule}"), places)


# The first screen ------------------------------------------------------------------------------


def verdict(said: Part, counts: Sequence[tuple[str, int, Part]]) -> Part:
    """Give whose targets are counted, and how many fared in each way: the number, and the figure that shows it."""
    fates = [
        el("li", say(tell_outcome(outcome, number), {"count": el("b", figure)}), class_=outcome)
        for outcome, number, figure in counts
    ]
    return el("div", el("p", said), *([el("ul", *fates)] if fates else []), class_="verdict")


def point(said: Part, beside: Part, since: Part, direction: str, key: str) -> Part:
    """Give a main point.

    Parameters
    ----------
    said
        The figure, and how it moved.
    beside
        What it stands beside; may be empty.
    since
        What became of it since the edition before.
    direction, key
        How it moved, and the key of the change; empty where none is known.
    """
    whole = sentence("{point}.") if is_empty(beside) else sentence("{point}; {beside}.")
    line = say(whole, {"point": said} if is_empty(beside) else {"point": said, "beside": beside})
    # None leaves an attribute out; an empty data-of would name a figure that does not exist.
    marks = {"data_direction": direction or None, "data_of": key or None}
    return el("li", line, " ", el("small", "(", since, ")"), **marks)


def points(listed: Iterable[Part]) -> Part:
    """Give the main points."""
    return el("ul", *listed, class_="points")


# Key figures -----------------------------------------------------------------------------------


def card(name: str, value: Part, when: str, trend: Part, change: Part, target: Part) -> Part:
    """Give a key figure: name, value, period, how it came, change on the figure before, next target."""
    lines = [el("dd", at_period(value, when), trend, class_="value")]
    lines += [el("dd", change, class_="change")] if change else []
    lines += [el("dd", target, class_="target")] if target else []
    return el("div", el("dt", name), *lines, class_="card")


def key_figures(cards: Iterable[Part]) -> Part:
    """Give a strip of cards."""
    return el("dl", *cards, class_="key-figures")


def big(figure: Part) -> Part:
    """Give the figure of a card."""
    return el("b", figure, class_="big")


def spark(values: Sequence[Decimal], days: Sequence[date], *, downwards: bool) -> Part:
    """Give figures as a small line without words, axes or numbers of its own; the better end up for ranks.

    Parameters
    ----------
    values, days
        Of each figure, in single units, and the last day of its period; in the order of time.
    downwards
        Whether the lowest value stands at the top.

    Notes
    -----
    It repeats what words beside it say, so assistive devices pass it over.
    """
    low, high = min(values), max(values)
    across, up = _SPARK_WIDTH - 2 * _SPARK_EDGE, _SPARK_HEIGHT - 2 * _SPARK_EDGE
    first, last = days[0].toordinal(), days[-1].toordinal()
    # Equal figures lie in the middle: at an edge they would look like the worst or the best.
    shares = [float((value - low) / (high - low)) if high > low else 0.5 for value in values]
    places = [
        (
            round(_SPARK_EDGE + across * (day.toordinal() - first) / (last - first)),
            round(_SPARK_EDGE + up * (share if downwards else 1 - share)),
        )
        for day, share in zip(days, shares, strict=True)
    ]
    line = "L".join(f"{x} {y}" for x, y in places)
    # A point has the length 0.01: some programs leave out lines without length.
    end = "M{} {}h.01".format(*places[-1])
    return el(
        "svg", el("path", d=f"M{line}"), el("path", d=end), class_="spark",
        viewBox=f"0 0 {_SPARK_WIDTH} {_SPARK_HEIGHT}", aria_hidden="true",
    )  # fmt: skip


# Definitions -----------------------------------------------------------------------------------


def definitions(entries: Iterable[tuple[str, str, Sequence[Part]]]) -> Part:
    """Give a line for each name, which opens what it means and what changed in it; many under one line more."""
    listed = [
        (name, fold(name, el("p", meaning, *(join(" ", change) for change in breaks))))
        for name, meaning, breaks in entries
    ]
    shown = el("div", *(line for _, line in listed), class_="definitions")
    return fold(name_some(name for name, _ in listed), shown) if len(listed) > _MOST_DEFINED else shown


def not_comparable(day: str, why: str) -> Part:
    """Say across which day values cannot be compared, and why."""
    return say(sentence("Break in the series, {day}: {why}"), {"day": period(day), "why": why})


def other_length() -> Part:
    """Say why figures of a series whose periods differ in length are not compared, nor joined by a line."""
    return say_plain(sentence("Periods of different lengths are not compared: over a longer time more is counted."))


# Charts ----------------------------------------------------------------------------------------


def name_chart(kind: str, title: str, asked: Sequence[str]) -> str:
    """Give a name to a chart that tells it from the page's others: its kind, its title, what it was asked to show."""
    # A key may begin with a digit, with which no selector of CSS can begin.
    return f"c{make_key([kind, title, list(asked)])}"


def in_unit(measure: str, unit: str) -> Part:
    """Give the name of what a chart shows with the name of its unit."""
    return say(sentence("{measure}, {unit}"), {"measure": measure, "unit": unit})


def frame_drawing(width: str, content: Part) -> Part:
    """Give a drawing of a chart in one width, ``wide`` or ``narrow``."""
    return el("div", drawing(content), class_=width)


def chart(
    stem: str, head: tuple[Part, Part], drawings: Sequence[Part], notes: Sequence[Part], sources: Sequence[Part],
    words: Sequence[Part], twin: Part,
) -> Part:  # fmt: skip
    """Give a chart: title and subtitle, a drawing for each width, notes, sources, words, a table of its numbers."""
    title, subtitle = head
    said = separate(" ", words)
    return el(
        "figure",
        el("figcaption", el("h3", title), el("p", subtitle, class_="subtitle")),
        *drawings,
        *(el("p", note, class_="note") for note in notes),
        el("p", say(sentence("Source: {names}"), {"names": list_phrases(sources)}), class_="source-line"),
        el(
            "details",
            el("summary", say_plain(sentence("The chart in words and figures"))),
            # The drawings name this paragraph as their description (aria-describedby).
            el("p", said, class_="alternative", id=f"{stem}-d"),
            twin,
            class_="words",
        ),
        class_="chart",
        id=stem,
    )


# Sources and notes -----------------------------------------------------------------------------


def note(key: str, content: Part) -> Part:
    """Give the note of a figure, to which every place that shows it leads."""
    return el("li", content, id=f"{NOTE_PREFIX}{key}")


def note_on(key: str, subject: Part, content: Part) -> Part:
    """Give the note of a figure that begins with what the figure is of."""
    return note(key, say(sentence("{subject}: {note}"), {"subject": subject, "note": content}))


def group(subject: Part, when: str, notes: Iterable[Part]) -> Part:
    """Give notes on one thing under its name, and under the period where they share it."""
    head = say(sentence("{subject}, {period}"), {"subject": subject, "period": period(when)}) if when else subject
    return el("li", head, el("ul", *notes))


def stated(
    area: str, value: Part, row: StatedFigure, about: Source, *, with_period: bool, rivals: Sequence[Part],
    repeats: bool = False,
) -> Part:  # fmt: skip
    """Give what the note of a figure that a source states says of it.

    Parameters
    ----------
    area
        The name of its area; empty for the page's own.
    value
        The figure.
    row
        What the source states.
    about
        The source.
    with_period
        Whether the period stands here, and not at the head of the group.
    rivals
        Who states another figure for the same period.
    repeats
        Whether what the source writes only repeats the figure.
    """
    shown: list[Part] = [_of_place(area, value)]
    if row.period and with_period:
        shown.append(period(row.period, marked=False))
    # The head of the source gives the day on which it was published.
    if row.published and row.published != about.published:
        shown.append(period(row.published, marked=False))
    if row.as_written and not repeats:
        shown.append(foreign("q", row.as_written, about.language))
    if row.locator:
        shown.append(_show_locator(row.locator))
    listed = list_all([*shown, *rivals])
    return join(listed, flag(row.status, "")) if row.status in FLAG_WORDS else listed


def _of_place(area: str, figure: Part) -> Part:
    """Give a figure with its area, where that has a name of its own."""
    return say(sentence("{area}, {figure}"), {"area": area, "figure": figure}) if area else figure


# A protocol, because the observation of the writer and the row of the audit share no class.
class StatedFigure(Protocol):
    """What a note needs to know of an observation."""

    @property
    def period(self) -> str: ...  # noqa: D102
    @property
    def published(self) -> str: ...  # noqa: D102
    @property
    def as_written(self) -> str: ...  # noqa: D102
    @property
    def locator(self) -> str: ...  # noqa: D102
    @property
    def status(self) -> str: ...  # noqa: D102


# What ledgers write where a source has no numbered places, or does not write the figure itself.
_LOCATORS: Final = {"excerpt": sentence("excerpt"), "order of a list": sentence("read from the order of a list")}


def _show_locator(text: str) -> Part:
    """Give the place in a source: a paragraph sign for p3, a word of ours in the page's language, else as written."""
    if text in _LOCATORS:
        return say_plain(_LOCATORS[text])
    if text[:1] == "p" and text[1:].isdigit():
        return foreign("small", f"¶ {text[1:]}", "")
    return foreign("small", text, "en")


def computed(
    key: str, subject: Part, formula: str, inputs: Sequence[Part], *, day: str = "", same: Part | None = None
) -> Part:
    """Give the note of a figure that was computed: of what, the formula, and its inputs.

    Parameters
    ----------
    key
        Of the figure.
    subject
        The figure, with what it is of.
    formula
        Its name.
    inputs
        The figures that it follows from.
    day
        On which it was known what was counted, where that is another day than the page's.
    same
        A figure whose note lists the same inputs already.
    """
    listed = list_all(inputs)
    if same is not None:
        listed = say(sentence("the same figures as {figure}"), {"figure": same})
    places: dict[str, Part] = {"all": listed, **dict(zip("ab", inputs, strict=False))}
    # What was counted on an earlier day has words of its own, which name the day.
    if day:
        formula, places["day"] = f"{formula}_then", period(day)
    return note_on(key, subject, say(FORMULA_WORDS[formula], places))


def name_computed(area: str, value: Part, of: Part, when: str) -> Part:
    """Say what a computed figure is of.

    Parameters
    ----------
    area, of, when
        Its area, its subject and its period; empty where its inputs share none, or where it needs no name.
    value
        The figure.
    """
    shown = value if is_empty(of) else say(sentence("{figure} {subject}"), {"figure": value, "subject": of})
    if when:
        places = {"subject": shown, "period": period(when, marked=False)}
        shown = say(sentence("{subject}, {period}"), places)
    return _of_place(area, shown)


def rival(head: Part, figure: Part) -> Part:
    """Say who states another figure for the same period; the figure leads to its source."""
    return say(sentence("{source} states {figure}"), {"source": head, "figure": figure})


def subject(label: str, *, is_target: bool) -> Part:
    """Say of what figures are."""
    return say(sentence("{subject}, target"), {"subject": label}) if is_target else label

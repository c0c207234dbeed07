"""Key figures, targets, disagreements and definitions as markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup, escape

from dxlib.analysis import are_comparable, compute_change, compute_distance, compute_rank_change
from dxlib.brief.html import element, join
from dxlib.brief.markup import Period, Writer, find_direction
from dxlib.brief.sparkline import render_sparkline
from dxlib.data.catalogue import Direction
from dxlib.data.quantities import Missing, Quantity, read_out_of
from dxlib.data.schema import Kind, ObsStatus
from dxlib.figures.shelf import Shelf, compute_if_known
from dxlib.language import Sentence, sentence

FLAGS = {
    ObsStatus.ESTIMATED: sentence("estimate"),
    ObsStatus.FORECAST: sentence("forecast"),
    ObsStatus.PROVISIONAL: sentence("provisional"),
    ObsStatus.UNRELIABLE: sentence("doubtful"),
    ObsStatus.BREAK: sentence("break in the series"),
}


def render_table(caption: Markup, heads: Sequence[Markup], rows: Iterable[Sequence[Markup]], *, css: str) -> Markup:
    """Give a table with caption and scopes, in a region that scrolls by itself on a narrow screen."""
    head = element("tr", *(element("th", cell, scope="col") for cell in heads))
    body = (
        element("tr", element("th", row[0], scope="row"), *(element("td", cell) for cell in row[1:])) for row in rows
    )
    parts = element("caption", caption), element("thead", head), element("tbody", *body)
    return element("div", element("table", *parts, class_=css), class_="scroll")


def render_stacking_table(
    caption: Markup, heads: Sequence[Markup], rows: Iterable[Sequence[Markup]], *, css: str
) -> Markup:
    """Give a table whose cells stand below each other on a narrow screen.

    Stacking takes the meaning of a table from assistive devices; roles and ``data-head`` keep it.
    """
    head = element("tr", *(element("th", cell, scope="col", role="columnheader") for cell in heads), role="row")
    body = (_render_stacking_row(heads, row) for row in rows)
    parts = (
        element("caption", caption), element("thead", head, role="rowgroup"), element("tbody", *body, role="rowgroup")
    )  # fmt: skip
    return element("div", element("table", *parts, class_=f"{css} stacking", role="table"), class_="scroll")


def _render_stacking_row(heads: Sequence[Markup], row: Sequence[Markup]) -> Markup:
    cells = (
        element("td", cell, role="cell", data_head=head.striptags())
        for head, cell in zip(heads[1:], row[1:], strict=True)
    )
    return element("tr", element("th", row[0], scope="row", role="rowheader"), *cells, role="row")


def flag(figure: Quantity, writer: Writer, *, own: bool = False) -> Markup:
    """Give the flag of an observed figure that is not a plain statement of fact; ``own`` within the figure's note."""
    observation = figure.observation
    if observation is None or observation.status not in FLAGS:
        return Markup()
    word = writer.translate(FLAGS[observation.status])
    return join(" ", element("i", word, data_flag="" if own else figure.key))


def render_key_figures(shelf: Shelf, writer: Writer, area: str, indicators: Iterable[str]) -> Markup:
    """Give a strip of cards: name, value, n of N, how it came, change on the figure before, next target."""
    cards = []
    for name in indicators:
        latest = shelf.find_latest(name, area)
        if isinstance(latest, Quantity):
            label = element("dt", shelf.get_indicator(name).name[writer.speaker.language])
            cards.append(element("div", label, *_list_card_lines(shelf, writer, latest), class_="card"))
    return element("dl", *cards, class_="key-figures")


def _list_card_lines(shelf: Shelf, writer: Writer, latest: Quantity) -> Iterator[Markup]:
    total = read_out_of(latest)
    value = element("b", writer.figure(latest), class_="big")
    if isinstance(total, Quantity):
        value = writer.fill(sentence("{rank} of {total}", rank=value, total=total))
    trend = render_sparkline(shelf, latest)
    yield element("dd", value, " · ", writer.period(latest.period), trend, class_="value")
    change = describe_change(shelf, writer, latest)
    if change:
        yield element("dd", change, class_="change")
    verdict = shelf.find_next_verdict(latest)
    if verdict:
        text = sentence("Target for {deadline}: {target}, {status}")
        values = {"deadline": Period(verdict.target.period), "target": verdict.target, "status": verdict}
        yield element("dd", writer.fill(Sentence(text.text, values)), class_="target")


def describe_change(shelf: Shelf, writer: Writer, latest: Quantity) -> Markup:
    """Say how a figure moved since the figure before that may be compared with it; empty if none may."""
    earlier = shelf.find_before(latest)
    texts = (
        sentence("up {change:size} on {earlier_when}"), sentence("down {change:size} on {earlier_when}"),
        sentence("unchanged on {earlier_when}"),
    )  # fmt: skip
    return Markup() if isinstance(earlier, Missing) else describe_move(shelf, writer, latest, earlier, texts)


def describe_move(
    shelf: Shelf, writer: Writer, later: Quantity, earlier: Quantity, texts: tuple[Sentence, Sentence, Sentence]
) -> Markup:
    """Say that a figure went up, down, or stayed, in one of three sentences; empty where the two do not compare."""
    indicator = shelf.get_indicator(later.first_observation.indicator)
    compute = compute_rank_change if later.unit == "RANK" else compute_change
    breaks = shelf.breaks(later.first_observation.indicator)
    if not are_comparable(later, earlier, breaks=breaks):
        return Markup()
    change = compute_if_known(compute, later, earlier, breaks=breaks)
    if isinstance(change, Missing):
        return Markup()
    direction = find_direction(change)
    place = ("rise", "fall", "same").index(direction)
    text = Sentence(texts[place].text, {"change": change, "earlier": earlier})
    # Places gained are better whatever the direction of the rank itself.
    higher_is_better = later.unit == "RANK" or indicator.direction is Direction.HIGHER_IS_BETTER
    good = "better" if (change.value > 0) == higher_is_better else "worse"
    css = "same" if change.value == 0 or indicator.direction is Direction.NEUTRAL else good
    arrow = element("span", "▲▼="[place], aria_hidden="true")
    of = writer.collector.add_figure(change)
    return element("span", arrow, " ", writer.fill(text), class_=css, data_direction=direction, data_of=of)


def render_targets(shelf: Shelf, writer: Writer, area: str, indicators: Iterable[str]) -> Markup:
    """Give the table of the targets of some indicators; see :func:`render_target_table`."""
    targets = [target for name in indicators for target in shelf.list_targets(name, area)]
    return render_target_table(shelf, writer, [(target, shelf.find_figure_for(target)) for target in targets])


def render_target_table(
    shelf: Shelf, writer: Writer, pairs: Iterable[tuple[Quantity, Quantity | Missing]]
) -> Markup:  # fmt: skip
    """Give the table of targets: one row per target, with the figure that decides, what is left, the status."""
    rows = [_make_target_row(shelf, writer, target, figure) for target, figure in pairs]
    heads = [
        sentence("Indicator"), sentence("Target, set or reported by"), sentence("Latest figure"),
        sentence("Still to go"), sentence("Status"),
    ]  # fmt: skip
    caption = writer.fill(sentence("Targets and where each stood on {day}", day=Period(shelf.as_of.isoformat())))
    return render_stacking_table(caption, [escape(writer.translate(head)) for head in heads], rows, css="targets")


def _make_target_row(shelf: Shelf, writer: Writer, target: Quantity, latest: Quantity | Missing) -> list[Markup]:
    own = target.first_observation
    name = escape(shelf.get_indicator(own.indicator).label[writer.speaker.language])
    figure = writer.figure(target)
    if target.unit == "MILESTONE":
        stated = writer.fill(sentence("due by {deadline}", deadline=Period(target.period)))
    elif target.period:
        stated = writer.fill(sentence("{target} by {deadline}", target=figure, deadline=Period(target.period)))
    else:
        stated = writer.fill(sentence("{target}, no deadline stated", target=figure))
    by = Markup('<small class="by">{}</small>').format(writer.publisher(own.source))
    row = [name, Markup("{} {}").format(stated, by)]
    if isinstance(latest, Missing):
        none = escape(writer.translate(sentence("none known")))
        return [*row, none, Markup("–"), Markup("–")]
    verdict = shelf.assess(target, latest)
    lower = shelf.lower_is_better(own.indicator)
    distance = compute_if_known(compute_distance, target, latest, lower_is_better=lower)
    left = writer.figure(distance) if isinstance(distance, Quantity) and distance.value > 0 else Markup("–")
    reached = writer.figure(latest)
    shown = Markup("{} ({}){}").format(reached, writer.period(latest.period), flag(latest, writer))
    if latest.unit == "MILESTONE":
        shown = writer.fill(sentence("done by {day}", day=Period(latest.period)))
    return [*row, shown, left, writer.verdict(verdict)]


def render_disagreements(shelf: Shelf, writer: Writer, area: str, indicators: Iterable[str]) -> Markup:
    """Give the table of disagreements: the figure the rule prefers, and every other one, with its source."""
    rows = []
    for name in indicators:
        for kind in Kind:
            series = shelf.read_series(name, area, kind=kind)
            for figure in series.figures:
                rivals = [rival for rival in series.rivals if rival.period == figure.period]
                if rivals:
                    rows.append(_make_disagreement_row(shelf, writer, figure, rivals))
    if not rows:
        return Markup("<p>{}</p>").format(writer.translate(sentence("No two sources disagree on these figures.")))
    heads = [sentence("Indicator"), sentence("Period"), sentence("Shown as the headline"), sentence("Also stated")]
    caption = escape(writer.translate(sentence("Where sources disagree")))
    return render_stacking_table(caption, [escape(writer.translate(head)) for head in heads], rows, css="disagreements")


def _make_disagreement_row(
    shelf: Shelf, writer: Writer, figure: Quantity, rivals: Sequence[Quantity]
) -> list[Markup]:  # fmt: skip
    own = figure.first_observation
    name = escape(shelf.get_indicator(own.indicator).name[writer.speaker.language])
    if own.kind is Kind.TARGET:
        name = writer.fill(sentence("{indicator} (target)", indicator=name))
    period = writer.period(own.period) if own.period else escape(writer.translate(sentence("none stated")))
    by_value: dict[object, list[Quantity]] = {}
    for rival in rivals:
        by_value.setdefault((rival.value, rival.qualifier), []).append(rival)
    stated = [_state(writer, *group) for group in by_value.values()]
    return [name, period, _state(writer, figure), Markup("<br>").join(stated)]


def _state(writer: Writer, figure: Quantity, *others: Quantity) -> Markup:
    """Give a figure and everyone who states it."""
    links = [writer.source_name(one.first_observation.source) for one in (figure, *others)]
    named = {link.striptags(): link for link in links}  # one article in two languages is named once
    sources = Markup("; ").join(named.values())
    for other in others:
        writer.collector.add_figure(other)
    return Markup("{}{} – {}").format(writer.figure(figure), flag(figure, writer), sources)


def render_definitions(shelf: Shelf, writer: Writer, indicators: Iterable[str]) -> Markup:
    """Give what indicators measure and what changed in them."""
    language = writer.speaker.language
    parts = []
    for name in indicators:
        entry = shelf.get_indicator(name)
        breaks = [
            Markup(" {}").format(
                writer.fill(
                    sentence("Not comparable across {day}: {why}", day=Period(change.at), why=change.why[language])
                )
            )
            for change in entry.breaks
            if change.at <= shelf.as_of.isoformat()
        ]
        text = Markup("<dt>{}</dt><dd>{}{}</dd>")
        parts.append(text.format(entry.name[language], entry.definition[language], Markup("").join(breaks)))
    return Markup('<dl class="definitions">{}</dl>').format(Markup("").join(parts))

"""Key figures, targets, disagreements and definitions as markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup, escape

from dxlib.analysis import compute_change, compute_distance, compute_rank_change
from dxlib.brief.markup import Period, Writer, find_direction
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
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(cell) for cell in heads)
    body = Markup("").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            row[0], Markup("").join(Markup("<td>{}</td>").format(cell) for cell in row[1:])
        )
        for row in rows
    )
    return Markup(
        '<div class="scroll"><table class="{}"><caption>{}</caption>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
    ).format(css, caption, head, body)


def render_stacking_table(
    caption: Markup, heads: Sequence[Markup], rows: Iterable[Sequence[Markup]], *, css: str
) -> Markup:
    """Give a table whose cells stand below each other on a narrow screen.

    Stacking takes the meaning of a table from assistive devices; roles and ``data-head`` keep it.
    """
    head = Markup("").join(Markup('<th scope="col" role="columnheader">{}</th>').format(cell) for cell in heads)
    body = Markup("").join(_render_stacking_row(heads, row) for row in rows)
    return Markup(
        '<div class="scroll"><table class="{} stacking" role="table"><caption>{}</caption><thead role="rowgroup">'
        '<tr role="row">{}</tr></thead><tbody role="rowgroup">{}</tbody></table></div>'
    ).format(css, caption, head, body)


def _render_stacking_row(heads: Sequence[Markup], row: Sequence[Markup]) -> Markup:
    cells = Markup("").join(
        Markup('<td role="cell" data-head="{}">{}</td>').format(head.striptags(), cell)
        for head, cell in zip(heads[1:], row[1:], strict=True)
    )
    return Markup('<tr role="row"><th scope="row" role="rowheader">{}</th>{}</tr>').format(row[0], cells)


def flag(figure: Quantity, writer: Writer) -> Markup:
    """Give the flag of an observed figure that is not a plain statement of fact."""
    observation = figure.observation
    if observation is None or observation.status not in FLAGS:
        return Markup()
    word = writer.translate(FLAGS[observation.status])
    return Markup(' <span class="flag" data-flag="{}">{}</span>').format(figure.key, word)


def render_key_figures(shelf: Shelf, writer: Writer, area: str, indicators: Iterable[str]) -> Markup:
    """Give a strip of cards: name, value, n of N, change on the figure before, next target."""
    cards = []
    for name in indicators:
        latest = shelf.find_latest(name, area)
        if isinstance(latest, Quantity):
            lines = Markup("").join(_list_card_lines(shelf, writer, latest))
            label = shelf.get_indicator(name).name[writer.speaker.language]
            cards.append(Markup('<div class="card"><dt>{}</dt>{}</div>').format(label, lines))
    return Markup('<dl class="key-figures">{}</dl>').format(Markup("").join(cards))


def _list_card_lines(shelf: Shelf, writer: Writer, latest: Quantity) -> Iterator[Markup]:
    total = read_out_of(latest)
    value = writer.figure(latest)
    if isinstance(total, Quantity):
        value = writer.fill(
            sentence("{rank} of {total}", rank=Markup('<b class="big">{}</b>').format(value), total=total)
        )
    else:
        value = Markup('<b class="big">{}</b>').format(value)
    yield Markup('<dd class="value">{} {}</dd>').format(value, writer.period(latest.period))
    change = describe_change(shelf, writer, latest)
    if change:
        yield Markup('<dd class="change">{}</dd>').format(change)
    verdict = shelf.find_next_verdict(latest)
    if verdict:
        text = sentence("Target for {deadline}: {target}, {status}")
        values = {"deadline": Period(verdict.target.period), "target": verdict.target, "status": verdict}
        yield Markup('<dd class="target">{}</dd>').format(writer.fill(Sentence(text.text, values)))


def describe_change(shelf: Shelf, writer: Writer, latest: Quantity) -> Markup:
    """Say how a figure moved since the figure before that may be compared with it; empty if none may."""
    earlier = shelf.find_before(latest)
    if isinstance(earlier, Missing):
        return Markup()
    indicator = shelf.get_indicator(latest.first_observation.indicator)
    compute = compute_rank_change if latest.unit == "RANK" else compute_change
    change = compute_if_known(compute, latest, earlier, breaks=shelf.breaks(latest.first_observation.indicator))
    if isinstance(change, Missing):
        return Markup()
    values = {"change": change, "earlier": earlier}
    if change.value == 0:
        text, arrow = sentence("unchanged on {earlier_when}"), "="
    elif change.value > 0:
        text, arrow = sentence("up {change:size} on {earlier_when}"), "▲"
    else:
        text, arrow = sentence("down {change:size} on {earlier_when}"), "▼"
    # Places gained are better whatever the direction of the rank itself.
    good = (
        change.value > 0
        if latest.unit == "RANK" or indicator.direction is Direction.HIGHER_IS_BETTER
        else change.value < 0
    )
    css = "same" if change.value == 0 or indicator.direction is Direction.NEUTRAL else "better" if good else "worse"
    direction = find_direction(change)
    return Markup(
        '<span class="{}" data-direction="{}" data-of="{}"><span aria-hidden="true">{}</span> {}</span>'
    ).format(css, direction, writer.collector.add_figure(change), arrow, writer.fill(Sentence(text.text, values)))


def render_targets(shelf: Shelf, writer: Writer, area: str, indicators: Iterable[str]) -> Markup:
    """Give the table of targets: one row per target, with the latest figure, what is left, the status."""
    rows = []
    for name in indicators:
        for target in shelf.list_targets(name, area):
            latest = _find_figure_for(shelf, target)
            rows.append(_make_target_row(shelf, writer, target, latest))
    heads = [
        sentence("Indicator"), sentence("Target, set or reported by"), sentence("Latest figure"),
        sentence("Still to go"), sentence("Status"),
    ]  # fmt: skip
    caption = writer.fill(sentence("Targets and where each stood on {day}", day=Period(shelf.as_of.isoformat())))
    return render_stacking_table(caption, [escape(writer.translate(head)) for head in heads], rows, css="targets")


def _find_figure_for(shelf: Shelf, target: Quantity) -> Quantity | Missing:
    """Give the last figure known; for a deadline that has passed, the one of the deadline if there is one."""
    own = target.first_observation
    at = shelf.find_at(own.indicator, own.area, target.period) if target.period else None
    latest = shelf.find_latest(own.indicator, own.area)
    return at if isinstance(at, Quantity) and target.period < str(shelf.as_of) else latest


def _make_target_row(shelf: Shelf, writer: Writer, target: Quantity, latest: Quantity | Missing) -> list[Markup]:
    own = target.first_observation
    name = escape(shelf.get_indicator(own.indicator).label[writer.speaker.language])
    figure = writer.figure(target)
    if target.period:
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
    shown = Markup("{} ({}){}").format(writer.figure(latest), writer.period(latest.period), flag(latest, writer))
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

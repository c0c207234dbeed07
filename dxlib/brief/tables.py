"""Key figures, targets, disagreements and definitions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from dxlib.analysis import are_comparable, compute_change, compute_distance, compute_rank_change
from dxlib.brief.markup import Period, Writer, find_direction
from dxlib.data.catalogue import MILESTONE, Direction
from dxlib.data.quantities import Missing, Quantity
from dxlib.data.schema import Kind, end_of_period
from dxlib.evidence import blocks, folds
from dxlib.evidence.blocks import DASH
from dxlib.evidence.claims import write_claim
from dxlib.evidence.parts import NOTHING, Part, el, join, list_all, period, say_plain, separate
from dxlib.figures.shelf import Shelf, compute_if_known
from dxlib.language import Sentence, sentence

MOVES: Final = (
    sentence("up {change:size} on {earlier_when}"), sentence("down {change:size} on {earlier_when}"),
    sentence("unchanged on {earlier_when}"),
)  # fmt: skip
_FEWEST = 3  # figures of a small line: any two would look like a trend


def make_key_figures(
    shelf: Shelf, writer: Writer, area: str, indicators: Iterable[str], compare: Callable[[Quantity], Part]
) -> Part:
    """Give a strip of cards: name, value, n of N, how it came, change on the figure before, next target.

    Parameters
    ----------
    shelf, writer, area, indicators
        Of the brief.
    compare
        Says beside what a figure stands that has no target.
    """
    latest = (shelf.find_latest(name, area) for name in indicators)
    return blocks.key_figures(_make_card(shelf, writer, one, compare) for one in latest if isinstance(one, Quantity))


def _make_card(shelf: Shelf, writer: Writer, latest: Quantity, compare: Callable[[Quantity], Part]) -> Part:
    name = shelf.get_indicator(latest.first_observation.indicator).name[writer.speaker.language]
    value = join(writer.out_of(latest, blocks.big(writer.figure(latest, shown="big"))), writer.flag(latest))
    change = describe_change(shelf, writer, latest)
    verdict = shelf.find_next_verdict(latest.first_observation.indicator, latest.first_observation.area)
    target: Part = NOTHING
    if verdict:
        text = sentence("Target for {deadline}: {target}, {status}")
        if verdict.latest.key != latest.key:  # a later figure is not the one that decides
            text = sentence("Target for {deadline}: {target}, {status} with {figure} ({figure_when})")
        values = {"deadline": Period(verdict.target.period), "target": verdict.target, "status": verdict}
        target = writer.fill(Sentence(text.text, {**values, "figure": verdict.latest}))
    else:
        target = compare(latest)
    return blocks.card(name, value, latest.period, make_sparkline(shelf, latest), change, target)


def make_sparkline(shelf: Shelf, latest: Quantity) -> Part:
    """Give the comparable figures up to the latest as a small line; nothing for too few."""
    known = [*shelf.list_before(latest), latest]
    if len(known) < _FEWEST:
        return NOTHING
    # Points stand by their days and not evenly, so that years without a figure are seen as a gap.
    days = [end_of_period(figure.period) for figure in known]
    # A rank that gets better has a smaller number, and its line must rise.
    return blocks.spark([figure.scaled for figure in known], days, downwards=latest.unit == "RANK")


def describe_change(shelf: Shelf, writer: Writer, latest: Quantity) -> Part:
    """Say how a figure moved since the figure before that may be compared with it; empty if none may."""
    earlier = shelf.find_before(latest)
    return NOTHING if isinstance(earlier, Missing) else describe_move(shelf, writer, latest, earlier, MOVES)


def describe_move(
    shelf: Shelf, writer: Writer, later: Quantity, earlier: Quantity, texts: tuple[Sentence, Sentence, Sentence]
) -> Part:
    """Say that a figure went up, down, or stayed, in one of three sentences; empty where the two do not compare."""
    indicator = shelf.get_indicator(later.first_observation.indicator)
    is_rank = later.unit == "RANK"
    compute = compute_rank_change if is_rank else compute_change
    own = later.first_observation
    breaks = shelf.list_breaks(own.indicator, own.area)
    if not are_comparable(later, earlier, breaks=breaks):
        return NOTHING
    change = compute_if_known(compute, later, earlier, breaks=breaks)
    if isinstance(change, Missing):
        return NOTHING
    # The claim is the call by which the audit computes the change again; the
    # calls of a brief would add it by themselves.
    change = change.claimed(write_claim("rank_change" if is_rank else "change", later.claim, earlier.claim))
    direction = find_direction(change)
    text = texts[("rise", "fall", "same").index(direction)]
    said = writer.fill(Sentence(text.text, {"change": change, "earlier": earlier}))
    # Places gained are better whatever the direction of the rank itself.
    higher_is_better = is_rank or indicator.direction is Direction.HIGHER_IS_BETTER
    good = "better" if (change.value > 0) == higher_is_better else "worse"
    # A neutral indicator has no good direction: its change gets no colour.
    judged = "same" if change.value == 0 or indicator.direction is Direction.NEUTRAL else good
    return blocks.moved(direction, judged, writer.collector.add_figure(change), said)


def make_targets(shelf: Shelf, writer: Writer, area: str, indicators: Iterable[str]) -> Part:
    """Give the table of the targets of some indicators; see :func:`make_target_table`."""
    targets = [target for name in indicators for target in shelf.list_targets(name, area)]
    return make_target_table(shelf, writer, [(target, shelf.find_figure_for(target)) for target in targets])


def make_target_table(shelf: Shelf, writer: Writer, pairs: Iterable[tuple[Quantity, Quantity | Missing]]) -> Part:
    """Give targets by where they stand: a table each, with a row per target; of those without a figure paragraphs."""
    groups: dict[str, list[tuple[Quantity, Quantity | Missing]]] = {}
    for target, figure in pairs:
        status = folds.NO_FIGURE if isinstance(figure, Missing) else shelf.assess(target, figure).status.value
        groups.setdefault(status, []).append((target, figure))
    ordered = [(status, groups[status]) for status in folds.TARGET_GROUPS if status in groups]
    return join(*(_make_target_group(shelf, writer, *group) for group in ordered)) if ordered else NOTHING


def _make_target_group(
    shelf: Shelf, writer: Writer, status: str, pairs: Sequence[tuple[Quantity, Quantity | Missing]]
) -> Part:
    language = writer.speaker.language
    names = [shelf.get_indicator(target.first_observation.indicator).label[language] for target, _ in pairs]
    if status == folds.NO_FIGURE:
        return folds.targets(status, names, _list_issued(shelf, writer, [target for target, _ in pairs]))
    rows = [_make_target_row(shelf, writer, target, one) for target, one in pairs if isinstance(one, Quantity)]
    heads = [
        sentence("Indicator"), sentence("Target, set or reported by"), sentence("Latest figure"),
        sentence("Still to go"), sentence("Status"),
    ]  # fmt: skip
    caption = writer.fill(sentence("Targets and where each stood on {day}", day=Period(shelf.as_of.isoformat())))
    return folds.targets(status, names, [blocks.stacking_table(caption, heads, rows, css="targets")])


def _list_issued(shelf: Shelf, writer: Writer, targets: Iterable[Quantity]) -> list[Part]:
    """Give a paragraph for each issuer of targets of which no figure is known."""
    # No table: its columns for figure, distance and status would be empty in every row.
    by_issuer: dict[str, list[Part]] = {}
    for target in targets:
        own = target.first_observation
        name = shelf.get_indicator(own.indicator).name[writer.speaker.language]
        text = sentence("{indicator}, {target}", indicator=name, target=_state_target(writer, target))
        stated = [writer.fill(text), *_state_doubtful(shelf, writer, target)]
        by_issuer.setdefault(writer.name_publisher(own.source), []).append(list_all(stated))
    return [folds.issued(issuer, stated) for issuer, stated in by_issuer.items()]


def _make_target_row(shelf: Shelf, writer: Writer, target: Quantity, latest: Quantity) -> list[Part]:
    own = target.first_observation
    name = shelf.get_indicator(own.indicator).name[writer.speaker.language]
    by = el("small", writer.name_publisher(own.source), class_="by")
    row: list[Part] = [name, join(_state_target(writer, target), " ", by)]
    # What does not decide is still shown: a reader who knows the later estimate would think that it was overlooked.
    beside = join(*(join(el("br"), one) for one in _state_doubtful(shelf, writer, target)))
    verdict = shelf.assess(target, latest)
    lower = shelf.lower_is_better(own.indicator)
    measure = shelf.find_measure(target)
    left: Part = DASH
    if target.unit != MILESTONE:
        distance = compute_if_known(
            compute_distance, target, latest, lower_is_better=lower, measured_by=measure
        )  # fmt: skip
        # Zero or less is no way to go: the target is reached.
        left = writer.figure(distance) if isinstance(distance, Quantity) and distance.value > 0 else DASH
    if latest.unit == MILESTONE:
        # A milestone shows its day and not its value; it is noted down all the same, for its evidence.
        writer.figure(latest)
        shown = writer.fill(sentence("done by {day}", day=Period(latest.period)))
    else:
        shown = writer.at_period(latest)
    # The reader of a target meets a figure of another name, and is told that it measures the same.
    if measure != own.indicator:
        other = shelf.get_indicator(measure).name[writer.speaker.language]
        shown = join(shown, el("br"), writer.fill(sentence("measured by: {indicator}", indicator=other)))
    return [*row, join(shown, beside), left, writer.verdict(verdict)]


def _state_doubtful(shelf: Shelf, writer: Writer, target: Quantity) -> list[Part]:
    """Give the doubtful figure that does not decide on a target, and say that it is one; of none, nothing."""
    doubtful = shelf.find_doubtful_for(target)
    if doubtful is None:
        return []
    return [writer.fill(sentence("not confirmed: {figure}", figure=writer.at_period(doubtful)))]


def _state_target(writer: Writer, target: Quantity) -> Part:
    figure = writer.figure(target)
    if target.unit == MILESTONE:
        said = writer.fill(sentence("due by {deadline:the}", deadline=Period(target.period)))
        return blocks.to_note(target.key, said)
    if target.period:
        return writer.fill(sentence("{target} by {deadline}", target=figure, deadline=Period(target.period)))
    return writer.fill(sentence("{target}, no deadline stated", target=figure))


def make_disagreements(shelf: Shelf, writer: Writer, area: str, indicators: Iterable[str]) -> Part:
    """Give the table of disagreements: the figure the rule prefers, and every other one, with its source."""
    rows, names = [], []
    for name in indicators:
        for kind in Kind:
            series = shelf.read_series(name, area, kind=kind)
            for figure in series.figures:
                rivals = [rival for rival in series.rivals if rival.period == figure.period]
                if rivals:
                    rows.append(_make_disagreement_row(shelf, writer, figure, rivals))
                    names.append(shelf.get_indicator(name).label[writer.speaker.language])
    if not rows:
        return el("p", say_plain(sentence("No two sources disagree on these figures.")))
    heads = [sentence("Indicator"), sentence("Period"), sentence("Figure shown"), sentence("Also stated")]
    caption = say_plain(sentence("Where sources disagree"))
    table = blocks.stacking_table(caption, heads, rows, css="disagreements")
    return folds.fold(folds.count_names(caption, names), table)


def _make_disagreement_row(
    shelf: Shelf, writer: Writer, figure: Quantity, rivals: Sequence[Quantity]
) -> list[Part]:  # fmt: skip
    own = figure.first_observation
    name: Part = shelf.get_indicator(own.indicator).name[writer.speaker.language]
    if own.kind is Kind.TARGET:
        name = writer.fill(sentence("{indicator} (target)", indicator=name))
    when = period(own.period) if own.period else say_plain(sentence("none stated"))
    by_value: dict[object, list[Quantity]] = {}
    for rival in rivals:
        # Sources that state the same number with the same hedge share a line.
        by_value.setdefault((rival.value, rival.qualifier), []).append(rival)
    stated = [_state(writer, *group) for group in by_value.values()]
    return [name, when, _state(writer, figure), separate(el("br"), stated)]


def _state(writer: Writer, figure: Quantity, *others: Quantity) -> Part:
    """Give a figure and everyone who states it."""
    for other in others:
        writer.collector.add_figure(other)
    shown = join(writer.figure(figure), writer.flag(figure))
    sources = [one.first_observation.source for one in (figure, *others)]
    known = writer.catalogue.sources
    return blocks.state(shown, [(source, writer.name_publisher(source), known[source]) for source in sources])


def make_definitions(shelf: Shelf, writer: Writer, indicators: Iterable[str]) -> Part:
    """Give what indicators measure and what changed in them."""
    language, day = writer.speaker.language, shelf.as_of.isoformat()
    entries = (shelf.get_indicator(name) for name in indicators)
    return blocks.definitions(
        (
            entry.name[language],
            entry.definition[language],
            # A page as of an earlier day knows nothing of a break that came later.
            [blocks.not_comparable(one.at, one.why[language]) for one in entry.breaks if one.at <= day],
        )
        for entry in entries
    )

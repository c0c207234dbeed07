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
from dxlib.figures.shelf import Figure, Shelf, compute_if_known
from dxlib.language import Sentence, sentence

MOVES: Final = (
    sentence("up {change:size} on {earlier_when:the}"), sentence("down {change:size} on {earlier_when:the}"),
    sentence("unchanged on {earlier_when:the}"),
)  # fmt: skip
_WHICH_IS_SHOWN: Final = sentence(
    "Every stated figure stays in the data. Which one is shown follows a published rule: a certain figure before an "
    "estimate, the preferred publisher before others, the publisher’s own table before a report of it, and then the "
    "latest known."
)
_FEWEST = 3  # figures of a small line: any two would look like a trend


def make_key_figures(writer: Writer, indicators: Iterable[str], compare: Callable[[Quantity], Part]) -> Part:
    """Give a strip of cards: name, value, n of N, how it came, change on the figure before, next target.

    Parameters
    ----------
    writer, indicators
        Of the brief.
    compare
        Says beside what a figure stands that has no target.
    """
    latest = (writer.shelf.find_latest(name, writer.home) for name in indicators)
    return blocks.key_figures(_make_card(writer, one, compare) for one in latest if isinstance(one, Quantity))


def _make_card(writer: Writer, latest: Quantity, compare: Callable[[Quantity], Part]) -> Part:
    own = latest.first_observation
    value = join(writer.out_of(latest, blocks.big(writer.figure(latest, shown="big"))), writer.flag(latest))
    earlier, verdict = writer.shelf.find_before(latest), writer.shelf.find_next_verdict(own.indicator, own.area)
    change = NOTHING if isinstance(earlier, Missing) else describe_move(writer, latest, earlier, MOVES)
    target: Part = NOTHING
    if verdict:
        text = sentence("Target for {deadline}: {target}, {status}")
        if verdict.latest.key != latest.key:  # a later figure is not the one that decides
            text = sentence("Target for {deadline}: {target}, {status} with {figure} ({figure_when})")
        values = {"deadline": Period(verdict.target.period), "target": verdict.target, "status": verdict}
        target = writer.fill(Sentence(text.text, {**values, "figure": verdict.latest}))
    else:
        target = compare(latest)
    name, spark = writer.name(own.indicator), make_sparkline(writer.shelf, latest)
    return blocks.card(name, value, latest.period, spark, change, target)


def make_sparkline(shelf: Shelf, latest: Quantity) -> Part:
    """Give the comparable figures up to the latest as a small line; nothing for too few."""
    known = [*shelf.list_before(latest), latest]
    if len(known) < _FEWEST:
        return NOTHING
    # Points stand by their days and not evenly, so that years without a figure are seen as a gap.
    days = [end_of_period(figure.period) for figure in known]
    # A rank that gets better has a smaller number, and its line must rise.
    return blocks.spark([figure.scaled for figure in known], days, downwards=latest.unit == "RANK")


def describe_move(
    writer: Writer, later: Quantity, earlier: Quantity, texts: tuple[Sentence, Sentence, Sentence]
) -> Part:  # fmt: skip
    """Say that a figure went up, down, or stayed, in one of three sentences; empty where the two do not compare."""
    own, is_rank = later.first_observation, later.unit == "RANK"
    breaks = writer.shelf.list_breaks(own.indicator, own.area)
    if not are_comparable(later, earlier, breaks=breaks):
        return NOTHING
    compute = compute_rank_change if is_rank else compute_change
    change = compute_if_known(compute, later, earlier, breaks=breaks)
    if isinstance(change, Missing):
        return NOTHING
    # The claim is the call by which the audit computes the change again; the
    # calls of a brief would add it by themselves.
    change = change.claimed(write_claim("rank_change" if is_rank else "change", later.claim, earlier.claim))
    direction = find_direction(change)
    text = texts[("rise", "fall", "same").index(direction)]
    said = writer.fill(Sentence(text.text, {"change": change, "earlier": earlier}))
    wanted = writer.catalogue.get_indicator(own.indicator).direction
    # Places gained are better whatever the direction of the rank itself.
    higher_is_better = is_rank or wanted is Direction.HIGHER_IS_BETTER
    good = "better" if (change.value > 0) == higher_is_better else "worse"
    # A neutral indicator has no good direction: its change gets no colour.
    judged = "same" if change.value == 0 or wanted is Direction.NEUTRAL else good
    return blocks.moved(direction, judged, writer.collector.add_figure(change), said)


def make_targets(writer: Writer, indicators: Iterable[str]) -> Part:
    """Give the table of the targets of some indicators; see :func:`make_target_table`."""
    targets = [target for name in indicators for target in writer.shelf.list_targets(name, writer.home)]
    return make_target_table(writer, [(target, writer.shelf.find_figure_for(target)) for target in targets])


def make_target_table(writer: Writer, pairs: Iterable[tuple[Quantity, Figure]]) -> Part:
    """Give targets by where they stand: a table each, with a row per target; of those without a figure paragraphs."""
    groups: dict[str, list[tuple[Quantity, Figure]]] = {}
    for target, figure in pairs:
        status = folds.NO_FIGURE if isinstance(figure, Missing) else writer.shelf.assess(target, figure).status.value
        groups.setdefault(status, []).append((target, figure))
    ordered = [(status, groups[status]) for status in folds.TARGET_GROUPS if status in groups]
    return join(*(_make_target_group(writer, *group) for group in ordered)) if ordered else NOTHING


def _make_target_group(writer: Writer, status: str, pairs: Sequence[tuple[Quantity, Figure]]) -> Part:
    names = [writer.label(target.first_observation.indicator) for target, _ in pairs]
    if status == folds.NO_FIGURE:
        return folds.targets(status, names, _list_issued(writer, [target for target, _ in pairs]))
    rows = [_make_target_row(writer, target, one) for target, one in pairs if isinstance(one, Quantity)]
    heads = [
        sentence("Indicator"), sentence("Target, set or reported by"), sentence("Latest figure"),
        sentence("Still to go"), sentence("Status"),
    ]  # fmt: skip
    day = Period(writer.shelf.as_of.isoformat())
    caption = writer.fill(sentence("Targets and where each stood on {day}", day=day))
    return folds.targets(status, names, [blocks.stacking_table(caption, heads, rows, css="targets")])


def _list_issued(writer: Writer, targets: Iterable[Quantity]) -> list[Part]:
    """Give a paragraph for each issuer of targets of which no figure is known."""
    # No table: its columns for figure, distance and status would be empty in every row.
    by_issuer: dict[str, list[Part]] = {}
    for target in targets:
        own, aim = target.first_observation, _state_target(writer, target)
        text = sentence("{indicator}, {target}", indicator=writer.name(own.indicator), target=aim)
        stated = [writer.fill(text), *_state_doubtful(writer, target)]
        by_issuer.setdefault(writer.name_publisher(own.source), []).append(list_all(stated))
    return [folds.issued(issuer, stated) for issuer, stated in by_issuer.items()]


def _make_target_row(writer: Writer, target: Quantity, latest: Quantity) -> list[Part]:
    own, shelf = target.first_observation, writer.shelf
    by = el("small", writer.name_publisher(own.source), class_="by")
    row: list[Part] = [writer.name(own.indicator), join(_state_target(writer, target), " ", by)]
    # What does not decide is still shown: a reader who knows the later estimate would think that it was overlooked.
    beside = join(*(join(el("br"), one) for one in _state_doubtful(writer, target)))
    lower, measure = shelf.lower_is_better(own.indicator), shelf.find_measure(target)
    left: Part = DASH
    if target.unit != MILESTONE:
        distance = compute_if_known(
            compute_distance, target, latest, lower_is_better=lower, measured_by=measure
        )  # fmt: skip
        # Zero or less is no way to go: the target is reached.
        left = writer.figure(distance) if isinstance(distance, Quantity) and distance.value > 0 else DASH
    # A milestone shows its day and not its value.
    shown = writer.done(latest) if latest.unit == MILESTONE else writer.at_period(latest)
    # The reader of a target meets a figure of another name, and is told that it measures the same.
    if measure != own.indicator:
        told = writer.fill(sentence("measured by: {indicator}", indicator=writer.name(measure)))
        shown = join(shown, el("br"), told)
    return [*row, join(shown, beside), left, writer.verdict(shelf.assess(target, latest))]


def _state_doubtful(writer: Writer, target: Quantity) -> list[Part]:
    """Give the doubtful figure that does not decide on a target, and say that it is one; of none, nothing."""
    doubtful = writer.shelf.find_doubtful_for(target)
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


def make_disagreements(writer: Writer, indicators: Iterable[str]) -> Part:
    """Give the table of disagreements: the figure the rule prefers, and every other one, with its source."""
    read = (writer.shelf.read_series(name, writer.home, kind=kind) for name in indicators for kind in Kind)
    told = [(one, figure) for one in read for figure in one.figures if one.list_rivals(figure.period)]
    if not told:
        return el("p", say_plain(sentence("No two sources disagree on these figures.")))
    rows = [_make_disagreement_row(writer, figure, one.list_rivals(figure.period)) for one, figure in told]
    heads = [sentence("Indicator"), sentence("Period"), sentence("Figure shown"), sentence("Also stated")]
    caption = say_plain(sentence("Where sources disagree"))
    table = blocks.stacking_table(caption, heads, rows, css="disagreements")
    named = folds.count_names(caption, [writer.label(one.indicator) for one, _ in told])
    return join(el("p", say_plain(_WHICH_IS_SHOWN)), folds.fold(named, table))


def _make_disagreement_row(writer: Writer, figure: Quantity, rivals: Iterable[Quantity]) -> list[Part]:
    own = figure.first_observation
    name: Part = writer.name(own.indicator)
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


def make_definitions(writer: Writer, indicators: Iterable[str]) -> Part:
    """Give what indicators measure and what changed in them."""
    language, day = writer.speaker.language, writer.shelf.as_of.isoformat()
    entries = map(writer.catalogue.get_indicator, indicators)
    return blocks.definitions(
        (
            entry.name[language],
            entry.definition[language],
            # A page as of an earlier day knows nothing of a break that came later.
            [blocks.not_comparable(one.at, one.why[language]) for one in entry.breaks if one.at <= day],
        )
        for entry in entries
    )

"""What a figure shows of itself in a notebook: value, what it is of, who says so, how old, rivals, target, flags."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from dxlib.analysis.comparability import is_bound
from dxlib.ask.texts import Answer, ToldLine
from dxlib.data.catalogue import Catalogue, Direction
from dxlib.data.copies import name_copy
from dxlib.data.quantities import Formula, Missing, Quantity, read_out_of
from dxlib.data.schema import Kind, end_of_period
from dxlib.errors import DataError
from dxlib.evidence.evidence_words import FLAG_WORDS, STATUS_WORDS
from dxlib.evidence.render import make_speaker
from dxlib.figures.shelf import Shelf
from dxlib.language import SOURCE_LANGUAGE, Speaker

_MONTHS_A_YEAR: Final = 12
_MOST_PERIODS: Final = 8  # the last ones: a monthly series has more than a line holds


def show_missing(gap: Missing, shelf: Shelf) -> Answer:
    """Give what is shown where a figure is not known."""
    of = f"{name_indicator(gap.indicator, shelf.catalogue)} · {name_area(gap.area, shelf.catalogue)}"
    lines = [ToldLine("why", gap.reason), *_list_known(gap, shelf), ToldLine("as of", shelf.as_of.isoformat())]
    return Answer("not known", of, tuple(lines))


def _list_known(gap: Missing, shelf: Shelf) -> Iterator[ToldLine]:
    """Name the periods that may have been meant, the last ones of many."""
    if gap.indicator not in shelf.catalogue.indicators or gap.area not in shelf.catalogue.areas:
        return
    for label, kind in (("known", Kind.ACTUAL), ("targets", Kind.TARGET)):
        series = shelf.read_series(gap.indicator, gap.area, kind=kind).figures
        periods = [one.period or "no date" for one in series]
        if periods:
            earlier = f"{len(periods) - _MOST_PERIODS} earlier, " if len(periods) > _MOST_PERIODS else ""
            yield ToldLine(label, earlier + ", ".join(periods[-_MOST_PERIODS:]))


def show_quantity(figure: Quantity, shelf: Shelf) -> Answer:
    """Give what a figure shows of itself, as known on the day of the shelf that it was read from."""
    # Cards are in English whatever the project speaks: their own words ("gained", "known since") have no translations.
    speaker, own = make_speaker(SOURCE_LANGUAGE, shelf.catalogue), figure.first_observation
    value = speaker.format_quantity(figure, words=True)
    if figure.observation is None:
        names = {row.area: name_area(row.area, shelf.catalogue) for row in figure.walk_observations()}
        of = f"{name_indicator(own.indicator, shelf.catalogue)} · {' and '.join(names.values())}"
        return Answer(value, of, tuple(_describe_computed(figure, shelf, speaker)), is_value=True)
    total = read_out_of(figure)
    if isinstance(total, Quantity):
        value = f"{value} of {speaker.format_quantity(total)}"
    when = speaker.format_period(own.period) if own.period else "no date"
    kind = " · target" if own.kind is Kind.TARGET else ""
    area = name_area(own.area, shelf.catalogue)
    of = f"{name_indicator(own.indicator, shelf.catalogue)} · {area} · {when}{kind}"
    return Answer(value, of, tuple(_describe_stated(figure, shelf, speaker)), is_value=True)


def judge_change(change: Quantity, shelf: Shelf) -> str:
    """Say in words which way a change or a difference goes: places gained or lost, better or worse.

    Time runs forward, in whichever order the two figures of a change were subtracted.
    """
    own, size = change.first_observation, float(change) * (-1 if _runs_back(change) else 1)
    direction = shelf.get_indicator(own.indicator).direction
    if not size:
        return "no difference"
    if change.unit == "PLACES":
        # The formula of briefs counts places gained; a difference of two ranks
        # is below zero when the later one is better.
        gained = size if change.formula is Formula.RANK_CHANGE else -size
        places = "place" if abs(gained) == 1 else "places"
        if change.formula is Formula.DIFFERENCE:
            return f"{abs(gained):.0f} {places} {'ahead' if gained > 0 else 'behind'}"
        return f"{abs(gained):.0f} {places} {'gained' if gained > 0 else 'lost'}"
    if direction is Direction.NEUTRAL:
        return "higher" if size > 0 else "lower"
    return "better" if (size > 0) == (direction is Direction.HIGHER_IS_BETTER) else "worse"


def judge_shown(change: Quantity, shelf: Shelf) -> str:
    """Say the same beside the text of a change: one that is shown as nothing is no difference."""
    return judge_change(change, shelf) if change.value else "no difference"


def _runs_back(change: Quantity) -> bool:
    """Say whether the later figure was subtracted from the earlier one."""
    if change.formula is not Formula.CHANGE:
        return False
    minuend, subtrahend = (end_of_period(one.period) for one in change.inputs)
    return minuend < subtrahend


def _describe_stated(figure: Quantity, shelf: Shelf, speaker: Speaker) -> Iterator[ToldLine]:
    own, catalogue = figure.first_observation, shelf.catalogue
    change = _describe_change(figure, shelf, speaker)
    if change:
        yield ToldLine("change", change)
    yield from _describe_flags(figure, shelf, speaker)
    yield from (ToldLine("another source", state(rival, catalogue, speaker)) for rival in shelf.list_rivals(figure))
    verdict = shelf.find_next_verdict(own.indicator, own.area) if own.kind is Kind.ACTUAL else None
    if verdict:
        status = speaker.translate_sentence(STATUS_WORDS[verdict.status.value])
        deadline = speaker.format_period(verdict.target.period)
        yield ToldLine("target", f"{speaker.format_quantity(verdict.target)} by {deadline}: {status}")
    yield from _describe_source(figure, shelf)


def _describe_change(figure: Quantity, shelf: Shelf, speaker: Speaker) -> str:
    """Say how it moved since the figure before it, or why that cannot be said; nothing where there is none before."""
    own = figure.first_observation
    if own.kind is not Kind.ACTUAL:
        return ""
    end = end_of_period(own.period)
    known = [one for one in shelf.read_series(own.indicator, own.area).sure if end_of_period(one.period) < end]
    comparable = shelf.find_before(figure)
    # Where no earlier figure compares, the last one is tried all the same: what refuses it is the reason to show.
    before = comparable if isinstance(comparable, Quantity) else known[-1] if known else None
    if before is None:
        return ""
    try:
        change = shelf.subtract(figure, before)
    except DataError as refused:
        return f"none. {refused.what}"
    when, was = speaker.format_period(before.period), speaker.format_quantity(before)
    # As a reader sees it: 34.98 % and 35 % are both shown as 35.0 %, and "0 points, worse" would contradict itself.
    if not change.value:
        return f"none on {when} ({was})"
    sign = "+" if float(change) > 0 else ""
    return f"{sign}{speaker.format_quantity(change)} on {when} ({was}), {judge_change(change, shelf)}"


def _describe_flags(figure: Quantity, shelf: Shelf, speaker: Speaker) -> Iterator[ToldLine]:
    own = figure.first_observation
    if own.status.value in FLAG_WORDS:
        unsure = ", which no second source confirms" if shelf.is_doubtful(figure) else ""
        yield ToldLine("flag", f"{speaker.translate_sentence(FLAG_WORDS[own.status.value])}{unsure}")
    if is_bound(figure):
        yield ToldLine("flag", "only a bound: nothing can be computed from it")
    if own.upper is not None:
        yield ToldLine("range", f"up to {own.upper}")


def _describe_source(figure: Quantity, shelf: Shelf) -> Iterator[ToldLine]:
    own = figure.first_observation
    source = shelf.catalogue.sources[own.source]
    publisher = shelf.catalogue.publishers[source.publisher].name.main
    published = f", published {own.published}" if own.published else ""
    named = ", ".join(filter(None, [publisher, source.title]))
    yield ToldLine("source", f"{named} [{own.source}]{published}", source.url)
    if source.copied_from:
        yield ToldLine("as copied in", name_copy(source.copied_from), source.copied_from)
    place = f" ({own.locator})" if own.locator else ""
    yield ToldLine("as written", f"“{own.as_written}”{place}" if own.as_written else f"not quoted{place}")
    known = f"known since {own.known_since}; as of {shelf.as_of.isoformat()}"
    age = _describe_age(end_of_period(own.period), shelf.as_of) if own.period and own.kind is Kind.ACTUAL else ""
    yield ToldLine("age", "; ".join(filter(None, [age, known])))


def _describe_computed(figure: Quantity, shelf: Shelf, speaker: Speaker) -> Iterator[ToldLine]:
    if figure.formula in (Formula.CHANGE, Formula.DIFFERENCE, Formula.RANK_CHANGE):
        yield ToldLine("verdict", judge_shown(figure, shelf))
    yield ToldLine("formula", figure.formula.value.replace("_", " "))
    yield from (ToldLine("from", state(part, shelf.catalogue, speaker)) for part in figure.inputs[:12])
    if len(figure.inputs) > 12:  # noqa: PLR2004  (more would hide the rest)
        yield ToldLine("from", f"and {len(figure.inputs) - 12} others")
    yield ToldLine("as of", shelf.as_of.isoformat())


def state(figure: Quantity, catalogue: Catalogue, speaker: Speaker) -> str:
    """Give a figure in one line: value, area, period, publisher, source."""
    own = figure.first_observation
    publisher = catalogue.publishers[catalogue.sources[own.source].publisher].name.main
    when = f", {speaker.format_period(own.period)}" if own.period else ""
    area = name_area(own.area, catalogue)
    return f"{speaker.format_quantity(figure, words=True)} ({area}{when}; {publisher} [{own.source}])"


def _describe_age(end: date, day: date) -> str:
    # A month counts once the day of the month has come: from 31 May to 30 June none has passed.
    months = (day.year - end.year) * _MONTHS_A_YEAR + day.month - end.month - (day.day < end.day)
    if months < 1:
        return "its period ended less than a month ago"
    if months < 2 * _MONTHS_A_YEAR:
        return f"its period ended {months} month{'s' if months > 1 else ''} ago"
    return f"its period ended {months // _MONTHS_A_YEAR} years ago"


def name_indicator(name: str, catalogue: Catalogue) -> str:
    """Give the name of an indicator with its id."""
    return f"{catalogue.indicators[name].name.main} ({name})" if name in catalogue.indicators else name


def name_area(key: str, catalogue: Catalogue) -> str:
    """Give the name of an area."""
    return catalogue.areas[key].name.main if key in catalogue.areas else key

"""Ranks: whole numbers within N, one area each, in the order of the scores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise
from operator import attrgetter

from dxlib.audit.contradictions.spans import Span, read_span
from dxlib.audit.contradictions.stated import CONTRADICTION, RANK, SUSPICION, Contradiction, Stated
from dxlib.audit.contradictions.wholes import list_same_source
from dxlib.data import schema
from dxlib.data.schema import Row


@dataclass(frozen=True, slots=True)
class _Placed:
    """An area in a ranking, and the score of the same source, if it states one, with what that can mean."""

    rank: Row
    place: Decimal
    score: Row | None
    span: Span | None


def find_ranks(stated: Stated) -> Iterator[Contradiction]:
    """Find ranks beyond N or that are no places, then shared ones without a tie, or against the order of the scores."""
    for indicator, unit in stated.units.items():
        if unit != RANK:
            continue
        rankings: dict[tuple[str, str], list[Row]] = {}
        for _, _, periods in stated.walk([indicator]):
            for row in (row for rows in periods.values() for row in rows):
                rankings.setdefault((row[schema.TIME_PERIOD], row[schema.SOURCE]), []).append(row)
                if not _is_place(row):
                    yield Contradiction("ranks", CONTRADICTION, (row,))
        score = stated.relations.rank.get(indicator, "")
        for rows in rankings.values():
            yield from _check_order(stated, rows, score)


def _is_place(row: Row) -> bool:
    place, last = Decimal(row[schema.OBS_VALUE]), row[schema.OUT_OF]
    # Decimal gives no remainder of a number with more than 28 digits.
    return place >= 1 and place == place.to_integral_value() and (not last or place <= Decimal(last))


def _check_order(stated: Stated, rows: list[Row], score: str) -> Iterator[Contradiction]:
    """Compare each area of a ranking with each that is ranked as high or lower."""
    if len(rows) == 1:
        return
    # Areas come in order, and a sort keeps that of areas with the same place.
    placed = sorted((_find_score(stated, row, score) for row in rows), key=attrgetter("place"))
    lower_is_better = bool(score) and stated.is_lower_better(score)
    # Nearly all rankings are in order, and 193 areas make 18,528 pairs.
    if _is_in_order(placed, lower_is_better=lower_is_better):
        return
    for better, worse in combinations(placed, 2):
        yield from _compare(better, worse, lower_is_better=lower_is_better)


def _find_score(stated: Stated, row: Row, score: str) -> _Placed:
    periods = stated.read(score, row[schema.REF_AREA])
    found = list_same_source(row, periods.get(row[schema.TIME_PERIOD], []))
    scored = found[0] if found else None
    return _Placed(row, Decimal(row[schema.OBS_VALUE]), scored, read_span(scored) if scored else None)


def _is_in_order(placed: list[_Placed], *, lower_is_better: bool) -> bool:
    """Say whether no two areas can contradict each other: no tie, and no score clearly better than one before."""
    if any(one.place == other.place for one, other in pairwise(placed)):
        return False
    spans = [one.span for one in placed if one.span]
    if lower_is_better:
        spans.reverse()
    worst = None
    for span in spans:
        if worst is not None and span.low > worst:
            return False
        # The least upper end so far, not that of the area before: a score of "over 0.5" may be nearly anything.
        worst = span.high if worst is None else min(worst, span.high)
    return True


def _compare(better: _Placed, worse: _Placed, *, lower_is_better: bool) -> Iterator[Contradiction]:
    tied = better.place == worse.place
    # Without scores a tie cannot be told from a slip.
    if not (better.span and worse.span and better.score and worse.score):
        if tied:
            yield Contradiction("ranks", SUSPICION, (better.rank, worse.rank))
        return
    higher, lower = (worse.span, better.span) if lower_is_better else (better.span, worse.span)
    if lower.low > higher.high or (tied and not lower.meets(higher)):
        yield Contradiction("ranks", CONTRADICTION, (better.rank, worse.rank, better.score, worse.score))

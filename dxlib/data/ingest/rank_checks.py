"""Ranks that contradict the scores they rank: a digit lost in a copy shows only there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class RankedArea:
    """Rank and score of one area; the higher score is the better one."""

    area: str
    rank: int
    score: Decimal


def find_contradictions(standings: Iterable[RankedArea]) -> dict[str, str]:
    """Say of each area whose rank another with another score has too, and whose own score gives it another place.

    Parameters
    ----------
    standings
        All areas of one ranking, each once.

    Returns
    -------
    dict of str
        What is wrong, by area; where the scores fit none of those that share a rank, all of them.

    Examples
    --------
    >>> three = [RankedArea("SGP", 1, Decimal("61.2")), RankedArea("CHL", 1, Decimal("32.6")),
    ...          RankedArea("KOR", 2, Decimal("60.9"))]
    >>> find_contradictions(three)
    {'CHL': "rank 1 is also SGP's, and by its score of 32.6 CHL is in place 3 of 3"}
    """
    members = tuple(standings)
    by_rank: dict[int, list[RankedArea]] = defaultdict(list)
    for one in members:
        by_rank[one.rank].append(one)
    wrong: dict[str, str] = {}
    for sharing in by_rank.values():
        if len({one.score for one in sharing}) > 1:
            misplaced = [one for one in sharing if not _fits(one, members)] or sharing
            wrong |= {one.area: _describe(one, sharing, members) for one in misplaced}
    return wrong


def _fits(one: RankedArea, members: tuple[RankedArea, ...]) -> bool:
    better = sum(other.score > one.score for other in members)
    as_good = sum(other.score == one.score for other in members)
    return better < one.rank <= better + as_good


def _describe(one: RankedArea, sharing: list[RankedArea], members: tuple[RankedArea, ...]) -> str:
    others = ", ".join(f"{other.area}'s" for other in sharing if other.area != one.area)
    place = 1 + sum(other.score > one.score for other in members)
    by_score = f"by its score of {one.score} {one.area} is in place {place} of {len(members)}"
    return f"rank {one.rank} is also {others}, and {by_score}"

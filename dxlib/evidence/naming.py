"""Short names for the figures and sources of one page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain, pairwise
from typing import Final

from dxlib.data.ids import make_key, name_total
from dxlib.evidence.format import Evidence
from dxlib.evidence.render import Names

# Three letters of base 32 give 32,768 names, so that few of the hundreds on a page need a fourth.
_SHORTEST: Final = 3


def shorten(names: Iterable[str]) -> dict[str, str]:
    """Give for each name its shortest beginning that no other one shares, of three letters or more.

    A name is a hash, so that on the next edition's page a figure has the same name, but for one in some hundreds.

    Examples
    --------
    >>> shorten(["wxfnbfbi", "wxfaaaaa", "l4s55owj"])
    {'l4s55owj': 'l4s', 'wxfaaaaa': 'wxfa', 'wxfnbfbi': 'wxfn'}
    """
    ordered = sorted(set(names))
    if not ordered:  # a page on which nothing is known
        return {}
    # In sorted order a name shares its longest beginning with one of its two neighbours.
    shared = [_count_shared(*pair) for pair in pairwise(ordered)]
    lengths = map(max, [0, *shared], [*shared, 0])
    return {name: name[: max(_SHORTEST, length + 1)] for name, length in zip(ordered, lengths, strict=True)}


def _count_shared(one: str, other: str) -> int:
    """Count the letters with which both begin."""
    return next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), len(one))


def name_all(evidence: Evidence) -> Names:
    """Give the name on the page of each figure, conclusion and source; the N beside a figure is named after it."""
    keys = (key for key in chain(evidence.stated, evidence.computed, evidence.verdicts))
    figures = shorten(keys)
    figures |= {name_total(key): name_total(figures[key]) for key in evidence.totals}
    # By a hash as figures are, so that a source keeps its name when another one is added.
    by_key = {make_key(source): source for source in evidence.find_sources()}
    return Names(figures, {by_key[key]: short for key, short in shorten(by_key).items()})


def rename_evidence(evidence: Evidence, names: Mapping[str, str]) -> Evidence:
    """Give evidence under the names of the page."""
    renamed = {
        field: {names[key]: one for key, one in getattr(evidence, field).items()}
        for field in ("measures", "stated", "computed", "verdicts", "earlier", "claims")
    }
    for key, one in renamed["computed"].items():
        renamed["computed"][key] = one.model_copy(update={"inputs": tuple(names[part] for part in one.inputs)})
    for key, one in renamed["verdicts"].items():
        own = {"target": names[one.target], "latest": names[one.latest], "first": names.get(one.first, "")}
        renamed["verdicts"][key] = one.model_copy(update=own)
    return evidence.model_copy(update=renamed)

"""Figures that contradict each other, found a second time: by rules and arithmetic of the audit's own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from dxlib.audit.contradictions.stated import Contradiction, Stated, StatedRule
from dxlib.audit.discovery import list_functions
from dxlib.data.catalogue import Catalogue
from dxlib.data.relations import Relations
from dxlib.data.schema import Row

__all__ = ["RULES", "Contradiction", "find_contradictions"]

# Each ``find_<rule>`` of the modules beside this one, in the order of their names, by which findings are sorted.
RULES: Final[tuple[StatedRule, ...]] = tuple(list_functions(__name__, "find_").values())


def find_contradictions(rows: Iterable[Row], catalogue: Catalogue, relations: Relations) -> tuple[Contradiction, ...]:
    """Find what the figures of a day say against each other, by docs/decisions/0011-findings.md.

    Parameters
    ----------
    rows
        Of ``data/clean``, in any order: the actual values that were known on the day.
    catalogue
        What the ids mean.
    relations
        What must agree with what.

    Returns
    -------
    tuple of Contradiction
        In order of rules by name, then of relations or indicators, areas and periods.

    Raises
    ------
    DataError
        When a row is of an indicator that is not in the catalogue: correct it, or add its entry.
    """
    stated = Stated(rows, catalogue, relations)
    return tuple(found for rule in RULES for found in rule(stated))

"""What the check of the data finds in the figures that are known on a day."""

from __future__ import annotations

from functools import lru_cache

from dxlib.data.observations import Observation
from dxlib.data.relations import inspect_relations
from dxlib.figures.findings import FigureFinding, find_findings
from dxlib.figures.shelf import Shelf
from dxlib.figures.tallies import list_known


# A brief counts findings and lists them in a table; a shelf stands for one day, so its findings stay the same.
@lru_cache(maxsize=1)
def list_findings(shelf: Shelf) -> tuple[FigureFinding, ...]:
    """List what the check of the data finds in the figures known on the shelf's day; once per shelf."""
    observations: dict[str, list[Observation]] = {}
    for row in list_known(shelf):
        observations.setdefault(row.indicator, []).append(row)
    relations, _ = inspect_relations(shelf.store.project, shelf.catalogue)
    return find_findings(observations, shelf.catalogue, relations)

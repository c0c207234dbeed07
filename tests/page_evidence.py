"""What the evidence of a page may hold, as a strict schema, and a reader that refuses everything else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from dxlib.data.ids import ObservationId
from dxlib.evidence.format import FigureRecord, Page, VerdictRecord, list_stated


class _Written(BaseModel):
    """Evidence as :func:`dxlib.evidence.format.write_evidence` writes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    page: Page
    units: Mapping[str, str] = {}
    sources: Mapping[str, str] = {}
    stated: Mapping[str, Mapping[str, str]] = {}
    totals: str = ""
    computed: Mapping[str, tuple[str, str, str, int, int, str, Mapping[str, str]]] = {}
    verdicts: Mapping[str, tuple[str, str, str, str]] = {}
    earlier: Mapping[str, str] = {}
    claims: Mapping[str, tuple[str, ...]] = {}
    given: tuple[str, ...] = ()
    sets: Mapping[str, tuple[str, str, str, str, int, str, str]] = {}


class PageEvidence(NamedTuple):
    """What a page's evidence says of its figures, by their names on the page."""

    page: Page
    stated: Mapping[str, ObservationId]
    values: Mapping[str, str]
    computed: Mapping[str, FigureRecord]
    verdicts: Mapping[str, VerdictRecord]
    claims: Mapping[str, tuple[str, ...]]


def read_evidence(text: str) -> PageEvidence:
    """Read a page's evidence.

    Raises
    ------
    ValueError
        For a text of another form.
    """
    written = _Written.model_validate_json(text)
    if unknown := written.stated.keys() - written.sources.keys():
        raise ValueError(f"sources without a name: {sorted(unknown)}")
    stated = {key: (one, value) for key, one, value in list_stated(written.stated, written.sources)}
    return PageEvidence(
        page=written.page,
        stated={key: one for key, (one, _) in stated.items()},
        values={key: value for key, (_, value) in stated.items()},
        computed={
            key: FigureRecord(formula=cells[0], inputs=tuple(cells[5].split()), options=tuple(cells[6].items()))
            for key, cells in written.computed.items()
        },
        verdicts={
            key: VerdictRecord(status=status, target=target, latest=latest, first=first)
            for key, (status, target, latest, first) in written.verdicts.items()
        },
        claims=written.claims,
    )

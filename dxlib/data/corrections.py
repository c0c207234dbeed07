"""Corrections: figures that pages of a release showed wrongly, said on every page that showed them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import StringConstraints

from dxlib.data import schema
from dxlib.data.ids import ObservationId
from dxlib.data.project_file import Address
from dxlib.data.words import StrictModel, Text, Words
from dxlib.data.yaml_files import YamlFile
from dxlib.errors import DataError

if TYPE_CHECKING:
    from dxlib.data.catalogue import Catalogue
    from dxlib.errors import Problem

_FIX: Final = "write indicator/area/period/kind@source, with the keys of its row in a ledger."


class Correction(StrictModel):
    """A figure that pages showed wrongly, and what was put right.

    Parameters
    ----------
    figure
        The observation, as evidence names it: ``indicator/area/period/kind@source``.
    was
        The number that pages showed, in single units: ``26000000`` for 26 million.
    day
        When it was corrected. Pages of editions as of an earlier day say so.
    why
        What had gone wrong, as a sentence.
    was_at
        Address of a folder that keeps the release as it was, with its slash.
    """

    figure: Text
    was: Annotated[str, StringConstraints(pattern=r"^-?\d+(\.\d+)?$")]
    day: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    why: Words
    was_at: Annotated[Address, StringConstraints(pattern=r"/$")]

    @property
    def id(self) -> ObservationId:
        """The observation."""
        return ObservationId.parse(self.figure)

    @property
    def value(self) -> Decimal:
        """What pages showed."""
        return Decimal(self.was)


def check_corrections(catalogue: Catalogue, files: Mapping[tuple[str, str], YamlFile]) -> Iterator[Problem]:
    """Check that corrections name a day, and an observation of an indicator and area that there are."""
    for key, one in catalogue.corrections.items():
        file = files["corrections", key]
        # The pattern lets 2025-02-30 pass.
        if not schema.is_publication_date(one.day):
            yield file.complain((key, "day"), f"'{one.day}' is not a date", "write 2025-02-06.")
        try:
            own = one.id
        except DataError:
            yield file.complain((key, "figure"), f"'{one.figure}' names no figure", _FIX)
            continue
        for name, what, known in (
            (own.indicator, "indicator", catalogue.indicators), (own.area, "area", catalogue.areas),
            (own.source, "source", catalogue.sources),
        ):  # fmt: skip
            if name not in known:
                yield file.complain_unknown((key, "figure"), what, name, known, _FIX)

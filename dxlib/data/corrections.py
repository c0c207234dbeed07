"""Corrections: figures that pages of a release showed wrongly, said on every page that showed them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import StringConstraints

from dxlib.data import schema
from dxlib.data.ids import ObservationId
from dxlib.data.project_file import Address
from dxlib.data.words import StrictModel, Text, Words
from dxlib.data.yaml_files import YamlFile, read_yaml
from dxlib.errors import DataError

if TYPE_CHECKING:
    from dxlib.data.catalogue import Catalogue
    from dxlib.data.ingest.records import RawRow
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
        When it was corrected. Pages of editions as of this day or an earlier one say so.
    why
        What had gone wrong, as a sentence.
    was_at
        Address of a folder that keeps the release as it was, with its slash.
    withdrawn
        Whether no row states the figure any more: pages then say what was shown, and no new figure.
    """

    figure: Text
    # Of more digits than 28 Decimal rounds none.
    was: Annotated[str, StringConstraints(pattern=r"^-?\d{1,18}(\.\d{1,9})?$")]
    day: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    why: Words
    was_at: Annotated[Address, StringConstraints(pattern=r"/$")]
    withdrawn: bool = False

    @property
    def id(self) -> ObservationId:
        """The observation."""
        return ObservationId.parse(self.figure)

    @property
    def value(self) -> Decimal:
        """What pages showed."""
        return Decimal(self.was)


def check_corrections(
    catalogue: Catalogue, files: Mapping[tuple[str, str], YamlFile], sources: Collection[str]
) -> Iterator[Problem]:
    """Check that corrections name a day, and an observation of an indicator, an area and a source that there are.

    Parameters
    ----------
    catalogue
        Corrections, indicators and areas.
    files
        Where each entry of the catalogue stands.
    sources
        Names of all sources, with the vintages of feeds.
    """
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
        # A target without a deadline has no period.
        if own.period and not schema.is_period(own.period):
            yield file.complain((key, "figure"), f"'{own.period}' is not a period", _FIX)
        for name, what, known in (
            (own.indicator, "indicator", catalogue.indicators), (own.area, "area", catalogue.areas),
            (own.source, "source", sources),
        ):  # fmt: skip
            if name not in known:
                yield file.complain_unknown((key, "figure"), what, name, known, _FIX)


def check_against_rows(rows: Iterable[RawRow], catalogue: Catalogue, path: Path) -> Iterator[Problem]:
    """Check that corrections name rows as they are: one that was put right, or none where it was withdrawn.

    Parameters
    ----------
    rows
        What all ledgers and fetched files state.
    catalogue
        Corrections that name an indicator and source that there are.
    path
        Where the corrections stand.
    """
    if not catalogue.corrections:
        return
    stated = {str(ObservationId.of(row)): row for row in rows if row[schema.OBS_VALUE]}
    file = read_yaml(path)
    for key, one in catalogue.corrections.items():
        row = stated.get(one.figure)
        if row is None and not one.withdrawn:
            own = one.id
            near = [name for name in stated if name.startswith(f"{own.indicator}/{own.area}/")]
            fix = "name a row as it is now, or add 'withdrawn: true' where it was taken out."
            what = f"No row states '{one.figure}'"
            yield file.complain((key, "figure"), what, fix, allowed=tuple(near))
        elif row is not None and one.withdrawn:
            what, fix = f"A row still states '{one.figure}'", "take the row out, or leave out 'withdrawn'."
            yield file.complain((key, "withdrawn"), what, fix)
        elif row is not None and one.value == Decimal(row[schema.OBS_VALUE]).scaleb(int(row[schema.UNIT_MULT] or 0)):
            # A page would say that a rank is 9, not 9.
            what = f"The figure is '{one.was}', which is what pages showed"
            yield file.complain((key, "was"), what, "put its row in the ledger right, or delete the correction.")

"""Opening a brief: from a notebook's parameters to its figures and words."""

from __future__ import annotations

from pathlib import Path

from dxlib.brief.brief import Brief
from dxlib.brief.days import parse_as_of
from dxlib.brief.markup import Writer
from dxlib.data.catalogue_files import read_catalogue
from dxlib.data.observations import ObservationStore
from dxlib.errors import ConfigError, did_you_mean
from dxlib.evidence.format import Page
from dxlib.evidence.render import make_speaker
from dxlib.figures.shelf import Shelf
from dxlib.paths import find_project


def open_brief(
    name: str, *, area: str, edition: int, language: str, as_of: str = "", root: Path | None = None
) -> Brief:
    """Open a brief in a notebook's set-up cell.

    Parameters
    ----------
    name
        The brief's name: its notebook's file name without ending.
    area
        Key of an area in the catalogue.
    edition
        Year of the edition.
    language
        ``en``, ``vi`` or ``fr``.
    as_of
        ISO date; figures that became known later are not there. Empty: the edition's last day.
    root
        The project; by default the one that the working directory lies in.

    Raises
    ------
    ConfigError
        For an unknown area or language, or a date that is none.
    """
    project = find_project(root)
    catalogue = read_catalogue(project)
    if area not in catalogue.areas:
        raise ConfigError(
            f"Unknown area '{area}'.{did_you_mean(area, catalogue.areas)}",
            allowed=list(catalogue.areas),
            fix="use one of them, or add it to data/catalogue/areas.yaml.",
        )
    day = parse_as_of(as_of, edition)
    writer = Writer(make_speaker(language, catalogue), catalogue)
    page = Page(brief=name, area=area, edition=str(edition), language=language, as_of=day.isoformat())
    return Brief(page, Shelf(ObservationStore(project, catalogue, day)), writer)

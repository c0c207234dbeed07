"""The export of some indicators and areas in one format: what ``dxlib export`` calls."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Final

from dxlib.data.formats.metadata import render_dcat, render_schema_org
from dxlib.data.formats.readable import render_readable_csv
from dxlib.data.formats.sdmx_csv_text import render_sdmx_csv
from dxlib.data.formats.sdmx_structure import render_sdmx_structure
from dxlib.data.formats.selection import Selection, read_selection
from dxlib.data.formats.workbook_export import render_spreadsheet
from dxlib.errors import ConfigError, did_you_mean
from dxlib.paths import Project, write_file

FORMATS: Final[Mapping[str, Callable[[Selection], bytes]]] = {  # what the data can be exported as
    "csv": render_readable_csv,
    "sdmx-csv": render_sdmx_csv,
    "sdmx-structure": render_sdmx_structure,
    "xlsx": render_spreadsheet,
    "dcat": render_dcat,
    "schema-org": render_schema_org,
}


def export(
    project: Project,
    *,
    format: str,  # noqa: A002  (the name of the option)
    indicators: Collection[str] = (),
    areas: Collection[str] = (),
    output: Path,
) -> Path:
    """Write the clean data in another format and give the file.

    Parameters
    ----------
    format
        One of :data:`FORMATS`.
    indicators, areas
        Ids of the catalogue; all of them when empty.
    output
        The file to write, in a folder that exists outside ``data/``.

    Raises
    ------
    ConfigError
        For an unknown format, or an output that cannot be written to.
    DataError
        For unknown indicators or areas, and when nothing fits.
    MissingDependencyError
        For a format whose library is not installed: ``pip install 'dxlib[export]'``.
    """
    if format not in FORMATS:
        what = f"Unknown format '{format}'.{did_you_mean(format, FORMATS)}"
        raise ConfigError(what, allowed=FORMATS, fix="choose one of these.")
    # resolve() follows links, so a link that leads into data/ is refused as well.
    if output.resolve().is_relative_to(project.clean.parent.resolve()):
        what = f"'{output}' lies in {project.show(project.clean.parent)}/, which holds what exports are made from."
        raise ConfigError(what, fix="write somewhere else, as exports/.")
    selection = read_selection(project, indicators=indicators, areas=areas)
    return write_file(output, FORMATS[format](selection))

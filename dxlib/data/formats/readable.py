"""Observations as a person reads them: names in a language for codes, one column a thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from dxlib.data import schema
from dxlib.data.catalogue import Catalogue
from dxlib.data.copies import AS_COPIED
from dxlib.data.csv_files import render_csv
from dxlib.data.formats.columns import COLUMNS, KINDS, QUALIFIERS, STATUSES
from dxlib.data.formats.harmless_cells import disarm
from dxlib.data.formats.selection import Selection
from dxlib.data.schema import Row
from dxlib.language import Speaker, sentence

AREA_CODE: Final = "AREA_CODE"
TERMS: Final = "TERMS"
HEADINGS: Final = {
    **{name: column.title for name, column in COLUMNS.items()},
    AREA_CODE: sentence("Area code").text,
    TERMS: sentence("Terms of the source").text,
}
READABLE: Final = (
    schema.INDICATOR, schema.REF_AREA, AREA_CODE, schema.TIME_PERIOD, schema.KIND, schema.QUALIFIER, schema.OBS_VALUE,
    schema.UPPER_VALUE, schema.OUT_OF, schema.UNIT_MEASURE, schema.UNIT_MULT, schema.OBS_STATUS, schema.SOURCE,
    schema.LOCATOR, schema.PUBLISHED, schema.AS_WRITTEN, schema.COMMENT, schema.KNOWN_SINCE,
    schema.KNOWN_UNTIL, TERMS,
)  # fmt: skip


def name_columns(catalogue: Catalogue, language: str) -> dict[str, str]:
    """Give what each column of :data:`READABLE` is called in a language."""
    translate = Speaker(language, {}, catalogue.locales).translate
    return {name: translate(HEADINGS[name]) for name in READABLE}


def list_readable(rows: Iterable[Row], catalogue: Catalogue, language: str) -> Iterator[dict[str, str]]:
    """Give the cells of each row under :data:`READABLE`, codes replaced by their names; numbers stay as written.

    The source is named by its publisher and title in the publication's own language, as the register has them.
    """
    speaker = Speaker(language, {}, catalogue.locales)  # reads the files of the language: once for all rows
    return (_make_readable(row, catalogue, speaker) for row in rows)


def _make_readable(row: Row, catalogue: Catalogue, speaker: Speaker) -> dict[str, str]:
    language, translate = speaker.language, speaker.translate
    source = catalogue.sources[row[schema.SOURCE]]
    publisher = catalogue.publishers[source.publisher].name[language]
    qualifier = schema.Qualifier(row[schema.QUALIFIER])
    copied = translate(AS_COPIED).format(place=source.copied_from) if source.copied_from else ""
    named = {
        schema.INDICATOR: catalogue.indicators[row[schema.INDICATOR]].name[language],
        schema.REF_AREA: catalogue.areas[row[schema.REF_AREA]].name[language],
        AREA_CODE: row[schema.REF_AREA],
        schema.KIND: translate(KINDS[schema.Kind(row[schema.KIND])]),
        schema.QUALIFIER: translate(QUALIFIERS[qualifier]) if qualifier else "",
        schema.UNIT_MEASURE: catalogue.units[row[schema.UNIT_MEASURE]].name[language],
        schema.OBS_STATUS: translate(STATUSES[schema.ObsStatus(row[schema.OBS_STATUS])]),
        schema.SOURCE: ", ".join(part for part in (publisher, source.via, source.title, source.url, copied) if part),
        TERMS: source.terms,
    }
    return {name: named.get(name, row.get(name, "")) for name in READABLE}


def render_readable_csv(selection: Selection, *, language: str = "") -> bytes:
    """Give a CSV for people and their spreadsheets: names for codes, a byte order mark, no cell that computes.

    Without a language it is in the first one of the project.
    """
    language = language or selection.catalogue.project.first_language
    readable = list_readable(selection.walk_rows(), selection.catalogue, language)
    rows = (map(disarm, cells.values()) for cells in readable)
    # Line ends by RFC 4180, as Excel writes them; files for programs end lines with "\n" alone.
    text = render_csv([name_columns(selection.catalogue, language).values(), *rows], end="\r\n")
    # Excel reads a CSV without the mark in the code page of the machine, and Vietnamese names turn into other letters.
    return text.encode("utf-8-sig")

"""What the columns and codes of an observation are called and mean, for whoever meets them outside dxlib."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dxlib.data import schema
from dxlib.data.schema import Kind, ObsStatus, Qualifier
from dxlib.language import sentence


@dataclass(frozen=True, slots=True)
class CsvColumn:
    """A column of the clean CSVs.

    Parameters
    ----------
    title
        What a person calls it: a message of the library.
    meaning
        What stands in it, as one English sentence.
    """

    title: str
    meaning: str


COLUMNS: Final[Mapping[str, CsvColumn]] = {
    schema.INDICATOR: CsvColumn(sentence("Indicator").text, "What was measured."),
    schema.REF_AREA: CsvColumn(
        sentence("Area").text, "Where: ISO 3166-1 alpha-3 for a country; for a part of one its key in the catalogue."
    ),
    schema.TIME_PERIOD: CsvColumn(
        sentence("Period").text, "When, as SDMX writes it; a range has a slash; empty for a target without a deadline."
    ),
    schema.OBS_VALUE: CsvColumn(
        sentence("Value").text, "How much, in UNIT_MEASURE times ten to the power UNIT_MULT; empty if missing."
    ),
    schema.UNIT_MEASURE: CsvColumn(sentence("Unit").text, "What the value is measured in; percentages are 0 to 100."),
    schema.UNIT_MULT: CsvColumn(sentence("Power of ten").text, "9 for values in billions."),
    schema.OBS_STATUS: CsvColumn(sentence("Status").text, "How certain the value is; M where there is none."),
    schema.KIND: CsvColumn(sentence("Kind").text, "Whether the row says what was (actual) or what shall be (target)."),
    schema.QUALIFIER: CsvColumn(
        sentence("Bound").text, "How the source hedges the value: a bound, or ~ for about; else empty."
    ),
    schema.UPPER_VALUE: CsvColumn(sentence("Upper value").text, "The upper end where the source states a range."),
    schema.OUT_OF: CsvColumn(sentence("Out of").text, "N of “rank n of N”, or y of “x of y”."),
    schema.SOURCE: CsvColumn(sentence("Source").text, "The publication that states the figure."),
    schema.LOCATOR: CsvColumn(sentence("Place in the source").text, "Where in the source the figure stands."),
    schema.PUBLISHED: CsvColumn(sentence("Published").text, "When the source was published, as exactly as is known."),
    schema.AS_WRITTEN: CsvColumn(sentence("As written").text, "The words of the source."),
    schema.COMMENT: CsvColumn(sentence("Comment").text, "What a reader of the figure should know."),
    schema.KNOWN_SINCE: CsvColumn(sentence("Known since").text, "The day from which the figure counts as known."),
    schema.KNOWN_UNTIL: CsvColumn(
        sentence("Withdrawn on").text, "The day on which its source was withdrawn; empty for most."
    ),
}

# What stands in a column, as Table Schema calls it; in all others a string.
TYPES: Final[Mapping[str, str]] = {
    **dict.fromkeys(schema.NUMBERS, "number"),
    schema.UNIT_MULT: "integer",
    # PUBLISHED is no date here: a month or a year stands there where the day is not known.
    **dict.fromkeys((schema.KNOWN_SINCE, schema.KNOWN_UNTIL), "date"),
}
# Without TIME_PERIOD, which a target without a deadline lacks, and OBS_VALUE, which is empty with status M.
REQUIRED: Final = (
    schema.INDICATOR, schema.REF_AREA, schema.UNIT_MEASURE, schema.UNIT_MULT, schema.OBS_STATUS, schema.KIND,
    schema.SOURCE, schema.KNOWN_SINCE,
)  # fmt: skip

STATUSES: Final[Mapping[ObsStatus, str]] = {
    ObsStatus.NORMAL: sentence("normal").text,
    ObsStatus.BREAK: sentence("break in the series").text,
    ObsStatus.ESTIMATED: sentence("estimate").text,
    ObsStatus.FORECAST: sentence("forecast").text,
    ObsStatus.MISSING: sentence("missing: the source states no value").text,
    ObsStatus.PROVISIONAL: sentence("provisional").text,
    ObsStatus.UNRELIABLE: sentence("unreliable").text,
}

KINDS: Final[Mapping[Kind, str]] = {
    Kind.ACTUAL: sentence("actual").text,
    Kind.TARGET: sentence("target").text,
}

QUALIFIERS: Final[Mapping[Qualifier, str]] = {
    Qualifier.MORE_THAN: sentence("more than").text,
    Qualifier.AT_LEAST: sentence("at least").text,
    Qualifier.LESS_THAN: sentence("less than").text,
    Qualifier.AT_MOST: sentence("at most").text,
    Qualifier.ABOUT: sentence("about").text,
    Qualifier.NEARLY: sentence("nearly").text,
}

"""What a data officer writes about a spreadsheet, so that it can be read: sheet, header, and what each column means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal, cast

from pydantic import Field, StringConstraints

from dxlib.bounds import LARGEST
from dxlib.data import schema
from dxlib.data.catalogue import Catalogue
from dxlib.data.ingest.records import is_encoding
from dxlib.data.words import StrictModel, Text
from dxlib.data.yaml_files import YamlFile, read_yaml
from dxlib.errors import Problem, raise_problems
from dxlib.plain_yaml import Key

# Above zero, since a factor of 0 would make every figure 0.
Factor = Annotated[Decimal, Field(ge=1 / Decimal(LARGEST), le=LARGEST)]
SeparatorMark = Annotated[str, StringConstraints(pattern=r"^[.,]$")]


class Where(StrictModel):
    """Where something stands: in a column, or nowhere, as it is always the same."""

    column: Text = ""
    always: Text = ""


class AreaWhere(Where):
    """Where the area stands, and how it is written there."""

    map: Text = ""  # what stands before the hyphen in the areas' keys, where they are parts of a country
    names: Mapping[str, Text] = Field(default_factory=dict)  # as the sheet writes them: key of the area


class Multiplier(StrictModel):
    """Where a table says in which unit it counts: in one cell, or in a column.

    Attributes
    ----------
    cell, column
        One of the two, such as ``C2``.
    words
        What the words there stand for, each as it is written: ``{Thousands: 1000}``. A number needs none.
    """

    cell: Annotated[str, StringConstraints(pattern=r"^([A-Z]+[1-9][0-9]*)?$")] = ""
    column: Text = ""
    words: Mapping[str, Factor] = Field(default_factory=dict)


class CellSign(StrictModel):
    """What a sign stands for: alone in a cell of values, beside a number there, or in a column of flags.

    Attributes
    ----------
    value, qualifier
        Of one that stands alone for a number, in the column's unit: nil, or what the figure is below (``<``).
    status
        As SDMX codes it; M for one that stands alone where there is no figure, and why is worth keeping.
    comment
        What else it says.
    """

    value: Annotated[Decimal, Field(ge=-LARGEST, le=LARGEST, decimal_places=20)] | None = None
    qualifier: schema.Qualifier = schema.Qualifier.EXACT
    status: schema.ObsStatus = schema.ObsStatus.NORMAL
    comment: str = ""

    @property
    def stands_alone(self) -> bool:
        """Whether it takes the place of a number."""
        return self.value is not None or self.status is schema.ObsStatus.MISSING


class Values(StrictModel):
    """A column of values, or each column whose name is a time period.

    Attributes
    ----------
    column
        Its name or letter; empty with ``each``.
    each
        ``period``: these values stand in all columns that are named by a period, such as ``2023``, which is theirs.
    measure, period
        What it measures and when, unless other columns say so.
    multiplier, flags
        Its unit, and its column of flags.
    signs
        What signs mean in this column alone, beside those of the table: ``{"0": {status: M}}``.
    out_of
        Of ranks: how many areas the publisher ranks.
    """

    column: Text = ""
    each: Literal["", "period"] = ""
    measure: Text = ""
    period: Text = ""
    multiplier: Factor | Multiplier | None = None
    flags: Text = ""
    signs: Mapping[str, CellSign] = Field(default_factory=dict)
    out_of: Annotated[int, Field(ge=1, le=LARGEST)] | None = None


class SheetMapping(StrictModel):
    """One spreadsheet.

    Attributes
    ----------
    sheet
        Its name; the first when it is empty.
    header
        The lines that name the columns; a name is all of them joined by ``|``.
    last
        The last line of the table, where others follow it.
    delimiter, encoding, decimal
        Of a CSV; of a CSV that is not in UTF-8; of numbers that are written as text.
    multiplier
        By which all values are multiplied to be in ones, or where the table says it; a column may have its own.
    missing
        What is written where there is no value, beside the usual signs: ``..``, ``n/a``, a dash.
    signs
        What signs stand for: ``{"-": {value: 0}, "[low]": {value: 0.5, qualifier: "<"}, "[x]": {status: M}, "e":
        {status: E}}``. Flags of SDMX's code list need none in a column of flags.
    notes
        How lines begin that are no figures: sources, footnotes.
    area, period, measure, values
        Which columns they stand in. The measure is what the mapping of indicators names.
    """

    sheet: str = ""
    header: tuple[Annotated[int, Field(ge=1)], ...] = Field(min_length=1)
    last: Annotated[int, Field(ge=1)] | None = None
    delimiter: Annotated[str, StringConstraints(min_length=1, max_length=1)] = ","
    encoding: str = ""
    # There is no default: "2.345" is 2345 in half of the world.
    decimal: SeparatorMark | None = None
    multiplier: Factor | Multiplier | None = None
    missing: tuple[Text, ...] = ()
    signs: Mapping[str, CellSign] = Field(default_factory=dict)
    notes: tuple[Text, ...] = ()
    area: AreaWhere
    period: Where = Where()
    measure: Where = Where()
    values: tuple[Values, ...] = Field(min_length=1)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The columns that say what a value is of, in which unit it is, and how good it is."""
        said = [where.column for where in (self.area, self.period, self.measure)]
        said += [one.flags for one in self.values]
        said += [where.column for where in self.multipliers if isinstance(where, Multiplier)]
        return tuple(dict.fromkeys(name for name in said if name))

    @property
    def multipliers(self) -> list[Decimal | Multiplier | None]:
        """That of the table, and those of the columns of values."""
        return [self.multiplier, *(one.multiplier for one in self.values)]

    def name_values(self, columns: Sequence[str]) -> SheetMapping:
        """Give the mapping with one entry for each column of values, which itself says what the table says of all."""
        periods = [name for name in columns if schema.is_period(name)]
        values = []
        for one in self.values:
            own = {"signs": {**self.signs, **one.signs}, "multiplier": one.multiplier or self.multiplier}
            named = [{"column": name, "period": name} for name in periods] if one.each else [{}]
            values += [one.model_copy(update={**own, **name}) for name in named]
        return self.model_copy(update={"values": tuple(values)})


def read_mapping(path: Path, catalogue: Catalogue) -> SheetMapping:
    """Read a mapping.

    Raises
    ------
    SchemaError
        With every problem, each with line and key.
    """
    mapping, problems = inspect_mapping(path, catalogue)
    raise_problems(problems)
    return cast("SheetMapping", mapping)  # without a problem there is one


def inspect_mapping(path: Path, catalogue: Catalogue) -> tuple[SheetMapping | None, list[Problem]]:
    """Give a mapping, or None where it breaks its form, and everything that is wrong with it."""
    file = read_yaml(path)
    if file.problems:
        return None, list(file.problems)
    mapping, problems = file.check(SheetMapping, dict(file.data))
    return mapping, problems or list(_find_problems(file, mapping, catalogue) if mapping else ())


def _find_problems(file: YamlFile, mapping: SheetMapping, catalogue: Catalogue) -> Iterator[Problem]:
    if list(mapping.header) != list(range(mapping.header[0], mapping.header[0] + len(mapping.header))):
        yield file.complain(("header",), "Lines that do not follow one another", "write them as [3, 4].")
    if bool(mapping.area.column) == bool(mapping.area.always):
        yield file.complain(("area",), "Not one of 'column' and 'always'", "say where the area stands, or which it is.")
    for field in ("period", "measure"):
        if (where := getattr(mapping, field)).column and where.always:
            yield file.complain((field,), "Both 'column' and 'always'", "keep one of the two.")
    yield from _find_undated(file, mapping)
    yield from _find_unclear(file, mapping)
    named: dict[Key, str] = {("area", "names", name): key for name, key in mapping.area.names.items()}
    for place, key in {**named, ("area", "always"): mapping.area.always}.items():
        if key and key not in catalogue.areas:
            fix = "correct it, or add it to data/catalogue/areas.yaml."
            yield file.complain_unknown(place, "area", key, catalogue.areas, fix)


def _find_unclear(file: YamlFile, mapping: SheetMapping) -> Iterator[Problem]:
    places: list[Key] = [("multiplier",), *(("values", str(at), "multiplier") for at in range(len(mapping.values)))]
    for place, where in zip(places, mapping.multipliers, strict=True):
        if isinstance(where, Multiplier) and bool(where.cell) == bool(where.column):
            yield file.complain(place, "Not one of 'cell' and 'column'", "say where the table gives its unit.")
    for name, sign in mapping.signs.items():
        if sign.value is not None and sign.status is schema.ObsStatus.MISSING:
            yield file.complain(("signs", name), "A value with status M", "keep one of the two.")
    if mapping.encoding and not is_encoding(mapping.encoding):
        what, fix = f"Unknown encoding '{mapping.encoding}'", "correct it."
        yield file.complain(("encoding",), what, fix, allowed=("utf-8", "utf-16", "windows-1252"))


def _find_undated(file: YamlFile, mapping: SheetMapping) -> Iterator[Problem]:
    stated: list[tuple[Key, str]] = [(("period", "always"), mapping.period.always)]
    stated += [(("values", str(at), "period"), one.period) for at, one in enumerate(mapping.values)]
    for place, period in stated:
        if period and not schema.is_period(period):
            yield file.complain(place, f"'{period}' is not a time period", "write it as SDMX does.", allowed=("2024",))
    for at, one in enumerate(mapping.values):
        if bool(one.column) == bool(one.each):
            fix = "name the column, or write 'each: period' for all columns that are named by a period."
            yield file.complain(("values", str(at)), "Not one of 'column' and 'each'", fix)
        elif not (one.each or one.period or mapping.period.column or mapping.period.always):
            fix = "give its 'period', or say under 'period' which column holds it."
            yield file.complain(("values", str(at)), f"No period of the column '{one.column}'", fix)

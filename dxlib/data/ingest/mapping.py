"""What a data officer writes about a spreadsheet, so that it can be read: sheet, header, and what each column means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, cast

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from dxlib.data import schema
from dxlib.data.catalogue import Catalogue
from dxlib.data.yaml_files import Key, YamlFile, read_yaml
from dxlib.errors import Problem, did_you_mean, raise_problems

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Mark = Annotated[str, StringConstraints(pattern=r"^[.,]$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Where(_Part):
    """Where something stands: in a column, or nowhere, as it is always the same."""

    column: Text = ""
    always: Text = ""


class AreaWhere(Where):
    """Where the area stands, and how it is written there."""

    map: Text = ""  # VN63 or VN34, where the areas are provinces
    names: Mapping[str, Text] = Field(default_factory=dict)  # as the sheet writes them: key of the area


class Values(_Part):
    """A column of values; what it measures, and when, unless other columns say so."""

    column: Text
    measure: Text = ""
    period: Text = ""


class SheetMapping(_Part):
    """One spreadsheet.

    Attributes
    ----------
    sheet
        Its name; the first when it is empty.
    header
        The lines that name the columns; a name is all of them joined by ``|``.
    last
        The last line of the table, where others follow it.
    delimiter, decimal
        Of a CSV; of numbers that are written as text.
    notes
        How lines begin that are no figures: sources, footnotes.
    area, period, measure, values
        Which columns they stand in. The measure is what the mapping of indicators names.
    """

    sheet: str = ""
    header: tuple[Annotated[int, Field(ge=1)], ...] = Field(min_length=1)
    last: Annotated[int, Field(ge=1)] | None = None
    delimiter: Annotated[str, StringConstraints(min_length=1, max_length=1)] = ","
    decimal: Mark | None = None
    notes: tuple[Text, ...] = ()
    area: AreaWhere
    period: Where = Where()
    measure: Where = Where()
    values: tuple[Values, ...] = Field(min_length=1)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The columns that say what a value is of."""
        return tuple(where.column for where in (self.area, self.period, self.measure) if where.column)


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
    areas = {"always": mapping.area.always} if mapping.area.always else {}
    for name, key in {**mapping.area.names, **areas}.items():
        if key not in catalogue.areas:
            place = ("area", name) if name == "always" and areas else ("area", "names", name)
            fix = "correct it, or add it to data/catalogue/areas.yaml."
            yield file.complain(place, f"Unknown area '{key}'", fix, hint=did_you_mean(key, catalogue.areas))


def _find_undated(file: YamlFile, mapping: SheetMapping) -> Iterator[Problem]:
    stated: list[tuple[Key, str]] = [(("period", "always"), mapping.period.always)]
    stated += [(("values", str(at), "period"), one.period) for at, one in enumerate(mapping.values)]
    for place, period in stated:
        if period and not schema.is_period(period):
            yield file.complain(place, f"'{period}' is not a time period", "write it as SDMX does.", allowed=("2024",))
    for at, one in enumerate(mapping.values):
        if not (one.period or mapping.period.column or mapping.period.always):
            fix = "give its 'period', or say under 'period' which column holds it."
            yield file.complain(("values", str(at)), f"No period of the column '{one.column}'", fix)

"""The structure message of the SDMX export: concepts, code lists, data structure, dataflow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time
from typing import Any, Final

from dxlib.data import schema
from dxlib.data.catalogue import Catalogue, Source
from dxlib.data.formats.columns import COLUMNS, KINDS, REQUIRED, STATUSES, TYPES, CsvColumn
from dxlib.data.formats.credits import name_export, name_source, spell
from dxlib.data.formats.sdmx_csv_text import ATTRIBUTES, DIMENSIONS, FLOW, PERIOD_AS_STORED, VERSION
from dxlib.data.formats.selection import Selection
from dxlib.errors import import_library
from dxlib.language import SOURCE_LANGUAGE, sentence

_Names = Mapping[str, str]
_Code = tuple[str, _Names, _Names]
_PERIOD: Final = CsvColumn(
    sentence("Period as stored").text,
    "The period in dxlib's store: TIME_PERIOD gives ranges as SDMX does, and 9999 for a target without a deadline.",
)
_LISTS: Final = {
    schema.INDICATOR: "CL_INDICATOR",
    schema.REF_AREA: "CL_AREA",
    schema.UNIT_MEASURE: "CL_UNIT",
    schema.SOURCE: "CL_SOURCE",
    schema.OBS_STATUS: "CL_OBS_STATUS",
    schema.KIND: "CL_KIND",
}
_TYPES: Final = {"number": "decimal", "integer": "integer", "date": "gregorianDay", "string": "string"}


def render_sdmx_structure(selection: Selection) -> bytes:
    """Give the structure message (SDMX-ML 2.1) that the SDMX-CSV of a selection refers to.

    Code lists hold the codes that the selection uses, named in the languages of the project.

    Raises
    ------
    MissingDependencyError
        Without ``sdmx1``: ``pip install 'dxlib[export]'``.
    """
    sdmx = import_library("sdmx", "The SDMX structure needs 'sdmx', which is not installed.", "export")
    model = sdmx.model.v21
    own, title = selection.catalogue.project, name_export(selection.catalogue).root
    agency = model.Agency(id=own.agency, name={own.first_language: own.name_publisher(own.first_language)})
    made = {"maintainer": agency, "version": VERSION,
            "is_final": False, "is_external_reference": False}  # fmt: skip
    lists = {
        column: _make_list(model, column, codes, selection.catalogue, made)
        for column, codes in _list_codes(selection).items()
    }
    concepts = _make_concepts(model, selection.catalogue, title, made)
    structure = _make_structure(model, lists, concepts, title, made)
    flow = model.DataflowDefinition(id=FLOW, name=title, structure=structure, **made)
    # The header needs a time; that of the clock would make each export of the same data differ.
    prepared = datetime.combine(selection.last_read, time(), UTC)
    header = sdmx.message.Header(id=own.agency, prepared=prepared, sender=made["maintainer"], test=False)
    message = sdmx.message.StructureMessage(header=header)
    for artefact in (*lists.values(), concepts, structure, flow):
        message.add(artefact)
    content: bytes = sdmx.to_xml(message, pretty_print=True)
    return content


def _list_codes(selection: Selection) -> dict[str, list[_Code]]:
    """Give id, names and descriptions of the codes that a selection uses, by column."""
    catalogue = selection.catalogue
    areas = {row[schema.REF_AREA] for row in selection.walk_rows()}
    indicators = {key: catalogue.indicators[key] for key in selection.tables}
    units = {entry.unit for entry in indicators.values()}
    return {
        schema.INDICATOR: [(key, entry.name.root, entry.definition.root) for key, entry in indicators.items()],
        schema.REF_AREA: [(key, catalogue.areas[key].name.root, {}) for key in sorted(areas)],
        schema.UNIT_MEASURE: [(key, catalogue.units[key].name.root, {}) for key in sorted(units)],
        schema.SOURCE: [
            (key, {SOURCE_LANGUAGE: name_source(one, catalogue)}, {SOURCE_LANGUAGE: _describe_source(one)})
            for key, one in selection.sources.items()
        ],
        schema.OBS_STATUS: [(status.value, spell(words, catalogue).root, {}) for status, words in STATUSES.items()],
        schema.KIND: [(kind.value, spell(words, catalogue).root, {}) for kind, words in KINDS.items()],
    }


def _describe_source(source: Source) -> str:
    copied = f"As copied in {source.copied_from}" if source.copied_from else ""
    return " ".join(part for part in (source.url, copied, f"Terms: {source.terms}") if part)


def _make_list(model: Any, column: str, codes: Iterable[_Code], catalogue: Catalogue, made: Mapping[str, Any]) -> Any:
    code_list = model.Codelist(id=_LISTS[column], name=spell(COLUMNS[column].title, catalogue).root, **made)
    for key, names, descriptions in codes:
        code_list.append(model.Code(id=key, name=names, description=descriptions))
    return code_list


def _make_concepts(model: Any, catalogue: Catalogue, title: _Names, made: Mapping[str, Any]) -> Any:
    scheme = model.ConceptScheme(id="CS_OBSERVATION", name=title, **made)
    for name, column in {**COLUMNS, PERIOD_AS_STORED: _PERIOD}.items():
        concept = model.Concept(
            id=name, name=spell(column.title, catalogue).root, description={SOURCE_LANGUAGE: column.meaning}
        )
        scheme.append(concept)
    return scheme


def _make_structure(model: Any, lists: Mapping[str, Any], concepts: Any, title: _Names, made: Mapping[str, Any]) -> Any:
    def describe(column: str) -> dict[str, Any]:
        if column in lists:
            shape = model.Representation(enumerated=lists[column])
        else:
            shown = "observationalTimePeriod" if column == schema.TIME_PERIOD else _TYPES[TYPES.get(column, "string")]
            facet = model.Facet(value_type=model.FacetValueType[shown])
            shape = model.Representation(non_enumerated=[facet])
        return {"id": column, "concept_identity": concepts[column], "local_representation": shape}

    structure = model.DataStructureDefinition(id=FLOW, name=title, **made)
    for place, column in enumerate(DIMENSIONS, start=1):
        kind = model.TimeDimension if column == schema.TIME_PERIOD else model.Dimension
        structure.dimensions.append(kind(order=place, **describe(column)))
    structure.measures.append(model.PrimaryMeasure(**describe(schema.OBS_VALUE)))
    for column in ATTRIBUTES:
        usage = model.UsageStatus.mandatory if column in REQUIRED else model.UsageStatus.conditional
        relation = model.PrimaryMeasureRelationship()
        structure.attributes.append(model.DataAttribute(related_to=relation, usage_status=usage, **describe(column)))
    # SDMX-ML 2.1 fixes these three ids.
    structure.dimensions.id, structure.measures.id = "DimensionDescriptor", "MeasureDescriptor"
    structure.attributes.id = "AttributeDescriptor"
    return structure

"""Data Package (version 2) of ``data/clean``: one resource per CSV, one shared schema, the catalogue as tables."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Final

from dxlib.data import schema
from dxlib.data.catalogue import Catalogue, Source
from dxlib.data.formats.columns import COLUMNS, REQUIRED, TYPES
from dxlib.data.formats.credits import describe_licence, name_export, name_source
from dxlib.data.words import Words
from dxlib.paths import write_file

PACKAGE: Final = "datapackage.json"
SCHEMA: Final = "tableschema.json"
_PROFILES: Final = "https://datapackage.org/profiles/2.0"
_CONSTRAINTS: Final[Mapping[str, Mapping[str, object]]] = {
    schema.TIME_PERIOD: {"pattern": f"({schema.PERIOD_PATTERN})?"},
    schema.OBS_STATUS: {"enum": [status.value for status in schema.ObsStatus]},
    schema.KIND: {"enum": [kind.value for kind in schema.Kind]},
    # The exact qualifier is the empty cell, which here means that the value is missing, so it is no code.
    schema.QUALIFIER: {"enum": [qualifier.value for qualifier in schema.Qualifier if qualifier]},
    schema.PUBLISHED: {"pattern": schema.DATE_PATTERN},
}
_REFERENCES: Final = {
    schema.INDICATOR: "catalogue-indicators",
    schema.REF_AREA: "catalogue-areas",
    schema.UNIT_MEASURE: "catalogue-units",
    schema.SOURCE: "catalogue-sources",
}


def render_table_schema() -> bytes:
    """Give the Table Schema that all clean CSVs share."""
    keys = [
        {"fields": [column], "reference": {"resource": resource, "fields": [column]}}
        for column, resource in _REFERENCES.items()
    ]
    content = {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [_describe_field(column) for column in schema.CLEAN_COLUMNS],
        "missingValues": [""],
        "primaryKey": list(schema.UNIQUE),
        "foreignKeys": keys,
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def render_data_package(
    catalogue: Catalogue, contents: Mapping[str, bytes], sources: Mapping[str, Collection[str]]
) -> bytes:
    """Give ``datapackage.json``, one line a resource.

    Parameters
    ----------
    catalogue
        What the indicators are, and under which terms each source publishes.
    contents
        The bytes of each clean CSV, by indicator.
    sources
        The ids of the sources that state the figures of each clean CSV, by indicator.
    """
    licence, project = describe_licence(catalogue), catalogue.project
    resources = [_describe_csv(catalogue, name, contents[name], sources[name]) for name in sorted(contents)]
    head = {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": "clean",
        "title": name_export(catalogue).main,
        "description": (
            "One row is one figure as one source states it. Sources that disagree all stay. The licence is that of the "
            "arrangement; figures belong to those who published them, under the terms named with each source."
        ),
        **({"licenses": [licence]} if licence else {}),
        "contributors": [{"title": project.name_publisher(project.first_language), "roles": ["wrangler"]}],
    }
    # One line for each resource, so that the diff of a changed CSV is one line.
    lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in (*resources, *_list_references(catalogue)))
    opening = json.dumps(head, ensure_ascii=False, indent=2).removesuffix("\n}")
    return f'{opening},\n  "resources": [\n{lines}\n  ]\n}}\n'.encode()


def write_data_package(
    folder: Path, catalogue: Catalogue, sources: Mapping[str, Collection[str]]
) -> tuple[Path, Path]:  # fmt: skip
    """Describe the clean CSVs of a folder in ``datapackage.json`` and ``tableschema.json`` beside them.

    Parameters
    ----------
    folder
        Where ``<indicator>.csv`` of each indicator stands already.
    catalogue, sources
        As :func:`render_data_package` takes them.
    """
    contents = {name: (folder / f"{name}.csv").read_bytes() for name in sources}
    package = render_data_package(catalogue, contents, sources)
    return write_file(folder / PACKAGE, package), write_file(folder / SCHEMA, render_table_schema())


def _describe_field(column: str) -> dict[str, object]:
    required = {"required": True} if column in REQUIRED else {}
    field: dict[str, object] = {
        "name": column,
        "type": TYPES.get(column, "string"),
        "title": COLUMNS[column].title,
        "description": COLUMNS[column].meaning,
        "constraints": {**required, **_CONSTRAINTS.get(column, {})},
    }
    # A part of the key is never missing: the empty period of a target without a deadline is a value like others.
    return {**field, "missingValues": []} if column == schema.TIME_PERIOD else field


def _describe_csv(
    catalogue: Catalogue, indicator: str, content: bytes, sources: Collection[str]
) -> dict[str, object]:  # fmt: skip
    entry = catalogue.indicators[indicator]
    return {
        "name": indicator,
        "type": "table",
        "title": entry.name.main,
        "description": entry.definition.main,
        "path": f"{indicator}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": SCHEMA,
        "sources": [_describe_source(catalogue.sources[name], catalogue) for name in sorted(sources)],
    }


def _describe_source(source: Source, catalogue: Catalogue) -> dict[str, str]:
    described = {"title": name_source(source, catalogue), "path": source.url, "copied_from": source.copied_from}
    described["terms"] = source.terms
    return {key: value for key, value in described.items() if value}


def _list_references(catalogue: Catalogue) -> list[dict[str, Any]]:
    """Give the tables that the codes of the CSVs refer to."""

    def spread(name: str, words: Words) -> dict[str, str]:
        return {f"{name}_{language.upper()}": words[language] for language in catalogue.project.languages}

    return [
        _describe_table("catalogue-indicators", "Indicators", schema.INDICATOR, {
            key: {
                **spread("NAME", entry.name), **spread("DEFINITION", entry.definition), "TOPIC": entry.topic,
                "UNIT_MEASURE": entry.unit, "UNIT_MULT": str(entry.unit_mult), "DIRECTION": entry.direction.value,
            }
            for key, entry in catalogue.indicators.items()
        }),
        _describe_table("catalogue-areas", "Areas", schema.REF_AREA, {
            key: {
                **spread("NAME", area.name), "KIND": area.kind, "FROM": area.exists.from_,
                "UNTIL": area.exists.until, "SUCCESSOR": area.successor,
            }
            for key, area in catalogue.areas.items()
        }),
        _describe_table("catalogue-units", "Units", schema.UNIT_MEASURE, {
            key: spread("NAME", unit.name) for key, unit in catalogue.units.items()
        }),
        _describe_table("catalogue-sources", "Sources, with their terms", schema.SOURCE, {
            key: {
                **spread("PUBLISHER", catalogue.publishers[source.publisher].name), "VIA": source.via,
                "TITLE": source.title, "LANGUAGE": source.language, "URL": source.url,
                "COPIED_FROM": source.copied_from, "PUBLISHED": source.published, "READ": source.read,
                "TERMS": source.terms,
            }
            for key, source in catalogue.sources.items()
        }),
    ]  # fmt: skip


def _describe_table(name: str, title: str, key: str, entries: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    columns = [key, *next(iter(entries.values()), {})]
    return {
        "name": name,
        "type": "table",
        "title": title,
        "data": [columns, *([entry, *cells.values()] for entry, cells in entries.items())],
        "schema": {"fields": [{"name": column, "type": "string"} for column in columns], "primaryKey": [key]},
    }

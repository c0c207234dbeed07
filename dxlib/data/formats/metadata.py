"""Metadata for catalogues and search engines, as JSON-LD: DCAT, and schema.org's Dataset."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import quote

from dxlib.data import schema
from dxlib.data.catalogue import Catalogue, Source
from dxlib.data.formats.credits import describe_licence, name_export, name_source, name_unit, spell
from dxlib.data.formats.selection import Selection, list_sources
from dxlib.data.schema import Row
from dxlib.data.words import Words
from dxlib.language import sentence

_Node = dict[str, Any]
_RIGHTS: Final = sentence("Figures keep the terms of their sources, which are named with each.").text
_CONTEXT: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
# A publication may be known to the year or month alone, which xsd:date does not allow.
_DATE_TYPES: Final = {len("2024"): "xsd:gYear", len("2024-09"): "xsd:gYearMonth", len("2024-09-01"): "xsd:date"}
# What RFC 3986 allows in an address but brackets; with "%", so that what is escaped already stays as it is.
_IN_ADDRESSES: Final = "!#$%&'()*+,/:;=?@~-._"
_AGENT: Final = "#publisher"


def render_dcat(selection: Selection) -> bytes:
    """Give a selection as a DCAT catalogue: one dataset per indicator, its sources each with their terms.

    The clean CSVs stand beside the metadata.
    """
    catalogue = selection.catalogue
    topics = sorted({catalogue.indicators[name].topic for name in selection.tables})
    areas = sorted({row[schema.REF_AREA] for row in selection.walk_rows()})
    graph = [
        _describe_catalog(selection),
        {"@id": _AGENT, "@type": "foaf:Agent", "foaf:name": _translate(_name_publisher(catalogue))},
        *(_describe_dataset(selection, name) for name in selection.tables),
        *(_describe_distribution(name, catalogue) for name in selection.tables),
        *(_describe_source(name, source, catalogue) for name, source in selection.sources.items()),
        *(_describe_named("topic", "skos:Concept", key, catalogue.topics[key].name) for key in topics),
        *(_describe_named("area", "dct:Location", key, catalogue.areas[key].name) for key in areas),
    ]
    return _render({"@context": _CONTEXT, "@graph": graph})


def render_schema_org(selection: Selection) -> bytes:
    """Give schema.org metadata: a ``Dataset`` for one indicator, a ``DataCatalog`` of them for several.

    ``<`` is escaped, so that the text may stand in the ``script`` element of a page. The clean CSVs stand beside it.
    """
    datasets = [_describe_for_search(selection.catalogue, name, rows) for name, rows in selection.tables.items()]
    if len(datasets) == 1:
        return _render({"@context": "https://schema.org", **datasets[0]})
    licence = describe_licence(selection.catalogue)
    catalog = {
        "@context": "https://schema.org", "@type": "DataCatalog", "name": name_export(selection.catalogue).main,
        "description": _RIGHTS, **({"license": licence["path"]} if licence else {}), "dataset": datasets,
    }  # fmt: skip
    return _render(catalog)


def _render(content: _Node) -> bytes:
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return (text.replace("<", "\\u003c") + "\n").encode()


def _find_days(rows: Sequence[Row]) -> tuple[str, str] | None:
    """Give the first and the last day that the rows tell of; none where all are undated."""
    periods = [row[schema.TIME_PERIOD] for row in rows if row[schema.TIME_PERIOD]]
    if not periods:
        return None
    return min(map(schema.start_of_period, periods)).isoformat(), max(map(schema.end_of_period, periods)).isoformat()


def _translate(words: Words) -> list[_Node]:
    return [{"@value": text, "@language": language} for language, text in words.root.items()]


def _date(text: str) -> _Node:
    return {"@value": text, "@type": _DATE_TYPES[len(text)]}


def _name_publisher(catalogue: Catalogue) -> Words:
    project = catalogue.project
    return project.publisher.name if project.publisher else project.title


def _describe_catalog(selection: Selection) -> _Node:
    licence = describe_licence(selection.catalogue)
    return {
        "@id": "#catalog", "@type": "dcat:Catalog", "dct:title": _translate(name_export(selection.catalogue)),
        "dct:description": _translate(spell(_RIGHTS, selection.catalogue)), "dct:publisher": {"@id": _AGENT},
        **({"dct:license": {"@id": licence["path"]}} if licence else {}),
        "dct:modified": _date(selection.last_read.isoformat()),
        "dcat:dataset": [{"@id": f"#indicator-{name}"} for name in selection.tables],
    }  # fmt: skip


def _describe_dataset(selection: Selection, indicator: str) -> _Node:
    entry, rows = selection.catalogue.indicators[indicator], selection.tables[indicator]
    sources, days = list_sources(selection.catalogue, rows), _find_days(rows)
    dataset = {
        "@id": f"#indicator-{indicator}", "@type": "dcat:Dataset", "dct:identifier": indicator,
        "dct:title": _translate(entry.name), "dct:description": _translate(entry.definition),
        "dct:publisher": {"@id": _AGENT}, "dcat:theme": {"@id": f"#topic-{entry.topic}"},
        "dct:spatial": [{"@id": f"#area-{key}"} for key in sorted({row[schema.REF_AREA] for row in rows})],
        "dct:source": [{"@id": f"#source-{name}"} for name in sources],
        "dct:modified": _date(max(source.read for source in sources.values())),
        "dcat:distribution": {"@id": f"{indicator}.csv"},
    }  # fmt: skip
    if days:
        start, end = (_date(day) for day in days)
        dataset["dct:temporal"] = {"@type": "dct:PeriodOfTime", "dcat:startDate": start, "dcat:endDate": end}
    return dataset


def _describe_distribution(indicator: str, catalogue: Catalogue) -> _Node:
    address = {"@id": f"{indicator}.csv"}
    return {
        **address, "@type": "dcat:Distribution", "dcat:accessURL": address, "dcat:downloadURL": address,
        "dcat:mediaType": {"@id": "https://www.iana.org/assignments/media-types/text/csv"},
        "dct:rights": {"@type": "dct:RightsStatement", "rdfs:label": _translate(spell(_RIGHTS, catalogue))},
    }  # fmt: skip


def _describe_source(name: str, source: Source, catalogue: Catalogue) -> _Node:
    publisher = catalogue.publishers[source.publisher].name
    node: _Node = {
        "@id": f"#source-{name}", "@type": "dct:BibliographicResource", "dct:identifier": name,
        "dct:title": name_source(source, catalogue), "dct:language": source.language,
        "dct:publisher": {"@id": f"#publisher-{source.publisher}", "@type": "foaf:Agent",
                          "foaf:name": _translate(publisher)},
        "dct:rights": {"@type": "dct:RightsStatement", "rdfs:label": source.terms},
    }  # fmt: skip
    if source.url:
        node["foaf:page"] = {"@id": quote(source.url, safe=_IN_ADDRESSES)}
    if source.copied_from:
        node["dct:hasFormat"] = {"@id": quote(source.copied_from, safe=_IN_ADDRESSES)}
    if source.published:
        node["dct:issued"] = _date(source.published)
    return node


def _describe_named(prefix: str, kind: str, code: str, name: Words) -> _Node:
    return {"@id": f"#{prefix}-{code}", "@type": kind, "dct:identifier": code, "skos:prefLabel": _translate(name)}


def _describe_for_search(catalogue: Catalogue, indicator: str, rows: Sequence[Row]) -> _Node:
    entry, days = catalogue.indicators[indicator], _find_days(rows)
    areas = {key: catalogue.areas[key].name.main for key in sorted({row[schema.REF_AREA] for row in rows})}
    # No "license": that of the arrangement is not that of the figures, which belong to their publishers.
    dataset: _Node = {
        "@type": "Dataset", "identifier": indicator, "name": entry.name.main,
        "alternateName": [text for text in entry.name.list_texts() if text != entry.name.main],
        "description": entry.definition.main, "copyrightNotice": _RIGHTS,
        "keywords": [catalogue.topics[entry.topic].name.main],
        "creator": {"@type": "Organization", "name": _name_publisher(catalogue).main},
        "variableMeasured": {"@type": "PropertyValue", "propertyID": indicator, "name": entry.label.main,
                             "unitText": name_unit(entry, catalogue)},
        "spatialCoverage": [{"@type": "Place", "name": name, "identifier": key} for key, name in areas.items()],
        "isBasedOn": [_cite(source, catalogue) for source in list_sources(catalogue, rows).values()],
        "distribution": {"@type": "DataDownload", "encodingFormat": "text/csv", "contentUrl": f"{indicator}.csv"},
    }  # fmt: skip
    return {**dataset, "temporalCoverage": "/".join(days)} if days else dataset


def _cite(source: Source, catalogue: Catalogue) -> _Node:
    publisher = catalogue.publishers[source.publisher].name.main
    work = {
        "@type": "CreativeWork", "name": name_source(source, catalogue), "url": source.url,
        "publisher": {"@type": "Organization", "name": publisher}, "datePublished": source.published,
        "inLanguage": source.language, "copyrightNotice": source.terms,
        "encoding": {"@type": "MediaObject", "contentUrl": source.copied_from} if source.copied_from else "",
    }  # fmt: skip
    return {key: value for key, value in work.items() if value}

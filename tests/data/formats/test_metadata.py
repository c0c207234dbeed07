"""Metadata as JSON-LD, read as triples by rdflib."""

import json

import pytest
from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef

from dxlib.data.formats.metadata import render_dcat, render_schema_org
from dxlib.data.formats.selection import Selection
from dxlib.data.words import Words
from tests.data.formats.conftest import COPY

# rdflib 7.6 warns of a class that its own reader of JSON-LD uses.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
HERE = "https://data.example.org/dx/catalog.jsonld"
SDO = Namespace("https://schema.org/")


def name(part):
    return URIRef(f"{HERE}#{part}")


def read_graph(content):
    return Graph().parse(data=content.decode(), format="json-ld", publicID=HERE)


def read_schema_org(content):
    """Read schema.org's terms without asking the network for their context."""
    document = json.loads(content)
    assert document.pop("@context") == "https://schema.org"
    return read_graph(json.dumps({"@context": {"@vocab": str(SDO)}, **document}).encode())


@pytest.fixture
def graph(store):
    return read_graph(render_dcat(store))


@pytest.fixture
def one(store):
    return Selection(store.catalogue, {"online_share": store.tables["online_share"]})


def test_the_catalogue_lists_every_indicator_as_a_dataset(graph):
    assert set(graph.subjects(RDF.type, DCAT.Catalog)) == {name("catalog")}
    datasets = {name("indicator-egdi_rank"), name("indicator-online_share")}
    assert set(graph.objects(name("catalog"), DCAT.dataset)) == datasets
    assert set(graph.subjects(RDF.type, DCAT.Dataset)) == datasets
    assert (name("catalog"), DCTERMS.modified, Literal("2026-11-22", datatype=XSD.date)) in graph


def test_a_dataset_says_what_where_when_and_in_three_languages(graph):
    share = name("indicator-online_share")
    assert set(graph.objects(share, DCTERMS.title)) == {
        Literal("share name", "en"), Literal("share name (tiếng Việt)", "vi"), Literal("share name (français)", "fr"),
    }  # fmt: skip
    assert {graph.value(place, DCTERMS.identifier) for place in graph.objects(share, DCTERMS.spatial)} == {
        Literal("VNM")
    }
    period = graph.value(share, DCTERMS.temporal)
    assert graph.value(period, DCAT.startDate) == Literal("2021-01-01", datatype=XSD.date)
    assert graph.value(period, DCAT.endDate) == Literal("2025-12-31", datatype=XSD.date)
    theme = graph.value(share, DCAT.theme)
    assert Literal("Services", "en") in set(graph.objects(theme, SKOS.prefLabel))
    named = set(graph.objects(graph.value(share, DCTERMS.publisher), FOAF.name))
    assert named == {Literal("Toy Office", "en"), Literal("Cơ quan Thử", "vi"), Literal("Bureau d’essai", "fr")}


def test_the_csv_is_found_beside_the_metadata(graph):
    address = URIRef("https://data.example.org/dx/online_share.csv")
    assert (name("indicator-online_share"), DCAT.distribution, address) in graph
    assert (address, DCAT.downloadURL, address) in graph


def test_every_source_of_a_dataset_keeps_its_own_terms_and_no_licence_is_claimed_for_figures(graph):
    rank = name("indicator-egdi_rank")
    assert set(graph.objects(rank, DCTERMS.source)) == {name("source-un-2024"), name("source-mic-2022")}
    rights = graph.value(name("source-un-2024"), DCTERMS.rights)
    assert graph.value(rights, RDFS.label) == Literal("CC BY")
    assert graph.value(name("source-un-2024"), FOAF.page) == URIRef("https://example.org/un")
    assert graph.value(name("source-un-2024"), DCTERMS.issued) == Literal("2024-09", datatype=XSD.gYearMonth)
    assert set(graph.subjects(DCTERMS.license)) == {name("catalog")}


def test_a_source_without_address_and_date_has_none(graph):
    node = name("source-un-undated")
    assert (node, DCTERMS.identifier, Literal("un-undated")) in graph
    assert graph.value(node, FOAF.page) is None
    assert graph.value(node, DCTERMS.issued) is None


def test_addresses_with_signs_that_no_address_has_are_escaped(store):
    sources = {
        key: source.model_copy(update={"url": "https://example.org/số liệu[1]%20.pdf?a=<b>"})
        for key, source in store.catalogue.sources.items()
    }
    changed = Selection(store.catalogue.model_copy(update={"sources": sources}), store.tables)
    page = read_graph(render_dcat(changed)).value(name("source-un-2024"), FOAF.page)
    assert page == URIRef("https://example.org/s%E1%BB%91%20li%E1%BB%87u%5B1%5D%20.pdf?a=%3Cb%3E")


def test_several_indicators_are_a_data_catalogue_of_schema_org(store):
    graph = read_schema_org(render_schema_org(store))
    (catalog,) = graph.subjects(RDF.type, SDO.DataCatalog)
    assert {str(graph.value(each, SDO.identifier)) for each in graph.objects(catalog, SDO.dataset)} == {
        "egdi_rank", "online_share",
    }  # fmt: skip


def test_one_indicator_is_a_dataset_of_schema_org(one):
    graph = read_schema_org(render_schema_org(one))
    (dataset,) = graph.subjects(RDF.type, SDO.Dataset)
    assert (None, RDF.type, SDO.DataCatalog) not in graph
    said = {
        SDO.identifier: "online_share", SDO.name: "share name", SDO.description: "share definition",
        SDO.temporalCoverage: "2021-01-01/2025-12-31",
    }  # fmt: skip
    assert {key: str(graph.value(dataset, key)) for key in said} == said
    assert {str(text) for text in graph.objects(dataset, SDO.alternateName)} == {
        "share name (tiếng Việt)", "share name (français)",
    }  # fmt: skip
    assert str(graph.value(graph.value(dataset, SDO.variableMeasured), SDO.unitText)) == "per cent"
    download = graph.value(dataset, SDO.distribution)
    assert str(graph.value(download, SDO.contentUrl)) == "online_share.csv"
    works = list(graph.objects(dataset, SDO.isBasedOn))
    assert len(works) == 4
    assert {str(graph.value(work, SDO.copyrightNotice)) for work in works} == {"not stated"}
    assert str(graph.value(graph.value(dataset, SDO.spatialCoverage), SDO.name)) == "Viet Nam"


def test_undated_rows_have_no_time(one):
    table = [row for row in one.tables["online_share"] if not row["TIME_PERIOD"]]
    undated = Selection(one.catalogue, {"online_share": table})
    assert (None, DCTERMS.temporal, None) not in read_graph(render_dcat(undated))
    assert b"temporalCoverage" not in render_schema_org(undated)


@pytest.mark.parametrize("render", [render_dcat, render_schema_org])
def test_the_text_may_stand_in_a_page_and_is_the_same_each_time(store, render):
    entry = store.catalogue.indicators["egdi_rank"]
    words = Words({**entry.definition.root, "en": "</script><b>"})
    indicators = {**store.catalogue.indicators, "egdi_rank": entry.model_copy(update={"definition": words})}
    content = render(Selection(store.catalogue.model_copy(update={"indicators": indicators}), store.tables))
    assert b"<" not in content
    assert "</script><b>" in str(json.loads(content))
    assert render(store) == render(store)


def test_a_source_that_was_read_in_a_copy_leads_to_it_beside_the_publishers_address(copied):
    graph, node = read_graph(render_dcat(copied)), name("source-un-2024")
    copy = URIRef("https://github.com/somebody/copies/blob/1b2f/s%E1%BB%91%5B1%5D.csv")
    assert set(graph.subject_objects(DCTERMS.hasFormat)) == {(node, copy)}
    assert graph.value(node, FOAF.page) == URIRef("https://example.org/un")
    title = "United Nations, Survey, 2024-09; as copied in github.com/somebody/copies"
    assert str(graph.value(node, DCTERMS.title)) == title
    searched = read_schema_org(render_schema_org(copied))
    (work,) = searched.subjects(SDO.name, Literal(title))
    assert str(searched.value(work, SDO.url)) == "https://example.org/un"
    assert str(searched.value(searched.value(work, SDO.encoding), SDO.contentUrl)) == COPY

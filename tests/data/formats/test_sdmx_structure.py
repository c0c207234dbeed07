"""The structure message: written by sdmx1, judged by pysdmx and the schemas of the standard."""

import io
from pathlib import Path

import pytest
import sdmx
from pysdmx.io import read_sdmx

from dxlib.data import schema
from dxlib.data.formats.sdmx_csv_text import ATTRIBUTES, DIMENSIONS
from dxlib.data.formats.sdmx_structure import render_sdmx_structure
from dxlib.errors import MissingDependencyError
from dxlib.paths import write_file
from tests.data.formats.conftest import COPY


@pytest.fixture
def artefacts(store, tmp_path: Path):
    path = write_file(tmp_path / "structure.xml", render_sdmx_structure(store))
    return {artefact.id: artefact for artefact in read_sdmx(path, validate=True).structures if artefact.id}


def test_another_library_and_the_standard_s_schema_accept_it(artefacts):
    assert {type(artefact).__name__ for artefact in artefacts.values()} >= {"Codelist", "ConceptScheme"}
    assert set(artefacts) == {
        "CL_INDICATOR", "CL_AREA", "CL_UNIT", "CL_SOURCE", "CL_OBS_STATUS", "CL_KIND", "CS_OBSERVATION", "OBSERVATIONS",
    }  # fmt: skip


def test_every_column_has_its_place_and_every_coded_one_its_list(store, tmp_path):
    path = write_file(tmp_path / "structure.xml", render_sdmx_structure(store))
    structure = next(each for each in read_sdmx(path).structures if type(each).__name__ == "DataStructureDefinition")
    assert [part.id for part in structure.components.dimensions] == list(DIMENSIONS)
    assert [part.id for part in structure.components.measures] == [schema.OBS_VALUE]
    assert [part.id for part in structure.components.attributes] == list(ATTRIBUTES)
    coded = {part.id for part in structure.components if part.enumeration}
    assert coded == {"INDICATOR", "REF_AREA", "UNIT_MEASURE", "SOURCE", "OBS_STATUS", "KIND"}
    required = {part.id for part in structure.components.attributes if part.required}
    assert required == {"UNIT_MEASURE", "UNIT_MULT", "OBS_STATUS", "KNOWN_SINCE"}


def test_every_code_that_a_row_uses_is_in_its_list(artefacts, store):
    for column, name in (
        ("INDICATOR", "CL_INDICATOR"), ("REF_AREA", "CL_AREA"), ("UNIT_MEASURE", "CL_UNIT"), ("SOURCE", "CL_SOURCE"),
    ):  # fmt: skip
        assert {code.id for code in artefacts[name]} == {row[column] for row in store.walk_rows()}
    assert {code.id for code in artefacts["CL_OBS_STATUS"]} == set(schema.ObsStatus)
    assert {code.id for code in artefacts["CL_KIND"]} == set(schema.Kind)


def test_names_stand_in_three_languages_and_sources_with_their_terms(store):
    message = sdmx.read_sdmx(io.BytesIO(render_sdmx_structure(store)))
    assert message.codelist["CL_AREA"]["VNM"].name.localizations == {
        "en": "Viet Nam", "vi": "Viet Nam (tiếng Việt)", "fr": "Viet Nam (français)",
    }  # fmt: skip
    for scheme in (*message.codelist.values(), *message.concept_scheme.values()):
        items = [item for item in scheme.items.values() if scheme.id != "CL_SOURCE"]
        assert all(set(item.name.localizations) == {"en", "vi", "fr"} for item in items)
    assert message.codelist["CL_SOURCE"]["un-2024"].description["en"] == "https://example.org/un Terms: CC BY"


def test_the_same_data_give_the_same_bytes_whenever_they_are_written(store):
    content = render_sdmx_structure(store)
    assert render_sdmx_structure(store) == content
    assert b"<mes:Prepared>2026-11-22T00:00:00+00:00</mes:Prepared>" in content


def test_without_the_library_the_message_names_the_extra(store, without):
    without("sdmx")
    with pytest.raises(MissingDependencyError) as caught:
        render_sdmx_structure(store)
    assert str(caught.value) == (
        "The SDMX structure needs 'sdmx', which is not installed.\nFix: pip install 'dxlib[export]'."
    )


def test_a_source_that_was_read_in_a_copy_says_so(copied):
    code = sdmx.read_sdmx(io.BytesIO(render_sdmx_structure(copied))).codelist["CL_SOURCE"]["un-2024"]
    assert code.name["en"] == "United Nations, Survey, 2024-09; as copied in github.com/somebody/copies"
    assert code.description["en"] == f"https://example.org/un As copied in {COPY} Terms: CC BY"


def test_a_source_without_an_address_is_described_by_its_terms(store):
    code = sdmx.read_sdmx(io.BytesIO(render_sdmx_structure(store))).codelist["CL_SOURCE"]["mic-2022"]
    assert code.description["en"] == "Terms: not stated"

"""The table for people: names for codes, and nothing that a spreadsheet would compute."""

import csv
import io
from dataclasses import replace

import pytest

from dxlib.data import schema
from dxlib.data.formats.credits import spell
from dxlib.data.formats.harmless_cells import disarm, may_become_formula
from dxlib.data.formats.readable import (
    HEADINGS,
    READABLE,
    list_readable,
    render_readable_csv,
)
from tests.data.formats.conftest import COPY


def read_cells(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_codes_become_names_and_numbers_stay_as_written(store):
    (row,) = [row for row in store.walk_rows() if row["QUALIFIER"] == "~"]
    assert next(list_readable([row], store.catalogue, "fr")) == {
        "INDICATOR": "share name (français)", "REF_AREA": "Viet Nam (français)", "AREA_CODE": "VNM",
        "TIME_PERIOD": "2024", "KIND": "constaté", "QUALIFIER": "environ", "OBS_VALUE": "45", "UPPER_VALUE": "",
        "OUT_OF": "", "UNIT_MEASURE": "per cent (français)", "UNIT_MULT": "0", "OBS_STATUS": "normal",
        "SOURCE": "Ministry (français), Newspaper, https://example.org/news", "LOCATOR": "p3", "PUBLISHED": "2025",
        "AS_WRITTEN": "environ 45 %", "COMMENT": "",
        "KNOWN_SINCE": "2025-12-31", "KNOWN_UNTIL": "", "TERMS": "not stated",
    }  # fmt: skip


def test_every_clean_column_and_every_source_s_terms_are_there():
    assert set(READABLE) == {*schema.CLEAN_COLUMNS, "AREA_CODE", "TERMS"}
    assert set(HEADINGS) == set(READABLE)


@pytest.mark.parametrize("language", ["en", "vi", "fr"])
def test_the_csv_has_headings_in_the_language_and_every_row(store, language):
    content = render_readable_csv(store, language=language)
    assert content.startswith("\ufeff".encode())
    head, *rows = read_cells(content)
    assert head == [spell(HEADINGS[name], store.catalogue)[language] for name in READABLE]
    assert rows == [list(cells.values()) for cells in list_readable(store.walk_rows(), store.catalogue, language)]


def test_no_cell_of_the_csv_computes_and_negative_numbers_stay_numbers(hard):
    head, *rows = read_cells(render_readable_csv(hard))
    assert not any(may_become_formula(cell) for row in rows for cell in row)
    texts = [row["COMMENT"] for row in hard.walk_rows()]
    assert [row[head.index("Comment")] for row in rows] == [disarm(text) for text in texts]
    assert sum(text != disarm(text) for text in texts) == 4
    values = [row[head.index("Value")] for row in rows]
    assert values == [row["OBS_VALUE"] for row in hard.walk_rows()]
    assert "-3.50" in values


def test_without_a_language_it_is_in_the_first_one_of_the_project(store):
    assert render_readable_csv(store) == render_readable_csv(store, language="en")
    project = store.catalogue.project.model_copy(update={"languages": ("fr", "en")})
    french = replace(store, catalogue=store.catalogue.model_copy(update={"project": project}))
    assert render_readable_csv(french) == render_readable_csv(store, language="fr")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", f"United Nations, Survey, https://example.org/un, as copied in {COPY}"),
        ("vi", f"United Nations (tiếng Việt), Survey, https://example.org/un, theo bản sao trên {COPY}"),
        ("fr", f"United Nations (français), Survey, https://example.org/un, d’après une copie déposée sur {COPY}"),
    ],
)
def test_a_source_that_was_read_in_a_copy_says_so_in_the_language(copied, language, said):
    own = [row for row in copied.walk_rows() if row["SOURCE"] == "un-2024"]
    rows = list_readable(own, copied.catalogue, language)
    assert {row["SOURCE"] for row in rows} == {said}

"""One call for every format, with errors that say what to do."""

import pytest

from dxlib.data.clean import clean
from dxlib.data.formats.exporting import FORMATS, export
from dxlib.data.formats.metadata import render_dcat, render_schema_org
from dxlib.data.formats.readable import render_readable_csv
from dxlib.data.formats.sdmx_csv_text import render_sdmx_csv
from dxlib.data.formats.sdmx_structure import render_sdmx_structure
from dxlib.data.formats.selection import read_selection
from dxlib.data.formats.workbook_export import render_spreadsheet
from dxlib.errors import ConfigError, DataError

RENDERERS = {
    "csv": render_readable_csv,
    "sdmx-csv": render_sdmx_csv,
    "sdmx-structure": render_sdmx_structure,
    "dcat": render_dcat,
    "schema-org": render_schema_org,
}


@pytest.fixture
def project(toy):
    clean(toy.project)
    return toy.project


@pytest.mark.parametrize("name", RENDERERS)
def test_each_format_writes_the_chosen_rows(project, tmp_path, name):
    path = export(project, format=name, indicators=["egdi_rank"], areas=["VNM"], output=tmp_path / "out")
    chosen = read_selection(project, indicators=["egdi_rank"], areas=["VNM"])
    assert path == tmp_path / "out"
    assert path.read_bytes() == RENDERERS[name](chosen)


@pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")
@pytest.mark.filterwarnings("ignore:Exception ignored in.*gptheme:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:unclosed file.*gptheme:ResourceWarning")
def test_the_spreadsheet_is_an_archive(project, tmp_path):
    path = export(project, format="xlsx", output=tmp_path / "out.xlsx")
    assert path.read_bytes().startswith(b"PK")
    assert path.read_bytes() == render_spreadsheet(read_selection(project))
    assert set(FORMATS) == {*RENDERERS, "xlsx"}


def test_an_unknown_format_is_named_with_the_nearest(project, tmp_path):
    with pytest.raises(ConfigError) as caught:
        export(project, format="sdmxcsv", output=tmp_path / "out")
    assert str(caught.value) == (
        "Unknown format 'sdmxcsv'. Did you mean 'sdmx-csv'?\n"
        "Allowed: 'csv', 'sdmx-csv', 'sdmx-structure', 'xlsx', 'dcat', 'schema-org'.\n"
        "Fix: choose one of these."
    )


@pytest.mark.parametrize("place", ["data/clean/mine.csv", "data/raw/../catalogue/mine.csv"])
def test_nothing_is_written_among_the_data(project, place):
    output = project.root / place
    with pytest.raises(ConfigError) as caught:
        export(project, format="csv", output=output)
    assert str(caught.value) == (
        f"'{output}' lies in data/, which holds what exports are made from.\nFix: write somewhere else, as exports/."
    )
    assert not output.exists()


def test_nothing_is_written_when_the_choice_is_wrong(project, tmp_path):
    with pytest.raises(DataError, match=r"^Unknown area 'XXX'\."):
        export(project, format="csv", areas=["XXX"], output=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_folder_must_exist(project, tmp_path):
    with pytest.raises(ConfigError, match=r"^No folder '.*/none' to write 'out' to\."):
        export(project, format="csv", output=tmp_path / "none" / "out")

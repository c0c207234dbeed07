"""That clean data are what raw data give is proved once for the same files."""

from __future__ import annotations

import pytest

from dxlib import freshness
from dxlib.build import gate
from dxlib.build.briefs import read_declarations
from dxlib.build.building import build_jobs
from dxlib.build.gate import find_faults, prove_clean, refuse_altered
from dxlib.build.report import LineReporter
from dxlib.build.run import Options
from dxlib.data import stamp
from dxlib.data.catalogue_files import forget_catalogue
from dxlib.data.clean import clean
from dxlib.data.stamp import hash_outputs, write_stamp
from dxlib.errors import DataError
from tests.conftest import Toy

REPORT = LineReporter(print, print)


@pytest.fixture
def project(toy: Toy):
    clean(toy.project)
    return toy.project


def tamper(project):
    stored = project.clean / "egdi_rank.csv"
    stored.write_text(stored.read_text("utf-8").replace(",71,", ",61,"), "utf-8")


def forget():
    """Be another process."""
    freshness._remembered.clear()
    stamp._seen.clear()


def test_what_was_proved_once_is_not_proved_again(project, monkeypatch):
    assert prove_clean(project) == ()
    monkeypatch.setattr(gate, "find_faults", lambda _: pytest.fail("proved again"))
    assert prove_clean(project) == ()
    forget()
    assert prove_clean(project) == ()


def test_it_is_proved_again_when_a_mapping_that_lies_elsewhere_changes(toy, project, monkeypatch):
    # What is read by the mapping does not matter here: whether anybody looks does.
    monkeypatch.setattr(gate, "find_faults", lambda _: iter(()))
    toy.write("data/catalogue/feeds.yaml", "users:\n  mapping: users.yaml\n")
    toy.write("users.yaml", "scale: 1\n")
    assert prove_clean(project) == ()
    toy.write("users.yaml", "scale: 1000\n")
    monkeypatch.setattr(gate, "find_faults", lambda _: iter(["other"]))
    assert prove_clean(project) == ("other",)


@pytest.mark.parametrize("part", ["clean", "ledgers", "catalogue"])
def test_it_is_proved_again_when_a_file_of_either_side_changes(project, part):
    assert prove_clean(project) == ()
    if part == "clean":
        tamper(project)
    elif part == "ledgers":
        ledger = project.ledgers / "main.csv"
        ledger.write_text(ledger.read_text("utf-8").replace('"71"', '"61"'), "utf-8")
    else:
        sources = project.catalogue / "sources.csv"
        sources.write_text(sources.read_text("utf-8").replace('"2024-09"', '"2024-08"'), "utf-8")
    assert prove_clean(project) != ()
    forget()
    assert prove_clean(project) != ()
    clean(project)
    assert prove_clean(project) == ()


def test_a_stamp_of_cleaning_that_somebody_wrote_anew_proves_nothing(project):
    tamper(project)
    write_stamp(project, hash_outputs(project))
    assert [fault.partition(":")[0] for fault in prove_clean(project)] == [
        "data/clean/egdi_rank.csv, line 4, OBS_VALUE"
    ]


def test_the_description_of_the_data_is_part_of_them(project):
    package = project.clean / "datapackage.json"
    package.write_text(package.read_text("utf-8").replace("CC BY", "CC0"), "utf-8")
    faults = find_faults(project)
    assert faults
    assert all(fault.startswith("data/clean/datapackage.json, line ") for fault in faults)


def test_raw_data_that_cannot_be_read_prove_nothing(project):
    (project.ledgers / "main.csv").write_text("A,B\n", "utf-8")
    assert prove_clean(project) == (
        "data/raw/ledgers/main.csv, line 1, is no row of a ledger.\nFix: run 'dxlib check'.",
    )


def test_a_build_after_a_change_of_the_title_says_what_changed(house):
    house.be_built(areas=["VNM"], languages=["en"], editions=[2024])
    text = house.project.file.read_text("utf-8")
    forget_catalogue()
    house.project.file.write_text(text.replace("title: {en: ", "title: {en: New "), "utf-8")
    with pytest.raises(DataError) as error:
        refuse_altered(house.project)
    lines = str(error.value).splitlines()
    assert lines[0] == "data/clean was made before dxlib.yaml changed:"
    assert lines[1].startswith("- data/clean/datapackage.json, line ")
    assert "stands there, but dxlib.yaml and the catalogue give '" in lines[1]
    assert lines[-1] == "Fix: run 'dxlib clean'."


def test_a_build_from_altered_data_is_refused_before_anything_runs(house):
    house.be_built(areas=["VNM"], languages=["en"], editions=[2024])
    tamper(house.project)
    declarations = read_declarations(house.project, house.toy.catalogue)
    with pytest.raises(DataError) as error:
        build_jobs(house.project, house.toy.catalogue, house.list_jobs(), declarations, Options(workers=2), REPORT)
    assert str(error.value) == (
        "data/clean is not what data/raw gives:\n"
        "- data/clean/egdi_rank.csv, line 5, OBS_VALUE: '61' stands there, but data/raw gives '71'\n"
        "Fix: run 'dxlib clean'."
    )
    assert house.build(areas=["VNM"], languages=["en"], editions=[2024]).exit_code == 0

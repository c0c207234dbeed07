"""What a page is made from, as named hashes."""

import json
from dataclasses import replace

import pytest

from dxlib.build import fingerprint
from dxlib.build.decide import Cause
from dxlib.build.fingerprint import Fingerprinter, make_digest
from dxlib.data.catalogue_files import forget_catalogue, read_catalogue
from tests.conftest import make_cell


def test_equal_content_has_an_equal_hash_whatever_its_order():
    assert make_digest({"a": 1, "b": 2}) == make_digest({"b": 2, "a": 1}) != make_digest({"a": 2, "b": 1})
    assert len(make_digest("x")) == 16


def test_code_counts_and_byte_code_and_what_will_become_byte_code_does_not(tmp_path, monkeypatch):
    monkeypatch.setattr(fingerprint, "_LIBRARY", tmp_path)
    for name in ("brief/a.py", "brief/__pycache__/a.pyc", "brief/__pycache__/a.cpython-311.pyc.139", "build/run.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", "utf-8")
    assert [path.name for path in fingerprint._list_library()] == ["a.py"]


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("audit/rules.py", True),
        ("data/schema.py", True),
        ("evidence/claims.py", True),
        ("language/numbers.py", True),
        ("brief/brief.py", False),
        ("data/units.yaml", True),
        ("evidence/templates/foot.html.j2", True),
        ("audit/notes.txt", False),
    ],
)
def test_the_code_that_audits_counts_as_such(tmp_path, monkeypatch, name, counts):
    gate = tmp_path / "build" / "gate.py"
    for path in (gate, tmp_path / "audit" / "rules.py"):
        path.parent.mkdir(parents=True)
        path.write_text("old", "utf-8")
    monkeypatch.setattr(fingerprint, "_LIBRARY", tmp_path)
    monkeypatch.setattr(fingerprint, "_GATE", gate)
    before = fingerprint._hash_auditing.__wrapped__()
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text("new", "utf-8")
    assert (fingerprint._hash_auditing.__wrapped__() != before) is counts


def test_what_briefs_say_of_systems_and_how_indicators_hang_together_counts(house):
    def look() -> str:
        forget_catalogue()
        catalogue = read_catalogue(house.project)
        return Fingerprinter(house.project, catalogue, "").read_inputs(house.list_jobs()[0])["catalogue"]

    seen = [look()]
    house.toy.write_catalogue("systems.yaml", {})
    assert look() == seen[0]
    house.toy.write_catalogue("relations.yaml", {"rank": {"egdi_rank": "egdi_value"}})
    seen.append(look())
    words = dict.fromkeys(("en", "vi", "fr"), "A system")
    house.toy.write_catalogue("systems.yaml", {"a": {"name": words}})
    for path in (house.project.catalogue / "indicators").iterdir():
        path.write_text(path.read_text("utf-8").replace("unit:", "system: a\n  unit:"), "utf-8")
    seen.append(look())
    assert len(set(seen)) == len(seen)


# What a job is made from -------------------------------------------------------------------------
def read_inputs(house, job=None):
    """Give what a job is made from, read anew."""
    return Fingerprinter(house.project, read_catalogue(house.project), "").read_inputs(job or house.list_jobs()[0])


@pytest.mark.parametrize(
    "changed",
    [
        {"values": (("area", "SGP"), ("edition", 2024), ("language", "en"))},
        {"values": (("area", "VNM"), ("edition", 2030), ("language", "en"))},
        {"values": (("area", "VNM"), ("edition", 2024), ("language", "fr"))},
        {"values": (("area", "VNM"), ("edition", 2024), ("language", "en"), ("system", "vneid"))},
        {"as_of": "2023-12-30"},
        {"opened": ()},
        {"labels": (("system", "System"),)},
        {"languages": ("en", "fr", "vi")},
    ],
)
def test_everything_that_a_job_is_given_counts_as_its_parameters(house, changed):
    job = next(job for job in house.list_jobs() if (job.area, job.language) == ("VNM", "en"))
    assert job.languages == ("en", "vi")
    assert read_inputs(house, replace(job))["parameters"] == read_inputs(house, job)["parameters"]
    assert read_inputs(house, replace(job, **changed))["parameters"] != read_inputs(house, job)["parameters"]


def write_cell(house, source, **more):
    """Write the notebook with one cell after the answer, and give its hash."""
    house.toy.write_notebook(make_cell("# A title", kind="markdown"), make_cell(source, **more), head=False)
    return read_inputs(house)["notebook"]


def test_source_kind_order_and_tags_of_cells_count(house):
    seen = [
        write_cell(house, "brief.evidence()"),
        write_cell(house, "brief.evidence( )"),
        write_cell(house, "brief.evidence()", kind="markdown"),
        write_cell(house, "brief.evidence()", tags=["hide-input"]),
        write_cell(house, "brief.evidence()", tags=["check"]),
        write_cell(house, "brief.evidence()", tags=["check", "hide-input"]),
    ]
    assert len(set(seen)) == len(seen)


def test_results_other_metadata_and_the_order_of_tags_do_not_count(house):
    before = write_cell(house, "brief.evidence()", tags=["check", "hide-input"])
    assert write_cell(house, "brief.evidence()", tags=["hide-input", "check"]) == before
    assert write_cell(house, "brief.evidence()", tags=["check", "hide-input"], execution_count=3) == before
    metadata = {"tags": ["check", "hide-input"], "collapsed": True}
    assert write_cell(house, "brief.evidence()", metadata=metadata, id="another") == before


def test_one_more_language_and_one_more_tag_are_reasons_to_build(house):
    house.be_built(areas=["VNM"], editions=[2024])
    jobs = {"areas": ["VNM"], "editions": [2024], "languages": ["en"]}

    def list_causes():
        forget_catalogue()
        return {str(job): one.causes for one in house.decide() if (job := one.job) in house.list_jobs(**jobs)}

    assert list_causes() == {"01-toy VNM 2024 en": (Cause.NOTHING_CHANGED,)}
    house.toy.write_briefs(
        {"01-toy": {"areas": ["VNM", "SGP"], "editions": [2023, 2024], "languages": ["en", "fr", "vi"]}}
    )
    assert list_causes() == {"01-toy VNM 2024 en": (Cause.PARAMETERS_CHANGED,)}
    house.prepare()
    path = house.project.notebooks / "01-toy.ipynb"
    content = json.loads(path.read_bytes())
    content["cells"][3]["metadata"]["tags"] = ["hide-input"]
    path.write_text(json.dumps(content), "utf-8")
    assert list_causes() == {"01-toy VNM 2024 en": (Cause.NOTEBOOK_CHANGED,)}

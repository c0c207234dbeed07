"""What a page is made from, as named hashes."""

from dxlib.build import fingerprint
from dxlib.build.fingerprint import Fingerprinter, make_digest
from dxlib.data.catalogue_files import read_catalogue


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


def test_what_briefs_say_of_systems_and_how_indicators_hang_together_counts(house):
    def look() -> str:
        read_catalogue.__globals__["_read_cached"].cache_clear()
        catalogue = read_catalogue(house.project)
        return Fingerprinter(house.project, catalogue).read_inputs(house.list_jobs()[0])["catalogue"]

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

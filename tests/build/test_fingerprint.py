"""What a page is made from, as named hashes."""

from dxlib.build import fingerprint
from dxlib.build.fingerprint import make_digest


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

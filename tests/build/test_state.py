"""What builds leave of each job: read back whole, or not at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dxlib.build.plan import Job
from dxlib.build.slices import Slice, read_slices, write_slices
from dxlib.build.state import Record, State
from dxlib.export.entry import IndexEntry
from dxlib.freshness import list_notes

RECORD = Record({}, "", "", None, 0.0)
OF_X = [Slice("x", "VNM", "actual"), Slice("x", "", "actual"), Slice("x", "VNM", "target")]
SLICES = [*OF_X, Slice("", "", "indicators")]
READS = write_slices(SLICES)
ENTRY = IndexEntry("2024/en/a/VNM.html", "2024", "en", "a", title="T", as_of="2024-12-31")
WHOLE = Record({"notebook": "n", "audit": "a", "data": "d"}, READS, "0" * 64, ENTRY, 1.5, "it failed")


class Now:
    """Data of a moment."""

    def __init__(self, whole: str) -> None:
        self.whole, self.data = whole, {"x": {"VNM actual": {"row": f"2024-01-01 {whole}"}}}


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    State(tmp_path).write("2024/en/a/VNM.html", WHOLE)
    assert State(tmp_path).records == {"2024/en/a/VNM.html": WHOLE}
    assert State(tmp_path).unread == []


def test_what_somebody_else_wrote_is_read_without_its_audit(tmp_path: Path, become) -> None:
    become("another")
    State(tmp_path).write("a", WHOLE)
    become("me")
    assert State(tmp_path).records == {"a": replace(WHOLE, inputs={**WHOLE.inputs, "audit": ""})}


def test_what_somebody_else_wrote_must_have_the_form_of_a_record(tmp_path: Path, become) -> None:
    for number, wrong in enumerate(
        ({"page": "../x"}, {"page": "x"}, {"reads": "a\tb"}, {"seconds": "x"}, {"error": 5})
    ):
        become("another")
        State(tmp_path).write(f"{number}.html", replace(WHOLE, **wrong))
        become("me")
        assert State(tmp_path).records == {}
        assert len(State(tmp_path).unread) == number + 1


def test_a_record_that_may_not_be_read_is_refused_and_not_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    State(tmp_path).write("a.html", WHOLE)
    path = tmp_path / "jobs" / "a.html.note"
    path.write_bytes(b"")  # whoever runs the tests may be root, who may read everything
    monkeypatch.setattr("dxlib.freshness.os.access", lambda *_: False)
    with pytest.raises(PermissionError) as caught:
        State(tmp_path)
    assert caught.value.filename == str(path)


@pytest.mark.parametrize(("record", "day"), [(WHOLE, "2024-12-31"), (RECORD, "2023-06-30")])
def test_a_job_is_dated_by_the_page_that_it_has(record: Record, day: str) -> None:
    assert record.date(Job("a", (("area", "VNM"), ("edition", 2024), ("language", "en")), "2023-06-30")).as_of == day


def test_a_page_is_stale_when_its_job_failed_since_and_the_reason_is_one_line() -> None:
    assert RECORD.stale == replace(RECORD, page="p").stale == replace(RECORD, error="no page").stale == ""
    assert replace(RECORD, page="p", error="a cell failed\nFix: mend it").stale == "a cell failed"


def test_slices_are_read_back_and_what_is_none_is_an_error() -> None:
    assert read_slices(READS) == SLICES
    assert read_slices(READS, {"x"}) == OF_X
    assert write_slices(SLICES * 2) == READS
    assert read_slices("") == []
    with pytest.raises(ValueError, match="unpack"):
        read_slices("a\tb")


def test_data_are_kept_as_long_as_a_page_was_made_from_them(tmp_path: Path) -> None:
    state = State(tmp_path)
    for whole in ("d1", "d2"):
        state.keep_data(Now(whole))
        state.write(whole, replace(RECORD, inputs={"data": whole}))
    state.keep_data(Now("d3"))
    state.forget(["d1", "gone"])
    assert set(State(tmp_path).records) == {"d2"}
    assert [*list_notes(tmp_path, "data")] == ["data/d2"]


def test_what_changed_since_a_page_was_made_is_told_and_where_that_is_not_known_all_has(tmp_path: Path) -> None:
    state, now = State(tmp_path), Now("d2")
    state.keep_data(Now("d1"))
    known, unknown = (replace(RECORD, inputs={"data": whole}, reads=READS) for whole in ("d1", "d0"))
    assert state.find_changed(known, "2024-12-31", now) == dict.fromkeys(OF_X[:2], ("row (changed)",))
    assert state.find_changed(known, "2023-12-31", now) == {}
    assert state.find_changed(unknown, "2023-12-31", now) == dict.fromkeys(SLICES, ())


def test_data_that_somebody_else_kept_are_neither_believed_nor_copied(tmp_path: Path, become) -> None:
    become("another")
    State(tmp_path / "theirs").keep_data(Now("d1"))
    become("me")
    state, ours = State(tmp_path / "theirs"), State(tmp_path / "ours")
    state.copy_data(ours)
    assert [*list_notes(tmp_path / "ours", "data")] == []
    state.keep_data(Now("d1"))
    state.copy_data(ours)
    assert [*list_notes(tmp_path / "ours", "data")] == ["data/d1"]

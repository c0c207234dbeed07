"""Vintages on disk: never replaced, never doubled, all or nothing, also for two at once."""

import csv
import multiprocessing
import os
from datetime import date

import pytest

from dxlib.data.pull.vintages import COLUMNS, Vintage, hash_content, keep_vintage, read_vintages
from dxlib.errors import SchemaError

TODAY = date(2026, 11, 22)
URL = "https://example.org/a.csv"


def keep(folder, content, published="2024-12-16", fetched=TODAY):
    draft = Vintage("a.csv", hash_content(content), published, fetched.isoformat(), URL, str(len(content)))
    return keep_vintage(folder, content, draft, lock=folder.with_name("lock"))


def list_folder(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_vintage_bears_the_day_the_publisher_gives_else_the_day_of_fetching(tmp_path):
    first, is_new = keep(tmp_path / "feeds" / "wdi", b"a")
    assert (first.file, first.stated, is_new) == ("2024-12-16.csv", "2024-12-16", True)
    second, _ = keep(tmp_path / "feeds" / "wdi", b"b", published="")
    assert (second.file, second.stated, second.fetched) == ("2026-11-22.csv", "", "2026-11-22")
    with (tmp_path / "feeds" / "wdi" / "vintages.csv").open(newline="") as file:
        assert list(csv.reader(file)) == [
            list(COLUMNS),
            ["2024-12-16.csv", hash_content(b"a"), "2024-12-16", "2026-11-22", URL, "1"],
            ["2026-11-22.csv", hash_content(b"b"), "", "2026-11-22", URL, "1"],
        ]


def test_the_same_content_makes_no_new_vintage(tmp_path):
    first, _ = keep(tmp_path, b"a")
    keep(tmp_path, b"b", published="2025-01-28")
    before = list_folder(tmp_path)
    assert keep(tmp_path, b"a", fetched=date(2027, 1, 1)) == (first, False)
    assert list_folder(tmp_path) == before


def test_another_content_of_the_same_day_replaces_nothing_and_counts_from_the_day_it_was_fetched(tmp_path):
    names = [keep(tmp_path, content)[0] for content in (b"a", b"b", b"c", b"d")]
    assert [(vintage.file, vintage.published, vintage.stated) for vintage in names] == [
        ("2024-12-16.csv", "2024-12-16", "2024-12-16"), ("2026-11-22.csv", "2024-12-16", ""),
        ("2026-11-22-2.csv", "2024-12-16", ""), ("2026-11-22-3.csv", "2024-12-16", ""),
    ]  # fmt: skip
    assert [path.read_bytes() for path in (tmp_path / vintage.file for vintage in names)] == [b"a", b"b", b"c", b"d"]


@pytest.mark.parametrize("published", ["", "2024-12-16"])
def test_a_content_that_a_publisher_goes_back_to_is_kept_again_since_the_latest_vintage_counts(tmp_path, published):
    for content in (b"a", b"b"):
        keep(tmp_path, content, published)
    later = date(2026, 12, 1)
    third, is_new = keep(tmp_path, b"a", published, later)
    assert (third.file, third.stated, is_new) == ("2026-12-01.csv", "", True)
    assert keep(tmp_path, b"a", published, later) == (third, False)
    assert [vintage.sha256 for vintage in read_vintages(tmp_path)[0]] == [
        hash_content(one) for one in (b"a", b"b", b"a")
    ]


def test_a_content_that_comes_back_on_one_day_has_a_file_of_its_own(tmp_path):
    names = [keep(tmp_path, content, "")[0].file for content in (b"a", b"b", b"a", b"b")]
    assert names == ["2026-11-22.csv", "2026-11-22-2.csv", "2026-11-22-3.csv", "2026-11-22-4.csv"]
    assert read_vintages(tmp_path)[1] == []


def test_a_date_that_is_no_day_names_no_file(tmp_path):
    assert keep(tmp_path, b"a", published="2024-12")[0].file == "2026-11-22.csv"


@pytest.mark.parametrize("step", [1, 2])
def test_a_failure_at_either_step_leaves_the_folder_as_it_was(tmp_path, monkeypatch, step):
    keep(tmp_path, b"a")
    before, calls, sync = list_folder(tmp_path), [], os.fsync

    def fail(handle):
        calls.append(handle)
        if len(calls) == 2 * step - 1:  # each file is synchronised, then its folder
            raise OSError(28, "No space left on device")
        sync(handle)

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space left"):
        keep(tmp_path, b"b", published="2025-01-28")
    assert list_folder(tmp_path) == before


def test_what_a_killed_run_left_is_taken_up_where_it_is_the_same_and_never_replaced_where_not(tmp_path):
    keep(tmp_path, b"a")
    (tmp_path / "2025-01-28.csv").write_bytes(b"b")
    (tmp_path / "2025-07-01.csv").write_bytes(b"half")
    assert keep(tmp_path, b"b", published="2025-01-28")[0].file == "2025-01-28.csv"
    assert keep(tmp_path, b"whole", published="2025-07-01")[0].file == "2026-11-22.csv"
    assert (tmp_path / "2025-07-01.csv").read_bytes() == b"half"


def keep_many(folder, own):
    # What both fetch gives an earlier day than what one of them does: a content that comes back is kept again.
    months = {"both": 10, "a": 11, "b": 12}
    for number in range(5):
        name = own if number % 2 else "both"
        keep(folder, f"{name} {number}".encode(), published=f"2024-{months[name]}-{number + 1:02}")


def test_two_that_keep_at_once_lose_nothing_and_double_nothing(tmp_path):
    workers = [multiprocessing.get_context("fork").Process(target=keep_many, args=(tmp_path, own)) for own in "ab"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    kept, problems = read_vintages(tmp_path)
    expected = {f"both {number}" for number in range(0, 5, 2)} | {f"{own} {n}" for own in "ab" for n in range(1, 5, 2)}
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert problems == []
    assert sorted((tmp_path / vintage.file).read_text() for vintage in kept) == sorted(expected)


def test_a_folder_without_a_register_has_no_vintages(tmp_path):
    assert read_vintages(tmp_path / "none") == ([], [])


def test_a_vintage_is_a_file_of_its_folder_and_no_other(tmp_path):
    keep(tmp_path / "feed", b"a", published="2024-12-16")
    (tmp_path / "feed" / "2024-12-16.csv").rename(tmp_path / "other.csv")
    register = tmp_path / "feed" / "vintages.csv"
    register.write_text(register.read_text("utf-8").replace("2024-12-16.csv", "../other.csv"), "utf-8")
    (problem,) = read_vintages(tmp_path / "feed")[1]
    assert str(problem).startswith(f"'../other.csv' is no name of a file in this folder in {register}, line 2, FILE.")


def test_every_file_that_is_missing_changed_or_unnamed_is_a_problem(tmp_path):
    for content, day in ((b"a", "2024-12-16"), (b"b", "2025-01-28"), (b"c", "2025-07-01")):
        keep(tmp_path, content, published=day)
    (tmp_path / "2024-12-16.csv").unlink()
    (tmp_path / "2025-01-28.csv").write_bytes(b"B")
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / ".x.part").write_text("half")
    register = tmp_path / "vintages.csv"
    assert [str(problem) for problem in read_vintages(tmp_path)[1]] == [
        f"No file '2024-12-16.csv' in {register}, line 2, FILE.\n"
        "  Fix: restore it from version control: a vintage is never deleted.",
        f"'2025-01-28.csv' is not as it was fetched in {register}, line 3, SHA256.\n"
        "  Fix: restore it from version control.",
        f"A file that vintages.csv does not name in {tmp_path / 'notes.txt'}.\n"
        "  Fix: pull the feed again, which takes it up if it is the same, or delete it.",
    ]


@pytest.mark.parametrize("name", ["../main.csv", "/etc/hosts", "a/b.csv", "..", ""])
def test_a_register_names_files_of_its_own_folder_only(tmp_path, name):
    (tmp_path / "main.csv").write_bytes(b"a")
    folder = tmp_path / "feed"
    folder.mkdir()
    row = [name, hash_content(b"a"), "", "2026-11-22", "https://example.org/", "1"]
    (folder / "vintages.csv").write_text(",".join(COLUMNS) + "\n" + ",".join(row) + "\n")
    assert [(problem.line, problem.what) for problem in read_vintages(folder)[1]] == [
        (2, f"'{name}' is no name of a file in this folder")
    ]


@pytest.mark.parametrize(("published", "fetched"), [("2025-02-31", "2026-11-22"), ("", "2025-02-31"), ("", "")])
def test_a_register_holds_days_of_the_calendar(tmp_path, published, fetched):
    keep(tmp_path, b"a", published="")
    row = ["2026-11-22.csv", hash_content(b"a"), published, fetched, "https://example.org/", "1"]
    (tmp_path / "vintages.csv").write_text(",".join(COLUMNS) + "\n" + ",".join(row) + "\n")
    problems = read_vintages(tmp_path)[1]
    assert {problem.what for problem in problems} == {f"'{published or fetched}' is not a day"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("FILE,SHA256\n", "Wrong header (missing: PUBLISHED, FETCHED, URL, BYTES) in {path}, line 1.\n"
         "  Allowed: 'FILE', 'SHA256', 'PUBLISHED', 'FETCHED', 'URL', 'BYTES'.\n"
         "  Fix: restore it from version control."),
        (",".join(COLUMNS) + "\na.csv\n", "1 cells where 6 are due in {path}, line 2.\n"
         "  Fix: quote cells that hold a comma; leave unknown cells empty."),
    ],
)  # fmt: skip
def test_a_broken_register_is_refused_and_nothing_is_written(tmp_path, text, said):
    (tmp_path / "vintages.csv").write_text(text)
    before = list_folder(tmp_path)
    with pytest.raises(SchemaError) as caught:
        keep(tmp_path, b"a")
    assert str(caught.value) == f"1 problem found:\n- {said.format(path=tmp_path / 'vintages.csv')}"
    assert list_folder(tmp_path) == before

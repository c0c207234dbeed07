"""Whether cleaning again would change anything, told by hashes."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dxlib.data import stamp
from dxlib.data.clean import clean
from dxlib.data.stamp import (
    hash_again,
    hash_files,
    hash_outputs,
    is_up_to_date,
    list_altered,
    list_changed,
    list_files,
    write_stamp,
)
from tests.building import run_dxlib
from tests.conftest import list_fillers, list_rows


def test_what_was_never_cleaned_is_not_up_to_date(toy):
    assert not is_up_to_date(toy.project)


def test_after_cleaning_all_is_up_to_date_whatever_the_times_of_the_files(toy):
    clean(toy.project)
    os.utime(toy.project.ledgers / "main.csv", (0, 0))
    assert is_up_to_date(toy.project)


@pytest.mark.parametrize(
    "path",
    ["data/raw/ledgers/main.csv", "data/raw/new.csv", "data/catalogue/units.yaml", "data/clean/egdi_rank.csv",
     ".dxlib/notes/clean.note"],
)  # fmt: skip
def test_a_change_to_any_file_that_counts_is_noticed(toy, path):
    clean(toy.project)
    target = toy.project.root / path
    toy.write(path, target.read_text("utf-8") + " " if target.exists() and target.suffix != ".note" else "x")
    assert not is_up_to_date(toy.project)


@pytest.mark.parametrize("mapping", ["users.yaml", "mappings/users.yaml", "data/raw/../users.yaml"])
def test_a_change_to_a_mapping_that_lies_elsewhere_is_noticed_and_named(toy, mapping):
    toy.write("data/catalogue/feeds.yaml", f"users:\n  mapping: {mapping}\nother: {{mapping: /etc/hosts}}\nbroken:\n")
    path = toy.write(mapping, "scale: 1\n")
    write_stamp(toy.project, hash_outputs(toy.project))
    assert is_up_to_date(toy.project)
    path.write_text("scale: 1000\n", "utf-8")
    assert not is_up_to_date(toy.project)
    assert list_changed(toy.project) == [path.resolve().relative_to(toy.project.root).as_posix()]


def test_a_register_of_feeds_that_is_no_yaml_names_no_mapping(toy):
    for text in ("a: [", "- a", "\0"):
        toy.write("data/catalogue/feeds.yaml", text)
        write_stamp(toy.project, hash_outputs(toy.project))
        assert is_up_to_date(toy.project)


@pytest.mark.parametrize("file", ["clean.py", "units.yaml"])
def test_a_change_to_the_code_that_cleans_is_noticed(toy, tmp_path, monkeypatch, file):
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / file).write_text(name, "utf-8")
    monkeypatch.setattr("dxlib.data.stamp._CODE", tmp_path / "old")
    write_stamp(toy.project, hash_outputs(toy.project))
    assert is_up_to_date(toy.project)
    monkeypatch.setattr("dxlib.data.stamp._CODE", tmp_path / "new")
    assert not is_up_to_date(toy.project)


def test_names_and_contents_of_files_count_and_nothing_else(tmp_path):
    for name, text in (("a", "1"), ("b", "2")):
        (tmp_path / name).write_text(text, "utf-8")
    one, other = tmp_path / "a", tmp_path / "b"
    before = hash_files([one, other], tmp_path)
    assert hash_files([other, one], tmp_path) == before
    one.write_text("2", "utf-8")
    other.write_text("1", "utf-8")
    assert hash_files([one, other], tmp_path) != before


def test_files_are_listed_also_where_a_link_leads_to_a_folder_and_a_link_upwards_ends(tmp_path):
    inside, aside = tmp_path / "inside", tmp_path / "aside"
    for folder in (inside / "deep", inside / "left out", aside):
        folder.mkdir(parents=True)
        (folder / "file").write_text("x", "utf-8")
    (inside / "linked").symlink_to(aside)
    (inside / "file").symlink_to(aside / "file")
    (inside / "dangling").symlink_to(aside / "nothing")
    (inside / "deep" / "up").symlink_to(inside)
    found = [os.path.relpath(path, inside) for path in list_files(inside, but=("left out",))]
    first = ["deep/file", "file", "linked/file"]
    assert sorted(found) == sorted([*first, *(f"deep/up/{name}" for name in first)])
    assert list(list_files(tmp_path / "nowhere")) == []


def test_only_files_below_a_root_have_a_name(tmp_path):
    (tmp_path / "a").write_text("1", "utf-8")
    with pytest.raises(ValueError, match="does not lie in"):
        hash_files([tmp_path / "a"], tmp_path / "b")


def test_a_relative_root_gives_the_same_hash(toy, monkeypatch):
    monkeypatch.chdir(toy.project.root)
    files = [*list_files(toy.project.catalogue)]
    relative = [os.path.relpath(path) for path in files]
    assert hash_files(relative, Path()) == hash_files(files, toy.project.root)
    assert hash_files(map(Path, relative), Path()) == hash_files(files, toy.project.root)


@pytest.fixture
def watched(tmp_path, monkeypatch):
    """Gives two files, a look at them by a watch, and how often it read them; the clock runs an hour ahead."""
    for name in ("a", "b"):
        (tmp_path / name).write_text("old", "utf-8")
    reads = []

    def read(paths, root):
        reads.append(1)
        return hash_files(list(paths), root)

    monkeypatch.setattr(stamp, "hash_files", read)
    monkeypatch.setattr(stamp.time, "time_ns", lambda now=time.time_ns: now() + 3_600_000_000_000)

    def look():
        found = hash_again("a", list_files(tmp_path), tmp_path)
        assert found == hash_files(list_files(tmp_path), tmp_path)
        return found, len(reads)

    return tmp_path, look


def test_files_that_stay_as_they_are_are_read_once(watched):
    _, look = watched
    assert look() == look()
    assert look()[1] == 1


def write_same_size(path):
    path.write_text("new", "utf-8")


def write_and_set_back_the_time(path):
    before = path.stat()
    write_same_size(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def put_another_file_there(path):
    other = path.with_name("c")
    write_same_size(other)
    os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    other.replace(path)


def rename(path):
    path.rename(path.with_name("c"))


def empty_the_folder(path):
    for one in path.parent.iterdir():
        one.unlink()


@pytest.mark.parametrize(
    "change",
    [write_same_size, write_and_set_back_the_time, put_another_file_there, rename, Path.unlink, empty_the_folder],
)
def test_a_change_of_a_file_is_seen_whatever_its_times_say(watched, change):
    folder, look = watched
    before, _ = look()
    time.sleep(0.02)  # the clock of a disk stands still for some milliseconds
    change(folder / "a")
    after, reads = look()
    assert (after != before, reads) == (True, 2)


def test_files_that_were_written_just_now_are_read_again(watched, monkeypatch):
    _, look = watched
    monkeypatch.setattr(stamp.time, "time_ns", time.monotonic_ns)  # long before the files were written
    assert [look()[1] for _ in range(3)] == [1, 2, 3]


def test_a_file_that_goes_while_it_is_hashed_means_that_something_changed(toy, monkeypatch):
    def lose(*_):
        raise FileNotFoundError("gone")

    clean(toy.project)
    monkeypatch.setattr("dxlib.data.stamp.hash_files", lose)
    assert not is_up_to_date(toy.project)


def test_telling_that_nothing_changed_loads_nothing_heavy(toy, repository):
    clean(toy.project)
    code = (
        "import sys\n"
        "from dxlib.cli import app\n"
        "try:\n    app(['clean'])\nexcept SystemExit:\n    pass\n"
        "print(sorted({'pandas', 'numpy', 'pydantic', 'yaml', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=toy.project.root, capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(repository)},
    )  # fmt: skip
    assert done.stdout == "Nothing has changed since data/clean/ was cleaned.\n[]\n"


# What was altered --------------------------------------------------------------------------------
def test_what_somebody_altered_is_named_and_what_became_of_it(toy):
    clean(toy.project)
    assert list_altered(toy.project) == {}
    rank, share = (toy.project.clean / f"{name}.csv" for name in ("egdi_rank", "online_share"))
    wanted = rank.read_bytes()
    rank.write_bytes(wanted.replace(b",71,", b",61,"))
    share.unlink()
    for name in ("sub/x.csv", "other.csv"):
        toy.write(f"data/clean/{name}", "x")
    done = run_dxlib(toy.project, "clean")
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        "Note: data/clean/egdi_rank.csv was altered, not as 'dxlib clean' had left it: it was written again.",
        "Note: data/clean/online_share.csv was gone, not as 'dxlib clean' had left it: it was written again.",
        "Note: data/clean/other.csv was not written by 'dxlib clean': it was removed.",
        "Note: data/clean/sub/x.csv is no file that data/raw gives: "
        "move it away, since no page is built while it is there.",
    ]
    assert rank.read_bytes() == wanted
    again = run_dxlib(toy.project, "clean")  # it is still there
    assert again.stderr.splitlines() == done.stderr.splitlines()[-1:]
    (toy.project.clean / "sub" / "x.csv").unlink()
    assert is_up_to_date(toy.project)


def test_a_ledger_that_changed_is_no_alteration(toy):
    clean(toy.project)
    toy.write_ledger([row for row in list_rows() if row["INDICATOR"] != "egdi_rank"])
    toy.write_ledger(list_fillers(), name="fillers.csv")
    done = run_dxlib(toy.project, "clean")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("damage", [lambda _: b"", lambda kept: kept[:-1], lambda kept: kept.replace(b"a", b"b")])
def test_where_it_is_not_known_how_data_were_left_nothing_is_said(toy, damage):
    clean(toy.project)
    (toy.project.clean / "egdi_rank.csv").write_text("x", "utf-8")
    note = toy.project.notes / "clean.note"
    note.write_bytes(damage(note.read_bytes()))
    assert list_altered(toy.project) == {}
    assert list_changed(toy.project) == []

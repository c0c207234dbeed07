"""Whether cleaning again would change anything, told by hashes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dxlib.data.clean import clean
from dxlib.data.stamp import hash_files, is_up_to_date, list_files, write_stamp


def test_what_was_never_cleaned_is_not_up_to_date(toy):
    assert not is_up_to_date(toy.project)


def test_after_cleaning_all_is_up_to_date_whatever_the_times_of_the_files(toy):
    clean(toy.project)
    os.utime(toy.project.ledgers / "main.csv", (0, 0))
    assert is_up_to_date(toy.project)


@pytest.mark.parametrize(
    "path",
    ["data/raw/ledgers/main.csv", "data/raw/new.csv", "data/catalogue/units.yaml", "data/clean/egdi_rank.csv",
     ".dxlib/clean.json"],
)  # fmt: skip
def test_a_change_to_any_file_that_counts_is_noticed(toy, path):
    clean(toy.project)
    target = toy.project.root / path
    toy.write(path, target.read_text("utf-8") + " " if target.exists() and target.suffix != ".json" else "x")
    assert not is_up_to_date(toy.project)


def test_a_change_to_the_code_that_cleans_is_noticed(toy, tmp_path, monkeypatch):
    (tmp_path / "clean.py").write_text("old", "utf-8")
    monkeypatch.setattr("dxlib.data.stamp._CODE", tmp_path)
    write_stamp(toy.project)
    assert is_up_to_date(toy.project)
    (tmp_path / "clean.py").write_text("new", "utf-8")
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

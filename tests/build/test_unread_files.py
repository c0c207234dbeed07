"""Files beside ledgers and catalogue that nothing reads are named."""

from __future__ import annotations

import pytest

from dxlib.build.checking import check_project
from dxlib.build.unread_files import find_unread
from tests.building import ROOT, Project
from tests.conftest import Toy

LEDGERS = "put it into data/raw/ledgers/ itself, with the ending '.csv', or move it away."


def test_every_file_of_this_project_is_read() -> None:
    assert list(find_unread(Project(ROOT))) == []


@pytest.mark.parametrize(
    ("path", "fix"),
    [
        ("data/raw/ledgers/MORE.CSV", LEDGERS),
        ("data/raw/ledgers/2025/more.csv", LEDGERS),
        ("data/raw/ledgers/more.xlsx", LEDGERS),
        ("data/catalogue/indicators/health.yml",
         "put it into data/catalogue/indicators/ itself, with the ending '.yaml', or move it away."),
    ],
)  # fmt: skip
def test_a_file_that_is_not_read_is_worth_a_warning(toy: Toy, path: str, fix: str) -> None:
    toy.write(path, "x")
    (found,) = (one for one in check_project(toy.project) if one.what == "Not read")
    assert (str(found), found.is_warning) == (f"Not read in {path}.\n  Fix: {fix}", True)


def test_a_file_of_the_catalogue_by_another_name_is_told_the_nearest_one(toy: Toy) -> None:
    toy.write("data/catalogue/correction.yaml", "{}")
    (found,) = find_unread(toy.project)
    assert str(found).startswith(
        "Not read in data/catalogue/correction.yaml. Did you mean 'corrections.yaml'?\n  Allowed: 'accepted.csv', "
    )


@pytest.mark.parametrize(
    "path", ["data/raw/ledgers/~$more.xlsx", "data/raw/ledgers/.more.csv", "data/raw/ledgers/README"]
)
def test_what_programs_keep_beside_a_file_and_what_is_no_table_is_left_alone(toy: Toy, path: str) -> None:
    toy.write(path, "x")
    assert list(find_unread(toy.project)) == []

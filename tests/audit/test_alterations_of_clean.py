"""Clean data altered by seed, forty times in each way: each is found, with file, and line and column of a cell."""

from __future__ import annotations

import csv
import io
import random
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from dxlib.audit.cleaned import Fault, list_faults
from dxlib.data import schema
from dxlib.paths import Project
from tests.building import ROOT

SEEDS = range(40)
TABLES = 80  # drawn by seed
Expected = tuple[str, int, str]  # file, line and column that a finding must name; 0 and "" for any
Alter = Callable[[Project, random.Random], Expected]


@pytest.fixture(scope="module")
def wanted() -> Mapping[str, bytes]:
    """Some of what data/clean must hold; that raw data give it is another test's."""
    tables = sorted(Project(ROOT).clean.glob("*.csv"))
    others = {*Project(ROOT).clean.iterdir()} - {*tables}
    return {path.name: path.read_bytes() for path in (*random.Random(1).sample(tables, TABLES), *others)}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, wanted: Mapping[str, bytes]) -> Project:
    copy = Project(tmp_path_factory.mktemp("altered"))
    copy.clean.mkdir(parents=True)
    restore(copy, wanted)
    assert list_faults(copy, wanted) == []
    return copy


def choose(project: Project, chance: random.Random, *, rows: int = 1) -> tuple[Path, list[list[str]]]:
    """Choose a table with some rows; give its cells, the header first."""
    while True:
        path = chance.choice(sorted(project.clean.glob("*.csv")))
        cells = list(csv.reader(io.StringIO(path.read_text("utf-8"))))
        if len(cells) > rows:
            return path, cells


def write(path: Path, cells: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(cells)
    path.write_text(text.getvalue(), "utf-8")


def change_cell(column: str, change: Callable[[str, random.Random], str]) -> Alter:
    """Make an alteration of one cell of a column, where there is something to change."""

    def alter(project: Project, chance: random.Random) -> Expected:
        at = schema.CLEAN_COLUMNS.index(column)
        while True:
            path, cells = choose(project, chance)
            line = chance.randrange(1, len(cells))
            changed = change(cells[line][at], chance)
            if changed != cells[line][at]:
                cells[line][at] = changed
                write(path, cells)
                # A key that changes makes another row of it: the row that is missing is named, which has no line.
                return (path.name, 0, "") if column in schema.UNIQUE else (path.name, line + 1, column)

    alter.__name__ = f"another_{column.lower()}"
    return alter


def change_digit(text: str, chance: random.Random) -> str:
    places = [place for place, letter in enumerate(text) if letter.isdigit()]
    if not places:
        return text
    place = chance.choice(places)
    return text[:place] + str((int(text[place]) + chance.randint(1, 9)) % 10) + text[place + 1 :]


def choose_other(*allowed: str) -> Callable[[str, random.Random], str]:
    return lambda text, chance: chance.choice([one for one in allowed if one != text])


def leave_out_a_row(project: Project, chance: random.Random) -> Expected:
    path, cells = choose(project, chance)
    del cells[chance.randrange(1, len(cells))]
    write(path, cells)
    return path.name, 0, ""


def write_a_row_twice(project: Project, chance: random.Random) -> Expected:
    path, cells = choose(project, chance)
    line = chance.randrange(1, len(cells))
    cells.insert(line, cells[line])
    write(path, cells)
    return path.name, 0, ""


def swap_rows(project: Project, chance: random.Random) -> Expected:
    path, cells = choose(project, chance, rows=2)
    one, other = chance.sample(range(1, len(cells)), 2)
    cells[one], cells[other] = cells[other], cells[one]
    write(path, cells)
    return path.name, 0, ""


def swap_files(project: Project, chance: random.Random) -> Expected:
    one, other = chance.sample(sorted(project.clean.glob("*.csv")), 2)
    contents = one.read_bytes(), other.read_bytes()
    one.write_bytes(contents[1])
    other.write_bytes(contents[0])
    return one.name, 0, ""


def remove_a_file(project: Project, chance: random.Random) -> Expected:
    path = chance.choice(sorted(project.clean.iterdir()))
    path.unlink()
    return path.name, 0, ""


def add_a_file(project: Project, chance: random.Random) -> Expected:
    path = chance.choice(sorted(project.clean.glob("*.csv")))
    shutil.copyfile(path, project.clean / f"more_{path.name}")
    return f"more_{path.name}", 0, ""


def change_a_byte_of_the_package(project: Project, chance: random.Random) -> Expected:
    path = project.clean / "datapackage.json"
    content = bytearray(path.read_bytes())
    place = chance.randrange(len(content))
    while not chr(content[place]).isalnum():
        place = chance.randrange(len(content))
    content[place] = ord(chance.choice("xyz" if chr(content[place]) not in "xyz" else "abc"))
    path.write_bytes(content)
    return path.name, 0, ""


ALTERATIONS: list[Alter] = [
    change_cell(schema.OBS_VALUE, change_digit),
    change_cell(schema.TIME_PERIOD, change_digit),
    change_cell(schema.KNOWN_SINCE, change_digit),
    change_cell(schema.OUT_OF, change_digit),
    change_cell(schema.REF_AREA, choose_other("VNM", "SGP", "VN63-44")),
    change_cell(schema.OBS_STATUS, choose_other("A", "E", "F", "U")),
    change_cell(schema.QUALIFIER, choose_other("", ">", "<", "~")),
    change_cell(schema.KIND, choose_other("actual", "target")),
    change_cell(schema.UNIT_MULT, choose_other("0", "3", "9")),
    change_cell(schema.SOURCE, lambda text, _: f"{text}-2"),
    change_cell(schema.AS_WRITTEN, change_digit),
    leave_out_a_row, write_a_row_twice, swap_rows, swap_files, remove_a_file, add_a_file, change_a_byte_of_the_package,
]  # fmt: skip


def names(fault: Fault, expected: Expected) -> bool:
    file, line, column = expected
    return fault.file.name == file and line in (0, fault.line) and column in ("", fault.column)


def restore(project: Project, wanted: Mapping[str, bytes]) -> None:
    for path in project.clean.iterdir():
        if path.name not in wanted:
            path.unlink()
    for name, content in wanted.items():
        path = project.clean / name
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)


def draw(alter: Alter, project: Project, wanted: Mapping[str, bytes]) -> Iterator[tuple[Expected, list[Fault]]]:
    for seed in SEEDS:
        expected = alter(project, random.Random(f"{alter.__name__} {seed}"))
        yield expected, list_faults(project, wanted)
        restore(project, wanted)


@pytest.mark.parametrize("alter", ALTERATIONS, ids=lambda alter: alter.__name__)
def test_altered_clean_data_are_found_with_their_place(
    project: Project, wanted: Mapping[str, bytes], alter: Alter
) -> None:
    missed = [
        expected
        for expected, faults in draw(alter, project, wanted)
        if not any(names(fault, expected) for fault in faults)
    ]
    assert missed == []

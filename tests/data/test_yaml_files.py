"""YAML that people write: each problem with the line of its key, whatever is wrong with the file."""

import pytest
import yaml
from pydantic import BaseModel, ConfigDict

from dxlib.data.yaml_files import read_yaml


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    years: list[int] = []


def read(path, text):
    path.write_text(text, "utf-8")
    return read_yaml(path)


def test_a_valid_entry_becomes_its_model(tmp_path):
    file = read(tmp_path / "a.yaml", "x:\n  name: one\n  years: [2023, 2024]\n")
    entry, problems = file.check(Entry, file.data["x"], ("x",))
    assert (entry, problems, file.problems) == (Entry(name="one", years=[2023, 2024]), [], ())


def test_a_problem_has_the_line_of_its_key_or_of_the_nearest_above(tmp_path):
    file = read(tmp_path / "a.yaml", "x:\n  years:\n  - 2023\n  - late\n  more: 1\n")
    found = file.check(Entry, file.data["x"], ("x",))[1]
    assert [(problem.column, problem.line) for problem in found] == [("x.name", 1), ("x.years.1", 4), ("x.more", 5)]


def test_what_is_no_mapping_is_named_with_what_to_write(tmp_path):
    path = tmp_path / "a.yaml"
    file = read(path, "x: 1\n")
    assert [str(problem) for problem in file.check(Entry, file.data["x"], ("x",))[1]] == [
        f"Not a mapping in {path}, line 1, x.\n  Fix: write its keys below it, one a line."
    ]


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        (b"- a\n", 1, "No mapping"),
        (b"a: [1\nb: 2\n", 2, "Not YAML (did not find expected ',' or ']')"),
        (b"a: 1\nb: 2\na: 3\n", 3, "'a' is defined twice (first in line 1)"),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused_with_its_line(tmp_path, content, line, what):
    path = tmp_path / "a.yaml"
    path.write_bytes(content)
    (problem,) = read_yaml(path).problems
    assert (problem.line, problem.what) == (line, what)


def test_a_file_that_is_missing_or_in_another_encoding_is_named(tmp_path):
    assert [problem.what for problem in read_yaml(tmp_path / "none.yaml").problems] == ["Missing file"]
    (tmp_path / "a.yaml").write_bytes("a: Côte\n".encode("cp1252"))
    assert read_yaml(tmp_path / "a.yaml").problems[0].what.startswith("Not YAML in UTF-8 (")


def test_content_is_what_yaml_says_it_is(tmp_path):
    text = "a: {b: [1, 2.5, true, null, 2024-12-31, '7', x]}\n2024: 1\n"
    assert read(tmp_path / "a.yaml", text).data == yaml.safe_load(text)


def test_an_empty_file_is_an_empty_mapping(tmp_path):
    file = read(tmp_path / "a.yaml", "# nothing yet\n")
    assert (file.data, file.problems) == ({}, ())

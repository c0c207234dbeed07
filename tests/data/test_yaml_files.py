"""YAML that people write: each problem with line and character of its key, whatever is wrong with the file."""

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


def test_a_problem_has_the_place_of_its_key_or_of_the_nearest_above(tmp_path):
    file = read(tmp_path / "a.yaml", "x:\n  years:\n  - 2023\n  - late\n  more: 1\n")
    found = file.check(Entry, file.data["x"], ("x",))[1]
    assert [(problem.column, problem.line, problem.character) for problem in found] == [
        ("x.name", 1, 1),
        ("x.years.1", 4, 5),
        ("x.more", 5, 3),
    ]


@pytest.mark.parametrize(
    ("text", "character"),
    [
        ("x: {name: one, more: 1}\n", 16),
        ("x: {name: Thử, more: 1}\n", 16),  # of characters, not of bytes
        ("\ufeffx: {name: one, more: 1}\n", 16),  # a byte-order mark is none
        ("x: {name: one, 'more': 1}\n", 16),
    ],
)
def test_keys_of_one_line_are_told_apart_by_their_characters(tmp_path, text, character):
    file = read(tmp_path / "a.yaml", text)
    (problem,) = file.check(Entry, file.data["x"], ("x",))[1]
    assert (problem.column, problem.line, problem.character) == ("x.more", 1, character)


def test_what_is_no_mapping_is_named_with_what_to_write(tmp_path):
    path = tmp_path / "a.yaml"
    file = read(path, "x: 1\n")
    assert [str(problem) for problem in file.check(Entry, file.data["x"], ("x",))[1]] == [
        f"Not a mapping in {path}, line 1, character 1, x.\n  Fix: write its keys below it, one a line."
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("- a\n", "No mapping in {}, line 1."),
        ("a: [1\nb: 2\n", "Not YAML (did not find expected ',' or ']') in {}, line 2, character 2."),
        ("Thử: @\n", "Not YAML (found character that cannot start any token) in {}, line 1, character 6."),
        ("a: 1\nb: 2\na: 3\n", "'a' is defined twice (first in line 1) in {}, line 3, character 1, a."),
        ("a: {b: 1, b: 2}\n", "'b' is defined twice (first in line 1) in {}, line 1, character 11, a.b."),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused_with_its_place(tmp_path, content, said):
    path = tmp_path / "a.yaml"
    (problem,) = read(path, content).problems
    assert str(problem).partition("\n")[0] == said.format(path)


@pytest.mark.parametrize(
    ("content", "fix"),
    [
        ("a:\n\tb: 1\n", "begin each line with spaces alone, those of one entry with equally many (no tabs); "),
        ("a: @x\n", "put a text with signs of YAML in it between double quotation marks."),
        ("a: one: two\n", "put a text with signs of YAML in it between double quotation marks."),
        ("a:\n   b: 1\n  c: 2\n", "begin each line with spaces alone, those of one entry with equally many; "),
        ("a: [1\nb: 2\n", "close the bracket; "),
        ("a: &x {b: 1}\nc:\n  <<: *x\n", "write out what the other entry holds."),
    ],
)
def test_the_usual_mistakes_in_yaml_are_told_how_to_mend(tmp_path, content, fix):
    (problem,) = read(tmp_path / "a.yaml", content).problems
    assert fix in problem.fix


def test_a_file_that_is_missing_or_in_another_encoding_is_named(tmp_path):
    assert [problem.what for problem in read_yaml(tmp_path / "none.yaml").problems] == ["Missing file"]
    (tmp_path / "a.yaml").write_bytes("a: Côte\n".encode("cp1252"))
    assert read_yaml(tmp_path / "a.yaml").problems[0].what == "Not UTF-8 (byte 0xF4)"


def test_content_is_what_yaml_says_it_is(tmp_path):
    text = "a: {b: [1, 2.5, true, null, 2024-12-31, '7', x]}\n2024: 1\n"
    assert read(tmp_path / "a.yaml", text).data == yaml.safe_load(text)


def test_an_empty_file_is_an_empty_mapping(tmp_path):
    file = read(tmp_path / "a.yaml", "# nothing yet\n")
    assert (file.data, file.problems) == ({}, ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("as_of: 2025-02-31\n", "Not YAML ('2025-02-31' is no day of the calendar) in {path}, line 1, character 8."),
        (f"x: {'9' * 5000}\n", f"Not YAML ('{'9' * 40}' is no whole number) in {{path}}, line 1, character 4."),
        ("x: !!timestamp now\n", "Not YAML ('now' is no day of the calendar) in {path}, line 1, character 4."),
        ("x: !!bool maybe\n", "Not YAML ('maybe' is not of its tag) in {path}, line 1, character 4."),
        ("? [a, b]\n: 1\n", "Not YAML (a list or a mapping as a key) in {path}, line 1, character 3."),
        ("{a: 1}: 2\n", "Not YAML (a list or a mapping as a key) in {path}, line 1, character 1."),
        ("x: \u202e71\n", "Hidden character U+202E RIGHT-TO-LEFT OVERRIDE in {path}, line 1, character 4."),
        ('x: "\\u202e71"\n', "Hidden character U+202E RIGHT-TO-LEFT OVERRIDE in {path}, line 1, character 4."),
        ("[" * 100_000, "More than 40 mappings and lists within each other in {path}, line 1, character 41."),
    ],
    ids=["a day", "digits", "a tag", "another tag", "a list", "a mapping", "a sign", "an escape", "depth"],
)
def test_a_slip_that_yaml_itself_stumbles_over_has_its_place(tmp_path, text, said):
    path = tmp_path / "a.yaml"
    file = read(path, text)
    assert [str(problem).partition("\n")[0] for problem in file.problems] == [said.format(path=path)]
    assert file.data == {}


def test_a_key_may_be_a_number_and_is_still_named(tmp_path):
    file = read(tmp_path / "a.yaml", "2024:\n  a: 1\n")
    assert file.complain((2024, "a"), "Wrong", "").column == "2024.a"

"""YAML that would not end, or crash what reads it, is refused before anything is built of it."""

import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from dxlib.plain_yaml import read_plain

ROOT = Path(__file__).parents[1]
NAMES = "abcdefghijkl"
LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n" for before, name in pairwise(NAMES)
)
WRITE_OUT = "\n  Fix: write out what the aliases (*) stand for, or split the file."
EXCESSES = {
    "aliases of aliases": (LAUGHS, "More than 300,000 keys and values in a.yaml, line 6, character 20."),
    "many aliases": (
        f"a: &a [{'1, ' * 1000}]\nb: [{'*a, ' * 1000}]",
        "More than 300,000 keys and values in a.yaml, line 2, character 1197.",
    ),
    "an alias within itself": ("a: &a [*a]", "The alias '*a' stands within itself in a.yaml, line 1, character 8."),
    "brackets": ("[" * 100_000, "More than 40 mappings and lists within each other in a.yaml, line 1, character 41."),
    "hyphens": ("- " * 100_000, "More than 40 mappings and lists within each other in a.yaml, line 1, character 81."),
    "an indented mapping": (
        "\n".join(" " * depth + "a:" for depth in range(1000)),
        "More than 40 mappings and lists within each other in a.yaml, line 41, character 41.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", EXCESSES)
def test_a_text_that_means_more_than_it_may_is_refused_at_once(kind):
    text, said = EXCESSES[kind]
    began = time.monotonic()
    assert [str(problem) for problem in read_plain(Path("a.yaml"), text).problems] == [said + WRITE_OUT]
    assert time.monotonic() - began < 20  # what would not end takes an hour


def test_a_reader_that_builds_a_tree_at_once_would_crash():
    """So that a change of the library which makes this module needless is noticed."""
    code = "import yaml; yaml.load('[' * 100_000, yaml.CSafeLoader)"
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode != 0


@pytest.mark.parametrize("text", ['a: "\\u202E71"', 'a: "\\x1b[2J"', '"\\u200b": 1', 'a: [b, "c\\0"]'])
def test_hidden_characters_are_found_behind_escapes(text):
    (problem,) = read_plain(Path("a.yaml"), text).problems
    assert problem.what.startswith("Hidden character U+")
    assert (problem.line, problem.character > 0) == (1, True)


def test_what_people_write_may_stand():
    text = """
    a: &usual {publishers: [A, B], note: "two\\nlines and \\u00e9"}
    b: *usual
    c: [*usual, *usual]
    d: 'no \\u202e escape'
    """
    found = read_plain(Path("a.yaml"), text)
    assert found.problems == []
    assert found.data == yaml.safe_load(text)
    assert dict(found.places)["c", "1", "publishers", "0"] == (2, 29)  # where the anchor stands
    assert [key for key, _ in found.places if key[:1] == ("b",)] == [
        ("b",), ("b", "publishers"), ("b", "publishers", "0"), ("b", "publishers", "1"), ("b", "note"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: *none", "'*none' stands for nothing"),
        ("a: 1\n---\nb: 1", "a second document in one file"),
        ("a: &x 1\n*x : 2\n", "a list or a mapping as a key"),
        ("a: &x {b: 1}\n<<: *x\n", "'<<' cannot take over what another entry holds"),
    ],
)
def test_what_is_no_plain_yaml_is_refused(text, said):
    with pytest.raises(yaml.MarkedYAMLError) as caught:
        read_plain(Path("a.yaml"), text)
    assert (caught.value.problem, caught.value.problem_mark is not None) == (said, True)


def test_every_file_of_the_project_holds_what_a_reader_of_yaml_finds():
    paths = [path for folder in ("data/catalogue", "notebooks", "dxlib") for path in (ROOT / folder).rglob("*.yaml")]
    assert len(paths) > 20
    for path in [*paths, ROOT / "dxlib.yaml"]:
        text = path.read_text("utf-8")
        assert read_plain(path, text).data == yaml.safe_load(text), path

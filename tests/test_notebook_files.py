"""The cells of a notebook's file: read whole and within bounds, without characters that nobody sees, or refused."""

import ast
import json
import os

import pytest

from dxlib.errors import NotebookError
from dxlib.notebook_files import parse_python, read_cells


def write(path, *sources):
    cells = [{"cell_type": "code", "source": source, "metadata": {}} for source in sources]
    path.write_text(json.dumps({"cells": cells, "nbformat": 4}, ensure_ascii=False), "utf-8")
    return path


@pytest.mark.parametrize("character", ["\u202e", "\u200b", "\u2066", "\x1b", "\0", "\ufeff"])
def test_a_character_that_nobody_sees_is_named_with_cell_and_line(tmp_path, character):
    path = write(tmp_path / "01-x.ipynb", "a = 1", f"b = 2\nc = '{character}71'")
    with pytest.raises(NotebookError) as caught:
        read_cells(path)
    assert str(caught.value).startswith(
        f"01-x.ipynb, cell 2, line 2, character 6: hidden character U+{ord(character):04X}"
    )


def test_what_a_script_needs_may_stand_in_a_cell(tmp_path):
    path = write(tmp_path / "01-x.ipynb", "# می\u200cخواهم\n\tx")
    assert [cell.source for cell in read_cells(path)] == ["# می\u200cخواهم\n\tx"]


def test_what_is_no_file_is_refused_and_nothing_hangs(tmp_path):
    os.mkfifo(tmp_path / "pipe.ipynb")
    (tmp_path / "folder.ipynb").mkdir()
    (tmp_path / "link.ipynb").symlink_to("nowhere")
    with (tmp_path / "large.ipynb").open("wb") as file:
        file.truncate(10**9)
    said = {}
    for path in tmp_path.iterdir():
        with pytest.raises(NotebookError) as caught:
            read_cells(path)
        said[path.stem] = caught.value.what
    assert said == {
        "pipe": "pipe.ipynb is not a notebook (a pipe, not a file).",
        "folder": "folder.ipynb is not a notebook (a folder, not a file).",
        "link": "link.ipynb is not a notebook (a link to 'nowhere', which is not there).",
        "large": "large.ipynb is not a notebook (more than 8,000,000 bytes).",
    }


@pytest.mark.parametrize(
    "source",
    [
        "+".join(["1"] * 50_000),
        "(" * 5000 + ")" * 5000,
        "x = " + "9" * 5000,
        "x = '\0'",
        "-" * 200 + "1",
        "x" + ".y" * 200,
    ],
    ids=["a sum", "brackets", "digits", "NUL", "signs", "attributes"],
)
def test_code_that_nobody_could_walk_through_is_no_python(source):
    with pytest.raises(SyntaxError):
        parse_python(source)


def test_code_as_people_write_it_is_parsed():
    source = "brief.say('{a} of {b}', a=brief.latest('x', [area for area in (1, 2)]), b=(1 + 2 + 3 + 4))"
    assert ast.dump(parse_python(source)) == ast.dump(ast.parse(source))

"""A notebook as the audit reads it."""

from __future__ import annotations

import json

import pytest

from dxlib.audit.notebook import read_notebook
from dxlib.errors import NotebookError
from tests.conftest import SETUP, make_cell


def write(*cells: dict[str, object]) -> bytes:
    return json.dumps({"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def test_cells_stand_in_order_without_parameters_and_setup_and_by_section() -> None:
    notebook = read_notebook(
        write(
            make_cell("# Title\n\nText", kind="markdown"),
            make_cell("area: str = 'VNM'  # x", tags=["parameters"]),
            make_cell(SETUP, tags=["setup"]),
            make_cell("x = 1\nx"),
            make_cell("## One", kind="markdown"),
            make_cell("y = 2"),
            make_cell("raw", kind="raw"),
        )
    )
    assert notebook.opens == "01-toy"
    sections = [(heading, [cell.source or len(cell.body) for cell in cells]) for heading, cells in notebook.split()]
    assert sections == [("", ["# Title\n\nText", 2]), ("One", ["## One", 1, 0])]
    assert [cell.is_code for cell in notebook.cells] == [False, True, False, True, False]


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"\xff", b'{"cells": [{}]}', write(make_cell("x ="))], ids=range(6)
)
def test_what_is_no_notebook_is_refused_with_a_cure(content: bytes) -> None:
    with pytest.raises(NotebookError, match=r"not a notebook|cannot read the notebook: .*\nFix: run 'dxlib check'\."):
        read_notebook(content)


def test_a_notebook_that_opens_nothing_says_so() -> None:
    assert read_notebook(write(make_cell("x = 1", tags=["setup"]))).opens == ""

"""Rows of faults: each names tests that are there, and the page on reliability lists them all."""

from __future__ import annotations

import pytest

from soak.place import REPOSITORY
from soak.rows import ROWS

TESTS = [(row.fault, *test.partition("::")[::2]) for row in ROWS for test in row.tests]


@pytest.mark.parametrize(("fault", "path", "name"), TESTS, ids=[f"{path}::{name}" for _, path, name in TESTS])
def test_a_row_names_a_test_that_is_there_and_the_page_on_reliability_names_it(
    fault: str, path: str, name: str
) -> None:
    text = (REPOSITORY / path).read_text("utf-8")
    assert f"def {name}(" in text if name else "\ndef test_" in text
    (line,) = [one for one in (REPOSITORY / "docs" / "reliability.md").read_text("utf-8").splitlines() if fault in one]
    shown = f"`{path.removeprefix('tests/')}`"
    assert f"{shown} ({name.removeprefix('test_').replace('_', ' ')})" in line if name else shown in line


def test_the_page_on_reliability_says_what_dxlib_does() -> None:
    page = (REPOSITORY / "docs" / "reliability.md").read_text("utf-8")
    for row in ROWS:
        (line,) = [one for one in page.splitlines() if one.startswith(f"| {row.fault} |")]
        assert row.outcome in line

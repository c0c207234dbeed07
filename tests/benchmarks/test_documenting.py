"""The page of benchmarks: a section a benchmark; what is not measured again stays as it was."""

from pathlib import Path

from benchmarks.documenting import render_row, write_sections
from benchmarks.measuring import Figure

KEPT = Figure("a page", 0.5, "ratio", "<=", 1.25)


def list_sections(page: Path) -> list[str]:
    return [line for line in page.read_text("utf-8").splitlines() if line.startswith("## ")]


def test_a_row_says_value_limit_and_whether_it_is_kept():
    assert render_row(KEPT) == "| a page | 0.500 | ratio | <= 1.25 | kept |"
    assert render_row(Figure("a page", 1.5, "ratio", "<=", 1.25)).endswith("| missed |")
    assert render_row(Figure("memory", 1234.5, "MB")) == "| memory | 1,234.500 | MB |  |  |"


def test_a_benchmark_that_is_run_alone_replaces_its_own_section_only(tmp_path):
    page = tmp_path / "benchmarks.md"
    write_sections(page, {"store": [KEPT], "ask": [KEPT]})
    first = page.read_text("utf-8")
    assert list_sections(page) == ["## ask", "## store"]
    write_sections(page, {"store": [Figure("a page", 7.25, "ratio")]})
    assert list_sections(page) == ["## ask", "## store"]
    assert page.read_text("utf-8") == "7.250 | ratio |  |  |".join(first.rsplit("0.500 | ratio | <= 1.25 | kept |", 1))

"""What was measured, as a page of the documentation: a section a benchmark, each with its own machine and day."""

from __future__ import annotations

import importlib
import os
import platform
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.measuring import Figure

PAGE = Path("docs") / "benchmarks.md"
PACKAGES = ("ipykernel", "matplotlib", "nbclient", "nbconvert", "pandas", "papermill")
HEAD = """\
# Benchmarks

Speed and memory, each beside the obvious alternative in the same run: a ratio says more than seconds of one machine.
`make bench` runs all and writes this page anew; `.venv/bin/python -m benchmarks NAME` runs one and replaces its
section. A limit that is missed ends the command with exit code 1.
"""


def write_sections(page: Path, measured: Mapping[str, Sequence[Figure]]) -> None:
    """Write the sections of what was measured into a page; sections of other benchmarks stay as they are."""
    text = page.read_text("utf-8") if page.is_file() else ""
    sections = {found[1]: found[0] for found in re.finditer(r"^## (\w+)\n(?:(?!^## ).*\n?)*", text, re.MULTILINE)}
    sections |= {name: render_section(name, figures) for name, figures in measured.items()}
    page.write_text("\n".join((HEAD, *(sections[name].rstrip() + "\n" for name in sorted(sections)))), "utf-8")


def render_section(name: str, figures: Sequence[Figure]) -> str:
    """Give one benchmark as Markdown: what it is, on which machine, and a table of its figures."""
    what = (importlib.import_module(f"benchmarks.bench_{name}").__doc__ or "").strip()
    rows = "\n".join(render_row(figure) for figure in figures)
    return f"""\
## {name}

{what}

{describe_machine()}

| measured | value | unit | limit | |
|---|---:|---|---|---|
{rows}
"""


def render_row(figure: Figure) -> str:
    """Give one figure as a row of its table."""
    limit = "" if figure.limit is None else f"{figure.sense} {figure.limit:g}"
    verdict = {True: "kept", False: "missed", None: ""}[figure.holds]
    return f"| {figure.name} | {figure.value:,.3f} | {figure.unit} | {limit} | {verdict} |"


def describe_machine() -> str:
    """Say when, on what and with which versions something was measured."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    day = datetime.now(tz=UTC).date().isoformat()
    system = f"{platform.system()} on {platform.machine()}, {os.cpu_count()} processors"
    return f"{day}; {system}; Python {platform.python_version()}, {packages}."

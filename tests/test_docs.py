"""What the documentation points at is there, and the rooms that it lists are those of the library."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
DOCS = ("architecture.md", "glossary.md", "questions.md")
# Files of a project that this one does not have.
OPTIONAL = {"data/catalogue/corrections.yaml"}


@pytest.mark.parametrize("name", DOCS)
def test_files_that_a_page_names_exist(name: str) -> None:
    text = (REPOSITORY / "docs" / name).read_text("utf-8")
    named = set(re.findall(r"`((?:dxlib|docs|data|notebooks|tests)/[\w./-]+)`", text)) - OPTIONAL
    named |= {f"docs/{link}" for link in re.findall(r"\]\(([\w./-]+)\)", text)}
    missing = [path for path in sorted(named) if not (REPOSITORY / path).exists()]
    assert missing == []
    assert len(named) >= (3 if name == "glossary.md" else 10)


def test_the_rooms_are_all_named() -> None:
    rows = (REPOSITORY / "docs" / "architecture.md").read_text("utf-8").split("| room |")[1].split("\n\n")[0]
    named = set(re.findall(r"`(\w+)`", "\n".join(row.split("|")[1] for row in rows.splitlines()[2:])))
    library = REPOSITORY / "dxlib"
    rooms = {path.parent.name for path in library.glob("*/__init__.py")}
    modules = {path.stem for path in library.glob("*.py")} - {"__init__", "__main__"}
    assert named == rooms | modules

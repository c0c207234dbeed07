"""What the documentation points at is there, and the rooms that it lists are those of the library."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
PAGES = sorted(
    path.relative_to(REPOSITORY).as_posix()
    for pattern in ("*.md", "deploy/*.md", "docs/**/*.md")
    for path in REPOSITORY.glob(pattern)
    if path.name != "CHANGELOG.md"  # which tells of what is gone
)
# Files of a project that this one does not have, and one that a run of `make soak` writes.
OPTIONAL = {"data/catalogue/corrections.yaml", "soak/results.json"}
ROOMS = "dxlib|docs|tests|deploy|soak|benchmarks"
# Names that stand for any: `<name>.py`, `NN-slug.ipynb`, `*.csv`, and numbers of decisions.
ANY = re.compile(r"[<*{]|NN-|docs/decisions/\d{4}$")


def list_named(page: str) -> set[str]:
    """Give the paths that a page names; in a guide those of the library only, since its project has others."""
    rooms = ROOMS if page.startswith("docs/guides/") else f"{ROOMS}|data|notebooks"
    text = (REPOSITORY / page).read_text("utf-8")
    named = set(re.findall(rf"`((?:{rooms})/[^`\s]+)`", text)) - OPTIONAL
    links = re.findall(r"\]\(([\w./-]+)(?:#[\w-]+)?\)", text)
    here = (REPOSITORY / page).parent
    return {one for one in named if not ANY.search(one)} | {
        (here / link).resolve().relative_to(REPOSITORY).as_posix() for link in links if "." in link or "/" in link
    }


@pytest.mark.parametrize("page", PAGES)
def test_files_that_a_page_names_exist(page: str) -> None:
    places = (REPOSITORY, REPOSITORY / "tests") if page == "docs/reliability.md" else (REPOSITORY,)  # it names tests
    missing = [path for path in sorted(list_named(page)) if not any((place / path).exists() for place in places)]
    assert missing == []


def test_pages_name_files() -> None:
    assert sum(len(list_named(page)) for page in PAGES) > 150


def test_the_answers_to_a_newcomer_name_files_that_are_there() -> None:
    """A file named without its folder lies in the folder that was named before it."""
    text = (REPOSITORY / "docs" / "questions.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ")][2:]
    assert len(rows) >= 10
    for row in rows:
        folder = ""
        for name in re.findall(r"`([\w./-]+)`", row.split("|")[2]):
            folder = name if name.endswith("/") and "/" in name[:-1] else folder
            if folder and name.endswith(".py") and "/" not in name:
                assert (REPOSITORY / folder / name).is_file(), name


def test_the_rooms_are_all_named() -> None:
    rows = (REPOSITORY / "docs" / "architecture.md").read_text("utf-8").split("| room |")[1].split("\n\n")[0]
    named = set(re.findall(r"`(\w+)`", "\n".join(row.split("|")[1] for row in rows.splitlines()[2:])))
    library = REPOSITORY / "dxlib"
    rooms = {path.parent.name for path in library.glob("*/__init__.py")}
    modules = {path.stem for path in library.glob("*.py")} - {"__init__", "__main__"}
    assert named == rooms | modules


@pytest.mark.parametrize(
    ("heading", "path"),
    [
        ("sources.csv", "data/catalogue/sources.csv"),
        ("scopes.csv", "data/catalogue/scopes.csv"),
        ("accepted.csv", "data/catalogue/accepted.csv"),
        ("Ledgers and clean data", "data/raw/ledgers/egdi.csv"),
    ],
)
def test_the_reference_has_each_column_of_a_list(heading: str, path: str) -> None:
    section = (REPOSITORY / "docs/reference/catalogue.md").read_text("utf-8").partition(f"## {heading}\n")[2]
    first = [line.split("|")[1] for line in section.partition("\n## ")[0].splitlines() if line.startswith("| `")]
    with (REPOSITORY / path).open(encoding="utf-8") as file:
        assert [name for cell in first for name in re.findall("`(\\w+)`", cell)] == file.readline().strip().split(",")

"""Files beside ledgers and catalogue that nothing reads, since their names or places are other ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from dxlib.errors import Problem, did_you_mean
from dxlib.paths import Project

# By name, since each is read by another part: a file that none of them asks for is one that nobody reads.
_CATALOGUE: Final = (
    "accepted.csv", "areas.yaml", "corrections.yaml", "feeds.yaml", "names.yaml", "publishers.yaml", "relations.yaml",
    "scopes.csv", "sources.csv", "spellings.yaml", "systems.yaml", "topics.yaml", "units.yaml",
)  # fmt: skip
_TABLES: Final = (".csv", ".ods", ".tsv", ".xls", ".xlsx")
_ENTRIES: Final = (".yaml", ".yml")
_OF_PROGRAMS: Final = (".", "~")  # how names of files begin that editors and spreadsheets keep beside an open one


def find_unread(project: Project) -> Iterator[Problem]:
    """Give a warning for each file that looks like data or catalogue and is not read.

    Notes
    -----
    Figures in ``2024.CSV`` or ``2024.xlsx``, and entries in ``health.yml``, would otherwise be missing without a word.
    """
    indicators = project.catalogue / "indicators"
    tables = _list_others(project.ledgers, _TABLES, "*.csv")
    entries = _list_others(indicators, _ENTRIES, "*.yaml")
    for folder, paths, ending in ((project.ledgers, tables, ".csv"), (indicators, entries, ".yaml")):
        for path in paths:
            fix = f"put it into {project.show(folder)}/ itself, with the ending '{ending}', or move it away."
            yield _warn(project, path, "Not read", (), fix)
    for path in sorted(project.catalogue.glob("*")):
        if _is_one_of(path, (*_ENTRIES, ".csv")) and path.name not in _CATALOGUE:
            problem = _warn(project, path, "Not read", _CATALOGUE, "rename it, or move it away.")
            yield replace(problem, hint=did_you_mean(path.name, _CATALOGUE))


def _list_others(folder: Path, endings: tuple[str, ...], read: str) -> list[Path]:
    """Give the files below a folder with one of some endings that are not among those that are read."""
    known = set(folder.glob(read))
    return [path for path in sorted(folder.rglob("*")) if _is_one_of(path, endings) and path not in known]


def _is_one_of(path: Path, endings: tuple[str, ...]) -> bool:
    return path.suffix.lower() in endings and not path.name.startswith(_OF_PROGRAMS) and path.is_file()


def _warn(project: Project, path: Path, what: str, allowed: tuple[str, ...], fix: str) -> Problem:
    return Problem(project.show(path), 0, "", what, allowed, fix, is_warning=True)

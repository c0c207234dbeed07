"""Where the register of feeds lies, and which mappings it names: found without what checks it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dxlib.intake import inspect_text
from dxlib.paths import Project


def get_register(project: Project) -> Path:
    """Give the path of the register of feeds."""
    return project.catalogue / "feeds.yaml"


def list_mappings(project: Project) -> set[str]:
    """Give the mappings that feeds name, which may lie anywhere in the project; a broken register names none."""
    path = get_register(project)
    if not path.exists():
        return set()
    import yaml  # noqa: PLC0415  (a project without feeds, or with nothing to do, needs no YAML)

    from dxlib.plain_yaml import read_plain  # noqa: PLC0415

    text, problems = inspect_text(path)
    try:
        read: Any = None if problems else read_plain(path, text).data
    except yaml.YAMLError:  # which is told where the register is checked
        read = None
    feeds = read.values() if isinstance(read, dict) else ()
    named = {str(feed.get("mapping") or "") for feed in feeds if isinstance(feed, dict)}
    return {str(project.root / name) for name in named if name}


def list_mappings_elsewhere(project: Project) -> list[str]:
    """Give the mappings that lie neither below the catalogue nor below raw data, whose files are listed by folder."""
    found = {Path(name).resolve() for name in list_mappings(project)}
    return sorted(
        str(path)
        for path in found
        if path.is_relative_to(project.root)
        and path.is_file()
        and not any(path.is_relative_to(folder) for folder in (project.catalogue, project.raw))
    )

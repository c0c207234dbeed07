"""``dxlib init``: a project that builds at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from dxlib.data.catalogue_files import read_catalogue
from dxlib.errors import ConfigError
from dxlib.paths import Project, write_files
from dxlib.scaffold.schemas import write_schemas

_TEMPLATE: Final = Path(__file__).parent / "project"
_HIDDEN: Final = "dot-"  # of names that begin with a point: packages leave such files out
_TITLE: Final = "$title"
_FILLED: Final = ("README.md", "dxlib.yaml")
_EXECUTABLE: Final = 0o755


def begin_project(folder: Path, *, title: str) -> Project:
    """Write a project of one brief, one ledger of ten figures, and all that stands around them.

    Parameters
    ----------
    folder
        Made when it is missing; nothing in it is replaced.
    title
        Of all its briefs together, in English.

    Returns
    -------
    Project
        One in which ``dxlib check`` finds nothing, and that builds.

    Raises
    ------
    ConfigError
        For an empty title, and where a file of the project is there already; nothing is written then.
    """
    if not title.strip():
        raise ConfigError("The title is empty.", fix="give one, as --title 'Digital economy', or leave the option out.")
    files = {path: folder / _name(path) for path in sorted(_TEMPLATE.rglob("*")) if _is_content(path)}
    # Every name is looked at before the first file is written: a project that is half the template's and half somebody
    # else's could not be told apart afterwards.
    taken = sorted(target.relative_to(folder).as_posix() for target in files.values() if target.exists())
    if taken:
        raise ConfigError(
            f"{folder} holds files of a project already: {', '.join(taken)}.",
            fix="name another folder; 'dxlib new' adds to a project.",
        )
    try:
        _write(files, title)
        project = Project(folder.resolve())
        # The schemas want each text in every language of dxlib.yaml, so they are
        # made here and not shipped with the template.
        write_schemas(project, read_catalogue(project).project.languages)
    except OSError:  # what is half begun would be in the way of the next try
        for target in files.values():
            with suppress(OSError):
                target.unlink(missing_ok=True)
        raise
    return project


def _write(files: Mapping[Path, Path], title: str) -> None:
    for target in files.values():
        target.parent.mkdir(parents=True, exist_ok=True)
    write_files({target: _fill(path, title) for path, target in files.items()})
    for path, target in files.items():
        # New files have no right to be run, and Git passes over a hook that it may not run.
        if path.name == "pre-commit":
            target.chmod(_EXECUTABLE)


def _is_content(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts


def _name(path: Path) -> Path:
    parts = path.relative_to(_TEMPLATE).parts
    return Path(*(f".{part.removeprefix(_HIDDEN)}" if part.startswith(_HIDDEN) else part for part in parts))


def _fill(path: Path, title: str) -> bytes:
    content = path.read_bytes()
    if path.name not in _FILLED:
        return content
    # A text of JSON is one of YAML too; written bare, a title such as "Data: a start" would be read as a mapping.
    written = json.dumps(title, ensure_ascii=False) if path.suffix == ".yaml" else title
    return content.replace(_TITLE.encode(), written.encode())

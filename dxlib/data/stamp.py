"""Whether ``data/clean`` is what the raw data give: told by hashes alone, before anything heavy is loaded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from dxlib.paths import Project

_CODE = Path(__file__).parent


def is_up_to_date(project: Project) -> bool:
    """Say whether raw data, catalogue, clean data and the code that cleans are those of the last ``dxlib clean``."""
    try:
        written = json.loads(project.clean_stamp.read_text("utf-8"))
    except (OSError, ValueError):  # never cleaned, or a stamp that somebody cut short: clean again
        return False
    return bool(written == _compute_stamp(project))


def write_stamp(project: Project) -> None:
    """Note down what ``data/clean`` was made from, and what it holds."""
    project.clean_stamp.parent.mkdir(exist_ok=True)
    temporary = project.clean_stamp.with_suffix(".tmp")
    temporary.write_text(json.dumps(_compute_stamp(project)), "utf-8")
    temporary.replace(project.clean_stamp)


def _compute_stamp(project: Project) -> dict[str, str]:
    return {
        "inputs": hash_files([*_list_files(project.raw), *_list_files(project.catalogue)], project.root),
        "outputs": hash_files(_list_files(project.clean), project.root),
        "code": hash_files(_CODE.rglob("*.py"), _CODE),
    }


def _list_files(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def hash_files(paths: Iterable[Path], root: Path) -> str:
    """Give one SHA-256 over names, relative to a root, and contents of files, in any order."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        content = hashlib.sha256(path.read_bytes()).digest()
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + content)
    return digest.hexdigest()

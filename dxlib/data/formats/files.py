"""Writing a file at once, and asking for a library that is not always there."""

from __future__ import annotations

from pathlib import Path

from dxlib.errors import ConfigError
from dxlib.paths import write_files


def write_file(path: Path, content: bytes) -> Path:
    """Write a file whole or not at all; a file that holds these bytes already is left untouched.

    Raises
    ------
    ConfigError
        When the folder is missing or the name is a folder's: give the path of a file in a folder that exists.
    """
    if not path.parent.is_dir():
        raise ConfigError(f"No folder '{path.parent}' to write '{path.name}' to.", fix="make the folder first.")
    if path.is_dir():
        raise ConfigError(f"'{path}' is a folder.", fix="name the file to write.")
    if not path.exists() or path.read_bytes() != content:
        write_files({path: content})
    return path

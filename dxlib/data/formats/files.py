"""Writing a file at once, and asking for a library that is not always there."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

from dxlib.errors import ConfigError, MissingDependencyError
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


def import_library(name: str, what: str) -> Any:
    """Import a library of the extra ``export``.

    Parameters
    ----------
    name
        The module.
    what
        What needs it, to begin the message.

    Raises
    ------
    MissingDependencyError
        When it is not installed: ``pip install 'dxlib[export]'``.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        what = f"{what} needs '{name}', which is not installed."
        raise MissingDependencyError(what, fix="pip install 'dxlib[export]'.") from error

"""Where Jupyter finds the kernel ``dxlib``, however this package was installed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import MutableMapping
from pathlib import Path
from typing import Final

from jupyter_client.kernelspec import NATIVE_KERNEL_NAME

KERNEL_NAME: Final = "dxlib"
_FILE: Final = "kernel.json"
_PATH_VARIABLE = "JUPYTER_PATH"
_FOLDER = Path(__file__).parent / "share" / "jupyter"


def make_findable(environment: MutableMapping[str, str], *, first: Path | None = None) -> None:
    """Let programs that run in an environment find the kernel; an installed wheel puts it where they look anyway.

    Parameters
    ----------
    environment
        That of a process to come, or ``os.environ``; its ``JUPYTER_PATH`` gets one more folder, once.
    first
        A folder that shall be searched before all others.

    Examples
    --------
    >>> environment = {"JUPYTER_PATH": "/opt/jupyter"}
    >>> make_findable(environment)
    >>> make_findable(environment)
    >>> [Path(folder).parts[-3:] for folder in environment["JUPYTER_PATH"].split(os.pathsep)]
    [('/', 'opt', 'jupyter'), ('kernels', 'share', 'jupyter')]
    """
    folders = [folder for folder in environment.get(_PATH_VARIABLE, "").split(os.pathsep) if folder]
    ahead = [str(first)] if first else []
    wanted = dict.fromkeys([*ahead, *folders, str(_FOLDER)])
    environment[_PATH_VARIABLE] = os.pathsep.join(wanted)


def write_default(folder: Path) -> None:
    """Write the warm kernel under the name by which notebooks ask for an ordinary one.

    Parameters
    ----------
    folder
        Where; whoever has it first in ``JUPYTER_PATH`` opens every notebook in a warm kernel.
    """
    spec = json.loads((_FOLDER / "kernels" / KERNEL_NAME / _FILE).read_text("utf-8"))
    spec["argv"][0] = sys.executable
    place = folder / "kernels" / NATIVE_KERNEL_NAME
    place.mkdir(parents=True, exist_ok=True)
    (place / _FILE).write_text(json.dumps(spec, indent=1), "utf-8")

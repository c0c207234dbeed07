"""Where Jupyter finds the kernel ``dxlib``, however this package was installed."""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from pathlib import Path
from typing import Final

KERNEL_NAME: Final = "dxlib"
_PATH_VARIABLE = "JUPYTER_PATH"
_FOLDER = Path(__file__).parent / "share" / "jupyter"


def make_findable(environment: MutableMapping[str, str]) -> None:
    """Let programs that run in an environment find the kernel; an installed wheel puts it where they look anyway.

    Parameters
    ----------
    environment
        That of a process to come, or ``os.environ``; its ``JUPYTER_PATH`` gets one more folder, once.

    Examples
    --------
    >>> environment = {"JUPYTER_PATH": "/opt/jupyter"}
    >>> make_findable(environment)
    >>> make_findable(environment)
    >>> [Path(folder).parts[-3:] for folder in environment["JUPYTER_PATH"].split(os.pathsep)]
    [('/', 'opt', 'jupyter'), ('kernels', 'share', 'jupyter')]
    """
    folders = [folder for folder in environment.get(_PATH_VARIABLE, "").split(os.pathsep) if folder]
    if str(_FOLDER) not in folders:
        environment[_PATH_VARIABLE] = os.pathsep.join([*folders, str(_FOLDER)])

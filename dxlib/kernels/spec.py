"""Where Jupyter finds the kernel ``dxlib``, however this package was installed."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import MutableMapping
from pathlib import Path
from typing import Final

from ipykernel.kernelspec import get_kernel_dict
from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpecManager

KERNEL_NAME: Final = "dxlib"
ORDINARY_NAME: Final = "python3-ordinary"
ORDINARY_DISPLAY_NAME: Final = "Python 3 (ordinary ipykernel)"
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


def install(prefix: Path) -> Path:
    """Put the kernel where all programs of an environment find it; give the folder.

    Parameters
    ----------
    prefix
        The folder of the environment, such as :data:`sys.prefix`.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     install(Path(folder)).relative_to(folder).as_posix()
    'share/jupyter/kernels/dxlib'
    """
    place = prefix / "share" / "jupyter" / "kernels" / KERNEL_NAME
    shutil.copytree(_FOLDER / "kernels" / KERNEL_NAME, place, dirs_exist_ok=True)
    return place


def write_default(folder: Path) -> None:
    """Write the warm kernel under the name by which notebooks ask for an ordinary one, and that one under another.

    Parameters
    ----------
    folder
        Where; whoever has it first in ``JUPYTER_PATH`` opens every notebook in a warm kernel.
    """
    warm = json.loads((_FOLDER / "kernels" / KERNEL_NAME / _FILE).read_text("utf-8"))
    warm["argv"][0] = sys.executable
    ordinary = {**get_kernel_dict(), "display_name": ORDINARY_DISPLAY_NAME}
    for name, spec in ((NATIVE_KERNEL_NAME, warm), (ORDINARY_NAME, ordinary)):
        place = folder / "kernels" / name
        place.mkdir(parents=True, exist_ok=True)
        (place / _FILE).write_text(json.dumps(spec, indent=1), "utf-8", newline="\n")


class OneWarmKernel(KernelSpecManager):
    """Lists no second warm kernel where :func:`write_default` has put the first; notebooks that name it still run."""

    def find_kernel_specs(self) -> dict[str, str]:
        """Give the names of all kernels but ``dxlib``, and their folders."""
        found = dict(super().find_kernel_specs())
        found.pop(KERNEL_NAME, None)
        return found

"""``python -m dxlib.kernels install``: let every Jupyter of this environment list the kernel ``dxlib``.

An installed wheel has put it there already; an editable installation (``pip install --editable .``) cannot.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dxlib.kernels.spec import install


@click.group()
def app() -> None:
    """Warm kernels."""


@app.command("install")
@click.option(
    "--prefix",
    type=click.Path(path_type=Path),
    default=Path(sys.prefix),
    show_default="this environment",
    help="The environment whose Jupyter shall list the kernel; it needs dxlib too.",
)
def install_kernel(prefix: Path) -> None:
    """Let Jupyter list the kernel 'dxlib'; 'jupyter kernelspec remove dxlib' undoes it."""
    click.echo(f"Jupyter finds the kernel in {install(prefix)}")


if __name__ == "__main__":
    app()

"""Running jobs on a Dask cluster, through the same executor interface as on this machine."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor

from dxlib.errors import BuildError, MissingDependencyError

_TIMEOUT_S = 10


def connect(address: str) -> Callable[[int], Executor]:
    """Give what makes an executor of a cluster; its workers must see the project's folder under the same path.

    Jobs and results are small: a job names its parameters, its worker reads data and writes the page on the shared
    folder, and the result names the page by its hash. Dask runs a lost worker's job again on another one.

    Raises
    ------
    MissingDependencyError
        When Dask is not installed: ``pip install 'dxlib[cluster]'``.
    BuildError
        When nothing answers at the address.
    """
    try:
        from distributed import Client  # noqa: PLC0415  (an optional extra)
    except ImportError as error:
        raise MissingDependencyError("Dask is not installed.", fix="pip install 'dxlib[cluster]'.") from error
    try:
        client = Client(address, timeout=_TIMEOUT_S, set_as_default=False)
    except OSError as error:
        raise BuildError(f"No Dask scheduler answers at {address}.", fix="check address and network.") from error

    def make_executor(_workers: int) -> Executor:
        executor: Executor = client.get_executor(pure=False, retries=1)
        return executor

    return make_executor

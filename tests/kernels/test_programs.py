"""The programs people use find the kernel and run it warm."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from tests.loaded import make_plain

BIN = Path(sys.executable).parent
PARENT = "print(open(f'/proc/{__import__(\"os\").getppid()}/cmdline').read().split(chr(0))[2])"


@pytest.fixture(scope="module", autouse=True)
def _plain() -> Iterator[None]:
    """Have programs load nothing that only tests have installed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", make_plain(os.environ)["PYTHONPATH"])
        yield


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    """A notebook that tells who its parent is, and draws a chart."""
    cells = [
        new_code_cell("n: int = 1  # a number", metadata={"tags": ["parameters"]}),
        new_code_cell(PARENT),
        new_code_cell("import matplotlib.pyplot as plt\nplt.plot([1, n]);"),
    ]
    path = tmp_path / "in.ipynb"
    specification = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": specification}), path)
    return path


def check(executed: Any) -> None:
    """See that a notebook ran in a warm kernel and has its chart."""
    *_, told, chart = executed.cells
    assert [output.text for output in told.outputs] == ["dxlib.kernels.template\n"]
    assert [sorted(output.data) for output in chart.outputs] == [["image/png", "text/plain"]]


def test_papermill(notebook: Path, tmp_path: Path) -> None:
    executed = papermill.execute_notebook(
        str(notebook), str(tmp_path / "out.ipynb"), parameters={"n": 3}, kernel_name="dxlib", progress_bar=False
    )
    check(executed)


def test_papermill_on_the_command_line(notebook: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.ipynb"
    subprocess.run(
        [BIN / "papermill", notebook, out, "--kernel", "dxlib", "-p", "n", "3"], check=True, capture_output=True
    )
    check(nbformat.read(out, 4))


def test_nbclient(notebook: Path) -> None:
    check(NotebookClient(nbformat.read(notebook, 4), kernel_name="dxlib").execute())


def test_several_nbclients_in_one_event_loop(notebook: Path) -> None:
    async def run() -> list[Any]:
        clients = [NotebookClient(nbformat.read(notebook, 4), kernel_name="dxlib") for _ in range(4)]
        return await asyncio.gather(*(client.async_execute() for client in clients))

    for executed in asyncio.run(run()):
        check(executed)


POOL = """
import multiprocessing, sys
from concurrent.futures import ProcessPoolExecutor
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from traitlets.config import Config

def execute(number):
    notebook = new_notebook(cells=[new_code_cell(f"print({number}, end='')")])
    sockets = Config({"KernelManager": {"transport": "ipc", "ip": f"{sys.argv[2]}/{number}"}})
    client = NotebookClient(notebook, kernel_name=sys.argv[1], config=sockets)
    return client.execute().cells[0].outputs[0].text

first = execute(0)
with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork")) as pool:
    print(first, *pool.map(execute, range(1, 5)))
"""


@pytest.mark.parametrize("kernel", ["dxlib", "python3"])
def test_processes_that_are_forked_after_a_notebook_execute_notebooks_too(kernel: str, sockets: Path) -> None:
    command = [sys.executable, "-c", POOL, kernel, sockets]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        try:
            assert process.communicate(timeout=60)[0] == "0 1 2 3 4\n"
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # what hangs, if anything


def test_jupyter_execute(notebook: Path) -> None:
    command = [BIN / "jupyter", "execute", "--inplace", "--kernel_name", "dxlib", notebook]
    subprocess.run(command, check=True, capture_output=True)
    check(nbformat.read(notebook, 4))


def test_nbconvert(notebook: Path) -> None:
    command = [
        BIN / "jupyter",
        "nbconvert",
        "--execute",
        "--inplace",
        "--ExecutePreprocessor.kernel_name=dxlib",
        notebook,
    ]
    subprocess.run([*command, "--to", "notebook"], check=True, capture_output=True)
    check(nbformat.read(notebook, 4))


def test_the_manager_of_jupyterlab() -> None:
    kernelmanager = pytest.importorskip("jupyter_server.services.kernels.kernelmanager", reason="no JupyterLab here")

    async def run() -> list[Any]:
        manager = kernelmanager.AsyncMappingKernelManager()
        number = await manager.start_kernel(kernel_name="dxlib")
        kernel = manager.get_kernel(number)
        found = [kernel.transport, await kernel.is_alive(), manager.kernel_model(number)["name"]]
        before = kernel.provisioner.pid
        await manager.restart_kernel(number, now=True)
        found += [kernel.provisioner.pid != before, await kernel.is_alive()]
        await manager.shutdown_kernel(number, now=True)
        return [*found, number in manager]

    assert asyncio.run(run()) == ["ipc", True, "dxlib", True, True, False]


def test_jupyter_finds_the_kernel_and_its_provisioner() -> None:
    listed = subprocess.run([BIN / "jupyter", "kernelspec", "list", "--json"], capture_output=True, check=True)
    found = json.loads(listed.stdout)["kernelspecs"]["dxlib"]["spec"]
    assert found["metadata"]["kernel_provisioner"]["provisioner_name"] == "dxlib-warm"
    provisioners = subprocess.run([BIN / "jupyter", "kernelspec", "provisioners"], capture_output=True, check=True)
    assert b"dxlib.kernels.provisioner:WarmProvisioner" in provisioners.stderr + provisioners.stdout


def test_the_specification_works_with_an_ordinary_provisioner_too(notebook: Path) -> None:
    client = NotebookClient(
        nbformat.read(notebook, 4), kernel_name="dxlib", kernel_manager_class="jupyter_client.AsyncKernelManager"
    )
    manager = client.create_kernel_manager()
    del manager.kernel_spec.metadata["kernel_provisioner"]
    executed = client.execute()
    assert executed.cells[1].outputs[0].text != "dxlib.kernels.template\n"
    assert executed.cells[2].outputs[0].output_type == "display_data"


def test_a_wheel_has_every_file_of_the_package(wheel: Path, repository: Path) -> None:
    files = [path for path in (repository / "dxlib").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    with zipfile.ZipFile(wheel) as archive:
        assert {path.relative_to(repository).as_posix() for path in files} <= set(archive.namelist())


def test_a_wheel_puts_the_specification_where_jupyter_looks(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [
            name for name in archive.namelist() if name.endswith(".data/data/share/jupyter/kernels/dxlib/kernel.json")
        ]
        assert archive.read(name) == archive.read("dxlib/kernels/share/jupyter/kernels/dxlib/kernel.json")


def test_all_modules_that_the_specification_names_are_there() -> None:
    modules = KernelSpecManager().get_kernel_spec("dxlib").metadata["kernel_provisioner"]["config"]["modules"]
    code = "; ".join(f"import {name}" for name in modules)
    environment = {**os.environ, "MPLBACKEND": "agg"}
    subprocess.run([sys.executable, "-c", code], check=True, cwd="/", env=environment)

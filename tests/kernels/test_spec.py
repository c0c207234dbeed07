"""Jupyter lists the kernels, each by a name of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from jupyter_client.kernelspec import KernelSpecManager

from dxlib.kernels import spec
from tests.kernels.conftest import wait_until
from tests.loaded import make_plain
from tests.ports import find_free_port

LIST = [sys.executable, "-m", "jupyter_client.kernelspecapp", "list", "--json"]


def list_kernels(environment: dict[str, str]) -> dict[str, Any]:
    done = subprocess.run(LIST, env=environment, capture_output=True, check=True)
    return dict(json.loads(done.stdout)["kernelspecs"])


@pytest.fixture
def plain(tmp_path: Path) -> dict[str, str]:
    """The environment of somebody who calls Jupyter without our help, and has no settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
    return {**kept, "JUPYTER_DATA_DIR": str(tmp_path / "data"), "JUPYTER_CONFIG_DIR": str(tmp_path / "config")}


def test_an_editable_installation_is_listed_after_the_command(plain: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "dxlib.kernels", "install", "--prefix", tmp_path]
    for _ in range(2):  # doing it again does no harm
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert done.stdout == f"Jupyter finds the kernel in {tmp_path}/share/jupyter/kernels/dxlib\n"
    found = list_kernels({**plain, "JUPYTER_PATH": str(tmp_path / "share" / "jupyter")})["dxlib"]
    assert found["resource_dir"] == f"{tmp_path}/share/jupyter/kernels/dxlib"
    assert found["spec"]["metadata"]["kernel_provisioner"]["provisioner_name"] == "dxlib-warm"


@pytest.mark.skipif(not Path(sys.prefix, ".ready").exists(), reason="this environment was not made by make")
def test_the_environment_that_make_makes_lists_the_kernel(plain: dict[str, str]) -> None:
    assert list_kernels(plain)["dxlib"]["spec"]["display_name"] == "Python 3 (dxlib, warm)"


def test_in_the_lab_notebooks_open_in_a_warm_kernel_and_an_ordinary_one_has_its_own_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTER_PATH", "")
    spec.write_default(tmp_path)
    spec.make_findable(os.environ, first=tmp_path)  # type: ignore[arg-type]
    manager = spec.OneWarmKernel()
    shown = {name: found["spec"] for name, found in manager.get_all_specs().items()}
    names = [each["display_name"] for each in shown.values()]
    assert len(names) == len(set(names))
    assert {name: shown[name]["display_name"] for name in ("python3", "python3-ordinary")} == {
        "python3": "Python 3 (dxlib, warm)",
        "python3-ordinary": "Python 3 (ordinary ipykernel)",
    }
    warm, ordinary = (shown[name]["metadata"].get("kernel_provisioner") for name in ("python3", "python3-ordinary"))
    assert warm["provisioner_name"] == "dxlib-warm"
    assert ordinary is None
    assert "dxlib" not in shown
    assert manager.get_kernel_spec("dxlib").display_name == "Python 3 (dxlib, warm)"  # by its name it still starts
    assert "dxlib" in KernelSpecManager().get_all_specs()


class Lab:
    """A JupyterLab on loopback, started by `dxlib lab`."""

    def __init__(self, project: Path, environment: dict[str, str]) -> None:
        port = find_free_port()
        self.address = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "dxlib", "lab", f"--root={project}", "--no-browser", "--allow-root"]
        with (project / "log").open("w") as log:
            self.process = subprocess.Popen(
                [*command, "--ip=127.0.0.1", f"--port={port}", "--IdentityProvider.token=t"],
                env=make_plain(environment), stdout=log, stderr=log,
            )  # fmt: skip

    def answers(self) -> bool:
        """Say whether it is up."""
        assert self.process.poll() is None, "JupyterLab ended by itself"
        try:
            self.ask("/api")
        except OSError:
            return False
        return True

    def ask(self, path: str, content: dict[str, str] | None = None) -> Any:
        """Give the answer to a request."""
        data = None if content is None else json.dumps(content).encode()
        with urlopen(Request(f"{self.address}{path}", data, {"Authorization": "token t"}), timeout=30) as answer:
            return json.load(answer)


@pytest.fixture
def lab(plain: dict[str, str], tmp_path: Path) -> Iterator[Lab]:
    """A JupyterLab for a project that has nothing yet."""
    pytest.importorskip("jupyterlab", reason="no JupyterLab here")
    for name in ("project/data/catalogue", "project/notebooks"):
        (tmp_path / name).mkdir(parents=True)
    started = Lab(tmp_path / "project", {**plain, "JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime")})
    try:
        wait_until(started.answers, patience_s=60)
        yield started
    finally:
        started.process.terminate()
        started.process.wait(timeout=30)


def test_the_lab_shows_one_warm_and_one_ordinary_kernel_and_starts_all(lab: Lab) -> None:
    listed = lab.ask("/api/kernelspecs")
    cards = {name: found["spec"]["display_name"] for name, found in listed["kernelspecs"].items()}
    assert listed["default"] == "python3"
    assert cards["python3"] == "Python 3 (dxlib, warm)"
    assert cards["python3-ordinary"] == "Python 3 (ordinary ipykernel)"
    assert len(set(cards.values())) == len(cards)
    for name in ("python3", "python3-ordinary", "dxlib"):
        assert lab.ask("/api/kernels", {"name": name})["name"] == name

"""Jupyter lists the kernels, each by a name of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.kernelspec import KernelSpecManager

from dxlib.kernels import spec

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

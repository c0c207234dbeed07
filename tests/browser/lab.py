"""A JupyterLab on loopback, with folders of its own; ended by its process id."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Page

from tests.loaded import make_plain
from tests.ports import find_free_port

TOKEN = "for-this-test-only"
# Lab restores its layout late, and drops what is asked before its session with the kernel is ready.
_READY = """() => {
  const app = window.jupyterapp, panel = app?.shell.currentWidget;
  return panel?.sessionContext && Promise.all([app.restored, panel.context.ready, panel.sessionContext.ready])
    .then(() => panel.sessionContext.session.kernel.info).then(() => panel === app.shell.currentWidget);
}"""


@contextmanager
def run_lab(root: Path, folder: Path) -> Iterator[str]:
    """Run ``dxlib lab`` on a project; give its address."""
    port = find_free_port()
    folders = {name: str(folder / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")}
    with (folder / "lab.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "dxlib", "lab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}",
             f"--IdentityProvider.token={TOKEN}", "--LabApp.news_url=", "--LabApp.expose_app_in_browser=True",
             "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"],
            cwd=root, env={**make_plain(os.environ), **folders}, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            _wait_until_up(f"http://127.0.0.1:{port}/api?token={TOKEN}", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:  # now and then a thread of AnyIO keeps a Jupyter server from ending
                process.kill()
                process.wait()


def wait_until_ready(page: Page) -> None:
    """Wait for a notebook that takes keys and runs cells."""
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=90_000)
    page.wait_for_function(_READY, timeout=90_000)


def _wait_until_up(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        assert process.poll() is None, "JupyterLab ended by itself"
        try:
            with urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.5)
    raise AssertionError("JupyterLab did not answer within two minutes")

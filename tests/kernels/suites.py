"""Runs a Jupyter project's own test suite twice: with `python3` as ipykernel's own kernel, and as the warm one.

    python -m tests.kernels.suites nbclient

It prints the tests whose outcome differs, and fails if there are any. The suite is that of the installed version, from
its source distribution on the package index; what it needs beside it is installed into a temporary folder. All folders
that Jupyter and IPython use are temporary too. The four suites take about half an hour together, so `make test` does
not run them.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from lxml import etree

from dxlib.kernels.spec import make_findable, write_default

ORDINARY, WARM = "ordinary", "warm"


@dataclass(frozen=True)
class Suite:
    """How to run one project's suite.

    Parameters
    ----------
    tests
        The folder of its tests, in its source distribution.
    needs
        What it needs beside what is installed here.
    package
        Whether the tests are part of the package, which so has to lie around them.
    """

    tests: str
    needs: tuple[str, ...]
    package: bool = False


SUITES = {
    "nbclient": Suite("tests", ("flaky", "ipywidgets", "pytest-asyncio>=1.3", "testpath", "xmltodict")),
    "papermill": Suite(
        "papermill/tests",
        ("moto[s3]", "pytest-mock", "pytest-env", "ipywidgets", "azure-storage-blob", "azure-identity",
         "azure-datalake-store", "gcsfs", "pyarrow", "PyGithub", "requests"),
        package=True,
    ),
    "ipykernel": Suite("tests", ("flaky", "ipyparallel", "pytest-asyncio>=1.3", "pytest-timeout", "trio", "curio")),
    "nbconvert": Suite("tests", ("flaky", "ipywidgets")),
}  # fmt: skip


def main() -> int:
    """Run what the command line names; give 1 if outcomes differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=f"of {', '.join(SUITES)}; all by default")
    parser.add_argument("-k", dest="which", default="", help="only the tests that match, as in pytest")
    parser.add_argument("--logs", type=Path, help="a folder in which to keep what pytest printed")
    asked = parser.parse_args()
    differing = [name for name in asked.suites or SUITES if compare(name, asked.which, asked.logs)]
    return 1 if differing else 0


def compare(name: str, which: str = "", logs: Path | None = None) -> dict[str, tuple[str, str]]:
    """Run a suite twice, print and give the tests whose outcome differs."""
    with tempfile.TemporaryDirectory(prefix="dxs-", dir="/tmp") as made:
        folder = Path(made)
        source = fetch(name, folder)
        install(SUITES[name].needs, folder / "needs")
        outcomes = {kind: run(name, source, folder, kind=kind, which=which) for kind in (ORDINARY, WARM)}
        for log in folder.glob("*.log") if logs else ():
            shutil.copy(log, logs / f"{name}-{log.name}")
    for kind, found in outcomes.items():
        print(f"{name}, {kind}: {dict(Counter(found.values()))}")
    ordinary, warm = outcomes[ORDINARY], outcomes[WARM]
    tests = sorted(ordinary.keys() | warm.keys())
    differing = {t: (ordinary.get(t, "-"), warm.get(t, "-")) for t in tests if ordinary.get(t) != warm.get(t)}
    for test, (before, after) in differing.items():
        print(f"  {test}: {before} in the ordinary kernel, {after} in the warm one")
    print(f"{name}: {len(differing)} of {len(tests)} tests differ")
    return differing


def fetch(name: str, folder: Path) -> Path:
    """Unpack the source distribution of the installed version."""
    command = ["download", "--quiet", "--no-deps", "--no-binary", name, "--dest", str(folder)]
    pip(*command, f"{name}=={version(name)}")
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return folder / archive.name.removesuffix(".tar.gz")


def install(needs: tuple[str, ...], folder: Path) -> None:
    """Install what a suite needs, in the versions that fit what is here."""
    frozen = subprocess.run(
        [sys.executable, "-m", "pip", "freeze", "--exclude-editable"], capture_output=True, check=True
    )
    constraints = folder.with_suffix(".txt")
    constraints.write_bytes(frozen.stdout)
    pip("install", "--quiet", "--constraint", str(constraints), "--target", str(folder), *needs)


def pip(*arguments: str) -> None:
    """Run pip of this environment."""
    subprocess.run([sys.executable, "-m", "pip", *arguments], check=True, stderr=subprocess.DEVNULL)


def run(name: str, source: Path, folder: Path, *, kind: str, which: str) -> dict[str, str]:
    """Run the tests with one kernel under the name `python3` and give the outcome of each."""
    place = folder / kind
    shutil.copytree(source, place)
    if not SUITES[name].package:  # the installed package is what is tested, not a copy of it
        shutil.rmtree(place / name)
    home = folder / f"home-{kind}"
    environment = make_environment(folder, home)
    if kind == WARM:
        write_default(home / "kernels-first")
        make_findable(environment, first=home / "kernels-first")
    print(f"{name}, {kind}: python3 is {find_kernel(environment)!r}", flush=True)
    report = folder / f"{kind}.xml"
    with (folder / f"{kind}.log").open("w") as log:
        command = make_command(SUITES[name].tests, report, which)
        subprocess.run(command, cwd=place, env=environment, stdout=log, stderr=log, check=False)
    if not report.exists():
        raise SystemExit((folder / f"{kind}.log").read_text())
    return read_outcomes(report)


def make_command(tests: str, report: Path, which: str) -> list[str]:
    """Give the command that runs tests; some fail, as a rule, for want of a network or a display."""
    calm = "ignore:The configuration option:pytest.PytestDeprecationWarning"  # pytest-asyncio's; suites forbid warnings
    command = [sys.executable, "-m", "pytest", "--quiet", "--color=no", "-W", calm, f"--junitxml={report}", tests]
    return [*command, "-k", which] if which else command


def make_environment(folder: Path, home: Path) -> dict[str, str]:
    """Give an environment whose programs see nothing of this user's settings and kernels."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "IPYTHON", "DXLIB", "PYTEST"))}
    for name in ("config", "data", "runtime", "ipython", "run"):
        (home / name).mkdir(parents=True, mode=0o700)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])  # suites call jupyter and papermill
    return {
        **kept, "PATH": path, "HOME": str(home), "PYTHONPATH": str(folder / "needs"),
        "IPYTHONDIR": str(home / "ipython"),
        "JUPYTER_CONFIG_DIR": str(home / "config"), "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"), "JUPYTER_PLATFORM_DIRS": "1",
    }  # fmt: skip


def find_kernel(environment: dict[str, str]) -> str:
    """Give the display name of the kernel that programs find as `python3`."""
    command = [sys.executable, "-m", "jupyter_client.kernelspecapp", "list", "--json"]
    listed = subprocess.run(command, env=environment, capture_output=True, check=True)
    return str(json.loads(listed.stdout)["kernelspecs"]["python3"]["spec"]["display_name"])


def read_outcomes(report: Path) -> dict[str, str]:
    """Give the outcome of each test by its name; tests of one name are numbered."""
    found: dict[str, str] = {}
    for case in etree.parse(report).iter("testcase"):
        name = f"{case.get('classname')}::{case.get('name')}"
        kinds = [child.tag for child in case if child.tag in ("failure", "error", "skipped")]
        outcome = kinds[0] if kinds else "passed"
        found[name] = outcome if found.get(name, outcome) == outcome else f"{found[name]}, {outcome}"
    return found


if __name__ == "__main__":
    sys.exit(main())

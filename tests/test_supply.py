"""What the project is made from: pinned with hashes, under licences that it may use, asked about in public."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
import yaml
from packaging.markers import Marker

REPOSITORY = Path(__file__).parents[1]
WORKFLOW = REPOSITORY / ".github" / "workflows" / "vulnerabilities.yaml"
PINNED = re.compile(
    r"^([\w.-]+)(?:\[[\w,-]+\])?==([^\s;]+)(?: ; (.*?))? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.M
)
# Each lets the project use and hand on the package as it is. Of several that may be chosen from, one is enough.
ALLOWED = {
    "0BSD", "Apache-2.0", "Artistic-1.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0", "MIT-CMU",
    "MPL-2.0", "OFL-1.1", "PSF-2.0", "Zlib",
}  # fmt: skip
# What packages wrote before there were identifiers.
WRITTEN = {
    "Apache 2.0": "Apache-2.0", "Apache License, Version 2.0": "Apache-2.0", "Apache Software License": "Apache-2.0",
    "Artistic License": "Artistic-1.0", "BSD": "BSD-3-Clause", "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC", "MIT License": "MIT", "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0", "SIL Open Font License 1.1 (OFL-1.1)": "OFL-1.1",
}  # fmt: skip
# Packages that say nothing in their metadata: as the licence files that they bring say (axe itself is MPL-2.0).
READ = {"atheris": "Apache-2.0", "axe-playwright-python": "MIT AND MPL-2.0"}


def list_pinned() -> list[tuple[str, str, str]]:
    """Give name, version and marker of every package of requirements.txt that has a hash."""
    return [found[:3] for found in PINNED.findall((REPOSITORY / "requirements.txt").read_text("utf-8"))]


def test_every_package_is_pinned_with_a_hash() -> None:
    text = (REPOSITORY / "requirements.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if re.match(r"[A-Za-z0-9]", line)]
    assert len(list_pinned()) == len(lines) > 150


def list_licences(name: str) -> Iterator[str]:
    """Give the licences among which a package lets choose, each as an expression."""
    metadata = distribution(name).metadata
    classified = [
        one.rpartition(" :: ")[2] for one in metadata.get_all("Classifier", []) if one.startswith("License ::")
    ]
    first = (metadata.get("License") or "").strip().partition("\n")[0]
    said = metadata.get("License-Expression") or "|".join(classified) or READ.get(name.lower()) or first
    for choice in re.split(r"\||\bOR\b", said):
        yield (
            " AND ".join(WRITTEN.get(part.strip(" ()"), part.strip(" ()")) for part in choice.split(" AND "))
            if (choice.strip() not in WRITTEN)
            else WRITTEN[choice.strip()]
        )


def is_allowed(expression: str) -> bool:
    return {part.strip(" ()") for part in expression.split(" AND ")} <= ALLOWED


def test_every_package_has_a_licence_that_is_allowed() -> None:
    refused = {}
    for name, _, marker in list_pinned():
        try:
            distribution(name)
        except PackageNotFoundError:
            assert marker, f"{name} is not installed"
            assert not Marker(marker).evaluate(), f"{name} is not installed"
            continue
        licences = [*list_licences(name)]
        if not any(map(is_allowed, licences)):
            refused[name] = licences
    assert refused == {}


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [("MIT", True), ("MIT AND PSF-2.0", True), ("GPL-3.0-only", False), ("MIT AND GPL-3.0-only", False), ("", False)],
)
def test_a_licence_that_is_not_on_the_list_is_refused(expression: str, allowed: bool) -> None:
    assert is_allowed(expression) is allowed


def test_the_workflow_keeps_githubs_schema_and_asks_about_every_package_every_day() -> None:
    schema = ["--builtin-schema", "vendor.github-workflows", WORKFLOW]
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", *schema], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    workflow = yaml.safe_load(WORKFLOW.read_text("utf-8"))
    assert workflow[True]["schedule"]  # YAML 1.1 reads "on" so
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["jobs"]["audit"]["steps"][-1]["run"] == "make vulnerabilities"
    (line,) = re.findall(r"(?m)^\t@\S+ -m pip_audit (.*)$", (REPOSITORY / "Makefile").read_text("utf-8"))
    assert {"--strict", "--require-hashes", "--disable-pip"} <= set(line.split())


def test_the_page_on_security_names_where_to_report_and_files_that_are_there() -> None:
    page = (REPOSITORY / "SECURITY.md").read_text("utf-8")
    for heading in ("## What is defended", "## What is not", "## How to report"):
        assert heading in page
    for path in re.findall(r"\]\(([\w./-]+)\)", page):
        assert (REPOSITORY / path).exists(), path

"""What a release must agree on: one version, a citation that programs read, a checklist of commands that there are."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import yaml

import dxlib
from dxlib.cli import app

REPOSITORY = Path(__file__).parents[1]
CITATION = REPOSITORY / "CITATION.cff"


def test_package_library_and_citation_name_one_version() -> None:
    package = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    cited = yaml.safe_load(CITATION.read_text("utf-8"))
    assert package["version"] == dxlib.__version__ == cited["version"]
    assert package["license"] == cited["license"]


def test_the_citation_keeps_the_schema_of_the_citation_file_format() -> None:
    schema = ["--builtin-schema", "vendor.citation-file-format", CITATION]
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", *schema], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_changelog_begins_with_what_is_not_released_yet() -> None:
    headings = re.findall(r"(?m)^## (.*)$", (REPOSITORY / "CHANGELOG.md").read_text("utf-8"))
    assert headings[0] == "Unreleased"


def test_the_checklist_calls_targets_and_commands_that_there_are() -> None:
    text = (REPOSITORY / "docs" / "releasing.md").read_text("utf-8")
    targets = set(re.findall(r"(?m)^([a-z ]+):", (REPOSITORY / "Makefile").read_text("utf-8")))
    named = {word for line in targets for word in line.split()}
    assert set(re.findall(r"`make (\w+)`", text)) <= named
    assert set(re.findall(r"`dxlib ([\w-]+)", text)) <= set(app.commands)
    options = {option for one in app.commands.values() for param in one.params for option in param.opts}
    assert set(re.findall(r"--(?:output|sign|revise|key)\b", text)) <= options

"""Canaries in the environment, and a password in a feed's address: found in nothing that commands write or say."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from dxlib.kernels.places import RUN_VARIABLE
from tests.build.conftest import FAIL_FOR_SINGAPORE, SAY, House
from tests.loaded import Loaded

CANARY = "kanarienvogel-7c1d"
PASSWORD = "geheim-93f2"
COMMANDS = (
    ("clean",), ("check",), ("pull",), ("plan", "--edition", "2024"), ("build", "--edition", "2024"), ("audit",),
    ("build", "--draft", "--edition", "2024"), ("diff", "2023", "2024"), ("publish", "--output", "www"),
    ("export", "--format", "csv", "--output", "out.csv"), ("translate",),
)  # fmt: skip
FEED = {
    "url": f"http://me:{PASSWORD}@127.0.0.1:9/a.csv?api_key={PASSWORD}", "publisher": "UN", "layout": "world_bank_api",
    "title": "A", "language": "en", "terms": "CC BY", "indicators": {"A": "egdi_rank"},
}  # fmt: skip


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Variables of the environment: canaries under names that programs take for secrets, and folders of its own."""
    (tmp_path / "t").mkdir()
    own = {RUN_VARIABLE: str(tmp_path / "s"), "TMPDIR": str(tmp_path / "t")}
    return {**own, "DXLIB_CANARY": CANARY, "AWS_SECRET_ACCESS_KEY": CANARY, "PASSWORD": CANARY}


def find_bytes(folder: Path, wanted: bytes) -> list[str]:
    """Give the files below a folder that hold some bytes."""
    return [str(path) for path in folder.rglob("*") if path.is_file() and wanted in path.read_bytes()]


def list_templates(environment: dict[str, str]) -> list[Path]:
    """Give the processes from which notebooks of this test are forked."""
    mark = f"{RUN_VARIABLE}={environment[RUN_VARIABLE]}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            is_ours = mark in (folder / "environ").read_bytes().split(b"\0")
            if is_ours and b"dxlib.kernels.template" in (folder / "cmdline").read_bytes():
                found.append(folder)
        except OSError:
            continue
    return found


def test_no_secret_stands_in_pages_records_notebooks_logs_or_messages(
    house: House, loaded: Loaded, environment: dict[str, str], tmp_path: Path
) -> None:
    feeds = house.project.catalogue / "feeds.yaml"
    feeds.write_text(yaml.safe_dump({"a": FEED}), "utf-8")
    said = {}
    for command in COMMANDS:
        if command[0] == "translate":  # at last, a job that fails: its message shows a cell
            house.write_brief(SAY, FAIL_FOR_SINGAPORE)
            said["failing"] = loaded.run(house.project, "build", "--edition", "2024", variables=environment)
        said[" ".join(command)] = loaded.run(house.project, *command, variables=environment)
    assert said["build --edition 2024"].returncode == 0, said["build --edition 2024"].stderr
    assert said["failing"].returncode != 0
    assert said["pull"].returncode != 0
    assert "127.0.0.1:9" in said["pull"].stderr
    templates = list_templates(environment)
    assert templates, "no template runs: its environment could not be looked at"
    for template in templates:
        assert CANARY.encode() not in (template / "environ").read_bytes()
    feeds.unlink()
    for secret in (CANARY, PASSWORD):
        assert [name for name, done in said.items() if secret in done.stdout + done.stderr] == []
        for folder in (house.project.root, tmp_path):
            assert find_bytes(folder, secret.encode()) == []


def test_a_canary_that_is_written_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "log").write_text(f"x {CANARY} y", "utf-8")
    assert find_bytes(tmp_path, CANARY.encode()) == [str(tmp_path / "a" / "log")]

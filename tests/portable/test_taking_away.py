"""What the tests of lacking systems take away is really gone, in the process and in what it starts."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from dxlib.paths import ROOT_VARIABLE
from tests.portable.test_lacking import ASCII, LACKING

TRIES = {
    "fork": ("import os; os.fork()", "AttributeError"),
    "fcntl": ("__import__('fcntl', {'__name__': 'dxlib.x'})", "ModuleNotFoundError"),
    "symbolic-links": ("import pathlib; pathlib.Path('new').symlink_to('file')", "OSError"),
    "hard-links": ("import os; os.link('file', 'new')", "PermissionError"),
    "shared-memory": ("import multiprocessing as m; m.get_context('spawn').Lock()", "OSError"),
    "unix-sockets": ("import socket; socket.AF_UNIX", "AttributeError"),
    "folder-sync": ("import os; os.fsync(os.open('.', os.O_RDONLY))", "OSError"),
    "open-folders": ("import os; os.open('.', os.O_RDONLY)", "PermissionError"),
    "case": ("import pathlib; pathlib.Path('FOLDER').mkdir()", "FileExistsError"),
    "utf-8": ("open('file').read()", "UnicodeDecodeError"),
}


def run(folder, lacks, code):
    """Run code in a process that a process where something is lacking has started; give the last line of its error."""
    starting = f"import subprocess, sys; sys.exit(subprocess.run([sys.executable, '-c', {code!r}]).returncode)"
    env = {
        **os.environ, **(ASCII if lacks == "utf-8" else {}), ROOT_VARIABLE: str(folder), "DXLIB_TEST_LACKS": lacks,
        "PYTHONPATH": str(LACKING),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", starting], cwd=folder, env=env, capture_output=True, text=True, check=False
    )
    return (done.stderr.splitlines() or [""])[-1]


@pytest.mark.parametrize("lacks", TRIES)
def test_what_is_lacking_fails_as_it_does_on_such_a_system_and_works_here(tmp_path, lacks):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("tiếng Việt", "utf-8")
    code, error = TRIES[lacks]
    assert run(tmp_path, lacks, code).startswith(error)
    assert run(tmp_path, "", code) == ""


def test_a_file_is_found_by_its_name_in_any_case(tmp_path):
    (tmp_path / "Folder").mkdir()
    (tmp_path / "Folder" / "File").write_text("x", "utf-8")
    code = (
        "import os, pathlib; p = pathlib.Path('folder/FILE'); assert p.read_bytes() == b'x'; assert p.exists(); "
        "p.replace('folder/other'); assert os.listdir('FOLDER') == ['other']"
    )
    assert run(tmp_path, "case", code) == ""
    assert run(tmp_path, "", code) != ""

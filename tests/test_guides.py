"""Every guide of ``docs/guides`` is followed to the letter: files written, commands run, what comes out compared.

A guide is Markdown. What the words before a block say is done with it:

- ``console``: each line after ``$`` is given to one shell of the guide, from one block to the next; the lines below it
  are what is printed, where ``...`` stands for anything. ``# exit code 4`` after a command is how it must end. Plain
  commands of dxlib but the first are forked from a process that has it loaded (``tests/loaded.py``).
- ``pycon``: examples of Python, one session a guide.
- "Write `file`:", "Append to `file`:", "Change `file`:" (a ``diff``, whose lines are found once), "Add to `notebook`:"
  (a cell of code before the last heading).
- ``console by-hand``: not carried out; ``BY_HAND`` says why not.
"""

from __future__ import annotations

import doctest
import json
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import matplotlib.pyplot as plt
import nbformat
import pytest
from markdown_it import MarkdownIt

import dxlib as dx
from dxlib.paths import ROOT_VARIABLE, Project
from tests.loaded import COMMAND, PLAIN, Loaded
from tests.ports import find_free_port

REPOSITORY = Path(__file__).parents[1]
GUIDES = sorted((REPOSITORY / "docs" / "guides").glob("*.md"))
# Follow another guide's project, or look at the repository's own figures.
IN_REPOSITORY = {"quote-a-figure", "explore-in-jupyterlab"}
BY_HAND = {
    "make lab": "opens a browser and goes on until it is ended; tests/browser/test_lab.py has it",
    "sudo cp deploy/dxlib.service deploy/dxlib.timer /etc/systemd/system/": "alters the machine",
    "sudo systemctl enable --now dxlib.timer": "alters the machine; tests/test_deploy.py has the files judged",
    "git push": "needs a server",
}
_EXIT = re.compile(r"\s+# exit code (\d+)$")
_PLACE = re.compile(r"(Write|Append to|Change|Add to) `([^`]+)`:$")
_PORT = "8786"  # of a scheduler; another one where the guide is followed beside other programs
_PLAIN = re.compile(r"dxlib (?!init)[^$`|&;<>()*?\\\\]+")  # where a shell does nothing but split words
_JOINED = f"import os\nos.dup2(1, 2)\n{COMMAND}"  # complaints go where all else goes
_MARK = "-- end of a command --"
_CHECKER = doctest.OutputChecker()
_WAYS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a guide: its kind, its text, and the paragraph before it."""

    kind: str
    text: str
    before: str
    line: int


def read_blocks(path: Path) -> Iterator[Block]:
    before = ""
    text = path.read_text("utf-8").replace(_PORT, str(find_free_port()))
    for token in MarkdownIt().parse(text):
        if token.type == "inline":
            before = token.content
        elif token.type == "fence":
            yield Block(token.info, token.content, before, (token.map or [0])[0] + 1)


def list_commands(text: str) -> Iterator[tuple[str, int, str]]:
    """Give each command of a block of console, the exit code it must have, and what it must print."""
    for part in re.split(r"(?m)^\$ ", text)[1:]:
        line, _, shown = part.partition("\n")
        code = _EXIT.search(line)
        yield _EXIT.sub("", line), int(code[1]) if code else 0, shown


@dataclass
class Follower:
    """Carries a guide out in a folder."""

    folder: Path
    environment: dict[str, str]
    loaded: Loaded
    names: dict[str, Any] = field(default_factory=dict)
    shell: subprocess.Popen[str] | None = None

    def open_shell(self) -> tuple[IO[str], IO[str]]:
        if self.shell is None:
            self.shell = subprocess.Popen(
                ["bash", "--norc"], cwd=self.folder, env=self.environment, text=True, start_new_session=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            )  # fmt: skip
        assert self.shell.stdin is not None
        assert self.shell.stdout is not None
        return self.shell.stdin, self.shell.stdout

    def run(self, command: str) -> tuple[int, str]:
        """Run a command as the guide's shell does; what it prints, and its exit code."""
        if _PLAIN.fullmatch(command):
            variables = {**self.environment, ROOT_VARIABLE: ""}
            words = shlex.split(command)[1:]
            done = self.loaded.run(Project(self.folder), *words, code=_JOINED, variables=variables)
            return done.returncode, done.stdout
        given, told = self.open_shell()
        given.write(f'{command}\ncode=$?; echo; echo {_MARK} $code "$PWD"\n')
        given.flush()
        lines: list[str] = []
        for line in told:
            if line.startswith(_MARK):
                _, code, where = line.removeprefix(_MARK).rstrip("\n").split(" ", 2)
                self.folder = Path(where)
                return int(code), "".join(lines).removesuffix("\n")
            lines.append(line)
        raise AssertionError(f"the shell has ended: {command}\n{''.join(lines)}")

    def close(self) -> None:
        if self.shell is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.shell.pid, signal.SIGKILL)  # with what a guide that failed left running
            self.shell.communicate(timeout=60)

    def follow(self, block: Block) -> None:
        place = _PLACE.search(block.before)
        if block.kind == "console":
            self.follow_console(block)
        elif block.kind == "pycon":
            self.follow_python(block)
        elif block.kind == "console by-hand":
            assert {command for command, _, _ in list_commands(block.text)} <= set(BY_HAND)
        else:
            assert place, f"line {block.line}: nothing says what to do with it"
            self.write(place[1], self.folder / place[2], block)

    def follow_console(self, block: Block) -> None:
        for command, wanted, shown in list_commands(block.text):
            code, printed = self.run(command)
            assert code == wanted, f"line {block.line}: {command}\n{printed}"
            fits = _CHECKER.check_output(shown or "...", printed or "\n", _WAYS)
            assert fits, f"line {block.line}: {command}\n--- the guide\n{shown}--- printed\n{printed}"

    def follow_python(self, block: Block) -> None:
        test = doctest.DocTestParser().get_doctest(block.text, self.names, "guide", None, block.line)
        test.globs = self.names
        told: list[str] = []
        doctest.DocTestRunner(_CHECKER, optionflags=_WAYS).run(test, out=told.append, clear_globs=False)
        assert not told, "".join(told)

    def write(self, how: str, path: Path, block: Block) -> None:
        if how == "Write":
            assert not path.exists(), path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, "utf-8")
        elif how == "Append to":
            path.write_text(path.read_text("utf-8") + block.text, "utf-8")
        elif how == "Change":
            path.write_text(change(path.read_text("utf-8"), block.text), "utf-8")
        else:
            add_cell(path, block.text.rstrip("\n"))


def change(text: str, diff: str) -> str:
    """Give a text with the lines after ``-`` replaced by those after ``+``; each run of lines is found once."""
    for found in re.finditer(r"((?:^-.*\n)+)((?:^\+.*\n)*)", diff, re.MULTILINE):
        before, after = (re.sub(r"(?m)^[-+]", "", part) for part in found.groups())
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text


def add_cell(path: Path, source: str) -> None:
    notebook = nbformat.read(path, as_version=4)
    last = max(at for at, cell in enumerate(notebook.cells) if cell.cell_type == "markdown")
    notebook.cells.insert(last, nbformat.v4.new_code_cell(source, id=f"added{len(notebook.cells)}"))
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", "utf-8")


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_a_guide_is_followed_to_the_letter(
    guide: Path, take_place: Callable[[], Path], loaded: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    if guide.stem in IN_REPOSITORY:
        monkeypatch.chdir(REPOSITORY)
        folder = REPOSITORY
    else:
        (folder := take_place()).mkdir()
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    library = f"{PLAIN}{os.pathsep}{os.environ.get('PYTHONPATH') or REPOSITORY}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": library, "COLUMNS": "200"}
    environment.pop("DXLIB_ROOT", None)
    follower = Follower(folder, environment, loaded)
    blocks = [*read_blocks(guide)]
    assert blocks
    try:
        for block in blocks:
            follower.follow(block)
    finally:
        follower.close()
        dx.reset_theme()
        plt.close("all")


def test_what_is_left_to_a_hand_is_in_a_guide() -> None:
    blocks = (block for guide in GUIDES for block in read_blocks(guide) if block.kind == "console by-hand")
    assert {command for block in blocks for command, _, _ in list_commands(block.text)} == set(BY_HAND)

"""Faults that are planted in a project that was built, and every command on each: an answer in words, no traceback."""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from dxlib.cli import main
from dxlib.data.catalogue_files import forget_catalogue
from dxlib.errors import ExitCode
from dxlib.paths import ROOT_VARIABLE, Project
from soak.counting import Tally
from soak.place import BUILD, EDITIONS, Place
from tests.build.test_broken_notebooks import BROKEN

GROUP: Final = "every command on"
COMMANDS: Final[Mapping[str, Sequence[str]]] = {
    "check": ("check",),
    "clean": ("clean",),
    "plan": ("plan", *EDITIONS),
    "audit": ("audit",),
    "diff": ("diff", "2023", "2024"),
    "export": ("export", "--format", "csv", "--output", "out.csv"),
    "publish": ("publish", "--output", "www"),
    "translate": ("translate",),
    "merge": ("merge", ".dxlib"),
    "pull": ("pull",),
    "new": ("new", "brief", "tried"),
    "build": BUILD,
}
# These start what workers are forked from, which lives as long as their process: they get one of their own.
_WITH_WORKERS: Final = frozenset({"build", "merge", "publish"})
Plant = Callable[[Project], object]


def write(path: str, content: bytes | str) -> Plant:
    """Write something else into a file."""

    def plant(project: Project) -> None:
        target = project.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_file():
            target.unlink()  # pages are links into the store
        target.write_bytes(content if isinstance(content, bytes) else content.encode())

    return plant


def add(path: str, content: bytes) -> Plant:
    """Write something at the end of a file."""
    return lambda project: (project.root / path).write_bytes((project.root / path).read_bytes() + content)


def convert(path: str, encoding: str) -> Plant:
    """Write a file in another encoding."""
    return lambda project: (project.root / path).write_text((project.root / path).read_text("utf-8"), encoding)


def swap(path: str, old: str, new: str) -> Plant:
    """Write one text in place of another."""

    def plant(project: Project) -> None:
        target = project.root / path
        text = target.read_text("utf-8")
        if old not in text:
            raise ValueError(f"no {old!r} in {path}")
        target.write_text(text.replace(old, new, 1), "utf-8")

    return plant


def turn(path: str, make: Callable[[Path], object]) -> Plant:
    """Put something that is no file in the place of one."""

    def plant(project: Project) -> None:
        target = project.root / path
        shutil.rmtree(target) if target.is_dir() and not target.is_symlink() else target.unlink()
        make(target)

    return plant


def break_records(change: Callable[[bytes], bytes]) -> Plant:
    """Change the records of builds."""

    def plant(project: Project) -> None:
        for path in (project.notes / "jobs").rglob("*.note"):
            path.write_bytes(change(path.read_bytes()))

    return plant


def break_notebook(kind: str) -> Plant:
    """Break the notebook as a test does."""

    def plant(project: Project) -> None:
        path = project.notebooks / "01-toy.ipynb"
        good = path.read_text("utf-8")
        path.unlink()
        BROKEN[kind][0](path, good)

    return plant


def _link_nowhere(path: Path) -> None:
    path.symlink_to("nowhere")


_BOMB: Final = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
_SOURCES, _AREAS, _BRIEFS, _LEDGER = (
    "data/catalogue/sources.csv",
    "data/catalogue/areas.yaml",
    "notebooks/briefs.yaml",
    "data/raw/ledgers/main.csv",
)
_PAGE: Final = "reports/2024/en/01-toy/SGP.html"
_FEEDS: Final = "data/catalogue/feeds.yaml"


def _feed(address: str) -> Plant:
    feed = {"a": {"url": address, "publisher": "UN", "layout": "sdmx_csv", "title": "A", "terms": "CC BY"}}
    return write(_FEEDS, json.dumps(feed))


PLANTED: Final[Mapping[str, Plant]] = {
    "a release of a user's own files": lambda project: [write("reports/2024/mine.txt", "mine")(project)],
    "a manifest that names ../../x": write("reports/manifest.json", '{"pages": [{"address": "../../x", "sha256": "0"}]}'),
    "a manifest of the target that names ../../x": write("www/manifest.json", '{"pages": [{"address": "../../x", "sha256": "0"}]}'),
    "a broken manifest": write("reports/manifest.json", "{"),
    "broken checksums": write("reports/SHA256SUMS", "x\n"),
    "an emptied page": write(_PAGE, b""),
    "an altered page": write(_PAGE, b"<!DOCTYPE html><html><body>1</body></html>"),
    "a deleted page": lambda project: (project.root / _PAGE).unlink(),
    "a broken index": write("reports/index.html", b"\0"),
    "a pickle in place of the catalogue": write(".dxlib/catalogue.pickle", b"cos\nsystem\n(S'touch ran'\ntR."),
    "a kept catalogue that is no JSON": lambda project: [path.write_bytes(b"{") for path in project.notes.glob("*.note")],
    "records overwritten": break_records(lambda _: b"no record" * 1000),
    "records of another version": break_records(lambda kept: kept.replace(b"dxlib-1", b"dxlib-0", 1)),
    "records without content": break_records(lambda kept: kept.rpartition(b"\n")[0]),
    "records that are a folder": turn(".dxlib/notes/jobs/2024/en/01-toy/SGP.html.note", Path.mkdir),
    "a file in place of the records": turn(".dxlib/notes/jobs", Path.touch),
    "records that say what is none": break_records(lambda kept: kept.replace(b"title", b"tilte")),
    "javascript: as an address": swap(_SOURCES, "https://example.org/un", "javascript:alert(1)"),
    "https://[ as an address": swap(_SOURCES, "https://example.org/un", "https://["),
    "U+202E in a name": swap(_AREAS, "Singapore", '"\\u202E Singapore"'),
    "YAML with aliases of aliases": write(_AREAS, _BOMB),
    "YAML that nests without end": write(_AREAS, "a: " + "[" * 50_000),
    "a day that is none": swap(_BRIEFS, "2024-12-31", "2025-02-31"),
    "a key that is a list": add(_AREAS, b"? [a]\n: b\n"),
    "a key that is a number": add(_AREAS, b"1: {name: {en: a}}\n"),
    "period 9999": swap(_LEDGER, '"2024"', '"9999"'),
    "NUL in a cell": swap(_LEDGER, '"71st"', '"71\0st"'),
    "an open quotation mark": add(_LEDGER, b'"egdi_rank,"VNM\n'),
    "an open quotation mark in a header": swap(_SOURCES, '"SOURCE"', '"SOURCE'),
    "a field of 1 MB": add(_SOURCES, b'"' + b"x" * 1_000_000 + b'"\n'),
    "a source in UTF-16": convert(_SOURCES, "utf-16"),
    "a stray byte": add(_SOURCES, b"\xff\n"),
    "a folder in place of a ledger": turn(_LEDGER, Path.mkdir),
    "a link that leads nowhere": turn(_LEDGER, _link_nowhere),
    "a pipe in place of a register": turn(_SOURCES, os.mkfifo),
    "a feed at file:///": _feed("file:///etc/shadow"),
    "a feed at local:///": _feed("local:///etc/shadow"),
    "a feed at data:": _feed("data:text/csv,a"),
    "translations that are no catalogue": write("notebooks/locales/vi/messages.po", b'msgid "a\n\xff'),
    **{f"a notebook: {kind}": break_notebook(kind) for kind in BROKEN},
}  # fmt: skip


class Planter:
    """A small project that was built, a copy of which is broken for each fault.

    Parameters
    ----------
    place, tally, seed
        Where, what counts, and in which order.
    """

    def __init__(self, place: Place, tally: Tally, seed: int) -> None:
        self.place = place
        self.tally = tally
        self._chance = random.Random(seed)
        self._order = self._list_pairs()

    def prepare(self) -> None:
        """Have the project built."""
        self.place.prepare()

    def _list_pairs(self) -> Iterator[tuple[str, str]]:
        while True:
            pairs = [(fault, command) for fault in PLANTED for command in COMMANDS]
            self._chance.shuffle(pairs)
            yield from pairs

    def run_round(self) -> None:
        """Try one command on one fault."""
        fault, command = next(self._order)
        self.try_command(fault, command)

    def try_command(self, fault: str, command: str) -> None:
        """Plant a fault in a copy and run a command there."""
        folder = Path(tempfile.mkdtemp(prefix="soak-"))
        try:
            subprocess.run(["cp", "-a", self.place.project.root, folder / "p"], check=True)
            copy = Project(folder / "p")
            PLANTED[fault](copy)
            told = self._run(copy, COMMANDS[command])
            if not (copy.reports / "mine.txt").is_file():
                told.append("a file of the user's is gone")
            if (copy.root / "ran").exists():
                told.append("it ran what it read")
        finally:
            shutil.rmtree(folder)
        self.tally.add(GROUP, fault, told=[f"{command}: {'; '.join(told)}"] if told else [])

    def _run(self, project: Project, arguments: Sequence[str]) -> list[str]:
        if arguments[0] in _WITH_WORKERS:
            other = Place(self.place.folder)
            environment = {**other.environment, ROOT_VARIABLE: str(project.root)}
            done = subprocess.run([sys.executable, "-m", "dxlib", *arguments], cwd=project.root, env=environment,
                                  capture_output=True, text=True, check=False, timeout=240)  # fmt: skip
            return _judge(done.returncode, done.stdout + done.stderr)
        return run_in_process(project, arguments)

    def finish(self) -> None:
        """Count what is left of all these builds."""
        self.tally.add("left after", "planted faults", told=self.place.list_left(), wrong="leaked")


def run_in_process(project: Project, arguments: Sequence[str]) -> list[str]:
    """Run a command in this process; say what is wrong with how it ends."""
    said, before, argv = io.StringIO(), os.environ.get(ROOT_VARIABLE), sys.argv
    folder = Path.cwd()
    os.environ[ROOT_VARIABLE], sys.argv = str(project.root), ["dxlib", *arguments]
    forget_catalogue()
    try:
        os.chdir(project.root)
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            main()
        code: object = 0
    except SystemExit as ended:
        code = ended.code or 0
    except Exception as error:
        return [f"traceback: {type(error).__name__}: {error}"]
    finally:
        os.chdir(folder)
        sys.argv = argv
        os.environ.pop(ROOT_VARIABLE)
        os.environ.update({} if before is None else {ROOT_VARIABLE: before})
        forget_catalogue()
    return _judge(code, said.getvalue())


def _judge(code: object, said: str) -> list[str]:
    if "Traceback" in said:
        return [f"traceback: {said.strip()[-300:]}"]
    if code not in [*ExitCode]:
        return [f"ends with {code}, which is no exit code of dxlib: {said.strip()[-200:]}"]
    return [f"ends with {code} without a word"] if code and not said.strip() else []

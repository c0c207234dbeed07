"""Files that were altered at random, given to every reader: each is read, or refused in time and in words."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from dxlib.audit.edition.told import UnreadablePageError, read_evidence_of
from dxlib.brief.fragments import read_fragment
from dxlib.build.briefs import inspect_declarations
from dxlib.build.listed import read_pages, read_sums
from dxlib.build.parameters import read_parameters
from dxlib.build.state import State
from dxlib.data.catalogue_files import forget_catalogue, inspect_catalogue, read_catalogue
from dxlib.data.clean import inspect_raw
from dxlib.data.ingest.packing import read_content
from dxlib.data.ingest.sheets import read_sheet
from dxlib.data.language_files import inspect_languages
from dxlib.data.project_file import inspect_project_file
from dxlib.errors import DxError
from dxlib.language.catalogues import read_translations
from dxlib.notebook_files import read_cells
from dxlib.paths import Project
from soak.attacks import ATTACKS
from soak.counting import Tally
from soak.place import REPOSITORY
from tests.conftest import write_toy_project

GROUP: Final = "fuzzed"
EXAMPLES: Final = 60  # of one round
LONGEST_S: Final = 2.0  # of processor time, for one file
_EXECUTED: Final = re.compile(r"number_of_executed_units:\s*(\d+)")
_TOKENS: Final = (
    b"\0", b"\xff", b"\xef\xbb\xbf", b"\n", b"\r", b"\t", b'"', b"'", b",", b":", b"- ", b"{", b"}", b"[", b"]", b"&a ", b"*a ", b"!!",
    b"<<: *a", b"---\n", b"\\", b"<", b"&", b"999999999999999999999", b"-1", b"1e999", b"NaN", b"null", b"\xe2\x80\xae", b"..", b"/",
    *(attack[:200].encode() for attack in ATTACKS[::7]),
)  # fmt: skip
_EDITS: Final = st.lists(
    st.tuples(st.sampled_from("idrc"), st.floats(0, 1), st.sampled_from(_TOKENS), st.integers(0, 40)),
    min_size=1,
    max_size=6,
)


@dataclass(frozen=True)
class Reader:
    """What reads a file.

    Parameters
    ----------
    path
        Of the file, in a small project.
    read
        Reads it there.
    good
        What it holds when it is sound; nothing for what the small project has there.
    """

    path: str
    read: Callable[[Project, Path], object]
    good: Callable[[Project], bytes] | None = None


def _make_workbook(_project: Project) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415

    book, file = Workbook(), io.BytesIO()
    book.active.append(["area", 2024])
    book.active.append(["Viet Nam", 3])
    book.save(file)
    return file.getvalue()


_DIGEST: Final = "0" * 64
_PAGE: Final = (
    b'<!DOCTYPE html><html><body><script type="application/json" id="dxlib-evidence">{"page":{"brief":"01-toy","area":"VNM"},'
    b'"measures":{},"stated":{"a":"egdi_rank/VNM/2024/actual@un-2024"},"given":[]}</script></body></html>'
)
READERS: Final[Mapping[str, Reader]] = {
    "dxlib.yaml": Reader("dxlib.yaml", lambda project, _: inspect_project_file(project)),
    "indicators": Reader("data/catalogue/indicators/services.yaml", lambda project, _: inspect_catalogue(project)),
    "units": Reader("data/catalogue/units.yaml", lambda project, _: inspect_catalogue(project)),
    "areas": Reader("data/catalogue/areas.yaml", lambda project, _: inspect_catalogue(project)),
    "sources": Reader("data/catalogue/sources.csv", lambda project, _: inspect_catalogue(project)),
    "ledger": Reader("data/raw/ledgers/main.csv", lambda project, _: inspect_raw(project)),
    "briefs.yaml": Reader("notebooks/briefs.yaml", lambda project, _: inspect_declarations(project, read_catalogue(project))),
    "notebook": Reader("notebooks/01-toy.ipynb", lambda _, path: (read_cells(path), read_parameters(path))),
    "messages.po": Reader("notebooks/locales/fr/messages.po", lambda _, path: read_translations("fr", path), lambda _: _SHORT_PO),
    "language.yaml": Reader(
        "notebooks/locales/fr/language.yaml", lambda project, _: [*inspect_languages(project, ())],
        lambda _: (REPOSITORY / "dxlib/language/locales/fr/language.yaml").read_bytes(),
    ),
    "manifest": Reader(
        "reports/manifest.json", lambda _, path: read_pages(path.read_bytes(), "manifest.json"),
        lambda _: json.dumps({"pages": [{"address": "2024/en/a.html", "sha256": _DIGEST}]}).encode(),
    ),
    "checksums": Reader(
        "reports/SHA256SUMS", lambda _, path: read_sums(path.read_bytes(), "SHA256SUMS"),
        lambda _: f"{_DIGEST}  2024/en/a.html\n".encode(),
    ),
    "record of a build": Reader(
        ".dxlib/notes/jobs/a.note", lambda project, _: State(project.notes),
        lambda _: b"dxlib-1 0\n{}\n" + json.dumps({"reads": "a\tb\tc", "page": "", "entry": "", "seconds": 1, "error": ""}).encode(),
    ),
    "fragment": Reader(
        "fragment.json", lambda _, path: read_fragment(json.loads(path.read_bytes())),
        lambda _: b'{"kind": "text", "content": ["p", {}, "a"], "evidence": {}}',
    ),
    "page": Reader("page.html", lambda _, path: read_evidence_of(path.read_text("utf-8")), lambda _: _PAGE),
    "workbook": Reader("a.xlsx", lambda _, path: read_sheet(path), _make_workbook),
    "packed table": Reader("a.csv.gz", lambda _, path: read_content(path), lambda _: gzip.compress(b"a,b\n1,2\n" * 50)),
}  # fmt: skip
_SHORT_PO: Final = (
    b'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    b'"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\nmsgid "Area"\nmsgstr "Territoire"\n\n'
    b'msgid "{n} page"\nmsgid_plural "{n} pages"\nmsgstr[0] "{n} page"\nmsgstr[1] "{n} pages"\n'
)


class Trial:
    """One reader in a small project.

    Parameters
    ----------
    name
        Which reader.
    folder
        Where the project is written.
    """

    def __init__(self, name: str, folder: Path) -> None:
        self.reader = READERS[name]
        self.project = write_toy_project(folder).project
        self.path = self.project.root / self.reader.path
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.good = self.reader.good(self.project) if self.reader.good else self.path.read_bytes()

    def read(self, content: bytes) -> str:
        """Read an altered file; say what is wrong with how it was read, and nothing where it was read or refused."""
        self.path.write_bytes(content)
        forget_catalogue()
        began = time.thread_time()
        try:
            self.reader.read(self.project, self.path)
        except (DxError, *_SAID_OTHERWISE.get(self.reader.path, ())):
            pass
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        took_s = time.thread_time() - began
        return f"it took {took_s:.1f} s" if took_s > LONGEST_S else ""


# Callers of these turn what they raise into an outcome of their own.
_SAID_OTHERWISE: Final[Mapping[str, tuple[type[Exception], ...]]] = {
    "fragment.json": (ValueError, LookupError, TypeError, AttributeError),
    "page.html": (UnicodeDecodeError, UnreadablePageError),
}


def edit(content: bytes, edits: list[tuple[str, float, bytes, int]]) -> bytes:
    """Alter a content: insert, delete, replace or copy at places that are given as shares of its length."""
    for what, place, token, length in edits:
        at = int(place * len(content))
        cut = content[at : at + length]
        new = {"i": token + cut, "d": b"", "r": token, "c": cut * 3}[what]
        content = content[:at] + new + content[at + length :]
    return content


class Fuzzer:
    """Tries all readers in turn, by hypothesis, and where it is installed by atheris, which follows the code.

    Parameters
    ----------
    tally, seed
        What counts, and which files.
    """

    def __init__(self, tally: Tally, seed: int) -> None:
        self._tally = tally
        self._chance = random.Random(seed)
        self._order = self._list_names()

    def _list_names(self) -> Iterator[str]:
        while True:
            yield from READERS

    def run_round(self) -> None:
        """Give one reader some dozens of altered files."""
        name = next(self._order)
        with tempfile.TemporaryDirectory(prefix="soak-") as folder:
            found = try_reader(Trial(name, Path(folder)), self._chance.randrange(1 << 30))
        self._tally.add(GROUP, name, tried=EXAMPLES, told=found)

    def run_with_atheris(self, seconds: int) -> None:
        """Let atheris look for a file that a reader cannot take, in a process of its own."""
        if not find_spec("atheris"):
            return
        name = self._chance.choice([*READERS])
        command = [sys.executable, "-m", "soak.following", name, str(seconds), str(self._chance.randrange(1, 1 << 30))]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(REPOSITORY), os.environ.get("PYTHONPATH", "")])}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        ran = _EXECUTED.search(done.stderr)
        told = [f"{name}: {done.stderr.strip()[-400:]}"] if done.returncode else []
        self._tally.add(f"{GROUP}, atheris", name, tried=max(1, int(ran[1]) if ran else 0), told=told)


def try_reader(trial: Trial, number: int) -> list[str]:
    """Give a reader altered files; say of the shortest one that it cannot take what happens."""
    told: list[str] = []

    @seed(number)
    @settings(max_examples=EXAMPLES, database=None, derandomize=False, deadline=None, phases=[Phase.generate, Phase.shrink],
              suppress_health_check=[*HealthCheck])  # fmt: skip
    @given(_EDITS)
    def look(edits: list[tuple[str, float, bytes, int]]) -> None:
        content = edit(trial.good, edits)
        if wrong := trial.read(content):
            told[:] = [f"{edits!r}: {wrong}"]
            raise AssertionError(wrong)

    with contextlib.suppress(AssertionError), contextlib.redirect_stdout(io.StringIO()):
        look()
    return told


def make_seeds(trial: Trial, folder: Path) -> None:
    """Write what atheris starts from."""
    (folder / "good").write_bytes(trial.good)

"""The only place that knows folder names."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dxlib.errors import ConfigError

ROOT_VARIABLE = "DXLIB_ROOT"
MANIFEST = "manifest.json"
CHECKSUMS = "SHA256SUMS"
FEED = "feed.xml"
REVISIONS = "revisions.json"
_NOT_TO_BE_SYNCED = (errno.EINVAL, errno.ENOTSUP, errno.EBADF)  # as disks of a network say of folders
# Parts that are empty, . or .., as at both ends; a drive or a path of Windows; what no name of a file is made of.
_HALF = re.compile(r"\.(.+)\.\d+")
_OUTSIDE = re.compile(r"(?:^|/)\.{0,2}(?:/|$)|^[A-Za-z]:|[\\\x00-\x1f\x7f\ud800-\udfff]")
PUBLIC_FOLDER: Final = 0o755
PUBLIC_FILE: Final = 0o644
_PRIVATE: Final = 0o700
_PRIVATE_FILE = 0o600
_PASSABLE: Final = 0o711  # reports/ leads through it to releases: others may pass, and see nothing of what lies there
_STATE: Final = ".dxlib"
START_HERE = "00-start-here.ipynb"  # what JupyterLab opens on, where a project has one


class _Place:
    """Gives a file or a folder of a project."""

    def __init__(self, *below_root: str) -> None:
        self._below_root = below_root

    def __get__(self, project: Project, _kind: type[Project]) -> Path:
        return project.root.joinpath(*self._below_root)


@dataclass(frozen=True, slots=True)
class Project:
    """The folders of one dxlib project.

    Parameters
    ----------
    root
        The folder that holds ``notebooks/`` and ``data/``.
    """

    root: Path

    file = _Place("dxlib.yaml")  # what holds for the whole project: title, languages, licence
    catalogue = _Place("data", "catalogue")  # indicators, areas, sources: what an analyst edits
    schemas = _Place("data", "schemas")  # JSON Schemas of what people write, for the completion of their editors
    raw = _Place("data", "raw")  # figures as they were received; read-only
    ledgers = _Place("data", "raw", "ledgers")  # figures transcribed by hand from publications
    feeds = _Place("data", "raw", "feeds")  # publishers' files as they were fetched, every vintage of each
    clean = _Place("data", "clean")  # one long CSV per indicator, rebuilt by dxlib clean
    notebooks = _Place("notebooks")  # one notebook per brief
    briefs = _Place("notebooks", "briefs.yaml")  # what each notebook is built for
    locales = _Place("notebooks", "locales")  # a folder a language of the project: translations, departures from CLDR
    reports = _Place("reports")  # built pages, and whatever users put beside them
    drafts = _Place("drafts")  # pages that an analyst looks at before they are audited; no release shows them
    manifest = _Place("reports", MANIFEST)  # which pages reports/ shows, each with its hash
    state = _Place(_STATE)  # what dxlib remembers from one run to the next; anyone may delete it
    notes = _Place(_STATE, "notes")  # what was made, and from what; see dxlib.freshness
    jupyter = _Place(_STATE, "jupyter")  # what JupyterLab finds before anything else
    pages = _Place(_STATE, "pages")  # finished pages by the hash of their content
    releases = _Place(_STATE, "releases")  # the editions that reports/ leads to, and those that it will lead to next
    build_lock = _Place(_STATE, "build.lock")  # held by the one build that runs
    publish_lock = _Place(_STATE, "publish.lock")  # held by the one publication that runs
    locks = _Place(_STATE, "locks")  # held while something in data/raw is changed
    failed = _Place(_STATE, "failed")  # executed notebooks and rejected pages of failed jobs, kept to look at

    def show(self, path: Path) -> Path:
        """Give a path relative to the root where it lies inside, for messages and pages."""
        return path.relative_to(self.root) if path.is_relative_to(self.root) else path


def find_project(start: Path | str | None = None) -> Project:
    """Find the project that a folder lies in.

    Parameters
    ----------
    start
        Where to look first, then upwards; by default ``$DXLIB_ROOT``, else the working directory.

    Raises
    ------
    ConfigError
        When no folder upwards holds ``data/catalogue``: change into the project, or set ``DXLIB_ROOT``.
    """
    try:
        origin = Path(start or os.environ.get(ROOT_VARIABLE) or Path.cwd()).resolve()
    except FileNotFoundError as error:  # of the working directory alone
        raise ConfigError(
            "The working directory is gone.", fix=f"change into a project's, or set {ROOT_VARIABLE}."
        ) from error
    for folder in (origin, *origin.parents):
        if (folder / "data" / "catalogue").is_dir():
            return Project(folder)
    raise ConfigError(
        f"No dxlib project in {origin} or above it.",
        fix=f"change into the project's folder, or set {ROOT_VARIABLE} to it.",
    )


def find_outside(names: Iterable[str]) -> str | None:
    r"""Give the first of some names that is not that of a file below a folder, on any system; nothing where all are.

    Ask this of each name that stands in a file before anything is read, written or removed under it.

    Examples
    --------
    >>> find_outside(["2024/en/01-a/VNM.html", "index.html"])
    >>> [find_outside([name]) for name in ("../x", "a/../../x", "/etc/passwd", "C:x", "..\\x", "a//b", "")]
    ['../x', 'a/../../x', '/etc/passwd', 'C:x', '..\\x', 'a//b', '']
    """
    return next((name for name in names if _OUTSIDE.search(name)), None)


def make_folder(folder: Path, mode: int = _PRIVATE) -> None:
    """Make a folder, and those above it that are missing, with the same rights whatever the umask.

    What dxlib keeps for itself is private; one that is there already keeps the rights that somebody gave it.

    Parameters
    ----------
    mode
        The rights; those of ``.dxlib`` itself are always the same.
    """
    for path in (*reversed(folder.parents), folder):
        if not path.is_dir():
            path.mkdir(exist_ok=True)
            path.chmod(_PASSABLE if path.name == _STATE else mode)


def keep_file(path: Path, content: bytes) -> None:
    """Write a file that dxlib keeps for itself, whole or not at all; nobody else may read it, whatever the umask."""
    make_folder(path.parent)
    write_files({path: content}, mode=_PRIVATE_FILE)


def write_files(files: Mapping[Path, bytes], *, mode: int | None = None, sync: bool = False) -> None:
    """Write files, each whole or not at all; none takes its name before all of them are written.

    Each is written beside its place first. What was there stays when the disk is full or a folder may not be written.

    Parameters
    ----------
    mode
        The rights; by default those of the file that is replaced, or as the umask has it.
    sync
        Wait until the contents are on the disk.
    """
    written: dict[Path, Path] = {}
    try:
        for path, content in files.items():
            temporary = written[path] = path.with_name(f".{path.name}.{os.getpid()}")
            temporary.unlink(missing_ok=True)
            rights = mode if mode is not None or not path.exists() else stat.S_IMODE(path.stat().st_mode)
            with open(temporary, "xb", opener=_open_private if mode == _PRIVATE_FILE else None) as file:  # no link
                file.write(content)
                if sync:
                    file.flush()
                    os.fsync(file.fileno())
            if rights is not None:
                temporary.chmod(rights)
        for path, temporary in written.items():
            temporary.replace(path)
    except BaseException:
        for temporary in written.values():
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        raise


def find_half(name: str) -> str:
    """Give the name of the file whose beginning :func:`write_files` wrote under a hidden name; else an empty text.

    Examples
    --------
    >>> find_half(".index.html.4711"), find_half("index.html"), find_half(".htaccess")
    ('index.html', '', '')
    """
    found = _HALF.fullmatch(name)
    return found[1] if found else ""


def write_file(path: Path, content: bytes) -> Path:
    """Write a file whole or not at all; a file that holds these bytes already is left untouched.

    Raises
    ------
    ConfigError
        When the folder is missing or the name is a folder's: give the path of a file in a folder that exists.
    """
    if not path.parent.is_dir():
        raise ConfigError(f"No folder '{path.parent}' to write '{path.name}' to.", fix="make the folder first.")
    if path.is_dir():
        raise ConfigError(f"'{path}' is a folder.", fix="name the file to write.")
    if not path.exists() or path.read_bytes() != content:
        write_files({path: content})
    return path


def _open_private(name: str, flags: int) -> int:
    return os.open(name, flags, _PRIVATE_FILE)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder written to the disk, where the system does that for folders."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:  # Windows opens no folder
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NOT_TO_BE_SYNCED:
            raise
    finally:
        os.close(handle)

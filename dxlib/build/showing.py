"""What ``reports/`` shows: an edition is changed at once, then the files beside it; what no build made is not touched.

An edition is a link to a folder in the store (``.dxlib/releases``), replaced by one rename. Where the system has no
links it is that folder itself, put in the place of the old one by two renames.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Final

from dxlib.build.left import list_names, walk
from dxlib.build.outcome import list_some
from dxlib.build.pages import PageStore
from dxlib.errors import BuildError
from dxlib.paths import MANIFEST, PUBLIC_FILE, PUBLIC_FOLDER, Project, make_folder, sync_folder, write_files

_NEW: Final = ".dxlib-new"
_OLD: Final = ".dxlib-old"


def is_of_earlier_version(project: Project) -> bool:
    """Say whether ``reports`` is a link into the store, as earlier versions made it, instead of a folder."""
    return _leads_to_store(project, project.reports)


def refuse_obstacles(project: Project, files: Iterable[str], changed: Collection[str], own: Collection[str]) -> None:
    """Refuse to go on where something that no build made would be replaced or removed.

    Parameters
    ----------
    files
        The addresses of all files that are to be shown.
    changed
        The names in ``reports/`` under which something is to be replaced or removed.
    own
        The addresses of the files that builds made.

    Raises
    ------
    BuildError
        Which names everything that is in the way, to be moved away.
    """
    new = [project.reports / name for name in sorted(list_names(files) - list_names(own))]
    found = [
        f"{project.show(path)} is there already, and no build made it" for path in new
        if path.exists() or (path.is_symlink() and not _leads_to_store(project, path))
    ]  # fmt: skip
    if is_of_earlier_version(project):  # all that is in it goes with it
        looked_at = {path.name for path in project.reports.iterdir()} if project.reports.exists() else set()
    else:
        looked_at = {*changed, *(name for name in files if "/" not in name)} & list_names(own)
    inside = sorted(address for address, _ in walk(project.reports, looked_at) if address not in own)
    found += [f"{project.show(project.reports / address)} is no file of the release" for address in inside]
    if found:
        raise BuildError(
            list_some("Files of yours are in the way of the release:", found),
            fix="move them away, to another folder or another name in reports/, and run 'dxlib build' again.",
        )


def make_edition(project: Project, edition: str, files: Mapping[str, str], extra: Mapping[str, bytes]) -> Path:
    """Make the folder of an edition in the store, and give it.

    Parameters
    ----------
    files
        The hash of each of its files, by its address; each is a page that was built, or stands among the others.
    extra
        The content of files that are no pages, by their addresses.
    """
    make_folder(project.releases, PUBLIC_FOLDER)
    staging = Path(tempfile.mkdtemp(dir=project.releases, prefix=".staging-"))
    # mkdtemp lets only its owner in, and a web server is another user.
    staging.chmod(PUBLIC_FOLDER)
    lists: dict[Path, bytes] = {}
    for address, digest in files.items():
        target = staging / address.removeprefix(f"{edition}/")
        if address in extra:
            lists[target] = extra[address]
        else:
            make_folder(target.parent, PUBLIC_FOLDER)
            _link(PageStore(project.pages).get_path(digest), target)
    write_files(lists, mode=PUBLIC_FILE, sync=True)
    short = files[f"{edition}/{MANIFEST}"][:16]
    # A folder of this name may be the one that is shown now, with a file that somebody altered; it stays as it is.
    names = (f"{edition}-{short}{suffix}" for suffix in ("", *(f".{number}" for number in range(1, 1000))))
    folder = next(project.releases / name for name in names if not os.path.lexists(project.releases / name))
    staging.rename(folder)
    sync_folder(project.releases)
    return folder


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except (OSError, AttributeError, NotImplementedError):  # another file system, or one without links
        shutil.copyfile(source, target)
        target.chmod(PUBLIC_FILE)


def show(project: Project, editions: Mapping[str, Path], lists: Mapping[str, bytes], gone: Collection[str]) -> None:
    """Show editions, then what stands beside them with the manifest last, and remove what is shown no more.

    Parameters
    ----------
    editions
        The folder of each edition that changes, by its name.
    lists
        The content of each file beside the editions.
    gone
        Names of earlier editions and files that are shown no more; builds made all that is in them.
    """
    if is_of_earlier_version(project):
        project.reports.unlink()
    make_folder(project.reports, PUBLIC_FOLDER)
    _drop_temporary(project)
    for edition, folder in editions.items():
        _show_edition(project, edition, folder)
    for name in sorted(lists.keys() - {MANIFEST}):
        _show_file(project, name, lists[name])
    # The manifest must not be on the disk before what it names.
    sync_folder(project.reports)
    _show_file(project, MANIFEST, lists[MANIFEST])
    for name in gone:
        if os.path.lexists(project.reports / name):
            # A folder is removed file by file; renamed first, it is gone for readers at once.
            (project.reports / name).rename(_name(project, name, _OLD))
    _drop_temporary(project)
    sync_folder(project.reports)


def _show_file(project: Project, name: str, content: bytes) -> None:
    new = _name(project, name, _NEW)
    write_files({new: content}, mode=PUBLIC_FILE, sync=True)
    new.replace(project.reports / name)


def _show_edition(project: Project, edition: str, folder: Path) -> None:
    place, new, old = (project.reports / edition, _name(project, edition, _NEW), _name(project, edition, _OLD))
    try:
        # A relative link outlasts a move of the project; it counts from where reports/ really lies.
        new.symlink_to(os.path.relpath(folder, os.path.realpath(project.reports)), target_is_directory=True)
    except (OSError, AttributeError, NotImplementedError):  # a system without links, or a user who may not make them
        _move(folder, new)
    try:
        new.replace(place)
    except OSError:  # a folder stands there, or a system that replaces no link to one
        place.rename(old)
        new.rename(place)


def _move(folder: Path, new: Path) -> None:
    try:
        folder.rename(new)
    except OSError:  # another file system
        shutil.copytree(folder, new)


def _name(project: Project, name: str, kind: str) -> Path:
    return project.reports / f".{name}{kind}"


def _drop_temporary(project: Project) -> None:
    """Remove what is shown no more, and what a build that was ended left half done."""
    # The last of them is how write_files() begins a file.
    for path in (path for name in (f".*{_NEW}", f".*{_OLD}", f"..*{_NEW}.*") for path in project.reports.glob(name)):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()


def drop_unshown(project: Project) -> None:
    """Remove folders of the store that nothing in ``reports/`` leads to."""
    shown = {os.path.realpath(path) for path in project.reports.iterdir() if path.is_symlink()}
    for path in project.releases.iterdir() if project.releases.is_dir() else ():
        if os.path.realpath(path) not in shown:
            shutil.rmtree(path, ignore_errors=True)


def _leads_to_store(project: Project, path: Path) -> bool:
    """Say whether something is a link to a folder of the store, which need not be there any more."""
    if not path.is_symlink():
        return False
    led = os.path.normpath(Path(os.path.realpath(path.parent), os.readlink(path)))  # noqa: PTH115
    return Path(led).is_relative_to(os.path.realpath(project.releases))

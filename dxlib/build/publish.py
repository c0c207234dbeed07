"""Publishing a release to an address: pages first, the manifest last, and no published edition altered by accident."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from dxlib.addresses import hide_secrets
from dxlib.build.listed import Digests, is_digest, is_page, read_digests
from dxlib.build.lock import hold_lock, stay_apart
from dxlib.build.releasable import Release, choose_release
from dxlib.build.signing import SUFFIX, Sign
from dxlib.errors import BuildError, ConfigError, DxError, MissingDependencyError, count
from dxlib.paths import (
    CHECKSUMS,
    MANIFEST,
    PUBLIC_FILE,
    PUBLIC_FOLDER,
    REVISIONS,
    Project,
    find_half,
    make_folder,
    write_files,
)
from dxlib.plain_json import parse_json

_MOST_NAMED: Final = 5
_AT_ONCE: Final = 64  # files that are in memory, and on their way, at the same time


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did: addresses of pages, in order.

    Parameters
    ----------
    added, revised, removed
        Pages that were not there, that were replaced, and that are there no more.
    restored
        Pages that the manifest there names as they are here, and whose files were damaged or missing.
    """

    added: tuple[str, ...]
    revised: tuple[str, ...]
    removed: tuple[str, ...]
    restored: tuple[str, ...] = ()

    @property
    def changed(self) -> list[str]:
        """The pages that were added, revised or removed, in order."""
        return sorted((*self.added, *self.revised, *self.removed))

    def __str__(self) -> str:
        restored = f", {len(self.restored)} restored" if self.restored else ""
        added, revised, removed = count(len(self.added), "page"), len(self.revised), len(self.removed)
        return f"{added} added, {revised} revised, {removed} removed{restored}."


def publish(
    project: Project, output: str, *, revise: bool = False, without: Collection[str] = (), sign: Sign | None = None
) -> Published:
    """Bring the release in ``reports/`` to an address, if every page of it passed its audit.

    Pages go first, then what a revision changed, checksums and index, and last the manifest: whoever reads the
    manifest finds everything that it names. What is there already is not sent again, unless it was damaged since: in a
    folder each page is read, in a store its size is looked at.

    Parameters
    ----------
    output
        A folder, or any address that fsspec opens (``s3://bucket/briefs``).
    revise
        Alter editions that were published before; what changed is then added to ``revisions.json``.
    without
        Jobs whose pages are left out, and whose failure is no hindrance.
    sign
        What signs lists of checksums, from :func:`dxlib.build.signing.open_signer`.

    Raises
    ------
    ConfigError
        When nothing was built, a job that is to be left out is unknown, or the address is empty or of the project.
    BuildError
        When a build or another publication is running, a page is stale or altered meanwhile, a job failed without a
        page, an edition that was published would be altered, one that was signed would be left without a signature, a
        file of no release lies in the way, or the address cannot be read or written.
    MissingDependencyError
        When fsspec, or what it needs for the address, is not installed.
    """
    _refuse_own_place(project, output)
    with ExitStack() as held:
        with suppress(OSError):  # a project that may only be read can be published, too
            held.enter_context(hold_lock(project.publish_lock, what="publication", again="publish again"))
        # A build that ends in the middle is found by the hashes of the pages.
        held.enter_context(stay_apart(project.build_lock, what="build", again="publish"))
        return _publish_alone(project, output, choose_release(project, without), revise=revise, sign=sign)


def _publish_alone(project: Project, output: str, release: Release, *, revise: bool, sign: Sign | None) -> Published:
    try:
        return _publish(project, release, _open(output), revise=revise, sign=sign)
    except DxError:
        raise
    except Exception as error:  # each kind of store has errors of its own
        raise BuildError(
            hide_secrets(f"'{output}' could not be read or written: {type(error).__name__}: {error}."),
            fix="see that it is there and that you may write to it, then publish again: nothing is sent twice.",
        ) from error


def _publish(project: Project, release: Release, target: _Target, *, revise: bool, sign: Sign | None) -> Published:
    ours = release.pages
    theirs = _read_published(target)
    _refuse_foreign(target, release)
    revisions = _read_revisions(target)
    changes = _compare(ours, theirs)
    published = {_split(address)[0] for address in theirs}
    altered = [address for address in changes.changed if _split(address)[0] in published]
    if altered and not revise:
        named = ", ".join(altered[:_MOST_NAMED]) + (" ..." if len(altered) > _MOST_NAMED else "")
        raise BuildError(
            f"{count(len(altered), 'page')} of published editions would be altered: {named}.",
            fix="publish them with --revise, which writes down what changed.",
        )
    # The whole release and each edition have a list, so that an edition can be archived and checked by itself.
    sums = {name: content for name, content in release.lists.items() if name.rpartition("/")[2] == CHECKSUMS}
    _refuse_unsigned(target, {} if sign else sums)
    kept = {address: digest for address, digest in ours.items() if theirs.get(address) == digest}
    changes = replace(changes, restored=tuple(target.find_damaged(kept, project.reports)))
    sent = [*changes.added, *changes.revised, *changes.restored]
    target.write_all(sent, lambda name: _read_page(project, name, ours[name]))
    if altered:
        target.write(REVISIONS, _add_revision(revisions, changes, ours, theirs))
    target.write_all([name for name in release.lists if name != MANIFEST], release.lists.__getitem__)
    if sign is not None:
        for name, content in sums.items():
            target.write(f"{name}{SUFFIX}", sign(name, content))
    target.settle()
    target.write(MANIFEST, release.lists[MANIFEST])
    # After the new manifest: until then readers have the old one, which names these pages. Pages go last, since by
    # what is left of them the next publication knows that this one did not end.
    former = {**_list_left_behind(target, revisions, ours), **theirs}
    for address in [*_list_lists_of_none(ours, former), *sorted(former.keys() - ours.keys())]:
        target.remove(address)
    target.remove_halves([*ours, *release.lists])
    return changes


def _refuse_own_place(project: Project, output: str) -> None:
    """Refuse no address at all, and the folders in which the project has its own files."""
    if not output.strip():
        raise ConfigError(
            "There is no address to publish to: it is empty.",
            fix="give a folder, or s3://bucket/folder; where a variable holds it, see that it is set.",
        )
    folder = Path(output.removeprefix("file://")).absolute()  # with another protocol it is no folder that is there
    kept = (project.reports, project.notebooks, project.clean.parent, project.state)
    if folder.resolve() == project.root or any(folder.resolve().is_relative_to(one.resolve()) for one in kept):
        raise ConfigError(f"'{output}' is where the project has its own files.", fix="publish to another folder.")


def _refuse_foreign(target: _Target, release: Release) -> None:
    """Refuse to replace the index of something else: where no manifest lies, nothing is of a release."""
    if target.read(MANIFEST) is not None:
        return
    for name, content in release.lists.items():
        if target.read(name) not in (None, content):  # the same lies there where a publication was cut off
            raise BuildError(
                f"{target.show(name)} would be replaced, and is of no release: no {MANIFEST} lies beside it.",
                fix="publish to another folder, or move that file away, as where a publication was cut off; nothing "
                "was altered there.",
            )


def _refuse_unsigned(target: _Target, sums: Mapping[str, bytes]) -> None:
    """Refuse to put other checksums beside a signature that would fit no more."""
    for name, content in sums.items():
        if target.read(f"{name}{SUFFIX}") is not None and target.read(name) != content:
            raise BuildError(
                f"{target.show(name)} was signed, and its signature would fit no more.",
                fix=f"publish with --sign, or remove {target.show(name)}{SUFFIX} first; nothing was altered there.",
            )


def _read_published(target: _Target) -> Digests:
    """Give the pages that are published, by the manifest there; what it names may be replaced and removed."""
    content = target.read(MANIFEST)
    if content is None:
        return {}
    fix = "put the manifest of that release in its place, or publish to another address; nothing was altered there."
    return read_digests(content, target.show(MANIFEST), fix=fix)


def _read_revisions(target: _Target) -> list[Any]:
    """Give what is written down of earlier revisions."""
    content = target.read(REVISIONS)
    try:
        revisions = parse_json(content) if content is not None else []
    except ValueError:
        revisions = None
    if not isinstance(revisions, list):
        raise BuildError(
            f"{target.show(REVISIONS)} is no list of revisions.",
            fix="restore it from a copy, or move it away: then the list begins anew; nothing was altered there.",
        )
    return revisions


def _read_page(project: Project, address: str, digest: str) -> bytes:
    """Give a page as it was audited.

    Raises
    ------
    BuildError
        When it is another one, or gone, since the release was looked at.
    """
    path = project.reports / address
    # Exactly these bytes are sent, so they are hashed here, whatever was checked before.
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != digest:
        raise BuildError(
            f"The page {address} was altered while the release was being published, as by a build.",
            fix="publish again: the release is then looked at anew.",
        )
    return content


def _list_lists_of_none(ours: Digests, theirs: Digests) -> Iterator[str]:
    """Give the lists of editions, and the indexes of languages, of which no page is left."""
    for edition in sorted({_split(one)[0] for one in theirs} - {_split(one)[0] for one in ours}):
        yield from (f"{edition}/{name}" for name in (MANIFEST, CHECKSUMS, f"{CHECKSUMS}{SUFFIX}"))
    for language in sorted({_split(one)[1] for one in theirs} - {_split(one)[1] for one in ours}):
        yield f"index.{language}.html"


def _split(address: str) -> tuple[str, str]:
    edition, _, below = address.partition("/")
    return edition, below.partition("/")[0]


def _compare(ours: Digests, theirs: Digests) -> Published:
    added = tuple(sorted(ours.keys() - theirs.keys()))
    revised = tuple(sorted(address for address in ours.keys() & theirs.keys() if ours[address] != theirs[address]))
    return Published(added, revised, tuple(sorted(theirs.keys() - ours.keys())))


def _add_revision(before: list[Any], changes: Published, ours: Digests, theirs: Digests) -> bytes:
    revision = [{"address": page, "before": theirs.get(page), "after": ours.get(page)} for page in changes.changed]
    # A publication that ended between this list and the manifest has written it down already.
    earlier = before[:-1] if before[-1:] == [revision] else before
    return (json.dumps([*earlier, revision], indent=1) + "\n").encode()


def _list_left_behind(target: _Target, revisions: list[Any], ours: Digests) -> Digests:
    """Give pages that the last revision removed, and that are still as they were: that publication did not end."""
    try:
        removed = {one["address"]: one["before"] for one in revisions[-1] if one["after"] is None}
    except (LookupError, TypeError):  # no revision yet, or one that somebody else wrote
        return {}
    # What stands in this list is removed, so it may name nothing but pages of a release.
    pages = {name: digest for name, digest in removed.items() if is_page(name) and is_digest(digest)}
    return {name: digest for name, digest in pages.items() if name not in ours and target.hash(name) == digest}


class _Target:
    """Where a release goes.

    Parameters
    ----------
    system, root
        A file system of fsspec, and the folder in it.
    """

    def __init__(self, system: Any, root: str) -> None:
        self._system, self._root = system, root.rstrip("/")

    def show(self, name: str) -> str:
        """Give where a file lies, for messages."""
        return hide_secrets(f"{self._root}/{name}")

    def read(self, name: str) -> bytes | None:
        path = f"{self._root}/{name}"
        return bytes(self._system.cat_file(path)) if self._system.exists(path) else None

    def hash(self, name: str) -> str:
        """Give the SHA-256 of a file; empty where there is none."""
        content = self.read(name)
        return "" if content is None else hashlib.sha256(content).hexdigest()

    def find_damaged(self, pages: Digests, originals: Path) -> Iterator[str]:
        """Give the pages that are not here as they were published.

        In a folder each is read. A store would have to send them all, so there only those are found that are missing
        or have another size.

        Parameters
        ----------
        pages
            The hash of each, by its address.
        originals
            A folder in which they lie as they must be.
        """
        if self._is_local:
            for name, digest in pages.items():
                path = Path(self._root, name)
                if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
                    yield name
            return
        self._system.invalidate_cache()  # somebody else may have altered what was listed before
        found = self._system.find(self._root, detail=True) if pages else {}
        sizes = {path.removeprefix(f"{self._root}/"): entry.get("size") for path, entry in found.items()}
        for name in pages:
            if name not in sizes or sizes[name] not in (None, (originals / name).stat().st_size):
                yield name

    def write_all(self, names: Sequence[str], read: Callable[[str], bytes]) -> None:
        """Write files, each whole or not at all; many at once where the system can."""
        if self._is_local:
            for name in names:
                self.write(name, read(name))
            return
        for some in (names[start : start + _AT_ONCE] for start in range(0, len(names), _AT_ONCE)):
            self._system.pipe({f"{self._root}/{name}": read(name) for name in some})

    def write(self, name: str, content: bytes) -> None:
        """Write a file whole or not at all: in a folder, under another name first."""
        path = f"{self._root}/{name}"
        if self._is_local:
            make_folder(Path(path).parent, PUBLIC_FOLDER)
            write_files({Path(path): content}, mode=PUBLIC_FILE)
        else:
            self._system.pipe_file(path, content)

    def settle(self) -> None:
        """Wait until all that was written is on the disk, where the system can say so: a power cut then loses none."""
        if self._is_local and hasattr(os, "sync"):
            os.sync()

    def remove(self, name: str) -> None:
        if self._system.exists(f"{self._root}/{name}"):
            self._system.rm_file(f"{self._root}/{name}")

    def remove_halves(self, names: Iterable[str]) -> None:
        """Remove what a publication that was killed had begun to write of some files, where such halves stay behind."""
        if not self._is_local:
            return
        folders: dict[Path, set[str]] = {}
        for path in (Path(self._root, name) for name in names):
            folders.setdefault(path.parent, set()).add(path.name)
        for folder, known in folders.items():
            for path in folder.glob(".*"):
                if find_half(path.name) in known:
                    path.unlink()

    @property
    def _is_local(self) -> bool:
        # fsspec gives its file system of this machine two names, "file" and "local".
        return "file" in self._system.protocol


def _open(output: str) -> _Target:
    try:
        from fsspec.core import url_to_fs  # type: ignore[import-untyped]  # noqa: PLC0415  (an optional extra)

        system, root = url_to_fs(output)
    except ImportError as error:
        raise MissingDependencyError(
            hide_secrets(f"'{output}' cannot be opened: {error}."),
            fix="pip install 'dxlib[publish]' (for s3://, 'dxlib[s3]'), or what fsspec names.",
        ) from error
    except ValueError as error:
        raise ConfigError(
            hide_secrets(f"'{output}' is no address: {error}."), fix="give a folder, or s3://bucket/folder."
        ) from error
    return _Target(system, root)

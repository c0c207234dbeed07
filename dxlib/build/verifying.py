"""Whether an edition that was published is, file by file, what its own checksums and manifest say."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Final
from urllib.parse import quote, urlsplit

from dxlib.bounds import RELEASE_BYTES
from dxlib.build.left import list_names, walk
from dxlib.build.listed import read_digests, read_sums
from dxlib.build.signing import SUFFIX, open_verifier
from dxlib.data.ingest.records import describe_page, is_web_page
from dxlib.data.pull.fetching import FetchLimits, FetchOrder, NotThereError, fetch
from dxlib.errors import BuildError, ConfigError, DataError, DxError, concerns_all, count
from dxlib.intake import IntakeError, read_bytes
from dxlib.paths import CHECKSUMS, MANIFEST

_TOTAL_S: Final = 120  # for a file: a server that gives a byte now and then would keep us for ever
_TRIES: Final = 3  # among thousands of requests a busy server may refuse one
_PATIENCE_S: Final = 600  # for all files together that a server does not send: one that is gone would keep us for days
_AT_ONCE: Final = 8
_PAGE_SHOWN: Final = 4096
_ANEW: Final = "publish it again, from a build that passed its audit."

Read = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found.

    Parameters
    ----------
    files, pages
        How many files the checksums name, and how many of them are pages.
    problems
        What is not as it must be, by address; empty for a release that is what its checksums say.
    signed
        As what the checksums were signed; empty where no key was given.
    unread
        Why files could not be read, by address.
    unasked
        How many files a server was not asked for, since it had taken too long for others.
    """

    files: int
    pages: int
    problems: Mapping[str, str]
    signed: str = ""
    unread: Mapping[str, str] = field(default_factory=dict)
    unasked: int = 0

    def __str__(self) -> str:
        told = []
        if self.problems:
            told.append(f"{len(self.problems)} of {self.files} files are not what {CHECKSUMS} and {MANIFEST} say")
        if self.unread:
            unasked = f", and {self.unasked} were not asked for, since these had taken too long" if self.unasked else ""
            told.append(f"{len(self.unread)} of {self.files} files could not be read{unasked}")
        if told:
            return f"{'; '.join(told)}."
        signed = f" Signed as {self.signed}." if self.signed else ""
        read = f"{count(self.files, 'file')}, {count(self.pages, 'page')} among them"
        return f"{read}, are what {CHECKSUMS} and {MANIFEST} say.{signed}"


def verify_release(address: str, key: str = "") -> Verified:
    """Hold each file of a published release, or of one edition of it, against checksums and manifest beside it.

    That shows whether anything was lost or altered on the way or afterwards; who alters checksums and manifest as well
    is found by the publisher's signature, or by comparing ``SHA256SUMS`` with that of the project.

    Parameters
    ----------
    address
        A folder, or an address of http or https.
    key
        The public key by which the checksums must be signed: its file, or its line.

    Raises
    ------
    ConfigError
        For an address that is neither, and for a key that is none.
    SignatureError
        When the checksums are not signed by that key.
    BuildError
        When checksums or manifest are not there, or cannot be believed, or nothing can be read at the address.
    MissingDependencyError
        For an address of the web, when httpx is not installed: ``pip install 'dxlib[pull]'``.
    """
    is_web = "://" in address
    root = address.rstrip("/")
    verify = open_verifier(key) if key else None
    read = _open_web(root) if is_web else _open_folder(Path(address))
    content = _read_list(read, CHECKSUMS, root)
    signed = ""
    if verify:
        signed = verify(f"{root}/{CHECKSUMS}", content, _read_needed(read, f"{CHECKSUMS}{SUFFIX}", root))
    sums = read_sums(content, f"{root}/{CHECKSUMS}", fix=_ANEW)
    pages = read_digests(_read_list(read, MANIFEST, root), f"{root}/{MANIFEST}", fix=_ANEW)
    if not sums:
        raise BuildError(f"{root}/{CHECKSUMS} lists no file.", fix=_ANEW)
    found, unread = _hash_all(read, sums)
    altered = {name: digest for name, digest in found.items() if digest != sums[name]}
    problems = {
        **dict(_compare(sums, pages)),
        **{name: f"it was altered: its SHA-256 is {one}" if one else "it is missing" for name, one in altered.items()},
    }
    # A web server does not list its files, so what is there besides cannot be found.
    if not is_web:
        editions = list_names(name for name in sums if "/" in name)
        known = {*sums, CHECKSUMS, *(f"{name}{SUFFIX}" for name in sums)}
        foreign = (name for name, _ in walk(Path(address), editions) if name not in known)
        problems |= dict.fromkeys(foreign, "it is no file of the release")
    unasked = len(sums) - len(found) - len(unread)
    return Verified(len(sums), len(pages), dict(sorted(problems.items())), signed, unread, unasked)


def _hash_all(read: Read, names: Collection[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Give the hash of each file that was asked for, empty for one that is missing, and why others were not read."""
    unread: dict[str, str] = {}
    lost_s: list[float] = []  # from several threads: nothing but append() and sum()

    def hash_one(name: str) -> str | None:
        begun_s = time.monotonic()
        if sum(lost_s) > _PATIENCE_S:
            return None
        try:
            return _hash(read(name))
        except (DxError, OSError) as error:
            if concerns_all(error):
                raise
            lost_s.append(time.monotonic() - begun_s)
            unread[name] = f"it could not be read: {error.what if isinstance(error, DxError) else error}".rstrip(".")
            return None

    hashes = _do_at_once(hash_one, names)
    return {name: found for name in names if (found := hashes[name]) is not None}, dict(sorted(unread.items()))


def _do_at_once(do: Callable[[str], str | None], names: Collection[str]) -> dict[str, str | None]:
    """Give what a function gives for each name, some at once, in threads that nobody waits for after Ctrl-C.

    An executor waits for all that has begun, which takes minutes where a server stalls.
    """
    waiting: SimpleQueue[str] = SimpleQueue()
    done: SimpleQueue[tuple[str, str | BaseException | None]] = SimpleQueue()

    def work() -> None:
        with suppress(Empty):
            while True:
                name = waiting.get_nowait()
                try:
                    done.put((name, do(name)))
                except BaseException as error:  # whoever waits for an answer raises it
                    done.put((name, error))

    for name in names:
        waiting.put(name)
    for _ in range(min(_AT_ONCE, len(names))):
        Thread(target=work, daemon=True).start()
    found: dict[str, str | None] = {}
    for _ in names:
        name, answer = done.get()
        if isinstance(answer, BaseException):
            raise answer
        found[name] = answer
    return found


def _compare(sums: Mapping[str, str], pages: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, digest in pages.items():
        if sums.get(name) != digest:
            yield name, f"{MANIFEST} and {CHECKSUMS} do not agree on it"
    for name in sums:
        if name.endswith(".html") and "/" in name and name not in pages:
            yield name, f"{MANIFEST} does not list it"


def _hash(content: bytes | None) -> str:
    return "" if content is None else hashlib.sha256(content).hexdigest()


def _read_list(read: Read, name: str, root: str) -> bytes:
    content = _read_needed(read, name, root)
    if content is None:
        raise BuildError(
            f"No release was published at {root}: {name} is missing.", fix="name the folder in which it lies."
        )
    # A server may have a page for whatever it does not have, and say that all went well.
    if is_web_page(beginning := content[:_PAGE_SHOWN].decode("utf-8", "replace")):
        raise BuildError(
            f"No release was published at {root}: in the place of {name} there is a web page, "
            f"'{describe_page(beginning)}'.",
            fix="name the folder in which it lies.",
        )
    return content


def _read_needed(read: Read, name: str, root: str) -> bytes | None:
    """Give a file without which nothing can be verified."""
    try:
        return read(name)
    except IntakeError:  # of a file of this machine
        raise
    except DataError as error:
        fix = "see whether the server answers, and try again."
        raise BuildError(f"{root}/{name} could not be read: {error.what}", fix=fix) from error


def _open_folder(folder: Path) -> Read:
    def read(name: str) -> bytes | None:
        path = folder / name
        return read_bytes(path, RELEASE_BYTES) if path.is_file() else None

    return read


def _open_web(root: str) -> Read:
    parts = urlsplit(root)
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise ConfigError(
            "That is no address of a release.",
            allowed=["https://example.org/briefs", "/srv/www/briefs"],
            fix="write a folder, or an address of http or https, without a password.",
        )

    def read(name: str) -> bytes | None:
        try:
            # The pages of a release are web pages, which fetch() refuses where it expects data.
            order = FetchOrder(f"{root}/{quote(name)}", is_data=False)
            return fetch(order, limits=FetchLimits(total_s=_TOTAL_S, tries=_TRIES, most_bytes=RELEASE_BYTES)).content
        except NotThereError:
            return None

    return read

"""Whether an edition that was published is, file by file, what its own checksums and manifest say."""

from __future__ import annotations

import hashlib
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection, IncompleteRead
from pathlib import Path
from typing import Any, Final
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, Request, build_opener

from dxlib.addresses import hide_secrets
from dxlib.bounds import RELEASE_BYTES
from dxlib.build.left import list_names, walk
from dxlib.build.listed import read_pages, read_sums
from dxlib.build.signing import SUFFIX, open_verifier
from dxlib.errors import BuildError, ConfigError, count
from dxlib.intake import read_bytes
from dxlib.paths import CHECKSUMS, MANIFEST

_TIMEOUT_S: Final = 30  # for the next bytes
_TOTAL_S: Final = 120  # for a file: a server that gives a byte now and then would keep us for ever
_AT_ONCE: Final = 8
_ANEW: Final = "publish it again, from a build that passed its audit."

_of_thread: Final = threading.local()

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
    """

    files: int
    pages: int
    problems: Mapping[str, str]
    signed: str = ""

    def __str__(self) -> str:
        if self.problems:
            return f"{len(self.problems)} of {self.files} files are not what {CHECKSUMS} and {MANIFEST} say."
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
    """
    is_web = "://" in address
    root = address.rstrip("/")
    verify = open_verifier(key) if key else None
    read = _open_web(root) if is_web else _open_folder(Path(address))
    content = _read_list(read, CHECKSUMS, root)
    signed = verify(f"{root}/{CHECKSUMS}", content, read(f"{CHECKSUMS}{SUFFIX}")) if verify else ""
    sums = read_sums(content, f"{root}/{CHECKSUMS}", fix=_ANEW)
    listed = read_pages(_read_list(read, MANIFEST, root), f"{root}/{MANIFEST}", fix=_ANEW)
    if not sums:
        raise BuildError(f"{root}/{CHECKSUMS} lists no file.", fix=_ANEW)
    pages = {page["address"]: page["sha256"] for page in listed}
    problems = dict(_compare(sums, pages))
    with ThreadPoolExecutor(_AT_ONCE) as executor:
        for name, found in zip(sums, executor.map(lambda name: _hash(read(name)), sums), strict=True):
            if found != sums[name]:
                problems[name] = f"it was altered: its SHA-256 is {found}" if found else "it is missing"
    if not is_web:
        known = {*sums, CHECKSUMS, *(f"{name}{SUFFIX}" for name in sums)}
        foreign = (name for name, _ in walk(Path(address), _list_editions(sums)) if name not in known)
        problems |= dict.fromkeys(foreign, "it is no file of the release")
    return Verified(len(sums), len(pages), dict(sorted(problems.items())), signed)


def _list_editions(sums: Mapping[str, str]) -> set[str]:
    return list_names(name for name in sums if "/" in name)


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
    content = read(name)
    if content is None:
        raise BuildError(
            f"No release was published at {root}: {name} is missing.", fix="name the folder in which it lies."
        )
    return content


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

    opener = build_opener(_Web, _SafeWeb, _SameHost)

    def read(name: str) -> bytes | None:
        request = Request(f"{root}/{quote(name)}", headers={"User-Agent": "dxlib"})  # noqa: S310  (looked at above)
        try:
            with _ending_in_time(), opener.open(request, timeout=_TIMEOUT_S) as answer:
                return _take_whole(answer)
        except HTTPError as error:
            error.close()
            if error.code in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
                return None
            raise _say_unread(root, name, error) from error
        except (OSError, HTTPException) as error:
            raise _say_unread(root, name, error) from error

    return read


def _take_whole(answer: HTTPResponse) -> bytes:
    """Give a body, but nothing that is too long or broke off."""
    content = answer.read(RELEASE_BYTES + 1)
    if len(content) > RELEASE_BYTES:
        raise HTTPException(f"it has more than {RELEASE_BYTES:,} bytes")
    if answer.length:  # how much of what was announced did not come
        raise IncompleteRead(content, answer.length)
    return content


def _say_unread(root: str, name: str, error: Exception) -> BuildError:
    what = f"{root}/{name} could not be read: {type(error).__name__}: {error}."
    return BuildError(what, fix="see whether the server answers, and try again.")


@contextmanager
def _ending_in_time() -> Iterator[None]:
    """End what this thread reads when it takes too long, and say so: what came until then looks like a whole."""
    sockets: list[socket.socket] = []
    _of_thread.sockets = sockets
    is_late = threading.Event()

    def end() -> None:
        is_late.set()
        for one in sockets:
            with suppress(OSError):  # it has ended
                one.shutdown(socket.SHUT_RDWR)

    watch = threading.Timer(_TOTAL_S, end)
    watch.daemon = True
    watch.start()
    try:
        yield
    except (OSError, HTTPException):
        if not is_late.is_set():
            raise
    finally:
        watch.cancel()
    if is_late.is_set():
        raise HTTPException(f"it was not transferred within {_TOTAL_S:g} s")


class _SameHost(HTTPRedirectHandler):
    """Goes where a server sends us only on the same host, and never to what is not encrypted in place of what is."""

    def redirect_request(self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Request | None:
        """Give the request of the next address, or fail."""
        before, after = urlsplit(req.full_url), urlsplit(newurl)
        if after.hostname != before.hostname or after.scheme not in ("https", before.scheme):
            fp.close()
            raise HTTPException(f"it leads to another place, {hide_secrets(newurl)}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _Watched(HTTPConnection):
    """A connection that ends in time, also in the midst of a head that comes byte by byte."""

    def connect(self) -> None:
        """Connect, and have it known to :func:`_ending_in_time`."""
        super().connect()
        _of_thread.sockets.append(self.sock)


class _SafelyWatched(_Watched, HTTPSConnection):
    """The same, encrypted; certificates are checked as Python does by default."""


class _Web(HTTPHandler):
    def http_open(self, req: Request) -> Any:
        return self.do_open(_Watched, req)


class _SafeWeb(HTTPSHandler):
    def https_open(self, req: Request) -> Any:
        return self.do_open(_SafelyWatched, req)

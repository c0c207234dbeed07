"""One transfer: bounded in time and size, repeated where that can help, never from a host nobody named."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from dxlib.addresses import WRITE_ADDRESS, hide_secrets, is_fetchable
from dxlib.data.ingest.records import describe_page, is_web_page
from dxlib.errors import DataError, MissingDependencyError, import_library

if TYPE_CHECKING:
    import httpx

Sleep = Callable[[float], None]
# Besides answers from 500 on; any other refusal is the same at the next try.
_RETRIED: Final = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)
_FAILURES: Final = {  # by httpx's names of errors, of which each is a kind of those below it
    "ConnectTimeout": "was not reached within {limits.connect_s:g} s",
    "TimeoutException": "sent nothing for {limits.read_s:g} s",
    "RemoteProtocolError": "broke off ({error})",
    "TransportError": "could not be reached ({error})",
    "RequestError": "sent what cannot be unpacked ({error})",  # a body that is not packed as its head says
}
_PAGE_SHOWN: Final = 4096
_OWN_END: Final = (b"PK\x03\x04", b"\x1f\x8b", b"[", b"{")  # zip, gzip and JSON: cut off, none of them can be read


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one transfer may cost.

    Parameters
    ----------
    connect_s, read_s, total_s
        To reach the host; for the next bytes; for one try from its beginning to its end.
    tries
        How often it is tried altogether.
    first_wait_s, longest_wait_s
        Before the second try; each further wait is twice the one before, up to the longest, which also bounds what a
        host may ask for.
    most_bytes
        Of the file.
    redirects
        How many are followed.
    """

    connect_s: float = 10
    read_s: float = 30
    total_s: float = 120
    tries: int = 4
    first_wait_s: float = 1
    longest_wait_s: float = 60
    most_bytes: int = 50_000_000
    redirects: int = 5

    def get_wait_s(self, number: int) -> float:
        """Give the wait after a try, counted from 1, in seconds."""
        return min(self.first_wait_s * 2.0 ** (number - 1), self.longest_wait_s)


@dataclass(frozen=True, slots=True)
class FetchOrder:
    """What is to be fetched.

    Parameters
    ----------
    url
        With its protocol; http and https are fetched here, object stores by fsspec.
    headers
        To send.
    allow_hosts
        To which a redirect may lead, beside the host of the URL.
    sha256
        Of the file, where it is known before.
    is_data
        Whether a web page in its place, an empty file, or one that does not say how long it is, is a failure.
    """

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    allow_hosts: tuple[str, ...] = ()
    sha256: str = ""
    is_data: bool = True

    @property
    def shown(self) -> str:
        """The URL as others may read it."""
        return hide_secrets(self.url)


class _TemporaryError(Exception):
    """A failure that may be over at the next try; with the seconds to wait that the host asks for."""

    def __init__(self, what: str, wait_s: float = 0) -> None:
        self.what = what
        self.wait_s = wait_s
        super().__init__(what)


class NotThereError(DataError):
    """There is no file at an address, says its host."""


class Fetched(NamedTuple):
    """What a host sent.

    Attributes
    ----------
    content
        All that it said it would send.
    encoding
        Of the text, where the host declares one.
    has_end
        Whether the host said how long it is; without that, a transfer that broke off looks like one that ended.
    sent
        When, by the clock of the host; None where it does not say.
    """

    content: bytes
    encoding: str = ""
    has_end: bool = True
    sent: datetime | None = None


def fetch(order: FetchOrder, *, limits: FetchLimits | None = None, sleep: Sleep = time.sleep) -> Fetched:
    """Fetch one file whole, or not at all.

    Parameters
    ----------
    order
        What to fetch.
    limits
        What it may cost.
    sleep
        Called with the seconds to wait before each further try.

    Returns
    -------
    Fetched
        Content, of the checksum that was expected, and encoding.

    Raises
    ------
    DataError
        Where it cannot be had, or is not what it should be: a web page in place of data, another checksum, too much.
    NotThereError
        Where its host says that there is no such file.
    MissingDependencyError
        Where the library for its protocol is not installed.
    """
    limits = limits or FetchLimits()
    if not is_fetchable(order.url):
        raise DataError(f"'{order.shown}' is no address that can be fetched.", fix=WRITE_ADDRESS)
    is_http = order.url.lower().startswith(("http://", "https://"))
    fetched = _try_often(order, limits, sleep) if is_http else Fetched(_open(order, limits))
    if not order.is_data:
        return fetched
    # A known checksum proves that the file is whole, whatever the host says of its length.
    if not fetched.has_end and not order.sha256:
        _check_end(order, fetched.content, _try_often(order, limits, sleep).content)
    _check_content(order, fetched.content)
    return fetched


def _check_end(order: FetchOrder, content: bytes, again: bytes) -> None:
    """Refuse a content without a stated length, unless it comes twice the same and does not end in the midst of a line.

    Archives and JSON show by themselves where they end.
    """
    if content != again or not (content.endswith(b"\n") or content.lstrip().startswith(_OWN_END)):
        what = f"{order.shown} does not say how long it is, and what it sent may be a part."
        raise DataError(what, fix="pull again; if it stays so, ask the publisher, or give the feed the file's sha256.")


def _try_often(order: FetchOrder, limits: FetchLimits, sleep: Sleep) -> Fetched:
    number = 0
    while True:
        number += 1
        try:
            return _run(_get(order, limits))
        except _TemporaryError as error:
            if error.wait_s > limits.longest_wait_s:
                asked = f"asks to wait {error.wait_s:g} s, more than {limits.longest_wait_s:g} s"
                raise DataError(f"{order.shown} {error.what} and {asked}.", fix="pull again later.") from error
            if number == limits.tries:
                times = f"{number} tries" if number > 1 else "one try"
                what = f"{order.shown} {error.what}: given up after {times}."
                raise DataError(what, fix="pull again later.") from error
            sleep(max(limits.get_wait_s(number), error.wait_s))


def _run(work: Coroutine[Any, Any, Fetched]) -> Fetched:
    """Run to its end; in a thread of its own where a loop runs already, as in a notebook."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as executor:
        return executor.submit(asyncio.run, work).result()


async def _get(order: FetchOrder, limits: FetchLimits) -> Fetched:
    """Try once; only the asynchronous client can be stopped in the midst of a head that comes byte by byte."""
    httpx = _import_httpx()
    timeout = httpx.Timeout(limits.read_s, connect=limits.connect_s)
    # A body that is packed for the way may grow a thousandfold within one chunk, before its size is looked at.
    headers = {"User-Agent": "dxlib", "Accept-Encoding": "identity", **order.headers}
    with _name_failures(limits):
        client = httpx.AsyncClient(timeout=timeout, headers=headers, verify=_make_context())
        async with asyncio.timeout(limits.total_s), client:
            request = client.build_request("GET", order.url)
            for _ in range(limits.redirects + 1):
                response = await client.send(request, stream=True)
                try:
                    # httpx follows no redirect by itself; where one leads is looked at before anything is sent there.
                    if response.next_request is None:
                        _check_status(order, response)
                        body = await _read_body(order, response, limits)
                        sent = _read_time(response.headers)
                        return Fetched(body, response.charset_encoding or "", _states_end(response), sent)
                    request = response.next_request
                    _check_redirect(order, request)
                finally:
                    await response.aclose()
    raise DataError(f"{order.shown} redirects more than {limits.redirects} times.", fix="correct the address.")


@contextmanager
def _name_failures(limits: FetchLimits) -> Iterator[None]:
    """Say of every failure of a transfer what happened, so that another try may follow."""
    httpx = _import_httpx()
    try:
        yield
    except (httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
        said = hide_secrets(str(error))
        raise DataError(f"No address that can be fetched: {said}.", fix="correct the address.") from error
    # That of asyncio: none of httpx's own time-outs is a TimeoutError.
    except TimeoutError as error:
        raise _TemporaryError(f"was not transferred within {limits.total_s:g} s") from error
    except httpx.RequestError as error:
        said = next(text for name, text in _FAILURES.items() if isinstance(error, getattr(httpx, name)))
        reason = str(error) or type(error).__name__  # of a connection that was reset httpx says nothing
        raise _TemporaryError(said.format(limits=limits, error=reason)) from error


@cache
def _make_context() -> Any:
    """Make what checks certificates, once: it reads all that the machine trusts, which takes longer than a request."""
    return _import_httpx().create_ssl_context()


def _import_httpx() -> Any:
    return import_library("httpx", "httpx is not installed.", "pull")


def _check_status(order: FetchOrder, response: httpx.Response) -> None:
    code = response.status_code
    said = f"answers {code} {response.reason_phrase}".rstrip()
    if code in _RETRIED or code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise _TemporaryError(said, _read_wait(response.headers))
    if code != HTTPStatus.OK:
        kind = NotThereError if code in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE) else DataError
        raise kind(f"{order.shown} {said}.", fix="open the address in a browser, and correct it.")


def _read_wait(headers: Mapping[str, str]) -> float:
    """Give the seconds that a host asks to wait, by its own clock where it names a time; 0 where it asks nothing."""
    asked = headers.get("Retry-After", "").strip()
    if asked.isdecimal():
        return float(asked)
    try:
        return max((parsedate_to_datetime(asked) - parsedate_to_datetime(headers.get("Date", ""))).total_seconds(), 0)
    except (TypeError, ValueError):
        return 0


def _read_time(headers: Mapping[str, str]) -> datetime | None:
    """Give the time of an answer by the clock of its host; None where it does not say."""
    age = headers.get("Age", "").strip()
    try:
        made = parsedate_to_datetime(headers.get("Date", ""))
        # What was kept on the way, as networks of delivery do, has the time at which it was made, and its age.
        sent = made + timedelta(seconds=int(age) if age.isdecimal() else 0)
    except (TypeError, ValueError, OverflowError):
        return None
    return sent.astimezone(UTC) if sent.tzinfo else sent.replace(tzinfo=UTC)


def _check_redirect(order: FetchOrder, request: httpx.Request) -> None:
    start = _import_httpx().URL(order.url)
    target, shown = request.url, hide_secrets(str(request.url))
    if target.scheme not in ("http", "https"):
        raise DataError(f"{order.shown} redirects to {shown}, which is not of the web.", fix="ask the publisher.")
    if target.host not in (start.host, *order.allow_hosts):
        fix = f"add allow_hosts: [{target.host}] to the feed if that host is the publisher's, or correct the address."
        raise DataError(f"{order.shown} redirects to another host, {target.host}.", fix=fix)
    if start.scheme == "https" and target.scheme != "https":
        raise DataError(f"{order.shown} redirects to {shown}, which is not encrypted.", fix="ask the publisher.")


def _states_end(response: httpx.Response) -> bool:
    coding = response.headers.get("Transfer-Encoding", "").lower()
    return "Content-Length" in response.headers or "chunked" in coding


async def _read_body(order: FetchOrder, response: httpx.Response, limits: FetchLimits) -> bytes:
    content = bytearray()
    async for chunk in response.aiter_bytes():
        content += chunk
        _check_size(order, limits, content)
    return bytes(content)


def _check_size(order: FetchOrder, limits: FetchLimits, content: bytes | bytearray) -> None:
    if len(content) > limits.most_bytes:
        fix = "ask for less of it, or give the feed a larger most_bytes."
        raise DataError(f"{order.shown} is larger than {limits.most_bytes} bytes.", fix=fix)


def _open(order: FetchOrder, limits: FetchLimits) -> bytes:
    fsspec = import_library("fsspec", "fsspec is not installed.", "pull")
    try:
        with fsspec.open(order.url, "rb") as file:
            content = bytes(file.read(limits.most_bytes + 1))
    except ImportError as error:
        raise MissingDependencyError(f"{order.shown} wants a library: {error}", fix="install it.") from error
    except Exception as error:  # each of fsspec's many back-ends has errors of its own
        what = f"{order.shown} cannot be opened ({type(error).__name__}: {hide_secrets(str(error))})."
        raise DataError(what, fix="correct the address.") from error
    _check_size(order, limits, content)
    return content


def _check_content(order: FetchOrder, content: bytes) -> None:
    if not content:
        raise DataError(f"{order.shown} is empty.", fix="open the address in a browser, and correct it.")
    beginning = content[:_PAGE_SHOWN].decode("utf-8-sig", errors="replace")
    if is_web_page(beginning):
        what = f"{order.shown} is a web page, no data: '{describe_page(beginning)}'."
        raise DataError(what, fix="open the address in a browser, and correct it.")
    found = hashlib.sha256(content).hexdigest()
    if order.sha256 and found != order.sha256:
        what = f"{order.shown} has the SHA-256 {found}, not {order.sha256}."
        raise DataError(what, fix="ask the publisher what changed, then correct or drop sha256 of the feed.")

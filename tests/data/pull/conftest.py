"""A real HTTP server on loopback that misbehaves as it is told to."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest
import yaml

Answer = Callable[["Handler"], None]
MAPPING = {
    "header": [1], "decimal": ".", "area": {"column": "geo"}, "period": {"column": "time"},
    "values": [{"column": "internet_users"}],
}  # fmt: skip
CSV = b"geo,time,internet_users\nvnm,2023,78.1\nsgp,2023,94.3\nchl,2023,90\n"


class Handler(BaseHTTPRequestHandler):
    """Answers as its host was told, in turn; the last answer is repeated."""

    protocol_version = "HTTP/1.1"
    host: Host

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.host.asked.append((self.path, dict(self.headers)))
        answers = self.host.answers[path]
        self.close_connection = True
        with suppress(BrokenPipeError, ConnectionResetError):  # whoever asked has given up
            (answers.pop(0) if len(answers) > 1 else answers[0])(self)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Host:
    """A server, what it shall answer, and what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = defaultdict(list)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.over = Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"host": self}))
        self.server.daemon_threads = False
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}).start()

    def serve(self, path: str, *answers: Answer) -> str:
        self.answers[path] = list(answers)
        return self.url(path)

    def url(self, path: str, name: str = "127.0.0.1") -> str:
        return f"http://{name}:{self.server.server_port}{path}"

    def close(self) -> None:
        self.over.set()
        self.server.shutdown()
        self.server.server_close()

    # what it can do

    @staticmethod
    def send(body: bytes = CSV, *, status: int = 200, says: int | None = None, **headers: str) -> Answer:
        """Answer with a body; ``says`` is the length it promises. The time is told where it is given, as ``Date``."""

        def answer(handler: Handler) -> None:
            handler.send_response_only(status)
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.send_header("Content-Length", str(len(body) if says is None else says))
            handler.end_headers()
            handler.wfile.write(body)

        return answer

    def redirect(self, target: str) -> Answer:
        return self.send(b"", status=302, Location=target)

    def trickle(self, start: bytes) -> Answer:
        """Begin, then send a byte every hundredth of a second for ever."""

        def answer(handler: Handler) -> None:
            handler.wfile.write(start)
            while not self.over.wait(0.01):
                handler.wfile.write(b"x")
                handler.wfile.flush()

        return answer

    def keep_silent(self, _: Handler) -> None:
        """Never answer."""
        self.over.wait()


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    """A server that does as it is told."""
    monkeypatch.setenv("NO_PROXY", "*")
    host = Host()
    yield host
    host.close()


@pytest.fixture
def waits() -> list[float]:
    """What was waited, in seconds, by ``waits.append`` in place of sleeping."""
    return []


@pytest.fixture
def write_feeds(toy: Any) -> Callable[..., None]:
    """Writes the register of feeds; each entry is a CSV and its mapping, with what is given in place of it."""

    def write(**feeds: dict[str, object]) -> None:
        usual = {
            "publisher": "UN", "title": "Internet users", "language": "en", "terms": "CC BY 4.0",
            "layout": "spreadsheet", "indicators": {"internet_users": "online_share"}, "mapping": "users.yaml",
        }  # fmt: skip
        toy.write("users.yaml", yaml.safe_dump(MAPPING))
        entries = {
            name.replace("__", "-"): {key: value for key, value in {**usual, **feed}.items() if value is not None}
            for name, feed in feeds.items()
        }
        toy.write("data/catalogue/feeds.yaml", yaml.safe_dump(entries, sort_keys=False, allow_unicode=True))

    return write


@pytest.fixture
def page() -> Callable[..., bytes]:
    """Makes an answer of the World Bank's API."""

    def make(value: str = "78.1", updated: str = "2024-12-16", pages: int = 1) -> bytes:
        record = {
            "indicator": {"id": "IT.X", "value": "Users"}, "country": {"id": "VN", "value": "Viet Nam"},
            "countryiso3code": "VNM", "date": "2023", "value": float(value), "unit": "", "obs_status": "", "decimal": 0,
        }  # fmt: skip
        head = {"page": 1, "pages": pages, "per_page": 50, "total": 1, "sourceid": "2", "lastupdated": updated}
        return json.dumps([head, [record]]).encode()

    return make

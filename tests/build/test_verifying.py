"""A published release is held against its own checksums and manifest, in a folder and on the web."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from dxlib.build.publish import publish
from dxlib.build.verifying import verify_release
from dxlib.errors import BuildError, ConfigError
from dxlib.intake import read_bytes
from tests.build.conftest import House
from tests.building import run_dxlib

PAGE = "2024/en/01-toy/SGP.html"
Break = Callable[[Path], None]


@pytest.fixture
def published(house: House, tmp_path: Path) -> Path:
    """A release that was published to a folder."""
    house.be_built()
    publish(house.project, str(tmp_path / "www"))
    return tmp_path / "www"


@pytest.fixture
def run_server() -> Iterator[Callable[..., str]]:
    """Runs servers on loopback, each with a handler of its own; gives the address."""
    servers = []

    def start(handler: Callable[..., BaseHTTPRequestHandler]) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def serve(run_server: Callable[..., str]) -> Callable[[Path], str]:
    """Serves folders on loopback; gives the address."""

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

    return lambda folder: f"{run_server(functools.partial(Handler, directory=folder))}/"


def alter(folder: Path) -> None:
    content = (folder / PAGE).read_bytes()
    (folder / PAGE).write_bytes(content.replace(b">3rd</a>", b">2nd</a>"))


def empty(folder: Path) -> None:
    (folder / PAGE).write_bytes(b"")


def delete(folder: Path) -> None:
    (folder / PAGE).unlink()


def alter_index(folder: Path) -> None:
    with (folder / "index.en.html").open("a", encoding="utf-8") as file:
        file.write("<!-- more -->")


def forget_page(folder: Path) -> None:
    """Take a page off the manifest, and bring the checksums into line."""
    path, sums = folder / "manifest.json", folder / "SHA256SUMS"
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    listed = json.loads(path.read_bytes())
    listed["pages"] = [page for page in listed["pages"] if page["address"] != PAGE]
    path.write_text(json.dumps(listed), "utf-8")
    after = hashlib.sha256(path.read_bytes()).hexdigest()
    sums.write_text(sums.read_text("utf-8").replace(f"{before}  manifest.json", f"{after}  manifest.json"), "utf-8")


BREAKS: dict[str, tuple[Break, dict[str, str]]] = {
    "altered": (alter, {PAGE: "it was altered: its SHA-256 is "}),
    "emptied": (empty, {PAGE: "it was altered: its SHA-256 is e3b0c442"}),
    "deleted": (delete, {PAGE: "it is missing"}),
    "index": (alter_index, {"index.en.html": "it was altered: its SHA-256 is "}),
    "not listed": (forget_page, {PAGE: "manifest.json does not list it"}),
}


def test_a_release_as_it_was_published_is_what_its_checksums_say(published: Path, serve: Callable[[Path], str]) -> None:
    (published / "notes.html").write_text("mine", "utf-8")
    files = len((published / "SHA256SUMS").read_text("utf-8").splitlines())
    said = f"{files} files, 8 pages among them, are what SHA256SUMS and manifest.json say."
    assert [str(verify_release(address)) for address in (str(published), f"{published}/", serve(published))] == [
        said
    ] * 3
    assert str(verify_release(str(published / "2024"))) == (
        "5 files, 4 pages among them, are what SHA256SUMS and manifest.json say."
    )


@pytest.mark.parametrize("broken", BREAKS)
def test_what_is_not_as_it_was_published_is_named(published: Path, serve: Callable[[Path], str], broken: str) -> None:
    break_it, said = BREAKS[broken]
    break_it(published)
    for address in (str(published), serve(published)):
        found = verify_release(address).problems
        assert found.keys() == said.keys()
        assert all(found[name].startswith(problem) for name, problem in said.items())


def test_a_page_that_is_no_file_of_the_release_is_named(published: Path) -> None:
    (published / "2024" / "en" / "more.html").write_text("more", "utf-8")
    assert verify_release(str(published)).problems == {"2024/en/more.html": "it is no file of the release"}


def test_the_command_needs_no_project_and_fails_with_four(published: Path, house: House) -> None:
    alter(published)
    done = run_dxlib(house.project, "verify-release", str(published))
    assert done.returncode == 4
    first, last = done.stderr.splitlines()
    assert first.startswith(f"- {PAGE}: it was altered: its SHA-256 is ")
    assert last.endswith(" files are not what SHA256SUMS and manifest.json say.")
    assert last.startswith("1 of ")


@pytest.mark.parametrize("name", ["SHA256SUMS", "manifest.json"])
def test_lists_that_name_files_elsewhere_are_refused_and_nothing_is_read_there(published: Path, name: str) -> None:
    path = published / name
    path.write_text(path.read_text("utf-8").replace(PAGE, f"../{PAGE}"), "utf-8")
    with pytest.raises(BuildError) as caught:
        verify_release(str(published))
    assert str(caught.value) == (
        f"{path} cannot be believed: '../{PAGE}' is no file below its folder.\n"
        "Fix: publish it again, from a build that passed its audit."
    )


def test_a_place_without_a_release_is_named(tmp_path: Path, serve: Callable[[Path], str]) -> None:
    for address in (str(tmp_path), serve(tmp_path)):
        with pytest.raises(BuildError) as caught:
            verify_release(address)
        assert str(caught.value) == (
            f"No release was published at {address.rstrip('/')}: SHA256SUMS is missing.\n"
            "Fix: name the folder in which it lies."
        )


def test_a_web_page_in_the_place_of_a_list_is_named(answer) -> None:
    address = answer(lambda one: send(one, b"<!doctype html><title>Welcome</title>"))
    with pytest.raises(BuildError) as caught:
        verify_release(address)
    assert str(caught.value) == (
        f"No release was published at {address}: in the place of SHA256SUMS there is a web page, 'Welcome'.\n"
        "Fix: name the folder in which it lies."
    )


def test_a_server_that_is_busy_for_a_moment_is_asked_again(published: Path, run_server: Callable[..., str]) -> None:
    refused = set()

    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.endswith("SGP.html") and self.path not in refused:
                refused.add(self.path)
                self.send_error(429)
            else:
                super().do_GET()

        def log_message(self, *_: object) -> None: ...

    address = run_server(functools.partial(Handler, directory=published))
    assert not verify_release(address).problems
    assert refused


class Refusing(SimpleHTTPRequestHandler):
    """Serves a folder, but for pages on Singapore, which it refuses."""

    def do_GET(self) -> None:
        if self.path.endswith("SGP.html"):
            self.send_error(403)
        else:
            super().do_GET()

    def log_message(self, *_: object) -> None: ...


def test_all_that_is_wrong_is_told_at_once_where_files_cannot_be_read(
    published: Path, run_server: Callable[..., str], house: House
) -> None:
    altered = "2024/vi/01-toy/VNM.html"
    (published / altered).write_bytes(b"another")
    (published / "index.en.html").unlink()
    address = run_server(functools.partial(Refusing, directory=published))
    found, files = verify_release(address), len((published / "SHA256SUMS").read_text("utf-8").splitlines())
    assert [*found.problems] == [altered, "index.en.html"]
    refused = [f"{year}/{language}/01-toy/SGP.html" for year in (2023, 2024) for language in ("en", "vi")]
    assert found.unread == {name: f"it could not be read: {address}/{name} answers 403 Forbidden" for name in refused}
    assert str(found) == (
        f"2 of {files} files are not what SHA256SUMS and manifest.json say; 4 of {files} files could not be read."
    )
    done = run_dxlib(house.project, "verify-release", address)
    assert (done.returncode, len(done.stderr.splitlines())) == (4, 7)


def test_what_could_not_be_read_is_not_told_as_altered(
    published: Path, run_server: Callable[..., str], house: House
) -> None:
    done = run_dxlib(house.project, "verify-release", run_server(functools.partial(Refusing, directory=published)))
    assert done.returncode == BuildError.exit_code
    assert done.stderr.splitlines()[-1].startswith("4 of ")
    assert done.stderr.endswith(" files could not be read.\n")


@pytest.mark.skipif(os.name != "posix", reason="files have no modes there")
def test_in_a_folder_too_what_cannot_be_read_stops_no_other(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, most: int) -> bytes:
        if path.name == "SGP.html":
            raise PermissionError(13, "Permission denied", str(path))
        return read_bytes(path, most)

    monkeypatch.setattr("dxlib.build.verifying.read_bytes", refuse)
    (published / "2024/vi/01-toy/VNM.html").unlink()
    found = verify_release(str(published))
    assert found.problems == {"2024/vi/01-toy/VNM.html": "it is missing"}
    assert found.unread[PAGE] == f"it could not be read: [Errno 13] Permission denied: '{published / PAGE}'"


def test_a_server_that_is_gone_is_not_asked_for_thousands_of_files(
    published: Path, run_server: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dxlib.build.verifying._PATIENCE_S", 0)
    monkeypatch.setattr("dxlib.build.verifying._AT_ONCE", 1)
    found = verify_release(run_server(functools.partial(Refusing, directory=published)))
    assert ([*found.unread], found.problems) == (["2023/en/01-toy/SGP.html"], {})  # the first one
    assert str(found) == (
        f"1 of {found.files} files could not be read, and {found.files - 1} were not asked for, since these had taken "
        "too long."
    )


def test_ctrl_c_does_not_wait_for_a_server_that_stalls(published: Path, run_server: Callable[..., str]) -> None:
    asked, has_ended = threading.Event(), threading.Event()

    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.endswith("SGP.html"):
                asked.set()
                has_ended.wait(60)
            else:
                super().do_GET()

        def log_message(self, *_: object) -> None: ...

    address = run_server(functools.partial(Handler, directory=published))
    command = [sys.executable, "-m", "dxlib", "verify-release", address]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert asked.wait(30)
            time.sleep(0.2)
            process.send_signal(signal.SIGINT)
            assert process.communicate(timeout=10)[1].strip() == "Interrupted."
        finally:
            process.kill()
            has_ended.set()
    assert process.returncode == 130


def test_a_server_that_does_not_answer_is_named() -> None:
    with pytest.raises(BuildError, match=r"^http://127\.0\.0\.1:9/SHA256SUMS could not be read: "):
        verify_release("http://127.0.0.1:9")


@pytest.mark.parametrize("address", ["file:///etc", "https://", "http://me:secret@127.0.0.1/", "ftp://127.0.0.1/x"])
def test_no_other_address_is_opened_and_no_password_is_repeated(address: str) -> None:
    with pytest.raises(ConfigError) as caught:
        verify_release(address)
    assert str(caught.value) == (
        "That is no address of a release.\nAllowed: 'https://example.org/briefs', '/srv/www/briefs'.\n"
        "Fix: write a folder, or an address of http or https, without a password."
    )


# Servers that mean harm ------------------------------------------------------------------------
@pytest.fixture
def answer(run_server: Callable[..., str]) -> Callable[[Callable[[BaseHTTPRequestHandler], None]], str]:
    """Gives the address of a server that does as a function says."""

    def start(do: Callable[[BaseHTTPRequestHandler], None]) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                with suppress(OSError):  # whoever asked may be gone
                    do(self)

            def log_message(self, *_: object) -> None: ...

        return run_server(Handler)

    return start


def send(handler: BaseHTTPRequestHandler, body: bytes, **heads: str) -> None:
    handler.send_response(302 if "Location" in heads else 200)
    for name, value in heads.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def drip(handler: BaseHTTPRequestHandler, head: bytes) -> None:
    handler.wfile.write(head)
    for _ in range(100):
        handler.wfile.write(b"a")
        time.sleep(0.05)


HARM: dict[str, tuple[Callable[[BaseHTTPRequestHandler], None], str]] = {
    "another host": (lambda one: send(one, b"", Location="http://localhost:9/a"), "redirects to another host, local"),
    "ftp": (lambda one: send(one, b"", Location="ftp://127.0.0.1:9/a"), "redirects to ftp://127.0.0.1:9/a, which"),
    "a file": (lambda one: send(one, b"", Location="file:///etc/passwd"), "redirects to file://127.0.0.1/etc/"),
    "breaks off": (lambda one: send(one, b"abc", Content_Length="9"), r"broke off \(.*received 3 bytes, expected 9"),
    "too much": (lambda one: send(one, b"a" * 2_000), "is larger than 1000 bytes"),
    "slow body": (lambda one: drip(one, b"HTTP/1.0 200 OK\r\n\r\n"), r"was not transferred within 0\.5 s"),
    "slow head": (lambda one: drip(one, b"HTTP/1.0 200 OK\r\n"), r"was not transferred within 0\.5 s"),
    "nothing": (lambda one: send(one, b""), ""),
}  # fmt: skip


@pytest.mark.parametrize("harm", HARM)
def test_a_server_that_means_harm_is_bounded(answer, monkeypatch: pytest.MonkeyPatch, harm: str) -> None:
    monkeypatch.setattr("dxlib.build.verifying._TOTAL_S", 0.5)
    monkeypatch.setattr("dxlib.build.verifying.RELEASE_BYTES", 1_000)
    do, said = HARM[harm]
    with pytest.raises(BuildError, match=f"SHA256SUMS could not be read: .*{said}" if said else "."):
        verify_release(answer(do))


def test_a_release_of_no_file_is_no_release(tmp_path: Path) -> None:
    (tmp_path / "SHA256SUMS").touch()
    (tmp_path / "manifest.json").write_text('{"pages": []}', "utf-8")
    with pytest.raises(BuildError, match=r"SHA256SUMS lists no file\."):
        verify_release(str(tmp_path))


def test_names_are_shown_with_their_hidden_characters(tmp_path: Path, house: House) -> None:
    (tmp_path / "SHA256SUMS").write_text(f"{'0' * 64}  2024/en/a\u202eb.css\n", "utf-8")
    (tmp_path / "manifest.json").write_text('{"pages": []}', "utf-8")
    done = run_dxlib(house.project, "verify-release", str(tmp_path))
    assert done.stderr.splitlines()[0] == r"- 2024/en/a\u202eb.css: it is missing"

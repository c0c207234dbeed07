"""One transfer against a server that misbehaves: bounded, repeated where that helps, whole or not at all."""

import asyncio
import gzip
import hashlib
import socket
import struct
import time

import fsspec
import pytest

from dxlib.data.pull.fetching import FetchLimits, FetchOrder, fetch
from dxlib.errors import DataError, MissingDependencyError

# what a host sends that is told nothing else
CSV = b"geo,time,internet_users\nvnm,2023,78.1\nsgp,2023,94.3\nchl,2023,90\n"

QUICK = FetchLimits(connect_s=5, read_s=5, total_s=10, tries=3)
LATER = "Fix: pull again later."
CORRECT = "Fix: open the address in a browser, and correct it."


def refuse(order, waits, limits=QUICK):
    with pytest.raises(DataError) as caught:
        fetch(order, limits=limits, sleep=waits.append)
    return str(caught.value)


def test_a_file_comes_whole_and_at_once(host, waits):
    url = host.serve("/a.csv", host.send())
    assert fetch(FetchOrder(url, {"Accept": "text/csv"}), limits=QUICK, sleep=waits.append).content == CSV
    ((_, headers),) = host.asked
    assert (waits, headers["Accept"], headers["Accept-Encoding"]) == ([], "text/csv", "identity")


def test_a_host_that_asks_to_wait_gets_the_longer_of_its_wait_and_ours(host, waits):
    busy = host.send(b"", status=429, Retry_After="7"), host.send(b"", status=429, Retry_After="0")
    url = host.serve("/a.csv", *busy, host.send())
    assert fetch(FetchOrder(url), limits=QUICK, sleep=waits.append).content == CSV
    assert waits == [7, 2]


def test_a_time_in_place_of_seconds_is_meant_by_the_host_s_own_clock(host, waits):
    says = {"Date": "Sun, 22 Nov 2026 07:00:00 GMT", "Retry_After": "Sun, 22 Nov 2026 07:00:30 GMT"}

    def answer(handler):
        handler.wfile.write(b"HTTP/1.1 503 Busy\r\n")
        for name, value in says.items():
            handler.wfile.write(f"{name.replace('_', '-')}: {value}\r\n".encode())
        handler.wfile.write(b"Content-Length: 0\r\n\r\n")

    url = host.serve("/a.csv", answer, host.send())
    assert fetch(FetchOrder(url), limits=QUICK, sleep=waits.append).content == CSV
    assert waits == [30]


def test_a_host_that_asks_for_too_long_a_wait_is_given_up_at_once(host, waits):
    url = host.serve("/a.csv", host.send(b"", status=429, Retry_After="3600"))
    assert refuse(FetchOrder(url), waits) == (
        f"{url} answers 429 Too Many Requests and asks to wait 3600 s, more than 60 s.\n{LATER}"
    )
    assert waits == []


def test_an_error_of_the_host_that_passes_is_waited_for_on_a_schedule_without_chance(host, waits):
    url = host.serve("/a.csv", *[host.send(b"", status=500)] * 4, host.send())
    assert fetch(FetchOrder(url), limits=FetchLimits(tries=6, longest_wait_s=6), sleep=waits.append).content == CSV
    assert waits == [1, 2, 4, 6]


def test_an_error_of_the_host_that_stays_is_given_up(host, waits):
    url = host.serve("/a.csv", host.send(b"", status=500))
    assert (
        refuse(FetchOrder(url), waits) == f"{url} answers 500 Internal Server Error: given up after 3 tries.\n{LATER}"
    )
    assert (waits, len(host.asked)) == ([1, 2], 3)
    assert "given up after one try" in refuse(FetchOrder(url), waits, FetchLimits(tries=1))


@pytest.mark.parametrize(
    ("status", "said"), [(404, "404 Not Found"), (400, "400 Bad Request"), (204, "204 No Content")]
)
def test_what_no_further_try_can_change_is_not_tried_again(host, waits, status, said):
    url = host.serve("/a.csv", host.send(b"", status=status))
    assert refuse(FetchOrder(url), waits) == f"{url} answers {said}.\n{CORRECT}"
    assert (waits, len(host.asked)) == ([], 1)


def test_a_body_cut_short_is_never_taken_for_the_whole(host, waits):
    url = host.serve("/a.csv", host.send(CSV[:30], says=len(CSV)), host.send())
    assert fetch(FetchOrder(url), limits=QUICK, sleep=waits.append).content == CSV
    url = host.serve("/b.csv", host.send(CSV[:30], says=len(CSV)))
    assert refuse(FetchOrder(url), waits) == (
        f"{url} broke off (peer closed connection without sending complete message body "
        f"(received 30 bytes, expected {len(CSV)})): given up after 3 tries.\n{LATER}"
    )


HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"


@pytest.mark.parametrize("start", [HEAD, b"HTTP/1.1 200 OK\r\nX-Slow: "], ids=["body", "head"])
def test_bytes_that_trickle_in_are_cut_off_at_the_time_for_the_whole(host, waits, start):
    url = host.serve("/a.csv", host.trickle(start))
    began = time.monotonic()
    said = refuse(FetchOrder(url), waits, FetchLimits(read_s=5, total_s=0.3, tries=2))
    assert said == f"{url} was not transferred within 0.3 s: given up after 2 tries.\n{LATER}"
    assert 0.6 <= time.monotonic() - began < 20  # what is not cut off trickles for ever


def test_a_host_that_never_answers_is_left_after_the_time_for_the_next_bytes(host, waits):
    url = host.serve("/a.csv", host.keep_silent)
    limits = FetchLimits(read_s=0.2, tries=2)
    assert refuse(FetchOrder(url), waits, limits) == f"{url} sent nothing for 0.2 s: given up after 2 tries.\n{LATER}"


def test_a_host_that_is_not_there_is_named(host, waits):
    url = host.url("/a.csv")
    host.close()
    assert refuse(FetchOrder(url), waits).startswith(
        f"{url} could not be reached (All connection attempts failed): given up"
    )


@pytest.mark.parametrize(
    "body", [b"<!DOCTYPE html><title>Sign in</title>", b"\xef\xbb\xbf \n<html><title>Sign in</title>"]
)
def test_a_web_page_in_place_of_data_is_refused_with_what_it_says(host, waits, body):
    url = host.serve("/a.csv", host.send(body, Content_Type="text/csv"))
    assert refuse(FetchOrder(url), waits) == f"{url} is a web page, no data: 'Sign in'.\n{CORRECT}"


def test_an_empty_file_is_refused(host, waits):
    url = host.serve("/a.csv", host.send(b""))
    assert refuse(FetchOrder(url), waits) == f"{url} is empty.\n{CORRECT}"


@pytest.mark.parametrize("body", [b"", b"<!DOCTYPE html><title>Briefs</title>"])
def test_what_is_no_data_may_be_a_page_or_empty(host, waits, body):
    url = host.serve("/index.html", host.send(body))
    assert fetch(FetchOrder(url, is_data=False), limits=QUICK, sleep=waits.append).content == body


def test_a_checksum_is_held_to(host, waits):
    url, right, wrong = host.serve("/a.csv", host.send()), hashlib.sha256(CSV).hexdigest(), "0" * 64
    assert fetch(FetchOrder(url, sha256=right), limits=QUICK, sleep=waits.append).content == CSV
    assert refuse(FetchOrder(url, sha256=wrong), waits) == (
        f"{url} has the SHA-256 {right}, not {wrong}.\n"
        "Fix: ask the publisher what changed, then correct or drop sha256 of the feed."
    )
    assert waits == []


def test_a_file_larger_than_allowed_is_left_as_soon_as_that_shows(host, waits):
    url = host.serve("/a.csv", host.trickle(HEAD + b"y" * 200))
    assert refuse(FetchOrder(url), waits, FetchLimits(most_bytes=100)) == (
        f"{url} is larger than 100 bytes.\nFix: ask for less of it, or give the feed a larger most_bytes."
    )


def test_a_redirect_on_the_same_host_is_followed(host, waits):
    host.serve("/b.csv", host.send())
    url = host.serve("/a.csv", host.redirect("/b.csv"))
    assert fetch(FetchOrder(url), limits=QUICK, sleep=waits.append).content == CSV


def test_a_redirect_to_another_host_is_followed_only_where_the_feed_names_it(host, waits):
    host.serve("/b.csv", host.send())
    url = host.serve("/a.csv", host.redirect(host.url("/b.csv", "localhost")))
    assert refuse(FetchOrder(url), waits) == (
        f"{url} redirects to another host, localhost.\n"
        "Fix: add allow_hosts: [localhost] to the feed if that host is the publisher's, or correct the address."
    )
    assert [path for path, _ in host.asked] == ["/a.csv"]
    assert fetch(FetchOrder(url, allow_hosts=("localhost",)), limits=QUICK, sleep=waits.append).content == CSV


def test_redirects_that_never_end_are_given_up(host, waits):
    url = host.serve("/a.csv", host.redirect("/a.csv"))
    assert refuse(FetchOrder(url), waits) == f"{url} redirects more than 5 times.\nFix: correct the address."
    assert len(host.asked) == 6


def test_a_redirect_may_not_leave_encryption():
    import httpx

    from dxlib.data.pull.fetching import _check_redirect

    with pytest.raises(DataError) as caught:
        _check_redirect(FetchOrder("https://example.org/a"), httpx.Request("GET", "http://example.org/b"))
    assert str(caught.value) == (
        "https://example.org/a redirects to http://example.org/b, which is not encrypted.\nFix: ask the publisher."
    )


def test_it_works_where_a_loop_runs_already_as_in_a_notebook(host, waits):
    url = host.serve("/a.csv", host.send())

    async def cell():
        return fetch(FetchOrder(url), limits=QUICK, sleep=waits.append)

    assert asyncio.run(cell()).content == CSV


def test_object_stores_are_opened_by_fsspec(tmp_path, waits, monkeypatch):
    (tmp_path / "a.csv").write_bytes(CSV)
    monkeypatch.setattr(fsspec, "open", lambda url, mode: (tmp_path / url.rpartition("/")[2]).open(mode))
    url = "s3://bucket/a.csv"
    assert fetch(FetchOrder(url), limits=QUICK, sleep=waits.append).content == CSV
    assert "is larger than 10 bytes" in refuse(FetchOrder(url), waits, FetchLimits(most_bytes=10))
    assert refuse(FetchOrder("s3://bucket/b.csv"), waits) == (
        "s3://bucket/b.csv cannot be opened (FileNotFoundError: [Errno 2] No such file or directory: "
        f"'{tmp_path}/b.csv').\nFix: correct the address."
    )


@pytest.mark.parametrize(
    "url",
    ["file:///etc/hostname", "local:///etc/hostname", "data:text/csv,geo", "memory://a/b", "http:///a.csv", "//a/b"],
)
def test_nothing_is_read_from_this_machine(url, waits):
    assert refuse(FetchOrder(url), waits) == (
        f"'{url}' is no address that can be fetched.\n"
        "Fix: write one address with its protocol and its host, as https://example.org/page."
    )


def test_a_connection_that_is_reset_is_told_as_that(host, waits):
    def reset(handler):
        # Without a word of farewell: what is closed while something is yet to be sent is reset.
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.connection.close()

    host.serve("/a.csv", reset)
    assert "could not be reached (ReadError): given up" in refuse(FetchOrder(host.url("/a.csv")), waits)


def test_a_protocol_whose_library_is_missing_is_named(waits):
    with pytest.raises(MissingDependencyError, match=r"gs://bucket/a.csv wants a library: .*\nFix: install it\."):
        fetch(FetchOrder("gs://bucket/a.csv"), limits=QUICK, sleep=waits.append)


SECRET = "s3cr3t"


def misbehave(host, kind):
    """Give what a host answers that is to be told."""
    elsewhere = host.url("/b.csv", f"me:{SECRET}@localhost")
    return {
        "missing": host.send(b"", status=404),
        "busy": host.send(b"", status=500),
        "page": host.send(b"<html><title>Sign in</title>"),
        "empty": host.send(b""),
        "short": host.send(CSV[:30], says=len(CSV)),
        "large": host.send(b"x" * 1000),
        "elsewhere": host.redirect(elsewhere),
        "nowhere": host.redirect(f"gopher://me:{SECRET}@127.0.0.1/"),
        "for ever": host.redirect("/a.csv"),
        "slow": host.keep_silent,
        "packed": host.send(b"not packed", Content_Encoding="gzip"),
        "bomb": host.send(gzip.compress(bytes(10_000_000)), Content_Encoding="gzip"),
        "no end": lambda handler: handler.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n" + CSV[:30]),
        "another": host.send(),
    }[kind]


KINDS = (
    "missing", "busy", "page", "empty", "short", "large", "elsewhere", "nowhere", "for ever", "slow", "packed", "bomb",
    "no end", "another",
)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_no_message_holds_what_is_secret_in_the_address(host, waits, kind):
    host.serve("/a.csv", misbehave(host, kind))
    url = host.url(f"/a.csv?api_key={SECRET}&year=2024", f"me:{SECRET}@127.0.0.1")
    limits = FetchLimits(read_s=1, total_s=5, tries=2, most_bytes=500)  # a busy machine takes its time to be asked
    said = refuse(FetchOrder(url, sha256="0" * 64 if kind == "another" else ""), waits, limits)
    assert SECRET not in said
    assert "me:" not in said
    assert "/a.csv?api_key=***&year=2024" in said
    assert ("Authorization" in host.asked[0][1], f"api_key={SECRET}" in host.asked[0][0]) == (True, True)


def test_what_a_host_says_moves_no_terminal(host, waits):
    host.serve("/a.csv", lambda handler: handler.wfile.write(b"HTTP/1.1 404 \x1b[2J\x1b]0;x\x07Not here\r\n\r\n"))
    said = refuse(FetchOrder(host.url("/a.csv")), waits)
    assert "\x1b" not in said
    assert "\x07" not in said
    page = "<title>\x1b[31m\u202eNot here</title>".encode()
    host.serve("/b.csv", host.send(page))
    assert refuse(FetchOrder(host.url("/b.csv")), waits).startswith(
        f"{host.url('/b.csv')} is a web page, no data: '\\x1b[31m\\u202eNot here'."
    )


def end_by_closing(*bodies):
    """Give answers that say nothing of their length, as servers of HTTP/1.0 do."""

    def answer(body):
        return lambda handler: handler.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n" + body)

    return [answer(body) for body in bodies]


@pytest.mark.parametrize(
    "bodies",
    [
        (CSV[:30], CSV), (CSV, CSV[:30]), (CSV[:30], CSV[:30]), (CSV, CSV + b"SGP,2024,1\n"),
    ],
)  # fmt: skip
def test_a_body_without_length_that_broke_off_is_not_taken_for_whole(host, waits, bodies):
    url = host.serve("/a.csv", *end_by_closing(*bodies))
    assert refuse(FetchOrder(url), waits) == (
        f"{url} does not say how long it is, and what it sent may be a part.\n"
        "Fix: pull again; if it stays so, ask the publisher, or give the feed the file's sha256."
    )


@pytest.mark.parametrize("body", [CSV, b'[{"page": 1}]', gzip.compress(CSV, mtime=0)])
def test_a_body_without_length_is_taken_where_it_comes_twice_the_same(host, waits, body):
    url = host.serve("/a.csv", *end_by_closing(body))
    assert fetch(FetchOrder(url), limits=QUICK, sleep=waits.append).content == body
    assert len(host.asked) == 2


def test_a_body_without_length_is_known_by_its_checksum(host, waits):
    url = host.serve("/a.csv", *end_by_closing(CSV[:-1]))
    order = FetchOrder(url, sha256=hashlib.sha256(CSV[:-1]).hexdigest())
    assert fetch(order, limits=QUICK, sleep=waits.append).content == CSV[:-1]
    assert len(host.asked) == 1

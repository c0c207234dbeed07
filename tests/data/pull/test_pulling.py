"""Pulling: each feed is fetched, read and kept by itself; what fails leaves all as it was."""

import gzip
import hashlib
import io
import zipfile
from datetime import date

import pytest
import sdmx

from dxlib.data.clean import inspect_raw
from dxlib.data.pull import pulling
from dxlib.data.pull.fetching import FetchLimits
from dxlib.data.pull.kept import read_feeds
from dxlib.data.pull.pulling import PullOutcome, PullStatus, get_exit_code, make_order, pull
from dxlib.data.pull.vintages import read_vintages
from dxlib.data.slips.in_ledgers import list_slips
from dxlib.errors import ConfigError, ExitCode, SchemaError
from tests.conftest import list_rows
from tests.data.pull.conftest import CSV

TODAY = date(2026, 11, 22)
QUICK = FetchLimits(connect_s=5, read_s=2, total_s=10, tries=2)
API = {"layout": "world_bank_api", "mapping": None, "indicators": {"IT.X": "online_share"}}


@pytest.fixture
def run(toy, waits):
    def run_pull(*names, today=TODAY, limits=QUICK):
        return pull(toy.project, names, today=today, limits=limits, sleep=waits.append)

    return run_pull


@pytest.fixture
def list_files(toy):
    def list_all():
        folder = toy.project.root / "data" / "raw"
        return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    return list_all


def test_a_new_file_becomes_a_vintage_and_the_same_file_does_not(host, run, write_feeds, list_files):
    write_feeds(users={"url": host.serve("/a.csv", host.send())})
    before = list_files()
    (first,), (second,) = run(), run(today=date(2026, 11, 23))
    assert str(first) == "users: new vintage, data/raw/feeds/users/2026-11-22.csv (2 figures, 1 left out)"
    assert str(second) == "users: unchanged, data/raw/feeds/users/2026-11-22.csv (2 figures, 1 left out)"
    assert list_files().keys() - before.keys() == {"feeds/users/2026-11-22.csv", "feeds/users/vintages.csv"}


def test_a_clock_that_was_set_back_adds_nothing_to_the_past(host, run, write_feeds, list_files):
    write_feeds(users={"url": host.serve("/a.csv", host.send(), host.send(CSV + b"vnm,2024,80\n"))})
    run()
    before = list_files()
    (outcome,) = run(today=date(1970, 1, 1))
    assert outcome.error == (
        "Today is 1970-01-01 by the clock of this machine, and the last vintage was fetched on 2026-11-22.\n"
        "Fix: set the clock, then pull again; if the clock of that day was wrong, delete that vintage: its "
        "file, and its line in data/raw/feeds/users/vintages.csv."
    )
    assert list_files() == before
    # The day of another machine, which pulled before, may begin earlier.
    assert run(today=date(2026, 11, 21))[0].status is PullStatus.NEW_VINTAGE


@pytest.mark.parametrize("day", ["2026-11-20", "2026-11-24", "2036-11-22", "1970-01-01"])
def test_no_vintage_is_kept_under_a_day_that_is_not_that_of_its_host(host, run, write_feeds, list_files, day):
    url = host.serve("/a.csv", host.send(Date="Sun, 22 Nov 2026 07:00:00 GMT"))
    write_feeds(users={"url": url})
    before = list_files()
    (outcome,) = run(today=date.fromisoformat(day))
    assert outcome.error == (
        f"Today is {day} by the clock of this machine, and {url} was sent on 2026-11-22 at 07:00 UTC by the clock "
        "of its host.\n"
        "Fix: set the clock of this machine, then pull again; if it is right, tell the publisher."
    )
    assert list_files() == before


@pytest.mark.parametrize("day", ["2026-11-21", "2026-11-22", "2026-11-23"])
@pytest.mark.parametrize(
    "heads",
    [
        {"Date": "Sun, 22 Nov 2026 07:00:00 GMT"},
        {"Date": "Sun, 22 Nov 2026 07:00:00 -0000"},
        {"Date": "Mon, 23 Nov 2026 01:00:00 +0700"},
        # a network of delivery has kept it for ten days
        {"Date": "Thu, 12 Nov 2026 07:00:00 GMT", "Age": "864000"},
        {"Date": "no day"},
        {},
    ],
)
def test_the_day_of_a_host_may_be_the_one_beside_ours_and_a_host_need_not_tell_it(host, run, write_feeds, day, heads):
    write_feeds(users={"url": host.serve("/a.csv", host.send(**heads))})
    assert run(today=date.fromisoformat(day))[0].status is PullStatus.NEW_VINTAGE


def test_a_vintage_bears_the_day_that_the_world_bank_gives(host, run, write_feeds, list_files, page):
    answers = [host.send(page(value, day)) for value, day in (("78.1", "2024-12-16"), ("78.4", "2025-01-28"))]
    write_feeds(wdi={**API, "url": host.serve("/v2", *answers)})
    assert [run()[0].status, run()[0].status, run()[0].status] == [
        PullStatus.NEW_VINTAGE,
        PullStatus.NEW_VINTAGE,
        PullStatus.UNCHANGED,
    ]
    assert {"feeds/wdi/2024-12-16.json", "feeds/wdi/2025-01-28.json"} < list_files().keys()


def test_a_copy_is_fetched_where_it_lies_and_kept_as_one(host, run, write_feeds, toy):
    url = host.serve("/a.csv", host.send())
    write_feeds(users={"url": "https://example.org/a.csv", "copied_from": url})
    assert [one.status for one in run()] == [PullStatus.NEW_VINTAGE]
    (source,) = read_feeds(toy.project, toy.catalogue).sources.values()
    assert (source.url, source.copied_from) == ("https://example.org/a.csv", url)


def test_what_is_secret_in_an_address_is_kept_nowhere(host, run, write_feeds, list_files, toy):
    host.serve("/a.csv", host.send())
    url = host.url("/a.csv?token=s3cr3t&year=2024", "me:s3cr3t@127.0.0.1")
    write_feeds(users={"url": url})
    assert [one.status for one in run()] == [PullStatus.NEW_VINTAGE]
    ((asked, headers),) = host.asked
    assert ("Authorization" in headers, asked) == (True, "/a.csv?token=s3cr3t&year=2024")
    assert all(b"s3cr3t" not in content for content in list_files().values())
    (source,) = read_feeds(toy.project, toy.catalogue).sources.values()
    assert (source.url, source.copied_from) == (host.url("/a.csv?token=***&year=2024"), "")
    host.serve("/a.csv", host.send(b"geo,time\nvnm,2023\n"))  # its reader refuses it
    (outcome,) = run()
    assert (outcome.status, "s3cr3t" in str(outcome)) == (PullStatus.FAILED, False)


def test_a_failure_that_nobody_thought_of_shows_no_secret_and_moves_no_terminal(run, write_feeds, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError("https://me:s3cr3t@example.org/ \x1b[2J")

    write_feeds(users={"url": "https://example.org/a.csv"})
    monkeypatch.setattr(pulling, "fetch", fail)
    assert str(run()[0]) == "users: failed: RuntimeError: https://example.org/ \\x1b[2J"


@pytest.mark.parametrize(
    ("key", "value"), [("timeout_s", v) for v in (0, -1, ".nan", ".inf", 1e9)] + [("most_bytes", 1e10)]
)
def test_what_a_transfer_may_cost_has_its_bounds(run, write_feeds, toy, key, value):
    write_feeds(users={"url": "https://example.org/a.csv"})
    path = toy.project.catalogue / "feeds.yaml"
    path.write_text(f"{path.read_text('utf-8')}  {key}: {value}\n", "utf-8")
    with pytest.raises(SchemaError, match=f"in data/catalogue/feeds.yaml, line 11, character 3, users.{key}"):
        run()


def test_a_vintage_a_hundredth_of_the_last_is_refused_until_it_is_known(host, run, write_feeds, list_files):
    small = b"geo,time,internet_users\nvnm,2023,0.781\nsgp,2023,94.3\n"
    url = host.serve("/a.csv", host.send(), host.send(small))
    write_feeds(users={"url": url})
    run()
    before = list_files()
    (refused,) = run(today=date(2026, 11, 23))
    assert refused.status is PullStatus.FAILED
    assert refused.error == (
        "1 problem found:\n- 0.781 is 1/100 of the 78.1 of users@2026-11-22 (vnm: internet_users, 2023) in users.csv, "
        "OBS_VALUE.\n  Fix: compare it with the publisher; a unit may have changed."
    )
    assert list_files() == before
    write_feeds(users={"url": url, "known_problems": 1})
    assert run(today=date(2026, 11, 24))[0].status is PullStatus.NEW_VINTAGE


def test_a_file_that_lies_a_hundredfold_from_a_ledger_is_refused(host, run, write_feeds, toy, row):
    toy.write_ledger([*list_rows(), row(INDICATOR="online_share", UNIT_MEASURE="PERCENT", TIME_PERIOD="2023",
                                        REF_AREA="SGP", OBS_VALUE="0.9", SOURCE="mic-2024")])  # fmt: skip
    write_feeds(users={"url": host.serve("/a.csv", host.send())})
    assert "94.3 is 105 times the 0.9 of mic-2024 (sgp: internet_users, 2023)" in run()[0].error


def test_a_figure_of_a_time_to_come_is_refused_until_it_is_known(host, run, write_feeds, list_files, toy):
    url = host.serve("/a.csv", host.send(CSV + b"vnm,2035,80\n"))
    write_feeds(users={"url": url})
    before = list_files()
    (refused,) = run()
    assert refused.error == (
        "1 problem found:\n- '2035' begins after the day of the file (2026-11-22) (vnm: internet_users, 2035) in "
        "users.csv, TIME_PERIOD.\n  Fix: compare it with the publisher; only a forecast (status F) is of a later time."
    )
    assert list_files() == before
    write_feeds(users={"url": url, "known_problems": 1})
    assert run()[0].status is PullStatus.NEW_VINTAGE
    # A vintage from before this was looked at is told by 'dxlib check'.
    ledgers, catalogue, _ = inspect_raw(toy.project)
    told = "'2035' begins after the day of the file (2026-11-22) (users@2026-11-22, VNM)"
    for known in (1, 0):
        write_feeds(users={"url": url, "known_problems": known})
        found = [problem.what for problem in list_slips(toy.project, ledgers, catalogue)]
        assert (told in found) is (known == 0)


def test_a_rank_that_is_no_whole_number_is_refused(host, run, write_feeds):
    url = host.serve("/a.csv", host.send(b"geo,time,internet_users\nvnm,2023,7.5\nsgp,2023,3\n"))
    write_feeds(users={"url": url, "indicators": {"internet_users": "egdi_rank"}})
    assert "'7.5' is no place in a ranking (vnm: internet_users, 2023) in users.csv, OBS_VALUE." in run()[0].error


FAILURES = {
    "500 for ever": (lambda host: host.send(b"", status=500),
        "{url} answers 500 Internal Server Error: given up after 2 tries.\nFix: pull again later."),
    "no answer": (lambda host: host.keep_silent,
        "{url} sent nothing for 2 s: given up after 2 tries.\nFix: pull again later."),
    "cut short": (lambda host: host.send(b"geo,time", says=80),
        "{url} broke off (peer closed connection without sending complete message body (received 8 bytes, expected "
        "80)): given up after 2 tries.\nFix: pull again later."),
    "not found": (lambda host: host.send(b"", status=404),
        "{url} answers 404 Not Found.\nFix: open the address in a browser, and correct it."),
    "web page": (lambda host: host.send(b"<html><title>Sign in</title>"),
        "{url} is a web page, no data: 'Sign in'.\nFix: open the address in a browser, and correct it."),
    "other layout": (lambda host: host.send(b"Province,SC11\nP01,1\n"),
        "{url} has no column 'geo'.\nAllowed: 'Province', 'SC11'.\n"
        "Fix: correct the mapping, or the lines of its header."),
    "broken archive": (lambda host: host.send(b"PK\x03\x04rest"),
        "{url} cannot be unpacked: File is not a zip file.\nFix: fetch it again."),
    "no figure": (lambda host: host.send(b"geo,time,internet_users\nchl,2023,90\n"),
        "{url} holds no figure of the mapped indicators in an area of the catalogue (1 no area of the catalogue: an "
        "aggregate, or a country it does not hold).\n"
        "Fix: compare the file with 'indicators' of the feed, its mapping, and the areas of the catalogue."),
    "no line": (lambda host: host.send(b"geo,time,internet_users\nSource: the survey,,\n"),
        "{url} holds no line with figures.\nFix: see what it holds; its header may have moved."),
    "problems": (lambda host: host.send(b"geo,time,internet_users\nvnm,2023,78.1\nvnm,2022,high\nsgp,20x4,1\n"),
        "2 problems found:\n- 'high' is not a number in users.csv, line 3, internet_users.\n"
        "  Fix: write digits with a point as decimal mark.\n"
        "- '20x4' is not a time period in users.csv, line 4, time.\n  Fix: correct the cell or the mapping."),
    "no figure can be read": (lambda host: host.send(b"geo,time,internet_users\nvnm,20x4,78.1\nchl,2023,90\n"),
        "1 problem found:\n- '20x4' is not a time period in users.csv, line 2, time.\n"
        "  Fix: correct the cell or the mapping."),
}  # fmt: skip


@pytest.mark.parametrize("name", FAILURES)
def test_a_feed_that_fails_says_why_leaves_all_as_it_was_and_stops_no_other(host, run, write_feeds, list_files, name):
    answer, said = FAILURES[name]
    url = host.serve("/a.csv", host.send(), answer(host))
    write_feeds(users={"url": url}, other={"url": host.serve("/b.csv", host.send())})
    run()
    before = list_files()
    failed, other = run(today=date(2026, 11, 23))
    assert (failed.status, failed.error) == (PullStatus.FAILED, said.format(url=url))
    assert str(failed) == f"users: failed: {failed.error}"
    assert other.status is PullStatus.UNCHANGED
    assert list_files() == before


def pack_zip(**members):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in members.items():
            archive.writestr(f"{name}.csv", text)
    return content.getvalue()


@pytest.mark.parametrize(
    ("body", "suffix"),
    [(gzip.compress(CSV), ".gz"), (pack_zip(API_X=CSV, Metadata_Country=b"Country Code\n"), ".zip")],
    ids=["gzip", "zip"],
)
def test_a_packed_file_is_kept_as_it_came_and_read(host, run, write_feeds, toy, list_files, body, suffix):
    write_feeds(users={"url": host.serve("/a", host.send(body))})
    assert str(run()[0]).endswith(f"data/raw/feeds/users/2026-11-22{suffix} (2 figures, 1 left out)")
    assert list_files()[f"feeds/users/2026-11-22{suffix}"] == body
    assert len(read_feeds(toy.project, toy.catalogue).rows) == 2


OLD = "geo,time,internet_users\nvnm,2023,78.1\nCôte d'Ivoire,2023,1\n"


@pytest.mark.parametrize(("encoding", "kept"), [("windows-1252", "windows-1252"), ("utf-8", ""), ("utf-16", "utf-16")])
def test_the_encoding_that_a_host_declares_is_kept_with_the_vintage(host, run, write_feeds, toy, encoding, kept):
    answer = host.send(OLD.encode(encoding), Content_Type=f"text/csv; charset={encoding}")
    write_feeds(users={"url": host.serve("/a.csv", answer)})
    assert [run()[0].status, run()[0].status] == [PullStatus.NEW_VINTAGE, PullStatus.UNCHANGED]
    (vintage,), problems = read_vintages(toy.project.feeds / "users")
    assert (vintage.encoding, problems) == (kept, [])
    assert [row["OBS_VALUE"] for row in read_feeds(toy.project, toy.catalogue).rows] == ["78.1"]


def test_utf_8_that_a_host_declares_as_something_else_is_read_as_utf_8_and_the_feed_has_the_last_word(
    host, run, write_feeds, toy
):
    wrong = host.send(OLD.encode(), Content_Type="text/csv; charset=iso-8859-1")
    silent = host.send(OLD.encode("windows-1252"))
    write_feeds(
        one={"url": host.serve("/a.csv", wrong)},
        two={"url": host.serve("/b.csv", silent), "options": {"encoding": "windows-1252"}},
        three={"url": host.serve("/b.csv", silent)},
    )
    one, two, three = run()
    assert (one.status, two.status, three.status) == (PullStatus.NEW_VINTAGE, PullStatus.NEW_VINTAGE, PullStatus.FAILED)
    assert read_vintages(toy.project.feeds / "one")[0][0].encoding == ""
    assert "Not UTF-8 (byte 0xF4 at position 2)" in three.error


def test_an_empty_answer_of_the_world_bank_names_the_query(host, run, write_feeds):
    url = host.serve("/v2", host.send(b'[{"page":0,"pages":0,"per_page":0,"total":0,"lastupdated":null},null]'))
    write_feeds(wdi={**API, "url": url})
    assert run()[0].error.startswith(f"{url} is an empty answer: the World Bank has no data for this query of 'IT.X'.")


def test_a_feed_that_fails_the_first_time_leaves_no_folder(host, run, write_feeds, toy):
    write_feeds(users={"url": host.serve("/a.csv", host.send(b"", status=404))})
    run()
    assert not (toy.project.ledgers.parent / "feeds").exists()


def test_one_page_of_several_is_refused_because_the_others_are_missing(host, run, write_feeds, page):
    url = host.serve("/v2", host.send(page(pages=3)))
    write_feeds(wdi={**API, "url": url})
    assert run()[0].error == (
        f"{url} is page '1' of '3': the other pages are not in it.\nFix: ask with per_page=20000 for all in one page."
    )


def test_problems_that_the_register_knows_of_are_accepted_one_more_is_not(host, run, write_feeds, toy):
    good, bad = b"geo,time,internet_users\nvnm,2023,78.1\nvnm,2022,high\n", b"sgp,2023,higher\n"
    write_feeds(users={"url": host.serve("/a.csv", host.send(good), host.send(good + bad)), "known_problems": 1})
    first, second = run()[0], run()[0]
    assert str(first).endswith("users/2026-11-22.csv (1 figure, 0 left out, 1 known problem)")
    assert (first.problems[0].file.name, second.status) == ("users.csv", PullStatus.FAILED)
    assert read_feeds(toy.project, toy.catalogue).problems == []


def test_the_limits_redirects_and_checksum_of_a_feed_are_its_own(host, run, write_feeds):
    host.serve("/b.csv", host.send())
    url = host.serve("/a.csv", host.redirect(host.url("/b.csv", "localhost")))
    right = hashlib.sha256(b"geo,time,internet_users\nvnm,2023,78.1\nsgp,2023,94.3\nchl,2023,90\n").hexdigest()
    allowed = {"url": url, "allow_hosts": ["localhost"]}
    write_feeds(
        strict={"url": url}, open={**allowed, "sha256": right}, wrong={**allowed, "sha256": "0" * 64},
        small={**allowed, "most_bytes": 10}, slow={"url": host.serve("/c.csv", host.trickle(b"HTTP/1.1 200 OK\r\n")),
        "timeout_s": 0.1},
    )  # fmt: skip
    said = {outcome.feed: outcome.error.splitlines()[0] for outcome in run() if outcome.status is PullStatus.FAILED}
    assert said == {
        "strict": f"{url} redirects to another host, localhost.",
        "wrong": f"{url} has the SHA-256 {right}, not {'0' * 64}.",
        "small": f"{url} is larger than 10 bytes.",
        "slow": f"{host.url('/c.csv')} was not transferred within 0.1 s: given up after 2 tries.",
    }


def test_only_the_feeds_that_are_named_are_pulled(host, run, write_feeds):
    write_feeds(users={"url": host.serve("/a.csv", host.send())}, other={"url": host.serve("/b.csv", host.send())})
    assert [outcome.feed for outcome in run("other")] == ["other"]
    with pytest.raises(ConfigError) as caught:
        run("user")
    assert str(caught.value) == (
        "Unknown feed 'user'. Did you mean 'users'?\nAllowed: 'users', 'other'.\n"
        "Fix: correct the name, or add it to data/catalogue/feeds.yaml."
    )


@pytest.mark.parametrize(
    ("statuses", "code"),
    [
        ("nu", ExitCode.SUCCESS), ("nf", ExitCode.SOME_FAILED), ("ff", ExitCode.NOTHING_BUILT),
        ("", ExitCode.NOTHING_BUILT),
    ],
)  # fmt: skip
def test_the_exit_code_says_whether_all_some_or_none_could_be_had(statuses, code):
    known = {"n": PullStatus.NEW_VINTAGE, "u": PullStatus.UNCHANGED, "f": PullStatus.FAILED}
    assert get_exit_code([PullOutcome("a", known[letter]) for letter in statuses]) is code


SDMX = {"layout": "sdmx_csv", "mapping": None, "indicators": {"FREQ=A": "online_share"}, "url": None}


def test_an_sdmx_service_is_asked_for_csv_at_the_address_that_the_library_knows(host, run, write_feeds, monkeypatch):
    monkeypatch.setitem(sdmx.source.sources, "LOOP", sdmx.source.Source(id="LOOP", url=host.url("/rest"), name="x"))
    body = b"DATAFLOW,FREQ,REF_AREA,TIME_PERIOD,OBS_VALUE\nX:Y(1.0),A,VNM,2024,44\n"
    host.serve("/rest/data/F/A.VNM", host.send(body))
    query = {"provider": "LOOP", "flow": "F", "key": "A.VNM", "params": {"startPeriod": "2020"}}
    write_feeds(users={**SDMX, "sdmx": query})
    assert run()[0].status is PullStatus.NEW_VINTAGE
    ((path, headers),) = host.asked
    assert path == "/rest/data/F/A.VNM?startPeriod=2020"
    assert headers["Accept"] == "application/vnd.sdmx.data+csv"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"provider": "ESTATE", "flow": "F"}, "Unknown SDMX provider 'ESTATE'. Did you mean 'ESTAT'?"),
        ({"provider": "ESTAT", "flow": "F", "params": {"start": "2020"}},
         "No query of ESTAT: Unexpected/unhandled parameters {'start': '2020'}."),
    ],
)  # fmt: skip
def test_a_query_that_no_service_can_answer_is_refused_before_it_is_sent(run, write_feeds, query, said):
    write_feeds(users={**SDMX, "sdmx": query})
    assert run()[0].error.splitlines()[0] == said


def test_an_order_of_a_feed_is_its_address(toy, write_feeds):
    from dxlib.data.pull.feeds import read_feeds_register

    write_feeds(users={"url": "https://example.org/a.csv", "allow_hosts": ["cdn.example.org"], "sha256": "0" * 64})
    order = make_order(read_feeds_register(toy.project, toy.catalogue)["users"])
    assert (order.url, order.allow_hosts, order.sha256) == ("https://example.org/a.csv", ("cdn.example.org",), "0" * 64)


def test_a_failure_that_nobody_foresaw_is_an_outcome_too(run, write_feeds, toy, host):
    write_feeds(users={"url": host.serve("/a.csv", host.send())})
    (toy.project.ledgers.parent / "feeds").write_text("a file in the way")
    assert run()[0].error.startswith("NotADirectoryError: ")


def test_pulling_leaves_the_ledgers_as_good_as_they_were(host, run, write_feeds, toy):
    write_feeds(users={"url": host.serve("/a.csv", host.send())})
    run()
    assert inspect_raw(toy.project)[2] == []

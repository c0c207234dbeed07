"""The release as a whole: contradictions are not shown, and what was read of pages is not read again."""

from __future__ import annotations

import re

import pytest

from dxlib.audit.edition.together import hold_release
from dxlib.build.fingerprint import hash_audit
from dxlib.build.outcome import Status
from dxlib.build.pages import PageStore
from dxlib.build.run import Options
from dxlib.errors import BuildError, ExitCode
from dxlib.freshness import drop_note
from tests.build.conftest import SAY, SAY_ALSO
from tests.build.test_gate import VIET_NAM, replace_page
from tests.building import run_dxlib


def pass_audit(house, job, old, new):
    """Put another page in the place of one, and have its record say that an audit passed it."""
    digest = replace_page(house, job, old, new)
    house.alter_record(job, page=digest, audit=hash_audit(house.project))


def test_pages_that_contradict_each_other_are_not_shown_and_both_places_are_named(house):
    house.be_built()
    before = house.read_pages()
    pass_audit(house, VIET_NAM, ">71st</a>", ">70th</a>")
    with pytest.raises(BuildError) as caught:
        house.build()
    first, finding, *_, fix = str(caught.value).splitlines()
    assert first == "The audit found 1 thing wrong with the release, and reports/ stays as it was."
    assert re.fullmatch(
        r"- 2024/vi/01-toy/VNM\.html: one claim, two values: #e-(\w+): as shown: "
        r"egdi_rank/VNM/2024/actual@un-2024: ''; another page gives '70th \(2024/en/01-toy/VNM\.html#e-\1\)'",
        finding,
    )
    assert fix == (
        "Fix: build all pages of these editions ('dxlib build --edition 2025'); if all of them are new, report it."
    )
    assert house.read_pages() == before
    assert house.build(Options(workers=2, force=True)).counts == {Status.UNCHANGED: 7, Status.BUILT: 1}
    assert house.read_pages() == before


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("dxlib.export.feed._write_time", "- feed.xml: list does not agree: head: '2024-12-31'; the pages give '"),
        ("dxlib.export.index.simplify", "- index.en.html: list does not agree: 2024/en/01-toy/SGP.html: "),
    ],
)
def test_a_list_that_does_not_say_what_the_pages_say_is_not_shown(house, monkeypatch, broken, said):
    wrong = {"_write_time": lambda day: day, "simplify": lambda text: "".join(chr(9999 - ord(sign)) for sign in text)}
    monkeypatch.setattr(broken, wrong[broken.rpartition(".")[2]])
    with pytest.raises(BuildError) as caught:
        house.build()
    assert said in str(caught.value)
    assert not house.project.reports.exists()
    monkeypatch.undo()
    assert house.build().counts == {Status.SKIPPED: 8}
    assert len(house.read_pages()) > 8


def test_pages_of_an_edition_that_is_shown_as_it_is_are_not_compared_again(house, monkeypatch):
    house.build(editions=[2023])
    asked = []

    def spy(files, declared, *, stale, proven):
        asked.append(sorted(proven))
        return hold_release(files, declared, stale=stale, proven=proven)

    monkeypatch.setattr("dxlib.build.whole.hold_release", spy)
    house.build()
    house.build()
    assert asked == [["2023"]]
    house.write_brief(SAY, "brief.check('it is known', brief.latest('egdi_rank'), low=1)", SAY_ALSO)
    house.build(editions=[2024])
    assert asked == [["2023"], ["2023"]]


def test_the_command_line_fails_when_a_release_is_refused(house):
    house.be_built()
    pass_audit(house, VIET_NAM, ">71st</a>", ">70th</a>")
    drop_note(house.project.notes, "settled")
    done = run_dxlib(house.project, "build", "--edition", "2024")
    assert done.returncode == BuildError.exit_code
    assert "The audit found 1 thing wrong with the release, and reports/ stays as it was." in done.stderr
    assert "Traceback" not in done.stderr


def test_a_release_as_it_was_built_has_no_finding(house):
    house.be_built()
    assert run_dxlib(house.project, "audit").stderr == ""
    (house.project.reports / "feed.xml").write_bytes(b"<feed/>")
    done = run_dxlib(house.project, "audit", "reports")
    assert done.returncode == ExitCode.CHECK_FAILED
    assert "- reports/feed.xml: list does not agree: head: " in done.stderr
    assert "- reports/SHA256SUMS: list does not agree: feed.xml: " in done.stderr


# What is remembered ------------------------------------------------------------------------------
@pytest.fixture
def read(monkeypatch):
    """The digests of the pages that are read from the store."""
    digests = []
    get_path = PageStore.get_path

    def spy(self, digest):
        digests.append(digest)
        return get_path(self, digest)

    monkeypatch.setattr(PageStore, "get_path", spy)
    return digests


def count_read(house, read, **selection):
    """Build, and give how many pages were read besides those that were linked."""
    read.clear()
    before = list_editions(house)
    house.build(**selection)
    changed = {name for name, number in list_editions(house).items() if before.get(name) != number}
    linked = sum(name.count("/") > 1 for name in house.read_pages() if name.partition("/")[0] in changed)
    return len(read) - linked


def list_editions(house):
    """Give what tells the folder of an edition from the one before, by its name."""
    reports = house.project.reports
    return {path.name: path.readlink() for path in reports.iterdir() if path.is_symlink()} if reports.is_dir() else {}


def test_pages_of_an_edition_that_stays_as_it_is_are_read_once(house, read):
    assert count_read(house, read, editions=[2023]) == 4
    assert count_read(house, read) == 4
    whole = house.read_pages()
    drop_note(house.project.notes, "told")
    house.write_brief(SAY, SAY_ALSO)
    assert count_read(house, read, editions=[2024]) == 8
    house.write_brief(SAY)
    assert count_read(house, read, editions=[2024]) == 4
    assert house.read_pages() == whole


@pytest.mark.parametrize("content", [b"", b"garbage", None])
def test_what_is_remembered_counts_only_if_it_can_be_read_and_the_catalogue_is_the_same(house, read, content):
    house.be_built(editions=[2023])
    if content is None:
        areas = house.project.catalogue / "areas.yaml"
        areas.write_text(areas.read_text("utf-8") + "\n", "utf-8")
    else:
        (house.project.notes / "told.note").write_bytes(content)
    assert count_read(house, read, editions=[2024]) == 8

"""A release held together: what is missing, doubled, unknown or of another page is named, with its file."""

from __future__ import annotations

import pytest

from dxlib.audit.edition.together import hold_release
from dxlib.audit.finding import NOT_DECLARED, Rule
from dxlib.build.plan import Job
from tests.audit.edition.releases import Release, declare_all, make_release, rehash, take_files

ENGLISH, VIETNAMESE = (f"2025/{language}/08-country-profile/SGP.html" for language in ("en", "vi"))
OLDER = "2024/en/08-country-profile/SGP.html"
STALE = {VIETNAMESE: "it failed"}


@pytest.fixture(scope="module")
def release(jobs: dict[str, Job]) -> Release:
    """Three real pages with all that stands beside them."""
    return make_release(jobs, [OLDER, ENGLISH, VIETNAMESE])


def hold(release: Release, **how: object) -> list[tuple[str, Rule, str, str, str]]:
    found = hold_release(take_files(release), declare_all(), **how)  # type: ignore[arg-type]
    return [(one.page, one.rule, one.place, one.said, one.wanted) for one in found]


def alter(release: Release, address: str, old: str, new: str) -> Release:
    """Give the release with another text on a page, and digests that hide it."""
    text = release[address].decode()
    assert old in text
    return rehash({**release, address: text.replace(old, new).encode()}, of=release)


def test_a_release_as_it_was_made_has_no_finding(release: Release) -> None:
    assert hold(release) == []


def test_each_page_is_read_once(release: Release) -> None:
    files = take_files(release)
    read: list[str] = []
    spied = type(files)(files.pages, files.lists, lambda name: read.append(name) or release[name])  # type: ignore[func-returns-value]
    assert hold_release(spied, declare_all()) == []
    assert sorted(read) == [OLDER, ENGLISH, VIETNAMESE]


def test_an_undeclared_page_a_missing_list_and_a_file_too_many_are_found(release: Release) -> None:
    altered = {**release, "2025/en/x.html": b"", "notes.txt": b""}
    del altered["feed.xml"]
    assert hold(altered) == [
        ("2025/en/x.html", Rule.ADDRESS, "address", NOT_DECLARED, ""),
        ("feed.xml", Rule.FILE, "file", "it is missing", ""),
        ("notes.txt", Rule.FILE, "file", "nothing of the release asks for it", ""),
    ]


def test_what_publishing_adds_is_no_file_too_many(release: Release) -> None:
    assert hold({**release, "revisions.json": b"[]"}) == []


def test_the_page_of_another_edition_is_told_by_what_it_says_that_it_is(release: Release) -> None:
    found = hold(rehash({**release, ENGLISH: release[OLDER]}, of=release))
    said, wanted = (f"08-country-profile SGP {edition} en" for edition in (2024, 2025))
    assert (ENGLISH, Rule.ADDRESS, "address", f"the page of {said}", wanted) in found


def test_a_page_that_cannot_be_read_is_a_finding_and_stands_in_no_list(release: Release) -> None:
    found = hold({**release, ENGLISH: b"<html>"})
    assert found[0] == (ENGLISH, Rule.READING, "page", "it carries no evidence", "")
    lies = "it is listed, and no declared page and no list of the release lies there"
    assert ("manifest.json", Rule.LIST, ENGLISH, lies, "") in found


def test_pages_of_another_day_than_their_edition_are_found(release: Release) -> None:
    for day in ("2025-06-30", "2026-06-30"):
        altered = alter(release, VIETNAMESE, '"as_of":"2025-12-31"', f'"as_of":"{day}"')
        days = [one for one in hold(altered) if one[1] is Rule.DAY]
        assert days == [(VIETNAMESE, Rule.DAY, "page", day, "2025-12-31")]


def test_all_pages_of_an_edition_may_be_of_another_day_than_the_declared_one(release: Release) -> None:
    altered = release
    for address in (ENGLISH, VIETNAMESE):
        altered = alter(altered, address, '"as_of":"2025-12-31"', '"as_of":"2025-06-30"')
    assert not [one for one in hold(altered) if one[1] is Rule.DAY]


def test_pages_that_contradict_each_other_are_found_unless_one_is_stale_or_the_edition_is_proven(
    release: Release,
) -> None:
    altered = alter(release, VIETNAMESE, '<dd class="value"><b class="big"><a href="#e-2gi">3</a>',
                    '<dd class="value"><b class="big"><a href="#e-2gi">4</a>')  # fmt: skip

    def list_contradicting(**how: object) -> list[str]:
        return [page for page, rule, *_ in hold(altered, **how) if rule is Rule.CLAIM]

    assert list_contradicting() == [VIETNAMESE]
    assert list_contradicting(proven={"2024"}) == [VIETNAMESE]
    assert list_contradicting(proven={"2025"}) == []
    assert list_contradicting(stale=STALE) == []


def test_that_a_page_is_stale_is_a_finding_and_must_stand_in_both_manifests(release: Release) -> None:
    found = hold(release, stale=STALE)
    assert found[0] == (VIETNAMESE, Rule.STALE, "page", "it failed", "")
    assert {page for page, rule, *_ in found if rule is Rule.LIST} == {"manifest.json", "2025/manifest.json"}


def test_index_and_feed_are_held_against_what_pages_say(release: Release) -> None:
    altered = alter(
        release, ENGLISH, '<p class="topic">How digital is the State', '<p class="topic">How digital is the city'
    )
    places = {(page, place) for page, rule, place, *_ in hold(altered) if rule is Rule.LIST}
    assert places >= {
        ("index.html", "2025 08-country-profile"), ("index.en.html", "2025 08-country-profile"),
        ("feed.xml", "2025/08-country-profile/en"), ("manifest.json", ENGLISH),
        ("2025/manifest.json", "en/08-country-profile/SGP.html"),
    }  # fmt: skip
    assert not [page for page, _ in places if page == "index.vi.html"]

"""Alterations of a release are found and their place is named: index, feed, manifests, checksums, files, claims."""

from __future__ import annotations

from collections import Counter

import pytest

from dxlib.audit.edition.together import hold_release
from dxlib.audit.finding import Finding, Rule
from dxlib.build.plan import Job
from tests.audit.edition.alterations import KINDS, SEEDS, draw_alterations
from tests.audit.edition.releases import Release, declare_all, make_release, take_files

OF_PAGES = ("files_", "claims_")  # else pages are as they were, and do not contradict each other
EDITIONS = ("2024", "2025")


@pytest.fixture(scope="module")
def release(jobs: dict[str, Job]) -> Release:
    """Some thirty real pages with all that stands beside them."""
    return make_release(jobs)


def names(finding: Finding, file: str, word: str) -> bool:
    """Say whether a finding is of a file, and names a word in its place, in what is said, or in what must be.

    Of two pages that contradict each other either may be the one that a finding is of; it names the other one too.
    """
    of = {finding.page, *(finding.wanted.split(" ") if finding.rule is Rule.CLAIM else ())}
    is_of = any(one.strip("()").partition("#")[0] == file for one in of)
    return is_of and word in f"{finding.place} {finding.said} {finding.wanted}"


def test_every_alteration_is_found_and_its_place_is_named(release: Release) -> None:
    drawn: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for name, altered, file, word in draw_alterations(release):
        drawn[name] += 1
        proven = () if name.startswith(OF_PAGES) else EDITIONS
        found = hold_release(take_files(altered), declare_all(), proven=proven)
        missed[name] += not any(names(one, file, word) for one in found)
    assert set(drawn) == set(KINDS)
    assert min(drawn.values()) == len(SEEDS) >= 40
    assert +missed == Counter()


def test_the_release_that_is_altered_has_no_finding(release: Release) -> None:
    assert hold_release(take_files(release), declare_all()) == []

"""Alterations of a release are found and their place is named: index, feed, manifests, checksums, files, claims."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any

import pytest

from dxlib.audit.edition import agreeing, together
from dxlib.audit.edition.together import hold_release
from dxlib.audit.finding import Finding, Rule
from dxlib.build.plan import Job
from tests.audit.edition.alterations import KINDS, SEEDS, draw_alterations
from tests.audit.edition.releases import (
    Release,
    declare_all,
    list_some,
    list_with_ranking,
    make_release,
    sum_pages,
    take_files,
)  # fmt: skip

OF_PAGES = tuple(name for name in KINDS if name.startswith(("files_", "claims_")))
OF_LISTS = tuple(name for name in KINDS if name not in OF_PAGES)  # pages are as they were: they contradict nobody
EDITIONS = ("2024", "2025")
MANY = 40  # more than the small release has pages


@pytest.fixture(autouse=True)
def _each_page_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read each page once, and compose lists of the same pages once: an alteration leaves most as they are."""
    for module, name, describe in (
        (together, "read_evidence_of", lambda page: page),
        (together, "read_told", lambda page, evidence, address, *_: (page, id(evidence), address)),
        (agreeing, "list_shown", lambda page: page),
        (agreeing, "list_figures", id),
        (together, "compose_indexes", lambda pages, *_: tuple(map(id, pages))),
        (together, "compose_feed", lambda pages, *_: tuple(map(id, pages))),
    ):
        monkeypatch.setattr(module, name, _keep_last(getattr(module, name), describe))


def _keep_last(read: Callable[..., Any], describe: Callable[..., Hashable]) -> Callable[..., Any]:
    """Have a function keep what it gave for its last arguments, and these, so that no other object gets their ids."""
    kept: OrderedDict[Hashable, tuple[Any, Any]] = OrderedDict()

    def read_once(*of: Any) -> Any:
        key = describe(*of)
        if key not in kept:
            given = read(*of)
            kept[key] = of, tuple(given) if isinstance(given, Iterator) else given
        kept.move_to_end(key)
        if len(kept) > MANY:
            kept.popitem(last=False)
        return kept[key][1]

    return read_once


@pytest.fixture(scope="module")
def small(jobs: dict[str, Job]) -> Release:
    """A dozen real pages with all that stands beside them."""
    return make_release(jobs, list_some())


@pytest.fixture(scope="module")
def ranked(jobs: dict[str, Job]) -> Release:
    """As many with an index that ranks areas."""
    return make_release(jobs, list_with_ranking(jobs))


def names(finding: Finding, file: str, word: str) -> bool:
    """Say whether a finding is of a file, and names a word in its place, in what is said, or in what must be.

    Of two pages that contradict each other either may be the one that a finding is of; it names the other one too.
    """
    of = {finding.page, *(finding.wanted.split(" ") if finding.rule is Rule.CLAIM else ())}
    is_of = any(one.strip("()").partition("#")[0] == file for one in of)
    return is_of and word in f"{finding.place} {finding.said} {finding.wanted}"


def list_missed(kinds: Sequence[str], release: Release, *, of_lists: bool) -> Counter[str]:
    """Give how many alterations of each kind are not found, or not with their place; of lists, pages need no look."""
    digests, proven = (sum_pages(release), EDITIONS) if of_lists else ({}, ())
    drawn: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for name, altered, file, word in draw_alterations(kinds, release):
        drawn[name] += 1
        found = hold_release(take_files(altered, digests), declare_all(), proven=proven)
        missed[name] += not any(names(one, file, word) for one in found)
    assert set(drawn) == set(kinds)
    assert min(drawn.values()) == len(SEEDS) >= 40
    return +missed


def test_every_alteration_of_a_list_is_found_and_its_place_is_named(ranked: Release) -> None:
    assert list_missed(OF_LISTS, ranked, of_lists=True) == Counter()


def test_every_alteration_of_files_and_claims_is_found_and_its_place_is_named(small: Release) -> None:
    assert list_missed(OF_PAGES, small, of_lists=False) == Counter()


def test_the_releases_that_are_altered_have_no_finding(small: Release, ranked: Release) -> None:
    for release in (small, ranked):
        assert hold_release(take_files(release), declare_all()) == []

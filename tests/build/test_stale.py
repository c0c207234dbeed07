"""Pages of a release that are from before, as its manifest tells them."""

import json

import pytest

from dxlib.build.stale import describe_stale, list_stale
from dxlib.errors import BuildError


@pytest.fixture
def release(toy):
    """Writes a manifest of pages, each with what it says of being stale."""

    def write(pages):
        listed = [
            {"address": address, "sha256": f"{at:064}", **({} if stale is None else {"stale": stale})}
            for at, (address, stale) in enumerate(pages.items())
        ]
        toy.write(toy.project.manifest.relative_to(toy.project.root).as_posix(), json.dumps({"pages": listed}))
        return toy.project

    return write


def test_stale_pages_are_given_with_the_reason(release):
    project = release({"2025/en/a.html": None, "2025/en/b.html": "a cell failed", "2025/vi/b.html": ""})
    assert list_stale(project) == {"2025/en/b.html": "a cell failed"}


def test_a_release_without_any_and_a_project_without_a_release_have_none(toy, release):
    assert list_stale(toy.project) == {}
    assert list_stale(release({"2025/en/a.html": None})) == {}


def test_a_manifest_that_cannot_be_believed_is_refused(release):
    with pytest.raises(BuildError):
        list_stale(release({"../a.html": "a cell failed"}))


def test_stale_pages_are_counted_and_at_most_ten_are_named():
    assert describe_stale({"a.html": "it failed"}) == (
        "1 page is stale: reports/ shows what was built before, and 'dxlib publish' refuses that.\n- a.html: it failed"
    )
    assert describe_stale(dict.fromkeys(("a.html", "b.html"), "it failed")).startswith("2 pages are stale: ")
    lines = describe_stale({f"{at:02}.html": "it failed" for at in range(12)}).splitlines()
    assert lines[0].startswith("12 pages are stale: ")
    assert (len(lines), lines[10], lines[11]) == (12, "- 09.html: it failed", "and 2 more.")

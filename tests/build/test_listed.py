"""Manifests and checksums name files below their own folder, or nothing is believed; manifests tell what is stale."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from dxlib.build.listed import describe_stale, list_stale, read_pages, read_sums
from dxlib.errors import BuildError
from dxlib.paths import Project, find_outside
from tests.conftest import Toy

Release = Callable[[dict[str, str | None]], Project]

PAGE = "2024/en/01-toy/SGP.html"
DIGEST = "0" * 64
OUTSIDE = (
    "../../x.html", "2024/../../x.html", "/etc/x.html", "//server/x.html", "2024//x.html", "./x.html", "2024/en/..",
    "C:/x.html", "c:x.html", "..\\x.html", "2024\\x.html", "", "2024/", "a\0b.html", "a\nb.html", "a\ud800.html",
)  # fmt: skip


def write(*pages: object) -> bytes:
    return json.dumps({"pages": pages}).encode()


def make(address: object = PAGE, digest: object = DIGEST) -> dict[str, object]:
    return {"address": address, "sha256": digest}


def test_a_manifest_gives_its_pages_and_checksums_give_their_files() -> None:
    pages = [make(), make("2024/vi/01-toy/Hà Nội.html")]
    assert read_pages(write(*pages), "a") == pages
    assert read_sums(f"{DIGEST}  {PAGE}\n{DIGEST}  index.html\n".encode(), "a") == {PAGE: DIGEST, "index.html": DIGEST}
    assert read_sums(b"", "a") == {}


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_name_that_is_not_below_the_folder_is_refused_wherever_it_stands(name: str) -> None:
    assert find_outside([PAGE, name]) == name
    with pytest.raises(BuildError) as caught:
        read_pages(write(make(), make(name)), "reports/manifest.json")
    assert str(caught.value) == (
        f"reports/manifest.json cannot be believed: {name!r} is no file below its folder.\n"
        "Fix: run 'dxlib build', which writes it anew."
    )
    if "\n" not in name and "\ud800" not in name:
        with pytest.raises(BuildError, match="is no file below its folder"):
            read_sums(f"{DIGEST}  {name}\n".encode(), "SHA256SUMS")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is no list of pages"),
        (b"\xff\xfe", "it is no list of pages"),
        (b"[]", "it is no list of pages"),
        (b'{"pages": 3}', "it is no list of pages"),
        (b'{"pages": ["a"]}', "it is no list of pages"),
        (b'{"pages": [{}]}', "it is no list of pages"),
        (b"[" * 100_000, "it is no list of pages"),
        (write(make(3)), "3 is no file below its folder"),
        (write(make(PAGE, "0")), f"'{PAGE}' has no SHA-256"),
        (write(make(PAGE, None)), f"'{PAGE}' has no SHA-256"),
        (write(make(), make()), f"'{PAGE}' is listed twice"),
        (write(make("SHA256SUMS")), "'SHA256SUMS' is no page"),
    ],
)
def test_a_manifest_that_is_damaged_is_refused_and_the_reason_said(content: bytes, why: str) -> None:
    with pytest.raises(BuildError) as caught:
        read_pages(content, "there/manifest.json", fix="do this.")
    assert str(caught.value) == f"there/manifest.json cannot be believed: {why}.\nFix: do this."


@pytest.mark.parametrize("line", ["x", f"{DIGEST} {PAGE}", f"{DIGEST[1:]}  {PAGE}", f"{DIGEST}  a\n{DIGEST}  a"])
def test_checksums_that_are_damaged_are_refused(line: str) -> None:
    with pytest.raises(BuildError, match=r"^SHA256SUMS cannot be believed: "):
        read_sums(f"{line}\n".encode(), "SHA256SUMS")


def test_a_list_without_end_is_refused(monkeypatch):
    monkeypatch.setattr("dxlib.build.listed.RELEASE_FILES", 2)
    lines = [f"{'0' * 64}  {name}\n" for name in "abc"]
    assert len(read_sums("".join(lines[:2]).encode(), "SHA256SUMS")) == 2
    with pytest.raises(BuildError, match=r"^SHA256SUMS cannot be believed: it names more than 2 files\."):
        read_sums("".join(lines).encode(), "SHA256SUMS")


# Stale pages -----------------------------------------------------------------------------------
@pytest.fixture
def release(toy: Toy) -> Release:
    """Writes a manifest of pages, each with what it says of being stale."""

    def write_manifest(pages: dict[str, str | None]) -> Project:
        listed = [
            {"address": address, "sha256": f"{at:064}", **({} if stale is None else {"stale": stale})}
            for at, (address, stale) in enumerate(pages.items())
        ]
        toy.write(toy.project.manifest.relative_to(toy.project.root).as_posix(), json.dumps({"pages": listed}))
        return toy.project

    return write_manifest


def test_stale_pages_are_given_with_the_reason(release: Release) -> None:
    project = release({"2025/en/a.html": None, "2025/en/b.html": "a cell failed", "2025/vi/b.html": ""})
    assert list_stale(project) == {"2025/en/b.html": "a cell failed"}


def test_a_release_without_any_and_a_project_without_a_release_have_none(toy: Toy, release: Release) -> None:
    assert list_stale(toy.project) == {}
    assert list_stale(release({"2025/en/a.html": None})) == {}


def test_a_manifest_that_cannot_be_believed_tells_of_no_stale_pages(release: Release) -> None:
    with pytest.raises(BuildError):
        list_stale(release({"../a.html": "a cell failed"}))


def test_stale_pages_are_counted_and_at_most_ten_are_named() -> None:
    assert describe_stale({"a.html": "it failed"}) == (
        "1 page is stale: reports/ shows what was built before, and 'dxlib publish' refuses that.\n- a.html: it failed"
    )
    assert describe_stale(dict.fromkeys(("a.html", "b.html"), "it failed")).startswith("2 pages are stale: ")
    lines = describe_stale({f"{at:02}.html": "it failed" for at in range(12)}).splitlines()
    assert lines[0].startswith("12 pages are stale: ")
    assert (len(lines), lines[10], lines[11]) == (12, "- 09.html: it failed", "and 2 more.")

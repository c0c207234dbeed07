"""A release as a folder: which it is, what it holds, and as of which days its pages are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dxlib.audit.edition.folder import find_links_out, find_release, is_release, list_pages, read_days, read_files


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A folder with the files of a release, by name only."""
    folder = tmp_path / "reports"
    pages = [
        {"address": "2024/en/07-x/VNM.html", "as_of": "2024-12-31"},
        {"address": "2024/en/b.html", "as_of": "soon"},
    ]
    files = {
        "index.html": "", "index.en.html": "", "manifest.json": json.dumps({"pages": [*pages, {"address": "c.html"}]}),
        "2024/manifest.json": "{}", "2024/en/07-x/VNM.html": "page", "2024/en/.hidden": "", "2024/SHA256SUMS": "",
    }  # fmt: skip
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return folder


def test_a_folder_with_manifest_and_index_is_a_release_and_that_of_an_edition_is_none(release: Path) -> None:
    assert is_release(release)
    assert not is_release(release / "2024")
    assert not is_release(release / "index.html")
    (release / "manifest.json").unlink()
    assert not is_release(release)


@pytest.mark.parametrize("name", [".", "2024", "2024/en/07-x", "2024/en/07-x/VNM.html", "2024/en/07-x/a/b/c/d.html"])
def test_whatever_lies_in_a_release_leads_to_it(release: Path, name: str) -> None:
    assert find_release(release / name) == release.absolute()


def test_what_lies_by_itself_leads_to_no_release(release: Path, tmp_path: Path) -> None:
    (release / "index.html").unlink()
    assert find_release(release / "2024" / "en" / "07-x" / "VNM.html") is None
    assert find_release(tmp_path) is None


def test_days_are_those_of_the_manifest_that_are_days(release: Path) -> None:
    assert read_days(release) == {"2024/en/07-x/VNM.html": "2024-12-31"}
    (release / "manifest.json").write_text("{", "utf-8")
    assert read_days(release) == {}


def test_every_file_is_a_page_or_a_list_also_through_a_link(release: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(release)
    for folder in (release, link):
        files = read_files(folder)
        assert files.pages == {"2024/en/07-x/VNM.html"}
        assert set(files.lists) == {
            "index.html", "index.en.html", "manifest.json", "2024/manifest.json", "2024/en/.hidden", "2024/SHA256SUMS",
        }  # fmt: skip
        assert files.read("2024/en/07-x/VNM.html") == b"page"


def test_links_that_lead_out_are_found_wherever_one_looks_from_and_others_are_not(
    release: Path, tmp_path: Path
) -> None:
    (tmp_path / "aside").mkdir()
    page = release / "2024" / "en" / "07-x" / "VNM.html"
    page.rename(tmp_path / "aside" / "VNM.html")
    (release / "2024" / "en" / "07-x").rmdir()
    (release / "2024" / "en" / "07-x").symlink_to(tmp_path / "aside")
    (release / "index.vi.html").symlink_to("index.en.html")
    (release / "feed.xml").symlink_to("../feed.xml")
    link = tmp_path / "link"
    link.symlink_to(release)
    out = [Path("2024", "en", "07-x"), Path("feed.xml")]
    assert find_links_out(release, release) == [release / one for one in out]
    assert find_links_out(link, link) == [link / one for one in out]
    assert find_links_out(page, release) == [release / out[0]]
    assert find_links_out(release / "index.html", release) == []


@pytest.fixture
def linked(release: Path, tmp_path: Path) -> Path:
    """The same release, whose edition is a link into the store."""
    (tmp_path / ".dxlib" / "releases").mkdir(parents=True)
    (release / "2024").rename(tmp_path / ".dxlib" / "releases" / "2024-0")
    (release / "2024").symlink_to("../.dxlib/releases/2024-0")
    return release


def test_an_edition_may_be_a_link_into_the_store_and_nothing_within_it_a_link_elsewhere(
    linked: Path, tmp_path: Path
) -> None:
    page = Path("2024", "en", "07-x", "VNM.html")
    assert find_links_out(linked, linked) == []
    assert find_links_out(linked / page, linked) == []
    assert page.as_posix() in read_files(linked).pages
    (linked / "2025").symlink_to(tmp_path)
    (tmp_path / ".dxlib" / "releases" / "other.html").write_text("x", "utf-8")
    (linked / page).unlink()
    (linked / page).symlink_to(tmp_path / ".dxlib" / "releases" / "other.html")
    assert find_links_out(linked, linked) == [linked / page, linked / "2025"]
    assert find_links_out(linked / page, linked) == [linked / page]


def test_a_link_that_leads_in_a_circle_is_given_and_not_followed(linked: Path) -> None:
    before = read_files(linked)
    (linked / "2024" / "en" / "again").symlink_to(".")
    files = read_files(linked)
    assert (files.pages, set(files.lists)) == (before.pages, set(before.lists))
    assert find_links_out(linked, linked) == []


def test_what_others_put_beside_the_release_is_not_of_it(linked: Path) -> None:
    before = read_files(linked)
    (linked / "notes").mkdir()
    for name in ("README.md", "letter.html", "notes/x.html"):
        (linked / name).write_text("x", "utf-8")
    files = read_files(linked)
    assert (set(files.pages), set(files.lists)) == (set(before.pages), set(before.lists))
    assert list_pages(linked) == [linked / "2024" / "en" / "07-x" / "VNM.html"]
    assert list_pages(linked / "notes") == [linked / "notes" / "x.html"]


def test_another_index_is_of_the_release_and_so_is_what_its_checksums_name(linked: Path) -> None:
    (linked / "index.fr.html").write_text("x", "utf-8")
    (linked / "2025").mkdir()
    (linked / "2025" / "x.html").write_text("x", "utf-8")
    (linked / "SHA256SUMS").write_text("00  2025/x.html\n", "utf-8")
    files = read_files(linked)
    assert "index.fr.html" in files.lists
    assert "2025/x.html" in files.pages

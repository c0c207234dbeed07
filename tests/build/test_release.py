"""Releases: pages, indexes, feed, lists and checksums of the whole and of each edition; the same for the same pages."""

from __future__ import annotations

import json
import subprocess
from xml.etree import ElementTree as ET

from lxml import html

ATOM = "{http://www.w3.org/2005/Atom}"


def list_links(project):
    """Give where each edition leads to."""
    return {path.name: path.readlink().as_posix() for path in project.reports.iterdir() if path.is_symlink()}


def test_an_edition_can_be_archived_by_itself(house):
    house.be_built()
    for edition in ("2023", "2024"):
        folder = house.project.reports / edition
        done = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=folder, check=False)
        assert done.returncode == 0
        listed = json.loads((folder / "manifest.json").read_text("utf-8"))["pages"]
        assert [page["address"] for page in listed] == sorted(
            f"{language}/01-toy/{area}.html" for language in ("en", "vi") for area in ("SGP", "VNM")
        )
        assert {page["as_of"] for page in listed} == {f"{edition}-12-31"}


def test_the_index_of_each_language_shows_its_pages_with_the_names_that_they_give_themselves(house):
    house.be_built()
    tree = html.document_fromstring((house.project.reports / "index.vi.html").read_bytes())
    assert tree.xpath("//section/@data-edition") == ["2024", "2023"]
    assert tree.xpath("//section[@data-edition='2024']//li/a/text()") == [
        "Singapore (tiếng Việt)", "Viet Nam (tiếng Việt)",
    ]  # fmt: skip
    addresses = tree.xpath("//div[@class='list']//a/@href")
    assert len(addresses) == 4
    assert all((house.project.reports / address).is_file() for address in addresses)


def test_the_feed_names_each_edition_in_each_language_and_leads_to_what_is_there(house):
    house.be_built()
    feed = ET.fromstring((house.project.reports / "feed.xml").read_bytes())
    links = [entry.find(f"{ATOM}link").get("href") for entry in feed.findall(f"{ATOM}entry")]
    assert links == [
        f"index.{language}.html#brief=01-toy&edition={edition}" for edition in (2024, 2023) for language in ("en", "vi")
    ]
    assert all((house.project.reports / link.partition("#")[0]).is_file() for link in links)


def test_the_same_pages_make_the_same_release_in_another_project(make_house):
    first, second = make_house(), make_house()
    first.build()
    second.build(editions=[2023])
    second.build(editions=[2024])
    assert first.read_pages() == second.read_pages()
    assert list_links(first.project) == list_links(second.project)

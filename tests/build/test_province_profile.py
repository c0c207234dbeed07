"""The province profile, built for a withheld year, for a day with little known, and for the first edition."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from lxml import html

from dxlib.paths import Project
from tests.building import copy_project, run_dxlib

BRIEF = "02-province-profile"
WITHHELD = "VN63-74 2025 en"  # Binh Duong, whose scores of 2023 were not published
PAGES = (WITHHELD, "VN63-27 2022 vi", "VN63-02 2012 fr")


@dataclass(frozen=True)
class Profile:
    """A page that was built, and what its evidence says."""

    area: str
    tree: html.HtmlElement
    evidence: Mapping[str, Any]

    def list_shown(self) -> Iterator[str]:
        """Give the key of every figure outside the list of sources, once for each time it is shown."""
        for node in self.tree.find(".//main").iter():
            if any(one.get("class") == "source" for one in (node, *node.iterancestors())):
                continue
            key = node.get("data-q") or (node.get("href") or "").removeprefix("#e-")
            if key in self.evidence["stated"] or key in self.evidence["computed"]:
                yield key

    def get_subject(self, key: str) -> str:
        """Give indicator, area, period and kind of a figure that was stated, whoever states it."""
        return str(self.evidence["stated"][key]).partition("@")[0]

    def get_area(self, key: str) -> str:
        """Give the area of a figure that was stated."""
        return self.get_subject(key).split("/")[1]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = copy_project(tmp_path_factory.mktemp("profiles"), brief=BRIEF)
    assert run_dxlib(project, "clean").returncode == 0
    for page in PAGES:
        area, edition, language = page.split()
        done = run_dxlib(project, "build", "--area", area, "--edition", edition, "--language", language)
        assert done.returncode == 0, done.stdout + done.stderr
    return project


def read_profile(project: Project, page: str) -> Profile:
    area, edition, language = page.split()
    text = (project.reports / edition / language / BRIEF / f"{area}.html").read_text("utf-8")
    tree = html.document_fromstring(text, parser=html.HTMLParser(encoding="utf-8"))
    return Profile(area, tree, json.loads(tree.get_element_by_id("dxlib-evidence").text))


def test_the_audit_finds_nothing(project: Project) -> None:
    done = run_dxlib(project, "audit")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(" 0 findings") == len(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_no_other_provinces_figure_stands_as_the_pages_own(project: Project, page: str) -> None:
    profile = read_profile(project, page)
    shown = set(profile.list_shown())
    own = {key for key in shown & profile.evidence["stated"].keys() if profile.get_area(key) == profile.area}
    assert own
    assert shown <= own | profile.evidence["computed"].keys()
    others = {key for key in profile.evidence["stated"] if profile.get_area(key) != profile.area}
    computed = profile.evidence["computed"].values()
    compared = {key for one in computed if one["formula"] in ("place", "count") for key in one["inputs"]}
    assert len(others & compared) > 50
    rivals = others - compared
    assert {profile.get_subject(key) for key in rivals} <= {profile.get_subject(key) for key in compared}
    for one in computed:
        if one["formula"] not in ("place", "count"):
            assert {profile.get_area(key) for key in one["inputs"]} == {profile.area}


def test_a_place_says_among_how_many_provinces(project: Project) -> None:
    computed = read_profile(project, WITHHELD).evidence["computed"].values()
    places = [one for one in computed if one["formula"] == "place"]
    counts = {one["inputs"][0]: one for one in computed if one["formula"] == "count"}
    assert len(places) == 2
    for place in places:
        assert counts[place["inputs"][0]]["inputs"] == place["inputs"]
        assert counts[place["inputs"][0]]["value"] == str(len(place["inputs"])) == "61"


def test_the_withheld_year_is_left_out_and_not_drawn_as_zero(project: Project) -> None:
    charts = read_profile(project, WITHHELD).tree.findall(".//figure")
    assert len(charts) == 2
    for chart in charts:
        rows = [row.find("th").text_content() for row in chart.xpath(".//table/tbody/tr")]
        assert rows[-3:] == ["2021", "2022", "2024"]
        for picture in chart.iter("svg"):
            points = picture.xpath(".//circle[contains(@class, 's-1')] | .//g[@class='f-1']/circle")
            assert len(points) == len(rows)
            assert not picture.xpath(".//text[@data-period='2023']")


def test_sections_without_a_figure_say_so_in_one_sentence(project: Project) -> None:
    tree = read_profile(project, "VN63-02 2012 fr").tree
    gaps = [
        len(section.xpath("./p[@class='gap']")) for section in tree.iter("section") if section.find("h2") is not None
    ]
    assert gaps == [0, 1, 1, 0, 0]
    assert "{" not in tree.find(".//main").text_content()

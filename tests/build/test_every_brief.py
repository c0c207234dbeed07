"""Pages of every brief, built where they are most likely to go wrong: early editions, little data, areas that ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from lxml import html

from dxlib.audit.auditing import audit_reports
from dxlib.build.briefs import Declarations, read_declarations
from dxlib.build.plan import Job, make_plan
from dxlib.build.whole import declare
from dxlib.data.catalogue import Catalogue
from dxlib.data.catalogue_files import read_catalogue
from dxlib.evidence.format import EVIDENCE_ELEMENT
from dxlib.export.assets import read_assets
from dxlib.paths import Project
from tests.building import ROOT, build_only
from tests.page_evidence import PageEvidence, read_evidence

WITHHELD = "07-province-profile VN63-74 2025 en"  # Binh Duong, whose scores of 2023 were not published
MERGED = "07-province-profile VN34-24 2025 vi"  # of its two parts, one's scores of 2024 were withheld
FIRST = "07-province-profile VN63-02 2012 fr"
TARGETS_ONLY = "10-systems VNM investment_and_enterprise_information 2025 fr"
OF_PROVINCES_ONLY = "10-systems VNM provincial_competitiveness 2025 vi"
OVERVIEW = "11-systems-overview VNM 2025 vi"
# Whose sentences state counts only.
WITHOUT_OWN = ("09-data-quality VNM 2020 en", TARGETS_ONLY, OF_PROVINCES_ONLY, OVERVIEW)
PAGES = (
    "01-national-overview VNM 2024 vi",
    "02-online-public-services VNM 2022 fr",
    "03-digital-identity VNM 2023 en",
    "04-digital-economy VNM 2020 vi",
    "05-international-rankings VNM 2012 en",
    "06-national-programme VNM 2021 fr",
    WITHHELD,
    MERGED,
    FIRST,
    "08-country-profile TLS 2013 fr",
    "08-country-profile EST 2025 en",
    "09-data-quality VNM 2020 en",
    TARGETS_ONLY,
    OF_PROVINCES_ONLY,
    "10-systems VNM digital_signatures 2025 en",
    OVERVIEW,
)
ACROSS_AREAS = ("tally", "count", "median", "mean")  # what speaks of many areas at once


@dataclass(frozen=True)
class Built:
    """A page that was built, and what its evidence says."""

    job: Job
    tree: html.HtmlElement
    evidence: PageEvidence

    @property
    def main(self) -> html.HtmlElement:
        """What it says."""
        found = self.tree.find(".//main")
        assert found is not None
        return found

    def list_statements(self) -> Iterator[html.HtmlElement]:
        """Give every sentence of its own and every card of key figures; charts, tables and sources are none."""
        yield from self.main.xpath(".//*[@class='answer' or @class='finding'] | .//dl[@class='key-figures']")
        yield from self.main.xpath("./section/p[not(@class)]")

    def list_areas(self, statement: html.HtmlElement) -> Iterator[str]:
        """Give the area of every figure of a statement."""
        for node in statement.iter("a", "span"):
            key = node.get("data-q") or (node.get("href") or "").removeprefix("#e-")
            area = self.find_area(key.removesuffix("0"))
            if area:
                yield area

    def find_area(self, key: str) -> str:
        """Give the area that a figure is of; none for one of many areas, and for what is no figure."""
        if key in self.evidence.stated:
            return self.evidence.stated[key].area
        computed = self.evidence.computed.get(key)
        if computed is None or computed.formula in ACROSS_AREAS:
            return ""
        return self.find_area(computed.inputs[0])


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(Project(ROOT))


@pytest.fixture(scope="module")
def declarations(catalogue: Catalogue) -> Declarations:
    return read_declarations(Project(ROOT), catalogue)


@pytest.fixture(scope="module")
def jobs(declarations: Declarations) -> Mapping[str, Job]:
    return {str(job): job for job in make_plan(declarations, editions=list(declarations.editions))}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, jobs: Mapping[str, Job]) -> Project:
    return build_only(tmp_path_factory.mktemp("briefs"), [jobs[page] for page in PAGES])


@pytest.fixture
def built(project: Project, jobs: Mapping[str, Job], request: pytest.FixtureRequest) -> Built:
    job = jobs[request.param]
    path = project.reports / job.id
    tree = html.document_fromstring(path.read_text("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    return Built(job, tree, read_evidence(tree.get_element_by_id(EVIDENCE_ELEMENT).text))


every_page = pytest.mark.parametrize("built", PAGES, indirect=True)


def test_every_declared_job_is_planned_once(jobs: Mapping[str, Job], declarations: Declarations) -> None:
    assert len({job.id for job in jobs.values()}) == len(jobs) > 3000
    assert {job.brief for job in jobs.values()} == set(declarations.briefs)
    assert {job.edition for job in jobs.values() if job.area.startswith("VN34")} == {2025, 2026}
    assert not any(job.area.startswith("VN63") for job in jobs.values() if job.edition == 2026)
    assert len({job.area for job in jobs.values() if job.area.startswith("VN63") and job.edition == 2012}) == 63


def test_the_audit_finds_nothing(project: Project) -> None:
    report = audit_reports(project, project.reports, declare(project), read_assets())
    assert [str(finding) for finding in report.findings] == []
    assert len(report.figures) == len(PAGES)


@every_page
def test_no_other_areas_figure_stands_as_the_pages_own(built: Built, catalogue: Catalogue) -> None:
    own, allowed = built.job.area, {built.job.area}
    if catalogue.areas[own].kind == "province":
        allowed.add("VNM")  # "nationwide it was ..."
    statements = list(built.list_statements())
    if str(built.job) not in WITHOUT_OWN:
        assert any(area == own for statement in statements for area in built.list_areas(statement))
    for statement in statements:
        text = statement.text_content()
        for area in built.list_areas(statement):
            assert area in allowed or catalogue.areas[area].name[built.job.language] in text, (area, text)


@every_page
def test_no_place_is_left_unfilled_and_no_text_in_english_but_on_english_pages(built: Built) -> None:
    text = built.main.text_content()
    assert "{" not in text
    if built.job.language != "en":
        assert " the " not in built.main.find(".//h1").text_content()
        assert not built.main.xpath(".//*[@class='finding'][contains(., ' of the ') or contains(., ' in the ')]")


@every_page
def test_no_section_is_empty(built: Built) -> None:
    sections = [section for section in built.tree.iter("section") if section.find("h2") is not None]
    assert len(sections) > 2
    for section in sections:
        shown = section.xpath("./*[not(self::h2)][normalize-space()]")
        assert shown, section.find("h2").text_content()


@pytest.mark.parametrize("built", [FIRST], indirect=True)
def test_what_nobody_knew_by_then_is_left_out_and_named_at_the_end(built: Built) -> None:
    headings = [heading.text_content() for heading in built.tree.iter("h2")]
    assert "L’administration en ligne dans PAPI" not in headings
    (named,) = built.main.xpath("./section/p[@class='gap']")
    assert "L’administration en ligne dans PAPI" in named.text_content()


@pytest.mark.parametrize("built", [WITHHELD], indirect=True)
def test_a_withheld_year_is_left_out_and_not_drawn_as_zero(built: Built) -> None:
    charts = [chart for chart in built.tree.iter("figure") if chart.xpath(".//tbody/tr/th[normalize-space()='2022']")]
    assert len(charts) == 2
    for chart in charts:
        years = [cell.text_content() for cell in chart.xpath(".//tbody/tr/th")]
        assert years[-3:] == ["2021", "2022", "2024"]
        assert not chart.xpath(".//*[local-name()='text'][@data-period='2023']")


@pytest.mark.parametrize("built", [WITHHELD], indirect=True)
def test_a_place_says_among_how_many_provinces(built: Built) -> None:
    computed = built.evidence.computed
    places = [one for one in computed.values() if one.formula == "place"]
    assert {len(place.inputs) for place in places} == {6, 61}
    assert len(places) >= 3
    numbers = {
        (one.inputs, link.text_content())
        for key, one in computed.items() if one.formula == "count"
        for link in built.main.xpath(f".//a[@href='#e-{key}']")
    }  # fmt: skip
    assert all((place.inputs, str(len(place.inputs))) in numbers for place in places)


@pytest.mark.parametrize("built", [MERGED], indirect=True)
def test_a_province_of_today_shows_those_that_went_into_it(built: Built) -> None:
    assert built.main.xpath("string(.//h1[@class='answer'])").startswith(
        "Theo phương án sắp xếp có hiệu lực từ ngày 1/7/2025, Bắc Ninh có"
    )
    names = [cell.text_content() for cell in built.main.xpath(".//figure//tbody/tr/th[normalize-space()]")]
    assert {"Bắc Giang", "Bắc Ninh"} <= set(names)

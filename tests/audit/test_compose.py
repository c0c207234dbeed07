"""Whole pages of the repository composed again: claims, latest figures, sections, charts that are left open."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from dxlib.audit.auditing import compose_subject, hold_page
from dxlib.audit.compose import Composed
from dxlib.audit.evaluate import FigureCalls
from dxlib.audit.facts import Facts
from dxlib.audit.figure import Fig
from dxlib.audit.finding import Finding
from dxlib.brief.brief import Brief
from dxlib.build.plan import Job
from dxlib.build.subjects import make_subject
from dxlib.export.assets import read_assets
from dxlib.language import Speaker
from tests.audit.conftest import ROOT
from tests.claiming import evaluate

NATIONAL = ("01", "02", "03", "04", "05", "06", "09")
DRAWN = 60


def draw(jobs: dict[str, Job]) -> list[str]:
    """Give the national page of each brief in its first and its last edition, and pages of areas drawn by seed."""
    national = [address for address, job in jobs.items() if not job.opened and job.language == "vi"]
    firsts = {jobs[address].brief: address for address in reversed(national)}
    others = [address for address, job in jobs.items() if job.opened]
    return [*firsts.values(), *random.Random(11).sample(others, DRAWN)]


@pytest.fixture(scope="module")
def composed(jobs: dict[str, Job], facts: Facts) -> dict[str, Composed]:
    """What the drawn pages must be."""
    return {address: compose_subject(make_subject(jobs[address]), facts, read_assets()) for address in draw(jobs)}


def test_pages_of_all_kinds_editions_and_languages_have_no_finding(
    composed: dict[str, Composed], make: Callable[[str], str]
) -> None:
    found = [
        str(one) for address, page in composed.items() for one in hold_page(make(address), page, name=address)
    ]  # fmt: skip
    assert found == []


def test_every_claim_of_a_page_gives_the_figure_that_carries_it_and_latest_is_one_figure(
    jobs: dict[str, Job], facts: Facts, composed: dict[str, Composed]
) -> None:
    seen = 0
    for address, page in composed.items():
        subject = make_subject(jobs[address])
        figures = FigureCalls(facts.known_on(subject.as_of), subject.area)
        latest: dict[str, str] = {}
        for key, claims in page.evidence.claims.items():
            for claim in claims:
                found = evaluate(figures, claim)
                assert isinstance(found, Fig)
                assert found.key == key, (address, claim)
                if claim.startswith("latest("):
                    assert latest.setdefault(claim, key) == key
                seen += 1
    assert seen > 1000


def test_the_audit_knows_every_call_of_a_brief(facts: Facts, jobs: dict[str, Job]) -> None:
    from dxlib.audit.compose import Calls
    from dxlib.audit.gathering import Collector

    subject = make_subject(jobs["2025/en/01-national-overview.html"])
    figures = FigureCalls(facts.known_on(subject.as_of), subject.area)
    calls = Calls(figures, subject.page, Collector(facts.catalogue, "en")).list_calls()
    public = {name for name in dir(Brief) if not name.startswith("_")}
    assert public - calls.keys() == set()
    assert calls.keys() - public == set()
    assert (ROOT / "notebooks").is_dir()


def test_groups_and_years_mean_what_they_mean_to_the_writing_side(facts: Facts, jobs: dict[str, Job]) -> None:
    from dxlib.audit.compose import Calls
    from dxlib.audit.gathering import Collector

    subject = make_subject(jobs["2025/en/01-national-overview.html"])
    figures = FigureCalls(facts.known_on(subject.as_of), subject.area)
    calls = Calls(figures, subject.page, Collector(facts.catalogue, "en")).list_calls()
    members = calls["areas"]("asean_six")
    for one, other in (
        (calls["ranking"]("egdi_rank", areas="asean_six", title="x"),
         calls["ranking"]("egdi_rank", areas=members, title="x")),
        (calls["dots"]("egdi_value", areas=["asean_six", "KOR"], period=2022, title="x"),
         calls["dots"]("egdi_value", areas=(*members, "KOR"), period="2022", title="x")),
        (calls["trend"]("egdi_value", areas="asean_six", title="x"),
         calls["trend"]("egdi_value", areas=[one for one in members if one != "VNM"], title="x")),
    ):  # fmt: skip
        assert one == other
    assert calls["at"]("egdi_rank", 2022).key == calls["at"]("egdi_rank", "2022").key
    assert calls["target"]("egdi_rank", 2025).key == calls["target"]("egdi_rank", "2025").key
    assert set(figures.read_areas("countries")) > set(members)


@pytest.mark.parametrize("edition", ["2012", "2025"])
def test_sections_without_a_figure_are_left_out_and_named(facts: Facts, jobs: dict[str, Job], edition: str) -> None:
    address = f"{edition}/en/08-country-profile/VNM.html"
    composed = compose_subject(make_subject(jobs[address]), facts, read_assets())
    places = [section.place for section in composed.sections]
    assert ("left out" in places) is (edition == "2012")
    assert places[0] == "head"
    assert places[-1] == "foot"


@pytest.mark.parametrize(
    ("bound", "title"), [("low=1", "It stands high"), ("low=9999", "Where it stands"), ("high=9999", "It stands high")]
)
def test_the_words_of_a_title_depend_on_what_they_rest_on(
    compose: Callable[..., list[str]], share: Callable[..., dict[str, str]], bound: str, title: str
) -> None:
    rows = [share("2022", "17.6"), share("2023", "45.2")]
    chart = (
        "brief.trend('online_share', title='It stands high', otherwise='Where it stands', "
        f"given=brief.holds(brief.latest('online_share'), {bound}))"
    )
    (shown,) = compose(rows, chart)
    assert f"<h3>{title}</h3>" in shown


def test_a_title_that_rests_on_what_is_not_known_is_not_said(
    compose: Callable[..., list[str]], share: Callable[..., dict[str, str]]
) -> None:
    rows = [share("2022", "17.6"), share("2023", "45.2")]
    unknown = "given=brief.holds(brief.latest('egdi_rank'), low=1)"
    (shown,) = compose(rows, f"brief.trend('online_share', title='High', otherwise='Where', {unknown})")
    assert "<h3>Where</h3>" in shown
    assert compose(rows, f"brief.trend('online_share', title='High', {unknown})") in ([""], [])


@pytest.mark.parametrize("brief", ["01-national-overview", "08-country-profile/LAO", "11-systems-overview"])
def test_what_a_page_lists_is_composed_with_the_comma_of_its_language(
    make: Callable[[str], str], audit: Callable[[str, str], list[Finding]], monkeypatch: pytest.MonkeyPatch, brief: str
) -> None:
    translate = Speaker.translate
    monkeypatch.setattr(Speaker, "translate", lambda self, text: "、" if text == ", " else translate(self, text))
    address = f"2025/en/{brief}.html"
    page = make(address)
    assert "、" in page
    assert audit(address, page) == []

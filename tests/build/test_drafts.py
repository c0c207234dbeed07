"""Drafts: the way to look at a page that a release would refuse; each says that nobody audited it."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from dxlib.build.drafts import build_drafts, mark_draft
from dxlib.build.outcome import Status
from dxlib.build.report import LineReporter
from dxlib.build.run import Options
from dxlib.data.clean import clean
from dxlib.export import assets
from tests.build.conftest import LOOSE, SAY
from tests.building import run_dxlib

NEW = "brief.say('Nobody has translated this.')"
MARKS = {
    "en": "Draft: not audited",
    "vi": "Bản nháp: chưa được kiểm chứng",
    "fr": "Brouillon\N{NO-BREAK SPACE}: non vérifié",
}


def draft(house, **selection):
    """Clean and write drafts; give the summary and what was said."""
    clean(house.project)
    said = []
    jobs = house.list_jobs(editions=[2024], **selection)
    return build_drafts(house.project, jobs, Options(workers=2), LineReporter(said.append, said.append)), said


def list_files(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_draft_is_written_for_what_a_release_refuses_and_nothing_else_is_touched(house):
    house.be_built()
    pages, records = house.read_pages(), house.records
    kept = list_files(house.project.pages)
    house.write_brief(SAY, LOOSE)
    summary, _ = draft(house, areas=["VNM"], languages=["en"])
    assert summary.counts == {Status.BUILT: 1}
    page = (house.project.drafts / "2024/en/01-toy/VNM.html").read_text("utf-8")
    assert "About 38 ministries took part." in page
    assert (house.read_pages(), house.records) == (pages, records)
    assert list_files(house.project.pages) == kept
    assert not house.project.failed.exists()
    assert [path.name for path in (house.project.drafts / "2024/en/01-toy").iterdir()] == ["VNM.html"]


def test_the_first_thing_on_a_draft_is_its_mark_in_the_language_of_the_page_and_it_promises_no_audit(house):
    house.be_built()
    draft(house, areas=["VNM"])
    for language in ("en", "vi"):
        page = (house.project.drafts / f"2024/{language}/01-toy/VNM.html").read_text("utf-8")
        first = html.document_fromstring(page).find("body")[0]
        assert (first.tag, first.get("class"), first.get("role")) == ("p", "draft", "note")
        assert first.text == MARKS[language]
        released = (house.project.reports / f"2024/{language}/01-toy/VNM.html").read_text("utf-8")
        promise = html.document_fromstring(released).find(".//footer").findall("p")[-1].text
        assert promise.endswith("dxlib.")
        assert promise not in page
        assert page.replace(f'<p class="draft" role="note">{first.text}</p>\n', "") == (
            released.replace(f"<p>{promise}</p>\n", "")
        )


@pytest.mark.parametrize("language", MARKS)
def test_the_mark_is_translated(language):
    assert mark_draft("<html><body>\n<p>x</p>", language, Path("none")) == (
        f'<html><body>\n<p class="draft" role="note">{MARKS[language]}</p>\n<p>x</p>'
    )


def test_the_style_of_every_page_shows_the_mark_on_the_screen_and_on_paper():
    style = assets.render_page_css()
    assert ".draft{position:fixed;" in style
    assert "@media print{.draft{" in style


def test_what_is_wrong_with_the_form_is_a_warning_said_once(house):
    house.write_brief(SAY, NEW)
    summary, said = draft(house, languages=["vi"])
    assert summary.counts == {Status.BUILT: 2}
    (warning,) = (line for line in said if line.startswith("Warning: "))
    assert warning.startswith("Warning: No translation of 'Nobody has translated this.' in ")
    assert warning.endswith("  Fix: run 'dxlib translate' and write its msgstr.")


def test_a_cell_that_fails_fails_the_draft(house):
    house.write_brief(SAY, "1 / 0")
    summary, _ = draft(house, areas=["VNM"], languages=["en"])
    assert summary.counts == {Status.FAILED: 1}
    assert "cell 5 failed with ZeroDivisionError" in summary.errors[0]
    assert not house.project.drafts.exists()


def test_the_command_line_says_where_the_drafts_lie(house):
    assert run_dxlib(house.project, "clean").returncode == 0
    house.write_brief(SAY, NEW)
    done = run_dxlib(house.project, "build", "--draft", "--area", "VNM", "--log", "plain")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-2:] == [
        "2 jobs: 2 built.",
        "Open drafts/2024/en/01-toy/VNM.html; no draft was audited, and reports/ is as it was.",
    ]
    assert done.stderr.startswith("Warning: No translation of 'Nobody has translated this.' in ")
    assert not house.project.reports.exists()
    assert house.records == {}

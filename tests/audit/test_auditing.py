"""The audit passes on what was built, and fails, with place and cause, when page, notebook or data are altered."""

from __future__ import annotations

import csv
import errno
import json
import os
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any, NoReturn

import nbformat
import pytest

from dxlib.audit import auditing
from dxlib.audit.auditing import AuditReport, audit_reports, list_pages
from dxlib.audit.facts import Facts
from dxlib.audit.finding import Rule
from dxlib.build.whole import declare
from dxlib.errors import ConfigError, DataError
from dxlib.export.assets import read_assets
from dxlib.kernels.workers import Workers
from dxlib.paths import Project
from tests.audit.edition.releases import falsify
from tests.building import BRIEF, LANGUAGES, get_page, run_dxlib
from tests.page_evidence import PageEvidence, read_evidence


def audit(project: Project, path: Path | None = None) -> AuditReport:
    return audit_reports(project, path or project.reports, declare(project), read_assets())


@pytest.fixture
def audit_with(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, Project], AuditReport]:
    """Audits a project in as many processes as are said."""

    def audit_in(workers: int, project: Project) -> AuditReport:
        monkeypatch.setattr(auditing, "_count_workers", lambda _: workers)
        return audit(project)

    return audit_in


def find(project: Project, language: str = "en") -> list[tuple[Rule, str, str, str]]:
    """Give what is wrong on one page: rule, place, what it says, what it should say."""
    findings = audit(project, get_page(project, language)).findings
    return [(one.rule, one.place, one.said, one.wanted) for one in findings]


def replace_once(page: Path, old: str, new: str) -> None:
    text = page.read_text("utf-8")
    assert text.count(old) >= 1, old
    page.chmod(0o644)
    page.write_text(text.replace(old, new, 1), "utf-8")


def read_page(page: Path) -> PageEvidence:
    text = page.read_text("utf-8")
    start = text.index('id="dxlib-evidence">') + len('id="dxlib-evidence">')
    return read_evidence(text[start : text.index("</script>", start)])


def alter_row(project: Project, indicator: str, change: Callable[[dict[str, str]], bool]) -> int:
    """Change the rows of a clean CSV for which ``change`` says that it did; one for which it says no stays."""
    path = project.clean / f"{indicator}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    changed = sum(change(row) for row in rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return changed


def test_every_built_page_passes_with_over_sixty_figures(built: Project) -> None:
    report = audit(built)
    assert [str(finding) for finding in report.findings] == []
    assert len(report.figures) == len(LANGUAGES)
    assert min(report.figures.values()) > 60
    assert report.passed
    assert report.notes == ("9 declared pages are not in this release.",)  # of earlier editions


def test_several_processes_find_what_one_finds(
    altered: Project, audit_with: Callable[[int, Project], AuditReport]
) -> None:
    page = get_page(altered, "en")
    replace_once(page, ">51.7%</a> of dossiers", ">57.1%</a> of dossiers")
    alone, together = (audit_with(workers, altered) for workers in (1, 2))
    assert together == alone
    lists = ("manifest.json", "SHA256SUMS", "2025/manifest.json", "2025/SHA256SUMS")
    named = {finding.page for finding in alone.findings}
    assert named >= {str(page), *(str(altered.reports / name) for name in lists)}
    contradicting = [str(one) for one in alone.findings if one.rule is Rule.CLAIM]
    assert contradicting
    assert all(f"2025/en/{BRIEF}.html" in one for one in contradicting)


def test_where_a_process_that_audits_is_ended_the_pages_are_audited_all_the_same(
    built: Project, monkeypatch: pytest.MonkeyPatch, audit_with: Callable[[int, Project], AuditReport]
) -> None:
    class LosingWorkers(Workers):
        def submit(self, *_: Any, **__: Any) -> Future[Any]:  # type: ignore[override]
            return super().submit(os._exit, 1)

    alone = audit_with(1, built)
    monkeypatch.setattr(auditing, "Workers", LosingWorkers)
    assert audit_with(2, built) == alone


def test_where_no_process_can_be_started_the_pages_are_audited_all_the_same(
    built: Project, monkeypatch: pytest.MonkeyPatch, audit_with: Callable[[int, Project], AuditReport]
) -> None:
    def refuse(_: object) -> NoReturn:
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    alone = audit_with(1, built)
    monkeypatch.setattr("dxlib.kernels.workers._start", refuse)
    assert audit_with(2, built) == alone


def test_no_more_processes_audit_than_have_pages_to_audit(
    built: Project, monkeypatch: pytest.MonkeyPatch, audit_with: Callable[[int, Project], AuditReport]
) -> None:
    asked: list[int] = []

    class CountedWorkers(Workers):
        def __init__(self, count: int, modules: Sequence[str]) -> None:
            asked.append(count)
            super().__init__(count, modules)

    monkeypatch.setattr(auditing, "Workers", CountedWorkers)
    assert audit_with(64, built).passed
    assert asked == [1]  # its pages are one group


def test_the_day_of_a_release_is_that_of_its_manifest_and_what_differs_from_the_declared_one_is_said(
    built_as_of_2024: Project, altered: Project
) -> None:
    said = "Edition 2025 shows what was known on 2024-12-31; notebooks/briefs.yaml declares 2025-12-31."
    assert audit(built_as_of_2024).notes[-1] == said
    assert not [note for note in audit(altered).notes if "Edition" in note]
    replace_once(altered.manifest, '"as_of": "2025-12-31"', '"as_of": "2024-12-31"')
    found = audit(altered).findings
    page = str(get_page(altered, "en"))
    assert any(one.page == page and one.place == "cell c04" and "51.7%" in one.said for one in found)
    assert any(one.page == str(altered.manifest) and one.rule is Rule.LIST for one in found)


def test_a_page_that_claims_an_earlier_day_is_found_out(altered: Project) -> None:
    replace_once(get_page(altered, "en"), '"as_of":"2025-12-31"', '"as_of":"2024-12-31"')
    ((rule, place, said, wanted),) = find(altered)
    assert (rule, place) == (Rule.MARKUP, "foot") or (rule, place) == (Rule.TEXT, "foot")
    assert '"as_of":"2024-12-31"' in said
    assert '"as_of":"2025-12-31"' in wanted
    days = [(one.said, one.wanted) for one in audit(altered).findings if one.rule is Rule.DAY]
    assert days == [("2024-12-31", "2025-12-31")]


def test_a_page_by_itself_is_held_against_what_was_known_on_the_day_that_it_names(
    altered: Project, tmp_path: Path
) -> None:
    page = tmp_path / "alone" / "2025" / "en" / f"{BRIEF}.html"
    page.parent.mkdir(parents=True)
    shutil.copy(get_page(altered, "en"), page)
    assert audit(altered, page).findings == ()
    replace_once(page, '"as_of":"2025-12-31"', '"as_of":"2024-12-31"')
    found = [(one.place, one.said) for one in audit(altered, page).findings]
    assert any(place == "cell c04" and "51.7%" in said for place, said in found), found


def test_a_figure_that_became_known_after_the_day_is_found(altered: Project) -> None:
    def postpone(row: dict[str, str]) -> bool:
        is_it = row["TIME_PERIOD"] == "2025-11" and row["REF_AREA"] == "VNM"
        row["KNOWN_SINCE"] = "2026-01-01" if is_it else row["KNOWN_SINCE"]
        return is_it

    assert alter_row(altered, "online_dossier_share_full_process", postpone) == 1
    found = find(altered)
    assert {place for _, place, *_ in found} >= {"cell first-points", "cell c04", "cell c06"}
    assert any(place == "cell c04" and (said, wanted) == ("51.7%", "45.8%") for _, place, said, wanted in found), found


@pytest.mark.parametrize(("day", "is_found"), [("2025-12-31", True), ("2026-01-01", False)])
def test_a_figure_that_was_withdrawn_by_the_day_is_found(altered: Project, day: str, *, is_found: bool) -> None:
    def withdraw(row: dict[str, str]) -> bool:
        is_it = row["TIME_PERIOD"] == "2024" and row["SOURCE"] == "un-egovkb-2024" and row["REF_AREA"] == "VNM"
        row["KNOWN_UNTIL"] = day if is_it else row["KNOWN_UNTIL"]
        return is_it

    assert alter_row(altered, "egdi_rank", withdraw) == 1
    assert bool(find(altered)) is is_found


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_changed_digit_is_found_and_placed_wherever_the_answer_stands(altered: Project, language: str) -> None:
    page = get_page(altered, language)
    text = page.read_text("utf-8")
    start = text.index('<h1 class="answer"')
    shown = "71e" if language == "fr" else "71"
    at = text.index(f">{shown}<", start) + 1
    page.chmod(0o644)
    page.write_text(f"{text[:at]}77{text[at + 2 :]}", "utf-8")
    assert find(altered, language) == [(Rule.TEXT, "cell c03", shown.replace("1", "7"), shown)]


def test_a_changed_value_in_clean_data_is_found_at_every_place_that_shows_it(altered: Project) -> None:
    def change(row: dict[str, str]) -> bool:
        is_it = row["TIME_PERIOD"] == "2024" and row["OBS_VALUE"] == "82.4"
        row["OBS_VALUE"] = "82.6" if is_it else row["OBS_VALUE"]
        return is_it

    assert alter_row(altered, "fibre_household_share", change) == 3
    found = find(altered)
    assert (Rule.TEXT, "cell c04", "82.4%", "82.6%") in found
    assert {place for _, place, *_ in found} >= {"cell c04", "cell c43", "cell c51", "foot"}


def test_a_row_that_no_longer_exists_is_found(altered: Project) -> None:
    path = altered.clean / "egdi_rank.csv"
    lines = path.read_text("utf-8").splitlines()
    kept = [line for line in lines if not (",VNM,2024,71," in line and "un-egovkb-2024" in line)]
    assert len(kept) == len(lines) - 1
    path.write_text("\n".join(kept) + "\n", "utf-8")
    assert "cell c03" in {place for _, place, *_ in find(altered)}  # another source states the same


def test_a_number_that_is_typed_into_a_notebook_is_found(altered: Project) -> None:
    notebook = altered.notebooks / f"{BRIEF}.ipynb"
    content = nbformat.read(notebook, as_version=4)
    content.cells.insert(-1, nbformat.v4.new_code_cell('brief.say("About 38 ministries took part.")'))
    nbformat.write(content, notebook)
    messages = [said for rule, _, said, _ in find(altered) if rule is Rule.READING]
    assert messages == ["a numeral in 'About 38 ministries took part.' is neither a figure nor a listed name"]


def test_a_number_that_is_typed_into_the_translation_of_prose_is_found(altered: Project) -> None:
    notebook = nbformat.read(altered.notebooks / f"{BRIEF}.ipynb", as_version=4)
    heading = next(cell.source for cell in notebook.cells if cell.source.startswith("## ")).splitlines()[0]
    messages = altered.locales / "fr/messages.po"
    msgid = f'msgid "{heading.removeprefix("## ")}"\nmsgstr "'
    text = messages.read_text("utf-8")
    assert text.count(msgid) == 1
    messages.write_text(text.replace(msgid, f"{msgid}Les 20 ans. "), "utf-8")
    found = [said for rule, _, said, _ in find(altered, "fr") if rule is Rule.READING]
    assert len(found) == 1
    assert found[0].startswith("a numeral in 'Les 20 ans. ")


def test_a_call_that_the_audit_has_no_rule_for_is_a_finding(altered: Project) -> None:
    path = altered.notebooks / f"{BRIEF}.ipynb"
    content = json.loads(path.read_text("utf-8"))
    content["cells"][3]["source"] = ["brief.guess('egdi_rank')"]
    path.write_text(json.dumps(content), "utf-8")
    (finding,) = find(altered)
    assert finding == (Rule.NOTEBOOK, BRIEF, "cell c03: no rule for the call 'brief.guess'", "")


def test_a_notebook_that_opens_another_brief_is_a_finding(altered: Project) -> None:
    path = altered.notebooks / f"{BRIEF}.ipynb"
    path.write_text(path.read_text("utf-8").replace(f'\\"{BRIEF}\\"', '\\"02-another\\"'), "utf-8")
    ((rule, _, said, _),) = find(altered)
    assert (rule, said) == (Rule.NOTEBOOK, f"the set-up cell opens '02-another', not '{BRIEF}'")


def test_a_page_under_an_address_that_is_not_declared_is_a_finding(altered: Project) -> None:
    page = get_page(altered, "en")
    other = page.with_name("99-unknown.html")
    other.write_bytes(page.read_bytes())
    (finding,) = audit(altered, other).findings
    assert (finding.rule, finding.said) == (Rule.ADDRESS, "no brief of notebooks/briefs.yaml has a page there")


def test_a_page_in_the_place_of_another_language_is_found(altered: Project) -> None:
    page = get_page(altered, "en")
    page.chmod(0o644)
    page.write_bytes(get_page(altered, "fr").read_bytes())
    assert find(altered)


def test_an_empty_page_is_a_finding(altered: Project) -> None:
    page = get_page(altered, "en")
    page.chmod(0o644)
    page.write_text("<!doctype html><html lang='en'><body><main><h1>71</h1></main></body></html>", "utf-8")
    assert (Rule.DRAWING, "drawings", "0 drawings, not 10", "") in find(altered)


def test_a_folder_without_pages_is_refused(tmp_path: Path, built: Project) -> None:
    with pytest.raises(ConfigError, match="No page in"):
        audit(built, tmp_path)


def test_a_project_without_clean_data_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="No clean data in"):
        _ = Facts(Project(tmp_path)).rows


def test_indexes_are_no_pages(built: Project) -> None:
    assert {path.name for path in list_pages(built.reports)} == {f"{BRIEF}.html"}


def test_the_command_fails_and_names_page_and_place(altered: Project) -> None:
    replace_once(get_page(altered, "fr"), ">82,4\u202f%<", ">82,5\u202f%<")
    done = run_dxlib(altered, "audit", "reports")
    assert done.returncode == 4
    said = f"{BRIEF}.html: text does not agree: cell first-points: '82,5 %'; notebook and data give '82,4 %'"
    assert said in done.stderr
    assert f"reports/2025/vi/{BRIEF}.html: " in done.stdout
    assert "Note: 9 declared pages are not in this release." in done.stdout


def test_other_line_ends_are_other_bytes_though_every_digest_agrees(altered: Project) -> None:
    page = get_page(altered, "en")
    falsify(altered.reports, f"2025/en/{BRIEF}.html", page.read_bytes().replace(b"\n", b"\r\n"))
    report = audit(altered)
    assert {finding.page for finding in report.findings} == {str(page)}
    assert {finding.rule for finding in report.findings} <= {Rule.TEXT, Rule.MARKUP, Rule.DRAWING}


def test_a_page_that_is_a_link_out_of_the_release_is_refused_though_its_bytes_agree(
    altered: Project, tmp_path: Path
) -> None:
    page = get_page(altered, "en")
    page.rename(tmp_path / "elsewhere.html")
    page.symlink_to(tmp_path / "elsewhere.html")
    for path in (altered.reports, page):
        (finding,) = audit(altered, path).findings
        assert str(finding) == f"{page}: files do not agree: file: 'a link that leads out of the release'"


def test_a_place_of_a_sentence_that_nothing_was_put_into_is_found_whoever_left_it(altered: Project) -> None:
    page = get_page(altered, "en")
    assert find(altered) == []
    replace_once(page, "</h1>", " {deadline:in}</h1>")
    found = find(altered)
    assert (Rule.READING, "text", "{deadline:in}", "") in found
    assert {rule for rule, *_ in found} == {Rule.TEXT, Rule.READING}

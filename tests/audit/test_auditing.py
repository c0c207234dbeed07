"""The audit passes on what was built, and fails, with place and cause, when page, notebook or data are altered."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from dxlib.audit.auditing import AuditReport, Rule, audit_reports, list_pages
from dxlib.audit.facts import Facts
from dxlib.build.briefs import read_declarations
from dxlib.build.subjects import list_subjects
from dxlib.data.catalogue_files import read_catalogue
from dxlib.errors import ConfigError, DataError
from dxlib.evidence.format import PageEvidence, read_evidence
from dxlib.export.assets import read_assets
from dxlib.paths import Project
from tests.building import BRIEF, LANGUAGES, get_page, run_dxlib


def audit(project: Project, path: Path | None = None, *, workers: int = 0) -> AuditReport:
    subjects = list_subjects(read_declarations(project, read_catalogue(project)))
    return audit_reports(project, path or project.reports, subjects, read_assets(), workers=workers)


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


def test_several_processes_find_what_one_finds(altered: Project) -> None:
    page = get_page(altered, "en")
    replace_once(page, ">51.7%</a> of administrative", ">57.1%</a> of administrative")
    alone, together = (audit(altered, workers=workers) for workers in (1, 2))
    assert together == alone
    assert {finding.page for finding in alone.findings} == {str(page)}


def test_a_page_as_of_an_earlier_day_passes_and_holds_nothing_known_later(built_as_of_2024: Project) -> None:
    page = get_page(built_as_of_2024, "en")
    assert audit(built_as_of_2024).findings == ()
    known = {name: row["KNOWN_SINCE"] for name, row in Facts(built_as_of_2024).by_id.items()}
    stated = [str(one) for one in read_page(page).stated.values()]
    assert len(stated) > 100
    assert all(known[name] for name in stated)
    assert max(known[name] for name in stated) <= "2024-12-31"
    assert any(day > "2024-12-31" for day in known.values())


def test_a_page_that_claims_an_earlier_day_is_found_out(altered: Project) -> None:
    replace_once(get_page(altered, "en"), '"as_of":"2025-12-31"', '"as_of":"2024-12-31"')
    found = find(altered)
    assert any(place == "cell c03" and "51.7%" in said for _, place, said, _ in found), found


def test_a_figure_that_became_known_after_the_day_is_found(altered: Project) -> None:
    def postpone(row: dict[str, str]) -> bool:
        is_it = row["TIME_PERIOD"] == "2025-11" and row["REF_AREA"] == "VNM"
        row["KNOWN_SINCE"] = "2026-01-01" if is_it else row["KNOWN_SINCE"]
        return is_it

    assert alter_row(altered, "online_dossier_share_full_process", postpone) == 1
    found = find(altered)
    assert {place for _, place, *_ in found} >= {"head", "cell c03", "cell c04", "cell c06"}
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
    start = text.index('<p class="answer"')
    at = text.index(">71<", start) + 1
    page.chmod(0o644)
    page.write_text(f"{text[:at]}77{text[at + 2 :]}", "utf-8")
    assert find(altered, language) == [(Rule.TEXT, "cell c03", "77", "71")]


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
    said = f"reports/2025/fr/{BRIEF}.html: text does not agree: cell c04: '82,5 %'; notebook and data give '82,4 %'"
    assert said in done.stderr
    assert f"reports/2025/vi/{BRIEF}.html: " in done.stdout

"""The audit passes on what was built, and fails, naming the figure, on everything that was altered."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import nbformat
import pytest

from dxlib.audit.auditing import audit_reports
from dxlib.audit.page import Role, read_page
from dxlib.audit.rules import Rule
from dxlib.errors import ConfigError, SchemaError
from tests.building import BRIEF, LANGUAGES, get_page, run_dxlib

if TYPE_CHECKING:
    from pathlib import Path

    from dxlib.paths import Project


def audit(project: Project, language: str = "en") -> list[tuple[Rule, str, str]]:
    report = audit_reports(project, get_page(project, language))
    return [(finding.rule, finding.subject, finding.message) for finding in report.findings]


def replace_once(page: Path, old: str, new: str) -> None:
    text = page.read_text("utf-8")
    assert text.count(old) >= 1, old
    page.write_text(text.replace(old, new, 1), "utf-8")


def test_every_built_page_passes_with_over_sixty_figures(built: Project) -> None:
    report = audit_reports(built, built.reports)
    assert [str(finding) for finding in report.findings] == []
    assert len(report.figures) == len(LANGUAGES)
    assert min(report.figures.values()) > 60


def test_several_processes_find_what_one_finds(altered: Project) -> None:
    page = get_page(altered, "en")
    replace_once(page, '"as_of":"2025-12-31"', '"as_of":"2024-12-31"')
    alone, together = (audit_reports(altered, altered.reports, workers=workers) for workers in (1, 2))
    assert together == alone
    assert {finding.page for finding in alone.findings} == {page}


def test_a_page_as_of_an_earlier_day_passes_and_holds_nothing_known_later(built_as_of_2024: Project) -> None:
    assert audit(built_as_of_2024) == []
    evidence = read_page(get_page(built_as_of_2024, "en")).evidence
    rows = {line for path in built_as_of_2024.clean.glob("*.csv") for line in path.read_text("utf-8").splitlines()}
    known = {}
    for line in rows:
        cells = line.split(",")
        known["/".join((*cells[:3], cells[7])) + "@" + line.split(",")[11]] = cells[-1]
    dates = [known[name] for name in evidence.stated.values() if name in known]
    assert len(dates) > 100
    assert max(dates) <= "2024-12-31"


def test_a_figure_published_after_the_day_is_found(altered: Project) -> None:
    replace_once(get_page(altered, "en"), '"as_of":"2025-12-31"', '"as_of":"2024-12-31"')
    found = [subject for rule, subject, _ in audit(altered) if rule is Rule.LATE]
    assert "online_dossier_share_full_process/VNM/2025-11/actual@mst-vietnamnet-2025-12" in found


def test_a_figure_whose_source_was_withdrawn_by_the_day_is_found(altered: Project) -> None:
    path = altered.clean / "egdi_rank.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    (index,) = (number for number, line in enumerate(lines) if line.startswith("egdi_rank,VNM,2024,71,") and
                ",un-egovkb-2024," in line)  # fmt: skip
    lines[index] = f"{lines[index].rstrip()}2025-06-30\n"
    path.write_text("".join(lines), "utf-8")
    found = {(subject, message.partition(" (")[0]) for rule, subject, message in audit(altered) if rule is Rule.LATE}
    assert {message for _, message in found} == {"withdrawn on 2025-06-30, not after 2025-12-31"}
    assert {subject for subject, _ in found} <= {"'71'", "egdi_rank/VNM/2024/actual@un-egovkb-2024"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_changed_digit_in_prose_is_found_and_named(altered: Project, language: str) -> None:
    page = get_page(altered, language)
    text = page.read_text("utf-8")
    changed = re.sub(r'(<p class="answer".*?<a [^>]*>)71</a>', r"\g<1>77</a>", text, count=1, flags=re.S)
    assert changed != text
    page.write_text(changed, "utf-8")
    finding, *abstracts = audit(altered, language)
    assert finding[:2] == (Rule.FIGURE, "'77'")
    assert "derived from data/clean it is 71 (egdi_rank/VNM/2024/actual@un-egovkb-2024)" in finding[2]
    assert [rule for rule, *_ in abstracts] == [Rule.QUOTE] * 2  # for people it says one thing, for machines another


@pytest.mark.parametrize("seed", range(40))
def test_a_changed_digit_anywhere_a_reader_sees_one_is_found(altered: Project, seed: int) -> None:
    chance = random.Random(seed)
    page = get_page(altered, chance.choice(LANGUAGES))
    text = page.read_text("utf-8")
    start = text.index("<body>")
    end = text.index('<script type="application/json"')
    shown = [match for match in re.finditer(r">([^<>]*\d[^<>]*)<", text[:end]) if match.start() > start]
    match = chance.choice(shown)
    digits = [index for index in range(match.start(1), match.end(1)) if text[index].isdigit()]
    index = chance.choice(digits)
    digit = chance.choice([other for other in "123456789" if other != text[index]])
    if match[1] in ("5G", "4G") or text[index - 1 : index + 2] == "5G":
        digit = "7"
    page.write_text(text[:index] + digit + text[index + 1 :], "utf-8")
    language = page.parent.name
    assert audit(altered, language), text[index - 60 : index + 40] + f" -> {digit}"


def test_a_changed_digit_in_a_chart_is_found(altered: Project) -> None:
    page = get_page(altered, "en")
    text = page.read_text("utf-8")
    changed = re.sub(r"(<text[^>]*data-q[^>]*>[^<]*)51\.7%", r"\g<1>57.1%", text, count=1)
    assert changed != text
    page.write_text(changed, "utf-8")
    assert any("online_dossier_share_full_process/VNM/2025-11" in message for _, _, message in audit(altered))


def test_a_changed_axis_tick_is_found(altered: Project) -> None:
    page = get_page(altered, "en")
    text = page.read_text("utf-8")
    changed = re.sub(r'(data-tick="40"[^>]*>)40', r"\g<1>45", text, count=1)
    assert changed != text
    page.write_text(changed, "utf-8")
    assert [rule for rule, *_ in audit(altered)] == [Rule.TICK]


def test_a_changed_unit_is_found(altered: Project) -> None:
    replace_once(get_page(altered, "en"), '">51.7%</a> of dossiers', '">51.7 percentage points</a> of dossiers')
    (finding, *_) = audit(altered)
    assert finding[0] is Rule.FIGURE
    assert "its unit or hedge is not PERCENT" in finding[2]


def test_a_dropped_hedge_is_found(altered: Project) -> None:
    replace_once(get_page(altered, "en"), ">More than 62", ">62")
    (finding,) = audit(altered)
    assert "its unit or hedge is not COUNT >" in finding[2]


def test_a_changed_conclusion_is_found(altered: Project) -> None:
    page = get_page(altered, "en")
    text = page.read_text("utf-8")
    changed = re.sub(r'(<span class="status missed"[^>]*>)missed', r"\g<1>met", text, count=1)
    assert changed != text
    page.write_text(changed, "utf-8")
    (finding,) = audit(altered)
    assert finding[:2] == (Rule.VERDICT, "'met'")
    assert "derived from data/clean it is 'missed'" in finding[2]


def test_a_flag_that_the_data_no_longer_carry_is_found(altered: Project) -> None:
    path = altered.clean / "ecommerce_retail_growth.csv"
    text = path.read_text("utf-8")
    assert ",PERCENT,0,E,actual,~," in text
    path.write_text(text.replace(",PERCENT,0,E,actual,~,", ",PERCENT,0,P,actual,~,"), "utf-8")
    findings = audit(altered)
    assert {finding[:2] for finding in findings} == {(Rule.FLAG, "'estimate'")}
    assert findings[0][2].startswith("the status in data/clean is P ('provisional')")


def test_a_reversed_direction_is_found(altered: Project) -> None:
    replace_once(get_page(altered, "en"), 'data-direction="rise"', 'data-direction="fall"')
    assert [rule for rule, *_ in audit(altered)] == [Rule.DIRECTION]


def test_a_changed_quotation_is_found(altered: Project) -> None:
    page = get_page(altered, "en")
    text = page.read_text("utf-8")
    changed = re.sub(r"(<q[^>]*>)([^<]*)", r"\g<1>\g<2> and more", text, count=1)
    page.write_text(changed, "utf-8")
    assert [rule for rule, *_ in audit(altered)] == [Rule.QUOTE]


def test_a_sentence_with_a_loose_number_is_found(altered: Project) -> None:
    notebook = altered.notebooks / f"{BRIEF}.ipynb"
    content = nbformat.read(notebook, as_version=4)
    content.cells.insert(-1, nbformat.v4.new_code_cell('brief.say("About 38 ministries took part.")'))
    nbformat.write(content, notebook)
    done = run_dxlib(altered, "build", "--language", "en")
    assert done.returncode == 0, done.stderr
    (finding,) = audit(altered)
    assert finding[:2] == (Rule.LOOSE, "'About 38 ministries took part.'")
    assert finding[2] == ("it is neither a figure nor in the closed list of exceptions (under 'Sources and evidence')")


def test_a_loose_number_in_text_outside_the_library_is_found(altered: Project) -> None:
    replace_once(get_page(altered, "en"), "</main>", '<p aria-label="in 12 steps">x</p></main>')
    assert [rule for rule, *_ in audit(altered)] == [Rule.LOOSE]


def test_an_altered_row_in_clean_data_is_found(altered: Project) -> None:
    path = altered.clean / "fibre_household_share.csv"
    text = path.read_text("utf-8")
    lines = [line.replace(",82.4,", ",82.6,") if ",2024,82.4," in line else line for line in text.splitlines()]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    findings = audit(altered)
    assert findings
    assert {subject for _, subject, _ in findings} >= {"'82.4%'"}
    assert any(
        "derived from data/clean it is 82.6 (fibre_household_share/VNM/2024/actual@" in text for *_, text in findings
    )


def test_a_row_that_no_longer_exists_is_found(altered: Project) -> None:
    path = altered.clean / "egdi_rank.csv"
    lines = path.read_text("utf-8").splitlines()
    kept = [line for line in lines if not (",VNM,2024,71," in line and "un-egovkb-2024" in line)]
    assert len(kept) == len(lines) - 1
    path.write_text("\n".join(kept) + "\n", "utf-8")
    findings = audit(altered)
    name = "egdi_rank/VNM/2024/actual@un-egovkb-2024"
    assert (Rule.EVIDENCE, name, "this observation no longer exists") in findings
    assert any(name in message for _, subject, message in findings if subject == "'71'")


def test_evidence_that_was_taken_away_is_found(altered: Project) -> None:
    page = get_page(altered, "en")
    text = page.read_text("utf-8")
    figure = re.search(r'"egdi_rank":"[^"]*VNM (\w+:2024=71)', text)[1]
    replace_once(page, figure, "zzz:2023=71")
    assert (Rule.EVIDENCE, "'71'") in {finding[:2] for finding in audit(altered)}


def test_a_value_for_machines_that_was_altered_is_found(altered: Project) -> None:
    page = get_page(altered, "en")
    text = page.read_text("utf-8")
    changed = re.sub(r'("egdi_rank":"[^"]*VNM \w+:2024=)71', r"\g<1>17", text, count=1)
    assert changed != text
    page.write_text(changed, "utf-8")
    name = "egdi_rank/VNM/2024/actual@un-egovkb-2024"
    assert audit(altered) == [(Rule.EVIDENCE, name, "its evidence says 17, clean data give 71")]


def test_a_computed_value_that_was_altered_in_the_evidence_is_found(altered: Project) -> None:
    page = get_page(altered, "en")
    text = page.read_text("utf-8")
    changed = re.sub(r'("rank_change",)"15"', r'\g<1>"16"', text, count=1)
    assert changed != text
    page.write_text(changed, "utf-8")
    ((rule, subject, message),) = audit(altered)
    assert rule is Rule.EVIDENCE
    assert subject.startswith("rank_change of egdi_rank/VNM/2024/")
    assert message == "its evidence says 16, clean data give 15"


def test_a_year_of_a_note_that_was_altered_is_found(altered: Project) -> None:
    page = get_page(altered, "en")
    text = page.read_text("utf-8")
    changed = re.sub(r'(<li id="e-\w+">[^/]*<b>71</b>.*?<time>)2024', r"\g<1>2022", text, count=1)
    assert changed != text
    page.write_text(changed, "utf-8")
    ((rule, subject, _),) = audit(altered)
    assert (rule, subject) == (Rule.PERIOD, "'2022'")


def test_what_machines_are_told_must_be_the_answer(altered: Project) -> None:
    page = get_page(altered, "en")
    replace_once(page, '<meta name="description" content="', '<meta name="description" content="At last: ')
    replace_once(page, '"abstract":"', '"abstract":"At last: ')
    found = audit(altered)
    assert [rule for rule, *_ in found] == [Rule.QUOTE] * 2
    assert found[0][1].startswith("'At last: ")
    assert found[0][2].startswith("the page answers '")


def test_a_wrong_address_to_cite_is_found(altered: Project) -> None:
    replace_once(get_page(altered, "en"), f">2025/en/{BRIEF}.html<", f">2024/en/{BRIEF}.html<")
    assert [rule for rule, *_ in audit(altered)] == [Rule.QUOTE]


def test_a_figure_of_an_earlier_day_must_have_been_known_then(altered: Project) -> None:
    page = get_page(altered, "en")
    text = page.read_text("utf-8")
    day, key = re.search(r'data-then="([\d-]+)"><a href="#e-(\w+)"', text).groups()
    page.write_text(
        text.replace(f'"{day}":"', '"2001-12-31":"').replace(f'data-then="{day}"', 'data-then="2001-12-31"')
    )
    assert {rule for rule, *_ in audit(altered)} >= {Rule.LATE}
    page.write_text(text.replace(f'data-then="{day}"><a href="#e-{key}"', f'data-then="2023-12-31"><a href="#e-{key}"'))
    assert any(message.startswith("no evidence that it was known on 2023-12-31") for _, _, message in audit(altered))


def test_a_figure_that_was_withdrawn_since_may_stand_as_what_was_known_and_nowhere_else(altered: Project) -> None:
    page = get_page(altered, "en")
    text = page.read_text("utf-8")
    key, shown = re.search(r'data-then="[\d-]+"><a href="#e-(\w+)">([^<]*)</a>', text).groups()
    name = read_page(page).evidence.stated[key]
    path = altered.clean / f"{name.split('/')[0]}.csv"
    lines = path.read_text("utf-8").splitlines()
    source, period = name.partition("@")[2], name.split("/")[2]
    changed = [f"{line}2025-06-30" if f",{source}," in line and f",VNM,{period}," in line else line for line in lines]
    assert changed != lines
    path.write_text("\n".join(changed) + "\n", "utf-8")
    elsewhere = {
        subject for rule, subject, message in audit(altered) if rule is Rule.LATE and message.startswith("withd")
    }
    page.write_text(text.replace("</main>", f'<p><a href="#e-{key}">{shown}</a></p></main>'), "utf-8")
    assert len([1 for rule, *_ in audit(altered) if rule is Rule.LATE]) > 0
    assert elsewhere <= {f"'{shown}'"}


def test_a_link_to_a_note_that_is_not_there_is_found(altered: Project) -> None:
    page = get_page(altered, "en")
    text = page.read_text("utf-8")
    key = re.search(r'<p class="answer".*?href="#e-(\w+)"', text, re.S)[1]
    replace_once(page, f'<li id="e-{key}">', "<li>")
    assert Rule.LINK in {rule for rule, *_ in audit(altered)}


def test_a_page_that_shows_no_figure_fails(altered: Project) -> None:
    page = get_page(altered, "en")
    text = page.read_text("utf-8")
    page.write_text(re.sub(r"<main.*</main>", "<main><h1>Nothing</h1></main>", text, flags=re.S), "utf-8")
    assert (Rule.EVIDENCE, "page", "it shows no figure at all") in audit(altered)


def test_a_page_without_evidence_is_refused(altered: Project) -> None:
    page = get_page(altered, "en")
    page.write_text("<!doctype html><html lang='en'><body><main><h1>71</h1></main></body></html>", "utf-8")
    with pytest.raises(SchemaError, match=r"No evidence in .*\nFix: build the page with dxlib build\."):
        audit(altered)


def test_a_folder_without_pages_is_refused(tmp_path: Path, built: Project) -> None:
    with pytest.raises(ConfigError, match="No page in"):
        audit_reports(built, tmp_path)


def test_the_command_fails_and_names_page_and_figure(altered: Project) -> None:
    replace_once(get_page(altered, "fr"), ">82,4\u202f%<", ">82,5\u202f%<")
    done = run_dxlib(altered, "audit", "reports")
    assert done.returncode == 4
    assert "reports/2025/fr/01-national-overview.html: figure does not agree: '82,5 %'" in done.stderr
    assert "reports/2025/vi/01-national-overview.html: " in done.stdout


def test_every_text_role_stands_on_the_page(built: Project) -> None:
    roles = {text.role for text in read_page(get_page(built, "en")).texts}
    assert roles == set(Role)

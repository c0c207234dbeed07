"""The gate: no page stands in a release that an audit has not passed, and what was audited is remembered."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from dxlib import freshness
from dxlib.audit.facts import Facts
from dxlib.build.decide import Action, Cause
from dxlib.build.gate import audit_made, prove_clean, renew_facts
from dxlib.build.listed import list_stale
from dxlib.build.outcome import Status
from dxlib.build.pages import PageStore
from dxlib.build.run import Options
from dxlib.data.clean import clean
from dxlib.errors import ExitCode
from dxlib.freshness import drop_note
from tests.build.conftest import FAIL_FOR_SINGAPORE, FAILED_CHECK, LOOSE, LOOSE_FOR_SINGAPORE, SAY
from tests.building import run_dxlib
from tests.conftest import make_cell

VIET_NAM = "2024/en/01-toy/VNM.html"
SAID = "<p>About 38 ministries took part.</p>"
CORRECT = (
    "Fix: correct the cell that shows it, or the data behind it; if both are right, report it as a fault of dxlib."
)


def read_manifest(house):
    return {page["address"]: page for page in json.loads(house.project.manifest.read_bytes())["pages"]}


def forget_audits(house, below=""):
    """Leave records as another audit's code would have left them."""
    for job in house.records:
        if job.startswith(below):
            house.alter_record(job, audit="of another audit")


def replace_page(house, job, old, new):
    """Put another page in the place of one that an earlier audit passed."""
    store = PageStore(house.project.pages)
    page = (house.project.reports / job).read_text("utf-8")
    assert old in page
    digest = store.keep(page.replace(old, new).encode())
    house.alter_record(job, page=digest, audit="")
    return digest


def find_job(house, job_id):
    return next(job for job in house.list_jobs() if job.id == job_id)


def find_cell(source):
    """Give the id of a cell, by which findings name it."""
    return make_cell(source)["id"]


# What is found -----------------------------------------------------------------------------------
@pytest.fixture
def page(house):
    """A page that passed, with its job."""
    house.build(areas=["VNM"], languages=["en"], editions=[2024])
    return (house.project.reports / VIET_NAM).read_text("utf-8"), find_job(house, VIET_NAM)


def test_a_page_as_it_was_made_has_no_finding(house, page):
    assert audit_made(*page, house.project) == ()


def test_each_finding_names_the_text_the_place_and_the_cure(house, page):
    text, job = page
    assert audit_made(text.replace("<h1", f"{SAID}<h1", 1), job, house.project) == (
        f"text does not agree: cell {find_cell(SAY)}: 'About 38 ministries took part.'. {CORRECT}",
    )


def test_a_cell_without_a_rule_is_one_finding_that_says_how_to_write_it(house, page):
    house.write_brief(SAY, "x = 1 + 1")
    assert audit_made(*page, house.project) == (
        f"cannot be derived: 01-toy: 'cell {find_cell('x = 1 + 1')}: no rule for '1 + 1''. "
        "Fix: write the cell as a call of the brief that the audit knows.",
    )


def test_a_text_that_stands_there_in_english_for_want_of_a_translation_is_found(house, page):
    text, _ = page
    house.write_brief(SAY, "brief.say('Nobody has translated this.')")
    said = "is not translated: text: 'Nobody has translated this.'. Fix: run 'dxlib translate' and write its msgstr."
    assert said in audit_made(text, find_job(house, "2024/vi/01-toy/VNM.html"), house.project)
    assert said not in audit_made(text, find_job(house, VIET_NAM), house.project)


def test_a_page_of_another_job_is_found(house, page):
    text, _ = page
    findings = audit_made(text, find_job(house, "2024/en/01-toy/SGP.html"), house.project)
    assert (
        "text does not agree: head: 'Are public services online, and do people use them? – Viet Nam, 2024'; "
        "notebook and data give 'Are public services online, and do people use them? – Singapore, 2024'. " + CORRECT
    ) in findings
    assert (
        f"text does not agree: cell {find_cell(SAY)}: 'Among the members of ASEAN, Viet Nam ranks 71st'; "
        f"notebook and data give 'Among the members of ASEAN, Singapore ranks 3rd'. {CORRECT}"
    ) in findings


def test_a_page_without_evidence_is_one_finding_that_names_what_must_stand_there(house, page):
    text, job = page
    assert audit_made(text.replace('id="dxlib-evidence"', 'id="other"'), job, house.project) == (
        'markup does not agree: foot: \'<script type="application/json" id="other">\'; '
        f'notebook and data give \'<script type="application/json" id="dxlib-evidence">\'. {CORRECT}',
    )


def test_data_are_read_once_and_again_when_their_bytes_change(house, page):
    text, job = page
    facts = renew_facts(house.project)
    assert renew_facts(house.project) is facts
    ledger = house.project.ledgers / "main.csv"
    content = ledger.read_text("utf-8")
    ledger.write_text(content.replace('"71"', '"72"'), "utf-8")
    clean(house.project)
    assert renew_facts(house.project) is not facts
    differing = f"text does not agree: cell {find_cell(SAY)}: '71st'; notebook and data give '72nd'. {CORRECT}"
    assert differing in audit_made(text, job, house.project)
    ledger.write_text(content, "utf-8")
    clean(house.project)
    assert audit_made(text, job, house.project) == ()


def test_no_page_passes_while_clean_data_are_not_what_raw_data_give(house, page):
    text, job = page
    stored = house.project.clean / "egdi_rank.csv"
    stored.write_text(stored.read_text("utf-8").replace(",71,", ",61,"), "utf-8")
    wrong = audit_made(text.replace(">71st<", ">61st<"), job, house.project)
    assert wrong == (
        "data/clean/egdi_rank.csv, line 5, OBS_VALUE: '61' stands there, but data/raw gives '71'. "
        "Fix: run 'dxlib clean'.",
    )
    clean(house.project)
    assert audit_made(text, job, house.project) == ()


def test_a_proof_of_clean_data_is_kept_for_the_next_process_until_they_change(house, monkeypatch):
    clean(house.project)
    for _ in ("what was proved before", "what is proved here"):
        freshness._remembered.clear()  # as in another process
        assert prove_clean(house.project) == ()
    freshness._remembered.clear()
    with monkeypatch.context() as proved:
        proved.setattr("dxlib.build.gate.find_faults", lambda _: ["was proved again"])
        assert prove_clean(house.project) == ()
    ledger = house.project.ledgers / "main.csv"
    ledger.write_text(ledger.read_text("utf-8").replace('"VNM","2024","71"', '"VNM","2024","61"'), "utf-8")
    (fault,) = (one for one in prove_clean(house.project) if "datapackage.json" not in one)
    assert fault == "data/clean/egdi_rank.csv, line 5, OBS_VALUE: '71' stands there, but data/raw gives '61'"


def test_raw_data_that_cannot_be_cleaned_are_a_fault_in_words(house):
    house.prepare()
    ledger = house.project.ledgers / "main.csv"
    ledger.write_text(ledger.read_text("utf-8").replace('"egdi_rank"', '"egdi_ranks"'), "utf-8")
    (fault,) = prove_clean(house.project)
    assert "egdi_ranks" in fault
    assert "Fix: " in fault


def test_names_that_may_hold_a_numeral_are_read_again_when_they_change(house):
    names = house.project.catalogue / "names.yaml"
    names.write_text("names: [About 38 ministries]\n", "utf-8")
    house.write_brief(SAY, LOOSE)
    house.build(areas=["VNM"], languages=["en"], editions=[2024])
    text, job = (house.project.reports / VIET_NAM).read_text("utf-8"), find_job(house, VIET_NAM)
    assert audit_made(text, job, house.project) == ()
    names.write_text("names: []\n", "utf-8")
    assert ["About 38 ministries" in finding for finding in audit_made(text, job, house.project)] == [True]


def test_a_process_that_outlives_a_change_of_the_catalogue_sees_it(house, page):
    text, job = page
    assert audit_made(text, job, house.project) == ()
    units = house.project.catalogue / "units.yaml"
    units.write_text(units.read_text("utf-8").replace("'{n}'", "no {n}"), "utf-8")
    assert any("'71'; notebook and data give 'no 71'" in finding for finding in audit_made(text, job, house.project))


# What becomes of it ------------------------------------------------------------------------------
def test_a_page_with_a_finding_is_not_released_and_the_job_fails_with_what_was_found(house):
    house.write_brief(SAY, LOOSE)
    summary = house.build(languages=["en"], areas=["VNM"], editions=[2024])
    assert summary.exit_code is ExitCode.NOTHING_BUILT
    (error,) = summary.errors
    first, finding, fix = error.splitlines()
    assert first == "01-toy VNM 2024 en: the audit found 1 thing wrong with its page."
    assert finding == (
        "- is not read back: text: 'a numeral in 'About 38 ministries took part.' is neither a figure nor a listed "
        "name'. Fix: give the number as a figure of the brief, or add the proper name to data/catalogue/names.yaml."
    )
    assert fix == (
        "Fix: correct what each finding names and build again; "
        "the rejected page is kept in .dxlib/failed/2024/en/01-toy/VNM.html."
    )
    assert SAID in (house.project.failed / VIET_NAM).read_text("utf-8")
    assert VIET_NAM not in house.read_pages()
    assert PageStore(house.project.pages).list_digests() == set()


def test_at_most_ten_findings_are_named(house):
    house.write_brief(SAY, *[LOOSE.replace("38", str(number)) for number in range(11, 24)])
    (error,) = house.build(languages=["en"], areas=["VNM"], editions=[2024]).errors
    assert error.splitlines()[0].endswith("the audit found 13 things wrong with its page.")
    assert error.count("\n- ") == 10
    assert error.splitlines()[11] == "and 3 more."


def test_the_page_from_before_stays_and_is_stale_until_the_job_passes_again(house):
    house.be_built()
    before = house.read_pages()
    house.write_brief(SAY, LOOSE)
    assert house.build(languages=["en"], areas=["VNM"], editions=[2024]).counts == {Status.FAILED: 1}
    assert house.read_pages()[VIET_NAM] == before[VIET_NAM]
    reason = "01-toy VNM 2024 en: the audit found 1 thing wrong with its page."
    assert list_stale(house.project) == {VIET_NAM: reason}
    manifest = read_manifest(house)
    assert manifest[VIET_NAM]["stale"] == reason
    assert [address for address, page in manifest.items() if "stale" in page] == [VIET_NAM]
    own = json.loads((house.project.reports / "2024" / "manifest.json").read_bytes())["pages"]
    assert {page["address"] for page in own if "stale" in page} == {"en/01-toy/VNM.html"}
    house.write_brief(SAY)
    house.build(languages=["en"], areas=["VNM"], editions=[2024])
    assert list_stale(house.project) == {}
    assert house.read_pages() == before
    assert not (house.project.failed / VIET_NAM).exists()


def test_a_build_says_at_its_end_which_pages_are_stale_also_when_they_are_not_its_own(house):
    house.be_built()
    house.write_brief(SAY, FAIL_FOR_SINGAPORE)
    done = run_dxlib(house.project, "build", "--edition", "2024", "--language", "en")
    assert done.returncode == ExitCode.SOME_FAILED
    said = (
        "1 page is stale: reports/ shows what was built before, and 'dxlib publish' refuses that.\n- "
        f"2024/en/01-toy/SGP.html: 01-toy SGP 2024 en: {FAILED_CHECK}\n"
    )
    assert done.stderr.endswith(said)
    chosen = ("build", "--edition", "2024", "--area", "VNM")
    assert run_dxlib(house.project, *chosen).stderr == said
    done = run_dxlib(house.project, *chosen)  # now it looks no further
    assert (done.stdout.splitlines()[0], done.stderr) == ("2 jobs: 2 skipped.", said)


@pytest.mark.parametrize("workers", [1, 3])
def test_every_way_to_build_gives_the_same_verdicts(make_house, workers):
    serial, other = make_house(), make_house()
    for house, count in ((serial, 1), (other, workers)):
        house.build(Options(workers=count))
        house.write_brief(SAY, LOOSE_FOR_SINGAPORE)
        summary = house.build(Options(workers=count), languages=["en"])
        assert summary.counts == {Status.FAILED: 2, Status.BUILT: 2}
    assert serial.read_pages() == other.read_pages()


# What is remembered ------------------------------------------------------------------------------
def refuse_to_build(job, _project, _limits):
    raise AssertionError(f"{job} was built")


def test_a_changed_audit_goes_over_pages_without_building_them(house, monkeypatch):
    house.build()
    before = house.read_pages()
    forget_audits(house, below="2024/")
    decisions = house.decide()
    assert {one.causes for one in decisions if one.action is Action.AUDIT} == {(Cause.NOT_AUDITED,)}
    assert sorted(str(one) for one in decisions if one.action is not Action.SKIP)[0] == (
        "01-toy SGP 2024 en: audit (not audited here)"
    )
    monkeypatch.setattr("dxlib.build.run.run_job", refuse_to_build)
    summary = house.build()
    assert summary.counts == {Status.SKIPPED: 4, Status.AUDITED: 4}
    assert house.read_pages() == before
    assert {one.action for one in house.decide()} == {Action.SKIP}


def test_an_audit_that_finds_something_in_a_page_that_stands_makes_it_stale(house):
    house.be_built()
    digest = replace_page(house, VIET_NAM, "</h1>", f"</h1>{SAID}")
    summary = house.build()
    assert summary.counts == {Status.SKIPPED: 7, Status.FAILED: 1}
    assert summary.errors[0].startswith(
        "01-toy VNM 2024 en: the audit found 1 thing wrong with its page.\n- text does not agree: "
    )
    assert read_manifest(house)[VIET_NAM]["sha256"] == digest
    assert set(list_stale(house.project)) == {VIET_NAM}
    assert SAID in (house.project.failed / VIET_NAM).read_text("utf-8")
    (decision,) = (one for one in house.decide() if one.action is not Action.SKIP)
    assert (decision.action, decision.causes) == (Action.RUN, (Cause.FAILED_LAST_TIME,))
    assert house.build().counts == {Status.SKIPPED: 7, Status.BUILT: 1}
    assert list_stale(house.project) == {}


def test_auditing_again_keeps_in_mind_how_long_the_page_takes_to_build_and_what_it_read(house):
    house.be_built()
    before = house.records
    forget_audits(house)
    house.build()
    assert house.records == before


def test_a_changed_audit_and_a_changed_notebook_build_the_page(house):
    house.be_built()
    forget_audits(house)
    house.write_brief(SAY, "x = 1")
    assert {(one.action, one.causes) for one in house.decide()} == {
        (Action.RUN, (Cause.NOTEBOOK_CHANGED, Cause.NOT_AUDITED))
    }


def test_the_command_line_shows_the_audit_in_the_plan_and_in_the_build(house):
    assert run_dxlib(house.project, "clean").returncode == 0
    assert run_dxlib(house.project, "build", "--language", "en").returncode == 0
    forget_audits(house)
    drop_note(house.project.notes, "settled")  # a change of the library unsettles it
    done = run_dxlib(house.project, "plan", "--language", "en")
    assert done.stdout.splitlines()[0] == (
        "01-toy VNM 2024 en: audit (not audited here)  as of 2024-12-31  -> reports/2024/en/01-toy/VNM.html"
    )
    done = run_dxlib(house.project, "build", "--language", "en", "--log", "plain")
    *each, last, _ = done.stdout.splitlines()  # two workers end in any order
    assert sorted(re.findall(r"^\[\d/2\] (.*: audited) in ", "\n".join(each), re.MULTILINE)) == [
        "01-toy SGP 2024 en: audited",
        "01-toy VNM 2024 en: audited",
    ]
    assert last == "2 jobs: 2 audited."


def test_facts_of_one_project_are_let_go_for_those_of_the_next(make_house):
    first, second = make_house(), make_house()
    for house in (first, second):
        house.build(areas=["VNM"], languages=["en"], editions=[2024])
        renew_facts(house.project)
    kept = [made for _, made in freshness._remembered.values() if isinstance(made, Facts)]
    assert kept == [renew_facts(second.project)]


def test_the_process_that_plans_a_build_loads_neither_the_audit_nor_what_reads_notebooks():
    code = (
        "import sys, dxlib.build.building, dxlib.build.merging\n"
        "heavy = {'lxml', 'babel', 'nbformat', 'papermill', 'nbconvert', 'dxlib.audit.auditing'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"

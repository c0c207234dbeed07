"""Building what has changed: outcomes with their reasons, the same bytes on every way, nothing half done."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys

import pytest
from lxml import html

from dxlib.build.briefs import read_declarations
from dxlib.build.building import select_shard
from dxlib.build.decide import Action, Cause
from dxlib.build.lock import hold_lock
from dxlib.build.merging import merge
from dxlib.build.pages import PageStore
from dxlib.build.run import Options, Status
from dxlib.build.slices import SliceReader
from dxlib.build.work import Limits, run_job
from dxlib.data.catalogue_files import read_catalogue
from dxlib.data.clean import clean
from dxlib.errors import BuildError, ConfigError, ExitCode
from dxlib.paths import ROOT_VARIABLE
from tests.build.conftest import FAIL_FOR_SINGAPORE, FAILED_CHECK, SAY, SAY_ALSO
from tests.conftest import make_row, make_share


def list_causes(decisions):
    return {str(one.job): one.causes for one in decisions if one.action is Action.RUN}


def test_every_job_is_new_then_built_then_skipped_and_the_release_is_whole(house):
    assert {one.causes for one in house.decide()} == {(Cause.NEW,)}
    assert house.build().counts == {Status.BUILT: 8}
    pages = house.read_pages()
    assert sorted(pages) == sorted([
        "SHA256SUMS", "feed.xml", "index.en.html", "index.html", "index.vi.html", "manifest.json",
        *(f"{edition}/{name}" for edition in (2023, 2024) for name in ("SHA256SUMS", "manifest.json")),
        *(f"{edition}/{language}/01-toy/{area}.html"
          for edition in (2023, 2024) for language in ("en", "vi") for area in ("SGP", "VNM")),
    ])  # fmt: skip
    done = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=house.project.reports, check=False)
    assert done.returncode == 0
    assert b"Viet Nam ranks " in pages["2024/en/01-toy/VNM.html"]
    assert {one.causes for one in house.decide()} == {(Cause.NOTHING_CHANGED,)}
    shown = [(path.name, path.lstat().st_ino) for path in house.project.reports.iterdir()]
    assert house.build().counts == {Status.SKIPPED: 8}
    assert [(path.name, path.lstat().st_ino) for path in house.project.reports.iterdir()] == shown


def test_the_languages_of_a_page_lead_to_each_other(house):
    house.be_built(editions=[2024])
    for address in (name for name in house.read_pages() if name.startswith("2024/") and name.endswith(".html")):
        page = house.project.reports / address
        (link,) = html.document_fromstring(page.read_bytes()).xpath(
            "//ul[@class='languages']//a/@href[contains(., '/vi/') or contains(., '/en/')]"
        )
        assert (page.parent / link).resolve().is_file()


def test_one_changed_observation_rebuilds_exactly_the_pages_that_read_it_and_names_it(house):
    house.be_built()
    ledger = house.project.ledgers / "main.csv"
    ledger.write_text(ledger.read_text("utf-8").replace('"SGP","2024","3"', '"SGP","2024","4"'), "utf-8")
    decisions = house.decide()
    assert list_causes(decisions) == {
        f"01-toy SGP 2024 {language}": (Cause.OBSERVATIONS_CHANGED,) for language in ("en", "vi")
    }
    (line,) = (str(one) for one in decisions if str(one.job) == "01-toy SGP 2024 en")
    assert line == ("01-toy SGP 2024 en: run (observations changed: egdi_rank/SGP/2024/actual@un-2024 (changed))")
    before = house.read_pages()
    assert house.build().counts == {Status.SKIPPED: 6, Status.BUILT: 2}
    after = house.read_pages()
    changed = {address for address in after if before[address] != after[address]}
    assert changed == {
        "2024/en/01-toy/SGP.html", "2024/vi/01-toy/SGP.html", "manifest.json", "SHA256SUMS", "2024/manifest.json",
        "2024/SHA256SUMS",
    }  # fmt: skip


def test_a_figure_that_became_known_later_rebuilds_no_earlier_edition(house, row):
    house.be_built()
    house.toy.write_ledger([row(TIME_PERIOD="2025", OBS_VALUE="70", PUBLISHED="2025-09")], name="more.csv")
    assert list_causes(house.decide()) == {}
    house.toy.write_ledger([row(TIME_PERIOD="2023", OBS_VALUE="70", PUBLISHED="2024-09")], name="more.csv")
    assert set(list_causes(house.decide())) == {"01-toy VNM 2024 en", "01-toy VNM 2024 vi"}


@pytest.mark.parametrize(
    ("path", "old", "new", "cause"),
    [
        ("notebooks/01-toy.ipynb", "ranks", "stands at", Cause.NOTEBOOK_CHANGED),
        ("data/catalogue/units.yaml", "per cent", "percent", Cause.CATALOGUE_CHANGED),
        ("data/catalogue/indicators/rankings.yaml", "rank definition", "another", Cause.OBSERVATIONS_CHANGED),
        ("notebooks/briefs.yaml", "2023-12-31", "2023-12-30", Cause.PARAMETERS_CHANGED),
    ],
)  # fmt: skip
def test_a_change_of_what_a_page_is_made_from_is_the_reason(house, path, old, new, cause):
    house.be_built()
    file = house.project.root / path
    assert old in file.read_text("utf-8")
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    found = list_causes(house.decide())
    assert set(found.values()) == {(cause,)}
    assert len(found) == (4 if cause is Cause.PARAMETERS_CHANGED else 8)


def test_results_stored_in_a_notebook_and_an_indicator_that_no_page_reads_change_nothing(house):
    house.be_built()
    path = house.project.notebooks / "01-toy.ipynb"
    content = json.loads(path.read_text("utf-8"))
    content["metadata"]["kernelspec"] = {"name": "python3", "display_name": "x", "language": "python"}
    path.write_text(json.dumps(content, indent=2), "utf-8")
    services = house.project.catalogue / "indicators" / "services.yaml"
    services.write_text(services.read_text("utf-8").replace("share definition", "another"), "utf-8")
    assert list_causes(house.decide()) == {}


def test_a_page_that_is_gone_is_built_again_and_forcing_builds_all(house):
    house.be_built()
    shutil.rmtree(house.project.pages)
    assert set(list_causes(house.decide()).values()) == {(Cause.PAGE_MISSING,)}
    house.build()
    assert {one.causes for one in house.decide(force=True)} == {(Cause.FORCED,)}


def test_a_page_that_was_altered_is_built_again_beside_those_that_are_asked_for(house):
    house.be_built()
    page = PageStore(house.project.pages).get_path(house.records["2024/en/01-toy/SGP.html"].page)
    page.chmod(0o644)
    page.write_bytes(b"altered")
    counts = house.build(areas=["VNM"], languages=["vi"], editions=[2024]).counts
    assert counts == {Status.SKIPPED: 1, Status.UNCHANGED: 1}
    assert b"altered" not in house.read_pages()["2024/en/01-toy/SGP.html"]


def test_serial_parallel_and_sharded_builds_give_the_same_bytes(make_house):
    serial, parallel, merged = make_house(), make_house(), make_house()
    serial.build(Options(workers=1))
    parallel.build(Options(workers=4))
    shards = [make_house() for _ in range(3)]
    for number, shard in enumerate(shards, start=1):
        shard.build(shard=f"{number}/3")
        assert not shard.project.reports.exists()
    declarations = read_declarations(merged.project, read_catalogue(merged.project))
    summary = merge(merged.project, declarations, [shard.project.state for shard in shards])
    assert summary.counts == {Status.BUILT: 8}
    assert serial.read_pages() == parallel.read_pages() == merged.read_pages()
    assert list_causes(merged.decide()) == {}


def test_every_job_is_in_exactly_one_shard(house):
    jobs = house.list_jobs()
    shards = [select_shard(jobs, f"{number}/3") for number in (1, 2, 3)]
    assert sorted(job.id for shard in shards for job in shard) == sorted(job.id for job in jobs)


@pytest.mark.parametrize("shard", ["0/3", "4/3", "1", "a/b", "1/0"])
def test_what_is_no_shard_is_refused(house, shard):
    with pytest.raises(ConfigError) as caught:
        select_shard(house.list_jobs(), shard)
    assert str(caught.value) == (
        f"'{shard}' is no shard.\nAllowed: '1/4', '4/4'.\nFix: write its number, / and how many."
    )


def test_a_shard_whose_page_was_altered_is_refused_and_nothing_is_taken(make_house):
    shard, target = make_house(), make_house()
    shard.build(shard="1/2")
    page = next(shard.project.pages.rglob("*.html"))
    page.chmod(0o644)
    page.write_text("another", "utf-8")
    declarations = read_declarations(target.project, read_catalogue(target.project))
    with pytest.raises(BuildError, match=r"The page .* is missing or altered\."):
        merge(target.project, declarations, [shard.project.state])
    assert not target.project.reports.exists()


# Data that are the same --------------------------------------------------------------------------
def refuse_to_compare(*_):
    raise AssertionError("compared")


def test_data_that_are_as_they_were_are_not_compared_slice_by_slice(house, monkeypatch):
    house.build()
    monkeypatch.setattr(SliceReader, "data", property(refuse_to_compare))
    assert list_causes(house.decide()) == {}
    house.toy.write_ledger([make_share("2020", "12", source="mic-2022")], name="more.csv")
    with pytest.raises(AssertionError, match="compared"):
        house.decide()


def test_a_build_that_finds_nothing_of_its_own_changed_notes_that_down(house, monkeypatch):
    house.build()
    house.toy.write_ledger([make_share("2020", "12", source="mic-2022")], name="more.csv")
    assert house.build().counts == {Status.SKIPPED: 8}
    monkeypatch.setattr(SliceReader, "data", property(refuse_to_compare))
    assert list_causes(house.decide()) == {}


def test_a_page_that_counts_all_figures_is_built_again_for_a_new_indicator_and_others_are_not(house):
    house.be_built()
    house.toy.write_ledger(
        [make_row(INDICATOR="accounts", TIME_PERIOD="2022", OBS_VALUE="12", UNIT_MEASURE="PERSON", SOURCE="mic-2022")],
        name="more.csv",
    )
    assert list_causes(house.decide()) == {}
    (house.project.ledgers / "more.csv").unlink()
    house.write_brief("brief.answer('Estimates: {estimates}.', estimates=brief.tally('figures'))")
    house.build()
    house.toy.write_ledger(
        [make_row(INDICATOR="accounts", TIME_PERIOD="2022", OBS_VALUE="12", UNIT_MEASURE="PERSON", SOURCE="mic-2022")],
        name="more.csv",
    )
    assert set(list_causes(house.decide()).values()) == {(Cause.OBSERVATIONS_CHANGED,)}
    assert {one.observations for one in house.decide()} == {("accounts (new)",)}


# Failures --------------------------------------------------------------------------------------
def test_a_failed_job_stops_no_other_its_page_stays_and_it_runs_again_next_time(house):
    house.be_built()
    before = house.read_pages()
    house.write_brief(SAY, FAIL_FOR_SINGAPORE, SAY_ALSO)
    summary = house.build()
    assert summary.counts == {Status.BUILT: 4, Status.FAILED: 4}
    assert summary.exit_code is ExitCode.SOME_FAILED
    assert f"01-toy SGP 2024 en: {FAILED_CHECK}" in "\n".join(summary.errors)
    after = house.read_pages()
    assert after["2024/en/01-toy/SGP.html"] == before["2024/en/01-toy/SGP.html"]
    assert after["2024/en/01-toy/VNM.html"] != before["2024/en/01-toy/VNM.html"]
    assert (house.project.failed / "2024" / "en" / "01-toy" / "SGP.ipynb").exists()
    assert set(list_causes(house.decide()).values()) == {(Cause.FAILED_LAST_TIME,)}


def test_a_cell_that_takes_too_long_is_ended_and_named(house):
    house.write_brief("import time\ntime.sleep(60)")
    summary = house.build(Options(workers=2, limits=Limits(cell_timeout_s=1)), areas=["VNM"], languages=["en"])
    assert summary.exit_code is ExitCode.NOTHING_BUILT
    assert "took longer than 1 seconds" in summary.errors[0]


def test_a_job_that_ends_its_worker_every_time_fails_and_stops_no_other(house, monkeypatch):
    monkeypatch.setattr("dxlib.build.run.run_job", end_worker_for_singapore)
    summary = house.build()
    assert summary.counts == {Status.BUILT: 4, Status.FAILED: 4}
    assert {error.splitlines()[0].partition(": ")[2] for error in summary.errors} == {
        "its worker process was lost 3 times."
    }


def end_worker_for_singapore(job, project, limits):
    """Run a job, but end the worker process where the job is Singapore's."""
    if job.area == "SGP":
        os.kill(os.getpid(), signal.SIGKILL)
    return run_job(job, project, limits)


def test_a_second_build_says_who_holds_the_lock_and_since_when(house):
    with hold_lock(house.project.build_lock), pytest.raises(BuildError) as caught:
        house.build()
    what, fix = str(caught.value).splitlines()
    assert what.startswith(f"Another build is running: process {os.getpid()} on ")
    assert " since 20" in what
    assert fix == "Fix: wait until it has ended, or end it; then run the build again."


def start_build(house, *arguments):
    clean(house.project)
    return subprocess.Popen(
        [sys.executable, "-m", "dxlib", "build", "--edition", "2023", "--edition", "2024", "--jobs", "1", *arguments],
        cwd=house.project.root, env={**os.environ, ROOT_VARIABLE: str(house.project.root)}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=hear_interrupts,  # noqa: PLW1509  (one signal is set)
    )  # fmt: skip


def hear_interrupts():
    """Undo what a shell does to processes in the background: they do not hear Ctrl-C, nor do their children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_a_build_goes_on_when_nobody_reads_what_it_says(house):
    with start_build(house) as process:
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
    assert (process.returncode, errors) == (0, "")
    assert [one.action for one in house.decide()] == [Action.SKIP] * 8
    assert (house.project.reports / "manifest.json").exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_an_interrupted_build_keeps_what_is_finished_and_the_next_goes_on(house, number):
    house.be_built()
    expected = house.read_pages()
    shutil.rmtree(house.project.state)
    shutil.rmtree(house.project.reports)
    with start_build(house, "--log", "json") as process:
        for line in process.stdout:
            if json.loads(line)["event"] == "job":
                process.send_signal(number)
                break
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert "Interrupted. What was finished is kept; the next build goes on from there." in errors
    assert not house.project.reports.exists()
    left = list_causes(house.decide())
    assert 0 < len(left) < 8, left
    house.build()
    assert house.read_pages() == expected


def test_progress_can_be_read_by_programs(house):
    with start_build(house, "--area", "VNM", "--language", "en", "--log", "json") as process:
        out, _ = process.communicate(timeout=120)
    events = [json.loads(line) for line in out.splitlines()]
    assert [event["event"] for event in events] == ["plan", "job", "job", "end"]
    assert events[0] == {"event": "plan", "jobs": 2, "run": 2}
    assert {(event["brief"], event["area"], event["status"]) for event in events[1:3]} == {("01-toy", "VNM", "built")}
    assert events[3] == {"event": "end", "built": 2, "unchanged": 0, "audited": 0, "failed": 0, "skipped": 0}


def test_a_page_of_another_area_than_is_declared_now_is_not_shown_at_its_address(house):
    declared = {"editions": [2024], "languages": ["en"]}
    house.write_brief(SAY, FAIL_FOR_SINGAPORE)
    house.toy.write_briefs({"01-toy": {"areas": ["VNM"], **declared}})
    assert house.build().counts == {Status.BUILT: 1}
    house.toy.write_briefs({"01-toy": {"areas": ["SGP"], **declared}})
    assert house.build().counts == {Status.FAILED: 1}
    assert "2024/en/01-toy.html" not in house.read_pages()
    (decision,) = house.decide()
    assert Cause.FAILED_LAST_TIME in decision.causes
    house.write_brief(SAY)
    assert house.build().counts == {Status.BUILT: 1}
    assert b"Singapore ranks" in house.read_pages()["2024/en/01-toy.html"]

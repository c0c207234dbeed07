"""Merging shards: what a shard says of its audits is believed only where this process would say the same."""

from __future__ import annotations

import pytest

from dxlib.build.briefs import read_declarations
from dxlib.build.decide import Action
from dxlib.build.listed import list_stale
from dxlib.build.merging import merge
from dxlib.build.outcome import Status
from dxlib.build.pages import PageStore
from dxlib.data.catalogue_files import read_catalogue
from dxlib.data.clean import clean
from dxlib.errors import BuildError
from tests.build.conftest import LOOSE, SAY
from tests.building import read_tree, run_dxlib

VIET_NAM = "2024/en/01-toy/VNM.html"


def merge_here(house, *shards):
    clean(house.project)
    declarations = read_declarations(house.project, read_catalogue(house.project))
    return merge(house.project, declarations, [shard.project.state for shard in shards])


def forget_audits(house):
    for job in house.records:
        house.alter_record(job, audit="of another audit")


def plant(house, job):
    """Have a shard say that it audited a page with a loose number."""
    store = PageStore(house.project.pages)
    page = (
        store.get_path(house.records[job].page).read_text("utf-8").replace("</h1>", "</h1><p>About 38 ministries.</p>")
    )
    house.alter_record(job, page=store.keep(page.encode()), audit="said")


def test_what_shards_audited_is_not_audited_again(make_house, monkeypatch):
    target, *shards = (make_house() for _ in range(3))
    for number, shard in enumerate(shards, start=1):
        shard.build(shard=f"{number}/2")

    def refuse(*_):
        raise AssertionError("audited again")

    monkeypatch.setattr("dxlib.build.merging.audit_job", refuse)
    assert merge_here(target, *shards).counts == {Status.BUILT: 8}
    assert {one.action for one in target.decide()} == {Action.SKIP}


def test_a_shard_that_is_named_twice_counts_once(make_house):
    target, shard = make_house(), make_house()
    shard.build(shard="1/1")
    assert merge_here(target, shard, shard).counts == {Status.BUILT: 8}


def test_a_page_that_other_code_audited_is_audited_here(make_house):
    target, shard = make_house(), make_house()
    shard.build(shard="1/1")
    forget_audits(shard)
    assert merge_here(target, shard).counts == {Status.BUILT: 8}
    assert {one.action for one in target.decide()} == {Action.SKIP}


def test_a_page_that_does_not_pass_here_is_not_taken(make_house):
    target, shard = make_house(), make_house()
    shard.build(shard="1/1")
    plant(shard, VIET_NAM)
    summary = merge_here(target, shard)
    assert summary.counts == {Status.BUILT: 7, Status.FAILED: 1}
    assert summary.errors[0].startswith("01-toy VNM 2024 en: the audit found 1 thing wrong with its page.")
    assert VIET_NAM not in target.read_pages()
    assert (target.project.failed / VIET_NAM).is_file()


def test_of_a_job_that_failed_in_a_shard_the_page_that_the_project_has_stays_and_is_stale(make_house):
    target, shard, again = make_house(), make_house(), make_house()
    target.build()
    before = target.read_pages()
    shard.write_brief(SAY, LOOSE)
    shard.build(shard="1/1", areas=["VNM"], languages=["en"], editions=[2024])
    assert merge_here(target, shard).counts == {Status.FAILED: 1}
    assert target.read_pages()[VIET_NAM] == before[VIET_NAM]
    assert list_stale(target.project) == {VIET_NAM: "01-toy VNM 2024 en: the audit found 1 thing wrong with its page."}
    again.build(shard="1/1", areas=["VNM"], languages=["en"], editions=[2024])
    merge_here(target, again)
    assert list_stale(target.project) == {}
    assert target.read_pages() == before


def test_a_stale_page_of_a_shard_stays_stale_where_there_is_no_other(make_house):
    target, shard = make_house(), make_house()
    shard.build(shard="1/1")
    shard.write_brief(SAY, LOOSE)
    shard.build(shard="1/1", areas=["VNM"], languages=["en"], editions=[2024])
    assert merge_here(target, shard).counts == {Status.BUILT: 7, Status.FAILED: 1}
    assert set(list_stale(target.project)) == {VIET_NAM}


def test_a_page_built_for_another_day_is_audited_as_of_that_day(make_house):
    target, shard = make_house(), make_house()
    shard.build(shard="1/1", areas=["VNM"], languages=["en"], editions=[2024], as_of="2024-10-01")
    forget_audits(shard)
    assert merge_here(target, shard).counts == {Status.BUILT: 1}


def test_what_another_version_built_is_refused_and_left_as_it_is(make_house):
    target, shard = make_house(), make_house()
    shard.build(shard="1/2")
    for path in (shard.project.notes / "jobs").rglob("*.note"):
        path.write_bytes(path.read_bytes().replace(b"dxlib-1 ", b"dxlib-0 ", 1))
    before = read_tree(shard.project.state)
    with pytest.raises(BuildError) as caught:
        merge_here(target, shard)
    assert str(caught.value) == (
        f"{len(shard.list_jobs('1/2'))} records in {shard.project.state} are damaged, or of another version of dxlib.\n"
        "Fix: build that shard with the version of dxlib that merges it, and copy it whole."
    )
    assert read_tree(shard.project.state) == before


def test_the_command_line_says_what_failed_in_a_shard_and_which_pages_are_stale(make_house):
    target, shard = make_house(), make_house()
    target.build()
    shard.write_brief(SAY, LOOSE)
    shard.build(shard="1/1", areas=["VNM"], languages=["en"], editions=[2024])
    done = run_dxlib(target.project, "merge", str(shard.project.state))
    assert (done.returncode, done.stdout) == (3, "1 job: 1 failed.\n")
    assert done.stderr.startswith(
        "01-toy VNM 2024 en: the audit found 1 thing wrong with its page.\n- is not read back: "
    )
    assert (
        f"1 page is stale: reports/ shows what was built before, and 'dxlib publish' refuses that.\n- {VIET_NAM}: "
        in (done.stderr)
    )

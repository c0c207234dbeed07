"""A project whose `.dxlib` somebody else left: nothing that stands there saves any work, and no false page is shown."""

from __future__ import annotations

import pytest

from dxlib.build import gate
from dxlib.build.decide import Action, Cause
from dxlib.build.gate import prove_clean
from dxlib.build.listed import list_stale
from dxlib.build.outcome import Status
from dxlib.data.clean import clean
from tests.build.test_gate import SAID, VIET_NAM
from tests.build.test_merging import merge_here
from tests.build.test_origins import forget, tamper
from tests.build.test_whole import pass_audit
from tests.building import run_dxlib

PUBLISH = ("publish", "--output", "www")


@pytest.fixture
def false_house(make_house, become):
    """A project in which a page is false, and all notes are as somebody makes them who has a key of their own."""
    house = make_house()
    become("another")
    house.build()
    pass_audit(house, VIET_NAM, "</h1>", f"</h1>{SAID}")
    house.build(languages=["vi"], editions=[2023])
    assert SAID.encode() in house.read_pages()[VIET_NAM]
    assert {one.action for one in house.decide()} == {Action.SKIP}
    return house


def test_a_false_page_is_found_by_the_next_build_and_is_not_published_before(false_house, become):
    become("me")
    assert {(one.action, one.causes) for one in false_house.decide()} == {(Action.AUDIT, (Cause.NOT_AUDITED,))}
    done = run_dxlib(false_house.project, *PUBLISH)
    assert (done.returncode, (false_house.project.root / "www").exists()) == (1, False)
    assert done.stderr == "It is not known how reports/ was left.\nFix: run 'dxlib build'.\n"
    assert false_house.build().counts == {Status.AUDITED: 7, Status.FAILED: 1}
    assert set(list_stale(false_house.project)) == {VIET_NAM}
    assert run_dxlib(false_house.project, *PUBLISH).returncode == 1
    assert false_house.build().counts == {Status.SKIPPED: 7, Status.BUILT: 1}
    assert SAID.encode() not in false_house.read_pages()[VIET_NAM]
    done = run_dxlib(false_house.project, *PUBLISH)
    assert done.returncode == 0, done.stderr


def test_a_false_page_of_a_shard_is_not_merged(false_house, make_house, become):
    become("me")
    target = make_house()
    assert merge_here(target, false_house).counts == {Status.BUILT: 7, Status.FAILED: 1}
    assert VIET_NAM not in target.read_pages()


def test_a_page_of_one_job_does_not_pass_for_that_of_another(house, become):
    become("me")
    house.build()
    singapore = VIET_NAM.replace("VNM", "SGP")
    note = house.project.notes / "jobs" / f"{VIET_NAM}.note"
    pages = [house.records[job].page.encode() for job in (VIET_NAM, singapore)]
    note.write_bytes(note.read_bytes().replace(*pages))
    assert [(str(one.job), one.action) for one in house.decide() if one.action is not Action.SKIP] == [
        ("01-toy VNM 2024 en", Action.AUDIT)
    ]


def test_what_is_settled_is_settled_for_the_user_whose_build_it_was(house, become):
    become("another")
    for command in ("clean", "build", "build"):
        done = run_dxlib(house.project, command)
        assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("4 jobs: 4 skipped.")
    become("me")
    assert "4 jobs: 4 audited." in run_dxlib(house.project, "build").stdout
    assert run_dxlib(house.project, "build").stdout.startswith("4 jobs: 4 skipped.")


def test_a_proof_of_somebody_else_proves_no_data(toy, become, monkeypatch):
    become("another")
    clean(toy.project)
    tamper(toy.project)
    forget()
    monkeypatch.setattr(gate, "find_faults", lambda _: [])
    assert prove_clean(toy.project) == ()
    monkeypatch.undo()
    become("me")
    forget()
    assert prove_clean(toy.project) != ()

"""What will happen to each job, and why; nothing is built here."""

import json
from dataclasses import replace

import pytest

from dxlib.build.decide import Action, Cause, Decision, decide_jobs, render_plan
from dxlib.build.pages import PageStore
from dxlib.build.plan import Job
from dxlib.build.slices import Slice, SliceReader, write_slices
from dxlib.build.state import Record, State
from dxlib.data.catalogue_files import read_catalogue
from dxlib.export.entry import IndexEntry
from tests.conftest import make_row

RANK = write_slices([Slice("egdi_rank", "VNM", "actual")])
SHARE = write_slices([Slice("online_share", "VNM", "actual")])


@pytest.fixture
def noted(house):
    """A project whose every page is noted down as made from what there is now, each from Viet Nam's ranks."""
    decisions, pages, state = house.decide(), PageStore(house.project.pages), State(house.project.notes)
    for one in decisions:
        entry = IndexEntry(one.job.id, str(one.job.edition), one.job.language, "01-toy", title="T", as_of=one.job.as_of)
        state.write(one.job.id, Record(one.inputs, RANK, pages.keep(one.job.id.encode()), entry, 2.5))
    state.keep_data(SliceReader(house.project, read_catalogue(house.project)))
    return house


def find(house, job="2024/en/01-toy/VNM.html", *, force=False):
    (found,) = (one for one in house.decide(force=force) if one.job.id == job)
    return found


def change_rank(house):
    rows = [make_row(REF_AREA="SGP", TIME_PERIOD="2020", OBS_VALUE="4"), make_row(TIME_PERIOD="2020", OBS_VALUE="90")]
    house.toy.write_ledger(rows, name="more.csv")


def test_a_job_that_was_never_run_is_new(house):
    found = house.decide()
    assert {(one.action, one.causes, one.seconds, one.page) for one in found} == {(Action.RUN, (Cause.NEW,), 0.0, "")}
    assert [one.job for one in found] == house.list_jobs()


def test_a_page_that_is_made_from_what_there_is_now_is_not_made_again(noted):
    found = noted.decide()
    assert {(one.action, one.causes, one.seconds) for one in found} == {(Action.SKIP, (Cause.NOTHING_CHANGED,), 2.5)}
    assert {one.page for one in found} == PageStore(noted.project.pages).list_digests()


def test_what_is_forced_is_run_whatever_else_is_so(noted):
    assert find(noted, force=True).causes == (Cause.FORCED,)
    noted.write_brief("brief.answer('x')")
    assert find(noted, force=True).causes == (Cause.FORCED, Cause.NOTEBOOK_CHANGED)


def test_each_thing_that_changed_is_a_cause(noted):
    record = noted.records["2024/en/01-toy/VNM.html"]
    for name in set(record.inputs) - {"data", "audit"}:
        noted.alter_record("2024/en/01-toy/VNM.html", inputs={**record.inputs, name: "another"})
        found = find(noted)
        assert (found.action, found.causes) == (Action.RUN, (Cause(f"{name} changed"),))


def test_only_figures_that_a_page_read_and_that_were_known_by_its_day_change_it(noted):
    noted.alter_record("2024/en/01-toy/SGP.html", reads=SHARE)
    change_rank(noted)
    found = {one.job.id: one for one in noted.decide() if one.action is not Action.SKIP}
    assert set(found) == {f"2024/{page}.html" for page in ("en/01-toy/VNM", "vi/01-toy/VNM", "vi/01-toy/SGP")}
    (one, *_) = found.values()
    assert one.causes == (Cause.OBSERVATIONS_CHANGED,)
    assert one.observations == ("egdi_rank/VNM/2020/actual@un-2024 (new)",)
    assert one.why == "observations changed: egdi_rank/VNM/2020/actual@un-2024 (new)"


def test_other_code_of_the_audit_is_asked_about_the_page_and_runs_nothing(noted):
    noted.alter_record("2024/en/01-toy/VNM.html", audit="older")
    found = find(noted)
    assert (found.action, found.causes) == (Action.AUDIT, (Cause.NOT_AUDITED,))


def test_what_failed_is_run_again_and_a_page_that_is_gone_is_made_again(noted):
    noted.alter_record("2024/en/01-toy/VNM.html", error="it failed", audit="")
    assert (find(noted).action, find(noted).causes) == (Action.RUN, (Cause.FAILED_LAST_TIME,))
    noted.alter_record("2024/vi/01-toy/VNM.html", page="0" * 64)
    found = find(noted, "2024/vi/01-toy/VNM.html")
    assert (found.action, found.causes) == (Action.RUN, (Cause.PAGE_MISSING,))


def test_a_record_that_cannot_be_read_is_told_and_its_job_is_new(noted):
    noted.alter_record("2024/en/01-toy/VNM.html", reads=5)
    said = []
    found = decide_jobs(noted.project, read_catalogue(noted.project), noted.list_jobs(), warn=said.append)
    assert [one.job.id for one in found if one.causes == (Cause.NEW,)] == ["2024/en/01-toy/VNM.html"]
    assert "2024/en/01-toy/VNM.html: it is built again" in said[0]


JOB = Job("01-a", (("area", "VNM"), ("edition", 2025), ("language", "en"), ("top", 5)), "2025-12-31")
DECISION = Decision(JOB, Action.RUN, (Cause.NOTEBOOK_CHANGED, Cause.OBSERVATIONS_CHANGED), (), {})


@pytest.mark.parametrize(
    ("number", "end"), [(0, ""), (1, ": row 0"), (5, ": row 0, row 1, row 2, row 3, row 4"),
                        (7, ": row 0, row 1, row 2, row 3, row 4 and 2 more")]
)  # fmt: skip
def test_all_causes_are_said_and_at_most_five_observations(number, end):
    found = replace(DECISION, observations=tuple(f"row {at}" for at in range(number)))
    assert str(found) == f"{JOB}: run (notebook changed; observations changed{end})"


def test_programs_get_the_plan_as_a_list():
    (told,) = json.loads(render_plan([replace(DECISION, observations=("Thử",))]))
    assert told == {
        "brief": "01-a", "parameters": JOB.parameters,
        "page": "2025/en/01-a.html", "action": "run", "causes": ["notebook changed", "observations changed"],
        "observations": ["Thử"],
    }  # fmt: skip

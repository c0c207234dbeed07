"""What a build says while it runs: lines for people, a bar on a terminal, JSON for programs."""

import json

import pytest

from dxlib.build.outcome import Outcome, Status
from dxlib.build.plan import Job
from dxlib.build.report import BarReporter, JsonReporter, LineReporter, tell_all, tell_skipped


def name(area, language="en"):
    values = (("area", area), ("edition", 2025), ("language", language), ("top", 5))
    return Job("01-a", values, "2025-12-31", opened=("area",))


VNM, SGP, LAO = name("VNM"), name("SGP"), name("LAO")


class Told:
    """What is said, and what is complained of, in one order."""

    def __init__(self):
        self.lines = []

    def say(self, text):
        self.lines.append(text)

    def complain(self, text):
        self.lines.append(f"! {text}")


@pytest.fixture
def told():
    return Told()


def make_outcomes():
    yield Outcome(VNM, Status.SKIPPED, 0.0)
    yield Outcome(SGP, Status.BUILT, 1.26, warnings=("old font", "no name"))
    yield Outcome(LAO, Status.FAILED, 12.0, error="it failed\nFix: mend it", warnings=("old font", "new"))


def test_each_job_that_ran_is_a_line_and_a_warning_is_said_once(told):
    summary = tell_all(make_outcomes(), LineReporter(told.say, told.complain), jobs=3, run=2)
    assert told.lines == [
        f"[1/2] {SGP}: built in 1.3 s",
        "! Warning: old font",
        "! Warning: no name",
        f"[2/2] {LAO}: failed in 12.0 s",
        "! Warning: new",
        "! it failed\nFix: mend it",
        "3 jobs: 1 built, 1 failed, 1 skipped.",
    ]
    assert summary.counts == {Status.SKIPPED: 1, Status.BUILT: 1, Status.FAILED: 1}


def test_a_warning_before_anything_begins_goes_where_errors_go(told):
    LineReporter(told.say, told.complain).warn("a record cannot be read")
    assert told.lines == ["! Warning: a record cannot be read"]


def test_whatever_ends_a_build_early_its_end_is_told_and_its_workers_are_ended(told):
    closed = []

    def fail():
        try:
            yield Outcome(SGP, Status.BUILT, 1.0)
            raise KeyboardInterrupt
        finally:
            closed.append("workers")

    with pytest.raises(KeyboardInterrupt):
        tell_all(fail(), LineReporter(told.say, told.complain), jobs=5, run=5)
    assert (told.lines[-1], closed) == ("1 job: 1 built.", ["workers"])


def test_a_reporter_that_fails_leaves_no_worker_behind(told):
    closed = []

    def go_on():
        try:
            while True:
                yield Outcome(SGP, Status.BUILT, 1.0)
        finally:
            closed.append("workers")

    class Failing(LineReporter):
        def tell(self, outcome):
            raise OSError(outcome.status)

    with pytest.raises(OSError, match="built"):
        tell_all(go_on(), Failing(told.say, told.complain), jobs=5, run=5)
    assert closed == ["workers"]


def test_jobs_none_of_which_runs_are_counted_as_skipped(told):
    summary = tell_skipped([VNM, SGP], LineReporter(told.say, told.complain))
    assert (told.lines, summary.counts) == (["2 jobs: 2 skipped."], {Status.SKIPPED: 2})


def test_programs_get_a_line_of_json_for_the_plan_each_job_and_the_end(told):
    report = JsonReporter(told.say)
    report.warn("Thử")
    tell_all(make_outcomes(), report, jobs=3, run=2)
    assert told.lines[0] == '{"event": "warning", "text": "Thử"}'
    plan, skipped, built, failed, end = map(json.loads, told.lines[1:])
    assert plan == {"event": "plan", "jobs": 3, "run": 2}
    assert (skipped["status"], skipped["page"]) == ("skipped", "2025/en/01-a/VNM.html")
    assert built == {
        "event": "job", "brief": "01-a", "area": "SGP", "edition": 2025, "language": "en", "parameters": {"top": 5},
        "page": "2025/en/01-a/SGP.html", "status": "built", "seconds": 1.26, "error": "",
        "warnings": ["old font", "no name"],
    }  # fmt: skip
    assert (failed["error"], failed["warnings"]) == ("it failed\nFix: mend it", ["old font", "new"])
    assert end == {"event": "end", "built": 1, "unchanged": 0, "audited": 0, "failed": 1, "skipped": 1}


def test_on_a_terminal_only_what_went_wrong_gets_a_line(told, capsys):
    tell_all(make_outcomes(), BarReporter(told.say, told.complain), jobs=3, run=2)
    shown = capsys.readouterr().out
    assert "it failed" in shown
    assert shown.count("Warning: old font") == 1
    assert "built in" not in shown
    assert told.lines == ["3 jobs: 1 built, 1 failed, 1 skipped."]


def test_where_nothing_runs_there_is_no_bar(told, capsys):
    tell_skipped([VNM], BarReporter(told.say, told.complain))
    assert (capsys.readouterr().out, told.lines) == ("", ["1 job: 1 skipped."])

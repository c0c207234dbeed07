"""What became of jobs: counted, said in few words, and the exit code that follows."""

import pytest

from dxlib.build.outcome import Outcome, Status, Summary, list_some
from dxlib.build.plan import Job
from dxlib.errors import ExitCode

JOB = Job("01-a", (("area", "VNM"), ("edition", 2025), ("language", "en")), "2025-12-31")


def count(*statuses):
    summary = Summary()
    for status in statuses:
        summary.add(Outcome(JOB, status, 1.0, "it failed" if status is Status.FAILED else ""))
    return summary


@pytest.mark.parametrize(
    ("statuses", "code"),
    [
        ((), ExitCode.SUCCESS),
        ((Status.BUILT, Status.SKIPPED), ExitCode.SUCCESS),
        ((Status.BUILT, Status.FAILED), ExitCode.SOME_FAILED),
        ((Status.SKIPPED, Status.FAILED), ExitCode.SOME_FAILED),
        ((Status.FAILED, Status.FAILED), ExitCode.NOTHING_BUILT),
    ],
)
def test_the_exit_code_says_whether_all_some_or_nothing_went_well(statuses, code):
    assert count(*statuses).exit_code is code


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        ((), "0 jobs: none."),
        ((Status.BUILT,), "1 job: 1 built."),
        ((Status.SKIPPED, Status.FAILED, Status.BUILT, Status.SKIPPED), "4 jobs: 1 built, 1 failed, 2 skipped."),
    ],
)
def test_a_summary_names_what_happened_in_one_order(statuses, said):
    assert str(count(*statuses)) == said


def test_a_summary_keeps_what_went_wrong():
    assert count(Status.BUILT, Status.FAILED, Status.FAILED).errors == ["it failed", "it failed"]


@pytest.mark.parametrize(("lines", "last"), [(10, "- 9"), (11, "and 1 more.")])
def test_at_most_ten_lines_are_listed(lines, last):
    what, *listed = list_some("Wrong:", [str(at) for at in range(lines)]).splitlines()
    assert what == "Wrong:"
    assert (listed[0], listed[9], listed[-1], len(listed)) == ("- 0", "- 9", last, lines)

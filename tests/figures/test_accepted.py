"""Findings that somebody accepted, up to a size; what is new or stale is a problem."""

import pytest

from dxlib.figures.accepted import COLUMNS, judge, list_problems, read_accepted, render_findings

LINE = "growth,growth,,2025,5,A. Nguyen,2026-11-22,The ministry rounds"


@pytest.fixture
def accept(toy):
    """Writes lines of the list and reads them."""

    def write(*lines):
        toy.write("data/catalogue/accepted.csv", "\n".join([",".join(COLUMNS), *lines]) + "\n")
        return read_accepted(toy.project)

    return write


@pytest.fixture
def finding(state, find):
    """A growth rate that its levels do not give, 3.0 points off."""
    rows = [state("growth", "2025", 26), state("level", "2025", 198), state("level", "2024", 152)]
    (found,) = find("growth", rows, growth={"growth": "level"})
    return found


def test_a_project_without_a_list_accepts_nothing(toy, finding):
    assert read_accepted(toy.project) == ([], [])
    assert judge([finding], [])[0].acceptance is None


def test_an_accepted_finding_is_no_problem_and_says_who_and_why(toy, accept, finding):
    accepted, problems = accept(LINE)
    (judged,) = judge([finding], accepted)
    assert (judged.acceptance.who, judged.acceptance.why) == ("A. Nguyen", "The ministry rounds")
    assert [*problems, *list_problems([judged], accepted, toy.project)] == []


def test_every_finding_is_shown_with_its_sources_and_verdict(accept, finding):
    accepted, _ = accept(LINE)
    shown = render_findings([*judge([finding], accepted), *judge([finding], [])]).splitlines()
    assert shown[0] == "Findings: 2"
    assert shown[1] == f"growth (contradiction), off by 3.0082 PERCENT_CHANGE: {finding.message}."
    assert shown[2] == "  Sources: mic-2024."
    assert shown[3::3] == [
        "  Verdict: accepted by A. Nguyen, 2026-11-22: The ministry rounds",
        "  Verdict: not accepted",
    ]


@pytest.mark.parametrize(
    "line",
    [
        LINE.replace(",5,", ",2.9,"),  # it grew
        LINE.replace("2025", "2024"),
        LINE.replace(",,2025", ",SGP,2025"),
        LINE.replace("growth,growth", "growth,level"),
        LINE.replace("growth,growth", "jumps,growth"),
    ],
)
def test_a_finding_that_no_line_covers_is_a_problem_and_so_is_the_line(toy, accept, finding, line):
    accepted, _ = accept(line)
    problems = [str(problem) for problem in list_problems(judge([finding], accepted), accepted, toy.project)]
    assert problems == [
        f"growth: {finding.message} in data/clean/growth.csv.\n"
        "  Fix: correct the ledger, or say in data/catalogue/accepted.csv who accepts it and why.",
        "This line accepts no finding any more in data/catalogue/accepted.csv, line 2, RULE.\n  Fix: delete it.",
    ]


def test_a_line_that_says_too_little_is_refused_with_everything_it_lacks(accept):
    accepted, problems = accept("grwth,growth,,,x,,22 Nov,", LINE)
    assert [entry.line for entry in accepted] == [3]
    assert [str(problem).splitlines()[0] for problem in problems] == [
        "Unknown rule 'grwth' in data/catalogue/accepted.csv, line 2, RULE. Did you mean 'growth'?",
        "No WHO in data/catalogue/accepted.csv, line 2, WHO.",
        "No WHY in data/catalogue/accepted.csv, line 2, WHY.",
        "'x' is not a number in data/catalogue/accepted.csv, line 2, MOST.",
        "'22 Nov' is not a day in data/catalogue/accepted.csv, line 2, SINCE.",
    ]


def test_a_size_with_two_points_is_no_number(accept):
    accepted, (problem,) = accept(LINE.replace(",5,", ",0.5.1,"))
    assert accepted == []
    assert str(problem).startswith("'0.5.1' is not a number in data/catalogue/accepted.csv, line 2, MOST.")


def test_a_list_with_other_columns_is_refused(toy):
    toy.write("data/catalogue/accepted.csv", "RULE,WHY\n")
    accepted, (problem,) = read_accepted(toy.project)
    assert accepted == []
    assert str(problem).startswith(
        "Wrong header (missing: INDICATOR, REF_AREA, TIME_PERIOD, MOST, WHO, SINCE) in data/catalogue/accepted.csv, "
    )


def test_a_reason_with_a_comma_that_is_not_quoted_is_a_problem_and_not_cut(accept):
    accepted, (problem,) = accept(f"{LINE}, and so do we")
    assert accepted == []
    assert str(problem) == (
        "9 cells where 8 are due in data/catalogue/accepted.csv, line 2.\n"
        "  Fix: quote cells that hold a comma; leave unknown cells empty."
    )

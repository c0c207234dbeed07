"""Findings that somebody looked at and accepted: who, since when, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dxlib.data import schema
from dxlib.data.catalogue import show_paths
from dxlib.data.csv_files import read_table
from dxlib.errors import Problem, did_you_mean
from dxlib.figures.findings import FigureFinding, list_rules
from dxlib.paths import Project

_FILE: Final = "accepted.csv"
_REQUIRED: Final = ("MOST", "WHO", "WHY")
COLUMNS: Final = (
    "RULE", schema.INDICATOR, schema.REF_AREA, schema.TIME_PERIOD, "MOST", "WHO", "SINCE", "WHY",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One line of the list: it accepts findings of a rule on an indicator, an area and a period, up to a size.

    Parameters
    ----------
    line
        Where it stands.
    rule, indicator, area, period
        What it accepts; an empty area or period stands for all.
    most
        How far off, in the unit of the finding; what is further off is a new finding.
    who, since, why
        Who looked at it, on which day, and why it may stay.
    """

    line: int
    rule: str
    indicator: str
    area: str
    period: str
    most: float
    who: str
    since: str
    why: str

    def covers(self, finding: FigureFinding) -> bool:
        """Say whether it accepts a finding."""
        subject = finding.subject
        return (
            (self.rule, self.indicator) == (finding.rule, subject.indicator)
            and self.area in ("", subject.area)
            and self.period in ("", subject.period)
            and finding.off <= self.most
        )


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding, and the line that accepts it, if one does."""

    finding: FigureFinding
    acceptance: Acceptance | None


def read_accepted(project: Project) -> tuple[list[Acceptance], list[Problem]]:
    """Read ``data/catalogue/accepted.csv``; a project that has none accepts nothing.

    Returns
    -------
    list of Acceptance, list of Problem
        The lines that can be used; a problem for a wrong header and for each cell that cannot be used.
    """
    path = project.catalogue / _FILE
    if not path.exists():
        return [], []
    table = read_table(path, COLUMNS)
    found = [*table.problems, *(problem for line, row in table.lines for problem in _check(path, line, row))]
    problems = sorted(show_paths(found, project), key=lambda problem: problem.line)
    # A line with a problem accepts nothing: half a line must not let a finding pass.
    broken = {problem.line for problem in problems}
    return [_make(line, row) for line, row in table.lines if line not in broken], problems


def _check(path: Path, line: int, row: Mapping[str, str]) -> Iterator[Problem]:
    if row["RULE"] not in list_rules():
        hint = did_you_mean(row["RULE"], list_rules())
        yield Problem(path, line, "RULE", f"Unknown rule '{row['RULE']}'", list_rules(), "correct it.", hint)
    for column in _REQUIRED:
        if not row[column].strip():
            yield Problem(path, line, column, f"No {column}", fix="say up to which size, who accepted it, and why.")
    # Digits and one point only: float() also reads "inf", which would accept a finding of any size.
    if row["MOST"].strip() and not row["MOST"].replace(".", "", 1).isdecimal():
        yield Problem(path, line, "MOST", f"'{row['MOST']}' is not a number", ("0.5",), "write digits with a point.")
    if not schema.is_publication_date(row["SINCE"]):
        yield Problem(path, line, "SINCE", f"'{row['SINCE']}' is not a day", ("2026-11-22",), "write it as ISO 8601.")


def _make(line: int, row: Mapping[str, str]) -> Acceptance:
    names = (row["RULE"], row[schema.INDICATOR], row[schema.REF_AREA], row[schema.TIME_PERIOD])
    return Acceptance(line, *names, float(row["MOST"]), row["WHO"], row["SINCE"], row["WHY"])


def judge(findings: Iterable[FigureFinding], accepted: Iterable[Acceptance]) -> list[Judged]:
    """Give each finding with the first line that accepts it."""
    lines = list(accepted)
    return [Judged(finding, next((line for line in lines if line.covers(finding)), None)) for finding in findings]


def list_problems(judged: Iterable[Judged], accepted: Iterable[Acceptance], project: Project) -> list[Problem]:
    """List findings that nobody accepted, and lines that accept nothing any more."""
    found = list(judged)
    used = {entry.acceptance.line for entry in found if entry.acceptance}
    fix = "correct the ledger, or say in data/catalogue/accepted.csv who accepts it and why."
    new = [
        # Line 0: a finding rests on several rows, and which of them is wrong is not known.
        Problem(_name_file(project, entry.finding), 0, "", f"{entry.finding.rule}: {entry.finding.message}", fix=fix)
        for entry in found
        if entry.acceptance is None
    ]
    path = project.show(project.catalogue / _FILE)
    stale = [
        Problem(path, line.line, "RULE", "This line accepts no finding any more", fix="delete it.")
        for line in accepted
        if line.line not in used
    ]
    return [*new, *stale]


def _name_file(project: Project, finding: FigureFinding) -> Path:
    return project.show(project.clean / f"{finding.subject.indicator}.csv")


def _show_size(finding: FigureFinding) -> str:
    # The power of ten is that of the first figure; a rule may compare another unit, such as the scores of ranks.
    power = finding.subject.unit_mult if finding.unit == finding.subject.unit else 0
    return f"{finding.off:.6g}{f' x 10^{power}' if power else ''} {finding.unit}"


def render_findings(judged: Iterable[Judged]) -> str:
    """Give findings as lines of English text: rule, weight, how far off, message, sources, verdict."""
    lines = []
    for entry in judged:
        finding, acceptance = entry.finding, entry.acceptance
        verdict = (
            f"accepted by {acceptance.who}, {acceptance.since}: {acceptance.why}" if acceptance else "not accepted"
        )
        lines += [
            f"{finding.rule} ({finding.weight}), off by {_show_size(finding)}: {finding.message}.",
            f"  Sources: {', '.join(finding.sources)}.",
            f"  Verdict: {verdict}",
        ]
    return "\n".join([f"Findings: {len(lines) // 3}", *lines])

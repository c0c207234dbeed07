"""Days of editions, corrections and readings that have not come: what a page says of them may still change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from dxlib.build.briefs import Declarations
from dxlib.build.plan import Job
from dxlib.data.catalogue import Catalogue, show_paths
from dxlib.data.yaml_files import read_yaml
from dxlib.errors import Problem
from dxlib.paths import Project

_CORRECTIONS: Final = "corrections.yaml"
_SOURCES: Final = "sources.csv"


def find_future_days(
    project: Project, catalogue: Catalogue, declarations: Declarations, today: date
) -> Iterator[Problem]:
    """Warn of each edition, correction and reading of a source of a day that has not come, where it is declared.

    Parameters
    ----------
    catalogue, declarations
        Without problems.
    today
        The day where the user is.
    """
    found = []
    for year, edition in declarations.editions.items():
        if edition.as_of > today:
            what = f"The day {edition.as_of} of the edition has not come"
            fix = "write a day up to which figures are known: those that come until then would alter published pages."
            found.append(read_yaml(project.briefs).complain(("editions", str(year), "as_of"), what, fix))
    for key, one in catalogue.corrections.items():
        if one.day > today.isoformat():
            what = f"The day '{one.day}' of the correction has not come"
            fix = "write the day on which the figure was corrected: pages say it."
            found.append(read_yaml(project.catalogue / _CORRECTIONS).complain((key, "day"), what, fix))
    for name, source in catalogue.sources.items():
        if source.read > today.isoformat():
            what = f"The day {source.read}, on which '{name}' was read, has not come"
            fix = "write the day on which somebody read the source: pages say it."
            found.append(Problem(project.catalogue / _SOURCES, 0, "READ", what, fix=fix))
    return (replace(problem, is_warning=True) for problem in show_paths(found, project))


def describe_future_jobs(jobs: Iterable[Job], today: date) -> str:
    """Say as of which days, which have not come, jobs are; empty where there is none."""
    days = sorted({job.as_of for job in jobs if job.as_of > today.isoformat()})
    if not days:
        return ""
    return (
        f"Pages as of a day that has not come: {', '.join(days)}. They show what is known on {today}, and figures that "
        "come until then will alter them."
    )

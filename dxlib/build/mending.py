"""Taking stock before a build: what of release and store somebody altered is named, and made good."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from dxlib.build.left import Difference, describe_difference, doubt, is_known, list_differing, read_left
from dxlib.build.outcome import list_some
from dxlib.build.pages import PageStore
from dxlib.build.plan import Job
from dxlib.build.state import Record
from dxlib.paths import Project


def drop_altered(project: Project, *, fresh: bool = False) -> set[str]:
    """Remove pages from the store that are not those that were kept there, and give their hashes.

    Parameters
    ----------
    fresh
        Read every page; else those that ``reports/`` shows as they were left are believed.
    """
    left = read_left(project)
    return PageStore(project.pages).drop_altered(set() if fresh or left is None else set(left.seen.values()))


def take_stock(project: Project, *, fresh: bool, lost: Collection[str]) -> str:
    """Say what of ``reports/`` is not as the last build left it, and have it written anew; empty where all is.

    Parameters
    ----------
    fresh
        Read every file, whatever its times say.
    lost
        The jobs whose pages are not in the store any more, by their ids.
    """
    left = read_left(project)
    differing = list_differing(project.reports, left, fresh=fresh) if left and is_known(left) else {}
    doubt(project, differing)
    if left and all(differing.get(address) is Difference.MISSING for address in left.files):
        differing = {}  # whoever removed the whole release knows
    told = [*_describe(project, differing, lost)]
    told += [f"{job} in {project.show(project.pages)}/ was altered: it is built again" for job in lost
             if job not in differing]  # fmt: skip
    if not told:
        return ""
    return "\n".join(["What was built is not as it was left:", *list_some(told)])


def _describe(project: Project, differing: Mapping[str, Difference], lost: Collection[str]) -> Iterator[str]:
    for address, difference in differing.items():
        mended = "it is built again" if address in lost else "it is put back"
        done = "move it away" if difference is Difference.FOREIGN else mended
        yield f"{describe_difference(project, address, difference)}: {done}"


def add_lost(
    jobs: Sequence[Job], lost: Collection[str], declared: Sequence[Job], records: Mapping[str, Record]
) -> list[Job]:
    """Give some jobs, and those whose pages were lost, each as of the day that its page was built for."""
    chosen = {job.id for job in jobs}
    others = [job for job in declared if job.id in lost and job.id not in chosen]
    return [*jobs, *(replace(job, as_of=records[job.id].as_of or job.as_of) for job in others)]

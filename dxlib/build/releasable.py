"""What of a release may be published: pages that passed their audit, and lists that name these and no others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from dxlib.audit.edition.folder import read_files
from dxlib.audit.edition.together import Files, hold_release
from dxlib.build.briefs import read_declarations
from dxlib.build.decide import list_changed
from dxlib.build.gate import refuse_altered
from dxlib.build.left import Difference, describe_difference, list_differing, read_known
from dxlib.build.listed import Digests, list_stale, read_digests
from dxlib.build.outcome import list_some
from dxlib.build.release import ReleasedPage, render_extra, render_manifest
from dxlib.build.state import Record, State
from dxlib.build.whole import count_things, declare
from dxlib.data.catalogue_files import read_catalogue
from dxlib.errors import BuildError, ConfigError, count, did_you_mean
from dxlib.paths import Project
from dxlib.seals import is_key_kept

_MOST_OPTIONS: Final = 3
_ANEW: Final = "remove .dxlib/, and run 'dxlib build' for all pages of an edition."


@dataclass(frozen=True, slots=True)
class Release:
    """What is published.

    Parameters
    ----------
    pages
        The hash of each page, by its address.
    lists
        What stands beside the pages, by its address: indexes, feed, manifests, checksums.
    """

    pages: Digests
    lists: Mapping[str, bytes]


def choose_release(project: Project, without: Collection[str] = ()) -> Release:
    """Give what ``reports/`` shows, but for some pages, if nothing of it must be held back.

    Parameters
    ----------
    without
        The jobs whose pages are left out, by their ids.

    Raises
    ------
    ConfigError
        When nothing was built, or for a job that is unknown or whose page would be the last.
    DataError
        When ``data/clean`` is not what ``data/raw`` gives: run ``dxlib clean``, and build.
    BuildError
        For files that are not those that were built, pages that a build would make again, stale pages, jobs that
        failed without a page, pages of whose audit nothing is known, and whatever else an audit finds wrong with the
        release as a whole.
    """
    if not project.manifest.is_file():
        raise ConfigError("There is nothing to publish.", fix="run 'dxlib build' first.")
    refuse_altered(project)
    _refuse_other_files(project, without)
    pages = read_digests(project.manifest.read_bytes(), project.show(project.manifest))
    state = State(project.notes)
    records, hindrances = state.records, _list_hindrances(project, pages, state)
    _refuse_unknown(without, {*pages, *hindrances})
    _refuse({job: reason for job, reason in hindrances.items() if job not in without}, project)
    left = {address: digest for address, digest in pages.items() if address not in without}
    _refuse_built_since(left, records)
    shown = read_files(project.reports)
    lists = shown.lists if left == pages else _render_lists(project, left, records)
    # Stale pages were refused or left out above, so none may excuse a contradiction here.
    found = hold_release(Files(set(shown.pages) - {*without}, lists, shown.read), declare(project), stale={})
    if found:
        raise BuildError(list_some(f"{count_things(found)} wrong with the release.", [*map(str, found)]), fix=_ANEW)
    return Release(left, lists)


def _refuse_other_files(project: Project, without: Collection[str]) -> None:
    """Refuse files that are not those that the last build left; each is read, whatever its times say."""
    left = read_known(project)
    if left is None and not is_key_kept():
        # Each command has a key of its own then, so building again would not help.
        raise BuildError(
            f"It is not known how {project.show(project.reports)}/ was left: no key of this user can be kept, by which "
            "notes of a build are believed.",
            fix="set XDG_STATE_HOME to a folder that this user may write to, for build and publication, and run 'dxlib "
            "build'.",
        )
    if left is None:
        raise BuildError(f"It is not known how {project.show(project.reports)}/ was left.", fix="run 'dxlib build'.")
    differing = list_differing(project.reports, left, fresh=True)
    told = [describe_difference(project, name, one) for name, one in differing.items() if name not in without]
    if told:
        has_foreign = Difference.FOREIGN in differing.values()
        raise BuildError(
            list_some(f"What is in {project.show(project.reports)}/ is not as it was left:", told),
            fix=("move away what is no file of the release, " if has_foreign else "")
            + "run 'dxlib build', which puts it back or builds it again, and publish then.",
        )


def _list_hindrances(project: Project, pages: Digests, state: State) -> dict[str, str]:
    """Give why a release must be held back, by the job."""
    records = state.records
    unknown = {address: "nothing is known of its audit" for address in pages if address not in records}
    failed = {job: record.error.partition("\n")[0] for job, record in records.items() if record.error}
    lacking = {job: f"no page: {reason}" for job, reason in failed.items() if job not in pages}
    known = {job: record.stale for job, record in records.items() if record.stale and job in pages}
    stale = {job: f"stale: {reason}" for job, reason in {**known, **list_stale(project)}.items()}
    changed = list_changed(project, pages, state)
    return dict(sorted({**changed, **unknown, **lacking, **stale}.items()))


def _refuse(hindrances: Mapping[str, str], project: Project) -> None:
    if hindrances:
        # Without a year a build makes the latest edition alone.
        latest = f"{read_declarations(project, read_catalogue(project)).latest_edition}/"
        build = "dxlib build" if all(job.startswith(latest) for job in hindrances) else "dxlib build --edition all"
        keeping = f"{len(hindrances)} jobs keep" if len(hindrances) > 1 else "1 job keeps"
        listed = [f"{job}: {reason}" for job, reason in hindrances.items()]
        options = " ".join(f"--without {job}" for job in [*hindrances][:_MOST_OPTIONS])
        more = " and so on" if len(hindrances) > _MOST_OPTIONS else ""
        raise BuildError(
            list_some(f"{keeping} the release from being published:", listed),
            fix=f"mend them and run '{build}', or publish without them: {options}{more}.",
        )


def _refuse_unknown(without: Iterable[str], known: Collection[str]) -> None:
    for job in without:
        if job not in known:
            raise ConfigError(
                f"No job '{job}' to publish without.{did_you_mean(job, known)}",
                fix="name it by the address of its page below reports/, as 2025/en/07-x/AREA.html.",
            )


def _refuse_built_since(pages: Digests, records: Mapping[str, Record]) -> None:
    altered = [address for address, digest in pages.items() if records[address].page != digest]
    if altered:
        raise BuildError(
            f"{count(len(altered), 'page')} built again since the release: {', '.join(altered[:3])}.",
            fix="run 'dxlib build', or 'dxlib merge' for shards, and publish again.",
        )


def _render_lists(project: Project, pages: Digests, records: Mapping[str, Record]) -> dict[str, bytes]:
    """Make the lists of fewer pages than a release shows."""
    if not pages:
        raise ConfigError("Without these jobs there is nothing to publish.", fix="leave fewer of them out.")
    entries = {address: records[address].entry for address in pages}
    listed = [ReleasedPage(address, pages[address], entry) for address, entry in entries.items() if entry]
    return render_extra(listed, render_manifest(listed), read_catalogue(project))

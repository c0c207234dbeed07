"""Holding a release against itself before anybody sees it; what its pages say is remembered by their digests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pydantic import TypeAdapter

from dxlib.audit.edition.together import DeclaredRelease, Files, hold_release
from dxlib.audit.edition.told import Told
from dxlib.audit.finding import Rule
from dxlib.build.briefs import read_declarations
from dxlib.build.fingerprint import hash_audit
from dxlib.build.outcome import list_some
from dxlib.build.pages import PageStore
from dxlib.build.release import ReleasedPage
from dxlib.build.subjects import list_subjects
from dxlib.data.catalogue_files import read_catalogue
from dxlib.data.stamp import hash_files, list_catalogue_files
from dxlib.errors import BuildError, count
from dxlib.export.assets import read_index_assets
from dxlib.freshness import find_fresh, keep_note
from dxlib.paths import MANIFEST, Project

_KIND: Final = TypeAdapter(list[tuple[str, Told]])  # each page with its digest


def declare(project: Project) -> DeclaredRelease:
    """Give what a release is held against: the pages that are declared, and what every index carries."""
    catalogue = read_catalogue(project)
    return DeclaredRelease(list_subjects(read_declarations(project, catalogue)), catalogue, read_index_assets())


def refuse_wrong(project: Project, pages: Sequence[ReleasedPage], lists: Mapping[str, bytes]) -> None:
    """Refuse to show a release in which pages and lists do not agree; its pages were audited one by one when made.

    Pages of an edition that is shown already as it is are not held against each other once more; what they say of
    themselves is remembered by their digests, so that they need not be read.

    Parameters
    ----------
    pages, lists
        What it is to hold.

    Raises
    ------
    BuildError
        With what was found, and where.
    """
    store, digests = PageStore(project.pages), {page.address: page.digest for page in pages}
    stale = {page.address: page.stale for page in pages if page.stale}
    manifests = [name for name in lists if name.endswith(f"/{MANIFEST}")]
    proven = {name.partition("/")[0] for name in manifests if _shows(project, name, lists[name])}
    declared = declare(project)
    catalogue = hash_files(list_catalogue_files(project), project.root)
    inputs = {"audit": hash_audit(project), "catalogue": catalogue}  # what is read off a page with, besides the page
    known = find_fresh(project.notes, "told", inputs) or b"[]"
    declared.told.update({(told.address, digest): told for digest, told in _KIND.validate_json(known)})
    files = Files(digests.keys(), lists, lambda name: store.get_path(digests[name]).read_bytes(), digests)
    found = hold_release(files, declared, stale=stale, proven=proven)
    # reports/ may show stale pages, and editions that were built on several days; only publishing refuses these.
    wrong = [str(one) for one in found if one.rule not in (Rule.STALE, Rule.DAY)]
    if wrong:
        raise BuildError(
            list_some(f"{count_things(wrong)} wrong with the release, and reports/ stays as it was.", wrong),
            fix="build all pages of these editions ('dxlib build --edition 2025'); if all of them are new, report it.",
        )
    told = [(key[1], declared.told[key]) for key in digests.items() if key in declared.told]
    keep_note(project.notes, "told", inputs, _KIND.dump_json(told))


def _shows(project: Project, name: str, content: bytes) -> bool:
    path = project.reports / name
    return path.is_file() and path.read_bytes() == content


def count_things(found: Sequence[object]) -> str:
    """Say how many things an audit found."""
    return f"The audit found {count(len(found), 'thing')}"

"""Which pages of a release are from before, because their job failed or their data changed: told by the manifest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dxlib.build.listed import read_pages
from dxlib.build.outcome import list_some
from dxlib.paths import Project

_MARK: Final = b'"stale"'


def list_stale(project: Project) -> dict[str, str]:
    """Give the address of each stale page that ``reports/`` shows, with the reason in one line."""
    content = project.manifest.read_bytes() if project.manifest.is_file() else b""
    if _MARK not in content:  # a release of thousands of pages need not be taken apart
        return {}
    pages = read_pages(content, project.show(project.manifest))
    return {page["address"]: str(page["stale"]) for page in pages if page.get("stale")}


def describe_stale(stale: Mapping[str, str]) -> str:
    """Say which pages are stale and why, for people; at most ten are named."""
    count = f"{len(stale)} pages are" if len(stale) > 1 else "1 page is"
    what = f"{count} stale: reports/ shows what was built before, and 'dxlib publish' refuses that."
    return "\n".join([what, *list_some([f"{address}: {reason}" for address, reason in stale.items()])])

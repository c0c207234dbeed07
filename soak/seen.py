"""What readers of a release see, judged without the library: by checksums, manifests and the ends of pages."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from tests.building import read_tree

Tree = Mapping[str, bytes]


def read_release(reports: Path, own: Collection[str] = ()) -> dict[str, bytes]:
    """Give every file of a release by its address, but those of the user and what is hidden."""
    found = read_tree(reports) if reports.is_dir() else {}
    return {name: text for name, text in found.items() if name not in own and not name.startswith(".")}


def list_broken(seen: Tree, before: Tree, after: Tree) -> list[str]:
    """Give what of a release is not whole, or not of one of two builds.

    Parameters
    ----------
    seen
        The files that readers see.
    before
        What they saw before; empty where there was nothing.
    after
        What a build makes of it that is not killed. Editions change one after the other and the manifest at last, so
        that a release with the new manifest is new as a whole.
    """
    found = [*_list_wrong_sums(seen), *_list_cut(seen)]
    if seen.get("manifest.json") == after["manifest.json"]:
        return found if seen == after else [*found, "the manifest is new, and not all that it stands for"]
    for edition in sorted({name.partition("/")[0] for name in (*seen, *before) if "/" in name}):
        part = _select(seen, edition)
        if part not in (_select(before, edition), _select(after, edition)):
            found.append(f"edition {edition} is of no build: {len(part)} files")
    strange = [name for name in seen if "/" not in name and seen[name] not in (before.get(name), after.get(name))]
    return found + [f"{name} is of no build" for name in strange]


def _select(files: Tree, edition: str) -> dict[str, bytes]:
    return {name: content for name, content in files.items() if name.startswith(f"{edition}/")}


def _list_wrong_sums(seen: Tree) -> Iterator[str]:
    """Hold each edition against its own checksums and its own manifest."""
    for name, content in seen.items():
        edition, _, rest = name.partition("/")
        if rest == "SHA256SUMS":
            listed = dict(line.split("  ", 1)[::-1] for line in content.decode().splitlines())
            there = {
                one.removeprefix(f"{edition}/"): text for one, text in _select(seen, edition).items() if one != name
            }
            yield from (f"{edition}/{one} is missing" for one in listed.keys() - there.keys())
            yield from (f"{edition}/{one} is in no checksums" for one in there.keys() - listed.keys())
            for one in listed.keys() & there.keys():
                if hashlib.sha256(there[one]).hexdigest() != listed[one]:
                    yield f"{edition}/{one} is not what its checksum says"
        elif rest == "manifest.json":
            pages = {f"{edition}/{page['address']}" for page in json.loads(content)["pages"]}
            yield from (f"{page} stands in the manifest and is missing" for page in sorted(pages - seen.keys()))


def _list_cut(seen: Tree) -> Iterator[str]:
    for name, content in seen.items():
        if name.endswith(".html") and not content.rstrip().endswith(b"</html>"):
            yield f"{name} is cut short"


def list_unlike(seen: Tree, expected: Tree) -> list[str]:
    """Give which files are not those that are expected."""
    names = sorted(seen.keys() | expected.keys())
    return [f"{name} is not what was built" for name in names if seen.get(name) != expected.get(name)]

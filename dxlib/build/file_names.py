"""Names of files that a project makes: usable on every system, and told apart on disks that know no case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Final

from dxlib.build.briefs import Declarations
from dxlib.build.expanding import DEVICES
from dxlib.build.plan import list_declared
from dxlib.data.catalogue import Catalogue
from dxlib.errors import Problem
from dxlib.paths import Project

_NOT_ALLOWED: Final = frozenset('<>:"\\|?*')


def inspect_file_names(project: Project, catalogue: Catalogue, declarations: Declarations) -> Iterator[Problem]:
    """Give the names of pages and clean data that some systems cannot have, or cannot tell from another.

    Parameters
    ----------
    catalogue
        Its indicators are files of ``data/clean``.
    declarations
        Briefs, areas and all else of which addresses of pages are made.
    """
    place = project.show(project.briefs)
    fix = "give one of the two another name: disks of macOS and Windows do not tell them apart."
    addresses = [job.id for job in list_declared(declarations)]
    for first, second in _find_alike(addresses):
        yield Problem(place, 0, second, f"'{second}' and '{first}' differ only by case", fix=fix)
    for first, second in _find_alike(catalogue.indicators):
        what = f"The indicators '{second}' and '{first}' differ only by case"
        yield Problem(project.show(project.catalogue), 0, second, what, fix=fix)
    names = dict.fromkeys(part for address in addresses for part in PurePosixPath(address).parts)
    for name in [*names, *catalogue.indicators]:
        # Windows drops a blank or a dot at the end of a name, and would take two names for one.
        if name.partition(".")[0].lower() in DEVICES or _NOT_ALLOWED & set(name) or name.endswith((" ", ".")):
            what = f"Windows can have no file '{name}'"
            yield Problem(place if name in names else project.show(project.catalogue), 0, name, what,
                          fix="rename what it is named after.")  # fmt: skip


def _find_alike(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give each name that differs from an earlier one only by case, after that; of folders, the folders.

    Examples
    --------
    >>> list(_find_alike(["2024/en/a/VNM.html", "2024/en/A/SGP.html", "2024/en/A/VNM.html"]))
    [('2024/en/a', '2024/en/A')]
    """
    seen: dict[str, str] = {}
    told: set[str] = set()
    for name in names:
        for path in (*reversed(PurePosixPath(name).parents[:-1]), PurePosixPath(name)):
            if (first := seen.setdefault(str(path).casefold(), str(path))) != str(path):
                if str(path) not in told:
                    yield first, str(path)
                told.add(str(path))
                break

"""Switching off what protects, to see that a soak notices; ``python -m soak.sabotage NAME COMMAND`` runs dxlib so."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path
from typing import Final

_SLOW_S: Final = 0.2  # a file on a slow disk, so that whoever looks now and then sees it


class _Anything(str):
    """A checksum that equals every other."""

    __slots__ = ()

    def __eq__(self, _other: object) -> bool:
        return True

    def __ne__(self, _other: object) -> bool:
        return False

    __hash__ = str.__hash__


def switch_off_checksums() -> None:
    """Believe of every file that it is what it was."""
    from dxlib.build import building, left, pages  # noqa: PLC0415

    left._hash = lambda _path: _Anything()  # type: ignore[assignment]
    pages.PageStore.drop_altered = lambda *_: set()  # type: ignore[method-assign]
    building.drop_altered = lambda *_, **__: set()  # type: ignore[assignment]
    left.list_differing = lambda *_, **__: {}  # type: ignore[assignment]


def switch_off_escaping() -> None:
    """Write texts of people onto pages as they stand."""
    from dxlib.evidence import page, render  # noqa: PLC0415
    from dxlib.export import index  # noqa: PLC0415

    render._escape = render.escape = str  # type: ignore[assignment]
    render._write_attribute.cache_clear()
    index._read_template.cache_clear()
    index.select_autoescape = lambda **_: False  # type: ignore[assignment]
    page._open_templates().autoescape = False
    page.nh3.clean = lambda text, **_: text


def make_swap_slow_and_not_atomic() -> None:
    """Show an edition as a simple program would: remove the old one, then copy the new one file by file."""
    from dxlib.build import showing  # noqa: PLC0415

    def show_edition(project: object, edition: str, folder: Path) -> None:
        place = project.reports / edition  # type: ignore[attr-defined]
        if place.is_symlink():
            place.unlink()
        elif place.is_dir():
            shutil.rmtree(place)
        for path in sorted(folder.rglob("*")):
            target = place / path.relative_to(folder)
            if path.is_dir():
                target.mkdir(parents=True, exist_ok=True)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                time.sleep(_SLOW_S)
                shutil.copyfile(path, target)

    showing._show_edition = show_edition  # type: ignore[assignment]


SABOTAGES: Final = {
    "checksums": switch_off_checksums,
    "escaping": switch_off_escaping,
    "swap": make_swap_slow_and_not_atomic,
}

if __name__ == "__main__":
    SABOTAGES[sys.argv.pop(1)]()
    from dxlib.cli import main

    main()

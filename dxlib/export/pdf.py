"""Pages on paper: tagged PDF with bookmarks, printed by an installed Chromium, the same bytes for the same page."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dxlib.data.stamp import list_files
from dxlib.errors import ConfigError, MachineError, MissingDependencyError, import_library
from dxlib.paths import write_files

if TYPE_CHECKING:
    from playwright.sync_api import Page

VARIABLE: Final = "DXLIB_CHROMIUM"
_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
# Chromium's sandbox does not start as root or in most containers; most other options keep the browser off the network.
_ARGUMENTS: Final = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
_UNREAD: Final = "Read failed"  # of the file in which the browser hands a PDF over, where there was no room for it
_CLOCK = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}")

# Chromium's names of structure elements: "node" and eight digits.
_NODE = re.compile(rb"\bnode\d{8}\b")
# A leaf of a name tree of PDF: its keys must be sorted, and /Limits must name the first and the last.
_INDEX = re.compile(rb"/Limits \[\S+ \S+\]\n/Names \[((?:\(node\d{8}\) \d+ 0 R ?)+)\]")
_ENTRY = re.compile(rb"(\(node\d{8}\)) \d+ 0 R")


def list_targets(path: Path, output: Path) -> dict[Path, Path]:
    """Give for each brief at a path, a page or a folder of pages, the PDF that it becomes.

    Raises
    ------
    ConfigError
        When there is no page: build some first.
    """
    if path.is_file():
        return {path: output / f"{path.stem}.pdf"}
    pages = sorted(page for page in map(Path, list_files(path)) if _is_page(page))
    if not pages:
        raise ConfigError(f"No page in {path}.", fix="run 'dxlib build' first, or name another folder.")
    return {page: output / page.relative_to(path).with_suffix(".pdf") for page in pages}


def _is_page(path: Path) -> bool:
    return path.suffix == ".html" and not path.name.startswith("index.")


def print_pages(targets: Mapping[Path, Path]) -> Iterator[Path]:
    """Print pages, each to its PDF, and give each PDF when it is there.

    Raises
    ------
    MissingDependencyError
        Without Playwright or without a Chromium; which one to install is said.
    MachineError
        When the browser cannot be started, or ends.
    """
    library = import_library("playwright.sync_api", "Playwright is not installed.", "pdf")
    chromium = find_chromium()
    try:
        with library.sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=list(_ARGUMENTS))
            page = browser.new_page()
            for source, target in targets.items():
                page.goto(source.resolve().as_uri())
                content = print_opened(page)
                target.parent.mkdir(parents=True, exist_ok=True)
                write_files({target: content})
                yield target
            browser.close()
    except library.Error as error:
        # Playwright's messages go on with the log of the call.
        why = str(error).strip().partition("\n")[0]
        if _UNREAD in why:
            raise _refuse_room(chromium) from error
        fix = f"see that it starts by itself, or set {VARIABLE} to another one; then print again."
        raise MachineError(f"{chromium} did not print: {why}. What was printed before is kept.", fix=fix) from error


def _refuse_room(chromium: str) -> MachineError:
    """Give the error for a PDF that found no room; the browser does not say so, and its file is gone by now."""
    folder = tempfile.gettempdir()
    free = shutil.disk_usage(folder).free / 2**20
    return MachineError(
        f"{chromium} could not keep a PDF in {folder}, where {free:,.1f} MiB are free."
        " What was printed before is kept.",
        fix="make room there, or set TMPDIR to a folder with some megabytes for each page; then print again.",
    )


def print_opened(page: Page) -> bytes:
    """Print a page that is open; it waits until the page is laid out whole, since it opens with what is seen first."""
    # What was not laid out when printing begins may break its lines otherwise.
    page.wait_for_function("!document.documentElement.classList.contains('loading')")
    return make_stable(page.pdf(prefer_css_page_size=True, tagged=True, outline=True))


def find_chromium() -> str:
    """Give the path of the Chromium that ``DXLIB_CHROMIUM`` names, or else of one that is installed.

    Raises
    ------
    MissingDependencyError
        When there is none.
    """
    found = os.environ.get(VARIABLE) or next(filter(None, map(shutil.which, _NAMES)), None)
    if not found:
        raise MissingDependencyError(
            "No Chromium was found.", fix=f"install the package 'chromium' or Google Chrome, or set {VARIABLE} to one."
        )
    return found


def make_stable(content: bytes) -> bytes:
    """Give a PDF that does not say when it was printed, its elements numbered as they stand; no object moves.

    The browser numbers elements on from whatever it showed before, and now and then one of them before its turn.

    Examples
    --------
    >>> make_stable(b"/CreationDate (D:20261122093500+00'00') /ID (node00002063)")
    b"/CreationDate (D:20000101000000+00'00') /ID (node00000001)"
    """
    # Eight digits for eight digits: the cross-reference table at the end counts bytes.
    numbers = {name: b"node%08d" % number for number, name in enumerate(dict.fromkeys(_NODE.findall(content)), start=1)}
    renumbered = _INDEX.sub(_sort_index, _NODE.sub(lambda match: numbers[match[0]], content))
    return _CLOCK.sub(rb"/\1 (D:20000101000000", renumbered)


def _sort_index(found: re.Match[bytes]) -> bytes:
    """Give the index of elements in the order of their names, as whoever looks one up expects."""
    entries = sorted(_ENTRY.finditer(found[1]), key=lambda entry: entry[1])
    names = b" ".join(entry[0] for entry in entries)
    return b"/Limits [%b %b]\n/Names [%b]" % (entries[0][1], entries[-1][1], names)

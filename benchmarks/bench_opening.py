"""What opening a page costs a browser, beside the same page when all of it is laid out at once."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.measuring import Figure, take_turns
from dxlib.paths import Project
from tests.browser.chromium import ARGUMENTS, find_chromium
from tests.browser.opening import count_opening
from tests.building import copy_whole_project, run_dxlib

BRIEF = "01-national-overview"
LANGUAGE = "vi"
ROUNDS = 7


def measure() -> Iterator[Figure]:
    """Build the page with the most figures and open it, in turns as it is and with nothing left for later."""
    with tempfile.TemporaryDirectory(prefix="dxb-") as folder:
        path = build_page(copy_whole_project(Path(folder)))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
            opening = partial(time_opening, browser, path)
            seconds = take_turns({"as it is": opening, "at once": partial(opening, all_at_once=True)}, rounds=ROUNDS)
            browser.close()
    yield Figure(f"opening {BRIEF}, the page's own thread", 1000 * seconds["as it is"], "ms")
    ratio = seconds["as it is"] / seconds["at once"]
    yield Figure("opening it / all of it laid out at once", ratio, "times", limit=0.65)


def build_page(project: Project) -> Path:
    """Build the latest page of the brief."""
    for command in (["clean"], ["build", "--brief", BRIEF, "--language", LANGUAGE]):
        done = run_dxlib(project, *command)
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
    return sorted(project.reports.glob(f"*/{LANGUAGE}/{BRIEF}.html"))[-1]


def time_opening(browser: Browser, path: Path, *, all_at_once: bool = False) -> float:
    """Give the seconds of the page's own thread until it can be used."""
    return count_opening(browser, path, all_at_once=all_at_once)["TaskDuration"]

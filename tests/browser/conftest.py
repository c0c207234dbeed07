"""A real Chromium, and pages opened in it from disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from dxlib.paths import Project
from tests.browser.chromium import ARGUMENTS, VARIABLE, find_chromium
from tests.building import LANGUAGES, ROOT, build_only, list_kinds, make_once


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser that ``make test`` found; never skipped in silence.

    It ends with its module: while it runs, an event loop of its own runs in this thread, and no other can.
    """
    path = find_chromium()
    assert path, f"no Chromium: run 'make test', or set {VARIABLE}"
    # A script of a test or of axe runs once on a page: compiling it further, or to look for what it needs no more,
    # takes longer than it saves.
    arguments = [*ARGUMENTS, "--js-flags=--no-opt,--min-semi-space-size=128"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def every_kind(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    """One page of each declared brief in each language: of its first area, in its latest edition."""
    jobs = list_kinds(Project(ROOT))
    project = Project(make_once(tmp_path_factory, "kinds", lambda folder: build_only(folder, jobs)))
    return {(job.brief, job.language): project.reports / job.id for job in jobs}


@pytest.fixture(scope="session")
def kinds(every_kind: dict[tuple[str, str], Path]) -> dict[str, Path]:
    """One page of each declared brief, in one language after the other."""
    briefs = dict.fromkeys(brief for brief, _ in every_kind)
    return {brief: every_kind[brief, LANGUAGES[number % len(LANGUAGES)]] for number, brief in enumerate(briefs)}


@pytest.fixture(scope="module")
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a file; every request and message since then is noted down on the page object.

    A file takes the place of the one before it that was opened with the same further options, whichever test opened
    it: to open a window takes longer than to load a page.
    """
    windows: dict[tuple[tuple[str, object], ...], Page] = {}

    def open_file(
        path: Path, *, width: int = 1280, height: int = 900, color_scheme: str = "light",
        reduced_motion: str = "no-preference", **options: object,
    ) -> Page:  # fmt: skip
        key = tuple(sorted(options.items()))
        if key not in windows:
            windows[key] = _open_window(browser, options)
        page = windows[key]
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(media="null", color_scheme=color_scheme, reduced_motion=reduced_motion)
        page.mouse.move(0, 0)
        page.requests, page.messages = [], []
        page.goto(path.as_uri())
        return page

    yield open_file
    for page in windows.values():
        page.context.close()


def _open_window(browser: Browser, options: dict[str, object]) -> Page:
    page = browser.new_context(**options).new_page()
    page.on("request", lambda request: page.requests.append(request.url))
    page.on("console", lambda message: page.messages.append(message.text))
    page.on("pageerror", lambda error: page.messages.append(str(error)))
    return page

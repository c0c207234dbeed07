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
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def every_kind(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    """One page of each declared brief in each language: of its first area, in its latest edition."""
    jobs = list_kinds(Project(ROOT))
    project = Project(make_once(tmp_path_factory, "kinds", lambda folder: build_only(folder, jobs)))
    return {(job.brief, job.language): project.reports / job.page for job in jobs}


@pytest.fixture(scope="session")
def kinds(every_kind: dict[tuple[str, str], Path]) -> dict[str, Path]:
    """One page of each declared brief, in one language after the other."""
    briefs = dict.fromkeys(brief for brief, _ in every_kind)
    return {brief: every_kind[brief, LANGUAGES[number % len(LANGUAGES)]] for number, brief in enumerate(briefs)}


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a file in a new window; every request and message is noted down on the page object."""
    contexts = []

    def open_file(path: Path, *, width: int = 1280, height: int = 900, **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.requests, page.messages = [], []
        page.on("request", lambda request: page.requests.append(request.url))
        page.on("console", lambda message: page.messages.append(message.text))
        page.on("pageerror", lambda error: page.messages.append(str(error)))
        page.goto(path.as_uri())
        return page

    yield open_file
    for context in contexts:
        context.close()

"""A real JupyterLab: the notebook opens, every cell runs, and shows what the build shows."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from lxml import html
from playwright.sync_api import Browser, Page

from dxlib.paths import Project
from tests.browser.lab import TOKEN, run_lab, wait_until_ready
from tests.building import BRIEF, get_page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def lab(built: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A JupyterLab on a copy of the project that is built: it saves notebooks by itself."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(built.root, folder / "project")
    with run_lab(folder / "project", folder) as address:
        yield address


def read_texts(page: Path) -> list[str]:
    tree = html.document_fromstring(page.read_text("utf-8"))
    paragraphs = tree.xpath("//main//*[@class='answer' or @class='finding'] | //main//dl[@class='key-figures']//dt")
    return [re.sub(r"\s+", " ", "".join(node.itertext())).strip() for node in paragraphs]


def run_all_cells(page: Page) -> None:
    """Run all cells and wait for the last."""
    page.click("li.lm-MenuBar-item:has-text('Run')")
    page.click("li.lm-Menu-item:has-text('Run All Cells')")
    page.wait_for_selector(".dxlib details:has(.sources)", timeout=90_000)


def test_every_cell_runs_in_jupyterlab_and_shows_what_the_build_shows(
    built: Project, browser: Browser, lab: str
) -> None:
    page = browser.new_context(viewport={"width": 1400, "height": 1000}).new_page()
    page.goto(f"{lab}/lab/tree/{BRIEF}.ipynb?token={TOKEN}&reset")
    wait_until_ready(page)
    run_all_cells(page)
    expected = read_texts(get_page(built, "en"))
    assert len(expected) > 10
    deadline = time.monotonic() + 120
    seen: set[str] = set()
    while time.monotonic() < deadline and not set(expected) <= seen:
        for top in range(0, 40_000, 600):
            page.evaluate(
                """top => { const panel = document.querySelector('.jp-WindowedPanel-outer');
                  (panel || document.querySelector('.jp-Notebook')).scrollTop = top }""",
                top,
            )
            page.wait_for_timeout(30)
            texts = page.eval_on_selector_all(
                ".dxlib .answer, .dxlib .finding, .dxlib dt", "nodes => nodes.map(node => node.textContent)"
            )
            seen |= {re.sub(r"\s+", " ", text).strip() for text in texts}
            if set(expected) <= seen:
                break
    assert set(expected) - seen == set()
    assert page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.error']").count() == 0

    # The server writes in place: what is read before it answers may be half a notebook.
    with page.expect_response(lambda one: one.request.method == "PUT" and "/api/contents/" in one.url, timeout=60_000):
        page.keyboard.press("Control+s")
    address = f"{lab}/nbconvert/dxlib_brief/{BRIEF}.ipynb?download=true&token={TOKEN}"
    with urlopen(address, timeout=60) as answer:  # what File, Save and Export Notebook As, Policy brief asks for
        exported = html.document_fromstring(answer.read().decode("utf-8"))
    assert {re.sub(r"\s+", " ", node.text_content()).strip() for node in exported.iter("h1", "p", "dt")} >= set(
        expected
    )


def test_a_notebook_that_asks_for_an_ordinary_kernel_has_a_warm_one(lab: str) -> None:
    with urlopen(f"{lab}/api/kernelspecs?token={TOKEN}", timeout=30) as answer:
        found = json.load(answer)
    python = found["kernelspecs"][found["default"]]
    assert python["name"] == "python3"
    assert python["spec"]["metadata"]["kernel_provisioner"]["provisioner_name"] == "dxlib-warm"

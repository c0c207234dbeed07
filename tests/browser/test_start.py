"""The analyst's bench in a real JupyterLab: start notebook, completion, explorer, dark theme, an error, evidence."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Locator, Page

from dxlib.paths import START_HERE
from tests.browser.lab import TOKEN, run_lab, wait_until_ready

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("DXLIB_PICTURES", "")  # a folder for pictures to look at


@pytest.fixture(scope="module")
def lab(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A JupyterLab on a copy of the repository's data and notebooks."""
    root, own = tmp_path_factory.mktemp("project"), tmp_path_factory.mktemp("jupyter")
    for name in ("data/catalogue", "data/clean", "notebooks"):
        shutil.copytree(repository / name, root / name)
    shutil.copy(repository / "dxlib.yaml", root)
    settings = (
        own / "JUPYTER_CONFIG_DIR/lab/user-settings/@jupyterlab/apputils-extension/notification.jupyterlab-settings"
    )
    settings.parent.mkdir(parents=True)
    settings.write_text('{"fetchNews": "false"}', "utf-8")
    with run_lab(root, own) as address:
        yield address


@pytest.fixture(scope="module")
def page(browser: Browser, lab: str) -> Iterator[Page]:
    """The start notebook, opened; nothing is saved."""
    context = browser.new_context(viewport={"width": 1300, "height": 1000})
    opened = context.new_page()
    opened.set_default_timeout(60_000)
    opened.goto(f"{lab}/lab/tree/{START_HERE}?token={TOKEN}&reset")
    wait_until_ready(opened)
    yield opened
    context.close()


def scroll(page: Page, top: int) -> None:
    page.evaluate("top => { document.querySelector('.jp-WindowedPanel-outer').scrollTop = top }", top)
    page.wait_for_timeout(200)


def take(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png")


def write_cell(page: Page, code: str, *, run: bool = True) -> Locator:
    """Write code into a new cell above the first, and run it; give the cell."""
    scroll(page, 0)
    page.evaluate("() => document.activeElement.blur()")
    page.locator(".jp-Notebook .jp-Cell .jp-InputPrompt").first.click()
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    page.keyboard.insert_text(code)
    cell = page.locator(".jp-Notebook .jp-Cell").first
    if run:
        page.keyboard.press("Control+Enter")
        cell.locator(".jp-InputPrompt", has_not_text="[ ]:").wait_for()  # it runs, or has run
    return cell


def test_every_cell_of_the_start_notebook_runs_and_none_fails(page: Page) -> None:
    write_cell(page, "6 * 7")
    page.click("li.lm-MenuBar-item:has-text('Run')")
    page.click("li.lm-Menu-item:has-text('Run All Cells')")
    page.wait_for_timeout(4_000)
    page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status='idle']", timeout=90_000)
    shown: set[str] = set()
    for step in range(24):
        scroll(page, step * 700)
        take(page, f"start-{step:02d}")
        shown |= set(page.locator(".jp-OutputArea-output").all_inner_texts())
        assert page.locator("[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    said = "\n".join(shown)
    for words in ("rows, as of", "Not comparable", "Malaysia", "its period ended", "Sources and evidence", "Copy code"):
        assert words in said


def test_tab_completes_an_indicator_within_the_quotes(page: Page) -> None:
    write_cell(page, "import dxlib as dx; dx.latest")
    write_cell(page, 'dx.latest("egdi_o', run=False)
    page.keyboard.press("Tab")
    page.wait_for_selector(".jp-Completer-item >> text=egdi_osi", timeout=30_000)
    take(page, "completion")
    page.keyboard.press("Enter")
    assert "egdi_og" in page.locator(".jp-Notebook .jp-Cell").first.inner_text()


def test_an_error_is_two_or_three_lines(page: Page) -> None:
    cell = write_cell(page, 'import dxlib as dx\ndx.frame("egdi_rank", areas="Singapore")')
    error = cell.locator("[data-mime-type='application/vnd.jupyter.stderr']")
    error.wait_for(timeout=60_000)
    take(page, "error")
    lines = [line for line in error.inner_text().splitlines() if line.strip()]
    assert lines[0] == "ConfigError: Unknown area 'Singapore'. Did you mean 'SGP'?"
    assert len(lines) <= 3


def test_a_figure_of_a_chart_opens_its_evidence_on_click(page: Page) -> None:
    cell = write_cell(page, 'import dxlib as dx\ndx.ranking("egdi_rank", areas="asean_six")')
    cell.locator("svg.chart-svg:visible").first.wait_for()
    cell.locator("summary", has_text="The chart in words and figures").click()
    figure = cell.locator("table.twin button").first
    figure.click()
    evidence = page.locator(f"[id='{figure.get_attribute('popovertarget')}']").first
    evidence.wait_for(state="visible")
    take(page, "evidence")
    assert "United Nations" in evidence.inner_text()
    page.keyboard.press("Escape")
    evidence.wait_for(state="hidden")


def test_keys_typed_into_the_explorer_leave_the_cells_as_they_were(page: Page) -> None:
    cell = write_cell(page, 'import dxlib as dx\ndx.explore("egdi_rank", areas="asean_six")')
    cell.locator(".dx-explorer svg").first.wait_for(state="attached")
    take(page, "explorer")
    page.wait_for_timeout(1_000)
    before = page.locator(".jp-Notebook .jp-Cell").count()
    first = page.locator(".jp-Notebook .jp-Cell").first.inner_text()[:60]
    controls = cell.locator(".dx-explorer :is(input, select, button, summary, [tabindex='0']):visible")
    handles = controls.element_handles()
    assert len(handles) >= 10
    for number, control in enumerate(handles):
        if not control.evaluate("node => (node.focus(), node.isConnected)"):
            continue  # what was typed before has drawn another chart
        for key in ("a", "b", "d", "d"):
            page.keyboard.press(key)
        page.keyboard.press("Escape")
        assert page.locator(".jp-Notebook .jp-Cell").count() == before, f"control {number}"
    assert page.locator(".jp-Notebook .jp-Cell").first.inner_text()[:60] == first


def test_the_explorer_answers_each_choice_and_gives_the_code(page: Page) -> None:
    cell = write_cell(page, 'import dxlib as dx\ndx.explore("egdi_rank", areas="asean_six")')
    code = cell.locator(".dx-code")
    code.wait_for(timeout=60_000)
    assert 'dx.ranking("egdi_rank", areas="asean_six")' in code.inner_text()
    cell.locator(".dx-explorer select").first.select_option("rank_table")
    page.wait_for_function("() => document.querySelector('.dx-code').textContent.includes('rank_table')")
    search = cell.get_by_role("combobox", name="Areas and groups")
    search.fill("Viet")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_function("() => /VNM|VN/.test(document.querySelector('.dx-code').textContent)")
    cell.locator("input[inputmode='numeric']").first.fill("20x")
    cell.locator("input[inputmode='numeric']").first.blur()
    cell.locator(".dx-error:visible").wait_for(timeout=20_000)
    assert "is not a period" in cell.locator(".dx-error").inner_text()
    take(page, "explorer-error")


def test_enter_takes_what_was_typed_into_the_explorer(page: Page) -> None:
    cell = write_cell(page, 'import dxlib as dx\ndx.explore("egdi_rank")')
    code = cell.locator(".dx-code")
    code.wait_for(timeout=60_000)
    explorer = cell.locator(".dx-explorer")
    search = cell.get_by_role("combobox", name="Areas and groups")
    for typed, key in (("asean_six", "asean_six"), ("Hàn Quốc", "KOR")):  # before "asean"; found by another language
        search.fill(typed)
        search.press("Enter")
        code.get_by_text(f'"{key}"').wait_for()
    search.fill("xyzzy")
    search.press("Enter")
    assert cell.locator(".dx-none:visible").inner_text() == "No name has these words."
    since = cell.locator("input[inputmode='numeric']").first
    since.fill("2015")
    since.press("Enter")
    code.get_by_text("since=2015").wait_for()
    # What is as before, or refused as before, is not waited for.
    chart = cell.locator(".dx-explorer select").first
    chart.press("ArrowDown")
    chart.press("ArrowUp")
    for remove in ("asean_six", "KOR", "egdi_rank"):
        cell.locator(".dx-chips button", has_text=remove).click()
    chart.select_option("dots")
    chart.select_option("tiles")
    cell.get_by_text("Choose an indicator.").wait_for()
    page.wait_for_timeout(1_500)
    assert explorer.get_attribute("aria-busy") == "false"


def test_charts_and_figures_are_legible_in_lab_s_dark_theme(page: Page, lab: str) -> None:
    address = f"{lab}/lab/api/settings/@jupyterlab/apputils-extension:themes?token={TOKEN}"
    for theme, is_light in (("JupyterLab Dark", False), ("JupyterLab Light", True)):
        raw = json.dumps({"raw": json.dumps({"theme": theme})}).encode()
        with urlopen(Request(address, raw, {"Content-Type": "application/json"}, method="PUT"), timeout=30):
            pass
        page.reload()
        page.wait_for_selector(f"body[data-jp-theme-light='{str(is_light).lower()}']", state="attached")
        wait_until_ready(page)
        cell = write_cell(
            page, 'import dxlib as dx\ndisplay(dx.latest("egdi_rank"))\ndx.ranking("egdi_rank", areas="asean_six")'
        )
        cell.locator("svg.chart-svg:visible").first.wait_for(timeout=60_000)
        take(page, f"theme-{theme[-5:].strip()}")
        contrasts = page.evaluate(CONTRASTS)
        assert contrasts, "no text was measured"
        assert min(contrasts) >= 3, sorted(contrasts)[:5]


CONTRASTS = """() => {
  const read = text => { const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number); return [r, g, b, a]; };
  const light = ([r, g, b]) => { const [x, y, z] = [r, g, b].map(v => v / 255).map(v => v <= .04045 ? v / 12.92 :
    ((v + .055) / 1.055) ** 2.4); return .2126 * x + .7152 * y + .0722 * z; };
  const ground = node => {
    for (let one = node; one; one = one.parentElement) {
      const color = read(getComputedStyle(one).backgroundColor);
      if (color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  const out = document.querySelector('.jp-Notebook .jp-Cell').querySelectorAll(
    '.jp-OutputArea-output svg text, .jp-OutputArea-output :is(p, h3, div, span, summary)');
  const nodes = [...out].filter(node => node.getClientRects().length
    && [...node.childNodes].some(one => one.nodeType === 3 && one.data.trim()));
  return nodes.map(node => { const style = getComputedStyle(node);
    const [one, other] = [light(read(node.closest('svg') ? style.fill : style.color)), light(ground(node))];
    return (Math.max(one, other) + .05) / (Math.min(one, other) + .05); });
}"""

"""Every kind of page in a real Chromium: narrow, middling and wide, light and dark, enlarged, printed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Browser, Page

from dxlib.export.pdf import print_opened
from dxlib.paths import Project
from tests.browser.axe import describe_violations
from tests.browser.opening import count_opening
from tests.browser.test_pages import OPEN_ALL
from tests.building import LANGUAGES, ROOT, list_declared

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
BRIEFS = [brief for brief, *_ in list_declared(Project(ROOT))]
SCREENS = [(360, "light"), (768, "dark"), (1280, "light")]
# Texts of pictures that reach out of theirs, or lie on one another by more than the space between lines.
CROWDED = """() => [...document.querySelectorAll('svg.chart-svg')].filter(svg => svg.getBoundingClientRect().width)
  .flatMap(svg => {
    const frame = svg.getBoundingClientRect();
    const boxes = [...svg.querySelectorAll('text')].map(text => {
      const box = text.getBoundingClientRect();
      return { text: text.textContent, left: box.left + 1, right: box.right - 1,
        top: box.top + 3, bottom: box.bottom - 3 };
    });
    const meet = (one, other) => one.left < other.right && other.left < one.right
      && one.top < other.bottom && other.top < one.bottom;
    const out = boxes.filter(box => box.left < frame.left - 1 || box.right > frame.right + 1
      || box.top < frame.top - 4 || box.bottom > frame.bottom + 4).map(box => 'outside: ' + box.text);
    const over = boxes.flatMap((one, at) => boxes.slice(at + 1).filter(other => meet(one, other))
      .map(other => one.text + ' / ' + other.text));
    return [...out, ...over];
  })"""

# Marks of punctuation that begin a line, below what they belong to.
LEADING = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.search(/[^\\s]/), before = node.previousSibling;
    if (!';,.:)'.includes(node.data[at] ?? ' ') || before?.nodeType !== Node.ELEMENT_NODE) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    const mark = range.getClientRects()[0], last = [...before.getClientRects()].at(-1);
    if (mark && last && mark.top > last.bottom - 2) found.push(before.textContent + node.data);
  }
  return found;
}"""


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
@pytest.mark.parametrize("brief", BRIEFS)
def test_nothing_is_wrong_on_any_screen(
    every_kind: dict[tuple[str, str], Path], open_page: OpenPage, brief: str, width: int, scheme: str
) -> None:
    """Each kind is on each screen and in each language, and each language is on each screen.

    All three at once would be thrice as many pages. They would show no more, since the style of a page goes by the
    screen and by the kind of its parts, and its language changes only how long the texts are.
    """
    turn = BRIEFS.index(brief) + SCREENS.index((width, scheme))
    path = every_kind[brief, LANGUAGES[turn % len(LANGUAGES)]]
    page = open_page(path, width=width, color_scheme=scheme)
    page.evaluate(OPEN_ALL)
    assert page.evaluate(CROWDED) == []
    assert page.evaluate(LEADING) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert describe_violations(page) == []
    assert [url for url in page.requests if not url.startswith(("data:", "blob:"))] == [path.as_uri()]
    assert page.messages == []


@pytest.mark.parametrize("brief", BRIEFS)
def test_enlarged_twice_nothing_is_cut_off(kinds: dict[str, Path], open_page: OpenPage, brief: str) -> None:
    page = open_page(kinds[brief], width=640, height=450, device_scale_factor=2)  # 1280 pixels at 200 %
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") == 640
    assert page.evaluate(
        """() => [...document.querySelectorAll('h1, h2, h3, p, li, dt, dd')].filter(node => node.offsetWidth
            && node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).overflow === 'hidden').length"""
    ) == 0  # fmt: skip


@pytest.mark.parametrize("brief", BRIEFS)
def test_only_what_is_seen_first_is_laid_out_on_opening(kinds: dict[str, Path], browser: Browser, brief: str) -> None:
    """The time that this takes is measured by ``benchmarks/bench_opening.py``."""
    opened = count_opening(browser, kinds[brief])
    assert opened["LayoutObjects"] <= 2000
    assert opened["LayoutCount"] <= 12


@pytest.mark.parametrize("brief", BRIEFS)
def test_the_document_is_well_formed(kinds: dict[str, Path], brief: str) -> None:
    text = kinds[brief].read_text("utf-8")
    ids = Counter(re.findall(r'\sid="([^"]*)"', text))
    assert [name for name, count in ids.items() if count > 1] == []
    parser = etree.HTMLParser(encoding="utf-8")
    etree.fromstring(text.encode(), parser)
    unknown = 801  # elements that are younger than the parser
    assert [str(error) for error in parser.error_log if error.type != unknown] == []


@pytest.mark.parametrize("brief", BRIEFS)
def test_on_paper_it_is_the_same_twice_and_tagged(kinds: dict[str, Path], open_page: OpenPage, brief: str) -> None:
    printed = []
    for _ in range(2):
        page = open_page(kinds[brief])
        printed.append(print_opened(page))
    assert printed[0] == printed[1]
    assert b"/StructTreeRoot" in printed[0]
    assert b"/Outlines" in printed[0]
    page.emulate_media(media="print")
    hidden = page.evaluate(
        "['.tools', '.step', '.languages', '.contents', 'button'].flatMap(one => [...document.querySelectorAll(one)])"
        ".filter(node => node.getClientRects().length).length"
    )
    assert hidden == 0

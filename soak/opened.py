"""Pages opened in Chromium without their policy: what of an attack ran, was asked for, or changed the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page, sync_playwright

from soak.attacks import ASKED, RAN, SUM
from tests.browser.chromium import ARGUMENTS, VARIABLE, find_chromium

_SETTLE_MS: Final = 60  # for what a page would do once it is there
_WATCH: Final = f"""
window.soak = [];
window.{RAN} = () => {{ window.soak.push('called'); }};
for (const name of ['alert', 'confirm', 'prompt', 'print', 'open', 'fetch'])
  window[name] = () => {{ window.soak.push(name); }};
"""
# Elements outside drawings by number; of drawings the names, since what stands there hangs on the length of labels.
_READ: Final = """() => {
  const all = [...document.querySelectorAll('*')];
  const name = node => [node.localName, ...[...node.attributes].map(a => '[' + a.name + ']')];
  const drawn = all.filter(node => node.closest('svg'));
  const texts = document.body.innerText;
  return {
    plain: all.filter(node => !node.closest('svg')).map(node => node.localName),
    drawn: [...new Set(drawn.flatMap(name))],
    handlers: all.flatMap(node => [...node.attributes].filter(a => /^on/i.test(a.name)).map(a => a.name)),
    leads: all.flatMap(node => ['href', 'src', 'action', 'data', 'formaction', 'xlink:href']
      .map(a => node.getAttribute(a)).filter(a => a && /^\\s*(javascript|vbscript|file|data:text)/i.test(a))),
    frames: window.length, text: texts, ran: window.soak,
  }; }"""


class Opener:
    """Opens pages, and says what is wrong with them.

    Parameters
    ----------
    page
        A window in which the policy of pages does not count: what holds without it does not rest on it.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self._asked: list[str] = []
        page.on("request", lambda request: self._asked.append(request.url))

    def read(self, path: Path) -> dict[str, Any]:
        """Give what a page holds once it has settled, and what it did."""
        self._asked.clear()
        self._page.goto(path.as_uri(), wait_until="load")
        self._page.wait_for_timeout(_SETTLE_MS)
        seen: dict[str, Any] = self._page.evaluate(_READ)
        own = path.as_uri()
        asked = [url for url in self._asked if url != own and not url.startswith("data:")]
        moved = [] if self._page.url.partition("#")[0] == own else [self._page.url]
        return {**seen, "asked": [*asked, *moved]}

    def list_wrong(self, path: Path, like: dict[str, Any], *, has_markup: bool = False) -> list[str]:
        """Say what of a page ran, was asked for, or is not as on the page without attacks.

        Parameters
        ----------
        like
            What :meth:`read` gave of that page.
        has_markup
            Whether it may have other elements, as long as they do nothing.
        """
        seen = self.read(path)
        found = [f"ran: {what}" for what in dict.fromkeys(seen["ran"])]
        found += [f"asked for: {url[:100]}" for url in seen["asked"]]
        found += [f"handler: {name}" for name in dict.fromkeys(seen["handlers"])]
        found += [f"leads to: {address[:100]}" for address in dict.fromkeys(seen["leads"])]
        found += [f"in a drawing: {name}" for name in set(seen["drawn"]) - set(like["drawn"])]
        found += ["a template computed it"] if SUM in seen["text"] else []
        return found if has_markup else found + _compare(seen, like)


def _compare(seen: dict[str, Any], like: dict[str, Any]) -> list[str]:
    """Say which elements a page has that another has not, and the other way round."""
    strange = Counter(seen["plain"]) - Counter(like["plain"])
    gone = Counter(like["plain"]) - Counter(seen["plain"])
    return [f"{number} more <{name}>" for name, number in strange.items()] + [
        f"{number} fewer <{name}>" for name, number in gone.items()
    ]


@contextmanager
def open_chromium() -> Iterator[Opener]:
    """Start the browser that the tests use.

    Raises
    ------
    RuntimeError
        Without one.
    """
    path = find_chromium()
    if not path:
        raise RuntimeError(f"There is no Chromium.\nFix: run 'make soak', or set {VARIABLE} to the path of one.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        context = browser.new_context(bypass_csp=True)
        context.add_init_script(_WATCH)
        context.route(f"**/*{ASKED}/**", lambda route: route.abort())
        context.set_default_timeout(20_000)
        yield Opener(context.new_page())
        browser.close()

"""What a browser counts until a page can be used."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

# What is laid out after loading does not count.
_ONLY_LOADING = "setTimeout = () => 0"
# A page of which nothing waits until it is scrolled to or opened.
_ALL_AT_ONCE = """addEventListener('DOMContentLoaded', () => {
  const style = document.createElement('style');
  style.textContent = '*, ::details-content { content-visibility: visible !important }';
  document.head.append(style) })"""


def count_opening(browser: Browser, path: Path, *, all_at_once: bool = False) -> dict[str, float]:
    """Open a file and give what Chromium counted: seconds are those of the page's own thread.

    Parameters
    ----------
    browser
        A browser that was started.
    path
        An HTML file.
    all_at_once
        Whether what is folded or further down is laid out too, as on a page that leaves nothing for later.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=all_at_once)
    try:
        page = context.new_page()
        page.add_init_script(_ONLY_LOADING)
        if all_at_once:
            page.add_init_script(_ALL_AT_ONCE)
        session = context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.goto(path.as_uri())
        return {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    finally:
        context.close()

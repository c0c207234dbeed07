"""Finding a Chromium, or saying exactly what to do."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser import chromium


def test_the_one_that_is_given_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(chromium.VARIABLE, "/somewhere/chromium")
    assert chromium.find_chromium() == "/somewhere/chromium"


def test_the_distribution_s_package_is_tried_before_a_download(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chromium.shutil, "which", lambda name: f"/usr/bin/{name}" if name == "apt-get" else None)
    ways = [[" ".join(command[-3:]) for command in way] for way in chromium.list_ways_to_install()]
    assert ways[0][-1] == "-y -qq chromium"
    assert ways[-1] == ["playwright install chromium"]


def test_without_any_it_says_what_to_do_and_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(chromium, "find_chromium", lambda: "")
    monkeypatch.setattr(chromium, "find_download", lambda: "")
    monkeypatch.setattr(chromium, "list_ways_to_install", lambda: iter([]))
    assert chromium.main() == 1
    told = capsys.readouterr().err
    assert "Fix: install the package 'chromium' (Debian, Ubuntu: apt-get install chromium)" in told
    assert "or set DXLIB_CHROMIUM to the path of a Chromium" in told


@pytest.mark.browser
def test_what_playwright_switches_off_stays_off_and_no_window_loads_suggestions(browser: Browser) -> None:
    session = browser.new_browser_cdp_session()
    command = session.send("SystemInfo.getInfo")["commandLine"]
    switch = "--disable-features="
    theirs, ours = ({*one.removeprefix(switch).split(",")} for one in command.split() if one.startswith(switch))
    assert theirs - ours == set()
    page = browser.new_page()
    page.goto("about:blank")
    assert [one["type"] for one in session.send("Target.getTargets")["targetInfos"]] == ["page"]

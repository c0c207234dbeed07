"""Printing: which pages become which files, what is missing is named; that it is tagged is tested with the browser."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest

from dxlib.errors import ConfigError, ExitCode, MachineError, MissingDependencyError
from dxlib.export import pdf


def test_every_page_of_a_folder_but_no_index_gets_a_pdf_at_its_address(tmp_path: Path) -> None:
    for name in ("index.html", "index.vi.html", "2025/vi/01-x.html", "2025/vi/07-y/VN63-01.html"):
        path = tmp_path / "reports" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    found = pdf.list_targets(tmp_path / "reports", tmp_path / "out")
    assert [target.relative_to(tmp_path).as_posix() for target in found.values()] == [
        "out/2025/vi/01-x.pdf", "out/2025/vi/07-y/VN63-01.pdf",
    ]  # fmt: skip
    page = tmp_path / "reports/2025/vi/01-x.html"
    assert pdf.list_targets(page, tmp_path) == {page: tmp_path / "01-x.pdf"}


def test_a_folder_without_pages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"No page in .*\nFix: run 'dxlib build' first"):
        pdf.list_targets(tmp_path, tmp_path)


def test_without_a_chromium_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(pdf.VARIABLE, raising=False)
    monkeypatch.setattr(pdf.shutil, "which", lambda _name: None)
    with pytest.raises(MissingDependencyError) as caught:
        pdf.find_chromium()
    assert str(caught.value) == (
        "No Chromium was found.\nFix: install the package 'chromium' or Google Chrome, or set DXLIB_CHROMIUM to one."
    )
    assert caught.value.exit_code is ExitCode.MISSING_DEPENDENCY


def test_without_playwright_it_names_the_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(__import__("sys").modules, "playwright.sync_api", None)
    with pytest.raises(MissingDependencyError, match=r"Fix: pip install 'dxlib\[pdf\]'"):
        list(pdf.print_pages({tmp_path / "a.html": tmp_path / "a.pdf"}))


def test_elements_are_numbered_as_they_stand_and_nothing_moves() -> None:
    content = b"/ID (node00000900) /ID (node00000123) (node00000900) /ModDate (D:20261122101112+00'00')"
    stable = pdf.make_stable(content)
    assert stable == b"/ID (node00000001) /ID (node00000002) (node00000001) /ModDate (D:20000101000000+00'00')"
    assert len(stable) == len(content)


def test_the_index_of_elements_is_in_order_whichever_the_browser_numbered_first() -> None:
    printed = (
        b"520 0 obj /ID (node00000%d) 522 0 obj /ID (node00000%d) 99 0 obj /ID (node00000%d)\n"
        b"/Limits [(node00000139) (node00000141)]\n"
        b"/Names [(node00000139) %d 0 R (node00000140) %d 0 R (node00000141) %d 0 R]>>"
    )
    usual = pdf.make_stable(printed % (139, 140, 141, 520, 522, 99))
    assert usual == pdf.make_stable(printed % (141, 139, 140, 522, 99, 520))
    assert b"[(node00000001) (node00000003)]\n/Names [(node00000001) 520 0 R (node00000002) 522 0 R " in usual


@pytest.mark.parametrize("chromium", ["/nowhere/chromium", "/bin/false"])
def test_a_browser_that_does_not_start_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, chromium: str) -> None:
    monkeypatch.setenv(pdf.VARIABLE, chromium)
    with pytest.raises(MachineError, match=rf"^{chromium} did not print: .*\nFix: see that it starts by itself"):
        list(pdf.print_pages({tmp_path / "a.html": tmp_path / "a.pdf"}))


def test_where_the_browser_has_no_room_for_a_pdf_its_folder_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    library = SimpleNamespace(Error=ValueError, sync_playwright=MagicMock())
    browser = library.sync_playwright.return_value.__enter__.return_value.chromium.launch.return_value
    browser.new_page.return_value.pdf.side_effect = ValueError(
        "Page.pdf: Protocol error (IO.read): Read failed\nCall log"
    )
    monkeypatch.setitem(sys.modules, "playwright.sync_api", library)
    monkeypatch.setenv(pdf.VARIABLE, "/usr/bin/chromium")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(pdf.shutil, "disk_usage", lambda _folder: SimpleNamespace(free=204_800))
    with pytest.raises(MachineError) as caught:
        list(pdf.print_pages({tmp_path / "a.html": tmp_path / "a.pdf"}))
    assert str(caught.value) == (
        f"/usr/bin/chromium could not keep a PDF in {tmp_path}, where 0.2 MiB are free."
        " What was printed before is kept.\n"
        "Fix: make room there, or set TMPDIR to a folder with some megabytes for each page; then print again."
    )

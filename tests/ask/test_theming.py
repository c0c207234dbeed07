"""Figures that an analyst draws have the letters of the project that they are drawn in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib import font_manager

import dxlib as dx
from dxlib.charts import machine_fonts
from dxlib.charts.backend.known_font import register_fonts
from tests.charts.test_machine_fonts import write_font
from tests.conftest import Toy


@pytest.fixture
def japanese(toy: Toy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Toy]:
    """A project whose own area has a name in Japanese, on a machine with a font for a part of it."""
    path = toy.project.catalogue / "areas.yaml"
    path.write_text(path.read_text("utf-8").replace("en: Viet Nam", "en: \u65e5\u672c", 1), "utf-8")
    monkeypatch.chdir(toy.project.root)
    font = write_font(tmp_path, "Han", "\u65e5")
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: [font])
    register_fonts()  # once a process: it must not be undone with the list
    monkeypatch.setattr(font_manager.fontManager, "ttflist", list(font_manager.fontManager.ttflist))
    machine_fonts._register.cache_clear()
    yield toy
    dx.reset_theme()
    machine_fonts._register.cache_clear()


@pytest.mark.usefixtures("japanese")
def test_a_font_of_the_machine_is_taken_for_letters_of_the_project() -> None:
    before = mpl.rcParams["font.family"]
    dx.set_theme()
    assert mpl.rcParams["font.family"] == ["Source Sans Pro", "Han in Han-400.ttf"]
    dx.reset_theme()
    assert mpl.rcParams["font.family"] == before


def test_outside_of_a_project_the_theme_has_its_own_font(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DXLIB_ROOT", raising=False)
    monkeypatch.chdir(tmp_path)
    dx.set_theme()
    assert mpl.rcParams["font.family"] == ["Source Sans Pro"]
    dx.reset_theme()

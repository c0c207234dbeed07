"""Formulas are set in the page's font as far as it goes."""

from __future__ import annotations

import logging

import matplotlib as mpl
import pytest

from dxlib.charts.backend.mathematics import set_formula
from dxlib.charts.theme import measure_text


def test_letters_beside_each_other_are_one_text() -> None:
    formula = set_formula("$\\mathrm{CO}$", 13, bold=False)
    assert [letters.text for letters in formula.letters] == ["CO"]
    assert formula.width == pytest.approx(measure_text("CO"), abs=1.5)


def test_exponents_are_smaller_and_higher() -> None:
    base, exponent = set_formula("$x^2$", 20, bold=False).letters
    assert (base.text, base.size, base.y) == ("x", 20, pytest.approx(0, abs=0.2))
    assert (exponent.text, exponent.size) == ("2", 14)
    assert exponent.y > 5


def test_a_root_and_a_fraction_are_outlines() -> None:
    formula = set_formula(r"$\sqrt{\frac{a}{b}}$", 13, bold=False)
    assert [letters.text for letters in formula.letters] == ["a", "b"]
    assert len(formula.outlines) == 3  # the root, its bar, and that of the fraction


def test_an_accent_is_an_outline_because_it_stands_alone() -> None:
    formula = set_formula(r"$\hat{y}$", 13, bold=False)
    assert [letters.text for letters in formula.letters] == ["y"]
    assert len(formula.outlines) == 1


def test_a_bold_formula_is_semibold() -> None:
    assert all(letters.bold for letters in set_formula(r"$\mathbf{x}$", 13, bold=True).letters)


def test_settings_and_log_are_as_before(caplog: pytest.LogCaptureFixture) -> None:
    before = mpl.rcParams["mathtext.fontset"]
    with caplog.at_level(logging.WARNING, "matplotlib.mathtext"):
        set_formula(r"$\sqrt{2}$", 13.5, bold=False)
        assert caplog.records == []
        logging.getLogger("matplotlib.mathtext").warning("another")
    assert [record.message for record in caplog.records] == ["another"]
    assert mpl.rcParams["mathtext.fontset"] == before

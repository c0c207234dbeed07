"""Seaborn's known warnings are silent while our code draws; what it cannot draw says why."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
import seaborn as sns
from matplotlib.figure import Figure

from dxlib.charts.seaborn_drawing import KNOWN_WARNINGS, drawing_with_seaborn
from dxlib.errors import MissingDependencyError

TABLE = pd.DataFrame(np.arange(12.0).reshape(4, 3), columns=list("abc"))


@pytest.mark.parametrize("text", KNOWN_WARNINGS)
def test_a_known_warning_is_silent_and_a_longer_one_is_heard(text: str) -> None:
    with drawing_with_seaborn():
        warnings.warn(text, DeprecationWarning, stacklevel=1)
    with pytest.warns(UserWarning, match="and more"), drawing_with_seaborn():
        warnings.warn(f"{text} and more", UserWarning, stacklevel=1)


def test_a_box_plot_warns_of_nothing_else() -> None:
    with warnings.catch_warnings(record=True) as caught, drawing_with_seaborn():
        warnings.simplefilter("error", append=True)
        sns.boxplot(TABLE, ax=Figure().add_subplot())
    assert caught == []


def test_nothing_is_silent_afterwards() -> None:
    before = list(warnings.filters)
    with drawing_with_seaborn():
        pass
    assert warnings.filters == before


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        (
            lambda: sns.clustermap(TABLE),
            "seaborn cannot draw clustermap: it needs scipy, which dxlib does not install.\n"
            "Fix: draw a heat map (sns.heatmap) of rows that are sorted already.",
        ),
        (
            lambda: sns.kdeplot(TABLE, x="a", cumulative=True, ax=Figure().add_subplot()),
            "seaborn cannot draw a cumulative density: it needs scipy, which dxlib does not install.\n"
            "Fix: draw it with sns.ecdfplot.",
        ),
        (
            lambda: sns.regplot(TABLE, x="a", y="b", lowess=True, ax=Figure().add_subplot()),
            "seaborn cannot draw a lowess curve: it needs statsmodels, which dxlib does not install.\n"
            "Fix: fit a straight line (sns.regplot without lowess).",
        ),
    ],
)
def test_what_needs_scipy_is_refused_with_the_reason(draw: Callable[[], object], said: str) -> None:
    assert {"scipy", "statsmodels"}.isdisjoint(sys.modules)
    with pytest.raises(MissingDependencyError) as caught, drawing_with_seaborn():
        draw()
    assert str(caught.value) == said


def test_another_error_stays_as_it_is() -> None:
    with pytest.raises(RuntimeError, match=r"^something else$"), drawing_with_seaborn():
        raise RuntimeError("something else")

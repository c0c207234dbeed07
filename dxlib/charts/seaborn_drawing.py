"""Calls of seaborn by our own code: its known warnings, and what it cannot do without scipy and statsmodels."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from dxlib.errors import MissingDependencyError

# What seaborn 0.13.2 makes matplotlib 3.11 and pandas 3 say; each in its whole text, so that another is heard.
KNOWN_WARNINGS: Final = (
    "vert: bool was deprecated in Matplotlib 3.11 and will be removed in 3.13. Use orientation: {'vertical', "
    "'horizontal'} instead.",
    "The copy keyword is deprecated and will be removed in a future version. Copy-on-Write is active in pandas since "
    "3.0 which utilizes a lazy copy mechanism that defers copies until necessary. Use .copy() to make an eager copy if "
    "necessary.",
    "The figure layout has changed to tight",
)
_REFUSED: Final = {
    "clustermap requires scipy": ("clustermap", "draw a heat map (sns.heatmap) of rows that are sorted already"),
    "Cumulative KDE evaluation requires scipy": ("a cumulative density", "draw it with sns.ecdfplot"),
    "`lowess=True` requires statsmodels": ("a lowess curve", "fit a straight line (sns.regplot without lowess)"),
    "`robust=True` requires statsmodels": ("a robust fit", "fit a straight line (sns.regplot without robust)"),
    "`logistic=True` requires statsmodels": ("a logistic fit", "fit a straight line (sns.regplot without logistic)"),
}


@contextmanager
def drawing_with_seaborn() -> Iterator[None]:
    """Keep seaborn's known warnings silent while it draws, and name what it lacks and what to draw instead.

    Raises
    ------
    MissingDependencyError
        For what needs scipy or statsmodels, which dxlib does not install: a clustermap, a cumulative density, and
        lowess, robust and logistic fits. Draw what the message names instead.

    Examples
    --------
    >>> import seaborn as sns
    >>> from matplotlib.figure import Figure
    >>> with drawing_with_seaborn():
    ...     axes = sns.boxplot(x=[1, 2, 4], ax=Figure().add_subplot())
    """
    with warnings.catch_warnings():
        for text in KNOWN_WARNINGS:
            warnings.filterwarnings("ignore", message=rf"{re.escape(text)}\Z")
        try:
            yield
        except RuntimeError as error:
            if explained := _explain(error):
                raise explained from error
            raise


def _explain(error: RuntimeError) -> MissingDependencyError | None:
    """Give the reason of what seaborn refuses, in the shape of our messages; none for another error."""
    for start, (what, instead) in _REFUSED.items():
        if str(error).startswith(start):
            needed = "statsmodels" if "statsmodels" in start else "scipy"
            text = f"seaborn cannot draw {what}: it needs {needed}, which dxlib does not install."
            return MissingDependencyError(text, fix=f"{instead}.")
    return None

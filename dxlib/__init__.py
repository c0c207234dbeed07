"""Briefs on digital transformation in which no number stands without its source.

Importing this package changes nothing and loads nothing heavy; its names load when first used.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "Brief": "dxlib.brief.brief",
    "Missing": "dxlib.data.quantities",
    "Quantity": "dxlib.data.quantities",
    "at": "dxlib.ask.single_figures",
    "bullets": "dxlib.ask.charts",
    "changes": "dxlib.ask.moving",
    "cite": "dxlib.ask.citing",
    "compare": "dxlib.ask.comparing",
    "coverage": "dxlib.ask.reviewing",
    "disagreements": "dxlib.ask.reviewing",
    "dots": "dxlib.ask.charts",
    "emphasize": "dxlib.charts.additions",
    "explain": "dxlib.ask.explaining",
    "explore": "dxlib.ask.exploring",
    "findings": "dxlib.ask.reviewing",
    "fit": "dxlib.charts.additions",
    "frame": "dxlib.ask.frames",
    "growth": "dxlib.ask.moving",
    "label": "dxlib.charts.additions",
    "latest": "dxlib.ask.single_figures",
    "median": "dxlib.charts.additions",
    "open_brief": "dxlib.brief.opening",
    "parts": "dxlib.ask.charts",
    "peers": "dxlib.ask.peers_and_targets",
    "rank_table": "dxlib.ask.charts",
    "ranking": "dxlib.ask.charts",
    "relation": "dxlib.ask.relating",
    "reset_theme": "dxlib.charts.matplotlib_theme",
    "revisions": "dxlib.ask.reviewing",
    "search": "dxlib.ask.searching",
    "set_theme": "dxlib.ask.theming",
    "target": "dxlib.ask.single_figures",
    "targets": "dxlib.ask.peers_and_targets",
    "tiles": "dxlib.ask.charts",
    "traceback": "dxlib.ask.in_notebooks",
    "trend": "dxlib.ask.charts",
}

__all__ = ["__version__", *_HOMES]  # noqa: PLE0604  (strings, which the checker does not see)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        msg = f"module 'dxlib' has no attribute '{name}'{_find_near(name)}"
        error = AttributeError(msg)
        # What a notebook shows in the place of this frame, which tells an analyst nothing.
        error._render_traceback_ = lambda: [f"AttributeError: {msg}"]  # type: ignore[attr-defined]
        raise error
    if "IPython" in sys.modules:
        import_module("dxlib.ask.in_notebooks").prepare()
    return getattr(import_module(_HOMES[name]), name)


def _find_near(name: str) -> str:
    """Give what an analyst may have meant, in a notebook; elsewhere imports ask for many a name that is none."""
    if name.startswith("_") or "IPython" not in sys.modules:
        return ""
    return str(import_module("dxlib.errors").did_you_mean(name, __all__)).replace(" Did", ". Did", 1)


def __dir__() -> list[str]:
    return sorted(__all__)

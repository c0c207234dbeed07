"""Briefs on digital transformation in which no number stands without its source.

Importing this package changes nothing and loads nothing heavy; its names load when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "Brief": "dxlib.brief.brief",
    "open_brief": "dxlib.brief.opening",
    "Missing": "dxlib.data.quantities",
    "Quantity": "dxlib.data.quantities",
    "at": "dxlib.ask.figures",
    "frame": "dxlib.ask.frames",
    "latest": "dxlib.ask.figures",
    "search": "dxlib.ask.searching",
    "target": "dxlib.ask.figures",
}

__all__ = ["Brief", "Missing", "Quantity", "__version__", "at", "frame", "latest", "open_brief", "search", "target"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        msg = f"module 'dxlib' has no attribute '{name}'"
        raise AttributeError(msg)
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)

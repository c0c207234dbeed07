"""What the audit has a function for is found by the function's name: nothing is listed a second time."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from typing import Any


def list_functions(package: str, prefix: str) -> dict[str, Callable[..., Any]]:
    """Give the functions that the modules of a package define, by what follows a prefix in their names, sorted.

    Examples
    --------
    >>> "growth" in list_functions("dxlib.audit.contradictions", "find_")
    True
    """
    found: dict[str, Callable[..., Any]] = {}
    for info in pkgutil.iter_modules(importlib.import_module(package).__path__):
        module = importlib.import_module(f"{package}.{info.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            # A function that a module merely imports would be found twice.
            if name.startswith(prefix) and function.__module__ == module.__name__:
                found[name.removeprefix(prefix)] = function
    return dict(sorted(found.items()))

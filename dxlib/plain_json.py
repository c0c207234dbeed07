"""JSON that comes from outside: whatever it is, it is read or it is a ValueError."""

from __future__ import annotations

import json
from typing import Any


def parse_json(text: str | bytes, **how: Any) -> Any:
    """Give what a text in JSON says.

    Parameters
    ----------
    text
        From a file that anybody may have written.
    how
        As of ``json.loads``: ``parse_float``, ``object_pairs_hook``.

    Raises
    ------
    ValueError
        For what is no JSON, and for values within each other that nobody can follow: Python would end there with a
        RecursionError, which is no ValueError.

    Examples
    --------
    >>> parse_json('{"a": [1]}')
    {'a': [1]}
    >>> parse_json("[" * 100_000)
    Traceback (most recent call last):
    ValueError: too many values within each other
    """
    try:
        return json.loads(text, **how)
    except RecursionError as error:
        raise ValueError("too many values within each other") from error

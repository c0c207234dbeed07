"""Claims: what a figure is shown as, in the call syntax of Python, over the ids of catalogue and data.

``latest("egdi_rank", "VNM")`` is the latest figure of an indicator in an area, and
``rank_change(latest("egdi_rank", "VNM"), before(latest("egdi_rank", "VNM")))`` how many places were gained on the one
before. Notebook, page and audit use one language: a notebook's ``brief.latest("egdi_rank")`` is the first of these
claims, with the area of the brief.
"""

from __future__ import annotations

import json
import re
from typing import Final

# What follows from a figure's record on the page, and need not stand there once more.
IMPLIED: Final = frozenset((
    "at", "target", "stated", "out_of", "change", "difference", "rank_change", "growth", "compound_growth", "ratio",
    "share", "distance", "pace", "needed_pace", "tally",
))  # fmt: skip
_BEGINS: Final = re.compile(r"[a-z_]+\(")  # no id, period or code begins so


def write_claim(name: str, *args: object, **options: object) -> str:
    """Give the text of a claim; a claim among its arguments stands within it as it is.

    Parameters
    ----------
    name
        A call of notebooks, or what a page says of a figure by itself (``stated``, ``inputs``).
    *args, **options
        Texts, numbers, and texts of claims (as this function gives them); empty options are left out.

    Examples
    --------
    >>> write_claim("before", write_claim("latest", "egdi_rank", "VNM"))
    'before(latest("egdi_rank", "VNM"))'
    """
    given = [_write(one) for one in args]
    # By comparison, not by truth: in holds(..., low=0) zero is a bound.
    given += [f"{key}={_write(value)}" for key, value in options.items() if value not in ("", None)]
    return f"{name}({', '.join(given)})"


def is_implied(claim: str) -> bool:
    """Say whether a claim follows from what a page says of the figure anyway: its observation, or its formula."""
    return claim.partition("(")[0] in IMPLIED


def _write(value: object) -> str:
    if isinstance(value, str) and not _BEGINS.match(value):
        # A text of JSON is one of Python as well, and no quotation mark within it can end it.
        return json.dumps(value, ensure_ascii=False)
    return str(value)

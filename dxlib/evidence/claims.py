"""Claims: what a figure is shown as, in the call syntax of Python, over the ids of catalogue and data.

``latest("egdi_rank", "VNM")`` is the latest figure of an indicator in an area, and
``rank_change(latest("egdi_rank", "VNM"), before(latest("egdi_rank", "VNM")))`` how many places were gained on the one
before. Notebook, page and audit use one language: a notebook's ``brief.latest("egdi_rank")`` is the first of these
claims, with the area of the brief.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from dxlib.errors import DataError

FIGURES: Final = ("latest", "at", "target", "shared", "before", "first", "rival", "out_of", "aggregate", "stated")
COMPUTED: Final = (
    "change", "difference", "rank_change", "growth", "compound_growth", "ratio", "share", "distance", "pace",
    "needed_pace",
    "place", "count", "tally",
)  # fmt: skip
JUDGED: Final = ("verdict", "holds")
SETS: Final = ("contested", "targets", "findings", "members", "inputs")
# What follows from a figure's record on the page, and need not stand there once more.
IMPLIED: Final = frozenset((
    "at", "target", "stated", "out_of", "change", "difference", "rank_change", "growth", "compound_growth", "ratio",
    "share", "distance", "pace", "needed_pace", "tally",
))  # fmt: skip
NAMES: Final = frozenset((*FIGURES, *COMPUTED, *JUDGED, *SETS))

_BEGINS: Final = re.compile(r"[a-z_]+\(")  # no id, period or code begins so


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim.

    Parameters
    ----------
    name
        One of :data:`NAMES`.
    args, options
        Texts, numbers and further claims, by place and by name.
    """

    name: str
    args: tuple[object, ...] = ()
    options: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        parts = [_write(one) for one in self.args]
        parts += [f"{name}={_write(one)}" for name, one in self.options.items()]
        return f"{self.name}({', '.join(parts)})"


def write_claim(name: str, *args: object, **options: object) -> str:
    """Give the text of a claim; a claim among its arguments stands within it as it is.

    Parameters
    ----------
    name
        One of :data:`NAMES`.
    *args, **options
        Texts, numbers, and texts of claims (as this function gives them); empty options are left out.

    Examples
    --------
    >>> write_claim("before", write_claim("latest", "egdi_rank", "VNM"))
    'before(latest("egdi_rank", "VNM"))'
    """
    return str(Claim(name, args, {key: value for key, value in options.items() if value not in ("", None)}))


def is_implied(claim: str) -> bool:
    """Say whether a claim follows from what a page says of the figure anyway: its observation, or its formula."""
    return claim.partition("(")[0] in IMPLIED


def parse_claim(text: str) -> Claim:
    """Read a claim.

    Raises
    ------
    DataError
        For what is no call of an allowed name with texts, numbers and claims.

    Examples
    --------
    >>> parse_claim('change(latest("a", "VNM"), at("a", "2022", "VNM"))').args[1]
    Claim(name='at', args=('a', '2022', 'VNM'), options={})
    """
    try:
        return _read(ast.parse(text, mode="eval").body, text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:  # the last two for a text nested too deep
        raise _refuse(text, "it is no expression") from error


def _read(node: ast.expr, text: str) -> Claim:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in NAMES:
        raise _refuse(text, f"'{ast.unparse(node)}' is no call of an allowed name")
    if any(word.arg is None for word in node.keywords):
        raise _refuse(text, "arguments are unpacked")
    if len({word.arg for word in node.keywords}) < len(node.keywords):
        raise _refuse(text, "an argument is given twice")
    args = tuple(_read_value(one, text) for one in node.args)
    return Claim(node.func.id, args, {str(word.arg): _read_value(word.value, text) for word in node.keywords})


def _read_value(node: ast.expr, text: str) -> object:
    if isinstance(node, ast.Constant) and isinstance(node.value, (str, int, float)):
        return node.value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        number = _read_value(node.operand, text)
        if isinstance(number, (int, float)):
            return -number
    return _read(node, text)


def _refuse(text: str, why: str) -> DataError:
    return DataError(f"'{text}' is no claim: {why}.", allowed=sorted(NAMES), fix="write a call of one of these names.")


def _write(value: object) -> str:
    if isinstance(value, str) and not _BEGINS.match(value):
        return json.dumps(value, ensure_ascii=False)
    return str(value)

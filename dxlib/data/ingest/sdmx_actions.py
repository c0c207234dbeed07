"""What an SDMX-CSV file does to its own observations: each line may add, replace or delete."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from dxlib.data.ingest.records import RawRow

ACTION: Final = "ACTION"
DELETED: Final = "withdrawn by the publisher (ACTION D)"
DELETED_LATER: Final = "withdrawn by a later line (ACTION D)"
REPLACED: Final = "replaced by a later line (ACTION A, M or R)"
ATTRIBUTES_ONLY: Final = "takes back attributes, no figure (ACTION D)"
_VALUE: Final = "OBS_VALUE"
_DELETE, _REPLACE = "D", "R"
_UPDATE: Final = ("A", "M")
Key = tuple[str, ...]


def find_withdrawn(
    lines: Iterable[tuple[int, RawRow]], dimensions: Sequence[str], rest: Sequence[str]
) -> dict[int, str]:
    """Give the lines that state no figure in the end, each with the reason.

    Parameters
    ----------
    lines
        In the order of the file, with their numbers.
    dimensions
        The columns that identify an observation; in a line that deletes, an empty one stands for all codes.
    rest
        The columns of attributes.
    """
    said: dict[int, str] = {}
    live: dict[Key, int] = {}
    for line, row in lines:
        key, action = tuple(row[name] for name in dimensions), row.get(ACTION, "")
        if action == _DELETE:
            # SDMX-CSV 2.0: a line that names attributes and no value deletes these attributes alone.
            whole = bool(row[_VALUE]) or not any(row[name] for name in rest)
            said[line] = DELETED if whole else ATTRIBUTES_ONLY
            for other in list(_match(key, live)) if whole else ():
                said[live.pop(other)] = DELETED_LATER
            continue
        # A and M without a value change attributes; the figure of the line before stays.
        if key in live and (action == _REPLACE or (action in _UPDATE and row[_VALUE])):
            said[live.pop(key)] = REPLACED
        # A second line without an action that replaces is no replacement: collect() calls it stated twice.
        live.setdefault(key, line)
    return said


def _match(key: Key, live: dict[Key, int]) -> Iterator[Key]:
    """Give the observations that a line deletes."""
    if all(key):
        yield from [key] if key in live else []
        return
    for other in live:
        if all(mine in {"", theirs} for mine, theirs in zip(key, other, strict=True)):
            yield other

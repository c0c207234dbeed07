"""The identity of an observation, and the short names of figures: one text form, one parser."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, Self

from dxlib.data import schema
from dxlib.errors import DataError

TOTAL_SIGN: Final = "0"  # no key holds it: keys are of the letters a to z and the digits 2 to 7
# 5 bytes are exactly 8 characters of base32, without the signs that fill up.
_KEY_BYTES: Final = 5


class ObservationId(NamedTuple):
    """What tells an observation from every other: the unique columns of ``data/clean``.

    Parameters
    ----------
    indicator, area, period, kind, source
        As the columns say; the period is empty for a target without a deadline.

    Examples
    --------
    >>> one = ObservationId("egdi_rank", "VNM", "2024", "actual", "un-egovkb-2024")
    >>> str(one)
    'egdi_rank/VNM/2024/actual@un-egovkb-2024'
    >>> ObservationId.parse(str(one)) == one
    True
    """

    indicator: str
    area: str
    period: str
    kind: str
    source: str

    def __str__(self) -> str:
        return f"{self.indicator}/{self.area}/{self.period}/{self.kind}@{self.source}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the text form back.

        Raises
        ------
        DataError
            For a text of another form: write indicator/area/period/kind@source.

        Examples
        --------
        >>> ObservationId.parse("wdi/VNM/2025-01/2025-09/actual@feed@2026-01-01").period
        '2025-01/2025-09'
        """
        # A source may hold "@" (a vintage is <feed>@<day>), so the first one ends the name; a period may hold "/".
        name, _, source = text.partition("@")
        parts = name.split("/")
        # The period may be empty (a target without a deadline) or hold a slash, so parts are counted from both ends.
        if not source or len(parts) < len(schema.KEY) or "" in parts[:2] or parts[-1] not in tuple(schema.Kind):
            raise DataError(
                f"'{text}' names no observation.",
                fix="write indicator/area/period/kind@source.",
            )
        return cls(parts[0], parts[1], "/".join(parts[2:-1]), parts[-1], source)

    @classmethod
    def of(cls, row: Mapping[str, str]) -> Self:
        """Give the identity of a row of ``data/clean``, by the names of its columns."""
        return cls(*schema.get_unique(row))


def make_key(content: object) -> str:
    """Give a short name for anything that JSON can write; forty bits, for some hundreds of names on a page."""
    digest = hashlib.sha256(json.dumps(content).encode()).digest()
    return base64.b32encode(digest[:_KEY_BYTES]).decode().lower()


def name_stated(observation: str) -> str:
    """Give the key of the figure that an observation states, from the text form of its identity."""
    return make_key(observation)


def name_total(key: str) -> str:
    """Give the key of the N of "n of N", from the key of the figure that it stands beside."""
    return key + TOTAL_SIGN


def name_computed(formula: str, inputs: Sequence[str], options: Sequence[tuple[str, str]] = ()) -> str:
    """Give the key of a computed figure, from its formula, the keys of its inputs and its options."""
    return make_key([formula, list(inputs), [list(option) for option in options]])


def name_verdict(target: str, latest: str) -> str:
    """Give the key of the verdict on a target, from the keys of the target and of the figure that decides."""
    return make_key(["verdict", target, latest])

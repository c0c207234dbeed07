"""Signs in cells of values, as a mapping declares them: alone in a cell, or beside a number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dxlib.data.ingest.flags import Meaning
from dxlib.data.ingest.mapping import CellSign
from dxlib.data.ingest.number_cells import is_missing
from dxlib.data.schema import ObsStatus

_BESIDE: Final = " \u00a0\u202f"


@dataclass(frozen=True, slots=True)
class CellFigure:
    """What a cell says.

    Parameters
    ----------
    text
        The number, as it is written or as the sign has it.
    flags
        The signs beside it.
    qualifier, comment
        What the sign says that stands for a number.
    is_known
        Whether a sign gives the number.
    is_missing
        Whether a sign says that there is none.
    """

    text: str
    flags: tuple[str, ...] = ()
    qualifier: str = ""
    comment: str = ""
    is_known: bool = False
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of one mapping, and what it says is written where there is no value."""

    declared: Mapping[str, CellSign]
    missing: tuple[str, ...] = ()

    def read(self, text: str) -> CellFigure:
        """Give what a cell says.

        Examples
        --------
        >>> declared = {"-": CellSign(value=0), "e": CellSign(status="E")}
        >>> declared |= {"<": CellSign(qualifier="<"), "[x]": CellSign(status="M")}
        >>> signs = Signs(declared)
        >>> [signs.read(text).text for text in ("-", "12.5 e", "-3")], signs.read("12.5 e").flags
        (['0', '12.5', '-3'], ('e',))
        >>> signs.read("[x]").is_missing, signs.read("< 5").qualifier
        (True, '<')
        """
        sign = self.declared.get(text)
        if sign and sign.stands_alone:
            value = "" if sign.value is None else f"{sign.value:f}"
            flags = () if sign.status in (ObsStatus.NORMAL, ObsStatus.MISSING) else (sign.status.value,)
            missing = sign.status is ObsStatus.MISSING
            return CellFigure(
                value, flags, sign.qualifier.value, sign.comment, is_known=not missing, is_missing=missing
            )
        return self._strip(text)

    def _strip(self, text: str) -> CellFigure:
        """Take away the signs that stand before or after a number, or a sign for none."""
        flags: list[str] = []
        qualifier, rest = "", text
        # reversed() below takes the longest first: with the signs "ep" and "p", the shorter one would leave an "e".
        beside = sorted((name for name in self.declared if name and not self.declared[name].stands_alone), key=len)
        while name := next((name for name in reversed(beside) if _stands_beside(name, rest)), ""):
            rest = (rest.removesuffix(name) if rest.endswith(name) else rest.removeprefix(name)).strip(_BESIDE)
            flags.append(name)
            qualifier = self.declared[name].qualifier.value or qualifier
        # Where no number is left, the letters were no signs but part of a word.
        understood = self.lacks_value(rest) or any(map(str.isdigit, rest))
        return CellFigure(rest, tuple(flags), qualifier) if understood else CellFigure(text)

    @property
    def meanings(self) -> dict[str, Meaning]:
        """What signs mean beside a number, or in a column of flags."""
        return {
            name: Meaning(sign.status, sign.comment) for name, sign in self.declared.items() if not sign.stands_alone
        }

    def lacks_value(self, text: str) -> bool:
        """Say whether a cell says that there is no value."""
        return is_missing(text) or text.strip() in self.missing


def _stands_beside(name: str, text: str) -> bool:
    return text != name and (text.endswith(name) or text.startswith(name))

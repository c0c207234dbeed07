"""Signs in cells of values and flags beside them: those of SDMX's code list, and those that a mapping declares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from dxlib.data.ingest.mapping import CellSign
from dxlib.data.ingest.number_cells import is_missing
from dxlib.data.schema import ObsStatus

OTHER_FLAGS: Final = {  # of SDMX's code list, those that dxlib keeps as a comment
    "D": "its definition differs", "G": "it is experimental", "I": "it is imputed", "N": "it is not significant",
    "S": "a special event is in it", "T": "the limits of comparison have changed", "V": "it is not validated",
    "W": "it includes another category",
}  # fmt: skip
STATUSES: Final = {
    # M beside a value contradicts it: left out here, it is an unknown flag, and so a problem.
    **{status.value: status for status in ObsStatus if status is not ObsStatus.MISSING},
    **dict.fromkeys(OTHER_FLAGS, ObsStatus.NORMAL),
    # There is no status of its own for imputed values, which nobody measured.
    "I": ObsStatus.ESTIMATED,
}
_FIRST_OF_MANY: Final = "BUEPFIADGNSTVW"  # where a cell has several flags, SDMX lets a break come first
_BETWEEN: Final = re.compile(r"[\s,;|]+")


class Meaning(NamedTuple):
    """What a flag says of a value."""

    status: ObsStatus = ObsStatus.NORMAL
    comment: str = ""


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

    declared: Mapping[str, CellSign] = field(default_factory=dict)
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

    def split(self, text: str) -> list[str]:
        """Give the flags of a cell, in its order; Eurostat writes several in one cell, as 'be'.

        Examples
        --------
        >>> signs = Signs({"(1)": CellSign()})
        >>> signs.split("eb"), signs.split("p, (1)"), signs.split("")
        (['E', 'B'], ['P', '(1)'], [])
        """
        known = self.meanings
        # A flag of the publisher's own list may itself hold a blank or a comma.
        tokens = [text.strip()] if text.strip() in known else _BETWEEN.split(text.strip())
        flags: list[str] = []
        for token in filter(None, tokens):
            whole = token in known or not token.isalpha()
            flags += [token] if whole else [letter if letter in known else letter.upper() for letter in token]
        return flags

    def find_unknown(self, flags: Iterable[str]) -> list[str]:
        """Give the flags that neither SDMX nor the publisher's own list explains."""
        known = STATUSES.keys() | self.meanings.keys()
        return [flag for flag in flags if flag not in known]

    def explain(self, flags: Sequence[str]) -> Meaning:
        """Give the status of the flag that counts first, and what it and the others say beside.

        Examples
        --------
        >>> Signs().explain(["E", "B"])
        Meaning(status=<ObsStatus.BREAK: 'B'>, comment="The publisher's flag E.")
        """
        own = self.meanings
        meanings = {flag: own.get(flag) or _explain(flag) for flag in flags}
        ordered = sorted(meanings, key=lambda flag: _rank(flag, meanings[flag]))
        said = [meanings[flag].comment for flag in ordered]
        said += [f"The publisher's flag {flag}." for flag in ordered[1:] if not meanings[flag].comment]
        first = meanings[ordered[0]].status if ordered else ObsStatus.NORMAL
        return Meaning(first, " ".join(filter(None, said)))

    def lacks_value(self, text: str) -> bool:
        """Say whether a cell says that there is no value."""
        return is_missing(text) or text.strip() in self.missing


def _stands_beside(name: str, text: str) -> bool:
    return text != name and (text.endswith(name) or text.startswith(name))


def _rank(flag: str, meaning: Meaning) -> int:
    return _FIRST_OF_MANY.find(flag if flag in STATUSES else meaning.status.value)


def _explain(flag: str) -> Meaning:
    comment = f"The publisher's flag {flag}: {OTHER_FLAGS[flag]}." if flag in OTHER_FLAGS else ""
    return Meaning(STATUSES[flag], comment)

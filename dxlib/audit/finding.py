"""What an audit finds wrong: the rule that is broken, where, what stands there, and what must."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

NOT_DECLARED: Final = "no brief of notebooks/briefs.yaml has a page there"
OUTSIDE: Final = "a link that leads out of the release"


class Rule(StrEnum):
    """What a finding is about.

    Attributes
    ----------
    TEXT
        A reader sees, or hears, another text than the notebook and the data give.
    MARKUP
        An element or an attribute is another one.
    DRAWING
        A chart's drawing says something else than its figures.
    READING
        A number or a period is not read as what it stands for.
    NOTEBOOK
        A call of the notebook has no rule, or gives no page.
    TRANSLATION
        A text of the page stands there in English, for want of a translation.
    ADDRESS
        No page is declared under its address, or it is the page of another one.
    FILE
        A file of a release is missing, or nothing asks for it.
    LIST
        An index, the feed, a manifest or a list of checksums says something else than the pages.
    CLAIM
        Two pages of one edition and day give one claim two values.
    DAY
        Pages of one edition are as of different days.
    STALE
        A page is one from before: its job failed, or its data changed, since.
    """

    TEXT = "text does not agree"
    MARKUP = "markup does not agree"
    DRAWING = "drawing does not agree"
    READING = "is not read back"
    NOTEBOOK = "cannot be derived"
    TRANSLATION = "is not translated"
    ADDRESS = "is not declared"
    FILE = "files do not agree"
    LIST = "list does not agree"
    CLAIM = "one claim, two values"
    DAY = "one edition, two days"
    STALE = "is stale"


# Where it is not notebook and data that say what must stand there.
_GIVEN_BY: Final = {
    Rule.ADDRESS: "declared is",
    Rule.FILE: "the release must have", Rule.LIST: "the pages give", Rule.DAY: "the edition has",
    Rule.CLAIM: "another page gives",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that an audit found wrong.

    Parameters
    ----------
    page
        The page's address, or its file; of a release also the file of a list.
    rule
        What it is about.
    place
        The cell of the notebook that the place comes from, or ``head``, ``contents``, ``foot``; in a list the entry.
    said, wanted
        What stands there, and what must stand there.
    """

    page: str
    rule: Rule
    place: str
    said: str
    wanted: str = ""

    def __str__(self) -> str:
        return f"{self.page}: {self.tell()}"

    def tell(self) -> str:
        """Say it without the page."""
        given_by = _GIVEN_BY.get(self.rule, "notebook and data give")
        wanted = f"; {given_by} '{self.wanted}'" if self.wanted else ""
        return f"{self.rule}: {self.place}: '{self.said}'{wanted}"

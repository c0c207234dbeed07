"""Characters that a reader does not see: they turn a text around, hide part of it, or end it.

A rank of 71 within U+202E is read as 17. So nothing that comes in may hold control, bidirectional or zero-width
characters, but where the script of the letter before needs one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Final, NamedTuple

# Control characters, Unicode's Default_Ignorable_Code_Point, ends of lines that no editor shows, halves of pairs.
_CONTROL: Final = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_BREAKS: Final = r"\t\n\r"
_UNSEEN: Final = (
    r"\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    r"\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# Which of them a script needs, and after which letters: to join or not to join in Arabic, Indic and related scripts;
# to end words where no blank does; variants of Mongolian letters, of ideographs and of symbols.
_JOINING: Final = (
    r"\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\u1a20-\u1cff\ua800-\ua82f\ua8e0-\uabff\ufb50-\ufdff"
    r"\ufe70-\ufefc\U00010a00-\U00011fff"
)
_WITHOUT_BLANKS: Final = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf"
_IDEOGRAPHS: Final = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_NEEDED: Final = (
    rf"(?<=[{_JOINING}])[\u200c\u200d]|(?<=[{_WITHOUT_BLANKS}])\u200b|(?<=[\u1820-\u18af])[\u180b-\u180d\u180f]|"
    rf"(?<=[{_IDEOGRAPHS}\u1000-\u109f\u2190-\u2bff])[\ufe00-\ufe0f]|(?<=[{_IDEOGRAPHS}])[\U000e0100-\U000e01ef]"
)


# What UTF-8 gives where a program reads it as Windows-1252: "á»‹" of "ị". Quotation marks, dashes and the like may
# follow a letter in any text, so a sequence needs another character.
_LATER: Final = bytes(range(0x80, 0xC0)).decode("cp1252", "ignore")
_ANYWHERE: Final = "‘’“”…–—«»·°\xa0"
_MISREAD: Final = re.compile(
    rf"(?=[À-ô][{_ANYWHERE}]*[{''.join(sorted({*_LATER} - {*_ANYWHERE}))}])"
    rf"(?:[Â-ß][{_LATER}]|[à-ï][{_LATER}]{{2}}|[ð-ô][{_LATER}]{{3}})"
)


class Hidden(NamedTuple):
    """A character that may not stand where it does.

    Attributes
    ----------
    character
        Itself.
    line, column
        Where it stands, both from 1.
    """

    character: str
    line: int
    column: int

    @property
    def name(self) -> str:
        """Its code point and what Unicode calls it."""
        return name_character(self.character)


def name_character(character: str) -> str:
    r"""Give code point and name of a character.

    Examples
    --------
    >>> name_character("\u202e"), name_character("\0")
    ('U+202E RIGHT-TO-LEFT OVERRIDE', 'U+0000 (a control character)')
    """
    import unicodedata  # noqa: PLC0415  (only for a message)

    name = unicodedata.name(character, "(a control character)" if character < "\xa0" else "(no letter)")
    return f"U+{ord(character):04X} {name}"


def has_hidden(text: str, *, breaks: bool = True) -> bool:
    r"""Say whether a text holds a character that it may not hold.

    Parameters
    ----------
    text
        Of any length; a file is best checked as a whole.
    breaks
        Whether tabs and ends of lines may stand in it.

    Examples
    --------
    >>> [has_hidden(text) for text in ("Hà Nội\n", "\u202e71", "می\u200cخواهم", "so\u200cft", "a\x1b[2J")]
    [False, True, False, True, True]
    """
    return next(list_hidden(text, breaks=breaks), None) is not None


def list_hidden(text: str, *, breaks: bool = True) -> Iterator[Hidden]:
    """Give every character that a text may not hold, with its place; parameters as of :func:`has_hidden`."""
    for found in _compile(breaks=breaks, ascii_only=text.isascii()).finditer(text):
        at = found.start()
        if not _is_needed(found):
            yield Hidden(found[0], text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))


def list_misread(text: str) -> Iterator[tuple[str, str, int]]:
    """Give what UTF-8 became where it was read in another encoding, what it was, and where it begins.

    Examples
    --------
    >>> list(list_misread("Há»“ sÆ¡"))
    [('Æ¡', 'ơ', 6)]
    """
    for found in _MISREAD.finditer("" if text.isascii() else text):
        with suppress(UnicodeError):
            yield found[0], found[0].encode("cp1252").decode(), found.start()


def show_hidden(text: str) -> str:
    r"""Write what a text may not hold as Python writes it: a terminal obeys some of these characters.

    Examples
    --------
    >>> print(show_hidden("503 \x1b[31mBusy\u202e"))
    503 \x1b[31mBusy\u202e
    """
    pattern = _compile(breaks=True, ascii_only=text.isascii())
    text = pattern.sub(lambda found: found[0] if _is_needed(found) else _escape(found[0]), text)
    return text.replace("\r", _escape("\r"))


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def _is_needed(found: re.Match[str]) -> bool:
    return found[0] >= "\xa0" and _compile_needed().match(found.string, found.start()) is not None


@cache
def _compile(*, breaks: bool, ascii_only: bool) -> re.Pattern[str]:
    """Compile what finds every candidate: of a text in ASCII, which a string knows of itself, twice as fast."""
    return re.compile(f"[{_CONTROL}{'' if breaks else _BREAKS}{'' if ascii_only else _UNSEEN}]")


@cache
def _compile_needed() -> re.Pattern[str]:
    return re.compile(_NEEDED)

"""What a quotation says: its numbers with scale, hedge, upper end and total, and the years and days it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from dxlib.data.slips.number_words import NumberWords, read_words

_BLANKS: Final = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "−": "-", "–": "-", "—": "-"})
# Digits behind a letter belong to a word (COVID19), but Chinese has no blanks between words and numbers.
_NUMBER: Final = r"(?<![^\W\u4e00-\u9fff])(?<![.,])-?\d[\d.,]*(?: ?[.,]\d+| \d{3}(?!\d))*(?:e[-+]?\d+)?"
_ALONE: Final = re.compile(r"-?\d[\d.,]*")
# "USD25 billion", "No.1": without a blank the digits would count as part of the word.
_GLUED: Final = re.compile(r"\b(usd|vnd|vnđ|no)\.?(?=\d)")
# Digits within a date, a decimal number or a percentage are no year.
_YEAR: Final = re.compile(r"(?<![\w.,/])(?:19|20)\d\d(?![\d/]|[.,]\d|\s*%)")
_DAY: Final = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
_THOUSANDS: Final = 3


@dataclass(frozen=True, slots=True)
class Statement:
    """One number of a quotation.

    Parameters
    ----------
    value, upper
        In single units; the upper end of a range, or none.
    total
        The y of "x of y", or none.
    hedge
        The code of QUALIFIER that the words before or after it mean.
    decimals
        How many decimals are written.
    per_cent
        Whether it is followed by a sign or word for per cent.
    """

    value: Decimal
    upper: Decimal | None = None
    total: Decimal | None = None
    hedge: str = ""
    decimals: int = 0
    per_cent: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """A time that a quotation names: a year, a month, a day, or what is written of them; 0 where it is not."""

    year: int = 0
    month: int = 0
    day: int = 0


@dataclass(frozen=True, slots=True)
class Quotation:
    """What a quotation says.

    Parameters
    ----------
    statements
        Its numbers, in order.
    moments
        The times it names, without those with which something is compared.
    says_all, says_last
        Whether it speaks of all, or of the last place.
    """

    statements: tuple[Statement, ...]
    moments: tuple[Moment, ...]
    says_all: bool
    says_last: bool


@lru_cache(maxsize=65536)
def read_quotation(text: str, language: str) -> Quotation:
    """Read a quotation.

    Parameters
    ----------
    text
        As the source writes it.
    language
        Of the source, as ISO 639-1.

    Examples
    --------
    >>> read_quotation("plus de 55,25 millions", "fr").statements[0]
    Statement(value=Decimal('5.525E+7'), upper=None, total=None, hedge='>', decimals=2, per_cent=False)
    >>> read_quotation("thứ 21/63", "vi").statements[0].total
    Decimal('63')
    """
    words = read_words(language)
    plain = " ".join(text.translate(_BLANKS).casefold().split())
    if _ALONE.fullmatch(plain) and (value := _read_digits(plain, words)) is not None:  # a cell of a table: most are
        return Quotation((Statement(value, decimals=_count_decimals(value)),), (), says_all=False, says_last=False)
    plain = _GLUED.sub(r"\1 ", plain)
    says_all = re.search(rf"\b(?:{words.choices['all']})\b", plain) is not None
    says_last = re.search(rf"\b(?:{words.choices['last']})\b", plain) is not None
    moments, rest = _take_moments(plain, words)
    rest = _join_ends(rest, words)
    statements = (*_read_places(rest, words), *_read_numbers(rest, words)) or tuple(_read_words(rest, words))
    return Quotation(statements, tuple(moments), says_all, says_last)


def _take_moments(text: str, words: NumberWords) -> tuple[list[Moment], str]:
    """Give the times that a text names, and the text without them."""
    found: list[Moment] = []

    def take(pattern: re.Pattern[str] | str, order: str, rest: str) -> str:
        def note(match: re.Match[str]) -> str:
            parts = dict(zip(order, match.groups(), strict=True))
            month = parts.get("m") or ""
            if not re.search(rf"(?:{words.choices['compared']})\s+$", rest[: match.start()]):
                number = words.months.get(month.rstrip("."), 0) or (int(month) if month.isdigit() else 0)
                found.append(Moment(int(parts.get("y") or 0), number, int(parts.get("d") or 0)))
            # Something must stand in its place, or words before and after the time would be read as one phrase.
            return " ; "

        return re.sub(pattern, note, rest)

    month = words.choices["months"]
    suffix = rf"(?:{words.choices['orders']})?"
    # From the longest form to the shortest: "February 2025" first would leave the 6 of "6 February 2025" as a number.
    text = take(_DAY, "dmy", text)
    text = take(rf"\b(?:{words.choices['days']})\s+(\d{{1,2}})/(\d{{1,2}})(?![\d/])", "dm", text)
    # "tháng 9/2025", "tháng 9 năm 2025": a word may stand between month and year.
    text = take(rf"\b(?:{words.choices['month']})\s+(\d{{1,2}})(?:[/-]|\s+\w+\s+)?(\d{{4}})?(?!\d)", "my", text)
    text = take(rf"\b(\d{{1,2}}){suffix}\s+({month})\b\.?(?:,?\s+(\d{{4}}))?(?![\w])", "dmy", text)
    text = take(rf"\b({month})\b\.?\s+(\d{{1,2}}){suffix}(?:,?\s+(\d{{4}}))?(?![\w%])", "mdy", text)
    text = take(rf"\b({month})\b\.?,?\s+(\d{{4}})(?!\w)", "my", text)
    # Both years of a span are named: "2021-2025" may be of either, "2023/2024" too.
    text = re.sub(r"(?<![\w.,/])((?:19|20)\d\d)[-/](?=(?:19|20)\d\d(?![\w%]))", r"\1 ; ", text)
    if not re.fullmatch(_YEAR, text):  # a year alone is a number
        text = take(re.compile(rf"({_YEAR.pattern})"), "y", text)
    return found, text


def _join_ends(text: str, words: NumberWords) -> str:
    """Write "between 30 and 40" as "30 - 40", the range that is read in every language."""
    for before, between in words.ends.items():
        text = re.sub(rf"(?<!\w){before}\s+(\D{{0,5}}{_NUMBER}\s*(?:[^\s\d]+)?)\s+{between}\s+", r"\1 - ", text)
    return text


def _read_numbers(text: str, words: NumberWords) -> Iterator[Statement]:
    """Give the numbers that are written in digits; the second of a range or of "x of y" belongs to the first."""
    number = rf"({_NUMBER})"
    scale = rf"((?:\s*\b(?:{words.choices['scale']})\b)*)" if words.scale else "()"
    # Chinese words of scale follow the digits directly, and another character may follow them: no word boundary.
    if words.scale and not re.search(r"[a-z]", "".join(words.scale)):
        scale = rf"((?:\s*(?:{words.choices['scale']}))*)"
    ordinal = rf"(?: ?(?:{words.choices['orders']})\b)?"
    sign = rf"(\s*(?:%|(?:{words.choices['per_cent']})\b))?"
    one = rf"{number}{ordinal}{scale}{sign}"
    to = rf"\s*(-|(?<!\w)(?:{words.choices['range']})(?!\w))"
    # Up to two words may stand before the total: "54 public services out of 76".
    of = rf"(?:\s+[^\W\d]+){{0,2}}?\s*(/|…|(?<!\w)(?:{words.choices['of']})(?!\w))"
    between = rf"(?:{to}|{of})\s*"
    pair = rf"{one}(?:{between}(?:{words.choices['prefixes']})?\s?{one})?"
    for match in re.finditer(pair, text):
        first, power, per_cent, is_range, is_total, second, other_power, other_sign = match.groups()
        value, scaled = _read_digits(first, words), _read_power(power, words)
        if value is None:
            continue
        other = _read_digits(second, words) if second else None
        shared = _read_power(other_power, words) if other_power else 0
        # "57 to 60 million": the word behind the upper end holds for both.
        if is_range and not power:
            scaled = shared
        yield Statement(
            value.scaleb(scaled),
            upper=other.scaleb(shared or scaled) if is_range and other is not None else None,
            total=other.scaleb(shared) if is_total and other is not None else None,
            hedge=_find_hedge(text[: match.start()], text[match.end() :], words),
            decimals=_count_decimals(value),
            per_cent=bool(per_cent or (is_range and other_sign)),
        )


def _read_digits(token: str, words: NumberWords) -> Decimal | None:
    """Give the number that digits mean, or none for what is none; which mark is the decimal one, the language says."""
    mantissa, _, exponent = token.replace(" ", "").rstrip(".,").partition("e")
    marks = [mark for mark in mantissa if mark in ".,"]
    last = marks[-1] if marks else ""
    # A mark that stands twice divides thousands; of two different marks the last one is the decimal one.
    if len(set(marks)) == 1 and (len(marks) > 1 or _is_thousands(mantissa, last, words)):
        last = ""
    whole, _, part = mantissa.rpartition(last) if last else (mantissa, "", "")
    digits = re.sub("[.,]", "", whole)
    plain = f"{digits}.{part}" if part else digits
    try:
        return Decimal(f"{plain}e{exponent}" if exponent else plain)
    except ArithmeticError:
        return None


def _is_thousands(mantissa: str, mark: str, words: NumberWords) -> bool:
    """Say whether the only mark stands between thousands: not the decimal mark, three digits follow, no zero leads."""
    before, _, after = mantissa.lstrip("-").partition(mark)
    return mark != words.decimal and len(after) == _THOUSANDS and 1 <= len(before) <= _THOUSANDS and before != "0"


def _count_decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _read_power(found: str | None, words: NumberWords) -> int:
    return sum(words.scale[word] for word in re.findall(words.choices["scale"], found or ""))


def _find_hedge(before: str, after: str, words: NumberWords) -> str:
    """Give the code of the hedge directly before or after a number."""
    ahead = re.sub(rf"(?:\s*(?:{words.choices['prefixes']}))+\s*$", " ", before).rstrip()
    if said := re.search(rf"(?<!\w)({words.choices['hedges']})$", ahead):
        return words.hedges[said[1]]
    # What is counted may stand between: "5 million people or more", "từ 10%/năm trở lên".
    said = re.match(rf"\s*/?(?:\s*[^\W\d]+\b){{0,2}}?\s*({words.choices['suffixes']})\b", after)
    return words.suffixes[said[1]] if said else ""


def _read_places(text: str, words: NumberWords) -> Iterator[Statement]:
    """Give the places that are written in words, of a total in digits: "third out of 63"."""
    if words.numbers:
        pattern = rf"(?<!\w)({words.choices['numbers']})\s+(?:{words.choices['of']})\s+({_NUMBER})"
        for place, total in re.findall(pattern, text):
            yield Statement(words.numbers[place], total=_read_digits(total, words))


def _read_words(text: str, words: NumberWords) -> Iterator[Statement]:
    """Give the numbers that are written in words; fractions of all are per cents."""
    # Fractions first, as they are made of words for numbers: "two thirds" holds "two".
    for kind, listed, share in (("fractions", words.fractions, True), ("numbers", words.numbers, False)):
        word = rf"(?<!\w)({words.choices[kind]})(?!\w)"
        of = rf"\s+(?:{words.choices['of']})\s+{word}"
        to = rf"\s+(?:{words.choices['range']})\s+{word}"
        for match in re.finditer(rf"{word}(?:{of}|{to})?", text):
            first, total, upper = match.groups()
            hedge = _find_hedge(text[: match.start()], text[match.end() :], words)
            yield Statement(listed[first], listed.get(upper or ""), listed.get(total or ""), hedge, per_cent=share)
        if re.search(word, text):
            return

"""Numbers, dates and periods as CLDR writes them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Final

from babel.dates import format_date as babel_format_date
from babel.dates import format_skeleton
from babel.numbers import NumberPattern, format_decimal, get_minus_sign_symbol, get_plus_sign_symbol

from dxlib.language.languages import Language, parse_locale

COMPACT_DECIMALS: Final = 2
_SMALLEST_COMPACT: Final = 6  # of the power of ten: thousands are written in digits
_FEWEST_DIGITS: Final = 2  # of a number below one: 0.043 with one decimal would be 0.0
_MOST_DECIMALS: Final = 6  # as many as evidence has
_SHARE: Final = "PERCENT"
_WHOLE: Final = 100
_DIGITS: Final = "latn"  # in every language
_LARGEST_COMPACT: Final = 12  # of the power of ten that a word stands for, in any language


class Form(StrEnum):
    """How a number, or a period, is shown.

    Attributes
    ----------
    PLAIN
        As it is.
    SIZE
        A number without its sign, for sentences that say the direction in words.
    SIGNED
        A number with a plus or minus sign.
    ORDINAL
        A rank or place as an ordinal, in a language whose ``language.yaml`` has them: "71st", "71e".
    IN, TO, FROM, THE
        A period with the words that it has in running text: "au 31 décembre 2025", "en 2025", "năm 2025". What they are
        in a language stands in its ``language.yaml``.
    """

    PLAIN = "plain"
    SIZE = "size"
    SIGNED = "signed"
    ORDINAL = "ordinal"
    IN = "in"
    TO = "to"
    FROM = "from"
    THE = "the"


PERIOD_FORMS: Final = (Form.IN, Form.TO, Form.FROM, Form.THE)
OWN_FORMS: Final = (*PERIOD_FORMS, Form.ORDINAL)  # which a translation uses as its language needs them


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Round as readers do: a half goes away from zero.

    Examples
    --------
    >>> round_half_up(Decimal("2.45"), 1), round_half_up(Decimal("-0.5"), 0)
    (Decimal('2.5'), Decimal('-1'))
    """
    # Decimal's default rounds a half to the even digit: 2.45 would become 2.4.
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


@lru_cache(maxsize=8192)
def format_number(value: Decimal, decimals: int, language: str, *, form: Form = Form.PLAIN) -> str:
    """Write a number with at most ``decimals`` decimals; a rounded one has them all, an exact one no zeros.

    Signs are CLDR's, which in a language written from right to left keep the side on which they stand.

    Examples
    --------
    >>> format_number(Decimal("82.40"), 1, "vi"), format_number(Decimal("3552"), 0, "en")
    ('82,4', '3,552')
    >>> format_number(Decimal("0.87797"), 4, "en"), format_number(Decimal("0.84000"), 4, "en")
    ('0.8780', '0.84')
    >>> format_number(Decimal(-7), 0, "et"), format_number(Decimal(-7), 0, "en")
    ('−7', '-7')
    """
    rounded = round_half_up(value, decimals)
    rounded = rounded if rounded else abs(rounded)  # no "-0"
    places = ("#" if rounded == value else "0") * decimals
    text = format_decimal(abs(rounded), format=f"#,##0.{places}", locale=parse_locale(language))
    return f"{_choose_sign(rounded, language, form)}{text}"


def _choose_sign(value: Decimal, language: str, form: Form) -> str:
    # From right to left CLDR writes a sign of direction before the minus;
    # without it the minus stands right of the number.
    if value < 0 and form is not Form.SIZE:
        return get_minus_sign_symbol(parse_locale(language), numbering_system=_DIGITS)
    if value > 0 and form is Form.SIGNED:
        return get_plus_sign_symbol(parse_locale(language), numbering_system=_DIGITS)
    return ""


def format_compact(value: Decimal, language: Language, *, form: Form = Form.PLAIN) -> str:
    r"""Write a large number with a word for its scale, at most two decimals.

    Parameters
    ----------
    value
        In single units.
    language
        Its words, and which powers of ten these stand for: ten to the fourth and eighth in Japanese.

    Examples
    --------
    >>> from dxlib.language.languages import read_language
    >>> [format_compact(Decimal(55250000), read_language(code)) for code in ("en", "vi", "fr", "ja")]
    ['55.25\xa0million', '55,25\xa0triệu', '55,25\xa0millions', '5,525万']
    """
    magnitude, rounded = _round_compact(value, language.departures.compact.largest)
    power, before, after = _find_scale(rounded.scaleb(magnitude), language)
    shown = _drop_zeros(rounded.scaleb(magnitude - power))
    decimals = max(COMPACT_DECIMALS, -int(shown.as_tuple().exponent))  # a language of other steps rounds no further
    return f"{before}{format_number(shown, decimals, language.code, form=form)}{after}"


def _find_scale(value: Decimal, language: Language) -> tuple[int, str, str]:
    """Give the power of ten that a word of a language stands for, and what is written before and after the number.

    The word's plural is that of the number before it. CLDR's pattern of a power of ten has a zero for each digit
    that the number before the word then has.
    """
    forms = language.locale.compact_decimal_formats
    patterns = forms["long" if "long" in forms else "short"]
    # A word for 10^n has patterns for one, two and three digits before it, so up to 10^(n + 2).
    known = [power for power in map(int, patterns["other"]) if power <= 10 ** (language.departures.compact.largest + 2)]
    for power in sorted((one for one in known if one <= abs(value)), reverse=True):
        digits = _read_positive(patterns["other"][str(power)]).count("0")
        scale = len(str(power)) - digits
        category = language.locale.plural_form(_drop_zeros(abs(value).scaleb(-scale)))
        pattern = _read_positive(
            patterns.get(category, patterns["other"]).get(str(power), patterns["other"][str(power)])
        )
        before, found, after = pattern.partition("0" * max(digits, 1))
        if found and (before or after):
            return scale, _join(before, -1), _join(after, 0)
    return 0, "", ""


def _read_positive(pattern: NumberPattern) -> str:
    """Give how a number above zero is written."""
    # Swahili has "milioni 0;milioni -0": the second is that of numbers below zero. CLDR quotes what could be a sign of
    # a pattern: German writes "0 Mio'.'".
    return pattern.pattern.partition(";")[0].replace("'", "")


def _drop_zeros(value: Decimal) -> Decimal:
    """Give a number as it is shown: 1 and 1.00 may ask for different plurals."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _join(part: str, side: int) -> str:
    """Give what stands beside the number; no line breaks between the two."""
    space = "\N{NO-BREAK SPACE}" if part and part[side].isspace() else ""
    return f"{part.strip()}{space}" if side else f"{space}{part.strip()}"


def _round_compact(value: Decimal, largest: int) -> tuple[int, Decimal]:
    """Give the power of ten that a word stands for, and the number before it."""
    magnitude = min(value.adjusted() // 3 * 3, largest)
    return magnitude, round_half_up(value.scaleb(-magnitude), COMPACT_DECIMALS)


def choose_decimals(value: Decimal, decimals: int, unit: str) -> int:
    """Give with how many decimals a number is shown: as many as its indicator has, and more where these hide it.

    Parameters
    ----------
    value
        In single units.
    decimals
        Of the indicator, or of the formula.
    unit
        Code of the unit.

    Returns
    -------
    int
        Enough for two digits of a number below one, and for a share to differ from the whole where it does.

    Examples
    --------
    >>> [choose_decimals(Decimal(text), 1, "PERCENT") for text in ("45.23", "0.043", "99.97", "100", "0")]
    [1, 3, 2, 1, 1]
    """
    if 0 < abs(value) < 1:
        return min(max(decimals, _FEWEST_DIGITS - 1 - value.adjusted()), max(decimals, _MOST_DECIMALS))
    if unit == _SHARE and value != _WHOLE:
        # 99.97 % with one decimal would be "100.0 %", which says that nothing is left.
        while decimals < _MOST_DECIMALS and round_half_up(value, decimals) == _WHOLE:
            decimals += 1
    return decimals


def find_shown(value: Decimal, unit_mult: int, decimals: int, unit: str) -> Decimal:
    """Give the number that a reader sees of a value, in its own power of ten.

    Notes
    -----
    A language whose largest word is less than ten to the twelfth writes more digits than this of what is larger.

    Examples
    --------
    >>> find_shown(Decimal("84.159"), 0, 1, "PERCENT"), find_shown(Decimal("55254321"), 0, 0, "COUNT")
    (Decimal('84.2'), Decimal('5.525E+7'))
    """
    scaled = value.scaleb(unit_mult)
    if needs_compact(scaled):
        magnitude, shown = _round_compact(scaled, _LARGEST_COMPACT)
        return shown.scaleb(magnitude - unit_mult)
    return round_half_up(scaled, choose_decimals(scaled, decimals, unit)).scaleb(-unit_mult)


def needs_compact(value: Decimal) -> bool:
    """Say whether a number in single units is written with a word for its scale."""
    return value != 0 and value.adjusted() >= _SMALLEST_COMPACT


def get_plural_category(value: Decimal, language: str) -> str:
    """Give CLDR's plural category of a number."""
    return _read_plural_rule(language)(abs(value))


@lru_cache
def _read_plural_rule(language: str) -> Callable[[Decimal], str]:
    rule: Callable[[Decimal], str] = parse_locale(language).plural_form
    return rule


@lru_cache(maxsize=8192)
def write_number(
    digits: str, unit_mult: int, decimals: int, language: Language, *, form: Form, unit: str = ""
) -> tuple[str, str]:
    """Write a number without its unit, and give CLDR's plural category that the unit takes after it.

    The number comes as its digits: 1 and 1.0 are equal, and may ask for different plurals.
    """
    scaled = Decimal(digits).scaleb(unit_mult)
    if needs_compact(scaled):
        return format_compact(scaled, language, form=form), _find_compact_category(scaled, language.code)
    decimals = choose_decimals(scaled, decimals, unit)
    rounded = round_half_up(scaled, decimals)
    counted = rounded.normalize() if rounded == scaled else rounded  # as shown: "1 point", but "1.0 points"
    return format_number(scaled, decimals, language.code, form=form), get_plural_category(counted, language.code)


def _find_compact_category(value: Decimal, language: str) -> str:
    """Give the plural category after a word for a scale: "1,5 million de dollars" takes that of a whole million."""
    million = get_plural_category(Decimal(10**_SMALLEST_COMPACT), language)
    return million if million == "many" else get_plural_category(value, language)


@lru_cache(maxsize=1024)
def format_day(day: date, language: Language) -> str:
    """Write a day in full.

    Examples
    --------
    >>> from dxlib.language.languages import read_language
    >>> [format_day(date(2025, 2, 6), read_language(code)) for code in ("en", "fr", "vi")]
    ['6 February 2025', '6 février 2025', '6/2/2025']
    >>> format_day(date(2022, 3, 1), read_language("fr"))
    '1er mars 2022'
    """
    dates = language.departures.dates
    pattern = dates.first_of_month if dates.first_of_month and day.day == 1 else dates.day
    return str(babel_format_date(day, format=pattern, locale=language.locale))


@lru_cache(maxsize=1024)
def format_month(year: int, month: int, language: str) -> str:
    """Write a month and its year.

    Examples
    --------
    >>> [format_month(2024, 10, code) for code in ("en", "fr", "vi")]
    ['October 2024', 'octobre 2024', 'tháng 10 năm 2024']
    """
    # A skeleton lets CLDR choose order and words: Vietnamese puts "năm" before the year.
    return str(format_skeleton("yMMMM", date(year, month, 1), locale=parse_locale(language)))

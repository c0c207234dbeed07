"""A row of a ledger against its own quotation: value, bound, range, total, unit and period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Context, Decimal
from typing import Final

from dxlib.bounds import NUMBER_CHARS
from dxlib.data import schema
from dxlib.data.slips.number_words import is_listed, read_words
from dxlib.data.slips.reading_quotations import Moment, Quotation, Statement, read_quotation

DERIVED: Final = "Derived:"
NOT_AS_WRITTEN: Final = "Not as written:"
Slip = tuple[str, str, str]  # column, what is wrong, how to correct it

_MILESTONE, _TIER, _PER_CENT, _RANK = "MILESTONE", "TIER", "PERCENT", "RANK"
_PER_CENTS: Final = (_PER_CENT, "PERCENT_CHANGE", "POINTS")
# Publishers name tiers by letters; ledgers have their numbers, 1 for A.
_TIERS: Final = {letter: str(number) for number, letter in enumerate("abcd", start=1)}
_ALL: Final = 100
_EXACT: Final = Context(prec=NUMBER_CHARS)  # the usual 28 digits would round longer numbers
_LONG: Final = 5  # decimals from which on a ledger may round
_LEAST: Final = 4  # and how many decimals it then keeps
_FIX: Final = (
    "correct it, or AS_WRITTEN, by the source; where the source does not write the figure itself, say why in COMMENT, "
    f"after '{DERIVED}' (status E) or '{NOT_AS_WRITTEN}'."
)


def find_slips(row: Mapping[str, str], language: str) -> Iterator[Slip]:
    """Give what a row states otherwise than its quotation does.

    Parameters
    ----------
    row
        A row of a ledger whose cells are of the right form.
    language
        Of its source.

    Notes
    -----
    A row whose COMMENT begins with :data:`DERIVED` states what follows from the quotation, and is not held against it.
    One whose COMMENT says :data:`NOT_AS_WRITTEN` gives the reason why it states something else, which must be needed.
    """
    comment = row[schema.COMMENT]
    if comment.startswith(DERIVED) or not row[schema.OBS_VALUE]:
        yield from _check_hedge(row, language)
        return
    found = list(_compare(row, language))
    if NOT_AS_WRITTEN.casefold() not in comment.casefold():
        yield from found
        return
    # Of a language whose hedges nobody listed, none can be read: the comment vouches for the one of the row.
    if is_listed(language):
        yield from _check_hedge(row, language)
    if not found:
        what = f"'{NOT_AS_WRITTEN}', but AS_WRITTEN states just this"
        yield schema.COMMENT, what, "delete these words."


def _check_hedge(row: Mapping[str, str], language: str) -> Iterator[Slip]:
    """Say where a row has a bound that its quotation does not state."""
    hedges = {one.hedge for one in read_quotation(row[schema.AS_WRITTEN], language).statements}
    if row[schema.QUALIFIER] not in hedges | {""}:
        what = f"'{row[schema.QUALIFIER]}', but AS_WRITTEN does not say so"
        yield schema.QUALIFIER, what, "quote the words of the source in AS_WRITTEN, or leave QUALIFIER empty."


def _compare(row: Mapping[str, str], language: str) -> Iterator[Slip]:
    if not row[schema.AS_WRITTEN]:
        yield from _check_hedge(row, language)
        return
    quotation = read_quotation(row[schema.AS_WRITTEN], language)
    yield from _compare_value(row, quotation, language)
    yield from _compare_period(row, quotation.moments)


def _compare_value(row: Mapping[str, str], quotation: Quotation, language: str) -> Iterator[Slip]:
    unit, value, text = row[schema.UNIT_MEASURE], row[schema.OBS_VALUE], row[schema.AS_WRITTEN]
    if unit == _MILESTONE or (unit == _TIER and text.casefold() in _TIERS):
        meant = "1" if unit == _MILESTONE else _TIERS[text.casefold()]
        if value != meant:
            yield schema.OBS_VALUE, f"{value}, but '{text}' is {meant}", _FIX
        if row[schema.QUALIFIER]:
            yield schema.QUALIFIER, f"'{row[schema.QUALIFIER]}', but AS_WRITTEN says '{text}'", _FIX
        return
    own = _scale(value, row)
    matching = [one for one in quotation.statements if _agrees(own, one, row)]
    if matching:
        # A number may stand in a quotation twice, once with a hedge; the one that contradicts the row least is meant.
        yield from min((list(_compare_rest(row, one, quotation)) for one in matching), key=len)
    elif _says_in_words(row, own, quotation):
        if row[schema.QUALIFIER]:
            yield schema.QUALIFIER, f"'{row[schema.QUALIFIER]}', but AS_WRITTEN says '{text}'", _FIX
    elif quotation.statements:
        lacks_multiple = Decimal(value) in [one.value for one in quotation.statements]
        fix = _ask_for_multiple(row, language) if lacks_multiple else _FIX
        yield schema.OBS_VALUE, f"{_show(value, row)}, but AS_WRITTEN says '{text}'", fix
    else:
        yield schema.AS_WRITTEN, f"No number can be read in '{text}'", _FIX


def _ask_for_multiple(row: Mapping[str, str], language: str) -> str:
    """Say how to correct a quotation of digits alone, whose multiple stands elsewhere: in the head of a table."""
    power, text = int(row[schema.UNIT_MULT] or 0), row[schema.AS_WRITTEN]
    scale = read_words(language).scale if is_listed(language) else {}
    word = next((word for word, of in scale.items() if of == power), "")
    if not word or any(map(str.isalpha, text)):
        return _FIX
    return f"quote the multiple in AS_WRITTEN too, as '{text} {word}', or correct UNIT_MULT; else {_FIX}"


def _scale(text: str, row: Mapping[str, str]) -> Decimal:
    return Decimal(text).scaleb(int(row[schema.UNIT_MULT] or 0), _EXACT)


def _show(text: str, row: Mapping[str, str]) -> str:
    power = row[schema.UNIT_MULT]
    return f"{text} x 10^{power}" if power not in ("", "0") else text


def _agrees(own: Decimal, said: Statement, row: Mapping[str, str]) -> bool:
    """Say whether a number is the one that is written, or a long one rounded; halves were rounded either way."""
    if own == said.value:
        return True
    kept = len(row[schema.OBS_VALUE].partition(".")[2])
    if said.decimals < _LONG or not _LEAST <= kept < said.decimals:
        return False
    return 2 * abs(said.value - own) <= Decimal(1).scaleb(-kept)


def _says_in_words(row: Mapping[str, str], own: Decimal, quotation: Quotation) -> bool:
    """Say whether "all" or "the last" is what the row states in digits."""
    if row[schema.UNIT_MEASURE] == _PER_CENT:
        return own == _ALL and quotation.says_all
    return row[schema.UNIT_MEASURE] == _RANK and quotation.says_last and row[schema.OUT_OF] == row[schema.OBS_VALUE]


def _compare_rest(row: Mapping[str, str], said: Statement, quotation: Quotation) -> Iterator[Slip]:
    text = row[schema.AS_WRITTEN]
    if said.hedge != row[schema.QUALIFIER]:
        yield schema.QUALIFIER, f"'{row[schema.QUALIFIER]}', but AS_WRITTEN '{text}' means '{said.hedge}'", _FIX
    upper = _scale(row[schema.UPPER_VALUE], row) if row[schema.UPPER_VALUE] else None
    if upper != said.upper:
        yield schema.UPPER_VALUE, f"'{row[schema.UPPER_VALUE]}', but AS_WRITTEN says '{text}'", _FIX
    total = Decimal(row[schema.OUT_OF]) if row[schema.OUT_OF] else None
    # A number without a total of its own may share that of another number of the quotation.
    totals = {said.total} if said.total is not None else {one.total for one in quotation.statements} - {None}
    if totals and total not in totals:
        yield schema.OUT_OF, f"'{row[schema.OUT_OF]}', but AS_WRITTEN says '{text}'", _FIX
    if said.per_cent and row[schema.UNIT_MEASURE] not in _PER_CENTS:
        yield schema.UNIT_MEASURE, f"{row[schema.UNIT_MEASURE]}, but AS_WRITTEN says '{text}'", _FIX


def _compare_period(row: Mapping[str, str], moments: Iterable[Moment]) -> Iterator[Slip]:
    period, dated = row[schema.TIME_PERIOD], list(moments)
    if not dated:
        return
    if not period:
        if any(one.year for one in dated):
            yield schema.TIME_PERIOD, f"No period, but AS_WRITTEN says '{row[schema.AS_WRITTEN]}'", _FIX
        return
    start, end = schema.start_of_period(period), schema.end_of_period(period)
    if not any(_lies_in(one, start, end) for one in dated):
        yield schema.TIME_PERIOD, f"{period}, but AS_WRITTEN says '{row[schema.AS_WRITTEN]}'", _FIX


def _lies_in(moment: Moment, start: date, end: date) -> bool:
    """Say whether what is known of a moment fits a period."""
    years = [moment.year] if moment.year else range(start.year, end.year + 1)
    for year in years:
        # Tuples are compared, not days, so the 31st may stand for the end of any month.
        first = (year, moment.month or 1, moment.day or 1)
        last = (year, moment.month or 12, moment.day or 31)
        if first <= (end.year, end.month, end.day) and last >= (start.year, start.month, start.day):
            return True
    return False

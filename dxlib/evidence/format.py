"""The evidence format: what a page carries so that its claims can be checked.

What a text is follows from a mark, or from the element and where it stands:

- ``<a href="#e-KEY">`` is the figure of that key; with ``data-q`` it is the figure named there.
- ``<time>`` is a period, coded in ``datetime``; a note's or source's own year needs no code.
- Within a note (``<li id="e-KEY">``) ``<b>`` is the note's own figure, ``<q>`` what the source wrote and ``<small>``
  the place in the source; ``data-flag`` without a value is the flag of the note's figure.
- Within an element with ``data-then`` figures are those known on that day, before the page's own.
- At the head of a source (its list of notes has the id ``s-NAME``) ``<cite>`` is its title and ``<a class="url">`` an
  address: its publisher's, and that of the copy which was read.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, NamedTuple

from pydantic import BaseModel, ConfigDict, StrictBool, StrictFloat, StrictInt, StrictStr

from dxlib.data.ids import TOTAL_SIGN, ObservationId
from dxlib.data.schema import Kind

EVIDENCE_ELEMENT: Final = "dxlib-evidence"
NOTE_PREFIX: Final = "e-"
SOURCE_PREFIX: Final = "s-"
TARGET_SIGN: Final = "!"  # no period holds it
# A quotient has no end. Cut at twelve decimals, it is the same from Decimals (writer) and from fractions (audit).
_EXACT: Final = 12  # decimals
# The audit of a release holds texts against written values to within one of the last decimal (edition/shown.py).
_WRITTEN: Final = 6
_DIGEST: Final = 32  # hexadecimal digits
_BARE: Final = re.compile(r"\d+(\.\d+)?", re.ASCII)


class Measure(NamedTuple):
    """What the text of a figure is made of."""

    value: Decimal
    unit: str
    unit_mult: int = 0
    decimals: int = 0
    qualifier: str = ""

    def written(self) -> str:
        """Give the value in the unit, as evidence writes it: with at most six decimals."""
        return write_value(self.value)

    def scaled(self) -> str:
        """Give the value in single units: 25e9 for 25 billion."""
        return self.written() + (f"e{self.unit_mult}" if self.unit_mult else "")


def make_measure(value: Decimal, unit: str, unit_mult: int, decimals: int, qualifier: str = "") -> Measure:
    """Give what the text of a figure is made of; quotients count to twelve decimals."""
    value = _cut(value, _EXACT)
    # normalize() leaves zero its sign and its exponent, so that -0 and 0E+2 would be two measures.
    return Measure(value.normalize() if value else Decimal(0), unit, unit_mult, decimals, str(qualifier))


def write_value(value: Decimal) -> str:
    """Write a number without exponent, with at most six decimals and no zeros at their end.

    Examples
    --------
    >>> [write_value(Decimal(text)) for text in ("4E+3", "0.2500", "33.33333333333")]
    ['4000', '0.25', '33.333333']
    """
    rounded = _cut(value, _WRITTEN)
    return format(rounded.normalize(), "f") if rounded else "0"  # and not "-0"


def _cut(value: Decimal, decimals: int) -> Decimal:
    """Round a number that has more decimals."""
    exponent = value.as_tuple().exponent
    has_more = isinstance(exponent, int) and exponent < -decimals
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) if has_more else value


def does_repeat(as_written: str, measure: Measure) -> bool:
    """Say whether a source writes a bare number that the figure shows digit by digit: a quotation of it says no more.

    Examples
    --------
    >>> rank, score = Measure(Decimal(71), "RANK"), Measure(Decimal("0.8904"), "INDEX", decimals=4)
    >>> does_repeat("71", rank), does_repeat("0.89040", score), does_repeat("71st", rank), does_repeat("72", rank)
    (True, True, False, False)
    """
    if measure.unit_mult or measure.qualifier or not _BARE.fullmatch(as_written):
        return False
    places = -int(measure.value.normalize().as_tuple().exponent)
    # A figure shown with fewer decimals is rounded, and the quotation then says more than it.
    return Decimal(as_written) == measure.value and places <= measure.decimals


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FigureRecord(_Record):
    """How a figure was computed: the formula, the figures it follows from, and further arguments."""

    formula: str
    inputs: tuple[str, ...]
    options: tuple[tuple[str, str], ...] = ()


class VerdictRecord(_Record):
    """Where a target stands, and the figures that this rests on."""

    status: str
    target: str
    latest: str
    first: str = ""


class SetRecord(_Record):
    """A set of figures that a picture shows and that have no notes of their own; its table lists them.

    Parameters
    ----------
    indicators, periods
        Each once, in the order of columns and of time.
    areas
        The group of the catalogue that the areas belong to, or else their keys.
    count
        How many figures there are.
    sources
        The ids of the sources that state them, sorted.
    formulas
        What is drawn besides the figures: ``median``, ``fit``.
    digest
        From :func:`digest_set`.
    """

    indicators: tuple[str, ...]
    areas: tuple[str, ...]
    periods: tuple[str, ...]
    count: int
    sources: tuple[str, ...]
    formulas: tuple[str, ...] = ()
    digest: str


def digest_set(values: Iterable[tuple[str, str]]) -> str:
    """Give what stands for the ids and values of a set of figures, in whatever order they come.

    Parameters
    ----------
    values
        The text form of each figure's id, and its value from :meth:`Measure.scaled`.

    Examples
    --------
    >>> digest_set([("a/VNM/2024/actual@s", "5")])
    '7a6f17674182d315b07dff9e38d3e387'
    """
    written = "\n".join(sorted(f"{name}={value}" for name, value in values))
    return hashlib.sha256(written.encode()).hexdigest()[:_DIGEST]


# Strict types: True, 1 and "1" are three values of a parameter, and none may become another one.
class Page(_Record):
    """What a page is: set once, by the notebook's set-up cell.

    Parameters
    ----------
    parameters
        The values of what its brief adds to area, edition and language.
    """

    brief: str
    area: str
    edition: str
    language: str
    as_of: str
    parameters: Mapping[str, StrictBool | StrictInt | StrictFloat | StrictStr] = {}


class Evidence(_Record):
    """All evidence of a page, or of one fragment of it.

    Parameters
    ----------
    page
        What the page is.
    measures
        Key of every figure to what its text is made of.
    stated
        Key of a figure to the id of the observation that states it.
    computed
        Key of a figure to how it was computed.
    verdicts
        Key of a conclusion to what it rests on.
    earlier
        Key of a figure that is shown as known on an earlier day to that day.
    claims
        Key of a figure to the claims as which it is shown; see :mod:`dxlib.evidence.claims`.
    given
        What sentences rest on that name no figure of it: claims that hold.
    sets
        Name of a picture on the page to the set of figures that it shows.
    """

    page: Page | None = None
    measures: Mapping[str, Measure] = {}
    stated: Mapping[str, str] = {}
    computed: Mapping[str, FigureRecord] = {}
    verdicts: Mapping[str, VerdictRecord] = {}
    earlier: Mapping[str, str] = {}
    claims: Mapping[str, tuple[str, ...]] = {}
    given: tuple[str, ...] = ()
    sets: Mapping[str, SetRecord] = {}

    @property
    def totals(self) -> tuple[str, ...]:
        """The figures beside which an N stands."""
        return tuple(key.removesuffix(TOTAL_SIGN) for key in self.measures if key.endswith(TOTAL_SIGN))

    def find_sources(self) -> list[str]:
        """Give the ids of the sources that state figures, sorted."""
        stating = {ObservationId.parse(name).source for name in self.stated.values()}
        return sorted(stating.union(*(one.sources for one in self.sets.values())))

    def find_indicators(self) -> list[str]:
        """Give the ids of the indicators that were measured, sorted; what is only a target was not."""
        ids = map(ObservationId.parse, self.stated.values())
        stated = {one.indicator for one in ids if one.kind == Kind.ACTUAL}
        return sorted(stated.union(*(one.indicators for one in self.sets.values())))

    def find_periods(self) -> list[str]:
        """Give the periods of the figures that sources state for the past, sorted."""
        ids = map(ObservationId.parse, self.stated.values())
        stated = {one.period for one in ids if one.kind == Kind.ACTUAL}
        return sorted(stated.union(*(one.periods for one in self.sets.values())))


def merge_evidence(parts: Iterable[Evidence]) -> Evidence:
    """Put the evidence of fragments together, sorted, so that equal pages have equal bytes."""
    page: Page | None = None
    merged: dict[str, dict[str, Any]] = {
        name: {} for name in ("measures", "stated", "computed", "verdicts", "earlier", "sets")
    }
    claims: dict[str, set[str]] = {}
    given: set[str] = set()
    for part in parts:
        page = part.page or page
        for name, found in merged.items():
            found.update(getattr(part, name))
        for key, texts in part.claims.items():
            claims.setdefault(key, set()).update(texts)
        given.update(part.given)
    ordered = {name: dict(sorted(found.items())) for name, found in merged.items()}
    listed = {key: tuple(sorted(texts)) for key, texts in sorted(claims.items())}
    return Evidence(page=page, **ordered, claims=listed, given=tuple(sorted(given)))


def write_evidence(evidence: Evidence, source_names: Mapping[str, str], units: Mapping[str, str]) -> str:
    """Write a page's evidence as JSON.

    Parameters
    ----------
    evidence
        With the page.
    source_names
        Id of a source to its name on the page.
    units
        Id of an indicator to the code of its unit, for those who take the figures from the page.

    Notes
    -----
    Every name stands there once, and lists are texts whose entries blanks separate:

    - ``page``: what the page is.
    - ``units``: by the code of a unit the indicators that are stated in it.
    - ``sources``: name of a source on the page to its id.
    - ``stated``: by a source's name and an indicator areas, each followed by ``key:period=value`` for each figure; the
      period of a target ends with ``!``; values in single units, with ``e9`` for a power of ten.
    - ``totals``: the figures beside which an N stands; the key of the N is the figure's and a ``0``.
    - ``computed``: formula, value, unit, power of ten, decimals, keys of the inputs, options.
    - ``verdicts``: status, target, latest, first; the day is the page's.
    - ``earlier``: by a day the figures that are shown as known then.
    - ``claims``: key of a figure to the claims as which it is shown, other than as the figure of its period.
    - ``given``: claims that hold, and that sentences rest on.
    - ``sets``: by the name of a picture indicators, areas, periods and sources (by their names on the page), how many
      figures, formulas, digest.
    """
    assert evidence.page is not None
    stated: dict[str, dict[str, list[str]]] = {}
    ordered = sorted((ObservationId.parse(name), key) for key, name in evidence.stated.items())
    for one, key in ordered:
        words = stated.setdefault(source_names[one.source], {}).setdefault(one.indicator, [])
        if one.area not in words:  # sorted: the figures of an area stand together
            words.append(one.area)
        sign = TARGET_SIGN if one.kind == Kind.TARGET else ""
        # The audit and the script of a page read this form, too.
        words.append(f"{key}:{one.period}{sign}={evidence.measures[key].scaled()}")
    stating = {indicator for by_indicator in stated.values() for indicator in by_indicator}
    shown = {*stated, *(source_names[source] for one in evidence.sets.values() for source in one.sources)}
    # Keys that few pages need are absent elsewhere, so that adding them left the bytes of other pages as they were.
    absent = set() if evidence.page.parameters else {"parameters"}
    written: dict[str, Any] = {
        "page": evidence.page.model_dump(exclude=absent),
        "units": {
            unit: " ".join(name for name in sorted(stating) if units[name] == unit)
            for unit in sorted({units[name] for name in stating})
        },
        "sources": {name: source for source, name in source_names.items() if name in shown},
        "stated": {source: {name: " ".join(words) for name, words in by.items()} for source, by in stated.items()},
        "totals": " ".join(evidence.totals),
        "computed": {key: _list_computed(evidence, key) for key in evidence.computed},
        "verdicts": {key: (one.status, one.target, one.latest, one.first) for key, one in evidence.verdicts.items()},
        "earlier": {
            day: " ".join(key for key, own in evidence.earlier.items() if own == day)
            for day in sorted(set(evidence.earlier.values()))
        },
        "claims": evidence.claims,
        "given": evidence.given,
    }
    if evidence.sets:
        written["sets"] = {name: _list_set(one, source_names) for name, one in evidence.sets.items()}
    return json.dumps(written, ensure_ascii=False, separators=(",", ":"))


def _list_set(one: SetRecord, names: Mapping[str, str]) -> tuple[str | int, ...]:
    sources = " ".join(names[source] for source in one.sources)
    indicators, areas, periods, formulas = map(" ".join, (one.indicators, one.areas, one.periods, one.formulas))
    return indicators, areas, periods, sources, one.count, formulas, one.digest


def _list_computed(evidence: Evidence, key: str) -> tuple[object, ...]:
    record, measure = evidence.computed[key], evidence.measures[key]
    return (
        record.formula, measure.written(), measure.unit, measure.unit_mult, measure.decimals, " ".join(record.inputs),
        dict(record.options),
    )  # fmt: skip


def list_stated(
    stated: Mapping[str, Mapping[str, str]], sources: Mapping[str, str]
) -> Iterator[tuple[str, ObservationId, str]]:  # fmt: skip
    """Give the name on the page, the observation and the value of each figure that evidence states.

    Parameters
    ----------
    stated, sources
        As they stand in evidence: figures by source and indicator, and the id of each source by its name on the page.
    """
    for source, by_indicator in stated.items():
        for indicator, figures in by_indicator.items():
            area = ""
            for word in figures.split(" "):
                key, colon, rest = word.partition(":")
                # No key of an area holds a colon, so a word without one begins the figures of the next area.
                if not colon:
                    area = word
                    continue
                period, _, value = rest.partition("=")
                kind = Kind.TARGET if period.endswith(TARGET_SIGN) else Kind.ACTUAL
                own = period.removesuffix(TARGET_SIGN)
                yield key, ObservationId(indicator, area, own, kind.value, sources[source]), value

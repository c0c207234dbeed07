"""One claim has one value: what the pages of an edition say of the same thing on the same day, held together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from dxlib.audit.edition.shown import Reader, list_shown
from dxlib.audit.edition.told import Told, UnreadablePageError
from dxlib.audit.finding import Finding, Rule
from dxlib.audit.numerals import find_numerals
from dxlib.data.catalogue import Catalogue
from dxlib.data.ids import TOTAL_SIGN
from dxlib.evidence.format import list_stated

_COUNT: Final = re.compile(r"\d[\d\s.,]*")


class PageFigure(NamedTuple):
    """A figure of a page: its name in all pages, its value as evidence writes it, and its unit."""

    name: str
    value: str
    unit: str


Said = tuple[str, str, str]  # what a page says of a claim, its address, and the key of the figure that says it
Heard = dict[str, Said]


@dataclass(slots=True)
class Agreement:
    """Hears what pages say, and remembers where two of them contradict each other.

    Parameters
    ----------
    catalogue
        How units are written.
    readers
        Of figures, by language; what they have read once they keep.
    """

    catalogue: Catalogue
    readers: dict[str, Reader]
    findings: list[Finding] = field(default_factory=list)
    _heard: dict[tuple[str, str], tuple[Heard, Heard]] = field(default_factory=dict)
    _last: tuple[object, ...] = ()
    _figures: dict[str, PageFigure] = field(default_factory=dict)

    def hear(self, told: Told, page: str, evidence: Mapping[str, Any]) -> None:
        """Hold a page against all that were heard of its edition and day.

        Parameters
        ----------
        told, page, evidence
            What it says of itself, its whole text, and what it carries for machines.

        Raises
        ------
        UnreadablePageError
            For evidence of another form.
        """
        day = told.edition, told.as_of
        claims, hedges = self._heard.setdefault(day, ({}, {}))
        rest = (day, {name: one for name, one in evidence.items() if name != "page"})
        if rest != self._last:  # else the same page in another language, which differs in its texts only
            try:
                self._figures = list_figures(evidence)
                self._compare("", told.address, claims, _list_claims(evidence, self._figures))
            except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
                raise UnreadablePageError(f"its evidence cannot be read: {type(error).__name__} {error}") from error
            self._last = rest
        self._compare("as shown: ", told.address, hedges, self._list_shown(told.language, page))

    def forget(self) -> None:
        """Forget what pages said: those of the next edition say of their own day."""
        self._heard.clear()
        self._last = ()

    def _compare(self, how: str, page: str, heard: Heard, said: Iterable[tuple[str, str, str]]) -> None:
        for claim, what, key in said:
            # Held against the first page that said it: if all agree with that one, all agree with each other.
            first = heard.get(claim)
            if first is None:
                heard[claim] = (what, page, key)
            elif first[0] != what:
                other = f"{first[0]} ({first[1]}#e-{first[2]})"
                self.findings.append(Finding(page, Rule.CLAIM, f"#e-{key}: {how}{claim}", what, other))

    def _list_shown(self, language: str, page: str) -> Iterator[tuple[str, str, str]]:
        """Give the hedge of each figure that the page shows, or its whole text where it is not the figure's value."""
        if language not in self.readers:
            self.readers[language] = Reader(language, self.catalogue)
        read, figures = self.readers[language].read_hedge, self._figures
        for key, text, is_size in list_shown(page):
            if key in figures:
                name, value, unit = figures[key]
                hedge = read(text, value, unit, is_size)
                # A text that is not the value differs from every hedge, and so from what another page says.
                yield name, text if hedge is None else hedge, key
            elif key[-1:] == TOTAL_SIGN and (note := key[:-1]) in figures:
                number = "".join(find_numerals(text)) if _COUNT.fullmatch(text) else text
                yield _name_total(figures[note].name), number, note


def list_figures(evidence: Mapping[str, Any]) -> dict[str, PageFigure]:
    """Give the figures of a page by their keys there.

    Parameters
    ----------
    evidence
        What the page carries for machines.
    """
    units = {name: unit for unit, names in evidence["units"].items() for name in names.split(" ")}
    stated = list_stated(evidence["stated"], evidence["sources"])
    figures = {key: PageFigure(str(one), value, units[one.indicator]) for key, one, value in stated}

    def name(key: str) -> str:
        if key.endswith(TOTAL_SIGN):
            return _name_total(name(key.removesuffix(TOTAL_SIGN)))
        if key not in figures:
            formula, value, unit, power, _, inputs, options = evidence["computed"][key]
            given = [*map(name, inputs.split()), *(f"{option}={one}" for option, one in options.items())]
            claim = f"{formula}({', '.join(given)})"
            # Named by formula and inputs: keys are short on each page, and other ones on another.
            figures[key] = PageFigure(claim, f"{value}e{power}" if power else value, unit)
        return figures[key].name

    for key in evidence["computed"]:
        name(key)
    return figures


def _name_total(name: str) -> str:
    """Give the name of the N beside a figure: what a page says of it, it says in its text only."""
    return f"out_of({name})"


def _list_claims(evidence: Mapping[str, Any], figures: Mapping[str, PageFigure]) -> Iterator[tuple[str, str, str]]:
    """Give each claim, what the page says of it, and the key of the figure or conclusion that says it."""
    for key, figure in figures.items():
        yield figure.name, f"{figure.value} {figure.unit}", key
    for key, claims in evidence["claims"].items():
        if key in figures:  # the N of a figure has no value for machines
            for claim in claims:
                yield claim, " ".join(figures[key]), key
    for key, (status, *judged) in evidence["verdicts"].items():
        yield f"verdict({', '.join(figures[one].name for one in judged if one)})", status, key

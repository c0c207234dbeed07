"""What the ledgers hold and what they lack: by system, by indicator, by year."""

from __future__ import annotations

import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dxlib.data import schema
from dxlib.data.catalogue import Catalogue

_WIDTH: Final = 100
_INDENT: Final = " " * 4
_HANGING: Final = " " * 12  # the indent, the six digits of a count, and two blanks before its name (_list_counts)


@dataclass(frozen=True, slots=True)
class IndicatorCoverage:
    """What there is of one indicator.

    Parameters
    ----------
    indicator
        Its id.
    years
        The years that have an actual value somewhere, each once; a period counts for the year it ends in.
    target_years
        The years of the deadlines of its targets.
    undated_targets
        How many targets have no deadline.
    areas
        How many areas have a row.
    rows
        How many rows there are, also those that say that a value is missing.
    """

    indicator: str
    years: tuple[int, ...] = ()
    target_years: tuple[int, ...] = ()
    undated_targets: int = 0
    areas: int = 0
    rows: int = 0

    @property
    def missing_years(self) -> tuple[int, ...]:
        """The years between the first and the last that have no value."""
        inside = range(self.years[0], self.years[-1]) if self.years else ()
        return tuple(year for year in inside if year not in self.years)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What there is of each system.

    Parameters
    ----------
    systems
        The indicators of each system, in the order of the catalogue; those of no system stand under ``""``.
    """

    systems: Mapping[str, tuple[IndicatorCoverage, ...]]

    @property
    def systems_without_indicator(self) -> tuple[str, ...]:
        """Systems that no indicator tells of."""
        return tuple(system for system, indicators in self.systems.items() if not indicators)

    @property
    def indicators_without_row(self) -> tuple[str, ...]:
        """Indicators of the catalogue that no ledger has a row of."""
        return tuple(entry.indicator for entries in self.systems.values() for entry in entries if not entry.rows)


def compute_coverage(rows: Iterable[Mapping[str, str]], catalogue: Catalogue) -> Coverage:
    """Count what rows of ledgers say of every system and indicator of the catalogue.

    Parameters
    ----------
    rows
        Rows without problems, mappings of :data:`dxlib.data.schema.COLUMNS`.
    catalogue
        Which indicators there are and which system each tells of.
    """
    by_indicator = defaultdict(list)
    for row in rows:
        by_indicator[row[schema.INDICATOR]].append(row)
    systems: dict[str, list[IndicatorCoverage]] = {system: [] for system in catalogue.systems}
    for name, entry in catalogue.indicators.items():
        systems.setdefault(entry.system, []).append(_cover(name, by_indicator[name]))
    return Coverage({system: tuple(entries) for system, entries in systems.items()})


def _cover(indicator: str, rows: Sequence[Mapping[str, str]]) -> IndicatorCoverage:
    # Status M says that there is no value, so such a year counts as missing.
    actual = [row for row in rows if row[schema.KIND] == schema.Kind.ACTUAL and row[schema.OBS_VALUE]]
    targets = [row for row in rows if row[schema.KIND] == schema.Kind.TARGET]
    return IndicatorCoverage(
        indicator,
        years=_list_years(actual),
        target_years=_list_years(targets),
        undated_targets=sum(not row[schema.TIME_PERIOD] for row in targets),
        areas=len({row[schema.REF_AREA] for row in rows}),
        rows=len(rows),
    )


def _list_years(rows: Iterable[Mapping[str, str]]) -> tuple[int, ...]:
    periods = {row[schema.TIME_PERIOD] for row in rows} - {""}
    return tuple(sorted({schema.end_of_period(period).year for period in periods}))


def render_coverage(
    coverage: Coverage, catalogue: Catalogue, ledgers: Mapping[str, int], left_out: Iterable[str]
) -> str:
    """Write the coverage as plain text of at most a hundred columns.

    Parameters
    ----------
    coverage
        As :func:`compute_coverage` gives it.
    catalogue
        What the systems are called.
    ledgers
        The number of rows of each ledger by its name.
    left_out
        The reason of each figure that is in no ledger.
    """
    lines = [line for system, entries in coverage.systems.items() for line in _render(system, entries, catalogue)]
    lines += _list_names("Systems that no indicator tells of", coverage.systems_without_indicator)
    lines += _list_names("Indicators that no ledger has a row of", coverage.indicators_without_row)
    lines += _list_counts("Rows by ledger", ledgers)
    lines += _list_counts("Left out, by reason", dict(Counter(left_out).most_common()))
    return "\n".join(lines).rstrip("\n")


def _render(system: str, entries: Sequence[IndicatorCoverage], catalogue: Catalogue) -> Iterator[str]:
    # A system without indicators is named in a list of its own, below all others.
    if not entries:
        return
    yield catalogue.systems[system].name.main if system else "Of no system"
    for entry in entries:
        yield f"  {entry.indicator} ({_count(entry.rows, 'row')}, {_count(entry.areas, 'area')})"
        for label, text in _describe(entry):
            yield from _wrap(f"{label} {text}")
    yield ""


def _describe(entry: IndicatorCoverage) -> Iterator[tuple[str, str]]:
    undated = [f"{entry.undated_targets} undated"] if entry.undated_targets else []
    targets = [text for text in (format_years(entry.target_years), *undated) if text]
    yield "values", format_years(entry.years) or "none"
    if targets:
        yield "targets", ", ".join(targets)
    if entry.missing_years:
        yield "missing", format_years(entry.missing_years)


def format_years(years: Sequence[int]) -> str:
    """Write years as a reader says them, runs as "first-last".

    Examples
    --------
    >>> format_years((2003, 2004, 2005, 2008, 2010))
    '2003-2005, 2008, 2010'
    """
    runs: list[tuple[int, int]] = []
    for year in years:
        if runs and year == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], year)
        else:
            runs.append((year, year))
    return ", ".join(f"{first}-{last}" if first != last else f"{first}" for first, last in runs)


def _list_names(heading: str, names: Sequence[str]) -> Iterator[str]:
    yield f"{heading}: {len(names) or 'none'}"
    yield from (f"  {name}" for name in names)
    yield ""


def _list_counts(heading: str, counts: Mapping[str, int]) -> Iterator[str]:
    yield f"{heading}: {sum(counts.values()):,}"
    for name, count in counts.items():
        yield from _wrap(f"{count:>6,}  {name}")
    yield ""


def _wrap(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=_INDENT, subsequent_indent=_HANGING, break_on_hyphens=False)


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"

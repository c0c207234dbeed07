"""All slips of all ledgers, each with its file, line and column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from dxlib.data import schema
from dxlib.data.catalogue import Catalogue, show_paths
from dxlib.data.csv_files import Table
from dxlib.data.pull.feeds import inspect_feeds
from dxlib.data.slips import dates, fetched, quotations, statuses
from dxlib.data.slips.elsewhere import Elsewhere
from dxlib.data.slips.locators import Locators
from dxlib.data.slips.magnitudes import find_leaps
from dxlib.data.slips.scopes import FILE, Scopes, read_scopes
from dxlib.errors import Problem
from dxlib.paths import Project

_LEAP: str = "compare both with their sources: a unit, a power of ten or a decimal mark was mistaken."


def list_slips(project: Project, ledgers: Sequence[Table], catalogue: Catalogue) -> list[Problem]:
    """List what the ledgers of a project contradict themselves, the register or each other in.

    Parameters
    ----------
    project
        Whose list of scopes is read.
    ledgers
        As :func:`dxlib.data.clean.inspect_raw` gives them, without problems; fetched rows have line 0.
    catalogue
        What the ids mean.
    """
    # Rows of feeds were written by programs: they have no words to hold them against.
    written = [ledger for ledger in ledgers if ledger.path != project.feeds]
    scopes = read_scopes(project.catalogue / FILE, catalogue, (row for ledger in written for row in ledger.rows))
    problems = [*scopes.problems, *_check_rows(written, catalogue, scopes), *scopes.find_unused()]
    feeds, _ = inspect_feeds(project, catalogue)
    known = {name: feed.known_problems for name, feed in feeds.items()}
    feed_rows = [row for ledger in ledgers if ledger.path == project.feeds for row in ledger.rows]
    days = _check_days(project.feeds, feed_rows, catalogue, known)
    return show_paths([*problems, *_check_magnitudes(ledgers, known), *days], project)


def _check_rows(ledgers: Sequence[Table], catalogue: Catalogue, scopes: Scopes) -> Iterator[Problem]:
    rows = [row for ledger in ledgers for row in ledger.rows]
    locators, elsewhere = Locators(catalogue, rows), Elsewhere(rows)
    for ledger in ledgers:
        for line, row in ledger.lines:
            source = catalogue.sources[row[schema.SOURCE]]
            for column, what, fix in (
                *quotations.find_slips(row, source.language),
                *dates.find_slips(row, source),
                *statuses.find_slips(row),
                *locators.find_slips(row),
                *scopes.find_slips(row),
                *elsewhere.find_slips(row),
            ):
                yield Problem(ledger.path, line, column, what, fix=fix)


def _check_days(
    path: Path, rows: Iterable[Mapping[str, str]], catalogue: Catalogue, known: Mapping[str, int]
) -> Iterator[Problem]:
    """Give the figures of vintages that are of a time after them; what is no place in a ranking the figures tell."""
    found = [
        (row, what, fix)
        for row in rows
        for column, what, fix in fetched.find_slips(row, _find_day(row, catalogue))
        if column == schema.TIME_PERIOD
    ]
    counts = Counter(row[schema.SOURCE] for row, _, _ in found)
    for row, what, fix in found:
        source = row[schema.SOURCE]
        if counts[source] > known.get(source.partition("@")[0], 0):
            name = f" ({source}, {row[schema.REF_AREA]})"
            yield Problem(path, 0, schema.TIME_PERIOD, what + name, fix=fix)


def _find_day(row: Mapping[str, str], catalogue: Catalogue) -> str:
    """Give the day of a vintage: its own where it says one, or else that of fetching."""
    source = catalogue.sources[row[schema.SOURCE]]
    return row[schema.PUBLISHED] or source.published or source.read


def _check_magnitudes(ledgers: Iterable[Table], known: Mapping[str, int]) -> Iterator[Problem]:
    """Give the leaps of all rows; of a vintage of a feed only where there are more than the feed's known problems."""
    leaps = list(find_leaps(row for ledger in ledgers for row in ledger.rows))
    far = {id(leap.row) for leap in leaps}
    places = {id(row): (ledger.path, line) for ledger in ledgers for line, row in ledger.lines if id(row) in far}
    counts = Counter(leap.row[schema.SOURCE] for leap in leaps)
    for leap in leaps:
        source = leap.row[schema.SOURCE]
        feed, is_vintage, _ = source.partition("@")
        if not is_vintage or counts[source] > known.get(feed, 0):
            path, line = places[id(leap.row)]
            name = "" if line else f" ({source}, {leap.row[schema.REF_AREA]}, {leap.row[schema.TIME_PERIOD]})"
            yield Problem(path, line, schema.OBS_VALUE, leap.tell() + name, fix=_LEAP)

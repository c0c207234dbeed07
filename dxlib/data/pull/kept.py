"""What the kept vintages state: rows as ledgers have them, each vintage a source of its own."""

from __future__ import annotations

import inspect
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from dxlib.data import schema
from dxlib.data.catalogue import Catalogue, Source, show_paths
from dxlib.data.ingest.layouts import get_reader
from dxlib.data.ingest.reading import Reading
from dxlib.data.ingest.records import RawRow
from dxlib.data.pull.dropped import WITHDRAWN, list_dropped, sort_vintages, withdraw
from dxlib.data.pull.feeds import Feed, inspect_feeds
from dxlib.data.pull.vintages import Vintage, read_vintages
from dxlib.errors import DxError, Problem
from dxlib.paths import Project


class FeedData(NamedTuple):
    """What the kept vintages of all feeds state.

    Attributes
    ----------
    rows
        As of a ledger; ``SOURCE`` is ``<feed>@<day>``.
    sources
        The entries of these sources in the register, by id.
    problems
        Of the register of feeds, of the registers of vintages, and of files that cannot be read as they were.
    """

    rows: list[RawRow]
    sources: dict[str, Source]
    problems: list[Problem]


def read_feeds(project: Project, catalogue: Catalogue) -> FeedData:
    """Read every kept vintage of every feed.

    Only figures of indicators that the feed maps and of areas of the catalogue are rows; what is left out, and why,
    is in :func:`read_vintage`. A figure counts as published on the day of its vintage.
    """
    feeds, problems = inspect_feeds(project, catalogue)
    data = FeedData([], {}, [*problems, *_find_strays(project, feeds, complete=not problems)])
    for name, feed in feeds.items():
        vintages, found = read_vintages(project.feeds / name)
        data.problems.extend(found)
        stated: dict[str, list[RawRow]] = {}
        unread = set[str]()  # vintages with cells that cannot be read: one of these may be the figure
        for vintage in () if found else vintages:
            path = project.feeds / name / vintage.file
            data.sources[f"{name}@{vintage.name}"] = feed.make_source(vintage, catalogue)
            try:
                reading = read_vintage(path, vintage, name, feed, project=project, catalogue=catalogue)
            except DxError as error:
                data.problems.append(Problem(path, 0, "", error.what.rstrip("."), error.allowed, error.fix))
                continue
            if len(reading.problems) > feed.known_problems:
                data.problems.extend(reading.problems)
            # A file that changed under the same day still states that day; its figures are known only since it was
            # fetched.
            rows = [{**row, schema.PUBLISHED: vintage.stated} for row in reading.rows]
            stated[f"{name}@{vintage.name}"] = rows
            if reading.problems:
                unread.add(f"{name}@{vintage.name}")
        data.rows.extend(row for rows in stated.values() for row in rows)
        if feed.dropped == WITHDRAWN:
            data.rows.extend(_withdraw_dropped(stated, data.sources, unread))
    return data._replace(problems=show_paths(data.problems, project))


def _withdraw_dropped(
    stated: Mapping[str, list[RawRow]], sources: Mapping[str, Source], unread: Collection[str]
) -> list[RawRow]:
    """Give a row without a value for each figure of an earlier vintage that a later one does not hold any more."""
    withdrawn: list[RawRow] = []
    earlier: list[list[RawRow]] = []
    for name in sort_vintages(stated, sources):
        dropped = [] if name in unread else list_dropped(earlier, stated[name])
        gone = [withdraw(row, name, sources[name].published) for row in dropped]
        withdrawn += gone
        earlier.append([*stated[name], *gone])
    return withdrawn


def _find_strays(project: Project, feeds: Mapping[str, Feed], *, complete: bool) -> Iterator[Problem]:
    """Complain of vintages of a feed that the register does not name; not where it could not be read whole."""
    for path in sorted(project.feeds.iterdir()) if complete and project.feeds.is_dir() else ():
        if path.name not in feeds:
            what = f"'{path.name}' is no feed of data/catalogue/feeds.yaml"
            yield Problem(path, 0, "", what, fix="restore its entry, or move the folder away.")


def read_vintage(
    path: Path, vintage: Vintage, name: str, feed: Feed, *, project: Project, catalogue: Catalogue
) -> Reading:
    """Read one file with the reader of its feed; the source that its rows name is ``<feed>@<day>``.

    Parameters
    ----------
    path
        Of the file.
    vintage
        What is known of it; of its encoding, what the feed says goes before it.
    name, feed
        Says how it is read.
    project
        Whose mappings are meant.
    catalogue
        Whose areas and indicators are kept.

    Returns
    -------
    Reading
        Rows, what is left out, and problems, of every data cell.
    """
    source = f"{name}@{vintage.name}"
    sources = {**catalogue.sources, source: feed.make_source(vintage, catalogue)}
    reader = get_reader(feed.layout)
    given: dict[str, Any] = {"indicators": feed.indicators, "mapping": project.root / feed.mapping}
    given |= {"encoding": vintage.encoding, **feed.options}
    asked = inspect.signature(reader).parameters
    given = {key: given[key] for key in asked if key in given}
    reading = reader(path, catalogue=catalogue.model_copy(update={"sources": sources}), source=source, **given)
    return replace(reading, problems=tuple(show_paths(reading.problems, project)))

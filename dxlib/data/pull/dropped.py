"""Figures that an earlier vintage of a feed states and a later one does not hold any more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from dxlib.data import schema
from dxlib.data.catalogue import Catalogue, Source, show_paths
from dxlib.data.ingest.records import RawRow
from dxlib.data.pull.named_mappings import get_register
from dxlib.data.yaml_files import read_yaml
from dxlib.errors import Problem, count
from dxlib.paths import Project

KEPT: Final = "kept"
WITHDRAWN: Final = "withdrawn"
GONE: Final = "The publisher's file does not hold it any more."
_MOST_NAMED: Final = 3
# Cells of a figure that say nothing of one which is not there any more.
_OF_THE_NUMBER: Final = (schema.OBS_VALUE, schema.UPPER_VALUE, schema.QUALIFIER, schema.OUT_OF, schema.AS_WRITTEN)

Rows = Sequence[RawRow]


def list_dropped(earlier: Iterable[Rows], latest: Rows) -> list[RawRow]:
    """Give the figures of earlier vintages that the latest one does not state, not even as missing.

    Parameters
    ----------
    earlier
        The rows of each vintage before it, the oldest first.
    latest
        The rows of the latest one.

    Returns
    -------
    list of rows
        What stands for each figure until then: its last row.
    """
    standing = {schema.get_key(row): row for rows in earlier for row in rows}
    held = {schema.get_key(row) for row in latest}
    return [row for key, row in standing.items() if key not in held and row[schema.OBS_VALUE]]


def withdraw(row: RawRow, source: str, published: str) -> RawRow:
    """Give the row by which a vintage states that a figure of an earlier one is missing."""
    gone = {schema.OBS_STATUS: schema.ObsStatus.MISSING.value, schema.COMMENT: GONE}
    return {
        **row, **dict.fromkeys(_OF_THE_NUMBER, ""), **gone, schema.SOURCE: source, schema.PUBLISHED: published
    }  # fmt: skip


def describe_dropped(dropped: Rows) -> str:
    """Say which figures a vintage does not hold any more, the first ones by name."""
    named = ", ".join(
        f"{row[schema.INDICATOR]} {row[schema.REF_AREA]} {row[schema.TIME_PERIOD]}" for row in dropped[:_MOST_NAMED]
    )
    more = f" and {len(dropped) - _MOST_NAMED} more" if len(dropped) > _MOST_NAMED else ""
    return f"{count(len(dropped), 'figure')} of earlier vintages ({named}{more})"


def find_undecided(project: Project, rows: Iterable[RawRow], catalogue: Catalogue) -> Iterator[Problem]:
    """Warn of feeds whose latest vintage lacks figures of earlier ones, unless the feed says what that means.

    Parameters
    ----------
    project
        Whose register of feeds is meant; it has no problems.
    rows
        What all vintages state; rows of ledgers are passed over.
    catalogue
        Its sources are the vintages, too.
    """
    feeds: dict[str, dict[str, list[RawRow]]] = {}
    for row in rows:
        feed, is_vintage, _ = row[schema.SOURCE].partition("@")
        if is_vintage:
            feeds.setdefault(feed, {}).setdefault(row[schema.SOURCE], []).append(row)
    file = read_yaml(get_register(project)) if feeds else None
    for feed, vintages in feeds.items():
        assert file is not None
        *earlier, latest = sort_vintages(vintages, catalogue.sources)
        dropped = list_dropped((vintages[one] for one in earlier), vintages[latest])
        if dropped and not file.data[feed].get("dropped"):
            fix = "ask the publisher; say 'dropped: withdrawn' in the feed where such figures do not hold any more, " \
                  "'dropped: kept' where the file only shows fewer periods or areas."  # fmt: skip
            what = f"{latest} lacks {describe_dropped(dropped)}, which pages go on showing"
            problem = show_paths([file.complain((feed,), what, fix)], project)[0]
            yield replace(problem, is_warning=True)


def sort_vintages(names: Iterable[str], sources: Mapping[str, Source]) -> list[str]:
    """Give vintages in the order in which each takes the place of the one before."""
    return sorted(names, key=lambda name: (schema.last_day_of(sources[name].published or sources[name].read), name))

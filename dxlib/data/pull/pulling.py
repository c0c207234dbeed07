"""``dxlib pull``: every feed is fetched, read, and kept as a new vintage only if it can be read and is new."""

from __future__ import annotations

import io
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from dxlib.addresses import hide_secrets
from dxlib.data import schema
from dxlib.data.catalogue import Catalogue
from dxlib.data.catalogue_files import read_catalogue
from dxlib.data.ingest.ledger import read_ledger
from dxlib.data.ingest.packing import holds_workbook
from dxlib.data.ingest.reading import Reading
from dxlib.data.ingest.records import RawRow
from dxlib.data.pull.dropped import KEPT, WITHDRAWN, describe_dropped, list_dropped
from dxlib.data.pull.feeds import Feed, read_feeds_register
from dxlib.data.pull.fetching import Fetched, FetchLimits, FetchOrder, Sleep, fetch
from dxlib.data.pull.kept import read_vintage
from dxlib.data.pull.vintages import REGISTER, Vintage, hash_content, keep_vintage, read_vintages
from dxlib.data.schema import Row
from dxlib.data.slips import fetched as fetched_slips
from dxlib.data.slips.magnitudes import find_leaps
from dxlib.errors import ConfigError, DataError, DxError, ExitCode, Problem, count, did_you_mean, raise_problems
from dxlib.letters import show_hidden
from dxlib.paths import Project

# Services answer with XML unless they are asked for this.
SDMX_CSV: Final = "application/vnd.sdmx.data+csv"
_SUFFIXES: Final = {b"PK\x03\x04": ".zip", b"\x1f\x8b": ".gz", b"[": ".json", b"{": ".json"}
_MOST_REASONS: Final = 3
_DAY_AHEAD: Final = timedelta(days=1)


class PullStatus(StrEnum):
    """What became of a feed."""

    NEW_VINTAGE = "new vintage"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PullOutcome:
    """What became of one feed.

    Parameters
    ----------
    feed, status
        Which, and what.
    file
        The vintage, from the project's root: the new one, or the one that holds the same content.
    rows, left_out
        How many figures of the fetched file are kept, and how many are not.
    problems
        Of the fetched file; where there are more than the feed knows of, it failed for them.
    dropped
        Which figures of the vintage before a new one lacks, and what becomes of them.
    error
        Why it failed: what, what is allowed, how to fix it.
    """

    feed: str
    status: PullStatus
    file: Path | None = None
    rows: int = 0
    left_out: int = 0
    problems: tuple[Problem, ...] = ()
    dropped: str = ""
    error: str = ""

    def __str__(self) -> str:
        if self.status is PullStatus.FAILED:
            return f"{self.feed}: {self.status}: {self.error}"
        known = f", {count(len(self.problems), 'known problem')}" if self.problems else ""
        figures = count(self.rows, "figure")
        kept = f"{self.feed}: {self.status}, {self.file} ({figures}, {self.left_out} left out{known})"
        return f"{kept}; {self.dropped}" if self.dropped else kept


def pull(
    project: Project,
    names: Iterable[str] = (),
    *,
    today: date,
    limits: FetchLimits | None = None,
    sleep: Sleep = time.sleep,
) -> list[PullOutcome]:
    """Fetch feeds and keep what is new; a feed that fails leaves its vintages as they were, and stops no other.

    Parameters
    ----------
    project
        Whose feeds.
    names
        Which; all of them when empty.
    today
        The day of fetching.
    limits
        What a transfer may cost; ``timeout_s`` and ``most_bytes`` of a feed go before them.
    sleep
        Called with the seconds to wait before each further try.

    Returns
    -------
    list of PullOutcome
        One per feed, in the order of the register.

    Raises
    ------
    SchemaError
        For a register of feeds or a catalogue with problems, all of them.
    ConfigError
        For a name that is no feed, and where no feed is declared.
    """
    catalogue = read_catalogue(project)
    feeds = read_feeds_register(project, catalogue)
    if not feeds:
        fix = "declare one there: url, publisher, title, language, terms, layout."
        raise ConfigError("No feed is declared in data/catalogue/feeds.yaml.", fix=fix)
    wanted = tuple(names)
    for name in wanted:
        if name not in feeds:
            what = f"Unknown feed '{name}'.{did_you_mean(name, feeds)}"
            raise ConfigError(what, allowed=feeds, fix="correct the name, or add it to data/catalogue/feeds.yaml.")
    puller = _Puller(project, catalogue, today, limits or FetchLimits(), sleep)
    return [puller.try_one(name, feed) for name, feed in feeds.items() if not wanted or name in wanted]


def get_exit_code(outcomes: Sequence[PullOutcome]) -> ExitCode:
    """Give the exit code of a pull: whether all, some or none of the feeds could be had."""
    failed = sum(outcome.status is PullStatus.FAILED for outcome in outcomes)
    if not failed and outcomes:
        return ExitCode.SUCCESS
    return ExitCode.NOTHING_BUILT if failed == len(outcomes) else ExitCode.SOME_FAILED


@dataclass(frozen=True, slots=True)
class _Puller:
    project: Project
    catalogue: Catalogue
    today: date
    limits: FetchLimits
    sleep: Sleep

    def try_one(self, name: str, feed: Feed) -> PullOutcome:
        """Turn whatever happens to a feed into its outcome."""
        try:
            return self._pull(name, feed)
        except DxError as error:
            return PullOutcome(name, PullStatus.FAILED, error=str(error))
        except Exception as error:  # a feed must not stop the others
            said = show_hidden(hide_secrets(f"{type(error).__name__}: {error}"))
            return PullOutcome(name, PullStatus.FAILED, error=said)

    def _pull(self, name: str, feed: Feed) -> PullOutcome:
        self._refuse_wrong_clock(name)
        order = make_order(feed)
        total_s, most_bytes = feed.timeout_s or self.limits.total_s, feed.most_bytes or self.limits.most_bytes
        limits = replace(self.limits, total_s=total_s, most_bytes=most_bytes)
        fetched = fetch(order, limits=limits, sleep=self.sleep)
        self._refuse_other_day(order, fetched)
        content, day = fetched.content, self.today.isoformat()
        file, size = f"{day}{_find_suffix(content)}", str(len(content))
        draft = Vintage(file, hash_content(content), "", day, order.shown, size, _find_encoding(fetched))
        # Read before it is kept: a vintage is never removed, so what cannot be read must not become one.
        before = self._read_before(name, feed)
        reading = self._read(name, feed, draft, content, before)
        draft = replace(draft, published=_find_day(reading))
        folder, lock = self.project.feeds / name, self.project.locks / f"{name}.lock"
        vintage, is_new = keep_vintage(folder, content, draft, lock=lock)
        status = PullStatus.NEW_VINTAGE if is_new else PullStatus.UNCHANGED
        shown = self.project.show(folder / vintage.file)
        dropped = _tell_dropped(feed, before, reading.rows) if is_new else ""
        counts = (len(reading.rows), len(reading.left_out))
        return PullOutcome(name, status, shown, *counts, reading.problems, dropped)

    def _read(
        self, name: str, feed: Feed, draft: Vintage, content: bytes, before: Sequence[RawRow]
    ) -> Reading:  # fmt: skip
        """Read what was fetched as it will be read once it is kept, or say why it cannot be."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{name}{Path(draft.file).suffix}"
            path.write_bytes(content)
            try:
                reading = self._read_vintage(path, draft, name, feed)
            except DxError as error:
                # The file lies in a temporary folder that is gone by the time somebody reads the message.
                what = error.what.replace(str(path), draft.url)
                raise DataError(what, allowed=error.allowed, fix=error.fix) from error
        named = tuple(replace(problem, file=Path(path.name)) for problem in reading.problems)
        wrong = (*self._find_leaps(before, reading), *_find_impossible(reading, draft.fetched))
        reading = replace(reading, path=Path(path.name), problems=named)
        _accept(feed, draft.url, reading, wrong)
        return reading

    def _read_vintage(self, path: Path, vintage: Vintage, name: str, feed: Feed) -> Reading:
        return read_vintage(path, vintage, name, feed, project=self.project, catalogue=self.catalogue)

    def _refuse_wrong_clock(self, name: str) -> None:
        """Refuse a day before that of the last fetching: what counts from it would be known in editions of the past."""
        fetched = [vintage.fetched for vintage in read_vintages(self.project.feeds / name)[0]]
        # Where another machine fetched, its day may have begun before ours.
        if fetched and max(fetched) > (self.today + _DAY_AHEAD).isoformat():
            raise DataError(
                f"Today is {self.today} by the clock of this machine, and the last vintage was fetched on "
                f"{max(fetched)}.",
                fix="set the clock, then pull again; if the clock of that day was wrong, delete that vintage: "
                f"its file, and its line in {self.project.show(self.project.feeds / name / REGISTER)}.",
            )

    def _refuse_other_day(self, order: FetchOrder, fetched: Fetched) -> None:
        """Refuse to keep a file under a day that is not that of its host: a vintage bears its day for ever."""
        # By a day they may differ: today is told by the local time, and a host tells the time of Greenwich.
        if fetched.sent and abs(fetched.sent.date() - self.today) > _DAY_AHEAD:
            raise DataError(
                f"Today is {self.today} by the clock of this machine, and {order.shown} was sent on "
                f"{fetched.sent:%Y-%m-%d at %H:%M} UTC by the clock of its host.",
                fix="set the clock of this machine, then pull again; if it is right, tell the publisher.",
            )

    def _read_before(self, name: str, feed: Feed) -> Sequence[RawRow]:
        """Give the rows of the vintage that was kept last; none where there is no vintage."""
        folder = self.project.feeds / name
        vintages, _ = read_vintages(folder)
        return self._read_vintage(folder / vintages[-1].file, vintages[-1], name, feed).rows if vintages else ()

    def _find_leaps(self, before: Sequence[RawRow], reading: Reading) -> Iterator[Problem]:
        """Give what of a file lies a hundred or a thousand times from the ledgers and from the feed's last vintage."""
        ledgers = [read_ledger(path, self.catalogue) for path in sorted(self.project.ledgers.glob("*.csv"))]
        # Rows of a ledger with problems may hold what is no number.
        known = [row for ledger in ledgers if not ledger.problems for row in ledger.rows]
        # By identity, since a row of the last vintage may equal one of this file.
        mine = {id(row) for row in reading.rows}
        # Known rows come first: of two figures that lie too far apart, the later one is blamed.
        for leap in find_leaps([*known, *before, *reading.rows]):
            if id(leap.row) in mine:
                what, fix = (
                    f"{leap.tell()} ({_name_place(leap.row)})",
                    "compare it with the publisher; a unit may have changed.",
                )
                yield Problem(Path(reading.path.name), 0, schema.OBS_VALUE, what, fix=fix)


def _find_impossible(reading: Reading, fetched: str) -> Iterator[Problem]:
    """Give what of a file no figure can be; its day is its own where it says one, or else that of fetching."""
    for row in reading.rows:
        for column, what, fix in fetched_slips.find_slips(row, row[schema.PUBLISHED] or fetched):
            yield Problem(Path(reading.path.name), 0, column, f"{what} ({_name_place(row)})", fix=fix)


def _name_place(row: Row) -> str:
    """Name a figure as messages do: by its place in the file, or by what it is of."""
    return row[schema.LOCATOR] or f"{row[schema.REF_AREA]}, {row[schema.TIME_PERIOD]}"


def make_order(feed: Feed) -> FetchOrder:
    """Give what is to be fetched for a feed.

    Raises
    ------
    ConfigError
        For a provider, or a parameter, that the SDMX library does not know.
    MissingDependencyError
        Where that library is not installed.
    """
    url, headers = (feed.sdmx.make_address(), {"Accept": SDMX_CSV}) if feed.sdmx else (feed.copied_from or feed.url, {})
    return FetchOrder(url, headers, feed.allow_hosts, feed.sha256)


def _find_encoding(fetched: Fetched) -> str:
    """Give the encoding that the host declares, unless all is UTF-8 in spite of it, as so often."""
    try:
        fetched.content.decode("utf-8")
    except UnicodeDecodeError:
        return fetched.encoding
    # UTF-16 of plain ASCII is valid UTF-8 too, with a NUL beside each letter.
    return fetched.encoding if b"\0" in fetched.content else ""


def _find_suffix(content: bytes) -> str:
    if content.startswith(b"PK\x03\x04") and holds_workbook(io.BytesIO(content)):
        return ".xlsx"
    for sign, suffix in _SUFFIXES.items():
        if content.lstrip().startswith(sign):
            return suffix
    return ".csv"


def _find_day(reading: Reading) -> str:
    """Give the day the file itself gives for its last update, where all rows say the same."""
    days = {row[schema.PUBLISHED] for row in reading.rows}
    return days.pop() if len(days) == 1 else ""


def _tell_dropped(feed: Feed, before: Sequence[RawRow], rows: Sequence[RawRow]) -> str:
    """Say which figures a new vintage lacks and what becomes of them; nothing where the feed says that they stay."""
    dropped = [] if feed.dropped == KEPT else list_dropped([before], rows)
    if not dropped:
        return ""
    fate = "they are withdrawn" if feed.dropped == WITHDRAWN else "pages go on showing them, see 'dxlib check'"
    return f"it lacks {describe_dropped(dropped)}: {fate}"


def _accept(feed: Feed, url: str, reading: Reading, wrong: Sequence[Problem]) -> None:
    """Refuse, by DataError, a file that lost cells, has no figures, or more that is wrong than is known of."""
    if not reading.adds_up:
        raise DataError(f"The reader of {url} lost cells.", fix=f"report it: {feed.layout} must account for each cell.")
    if not reading.rows:
        # Cells that cannot be read would have been figures: they are the cause, even where the feed knows of problems.
        raise_problems(reading.problems, kind=DataError)
        reasons = "; ".join(
            f"{count} {reason}" for reason, count in Counter(reading.reasons).most_common(_MOST_REASONS)
        )
        what = f"{url} holds no figure of the mapped indicators in an area of the catalogue ({reasons or 'no line'})."
        fix = "compare the file with 'indicators' of the feed, its mapping, and the areas of the catalogue."
        raise DataError(what, fix=fix)
    problems = [*reading.problems, *wrong]
    if len(problems) > feed.known_problems:
        raise_problems(problems, kind=DataError)

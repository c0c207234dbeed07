"""What a soak counts: how often each thing was tried, and what became of it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

MOST_TOLD: Final = 10  # of what went wrong, of each kind: the first ones tell why
WRONG: Final = ("lost", "run", "leaked")


@dataclass
class Count:
    """How one kind of fault went.

    Parameters
    ----------
    tried
        How often it was made to happen.
    held
        How often it was refused with an error that says what to do, or survived.
    lost
        How often something was lost: a page not whole, a file of somebody else's, an answer (a traceback, no end).
    run
        How often something ran, was asked for, or stood on a page that nobody put there.
    leaked
        Processes, files, sockets and folders that were left.
    told
        What went wrong, in words.
    """

    tried: int = 0
    held: int = 0
    lost: int = 0
    run: int = 0
    leaked: int = 0
    told: list[str] = field(default_factory=list)


class Tally:
    """The counters of a soak, by group and kind; threads may count at the same time."""

    def __init__(self) -> None:
        self.counts: dict[tuple[str, str], Count] = {}
        self._lock = threading.Lock()

    def add(self, group: str, kind: str, *, tried: int = 1, told: Iterable[str] = (), wrong: str = "lost") -> None:
        """Count some tries of one kind.

        Parameters
        ----------
        group, kind
            Which counter.
        tried
            How often.
        told
            What went wrong, each in words; without any, everything held.
        wrong
            Under which name it counts: ``lost``, ``run`` or ``leaked``.
        """
        problems = list(told)
        with self._lock:
            count = self.counts.setdefault((group, kind), Count())
            count.tried += tried
            count.held += max(0, tried - len(problems))
            setattr(count, wrong, getattr(count, wrong) + len(problems))
            count.told += problems[: MOST_TOLD - len(count.told)]

    def sum_up(self, name: str) -> int:
        """Give the sum of one column over all counters."""
        return sum(int(getattr(count, name)) for count in self.counts.values())

    @property
    def is_clean(self) -> bool:
        """Whether everything was tried, and nothing was lost, run or left."""
        tried = bool(self.counts) and all(count.tried for count in self.counts.values())
        return tried and not any(self.sum_up(name) for name in WRONG)

    def render(self) -> str:
        """Give a table of all counters, and what went wrong."""
        columns = ("tried", "held", *WRONG)
        rows = [(f"{group}: {kind}", *(getattr(count, name) for name in columns))
                for (group, kind), count in sorted(self.counts.items())]  # fmt: skip
        rows.append(("all", *(self.sum_up(name) for name in columns)))
        width = max(len(str(row[0])) for row in rows)
        lines = [f"{'':<{width}}" + "".join(f"{name:>9}" for name in columns)]
        lines += [f"{row[0]:<{width}}" + "".join(f"{number:>9}" for number in row[1:]) for row in rows]
        for (group, kind), count in sorted(self.counts.items()):
            lines += [f"- {group}: {kind}: {text}" for text in count.told]
        return "\n".join(lines)

    def write(self, path: Path, **about: object) -> None:
        """Write all counters as JSON."""
        listed = [
            {"group": group, "kind": kind, **asdict(count)} for (group, kind), count in sorted(self.counts.items())
        ]
        sums = {name: self.sum_up(name) for name in ("tried", "held", *WRONG)}
        path.write_text(
            json.dumps({**about, "all": sums, "counts": listed}, indent=1, ensure_ascii=False) + "\n", "utf-8"
        )

"""Timing side by side, and the shape of what a benchmark finds."""

from __future__ import annotations

import operator
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import partial

_SENSES: Mapping[str, Callable[[float, float], bool]] = {"<=": operator.le, ">=": operator.ge}


@dataclass(frozen=True)
class Figure:
    """One thing measured, with the limit it shall keep, if there is one."""

    name: str
    value: float
    unit: str
    sense: str = "<="
    limit: float | None = None

    @property
    def holds(self) -> bool | None:
        """Whether the limit is kept; none where there is no limit."""
        return None if self.limit is None else _SENSES[self.sense](self.value, self.limit)

    def as_record(self) -> dict[str, object]:
        """Give it as JSON can hold it."""
        return {**asdict(self), "holds": self.holds}


def time_side_by_side(actions: Mapping[str, Callable[[], object]], *, rounds: int) -> dict[str, float]:
    """Give the median seconds of each action; see :func:`take_turns`."""
    return take_turns({name: partial(time_action, action) for name, action in actions.items()}, rounds=rounds)


def time_action(action: Callable[[], object]) -> float:
    """Give the seconds that an action takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def take_turns(actions: Mapping[str, Callable[[], float]], *, rounds: int) -> dict[str, float]:
    """Give the median of the seconds that each action tells; they take turns, so a noisy moment meets all of them."""
    seconds: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(rounds):
        for name, action in actions.items():
            seconds[name].append(action())
    return {name: statistics.median(values) for name, values in seconds.items()}

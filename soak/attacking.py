"""Putting attacks through every door, and opening what comes of them."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from itertools import chain, count, islice
from pathlib import Path
from typing import Any, Final

from dxlib.errors import DxError
from soak.attacks import ATTACKS
from soak.counting import Tally
from soak.doors import DOORS, Door, make_pages
from soak.opened import Opener

GROUP: Final = "attack"
_SHOWN: Final = 60  # characters of an attack in a message


class Attacker:
    """Tries attacks, one door after the other, until all were tried, and then again at other places.

    Parameters
    ----------
    opener, tally, seed
        The browser, what counts, and in which order.
    """

    def __init__(self, opener: Opener, tally: Tally, seed: int) -> None:
        self._opener = opener
        self._tally = tally
        self._chance = random.Random(seed)
        self._likes: dict[str, list[dict[str, Any]]] = {}
        self._order = self._list_batches()
        self.passed = 0  # how often all attacks went through all doors

    def run_round(self) -> None:
        """Put one batch of attacks through one door."""
        name, attacks = next(self._order)
        self.try_batch(name, attacks)

    def _list_batches(self) -> Iterator[tuple[str, Sequence[str]]]:
        while True:
            batches = [(name, part) for name, door in DOORS.items() for part in self._cut(door.fields)]
            self._chance.shuffle(batches)
            yield from batches
            self.passed += 1

    def _cut(self, size: int) -> list[Sequence[str]]:
        """Cut the attacks into batches; each time others stand at each place."""
        start = self._chance.randrange(len(ATTACKS))
        turned = ATTACKS[start:] + ATTACKS[:start]
        return [turned[at : at + size] for at in range(0, len(turned), size)]

    def try_batch(self, name: str, attacks: Sequence[str]) -> None:
        """Try some attacks together; where they are refused, each alone."""
        found = self._try(name, attacks)
        if found is None and len(attacks) > 1:
            for place, attack in enumerate(attacks):
                self._count(name, [attack], self._try(name, [*islice(_name_plainly(DOORS[name]), place), attack]) or [])
        else:
            self._count(name, attacks, found or [])

    def _count(self, name: str, attacks: Sequence[str], found: Sequence[str]) -> None:
        told = [f"{[one[:_SHOWN] for one in attacks]!r}: {'; '.join(found)}"] if found else []
        ran = any(not line.startswith("traceback") for line in found)
        self._tally.add(GROUP, name, tried=len(attacks), told=told, wrong="run" if ran else "lost")

    def _try(self, name: str, attacks: Sequence[str]) -> list[str] | None:
        """Give what is wrong with the pages; nothing where the attacks are refused."""
        door = DOORS[name]
        likes = self._likes.get(name) or self._likes.setdefault(name, self._read_plain(door))
        folder = Path(tempfile.mkdtemp(prefix="soak-"))
        try:
            paths = make_pages(door, chain(attacks, _name_plainly(door)), folder)
            pairs = zip(paths, likes, strict=True)
            return [*chain(*(self._opener.list_wrong(*pair, has_markup=door.has_markup) for pair in pairs))]
        except DxError:
            return None
        except Exception as error:
            return [f"traceback: {type(error).__name__}: {error}"]
        finally:
            shutil.rmtree(folder)

    def _read_plain(self, door: Door) -> list[dict[str, Any]]:
        folder = Path(tempfile.mkdtemp(prefix="soak-"))
        try:
            return [self._opener.read(path) for path in make_pages(door, _name_plainly(door), folder)]
        finally:
            shutil.rmtree(folder)


def _name_plainly(door: Door) -> Iterator[str]:
    return (door.plain.format(number) for number in count(101))

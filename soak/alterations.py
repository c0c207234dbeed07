"""What somebody alters in a release, or in the store behind it: named and made good, and never published."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from soak.counting import Tally
from soak.place import BUILD, Place
from soak.seen import list_unlike, read_release

GROUP: Final = "altered release"


def alter(path: Path) -> None:
    """Write another figure of the same length, and give the file the times that it had."""
    before, content = path.stat(), bytearray(path.read_bytes())
    path.chmod(0o644)
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def empty(path: Path) -> None:
    """Leave nothing in a file, as a full disk does."""
    path.chmod(0o644)
    path.write_bytes(b"")


def cut(path: Path) -> None:
    """Leave half of a file."""
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def delete(path: Path) -> None:
    """Delete a file."""
    path.unlink()


def replace(path: Path) -> None:
    """Put another file in the place of one."""
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content + b"<!-- -->")


HOW: Final[Mapping[str, Callable[[Path], None]]] = {
    "altered": alter, "emptied": empty, "cut": cut, "deleted": delete, "replaced": replace,
}  # fmt: skip


class Alterer:
    """A small project that was built, of which files are altered one after the other.

    Parameters
    ----------
    place, tally, seed
        Where, what counts, and which files.
    """

    def __init__(self, place: Place, tally: Tally, seed: int) -> None:
        self.place = place
        self.tally = tally
        self._chance = random.Random(seed)
        self._whole: dict[str, bytes] = {}
        self._round = 0

    def prepare(self) -> None:
        """Have the project built."""
        self.place.prepare()
        self._whole = self._read()

    def _read(self) -> dict[str, bytes]:
        own = {name.partition("/")[2] for name in self.place.own_files}
        return read_release(self.place.project.reports, own)

    def run_round(self) -> None:
        """Alter a file, see that it is not published, build, and see that it is as it was."""
        how = [*HOW][self._round % len(HOW)]
        self._round += 1
        name = self._chance.choice(sorted(self._whole))
        HOW[how](self.place.project.reports / name)
        problems = self._publish(name)
        done = self.place.run(*BUILD)
        if done.returncode or "Traceback" in done.stderr:
            problems.append(f"the build failed: {done.stderr.strip()[-300:]}")
        elif name not in done.stderr:
            problems.append(f"no word of {name}")
        problems += list_unlike(self._read(), self._whole) + self.place.list_lost()
        self.tally.add(GROUP, how, told=problems[:1] and [f"{name}: {'; '.join(problems)}"])
        if problems:
            shutil.rmtree(self.place.project.state)
            shutil.rmtree(self.place.project.reports)
            shutil.rmtree(self.place.project.root)
            shutil.rmtree(self.place.temporary)
            self.prepare()

    def _publish(self, name: str) -> list[str]:
        target = self.place.folder / "www"
        done = self.place.run("publish", "--output", str(target))
        shipped = target.exists()
        shutil.rmtree(target, ignore_errors=True)
        if "Traceback" in done.stderr:
            return [f"publish ended in a traceback: {done.stderr.strip()[-300:]}"]
        return [] if done.returncode and not shipped else [f"{name} was published"]

    def finish(self) -> None:
        """Count what is left of all these builds."""
        self.tally.add("left after", "alterations", told=self.place.list_left(), wrong="leaked")

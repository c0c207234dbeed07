"""What this user's dxlib noted down itself, told from what somebody else put in its place.

What lies in ``.dxlib`` may come with a project from anywhere, and a hash proves nothing: whoever writes a note can
write its hash. So a note by which work is left undone (an audit that a page passed, data that were proved, what is
settled) carries a seal, made with a key that lies outside of every project. A note without it is not believed, and the
work is done again; nothing else depends on the key.
"""

from __future__ import annotations

import hmac
import os
import stat
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

from dxlib.paths import keep_file

_BYTES: Final = 32
_OTHERS: Final = 0o077  # who must not read it


def make_seal(*parts: str | bytes) -> str:
    """Give what only this user can make of some texts."""
    contents = [part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part for part in parts]
    lengths = ",".join(str(len(one)) for one in contents).encode()
    return hmac.digest(_read_key(), b"\0".join([lengths, *contents]), "sha256").hex()


def is_sealed(seal: str, *parts: str | bytes) -> bool:
    """Say whether this user's dxlib made a seal of some texts."""
    return hmac.compare_digest(seal.encode("utf-8", "replace"), make_seal(*parts).encode())


@cache
def _read_key() -> bytes:
    """Give the key of this user, made when there is none; one of this process where none can be kept."""
    new = os.urandom(_BYTES)  # as secrets does, which loads much
    with suppress(OSError, RuntimeError):  # no home, or none that may be written to
        place = find_key()
        if (kept := _take_private(place)) is None:
            keep_file(place, new)
            kept = _take_private(place)  # another process may have made one at the same time
        return kept or new
    return new


def is_key_kept() -> bool:
    """Say whether the seals of this process are believed by the next one: not where no key could be kept."""
    with suppress(OSError, RuntimeError):
        return _read_key() == _take_private(find_key())
    return False


def find_key() -> Path:
    """Give where the key of this user lies: among what programs remember, in no project.

    Raises
    ------
    RuntimeError
        Where the user has no home.
    """
    given = os.environ.get("XDG_STATE_HOME") or os.environ.get("LOCALAPPDATA") or ""
    folder = Path(given) if Path(given).is_absolute() else Path.home() / ".local" / "state"
    if not folder.is_absolute():  # HOME is none: below it lies whatever folder one works in, as a project's
        raise RuntimeError("The home of the user is no absolute path.")
    return folder / "dxlib" / "key"


def _take_private(place: Path) -> bytes | None:
    """Give the key, if it is whole and only this user can read it."""
    with suppress(FileNotFoundError), place.open("rb") as file:
        found, content = os.fstat(file.fileno()), file.read(_BYTES + 1)
        is_own = os.name != "posix" or (found.st_uid == os.geteuid() and not stat.S_IMODE(found.st_mode) & _OTHERS)
        return content if is_own and len(content) == _BYTES else None
    return None

"""What a template is made from: an interpreter, modules, and the surroundings that a fork inherits."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dxlib.paths import ROOT_VARIABLE

# An unused template holds some 55 MB; whoever comes later than this waits a second or more for a new one.
DEFAULT_IDLE_S: Final = 20.0
IDLE_VARIABLE: Final = "DXLIB_KERNELS_IDLE_S"
# All these are read once, at the start of a process or when a library is imported: setting them later has no effect.
_PREFIXES = (
    "PYTHON", "LC_", "LD_", "MPLCONFIG", "MATPLOTLIBRC", "MALLOC_",
    "OPENBLAS_", "GOTO_", "BLIS_", "MKL_", "OMP_", "GOMP_", "KMP_", "NUMEXPR_", "NUMBA_", "VECLIB_", "NPY_",
)  # fmt: skip
# matplotlib finds its settings and fonts by HOME and XDG_*, and dxlib the key of its user; a template keeps the
# catalogue of one project loaded.
_NAMES = frozenset(
    {"HOME", "LANG", "LANGUAGE", "TZ", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", ROOT_VARIABLE}
)
_NAMESPACES = ("cgroup", "ipc", "mnt", "net", "pid", "user", "uts")


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a template is made from; equal recipes share one template.

    Parameters
    ----------
    python
        The interpreter, and options for it.
    modules
        What to import, in this order.
    environment
        The variables that count while modules are imported, sorted; nothing else is passed on, so a template knows no
        credentials. A forked process has the whole environment of its client.
    idle_s
        How long a template waits for the next client after the last has gone.
    """

    python: tuple[str, ...]
    modules: tuple[str, ...]
    environment: tuple[tuple[str, str], ...]
    idle_s: float = DEFAULT_IDLE_S

    @property
    def key(self) -> str:
        """A short name that differs whenever a process forked from the template would differ from one started anew."""
        parts = (self.python, self.modules, self.environment, self.idle_s, _describe_surroundings())
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:12]


def make_recipe(
    modules: Iterable[str], *, python: Sequence[str], env: Mapping[str, str], idle_s: float | None = None
) -> Recipe:
    """Give the recipe for processes with an environment.

    Parameters
    ----------
    modules
        What to import.
    python
        The interpreter, and options for it.
    env
        The environment that the forked process shall have; the variables that count for imports are picked from it.
    idle_s
        How long the template waits for the next client; by default ``$DXLIB_KERNELS_IDLE_S``, else 20 seconds.
    """
    counting = {name: value for name, value in env.items() if name in _NAMES or name.startswith(_PREFIXES)}
    if idle_s is None:
        idle_s = float(env.get(IDLE_VARIABLE) or DEFAULT_IDLE_S)
    return Recipe(tuple(python), tuple(modules), tuple(sorted(counting.items())), idle_s)


def _describe_surroundings() -> list[object]:
    """Give what a process inherits from its parent and a fork from a template would get from the wrong one."""
    import resource  # noqa: PLC0415  (Unix only)

    limits = sorted(name for name in dir(resource) if name.startswith("RLIMIT_"))
    return [
        [os.geteuid(), os.getegid(), sorted(os.getgroups())],
        [os.getpriority(os.PRIO_PROCESS, 0), sorted(os.sched_getaffinity(0))],
        [resource.getrlimit(getattr(resource, name)) for name in limits],
        [_read(Path("/proc/self/cgroup")), _read(Path("/proc/self/oom_score_adj"))],
        [_read_link(f"/proc/self/ns/{name}") for name in _NAMESPACES],
    ]


def _read(path: Path) -> str:
    with suppress(OSError):
        return path.read_text("utf-8")
    return ""


def _read_link(path: str) -> str:
    with suppress(OSError):
        return str(Path(path).readlink())
    return ""

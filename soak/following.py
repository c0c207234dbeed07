"""Fuzzing one reader with atheris, which follows the code that a file leads through: ``python -m soak.following``."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["dxlib"]):
    from soak.readers import Trial, make_seeds

_MOST_BYTES = 20_000


def main(name: str, seconds: str, seed: str) -> None:
    """Fuzz a reader for some seconds; the process ends with 0 where it took every file, and says how many."""
    with tempfile.TemporaryDirectory(prefix="soak-") as above:
        folder = Path(above)
        trial = Trial(name, folder / "project")
        (folder / "seeds").mkdir()
        make_seeds(trial, folder / "seeds")

        def look(content: bytes) -> None:
            if wrong := trial.read(content):
                sys.stderr.write(f"{wrong} in {content[:300]!r}\n")
                raise RuntimeError(wrong)

        options = [f"-max_total_time={seconds}", f"-max_len={_MOST_BYTES}", f"-seed={seed}", "-timeout=30",
                   "-print_final_stats=1",
                   f"-artifact_prefix={folder}/"]  # fmt: skip
        pid = os.fork()
        if pid == 0:  # libFuzzer ends its process
            atheris.Setup([sys.argv[0], *options, str(folder / "seeds")], look)
            atheris.Fuzz()
        _, status = os.waitpid(pid, 0)
    sys.exit(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Run the benchmarks that are named, or all of them; print a table, write JSON and ``docs/benchmarks.md``."""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
from pathlib import Path

import benchmarks
from benchmarks.documenting import PAGE, write_sections
from benchmarks.measuring import Figure

REPORT = Path("benchmarks") / "results.json"


def find_benchmarks() -> list[str]:
    """Give the names of all benchmarks: the modules that begin with ``bench_``."""
    names = (info.name for info in pkgutil.iter_modules(benchmarks.__path__))
    return sorted(name.removeprefix("bench_") for name in names if name.startswith("bench_"))


def show(figure: Figure) -> str:
    """Give one figure as a line."""
    limit = f"(shall be {figure.sense} {figure.limit:g})" if figure.limit is not None else ""
    verdict = {True: "ok", False: "MISSED", None: ""}[figure.holds]
    return f"  {figure.name:<66} {figure.value:>10.3f} {figure.unit:<8} {limit:<24} {verdict}".rstrip()


def main(wanted: list[str]) -> int:
    """Run benchmarks and say whether every limit holds."""
    known = find_benchmarks()
    unknown = [name for name in wanted if name not in known]
    if unknown:
        print(f"Unknown benchmarks: {', '.join(unknown)}. Known: {', '.join(known)}.", file=sys.stderr)
        return 2
    measured: dict[str, list[Figure]] = {}
    for name in wanted or known:
        print(f"{name}:", flush=True)
        measured[name] = []
        for figure in importlib.import_module(f"benchmarks.bench_{name}").measure():
            print(show(figure), flush=True)
            measured[name].append(figure)
        write_sections(PAGE, {name: measured[name]})
    report = {name: [figure.as_record() for figure in figures] for name, figures in measured.items()}
    REPORT.write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    print(f"All figures: {REPORT}, {PAGE}")
    return int(any(figure.holds is False for figures in measured.values() for figure in figures))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

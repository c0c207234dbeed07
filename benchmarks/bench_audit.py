"""What auditing pages costs beside building them, in processor time of whole programs."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.bench_editions import open_place, read_jobs
from benchmarks.measuring import Figure

EDITION = 2025
AREAS = 30


def measure() -> Iterator[Figure]:
    """Build profiles in all languages, then audit the same pages: one process at a time works on them in both.

    A build audits each page that it makes, so that the cost of its own audit is taken off.
    """
    with open_place([EDITION]) as place:
        chosen = [part for area in place.areas[:AREAS] for part in ("--area", area)]
        place.build("--edition", str(EDITION), "--jobs", "1", *chosen[:2])  # writes bytecode
        place.forget()
        build = place.build("--edition", str(EDITION), "--jobs", "1", *chosen)
        audit = place.dxlib("audit")
    pages = len(read_jobs(build))
    if audit.output.count(" figures, 0 findings") != pages:
        raise RuntimeError(audit.output)
    yield Figure(f"dxlib build --jobs 1, {pages} pages, start and audit included", build.cpu_s / pages, "cpu s/page")
    yield Figure(f"dxlib audit, the same {pages} pages, start included", audit.cpu_s / pages, "cpu s/page")
    yield Figure("auditing / building", audit.cpu_s / (build.cpu_s - audit.cpu_s), "times", limit=0.45)

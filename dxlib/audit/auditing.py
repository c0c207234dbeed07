"""Auditing pages: one file, or all below a folder."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dxlib.audit.facts import Facts
from dxlib.audit.page import read_page
from dxlib.audit.rules import Finding, PageAudit
from dxlib.errors import ConfigError
from dxlib.language import Speaker
from dxlib.paths import Project

_MANY: Final = 100
_AT_ONCE: Final = 8


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What an audit found.

    Parameters
    ----------
    figures
        How many figures each page shows.
    findings
        Everything that is wrong, in page and reading order.
    """

    figures: Mapping[Path, int]
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


def audit_reports(project: Project, path: Path, *, workers: int = 0) -> AuditReport:
    """Audit one page, or every brief below a folder.

    Parameters
    ----------
    project
        Whose ``data/clean`` is the truth.
    path
        A page, or a folder.
    workers
        In how many processes; 0 for one a core where there are many pages, else for this one only.

    Raises
    ------
    ConfigError
        When there is no page there: build some first.
    """
    pages = (
        [path]
        if path.is_file()
        else sorted(page for page in path.rglob("*.html") if not page.name.startswith("index."))
    )
    if not pages:
        raise ConfigError(f"No page in {path}.", fix="run 'dxlib build' first, or name another folder.")
    if (workers or _count_workers(pages)) == 1:
        facts = Facts(project)
        results = [_audit(page, facts) for page in pages]
    else:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers or None, context, initializer=_start_worker, initargs=(project,)) as pool:
            results = list(pool.map(_audit_in_worker, pages, chunksize=_AT_ONCE))
    figures = {page: count for page, (count, _) in zip(pages, results, strict=True)}
    return AuditReport(figures, tuple(finding for _, found in results for finding in found))


def _count_workers(pages: Sequence[Path]) -> int:
    return 1 if len(pages) < _MANY else os.cpu_count() or 1


def _audit(page: Path, facts: Facts) -> tuple[int, list[Finding]]:
    reading = read_page(page)
    audit = PageAudit(reading, facts, Speaker(reading.language, {}))
    findings = list(audit.run())
    return audit.figures, findings


_facts: list[Facts] = []  # of a worker process: what it has read of the data serves all its pages


def _start_worker(project: Project) -> None:
    _facts[:] = [Facts(project)]


def _audit_in_worker(page: Path) -> tuple[int, list[Finding]]:
    return _audit(page, _facts[0])

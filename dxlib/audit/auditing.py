"""Auditing pages: one file, or all below a folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dxlib.audit.facts import Facts
from dxlib.audit.page import read_page
from dxlib.audit.rules import Finding, PageAudit
from dxlib.errors import ConfigError
from dxlib.language import Speaker
from dxlib.paths import Project


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


def audit_reports(project: Project, path: Path) -> AuditReport:
    """Audit one page, or every brief below a folder.

    Raises
    ------
    ConfigError
        When there is no page there: build some first.
    """
    pages = [path] if path.is_file() else sorted(page for page in path.rglob("*.html") if page.name != "index.html")
    if not pages:
        raise ConfigError(f"No page in {path}.", fix="run 'dxlib build' first, or name another folder.")
    facts = Facts(project)
    figures: dict[Path, int] = {}
    findings: list[Finding] = []
    for page in pages:
        reading = read_page(page)
        audit = PageAudit(reading, facts, Speaker(reading.language, {}))
        findings.extend(audit.run())
        figures[page] = audit.figures
    return AuditReport(figures, tuple(findings))

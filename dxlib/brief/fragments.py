"""Fragments: what a notebook's call shows in JupyterLab, and what the exporter puts on the page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from dxlib.brief.evidence import Evidence

MIME_TYPE = "application/vnd.dxlib.fragment+json"


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a page with its evidence.

    Parameters
    ----------
    kind
        What the page does with it: ``opening``, ``answer``, ``key-figures``, ``text``, ``chart``,
        ``table``, ``notes``, ``gap`` (only which figure is not known) or ``empty``.
    html
        Its markup.
    evidence
        What its figures rest on.
    reads
        What the brief asked the store for by then, only with its last fragment: indicator, area (empty for all), kind.
    """

    kind: str
    html: Markup
    evidence: Evidence
    reads: tuple[tuple[str, str, str], ...] = ()

    def _repr_mimebundle_(self, **_options: object) -> Mapping[str, Any]:
        content: dict[str, Any] = {
            "kind": self.kind,
            "html": str(self.html),
            "evidence": self.evidence.model_dump(mode="json"),
        }
        if self.reads:
            content["reads"] = [list(read) for read in self.reads]
        shown = f'<div class="dxlib">{self.html}</div>'
        return {"text/html": shown, "text/plain": self.kind, MIME_TYPE: content}


def read_fragment(content: Mapping[str, Any] | str) -> Fragment:
    """Read a fragment back from a notebook's output."""
    data = _load(content)
    reads = tuple((indicator, area, kind) for indicator, area, kind in data.get("reads", ()))
    return Fragment(data["kind"], read_markup(data), Evidence.model_validate(data["evidence"]), reads)


def read_markup(content: Mapping[str, Any] | str) -> Markup:
    """Read of a notebook's output only what the page shows."""
    return Markup(_load(content)["html"])  # noqa: S704  (what a fragment wrote)


def _load(content: Mapping[str, Any] | str) -> Mapping[str, Any]:
    data: Mapping[str, Any] = json.loads(content) if isinstance(content, str) else content
    return data

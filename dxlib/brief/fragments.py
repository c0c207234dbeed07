"""Fragments: what a notebook's call shows in JupyterLab, and what the exporter puts on the page."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from markupsafe import Markup

from dxlib.errors import NotebookError
from dxlib.evidence.format import Evidence
from dxlib.evidence.parts import NOTHING, Part
from dxlib.language import SOURCE_LANGUAGE
from dxlib.language.languages import find_direction
from dxlib.plain_json import parse_json

MIME_TYPE = "application/vnd.dxlib.fragment+json"
HTML: Final = "text/html"
# Set where nobody looks at what cells show: a build makes pages of fragments alone, and rendering each for
# JupyterLab too takes a fifth of the time that its cells take.
BARE_VARIABLE: Final = "DXLIB_BARE"


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a page with its evidence.

    Parameters
    ----------
    kind
        What the page does with it: ``opening``, ``answer``, ``verdict``, ``points``, ``key-figures``, ``text``,
        ``chart``, ``table``, ``notes``, ``gap`` (only which figure is not known) or ``empty``.
    content
        What it is made of.
    evidence
        What its figures rest on.
    reads
        What the brief asked the store for by then, only with its last fragment: indicator, area (empty for all), kind.
    show
        Gives what JupyterLab shows; the exporter makes the page from the content alone, so two fragments that differ in
        nothing else are equal.
    link
        Makes of the markup what a notebook can open: there, links to notes lead nowhere.
    """

    kind: str
    content: Part
    evidence: Evidence
    reads: tuple[tuple[str, str, str], ...] = ()
    show: Callable[[Fragment], Markup] | None = field(default=None, compare=False, repr=False)
    link: Callable[[Markup], Markup] = field(default=lambda markup: markup, compare=False, repr=False)

    @property
    def language(self) -> str:
        """The code of the language of its words."""
        return self.evidence.page.language if self.evidence.page else SOURCE_LANGUAGE

    def __str__(self) -> str:
        """Give the words that the page shows, without the names of what they lead to."""
        return " ".join(self.show(self).striptags().split()) if self.show else self.kind

    def _repr_mimebundle_(self, **_options: object) -> Mapping[str, Any]:
        content: dict[str, Any] = {
            "kind": self.kind,
            "content": self.content,
            "evidence": self.evidence.model_dump(mode="json"),
        }
        if self.reads:
            content["reads"] = [list(read) for read in self.reads]
        bundle = {"text/plain": self.kind, MIME_TYPE: content}
        if self.show and not is_bare():
            bundle[HTML] = wrap(self.link(self.show(self)), self.language)
        return bundle


def is_bare() -> bool:
    """Say whether cells run where nobody looks at what they show."""
    # By the environment, which a process that is forked for a cell inherits.
    return os.environ.get(BARE_VARIABLE, "") != ""


def wrap(markup: Markup, language: str) -> str:
    """Give what JupyterLab shows: markup in a language, under the style of fragments."""
    # JupyterLab is in a language of its own, which need not be written the same way.
    return f'<div class="dxlib" lang="{language}" dir="{find_direction(language)}">{markup}</div>'


def read_fragment(content: Mapping[str, Any] | str) -> Fragment:
    """Read a fragment back from a notebook's output."""
    try:
        data: Mapping[str, Any] = parse_json(content) if isinstance(content, str) else content
        reads = tuple((indicator, area, kind) for indicator, area, kind in data.get("reads", ()))
        return Fragment(data["kind"], data.get("content", NOTHING), Evidence.model_validate(data["evidence"]), reads)
    # Outputs are stored in notebooks, where another version of the library or a merge by hand may have left anything.
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        what = "A stored output says that it is part of a brief, and is none"
        raise NotebookError(
            f"{what} ({type(error).__name__}).", fix="clear the outputs, and run the notebook."
        ) from error

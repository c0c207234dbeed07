"""The explorer's widget; loaded only where somebody explores, since it needs anywidget."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from dxlib.ask.exploring import show

_FOLDER = Path(__file__).parent


class Explorer(anywidget.AnyWidget):
    """What stands in the browser: ``choice`` comes from it, ``shown`` goes to it.

    Parameters
    ----------
    choices
        What there is to choose from; see :func:`dxlib.ask.exploring.list_choices`.
    choice
        What is chosen; see :func:`dxlib.ask.exploring.show`.
    """

    # A module without imports, so that no build step is needed and nothing is loaded from the web.
    _esm = _FOLDER / "explorer.js"
    _css = _FOLDER / "explorer.css"
    choices = traitlets.Dict().tag(sync=True)
    choice = traitlets.Dict().tag(sync=True)
    shown = traitlets.Dict().tag(sync=True)

    def __init__(self, choices: Mapping[str, Any], choice: Mapping[str, Any]) -> None:
        super().__init__(choices=dict(choices), choice=dict(choice), shown=show(choice))

    @property
    def code(self) -> str:
        """The cell that makes the same chart and the same table."""
        return str(self.shown["code"])

    @traitlets.observe("choice")
    def _answer(self, change: Mapping[str, Any]) -> None:
        # With the choice: an answer that is as the one before would not reach the browser, which waits for it.
        self.shown = {**show(change["new"]), "choice": change["new"]}

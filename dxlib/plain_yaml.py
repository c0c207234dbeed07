"""What a text in YAML holds before anything is built of it: how deep, how much, and which characters by escapes.

The parser gives events one by one and has no depth of its own; what builds a tree of them recurses, and crashes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from dxlib.bounds import YAML_DEPTH, YAML_NODES
from dxlib.errors import Problem
from dxlib.intake import REMOVE_HIDDEN
from dxlib.letters import list_hidden

_STARTS: Final = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_ENDS: Final = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
_QUOTED: Final = '"'  # the one style in which escapes stand
_WRITE_OUT: Final = "write out what the aliases (*) stand for, or split the file."


def inspect_yaml(path: Path, text: str) -> Iterator[Problem]:
    """Give what keeps a text from being read: the first excess, or the hidden characters that escapes stand for.

    Raises
    ------
    yaml.YAMLError
        For what is no YAML.
    """
    walk = _Walk(path)
    loader = yaml.CSafeLoader(text)
    try:
        while (event := loader.get_event()) is not None:
            if type(event) is yaml.ScalarEvent and not event.anchor and event.style != _QUOTED:
                walk.nodes += 1  # nine of ten, and no more is to be seen in them
                continue
            found = walk.take(event)
            if found:
                yield found
                return
        yield from walk.hidden
    finally:
        loader.dispose()


class _Walk:
    """How many nodes there are so far, aliases counted as what they stand for, and how deep the last one stands."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.hidden: list[Problem] = []
        self.nodes = 0
        self._open: list[tuple[str | None, int]] = []  # anchors of what is not closed, and the nodes before each
        self._sizes: dict[str, int] = {}  # nodes of what each anchor stands for

    def take(self, event: Any) -> Problem | None:
        """Take an event; give the problem that ends the walk."""
        if isinstance(event, yaml.ScalarEvent):
            self.nodes += 1
            self._note_anchor(event.anchor, 1)
            if event.style == _QUOTED:
                self._note_hidden(event)
        elif isinstance(event, _STARTS):
            self._open.append((event.anchor, self.nodes))
            self.nodes += 1
        elif isinstance(event, _ENDS):
            anchor, before = self._open.pop()
            self._note_anchor(anchor, self.nodes - before)
        elif isinstance(event, yaml.AliasEvent):
            if any(anchor == event.anchor for anchor, _ in self._open):
                return self._complain(event, f"The alias '*{event.anchor}' stands within itself")
            self.nodes += self._sizes.get(event.anchor, 0)
        if len(self._open) > YAML_DEPTH:
            return self._complain(event, f"More than {YAML_DEPTH} mappings and lists within each other")
        if self.nodes > YAML_NODES:
            return self._complain(event, f"More than {YAML_NODES:,} keys and values")
        return None

    def _note_anchor(self, anchor: str | None, size: int) -> None:
        if anchor:
            self._sizes[anchor] = size

    def _note_hidden(self, event: Any) -> None:
        names = dict.fromkeys(one.name for one in list_hidden(event.value))
        if names:
            line, character = event.start_mark.line + 1, event.start_mark.column + 1
            what = f"Hidden character {', '.join(names)}"
            self.hidden.append(Problem(self.path, line, "", what, fix=REMOVE_HIDDEN, character=character))

    def _complain(self, event: Any, what: str) -> Problem:
        mark = event.start_mark
        return Problem(self.path, mark.line + 1, "", what, fix=_WRITE_OUT, character=mark.column + 1)

"""YAML that people write, read in one pass: what it holds, where each key stands, and what keeps it from being read.

The parser gives events one by one and has no depth of its own; what builds a tree of nodes recurses, and crashes. Plain
YAML is all that is written: no merge keys, one document, and no types beside those of values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from dxlib.bounds import YAML_DEPTH, YAML_NODES
from dxlib.errors import Problem
from dxlib.intake import REMOVE_HIDDEN
from dxlib.letters import list_hidden

Key = tuple[str, ...]
YamlMark = tuple[int, int]  # line and character, both from 1
_QUOTED: Final = '"'  # the one style in which escapes stand
_TEXT: Final = "tag:yaml.org,2002:str"
_MERGE: Final = "tag:yaml.org,2002:merge"
_KINDS: Final = {"timestamp": "no day of the calendar", "int": "no whole number", "float": "no number"}
_SHOWN: Final = 40
_WRITE_OUT: Final = "write out what the aliases (*) stand for, or split the file."


@dataclass(slots=True)
class Plain:
    """What a text holds, the place of each key and entry in their order, and what keeps it from being read."""

    data: Any = None
    places: list[tuple[Key, YamlMark]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_plain(path: Path, text: str) -> Plain:
    """Read a text. Its problems are the first excess, or the hidden characters that escapes stand for.

    Raises
    ------
    yaml.MarkedYAMLError
        For what is no plain YAML, with its place.
    """
    loader = yaml.CSafeLoader(text)
    reader = _Reader(path, loader)
    try:
        while (event := loader.get_event()) is not None:
            reader.take(event)
    except _ExcessError as error:
        return Plain(problems=[error.problem])
    finally:
        loader.dispose()
    return reader.found


class _ExcessError(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self.problem = problem


@dataclass(slots=True)
class _Open:
    """A mapping or a list that is not closed yet: where it stands, and what there was before it."""

    content: Any
    place: Key
    anchor: str | None
    nodes: int
    places: int
    inner: Key | None = None  # the place of the value that follows the last key
    key: Any = None


@dataclass(slots=True)
class _Anchored:
    """What an alias stands for: its content, how many nodes it has, and the places in it from its own place on."""

    content: Any
    nodes: int
    places: list[tuple[Key, YamlMark]] = field(default_factory=list)


class _Reader:
    """Takes events; knows how many nodes there are so far, aliases counted as what they stand for."""

    def __init__(self, path: Path, loader: Any) -> None:
        self.found = Plain()
        self._path, self._loader = path, loader
        self._open: list[_Open] = []
        self._anchored: dict[str, _Anchored] = {}
        self._tags: dict[str, str] = {}  # of texts that were seen before, as names of keys are
        self._nodes = self._documents = 0

    def take(self, event: Any) -> None:
        take = _TAKE.get(type(event))
        if take:
            take(self, event)
            if self._nodes > YAML_NODES:
                self._refuse(event, f"More than {YAML_NODES:,} keys and values")

    def _take_document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            _raise("a second document in one file", event)

    def _take_scalar(self, event: Any) -> None:
        self._nodes += 1
        if event.style == _QUOTED:
            self._note_hidden(event)
        value = self._read(event)
        if event.anchor:
            self._anchored[event.anchor] = _Anchored(value, 1)
        within = self._open[-1] if self._open else None
        if within and within.inner is None and isinstance(within.content, dict):
            within.key = event.value if isinstance(value, bool) else value
            within.inner = (*within.place, event.value)
            self.found.places.append((within.inner, _read_mark(event)))
        else:
            self._add(value, event)

    def _take_start(self, event: Any) -> None:
        content: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        places, nodes = len(self.found.places), self._nodes
        self._open.append(_Open(content, self._add(content, event), event.anchor, nodes, places))
        self._nodes += 1
        if len(self._open) > YAML_DEPTH:
            self._refuse(event, f"More than {YAML_DEPTH} mappings and lists within each other")

    def _take_end(self, _event: Any) -> None:
        ended = self._open.pop()
        if ended.anchor:
            depth = len(ended.place)
            below = [(key[depth:], mark) for key, mark in self.found.places[ended.places :] if len(key) > depth]
            self._anchored[ended.anchor] = _Anchored(ended.content, self._nodes - ended.nodes, below)

    def _take_alias(self, event: Any) -> None:
        if any(event.anchor == one.anchor for one in self._open):
            self._refuse(event, f"The alias '*{event.anchor}' stands within itself")
        meant = self._anchored.get(event.anchor) or _raise(f"'*{event.anchor}' stands for nothing", event)
        self._nodes += meant.nodes
        if self._nodes <= YAML_NODES:
            place = self._add(meant.content, event)
            self.found.places += [((*place, *key), mark) for key, mark in meant.places]

    def _add(self, value: Any, event: Any) -> Key:
        """Put a value where the next one belongs; give its place."""
        if not self._open:
            self.found.data = value
            return ()
        within = self._open[-1]
        if isinstance(within.content, list):
            place = (*within.place, str(len(within.content)))
            self.found.places.append((place, _read_mark(event)))
            within.content.append(value)
            return place
        place = within.inner or _raise("a list or a mapping as a key", event)
        within.inner = None
        within.content[within.key] = value
        return place

    def _read(self, event: Any) -> Any:
        tag = event.tag
        if tag is None:
            tag = _TEXT if not event.implicit[0] else self._tags.get(event.value)
        if tag is None:
            tag = self._tags[event.value] = self._loader.resolve(yaml.ScalarNode, event.value, event.implicit)
        if tag == _TEXT:
            return event.value
        if tag == _MERGE:
            _raise("'<<' cannot take over what another entry holds", event)
        node = yaml.ScalarNode(tag, event.value, event.start_mark, event.end_mark)
        try:
            return self._loader.construct_object(node)
        except (
            ValueError,
            LookupError,
            TypeError,
            ArithmeticError,
            AttributeError,
        ) as error:  # 2025-02-31 looks like a day
            kind = _KINDS.get(tag.rpartition(":")[2], "not of its tag")
            return _raise(f"'{event.value[:_SHOWN]}' is {kind}", event, error)

    def _note_hidden(self, event: Any) -> None:
        names = dict.fromkeys(one.name for one in list_hidden(event.value))
        if names:
            self.found.problems.append(self._complain(event, f"Hidden character {', '.join(names)}", REMOVE_HIDDEN))

    def _refuse(self, event: Any, what: str) -> None:
        raise _ExcessError(self._complain(event, what, _WRITE_OUT))

    def _complain(self, event: Any, what: str, fix: str) -> Problem:
        line, character = _read_mark(event)
        return Problem(self._path, line, "", what, fix=fix, character=character)


_TAKE: Final[Mapping[type, Callable[[_Reader, Any], None]]] = {
    yaml.ScalarEvent: _Reader._take_scalar,
    yaml.MappingStartEvent: _Reader._take_start,
    yaml.SequenceStartEvent: _Reader._take_start,
    yaml.MappingEndEvent: _Reader._take_end,
    yaml.SequenceEndEvent: _Reader._take_end,
    yaml.AliasEvent: _Reader._take_alias,
    yaml.DocumentStartEvent: _Reader._take_document,
}


def _read_mark(event: Any) -> YamlMark:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _raise(problem: str, event: Any, cause: Exception | None = None) -> Any:
    raise yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark) from cause

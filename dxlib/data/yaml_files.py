"""YAML that people write: read with the line of each key, checked against a model, every problem at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from dxlib.errors import Problem

Key = tuple[str, ...]
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A mapping, the line of each of its keys at any depth, and what is wrong with it as YAML."""

    path: Path
    data: Mapping[str, Any]
    lines: Mapping[Key, int]
    problems: tuple[Problem, ...] = ()

    def complain(self, place: Key, what: str, fix: str, *, allowed: tuple[str, ...] = (), hint: str = "") -> Problem:
        """Give the problem of a key with its line, or the line of the nearest key above it that exists."""
        known = place
        while known and known not in self.lines:
            known = known[:-1]
        return Problem(self.path, self.lines.get(known, 0), ".".join(place), what, allowed, fix, hint)

    def check(self, model: type[Model], value: Any, place: Key = ()) -> tuple[Model | None, list[Problem]]:
        """Give a value as a model, or None and everything that is wrong with it."""
        if not isinstance(value, dict):
            return None, [self.complain(place, "Not a mapping", "write its keys below it, one a line.")]
        try:
            return model(**{str(key): entry for key, entry in value.items()}), []
        except ValidationError as error:
            issues = error.errors()
        fix = "correct or add the key."
        return None, [
            self.complain((*place, *(str(part) for part in issue["loc"])), str(issue["msg"]), fix) for issue in issues
        ]


def read_yaml(path: Path) -> YamlFile:
    """Read a file that holds one mapping; where it does not, the mapping is empty and the problems say why."""
    try:
        text = path.read_text("utf-8")
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        data = yaml.load(text, Loader=yaml.CSafeLoader)
    except FileNotFoundError:
        return _refuse(path, 0, "Missing file", "write it, or correct its name where it is asked for.")
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        return _refuse(path, line, f"Not YAML ({error.problem})", "correct the line.")
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        return _refuse(path, 0, f"Not YAML in UTF-8 ({error})", "save it as UTF-8.")
    if not isinstance(data, dict | None):
        return _refuse(path, 1, "No mapping", "begin each line with 'key:'.")
    places = list(_walk(node, ()))
    return YamlFile(path, data or {}, dict(reversed(places)), tuple(_find_twice(path, places)))


def _refuse(path: Path, line: int, what: str, fix: str) -> YamlFile:
    return YamlFile(path, {}, {}, (Problem(path, line, "", what, fix=fix),))


def _find_twice(path: Path, places: list[tuple[Key, int]]) -> Iterator[Problem]:
    first: dict[Key, int] = {}
    for key, line in places:
        if key in first:
            what = f"'{key[-1]}' is defined twice (first in line {first[key]})"
            yield Problem(path, line, ".".join(key), what, fix="keep one of the two.")
        first.setdefault(key, line)


def _walk(node: Any, key: Key) -> Iterator[tuple[Key, int]]:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            place = (*key, str(name.value))
            yield place, name.start_mark.line + 1
            yield from _walk(value, place)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield (*key, str(index)), value.start_mark.line + 1
            yield from _walk(value, (*key, str(index)))

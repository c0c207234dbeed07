"""YAML that people write: read with line and character of each key, checked against a model, every problem at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from dxlib.data.wrong_values import describe_errors
from dxlib.errors import Problem
from dxlib.intake import inspect_text
from dxlib.plain_yaml import inspect_yaml

Key = tuple[str, ...]
Mark = tuple[int, int]  # line and character, both from 1
_SHOWN: Final = 40
_KINDS: Final = {"timestamp": "no day of the calendar", "int": "no whole number", "float": "no number"}
_TEXT: Final = "tag:yaml.org,2002:str"
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A mapping, the line and character of each of its keys at any depth, and what is wrong with it as YAML."""

    path: Path
    data: Mapping[str, Any]
    lines: Mapping[Key, Mark]
    problems: tuple[Problem, ...] = ()

    def complain(self, place: Key, what: str, fix: str, *, allowed: tuple[str, ...] = (), hint: str = "") -> Problem:
        """Give the problem of a key with its line and character, or those of the nearest key above it that exists."""
        known = place = tuple(map(str, place))
        while known and known not in self.lines:
            known = known[:-1]
        line, character = self.lines.get(known, (0, 0))
        return Problem(self.path, line, ".".join(place), what, allowed, fix, hint, character=character)

    def check(
        self, model: type[Model], value: Any, place: Key = (), *, languages: Collection[str] = ()
    ) -> tuple[Model | None, list[Problem]]:
        """Give a value as a model, or None and everything that is wrong with it.

        Parameters
        ----------
        languages
            Those that every text must be given in.
        """
        if self.problems and not self.data:
            return None, []  # it cannot be read, as its problems say; nothing follows from that
        if not isinstance(value, dict):
            return None, [self.complain(place, "Not a mapping", "write its keys below it, one a line.")]
        try:
            plain = {str(key): entry for key, entry in value.items()}
            return model.model_validate(plain, context={"languages": languages}), []
        except ValidationError as error:
            found = describe_errors(error.errors(include_url=False), model)
        return None, [
            self.complain((*place, *one.place), one.what, one.fix, allowed=one.allowed, hint=one.hint) for one in found
        ]


def read_yaml(path: Path) -> YamlFile:
    """Read a file that holds one mapping; where it does not, the mapping is empty and the problems say why."""
    text, problems = inspect_text(path)
    try:
        problems = problems or list(inspect_yaml(path, text))
        if problems:
            return YamlFile(path, {}, {}, tuple(problems))
        data, places = _parse(text)
    except yaml.MarkedYAMLError as error:
        line, character = _read_mark(error.problem_mark) if error.problem_mark else (0, 0)
        return _refuse(path, line, f"Not YAML ({error.problem})", "correct the line.", character)
    except yaml.YAMLError as error:
        return _refuse(path, 0, f"Not YAML ({error})", "correct it.")
    if not isinstance(data, dict | None):
        return _refuse(path, 1, "No mapping", "begin each entry with 'key:'.")
    return YamlFile(path, data or {}, dict(reversed(places)), tuple(_find_twice(path, places)))


def _parse(text: str) -> tuple[Any, list[tuple[Key, Mark]]]:
    """Give the content and the place of each key, in one pass; plain YAML without merge keys is all that is written."""
    loader = yaml.CSafeLoader(text)
    places: list[tuple[Key, Mark]] = []
    try:
        node = loader.get_single_node()
        return (_convert(node, (), loader, places) if node is not None else None), places
    finally:
        loader.dispose()


def _convert(node: Any, place: Key, loader: Any, places: list[tuple[Key, Mark]]) -> Any:
    if isinstance(node, yaml.MappingNode):
        content = {}
        for name, value in node.value:
            if not isinstance(name, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="a list or a mapping as a key", problem_mark=name.start_mark)
            inner = (*place, str(name.value))
            places.append((inner, _read_mark(name.start_mark)))
            key = _read_scalar(name, loader)
            content[name.value if isinstance(key, bool) else key] = _convert(value, inner, loader, places)
        return content
    if isinstance(node, yaml.SequenceNode):
        entries = []
        for index, value in enumerate(node.value):
            inner = (*place, str(index))
            places.append((inner, _read_mark(value.start_mark)))
            entries.append(_convert(value, inner, loader, places))
        return entries
    return _read_scalar(node, loader)


def _read_mark(mark: Any) -> Mark:
    return mark.line + 1, mark.column + 1


def _read_scalar(node: Any, loader: Any) -> Any:
    if node.tag == _TEXT:
        return node.value
    try:
        return loader.construct_object(node, deep=True)
    except (
        ValueError,
        LookupError,
        TypeError,
        ArithmeticError,
        AttributeError,
    ) as error:  # 2025-02-31 looks like a day
        problem = f"'{str(node.value)[:_SHOWN]}' is {_KINDS.get(node.tag.rpartition(':')[2], 'not of its tag')}"
        raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark) from error


def _refuse(path: Path, line: int, what: str, fix: str, character: int = 0) -> YamlFile:
    return YamlFile(path, {}, {}, (Problem(path, line, "", what, fix=fix, character=character),))


def _find_twice(path: Path, places: list[tuple[Key, Mark]]) -> Iterator[Problem]:
    first: dict[Key, int] = {}
    for key, (line, character) in places:
        if key in first:
            what = f"'{key[-1]}' is defined twice (first in line {first[key]})"
            yield Problem(path, line, ".".join(key), what, fix="keep one of the two.", character=character)
        first.setdefault(key, line)

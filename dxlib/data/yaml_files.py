"""YAML that people write: read with line and character of each key, checked against a model, every problem at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from dxlib.data.wrong_values import describe_errors
from dxlib.errors import Problem, did_you_mean
from dxlib.intake import inspect_text
from dxlib.plain_yaml import Key, Plain, YamlMark, read_plain

_INDENT: Final = "begin each line with spaces alone, those of one entry with equally many"
_QUOTE: Final = "put a text with signs of YAML in it between double quotation marks."
# By what the parser says: most who write such a file have never heard of tokens and mappings.
_FIXES: Final = {
    "found character that cannot start any token": f"{_INDENT} (no tabs); {_QUOTE}",
    "did not find expected key": f"{_INDENT}; {_QUOTE}",
    "mapping values are not allowed in this context": f"{_INDENT}; {_QUOTE}",
    "did not find expected ',' or '}'": f"close the bracket; {_QUOTE}",
    "did not find expected ',' or ']'": f"close the bracket; {_QUOTE}",
    "'<<' cannot take over what another entry holds": "write out what the other entry holds.",
}

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A mapping, the line and character of each of its keys at any depth, and what is wrong with it as YAML."""

    path: Path
    data: Mapping[str, Any]
    lines: Mapping[Key, YamlMark]
    problems: tuple[Problem, ...] = ()

    def complain(self, place: Key, what: str, fix: str, *, allowed: tuple[str, ...] = (), hint: str = "") -> Problem:
        """Give the problem of a key with its line and character, or those of the nearest key above it that exists."""
        known = place = tuple(map(str, place))
        while known and known not in self.lines:
            known = known[:-1]
        line, character = self.lines.get(known, (0, 0))
        return Problem(self.path, line, ".".join(place), what, allowed, fix, hint, character=character)

    def complain_unknown(self, place: Key, what: str, name: str, known: Iterable[str], fix: str) -> Problem:
        """Give the problem of a name that is none of those known, with the nearest one that is."""
        return self.complain(place, f"Unknown {what} '{name}'", fix, hint=did_you_mean(name, known))

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
            # YAML reads a key such as 2024 as a number.
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
        found = Plain(problems=problems) if problems else read_plain(path, text)
    except yaml.MarkedYAMLError as error:
        line, character = (error.problem_mark.line + 1, error.problem_mark.column + 1) if error.problem_mark else (0, 0)
        fix = _FIXES.get(str(error.problem), "correct the line.")
        return _refuse(path, line, f"Not YAML ({error.problem})", fix, character)
    except yaml.YAMLError as error:
        return _refuse(path, 0, f"Not YAML ({error})", "correct it.")
    if found.problems:
        return YamlFile(path, {}, {}, tuple(found.problems))
    if not isinstance(found.data, dict | None):
        return _refuse(path, 1, "No mapping", "begin each entry with 'key:'.")
    # reversed(): of a key that stands twice, the first place is kept; the second is told as a problem.
    return YamlFile(path, found.data or {}, dict(reversed(found.places)), tuple(_find_twice(path, found.places)))


def _refuse(path: Path, line: int, what: str, fix: str, character: int = 0) -> YamlFile:
    return YamlFile(path, {}, {}, (Problem(path, line, "", what, fix=fix, character=character),))


def _find_twice(path: Path, places: list[tuple[Key, YamlMark]]) -> Iterator[Problem]:
    first: dict[Key, int] = {}
    for key, (line, character) in places:
        if key in first:
            what = f"'{key[-1]}' is defined twice (first in line {first[key]})"
            yield Problem(path, line, ".".join(key), what, fix="keep one of the two.", character=character)
        first.setdefault(key, line)

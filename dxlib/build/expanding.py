"""What is declared for a brief in ``briefs.yaml``, as the values of each of its parameters."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import isfinite
from typing import Final

from dxlib.build.parameters import Parameter
from dxlib.data.catalogue import Catalogue
from dxlib.data.keys import Value, format_value, list_registers, list_sets
from dxlib.data.yaml_files import YamlFile
from dxlib.errors import Problem, did_you_mean

AS_OF: Final = "as_of"
# The plural forms are those of declarations from before a notebook could add parameters.
_PLURALS: Final = {"areas": "area", "editions": "edition", "languages": "language"}
_FIRST: Final = tuple(_PLURALS.values())
# One hyphen may come first, for negative numbers; a dot first would hide the file, and Windows drops one at the end.
_SAFE: Final = re.compile(r"-?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?")
# Windows opens a device under these names, whatever follows the first point.
DEVICES: Final = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))]
)
# A page index.html would be served for the address of its folder.
_TAKEN: Final = {*DEVICES, "index"}
_RESERVED: Final = ("root", "brief", "dx")  # what the set-up cell, or opening a brief, means by these
_REPAIR: Final = "correct it, or declare it first."

Declared = Mapping[str, Value | tuple[Value, ...]]


def is_complete(declared: Declared) -> bool:
    """Say whether values of area, edition and language are declared, and of nothing else."""
    return {_PLURALS.get(key, key) for key in declared} == set(_FIRST)


@dataclass(frozen=True)
class ParameterValues:
    """What values a parameter may have.

    Parameters
    ----------
    catalogue
        Whose keys are values, and whose groups stand for several.
    editions
        Those that are declared.
    """

    catalogue: Catalogue
    editions: tuple[int, ...]

    @cached_property
    def registers(self) -> Mapping[str, Collection[Value]]:
        """By the names of parameters that have one: all values that these may have."""
        return {
            **{name: tuple(register) for name, register in list_registers(self.catalogue).items()},
            "edition": self.editions, "language": self.catalogue.project.languages,
        }  # fmt: skip

    @cached_property
    def sets(self) -> Mapping[str, tuple[Value, ...]]:
        """Names that stand for several values."""
        return {**list_sets(self.catalogue), "editions": self.editions, "languages": self.catalogue.project.languages}

    def expand(self, name: str, value: Value) -> tuple[Value, ...]:
        """Give the values that one declared value stands for: itself, or the members of a set."""
        if not isinstance(value, str) or value in self.registers.get(name, ()):
            return (value,)
        return self.sets.get(value, (value,))

    def list_allowed(self, name: str) -> tuple[str, ...]:
        """Give what may be declared for a parameter that has a register."""
        groups = tuple(self.catalogue.groups) if name == "area" else ()
        whole = () if name in _FIRST else (f"{name}s",)
        return (*map(format_value, self.registers[name]), *groups, *whole)


@dataclass
class Expansion:
    """Turns what is declared for one brief into values, and finds what is wrong with it.

    Parameters
    ----------
    file, brief
        Where it is declared.
    known
        What values there are.
    parameters
        Those of its notebook; none where that cannot be read.
    problems
        Gets what is wrong.
    """

    file: YamlFile
    brief: str
    known: ParameterValues
    parameters: Mapping[str, Parameter] | None
    problems: list[Problem]

    def expand(self, declared: Declared) -> dict[str, tuple[Value, ...]]:
        """Give the values of each parameter: area, edition, language, then the others as the notebook declares them.

        A parameter that is not declared has the one value that the notebook gives it.
        """
        keys = self._name_parameters(declared)
        for name, key in keys.items():
            self._refuse_name(name, key)
        own = [name for name in self.parameters or () if name not in (*_FIRST, AS_OF)]
        for name in (name for name in own if name in _RESERVED):
            self._complain(name, f"The notebook may not declare a parameter '{name}'", (), "give it another name.")
        values = {name: self._expand_one(name, keys.get(name), declared) for name in (*_FIRST, *own)}
        return {name: found for name, found in values.items() if found}

    def _name_parameters(self, declared: Declared) -> dict[str, str]:
        """Give by the name of each parameter the key under which it is declared."""
        keys: dict[str, str] = {}
        for key in declared:
            name = _PLURALS.get(key, key)
            if name in keys:
                self._complain(key, f"'{key}' is declared as '{keys[name]}' too", (), "leave one of them out.")
            keys.setdefault(name, key)
        return keys

    def _refuse_name(self, name: str, key: str) -> None:
        if name == AS_OF:
            self._complain(key, "The day of a page is that of its edition", (), "declare it under editions.")
        elif self.parameters is not None and name not in (*_FIRST, *self.parameters):
            names = tuple(one for one in self.parameters if one != AS_OF)
            fix = "correct it, or declare it in the parameters cell of the notebook."
            self._complain(key, f"The notebook has no parameter '{key}'", names, fix, did_you_mean(key, names))

    def _expand_one(self, name: str, key: str | None, declared: Declared) -> tuple[Value, ...]:
        parameter = (self.parameters or {}).get(name)
        if key is None and parameter is None:
            if self.parameters is not None:
                self._complain(name, f"Nothing says which {name} it is built for", (), f"declare its {name}.")
            return ()
        given = declared[key] if key else parameter.default  # type: ignore[union-attr]
        listed = given if isinstance(given, tuple) else (given,)
        # A value may be declared twice, by itself and by a set that holds it.
        values = tuple(dict.fromkeys(one for value in listed for one in self.known.expand(name, value)))
        wrong = [*self._find_wrong(name, key or name, values, parameter)]
        if not values:
            self._complain(key or name, f"'{listed[0]}' has no members", (), "name another set, or list values.")
        # A parameter of one value is not in the address, so that value may be any text.
        if not wrong and len(values) > 1 and name not in _FIRST:
            wrong += self._find_unsafe(key or name, values)
        self.problems += wrong
        return values

    def _find_wrong(
        self, name: str, key: str, values: tuple[Value, ...], parameter: Parameter | None
    ) -> Iterator[Problem]:
        """Give the values that a parameter may not have."""
        for value in values:
            if name not in _FIRST and parameter is not None and not parameter.takes(value):
                what = f"{value!r} is {type(value).__name__}, not {parameter.type_name}"
                yield self._make(key, what, (), f"give a value such as {parameter.default!r}.")
            # YAML reads .nan and .inf as numbers.
            elif isinstance(value, float) and not isfinite(value):
                yield self._make(key, f"'{value}' is no number", (), "give a finite one.")
            elif name in self.known.registers and value not in self.known.registers[name]:
                allowed = self.known.list_allowed(name)
                if isinstance(value, str) and value in allowed:
                    what = f"'{value}' is a text between quotation marks, not a number"
                    yield self._make(key, what, (), f"write it without them: {value}.")
                    continue
                hint = did_you_mean(format_value(value), allowed)
                yield self._make(key, f"Unknown '{format_value(value)}'", allowed, _REPAIR, hint)

    def _find_unsafe(self, key: str, values: tuple[Value, ...]) -> Iterator[Problem]:
        """Give the values that are no names of files, or not two different ones everywhere."""
        seen: dict[str, str] = {}
        for text in map(format_value, values):
            if not _SAFE.fullmatch(text) or text.partition(".")[0].lower() in _TAKEN:
                allowed = ("letters a to z, digits, '-', '_' and '.' between them",)
                yield self._make(key, f"'{text}' cannot name a page", allowed, "give it a shorter or plainer key.")
            elif (first := seen.setdefault(text.lower(), text)) != text:
                what = f"'{text}' and '{first}' are one name where case is ignored"
                yield self._make(key, what, (), "give one of them another key.")

    def _complain(self, key: str, what: str, allowed: tuple[str, ...], fix: str, hint: str = "") -> None:
        self.problems.append(self._make(key, what, allowed, fix, hint))

    def _make(self, key: str, what: str, allowed: tuple[str, ...], fix: str, hint: str = "") -> Problem:
        return self.file.complain(("briefs", self.brief, key), what, fix, allowed=allowed, hint=hint)

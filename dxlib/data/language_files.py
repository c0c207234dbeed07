"""What is wrong with the files ``language.yaml`` of a project's languages."""

from __future__ import annotations

from collections.abc import Iterator

from dxlib.data.yaml_files import read_yaml
from dxlib.errors import Problem
from dxlib.language.available import DEPARTURES
from dxlib.paths import Project


def inspect_languages(project: Project) -> Iterator[Problem]:
    """Give everything that is wrong with the file of each language that a project has begun."""
    from dxlib.language.languages import Departures  # noqa: PLC0415  (loads Babel)

    for path in sorted(project.locales.glob(f"*/{DEPARTURES}")):
        file = read_yaml(path)
        yield from file.problems
        yield from file.check(Departures, dict(file.data))[1]


def is_of_language(problem: Problem) -> bool:
    """Say whether a problem is one of a language's file: no figure is wrong because of it."""
    return problem.file.name == DEPARTURES

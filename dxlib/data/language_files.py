"""What is wrong with the files ``language.yaml`` of a project's languages."""

from __future__ import annotations

from collections.abc import Iterator

from dxlib.data.yaml_files import read_yaml
from dxlib.errors import Problem, did_you_mean
from dxlib.language.available import DEPARTURES
from dxlib.paths import Project


def inspect_languages(project: Project) -> Iterator[Problem]:
    """Give everything that is wrong with the file of each language that a project has begun."""
    from dxlib.language.languages import Departures  # noqa: PLC0415  (loads Babel)
    from dxlib.language.terms import list_terms  # noqa: PLC0415

    known = list_terms()
    for path in sorted(project.locales.glob(f"*/{DEPARTURES}")):
        file = read_yaml(path)
        yield from file.problems
        departures, problems = file.check(Departures, dict(file.data))
        yield from problems
        for name in departures.terms if departures else ():
            if name not in known:
                place, hint = ("terms", name), did_you_mean(name, known)
                yield file.complain(place, f"Unknown term '{name}'", "use one of these.", allowed=known, hint=hint)


def is_of_language(problem: Problem) -> bool:
    """Say whether a problem is one of a language's file: no figure is wrong because of it."""
    return problem.file.name == DEPARTURES

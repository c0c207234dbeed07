"""What is wrong with the files ``language.yaml`` of a project's languages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from dxlib.data.yaml_files import YamlFile, read_yaml
from dxlib.errors import Problem, did_you_mean
from dxlib.language.available import DEPARTURES
from dxlib.paths import Project


def inspect_languages(project: Project, units: Collection[str]) -> Iterator[Problem]:
    """Give everything that is wrong with the file of each language that a project has begun.

    Parameters
    ----------
    units
        Those that the library computes with: words of others stand in the project's ``units.yaml``.
    """
    from dxlib.language.languages import Departures  # noqa: PLC0415  (loads Babel)
    from dxlib.language.terms import list_terms  # noqa: PLC0415

    for path in sorted(project.locales.glob(f"*/{DEPARTURES}")):
        file = read_yaml(path)
        yield from file.problems
        departures, problems = file.check(Departures, dict(file.data))
        yield from problems
        if departures:
            yield from _find_unknown(file, "term", departures.terms, list_terms(), "use one of these.")
            fix = "use one of these; a unit of your own has its words in data/catalogue/units.yaml."
            yield from _find_unknown(file, "unit", departures.units, sorted(units), fix)
            for name in departures.as_in_english:
                if name not in departures.units:
                    yield file.complain(("as_in_english",), f"'{name}' has no words under units", "remove it.")


def _find_unknown(file: YamlFile, what: str, names: Iterable[str], known: Sequence[str], fix: str) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            place, said, hint = (f"{what}s", name), f"Unknown {what} '{name}'", did_you_mean(name, known)
            yield file.complain(place, said, fix, allowed=tuple(known), hint=hint)


def is_of_language(problem: Problem) -> bool:
    """Say whether a problem is one of a language's file: no figure is wrong because of it."""
    return problem.file.name == DEPARTURES

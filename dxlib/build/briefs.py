"""What each notebook is built for: ``notebooks/briefs.yaml``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, StrictBool, StrictFloat, StrictInt, StrictStr

from dxlib.bounds import FIRST_YEAR, LAST_YEAR
from dxlib.build.expanding import Declared, Expansion, ParameterValues, is_complete
from dxlib.build.parameters import Parameter, read_parameters
from dxlib.data.catalogue import Catalogue, show_paths
from dxlib.data.keys import Value, find_lifetime
from dxlib.data.words import StrictModel
from dxlib.data.yaml_files import YamlFile, read_yaml
from dxlib.errors import ConfigError, NotebookError, Problem, did_you_mean, raise_problems
from dxlib.language.parameter_labels import STANDARD
from dxlib.notebook_files import read_cells
from dxlib.paths import Project

# Strict: a value keeps the type that YAML read, with which Parameter.takes() compares that of the notebook.
Scalar = StrictBool | StrictInt | StrictFloat | StrictStr


class Edition(StrictModel):
    """One year's set of briefs.

    Parameters
    ----------
    as_of
        The day whose knowledge it shows.
    """

    as_of: Annotated[date, Field(ge=date(FIRST_YEAR, 1, 1), le=date(LAST_YEAR, 12, 31))]


class BriefEntry(StrictModel):
    """What one notebook is built for.

    Parameters
    ----------
    values
        Built for each combination of them: the values of area, edition, language, and of what the notebook adds.
    labels
        What readers are told that each added parameter is, in English.
    """

    values: Mapping[str, tuple[Scalar, ...]]
    labels: Mapping[str, str] = {}


class DeclarationsFile(StrictModel):
    """All of ``briefs.yaml``, as it is written.

    Parameters
    ----------
    editions
        By its year, each edition that there is.
    briefs
        By the name of its notebook, what each is built for: ``areas``, ``editions``, ``languages``, and a value or a
        list of values for each parameter that the notebook adds. A page for each combination.
    """

    editions: Mapping[Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)], Edition] = Field(min_length=1)
    briefs: Annotated[
        Mapping[str, Mapping[str, Scalar | Annotated[tuple[Scalar, ...], Field(min_length=1)]]],
        BeforeValidator(lambda given: {} if given is None else given),  # nothing stands below the key yet
    ]


class Declarations(StrictModel):
    """What ``briefs.yaml`` declares.

    Parameters
    ----------
    lifetimes
        The first and the last day, empty for none, of each area and system that a brief is built for and that has one.
    """

    editions: Mapping[int, Edition] = Field(min_length=1)
    briefs: Mapping[str, BriefEntry]
    lifetimes: Mapping[tuple[str, Scalar], tuple[str, str]] = {}

    @property
    def latest_edition(self) -> int:
        """The last edition that is declared."""
        return max(self.editions)

    def get_day(self, edition: int) -> str:
        """Give the day of an edition, as ISO writes it."""
        return self.editions[edition].as_of.isoformat()

    def covers(self, values: Mapping[str, Value], day: str) -> bool:
        """Say whether what a page is of exists, or existed in the year of a day; older editions show the rest."""
        lifetimes = (self.lifetimes.get(one, ("", "")) for one in values.items())
        return all(first <= day and (not last or last >= day[:4]) for first, last in lifetimes)


def read_declarations(project: Project, catalogue: Catalogue) -> Declarations:
    """Read what is built; groups and other sets are given as their members, each once.

    A parameter of a notebook of which nothing is declared has the value that the notebook gives it.

    Raises
    ------
    ConfigError
        With every problem: unknown notebooks, parameters, areas (or groups), editions, languages and other keys, each
        with the nearest known; values of another type; values that cannot name pages.
    """
    declarations, problems = inspect_declarations(project, catalogue)
    raise_problems(problems, kind=ConfigError)
    return declarations


def inspect_declarations(project: Project, catalogue: Catalogue) -> tuple[Declarations, list[Problem]]:
    """Give what is built, as :func:`read_declarations` does, and everything that is wrong with its declaration."""
    file = read_yaml(project.briefs)
    file = replace(file, path=project.show(file.path), problems=tuple(show_paths(file.problems, project)))
    written, problems = file.check(DeclarationsFile, dict(file.data))
    problems = [*file.problems, *problems]
    if written is None:
        return Declarations.model_construct(editions={}, briefs={}), problems
    known = ParameterValues(catalogue, tuple(written.editions))
    briefs = {
        name: _read_entry(project, file, name, declared, known, problems) for name, declared in written.briefs.items()
    }  # fmt: skip
    pairs = {(name, value) for entry in briefs.values() for name, values in entry.values.items() for value in values}
    days = {one: find_lifetime(*one, catalogue) for one in pairs} if not problems else {}
    lifetimes = {one: found for one, found in days.items() if any(found)}
    return Declarations(editions=written.editions, briefs=briefs, lifetimes=lifetimes), problems


def _read_entry(
    project: Project, file: YamlFile, name: str, declared: Declared, known: ParameterValues, problems: list[Problem]
) -> BriefEntry:  # fmt: skip
    """Give what a brief is built for; what is wrong with it is added to the problems."""
    path, place = get_notebook_path(project, name), ("briefs", name)
    is_there = path.parent == project.notebooks and path.exists()  # a name with a slash leads elsewhere
    parameters: Mapping[str, Parameter] | None = None
    try:
        parameters = read_parameters(path) if is_there else None
    except NotebookError as error:
        if not is_complete(declared):  # else its jobs say what is wrong with it
            problems.append(file.complain(place, error.what.removesuffix("."), error.fix, allowed=error.allowed))
    if not is_there:
        # glob() lists a link that leads nowhere, too.
        notebooks = [notebook.stem for notebook in project.notebooks.glob("*.ipynb") if notebook.exists()]
        fix, hint = "name a file of notebooks/ without its ending.", did_you_mean(name, notebooks)
        problems.append(file.complain(place, f"No notebook '{name}'", fix, hint=hint))
    values = Expansion(file, name, known, parameters, problems).expand(declared)
    own = (one for one in (parameters or {}).values() if one.name not in STANDARD)
    return BriefEntry(values=values, labels={one.name: one.label for one in own})


def find_day(declarations: Declarations, text: str) -> date:
    """Give the day that a text means: that of an edition (2024), or a day (2024-12-31).

    Raises
    ------
    ConfigError
        For a text that is neither; the declared editions are listed.
    """
    days = {str(year): edition.as_of for year, edition in declarations.editions.items()}
    try:
        return days.get(text) or date.fromisoformat(text)
    except ValueError:
        raise ConfigError(
            f"'{text}' is neither an edition nor a day.{did_you_mean(text, days)}",
            allowed=[*days, "2024-12-31"],
            fix="name a declared edition, or write year, month and day as ISO 8601 does.",
        ) from None


def get_notebook_path(project: Project, brief: str) -> Path:
    """Give the notebook of a brief."""
    return project.notebooks / f"{brief}.ipynb"


def list_briefs(project: Project) -> list[Path]:
    """List the notebooks that are briefs; the others are to explore in, and keep no form."""
    declared = read_yaml(project.briefs).data.get("briefs") or ()
    return [path for path in sorted(project.notebooks.glob("*.ipynb")) if is_brief(path, declared)]


def is_brief(path: Path, declared: Collection[str]) -> bool:
    """Say whether a notebook is a brief, by its parameters or by being declared; others are to explore in.

    What is no notebook counts as a brief, so that somebody is told.
    """
    if path.stem in declared:
        return True
    try:
        return any({"parameters", "setup"} & {*cell.tags} for cell in read_cells(path))
    except NotebookError:
        return True

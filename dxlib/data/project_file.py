"""The project file ``dxlib.yaml`` at a project's root: what holds for the whole project."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, ConfigDict

from dxlib.data.catalogue import Catalogue, show_paths
from dxlib.data.yaml_files import read_yaml
from dxlib.errors import Problem, did_you_mean, raise_problems
from dxlib.paths import Project

FILE: Final = "dxlib.yaml"


class ProjectFile(BaseModel):
    """What a project says of itself.

    Parameters
    ----------
    home
        Key of the area that is meant where a question names none.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    home: str = ""


def inspect_project_file(project: Project, catalogue: Catalogue) -> tuple[ProjectFile, list[Problem]]:
    """Read a project's file; a project may do without one.

    Returns
    -------
    ProjectFile, list of Problem
        Empty where the file is missing or cannot be used; the problems say why, with line and key.
    """
    path = project.root / FILE
    if not path.exists():
        return ProjectFile(), []
    file = read_yaml(path)
    found, problems = file.check(ProjectFile, dict(file.data))
    problems = [*file.problems, *problems]
    if found and found.home and found.home not in catalogue.areas:
        hint = did_you_mean(found.home, catalogue.areas)
        problems.append(file.complain(("home",), f"Unknown area '{found.home}'", "name an area by its key.", hint=hint))
    return (ProjectFile() if problems or not found else found), show_paths(problems, project)


def read_project_file(project: Project, catalogue: Catalogue) -> ProjectFile:
    """Read a project's file; empty where there is none.

    Raises
    ------
    SchemaError
        With every problem, each with line and key.
    """
    found, problems = inspect_project_file(project, catalogue)
    raise_problems(problems)
    return found

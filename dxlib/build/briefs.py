"""What each notebook is built for: ``notebooks/briefs.yaml``."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dxlib.data.catalogue import Catalogue
from dxlib.data.yaml_files import read_yaml
from dxlib.errors import ConfigError, Problem, did_you_mean, raise_problems
from dxlib.paths import Project


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Edition(_Entry):
    """One year's set of briefs.

    Parameters
    ----------
    as_of
        The day whose knowledge it shows.
    """

    as_of: date


class BriefEntry(_Entry):
    """What one notebook is built for.

    Parameters
    ----------
    areas, editions, languages
        Built for each combination. An area may be the name of a group; reading puts its members there.
    """

    areas: tuple[str, ...] = Field(min_length=1)
    editions: tuple[int, ...] = Field(min_length=1)
    languages: tuple[str, ...] = Field(min_length=1)


class Declarations(_Entry):
    """All of ``briefs.yaml``.

    Parameters
    ----------
    begins
        The first day of areas that have one; reading takes it from the catalogue.
    """

    editions: Mapping[int, Edition] = Field(min_length=1)
    briefs: Mapping[str, BriefEntry]
    begins: Mapping[str, str] = {}

    @property
    def latest_edition(self) -> int:
        """The last edition that is declared."""
        return max(self.editions)

    def covers(self, area: str, edition: int) -> bool:
        """Say whether an area exists, or has existed, by the day of an edition."""
        return self.begins.get(area, "") <= self.editions[edition].as_of.isoformat()


def read_declarations(project: Project, catalogue: Catalogue) -> Declarations:
    """Read what is built; groups of areas are given as their members, each once.

    Raises
    ------
    ConfigError
        With every problem: unknown notebooks, areas (or groups), editions and languages, each with the nearest known.
    """
    path = project.briefs
    try:
        declarations = Declarations.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except (ValidationError, yaml.YAMLError, FileNotFoundError) as error:
        raise ConfigError(
            f"{project.show(path)} cannot be used: {error}", fix="declare editions and briefs as its comments say."
        ) from error
    raise_problems(_find_problems(declarations, project, catalogue), kind=ConfigError)
    briefs = {name: _expand_groups(entry, catalogue) for name, entry in declarations.briefs.items()}
    begins = {key: area.exists.from_ for key, area in catalogue.areas.items() if area.exists.from_}
    return declarations.model_copy(update={"briefs": briefs, "begins": begins})


def _expand_groups(entry: BriefEntry, catalogue: Catalogue) -> BriefEntry:
    members = [(name,) if name in catalogue.areas else catalogue.get_group(name) for name in entry.areas]
    return entry.model_copy(update={"areas": tuple(dict.fromkeys(area for group in members for area in group))})


def find_day(declarations: Declarations, text: str) -> date:
    """Give the day that a text means: that of an edition (2024), or a day (2024-12-31).

    Raises
    ------
    ConfigError
        For a text that is neither; the declared editions are listed.
    """
    for year, edition in declarations.editions.items():
        if text == str(year):
            return edition.as_of
    try:
        return date.fromisoformat(text)
    except ValueError:
        editions = [str(year) for year in declarations.editions]
        raise ConfigError(
            f"'{text}' is neither an edition nor a day.{did_you_mean(text, editions)}",
            allowed=[*editions, "2024-12-31"],
            fix="name a declared edition, or write year, month and day as ISO 8601 does.",
        ) from None


def _find_problems(declarations: Declarations, project: Project, catalogue: Catalogue) -> list[Problem]:
    path = project.show(project.briefs)
    problems = []
    for name, entry in declarations.briefs.items():
        if not get_notebook_path(project, name).exists():
            notebooks = [notebook.stem for notebook in project.notebooks.glob("*.ipynb")]
            fix = "name a file of notebooks/ without its ending."
            problems.append(
                Problem(path, 0, f"briefs.{name}", f"No notebook '{name}'", fix=fix, hint=did_you_mean(name, notebooks))
            )
        known = {
            "areas": (entry.areas, (*catalogue.areas, *catalogue.groups)),
            "editions": (entry.editions, tuple(declarations.editions)),
            "languages": (entry.languages, catalogue.project.languages),
        }
        for field, (given, allowed) in known.items():
            problems += [_name_unknown(path, name, field, str(value), [str(x) for x in allowed])
                         for value in given if value not in allowed]  # fmt: skip
    return problems


def _name_unknown(path: Path, brief: str, field: str, value: str, known: list[str]) -> Problem:
    fix = "correct it, or declare it first."
    hint = did_you_mean(value, known)
    return Problem(path, 0, f"briefs.{brief}.{field}", f"Unknown '{value}'", tuple(known), fix, hint)


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
        cells = json.loads(path.read_text("utf-8"))["cells"]
        tags = {tag for cell in cells for tag in cell["metadata"].get("tags", ())}
    except (ValueError, LookupError, TypeError, AttributeError):
        return True
    return bool({"parameters", "setup"} & tags)

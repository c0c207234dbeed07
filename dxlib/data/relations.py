"""What figures must agree with: growth rates and their levels, an index and its parts, a rank and its score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from pydantic import BaseModel, ConfigDict

from dxlib.data.catalogue import Catalogue
from dxlib.data.yaml_files import YamlFile, read_yaml
from dxlib.errors import Problem, did_you_mean
from dxlib.paths import Project

_FILE: Final = "relations.yaml"


class Relations(BaseModel):
    """How indicators hang together; each key is an indicator.

    Parameters
    ----------
    growth
        A growth in per cent against a year earlier: of which level.
    change
        A difference from a year earlier: of which level.
    multiple
        How many times the level of a year earlier: of which level.
    rank
        A rank: which score it orders.
    mean, total
        An index: the parts whose plain mean, or sum, it is.
    share
        A share in per cent: the count whose rows state "x of y".
    cumulative
        Counts that can only grow.
    unbounded
        Per cents that are no share, and may leave 0 to 100.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    growth: Mapping[str, str] = {}
    change: Mapping[str, str] = {}
    multiple: Mapping[str, str] = {}
    rank: Mapping[str, str] = {}
    mean: Mapping[str, tuple[str, ...]] = {}
    total: Mapping[str, tuple[str, ...]] = {}
    share: Mapping[str, str] = {}
    cumulative: tuple[str, ...] = ()
    unbounded: tuple[str, ...] = ()


def inspect_relations(project: Project, catalogue: Catalogue) -> tuple[Relations, list[Problem]]:
    """Read ``data/catalogue/relations.yaml`` and list what is wrong with it; a project may do without it.

    Returns
    -------
    Relations, list of Problem
        None of them where the file has a problem: unknown keys, and indicators that the catalogue does not know.
    """
    path = project.catalogue / _FILE
    if not path.exists():
        return Relations(), []
    file = read_yaml(path)
    relations, problems = file.check(Relations, dict(file.data))
    problems = [*file.problems, *problems]
    if relations is None or problems:
        return Relations(), problems
    problems = list(_find_unknown(file, relations, catalogue))
    return (Relations() if problems else relations), problems


def _find_unknown(file: YamlFile, relations: Relations, catalogue: Catalogue) -> Iterator[Problem]:
    for field, content in relations.model_dump().items():
        pairs = content.items() if isinstance(content, dict) else [(name, ()) for name in content]
        for key, value in pairs:
            for name in (key, *((value,) if isinstance(value, str) else value)):
                if name not in catalogue.indicators:
                    hint = did_you_mean(name, catalogue.indicators)
                    fix = "correct it, or add its entry under data/catalogue/indicators/."
                    yield file.complain((field, key), f"Unknown indicator '{name}'", fix, hint=hint)

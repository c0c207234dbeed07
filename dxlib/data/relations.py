"""What figures must agree with: growth rates and their levels, an index and its parts, a rank and its score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Final

from pydantic import Field

from dxlib.bounds import LARGEST
from dxlib.data.catalogue import GROWTH, Catalogue
from dxlib.data.schema import is_period
from dxlib.data.words import StrictModel
from dxlib.data.yaml_files import YamlFile, read_yaml
from dxlib.errors import Problem, did_you_mean
from dxlib.paths import Project

_FILE: Final = "relations.yaml"
_Part = Annotated[Decimal, Field(ge=-LARGEST, le=LARGEST, decimal_places=20)]


class Relations(StrictModel):
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
    weights
        Of an index that is a mean: by period, the weights of its parts, where its publisher did not weigh them alike.
    within
        Of an index that is a mean: by period, how far it may lie from the mean of its parts as they are printed,
        because its publisher computes with more digits than it prints.
    share
        A share in per cent: the count whose rows state "x of y".
    cumulative
        Counts that can only grow.
    """

    growth: Mapping[str, str] = {}
    change: Mapping[str, str] = {}
    multiple: Mapping[str, str] = {}
    rank: Mapping[str, str] = {}
    mean: Mapping[str, tuple[str, ...]] = {}
    total: Mapping[str, tuple[str, ...]] = {}
    weights: Mapping[str, Mapping[str, tuple[_Part, ...]]] = {}
    within: Mapping[str, Mapping[str, _Part]] = {}
    share: Mapping[str, str] = {}
    cumulative: tuple[str, ...] = ()


def inspect_relations(project: Project, catalogue: Catalogue) -> tuple[Relations, list[Problem]]:
    """Read ``data/catalogue/relations.yaml`` and list what is wrong with it; a project may do without it.

    Returns
    -------
    Relations, list of Problem
        None of them where the file has a problem: unknown keys, indicators that the catalogue does not know, weights
        that do not fit the parts of a mean.
    """
    path = project.catalogue / _FILE
    if not path.exists():
        return Relations(), []
    file = read_yaml(path)
    relations, problems = file.check(Relations, dict(file.data))
    problems = [*file.problems, *problems]
    # Rules over half a list would give findings that the other half explains.
    if relations is None or problems:
        return Relations(), problems
    problems = [
        *_find_unknown(file, relations, catalogue),
        *_find_growth_in_other_units(file, relations, catalogue),
        *_find_unfit(file, relations),
    ]
    return (Relations() if problems else relations), problems


def _find_unknown(file: YamlFile, relations: Relations, catalogue: Catalogue) -> Iterator[Problem]:
    for field, content in relations.model_dump(exclude={"weights", "within"}).items():
        pairs = content.items() if isinstance(content, dict) else [(name, ()) for name in content]
        for key, value in pairs:
            for name in (key, *((value,) if isinstance(value, str) else value)):
                if name not in catalogue.indicators:
                    fix = "correct it, or add its entry under data/catalogue/indicators/."
                    yield file.complain_unknown((field, key), "indicator", name, catalogue.indicators, fix)


def _find_growth_in_other_units(file: YamlFile, relations: Relations, catalogue: Catalogue) -> Iterator[Problem]:
    for name in relations.growth:
        entry = catalogue.indicators.get(name)
        if entry and entry.unit != GROWTH:
            fix = f"give it the unit {GROWTH} in its entry and in the rows of its ledgers, or take it out here."
            yield file.complain(("growth", name), f"'{name}' is in {entry.unit}, which is no unit of a growth", fix)


def _find_unfit(file: YamlFile, relations: Relations) -> Iterator[Problem]:
    """Find weights and tolerances of what is no mean, or of another time, and weights that its parts do not have."""
    for field in ("weights", "within"):
        for index, by_period in getattr(relations, field).items():
            if index not in relations.mean:
                known = tuple(relations.mean)
                fix = "give the parts of the index under 'mean', or delete this."
                yield file.complain((field, index), f"'{index}' is no mean", fix, hint=did_you_mean(index, known))
            for period in by_period:
                if not is_period(period):
                    fix = "write it as SDMX does, in quotation marks."
                    yield file.complain((field, index, period), f"'{period}' is no time period", fix, allowed=("2008",))
    for index, by_period in relations.weights.items():
        parts = relations.mean.get(index, ())
        for period, weights in by_period.items():
            # Decimals add up exactly; floats of three weights may miss 1 by their last bit.
            if parts and (len(weights) != len(parts) or sum(weights) != 1 or min(weights) <= 0):
                what = f"{len(weights)} weights with the sum {sum(weights)} for {len(parts)} parts"
                fix = "give each part, in their order, its weight above zero; they add up to 1."
                yield file.complain(("weights", index, period), what, fix)

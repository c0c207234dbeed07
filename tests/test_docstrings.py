"""What notebooks call says what it takes, gives and refuses, with an example; pytest runs the examples beside this."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from numpydoc.docscrape import NumpyDocString
from numpydoc.validate import validate

import dxlib as dx
from dxlib.errors import DxError

METHODS = tuple(name for name in dir(dx.Brief) if not name.startswith("_"))
NAMES = tuple(name for name in dx.__all__ if callable(getattr(dx, name)))
# What numpydoc finds: summary, parameters that lack or are none, their words, what is returned, an example.
WANTED = ("GL08", "SS01", "PR01", "PR02", "PR03", "PR07", "RT01", "RT03", "EX01")
CLASSES = ("Brief", "Missing", "Quantity")


FUNCTIONS = tuple(name for name in NAMES if name not in CLASSES)


def list_documented() -> Iterator[str]:
    yield from (f"dxlib.{name}" for name in FUNCTIONS)
    yield from (f"dxlib.Brief.{name}" for name in METHODS)


@pytest.mark.parametrize("name", [*list_documented()])
def test_a_call_says_what_it_takes_and_gives_with_an_example(name: str) -> None:
    found = [f"{code}: {words}" for code, words in validate(name)["errors"] if code in WANTED]
    assert found == []


@pytest.mark.parametrize("name", ["Missing", "Quantity"])
def test_a_class_says_what_its_parameters_are(name: str) -> None:
    kind = getattr(dx, name)
    named = {part for one in NumpyDocString(inspect.getdoc(kind) or "")["Parameters"] for part in one.name.split(", ")}
    assert named == set(inspect.signature(kind).parameters)


@pytest.fixture(scope="module")
def brief() -> dx.Brief:
    return dx.open_brief("05-international-rankings", area="VNM", edition=2025, language="en")


NOTHING = "no_such_thing"
# Parameters that name something, so that a name of nothing must be refused.
NAMING = ("indicator", "indicators", "area", "areas", "group", "peers", "system", "without", "outcome", "outcomes",
          "weights", "what", "status", "whole", "parts", "day", "x", "y", "language", "publisher", "as_of")  # fmt: skip
# What can be used for the others.
GIVEN: Mapping[str, Any] = {
    "indicator": "egdi_value", "indicators": "egdi_value", "group": "asean", "system": "vneid", "whole": "egdi_value",
    "parts": "egdi_osi", "period": 2024, "what": "figures", "outcome": "met", "place": 1, "title": "t",
    "x": "gdp_per_head_usd", "y": "internet_users_share", "since": "2024-01-01", "text": "{area}",
    "name": "05-international-rankings", "edition": 2025, "language": "en", "area": "VNM",
}  # fmt: skip
FIGURES = ("figure", "later", "earlier", "one", "other", "target", "latest", "first", "part", "figures", "change", "a")


def list_naming(owner: Any, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Give each call with each of its parameters that names something."""
    for name in names:
        for one in inspect.signature(getattr(owner, name)).parameters.values():
            if one.name in NAMING and name != "fit":  # of which x and y are columns of a table
                yield name, one.name


def call_with(call: Callable[..., object], wrong: str, given: Mapping[str, Any]) -> object:
    """Call with a name of nothing for one parameter, and what can be used for those that are needed."""
    positional, named, is_brief = [], {}, call is dx.open_brief  # which needs what it has no defaults for
    for name, one in inspect.signature(call).parameters.items():
        value = NOTHING if name == wrong else given.get(name)
        if one.kind is one.VAR_KEYWORD or (name != wrong and one.default is not one.empty and not is_brief):
            continue
        if one.kind is one.KEYWORD_ONLY or one.default is not one.empty:
            named[name] = value
        else:
            positional.append(value)
    return call(*positional, **named)


def list_raised(call: Callable[..., object]) -> set[str]:
    return {one.type for one in NumpyDocString(inspect.getdoc(call) or "")["Raises"]}


@pytest.mark.parametrize(("name", "parameter"), [*list_naming(dx.Brief, METHODS)])
def test_a_method_refuses_a_name_of_nothing_as_it_says(brief: dx.Brief, name: str, parameter: str) -> None:
    call = getattr(brief, name)
    figure = brief.latest("egdi_rank")
    if name == "share" and parameter == "whole":
        return  # a figure there, no name
    with pytest.raises(DxError) as caught:
        call_with(call, parameter, {**GIVEN, **dict.fromkeys(FIGURES, figure)})
    assert type(caught.value).__name__ in list_raised(call)
    assert NOTHING in str(caught.value)


@pytest.mark.parametrize(("name", "parameter"), [*list_naming(dx, FUNCTIONS)])
def test_a_function_refuses_a_name_of_nothing_as_it_says(name: str, parameter: str) -> None:
    call = getattr(dx, name)
    with pytest.raises(DxError) as caught:
        call_with(call, parameter, GIVEN)
    assert type(caught.value).__name__ in list_raised(call)
    assert NOTHING in str(caught.value)


def test_what_is_checked_holds_its_claim_or_is_refused(brief: dx.Brief) -> None:
    figure = brief.latest("egdi_rank")
    assert brief.check("among the first hundred", figure, high=100) is None
    with pytest.raises(DxError):
        brief.check("among the first ten", figure, low=-math.inf, high=10)

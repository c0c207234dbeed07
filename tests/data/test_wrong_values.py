"""What a model refuses is told in the words of those who write the file, and each mistake once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from dxlib.build.briefs import DeclarationsFile
from dxlib.data.catalogue import Area, Indicator, Publisher, Source, System, Topic, Unit
from dxlib.data.corrections import Correction
from dxlib.data.ingest.mapping import SheetMapping
from dxlib.data.project_file import ProjectFile
from dxlib.data.pull.feeds import Feed
from dxlib.data.relations import Relations
from dxlib.data.spellings import Spellings
from dxlib.data.wrong_values import _EXPECTED, _TOLD, FORMS, describe_errors
from dxlib.data.yaml_files import read_yaml
from dxlib.language.languages import Departures

TOLD_TYPES = {*_EXPECTED, *_TOLD, "extra_forbidden"}
MODELS = (
    Area, Correction, DeclarationsFile, Departures, Feed, Indicator, ProjectFile, Publisher, Relations, SheetMapping,
    Source, Spellings, System, Topic, Unit,
)  # fmt: skip
# What each kind of schema can refuse a value of a YAML file for.
ERRORS = {
    "str": {"string_type", "string_too_short", "string_too_long", "string_pattern_mismatch"},
    "int": {"int_type", "int_parsing", "int_from_float", "int_parsing_size"},
    "float": {"float_type", "float_parsing"},
    "decimal": {"decimal_type", "decimal_parsing", "finite_number"},
    "bool": {"bool_type", "bool_parsing"},
    "date": {"date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"},
    "tuple": {"tuple_type", "too_short", "too_long", "missing"},
    "dict": {"dict_type", "too_short", "too_long"},
    "model-fields": {"model_type", "model_attributes_type", "missing", "extra_forbidden"},
    "model": {"model_type"},
    "enum": {"enum"},
    "literal": {"literal_error"},
    "function-before": {"value_error", "missing_language"},
    "function-after": {"value_error", "no_address", "no_day"},
    "function-wrap": {"value_error", "mapping_type"},
}
BOUNDS = {
    "decimal_places": "decimal_max_places",
    "gt": "greater_than",
    "ge": "greater_than_equal",
    "lt": "less_than",
    "le": "less_than_equal",
}
THROUGH = {"definitions", "definition-ref", "default", "nullable", "union", "lax-or-strict", "json-or-python",
           "chain", "is-instance", "model-field", "tagged-union"}  # fmt: skip
VALUES = (
    None, True, -1, 10**6, 2.5, float("nan"), "", "two words", "x" * 200, dt.date(2024, 1, 2), [], [None],
    ["x", "x", "x"], {}, {"unknown": 1}, {"en": None},
)  # fmt: skip


def walk(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if isinstance(schema.get("type"), str):
            yield schema
        for key, value in schema.items():
            if key not in ("metadata", "serialization", "default", "function"):
                yield from walk(value)
    elif isinstance(schema, (list, tuple)):
        for one in schema:
            yield from walk(one)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_whatever_a_model_can_refuse_has_words(model: type[BaseModel]) -> None:
    for node in walk(model.__pydantic_core_schema__):
        kind = node["type"]
        assert kind in THROUGH or ERRORS[kind] <= TOLD_TYPES, kind
        assert {BOUNDS[bound] for bound in BOUNDS if bound in node} <= TOLD_TYPES
        assert kind != "str" or "pattern" not in node or node["pattern"] in FORMS, node


def refuse(model: type[BaseModel], value: dict[str, Any]) -> list[dict[str, Any]]:
    try:
        model.model_validate(value, context={"languages": ("en",)})
    except ValidationError as error:
        return error.errors(include_url=False)  # type: ignore[return-value]
    return []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_words_of_pydantic_reach_a_reader_whatever_is_written(model: type[BaseModel]) -> None:
    names = [field.alias or name for name, field in model.model_fields.items()]
    for name in names:
        for value in [*VALUES, *({"x": one} for one in VALUES), *([one] for one in VALUES)]:
            errors = refuse(model, {name: value})
            assert {error["type"] for error in errors} <= TOLD_TYPES
            told = list(describe_errors(errors, model))
            assert told or not errors
            assert not {one.what for one in told} & {error["msg"] for error in errors}
            for one in told:
                assert told.count(one) == 1
                assert one.fix.endswith(".")
                assert one.place[0] in names
                assert not any("[" in part or "tuple" in part for part in one.place)


def check(tmp_path: Any, model: type[BaseModel], text: str, *languages: str) -> list[str]:
    path = tmp_path / "a.yaml"
    path.write_text(text, "utf-8")
    file = read_yaml(path)
    problems = file.check(model, dict(file.data), languages=languages)[1]
    return [str(problem).replace(str(path), "a.yaml") for problem in problems]


def test_a_text_where_a_list_is_due_is_answered_with_how_a_list_is_written(tmp_path: Any) -> None:
    assert check(tmp_path, ProjectFile, "title: {en: a}\nlanguages: pt\n") == [
        "The text 'pt' where a list is expected in a.yaml, line 2, character 1, languages.\n"
        "  Fix: write it between brackets, as [a, b], or one entry a line after a hyphen."
    ]


def test_norwegian_without_quotation_marks_is_told_to_be_read_as_false(tmp_path: Any) -> None:
    assert check(tmp_path, ProjectFile, "title: {en: a}\nlanguages: [en, no]\n") == [
        "A truth value (false) where a text is expected in a.yaml, line 2, character 17, languages.1.\n"
        '  Fix: write it between quotation marks, as "no"; YAML reads no, off and false without them as this.'
    ]


def test_norwegian_as_a_key_is_norwegian(tmp_path: Any) -> None:
    text = 'title: {en: a, no: b}\nlanguages: [en, "no"]\n'
    assert check(tmp_path, ProjectFile, text, "en", "no") == []


def test_a_misspelt_key_is_one_mistake_and_not_a_missing_key_too(tmp_path: Any) -> None:
    assert check(tmp_path, Publisher, "nam: {en: a}\n", "en") == [
        "Unknown key 'nam' in a.yaml, line 1, character 1, nam. Did you mean 'name'?\n"
        "  Allowed: 'name', 'url'.\n  Fix: correct or remove it."
    ]


def test_an_unknown_value_is_answered_with_the_known_and_the_nearest(tmp_path: Any) -> None:
    found = check(tmp_path, Unit, "name: {en: a}\npattern: {en: {other: '{n}'}}\naggregation: sume\n", "en")
    assert found[0].startswith("Unknown value 'sume' in a.yaml, line 3, character 1, aggregation. Did you mean 'sum'?")
    assert found[0].endswith("\n  Fix: use one of these.")


def test_a_day_beyond_its_bounds_is_told_with_the_bound(tmp_path: Any) -> None:
    assert check(tmp_path, DeclarationsFile, "editions: {2024: {as_of: 9999-12-31}}\nbriefs: {}\n") == [
        "The day '9999-12-31' is not at most 2200-12-31 in a.yaml, line 1, character 19, editions.2024.as_of.\n"
        "  Fix: correct it."
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("multiplier: a\n", "The text 'a' where a number or a mapping is expected in a.yaml, line 1, character 1,"),
        ("multiplier: {cel: C2}\n", "Unknown key 'cel' in a.yaml, line 1, character 14, multiplier.cel. Did you"),
        ("multiplier: {cell: 2C}\n", "'2C' is not a cell in a.yaml, line 1, character 14, multiplier.cell."),
    ],
)
def test_of_two_forms_only_the_one_that_was_meant_is_spoken_of(tmp_path: Any, text: str, said: str) -> None:
    found = check(tmp_path, SheetMapping, f"{text}header: [1]\narea: {{column: a}}\nvalues: [{{column: b}}]\n")
    assert len(found) == 1
    assert found[0].startswith(said)

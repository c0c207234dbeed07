"""JSON Schemas: made from the models, true of this repository's files, and strict where reading is."""

import json

import jsonschema
import pytest
import yaml

from dxlib.paths import Project
from dxlib.scaffold.schemas import render_schemas


def list_headed(repository):
    """Give each file of the repository that names its schema."""
    project = Project(repository)
    places = [project.file, project.briefs, *project.catalogue.rglob("*.yaml")]
    return [path for path in places if path.read_text("utf-8").startswith("# yaml-language-server: $schema=")]


def test_the_schemas_of_the_repository_are_those_of_its_models(repository):
    kept = {path.name: path.read_bytes() for path in Project(repository).schemas.iterdir()}
    assert kept == render_schemas(("en", "vi", "fr"))


def test_every_file_keeps_the_schema_that_it_names(repository):
    headed = list_headed(repository)
    assert len(headed) > 20
    for path in headed:
        text = path.read_text("utf-8")
        schema = path.parent / text.partition("$schema=")[2].partition("\n")[0]
        plain = json.loads(json.dumps(yaml.safe_load(text), default=str))
        jsonschema.validate(plain, json.loads(schema.read_text("utf-8")))


@pytest.mark.parametrize(
    ("name", "content", "is_right"),
    [
        ("areas", {"FIN": {"name": {"en": "Finland", "et": "Soome"}, "kind": "country"}}, True),
        ("areas", {"FIN": {"name": {"en": "Finland"}, "kind": "country"}}, False),
        ("areas", {"FIN": {"name": {"en": "Finland", "et": "Soome"}, "kind": "country", "tiel": [1, 1]}}, False),
        ("project", {"title": {"en": "a", "et": "b"}, "languages": ["en", "et"]}, True),
        ("project", {"languages": ["en"]}, False),
    ],
)
def test_a_schema_wants_every_language_and_refuses_keys_that_are_not_known(name, content, is_right):
    schema = json.loads(render_schemas(("en", "et"))[f"{name}.json"])
    assert jsonschema.Draft202012Validator(schema).is_valid(content) is is_right


FORMS = ("Words", "Patterns", "Pattern")  # one text for each language, or for each form of the plural


@pytest.mark.parametrize("name", ["areas", "briefs", "corrections", "indicators", "project", "systems", "units"])
def test_every_key_says_what_it_means_and_nothing_of_the_docstring_is_left(name):
    schema = json.loads(render_schemas(("en",))[f"{name}.json"])
    parts = [schema, *(one for key, one in schema.get("$defs", {}).items() if key not in FORMS)]
    keys = [(part["title"], key, said) for part in parts for key, said in part.get("properties", {}).items()]
    assert [(title, key) for title, key, said in keys if not said.get("description")] == []
    assert not any("---" in part.get("description", "") for part in parts)

"""JSON Schemas of the files that people write, for the completion of their editors: made from the models that check."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from inspect import cleandoc
from typing import Any, Final

from pydantic import BaseModel, TypeAdapter

from dxlib.build.briefs import DeclarationsFile
from dxlib.data.catalogue import Area, Indicator, Publisher, System, Topic, Unit
from dxlib.data.corrections import Correction
from dxlib.data.project_file import ProjectFile
from dxlib.language.languages import Departures
from dxlib.paths import Project, write_files

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_WHOLE: Final[Mapping[str, type[BaseModel]]] = {
    "project": ProjectFile,
    "briefs": DeclarationsFile,
    "language": Departures,
}
_ENTRIES: Final[Mapping[str, type[BaseModel]]] = {
    "areas": Area,
    "indicators": Indicator,
    "publishers": Publisher,
    "systems": System,
    "corrections": Correction,
    "topics": Topic,
    "units": Unit,
}
# Models that map languages to texts: they know what a code looks like, the project knows which codes it needs.
_BY_LANGUAGE: Final = ("Words", "Patterns")
_PARAMETER: Final = re.compile(r"^(\w[\w, ]*)\n((?:[ ]{4}.*(?:\n|$))+)", re.MULTILINE)
_READ_OTHERWISE: Final = ("topic",)  # which reading takes from the name of the file


def write_schemas(project: Project, languages: Sequence[str]) -> None:
    """Write a schema for each kind of file into ``data/schemas``; the comment at the head of a file names its own."""
    project.schemas.mkdir(parents=True, exist_ok=True)
    write_files({project.schemas / name: content for name, content in render_schemas(languages).items()})


def render_schemas(languages: Sequence[str]) -> dict[str, bytes]:
    """Give the schemas by the name of their file.

    Parameters
    ----------
    languages
        Of the project: every text is wanted in each.
    """
    schemas = {name: model.model_json_schema(by_alias=True) for name, model in _WHOLE.items()}
    for name, model in _ENTRIES.items():
        made = TypeAdapter(dict[str, model]).json_schema(by_alias=True)  # type: ignore[valid-type]
        schemas[name] = made
    return {f"{name}.json": _render(schema, languages) for name, schema in schemas.items()}


def _render(schema: dict[str, Any], languages: Sequence[str]) -> bytes:
    for name, definition in schema.get("$defs", {}).items():
        if name in _BY_LANGUAGE:
            (value,) = definition["patternProperties"].values()
            definition |= {"properties": dict.fromkeys(languages, value), "required": list(languages)}
    for definition in (schema, *schema.get("$defs", {}).values()):
        for left in _READ_OTHERWISE:
            definition.get("properties", {}).pop(left, None)
            definition["required"] = [one for one in definition.get("required", ()) if one != left]
        _describe_properties(definition)
    content = {"$schema": _DIALECT, **schema}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _describe_properties(definition: dict[str, Any]) -> None:
    """Say of each property what the docstring of its model says of it: editors show that while a key is written."""
    head, _, listed = cleandoc(definition.get("description", "")).partition("\n\nParameters\n----------\n")
    if not listed:
        return
    definition["description"] = " ".join(head.split())
    for names, words in _PARAMETER.findall(listed):
        for name in names.split(", "):
            # A field such as from_ ends with an underscore, since "from" is a word
            # of Python; the key in the file does not.
            if (key := name.rstrip("_")) in definition["properties"]:
                definition["properties"][key] |= {"description": " ".join(words.split())}

"""A directive that shows the keys of a file of the catalogue, as the model that checks it has them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from dxlib.scaffold.schemas import render_schemas

Schema = Mapping[str, Any]


def describe(schema: Schema) -> str:
    """Say in words what a value may be."""
    if "$ref" in schema:
        return f"see {schema['$ref'].rpartition('/')[2]}"
    if "enum" in schema or "const" in schema:
        return " or ".join(f"`{one}`" for one in schema.get("enum", [schema.get("const")]))
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(map(describe, schema["anyOf"])))
    kind = schema.get("type", "")
    if kind == "array":
        return f"list of {describe(schema.get('items', {}))}" if "items" in schema else "list"
    if kind == "object":
        inner = schema.get("additionalProperties") or next(iter(schema.get("patternProperties", {}).values()), {})
        return f"keys, each with {describe(inner)}" if isinstance(inner, Mapping) and inner else "keys"
    return {"null": "nothing", "string": "text", "integer": "whole number", "boolean": "true or false", "": "any"}.get(
        kind, kind
    )


def list_keys(schema: Schema) -> Iterator[str]:
    """Give a table in Markdown: each key, whether it is needed, and what it may hold."""
    yield from ("| key | needed | what it holds | what it means |", "|---|---|---|---|")
    for key, value in schema.get("properties", {}).items():
        needed = "yes" if key in schema.get("required", ()) else ""
        means = str(value.get("description", "")).replace("``", "`")
        yield f"| `{key}` | {needed} | {describe(value).replace('|', chr(92) + '|')} | {means} |"


def write_tables(name: str) -> Iterator[str]:
    """Give all of one schema in Markdown: its own keys, and those of what stands within."""
    schema = json.loads(render_schemas(("en",))[f"{name}.json"])
    parts: dict[str, Schema] = {**schema.get("$defs", {})}
    if schema.get("properties"):
        parts = {schema["title"]: schema, **parts}
    else:
        yield f"Each key of the file is an id of your own; below it: {describe(schema['additionalProperties'])}.\n"
    for title, part in parts.items():
        if part.get("properties") and title not in ("Words", "Patterns"):
            yield f"**{title}.** {' '.join(part.get('description', '').split()).replace('``', '`')}\n"
            yield "\n".join(list_keys(part)) + "\n"
        elif "enum" in part:
            yield f"**{title}**: {describe(part)}.\n"


class SchemaTable(SphinxDirective):
    """The tables of one schema: ``areas``, ``indicators`` and so on."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """Give the tables as nodes of the page."""
        return self.parse_text_to_nodes("\n".join(write_tables(self.arguments[0])))


def setup(app: Sphinx) -> Mapping[str, bool]:
    """Let pages name the directive."""
    app.add_directive("schema-table", SchemaTable)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

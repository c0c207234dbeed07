"""What the library imports is declared, what is declared is used, and the page on dependencies names all of it."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from importlib.metadata import packages_distributions
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
PACKAGES = packages_distributions()
# Used without an import of the library: a registered file system, a program, a fuzzer that only the soak imports.
NOT_IMPORTED = {"s3fs", "atheris"}
# Imported by name at run time, so that a missing one is a message.
BY_NAME = re.compile(r'import_library\(\s*"([\w.]+)"')


def normalise(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=;! ~]", name.strip())[0]).lower()


def list_declared() -> Mapping[str, set[str]]:
    extras = PROJECT["optional-dependencies"]
    declared = {"": PROJECT["dependencies"], **{name: extras[name] for name in extras if name != "test"}}
    return {extra: set(map(normalise, packages)) for extra, packages in declared.items()}


def list_imported() -> Iterator[tuple[str, str]]:
    """Give each module that the library imports, and the file that does."""
    for path in sorted((REPOSITORY / "dxlib").rglob("*.py")):
        text = path.read_text("utf-8")
        names = BY_NAME.findall(text)
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Import):
                names += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                names.append(node.module)
        tops = {name.partition(".")[0] for name in names}
        yield from ((top, path.name) for top in tops - sys.stdlib_module_names - {"dxlib"})


def list_named_by_site() -> Iterator[str]:
    """Give what builds the documentation: Sphinx, and the extensions and theme that its configuration names."""
    text = (REPOSITORY / "docs" / "conf.py").read_text("utf-8")
    listed = re.findall(r"(?m)^(?:extensions|html_theme) = (.*)$", text)
    for name in re.findall(r'"([\w.]+)"', " ".join(listed)):
        if name.partition(".")[0] != "sphinx" and not (REPOSITORY / "docs" / f"{name}.py").exists():
            yield name
    yield "sphinx"


def find_packages(module: str) -> set[str]:
    return set(map(normalise, PACKAGES.get(module, [module])))


def test_everything_that_is_imported_is_declared() -> None:
    declared = set().union(*list_declared().values())
    missing = {(module, place) for module, place in list_imported() if not find_packages(module) & declared}
    assert missing == set()


def test_everything_that_is_declared_is_used() -> None:
    used = set().union(*(find_packages(module) for module, _ in list_imported()))
    used |= set().union(*map(find_packages, list_named_by_site()))
    declared = set().union(*list_declared().values())
    assert declared - used - NOT_IMPORTED == set()


def test_the_page_names_each_with_what_it_is_for() -> None:
    text = (REPOSITORY / "docs" / "dependencies.md").read_text("utf-8")
    always, extras = text.split("## Extras")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in always.splitlines() if line[:1] == "|"]
    assert {normalise(row[0]) for row in rows[2:]} == list_declared()[""]
    assert all(row[1] for row in rows)
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in extras.splitlines() if line[:1] == "|"]
    named = {(extra, normalise(row[1])) for row in rows[2:] for extra in row[0].split(", ")}
    assert named == {(extra, name) for extra, names in list_declared().items() if extra for name in names}
    assert all(row[2] for row in rows)

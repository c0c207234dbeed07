"""The library knows no area, group, indicator, publisher, title, licence or language of this project."""

import ast
import re

import pytest

from dxlib.data.catalogue_files import read_catalogue
from dxlib.language import SOURCE_LANGUAGE
from dxlib.paths import Project
from tests.test_architecture import PACKAGE, read_tree

FILES = sorted(PACKAGE.rglob("*.py"))
TEMPLATES = sorted(path for ending in ("j2", "js", "css") for path in PACKAGE.rglob(f"*.{ending}"))
COMMON = {"Hue"}  # of colours, too
WITH_A_READER = ("UN", "WB", "WIPO")  # international publishers, whose files any project may bring


def list_texts(tree):
    """Give all strings but docstrings, and all names, of a module."""
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, holders) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value
        for field in ("id", "attr", "name", "arg", "asname"):
            if isinstance(text := getattr(node, field, None), str):
                yield text.replace("_", " ")


@pytest.fixture(scope="module")
def find_words(repository):
    """Finds words of this project's catalogue in a module."""
    catalogue = read_catalogue(Project(repository))
    keys = {*catalogue.areas, *catalogue.groups, *(key.partition("-")[0] for key in catalogue.areas)} - {"countries"}
    keys |= {one for one in catalogue.project.languages if one != SOURCE_LANGUAGE}
    keys |= {key for key in catalogue.publishers if key not in WITH_A_READER}
    keys |= {key for key in catalogue.indicators if "_" in key}
    names = {text for area in catalogue.areas.values() for text in area.name.list_texts()}
    names |= {text for texts in catalogue.spellings.areas.values() for text in texts}
    for key, publisher in catalogue.publishers.items():
        names |= set(publisher.name.list_texts()) if key not in WITH_A_READER else set()
    own = catalogue.project
    names |= {*catalogue.spellings.kinds, "Vietnam", own.licence.name, own.licence.url, *own.title.list_texts()}
    names |= {*own.description.list_texts()}
    names -= COMMON
    exact = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, sorted(keys)))})(?!\w)")
    folded = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, sorted(names)))})(?!\w)", re.IGNORECASE)

    def find(texts):
        return {found[0] for text in texts for pattern in (exact, folded) for found in pattern.finditer(text)}

    return find


def test_no_module_and_no_template_names_anything_of_the_project(find_words):
    texts = {path: list_texts(read_tree(path)) for path in FILES}
    texts |= {path: [path.read_text("utf-8")] for path in TEMPLATES}
    assert {path: found for path, some in texts.items() if (found := find_words(some))} == {}


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("A = 'in Viet Nam'", "Viet Nam"), ("B = f'VN63-{1}'", "VN63"), ("vietnam_key = 1", "vietnam"),
        ("f(group='asean')", "asean"), ("KEEP = ['egdi_rank']", "egdi_rank"),
        ("'''About Viet Nam.'''", None), ("x = 'the World Bank'", None),
    ],
)  # fmt: skip
def test_what_stands_in_strings_and_names_is_found_and_docstrings_are_not(find_words, code, word):
    assert find_words(list_texts(ast.parse(code))) == ({word} if word else set())

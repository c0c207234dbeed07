"""Finding every text that readers see: in notebooks, in the library, in templates."""

from __future__ import annotations

import ast
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import write_po

from dxlib.language.available import LANGUAGES, SOURCE_LANGUAGE, get_po_path
from dxlib.language.catalogues import read_catalogue, read_translations
from dxlib.language.labels import list_labels

PACKAGE = Path(__file__).parents[1]
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_KEYWORDS = {"sentence": None, "_": None}
_TEMPLATE_CALL = re.compile(r"\b_\(\s*(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')\s*\)")
Message = str | tuple[str, ...]
Found = tuple[int, str, Message, list[str]]


def extract_notebook(fileobj: Any, _keywords: object, _comment_tags: object, _options: object) -> Iterator[Found]:
    """Find the texts of a notebook, as Babel's extractors do.

    Yields
    ------
    tuple
        Number of the cell, name of the function, text (or texts of one and of many), comments. Texts
        are the blocks of Markdown cells, every string with a blank that a call of code is given, and the labels of
        the parameters that the notebook adds to those of every brief.
    """
    notebook = json.loads(fileobj.read().decode())
    for number, cell in enumerate(notebook["cells"], start=1):
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            for block in split_blocks(source):
                yield number, "", split_heading(block)[1], []
        elif cell["cell_type"] == "code" and "parameters" in cell["metadata"].get("tags", ()):
            for label in list_labels(source).values():
                yield number, "", label, []
        elif cell["cell_type"] == "code":
            for message in _find_in_code(source):
                yield number, "ngettext" if isinstance(message, tuple) else "", message, []


def _find_in_code(source: str) -> Iterator[str | tuple[str, str]]:
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return  # 'dxlib check' names the cell
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or _is_check(node):
            continue
        plural = [word.value for word in node.keywords if word.arg == "plural"]
        given = [*node.args, *(word.value for word in node.keywords if word.arg != "plural")]
        texts = list(_list_texts(given))
        if plural and texts:
            yield texts[0], next(_list_texts(plural), "")
        else:
            yield from texts


def _list_texts(nodes: Iterable[ast.expr]) -> Iterator[str]:
    """Give the strings with a blank, also those in lists; ids have none."""
    for node in nodes:
        if isinstance(node, (ast.List, ast.Tuple)):
            yield from _list_texts(node.elts)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield node.value


def _is_check(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Attribute) and node.func.attr == "check"


def split_heading(block: str) -> tuple[int, str]:
    """Give the level of a heading and its text; level zero for a block that is none.

    Examples
    --------
    >>> split_heading("## Digital economy"), split_heading("Plain")
    ((2, 'Digital economy'), (0, 'Plain'))
    """
    match = _HEADING.match(block)
    return (len(match[1]), match[2]) if match else (0, block)


def split_blocks(source: str) -> list[str]:
    r"""Split Markdown into the blocks that translators see: headings, paragraphs, lists.

    Examples
    --------
    >>> split_blocks("# One\nTwo\nthree\n\nFour")
    ['# One', 'Two\nthree', 'Four']
    """
    spaced = re.sub(r"(?m)^(#{1,6}\s.*)$", r"\n\1\n", source)
    return [block.strip() for block in re.split(r"\n\s*\n", spaced) if block.strip()]


def collect_messages(notebooks: Iterable[Path]) -> Catalog:
    """Collect every text that wants a translation.

    Parameters
    ----------
    notebooks
        The notebooks of a project; the library's own modules and templates are always read.

    Returns
    -------
    babel.messages.catalog.Catalog
        A template, its texts in the order in which they were found.
    """
    template = Catalog(project="dxlib", charset="utf-8")
    for path in sorted(notebooks):
        _add_notebook(template, path.name, path.read_bytes())
    for path in sorted(PACKAGE.rglob("*.py")):
        with path.open("rb") as file:
            for line, message, _, _ in extract("python", file, keywords=_KEYWORDS):
                template.add(message, locations=[(f"dxlib/{path.relative_to(PACKAGE)}", line)])
    for path in sorted(PACKAGE.rglob("*.j2")):
        for number, text in enumerate(path.read_text("utf-8").splitlines(), start=1):
            for match in _TEMPLATE_CALL.finditer(text):
                template.add(ast.literal_eval(match[1]), locations=[(f"dxlib/{path.relative_to(PACKAGE)}", number)])
    return template


def list_notebook_texts(name: str, content: bytes) -> list[tuple[str, str]]:
    """Give each text of a notebook that wants a translation, with its place: the notebook and the number of its cell.

    Parameters
    ----------
    name
        The name of its file.
    content
        What the file holds.
    """
    template = Catalog(charset="utf-8")
    _add_notebook(template, name, content)
    return list_texts(template)


def list_texts(template: Catalog) -> list[tuple[str, str]]:
    """Give each text of a template with its place: the file and the number of the line or cell."""
    return [
        (key, f"{message.locations[0][0]}:{message.locations[0][1]}")
        for message in template
        if (key := get_key(message))
    ]


def find_untranslated(template: Catalog) -> Mapping[str, list[tuple[str, str]]]:
    """List, for each language, the texts without a finished translation, with their place."""
    missing: dict[str, list[tuple[str, str]]] = {}
    for language in LANGUAGES:
        if language != SOURCE_LANGUAGE:
            ready = read_translations(language)
            missing[language] = [(key, place) for key, place in list_texts(template) if key not in ready]
    return missing


def get_key(message: Any) -> str:
    """Give the English text of a message: of one with a plural the singular."""
    return str(message.id[0] if message.pluralizable else message.id)


def _add_notebook(template: Catalog, name: str, content: bytes) -> None:
    for cell, _, message, _ in extract_notebook(io.BytesIO(content), (), (), {}):
        template.add(message, locations=[(f"notebooks/{name}", cell)])


def find_wrong_slots(template: Catalog) -> Iterator[tuple[str, str, str]]:
    """Give language, text and translation where a translation has other places than the text."""
    slot = re.compile(r"\{[a-z_0-9]+(?::[a-z]+)?\}")
    for language in LANGUAGES:
        if language == SOURCE_LANGUAGE:
            continue
        ready = read_translations(language)
        for message in template:
            key = get_key(message) if message.id else ""
            texts = (message.id,) if isinstance(message.id, str) else tuple(message.id)
            wanted = {frozenset(slot.findall(str(text))) for text in texts}
            for form in ready.get(key, ()):
                if frozenset(slot.findall(form)) not in wanted:
                    yield language, key, form


def update_translations(template: Catalog) -> dict[str, int]:
    """Bring every language's catalogue up to date with the texts; give how many it lacks."""
    counts = {}
    for language in LANGUAGES:
        if language == SOURCE_LANGUAGE:
            continue
        path = get_po_path(language)
        catalogue = read_catalogue(language) if path.exists() else Catalog(locale=language, charset="utf-8")
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        with path.open("wb") as file:
            write_po(file, catalogue, width=0, sort_output=True, omit_header=False, include_previous=False)
        counts[language] = sum(1 for message in catalogue if message.id and not _is_ready(message.string))
    return counts


def _is_ready(string: object) -> bool:
    return all(string) if isinstance(string, (tuple, list)) else bool(string)

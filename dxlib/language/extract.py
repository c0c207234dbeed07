"""Finding every text that readers see: in notebooks, in the library, in templates."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import write_po

from dxlib.language.available import LOCALES, MESSAGES, SOURCE_LANGUAGE, list_own_languages
from dxlib.language.catalogues import get_forms, is_finished, read_po_file, read_translations
from dxlib.language.languages import parse_locale
from dxlib.language.numbers import OWN_FORMS
from dxlib.language.parameter_labels import list_labels
from dxlib.notebook_files import WrittenCell, parse_cells, parse_python, read_cells
from dxlib.paths import write_files

PACKAGE = Path(__file__).parents[1]
# Markdown allows marks behind a heading as well: "## Sources ##".
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_KEYWORDS = {"sentence": None, "_": None, "counted": (1, 1)}  # the same text for one and for many
_CALL = re.compile(rb"\b(?:sentence|counted|_)\s*\(")
_SLOT = re.compile(r"\{[a-z_0-9]+(?::[a-z]+)?\}")
# Of a method of the brief: readers see what these are given, also a single word, which elsewhere is an id.
_TEXT_ARGUMENTS = frozenset({"title", "among", "rise", "fall", "same", "otherwise"})
_BRIEF = "brief"
_OWN_FORM = re.compile(rf":(?:{'|'.join(OWN_FORMS)})(?=\}})")
_TEMPLATE_CALL = re.compile(r"\b_\(\s*(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')\s*\)")
ExtractedMessage = str | tuple[str, ...]
ExtractedText = tuple[int, str, ExtractedMessage, list[str]]


def extract_notebook(
    fileobj: Any, _keywords: object, _comment_tags: object, _options: object
) -> Iterator[ExtractedText]:
    """Find the texts of a notebook, as Babel's extractors do.

    Yields
    ------
    tuple
        Number of the cell, name of the function, text (or texts of one and of many), comments. Texts
        are the blocks of Markdown cells, every string with a blank that a call of code is given, the single words of
        the arguments of the brief that hold texts, and the labels of the parameters that the notebook adds to those of
        every brief.
    """
    yield from _find_in_cells(parse_cells(fileobj.read(), Path(getattr(fileobj, "name", "The file")).name))


def _find_in_cells(cells: Iterable[WrittenCell]) -> Iterator[ExtractedText]:
    for number, cell in enumerate(cells, start=1):
        if cell.kind == "markdown":
            for block in split_blocks(cell.source):
                yield number, "", split_heading(block)[1], []
        elif cell.kind == "code" and "parameters" in cell.tags:
            for label in list_labels(cell.source).values():
                yield number, "", label, []
        elif cell.kind == "code":
            for message in _find_in_code(cell.source):
                yield number, "ngettext" if isinstance(message, tuple) else "", message, []


def _find_in_code(source: str) -> Iterator[str | tuple[str, str]]:
    try:
        tree = parse_python(source)
    except SyntaxError:
        return  # 'dxlib check' names the cell
    for node in ast.walk(tree):
        # The claim of brief.check() stands in an error for the author, on no page.
        if not isinstance(node, ast.Call) or _is_check(node):
            continue
        plural = [word.value for word in node.keywords if word.arg == "plural"]
        texts = list(_list_texts(node.args))
        for word in node.keywords:
            if word.arg != "plural":
                texts += _list_texts([word.value], single=_is_of_brief(node) and word.arg in _TEXT_ARGUMENTS)
        if plural and texts:
            yield texts[0], next(_list_texts(plural), "")
        else:
            yield from texts


def _list_texts(nodes: Iterable[ast.expr], *, single: bool = False) -> Iterator[str]:
    """Give the strings with a blank, also those in lists; ids have none. With ``single`` also those of a word."""
    for node in nodes:
        if isinstance(node, (ast.List, ast.Tuple)):
            yield from _list_texts(node.elts, single=single)
        elif isinstance(node, ast.Constant) and _is_text(node.value, single=single):
            yield str(node.value)


def _is_text(value: object, *, single: bool) -> bool:
    return isinstance(value, str) and (" " in value or (single and bool(value)))


def _is_of_brief(call: ast.Call) -> bool:
    name = call.func.value if isinstance(call.func, ast.Attribute) else None
    return isinstance(name, ast.Name) and name.id == _BRIEF


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
    # A heading ends with its line, also without a blank line after it.
    spaced = re.sub(r"(?m)^(#{1,6}\s.*)$", r"\n\1\n", source)
    return [block.strip() for block in re.split(r"\n\s*\n", spaced) if block.strip()]


def collect_messages(notebooks: Iterable[Path]) -> Catalog:
    """Collect every text that wants a translation.

    Parameters
    ----------
    notebooks
        The notebooks of a project; the texts of the library are always among them, as its catalogues list them.

    Returns
    -------
    babel.messages.catalog.Catalog
        A template, its texts in the order in which they were found.
    """
    template = Catalog(project="dxlib", charset="utf-8")
    for path in sorted(notebooks):
        _add_notebook(template, path.name, read_cells(path))
    # To look for them in its code takes ten times as long; update_library() does.
    language = next(code for code in list_own_languages() if code != SOURCE_LANGUAGE)
    for message in read_po_file(LOCALES / language / MESSAGES, language):
        if message.id:
            template.add(message.id, locations=message.locations)
    return template


def find_own_messages() -> Catalog:
    """Find the texts of the library in its modules and templates."""
    template = Catalog(charset="utf-8")
    for path in sorted(PACKAGE.rglob("*.py")):
        place, content = f"dxlib/{path.relative_to(PACKAGE)}", path.read_bytes()
        if _CALL.search(content):  # Babel takes ten times as long to find nothing
            for line, message, _, _ in extract("python", io.BytesIO(content), keywords=_KEYWORDS):
                template.add(message, locations=[(place, line)])
    for path in sorted(PACKAGE.rglob("*.j2")):
        for number, text in enumerate(path.read_text("utf-8").splitlines(), start=1):
            for match in _TEMPLATE_CALL.finditer(text):
                place = f"dxlib/{path.relative_to(PACKAGE)}"
                template.add(ast.literal_eval(match[1]), locations=[(place, number)])
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
    _add_notebook(template, name, parse_cells(content, name))
    return list_texts(template)


def list_texts(template: Catalog) -> list[tuple[str, str]]:
    """Give each text of a template with its place: the file, and the number of the cell of a notebook."""
    return [
        (key, ":".join(str(part) for part in message.locations[0] if part))
        for message in template
        if (key := get_key(message))
    ]


def find_untranslated(
    template: Catalog, languages: Iterable[str], own: Path | None = None
) -> Mapping[str, list[tuple[str, str]]]:
    """List, for each language, the texts without a finished translation, with their place.

    Parameters
    ----------
    languages
        Codes; the language of the texts themselves needs no translation.
    own
        The folder of a project's languages.
    """
    missing: dict[str, list[tuple[str, str]]] = {}
    for language in languages:
        if language != SOURCE_LANGUAGE:
            ready = read_translations(language, own)
            counted = {get_key(message) for message in template if message.id and message.pluralizable}
            whole = {key for key, one in ready.items() if key not in counted or one.has_all_forms}
            missing[language] = [(key, place) for key, place in list_texts(template) if key not in whole]
    return missing


def get_key(message: Any) -> str:
    """Give the English text of a message: of one with a plural the singular."""
    return str(message.id[0] if message.pluralizable else message.id)


def _add_notebook(template: Catalog, name: str, cells: Iterable[WrittenCell]) -> None:
    for cell, _, message, _ in _find_in_cells(cells):
        template.add(message, locations=[(f"notebooks/{name}", cell)])


def find_wrong_slots(
    template: Catalog, languages: Iterable[str], own: Path | None = None
) -> Iterator[tuple[str, str, str]]:
    """Give language, text and translation where a translation has other places than the text."""
    for language in languages:
        ready = read_translations(language, own) if language != SOURCE_LANGUAGE else {}
        for message in template:
            key = get_key(message) if message.id else ""
            texts = (message.id,) if isinstance(message.id, str) else tuple(message.id)
            # Any form may have the places of either text: "one area" does without
            # "{n}", and languages split numbers otherwise.
            wanted = {_list_places(str(text)) for text in texts}
            for form in ready[key].forms if key in ready else ():
                if _list_places(form) not in wanted:
                    yield language, key, form


def _list_places(text: str) -> frozenset[str]:
    """Give the places of a text with their forms, but for those that each language uses as it needs them."""
    return frozenset(_OWN_FORM.sub("", place) for place in _SLOT.findall(text))


def update_translations(template: Catalog, languages: Iterable[str], own: Path) -> dict[str, int]:
    """Bring the catalogues of a project up to date with the texts; give how many each lacks.

    What the library translates itself is left out, unless the project has words of its own for it. A translation
    whose text is gone is kept as an obsolete entry, and comes back with its text.

    Parameters
    ----------
    template
        All texts of notebooks and library.
    languages
        Codes of the project's languages.
    own
        The folder of the project's languages; nothing else is written to.
    """
    counts = {}
    for language in languages:
        if language != SOURCE_LANGUAGE:
            path = own / language / MESSAGES
            catalogue = read_po_file(path, language) if path.exists() else _begin(language)
            own_texts, ready = {get_key(message) for message in catalogue if message.id}, read_translations(language)
            counts[language] = _update(path, catalogue, _leave_out(template, ready.keys() - own_texts))
    return counts


def update_library() -> dict[str, int]:
    """Bring the library's own catalogues up to date with its messages: for those who work on the library."""
    template = find_own_messages()
    paths = {code: LOCALES / code / MESSAGES for code in list_own_languages() if code != SOURCE_LANGUAGE}
    return {code: _update(path, read_po_file(path, code), template) for code, path in paths.items()}


def _begin(language: str) -> Catalog:
    locale = parse_locale(language)
    head = f"# {locale.english_name} translations; 'dxlib translate' adds what is new and keeps what is gone."
    # Babel marks a new head as fuzzy unless told otherwise.
    return Catalog(locale=locale, project="dxlib", version="1", header_comment=head, charset="utf-8", fuzzy=False)


def _leave_out(template: Catalog, texts: Collection[str]) -> Catalog:
    left = Catalog(charset="utf-8")
    for message in template:
        if message.id and get_key(message) not in texts:
            left.add(message.id, locations=message.locations)
    return left


def _update(path: Path, catalogue: Catalog, template: Catalog) -> int:
    for key, message in list(catalogue.obsolete.items()):
        # Babel's update() does not look among obsolete entries: a text that comes back would lack its translation.
        if message.id in template:
            catalogue[message.id] = catalogue.obsolete.pop(key)
    for message in template:
        known = catalogue.get(get_key(message)) if message.id and message.pluralizable else None
        if known and not known.pluralizable:
            # Babel would mark it as fuzzy, and what was translated would be in doubt in languages with one form, too.
            known.id = message.id
            known.string = (str(known.string), *[""] * (catalogue.num_plurals - 1))
    # Babel's fuzzy guess is the translation of a similar sentence, often its opposite ("fell" for "rose"). A date of
    # creation would change the file where no text did.
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    written = io.BytesIO()
    # Without numbers of lines, and sorted: an edit of one cell must not move the entries of others.
    write_po(written, catalogue, width=0, sort_output=True, include_lineno=False)
    write_files({path.resolve(): written.getvalue()})
    return sum(1 for message in catalogue if message.id and not is_finished(get_forms(message)))

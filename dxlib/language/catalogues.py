"""Translations: gettext catalogues, the library's and the project's own, which goes before.

What was read is kept by the content of the files: a process that lives long, or that was forked from one, never speaks
as the files did before.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from gettext import c2py
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, denormalize, read_po

from dxlib.bounds import MOST_PLURALS, WRITTEN_BYTES
from dxlib.errors import ConfigError, Problem, raise_problems
from dxlib.intake import IntakeError, decode, find_wrong_letters, read_bytes
from dxlib.language.available import MESSAGES, list_files
from dxlib.language.languages import parse_locale

_REFERENCE: Final = re.compile(r"^#:.*$", re.MULTILINE)  # gettext isolates names of files in it that hold a blank
_CHARSET: Final = re.compile(rb"charset=([\w-]+)")
_COUNT: Final = re.compile(rb"nplurals\s*=\s*(\d+)")
_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_KEYWORDS: Final = ("msgctxt", "msgid", "msgid_plural", "msgstr")  # and msgstr[0], msgstr[1]
# Rules of plurals look at the last two digits, at small numbers, and in French and Spanish at whole millions.
_TRIED: Final = (*range(201), 1_000, 100_000, 1_000_000)


@dataclass(frozen=True, slots=True)
class Translation:
    """A text in a language.

    Parameters
    ----------
    forms
        One for each plural form; one where it has no plural.
    choose
        Gives the index of the form of a whole number, as the catalogue of the text defines it.
    """

    forms: tuple[str, ...]
    choose: Callable[[int], int]

    def has_form(self, count: int) -> bool:
        """Say whether it has the form for a count; the translation of a text from before it was counted has one."""
        return self.choose(count) < len(self.forms)

    @property
    def has_all_forms(self) -> bool:
        """Whether it has each form of a plural that its catalogue tells apart."""
        return all(map(self.has_form, _TRIED))


def read_translations(language: str, own: Path | None = None) -> Mapping[str, Translation]:
    """Read the finished translations of a language by their English texts.

    A text that is missing, empty, blank or marked fuzzy is not there.

    Parameters
    ----------
    own
        The folder of a project's languages.

    Raises
    ------
    ConfigError
        For a file that is no catalogue of gettext.
    """
    paths = list_files(MESSAGES, language, own)
    return _merge(tuple(_File(read_bytes(path, WRITTEN_BYTES), path) for path in paths if path.exists()), language)


def read_po_file(path: Path, language: str) -> Catalog:
    """Read a catalogue as Babel represents it; empty where the file is missing.

    Raises
    ------
    ConfigError
        For a file that is no catalogue of gettext.
    """
    content = read_bytes(path, WRITTEN_BYTES) if path.exists() else b""
    return _parse(content, path, language)


def inspect_messages(path: Path, language: str) -> list[Problem]:
    """Give everything that is wrong with a catalogue as a file of gettext; nothing where it is missing."""
    try:
        content = read_bytes(path, WRITTEN_BYTES) if path.exists() else b""
        catalogue, problems = _inspect(content, path, language)
    except IntakeError as error:
        return [error.problem]
    return problems or list(_find_wrong_choice(path, catalogue))


def get_forms(message: Message) -> tuple[str, ...]:
    """Give the translation of a message, one text for each form of its plural."""
    forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return tuple(str(form or "") for form in forms)


def is_finished(forms: tuple[str, ...]) -> bool:
    """Say whether a text has a translation: a plural that lacks one of its forms is empty for some numbers only.

    Examples
    --------
    >>> is_finished(("lieu", "lieux")), is_finished(("lieu", "")), is_finished((" ",))
    (True, False, False)
    """
    return all(form.strip() for form in forms)


@dataclass(frozen=True, slots=True)
class _File:
    """A file that is the same as every other with its content: what was read of one is what is read of another."""

    content: bytes
    path: Path = field(compare=False)


@lru_cache(maxsize=32)
def _merge(files: tuple[_File, ...], language: str) -> Mapping[str, Translation]:
    return {key: translation for file in files for key, translation in _read_file(file, language).items()}


@lru_cache(maxsize=32)
def _read_file(file: _File, language: str) -> Mapping[str, Translation]:
    catalogue = _parse(file.content, file.path, language)
    raise_problems(list(_find_wrong_choice(file.path, catalogue)), kind=ConfigError)
    choose = c2py(catalogue.plural_expr)
    return {key: Translation(forms, choose) for key, forms in _list_forms(catalogue) if is_finished(forms)}


def _find_wrong_choice(path: Path, catalogue: Catalog) -> Iterator[Problem]:
    """Try the function that the head of a catalogue states: it chooses among the forms there are."""
    try:
        # gettext's own compiler of such expressions: eval() would run whatever a file of somebody else holds.
        choose = c2py(catalogue.plural_expr)
        if all(0 <= choose(count) < catalogue.num_plurals for count in _TRIED):
            return
        said = f"it chooses a form beyond the {catalogue.num_plurals} there are"
    except (ValueError, ArithmeticError) as error:
        said = str(error)
    fix = f"write 'Plural-Forms: {Catalog(locale=catalogue.locale).plural_forms}'."
    yield Problem(path, 0, "Plural-Forms", f"A rule of plurals that cannot be used ({said})", fix=fix)


def _parse(content: bytes, path: Path, language: str) -> Catalog:
    catalogue, problems = _inspect(content, path, language)
    raise_problems(problems, kind=ConfigError)
    return catalogue


def _inspect(content: bytes, path: Path, language: str) -> tuple[Catalog, list[Problem]]:
    """Give a catalogue, an empty one where it cannot be read, and what is wrong with it."""
    locale = parse_locale(language)
    text = _REFERENCE.sub("", decode(path, content))
    problems = [*find_wrong_letters(path, text), *_find_wrong_head(path, content), *_find_wrong_lines(path, text)]
    lines = io.BytesIO(content)
    try:
        if not problems:
            return read_po(lines, locale=locale, abort_invalid=True), []
    except PoFileError as error:  # it counts lines from 0
        said = str(error).removesuffix(f" on {error.lineno}")
        problems.append(_refuse(path, error.lineno + 1, said))
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        problems.append(_refuse(path, content.count(b"\n", 0, lines.tell()), str(error)))
    return Catalog(locale=locale), problems


def _refuse(path: Path, line: int, said: str) -> Problem:
    return Problem(path, line, "", f"Not a catalogue of gettext ({said})", fix="correct the line.")


def _find_wrong_head(path: Path, content: bytes) -> Iterator[Problem]:
    charset = _CHARSET.search(content)
    if charset and charset[1].lower() != b"utf-8":  # UTF-7 can write any character in ASCII
        line = content.count(b"\n", 0, charset.start()) + 1
        yield Problem(path, line, "", f"The charset '{charset[1].decode()}'", ("UTF-8",), fix="correct it.")
    count = _COUNT.search(content)
    # Babel makes a list of that many texts for each message. The length comes first: int() refuses thousands of digits.
    if count and (len(count[1]) > 1 or int(count[1]) > MOST_PLURALS):
        line, what = content.count(b"\n", 0, count.start()) + 1, f"{count[1][:20].decode()} forms of plurals"
        yield Problem(path, line, "Plural-Forms", what, fix=f"write at most {MOST_PLURALS}.")


def _find_wrong_lines(path: Path, text: str) -> Iterator[Problem]:
    """Give what Babel lets pass: it takes a last letter for a quotation mark, and the second of two translations."""
    first: dict[tuple[str, str], int] = {}
    context = ""
    for keyword, parts in _list_statements(text):
        for number, part in parts:
            if not _QUOTED.fullmatch(part):
                what = "A text without a quotation mark at each end, or with one inside"
                yield Problem(path, number, keyword, what, fix=r'write "text", and \" for a mark inside of it.')
        number, said = parts[0][0], denormalize("\n".join(part for _, part in parts))
        if keyword == "msgctxt":
            context = said
        elif keyword == "msgid":
            if (context, said) in first:
                name = f"'{said}'" if said else "The head"
                what = f"{name} stands there twice (first in line {first[context, said]})"
                yield Problem(path, number, keyword, what, fix="keep one of the two.")
            first.setdefault((context, said), number)
            context = ""


def _list_statements(text: str) -> list[tuple[str, list[tuple[int, str]]]]:
    """Give the keyword of each statement, and its quoted texts with their lines: one beside it, others below."""
    statements: list[tuple[str, list[tuple[int, str]]]] = []
    for number, written in enumerate(text.split("\n"), start=1):
        line = written.strip()
        keyword, _, said = line.partition(" ")
        if keyword.partition("[")[0] in _KEYWORDS:
            statements.append((keyword, [(number, said.strip())]))
        elif line.startswith('"') and statements:
            statements[-1][1].append((number, line))
    return statements


def _list_forms(catalogue: Catalog) -> list[tuple[str, tuple[str, ...]]]:
    # The message without an id is the head of the file; a fuzzy one is a guess that nobody has looked at.
    messages = [message for message in catalogue if message.id and not message.fuzzy]
    return [(str(one.id[0] if one.pluralizable else one.id), get_forms(one)) for one in messages]

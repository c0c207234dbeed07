"""Files as text and as records, each with its line; whatever their encoding, they are never half read."""

from __future__ import annotations

import codecs
import csv
import html
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from dxlib.bounds import MOST_TOLD
from dxlib.data.csv_files import CLOSE_QUOTE, list_lines
from dxlib.data.ingest.packing import read_content, read_start
from dxlib.errors import Problem, SchemaError, format_options, raise_problems

RawRow = dict[str, str]
CsvRecord = tuple[int, list[str]]
_HEAD_BYTES: Final = 65_536
_MARK: Final = b"\xef\xbb\xbf"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
_DECLARE: Final = "find the file's encoding (often Windows-1252) and declare it, or save the file as UTF-8."
_NO_CHARSETS: Final = ("punycode", "idna", "utf-7", "unicode-escape", "raw-unicode-escape")  # slow, or hide characters
_TITLE: Final = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)


def read_text(path: Path, encoding: str = "") -> str:
    """Read a text, packed or not, in its declared encoding, or else as UTF-8 with or without byte-order mark.

    Raises
    ------
    SchemaError
        For what is no text or not in this encoding; of what should be UTF-8, with the first lines that are not.
    """
    data = read_content(path)
    # A byte-order mark is part of the file and surer than what a server declares.
    if encoding and not data.startswith(_MARK):
        return _decode(path, data, encoding)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SchemaError(f"{path} is UTF-16, not UTF-8.", fix="save it as UTF-8, or declare 'encoding: utf-16'.")
    if data.startswith(_OLD_OFFICE):
        what = f"{path} is a workbook of before 2007, or one with a password."
        raise SchemaError(what, fix="open it in a spreadsheet program and save it anew as .xlsx, without a password.")
    if b"\0" in data:
        raise SchemaError(f"{path} is no text.", fix="choose the reader of its layout, or unpack it.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise_problems(list(islice(_find_broken_lines(path, data), MOST_TOLD)))
        raise


def is_encoding(name: str) -> bool:
    """Say whether a text can be in an encoding: one that is known, and neither slow nor a way to hide characters."""
    try:
        return codecs.lookup(name).name.replace("_", "-") not in _NO_CHARSETS
    except (LookupError, ValueError):  # ValueError: a NUL
        return False


def _decode(path: Path, data: bytes, encoding: str) -> str:
    try:
        # An empty name raises the LookupError of an encoding that does not exist.
        return data.decode(encoding if is_encoding(encoding) else "")
    except LookupError:
        what = f"Unknown encoding '{encoding}' of {path}."
        raise SchemaError(what, allowed=("utf-8", "utf-16", "windows-1252"), fix="correct it.") from None
    except UnicodeDecodeError as error:
        what = (
            f"{path} is not in the declared encoding '{encoding}': byte 0x{data[error.start]:02X} at {error.start + 1}."
        )
        raise SchemaError(what, fix="find the file's encoding, and declare it.") from None


def _find_broken_lines(path: Path, data: bytes) -> Iterator[Problem]:
    for line, content in enumerate(data.split(b"\n"), start=1):
        try:
            content.decode("utf-8")
        except UnicodeDecodeError as error:
            what = f"Not UTF-8 (byte 0x{content[error.start]:02X} at position {error.start + 1})"
            yield Problem(path, line, "", what, fix=_DECLARE)


def read_head(path: Path) -> str:
    """Read how a file begins, whatever its encoding: enough to see its layout."""
    return read_start(path, _HEAD_BYTES).decode("utf-8", errors="replace").removeprefix("\ufeff")


def read_records(path: Path, text: str, *, delimiter: str = ",") -> list[CsvRecord]:
    """Split a CSV into records, each with the line it begins in; SchemaError where a quotation mark is not closed."""
    reader = csv.reader(list_lines(text), strict=True, delimiter=delimiter)
    records: list[CsvRecord] = []
    line = 1
    try:
        for cells in reader:
            records.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise_problems([Problem(path, line, "", f"Not CSV ({error})", fix=CLOSE_QUOTE)])
    return records


def read_header(path: Path) -> tuple[str, ...]:
    """Read the first record of a file that may be anything; nothing where it is no CSV."""
    head = "\n".join(read_head(path).splitlines()[:1])
    try:
        return tuple(next(csv.reader(io.StringIO(head, newline="")), ()))
    except csv.Error:
        return ()


def match_records(
    path: Path, header: Sequence[str], records: Iterable[CsvRecord]
) -> tuple[list[tuple[int, RawRow]], list[Problem]]:
    """Give the records as mappings from the header; an empty line is none, one that is too short or long a problem.

    Raises
    ------
    SchemaError
        For a header in which a name stands twice: a mapping would lose a column.
    """
    if twice := [name for name, count in Counter(header).items() if count > 1]:
        named = format_options(twice)
        raise SchemaError(f"{path} has more than one column {named}.", fix="compare it with the publisher's file.")
    lines, problems = [], []
    for line, cells in records:
        if len(cells) == len(header):
            lines.append((line, dict(zip(header, cells, strict=True))))
        elif cells:
            what = f"{len(cells)} cells where {len(header)} are due"
            fix = "compare the line with the file as the publisher has it."
            problems.append(Problem(path, line, "", what, fix=fix))
    return lines, problems


def is_web_page(text: str) -> bool:
    """Say whether a text is markup, as a server sends it that has something else to say than data."""
    return text.lstrip().startswith("<")


def describe_page(text: str) -> str:
    """Give the title of a web page, or else how its text begins.

    Examples
    --------
    >>> describe_page("<html><title>502 Bad Gateway</title>"), describe_page("<p>Try <b>later</b></p>")
    ('502 Bad Gateway', 'Try later')
    """
    title = _TITLE.search(text)
    return html.unescape(title[1]).strip() if title else " ".join(re.sub(r"<[^>]*>", " ", text).split())[:120]

"""Completion inside the quotes of a call: indicators, areas, groups, periods, publishers, options."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from dxlib.ask.desk import Desk, open_desk
from dxlib.ask.frames import SOURCES, WIDE
from dxlib.ask.searching import KINDS, find_entries
from dxlib.data.schema import Kind
from dxlib.errors import DxError

_CALL: Final = re.compile(r"([A-Za-z_][\w.]*)\s*$")
_KEYWORD: Final = re.compile(r"([A-Za-z_]\w*)\s*=\s*$")
_TEXT: Final = re.compile(r"""["']([^"'\n]+)["']""")
_MOST: Final = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """What is completed: the call, the argument by place or by name, what stands in it, and the texts before it."""

    call: str
    place: int
    keyword: str
    fragment: str
    before: tuple[str, ...]


def read_asked(code: str) -> Asked | None:
    """Read what stands before the cursor; nothing where the cursor is in no text of a call.

    Examples
    --------
    >>> read_asked('dx.frame("egdi_rank", areas=["VNM", "as')
    Asked(call='dx.frame', place=1, keyword='areas', fragment='as', before=('egdi_rank', 'VNM'))
    """
    # Read letter by letter, because a cell that is being written has open brackets, which no parser of Python takes.
    stack: list[tuple[str, list[int]]] = []  # what each open bracket calls, and where its arguments begin
    quote, opened = "", 0
    for index, letter in enumerate(code):
        if quote:
            # A line end closes a text as well: an apostrophe in a comment would put all that follows into quotes.
            quote = "" if letter in (quote, "\n") else quote
        elif letter in "\"'":
            quote, opened = letter, index
        elif letter in "([{":
            called = _CALL.search(code[:index]) if letter == "(" else None
            stack.append((called.group(1) if called else "", [index + 1]))
        elif letter in ")]}" and stack:
            stack.pop()
        elif letter == "," and stack:
            stack[-1][1].append(index + 1)
    call, begun = next((one for one in reversed(stack) if one[0]), ("", []))
    if not quote or not call:
        return None
    # Of a list only what stands before its bracket names the argument: areas=["VNM", "...
    keyword = _KEYWORD.match(code[begun[-1] : opened].lstrip(" [({\n").split("[")[0].split("(")[0])
    texts = tuple(_TEXT.findall(code[begun[0] : opened]))
    return Asked(call, len(begun) - 1, keyword.group(1) if keyword else "", code[opened + 1 :], texts)


def complete(context: Any) -> dict[str, Any]:
    """Answer IPython's question for completions: a context matcher of its completer."""
    from IPython.core.completer import SimpleCompletion  # noqa: PLC0415  (who asks has loaded it)

    lines = context.full_text.split("\n")
    code = "\n".join([*lines[: context.cursor_line], lines[context.cursor_line][: context.cursor_position]])
    asked = read_asked(code)
    function = _find_function(asked.call) if asked else None
    if asked is None or function is None:
        return {"completions": []}
    try:
        found = list_completions(asked, function, open_desk())
    except DxError:  # a project that cannot be read says so when it is asked, not at each key
        found = []
    shown = [SimpleCompletion(text=text, type=kind) for text, kind in found[:_MOST]]
    # IPython offers names of files within quotes; they are kept off only where there is something better.
    return {"completions": shown, "matched_fragment": asked.fragment, "suppress": bool(shown), "ordered": True}


def list_completions(asked: Asked, function: Callable[..., Any], desk: Desk) -> list[tuple[str, str]]:
    """Give what may stand in an argument, each with its kind: what begins with the fragment, or else is like it."""
    parameter = asked.keyword or _name_parameter(function, asked.place)
    kind, known = _list_known(parameter, asked, desk)
    beginning = [one for one in known if one.casefold().startswith(asked.fragment.casefold())]
    # Only these have names in words, by which "internet" finds internet_users_share.
    if not beginning and kind in ("indicator", "area"):
        beginning = [one.key for one in find_entries(asked.fragment, desk) if one.kind == kind]
    inside = [one for one in known if asked.fragment.casefold() in one.casefold()]
    return [(one, kind) for one in dict.fromkeys([*beginning, *inside])]


def _list_known(parameter: str, asked: Asked, desk: Desk) -> tuple[str, Iterable[str]]:  # noqa: PLR0911  (a table)
    """Give the kind of thing that a parameter takes, and all there are."""
    catalogue = desk.catalogue
    match parameter, asked.call.rpartition(".")[2]:
        case "x", "cite":
            return "source", catalogue.sources
        case "x", "explain":
            others = (catalogue.groups, catalogue.systems, catalogue.publishers, catalogue.sources)
            return "id", [one for known in (desk.indicators, catalogue.areas, *others) for one in known]
        case "indicator" | "indicators" | "x" | "y" | "whole" | "parts" | "what", _:
            return "indicator", desk.indicators
        case "areas", _:
            return "area", (*catalogue.areas, *catalogue.groups)
        case "area", _:
            return "area", catalogue.areas
        case "group", _:
            return "group", catalogue.groups
        case "publisher", _:
            return "publisher", catalogue.publishers
        case "period" | "since" | "until" | "deadline" | "first" | "last", _:
            named = next((one for one in asked.before if one in desk.indicators), "")
            kind = Kind.TARGET if parameter == "deadline" else Kind.ACTUAL
            rows = desk.store.read(named, kind=kind) if named else ()
            return "period", sorted({row.period for row in rows if row.period}, reverse=True)
        case "kind", "search":
            return "option", KINDS
    options = {
        "language": catalogue.project.languages, "columns": WIDE, "sources": SOURCES, "kind": tuple(map(str, Kind)),
    }  # fmt: skip
    return "option", options.get(parameter, ())


def _find_function(call: str) -> Callable[..., Any] | None:
    """Give the function of dxlib, or the method of a brief, that a call names in the running notebook."""
    from IPython.core.getipython import get_ipython  # noqa: PLC0415

    first, _, rest = call.partition(".")
    shell = get_ipython()
    found = shell.user_ns.get(first) if shell else None
    module = found.__name__ if inspect.ismodule(found) else type(found).__module__ if rest else ""
    if rest and "." not in rest and (module == "dxlib" or module.startswith("dxlib.brief")):
        # Looked up on the class: on the object itself a property would run, at a press of Tab.
        found = getattr(found if module == "dxlib" else type(found), rest, None)
    elif rest:
        return None
    return found if inspect.isfunction(found) and found.__module__.startswith("dxlib.") else None


def _name_parameter(function: Callable[..., Any], place: int) -> str:
    parameters = [one for one in inspect.signature(function).parameters.values() if one.name != "self"]
    for index, one in enumerate(parameters):
        if one.kind is one.VAR_POSITIONAL or index == place:
            return one.name
    return ""

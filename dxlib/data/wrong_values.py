"""What a model refuses in a file, in the words of those who write it: what is wrong, what is allowed, what to do."""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final, Union, get_args, get_origin

from pydantic import BaseModel

from dxlib.addresses import WRITE_ADDRESS, hide_secrets
from dxlib.errors import did_you_mean

NO_ADDRESS, NO_DAY = "no_address", "no_day"  # the types of the errors of what no link may lead to, of 2025-02-31
NO_WHOLE_DAY: Final = "no_whole_day"  # and of a month or a year where only a day will do
MISSING_LANGUAGE: Final = "missing_language"  # the type of the error of a text that a language lacks
_OF_A_KEY: Final = "[key]"  # pydantic's mark for the key of a mapping
_EXPECTED: Final[Mapping[str, str]] = {
    "string_type": "a text",
    "int_type": "a whole number", "int_parsing": "a whole number", "int_from_float": "a whole number",
    "int_parsing_size": "a whole number",
    "float_type": "a number", "float_parsing": "a number", "decimal_type": "a number", "decimal_parsing": "a number",
    "finite_number": "a number",
    "bool_type": "true or false", "bool_parsing": "true or false",
    "date_type": "a day", "date_parsing": "a day", "date_from_datetime_parsing": "a day",
    "date_from_datetime_inexact": "a day", "date_out_of_range": "a day",
    "tuple_type": "a list", "dict_type": "a mapping", "mapping_type": "a mapping", "model_type": "a mapping",
    "model_attributes_type": "a mapping",
}  # fmt: skip
_REPAIRS: Final[Mapping[str, str]] = {
    "a whole number": "write digits alone, as 3.",
    "a number": "write it with a point and nothing else, as 2.5.",
    "true or false": "write true or false, without quotation marks.",
    "a day": "write year, month and day, as 2024-12-31.",
    "a list": "write it between brackets, as [a, b], or one entry a line after a hyphen.",
    "a mapping": "write its keys below it, one a line.",
}
# What each pattern of the models stands for, and how it is written.
FORMS: Final[Mapping[str, tuple[str, str]]] = {
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$": ("a code of a language", "'pt-BR'"),
    r"^[a-z]{2}$": ("a code of a language in two letters", "'en'"),
    r"^(https?://\S+)?$": ("a web address", "'https://example.org'"),
    r"^(https?://\S+/)?$": ("a web address that ends with a slash", "'https://example.org/briefs/'"),
    r"^([A-Z][A-Z0-9_.-]*)?$": ("an id of SDMX", "'ESTAT'"),
    r"^(\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)?$": ("a year, a month or a day", "'2027-03'"),
    r"^\d{4}-\d{2}-\d{2}$": ("a day", "'2024-12-31'"),
    r"\{n\}": ("a pattern with {n} in the place of the number", "'{n} km'"),
    r"^[.,]$": ("a decimal mark", "'.' or ','"),
    r"^([A-Z]+[1-9][0-9]*)?$": ("a cell", "'C2'"),
    r"^(in|to|from|the)$": ("a form of a period", "'in', 'to', 'from' or 'the'"),
    r"^([0-9a-f]{64})?$": ("a SHA-256", "64 digits, from 0 to 9 and a to f"),
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing wrong with a value: its place below the value that was checked, and the parts of its message."""

    place: tuple[str, ...]
    what: str
    allowed: tuple[str, ...] = ()
    fix: str = "correct it."
    hint: str = ""


@dataclass(frozen=True, slots=True)
class _Issue:
    """An error of pydantic, its place without the marks of pydantic, and the models that may stand around it."""

    error: Mapping[str, Any]
    place: tuple[str, ...]
    around: tuple[Any, ...]

    @property
    def type(self) -> str:
        return str(self.error["type"])


def describe_errors(errors: Sequence[Mapping[str, Any]], model: type[BaseModel]) -> Iterator[Wrong]:
    """Tell pydantic's errors, each mistake once.

    Parameters
    ----------
    errors
        As a ``ValidationError`` lists them.
    model
        That was to hold the value.
    """
    issues = [_locate(error, model) for error in errors]
    unknown = {issue.place: _describe_unknown(issue) for issue in issues if issue.type == "extra_forbidden"}
    # A misspelt key makes two errors, one of an unknown key and one of a missing one: the first names the cure.
    meant = {(*place[:-1], _read_hint(wrong.hint)) for place, wrong in unknown.items()}
    by_place: dict[tuple[str, ...], list[_Issue]] = {}
    for issue in issues:
        if not (issue.type == "missing" and issue.place in meant):
            by_place.setdefault(issue.place, []).append(issue)
    for place, group in by_place.items():
        if any(len(other) > len(place) and other[: len(place)] == place for other in by_place):
            continue  # of another member of a union, or of a list that lacks what is wrong in it
        nearer = [issue for issue in group if issue.type not in _EXPECTED]  # of the right kind, and wrong all the same
        if place in unknown:
            yield unknown[place]
        else:
            yield from map(_describe, nearer) if nearer else [_describe_kind(place, group)]


def _read_hint(hint: str) -> str:
    """Give the key that a hint names."""
    return hint.partition("'")[2].partition("'")[0]


def _locate(error: Mapping[str, Any], model: type[BaseModel]) -> _Issue:
    """Leave out of the place of an error what names a member of a union, or says that a key is meant."""
    kinds: tuple[Any, ...] = tuple(_list_members(model))
    around, place = kinds, []
    for part in error["loc"]:
        below = [kind for one in kinds for kind in _step(one, part)]
        # A key that is unknown or missing has no type below it, and belongs to the place all the same.
        is_own = part is error["loc"][-1] and error["type"] in ("extra_forbidden", "missing", MISSING_LANGUAGE)
        if below or is_own:
            around, kinds = kinds, tuple(below)
            place.append(str(part))
    return _Issue(error, tuple(place), around)


def _list_members(kind: Any) -> Iterator[Any]:
    """Give what a type allows, one by one."""
    origin = get_origin(kind)
    if origin is Annotated:
        yield from _list_members(get_args(kind)[0])
    elif origin in (Union, types.UnionType):
        for member in get_args(kind):
            yield from _list_members(member)
    # A RootModel has no key of its own in the file: its content stands in its place.
    elif _is_model(kind) and "root" in kind.model_fields:
        yield from _list_members(kind.model_fields["root"].annotation)
    else:
        yield kind


def _step(kind: Any, part: str | int) -> Iterator[Any]:
    """Give the types that stand below a key, or at a number, of a type; none where it can have no such part."""
    if _is_model(kind):
        for name, field in kind.model_fields.items():
            # pydantic names a field as the file does: "from", not from_.
            if part == (field.alias or name):
                yield from _list_members(field.annotation)
    elif get_origin(kind) in (tuple, list) and isinstance(part, int):
        yield from _list_members(get_args(kind)[0])
    elif isinstance(get_origin(kind), type) and issubclass(get_origin(kind), Mapping) and part != _OF_A_KEY:
        yield from _list_members(get_args(kind)[1])


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _describe_unknown(issue: _Issue) -> Wrong:
    keys = [
        field.alias or name for kind in issue.around if _is_model(kind) for name, field in kind.model_fields.items()
    ]
    key = issue.place[-1]
    fix = "correct or remove it."
    return Wrong(issue.place, f"Unknown key '{key}'", tuple(keys), fix, did_you_mean(key, keys))


def _describe_kind(place: tuple[str, ...], issues: Sequence[_Issue]) -> Wrong:
    given = issues[0].error["input"]
    wanted = list(dict.fromkeys(_EXPECTED[issue.type] for issue in issues))
    listed = " or ".join(filter(None, [", ".join(wanted[:-1]), wanted[-1]]))
    if "a text" in wanted and isinstance(given, bool):
        first, others = ("yes", "on and true") if given else ("no", "off and false")
        fix = f'write it between quotation marks, as "{first}"; YAML reads {first}, {others} without them as this.'
    elif "a text" in wanted and isinstance(given, (int, float, date)):
        fix = f'write it between quotation marks, as "{given}".'
    else:
        fix = _REPAIRS.get(wanted[0], "write a text.")
    return Wrong(place, f"{_name_value(given)} where {listed} is expected", fix=fix)


def _name_value(given: Any) -> str:
    """Say what stands there."""
    if given is None:
        return "Nothing"
    if isinstance(given, bool):
        return f"A truth value ({str(given).lower()})"
    if isinstance(given, Mapping):
        return "A mapping"
    if isinstance(given, (list, tuple)):
        return "A list"
    kind = "text" if isinstance(given, str) else "day" if isinstance(given, date) else "number"
    return f"The {kind} '{given}'"


def _describe(issue: _Issue) -> Wrong:
    what, fix = _TOLD.get(issue.type, _tell_anything)(issue)
    allowed: tuple[str, ...] = ()
    # pydantic gives the allowed values in one text only: 'a', 'b' or 'c'.
    if issue.type in ("enum", "literal_error"):
        allowed = tuple(re.findall(r"'([^']*)'", issue.error["ctx"]["expected"]))
    return Wrong(issue.place, what, allowed, fix, did_you_mean(str(issue.error["input"]), allowed) if allowed else "")


def _tell_anything(issue: _Issue) -> tuple[str, str]:
    return f"A value that cannot be used ({issue.error['msg']})", "correct it."


def _tell_missing(issue: _Issue) -> tuple[str, str]:
    return f"Missing key '{issue.place[-1]}'", "add it."


def _tell_missing_language(issue: _Issue) -> tuple[str, str]:
    language = issue.place[-1]
    return f"No text in the language '{language}'", f"add '{language}:' and the text."


def _tell_short(issue: _Issue) -> tuple[str, str]:
    if issue.error["ctx"]["min_length"] == 1:
        # Without the article: "A list" becomes "An empty list".
        kind = "text" if isinstance(issue.error["input"], str) else _name_value(issue.error["input"])[2:]
        return f"An empty {kind}", "write one." if kind == "text" else "write an entry."
    return _count(issue, "Fewer", issue.error["ctx"]["min_length"]), "add what is missing."


def _tell_long(issue: _Issue) -> tuple[str, str]:
    return _count(issue, "More", issue.error["ctx"]["max_length"]), "remove what is too much."


def _count(issue: _Issue, which: str, bound: int) -> str:
    noun = "character" if issue.type.startswith("string") else "entry"
    plural = {"character": "characters", "entry": "entries"}[noun]
    return f"{which} than {bound} {noun if bound == 1 else plural}"


def _tell_form(issue: _Issue) -> tuple[str, str]:
    noun, example = FORMS.get(issue.error["ctx"]["pattern"], ("a text of this form", issue.error["ctx"]["pattern"]))
    return f"'{issue.error['input']}' is not {noun}", f"write it as {example}."


def _tell_unknown(issue: _Issue) -> tuple[str, str]:
    return f"Unknown value '{issue.error['input']}'", "use one of these."


def _tell_rule(issue: _Issue) -> tuple[str, str]:
    return str(issue.error["ctx"]["error"]), "correct it."


def _tell_bound(words: str, bound: str) -> Callable[[_Issue], tuple[str, str]]:
    def tell(issue: _Issue) -> tuple[str, str]:
        given = issue.error["ctx"][bound]
        shown = f"{given:g}" if isinstance(given, (int, float, Decimal)) else str(given)
        return f"{_name_value(issue.error['input'])} is not {words} {shown}", "correct it."

    return tell


def _tell_address(issue: _Issue) -> tuple[str, str]:
    return f"'{hide_secrets(issue.error['input'])}' is no address", WRITE_ADDRESS


def _tell_day(issue: _Issue) -> tuple[str, str]:
    return f"'{issue.error['input']}' is no day of the calendar", "write 2025-02-06, 2025-02 or 2025."


def _tell_whole_day(issue: _Issue) -> tuple[str, str]:
    given = issue.error["input"]
    return (f"'{given}' is no day of the calendar" if given else "An empty text"), "write a whole day, as 2025-02-06."


def _tell_decimals(issue: _Issue) -> tuple[str, str]:
    return f"More decimals than {issue.error['ctx']['decimal_places']}", "leave out what nobody measured."


_TOLD: Final[Mapping[str, Callable[[_Issue], tuple[str, str]]]] = {
    "missing": _tell_missing,
    MISSING_LANGUAGE: _tell_missing_language,
    "too_short": _tell_short,
    "string_too_short": _tell_short,
    "too_long": _tell_long,
    "string_too_long": _tell_long,
    "string_pattern_mismatch": _tell_form,
    "enum": _tell_unknown,
    "literal_error": _tell_unknown,
    "value_error": _tell_rule,
    NO_ADDRESS: _tell_address,
    NO_DAY: _tell_day,
    NO_WHOLE_DAY: _tell_whole_day,
    "decimal_max_places": _tell_decimals,
    "greater_than": _tell_bound("greater than", "gt"),
    "greater_than_equal": _tell_bound("at least", "ge"),
    "less_than": _tell_bound("less than", "lt"),
    "less_than_equal": _tell_bound("at most", "le"),
}

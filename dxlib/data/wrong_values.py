"""What a model refuses in a file, in the words of those who write it: what is wrong, what is allowed, what to do."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final, Union, get_args, get_origin

from pydantic import BaseModel

from dxlib.addresses import WRITE_ADDRESS, hide_secrets
from dxlib.errors import did_you_mean

NO_ADDRESS, NO_DAY = "no_address", "no_day"  # the types of the errors of what no link may lead to, of 2025-02-31
NO_WHOLE_DAY, EMPTY_DAY = "no_whole_day", "empty_day"  # and of a month, or nothing, where only a day will do
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
    r"/$": ("an address that ends with a slash", "'https://example.org/as-it-was/'"),
    r"^-?\d{1,18}(\.\d{1,9})?$": ("a number in single units", "'26000000' or '40.5'"),
    r"^(https?://\S+/)?$": ("a web address that ends with a slash", "'https://example.org/briefs/'"),
    r"^([A-Z][A-Z0-9_.-]*)?$": ("an id of SDMX", "'ESTAT'"),
    r"^(\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)?$": ("a year, a month or a day", "'2027-03'"),
    r"^\d{4}-\d{2}-\d{2}$": ("a day", "'2024-12-31'"),
    r"^[^{}]*$": ("a text without braces", "'Finland (mainland)'"),
    r"^[^{}]*\{n\}[^{}]*$": ("a pattern with {n} in the place of the number", "'{n} km'"),
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


# What is said of each error, and what to do; the words between braces are those of _list_words().
_TOLD: Final[Mapping[str, tuple[str, str]]] = {
    "missing": ("Missing key '{key}'", "add it."),
    MISSING_LANGUAGE: ("No text in the language '{key}'", "add '{key}:' and the text."),
    "too_short": ("Fewer than {min_length} {counted}", "add what is missing."),
    "string_too_short": ("Fewer than {min_length} {counted}", "add what is missing."),
    "too_long": ("More than {max_length} {counted}", "remove what is too much."),
    "string_too_long": ("More than {max_length} {counted}", "remove what is too much."),
    "string_pattern_mismatch": ("'{given}' is not {form}", "write it as {example}."),
    "enum": ("Unknown value '{given}'", "use one of these."),
    "literal_error": ("Unknown value '{given}'", "use one of these."),
    "value_error": ("{error}", "correct it."),
    NO_ADDRESS: ("'{address}' is no address", WRITE_ADDRESS),
    NO_DAY: ("'{given}' is no day of the calendar", "write 2025-02-06, 2025-02 or 2025."),
    NO_WHOLE_DAY: ("'{given}' is no day of the calendar", "write a whole day, as 2025-02-06."),
    EMPTY_DAY: ("An empty text", "write a whole day, as 2025-02-06."),
    "decimal_max_places": ("More decimals than {decimal_places}", "leave out what nobody measured."),
    "greater_than": ("{value} is not greater than {gt}", "correct it."),
    "greater_than_equal": ("{value} is not at least {ge}", "correct it."),
    "less_than": ("{value} is not less than {lt}", "correct it."),
    "less_than_equal": ("{value} is not at most {le}", "correct it."),
}
_EMPTY_TEXT: Final = ("An empty text", "write one.")
_EMPTY: Final = ("An empty {kind}", "write an entry.")
_NUMBERS: Final = (int, float, Decimal)
_ANYTHING: Final = ("A value that cannot be used ({msg})", "correct it.")


def _describe(issue: _Issue) -> Wrong:
    given, bounds = issue.error["input"], issue.error.get("ctx", {})
    empty = _EMPTY_TEXT if isinstance(given, str) else _EMPTY
    what, fix = empty if bounds.get("min_length") == 1 else _TOLD.get(issue.type, _ANYTHING)
    words = _list_words(issue)
    # pydantic gives the allowed values in one text only: 'a', 'b' or 'c'.
    is_choice = issue.type in ("enum", "literal_error")
    allowed = tuple(re.findall(r"'([^']*)'", bounds["expected"])) if is_choice else ()
    hint = did_you_mean(str(given), allowed) if allowed else ""
    return Wrong(issue.place, what.format(**words), allowed, fix.format(**words), hint)


def _list_words(issue: _Issue) -> dict[str, str]:
    """Give the key, what stands there, and the bounds that it breaks, as messages show them."""
    given, bounds = issue.error["input"], issue.error.get("ctx", {})
    value, pattern = _name_value(given), str(bounds.get("pattern", ""))
    form, example = FORMS.get(pattern, ("a text of this form", pattern))
    one, more = ("character", "characters") if isinstance(given, str) else ("entry", "entries")
    return {
        **{name: f"{bound:g}" if isinstance(bound, _NUMBERS) else str(bound) for name, bound in bounds.items()},
        "key": issue.place[-1] if issue.place else "", "given": str(given), "value": value, "kind": value[2:],
        "address": hide_secrets(str(given)), "msg": str(issue.error["msg"]), "form": form, "example": example,
        "counted": one if bounds.get("max_length") == 1 else more,
    }  # fmt: skip

"""What the value of a parameter means in the catalogue: a key of one of its registers, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # what is known to be built is told without loading the catalogue
    from dxlib.data.catalogue import Catalogue

Value = str | int | float | bool


def format_value(value: Value) -> str:
    """Give the text of a value: in addresses, on the command line, in messages.

    Examples
    --------
    >>> [format_value(value) for value in ("vneid", 5, 0.5, True)]
    ['vneid', '5', '0.5', 'true']
    """
    # str(True) is "True"; YAML and the command line write "true".
    return str(value).lower() if isinstance(value, bool) else str(value)


def list_registers(catalogue: Catalogue) -> dict[str, Mapping[str, object]]:
    """Give the registers of the catalogue, each under the name of a parameter that holds one of its keys."""
    return {
        "area": catalogue.areas, "group": catalogue.groups, "system": catalogue.systems, "topic": catalogue.topics,
        "indicator": catalogue.indicators, "publisher": catalogue.publishers,
    }  # fmt: skip


def list_sets(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Give the keys of each named set: the groups of areas, and each register as a whole (``systems``)."""
    whole = {f"{name}s": tuple(register) for name, register in list_registers(catalogue).items()}
    return {**whole, **catalogue.groups}


def name_key(parameter: str, value: Value, catalogue: Catalogue, language: str) -> str:
    """Give the name of a key of the catalogue in a language; empty for a value that is no key, or has no name.

    The register that the parameter is named after is asked first, then the others.

    Parameters
    ----------
    parameter
        The name of the parameter.
    value
        Its value.
    catalogue
        Where keys have their names.
    language
        Of the name.
    """
    registers = list_registers(catalogue)
    own = registers.get(parameter)
    for register in registers.values() if own is None else (own,):
        if value in register:
            name = getattr(register[str(value)], "name", None)
            return str(name[language]) if name is not None else ""
    return ""


def name_texts(parameters: Mapping[str, Value], catalogue: Catalogue, language: str) -> dict[str, str]:
    """Give what sentences call the parameters that are texts: the names of keys, else the texts themselves."""
    texts = {name: value for name, value in parameters.items() if isinstance(value, str)}
    return {name: name_key(name, value, catalogue, language) or value for name, value in texts.items()}


def find_lifetime(parameter: str, value: Value, catalogue: Catalogue) -> tuple[str, str]:
    """Give the first and the last day of an area or a system, as the catalogue writes them; empty where it has none."""
    if parameter == "area" and value in catalogue.areas:
        exists = catalogue.areas[str(value)].exists
        return exists.from_, exists.until
    if parameter == "system" and value in catalogue.systems:
        return catalogue.systems[str(value)].since, ""
    return "", ""

"""The parameters that a brief adds to area, edition and language, as pages and lists name them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from dxlib.data.catalogue import Catalogue
from dxlib.data.keys import Value, format_value, name_key
from dxlib.evidence.own_parameters import Own
from dxlib.language import Speaker, sentence

_LABELLED: Final = sentence("{name}: {value}")
OWN_PREFIX: Final = "own-"  # in addresses of an index, so that a brief's own topic is not the topic of its figures
_FLAGS: Final = {True: sentence("yes"), False: sentence("no")}


def describe_own(
    parameters: Mapping[str, Value], labels: Mapping[str, str], catalogue: Catalogue, speaker: Speaker
) -> tuple[Own, ...]:
    """Give the parameters that a brief adds, in their order.

    Parameters
    ----------
    parameters
        Their values.
    labels
        The English text that says what each is; its name where there is none.
    catalogue
        Names of keys.
    speaker
        The language of the page.
    """
    return tuple(_describe(name, value, labels, catalogue, speaker) for name, value in parameters.items())


def _describe(
    name: str, value: Value, labels: Mapping[str, str], catalogue: Catalogue, speaker: Speaker
) -> Own:  # fmt: skip
    label = speaker.translate(labels[name]) if name in labels else name
    if named := name_key(name, value, catalogue, speaker.language):
        return Own(name, label, value, named, named)
    text = speaker.translate_sentence(_FLAGS[value]) if isinstance(value, bool) else format_value(value)
    pattern = speaker.translate_sentence(_LABELLED)
    return Own(name, label, value, text, pattern.replace("{name}", label).replace("{value}", text))


def name_page(area_name: str, own: Sequence[Own], opened: Collection[str]) -> str:
    """Give what tells a page from the others of its brief: the values that its address names, else its area."""
    # The only page of a brief names nothing in its address, and is told by its area all the same.
    parts = [area_name] if "area" in opened or not opened else []
    return " · ".join([*parts, *(one.shown for one in own if one.name in opened)])


def write_choices(own: Sequence[Own]) -> str:
    """Give by which values an index finds a page, as JSON: by the name of each parameter its value and its text."""
    return json.dumps({one.name: [format_value(one.value), one.text] for one in own}, ensure_ascii=False)


def list_choices(pages: Sequence[Sequence[Own]]) -> dict[str, str]:
    """Give the parameters by which a reader can choose, by name with the label: those of two values or more.

    Parameters
    ----------
    pages
        Of an index, in its order: the parameters of each.
    """
    labels: dict[str, str] = {}
    values: dict[str, set[str]] = {}
    for one in (one for own in pages for one in own):
        # Pages of two briefs may label one parameter differently; the index offers it under the first label.
        labels.setdefault(one.name, one.label)
        values.setdefault(one.name, set()).add(format_value(one.value))
    return {name: label for name, label in labels.items() if len(values[name]) > 1}

"""What an export is called, under which licence it stands, and how sources and units are named."""

from __future__ import annotations

from typing import Final

from dxlib.data.catalogue import Catalogue, Indicator, Source
from dxlib.data.copies import tell_copy
from dxlib.data.words import Words
from dxlib.language import SOURCE_LANGUAGE, Speaker, sentence

_TITLE: Final = sentence("{project}: indicators, each figure with its source").text
_POWERS: Final = {0: "", 3: "thousand ", 6: "million ", 9: "billion ", 12: "trillion "}


def spell(text: str, catalogue: Catalogue, project: Words | None = None) -> Words:
    """Give a message of the library, with the title of a project, in English and in each of the project's languages."""
    # English in each case: it is the key of the messages, and exports are in English (docs/decisions/0009).
    languages = dict.fromkeys((SOURCE_LANGUAGE, *catalogue.project.languages))
    said = {code: Speaker(code, {}, catalogue.locales).translate(text) for code in languages}
    return Words({code: text.replace("{project}", project[code]) if project else text for code, text in said.items()})


def name_export(catalogue: Catalogue) -> Words:
    """Give the title of a project's data, in each of its languages."""
    said = spell(_TITLE, catalogue, catalogue.project.title)
    return Words({code: said[code] for code in catalogue.project.languages})


def describe_licence(catalogue: Catalogue) -> dict[str, str]:
    """Give the licence of the arrangement, as a Data Package names one; empty where the project names none."""
    licence = catalogue.project.licence
    title = "{}, for the arrangement; each figure keeps the terms of its source"
    return {"path": licence.url, "title": title.format(licence.name)} if licence else {}


def name_source(source: Source, catalogue: Catalogue) -> str:
    """Give a source's publisher, outlet, title and date in one line, and where only a copy of it was read."""
    publisher = catalogue.publishers[source.publisher].name.main
    outlet = f"via {source.via}" if source.via else ""
    named = ", ".join(part for part in (publisher, outlet, source.title, source.published) if part)
    return "; ".join(part for part in (named, tell_copy(source.copied_from)) if part)


def name_unit(indicator: Indicator, catalogue: Catalogue) -> str:
    """Give what an indicator's values are in, as "billion United States dollars"."""
    power = _POWERS.get(indicator.unit_mult, f"10^{indicator.unit_mult} ")
    return f"{power}{catalogue.units[indicator.unit].name.main}"

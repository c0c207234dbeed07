"""What an export is called, under which licence it stands, and how sources and units are named in English."""

from __future__ import annotations

from typing import Final

from dxlib.data.catalogue import Catalogue, Indicator, Source, Words

TITLE: Final = Words(
    en="Digital transformation: indicators, each figure with its source",
    vi="Chuyển đổi số: các chỉ tiêu, mỗi số liệu kèm nguồn",
    fr="Transformation numérique : indicateurs, chaque chiffre avec sa source",
)
LICENCE: Final = {
    "name": "Apache-2.0",
    "path": "https://www.apache.org/licenses/LICENSE-2.0",
    "title": "Apache License 2.0, for the arrangement; each figure keeps the terms of its source",
}
_POWERS: Final = {0: "", 3: "thousand ", 6: "million ", 9: "billion ", 12: "trillion "}


def name_source(source: Source, catalogue: Catalogue) -> str:
    """Give a source's publisher, outlet, title and date in one line."""
    publisher = catalogue.publishers[source.publisher].name.en
    outlet = f"via {source.via}" if source.via else ""
    return ", ".join(part for part in (publisher, outlet, source.title, source.published) if part)


def name_unit(indicator: Indicator, catalogue: Catalogue) -> str:
    """Give what an indicator's values are in, as "billion United States dollars"."""
    power = _POWERS.get(indicator.unit_mult, f"10^{indicator.unit_mult} ")
    return f"{power}{catalogue.units[indicator.unit].name.en}"

"""A small project whose briefs are built for systems, and for areas and topics."""

from __future__ import annotations

from pathlib import Path

from tests.build.conftest import SAY, TITLE, House
from tests.conftest import PARAMETERS, make_catalogue_files, make_cell, make_words, write_toy_project

SYSTEMS = {
    "vneid": {"name": make_words("Identity")},
    "portal": {"name": make_words("Portal"), "since": "2024-03-01"},
}
BRIEFS = {
    "02-systems": {"area": "VNM", "edition": "editions", "language": ["en", "vi"], "system": "systems"},
    "03-matrix": {"area": "asean", "topic": ["services", "rankings"], "edition": 2024},
}
ADDRESSES = [
    "2023/en/02-systems/vneid.html",
    "2023/vi/02-systems/vneid.html",
    "2024/en/02-systems/portal.html",
    "2024/en/02-systems/vneid.html",
    "2024/en/03-matrix/SGP/rankings.html",
    "2024/en/03-matrix/SGP/services.html",
    "2024/en/03-matrix/VNM/rankings.html",
    "2024/en/03-matrix/VNM/services.html",
    "2024/vi/02-systems/portal.html",
    "2024/vi/02-systems/vneid.html",
]


def write_own_brief(house: House, name: str, parameter: str, *body: str, hand_on: bool = True) -> None:
    """Write a notebook that adds parameters: their lines, and what is said after the answer."""
    names = [line.partition(":")[0] for line in parameter.splitlines()]
    given = "".join(f", {name}={name}" for name in names) if hand_on else ""
    setup = (
        f"import dxlib as dx\n\nbrief = dx.open_brief('{name}', area=area, edition=edition, language=language, "
        f"as_of=as_of{given})"
    )
    house.toy.write_notebook(
        make_cell(TITLE, kind="markdown"),
        make_cell(f"{PARAMETERS}\n{parameter}", tags=["parameters"]),
        make_cell(setup, tags=["setup"]),
        *map(make_cell, (SAY, *body, "brief.evidence()")),
        name=name,
        head=False,
    )


def write_house(folder: Path) -> House:
    """Write the project."""
    house = House(write_toy_project(folder), [])
    house.prepare()
    files = make_catalogue_files()
    for path, system in (("indicators/rankings.yaml", "portal"), ("indicators/services.yaml", "vneid")):
        house.toy.write_catalogue(path, {key: {**one, "system": system} for key, one in files[path].items()})
    house.toy.write_catalogue("systems.yaml", SYSTEMS)
    write_own_brief(
        house, "02-systems", 'system: str = "vneid"  # System: a key of data/catalogue/systems.yaml',
        "brief.definitions(*brief.indicators(system=system))",
    )  # fmt: skip
    write_own_brief(
        house, "03-matrix", 'topic: str = "services"  # Topic', "brief.say('This page is of {topic}.')",
        "brief.ranking('egdi_rank', title='{topic}: a rank')",
    )  # fmt: skip
    house.toy.write_briefs(BRIEFS)
    return house

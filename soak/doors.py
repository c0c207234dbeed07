"""The doors through which texts of people come onto pages, and pages made of what was put through them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

import nbformat
import yaml

from dxlib.brief.fragments import MIME_TYPE
from dxlib.build.plan import Job
from dxlib.data.catalogue_files import forget_catalogue, read_catalogue
from dxlib.data.clean import clean
from dxlib.export.index import render_indexes
from tests.build.conftest import SAY, SAY_ALSO, TITLE, House
from tests.build.dimensioned import write_own_brief
from tests.conftest import SOURCES, list_rows, make_catalogue_files, make_cell, make_row, write_toy_project
from tests.making import export_page, run_notebook

BODY: Final = (
    SAY, SAY_ALSO, "brief.definitions('egdi_rank', 'egdi_value', 'online_share')", "brief.key_figures('egdi_rank', 'online_share')",
    "brief.ranking('egdi_rank', title='A rank')", "brief.trend('online_share', title='A share')", "brief.targets('online_share')",
    "brief.disagreements('online_share')", "brief.coverage()", "brief.lifetime()",
)  # fmt: skip
_TRANSLATED: Final = {
    TITLE.removeprefix("# "): "{text}",
    "Among the members of ASEAN, {area} ranks {place:ordinal}.": "{text} {area} {place}",
    "The aim is a fee of {fee}.": "{fee} {text}",
    "A rank": "{text}",
    "A share": "{text}",
    "Sources": "{text}",
    "Area": "{text}",
}
_MANY: Final = 6  # texts at once, where one spoils none of the others
Texts = Iterator[str]
Make = Callable[[House, Texts], None]


@dataclass(frozen=True)
class Door:
    """Where texts come in.

    Parameters
    ----------
    fields
        How many texts are put through at once.
    write
        Puts them into the project's files.
    language
        Of the page that is looked at.
    outputs
        Gives outputs of a cell, which a notebook holds as if it had been run somewhere else.
    plain
        A text that may stand there, with a place for a number; the page with it is what others are held against.
    has_markup
        Whether a text may make elements: prose is Markdown.
    """

    fields: int
    write: Make
    language: str = "en"
    outputs: Callable[[Texts], list[Mapping[str, Any]]] | None = None
    plain: str = "Word {}"
    has_markup: bool = False


def make_pages(door: Door, texts: Texts, folder: Path) -> list[Path]:
    """Put texts through a door into a new project; give the page and the index that it makes, as files.

    Raises
    ------
    DxError
        When they are refused.
    """
    house = House(write_toy_project(folder / "project"), [])
    house.prepare()
    house.write_brief(*BODY)
    door.write(house, texts)
    forget_catalogue()
    clean(house.project)
    job = _choose_job(house, door.language)
    notebook = run_notebook(house.project, job)
    if door.outputs:
        shown = [nbformat.from_dict(dict(one)) for one in door.outputs(texts)]
        notebook.cells.insert(-1, nbformat.v4.new_code_cell("show()", outputs=shown))
    page, entry = export_page(house.project, job, notebook)
    catalogue = read_catalogue(house.project)
    index = render_indexes([entry], catalogue)["index.html"]
    paths = [folder / "page.html", folder / "index.html"]
    for path, text in zip(paths, (page, index), strict=True):
        path.write_text(text, "utf-8")
    return paths


def _choose_job(house: House, language: str) -> Job:
    jobs = [job for job in house.list_jobs() if job.language == language and job.edition == 2024]  # noqa: PLR2004
    return next((job for job in jobs if job.area == "VNM"), jobs[0])


def write_ledger(house: House, texts: Texts) -> None:
    """Write what a ledger says in words: as written, where, and comments."""
    rows = list_rows()
    for row in rows[:6]:
        row.update({"AS_WRITTEN": next(texts), "LOCATOR": next(texts), "COMMENT": next(texts)})
    house.toy.write_ledger(rows)


def write_codes(house: House, texts: Texts) -> None:
    """Write a cell of a ledger that is no free text, one after the other."""
    text = next(texts)
    if not text:
        return
    for column in ("REF_AREA", "OBS_VALUE", "TIME_PERIOD", "UNIT_MEASURE", "SOURCE", "QUALIFIER"):
        house.toy.write_ledger([make_row(**{column: text})], name=f"{column.lower()}.csv")


def write_sources(house: House, texts: Texts) -> None:
    """Write who is named by the register of sources, titles and terms."""
    rows = [[*source] for source in SOURCES]
    for row in rows:
        row[2], row[3], row[8] = next(texts), next(texts), next(texts)
    house.toy.write_sources(rows)


def write_addresses(house: House, texts: Texts) -> None:
    """Write the address of a source, and where a copy of it lies."""
    rows, text = [[*source] for source in SOURCES], next(texts)
    rows[0][5] = text
    house.toy.write_sources(rows, copies={rows[1][0]: text})


def write_catalogue(house: House, texts: Texts) -> None:
    """Write names, labels and definitions of indicators, and names of areas, topics and publishers."""
    files = make_catalogue_files()
    for path in ("indicators/rankings.yaml", "indicators/services.yaml"):
        for entry in files[path].values():
            for name in ("name", "label", "definition"):
                entry[name] = dict.fromkeys(("en", "vi", "fr"), next(texts))
            for one in entry.get("breaks", ()):
                one["why"] = dict.fromkeys(("en", "vi", "fr"), next(texts))
        house.toy.write_catalogue(path, files[path])
    for path in ("areas.yaml", "topics.yaml", "publishers.yaml"):
        for entry in files[path].values():
            entry["name"] = dict.fromkeys(("en", "vi", "fr"), next(texts))
        house.toy.write_catalogue(path, files[path])


def write_keys(house: House, texts: Texts) -> None:
    """Write a key of the catalogue, which becomes part of addresses and names of files."""
    text, files = next(texts), make_catalogue_files()
    areas = {**files["areas.yaml"], text: files["areas.yaml"]["SGP"]}
    house.toy.write_catalogue("areas.yaml", areas)


def write_units(house: House, texts: Texts) -> None:
    """Write names and patterns of units."""
    units = make_catalogue_files()["units.yaml"]
    for entry in units.values():
        entry["name"] = dict.fromkeys(("en", "vi", "fr"), next(texts))
        pattern = {"other": f"{next(texts)} {{n}}"}
        entry["pattern"] = dict.fromkeys(("en", "vi", "fr"), pattern)
    house.toy.write_catalogue("units.yaml", {**yaml.safe_load(_read(house, "units.yaml")), **units})


def _read(house: House, name: str) -> str:
    return (house.project.catalogue / name).read_text("utf-8")


def write_translations(house: House, texts: Texts) -> None:
    """Write translations of a notebook, and other words for messages of the library."""
    lines = ['msgid ""\nmsgstr ""\n"Language: vi\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n']
    for message, pattern in _TRANSLATED.items():
        said = pattern.replace("{text}", next(texts))
        lines.append(f"msgid {json.dumps(message)}\nmsgstr {json.dumps(said, ensure_ascii=False)}\n")
    house.toy.write("notebooks/locales/vi/messages.po", "\n".join(lines))


def write_project_file(house: House, texts: Texts) -> None:
    """Write what a project says of itself."""
    own = yaml.safe_load(house.project.file.read_text("utf-8"))
    for name in ("title", "description"):
        own[name] = dict.fromkeys(("en", "vi", "fr"), next(texts))
    own["publisher"]["name"] = dict.fromkeys(("en", "vi", "fr"), next(texts))
    own["licence"]["name"] = next(texts)
    house.toy.write("dxlib.yaml", yaml.safe_dump(own, allow_unicode=True))


def write_project_addresses(house: House, texts: Texts) -> None:
    """Write the addresses that a project gives of itself, its publisher, its licence and whom to ask."""
    text = next(texts)
    own = yaml.safe_load(house.project.file.read_text("utf-8"))
    own["publisher"]["url"] = own["licence"]["url"] = own["contact"] = own["address"] = text
    house.toy.write("dxlib.yaml", yaml.safe_dump(own, allow_unicode=True))


def write_parameters(house: House, texts: Texts) -> None:
    """Write values of a parameter that a brief adds."""
    write_own_brief(house, "03-matrix", 'wording: str = "a"  # Wording', "brief.say('This page is of {wording}.')")
    value = next(texts)
    house.toy.write_briefs({"03-matrix": {"area": "VNM", "wording": [value, "rankings"], "edition": 2024}})


def write_prose(house: House, texts: Texts) -> None:
    """Write Markdown cells of a notebook."""
    cells = [make_cell(f"## Heading {number}\n\n{next(texts)}", kind="markdown") for number in range(_MANY)]
    path = house.project.notebooks / "01-toy.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    notebook["cells"][-1:-1] = [*cells, make_cell("brief.latest('egdi_rank')")]
    path.write_text(json.dumps(notebook), "utf-8")


def leave(_house: House, _texts: Texts) -> None:
    """Write nothing."""


def make_rich_outputs(texts: Texts) -> list[Mapping[str, Any]]:
    """Give outputs of other media types than ours, and streams."""
    shown: list[Mapping[str, Any]] = []
    for text in islice(texts, _MANY):
        kinds = ("text/html", "text/markdown", "text/latex", "application/javascript", "text/plain")
        shown += [{"output_type": "display_data", "metadata": {}, "data": {kind: text}} for kind in kinds]
        shown += [{"output_type": "stream", "name": name, "text": text} for name in ("stdout", "stderr")]
    return shown


def make_fragment_outputs(texts: Texts) -> list[Mapping[str, Any]]:
    """Give outputs of our own media type, as a stranger's notebook may hold them: texts at every place of a part."""
    return [
        _make_fragment(["div", {"class": text, "data-x": text}, text, ["span", {"title": text}, text]])
        for text in islice(texts, _MANY)
    ]


def make_fragment_elements(texts: Texts) -> list[Mapping[str, Any]]:
    """Give fragments whose elements, attributes and addresses are what somebody wrote."""
    text = next(texts)
    return [_make_fragment(["div", {}, [text, {}, "a"]]), _make_fragment(["a", {text: "a", "href": text}, "a"])]


def _make_fragment(content: object) -> Mapping[str, Any]:
    fragment = {"kind": "text", "content": content, "evidence": {}}
    return {"output_type": "display_data", "metadata": {}, "data": {MIME_TYPE: fragment, "text/html": str(content)}}


DOORS: Final[Mapping[str, Door]] = {
    "ledgers": Door(18, write_ledger),
    "codes in ledgers": Door(1, write_codes, plain=""),
    "sources": Door(15, write_sources),
    "addresses of sources": Door(1, write_addresses, plain="https://example.org/{}"),
    "catalogue": Door(19, write_catalogue),
    "keys of the catalogue": Door(1, write_keys, plain="W{}"),
    "units": Door(8, write_units),
    "translations": Door(len(_TRANSLATED), write_translations, language="vi"),
    "project file": Door(4, write_project_file),
    "addresses of the project": Door(1, write_project_addresses, plain="https://example.org/{}/"),
    "parameters": Door(1, write_parameters, plain="w{}"),
    "prose of notebooks": Door(_MANY, write_prose, has_markup=True),
    "outputs of notebooks": Door(_MANY, leave, outputs=make_rich_outputs),
    "texts of stored fragments": Door(_MANY, leave, outputs=make_fragment_outputs),
    "elements of stored fragments": Door(1, leave, outputs=make_fragment_elements, plain="b"),
}

"""``dxlib new``: one thing more in a project, so that its author sees where to write."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from dxlib.build.briefs import list_briefs, read_declarations
from dxlib.build.expanding import DEVICES
from dxlib.data.catalogue import GROWTH, PER_CENT, Catalogue
from dxlib.data.catalogue_files import inspect_catalogue, list_own_units, read_catalogue
from dxlib.errors import ConfigError, did_you_mean
from dxlib.intake import read_text
from dxlib.language import sentence
from dxlib.language.available import DEPARTURES, MESSAGES
from dxlib.language.extract import collect_messages, update_translations
from dxlib.language.languages import parse_locale
from dxlib.notebook_files import read_cells
from dxlib.paths import Project, write_files
from dxlib.plain_json import parse_json

if TYPE_CHECKING:
    from babel import Locale

# Small letters only: on Windows and macOS "Tax" and "tax" are one file.
_NAME: Final = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*")
_NUMBER: Final = re.compile(r"^\d\d-")  # of a brief, before its name
_TITLE: Final = sentence("Write here the question that the brief answers").text
_ASKED: Final = sentence("Write here what the reader shall look at.").text
_ANSWER: Final = sentence("{area}: {figure} {figure_when:in}.").text
_SOURCES: Final = sentence("Sources").text
_PICTURE: Final = sentence("Write here what the picture shows").text
_DOTS: Final = sentence("Each dot is the figure of an area in a year.").text
# Nothing says that they are missing: without them "{when:in}" is the period alone, and "{place:ordinal}" a bare number.
_FORMS: Final = """\
# periods:   # words before a period: {when:in}, {when:to}, {when:from} and {when:the} in a translation ask for them
#   in: {year: 'in {period}', part: 'in the {period}', start: 'in the {period}', month: 'in {period}',
#     day: 'on {period}'}
# ordinals: {other: '{n}.'}   # {place:ordinal}; by CLDR's category of ordinals
"""
_PLACEHOLDER: Final = "Write here what is measured ({})"


def add_brief(project: Project, name: str) -> list[Path]:
    """Write a notebook of a few cells, and its lines in ``briefs.yaml``.

    Parameters
    ----------
    name
        In small letters with hyphens; a number before it is taken from the notebooks that there are.

    Raises
    ------
    ConfigError
        For a name that no file may have, or that a notebook has; without a figure or a home to begin with.
    """
    _refuse_name(name)
    catalogue = read_catalogue(project)
    own = _NUMBER.sub("", name)
    for path in sorted(project.notebooks.glob("*.ipynb")):
        if _NUMBER.sub("", path.stem) == own:
            _refuse_taken(path, project)
    # The numbers give the order of briefs; a name that comes with one keeps it.
    slug = name if name != own else f"{_count_briefs(project) + 1:02}-{name}"
    path = project.notebooks / f"{slug}.ipynb"
    area, indicator = _choose_home(catalogue), _choose_indicator(project, catalogue)
    edition = read_declarations(project, catalogue).latest_edition
    # The kernel that ipykernel registers: under the name of the warm kernel the notebook would not open elsewhere.
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    cells = _list_cells(slug, area, edition, indicator, catalogue)
    # Format 4.5 is the first that gives cells ids.
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    entry = f"  {slug}:\n    areas: [{area}]\n    editions: [{edition}]\n"
    entry += f"    languages: [{', '.join(catalogue.project.languages)}]\n"
    _write({path: _render(notebook), project.briefs: _append_to_block(project.briefs, "briefs", entry)})
    return [path, project.briefs]


def add_indicator(project: Project, name: str, *, topic: str, unit: str) -> list[Path]:
    """Write the entry of an indicator, with a placeholder for each text in each language.

    Parameters
    ----------
    name
        In small letters with underscores.
    topic, unit
        Keys of the catalogue; the first topic where none is named.

    Raises
    ------
    ConfigError
        For a name that is taken or no name, and for an unknown topic or unit, with the nearest that is known.
    """
    _refuse_name(name)
    if name in DEVICES:  # its file in data/clean has no number before it, as a notebook has
        raise ConfigError(f"'{name}' is no name that a file may have everywhere.", fix="name another one.")
    catalogue = read_catalogue(project)
    if name in catalogue.indicators:
        raise ConfigError(f"There is an indicator '{name}' already.", fix="name another one.")
    topic = topic or next(iter(catalogue.topics))
    for kind, given, known in (("topic", topic, catalogue.topics), ("unit", unit, catalogue.units)):
        if given not in known:
            raise ConfigError(
                f"Unknown {kind} '{given}'.{did_you_mean(given, known)}", allowed=known, fix="use one of these."
            )
    words = {code: _PLACEHOLDER.format(name) for code in catalogue.project.languages}
    entry = {
        "name": words, "label": words, "definition": words, "unit": unit, "decimals": 1,
        "direction": "higher_is_better", "publishers": [next(iter(catalogue.publishers))],
        **({"system": next(iter(catalogue.systems))} if catalogue.systems else {}),
    }  # fmt: skip
    path = project.catalogue / "indicators" / f"{topic}.yaml"
    # The entry is added as text: the file written anew from its data would lose the comments that people wrote in it.
    before = read_text(path).rstrip("\n") + "\n\n" if path.exists() else ""
    written = yaml.dump({name: entry}, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=10_000)
    _write({path: before + written})
    return [path]


def add_chart(project: Project, name: str, *, brief: str) -> list[Path]:
    """Put a picture that the analyst draws into a brief, before its last section.

    Parameters
    ----------
    name
        Of the function, in small letters with underscores.
    brief
        A notebook of the project; the last one where none is named.

    Raises
    ------
    ConfigError
        For a name that is no name, or an unknown brief.
    """
    _refuse_name(name)
    catalogue, notebooks = read_catalogue(project), {path.stem: path for path in list_briefs(project)}
    brief = brief or max(notebooks, default="")
    if brief not in notebooks:
        raise ConfigError(
            f"No brief '{brief}'.{did_you_mean(brief, notebooks)}", allowed=notebooks, fix="use one of these."
        )
    read_cells(notebooks[brief])  # which says what is wrong with one that is damaged
    notebook = parse_json(read_text(notebooks[brief]))
    indicator, function = _choose_indicator(project, catalogue), f"draw_{name.replace('-', '_')}"
    if any(f"def {function}(" in "".join(cell["source"]) for cell in notebook["cells"]):
        what = f"{project.show(notebooks[brief])} has a function {function} already."
        raise ConfigError(what, fix="name another one, or edit its cell.")
    drawing = 'ax.scatter(rows["TIME_PERIOD"], rows["OBS_VALUE"])\n    dx.emphasize(ax, rows)'
    shown = f'brief.picture({function}, data=rows, title="{_PICTURE}", words="{_DOTS}")'
    # The last two cells are the heading and the list of sources, as add_brief() writes them.
    at = max(len(notebook["cells"]) - 2, 0)
    notebook["cells"][at:at] = [
        _make_cell(f"def {function}(ax, rows):\n    {drawing}"),
        _make_cell(f'rows = brief.frame("{indicator}")\n{shown}'),
    ]
    _write({notebooks[brief]: _render(notebook)})
    return [notebooks[brief]]


def add_language(project: Project, code: str) -> list[Path]:
    """Begin a language: its catalogue of translations, and the file of what it needs beside them.

    The language counts once it stands in ``dxlib.yaml``; until then nothing lacks it.

    Raises
    ------
    ConfigError
        For a code that CLDR does not know, or a language that there is already.
    """
    locale = parse_locale(code)
    catalogue, _ = inspect_catalogue(project)  # which lacks the language, where dxlib.yaml names it already
    # "pt-br" would name another folder than "pt-BR", and dxlib.yaml could list both as two languages.
    if code != (known := str(locale).replace("_", "-")):
        raise ConfigError(f"The language '{code}' is written '{known}'.", fix=f"use '{known}'.")
    folder = project.locales / code
    _refuse_taken(folder / DEPARTURES, project)
    folder.mkdir(parents=True, exist_ok=True)
    # CLDR's rules do not name "other", the category of all numbers to which no rule applies.
    tags = [*sorted(locale.plural_form.tags), "other"]
    # A unit written here goes before the library's words, so one that has words already must not get English ones. The
    # words of a unit of units.yaml stand there in all languages.
    own = list_own_units(project)
    units = {
        key: {"name": unit.name.main, "pattern": dict.fromkeys(tags, unit.pattern.main.other)}
        for key, unit in catalogue.units.items() if key in own and code not in unit.pattern.root
    }  # fmt: skip
    for unit in units.keys() & {PER_CENT, GROWTH}:
        units[unit]["pattern"] = dict.fromkeys(tags, _find_per_cent(locale))
    text = yaml.dump({"units": units}, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=10_000)
    head = (
        f"# {locale.english_name}: units in its words. It may also need dates, compact (departures from CLDR), terms,\n"
        "# number_words, as_in_english, and these two, to be written in its words without the '#':\n"
        f"{_FORMS}"
        "# When this file, messages.po beside it and the catalogue are translated, add the language to dxlib.yaml.\n"
    )
    update_translations(collect_messages(list_briefs(project)), [code], project.locales)
    _write({folder / DEPARTURES: head + text})  # the last: where it lies, the language was begun
    # English is written in the notebooks themselves, and needs no messages.
    return [path for path in (folder / DEPARTURES, folder / MESSAGES) if path.exists()]


def _find_per_cent(locale: Locale) -> str:
    """Give by CLDR how a number and the sign for per cent stand together: "%{n}" in Turkish."""
    pattern = re.sub(r"[#,.0]+", "{n}", locale.percent_formats[None].pattern.partition(";")[0], count=1)
    # Digits are Latin in every language, and so is the sign beside them.
    return pattern if "%" in pattern and "{n}" in pattern else "{n}%"


class _Plain(yaml.SafeDumper):  # type: ignore[misc]  # PyYAML has no types
    """Writes each text where it stands, without references to the same one before."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def _refuse_name(name: str) -> None:
    if not _NAME.fullmatch(_NUMBER.sub("", name)):
        fix = "use small letters, figures and hyphens or underscores between them."
        raise ConfigError(f"'{name}' is no name that a file may have everywhere.", fix=fix)


def _refuse_taken(path: Path, project: Project) -> None:
    if path.exists():
        raise ConfigError(f"{project.show(path)} is there already.", fix="name another one, or write into it.")


def _count_briefs(project: Project) -> int:
    # The highest number, not how many there are: after a brief is deleted the count would be a number that is taken.
    numbers = [path.stem[:2] for path in project.notebooks.glob("*.ipynb")]
    return max((int(number) for number in numbers if number.isdigit()), default=0)


def _choose_home(catalogue: Catalogue) -> str:
    if not catalogue.areas:
        raise ConfigError("The catalogue has no area.", fix="add one to data/catalogue/areas.yaml.")
    return catalogue.project.home or next(iter(catalogue.areas))


def _choose_indicator(project: Project, catalogue: Catalogue) -> str:
    """Give the first indicator that has figures of the home."""
    cleaned = [path.stem for path in sorted(project.clean.glob("*.csv"))]
    known = [name for name in catalogue.indicators if name in cleaned] or list(catalogue.indicators)
    if not known:
        raise ConfigError("The catalogue has no indicator.", fix="begin with 'dxlib new indicator NAME'.")
    return known[0]


def _list_cells(slug: str, area: str, edition: int, indicator: str, catalogue: Catalogue) -> list[dict[str, Any]]:
    language = catalogue.project.first_language
    parameters = (
        f'area: str = "{area}"  # key of an area in data/catalogue/areas.yaml\n'
        f"edition: int = {edition}  # year of the edition\n"
        f'language: str = "{language}"  # a language of dxlib.yaml\n'
        'as_of: str = ""  # only figures known by this ISO date; empty: the last day of the edition\'s year'
    )
    given = "area=area, edition=edition, language=language, as_of=as_of"
    return [
        _make_cell(f"# {_TITLE}\n\n{_ASKED}", kind="markdown"),
        _make_cell(parameters, tag="parameters"),
        _make_cell(f'import dxlib as dx\n\nbrief = dx.open_brief("{slug}", {given})\nbrief', tag="setup"),
        _make_cell(f'figure = brief.latest("{indicator}")\nbrief.answer("{_ANSWER}", figure=figure)'),
        _make_cell(f'brief.key_figures("{indicator}")'),
        _make_cell(f"## {_SOURCES}", kind="markdown"),
        _make_cell("brief.evidence()"),
    ]


def _make_cell(source: str, *, kind: str = "code", tag: str = "") -> dict[str, Any]:
    run: dict[str, Any] = {"execution_count": None, "outputs": []} if kind == "code" else {}
    metadata = {"tags": [tag]} if tag else {}
    return {"cell_type": kind, "metadata": metadata, "source": source.splitlines(keepends=True), **run}


def _write(files: Mapping[Path, str]) -> None:
    """Write files of the project, all or none; what a link leads to is written there."""
    write_files({path.resolve(): text.encode() for path, text in files.items()})


def _render(notebook: dict[str, Any]) -> str:
    """Give the text of a notebook; cells that are new are given ids."""
    taken = {cell.get("id") for cell in notebook["cells"]}
    free = (name for number in count() if (name := f"c{number:02}") not in taken)
    for cell in notebook["cells"]:
        if "id" not in cell:
            cell["id"] = next(free)
    # As Jupyter writes it, so that saving the notebook there changes few lines.
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _append_to_block(path: Path, block: str, entry: str) -> str:
    """Give a YAML file with lines at the end of a block; its comments stay."""
    lines = read_text(path).splitlines(keepends=True)
    start = next(at for at, line in enumerate(lines) if line.startswith(f"{block}:"))
    lines[start] = re.sub(r"^(\w+:) *\{\}", r"\1", lines[start])  # of a block that was empty
    end = next((at for at in range(start + 1, len(lines)) if lines[at][:1].strip(" #\n")), len(lines))
    if lines[end - 1][-1:] != "\n":
        lines[end - 1] += "\n"
    return "".join([*lines[:end], entry, *lines[end:]])

"""Everything ``dxlib check`` looks at: raw data, catalogue, declarations, notebooks, translations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from textwrap import shorten
from typing import Final

from dxlib.build.briefs import Declarations, inspect_declarations, list_briefs
from dxlib.build.file_names import inspect_file_names
from dxlib.build.form import describe_untranslated
from dxlib.build.future_days import find_future_days
from dxlib.build.named import PLACEHOLDER, find_placeholders, inspect_names, list_indicators
from dxlib.build.notebooks import UNREADABLE, inspect_notebook
from dxlib.build.unread_files import find_unread
from dxlib.build.wording import find_english_units, inspect_words
from dxlib.data import schema
from dxlib.data.catalogue import Catalogue, Indicator, show_paths
from dxlib.data.clean import inspect_raw, make_tables
from dxlib.data.csv_files import Table
from dxlib.data.language_files import is_of_language
from dxlib.data.observations import make_observation
from dxlib.data.pull.dropped import find_undecided
from dxlib.data.reconciling import order_by_time
from dxlib.data.relations import inspect_relations
from dxlib.data.slips.in_ledgers import list_slips
from dxlib.data.yaml_files import YamlFile, read_yaml
from dxlib.errors import Problem, count
from dxlib.figures.accepted import Judged, judge, list_problems, read_accepted
from dxlib.figures.findings import find_findings
from dxlib.language.available import MESSAGES
from dxlib.language.catalogues import inspect_messages
from dxlib.language.extract import collect_messages, find_untranslated, find_wrong_slots, list_texts
from dxlib.paths import Project

_MOST_TOLD: Final = 3  # texts of a catalogue of translations, one by one
_LONGEST: Final = 60


def check_project(project: Project) -> list[Problem]:
    """List everything that is wrong in a project, all at once."""
    ledgers, catalogue, problems = inspect_raw(project)
    broken = {problem.file.parent.name for problem in problems if is_of_language(problem)}
    # With a broken catalogue inspect_raw() reads no ledger, so nothing can be said of figures.
    is_sound = all(map(is_of_language, problems))
    problems.extend(find_unread(project))
    if is_sound:
        problems.extend(list_slips(project, ledgers, catalogue))
        problems.extend(find_undecided(project, (row for ledger in ledgers for row in ledger.rows), catalogue))
        problems.extend(judge_figures(project, ledgers, catalogue)[1])
        declarations, wrong = inspect_declarations(project, catalogue)
        problems.extend(wrong or inspect_file_names(project, catalogue, declarations))
        problems.extend(find_future_days(project, catalogue, declarations, schema.get_today()))
    readable = []
    for path in list_briefs(project):
        found = list(inspect_notebook(path))
        problems.extend(show_paths(found, project))
        if not any(problem.what.startswith(UNREADABLE) for problem in found):
            readable.append(path)
            named = inspect_names(path, catalogue if is_sound else None)
            problems.extend(show_paths([*named, *find_placeholders(path)], project))
    if is_sound:
        known = {(row[schema.INDICATOR], row[schema.REF_AREA]) for ledger in ledgers for row in ledger.rows}
        if all(ledger.is_whole for ledger in ledgers):
            problems.extend(_find_without_figures(project, catalogue, {indicator for indicator, _ in known}))
        problems.extend(_find_without_area(project, catalogue, known, declarations, readable))
        problems.extend(_find_namesakes(project, catalogue))
    problems.extend(find_scaffold_texts(project, catalogue))
    sound = [code for code in catalogue.project.languages if code not in broken]
    problems.extend(find_english_units(project, catalogue, sound))
    problems.extend(_check_translations(project, readable, catalogue.project.languages, broken))
    return problems


def judge_figures(
    project: Project, ledgers: Iterable[Table], catalogue: Catalogue
) -> tuple[list[Judged], list[Problem]]:
    """Reason over the figures of all ledgers, and list what nobody accepted."""
    relations, problems = inspect_relations(project, catalogue)
    accepted, unusable = read_accepted(project)
    tables = make_tables(ledgers, catalogue)
    observations = {name: sorted(map(make_observation, rows), key=order_by_time) for name, rows in tables.items()}
    judged = judge(find_findings(observations, catalogue, relations), accepted)
    shown = show_paths(problems, project)
    return judged, [*shown, *unusable, *list_problems(judged, accepted, project)]


def _find_without_figures(project: Project, catalogue: Catalogue, known: Collection[str]) -> Iterator[Problem]:
    """Give the indicators that no row of a ledger is of."""
    for name, entry in catalogue.indicators.items():
        if name not in known:
            fix = "write a row for each figure into a ledger in data/raw/ledgers/, or delete the entry."
            yield _warn_of(project, name, entry, f"No figure of '{name}'", fix)


def _find_namesakes(project: Project, catalogue: Catalogue) -> Iterator[Problem]:
    """Give the areas of one kind and name: an entry was copied, or readers cannot tell the two apart."""
    file, today = read_yaml(project.catalogue / "areas.yaml"), schema.get_today()
    first: dict[tuple[str, str], str] = {}
    for key, area in catalogue.areas.items():
        # An area that was replaced by another may leave its name to it.
        other = first.setdefault((area.kind, area.name.main), key) if area.exists.covers(today) else key
        if other != key:
            what = f"'{key}' and '{other}' are both called '{area.name.main}'"
            fix = "correct the name; if both are called so, add what tells them apart, as 'Newport (north)'."
            yield _warn(project, file, (key, "name"), what, fix)


def find_scaffold_texts(project: Project, catalogue: Catalogue) -> Iterator[Problem]:
    """Give the indicators of whose texts one is still the scaffold's."""
    for name, entry in catalogue.indicators.items():
        texts = (text for words in (entry.name, entry.label, entry.definition) for text in words.list_texts())
        if any(text.startswith(PLACEHOLDER) for text in texts):
            fix = f"replace '{PLACEHOLDER}...' by your own words in each language."
            yield _warn_of(project, name, entry, "A text of the scaffold", fix)


def _warn_of(project: Project, name: str, entry: Indicator, what: str, fix: str) -> Problem:
    return _warn(project, read_yaml(project.catalogue / "indicators" / f"{entry.topic}.yaml"), (name,), what, fix)


def _warn(project: Project, file: YamlFile, place: tuple[str, ...], what: str, fix: str) -> Problem:
    return replace(file.complain(place, what, fix), file=project.show(file.path), is_warning=True)


def _find_without_area(
    project: Project,
    catalogue: Catalogue,
    known: Collection[tuple[str, str]],
    declarations: Declarations,
    notebooks: Iterable[Path],
) -> Iterator[Problem]:
    """Give the areas that a brief is built for though no indicator that it names has a figure of them."""
    file = read_yaml(project.briefs)
    having = {indicator for indicator, _ in known}  # of the others the entry is told already
    for path in (path for path in notebooks if path.stem in declarations.briefs):
        named = list_indicators(path) & having
        areas = map(str, declarations.briefs[path.stem].values.get("area", ()) if named else ())
        for area in (area for area in areas if area in catalogue.areas):
            if not any((one, key) in known for one in named for key in catalogue.list_keys(area)):
                what = f"No figure of the area '{area}' for what the notebook names: its page says nothing"
                fix = "add figures to a ledger, or leave the area out."
                yield _warn(project, file, ("briefs", path.stem), what, fix)


def _sum_up_untranslated(path: Path, texts: Sequence[str]) -> Problem:
    first = ", ".join(f"'{shorten(text, _LONGEST, placeholder='…')}'" for text in texts[:_MOST_TOLD])
    what = f"{len(texts)} texts have no translation: {first} and {count(len(texts) - _MOST_TOLD, 'other')}"
    return Problem(path, 0, "", what, fix="run 'dxlib translate', then fill in each empty msgstr there.")


def _check_translations(
    project: Project, notebooks: Sequence[Path], languages: Sequence[str], broken: Collection[str]
) -> Iterator[Problem]:  # fmt: skip
    template = collect_messages(notebooks)
    found = {language: inspect_messages(project.locales / language / MESSAGES, language) for language in languages}
    for problems in found.values():
        yield from show_paths(problems, project)
    languages = [language for language in languages if not found[language]]
    yield from inspect_words(project, list_texts(template), [one for one in languages if one not in broken])
    for language, texts in find_untranslated(template, languages, project.locales).items():
        path = project.show(project.locales / language / MESSAGES)
        if len(texts) > _MOST_TOLD:
            yield _sum_up_untranslated(path, [text for text, _ in texts])
            continue
        for text, place in texts:
            yield describe_untranslated(path, text, place)
    for language, text, form in find_wrong_slots(template, languages, project.locales):
        path = project.show(project.locales / language / MESSAGES)
        fix = "give the translation exactly the places of the text."
        yield Problem(path, 0, text, f"Other places in '{form}'", fix=fix)

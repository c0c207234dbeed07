"""Everything ``dxlib check`` looks at: raw data, catalogue, declarations, notebooks, translations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from dxlib.build.briefs import inspect_declarations, list_briefs
from dxlib.build.file_names import inspect_file_names
from dxlib.build.form import describe_untranslated
from dxlib.build.notebooks import UNREADABLE, inspect_notebook
from dxlib.build.wording import inspect_words
from dxlib.data.catalogue import Catalogue, show_paths
from dxlib.data.clean import inspect_raw, make_tables
from dxlib.data.ingest.ledger import Ledger
from dxlib.data.language_files import is_of_language
from dxlib.data.observations import make_observation
from dxlib.data.reconciling import order_by_time
from dxlib.data.relations import inspect_relations
from dxlib.data.slips.finding import list_slips
from dxlib.errors import Problem
from dxlib.figures.accepted import Judged, judge, list_problems, read_accepted
from dxlib.figures.findings import find_findings
from dxlib.language.available import MESSAGES
from dxlib.language.extract import collect_messages, find_untranslated, find_wrong_slots, list_texts
from dxlib.paths import Project


def check_project(project: Project) -> list[Problem]:
    """List everything that is wrong in a project, all at once."""
    ledgers, catalogue, problems = inspect_raw(project)
    broken = {problem.file.parent.name for problem in problems if is_of_language(problem)}
    if all(map(is_of_language, problems)):
        problems.extend(list_slips(project, ledgers, catalogue))
        problems.extend(judge_figures(project, ledgers, catalogue)[1])
        declarations, wrong = inspect_declarations(project, catalogue)
        problems.extend(wrong or inspect_file_names(project, catalogue, declarations))
    readable = []
    for path in list_briefs(project):
        found = list(inspect_notebook(path))
        problems.extend(show_paths(found, project))
        if not any(problem.what == UNREADABLE for problem in found):
            readable.append(path)
    problems.extend(_check_translations(project, readable, catalogue.project.languages, broken))
    return problems


def judge_figures(
    project: Project, ledgers: Iterable[Ledger], catalogue: Catalogue
) -> tuple[list[Judged], list[Problem]]:
    """Reason over the figures of all ledgers, and list what nobody accepted."""
    relations, problems = inspect_relations(project, catalogue)
    accepted, unusable = read_accepted(project)
    tables = make_tables(ledgers, catalogue)
    observations = {name: sorted(map(make_observation, rows), key=order_by_time) for name, rows in tables.items()}
    judged = judge(find_findings(observations, catalogue, relations), accepted)
    shown = show_paths(problems, project)
    return judged, [*shown, *unusable, *list_problems(judged, accepted, project)]


def _check_translations(
    project: Project, notebooks: Sequence[Path], languages: Sequence[str], broken: Collection[str]
) -> Iterator[Problem]:  # fmt: skip
    template = collect_messages(notebooks)
    yield from inspect_words(project, list_texts(template), [one for one in languages if one not in broken])
    for language, texts in find_untranslated(template, languages, project.locales).items():
        path = project.show(project.locales / language / MESSAGES)
        for text, place in texts:
            yield describe_untranslated(path, text, place)
    for language, text, form in find_wrong_slots(template, languages, project.locales):
        path = project.show(project.locales / language / MESSAGES)
        fix = "give the translation exactly the places of the text."
        yield Problem(path, 0, text, f"Other places in '{form}'", fix=fix)

"""Auditing pages: each is composed again from its notebook and the data, and held against what it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from dxlib.audit.compare import list_differences, take_drawings
from dxlib.audit.compose import Composed, NotComposedError, Subject, compose_page
from dxlib.audit.drawings import check_drawing
from dxlib.audit.edition.folder import find_links_out, find_release, is_release, list_pages, read_days, read_files
from dxlib.audit.edition.together import DeclaredRelease, hold_release
from dxlib.audit.facts import Facts
from dxlib.audit.finding import NOT_DECLARED, OUTSIDE, Finding, Rule
from dxlib.audit.notebook import read_notebook
from dxlib.bounds import count_cores
from dxlib.errors import ConfigError, DxError
from dxlib.evidence.page import Assets
from dxlib.evidence.render import make_speaker
from dxlib.kernels.workers import WorkerLostError, Workers, open_executor
from dxlib.paths import Project

# Fewer pages are audited in this process: each further one reads all data first.
_MANY: Final = 100
# Pages in a row make the same claims in other languages: the process that has some of them works these out once.
_AT_ONCE: Final = 9
_FEWEST_PARTS: Final = 3  # edition/language/brief.html; an address also names the values by which its brief differs
# Counted by marks, not parsed: the number is for the report, and a page that cannot be parsed has one too.
_FIGURES: Final = re.compile(r'href="#e-|data-q="')
_UNSEEN: Final = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL)
# What a sentence is filled at: writer and audit could both leave one as it is, and would agree.
_PLACE: Final = re.compile(r"\{[a-z_]+(?::[a-z]+)?\}")
_DAY: Final = re.compile(r'"as_of":"(\d{4}-\d\d-\d\d)"')

Found = tuple[int, list[Finding]]  # how many figures a page shows, and what is wrong with it
Audit = Callable[[Sequence[Path]], list[Found]]


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What an audit found.

    Parameters
    ----------
    figures
        How many figures each page shows.
    findings
        Everything that is wrong, in page and reading order; then what is wrong with the release as a whole.
    notes
        What is not wrong, and good to know of the release.
    """

    figures: Mapping[Path, int]
    findings: tuple[Finding, ...]
    notes: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


def audit_page(page: str, subject: Subject, facts: Facts, assets: Assets, *, name: str) -> list[Finding]:
    """Audit a page.

    Parameters
    ----------
    page
        Its whole text.
    subject
        What it is said to be.
    facts
        The data; what was known on a day is worked out once for all pages of that day.
    assets
        Style sheet, script and icon, which no page may change.
    name
        What findings call it.

    Returns
    -------
    list of Finding
        Empty for a page that says nothing but what its notebook and the data give.
    """
    try:
        composed = compose_subject(subject, facts, assets)
    # A notebook that cannot be composed proves nothing right: its page has a finding instead of an error of the audit.
    except (NotComposedError, DxError, OSError) as error:
        return [Finding(name, Rule.NOTEBOOK, subject.brief, str(error))]
    return hold_page(page, composed, name=name)


def compose_subject(subject: Subject, facts: Facts, assets: Assets) -> Composed:
    """Compose the page that a subject must have.

    Raises
    ------
    NotComposedError
        For a cell of its notebook that the audit has no rule for.
    DxError
        For a notebook that cannot be read, or data that are not there.
    """
    content = (facts.project.notebooks / f"{subject.brief}.ipynb").read_bytes()
    speaker = make_speaker(subject.language, facts.catalogue)
    return compose_page(subject, read_notebook(content), facts.known_on(subject.as_of), speaker, assets)


def hold_page(page: str, composed: Composed, *, name: str) -> list[Finding]:
    """Hold the text of a page against what it must be."""
    rest, drawings = take_drawings(page)
    findings = [
        Finding(name, Rule.MARKUP if one.in_markup else Rule.TEXT, one.place, one.said, one.wanted)
        for one in list_differences(rest, composed.sections)
    ]
    findings += [Finding(name, Rule.DRAWING, place, said) for place, said in _check_drawings(drawings, composed)]
    findings += [Finding(name, Rule.READING, "text", problem) for problem in composed.misread]
    unfilled = sorted(set(_PLACE.findall(_UNSEEN.sub("", page))))
    findings += [Finding(name, Rule.READING, "text", place) for place in unfilled]
    # The page agrees with what was composed, since both speak English there; only the speaker knows it.
    untranslated = sorted(composed.renderer.speaker.untranslated)
    return findings + [Finding(name, Rule.TRANSLATION, "text", text) for text in untranslated]


def _check_drawings(drawings: Sequence[str], composed: Composed) -> list[tuple[str, str]]:
    # With one drawing too few, each after it would be held against another chart.
    if len(drawings) != len(composed.drawings):
        return [("drawings", f"{len(drawings)} drawings, not {len(composed.drawings)}")]
    renderer = composed.renderer
    return [
        (drawn.stem, message)
        for drawing, (width, drawn) in zip(drawings, composed.drawings, strict=True)
        for message in check_drawing(drawing, drawn, renderer.speaker, renderer.names.figures, width=width)
    ]


def audit_reports(
    project: Project, path: Path, declared: DeclaredRelease, assets: Assets
) -> AuditReport:  # fmt: skip
    """Audit one page, every brief below a folder, or a whole release.

    A page of a release is composed as of the day that the manifest gives for it, else of the day of its edition; a
    page by itself as of the day that it names.

    Parameters
    ----------
    project
        Whose notebooks and ``data/clean`` are the truth.
    path
        A page, or a folder; that of a release (with ``manifest.json`` and ``index.html``) is audited as a whole.
    declared
        What is declared, and what every index carries.
    assets
        What every page carries.

    Raises
    ------
    ConfigError
        When there is no page there: build some first.
    """
    pages = [path] if path.is_file() else list_pages(path)
    if not pages:
        raise ConfigError(f"No page in {path}.", fix="run 'dxlib build' first, or name another folder.")
    release = find_release(path)
    days = read_days(release) if release else None
    # Pages of one area and edition follow each other in all languages: what they claim is worked out once.
    pages.sort(key=lambda page: _split(page)[1:])
    results = _audit_all(partial(_audit_some, project, declared.subjects, days, assets), pages)
    found = dict(sorted(zip(pages, results, strict=True)))
    findings = [one for _, all_ in found.values() for one in all_]
    if release:
        leading = find_links_out(path, release)
        findings += [Finding(str(link), Rule.FILE, "file", OUTSIDE) for link in leading]
    whole, notes = _audit_whole(path, declared) if is_release(path) else ([], [])
    counts = {page: count for page, (count, _) in found.items()}
    # A page that is not declared is found by its own audit and by that of the release.
    return AuditReport(counts, tuple(dict.fromkeys([*findings, *whole])), tuple(notes))


def _audit_whole(folder: Path, declared: DeclaredRelease) -> tuple[list[Finding], list[str]]:
    """Hold a release against itself, and say what of it is not as it is declared by default."""
    files = read_files(folder)
    findings = [replace(one, page=str(folder / one.page)) for one in hold_release(files, declared)]
    lacking = len(declared.subjects.keys() - files.pages)
    notes = [f"{lacking} declared pages are not in this release."] if lacking else []
    return findings, [*notes, *_describe_days(read_days(folder), declared.subjects)]


def _describe_days(days: Mapping[str, str], subjects: Mapping[str, Subject]) -> Iterator[str]:
    """Say which editions were built as of another day than they are declared to be of."""
    own = {(subjects[page].edition, day, subjects[page].as_of) for page, day in days.items() if page in subjects}
    for edition, day, declared in sorted(own):
        if day != declared:
            yield f"Edition {edition} shows what was known on {day}; notebooks/briefs.yaml declares {declared}."


def _split(page: Path) -> tuple[str, str, str]:
    """Give language, brief and area, and edition of a page by where it lies, to sort it."""
    *_, edition, language, brief = ("", "", "", *page.parts[-3:])
    return language, brief, edition


def _count_workers(pages: Sequence[Path]) -> int:
    return 1 if len(pages) < _MANY else count_cores()


def _audit_all(audit: Audit, pages: Sequence[Path]) -> list[Found]:
    """Audit pages, in several processes where they are many; what a process could not do is done here."""
    count = _count_workers(pages)
    if count == 1:
        return audit(pages)
    groups = [pages[start : start + _AT_ONCE] for start in range(0, len(pages), _AT_ONCE)]
    # No more processes than groups: one that has nothing to do would read all data all the same.
    count = min(count, len(groups))
    parts = [[page for group in groups[first::count] for page in group] for first in range(count)]
    found: dict[Path, Found] = {}
    with open_executor(Workers(count, [__name__])) as workers:
        for future, part in [(workers.submit(audit, part), part) for part in parts]:
            try:
                results = future.result()
            except (WorkerLostError, OSError):  # lost, or the machine starts no further process
                results = audit(part)
            found.update(zip(part, results, strict=True))
    return [found[page] for page in pages]


def _audit_some(
    project: Project,
    subjects: Mapping[str, Subject],
    days: Mapping[str, str] | None,
    assets: Assets,
    pages: Sequence[Path],
) -> list[Found]:
    auditor = _Auditor(Facts(project), subjects, days, assets)
    return [auditor.audit(page) for page in pages]


@dataclass(frozen=True, slots=True)
class _Auditor:
    facts: Facts
    subjects: Mapping[str, Subject]
    days: Mapping[str, str] | None  # of a release, by address; none for pages that lie by themselves
    assets: Assets

    def audit(self, path: Path) -> Found:
        page = path.read_bytes().decode("utf-8", "replace")  # as text, line ends would all be read as one kind
        figures = len(_FIGURES.findall(page))
        subject = self._find_subject(path, page)
        if subject is None:
            return figures, [Finding(str(path), Rule.ADDRESS, "address", NOT_DECLARED)]
        return figures, audit_page(page, subject, self.facts, self.assets, name=str(path))

    def _find_subject(self, path: Path, page: str) -> Subject | None:
        """Give what is declared under the address of a page, as of the day that its release, or it itself, names."""
        parts = path.absolute().parts
        # The shortest end of the path that is declared: folders above the release are none of the address.
        addresses = ("/".join(parts[-count:]) for count in range(_FEWEST_PARTS, len(parts)))
        address = next((one for one in addresses if one in self.subjects), "")
        subject = self.subjects.get(address)
        # Of a release the page may not choose its day: it would be held against what it claims.
        if self.days is not None:
            day = self.days.get(address, "")
        else:
            named = _DAY.search(page)
            day = named[1] if named else ""
        return replace(subject, as_of=day) if subject and day else subject

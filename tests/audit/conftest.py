"""Pages of the repository made in this process, and the facts that they are held against."""

from __future__ import annotations

import ast
from collections.abc import Callable

import pytest

from dxlib.audit.auditing import audit_page
from dxlib.audit.compose import Calls
from dxlib.audit.evaluate import FigureCalls
from dxlib.audit.facts import Facts
from dxlib.audit.finding import Finding
from dxlib.audit.gathering import Collector
from dxlib.audit.interpret import Interpreter
from dxlib.audit.known import Known
from dxlib.audit.text_blocks import Block
from dxlib.build.briefs import read_declarations
from dxlib.build.plan import Job, make_plan
from dxlib.build.subjects import make_subject
from dxlib.evidence.format import Page
from dxlib.evidence.render import Renderer, make_speaker
from dxlib.export.assets import read_assets
from dxlib.paths import Project
from tests.audit.small import Small, write_small_project
from tests.building import ROOT
from tests.conftest import Toy, list_fillers
from tests.making import make_page


@pytest.fixture(scope="session")
def facts() -> Facts:
    """The data of the repository."""
    return Facts(Project(ROOT))


@pytest.fixture(scope="session")
def jobs(facts: Facts) -> dict[str, Job]:
    """Every declared job, by its address."""
    declarations = read_declarations(facts.project, facts.catalogue)
    return {job.id: job for job in make_plan(declarations, editions=list(declarations.editions))}


@pytest.fixture(scope="session")
def make(facts: Facts, jobs: dict[str, Job]) -> Callable[[str], str]:
    """Makes the page of an address, anew at each call."""
    return lambda address: make_page(facts.project, jobs[address])


@pytest.fixture(scope="session")
def audit(facts: Facts, jobs: dict[str, Job]) -> Callable[[str, str], list[Finding]]:
    """Audits the text of the page of an address."""
    return lambda address, page: audit_page(page, make_subject(jobs[address]), facts, read_assets(), name=address)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """A small project with figures of every sort, which tests leave as it is."""
    return Small(write_small_project(tmp_path_factory.mktemp("small")))


@pytest.fixture
def open_known(toy: Toy) -> Callable[..., Known]:
    """Cleans rows of the small project, and gives what the audit takes to be known on a day."""

    def open_rows(rows: list[dict[str, str]], day: str = "2025-12-31") -> Known:
        toy.write_ledger([*rows, *list_fillers()])
        toy.open_store()
        return Facts(toy.project).known_on(day)

    return open_rows


@pytest.fixture
def compose(open_known: Callable[..., Known]) -> Callable[..., list[str]]:
    """Runs cells on rows of the small project, and gives the text of what each shows."""

    def run(rows: list[dict[str, str]], *cells: str, day: str = "2025-12-31", language: str = "en") -> list[str]:
        known = open_known(rows, day)
        page = Page(brief="01-toy", area="VNM", edition=day[:4], language=language, as_of=day)
        collector = Collector(known.catalogue, language)
        calls = Calls(FigureCalls(known, "VNM"), page, collector)
        interpreter = Interpreter(calls.list_calls(), {"area": "VNM"})
        shown = [interpreter.run(ast.parse(cell).body) for cell in cells]
        evidence = collector.make_evidence(page)
        renderer = Renderer(make_speaker(language, known.catalogue), evidence.measures)
        return [renderer.render(block.content).replace("\u00a0", " ") for block in shown if isinstance(block, Block)]

    return run

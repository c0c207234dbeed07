"""The recipes of CONTRIBUTING, carried out in a copy of the library: how many files each touches, and that it works.

A translation of a new text in each language that the library ships comes on top.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml

from dxlib.paths import ROOT_VARIABLE

ROOT = Path(__file__).parents[1]
NOTEBOOK = "notebooks/01-first-brief.ipynb"

# What is written (a new file), or put into a file that is there: after a text that stands in it once.
Recipe = Mapping[str, str | tuple[str, str]]
RULE: Recipe = {
    "dxlib/figures/rules/ninths.py": '''"""Ranks that are the ninth."""

from __future__ import annotations

from collections.abc import Iterator

from dxlib.figures.findings import FigureFinding, Statements, Weight


def find(statements: Statements) -> Iterator[FigureFinding]:
    """Find ninth places."""
    for _, _, periods in statements.walk(statements.indicators):
        for row in (row for stated in periods.values() for row in stated if row.value == 9):
            yield FigureFinding("ninths", Weight.SUSPICION, (row,), 0.0, row.unit, "a ninth place")
''',
    "dxlib/audit/contradictions/ninths.py": '''"""Ranks that are the ninth."""

from __future__ import annotations

from collections.abc import Iterator

from dxlib.audit.contradictions.stated import SUSPICION, Contradiction, Stated


def find_ninths(stated: Stated) -> Iterator[Contradiction]:
    """Find ninth places."""
    for _, _, periods in stated.walk(stated.units):
        yield from (Contradiction("ninths", SUSPICION, (row,)) for rows in periods.values() for row in rows
                    if row["OBS_VALUE"] == "9")
''',
    "dxlib/evidence/evidence_words.py": (
        "RULE_WORDS: Final[Mapping[str, Sentence]] = {", '\n    "ninths": sentence("a ninth place"),',
    ),
}  # fmt: skip
CHART: Recipe = {
    "dxlib/charts/stairs.py": '''"""Ranks as stairs."""

from dxlib.charts.canvas import Canvas


def draw_stairs(canvas: Canvas) -> Canvas:
    """Give the drawing."""
    return canvas
''',
    "dxlib/brief/pictures/stairs_over_time.py": '''"""Ranks as stairs on a page."""

from __future__ import annotations

from dataclasses import replace

from dxlib.brief.markup import Writer
from dxlib.brief.pictures.assembly import Picture
from dxlib.brief.pictures.lines import make_ranking
from dxlib.charts.stairs import draw_stairs
from dxlib.data.quantities import Missing


def make_stairs(writer: Writer, indicator: str) -> Picture | Missing:
    """Give ranks as stairs."""
    made = make_ranking(writer, indicator, ())
    return made if isinstance(made, Missing) else replace(made, draw=lambda width: draw_stairs(made.draw(width)))
''',
    "dxlib/brief/pictures/calls.py": (
        '        return self._show("ranking", make, [indicator], title, values)\n',
        '''
    def stairs(self, indicator: str, *, title: str, **values: object) -> Fragment:
        """Show ranks as stairs."""
        from dxlib.brief.pictures.stairs_over_time import make_stairs

        return self._show("stairs", partial(make_stairs, indicator=indicator), [indicator], title, values)
''',
    ),
    "dxlib/audit/charts/of_stairs.py": '''"""Ranks as stairs, composed again."""

from __future__ import annotations

from dataclasses import replace

from dxlib.audit.charts.drawn import ComposedChart
from dxlib.audit.charts.over_time import make_ranking
from dxlib.audit.charts.saying import Charting
from dxlib.audit.figure import Gap


def make_stairs(on: Charting, indicator: str) -> ComposedChart | Gap:
    """Compose ranks as stairs."""
    made = make_ranking(on, indicator)
    return made if isinstance(made, Gap) else replace(made, drawn=replace(made.drawn, kind="stairs"))
''',
    "dxlib/audit/svg/stairs_plots.py": '''"""The drawing of ranks as stairs."""

from __future__ import annotations

from dxlib.audit.svg.line_plots import check_ranking
from dxlib.audit.svg.view import View


def check_stairs(view: View) -> None:
    """See that the drawing shows what it must."""
    check_ranking(view)
''',
}
FORMULA: Recipe = {
    "dxlib/analysis/sums.py": '''"""Sums."""

from dxlib.data.quantities import Formula, Quantity


def compute_sum(one: Quantity, other: Quantity) -> Quantity:
    """Give the sum of two figures."""
    value = one.value + other.value
    return Quantity(value, one.unit, one.unit_mult, one.decimals, Formula.SUM, inputs=(one, other))
''',
    "dxlib/data/quantities.py": ('    SHARE = "share"\n', '    SUM = "sum"\n'),
    "dxlib/evidence/evidence_words.py": (
        "FORMULA_WORDS: Final[Mapping[str, Sentence]] = {", '\n    "sum": sentence("sum of {a} and {b}"),',
    ),
    "dxlib/brief/figures.py": (
        "        return figure if isinstance(figure, Missing) else read_out_of(figure)\n",
        '''
    def sum_up(self, one: Figure, other: Figure) -> Figure:
        """Give the sum of two figures."""
        from dxlib.analysis.sums import compute_sum

        return claim_as(compute_if_known(compute_sum, one, other), "sum", one, other)
''',
    ),
    "dxlib/audit/evaluate.py": (
        '        return self.known.find_earlier(figure, "first")\n',
        '''
    def sum_up(self, one: Found, other: Found) -> Found:
        return formulas.make("sum", one.value + other.value, (one, other))
''',
    ),
}  # fmt: skip
RECIPES = {"a rule over figures": (RULE, 3), "a chart": (CHART, 5), "a formula": (FORMULA, 5)}


def carry_out(library: Path, recipe: Recipe) -> None:
    for name, text in recipe.items():
        path = library / name
        if isinstance(text, str):
            assert not path.exists(), name
            path.write_text(text, "utf-8")
        else:
            after, added = text
            written = path.read_text("utf-8")
            assert written.count(after) == 1, (name, after)
            path.write_text(written.replace(after, after + added), "utf-8")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs Python on a copy of the library in which every recipe was carried out."""
    library = tmp_path_factory.mktemp("library")
    shutil.copytree(ROOT / "dxlib", library / "dxlib", ignore=shutil.ignore_patterns("__pycache__"))
    for recipe, _ in RECIPES.values():
        carry_out(library, recipe)

    def run_python(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(library), ROOT_VARIABLE: str(cwd)}
        command = [sys.executable, *map(str, arguments)]
        return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)

    return run_python


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, run: Callable[..., subprocess.CompletedProcess[str]]) -> Path:
    """A project that has just begun, and uses what the recipes gave."""
    folder = tmp_path_factory.mktemp("project")
    assert run("-m", "dxlib", "init", folder, cwd=folder).returncode == 0
    path = folder / NOTEBOOK
    text = path.read_text("utf-8")
    assert text.count("brief.ranking(") == 1
    text = text.replace("brief.ranking(", "brief.stairs(").replace("areas=[area], ", "")
    text = text.replace("first=brief.first(rank),", "first=brief.first(rank), both=brief.sum_up(rank, before),")
    path.write_text(text.replace("{latest} in {latest_when}", "{latest} in {latest_when}; {both}"), "utf-8")
    return folder


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_touches_few_files(name: str) -> None:
    recipe, most = RECIPES[name]
    assert len(recipe) <= most


def test_a_brief_with_the_new_chart_and_the_new_formula_is_built_and_passes_its_audit(
    project: Path, run: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    for command in ("clean", "build", "audit"):
        done = run("-m", "dxlib", command, cwd=project)
        assert done.returncode == 0, done.stdout + done.stderr
    page = (project / "reports/2024/en/01-first-brief.html").read_text("utf-8")
    assert "sum of " in page
    assert "E-government rank of Finland" in page


FIND = """
import csv, sys
from datetime import date
from dxlib.audit.contradictions import find_contradictions
from dxlib.data.catalogue_files import read_catalogue
from dxlib.data.observations import ObservationStore
from dxlib.data.relations import Relations
from dxlib.figures.findings import find_findings
from dxlib.paths import find_project

project = find_project()
catalogue = read_catalogue(project)
store = ObservationStore(project, catalogue, date(2030, 1, 1))
found = find_findings({name: store.read(name) for name in store.indicators}, catalogue, Relations())
rows = [row for path in project.clean.glob("*.csv") for row in csv.DictReader(path.open(encoding="utf-8"))]
again = find_contradictions(rows, catalogue, Relations())
print(*(one.rule for one in found), "|", *(one.rule for one in again))
"""


def test_a_new_rule_is_found_by_writer_and_audit(
    project: Path, run: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    assert run("-m", "dxlib", "clean", cwd=project).returncode == 0
    done = run("-c", FIND, cwd=project)
    assert (done.stdout, done.stderr) == ("ninths ninths ninths | ninths ninths ninths\n", "")


def test_an_indicator_is_one_entry_and_its_rows(
    project: Path, run: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file() and "data" in path.parts}
    done = run("-m", "dxlib", "new", "indicator", "online_share", cwd=project)
    assert done.returncode == 0, done.stderr
    after = {path: path.read_bytes() for path in project.rglob("*") if path.is_file() and "data" in path.parts}
    changed = [path.relative_to(project).as_posix() for path, content in after.items() if before.get(path) != content]
    assert changed == ["data/catalogue/indicators/rankings.yaml"]


def test_a_brief_is_a_notebook_and_its_lines(
    project: Path, run: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    done = run("-m", "dxlib", "new", "brief", "second", cwd=project)
    assert done.returncode == 0, done.stderr
    assert (project / "notebooks/02-second.ipynb").is_file()
    assert "02-second" in yaml.safe_load((project / "notebooks/briefs.yaml").read_text("utf-8"))["briefs"]


def test_a_language_is_one_folder(project: Path, run: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    before = {path for path in project.rglob("*") if path.is_file()}
    done = run("-m", "dxlib", "new", "language", "fi", cwd=project)
    assert done.returncode == 0, done.stderr
    written = {path.parent for path in project.rglob("*") if path.is_file()} - {path.parent for path in before}
    assert [path.relative_to(project).as_posix() for path in written] == ["notebooks/locales/fi"]

"""Every notebook of this repository keeps the form of a brief."""

import ast
import json
import re
from pathlib import Path

import pytest
import yaml

from dxlib.build.briefs import list_briefs
from dxlib.build.notebooks import inspect_notebook
from dxlib.build.parameters import read_parameters
from dxlib.paths import Project

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = list_briefs(Project(FOLDER.parent))
CONTRAST = re.compile(
    r"(?<!not )\b(?:but|yet|however|although|though|while|despite|barely|hardly|merely|even)\b|\bis not \w+:"
)


def test_there_are_notebooks_and_each_is_declared():
    declared = yaml.safe_load((FOLDER / "briefs.yaml").read_text("utf-8"))["briefs"]
    assert {path.stem for path in NOTEBOOKS} == set(declared) != set()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_notebook_keeps_the_form(path):
    assert [str(problem) for problem in inspect_notebook(path)] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_notebook_takes_what_the_plan_gives_and_says_what_it_means(path):
    parameters = read_parameters(path)
    types = {name: parameter.type_name for name, parameter in parameters.items()}
    own = {"10-systems": {"system": "str"}}.get(path.stem, {})
    assert types == {"area": "str", "edition": "int", "language": "str", "as_of": "str", **own}
    assert [name for name, parameter in parameters.items() if not parameter.meaning] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_notebook_opens_the_brief_of_its_own_name(path):
    cells = json.loads(path.read_text("utf-8"))["cells"]
    setup = next("".join(cell["source"]) for cell in cells if "setup" in cell["metadata"].get("tags", ()))
    assert f'dx.open_brief("{path.stem}"' in setup.replace("'", '"').replace("(\n    ", "(")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_figure_is_typed_into_the_text(path):
    cells = json.loads(path.read_text("utf-8"))["cells"]
    names = yaml.safe_load((FOLDER.parent / "data" / "catalogue" / "names.yaml").read_text("utf-8"))["names"]
    for cell in cells:
        if cell["cell_type"] == "markdown":
            text = "".join(cell["source"])
            for name in names:
                text = text.replace(name, "")
            assert not any(letter.isdigit() for letter in text), text


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_sentence_sets_figures_against_each_other_without_saying_when_that_holds(path):
    """A "but" is true of some figures only: it is said with what it rests on (``given=brief.holds(...)``), or not."""
    cells = json.loads(path.read_text("utf-8"))["cells"]
    code = (ast.parse("".join(cell["source"])) for cell in cells if cell["cell_type"] == "code")
    calls = [call for tree in code for call in ast.walk(tree) if isinstance(call, ast.Call)]
    for call in (call for call in calls if "given" not in {word.arg for word in call.keywords}):
        for said in (*call.args, *(word.value for word in call.keywords)):
            if isinstance(said, ast.Constant) and isinstance(said.value, str):
                assert not CONTRAST.search(said.value), said.value

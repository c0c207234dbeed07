"""The form of a notebook: each broken rule is found, and named with its cell."""

import pytest

from dxlib.build.notebooks import inspect_notebook


@pytest.fixture
def inspect(toy, cell):
    """Writes a notebook with sound first cells and one more, and lists what is wrong."""

    def find(source, **more):
        path = toy.write_notebook(cell(source, **more))
        return [str(problem).replace(f"{path.parent}/", "") for problem in inspect_notebook(path)]

    return find


@pytest.mark.parametrize(
    ("source", "more"),
    [
        ("brief.latest('egdi_rank')", {}),
        ("\n".join(f"x{number} = brief.latest('a')" for number in range(12)), {}),
        ("brief.check('it grew', x)", {"tags": ["check"]}),
        ("brief.say('Hello')", {"tags": ["hide-input"]}),
        ("## A finding\n\nText for all to read", {"kind": "markdown"}),
    ],
)
def test_a_sound_notebook_has_no_problem(inspect, source, more):
    assert inspect(source, **more) == []


@pytest.mark.parametrize(
    ("source", "text", "line"),
    [
        ("async def f():\n    pass", "async def f():", 1),
        ("class A:\n    pass", "class A:", 1),
        ("f = lambda: 1", "lambda: 1", 1),
        ("for x in y:\n    x", "for x in y:", 1),
        ("while x:\n    x", "while x:", 1),
        ("if x:\n    import os", "if x:", 1),
        ("brief.say(', '.join(name for name in names))", "', '.join((name for name in names))", 1),
        ("print('a')", "print('a')", 1),
        ("x = brief.latest('a')\nbrief.say(x.value + 1)", "x.value + 1", 2),
        ("brief.say('a', **words)", "brief.say('a', **words)", 1),
    ],
)
def test_what_the_audit_could_not_evaluate_is_found(inspect, source, text, line):
    assert inspect(source) == [
        f"'{text}' in line {line} is no call that the audit has a rule for in 01-toy.ipynb, cell 4.\n"
        "  Fix: write it as a call of the brief, or move it into dxlib."
    ]


@pytest.mark.parametrize("source", ["%pip install dxlib", "x = = 1", "brief.say('"])
def test_a_cell_that_is_not_python_is_found(inspect, source):
    assert [problem.partition(" (")[0] for problem in inspect(source)] == ["Not Python in line 1"]


@pytest.mark.parametrize(
    "stored",
    [{"execution_count": 3}, {"outputs": [{"output_type": "stream", "name": "stdout", "text": "hello"}]}],
)
def test_stored_results_are_found(inspect, stored):
    assert inspect("x = 1", **stored) == [
        "Stored results in 01-toy.ipynb, cell 4.\n  Fix: clear all outputs before you commit."
    ]


def test_stored_results_are_only_a_warning_and_everything_else_is_a_problem(toy, cell):
    path = toy.write_notebook(cell("import os", execution_count=3))
    assert {problem.what: problem.is_warning for problem in inspect_notebook(path)} == {
        "Stored results": True,
        "'import os' in line 1 is not in the set-up cell": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    "source", ["brief.evidence", "evidence()", "'brief.evidence()'", "# brief.evidence()", "x = = 1"]
)
def test_a_notebook_that_shows_no_evidence_is_found(toy, cell, source):
    head = [cell("# Title", kind="markdown"), cell("a: int = 1", tags=["parameters"]), cell("x = 1", tags=["setup"])]
    path = toy.write_notebook(*head, cell(source), cell("brief.evidence()", kind="markdown"), head=False)
    assert str(list(inspect_notebook(path))[-1]).replace(f"{path.parent}/", "") == (
        "No cell shows the evidence in 01-toy.ipynb, last cell.\n"
        "  Fix: end the notebook with the cell brief.evidence()."
    )


def test_a_cell_of_thirteen_lines_is_too_long(inspect):
    assert inspect("\n".join(f"x{number} = 1" for number in range(13))) == [
        "More than 12 lines in 01-toy.ipynb, cell 4.\n  Fix: move the work into dxlib."
    ]


@pytest.mark.parametrize("source", ["brief.say('Hello');", "x = brief.latest('egdi_rank')\nbrief.say('Hello') ;\n"])
def test_a_semicolon_that_keeps_a_cell_from_being_shown_is_found(inspect, source):
    assert inspect(source) == [
        "A semicolon at the end, by which Jupyter shows nothing of the cell in 01-toy.ipynb, cell 4.\n"
        "  Fix: delete it, or assign what the call gives to a name."
    ]
    assert inspect("x = brief.latest('egdi_rank');") == []


def test_unknown_tags_are_found(inspect):
    assert inspect("x = 1", tags=["remove", "check", "draft"]) == [
        f"Unknown tag '{tag}' in 01-toy.ipynb, cell 4.\n"
        "  Allowed: 'parameters', 'setup', 'check', 'hide-input'.\n  Fix: remove it."
        for tag in ("draft", "remove")
    ]


def test_missing_tags_of_the_first_cells_are_found(toy, cell):
    path = toy.write_notebook(
        cell("# Title", kind="markdown"), cell("a: int = 1", tags=["parameters"]), cell("brief.evidence()"), head=False
    )
    assert [problem.what for problem in inspect_notebook(path)] == [
        "The first code cells are not the parameters and the set-up"
    ]


@pytest.mark.parametrize(
    ("parameters", "tags", "said"),
    [
        ("a: int = 1", [], "0 cells tagged 'parameters', not one in {path}, parameters cell.\n"
         "  Fix: tag the one cell that declares the parameters."),
        ("a: int =", ["parameters"], "Line 1: not Python (invalid syntax) in {path}, parameters cell.\n"
         "  Fix: write only lines of the form name: type = literal  # meaning."),
        ("a: int = 1\na = 2", ["parameters"], "Line 2: 'a = 2' declares no parameter in {path}, parameters cell.\n"
         "  Allowed: 'name: str = 'literal'  # meaning'.\n"
         "  Fix: write name, type (str, int, float, bool) and a literal; nothing else stands in this cell."),
    ],
    ids=["no tag", "no Python", "no declaration"],
)  # fmt: skip
def test_what_is_wrong_with_parameters_is_one_message_with_one_place_and_one_cure(toy, cell, parameters, tags, said):
    path = toy.write_notebook(
        cell("# Title", kind="markdown"), cell(parameters, tags=tags), cell("x = 1", tags=["setup"]), head=False
    )
    assert str(next(inspect_notebook(path))) == said.format(path=path)


def test_a_notebook_without_parameters_says_so_and_how_to_mend_it(toy, cell):
    path = toy.write_notebook(cell("# Title", kind="markdown"), cell("x = 1", tags=["setup"]), head=False)
    whats = [problem.what for problem in inspect_notebook(path)]
    assert whats[0] == "0 cells tagged 'parameters', not one"
    assert whats[1] == "The first code cells are not the parameters and the set-up"


def test_a_computed_parameter_is_found(toy, cell):
    path = toy.write_notebook(
        cell("# Title", kind="markdown"), cell("a: int = 1 + 1", tags=["parameters"]), cell("x = 1", tags=["setup"]),
        cell("brief.evidence()"), head=False,
    )  # fmt: skip
    assert [problem.column for problem in inspect_notebook(path)] == ["parameters cell"]


@pytest.mark.parametrize("first", [("## Not the title", "markdown"), ("x = 1", "raw")])
def test_a_notebook_begins_with_a_title(toy, cell, first):
    source, kind = first
    path = toy.write_notebook(
        cell(source, kind=kind), cell("a: int = 1", tags=["parameters"]), cell("x = 1", tags=["setup"]),
        cell("brief.evidence()"), head=False,
    )  # fmt: skip
    assert [problem.what for problem in inspect_notebook(path)] == ["No title"]


def test_an_empty_notebook_lacks_everything(toy):
    whats = [problem.what for problem in inspect_notebook(toy.write_notebook(head=False))]
    assert "No title" in whats
    assert whats[-1] == "No cell shows the evidence"
    assert len(whats) == 4


@pytest.mark.parametrize("text", ["{not json", "", "[]", "{}", '{"nbformat": 9}'])
def test_a_file_that_is_no_notebook_is_one_problem(toy, text):
    path = toy.write("notebooks/02-broken.ipynb", text)
    (problem,) = inspect_notebook(path)
    assert problem.what.startswith("Not a notebook (it ")


def test_all_problems_of_a_cell_are_found_at_once(inspect):
    long = "import os\n" + "\n".join(f"x{number} = 1" for number in range(13))
    assert len(inspect(long, tags=["draft"], execution_count=1)) == 4


DRAWS = (
    "def draw(ax, rows):\n    for _, one in rows.groupby('SEGMENT'):\n        ax.plot(one.TIME_PERIOD, one.OBS_VALUE)\n"
)


def test_a_function_that_draws_may_be_written_as_one_likes(inspect):
    call = "\n\nbrief.picture(draw, data=brief.frame('egdi_rank'), title='A title', words='In words')"
    assert inspect(f"{DRAWS}    dx.label(ax, *named, value=False){call}") == []


@pytest.mark.parametrize(
    ("source", "text", "line"),
    [
        ("x = 1\ndef f():\n    pass", "def f()", 2),
        ("def draw(ax, rows, more=1):\n    pass", "def draw(ax, rows, more=1)", 1),
        ("def draw(ax, rows):\n    global x", "global x", 2),
        ("def draw(ax, rows):\n    open('x')", "open within 'def draw'", 2),
        ("def draw(ax, rows):\n    if rows.size:\n        dx.median(ax, rows)", "dx within 'def draw'", 3),
        ("def draw(ax, rows):\n    dx.frame('a')", "dx within 'def draw'", 2),
    ],
)
def test_a_function_that_does_more_than_draw_is_found(inspect, source, text, line):
    problem = (
        "is no call that the audit has a rule for" if text == "global x" else "is no function that draws a picture"
    )
    (found,) = inspect(source)
    assert found.startswith(f"'{text}' in line {line} {problem} in 01-toy.ipynb, cell 4.\n  Fix: ")


@pytest.mark.parametrize("source", ["import os", "x = 1\nfrom os import path", "def draw(ax, rows):\n    import os"])
def test_an_import_outside_of_the_set_up_is_found(inspect, source):
    (found,) = inspect(source)
    assert " is not in the set-up cell in 01-toy.ipynb, cell 4.\n  Fix: import it there." in found


@pytest.fixture
def write_setup(toy, cell):
    """Writes a notebook with this set-up cell."""

    def write(source):
        title, parameters = (
            cell("# Where does it stand?", kind="markdown"),
            cell("area: str = 'VNM'  # a key", tags=["parameters"]),
        )
        setup = cell(f"{source}\nbrief = dx.open_brief('01-toy')", tags=["setup"])
        return toy.write_notebook(title, parameters, setup, cell("brief.evidence()"), head=False)

    return write


def test_the_set_up_imports_what_draws_and_nothing_else(write_setup):
    imports = "import numpy as np\nimport pandas as pd\nimport matplotlib.pyplot as plt\nimport seaborn as sns\n"
    assert [one for one in inspect_notebook(write_setup(f"{imports}import dxlib as dx")) if "import" in one.what] == []
    problems = inspect_notebook(write_setup(f"import os, requests\n{imports}from scipy import stats"))
    assert [problem.what for problem in problems if "import" in problem.what] == [
        "'import os, requests' in line 1", "'import os, requests' in line 1", "'from scipy import stats' in line 6",
    ]  # fmt: skip

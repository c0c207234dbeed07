"""Parameters: read from the notebook, checked strictly."""

import pytest

from dxlib.build.parameters import Parameter, check_parameters, read_parameters
from dxlib.errors import ConfigError, NotebookError

SOUND = {"area": "VNM", "edition": 2024, "language": "en", "as_of": "2024-12-31"}


@pytest.fixture
def declare(toy, cell):
    """Writes a notebook with one parameters cell."""
    return lambda source: toy.write_notebook(cell(source, tags=["parameters"]), head=False)


def check(toy, **changed):
    with pytest.raises(ConfigError) as caught:
        check_parameters(toy.project.notebooks / "01-toy.ipynb", {**SOUND, **changed})
    return str(caught.value)


def test_parameters_are_read_in_order_with_type_default_and_meaning(toy):
    found = read_parameters(toy.project.notebooks / "01-toy.ipynb")
    assert list(found) == ["area", "edition", "language", "as_of"]
    assert found["edition"] == Parameter("edition", "int", 2024, "year of the edition")
    assert found["as_of"] == Parameter("as_of", "str", "", "ISO date")


def test_all_four_types_may_be_declared(declare):
    found = read_parameters(declare('a: str = "x"\nb: int = -1\nc: float = 0.5\nd: bool = True'))
    assert [parameter.default for parameter in found.values()] == ["x", -1, 0.5, True]


@pytest.mark.parametrize(
    "line",
    ["year: int = 2000 + 24", "year: int = max(1, 2)", "year: int = other", "year = 2024", "year: int",
     "year: list = []", "year: int = '2024'", "year: int = True", "year: float = 1", "print('hello')", "a.b: int = 1",
     "year: int = {[]: 1}"],
)  # fmt: skip
def test_a_line_that_is_no_declaration_of_a_literal_is_refused(declare, line):
    with pytest.raises(NotebookError) as caught:
        read_parameters(declare(f"area: str = 'VNM'\n{line}"))
    assert str(caught.value) == (
        f"01-toy.ipynb, parameters cell, line 2: '{line}' declares no parameter.\n"
        "Allowed: 'name: str = 'literal'  # meaning'.\n"
        "Fix: write name, type (str, int, float, bool) and a literal; nothing else stands in this cell."
    )


def test_a_cell_that_is_not_python_is_refused(declare):
    with pytest.raises(NotebookError, match=r"^01-toy\.ipynb, parameters cell, line 2: not Python \("):
        read_parameters(declare("area: str = 'VNM'\nyear: int = = 1"))


@pytest.mark.parametrize("count", [0, 2])
def test_there_is_exactly_one_cell_of_parameters(toy, cell, count):
    path = toy.write_notebook(*[cell(f"a{n}: int = 1", tags=["parameters"]) for n in range(count)], head=False)
    with pytest.raises(NotebookError) as caught:
        read_parameters(path)
    assert str(caught.value) == (
        f"01-toy.ipynb has {count} cells tagged 'parameters', not one.\n"
        "Fix: tag the one cell that declares the parameters."
    )


def test_sound_parameters_are_accepted(toy):
    assert check_parameters(toy.project.notebooks / "01-toy.ipynb", SOUND) is None


def test_an_unknown_name_is_answered_with_the_nearest(toy):
    assert check(toy, langauge="en") == (
        "1 problem found:\n"
        "- Unknown parameter 'langauge' in notebooks/01-toy.ipynb, langauge. Did you mean 'language'?\n"
        "  Allowed: 'area', 'edition', 'language', 'as_of'.\n"
        "  Fix: use a declared name."
    )


@pytest.mark.parametrize(("value", "kind"), [("2024", "str"), (2024.0, "float"), (True, "bool"), (None, "NoneType")])
def test_a_value_of_another_type_is_refused_and_a_bool_is_no_int(toy, value, kind):
    assert check(toy, edition=value) == (
        "1 problem found:\n"
        f"- Parameter 'edition' is {kind} {value!r}, not int in notebooks/01-toy.ipynb, edition.\n"
        "  Fix: give a value such as 2024."
    )


def test_an_int_is_no_bool_and_no_float(declare):
    path = declare("share: float = 0.5\ndraft: bool = False")
    with pytest.raises(ConfigError, match=r"^2 problems found:"):
        check_parameters(path, {"share": 1, "draft": 1})


def test_all_problems_are_reported_at_once(toy):
    message = check(toy, edition="2024", language=5, colour="red")
    assert message.startswith("3 problems found:\n")
    for start in ("Parameter 'edition'", "Parameter 'language'", "Unknown parameter 'colour'"):
        assert f"\n- {start}" in message

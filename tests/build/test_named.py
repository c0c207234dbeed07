"""What the cells of a notebook name and what there is not; what of the scaffold still stands in it."""

import pytest

from dxlib.build.checking import find_scaffold_texts
from dxlib.build.named import find_placeholders, inspect_names, list_indicators
from dxlib.data.catalogue_files import inspect_catalogue


@pytest.fixture
def inspect(toy, cell):
    """Writes a notebook with one cell for each source, and lists what is wrong with the names in it."""

    def find(*sources):
        path = toy.write_notebook(*map(cell, sources))
        return [str(one).replace(f"{path.parent}/", "") for one in inspect_names(path, toy.catalogue)]

    return find


def test_a_name_that_no_cell_up_to_there_defines_is_told_once_with_the_nearest(inspect):
    assert inspect("rank = brief.latest('egdi_rank')", "brief.say('{a}', a=rnak)\nbrief.say('{a}', a=rnak)") == [
        "'rnak' in line 1 is defined in no cell up to here in 01-toy.ipynb, cell 5. Did you mean 'rank'?\n"
        "  Fix: correct the name, or define it above."
    ]


def test_a_name_that_only_a_later_cell_defines_is_told(inspect):
    (problem,) = inspect("brief.say('{a}', a=rank)", "rank = brief.latest('egdi_rank')")
    assert problem.startswith("'rank' in line 1 is defined in no cell up to here in 01-toy.ipynb, cell 4.")


@pytest.mark.parametrize(
    "source",
    [
        "def draw(ax, rows):\n    for one, two in [(1, 2)]:\n        ax.plot(one, two, len(rows))",
        "a, (b, c) = 1, (2, 3)\nbrief.say('{x}', x=a, y=b, z=c)",
        "import pandas as pd\npd.NA",
        "[one for one in (area, language, edition, as_of)]",
        "with open('x') as f:\n    f",
        "try:\n    pass\nexcept ValueError as error:\n    error",
        "display(dx)",
        "class A:\n    pass\nA",
    ],
)
def test_what_a_cell_defines_or_python_knows_is_no_unknown_name(inspect, source):
    assert inspect(source) == []


def test_after_a_cell_that_is_no_python_nobody_knows_what_is_defined(inspect):
    assert inspect("x = = 1", "brief.say('{a}', a=x)") == []


@pytest.mark.parametrize(
    "source",
    [
        "brief.latest('egdi_rnak')",
        "brief.latest(indicator='egdi_rnak')",
        "brief.trend('egdi_rank', 'egdi_rnak', title='x')",
        "brief.frame(['egdi_rank', 'egdi_rnak'])",
        "brief.parts('egdi_rank', 'egdi_rnak', title='x')",
        "brief.say('{a}', a=brief.at('egdi_rnak', 2024))",
    ],
)
def test_an_id_that_is_no_indicator_is_told_with_the_nearest_wherever_it_is_given(inspect, source):
    assert inspect(source) == [
        "Unknown indicator 'egdi_rnak' in line 1 in 01-toy.ipynb, cell 4. Did you mean 'egdi_rank'?\n"
        "  Fix: correct it, or add its entry under data/catalogue/indicators/."
    ]


@pytest.mark.parametrize(
    "source",
    [
        "brief.rank_table('egdi_rank', title='egdi_rnak', group='asean')",
        "brief.say('egdi_rnak', parts='egdi_rnak', indicator='egdi_rnak')",
        "brief.others('asean')",
        "x = 'egdi_rank'\nbrief.latest(x)",
        "brief.latest()",
        "brief.latest('egdi_rank', 2, 3, 4)",
    ],
)
def test_other_texts_are_no_indicators(inspect, source):
    assert inspect(source) == []


def test_the_indicators_that_a_notebook_names(toy, cell):
    path = toy.write_notebook(cell("brief.trend('egdi_rank', 'accounts', title='online_share')"))
    assert list_indicators(path) == {"egdi_rank", "accounts"}


def test_what_the_scaffold_wrote_is_a_warning_until_it_is_replaced(toy, cell, catalogue_files):
    path = toy.write_notebook(cell("# Write here the question", kind="markdown"), cell("brief.say('Write here a b')"))
    found = list(find_placeholders(path))
    assert [(one.column, one.is_warning) for one in found] == [("cell 4", True), ("cell 5", True)]
    content = catalogue_files()["indicators/rankings.yaml"]
    content["egdi_value"]["definition"]["fr"] = "Write here what is measured (egdi_value)"
    toy.write_catalogue("indicators/rankings.yaml", content)
    catalogue, problems = inspect_catalogue(toy.project)
    assert problems == []
    (problem,) = find_scaffold_texts(toy.project, catalogue)
    assert problem.is_warning
    assert str(problem).startswith("A text of the scaffold in data/catalogue/indicators/rankings.yaml, line ")
    assert problem.column == "egdi_value"

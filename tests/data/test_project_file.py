"""The project file: what may stand in it, and what is wrong with it."""

import pytest

import dxlib as dx
from dxlib.build.checking import check_project
from dxlib.data.project_file import read_project_file
from dxlib.errors import SchemaError
from tests.conftest import list_fillers, make_share


def test_a_project_may_do_without_one_and_names_its_home_in_it(toy):
    assert read_project_file(toy.project, toy.catalogue).home == ""
    toy.write("dxlib.yaml", "home: SGP\n")
    assert read_project_file(toy.project, toy.catalogue).home == "SGP"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("home: VMN\n", "Unknown area 'VMN' in dxlib.yaml, line 1, home. Did you mean 'VNM'?"),
        ("\nhous: VNM\n", "Extra inputs are not permitted in dxlib.yaml, line 2, hous."),
        ("- VNM\n", "No mapping in dxlib.yaml, line 1."),
        ("home: [VNM]\n", "Input should be a valid string in dxlib.yaml, line 1, home."),
    ],
)
def test_what_is_wrong_is_named_with_its_line(toy, text, problem):
    toy.write("dxlib.yaml", text)
    with pytest.raises(SchemaError) as caught:
        read_project_file(toy.project, toy.catalogue)
    assert problem in str(caught.value)
    assert problem in [str(one).partition("\n")[0] for one in check_project(toy.project)]


def test_home_is_the_area_of_questions_that_name_none(toy, monkeypatch):
    monkeypatch.chdir(toy.project.root)
    toy.write_ledger([make_share("2024", "45.2"), make_share("2024", "9", REF_AREA="SGP"), *list_fillers()])
    toy.write("dxlib.yaml", "home: SGP\n")
    toy.open_store()
    assert dx.latest("online_share").first_observation.area == "SGP"
    toy.write("dxlib.yaml", "home: VNM  # moved\n")
    assert dx.latest("online_share").first_observation.area == "VNM"

"""Names that some disks cannot tell apart, or some systems cannot have, are found before anything is made of them."""

from __future__ import annotations

import pytest

from dxlib.build.briefs import read_declarations
from dxlib.build.file_names import _find_alike, inspect_file_names
from dxlib.data.catalogue_files import forget_catalogue, read_catalogue
from tests.conftest import make_catalogue_files


def find(toy):
    catalogue = read_catalogue(toy.project)
    return [str(one) for one in inspect_file_names(toy.project, catalogue, read_declarations(toy.project, catalogue))]


@pytest.fixture
def add_area(toy):
    """Adds an area like Viet Nam, under another code, and declares a page of it."""

    def add(code):
        areas = make_catalogue_files()["areas.yaml"]
        areas[code] = areas["VNM"]
        toy.write_catalogue("areas.yaml", areas)
        toy.write_briefs({"01-toy": {"areas": ["VNM", code], "editions": [2024], "languages": ["en"]}})
        forget_catalogue()

    return add


def test_names_that_every_system_can_have_are_no_problem(toy):
    assert find(toy) == []


def test_areas_that_differ_by_case_alone_are_named_once_for_each_page(toy, add_area):
    add_area("vnm")
    (problem,) = find(toy)
    assert problem == (
        "'2024/en/01-toy/vnm.html' and '2024/en/01-toy/VNM.html' differ only by case in notebooks/briefs.yaml, "
        "2024/en/01-toy/vnm.html.\n"
        "  Fix: give one of the two another name: disks of macOS and Windows do not tell them apart."
    )


def test_folders_that_differ_by_case_alone_are_named_from_the_first_one_on():
    assert list(_find_alike(["en/VNM.html", "EN/SGP.html", "EN/VNM.html", "en/b/SGP.html"])) == [("en", "EN")]
    assert list(_find_alike(["en/VNM.html", "en/sgp.html", "vi/VNM.html"])) == []


@pytest.mark.parametrize("code", ["CON", "lpt1"])
def test_a_name_that_windows_cannot_have_is_a_problem(toy, add_area, code):
    add_area(code)
    assert [problem.partition(" in ")[0] for problem in find(toy)] == [f"Windows can have no file '{code}.html'"]


def test_indicators_are_files_too(toy):
    indicators = make_catalogue_files()
    name = next(one for one in indicators if one.startswith("indicators"))
    entries = indicators[name]
    first = next(iter(entries))
    toy.write_catalogue(name, {**entries, first.upper(): entries[first]})
    forget_catalogue()
    assert any("The indicators" in problem for problem in find(toy))

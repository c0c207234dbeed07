"""The map of tiles in the catalogue: every province of a map has a tile, and no two have the same."""

from dxlib.data.catalogue_files import inspect_catalogue
from tests.data.altered_catalogues import change, find_line, list_problems

NAME = {"en": "x", "vi": "x", "fr": "x"}


def add_provinces(toy, catalogue_files, **tiles):
    def edit(content):
        for key, tile in tiles.items():
            place = {} if tile is None else {"tile": tile}
            content[key.replace("_", "-")] = {"name": NAME, "kind": "province", **place}

    return change(toy, catalogue_files, "areas.yaml", edit)


def test_a_map_on_which_each_province_has_a_tile_is_sound(toy, catalogue_files):
    add_provinces(toy, catalogue_files, A_1=[1, 1], A_2=[1, 2], B_1=[1, 1])
    catalogue, problems = inspect_catalogue(toy.project)
    assert problems == []
    assert catalogue.areas["A-2"].tile == (1, 2)


def test_two_provinces_of_one_map_on_one_tile_are_named(toy, catalogue_files):
    path = add_provinces(toy, catalogue_files, A_1=[2, 1], A_2=[2, 1])
    line = find_line(path, "A-2:") + next(
        n for n, text in enumerate(path.read_text("utf-8").split("A-2:")[1].splitlines()) if "tile" in text
    )
    assert list_problems(toy) == [
        f"'A-2' stands on the tile of 'A-1' in areas.yaml, line {line}, character 3, A-2.tile.\n"
        "  Fix: give it a free row and column."
    ]


def test_a_province_without_a_tile_among_others_that_have_one_is_named(toy, catalogue_files):
    path = add_provinces(toy, catalogue_files, A_1=[2, 1], A_2=None)
    line = find_line(path, "A-2:")
    assert list_problems(toy) == [
        f"'A-2' has no tile in areas.yaml, line {line}, character 1, A-2.\n  Fix: give it a free row and column."
    ]


def test_a_map_needs_no_tiles(toy, catalogue_files):
    add_provinces(toy, catalogue_files, A_1=None, A_2=None)
    assert list_problems(toy) == []


def test_a_tile_is_a_row_and_a_column_from_one(toy, catalogue_files):
    add_provinces(toy, catalogue_files, A_1=[0, 1])
    assert list_problems(toy)[0].startswith("The number '0' is not greater than 0 in areas.yaml, line ")

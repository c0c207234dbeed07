"""Which mappings the register of feeds names, whatever state the register is in."""

import pytest

from dxlib.data.pull.named_mappings import get_register, list_mappings, list_mappings_elsewhere

REGISTER = "data/catalogue/feeds.yaml"


def name_all(toy, found):
    return sorted(path.removeprefix(f"{toy.project.root}/") for path in found)


def test_a_project_without_a_register_names_none(toy):
    assert not get_register(toy.project).exists()
    assert list_mappings(toy.project) == set()
    assert list_mappings_elsewhere(toy.project) == []


def test_every_mapping_is_named_once_and_feeds_need_none(toy):
    toy.write(REGISTER, "a: {mapping: maps/a.yaml}\nb: {mapping: maps/a.yaml}\nc: {url: x}\nd: {mapping: null}\ne: 1\n")
    assert name_all(toy, list_mappings(toy.project)) == ["maps/a.yaml"]


@pytest.mark.parametrize("text", ["a: [\n", "- a\n", "a\n", "", "a: {mapping: x}\x00\n"])
def test_a_broken_register_names_none(toy, text):
    toy.write(REGISTER, text)
    assert list_mappings(toy.project) == set()


def test_mappings_are_listed_that_lie_in_the_project_but_not_where_all_files_are_listed(toy):
    named = ("maps/b.yaml", "maps/a.yaml", "data/catalogue/c.yaml", "data/raw/d.yaml", "maps", "missing.yaml",
             "../outside.yaml")  # fmt: skip
    for name in named[:4]:
        toy.write(name, "sheet: x\n")
    (toy.project.root.parent / "outside.yaml").write_text("sheet: x\n", "utf-8")
    toy.write(REGISTER, "".join(f"f{at}: {{mapping: {name}}}\n" for at, name in enumerate(named)))
    assert name_all(toy, list_mappings_elsewhere(toy.project)) == ["maps/a.yaml", "maps/b.yaml"]

"""Opening a brief: what is not known or not given is an error that says what is allowed."""

import pytest

import dxlib as dx
from dxlib.errors import ConfigError

GIVEN = {"area": "VNM", "edition": 2024, "language": "en"}
EDITION = "name a year, of an edition that notebooks/briefs.yaml declares, or give as_of too."


@pytest.fixture
def open_toy_at(toy):
    def open_it(**given):
        return dx.open_brief("01-toy", root=toy.project.root, **{**GIVEN, **given})

    return open_it


def test_the_root_may_be_text(toy, open_toy_at):
    opened = dx.open_brief("01-toy", root=str(toy.project.root), **GIVEN)
    assert opened.page == open_toy_at().page


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"edition": 1999}, f"Unknown edition '1999'.\nAllowed: '2023', '2024'.\nFix: {EDITION}"),
        ({"edition": 0}, f"No edition is given.\nAllowed: '2023', '2024'.\nFix: {EDITION}"),
        ({"edition": "2024"}, f"Unknown edition '2024'.\nAllowed: '2023', '2024'.\nFix: {EDITION}"),
        ({"edition": 20_240, "as_of": "2024-12-31"},
         f"Unknown edition '20240'.\nAllowed: '2023', '2024'.\nFix: {EDITION}"),
        ({"area": ["VNM"]}, "Unknown area '['VNM']'. Did you mean 'VNM'?\nAllowed: 'VNM', 'SGP'.\nFix: name a "
         "notebook of notebooks/ without its ending, and an area by its key in data/catalogue/areas.yaml."),
        ({"area": ""}, "No area is given.\nAllowed: 'VNM', 'SGP'.\nFix: name a notebook of notebooks/ without its "
         "ending, and an area by its key in data/catalogue/areas.yaml."),
    ],
)  # fmt: skip
def test_what_is_unknown_or_not_given_is_refused_with_what_is_allowed(open_toy_at, given, said):
    with pytest.raises(ConfigError) as caught:
        open_toy_at(**given)
    assert str(caught.value) == said


def test_a_language_that_is_not_given_is_refused_with_those_there_are(open_toy_at, toy):
    for open_it in (
        lambda: open_toy_at(language=""),
        lambda: dx.open_brief("01-toy", area="VNM", edition=2024, root=toy.project.root),
    ):
        with pytest.raises(ConfigError) as caught:
            open_it()
        assert caught.value.what == "No language is given."
        assert {"en", "fr", "vi"} <= set(caught.value.allowed)
        assert caught.value.fix == "name the language of the page, as language='…'."


def test_an_edition_that_is_not_declared_yet_opens_as_of_a_day_and_where_none_is_declared(open_toy_at, toy):
    assert open_toy_at(edition=2026, as_of="2026-01-31").page.edition == "2026"
    toy.project.briefs.unlink()
    assert open_toy_at(edition=2026).page.edition == "2026"


def test_a_project_that_declares_no_edition_is_told_how_one_looks(open_toy_at, toy):
    toy.project.briefs.unlink()
    with pytest.raises(ConfigError) as caught:
        open_toy_at(edition=0)
    assert str(caught.value) == f"No edition is given.\nAllowed: '2024'.\nFix: {EDITION}"

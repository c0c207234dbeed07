"""What each notebook is built for, and every problem of the declaration at once."""

import json
import re
from datetime import date

import pytest

from dxlib.build.briefs import get_notebook_path, is_brief, list_briefs, read_declarations
from dxlib.build.plan import make_plan
from dxlib.data.catalogue_files import inspect_catalogue
from dxlib.errors import ConfigError

FILE = "notebooks/briefs.yaml"
VALUE = "true or false, a whole number, a number or a text"
VALUES = "true or false, a whole number, a number, a text or a list"
SOUND = {"areas": ["VNM"], "editions": [2024], "languages": ["en"]}


def read(toy):
    return read_declarations(toy.project, toy.catalogue)


def refuse(toy):
    with pytest.raises(ConfigError) as caught:
        read(toy)
    return str(caught.value)


def test_sound_declarations_are_read(toy):
    found = read(toy)
    assert found.briefs["01-toy"].values["language"] == ("vi", "en", "fr")
    assert found.editions[2024].as_of == date(2024, 12, 31)
    assert found.latest_edition == 2024


def test_only_the_parameters_that_a_notebook_adds_have_labels(toy):
    path = toy.project.notebooks / "01-toy.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    cell = next(one for one in notebook["cells"] if "parameters" in one["metadata"].get("tags", ()))
    cell["source"] = "".join(cell["source"]) + "\ntop: int = 5  # How many"
    path.write_text(json.dumps(notebook), "utf-8")
    toy.write_briefs({"01-toy": {**SOUND, "top": [5]}})
    assert read(toy).briefs["01-toy"].labels == {"top": "How many"}


def test_a_group_stands_for_its_members_each_once_in_the_order_of_the_catalogue(toy):
    toy.write_briefs({"01-toy": {**SOUND, "areas": ["SGP", "asean"]}})
    assert read(toy).briefs["01-toy"].values["area"] == ("SGP", "VNM")
    toy.write_briefs({"01-toy": {**SOUND, "areas": ["asean"]}})
    assert read(toy).briefs["01-toy"].values["area"] == ("VNM", "SGP")


def test_an_unknown_group_is_refused_with_the_nearest_area_or_group(toy):
    toy.write_briefs({"01-toy": {**SOUND, "areas": ["aseen"]}})
    assert refuse(toy) == (
        "1 problem found:\n"
        "- Unknown 'aseen' in notebooks/briefs.yaml, line 8, character 5, briefs.01-toy.areas. Did you mean 'asean'?\n"
        "  Allowed: 'VNM', 'SGP', 'asean', 'countries'.\n"
        "  Fix: correct it, or declare it first."
    )


def test_the_notebook_of_a_brief_has_its_name(toy):
    assert get_notebook_path(toy.project, "01-toy") == toy.project.notebooks / "01-toy.ipynb"


@pytest.mark.parametrize("name", ["../01-toy", "sub/01-toy", "../notebooks/01-toy", "{folder}/01-toy"])
def test_a_brief_is_a_notebook_of_its_folder_and_no_other_file(toy, name):
    text = (toy.project.notebooks / "01-toy.ipynb").read_text("utf-8")
    for folder in (toy.project.root, toy.project.notebooks / "sub"):
        folder.mkdir(exist_ok=True)
        (folder / "01-toy.ipynb").write_text(text, "utf-8")
    named = name.format(folder=toy.project.notebooks.parent)
    toy.write_briefs({named: SOUND})
    assert f"No notebook '{named}' in notebooks/briefs.yaml" in refuse(toy)


def test_all_unknown_names_are_reported_at_once_with_the_nearest_known(toy):
    toy.write_briefs(
        {
            "01-toys": SOUND,
            "01-toy": {"areas": ["VNM", "VMN"], "editions": [2024, 2042], "languages": ["vie", "xx"]},
        }
    )
    place = "in notebooks/briefs.yaml, line {}, character {}, briefs.{}."
    fix = "\n  Fix: correct it, or declare it first."
    editions, languages = "\n  Allowed: '2023', '2024'.", "\n  Allowed: 'en', 'vi', 'fr'."
    assert refuse(toy) == "\n- ".join(
        [
            "5 problems found:",
            f"No notebook '01-toys' {place.format(7, 3, '01-toys')} Did you mean '01-toy'?\n"
            "  Fix: name a file of notebooks/ without its ending.",
            f"Unknown 'VMN' {place.format(15, 5, '01-toy.areas')} Did you mean 'VNM'?\n"
            f"  Allowed: 'VNM', 'SGP', 'asean', 'countries'.{fix}",
            f"Unknown '2042' {place.format(18, 5, '01-toy.editions')} Did you mean '2024'?{editions}{fix}",
            f"Unknown 'vie' {place.format(21, 5, '01-toy.languages')} Did you mean 'vi'?{languages}{fix}",
            f"Unknown 'xx' {place.format(21, 5, '01-toy.languages')}{languages}{fix}",
        ]
    )


@pytest.mark.parametrize(
    ("briefs", "editions", "said"),
    [
        (
            {"01-toy": {**SOUND, "areas": []}},
            None,
            f"An empty list in {FILE}, line 8, character 5, briefs.01-toy.areas",
        ),
        (
            {"01-toy": {**SOUND, "areas": [["VNM"]]}},
            None,
            f"A list where {VALUE} is expected in {FILE}, line 9, character 7, briefs.01-toy.areas.0",
        ),
        (
            {"01-toy": {**SOUND, "areas": None}},
            None,
            f"Nothing where {VALUES} is expected in {FILE}, line 8, character 5, briefs.01-toy.areas",
        ),
        (
            {"01-toy": {**SOUND, "areas": date(2024, 1, 1)}},
            None,
            f"The day '2024-01-01' where {VALUES} is expected in {FILE}, line 8, character 5, briefs.01-toy.areas",
        ),
        ({"01-toy": SOUND}, {}, f"An empty mapping in {FILE}, line 1, character 1, editions"),
        (
            {"01-toy": SOUND},
            {2024: {"as_of": "soon"}},
            f"The text 'soon' where a day is expected in {FILE}, line 3, character 5, editions.2024.as_of",
        ),
    ],
)
def test_a_declaration_of_the_wrong_form_names_what_is_wrong(toy, briefs, editions, said):
    toy.write_briefs(briefs, editions)
    assert re.fullmatch(rf"1 problem found:\n- {re.escape(said)}\.\n  Fix: .+\.", refuse(toy))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "2 problems found:\n- Missing key 'editions' in notebooks/briefs.yaml, editions.\n"),
        ("editions: [\n", "1 problem found:\n- Not YAML ("),
        ("- a\n", "1 problem found:\n- No mapping in notebooks/briefs.yaml, line 1.\n"),
    ],
)
def test_a_file_that_is_no_declaration_is_refused(toy, text, said):
    toy.write("notebooks/briefs.yaml", text)
    assert refuse(toy).startswith(said)


def test_a_missing_file_is_refused(toy):
    toy.project.briefs.unlink()
    assert refuse(toy).startswith("1 problem found:\n- Missing file in notebooks/briefs.yaml.\n")


def test_an_area_is_covered_from_the_first_edition_by_whose_day_it_exists_to_that_of_its_last_year(toy):
    areas = toy.catalogue.areas
    later = {"name": areas["SGP"].name.model_dump(), "kind": "province", "exists": {"from": "2024-07-01"}}
    ended = later | {"exists": {"until": "2023-06-30"}}
    words = {key: {"name": area.name.model_dump(), "kind": area.kind, "groups": list(area.groups)}
             for key, area in areas.items()}  # fmt: skip
    toy.write_catalogue("areas.yaml", {**words, "NEW": later, "OLD": ended})
    toy.write_briefs({"01-toy": {**SOUND, "areas": ["VNM", "NEW", "OLD"], "editions": [2023, 2024]}})
    catalogue, _ = inspect_catalogue(toy.project)
    found = read_declarations(toy.project, catalogue)
    assert [found.covers({"area": "NEW"}, f"{year}-12-31") for year in (2023, 2024)] == [False, True]
    assert [found.covers({"area": "OLD"}, f"{year}-12-31") for year in (2022, 2023, 2024)] == [True, True, False]
    assert found.covers({"area": "VNM"}, "2023-12-31")
    assert [str(job) for job in make_plan(found, editions=[2023, 2024])] == [
        "01-toy VNM 2023 en", "01-toy OLD 2023 en", "01-toy VNM 2024 en", "01-toy NEW 2024 en",
    ]  # fmt: skip


def test_a_notebook_without_parameters_is_to_explore_in_and_keeps_no_form(toy, cell):
    toy.write_briefs({"01-toy": SOUND})
    toy.write_notebook()
    toy.write_notebook(cell("1 + 1"), name="00-free", head=False)
    toy.write_notebook(name="02-draft")
    assert [path.stem for path in list_briefs(toy.project)] == ["01-toy", "02-draft"]
    assert is_brief(toy.project.notebooks / "00-free.ipynb", ["00-free"])
    toy.write("notebooks/00-broken.ipynb", "{")
    assert [path.stem for path in list_briefs(toy.project)] == ["00-broken", "01-toy", "02-draft"]

"""What is declared for a brief becomes values of its parameters; everything that is wrong is said at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dxlib.build.briefs import read_declarations
from dxlib.data.catalogue_files import forget_catalogue
from dxlib.errors import ConfigError
from tests.build.conftest import House
from tests.build.dimensioned import write_house, write_own_brief


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A project whose briefs have parameters of their own."""
    forget_catalogue()
    return write_house(tmp_path)


def refuse(house: House) -> str:
    with pytest.raises(ConfigError) as caught:
        read_declarations(house.project, house.toy.catalogue)
    return re.sub(r", line \d+, character \d+", "", str(caught.value))  # other tests tell of the places


def test_everything_that_is_wrong_with_declared_values_is_said_at_once(house: House) -> None:
    house.toy.write_briefs(
        {
            "02-systems": {"sytem": "vneid", "as_of": "2024-12-31", "area": "VNM", "areas": ["VNM"], "system": "vnied"},
            "03-matrix": {"topic": [1, "services"], "area": "asia"},
        }
    )
    place, fix = "in notebooks/briefs.yaml, briefs.", "\n  Fix: correct it, or declare it first."
    assert refuse(house) == "\n- ".join(
        [
            "6 problems found:",
            f"'areas' is declared as 'area' too {place}02-systems.areas.\n  Fix: leave one of them out.",
            f"The notebook has no parameter 'sytem' {place}02-systems.sytem. Did you mean 'system'?\n"
            "  Allowed: 'area', 'edition', 'language', 'system'.\n"
            "  Fix: correct it, or declare it in the parameters cell of the notebook.",
            f"The day of a page is that of its edition {place}02-systems.as_of.\n  Fix: declare it under editions.",
            f"Unknown 'vnied' {place}02-systems.system. Did you mean 'vneid'?\n"
            f"  Allowed: 'vneid', 'portal', 'systems'.{fix}",
            f"Unknown 'asia' {place}03-matrix.area. Did you mean 'asean'?\n"
            f"  Allowed: 'VNM', 'SGP', 'asean', 'countries'.{fix}",
            f"1 is int, not str {place}03-matrix.topic.\n  Fix: give a value such as 'services'.",
        ]
    )


def test_an_edition_between_quotation_marks_is_told_from_an_unknown_one(house: House) -> None:
    house.toy.write_briefs({"02-systems": {"area": "VNM", "edition": ["2023", 2024]}})
    assert refuse(house) == (
        "1 problem found:\n"
        "- '2023' is a text between quotation marks, not a number in notebooks/briefs.yaml, "
        "briefs.02-systems.edition.\n"
        "  Fix: write it without them: 2023."
    )


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (["a", "A"], "'A' and 'a' are one name where case is ignored"),
        (["a", "../b"], "'../b' cannot name a page"),
        (["a", "b/c"], "'b/c' cannot name a page"),
        (["a", ""], "'' cannot name a page"),
        (["a", "Bộ Y tế"], "'Bộ Y tế' cannot name a page"),
        (["a", "CON"], "'CON' cannot name a page"),
        (["a", "nul.txt"], "'nul.txt' cannot name a page"),
        (["a", "index"], "'index' cannot name a page"),
        (["a", ".b"], "'.b' cannot name a page"),
        (["a", "b."], "'b.' cannot name a page"),
        (["a", "b" * 101], f"'{'b' * 101}' cannot name a page"),
    ],
)
def test_values_that_are_no_names_of_files_are_refused(house: House, values: list[str], said: str) -> None:
    write_own_brief(house, "04-free", 'kind: str = "a"  # Kind')
    house.toy.write_briefs({"04-free": {"kind": values}})
    assert refuse(house).startswith(f"1 problem found:\n- {said} in notebooks/briefs.yaml, briefs.04-free.kind.\n")


def test_one_value_need_not_be_the_name_of_a_file(house: House) -> None:
    write_own_brief(house, "04-free", 'kind: str = "a"  # Kind')
    house.toy.write_briefs({"04-free": {"kind": "Bộ Y tế"}})
    assert [job.id for job in house.list_jobs()] == ["2024/en/04-free.html"]


@pytest.mark.parametrize(
    ("parameter", "value", "said"),
    [
        ("count: int = 1", "2", "'2' is str, not int"),
        ("count: int = 1", True, "True is bool, not int"),
        ("share: float = 0.5", 1, "1 is int, not float"),
        ("long: bool = False", 1, "1 is int, not bool"),
        ('kind: str = "a"', False, "False is bool, not str"),
    ],
)
def test_a_value_of_another_type_is_refused(house: House, parameter: str, value: object, said: str) -> None:
    write_own_brief(house, "04-free", parameter)
    house.toy.write_briefs({"04-free": {parameter.partition(":")[0]: value}})
    assert f"- {said} in notebooks/briefs.yaml, briefs.04-free." in refuse(house)


def test_a_number_that_is_none_is_refused(house: House) -> None:
    write_own_brief(house, "04-free", "share: float = 0.5")
    house.toy.write_briefs({"04-free": {"share": [0.5, float("nan"), float("inf")]}})
    assert [line.partition(" in ")[0] for line in refuse(house).splitlines() if line.startswith("- ")] == [
        "- 'nan' is no number", "- 'inf' is no number",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["root", "brief", "dx"])
def test_a_parameter_has_no_name_that_means_something_else_in_the_set_up_cell(house: House, name: str) -> None:
    write_own_brief(house, "04-free", f'{name}: str = "a"')
    house.toy.write_briefs({"04-free": {}})
    assert refuse(house) == (
        f"1 problem found:\n- The notebook may not declare a parameter '{name}' in notebooks/briefs.yaml, "
        f"briefs.04-free.{name}.\n  Fix: give it another name."
    )


def test_a_set_stands_for_its_members_also_under_another_name_and_an_empty_one_is_refused(house: House) -> None:
    write_own_brief(house, "04-free", 'by: str = "UN"  # By')
    house.toy.write_briefs({"04-free": {"by": "publishers"}})
    assert [job.id for job in house.list_jobs()] == ["2024/en/04-free/UN.html", "2024/en/04-free/MIC.html"]
    house.toy.write_briefs({"04-free": {"by": "indicators", "language": "languages"}})
    assert len(house.list_jobs()) == 12
    (house.project.catalogue / "systems.yaml").unlink()
    files = {path: path.read_text("utf-8") for path in house.project.catalogue.glob("indicators/*.yaml")}
    for path, text in files.items():
        path.write_text("\n".join(line for line in text.splitlines() if "system:" not in line), "utf-8")
    forget_catalogue()
    house.toy.write_briefs({"04-free": {"by": "systems"}})
    assert "- 'systems' has no members in notebooks/briefs.yaml, briefs.04-free.by.\n" in refuse(house)


def test_the_order_of_addresses_is_that_of_the_notebook_not_of_the_declaration(house: House) -> None:
    write_own_brief(house, "04-free", 'topic: str = "services"\nsystem: str = "vneid"')
    declared = {"system": "systems", "topic": "topics", "area": "asean"}
    house.toy.write_briefs({"04-free": declared})
    assert house.list_jobs()[0].id == "2024/en/04-free/VNM/rankings/vneid.html"
    house.toy.write_briefs({"04-free": dict(reversed(declared.items()))})
    assert house.list_jobs()[0].id == "2024/en/04-free/VNM/rankings/vneid.html"


def test_a_notebook_that_cannot_be_read_is_named_where_its_parameters_are_needed(house: House) -> None:
    house.toy.write("notebooks/02-systems.ipynb", "{")
    assert refuse(house) == (
        "1 problem found:\n"
        "- 02-systems.ipynb is not a notebook (it is no JSON: Expecting property name enclosed in double quotes: "
        "line 1 column 2 (char 1)) in notebooks/briefs.yaml, briefs.02-systems.\n"
        "  Fix: restore it from version control, or save it again in JupyterLab."
    )

"""Signs in cells of values: alone they stand for a number or for none, beside a number they are flags."""

import pytest

from dxlib.data.ingest.flags import Meaning
from dxlib.data.ingest.mapping import CellSign
from dxlib.data.ingest.signs import CellFigure, Signs
from dxlib.data.schema import ObsStatus

DECLARED = {
    "-": CellSign(value=0, comment="Nil."),
    "(s)": CellSign(value="0.5", qualifier="<", status="E"),
    "[x]": CellSign(status="M", comment="Suppressed."),
    "ep": CellSign(status="E", comment="Early."),
    "p": CellSign(status="P"),
    "*": CellSign(comment="Urban."),
    "<": CellSign(qualifier="<"),
}
SIGNS = Signs(DECLARED, missing=("n/a",))


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("-", CellFigure("0", comment="Nil.", is_known=True)),
        ("(s)", CellFigure("0.5", ("E",), "<", is_known=True)),
        ("[x]", CellFigure("", comment="Suppressed.", is_missing=True)),
    ],
)
def test_a_sign_alone_stands_for_a_number_or_says_that_there_is_none(text, figure):
    assert SIGNS.read(text) == figure


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("12.5", CellFigure("12.5")),
        ("-3", CellFigure("-3")),  # a sign that stands alone is nothing beside a number
        ("12.5p", CellFigure("12.5", ("p",))),
        ("p 12.5", CellFigure("12.5", ("p",))),
        ("12.5\u00a0ep", CellFigure("12.5", ("ep",))),  # the longest sign first: no "p" after an "e"
        ("12.5 p*", CellFigure("12.5", ("*", "p"))),
        ("< 5 *", CellFigure("5", ("<", "*"), "<")),
    ],
)
def test_signs_beside_a_number_are_taken_away_and_kept(text, figure):
    assert SIGNS.read(text) == figure


def test_letters_of_a_word_are_no_signs():
    assert SIGNS.read("help") == CellFigure("help")
    assert SIGNS.read("p") == CellFigure("p")


def test_a_sign_beside_what_says_that_there_is_no_value_is_taken_away_too():
    assert SIGNS.read("n/a *") == CellFigure("n/a", ("*",))


def test_what_signs_mean_beside_a_number_is_told_of_those_that_may_stand_there():
    assert SIGNS.meanings == {
        "ep": Meaning(ObsStatus.ESTIMATED, "Early."),
        "p": Meaning(ObsStatus.PROVISIONAL),
        "*": Meaning(comment="Urban."),
        "<": Meaning(),
    }


@pytest.mark.parametrize(("text", "lacks"), [("", True), ("n/a", True), (" n/a ", True), ("0", False), ("-", True)])
def test_a_cell_lacks_a_value_by_what_everybody_writes_and_by_what_the_mapping_declares(text, lacks):
    assert SIGNS.lacks_value(text) is lacks
    assert not Signs({}).lacks_value("5")

"""Signs in cells of values: alone they stand for a number or for none, beside a number they are flags."""

import pytest

from dxlib.data.ingest.mapping import CellSign
from dxlib.data.ingest.signs import STATUSES, CellFigure, Meaning, Signs
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


OWN = Signs(
    {"r": CellSign(status="P", comment="Revised."), "2": CellSign(comment="Urban areas only."), "E": CellSign()}
)


@pytest.mark.parametrize(
    ("text", "own", "flags"),
    [
        ("e", (), ["E"]),
        ("be", (), ["B", "E"]),  # Eurostat writes several without anything between
        (" p ; u|b,e ", (), ["P", "U", "B", "E"]),
        ("p (1)", (), ["P", "(1)"]),
        ("", (), []),
        (" ", (), []),
        ("ep", ["ep"], ["ep"]),
        ("ep", ["p"], ["E", "p"]),  # as the publisher's own list writes it
        ("not final, see text", ["not final, see text"], ["not final, see text"]),
    ],
)
def test_a_cell_is_taken_apart_into_its_flags(text, own, flags):
    assert Signs({name: CellSign() for name in own}).split(text) == flags


def test_flags_are_unknown_that_neither_sdmx_nor_the_publisher_explains():
    assert Signs().find_unknown(["E", "Z", "r", "M"]) == ["Z", "r", "M"]
    assert OWN.find_unknown(["E", "Z", "r"]) == ["Z"]


def test_without_a_flag_a_value_is_normal():
    assert Signs().explain([]) == Meaning(ObsStatus.NORMAL, "")


@pytest.mark.parametrize(
    ("flags", "status", "comment"),
    [
        ("E", ObsStatus.ESTIMATED, ""),
        ("EB", ObsStatus.BREAK, "The publisher's flag E."),
        ("PUE", ObsStatus.UNRELIABLE, "The publisher's flag E. The publisher's flag P."),
        ("D", ObsStatus.NORMAL, "The publisher's flag D: its definition differs."),
        ("I", ObsStatus.ESTIMATED, "The publisher's flag I: it is imputed."),
        ("DE", ObsStatus.ESTIMATED, "The publisher's flag D: its definition differs."),
    ],
)
def test_the_flag_that_counts_first_gives_the_status_and_the_others_a_comment(flags, status, comment):
    assert Signs().explain(list(flags)) == (status, comment)


def test_what_the_publisher_means_goes_before_what_sdmx_means():
    assert OWN.explain(["r", "2"]) == (ObsStatus.PROVISIONAL, "Revised. Urban areas only.")
    assert OWN.explain(["B", "r"]) == (ObsStatus.BREAK, "Revised.")
    assert OWN.explain(["E"]) == (ObsStatus.NORMAL, "")


def test_every_status_but_missing_has_a_flag():
    assert set(STATUSES.values()) == set(ObsStatus) - {ObsStatus.MISSING}

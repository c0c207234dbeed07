"""Flags beside values: how a cell of them is taken apart, and what they mean together."""

import pytest

from dxlib.data.ingest.flags import STATUSES, Meaning, explain_flags, find_unknown, split_flags
from dxlib.data.schema import ObsStatus

OWN = {"r": Meaning(ObsStatus.PROVISIONAL, "Revised."), "2": Meaning(comment="Urban areas only."), "E": Meaning()}


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
    assert split_flags(text, own) == flags


def test_flags_are_unknown_that_neither_sdmx_nor_the_publisher_explains():
    assert find_unknown(["E", "Z", "r", "M"]) == ["Z", "r", "M"]
    assert find_unknown(["E", "Z", "r"], OWN) == ["Z"]


def test_without_a_flag_a_value_is_normal():
    assert explain_flags([]) == Meaning(ObsStatus.NORMAL, "")


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
    assert explain_flags(list(flags)) == (status, comment)


def test_what_the_publisher_means_goes_before_what_sdmx_means():
    assert explain_flags(["r", "2"], OWN) == (ObsStatus.PROVISIONAL, "Revised. Urban areas only.")
    assert explain_flags(["B", "r"], OWN) == (ObsStatus.BREAK, "Revised.")
    assert explain_flags(["E"], OWN) == (ObsStatus.NORMAL, "")


def test_every_status_but_missing_has_a_flag():
    assert set(STATUSES.values()) == set(ObsStatus) - {ObsStatus.MISSING}

"""A status and the first word of the comment."""

from __future__ import annotations

import pytest

from dxlib.data.slips import statuses
from tests.data.slips.conftest import Make


@pytest.mark.parametrize(
    ("status", "comment"),
    [("A", ""), ("A", "Of which 7 per cent."), ("A", "Not as written: x."), ("E", "Estimate."), ("E", "Derived: x."),
     ("U", "Doubtful: undated."), ("F", "Forecast: x."), ("P", "Provisional: x."), ("B", "Break: x."),
     ("M", "Missing: x.")],
)  # fmt: skip
def test_a_status_that_the_comment_says_in_words_is_right(make: Make, status: str, comment: str) -> None:
    assert not list(statuses.find_slips(make(OBS_STATUS=status, COMMENT=comment)))


@pytest.mark.parametrize(
    ("status", "comment", "what"),
    [
        ("E", "Of which 7 per cent.", "Status E, but COMMENT does not begin with 'Estimate:' or 'Derived:'"),
        ("E", "Forecast: x.", "Status E, but COMMENT does not begin with 'Estimate:' or 'Derived:'"),
        ("U", "", "Status U, but COMMENT does not begin with 'Doubtful:'"),
        ("A", "Estimate: x.", "Status A, but COMMENT begins with 'Estimate:'"),
    ],
)
def test_another_status_than_the_comment_says_is_a_slip(make: Make, status: str, comment: str, what: str) -> None:
    ((column, said, _),) = statuses.find_slips(make(OBS_STATUS=status, COMMENT=comment))
    assert (column, said) == ("OBS_STATUS", what)

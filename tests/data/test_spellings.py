"""Names as they are compared: marks that people leave out, and marks that are letters."""

import pytest

from dxlib.data.spellings import Spellings, list_words
from dxlib.figures.folding import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("टोंगा", "टोगो"),  # Tonga and Togo in Hindi
        ("মালি", "মালা"),  # vowel signs of Bengali
        ("កម្ពុជា", "កម្ពជ"),  # of Khmer
        ("ที่", "ท"),  # of Thai
    ],
)
def test_a_vowel_sign_tells_names_apart(one, other):
    assert fold(one) != fold(other)
    assert Spellings().fold(one) != Spellings().fold(other)


@pytest.mark.parametrize("name", ["टोंगा", "কম্বোডিয়া", "កម្ពុជា", "ประเทศกัมพูชา"])
def test_a_vowel_sign_ends_no_word(name):
    assert len(list_words(name)) == 1
    assert fold(name) == list_words(name)[0]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Đắk Lắk", "dak lak"),
        ("Ελλάδα", "ελλαδα"),
        ("Йемен", "иемен"),
        ("יִשְׂרָאֵל", "ישראל"),
        ("תל־אביב", "תל אביב"),  # a hyphen, and no mark
        ("الأُرْدُنّ", "الاردن"),
        ("\u2764\ufe0f egdi_rank", "egdi rank"),
    ],
)
def test_marks_that_people_leave_out_count_for_nothing(written, plain):
    assert fold(written) == plain

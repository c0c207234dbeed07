"""Names as they are compared: marks that people leave out, and marks that are letters."""

import re
from pathlib import Path

import pytest

from dxlib.audit.edition.placing import write_plainly
from dxlib.data import spellings
from dxlib.data.spellings import Spellings, list_words
from dxlib.export.index import simplify
from dxlib.figures.folding import fold

ROOM = Path(spellings.__file__).parents[1]


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
    assert simplify(one) != simplify(other)


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
        ("Łódź", "lodz"),
        ("Iğdır", "igdir"),
        ("Straße, Tromsø", "strasse tromso"),
        ("\u2764\ufe0f egdi_rank", "egdi rank"),
    ],
)
def test_marks_that_people_leave_out_count_for_nothing(written, plain):
    assert fold(written) == plain
    assert " ".join(re.findall(r"\w+", simplify(written))) == plain.replace(" rank", "_rank")


def test_the_audit_takes_off_the_same_marks():
    codes = [*range(0xC0, 0x250), *range(0x300, 0x370), *range(0x590, 0x6F0), *range(0x900, 0x980), 0x3099, 0xFE0F]
    texts = [f"A{chr(code)}b" for code in codes]
    assert [write_plainly(text) for text in texts] == [simplify(text) for text in texts]


@pytest.mark.parametrize("script", ["export/templates/index/index.js", "ask/explorer.js"])
def test_what_is_typed_in_a_browser_loses_the_same_marks(script):
    assert f"= /{spellings._LEFT_OUT.pattern}/g;" in (ROOM / script).read_text()

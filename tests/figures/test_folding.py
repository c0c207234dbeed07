"""Words as a search compares them."""

import pytest

from dxlib.figures.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đồng Nai – TP.HCM", "dong nai tp hcm"),
        ("  e-Gov:  index ", "e gov index"),
        ("ÉTAT", "etat"),
        ("–", ""),
        ("", ""),
    ],
)
def test_words_are_folded_once(text, folded):
    assert fold(text) == folded
    assert fold(folded) == folded

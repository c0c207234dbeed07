"""Characters that nobody sees: found wherever they stand, left where a script needs them."""

import pytest

from dxlib.letters import has_hidden, list_hidden, list_misread, show_hidden


@pytest.mark.parametrize(
    "character",
    [chr(point) for point in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0x200B, 0x2010), 0xFEFF, 0x2060)]
    + [
        chr(point) for point in (0, 7, 8, 0x1B, 0x7F, 0x85, 0x9B, 0xAD, 0x061C, 0x180E, 0x2028, 0x3164, 0xE0041, 0xFE0F)
    ],
    ids=lambda character: f"U+{ord(character):04X}",
)
def test_control_bidirectional_and_zero_width_characters_are_found_with_their_place(character):
    (found,) = list_hidden(f"a\nHà{character}Nội")
    assert (found.character, found.line, found.column) == (character, 2, 3)
    assert found.name.startswith(f"U+{ord(character):04X} ")


@pytest.mark.parametrize(
    "text",
    [
        "Đắk Lắk – 45,2 % « n » “q” …",  # what writers of French and Vietnamese use
        "12 345",
        "می\u200cخواهم",  # Persian
        "क्\u200dष ക്\u200c",  # Devanagari, Malayalam
        "ශ්\u200dරී",  # Sinhala
        "ភាសា\u200bខ្មែរ",  # Khmer
        "ᠠ\u180bᠨ",  # Mongolian
        "葛\U000e0100飾",  # Japanese
        "line\r\nline\ttab\n",
        "e\u0301",  # combining marks are seen
    ],
)
def test_what_a_script_needs_may_stand(text):
    assert not has_hidden(text)


@pytest.mark.parametrize("text", ["7\u200d1", "a\u200cb", "ﷺ a\u200c", "x\ufe0f", "a\u180bb", "Hà\u200bNội"])
def test_the_same_characters_elsewhere_may_not(text):
    assert has_hidden(text)


@pytest.mark.parametrize("character", ["\n", "\t", "\r"])
def test_a_cell_or_a_name_is_of_one_line(character):
    assert not has_hidden(f"a{character}b")
    assert has_hidden(f"a{character}b", breaks=False)


def test_what_is_printed_moves_no_terminal():
    assert show_hidden("a\x1b]0;title\x07\rb\n\u202e71") == "a\\x1b]0;title\\x07\\rb\n\\u202e71"
    assert show_hidden("Đắk Lắk\n") == "Đắk Lắk\n"


@pytest.mark.parametrize(
    "text",
    [
        "Tỷ lệ hồ sơ trực tuyến toàn trình", "Nghị quyết số 57 – “đột phá”", "le développement du numérique, où ça",
        "Größe, Straße, Öl", "señales más claras", "čísla průměr", "łączność ½ €",
    ],
)  # fmt: skip
def test_what_was_read_in_another_encoding_is_told_from_what_was_not(text):
    misread = text.encode().decode("cp1252", "ignore")
    assert list(list_misread(text)) == []
    found = list(list_misread(misread))
    assert len({said for said, _, _ in found}) > 1
    assert all(meant in text and misread.startswith(said, at) for said, meant, at in found)


@pytest.mark.parametrize("text", ["THỊ XÃ” và “BÂ”", "Ê… Ã» Â·", "CAFÉ… «Ô»", "á“” é»… ê’’"])
def test_letters_before_quotation_marks_and_dots_are_what_they_are(text):
    assert list(list_misread(text)) == []

"""Folders of languages: those that the library has its messages in, and where a file of one may stand."""

from pathlib import Path

from dxlib.language.available import DEPARTURES, LOCALES, MESSAGES, SOURCE_LANGUAGE, list_files, list_own_languages


def test_the_languages_are_english_and_the_folders_of_translations():
    assert list_own_languages() == ("en", "fr", "vi")
    assert SOURCE_LANGUAGE in list_own_languages()


def test_every_language_of_the_library_has_its_messages_and_english_needs_none():
    having = [code for code in list_own_languages() if (LOCALES / code / MESSAGES).is_file()]
    assert having == ["fr", "vi"]


def test_a_file_may_stand_in_the_library_and_then_in_the_project():
    own = Path("project/notebooks/locales")
    assert list_files(DEPARTURES, "et", own) == [LOCALES / "et" / DEPARTURES, own / "et" / DEPARTURES]
    assert list_files(MESSAGES, "vi", None) == [LOCALES / "vi" / MESSAGES]

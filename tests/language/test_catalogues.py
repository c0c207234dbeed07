"""The translations of this repository: readable, whole, and kept to the places of their texts."""

import pytest

from dxlib.build.briefs import list_briefs
from dxlib.language import available
from dxlib.language.available import LOCALES, MESSAGES, SOURCE_LANGUAGE, list_own_languages
from dxlib.language.catalogues import read_po_file, read_translations
from dxlib.language.extract import collect_messages, find_untranslated, find_wrong_slots
from dxlib.paths import Project

HEADER = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "word"
msgstr "{word}"
"""
OTHERS = [language for language in list_own_languages() if language != SOURCE_LANGUAGE]


@pytest.fixture(scope="module")
def template(repository):
    return collect_messages(list_briefs(Project(repository)))


def test_english_needs_no_catalogue():
    assert read_translations("en") == {}


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_a_catalogue_with_its_plural_rule(language):
    catalogue = read_po_file(LOCALES / language / MESSAGES, language)
    assert str(catalogue.locale) == language
    assert catalogue.num_plurals == {"fr": 2, "vi": 1}[language]
    assert len(read_translations(language)) > 50


def test_every_language_is_complete(template, repository):
    assert find_untranslated(template, list_own_languages(), repository / "notebooks/locales") == {
        language: [] for language in OTHERS
    }


def test_every_translation_has_exactly_the_places_of_its_text(template, repository):
    assert list(find_wrong_slots(template, OTHERS, repository / "notebooks/locales")) == []


def test_a_process_that_has_read_a_language_reads_it_as_it_is_now(tmp_path, monkeypatch):
    monkeypatch.setattr(available, "LOCALES", tmp_path)
    path = tmp_path / "fr" / "messages.po"
    path.parent.mkdir(parents=True)
    for word in ("vieux", "neuf"):
        path.write_text(HEADER.format(word=word), "utf-8")
        assert read_translations("fr")["word"].forms == (word,)

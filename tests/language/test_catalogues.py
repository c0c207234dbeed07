"""The translations of this repository: readable, whole, and kept to the places of their texts."""

import time

import pytest

from dxlib.build.briefs import list_briefs
from dxlib.errors import ConfigError
from dxlib.language import available
from dxlib.language.available import LOCALES, MESSAGES, SOURCE_LANGUAGE, list_own_languages
from dxlib.language.catalogues import read_po_file, read_translations
from dxlib.language.extract import collect_messages, find_own_messages, find_untranslated, find_wrong_slots
from dxlib.language.languages import read_language
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


@pytest.mark.parametrize("language", OTHERS)
def test_the_catalogues_of_the_library_list_what_its_code_says_and_nothing_else(language):
    listed = read_po_file(LOCALES / language / MESSAGES, language)
    assert {message.id for message in listed} == {message.id for message in find_own_messages()}


def test_every_translation_has_exactly_the_places_of_its_text(template, repository):
    assert list(find_wrong_slots(template, OTHERS, repository / "notebooks/locales")) == []


def test_a_process_that_has_read_a_language_reads_it_as_it_is_now(tmp_path, monkeypatch):
    monkeypatch.setattr(available, "LOCALES", tmp_path)
    path = tmp_path / "fr" / "messages.po"
    path.parent.mkdir(parents=True)
    for word in ("vieux", "neuf"):
        path.write_text(HEADER.format(word=word), "utf-8")
        assert read_translations("fr")["word"].forms == (word,)


PLURAL = 'msgid "{n} place"\nmsgid_plural "{n} places"\nmsgstr[0] "{n} lieu"\nmsgstr[1] "{n} lieux"\n'
RULE = "\nFix: write 'Plural-Forms: nplurals=2; plural=(n > 1);'."
REMOVE = "\n  Fix: delete it: a reader does not see it, and it may turn or hide the text around it."


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{word}", "\u202e71", "1 problem found:\n- Hidden character U+202E RIGHT-TO-LEFT OVERRIDE in {path}, line 7, "
         "character 9." + REMOVE),
        ("(n > 1)", "n", "Plural-Forms of {path} cannot be used: it chooses a form beyond the 2 there are." + RULE),
        ("(n > 1)", "n/0", "Plural-Forms of {path} cannot be used: integer division or modulo by zero." + RULE),
        ("(n > 1)", "__import__('os').abort()", "Plural-Forms of {path} cannot be used: invalid token in plural form: "
         "__import__." + RULE),
        ("(n > 1)", "(" * 3000 + "n", "Plural-Forms of {path} cannot be used: plural form expression is too long."
         + RULE),
        ("nplurals=2", "nplurals=99999999999", "Plural-Forms of {path} speaks of 99999999999 forms.\n"
         "Fix: write at most 6."),
        ("utf-8", "utf-7", "{path} declares the charset 'utf-7'.\nAllowed: 'UTF-8'.\nFix: correct it."),
        ("msgid", "<<<<<<< HEAD\nmsgid", "{path} is no catalogue of gettext: Unknown or misformatted keyword on 0\n"
         "Fix: correct the line it names."),
        ("msgstr[1]", "msgstr[x]", "{path} is no catalogue of gettext: invalid literal for int() with base 10: 'x'\n"
         "Fix: correct the line it names."),
    ],
    ids=["hidden", "beyond", "by zero", "code", "depth", "many forms", "UTF-7", "conflict", "no number"],
)  # fmt: skip
def test_a_catalogue_of_somebody_else_runs_nothing_and_hangs_nothing(tmp_path, old, new, said):
    path = tmp_path / "fr" / "messages.po"
    path.parent.mkdir()
    path.write_text((HEADER + PLURAL).replace(old, new, 1), "utf-8")
    began = time.monotonic()
    with pytest.raises(ConfigError) as caught:
        read_translations("fr", tmp_path)
    assert str(caught.value) == said.format(path=path)
    assert time.monotonic() - began < 20  # what would not end takes an hour


def test_a_catalogue_that_declares_no_charset_is_read_as_utf_8(tmp_path):
    path = tmp_path / "fr" / "messages.po"
    path.parent.mkdir()
    path.write_text('msgid ""\nmsgstr "Language: fr\\n"\n\nmsgid "word"\nmsgstr "été"\n', "utf-8")
    assert read_translations("fr", tmp_path)["word"].forms == ("été",)


def test_a_name_of_a_file_may_be_isolated_as_gettext_does(tmp_path):
    path = tmp_path / "fr" / "messages.po"
    path.parent.mkdir()
    path.write_text(f"{HEADER}\n#: \u2068a b.ipynb\u2069:1\n{PLURAL}", "utf-8")
    assert read_translations("fr", tmp_path)["{n} place"].choose(2) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("dates: {day: \u202elong}", "Hidden character U+202E RIGHT-TO-LEFT OVERRIDE in {path}, line 1, character 14."),
        ("a: &a [*a]", "The alias '*a' stands within itself in {path}, line 1, character 8."),
        ("[" * 100_000, "More than 40 mappings and lists within each other in {path}, line 1, character 41."),
        ("dates: 2025-02-31", "{path} cannot be used."),
    ],
    ids=["hidden", "recursion", "depth", "a day"],
)
def test_departures_of_somebody_else_crash_and_hide_nothing(tmp_path, text, said):
    path = tmp_path / "fr" / "language.yaml"
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        read_language("fr", tmp_path)
    assert said.format(path=path) in str(caught.value)
